//! ADTS: finding the stream, and an estimate from its first frames (13818-7, 6.2).

use super::{float, malformed, sample_rate, window};
use crate::error::Result;
use crate::limits::HEAD_WINDOW;
use crate::source::Loader;
use memchr::memchr;

/// Bytes searched for the first frame of a stream.
const SEARCH: usize = 512;

/// Bytes searched for the next frame behind one.
const RESYNC: usize = 10;

/// Places that are tried as the start of the stream.
const TRIES: usize = 10;

/// Frames that are read.
const FRAMES: u32 = 100;

/// Frames in a row that make a stream.
const ENOUGH_FRAMES: u32 = 3;

/// Length of a frame's header in bytes, without a checksum.
const HEADER_LEN: u32 = 7;

/// Samples of each of the blocks in a frame.
const BLOCK_SAMPLES: u32 = 1024;

/// Bytes that can be of any use: those of the longest frames, from the last place tried.
const MAX_WINDOW: usize = TRIES * (SEARCH + 2) + FRAMES as usize * (0x1fff + RESYNC);

/// How much larger each window is than the one before, if that was too small: the second holds
/// a hundred frames of 200 kbit/s.
const GROWTH: usize = 8;

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdtsInfo {
    /// In Hz; zero if the index has no meaning.
    pub sample_rate: u32,
    /// Zero if unknown.
    pub channels: u32,
    /// Of the coded data without the headers, in bits per second; a whole number.
    pub bitrate: f64,
    /// In seconds, estimated from the size of the file.
    pub length: f64,
}

/// The fields of a frame's header that matter.
#[derive(Clone, Copy, Debug)]
struct Header(u64);

impl Header {
    fn parse(data: &[u8]) -> Option<Self> {
        let bytes = data.first_chunk::<{ HEADER_LEN as usize }>()?;
        Some(Self(bytes.iter().fold(0, |bits, &byte| bits << 8 | u64::from(byte))))
    }

    const fn field(self, shift: u32, width: u32) -> u32 {
        (self.0 >> shift) as u32 & ((1 << width) - 1)
    }

    /// What all frames of a stream have in common: all fields from `ID` to `home`.
    const fn fixed(self) -> u32 {
        self.field(28, 16)
    }

    const fn rate_index(self) -> u32 {
        self.field(34, 4)
    }

    /// Zero if a program config element in the stream would tell.
    const fn channels(self) -> u32 {
        match self.field(30, 3) {
            7 => 8,
            configuration => configuration,
        }
    }

    /// Length of the frame with its header.
    const fn frame_len(self) -> u32 {
        self.field(13, 13)
    }

    const fn blocks(self) -> u32 {
        self.field(0, 2) + 1
    }

    /// Bytes of checksums.
    const fn checksums(self) -> u32 {
        let has_checksum = self.field(40, 1) == 0;
        match (has_checksum, self.blocks()) {
            (false, _) => 0,
            (true, 1) => 2,
            (true, blocks) => 4 * blocks,
        }
    }
}

/// The window does not reach far enough.
#[derive(Debug)]
struct MoreNeeded;

/// The part of the file that was read so far.
#[derive(Clone, Copy)]
struct View<'a> {
    data: &'a [u8],
    /// Whether nothing of use lies behind it.
    complete: bool,
}

impl<'a> View<'a> {
    /// The `len` bytes from `position`; fewer where the file ends.
    fn at(self, position: usize, len: usize) -> std::result::Result<&'a [u8], MoreNeeded> {
        let rest = self.data.get(position..).unwrap_or_default();
        match rest.get(..len) {
            Some(bytes) => Ok(bytes),
            None if self.complete => Ok(rest),
            None => Err(MoreNeeded),
        }
    }

    /// Where the next sync word begins, of those that begin within `len` bytes of `position`.
    fn sync(self, position: usize, len: usize) -> std::result::Result<Option<usize>, MoreNeeded> {
        // The second half of a word may lie one byte behind.
        let bytes = self.at(position, len + 1)?;
        let mut skip = 0;
        while let Some(found) =
            bytes.get(skip..len.min(bytes.len())).and_then(|rest| memchr(0xff, rest))
        {
            let Some(next) = bytes.get(skip + found + 1) else { return Ok(None) };
            if next & 0xf0 == 0xf0 {
                return Ok(Some(position + skip + found));
            }
            // A pair that is no sync word is passed over as a whole.
            skip += found + 2;
        }
        Ok(None)
    }

    fn header(self, position: usize) -> std::result::Result<Option<Header>, MoreNeeded> {
        Ok(Header::parse(self.at(position, HEADER_LEN as usize)?))
    }
}

/// Frames that belong together.
#[derive(Clone, Copy, Debug)]
struct Stream {
    header: Header,
    frames: u32,
    samples: u32,
    /// Bytes of coded data. Negative if frames are shorter than their checksums.
    payload: i64,
    /// Bytes of the frames, and of what lies before and between them.
    size: u64,
}

impl Stream {
    /// Reads frames from the one at `first` on; the search for it began at `start`.
    fn read(
        view: View<'_>,
        start: usize,
        first: usize,
    ) -> std::result::Result<Option<Self>, MoreNeeded> {
        let Some(header) = view.header(first)? else { return Ok(None) };
        let mut stream = Self { header, frames: 0, samples: 0, payload: 0, size: 0 };
        let mut position = first;
        while let Some(header) = view.header(position)? {
            let len = header.frame_len();
            if header.fixed() != stream.header.fixed() || len < HEADER_LEN {
                break;
            }
            position += len as usize;
            stream.frames += 1;
            stream.samples += header.blocks() * BLOCK_SAMPLES;
            stream.payload += i64::from(len - HEADER_LEN) - i64::from(header.checksums());
            stream.size = (position - start) as u64;
            if stream.frames == FRAMES {
                break;
            }
            let Some(next) = view.sync(position, RESYNC)? else { break };
            position = next;
        }
        Ok(Some(stream))
    }

    fn info(&self, bytes: i64) -> AdtsInfo {
        let sample_rate = sample_rate(self.header.rate_index()).unwrap_or_default();
        let bits = 8.0 * float(self.payload) * f64::from(sample_rate);
        let samples = i64::from(self.samples);
        let length = if sample_rate == 0 {
            0.0
        } else {
            float(samples.saturating_mul(bytes))
                / (float(self.size.cast_signed()) * f64::from(sample_rate))
        };
        AdtsInfo {
            sample_rate,
            channels: self.header.channels(),
            bitrate: (bits / float(samples)).floor(),
            length,
        }
    }
}

/// The stream, and the position its size is counted from.
fn find(view: View<'_>) -> std::result::Result<Result<(Stream, usize)>, MoreNeeded> {
    let mut start = 0;
    for _ in 0..TRIES {
        let Some(first) = view.sync(start, SEARCH)? else {
            return Ok(Err(malformed("sync not found")));
        };
        let stream = Stream::read(view, start, first)?;
        let skipped = first - start;
        start = first + 1;
        if let Some(stream) = stream.filter(|stream| stream.frames >= ENOUGH_FRAMES) {
            // mutagen adds what was skipped a second time.
            return Ok(Ok((stream, start + skipped)));
        }
    }
    Ok(Err(malformed("no valid stream found")))
}

/// Reads the facts about the stream that is searched from `offset` on.
///
/// # Errors
/// Malformed if there is no stream; input/output.
pub fn read(loader: &mut Loader<'_>, offset: u64) -> Result<AdtsInfo> {
    let file_len = loader.file_len();
    let mut len = HEAD_WINDOW;
    loop {
        let data = window(loader, offset, len)?;
        let complete = data.len() < len || len >= MAX_WINDOW;
        match find(View { data, complete }) {
            Ok(found) => {
                let (stream, start) = found?;
                let start = offset.saturating_add(start as u64).cast_signed();
                return Ok(stream.info(file_len.cast_signed().saturating_sub(start)));
            }
            Err(MoreNeeded) => len = (len * GROWTH).min(MAX_WINDOW),
        }
    }
}

#[cfg(test)]
pub(in crate::formats::aac) mod tests {
    use super::*;
    use crate::source::MemorySource;

    /// Frames of 44.1 kHz and two channels, without checksums, with that many bytes of data.
    pub(in crate::formats::aac) fn frames(count: usize, data_len: usize) -> Vec<u8> {
        let len = data_len + HEADER_LEN as usize;
        let mut frame = vec![0xff, 0xf1, 0x50, 0x80 | (len >> 11) as u8, (len >> 3) as u8];
        frame.extend([(len << 5) as u8 | 0x1f, 0xfc]);
        frame.resize(len, 0);
        frame.repeat(count)
    }

    fn info(file: &[u8]) -> Option<AdtsInfo> {
        read(&mut Loader::new(&mut MemorySource(file)), 0).ok()
    }

    /// Of frames with that many bytes of data.
    fn bitrate(data_len: u32) -> f64 {
        (f64::from(8 * data_len) * 44_100.0 / 1024.0).floor()
    }

    #[test]
    fn three_frames_make_a_stream() {
        let found = info(&frames(3, 93)).expect("a stream");
        assert_eq!((found.sample_rate, found.channels), (44_100, 2));
        assert_eq!(Some(found.bitrate), Some(bitrate(93)));
        // One byte too few: the search goes on behind the first byte.
        assert_eq!(Some(found.length), Some(3072.0 * 299.0 / (300.0 * 44_100.0)));
        assert_eq!(info(&frames(2, 93)), None);
        // The last frame may be cut short, but for its header.
        assert!(info(&frames(3, 93)[..207]).is_some());
        assert!(info(&frames(3, 93)[..206]).is_none());
    }

    #[test]
    fn behind_rubbish() {
        let stream = frames(5, 10);
        let behind = |rubbish: &[u8]| info(&[rubbish, &stream].concat()).is_some();
        assert!(behind(&[0; 511]) && !behind(&[0; 512]));
        assert!(behind(&[0xff, 0, 0xff, 1]) && behind(&[0xff, 0xf0].repeat(4)));
        assert!(!behind(&[0xff, 0xf0].repeat(10)));
    }

    #[test]
    fn between_rubbish() {
        let gap = |len| [frames(1, 10), vec![1; len]].concat().repeat(3);
        assert!(info(&gap(9)).is_some());
        assert!(info(&gap(10)).is_none());
    }

    #[test]
    fn a_window_that_is_too_small_makes_no_difference() {
        let whole = frames(200, 3000);
        let found = info(&whole).expect("a stream");
        assert_eq!(Some(found.bitrate), Some(bitrate(3000)));
        assert!(info(&[frames(1, 8184), frames(2, 20)].concat()).is_some());
    }

    #[test]
    fn more_than_a_hundred_frames_are_not_read() {
        let mut file = frames(100, 20);
        let found = info(&file).expect("a stream");
        file.extend(frames(100, 200));
        let longer = info(&file).expect("a stream");
        assert_eq!(Some(found.bitrate), Some(longer.bitrate));
        assert!(longer.length > found.length);
    }
}
