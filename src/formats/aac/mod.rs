//! AAC streams that are files of their own: facts about the stream (ISO/IEC 13818-7 and 14496-3).
//!
//! *ADTS* cuts the stream into *frames*, each with a header that tells all about it; a header
//! begins with a *sync word*, twelve bits of ones. *ADIF* has one header at the start of the file,
//! with one or more *program config elements*. Either may follow an `ID3v2` tag.

pub mod adif;
pub mod adts;

pub use adif::{AdifInfo, ProgramConfig};
pub use adts::AdtsInfo;

use crate::bytes::ints::padded_be;
use crate::error::{Error, Format, Result};
use crate::limits::HEAD_WINDOW;
use crate::source::Loader;

/// Sampling rates in Hz by their index (13818-7, table 35).
const SAMPLE_RATES: [u32; 13] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350,
];

/// Length of the header of an `ID3v2` tag in bytes.
const ID3_HEADER_LEN: usize = 10;

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AacInfo {
    Adif(AdifInfo),
    Adts(AdtsInfo),
}

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::Aac, reason)
}

fn window<'l>(loader: &'l mut Loader<'_>, offset: u64, len: usize) -> Result<&'l [u8]> {
    loader.window(offset, len).map_err(|cause| Error::io(Format::Aac, cause))
}

fn sample_rate(index: u32) -> Option<u32> {
    SAMPLE_RATES.get(index as usize).copied()
}

/// A number that is exact up to 2 to the 53rd, and the nearest there is beyond.
#[allow(clippy::cast_precision_loss)]
const fn float(number: i64) -> f64 {
    number as f64
}

/// Where the tag that `head` begins with ends, whatever its version.
fn tag_len(head: &[u8]) -> u64 {
    if !head.starts_with(b"ID3") {
        return 0;
    }
    let head = head.get(..ID3_HEADER_LEN).unwrap_or(head);
    padded_be(head.get(6..).unwrap_or_default(), 7) + ID3_HEADER_LEN as u64
}

/// Reads the facts about a stream.
///
/// # Errors
/// Malformed if there is no stream, or the header of ADIF is cut short; input/output.
pub fn read(loader: &mut Loader<'_>) -> Result<AacInfo> {
    let start = tag_len(window(loader, 0, HEAD_WINDOW)?);
    let file_len = loader.file_len();
    let head = window(loader, start, HEAD_WINDOW)?;
    match head.strip_prefix(adif::MAGIC) {
        Some(header) => {
            let left = file_len.saturating_sub(start + adif::MAGIC.len() as u64);
            adif::read(header, left).map(AacInfo::Adif)
        }
        None => adts::read(loader, start).map(AacInfo::Adts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn info(file: &[u8]) -> Result<AacInfo> {
        read(&mut Loader::new(&mut MemorySource(file)))
    }

    #[test]
    fn behind_a_tag() {
        let stream = adts::tests::frames(4, 100);
        let plain = info(&stream).ok();
        assert!(matches!(plain, Some(AacInfo::Adts(_))));
        let tag = [&b"ID3\x04\0\0\0\0\0\x05"[..], &[0xff; 5]].concat();
        assert_eq!(info(&[tag, stream].concat()).ok(), plain);
        assert!(info(b"ID3").is_err());
        assert!(info(b"").is_err());
        assert!(info(&[0xff; 2000]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes(
            parts in prop::collection::vec(
                prop_oneof![
                    Just(b"ADIF".to_vec()),
                    Just(b"ID3\x03\0\0\0\0\0\x02".to_vec()),
                    (1usize..4, 0usize..200).prop_map(|(n, len)| adts::tests::frames(n, len)),
                    prop::collection::vec(any::<u8>(), 0..100),
                ],
                0..8,
            ),
        ) {
            let _ = info(&parts.concat());
        }
    }
}
