//! ADIF: one header for the whole stream (13818-7, 6.1 and 8.5).

use super::{float, malformed, sample_rate};
use crate::bytes::Bits;
use crate::error::Result;

/// What the file starts with.
pub const MAGIC: &[u8] = b"ADIF";

/// More bytes than a header can have: sixteen program config elements of at most 305 bytes.
pub const MAX_LEN: usize = 5 * 1024;

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdifInfo {
    /// In Hz; nothing if the index has no meaning.
    pub sample_rate: Option<u32>,
    pub channels: u32,
    /// In bits per second; the peak rate of a stream of variable bitrate, zero if unknown.
    pub bitrate: u32,
    /// In seconds, if the bitrate is known. Negative for a file that ends within the comment of
    /// the last program.
    pub length: Option<f64>,
}

/// What a program consists of (13818-7, 8.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramConfig {
    pub instance_tag: u32,
    pub object_type: u32,
    /// Index of the sampling rate.
    pub rate_index: u32,
    pub channels: u32,
}

impl ProgramConfig {
    /// Reads an element; nothing if it is cut short. The comment at its end may be.
    pub fn read(bits: &mut Bits<'_>) -> Option<Self> {
        let instance_tag = bits.take(4)?;
        let object_type = bits.take(2)?;
        let rate_index = bits.take(4)?;
        let mut elements = 0;
        for _front_side_back in 0..3 {
            elements += bits.take(4)?;
        }
        let low_frequency = bits.take(2)?;
        let associated_data = bits.take(3)?;
        let coupling = bits.take(4)?;
        for mixdown_len in [4, 4, 3] {
            if bits.flag()? {
                bits.skip(mixdown_len)?;
            }
        }
        let mut channels = low_frequency;
        for _ in 0..elements {
            let is_pair = bits.flag()?;
            channels += if is_pair { 2 } else { 1 };
            bits.skip(4)?;
        }
        bits.skip(4 * low_frequency)?;
        bits.skip(4 * associated_data)?;
        bits.skip(5 * coupling)?;
        bits.align();
        let comment_len = bits.take(8)?;
        bits.skip(8 * comment_len)?;
        Some(Self { instance_tag, object_type, rate_index, channels })
    }
}

/// Reads the header behind the magic bytes, of a file that has `left` bytes behind them.
///
/// # Errors
/// Malformed if the header is cut short.
pub fn read(header: &[u8], left: u64) -> Result<AdifInfo> {
    let mut bits = Bits::new(header);
    let (bitrate, program) =
        parse(&mut bits).ok_or_else(|| malformed("the ADIF header is cut short"))?;
    let data_len = left.cast_signed().saturating_sub((bits.position() / 8).cast_signed());
    Ok(AdifInfo {
        sample_rate: sample_rate(program.rate_index),
        channels: program.channels,
        bitrate,
        length: (bitrate != 0).then(|| 8.0 * float(data_len) / f64::from(bitrate)),
    })
}

/// The bitrate and the first program.
fn parse(bits: &mut Bits<'_>) -> Option<(u32, ProgramConfig)> {
    if bits.flag()? {
        bits.skip(72)?; // identification of a copyright
    }
    bits.skip(2)?; // original, home
    let variable = bits.flag()?;
    let bitrate = bits.take(23)?;
    let more_programs = bits.take(4)?;
    if !variable {
        bits.skip(20)?; // fullness of the buffer
    }
    let first = ProgramConfig::read(bits)?;
    for _ in 0..more_programs {
        ProgramConfig::read(bits)?;
    }
    bits.align();
    Some((bitrate, first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Numbers as bits, each with its width.
    fn bits(fields: &[(u32, u32)]) -> Vec<u8> {
        let mut all: Vec<bool> = fields
            .iter()
            .flat_map(|&(n, width)| (0..width).rev().map(move |b| n >> b & 1 == 1))
            .collect();
        all.resize(all.len().next_multiple_of(8), false);
        all.chunks(8).map(|byte| byte.iter().fold(0, |n, &bit| n << 1 | u8::from(bit))).collect()
    }

    /// Constant bitrate of 1000, one program of a channel, a pair and a low frequency channel.
    fn header() -> Vec<u8> {
        let fields = [
            (0, 4),
            (1000, 23),
            (0, 4),
            (0, 20),
            (3, 4),
            (1, 2),
            (4, 4),
            (1, 4),
            (0, 4),
            (1, 4),
            (1, 2),
            (0, 3),
            (0, 4),
            (0, 3),
            (0, 1),
            (0, 4),
            (1, 1),
            (1, 4),
            (2, 4),
        ];
        let mut header = bits(&fields);
        header.extend([2, b'h', b'i']);
        header
    }

    #[test]
    fn a_header() {
        let header = header();
        let info = read(&header, header.len() as u64 + 500);
        let expected =
            AdifInfo { sample_rate: Some(44_100), channels: 4, bitrate: 1000, length: Some(4.0) };
        assert_eq!(info.ok(), Some(expected));
        let program = ProgramConfig { instance_tag: 3, object_type: 1, rate_index: 4, channels: 4 };
        assert_eq!(parse(&mut Bits::new(&header)), Some((1000, program)));
    }

    #[test]
    fn only_the_last_comment_may_be_cut_short() {
        let header = header();
        let cut = |len: usize| read(&header[..len], len as u64).ok().and_then(|info| info.length);
        assert_eq!(cut(header.len() - 1), Some(-0.008));
        assert_eq!(cut(header.len() - 2), Some(-0.016));
        assert_eq!(cut(header.len() - 3), None);
    }

    proptest! {
        #[test]
        fn no_header_is_longer(mut data in prop::collection::vec(any::<u8>(), 0..64), ones: bool) {
            data.resize(2 * MAX_LEN, if ones { 0xff } else { 0xfe });
            let mut bits = Bits::new(&data);
            if parse(&mut bits).is_some() {
                prop_assert!(bits.position() / 8 <= (MAX_LEN - MAGIC.len()) as u64);
            }
        }
    }
}
