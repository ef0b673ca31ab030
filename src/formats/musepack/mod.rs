//! The stream of a Musepack file.
//!
//! Stream versions 4 to 7 ("SV7") have one *header* of fixed length; version 8 has *packets* with a
//! key and a size. All but the oldest may tell a *loudness*: gain and peak of the track, here
//! called *title*, and of the album.

mod sv7;
mod sv8;

use crate::bytes::Cursor;
use crate::bytes::ints::synchsafe;
use crate::error::{Error, Format, Result};
use crate::source::{Loader, Walk};
use std::io;

/// Sample rates in Hz by their index.
pub const RATES: [u32; 4] = [44_100, 48_000, 37_800, 32_000];

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MusepackInfo {
    /// Of the stream, from 4 on.
    pub version: u32,
    pub channels: u8,
    /// In Hz.
    pub sample_rate: u32,
    /// As the header of versions 4 to 6 tells it; of others the average in bit/s, if known.
    pub bitrate: i64,
    /// In seconds; below zero if the header is wrong.
    pub length: f64,
    /// Number of samples to hear, which only version 8 tells.
    pub samples: Option<i64>,
    pub title: Loudness,
    pub album: Loudness,
}

/// How loud something is, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Loudness {
    /// In dB.
    pub gain: Option<f64>,
    /// A part of the largest amplitude.
    pub peak: Option<f64>,
}

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::Musepack, reason)
}

fn io_error(cause: io::Error) -> Error {
    Error::io(Format::Musepack, cause)
}

fn required<T>(read: io::Result<Option<T>>, missing: &'static str) -> Result<T> {
    read.map_err(io_error)?.ok_or_else(|| malformed(missing))
}

/// Reads the facts of the stream that begins at `start`, or behind the `ID3v2` tag that does. Such
/// a tag is taken to begin the file.
///
/// # Errors
/// Malformed if there is no stream or it breaks the rules; whatever reading reports.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // as mutagen rounds it
pub fn read(loader: &mut Loader<'_>, start: u64) -> Result<MusepackInfo> {
    let file_len = loader.file_len();
    let mut walk = Walk::new(loader, start);
    skip_id3(&mut walk)?;
    let mut info = if walk.peek(sv8::MAGIC.len()).map_err(io_error)? == sv8::MAGIC {
        sv8::read(&mut walk)?
    } else {
        sv7::read(&mut walk)?
    };
    if info.bitrate == 0 && info.length != 0.0 {
        info.bitrate = (file_len as f64 * 8.0 / info.length).round_ties_even() as i64;
    }
    Ok(info)
}

fn skip_id3(walk: &mut Walk<'_, '_>) -> Result<()> {
    let mut head = Cursor::new(walk.peek(10).map_err(io_error)?);
    if head.take(3) != Some(b"ID3") {
        return Ok(());
    }
    let size = head.take(3).and_then(|_| head.array()).map(synchsafe);
    let size = size.ok_or_else(|| malformed("not a Musepack file"))?;
    walk.go_to(10 + u64::from(size));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn info(file: &[u8]) -> Result<MusepackInfo> {
        read(&mut Loader::new(&mut MemorySource(file)), 0)
    }

    #[test]
    fn version_7() -> Result<()> {
        let mut file = [b"MP+\x17".as_slice(), &77u32.to_le_bytes(), &[0, 0, 1, 0]].concat();
        for number in [32_768u16, 0xff38, 65_535, 250] {
            file.extend(number.to_le_bytes());
        }
        file.resize(5000, 0);
        let tag = [b"ID3\x04\0\0\0\0\0\x14".as_slice(), &[0; 20]].concat();
        for file in [file.clone(), [&tag[..], &file].concat()] {
            let stream = info(&file)?;
            assert_eq!((stream.version, stream.sample_rate, stream.channels), (7, 48_000, 2));
            assert_eq!(stream.title.gain, Some(-2.0));
            assert_eq!((stream.album.gain, stream.album.peak), (Some(2.5), Some(1.0)));
            assert!((stream.length - f64::from(77 * 1152 - 576) / 48_000.0).abs() < 1e-9);
            // The file's bits in 1.836 seconds.
            assert_eq!(stream.bitrate, if file.len() == 5000 { 21_786 } else { 21_917 });
        }
        assert!(info(&file[..31]).is_err());
        file[3] = 6;
        assert!(info(&file).is_err());
        Ok(())
    }

    #[test]
    fn versions_4_to_6() -> Result<()> {
        for (version, frames) in [(4u32, 1u32), (5, 0x1_0001), (6, 0x1_0002)] {
            let word = version << 11 | 39 << 23;
            let numbers = [word.to_le_bytes(), 0x1_0002u32.to_le_bytes()].concat();
            let file = [&numbers[..], &[0; 24]].concat();
            let stream = info(&file)?;
            let frames = if version == 4 { 0 } else { frames };
            assert_eq!((stream.version, stream.bitrate), (version, 39));
            assert!((stream.length - (f64::from(frames) * 1152.0 - 576.0) / 44_100.0).abs() < 1e-6);
            assert_eq!(stream.title, Loudness::default());
        }
        assert!(info(&[0; 32]).is_err());
        Ok(())
    }

    fn packet(key: &str, data: &[u8]) -> Vec<u8> {
        [key.as_bytes(), &[data.len() as u8 + 3][..], data].concat()
    }

    const STREAM_HEADER: &[u8] = b"crc!\x08\x81\xb8\x00\x40\x20\x10\0";
    const GAIN: &[u8] = b"\x01\x40\xd2\0\0\xff\xff\0\0";

    #[test]
    fn version_8() -> Result<()> {
        let (header, gain) = (packet("SH", STREAM_HEADER), packet("RG", GAIN));
        let other = packet("EI", b"what");
        let file = [b"MPCK".as_slice(), &other, &gain, &header, b"AP"].concat();
        let stream = info(&file)?;
        assert_eq!((stream.version, stream.sample_rate, stream.channels), (8, 48_000, 2));
        assert_eq!(stream.samples, Some((1 << 14 | 0x38 << 7) - 0x40));
        assert!(stream.title.gain.is_some_and(|gain| (gain + 0.0).abs() < 0.01));
        assert_eq!((stream.title.peak, stream.album.peak), (None, None));
        assert!(stream.album.gain.is_some_and(|gain| (gain - 64.82).abs() < 0.01));
        let ends = [b"MPCK".as_slice(), &header, b"AP"].concat();
        let twice = [b"MPCK".as_slice(), &header, &header, &gain, b"AP"].concat();
        let cut = [b"MPCK".as_slice(), &header, &gain].concat();
        for file in [ends, twice, cut] {
            assert!(info(&file).is_err());
        }
        Ok(())
    }

    #[test]
    fn packets_that_lead_nowhere() {
        for size in [&b"\0"[..], b"\x01", b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f", b"\x80\x80\x00"]
        {
            for key in [b"SH", b"RG", b"XY"] {
                assert!(info(&[b"MPCK", &key[..], size, &[b'A'; 99]].concat()).is_err());
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes(
            parts in prop::collection::vec(
                prop_oneof![
                    Just(packet("SH", STREAM_HEADER)),
                    Just(packet("RG", GAIN)),
                    prop::collection::vec(any::<u8>(), 0..40),
                    Just(b"AA".to_vec()),
                    Just(vec![0xff; 9]),
                ],
                0..6,
            ),
            start in prop::sample::select(vec![&b"MPCK"[..], b"MP+\x07", b"ID3\0", b""]),
        ) {
            let _ = info(&[start, &parts.concat()].concat());
        }
    }
}
