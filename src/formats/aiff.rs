//! AIFF and AIFF-C: facts about the stream from the `COMM` chunk (AIFF 1.3, section "The Common
//! Chunk"), and where the ID3 tag is.

use crate::bytes::Cursor;
use crate::error::{Error, Format, Kind, Result};
use crate::formats::iff::plan::TagChunk;
use crate::formats::iff::walk::{Walker, required};
use crate::formats::iff::{Chunk, Dialect};
use crate::source::Loader;

/// The chunk of the ID3 tag.
pub const TAG: TagChunk =
    TagChunk { dialect: Dialect::Iff, check: None, names: &[b"ID3"], new: *b"ID3 " };

/// Length in bytes of the fields of the `COMM` chunk that are read.
const COMM_LEN: usize = 18;

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AiffInfo {
    pub channels: i16,
    pub frames: u32,
    pub bits_per_sample: i16,
    /// In Hz, without a fraction; may be as large as a float gets.
    pub sample_rate: f64,
}

impl AiffInfo {
    /// In seconds; nothing without a sample rate.
    pub fn length(&self) -> Option<f64> {
        (self.sample_rate != 0.0).then(|| f64::from(self.frames) / self.sample_rate)
    }

    fn parse(data: [u8; COMM_LEN]) -> Option<Self> {
        let mut cursor = Cursor::new(&data);
        let channels = cursor.i16_be()?;
        let frames = cursor.u32_be()?;
        let bits_per_sample = cursor.i16_be()?;
        let sample_rate = extended(cursor.array()?)?.trunc();
        let usable = sample_rate.is_finite() && sample_rate >= 0.0;
        // Not minus zero.
        let sample_rate = sample_rate.abs();
        usable.then_some(Self { channels, frames, bits_per_sample, sample_rate })
    }
}

/// A power of two; nothing if it is too large.
fn power_of_two(exponent: i32) -> Option<f64> {
    let bits = match exponent {
        1024.. => return None,
        -1022.. => u64::from((exponent + 1023).cast_unsigned()) << 52,
        -1074.. => 1 << (exponent + 1074),
        _ => 0,
    };
    Some(f64::from_bits(bits))
}

/// Reads a floating-point number of 80 bits (IEEE 754 extended precision). Nothing for infinity,
/// for what is no number, and for what is too large.
pub fn extended(data: [u8; 10]) -> Option<f64> {
    let mut cursor = Cursor::new(&data);
    let head = cursor.u16_be()?;
    let mantissa = cursor.u64_be()?;
    let exponent = i32::from(head & 0x7fff);
    if exponent == 0x7fff {
        return None;
    }
    if exponent == 0 && mantissa == 0 {
        return Some(0.0);
    }
    // As exact as mutagen, which multiplies two floats.
    #[allow(clippy::cast_precision_loss)]
    let value = mantissa as f64 * power_of_two(exponent - 16383 - 63)?;
    Some(if head & 0x8000 == 0 { value } else { -value })
}

/// What opening a file tells.
#[derive(Debug)]
pub struct Aiff {
    /// Offset of the ID3 tag.
    pub tag: Option<u64>,
    pub info: Result<AiffInfo>,
}

/// Finds the tag and reads the stream info of a file.
///
/// # Errors
/// Those of reading the chunks.
pub fn open(loader: &mut Loader<'_>) -> Result<Aiff> {
    let mut walker = Walker::new(loader, Dialect::Iff);
    let root = walker.root()?;
    let [tag, comm] = walker.find(&root, [TAG.names, &[b"COMM"]])?;
    Ok(Aiff { tag: tag.map(|tag| tag.data), info: info(&mut walker, comm) })
}

fn info(walker: &mut Walker<'_, '_>, comm: Option<Chunk>) -> Result<AiffInfo> {
    let malformed = |reason| Error::malformed(Format::Aiff, reason);
    let comm = required(comm, Format::Aiff, "no COMM chunk")?;
    let data = walker.data(&comm).map_err(|error| match error.kind {
        Kind::Item => malformed("the COMM chunk is too short"),
        _ => error,
    })?;
    AiffInfo::parse(data).ok_or_else(|| malformed("invalid sample rate"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::iff::samples;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn chunk(id: &str, data: &[u8]) -> Vec<u8> {
        samples::chunk(Dialect::Iff, id, data)
    }

    fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
        samples::file(Dialect::Iff, "AIFF", chunks)
    }

    #[test]
    fn sample_rates() {
        let rate = |head: u16, mantissa: u64| {
            let bytes = [&head.to_be_bytes()[..], &mantissa.to_be_bytes()].concat();
            extended(bytes.try_into().expect("ten bytes"))
        };
        assert_eq!(rate(0x400b, 0xfa00 << 48), Some(8000.0));
        assert_eq!(rate(0xc00b, 0xfa00 << 48), Some(-8000.0));
        assert_eq!(rate(0x7fff, 0), None);
        assert_eq!(rate(0x7a00, 0xfa << 32), None);
        assert_eq!(rate(0, 0), Some(0.0));
        assert_eq!(rate(0, 1), Some(0.0));
        assert_eq!(rate(0x4000 + 1022, u64::MAX), Some(f64::INFINITY));
        assert_eq!(rate(16383 + 63 - 1074, 1), Some(f64::from_bits(1)));
        assert_eq!(rate(16383 + 63 - 1022, 1), Some(f64::MIN_POSITIVE));
    }

    #[test]
    fn tag_and_info() {
        let comm = b"\0\x02\0\0\x1f\x40\0\x10\x40\x0b\xfa\0\0\0\0\0\0\0";
        let data = file(&[chunk("COMM", comm), chunk("SSND", b"odd"), chunk("ID3 ", b"tag")]);
        let opened = open(&mut Loader::new(&mut MemorySource(&data))).expect("chunks");
        let info = opened.info.expect("COMM");
        assert_eq!((info.channels, info.frames, info.bits_per_sample), (2, 8000, 16));
        assert_eq!(info.length(), Some(1.0));
        assert_eq!(opened.tag, Some(data.len() as u64 - 4));
        let opened = open(&mut Loader::new(&mut MemorySource(&file(&[])))).expect("chunks");
        assert!(opened.tag.is_none() && opened.info.is_err());
    }

    proptest! {
        #[test]
        fn any_bytes(data in prop::collection::vec(any::<u8>(), 0..200), cut in 0usize..60) {
            let mut file = file(&[chunk("COMM", &data), chunk("ID3 ", &data)]);
            file.truncate(file.len() - cut.min(file.len()));
            let _ = open(&mut Loader::new(&mut MemorySource(&file)));
            let _ = open(&mut Loader::new(&mut MemorySource(&data)));
        }
    }
}
