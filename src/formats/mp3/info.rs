//! Finding the first frame of a stream behind tags and rubbish.

use super::frame::{FrameHeader, MAX_FRAME_LEN};
use super::stream::{Frame, SPAN, float};
use crate::bytes::ints::synchsafe;
use crate::error::{Error, Format, Kind, Result};
use crate::limits::{HEAD_WINDOW, MPEG_CANDIDATES, MPEG_SEARCH, MPEG_TAGS};
use crate::source::Loader;
use memchr::memchr;

/// Frames in a row that leave no doubt.
const ENOUGH_FRAMES: usize = 4;

/// Frames in a row that will do if there is nothing better.
const MIN_FRAMES: usize = 2;

/// Bytes asked for behind a tag: [`ENOUGH_FRAMES`] of most streams.
const WINDOW: usize = 4096;

/// Bytes that can be of any use: a row of the longest frames at the very end of the search.
const MAX_WINDOW: usize = MPEG_SEARCH + ENOUGH_FRAMES * MAX_FRAME_LEN + SPAN;

/// Length of the header of an ID3v2 tag in bytes.
const ID3_HEADER_LEN: usize = 10;

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MpegInfo {
    /// The frame taken for the first.
    pub frame: Frame,
    /// Whether the file may well be something else than MPEG audio.
    pub sketchy: bool,
    /// In seconds; estimated from the size of the file if no VBR header tells.
    pub length: f64,
}

/// Reads the facts about the stream that begins at `offset`, by default at the start of the
/// file, behind any ID3v2 tags.
///
/// # Errors
/// No header if there is no stream; limit for absurdly many tags; input/output.
pub fn read(loader: &mut Loader<'_>, offset: Option<u64>) -> Result<MpegInfo> {
    let start = skip_tags(loader, offset.unwrap_or_default())?;
    let (frame, sketchy) = find_frame(loader, start)?;
    let length = frame.length.unwrap_or_else(|| {
        let bytes = loader.file_len().saturating_sub(frame.offset);
        float(bytes.saturating_mul(8)) / float(frame.bitrate)
    });
    Ok(MpegInfo { frame, sketchy, length })
}

/// Reads the frame at `offset`; not a search.
///
/// # Errors
/// No header if no frame begins there; input/output.
pub fn read_frame(loader: &mut Loader<'_>, offset: u64) -> Result<Frame> {
    let file_len = loader.file_len();
    let data = window(loader, offset, SPAN)?;
    Frame::parse(data, offset, file_len)
        .ok_or_else(|| Error::new(Format::Mp3, Kind::NoHeader, "not an MPEG frame"))
}

fn window<'l>(loader: &'l mut Loader<'_>, offset: u64, len: usize) -> Result<&'l [u8]> {
    loader.window(offset, len).map_err(|cause| Error::io(Format::Mp3, cause))
}

/// How much to ask for first at `start`: what a reader of tags has loaded already.
fn first_window(start: u64) -> usize {
    let loaded = usize::try_from(start).ok().and_then(|start| HEAD_WINDOW.checked_sub(start));
    loaded.unwrap_or_default().max(WINDOW)
}

/// Length of the ID3v2 tag that `data` begins with; `None` if there is none, or an empty one.
pub fn tag_len(data: &[u8]) -> Option<usize> {
    let &[b'I', b'D', b'3', _, _, _, s0, s1, s2, s3] = data.first_chunk::<ID3_HEADER_LEN>()? else {
        return None;
    };
    let len = synchsafe([s0, s1, s2, s3]) as usize;
    (len > 0).then_some(ID3_HEADER_LEN + len)
}

/// Where the tags end; some programs put one before the other.
fn skip_tags(loader: &mut Loader<'_>, mut offset: u64) -> Result<u64> {
    for _ in 0..MPEG_TAGS {
        let data = window(loader, offset, first_window(offset))?;
        let Some(len) = tag_len(data) else { return Ok(offset) };
        offset = offset.saturating_add(len as u64);
    }
    Err(Error::new(Format::Mp3, Kind::Limit, "too many ID3 tags before the audio"))
}

/// The first frame from `start` on, and whether it is doubtful.
fn find_frame(loader: &mut Loader<'_>, start: u64) -> Result<(Frame, bool)> {
    let file_len = loader.file_len();
    let mut search = Search { position: 0, candidates: 1, fallback: None };
    let mut len = first_window(start);
    loop {
        let data = window(loader, start, len)?;
        let complete = data.len() < len || len >= MAX_WINDOW;
        let view = View { data, start, file_len, complete };
        match search.advance(view) {
            Ok(Some(frame)) => return Ok((frame, false)),
            Ok(None) => break,
            Err(MoreNeeded) => len = (len * 4).min(MAX_WINDOW),
        }
    }
    let fallback = search.fallback.map(|frame| (frame, true));
    fallback.ok_or_else(|| Error::new(Format::Mp3, Kind::NoHeader, "can't sync to MPEG frame"))
}

/// The window does not reach far enough.
#[derive(Debug)]
struct MoreNeeded;

/// The part of the file that was read so far.
#[derive(Clone, Copy)]
struct View<'a> {
    data: &'a [u8],
    start: u64,
    file_len: u64,
    /// Whether nothing of use lies behind `data`.
    complete: bool,
}

impl View<'_> {
    /// The frame at `position` of the view.
    fn frame(self, position: usize) -> std::result::Result<Option<Frame>, MoreNeeded> {
        let data = self.data.get(position..).unwrap_or_default();
        if data.len() < SPAN && !self.complete {
            let doubtful =
                data.first_chunk().is_none_or(|&head| FrameHeader::parse(head).is_some());
            return if doubtful { Err(MoreNeeded) } else { Ok(None) };
        }
        let offset = self.start.saturating_add(position as u64);
        Ok(Frame::parse(data, offset, self.file_len))
    }
}

/// A search that can be taken up again with a larger view.
struct Search {
    /// Where in the view to go on.
    position: usize,
    /// How many candidates there were, with the next one.
    candidates: usize,
    /// The start of the first row of at least [`MIN_FRAMES`].
    fallback: Option<Frame>,
}

impl Search {
    /// Tries the candidates of a view. `None` if none of them is certain and no more will come.
    fn advance(&mut self, view: View<'_>) -> std::result::Result<Option<Frame>, MoreNeeded> {
        let area = view.data.get(..MPEG_SEARCH).unwrap_or(view.data);
        while let Some(found) = find_sync(area, self.position) {
            if self.candidates >= MPEG_CANDIDATES {
                return Ok(None);
            }
            self.position = found;
            if let Some(frame) = self.try_row(view, found)? {
                return Ok(Some(frame));
            }
            self.candidates += 1;
            self.position = found + 1;
        }
        if view.complete || area.len() < view.data.len() {
            return Ok(None);
        }
        // The last byte may be the first half of a sync.
        self.position = area.len().saturating_sub(1).max(self.position);
        Err(MoreNeeded)
    }

    /// Follows the row of frames that begins at `position`. Gives a frame that is certain.
    fn try_row(
        &mut self,
        view: View<'_>,
        mut position: usize,
    ) -> std::result::Result<Option<Frame>, MoreNeeded> {
        let mut first = None;
        let mut count = 0;
        while count < ENOUGH_FRAMES {
            let Some(frame) = view.frame(position)? else { break };
            if !frame.sketchy {
                return Ok(Some(frame));
            }
            count += 1;
            position += frame.header.frame_len();
            first.get_or_insert(frame);
        }
        if count >= ENOUGH_FRAMES {
            return Ok(first);
        }
        if count >= MIN_FRAMES && self.fallback.is_none() {
            self.fallback = first;
        }
        Ok(None)
    }
}

/// Where a sync begins, from `position` of `data` on: a byte of ones and three bits more.
pub fn find_sync(data: &[u8], mut position: usize) -> Option<usize> {
    loop {
        let found = position + memchr(0xff, data.get(position..)?)?;
        if data.get(found + 1)? & 0xe0 == 0xe0 {
            return Some(found);
        }
        position = found + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{MemorySource, Source};
    use proptest::prelude::*;
    use std::io;

    /// Version 1, layer 3, 128 kbit/s, 44.1 kHz.
    const HEADER: [u8; 4] = [0xff, 0xfb, 0x90, 0x64];
    const FRAME_LEN: usize = 417;

    fn frames(count: usize) -> Vec<u8> {
        let mut frame = HEADER.to_vec();
        frame.resize(FRAME_LEN, 0);
        frame.repeat(count)
    }

    fn tag(len: u8) -> Vec<u8> {
        let mut tag = b"ID3\x04\0\0\0\0\0".to_vec();
        tag.push(len);
        tag.resize(tag.len() + usize::from(len), 0);
        tag
    }

    fn info(file: &[u8]) -> Result<MpegInfo> {
        read(&mut Loader::new(&mut MemorySource(file)), None)
    }

    /// Offset and sketchiness.
    fn found(file: &[u8]) -> Option<(u64, bool)> {
        info(file).ok().map(|info| (info.frame.offset, info.sketchy))
    }

    #[test]
    fn four_frames_are_enough() {
        assert_eq!(found(&frames(4)), Some((0, false)));
        assert_eq!(found(&frames(3)), Some((0, true)));
        assert_eq!(found(&frames(2)), Some((0, true)));
        assert_eq!(found(&frames(1)), None);
        assert_eq!(found(b""), None);
        let estimate = info(&frames(4)).map(|info| info.length).ok();
        assert_eq!(estimate, Some(8.0 * 4.0 * 417.0 / 128_000.0));
    }

    #[test]
    fn behind_tags_and_rubbish() {
        let file = [tag(100), tag(3), frames(5)].concat();
        assert_eq!(found(&file), Some((123, false)));
        let from = |offset| read(&mut Loader::new(&mut MemorySource(&file)), Some(offset));
        assert_eq!(from(110).map(|info| info.frame.offset).ok(), Some(123));
        assert_eq!(from(124).map(|info| info.frame.offset).ok(), Some(123 + 417));
        assert!(from(u64::MAX).is_err());
        assert_eq!(found(&[b"\xff\xff\xfb\xff".as_slice(), &frames(5)].concat()), Some((4, false)));
    }

    #[test]
    fn a_later_row_of_four_beats_an_earlier_one_of_two() {
        let file = [frames(2), vec![0; 300_000], frames(4)].concat();
        assert_eq!(found(&file), Some((300_834, false)));
        let file = [frames(2), vec![0; 300_000], frames(3)].concat();
        assert_eq!(found(&file), Some((0, true)));
    }

    #[test]
    fn one_frame_with_a_vbr_header_is_enough() {
        let mut file = HEADER.to_vec();
        file.resize(36, 0);
        file.extend(b"Xing\0\0\0\x01\0\0\0\x0a");
        let found = info(&file).map(|info| (info.sketchy, info.length)).ok();
        assert_eq!(found, Some((false, 11520.0 / 44100.0)));
    }

    #[test]
    fn the_search_ends() {
        let at = |position: usize| found(&[vec![0; position], frames(4)].concat());
        let last = MPEG_SEARCH - 2;
        assert_eq!(at(last), Some((last as u64, false)));
        assert_eq!(at(last + 1).map(|(offset, _)| offset), None);
        // A candidate takes two bytes; the last of them is not tried.
        let after =
            |candidates: usize| found(&[b"\xff\xe0".repeat(candidates), frames(4)].concat());
        assert_eq!(after(MPEG_CANDIDATES - 2), Some((2996, false)));
        assert_eq!(after(MPEG_CANDIDATES - 1), None);
        let kind = info(&tag(1).repeat(MPEG_TAGS)).map_err(|error| error.kind);
        assert!(matches!(kind, Err(Kind::Limit)));
    }

    /// Counts how often and how much is read.
    struct Counting<'a>(&'a [u8], Vec<usize>);

    impl Source for Counting<'_> {
        fn len(&self) -> u64 {
            self.0.len() as u64
        }

        fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
            self.1.push(len);
            MemorySource(self.0).read_at(offset, len, into)
        }
    }

    #[test]
    fn few_reads() {
        let reads = |file: &[u8], known: usize| {
            let mut source = Counting(file, Vec::new());
            let mut loader = Loader::new(&mut source);
            loader.window(0, known).expect("no fault");
            let _info = read(&mut loader, None);
            source.1
        };
        // What the reader of tags has loaded is enough.
        assert_eq!(reads(&frames(100), HEAD_WINDOW), [HEAD_WINDOW]);
        let file = [tag(100), frames(100)].concat();
        assert_eq!(reads(&file, HEAD_WINDOW), [HEAD_WINDOW]);
        let file = [b"ID3\x03\0\0\0\x01\x20\0".to_vec(), vec![0; 20480], frames(100)].concat();
        assert_eq!(reads(&file, 20490 + WINDOW), [20490 + WINDOW]);
        // Of a file that is no audio, each byte is read once.
        let long = vec![0; 3_000_000];
        let lens = reads(&long, HEAD_WINDOW);
        assert!(lens.len() <= 5 && lens.iter().sum::<usize>() <= MAX_WINDOW, "{lens:?}");
    }

    proptest! {
        /// Pieces of streams among rubbish: the search over growing windows finds what the
        /// search over the whole file finds, and never panics.
        #[test]
        fn windows_do_not_matter(
            pieces in prop::collection::vec(
                prop_oneof![
                    (1usize..4).prop_map(frames),
                    prop::collection::vec(any::<u8>(), 0..900),
                    (0usize..9000).prop_map(|len| vec![0xff; len]),
                    (0usize..20_000).prop_map(|len| vec![0; len]),
                    Just(tag(40)),
                ],
                0..8,
            ),
        ) {
            let file = pieces.concat();
            let found = info(&file).ok();
            let mut source = MemorySource(&file);
            let mut loader = Loader::new(&mut source);
            prop_assert!(loader.window(0, file.len()).is_ok());
            let start = skip_tags(&mut loader, 0).unwrap_or(0);
            let data = file.get(start as usize..).unwrap_or_default();
            let view = View { data, start, file_len: file.len() as u64, complete: true };
            let mut search = Search { position: 0, candidates: 1, fallback: None };
            let whole = search.advance(view).ok().flatten().map(|frame| (frame, false));
            let whole = whole.or(search.fallback.map(|frame| (frame, true)));
            prop_assert_eq!(found.map(|info| (info.frame, info.sketchy)), whole);
        }

        #[test]
        fn arbitrary_bytes(file in prop::collection::vec(any::<u8>(), 0..3000), offset: u64) {
            let mut source = MemorySource(&file);
            let mut loader = Loader::new(&mut source);
            let _ = read_frame(&mut loader, offset % 4000);
            if let Ok(info) = read(&mut loader, Some(offset % 4000)) {
                prop_assert!(info.length >= 0.0 && info.length.is_finite());
            }
        }

        #[test]
        fn syncs(data in prop::collection::vec(prop_oneof![Just(0xff), any::<u8>()], 0..60)) {
            let all: Vec<_> = std::iter::successors(find_sync(&data, 0), |&last| {
                find_sync(&data, last + 1)
            })
            .collect();
            let naive: Vec<_> = (1..data.len())
                .filter(|&index| data[index - 1] == 0xff && data[index] >= 0xe0)
                .map(|index| index - 1)
                .collect();
            prop_assert_eq!(all, naive);
        }
    }
}
