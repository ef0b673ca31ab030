//! The stream of an `OptimFROG` file, since version 4.5 (losslessaudio.org, where the format is not
//! described; the fields are those that mutagen knows).

use crate::bytes::Cursor;
use crate::error::{Error, Format, Result};
use crate::source::{Loader, Walk};
use std::fmt;

const MAGIC: &[u8; 4] = b"OFR ";

/// Bytes that a file has at least.
const LEN: usize = 76;

/// Sizes of the main block, which the header tells: the old one, and the least that has a version.
const OLD_SIZE: u32 = 12;
const VERSION_SIZE: u32 = 15;

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OptimFrogInfo {
    pub channels: u16,
    /// In Hz.
    pub sample_rate: u32,
    /// Nothing if the type of the samples is unknown.
    pub bits_per_sample: Option<u8>,
    /// In seconds.
    pub length: f64,
    pub encoder: Option<EncoderVersion>,
}

/// The version of an encoder, in thousandths; from 4.500 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncoderVersion(u16);

impl EncoderVersion {
    const fn from_id(id: u16) -> Self {
        Self((id >> 4) + 4500)
    }
}

impl fmt::Display for EncoderVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

/// Bits of a sample by its type: integers, signed and unsigned.
pub const SAMPLE_TYPE_BITS: [u8; 8] = [8, 8, 16, 16, 24, 24, 32, 32];

/// Reads the facts of the stream that begins at `start`.
///
/// # Errors
/// Malformed if none begins there, or one older than version 4.5; whatever reading reports.
pub fn read(loader: &mut Loader<'_>, start: u64) -> Result<OptimFrogInfo> {
    let bytes: Option<[u8; LEN]> =
        Walk::new(loader, start).array().map_err(|cause| Error::io(Format::OptimFrog, cause))?;
    bytes
        .as_ref()
        .and_then(|bytes| parse(bytes))
        .ok_or_else(|| Error::malformed(Format::OptimFrog, "not an OptimFROG file"))
}

#[allow(clippy::cast_precision_loss)] // 48 bits fit
fn parse(bytes: &[u8]) -> Option<OptimFrogInfo> {
    let mut cursor = Cursor::new(bytes.strip_prefix(MAGIC)?);
    let size = cursor.u32_le()?;
    if size != OLD_SIZE && size < VERSION_SIZE {
        return None;
    }
    let (low, high) = (cursor.u32_le()?, cursor.u16_le()?);
    let samples = u64::from(high) << 32 | u64::from(low);
    let bits_per_sample = SAMPLE_TYPE_BITS.get(usize::from(cursor.u8()?)).copied();
    let channels = u16::from(cursor.u8()?) + 1;
    let sample_rate = cursor.u32_le()?;
    let encoder = EncoderVersion::from_id(cursor.u16_le()?);
    let length = if sample_rate == 0 {
        0.0
    } else {
        samples as f64 / (f64::from(channels) * f64::from(sample_rate))
    };
    let encoder = (size >= VERSION_SIZE).then_some(encoder);
    Some(OptimFrogInfo { channels, sample_rate, bits_per_sample, length, encoder })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn info(file: &[u8]) -> Result<OptimFrogInfo> {
        read(&mut Loader::new(&mut MemorySource(file)), 0)
    }

    fn header(size: u8, sample_type: u8, rate: u32) -> Vec<u8> {
        let head = [MAGIC.as_slice(), &[size, 0, 0, 0], &176_400u32.to_le_bytes()].concat();
        let mut bytes = [&head[..], &[0, 0, sample_type, 1], &rate.to_le_bytes()].concat();
        bytes.extend(9600u16.to_le_bytes());
        bytes.resize(LEN, 0);
        bytes
    }

    #[test]
    fn headers() -> Result<()> {
        let stream = info(&header(15, 3, 44_100))?;
        assert_eq!((stream.channels, stream.sample_rate), (2, 44_100));
        assert_eq!(stream.bits_per_sample, Some(16));
        assert!((stream.length - 2.0).abs() < 1e-9);
        assert_eq!(stream.encoder.map(|encoder| encoder.to_string()).as_deref(), Some("5.100"));
        assert_eq!(info(&header(12, 9, 0))?.encoder, None);
        assert_eq!(info(&header(12, 9, 0))?.bits_per_sample, None);
        assert_eq!(info(&header(12, 9, 0))?.length.to_bits(), 0);
        for size in [11, 13, 14] {
            assert!(info(&header(size, 3, 44_100)).is_err());
        }
        assert!(info(&header(15, 3, 44_100)[..75]).is_err());
        Ok(())
    }

    proptest! {
        #[test]
        fn any_bytes(file in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = info(&[MAGIC.as_slice(), &file].concat());
        }
    }
}
