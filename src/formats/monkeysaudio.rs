//! The stream of a Monkey's Audio file (Monkey's Audio SDK: `APE_DESCRIPTOR`, `APE_HEADER` and
//! `APE_HEADER_OLD`).
//!
//! The audio is cut into *frames* of equal numbers of *blocks*, a block having a sample for each
//! channel; the last frame has fewer. Since version 3.98 a *descriptor* comes before the header
//! that tells so.

use crate::bytes::Cursor;
use crate::error::{Error, Format, Result};
use crate::source::{Loader, Walk};

const MAGIC: &[u8; 4] = b"MAC ";

/// Bytes that are looked at: the descriptor and the header, or the old header and a WAVE header.
const LEN: usize = 76;

/// The first version, in thousandths, whose file has a descriptor.
const DESCRIPTOR_VERSION: u16 = 3980;

/// Length of a usual descriptor.
const DESCRIPTOR_LEN: usize = 52;

/// What the old header has behind it, if the encoder has kept the WAVE header; and where.
const WAVE_FORMAT: &[u8] = b"WAVEfmt";
const WAVE_FORMAT_AT: usize = 48;
const WAVE_BITS_AT: usize = 74;

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonkeysAudioInfo {
    /// Such as 3.99.
    pub version: f64,
    pub channels: u16,
    /// In Hz.
    pub sample_rate: u32,
    /// Zero if unknown.
    pub bits_per_sample: u16,
    /// In seconds.
    pub length: f64,
}

/// What both headers tell.
struct Header {
    blocks_per_frame: u32,
    final_frame_blocks: u32,
    total_frames: u32,
    bits_per_sample: u16,
    channels: u16,
    sample_rate: u32,
}

impl Header {
    /// Since version 3.98.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        cursor.take(DESCRIPTOR_LEN + 4)?; // of the header, level and flags
        Some(Self {
            blocks_per_frame: cursor.u32_le()?,
            final_frame_blocks: cursor.u32_le()?,
            total_frames: cursor.u32_le()?,
            bits_per_sample: cursor.u16_le()?,
            channels: cursor.u16_le()?,
            sample_rate: cursor.u32_le()?,
        })
    }

    /// Before.
    fn parse_old(bytes: &[u8], version: u16) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        cursor.take(MAGIC.len() + 2)?;
        let level = cursor.u16_le()?;
        cursor.take(2)?; // flags
        let (channels, sample_rate) = (cursor.u16_le()?, cursor.u32_le()?);
        cursor.take(8)?; // bytes of the WAVE header and of what followed its data
        let (total_frames, final_frame_blocks) = (cursor.u32_le()?, cursor.u32_le()?);
        let has_format = bytes.get(WAVE_FORMAT_AT..)?.starts_with(WAVE_FORMAT);
        let bits_per_sample = Cursor::new(bytes.get(WAVE_BITS_AT..)?).u16_le()?;
        Some(Self {
            blocks_per_frame: old_blocks_per_frame(version, level),
            final_frame_blocks,
            total_frames,
            bits_per_sample: if has_format { bits_per_sample } else { 0 },
            channels,
            sample_rate,
        })
    }

    /// In seconds.
    #[allow(clippy::cast_precision_loss)] // rounded once, to the nearest
    fn length(&self) -> f64 {
        let Some(full_frames) = self.total_frames.checked_sub(1) else { return 0.0 };
        if self.sample_rate == 0 {
            return 0.0;
        }
        let full_blocks = u64::from(full_frames) * u64::from(self.blocks_per_frame);
        let blocks = full_blocks + u64::from(self.final_frame_blocks);
        blocks as f64 / f64::from(self.sample_rate)
    }
}

/// What the old header leaves to the reader to know, by version and compression level.
const fn old_blocks_per_frame(version: u16, level: u16) -> u32 {
    /// The level "extra high" became what it is in version 3.80.
    const EXTRA_HIGH: u16 = 4;
    match version {
        3950.. => 73_728 * 4,
        3900.. => 73_728,
        3800.. if level == EXTRA_HIGH => 73_728,
        _ => 9216,
    }
}

/// Reads the facts of the stream that begins at `start`.
///
/// # Errors
/// Malformed if none begins there; whatever reading reports.
pub fn read(loader: &mut Loader<'_>, start: u64) -> Result<MonkeysAudioInfo> {
    let bytes: Option<[u8; LEN]> =
        Walk::new(loader, start).array().map_err(|cause| Error::io(Format::MonkeysAudio, cause))?;
    bytes
        .as_ref()
        .and_then(|bytes| parse(bytes))
        .ok_or_else(|| Error::malformed(Format::MonkeysAudio, "not a Monkey's Audio file"))
}

fn parse(bytes: &[u8]) -> Option<MonkeysAudioInfo> {
    let version = Cursor::new(bytes.strip_prefix(MAGIC)?).u16_le()?;
    let header = if version >= DESCRIPTOR_VERSION {
        Header::parse(bytes)?
    } else {
        Header::parse_old(bytes, version)?
    };
    Some(MonkeysAudioInfo {
        version: f64::from(version) / 1000.0,
        channels: header.channels,
        sample_rate: header.sample_rate,
        bits_per_sample: header.bits_per_sample,
        length: header.length(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn info(file: &[u8]) -> Result<MonkeysAudioInfo> {
        read(&mut Loader::new(&mut MemorySource(file)), 0)
    }

    fn header(version: u16, numbers: &[(usize, &[u8])]) -> Vec<u8> {
        let mut bytes = [MAGIC.as_slice(), &version.to_le_bytes()].concat();
        bytes.resize(LEN, 0);
        for (at, number) in numbers {
            bytes.splice(at..&(at + number.len()), number.iter().copied());
        }
        bytes
    }

    #[test]
    fn three_layouts() -> Result<()> {
        let second = 44_100u32.to_le_bytes();
        let new = header(
            3990,
            &[(56, &second), (60, &second), (64, &[2]), (68, &[24]), (70, &[2]), (72, &second)],
        );
        let stream = info(&new)?;
        assert_eq!((stream.bits_per_sample, stream.channels, stream.sample_rate), (24, 2, 44_100));
        assert!((stream.version - 3.99).abs() < 1e-9 && (stream.length - 2.0).abs() < 1e-9);
        let old = |version, level: u8| {
            header(
                version,
                &[
                    (6, &[level]),
                    (10, &[1]),
                    (12, &second),
                    (24, &[2]),
                    (28, &[1]),
                    (48, WAVE_FORMAT),
                    (74, &[16]),
                ],
            )
        };
        for (version, level, blocks) in [
            (3970, 2, 294_912),
            (3949, 2, 73_728),
            (3800, 4, 73_728),
            (3800, 3, 9216),
            (3799, 4, 9216),
        ] {
            let stream = info(&old(version, level))?;
            assert_eq!((stream.bits_per_sample, stream.channels), (16, 1));
            assert!((stream.length * 44_100.0 - f64::from(blocks + 1)).abs() < 1e-6);
        }
        Ok(())
    }

    #[test]
    fn nothing_to_divide_by() -> Result<()> {
        assert_eq!(info(&header(3990, &[(64, &[2])]))?.length.to_bits(), 0);
        assert_eq!(info(&header(3990, &[(72, &[1])]))?.length.to_bits(), 0);
        assert!(info(&header(3990, &[])[..75]).is_err());
        Ok(())
    }

    proptest! {
        #[test]
        fn any_bytes(file in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = info(&[MAGIC.as_slice(), &file].concat());
        }
    }
}
