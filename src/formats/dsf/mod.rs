//! DSF files (DSF File Format Specification 1.01): facts about the stream, and an `ID3` tag.
//!
//! Four parts follow each other: the *DSD chunk* with the size of the file and a *pointer* to the
//! tag, the *format chunk*, the *data chunk* with the audio, and the tag, if there is one. Numbers
//! are little-endian.

pub mod chunk;
pub mod plan;

pub use chunk::{DataChunk, DsdChunk, FormatChunk};

use crate::error::{Error, Format, Result};
use crate::formats::id3::v1;
use crate::limits::REST_WINDOW;
use crate::source::Loader;
use std::io;

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::Dsf, reason)
}

fn io_error(cause: io::Error) -> Error {
    Error::io(Format::Dsf, cause)
}

/// Facts about the stream: the format chunk, whose place is fixed.
pub type DsfInfo = FormatChunk;

/// What opening a file tells.
#[derive(Debug)]
pub struct Dsf {
    /// Offset of the tag; it may well point to something else.
    pub tag: Option<u64>,
    pub info: Result<DsfInfo>,
}

/// Reads the headers of all chunks, and loads the tag.
///
/// # Errors
/// Malformed if there is no DSD chunk; input/output.
pub fn open(loader: &mut Loader<'_>) -> Result<Dsf> {
    let (dsd, info) = headers(loader)?;
    let tag = (dsd.tag != 0).then_some(dsd.tag);
    if let Some(tag) = tag {
        // The end of the file, where an ID3v1 tag may be, belongs to the same window.
        let file_len = loader.file_len();
        let start = tag.min(file_len.saturating_sub(v1::TAIL_LEN as u64));
        let len = usize::try_from(file_len - start).unwrap_or(usize::MAX);
        loader.window(start, len.min(REST_WINDOW)).map_err(io_error)?;
    }
    Ok(Dsf { tag, info })
}

/// The first chunk, and the facts in the others.
fn headers(loader: &mut Loader<'_>) -> Result<(DsdChunk, Result<DsfInfo>)> {
    const LEN: usize = DsdChunk::LEN + FormatChunk::LEN + DataChunk::LEN;
    let head = loader.window(0, LEN).map_err(io_error)?;
    let rest = head.get(DsdChunk::LEN..).unwrap_or_default();
    let data = rest.get(FormatChunk::LEN..).unwrap_or_default();
    let info = FormatChunk::parse(rest).and_then(|info| DataChunk::parse(data).map(|_| info));
    Ok((DsdChunk::parse(head)?, info))
}

#[cfg(test)]
pub(in crate::formats::dsf) mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    /// A file with that audio and tag.
    pub(in crate::formats::dsf) fn file(audio: &[u8], tag: &[u8]) -> Vec<u8> {
        let tag_at = 92 + audio.len() as u64;
        let dsd = DsdChunk {
            total_size: tag_at + tag.len() as u64,
            tag: if tag.is_empty() { 0 } else { tag_at },
        };
        let numbers = |numbers: &[u32]| -> Vec<u8> {
            numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
        };
        let format = numbers(&[52, 0, 1, 0, 2, 2, 2_822_400, 1, 5_644_800, 0, 4096, 0]);
        let data = numbers(&[12 + audio.len() as u32, 0]);
        [&dsd.render()[..], b"fmt ", &format, b"data", &data, audio, tag].concat()
    }

    fn opened(file: &[u8]) -> Result<Dsf> {
        open(&mut Loader::new(&mut MemorySource(file)))
    }

    #[test]
    fn pointer_and_info() {
        let opened = |file: &[u8]| opened(file).ok().map(|dsf| (dsf.tag, dsf.info.ok()));
        let (tag, info) = opened(&file(b"audio", b"ID3")).expect("a file");
        assert_eq!(tag, Some(97));
        let info = info.expect("a format chunk");
        assert_eq!((info.channels, info.sample_rate, info.samples), (2, 2_822_400, 5_644_800));
        let file = file(b"audio", b"");
        assert!(matches!(opened(&file), Some((None, Some(_)))));
        assert!(matches!(opened(&file[..91]), Some((None, None))));
        assert!(opened(&file[..27]).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes(
            place in 0usize..92,
            bytes in prop::collection::vec(any::<u8>(), 0..20),
            cut in 0usize..120,
        ) {
            let mut file = file(b"audio", b"ID3\x04\0\0\0\0\0\x00");
            for (slot, byte) in file.iter_mut().skip(place).zip(bytes) {
                *slot = byte;
            }
            file.truncate(cut);
            let _ = opened(&file);
        }
    }
}
