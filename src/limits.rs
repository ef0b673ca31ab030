//! Every cap on what a file may cost, each with its reason.

use std::ops::RangeInclusive;

/// First read of a file, in bytes. Holds the tag and the first audio frames of a file without a
/// picture; a larger first read costs every file more than the second read costs some.
pub const HEAD_WINDOW: usize = 8 * 1024;

/// Reads from this size on, in bytes, are placed in memory where they are fast; shorter ones take
/// no time worth the care.
pub const LEAD_FROM: usize = 1024;

/// Sizes in bytes of buffers that are kept for the next file: smaller ones are cheap to allocate,
/// larger ones are rare.
pub const RECYCLED_LEN: RangeInclusive<usize> = 8 * 1024..=2 * 1024 * 1024;

/// Buffers of about one size, within a factor of two, that are kept for the next file: a save needs
/// one for what it reads and one for what it writes, and the next file is opened before the last
/// one is dropped. All together take less than 20 megabytes.
pub const RECYCLED: usize = 3;

/// First read at the end of a file, in bytes, by formats whose tag stands there. Holds a tag
/// without a picture, and the tags that may stand behind it.
pub const TAIL_WINDOW: usize = 8 * 1024;

/// Bytes that are read at once while a file is walked through. Holds the headers at the start of a
/// stream; where they are far apart, most of it is of no use.
pub const WALK_WINDOW: usize = 1024;
/// Read at once, in bytes, if it is all that follows the header of a chunk: behind the audio comes
/// metadata, with a picture perhaps, and one read is cheaper than two.
pub const REST_WINDOW: usize = 1024 * 1024;

/// Read at once, in bytes, where only the headers of chunks are of interest: some of small chunks
/// in a row.
pub const HEADER_WINDOW: usize = 512;

/// Windows of one file that are kept because a chunk's header stands at their start. Usual files
/// need one or two; in one with chunks without number, headers are read and forgotten.
pub const CHUNK_WINDOWS: usize = 8;

/// Nesting of ID3 chapters. Real files nest two or three deep; mutagen itself stops near two
/// hundred levels, where Python's recursion limit strikes.
pub const MAX_FRAME_NESTING: usize = 200;

/// Bytes that all compressed frames of one tag may inflate to, beside [`INFLATE_FACTOR`].
pub const INFLATE_FLOOR: usize = 16 * 1024 * 1024;

/// Bytes a tag may inflate to for each byte of its size. Pictures and lyrics compress far less;
/// a stream of zeros reaches 1032.
pub const INFLATE_FACTOR: usize = 64;

/// Pictures of one tag that may share a description. Each needs one more blank in its key, so
/// the keys of n such pictures take n*n/2 characters.
pub const MAX_EQUAL_PICTURES: usize = 4096;

/// Width in bytes of a play counter or other integer. Python does not print numbers of more than
/// 4300 digits.
pub const MAX_COUNTER: usize = 1024;

/// First read of a MIDI file, in bytes: all of it must be read, and most are smaller.
pub const MIDI_WINDOW: usize = 64 * 1024;

/// Bytes searched for MPEG audio, counted from the end of the tag; mutagen's own limit.
pub const MPEG_SEARCH: usize = 1024 * 1024;

/// Candidates for an MPEG frame that are tried within [`MPEG_SEARCH`]; mutagen's own limit.
pub const MPEG_CANDIDATES: usize = 1500;

/// ID3v2 tags one after the other in front of MPEG audio. Programs that do not replace a tag but
/// put another before it leave a handful; each may cost a system call and four kilobytes.
pub const MPEG_TAGS: usize = 1000;

/// Atoms of an MP4 file. A fragmented video of ten hours has some hundred thousand; each is kept in
/// forty bytes.
pub const MAX_ATOMS: usize = 1 << 20;

/// Nesting of atoms in an MP4 file. Real files nest eight deep; mutagen itself stops near five
/// hundred, where Python's recursion limit strikes.
pub const MAX_ATOM_NESTING: usize = 200;

/// Bytes up to which the rest of an MP4 file's `moov` is read at once; behind the sample tables
/// that is usually little but tags.
pub const MOOV_WINDOW: usize = 256 * 1024;

/// Reads of headers of an MP4 file that are kept for parsing. Two or three are usual; with many
/// small ones, copying what was kept before would take more time than reading.
pub const MOOV_READS: usize = 16;

/// Bytes up to which the tags of an MP4 file are read before the headers of their atoms are known
/// to be sound. Tags with many large pictures have some tens of megabytes.
pub const TAGS_WINDOW: usize = 64 * 1024 * 1024;

/// Buffer for moving the tail of a file. One megabyte amortises the system calls.
pub const MOVE_BLOCK: usize = 1024 * 1024;

/// Payloads from this size on, in bytes, are shared with the buffer they stand in when they are
/// written again; smaller ones are cheaper to copy.
pub const SHARED: usize = 8 * 1024;

/// Bytes of a tag that are compared at once with those in the file. Few enough to stay in the
/// processor's cache, enough to amortise the system call.
pub const COMPARE_BLOCK: usize = 256 * 1024;

/// Pieces of new content that are shorter, in bytes, are joined before they are written: to copy
/// them costs less than a system call for each.
pub const JOINED: usize = 64 * 1024;

/// Unchanged bytes between two changed ranges that are cheaper to write again than to skip with
/// another system call.
pub const MERGE_GAP: usize = 4096;

/// Bytes between two patches of a few bytes that are cheaper to read and write again than to skip
/// with another system call.
pub const PATCH_GAP: u64 = 2048;

/// Bytes read at once of an Ogg comment that claims to be longer. One megabyte amortises the
/// system calls, and a wrong claim costs no more than that.
pub const OGG_AHEAD: usize = 1024 * 1024;

/// Bytes read at once while only headers of Ogg pages are looked at, if pages are small.
pub const OGG_HEADERS: usize = 64 * 1024;

/// Bytes at the end of an Ogg file in which its last page must begin; mutagen's own limit.
pub const OGG_LAST_PAGE: usize = 64 * 1024;

/// Bytes of an Ogg packet that is written: far beyond any picture, and still a size everywhere.
pub const OGG_MAX_PACKET: usize = 1024 * 1024 * 1024;

/// Metadata blocks of a FLAC file. Each takes four bytes of the file and many times as much
/// memory; files have less than ten.
pub const FLAC_BLOCKS: usize = 1 << 16;

/// Comments of a Vorbis comment header. Each takes four bytes of the file and, listed for Python,
/// a hundred of memory; files have less than a hundred.
pub const VORBIS_COMMENTS: u32 = 1 << 16;
/// ASF headers up to this size, in bytes, are read at once, since they are known to hold little
/// but tags. What a larger one claims may be damage to the size, in a file of hours of video: it
/// is read as far as its objects go.
pub const ASF_HEADER: u64 = 1024 * 1024;

/// Nesting of ASF header extensions. Real files have one; mutagen itself stops near a thousand,
/// where Python's recursion limit strikes.
pub const MAX_EXTENSION_NESTING: usize = 200;

/// Objects in ASF header extensions that claim to be smaller than their own header. Damage makes
/// a few; each may begin one byte after the one before, and costs many times that.
pub const MAX_OVERLAPPING_OBJECTS: usize = 4096;

/// Objects for tags in the ASF header of a file that is saved. A header should have four; each
/// further one repeats what another holds, as mutagen writes it.
pub const MAX_TAG_OBJECTS: usize = 32;
