//! The stream of a `WavPack` file ("`WavPack` 4 & 5 Binary File / Block Format", wavpack.com).
//!
//! A file is a row of *blocks*, each with a *header* of the same form. The header of the first
//! one tells how many *samples* the file has, unless the encoder could not go back to write it.

use crate::bytes::Cursor;
use crate::error::{Error, Format, Result};
use crate::source::{Loader, Walk};
use std::io;

/// What every block begins with.
const MAGIC: &[u8; 4] = b"wvpk";

/// Length of a block's header in bytes.
pub const HEADER_LEN: usize = 32;

/// How much of a block its size does not count: the magic bytes and the size.
const UNCOUNTED: u64 = 8;

/// Flags: two bits for the bytes of a sample, less one; one channel; samples of one bit.
const BYTES_PER_SAMPLE: u32 = 3;
const MONO: u32 = 1 << 2;
const DSD: u32 = 1 << 31;

/// Where the index into [`RATES`] begins in the flags; it has four bits.
const RATE_SHIFT: u32 = 23;

/// Sample rates by their index. The last index stands for a rate that is told elsewhere.
pub const RATES: [u32; 15] = [
    6000, 8000, 9600, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000,
    88_200, 96_000, 192_000,
];

/// The rate of a DSD stream counts bytes, and is to be multiplied by a power of two that stands
/// with the audio. This is the one of DSD64; others are rare.
const DSD_FACTOR: u32 = 4;

/// What the header of a block says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockHeader {
    /// Bytes of the block, without the first eight.
    pub block_size: u32,
    pub version: u16,
    pub track_no: u8,
    pub index_no: u8,
    /// Samples of the file, if the encoder knew.
    pub total_samples: Option<u32>,
    /// Number of the block's first sample.
    pub block_index: u32,
    pub block_samples: u32,
    pub flags: u32,
    pub crc: u32,
}

impl BlockHeader {
    /// Parses a header; nothing if it is none.
    pub fn parse(header: &[u8; HEADER_LEN]) -> Option<Self> {
        let mut cursor = Cursor::new(header.strip_prefix(MAGIC)?);
        Some(Self {
            block_size: cursor.u32_le()?,
            version: cursor.u16_le()?,
            track_no: cursor.u8()?,
            index_no: cursor.u8()?,
            total_samples: cursor
                .u32_le()
                .map(|samples| Some(samples).filter(|&n| n != u32::MAX))?,
            block_index: cursor.u32_le()?,
            block_samples: cursor.u32_le()?,
            flags: cursor.u32_le()?,
            crc: cursor.u32_le()?,
        })
    }
}

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WavPackInfo {
    pub version: u16,
    pub is_mono: bool,
    /// In Hz.
    pub sample_rate: u32,
    pub bits_per_sample: u32,
    /// In seconds.
    pub length: f64,
}

fn io_error(cause: io::Error) -> Error {
    Error::io(Format::WavPack, cause)
}

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::WavPack, reason)
}

/// Reads the header of the block at `start`.
///
/// # Errors
/// Malformed if there is none; whatever reading reports.
pub fn read_header(loader: &mut Loader<'_>, start: u64) -> Result<BlockHeader> {
    next_header(&mut Walk::new(loader, start))?.ok_or_else(|| malformed("not a WavPack block"))
}

fn next_header(walk: &mut Walk<'_, '_>) -> Result<Option<BlockHeader>> {
    Ok(walk.array().map_err(io_error)?.as_ref().and_then(BlockHeader::parse))
}

/// Reads the facts of the stream that begins at `start`.
///
/// # Errors
/// Malformed if no block is there, or one whose rate is told elsewhere; whatever reading reports.
#[allow(clippy::cast_precision_loss)] // a file of 2^53 samples would take five thousand years
pub fn read(loader: &mut Loader<'_>, start: u64) -> Result<WavPackInfo> {
    let mut walk = Walk::new(loader, start);
    let first = next_header(&mut walk)?.ok_or_else(|| malformed("not a WavPack file"))?;
    let rate = RATES.get((first.flags >> RATE_SHIFT & 0xf) as usize);
    let mut sample_rate = *rate.ok_or_else(|| malformed("sample rate is not in the header"))?;
    let mut bits_per_sample = ((first.flags & BYTES_PER_SAMPLE) + 1) * 8;
    if first.flags & DSD != 0 {
        sample_rate *= DSD_FACTOR;
        bits_per_sample = 1;
    }
    let samples = match first.total_samples {
        Some(samples) if first.block_index == 0 => u64::from(samples),
        _ => count_samples(&mut walk, start, &first)?,
    };
    Ok(WavPackInfo {
        version: first.version,
        is_mono: first.flags & MONO != 0,
        sample_rate,
        bits_per_sample,
        length: samples as f64 / f64::from(sample_rate),
    })
}

/// The samples of all blocks, from one to the next as far as they follow each other.
fn count_samples(walk: &mut Walk<'_, '_>, start: u64, first: &BlockHeader) -> Result<u64> {
    let mut samples = u64::from(first.block_samples);
    let mut position = start;
    let mut size = first.block_size;
    loop {
        position = position.saturating_add(UNCOUNTED + u64::from(size));
        walk.go_to(position);
        let Some(block) = next_header(walk)? else { return Ok(samples) };
        samples += u64::from(block.block_samples);
        size = block.block_size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    /// A block of 44.1 kHz in stereo, with 16 bits.
    fn block(total: u32, index: u32, samples: u32, flags: u32, content: usize) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend((24 + content as u32).to_le_bytes());
        bytes.extend([0x10, 4, 0, 0]);
        for number in [total, index, samples, flags | 1 | 9 << RATE_SHIFT, 0] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.resize(HEADER_LEN + content, 0);
        bytes
    }

    fn info(file: &[u8]) -> Result<WavPackInfo> {
        read(&mut Loader::new(&mut MemorySource(file)), 0)
    }

    #[test]
    fn the_first_header_tells() -> Result<()> {
        let stream = info(&block(88_200, 0, 100, 0, 10))?;
        assert_eq!(
            (stream.version, stream.sample_rate, stream.bits_per_sample),
            (0x410, 44_100, 16)
        );
        assert!(!stream.is_mono);
        assert!((stream.length - 2.0).abs() < 1e-9);
        let dsd = info(&block(352_800, 0, 100, DSD | MONO, 10))?;
        assert_eq!((dsd.sample_rate, dsd.bits_per_sample, dsd.is_mono), (176_400, 1, true));
        assert!((dsd.length - 2.0).abs() < 1e-9);
        Ok(())
    }

    #[test]
    fn blocks_are_counted() -> Result<()> {
        let blocks = [
            block(u32::MAX, 0, 22_050, 0, 5000),
            block(u32::MAX, 22_050, 22_050, 0, 0),
            block(u32::MAX, 44_100, 44_100, 0, 3),
        ];
        let file = [&blocks.concat()[..], b"APETAGEX and more"].concat();
        assert!((info(&file)?.length - 2.0).abs() < 1e-9);
        // A part of a stream: its first block is not that of sample zero.
        let part = [block(999_999, 44_100, 44_100, 0, 7), blocks[2].clone()].concat();
        assert!((info(&part)?.length - 2.0).abs() < 1e-9);
        Ok(())
    }

    #[test]
    fn blocks_that_claim_to_be_empty_end() -> Result<()> {
        let mut empty = block(u32::MAX, 0, 44_100, 0, 0);
        empty.splice(4..8, [0; 4]);
        assert!((info(&empty.repeat(3))?.length - 1.0).abs() < 1e-9);
        let overlapping = [MAGIC.as_slice(), &[0; 4]].concat().repeat(1000);
        assert!(info(&overlapping).is_ok());
        Ok(())
    }

    #[test]
    fn other_files_and_rates() {
        assert!(info(b"").is_err());
        assert!(info(&block(1, 0, 1, 0, 0)[..31]).is_err());
        assert!(info(&block(1, 0, 1, 0xf << RATE_SHIFT, 0)).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes(file in prop::collection::vec(any::<u8>(), 0..100), start in 0u64..100) {
            let file = [MAGIC.as_slice(), &file].concat();
            let _ = info(&file);
            let _ = read(&mut Loader::new(&mut MemorySource(&file)), start);
        }
    }
}
