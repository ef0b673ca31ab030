//! AC-3 and E-AC-3 streams: facts about the stream (ETSI TS 102 366, chapters 4.4 and annex E).
//!
//! A stream is a row of *frames*. The first one is taken for the whole: its header says how the
//! stream is coded, and its bitrate together with the size of the file how long it is.

use crate::bytes::Bits;
use crate::error::{Error, Format, Result};
use crate::source::Loader;

/// The sync word that a frame starts with.
const MAGIC: &[u8] = b"\x0b\x77";

/// Bytes that must be there to tell anything.
const MIN_LEN: usize = 6;

/// More bytes than a header can have.
const MAX_LEN: usize = 256;

/// The highest `bsid` of AC-3; those up to [`MAX_BSID`] are of E-AC-3.
const AC3_MAX_BSID: u8 = 10;
const MAX_BSID: u8 = 16;

/// From this `bsid` on, each step halves sample rate and bitrate.
const FULL_RATE_BSID: u8 = 8;

/// The length of the smallest frame of E-AC-3 that has a header.
const MIN_FRAME_LEN: u32 = 7;

/// Sample rates in Hz by `fscod`.
const SAMPLE_RATES: [u32; 3] = [48_000, 44_100, 32_000];

/// Bitrates in kbit/s by `frmsizecod`, two codes for each.
const BITRATES: [u32; 19] =
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];

/// Channels by `acmod`, without the one of low frequency.
const CHANNELS: [u32; 8] = [2, 1, 2, 3, 3, 4, 4, 5];

/// Blocks of 256 samples in a frame of E-AC-3 by `numblkscod`.
const BLOCKS: [u32; 4] = [1, 2, 3, 6];
const BLOCK_SAMPLES: u32 = 256;
const SIX_BLOCKS: u32 = 3;

/// Values of `acmod` that the header's form depends on.
const DUAL_MONO: u32 = 0;
const STEREO: u32 = 2;
const FIRST_WITH_TWO_SURROUNDS: u32 = 6;

/// Values of `strmtyp`.
const INDEPENDENT: u32 = 0;
const DEPENDENT: u32 = 1;
const CONVERTED: u32 = 2;

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ac3Info {
    /// Whether it is E-AC-3.
    pub enhanced: bool,
    pub channels: u32,
    /// In Hz.
    pub sample_rate: u32,
    /// In bits per second.
    pub bitrate: u32,
    /// In seconds, estimated from the size of the file. Negative for a file that ends within the
    /// additional information of the header.
    pub length: f64,
}

/// What the header of a frame tells.
struct Header {
    sample_rate: u32,
    bitrate: u32,
    mode: u32,
    low_frequency: u32,
}

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::Ac3, reason)
}

fn cut_short() -> Error {
    malformed("the header is cut short")
}

/// Reads the facts about the stream at the start of a file.
///
/// # Errors
/// Malformed if there is no stream, or its header is cut short or has reserved values;
/// input/output.
pub fn read(loader: &mut Loader<'_>) -> Result<Ac3Info> {
    let file_len = loader.file_len();
    let head = loader.window(0, MAX_LEN).map_err(|cause| Error::io(Format::Ac3, cause))?;
    let &[_, _, _, _, _, bsid] =
        head.first_chunk::<MIN_LEN>().ok_or_else(|| malformed("not enough data"))?;
    let header = head.strip_prefix(MAGIC).ok_or_else(|| malformed("not an AC-3 stream"))?;
    let bsid = bsid >> 3;
    if bsid > MAX_BSID {
        return Err(malformed("unknown version of the bit stream"));
    }
    let enhanced = bsid > AC3_MAX_BSID;
    let mut bits = Bits::new(header);
    let header =
        if enhanced { Header::enhanced(&mut bits)? } else { Header::plain(&mut bits, bsid)? };
    let header_len = MAGIC.len() as u64 + bits.position().div_ceil(8);
    let data_len = file_len.cast_signed().saturating_sub(header_len.cast_signed());
    #[allow(clippy::cast_precision_loss)] // exact up to eight petabytes
    let length = 8.0 * data_len as f64 / f64::from(header.bitrate);
    Ok(Ac3Info {
        enhanced,
        channels: CHANNELS.get(header.mode as usize).unwrap_or(&0) + header.low_frequency,
        sample_rate: header.sample_rate,
        bitrate: header.bitrate,
        length,
    })
}

/// The sample rate with that `fscod`.
fn sample_rate(code: u32) -> Result<u32> {
    SAMPLE_RATES.get(code as usize).copied().ok_or_else(|| malformed("reserved sample rate"))
}

impl Header {
    /// `syncinfo` and `bsi` of AC-3 (4.4.1, 4.4.2), from the checksum on.
    fn plain(bits: &mut Bits<'_>, bsid: u8) -> Result<Self> {
        let take = |bits: &mut Bits<'_>, count| bits.take(count).ok_or_else(cut_short);
        bits.skip(16).ok_or_else(cut_short)?;
        let sample_rate = sample_rate(take(bits, 2)?)?;
        let size_code = take(bits, 6)?;
        let bitrate =
            BITRATES.get(size_code as usize / 2).ok_or_else(|| malformed("reserved frame size"))?;
        bits.skip(5 + 3).ok_or_else(cut_short)?; // bsid, bsmod
        let mode = take(bits, 3)?;
        bits.skip(2).ok_or_else(cut_short)?; // a mix level, or the surround mode
        let low_frequency = take(bits, 1)?;
        skip_plain(bits, mode).ok_or_else(cut_short)?;
        let halved = bsid.saturating_sub(FULL_RATE_BSID);
        let bitrate = (bitrate * 1000) >> halved;
        Ok(Self { sample_rate: sample_rate >> halved, bitrate, mode, low_frequency })
    }

    /// `bsi` of E-AC-3 (E.2.2.2).
    fn enhanced(bits: &mut Bits<'_>) -> Result<Self> {
        let take = |bits: &mut Bits<'_>, count| bits.take(count).ok_or_else(cut_short);
        let kind = take(bits, 2)?;
        if kind > CONVERTED {
            return Err(malformed("reserved type of frame"));
        }
        bits.skip(3).ok_or_else(cut_short)?; // identification of the substream
        let frame_len = (take(bits, 11)? + 1) * 2;
        if frame_len < MIN_FRAME_LEN {
            return Err(malformed("frame too small for its header"));
        }
        let rate_code = take(bits, 2)?;
        let half_rate = rate_code as usize == SAMPLE_RATES.len();
        let (rate, blocks_code) = if half_rate {
            (sample_rate(take(bits, 2)?)? / 2, SIX_BLOCKS)
        } else {
            (sample_rate(rate_code)?, take(bits, 2)?)
        };
        let mode = take(bits, 3)?;
        let low_frequency = take(bits, 1)?;
        bits.skip(5).ok_or_else(cut_short)?; // bsid
        skip_enhanced(bits, kind, mode, half_rate, blocks_code).ok_or_else(cut_short)?;
        let samples = BLOCKS.get(blocks_code as usize).unwrap_or(&1) * BLOCK_SAMPLES;
        // At most 2^15 bits times 48000.
        let bitrate = 8 * frame_len * rate / samples;
        Ok(Self { sample_rate: rate, bitrate, mode, low_frequency })
    }
}

/// Passes over `count` bits if the next bit says that they are there.
fn skip_optional(bits: &mut Bits<'_>, count: u32) -> Option<()> {
    if bits.flag()? { bits.skip(count) } else { Some(()) }
}

/// Passes over `addbsi`, which ends the header.
fn skip_additional(bits: &mut Bits<'_>) -> Option<()> {
    if bits.flag()? {
        let len = bits.take(6)?;
        bits.skip((len + 1) * 8)?;
    }
    Some(())
}

/// Passes over the rest of the header of AC-3.
fn skip_plain(bits: &mut Bits<'_>, mode: u32) -> Option<()> {
    for _ in 0..if mode == DUAL_MONO { 2 } else { 1 } {
        bits.skip(5)?; // dialogue normalisation
        skip_optional(bits, 8)?; // compression
        skip_optional(bits, 8)?; // language
        skip_optional(bits, 7)?; // mixing level, room
    }
    bits.skip(2)?; // copyright, original
    let has_time_codes = [bits.flag()?, bits.flag()?];
    for _ in has_time_codes.into_iter().filter(|&has| has) {
        bits.skip(14)?;
    }
    skip_additional(bits)
}

/// Passes over the rest of the header of E-AC-3, unless it has data for mixing: like mutagen, we
/// stop there.
fn skip_enhanced(
    bits: &mut Bits<'_>,
    kind: u32,
    mode: u32,
    half_rate: bool,
    blocks_code: u32,
) -> Option<()> {
    let programs = if mode == DUAL_MONO { 2 } else { 1 };
    for _ in 0..programs {
        bits.skip(5)?; // dialogue normalisation
        skip_optional(bits, 8)?; // compression
    }
    if kind == DEPENDENT {
        skip_optional(bits, 16)?; // map of channels
    }
    if bits.flag()? {
        return Some(());
    }
    if bits.flag()? {
        bits.skip(5)?; // mode of the bit stream, copyright, original
        if mode == STEREO {
            bits.skip(4)?; // surround, headphones
        } else if mode >= FIRST_WITH_TWO_SURROUNDS {
            bits.skip(2)?; // surround EX
        }
        for _ in 0..programs {
            skip_optional(bits, 8)?; // mixing level, room, converter
        }
        if !half_rate {
            bits.skip(1)?; // sample rate of the source
        }
    }
    if kind == INDEPENDENT && blocks_code == SIX_BLOCKS {
        bits.skip(1)?; // synchronisation of a converter
    }
    if kind == CONVERTED && blocks_code != SIX_BLOCKS {
        skip_optional(bits, 6)?; // size of the frame it was made of
    }
    skip_additional(bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn info(file: &[u8]) -> Result<Ac3Info> {
        read(&mut Loader::new(&mut MemorySource(file)))
    }

    fn with_rest(head: &[u8], len: usize) -> Vec<u8> {
        let mut file = head.to_vec();
        file.resize(len, 0);
        file
    }

    #[test]
    fn plain() {
        // 44.1 kHz, 192 kbit/s, version 8, three channels and low frequency
        let file = with_rest(&[0x0b, 0x77, 0, 0, 0x54, 0x40, 0x64, 0x80], 1012);
        let expected = Ac3Info {
            enhanced: false,
            channels: 4,
            sample_rate: 44_100,
            bitrate: 192_000,
            length: 8.0 * 1003.0 / 192_000.0,
        };
        assert_eq!(info(&file).ok(), Some(expected));
        // version 10: a quarter of the rates
        let slow = with_rest(&[0x0b, 0x77, 0, 0, 0x54, 0x50, 0x64], 1012);
        let rates = info(&slow).map(|info| (info.sample_rate, info.bitrate)).ok();
        assert_eq!(rates, Some((11_025, 48_000)));
    }

    #[test]
    fn enhanced() {
        // independent, 1672 bytes, 48 kHz, six blocks, five channels and low frequency
        let file = with_rest(&[0x0b, 0x77, 0x03, 0x43, 0x3f, 0x80], 1672);
        let found = info(&file).expect("a stream");
        assert!(found.enhanced);
        assert_eq!((found.channels, found.sample_rate, found.bitrate), (6, 48_000, 418_000));
    }

    #[test]
    fn what_is_refused() {
        assert!(info(b"\x0b\x77\0\0\0").is_err());
        assert!(info(&with_rest(b"\x0b\x78", 100)).is_err());
        assert!(info(&with_rest(&[0x0b, 0x77, 0, 0, 0xc0, 0x40], 100)).is_err()); // sample rate
        assert!(info(&with_rest(&[0x0b, 0x77, 0, 0, 38, 0x40], 100)).is_err()); // frame size
        assert!(info(&with_rest(&[0x0b, 0x77, 0, 0, 0, 0x88], 100)).is_err()); // version 17
        assert!(info(&with_rest(&[0x0b, 0x77, 0xc0, 9, 0, 0x80], 100)).is_err()); // type
        assert!(info(&with_rest(&[0x0b, 0x77, 0, 2, 0, 0x80], 100)).is_err()); // frame of 6
        assert!(info(b"\x0bwII\0\0\xe3\xe3//").is_err());
    }

    proptest! {
        #[test]
        fn any_header(rest in prop::collection::vec(any::<u8>(), 0..100), bsid in 0u8..20) {
            let mut file = [MAGIC, &rest].concat();
            if let Some(byte) = file.get_mut(5) {
                *byte = bsid << 3;
            }
            if let Ok(found) = info(&file) {
                prop_assert!(found.channels > 0 && found.sample_rate > 0 && found.bitrate > 0);
            }
        }
    }
}
