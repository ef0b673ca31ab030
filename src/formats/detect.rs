//! Which kind of file it is: the scores of all kinds, as rows of one table.
//!
//! A kind gets points for what its tests find in the first [`HEADER_LEN`] bytes, in the name and
//! in the last [`TAIL_LEN`] bytes. The best score decides, and among equal ones the last class
//! name in alphabetical order. The points are mutagen's, so that the same class opens a file.

use memchr::memchr_iter;

/// Bytes from the start of a file that the tests look at.
pub const HEADER_LEN: usize = 128;

/// Bytes from its end: an `APEv2` footer and the `ID3v1` tag behind it.
pub const TAIL_LEN: usize = 160;

/// A kind of file: the class that opens it.
#[derive(Debug)]
pub struct Kind {
    /// Name of the class.
    pub name: &'static str,
    /// Name of the class that takes its place where easy tags are asked for.
    pub easy_name: &'static str,
    rows: &'static [(i64, Test)],
}

/// What gives points.
#[derive(Debug)]
enum Test {
    /// The header starts with one of these.
    Magic(&'static [&'static [u8]]),
    /// The header has these bytes at this position.
    At(usize, &'static [u8]),
    /// The header has these bytes anywhere.
    Contains(&'static [u8]),
    /// The header is that of an Ogg page and has these bytes anywhere.
    Ogg(&'static [u8]),
    /// The name ends with one of these, in upper or lower case.
    Extension(&'static [&'static [u8]]),
    /// The name ends with one of these, in lower case.
    LowerExtension(&'static [&'static [u8]]),
    /// The header starts with this, and the name ends with one of these in any case.
    MagicAndExtension(&'static [u8], &'static [&'static [u8]]),
    /// The tail has these bytes anywhere.
    Tail(&'static [u8]),
}

use Test::{At, Contains, Extension, LowerExtension, Magic, MagicAndExtension, Ogg, Tail};

const ID3: Test = Magic(&[b"ID3"]);

/// Advanced Systems Format, section 10.1: the GUID of the header object.
const ASF_HEADER: &[u8] = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c";

/// MPEG 1 and 2, layer 3, with and without checksum.
const MPEG_SYNCS: Test = Magic(&[b"ID3", b"\xff\xf2", b"\xff\xf3", b"\xff\xfa", b"\xff\xfb"]);

/// The kind whose score needs the tail of the file.
const TAIL_KIND: &str = "APEv2File";

const fn kind(name: &'static str, rows: &'static [(i64, Test)]) -> Kind {
    Kind { name, easy_name: name, rows }
}

const fn easy(name: &'static str, easy_name: &'static str, rows: &'static [(i64, Test)]) -> Kind {
    Kind { name, easy_name, rows }
}

/// Every kind.
pub static KINDS: [Kind; 24] = [
    easy(
        "MP3",
        "EasyMP3",
        &[(2, MPEG_SYNCS), (1, Extension(&[b".mp3", b".mp2", b".mpg", b".mpeg"]))],
    ),
    easy(
        "TrueAudio",
        "EasyTrueAudio",
        &[(1, ID3), (1, Magic(&[b"TTA"])), (2, Extension(&[b".tta"]))],
    ),
    kind("OggTheora", &[(2, Ogg(b"\x80theora")), (2, Ogg(b"\x81theora"))]),
    kind("OggSpeex", &[(1, Ogg(b"Speex   "))]),
    kind("OggVorbis", &[(1, Ogg(b"\x01vorbis"))]),
    kind("OggFLAC", &[(1, Ogg(b"FLAC")), (1, Ogg(b"fLaC"))]),
    kind("FLAC", &[(1, Magic(&[b"fLaC"])), (3, Extension(&[b".flac"]))]),
    kind("AIFF", &[(2, Magic(&[b"FORM"])), (1, Extension(&[b".aif", b".aiff", b".aifc"]))]),
    kind(TAIL_KIND, &[(1, Tail(b"APETAGEX")), (-1, ID3)]),
    easy("MP4", "EasyMP4", &[(1, Contains(b"ftyp")), (1, Contains(b"mp4"))]),
    easy("ID3FileType", "EasyID3FileType", &[(1, ID3)]),
    kind("WavPack", &[(2, Magic(&[b"wvpk"]))]),
    kind("Musepack", &[(1, Magic(&[b"MP+", b"MPCK"])), (1, Extension(&[b".mpc"]))]),
    kind("MonkeysAudio", &[(1, Magic(&[b"MAC "])), (1, Extension(&[b".ape"]))]),
    kind("OptimFROG", &[(1, Magic(&[b"OFR"])), (1, Extension(&[b".ofr", b".ofs"]))]),
    kind("ASF", &[(2, Magic(&[ASF_HEADER]))]),
    kind("OggOpus", &[(1, Ogg(b"OpusHead"))]),
    kind("AAC", &[(1, Extension(&[b".aac", b".adts", b".adif"])), (1, Contains(b"ADIF"))]),
    kind("AC3", &[(2, Magic(&[b"\x0b\x77"])), (1, LowerExtension(&[b".ac3", b".eac3"]))]),
    kind("SMF", &[(1, MagicAndExtension(b"MThd", &[b".mid", b".midi"]))]),
    kind("TAK", &[(1, Magic(&[b"tBaK"])), (1, Extension(&[b".tak"]))]),
    kind("DSF", &[(2, Magic(&[b"DSD "])), (1, Extension(&[b".dsf"]))]),
    kind("DSDIFF", &[(2, Magic(&[b"FRM8"])), (1, LowerExtension(&[b".dff"]))]),
    kind(
        "WAVE",
        &[(1, Magic(&[b"RIFF"])), (1, At(8, b"WAVE")), (1, Extension(&[b".wav", b".wave"]))],
    ),
];

/// The parts of a file that the tests look at.
#[derive(Clone, Copy, Debug)]
struct Seen<'a> {
    name: &'a [u8],
    header: &'a [u8],
    tail: &'a [u8],
}

impl Test {
    fn passes(&self, seen: Seen<'_>) -> bool {
        let Seen { name, header, tail } = seen;
        match self {
            Magic(any) => any.iter().any(|magic| header.starts_with(magic)),
            At(position, bytes) => {
                header.get(*position..).is_some_and(|rest| rest.starts_with(bytes))
            }
            Contains(bytes) => contains(header, bytes),
            Ogg(marker) => header.starts_with(b"OggS") && contains(header, marker),
            Extension(any) => any.iter().any(|end| ends_in_any_case(name, end)),
            LowerExtension(any) => any.iter().any(|end| name.ends_with(end)),
            MagicAndExtension(magic, any) => {
                header.starts_with(magic) && any.iter().any(|end| ends_in_any_case(name, end))
            }
            Tail(bytes) => contains(tail, bytes),
        }
    }
}

fn contains(data: &[u8], bytes: &[u8]) -> bool {
    // For so little data, cheaper than to prepare a search.
    let Some(&first) = bytes.first() else { return true };
    memchr_iter(first, data)
        .filter_map(|start| data.get(start..))
        .any(|rest| rest.starts_with(bytes))
}

fn ends_in_any_case(name: &[u8], end: &[u8]) -> bool {
    let start = name.len().checked_sub(end.len());
    start.and_then(|start| name.get(start..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
}

impl Kind {
    fn score(&self, seen: Seen<'_>) -> i64 {
        self.rows.iter().map(|(points, test)| if test.passes(seen) { *points } else { 0 }).sum()
    }

    /// The name of the class, or of the easy one.
    pub const fn class_name(&self, easy: bool) -> &'static str {
        if easy { self.easy_name } else { self.name }
    }
}

/// How likely a file is of the kind with that class name: the higher the more, not if below 1.
/// `None` if there is no such kind.
pub fn score(kind: &str, name: &[u8], header: &[u8], tail: &[u8]) -> Option<i64> {
    let kind = KINDS.iter().find(|row| row.name == kind)?;
    Some(kind.score(Seen { name, header, tail }))
}

/// The likeliest of all kinds; `None` if no kind is likely.
///
/// `read_tail` gives the end of the file; it is called only if that can make a difference, and
/// may give nothing if it cannot be read.
pub fn best<T: AsRef<[u8]>>(
    easy: bool,
    name: &[u8],
    header: &[u8],
    read_tail: impl FnOnce() -> Option<T>,
) -> Option<&'static Kind> {
    let rank = |kind: &Kind, seen| (kind.score(seen), kind.class_name(easy));
    let seen = Seen { name, header, tail: &[] };
    let (_, likeliest) =
        KINDS.iter().map(|kind| (rank(kind, seen), kind)).max_by_key(|row| row.0)?;
    let at_its_best = (1, TAIL_KIND);
    if at_its_best > rank(likeliest, seen)
        && let Some(tail) = read_tail()
        && let Some(kind) = KINDS.iter().find(|kind| kind.name == TAIL_KIND)
        && kind.score(Seen { tail: tail.as_ref(), ..seen }) > 0
    {
        return Some(kind);
    }
    (likeliest.score(seen) > 0).then_some(likeliest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn best_name(easy: bool, name: &[u8], header: &[u8], tail: &[u8]) -> Option<&'static str> {
        best(easy, name, header, || Some(tail)).map(|kind| kind.class_name(easy))
    }

    #[test]
    fn usual_files() {
        let name = |name: &[u8], header: &[u8]| best_name(false, name, header, b"");
        assert_eq!(name(b"a.mp3", b"ID3\x04"), Some("MP3"));
        assert_eq!(name(b"a", b"ID3\x04"), Some("MP3"));
        assert_eq!(name(b"a.TTA", b"ID3\x04"), Some("TrueAudio"));
        assert_eq!(name(b"a.flac", b"ID3\x04"), Some("FLAC"));
        assert_eq!(name(b"", b"fLaC"), Some("FLAC"));
        assert_eq!(name(b"a.ogg", b"OggS\0\x01vorbis"), Some("OggVorbis"));
        assert_eq!(name(b"a.ogg", b"\x01vorbis"), None);
        assert_eq!(name(b"a.m4a", b"\0\0\0\x20ftypM4A "), Some("MP4"));
        assert_eq!(name(b"a.wav", b"RIFF....WAVE"), Some("WAVE"));
        assert_eq!(name(b"a.mid", b"MThd"), Some("SMF"));
        assert_eq!(name(b"a", b"MThd"), None);
        assert_eq!(name(b"a.txt", b"Dear"), None);
        assert_eq!(name(b"", b""), None);
    }

    #[test]
    fn scores() {
        assert_eq!(score("MP3", b"A.MP3", b"\xff\xfb", b""), Some(3));
        assert_eq!(score("OggTheora", b"", b"OggS\x80theora\x81theora", b""), Some(4));
        assert_eq!(score("APEv2File", b"", b"ID3", b"APETAGEX"), Some(0));
        assert_eq!(score("APEv2File", b"", b"ID3", b""), Some(-1));
        assert_eq!(score("AC3", b"a.AC3", b"\x0b\x77", b""), Some(2));
        assert_eq!(score("AC3", b"a.eac3", b"", b""), Some(1));
        assert_eq!(score("WAVE", b"", b"RIFF\0\0\0\0WAV", b""), Some(1));
        assert_eq!(score("M4A", b"", b"", b""), None);
    }

    #[test]
    fn equal_scores_go_to_the_last_name() {
        // MP3 1 and WAVE 1
        assert_eq!(best_name(false, b"a.mp3", b"RIFF", b""), Some("WAVE"));
        // AAC 1, APEv2File 1, MP3 1: the easy name of MP3 comes before that of the others
        assert_eq!(best_name(false, b"a.mp3", b"ADIF", b"APETAGEX"), Some("MP3"));
        assert_eq!(best_name(true, b"a.aac", b"", b"APETAGEX"), Some("APEv2File"));
        assert_eq!(best_name(true, b"a.mp3", b"FORM", b""), Some("AIFF"));
        assert_eq!(best_name(true, b"a.mp3", b"ADIF", b""), Some("EasyMP3"));
    }

    #[test]
    fn the_tail_is_read_only_if_it_can_decide() {
        let read = |name: &[u8], header: &[u8]| {
            let mut read = false;
            best(false, name, header, || {
                read = true;
                Some(b"")
            });
            read
        };
        assert!(!read(b"a.mp3", b"ID3"));
        assert!(!read(b"a.ogg", b"OggS\x01vorbis"));
        assert!(read(b"a.aac", b""));
        assert!(read(b"a", b""));
    }

    proptest! {
        /// The same as the maximum over all scores and names.
        #[test]
        fn best_is_the_maximum(
            name in prop::sample::select(vec![
                &b"a.mp3"[..], b"A.AAC", b"x.wav", b"x.ac3", b"x.tak", b"x.mid", b"",
            ]),
            magic in prop::sample::select(vec![
                &b"ID3"[..], b"RIFF", b"OggSFLAC", b"FORM", b"MAC ADIF", b"MThd", b"ftyp", b"",
            ]),
            tail in prop::sample::select(vec![&b"APETAGEX"[..], b""]),
            easy: bool,
        ) {
            let ranks = KINDS.iter().map(|kind| {
                (score(kind.name, name, magic, tail).unwrap_or(i64::MIN), kind.class_name(easy))
            });
            let expected = ranks.max().filter(|best| best.0 > 0).map(|best| best.1);
            prop_assert_eq!(best_name(easy, name, magic, tail), expected);
        }
    }
}
