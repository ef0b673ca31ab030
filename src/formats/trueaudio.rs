//! True Audio (TTA) streams: facts from the header (True Audio Codec Software, "TTA1 format").
//!
//! The header is the start of the file, or follows an `ID3v2` tag there.

use crate::bytes::Cursor;
use crate::error::{Error, Format, Kind, Result};
use crate::source::Loader;

/// What the header starts with, before the number of the version.
const MAGIC: &[u8] = b"TTA";

/// Where the sample rate stands: behind version, coding, channels and bits of a sample.
const SAMPLE_RATE_AT: usize = 10;

/// Bytes of the header that are read.
pub const HEADER_LEN: usize = 18;

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrueAudioInfo {
    /// In Hz.
    pub sample_rate: u32,
    /// In seconds; zero without a sample rate.
    pub length: f64,
}

/// Reads the facts about the stream that begins at `offset`.
///
/// # Errors
/// No header if no stream begins there; input/output.
pub fn read(loader: &mut Loader<'_>, offset: u64) -> Result<TrueAudioInfo> {
    let header =
        loader.window(offset, HEADER_LEN).map_err(|cause| Error::io(Format::TrueAudio, cause))?;
    parse(header)
        .ok_or_else(|| Error::new(Format::TrueAudio, Kind::NoHeader, "TTA header not found"))
}

fn parse(header: &[u8]) -> Option<TrueAudioInfo> {
    if !header.starts_with(MAGIC) {
        return None;
    }
    let mut cursor = Cursor::new(header);
    cursor.take(SAMPLE_RATE_AT)?;
    let sample_rate = cursor.u32_le()?;
    let samples = cursor.u32_le()?;
    let seconds = || f64::from(samples) / f64::from(sample_rate);
    Some(TrueAudioInfo { sample_rate, length: if sample_rate == 0 { 0.0 } else { seconds() } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    #[test]
    fn headers() {
        let header = b"TTA1\x01\0\x02\0\x10\0\x40\x1f\0\0\x80\x3e\0\0";
        let seconds = |header: &[u8]| parse(header).map(|info| (info.sample_rate, info.length));
        assert_eq!(seconds(header), Some((8000, 2.0)));
        assert_eq!(seconds(&header[..17]), None);
        assert_eq!(seconds(b"TTB1\x01\0\x02\0\x10\0\x40\x1f\0\0\x80\x3e\0\0"), None);
        assert_eq!(seconds(b"TTA  \0AD\xa0\0\0\0\0\0\0\0\xfe3"), Some((0, 0.0)));
        let file = [b"tag", &header[..]].concat();
        let at = |offset| read(&mut Loader::new(&mut MemorySource(&file)), offset).is_ok();
        assert!(at(3) && !at(0) && !at(u64::MAX));
    }

    proptest! {
        #[test]
        fn any_bytes(data in prop::collection::vec(any::<u8>(), 0..30)) {
            let _ = parse(&[MAGIC, &data].concat());
            let _ = parse(&data);
        }
    }
}
