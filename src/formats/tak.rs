//! The stream of a TAK file, Tom's lossless Audio Kompressor (thbeck.de; the widths of the fields
//! are those that `FFmpeg` has in `tak.h`).
//!
//! A file begins with a list of *metadata objects*: a type, a size and data that end in a
//! checksum of three bytes. Within them numbers are packed bit by bit, from the lowest bit of a
//! byte on.

use crate::error::{Error, Format, Result};
use crate::source::{Loader, Walk};
use std::fmt;
use std::io;

const MAGIC: [u8; 4] = *b"tBaK";

/// Types of metadata objects.
const END: u8 = 0;
const STREAM_INFO: u8 = 1;
const ENCODER_INFO: u8 = 4;

/// Bytes of the stream info that are read, and sizes of its object: with the checksum, and at
/// most with what speakers the channels are for.
const STREAM_INFO_LEN: usize = 10;
const STREAM_INFO_SIZES: std::ops::RangeInclusive<u64> = 11..=23;

const MIN_SAMPLE_RATE: u32 = 6000;
const MIN_SAMPLE_BITS: u8 = 8;
const MIN_CHANNELS: u8 = 1;

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TakInfo {
    pub number_of_samples: u64,
    /// In Hz.
    pub sample_rate: u32,
    pub bits_per_sample: u8,
    pub channels: u8,
    pub encoder: Option<EncoderVersion>,
}

impl TakInfo {
    /// In seconds.
    #[allow(clippy::cast_precision_loss)] // 35 bits fit
    pub fn length(&self) -> f64 {
        self.number_of_samples as f64 / f64::from(self.sample_rate)
    }

    fn parse(bytes: [u8; STREAM_INFO_LEN]) -> Self {
        // Ten bits for the encoder, four for the length of a frame.
        let mut bits = Bits::new(bytes, 14);
        let number_of_samples = bits.take(35);
        bits.take(3); // type of the data
        Self {
            number_of_samples,
            sample_rate: bits.take(18) as u32 + MIN_SAMPLE_RATE,
            bits_per_sample: bits.take(5) as u8 + MIN_SAMPLE_BITS,
            channels: bits.take(4) as u8 + MIN_CHANNELS,
            encoder: None,
        }
    }
}

/// The bits of a stream info, the first one lowest.
struct Bits(u128);

impl Bits {
    fn new(bytes: [u8; STREAM_INFO_LEN], skip: u32) -> Self {
        Self(bytes.iter().rfold(0, |bits, &byte| bits << 8 | u128::from(byte)) >> skip)
    }

    /// The next bits, at most 64.
    const fn take(&mut self, count: u32) -> u64 {
        let taken = self.0 & ((1 << count) - 1);
        self.0 >>= count;
        taken as u64
    }
}

/// The version of an encoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncoderVersion {
    major: u8,
    minor: u8,
    patch: u8,
}

impl fmt::Display for EncoderVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TAK {}.{}.{}", self.major, self.minor, self.patch)
    }
}

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::Tak, reason)
}

fn required<T>(read: io::Result<Option<T>>, missing: &'static str) -> Result<T> {
    read.map_err(|cause| Error::io(Format::Tak, cause))?.ok_or_else(|| malformed(missing))
}

/// Reads the facts of the stream that begins at `start`.
///
/// # Errors
/// Malformed if none begins there, if the list of metadata does not end, or if it has no stream
/// info; whatever reading reports.
pub fn read(loader: &mut Loader<'_>, start: u64) -> Result<TakInfo> {
    let mut walk = Walk::new(loader, start);
    if required(walk.array(), "not a TAK file")? != MAGIC {
        return Err(malformed("not a TAK file"));
    }
    let mut stream = None;
    let mut encoder = None;
    loop {
        let [kind, size @ ..]: [u8; 4] = required(walk.array(), "metadata have no end")?;
        let [low, middle, high] = size.map(u64::from);
        let size = high << 16 | middle << 8 | low;
        let end = walk.position().saturating_add(size);
        match kind & 0x7f {
            END => break,
            STREAM_INFO => {
                if !STREAM_INFO_SIZES.contains(&size) {
                    return Err(malformed("stream info has an impossible size"));
                }
                stream = Some(TakInfo::parse(required(walk.array(), "stream info is cut off")?));
            }
            ENCODER_INFO => {
                let [patch, minor, major] = required(walk.array(), "encoder info is cut off")?;
                encoder = Some(EncoderVersion { major, minor, patch });
            }
            _ => {}
        }
        walk.go_to(end);
    }
    stream
        .map(|stream| TakInfo { encoder, ..stream })
        .ok_or_else(|| malformed("there is no stream info"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn info(file: &[u8]) -> Result<TakInfo> {
        read(&mut Loader::new(&mut MemorySource(file)), 0)
    }

    fn object(kind: u8, data: &[u8]) -> Vec<u8> {
        let size = (data.len() as u32 + 3).to_le_bytes();
        [&[kind], &size[..3], data, b"crc"].concat()
    }

    /// Two seconds of 44.1 kHz, 16 bits, in stereo.
    fn stream_info() -> Vec<u8> {
        let bits = 88_200u128 << 14 | 38_100 << 52 | 8 << 70 | 1 << 75;
        object(STREAM_INFO, &bits.to_le_bytes()[..STREAM_INFO_LEN])
    }

    #[test]
    fn objects_in_any_order() -> Result<()> {
        let encoder = object(ENCODER_INFO, &[1, 3, 2]);
        let other = object(0x83, &[9; 3000]);
        let end = object(END, &[]);
        let stream = info(&[&MAGIC[..], &encoder, &other, &stream_info(), &end].concat())?;
        assert_eq!((stream.sample_rate, stream.bits_per_sample, stream.channels), (44_100, 16, 2));
        assert!((stream.length() - 2.0).abs() < 1e-9);
        let encoder = stream.encoder.map(|encoder| encoder.to_string());
        assert_eq!(encoder.as_deref(), Some("TAK 2.3.1"));
        assert!(info(&[&MAGIC[..], &other, &end].concat()).is_err());
        assert!(info(&[&MAGIC[..], &stream_info()].concat()).is_err());
        Ok(())
    }

    #[test]
    fn empty_objects_end() {
        let empty = [&MAGIC[..], &[7, 0, 0, 0].repeat(10_000)].concat();
        assert!(info(&empty).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes(
            file in prop::collection::vec(prop_oneof![any::<u8>(), 0u8..5], 0..100),
        ) {
            let _ = info(&[&MAGIC[..], &file].concat());
        }
    }
}
