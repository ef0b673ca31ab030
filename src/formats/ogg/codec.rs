//! What the five codecs do differently: their marks, and the facts in their first packet.

use super::reader::Page;
use crate::bytes::Cursor;
use crate::error::{Error, Format, Kind, Result};
use crate::formats::flac::StreamInfo;
use crate::formats::vorbis::Rules;

/// A codec whose streams have tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// Xiph.Org, "Vorbis I specification", section 4.2.
    Vorbis,
    /// RFC 7845, section 5.
    Opus,
    /// Xiph.Org, "The Speex Codec Manual", section 7.
    Speex,
    /// Xiph.Org, "Theora Specification", section 6.
    Theora,
    /// Xiph.Org, "Ogg FLAC mapping", version 1.0.
    Flac,
}

/// The first packet of a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Identification {
    Vorbis { channels: u8, sample_rate: u32, bitrate: i64 },
    Opus { channels: u8, pre_skip: u16 },
    Speex { channels: u32, sample_rate: u32, bitrate: i32 },
    Theora { fps: f64, bitrate: u32, granule_shift: u16 },
    Flac { header_packets: u16, stream: StreamInfo },
}

/// Samples a second that positions of an Opus stream count, whatever its own rate.
const OPUS_RATE: f64 = 48_000.0;

#[allow(clippy::cast_precision_loss)] // rounded as Python's division does
fn float(number: i128) -> f64 {
    number as f64
}

impl Codec {
    /// The codec whose Python class has that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "OggVorbis" => Self::Vorbis,
            "OggOpus" => Self::Opus,
            "OggSpeex" => Self::Speex,
            "OggTheora" => Self::Theora,
            "OggFLAC" => Self::Flac,
            _ => return None,
        })
    }

    pub const fn format(self) -> Format {
        match self {
            Self::Vorbis => Format::OggVorbis,
            Self::Opus => Format::OggOpus,
            Self::Speex => Format::OggSpeex,
            Self::Theora => Format::OggTheora,
            Self::Flac => Format::OggFlac,
        }
    }

    /// An error of pages as one of files with this codec.
    pub fn own(self, error: Error) -> Error {
        let format = if error.format == Format::Ogg { self.format() } else { error.format };
        Error { format, ..error }
    }

    /// What the first packet of a stream begins with.
    pub const fn mark(self) -> &'static [u8] {
        match self {
            Self::Vorbis => b"\x01vorbis",
            Self::Opus => b"OpusHead",
            Self::Speex => b"Speex   ",
            Self::Theora => b"\x80theora",
            Self::Flac => b"\x7fFLAC",
        }
    }

    /// What the packet with the comment begins with, if it has a mark.
    pub const fn comment_mark(self) -> &'static [u8] {
        match self {
            Self::Vorbis => b"\x03vorbis",
            Self::Opus => b"OpusTags",
            Self::Theora => b"\x81theora",
            Self::Speex | Self::Flac => b"",
        }
    }

    /// Bytes of that packet before the comment; of Ogg FLAC, a block header.
    pub const fn comment_start(self) -> usize {
        match self {
            Self::Flac => 4,
            _ => self.comment_mark().len(),
        }
    }

    /// How the comment is read.
    pub const fn rules(self) -> Rules {
        Rules { whole: false, framing: matches!(self, Self::Vorbis) }
    }

    /// Reads the first packet of a stream, which has the codec's mark.
    ///
    /// # Errors
    /// Malformed for one that cannot be; unsupported for another version.
    pub fn identify(self, page: &Page, packet: &[u8]) -> Result<Identification> {
        let failed = |(kind, reason)| Error::new(self.format(), kind, reason);
        if !page.header.first() && self != Self::Flac {
            return Err(failed(wrong("page has ID header, but doesn't start a stream")));
        }
        let mut cursor = Cursor::new(packet);
        let facts = cursor.take(self.mark().len()).and_then(|_| match self {
            Self::Vorbis => vorbis(&mut cursor),
            Self::Opus => opus(&mut cursor),
            Self::Speex => speex(packet),
            Self::Theora => theora(&mut cursor),
            Self::Flac => flac(&mut cursor),
        });
        facts.unwrap_or_else(|| Err(wrong("identification header is cut off"))).map_err(failed)
    }
}

/// The facts, or why there are none; nothing for a packet that is too short.
type Facts = Option<std::result::Result<Identification, (Kind, &'static str)>>;

fn wrong(reason: &'static str) -> (Kind, &'static str) {
    (Kind::Malformed, reason)
}

fn unsupported(reason: &'static str) -> (Kind, &'static str) {
    (Kind::Unsupported, reason)
}

fn vorbis(cursor: &mut Cursor<'_>) -> Facts {
    cursor.take(4)?; // the version
    let (channels, sample_rate) = (cursor.u8()?, cursor.u32_le()?);
    let mut bitrate = || Some(i64::from(cursor.i32_le()?.max(0)));
    let (max, nominal, min) = (bitrate()?, bitrate()?, bitrate()?);
    if sample_rate == 0 {
        return Some(Err(wrong("sample rate can't be zero")));
    }
    // A nominal bitrate outside of its own limits is known to be wrong.
    let bitrate = if nominal == 0 {
        i64::midpoint(max, min)
    } else if max != 0 && max < nominal {
        max
    } else {
        nominal.max(min)
    };
    Some(Ok(Identification::Vorbis { channels, sample_rate, bitrate }))
}

fn opus(cursor: &mut Cursor<'_>) -> Facts {
    let (version, channels, pre_skip) = (cursor.u8()?, cursor.u8()?, cursor.u16_le()?);
    cursor.take(7)?; // sample rate of the input, gain, mapping of channels
    // Versions with the same upper half are compatible.
    if version >> 4 != 0 {
        return Some(Err(unsupported("unknown version of Opus")));
    }
    Some(Ok(Identification::Opus { channels, pre_skip }))
}

fn speex(packet: &[u8]) -> Facts {
    let mut cursor = Cursor::new(packet);
    cursor.take(36)?;
    let sample_rate = cursor.u32_le()?;
    cursor.take(8)?;
    let (channels, bitrate) = (cursor.u32_le()?, cursor.i32_le()?.max(0));
    if sample_rate == 0 {
        return Some(Err(wrong("sample rate can't be zero")));
    }
    Some(Ok(Identification::Speex { channels, sample_rate, bitrate }))
}

fn theora(cursor: &mut Cursor<'_>) -> Facts {
    let version: [u8; 2] = cursor.array()?;
    cursor.take(13)?;
    let (numerator, denominator) = (cursor.u32_be()?, cursor.u32_be()?);
    cursor.take(7)?;
    let (bitrate, flags) = (cursor.u24_be()?, cursor.u16_be()?);
    if version != [3, 2] {
        return Some(Err(unsupported("unknown version of Theora")));
    }
    if numerator == 0 || denominator == 0 {
        return Some(Err(wrong("frame rate can't be zero")));
    }
    let fps = f64::from(numerator) / f64::from(denominator);
    Some(Ok(Identification::Theora { fps, bitrate, granule_shift: (flags >> 5) & 0x1f }))
}

fn flac(cursor: &mut Cursor<'_>) -> Facts {
    let version: [u8; 2] = cursor.array()?;
    let (header_packets, marker): (_, [u8; 4]) = (cursor.u16_be()?, cursor.array()?);
    if marker != *b"fLaC" {
        return Some(Err(wrong("invalid FLAC marker")));
    }
    if version != [1, 0] {
        return Some(Err(unsupported("unknown mapping version")));
    }
    cursor.take(4)?; // block header
    let stream = StreamInfo::read(cursor).map_err(|error| wrong(error.reason));
    Some(stream.map(|stream| Identification::Flac { header_packets, stream }))
}

impl Identification {
    /// Length in seconds, if the first packet tells it.
    pub fn length(self) -> Option<f64> {
        match self {
            Self::Flac { stream, .. } if stream.total_samples != 0 => Some(stream.length()),
            _ => None,
        }
    }

    /// Length in seconds of a stream whose last page has this position.
    pub fn length_to(self, position: i64) -> f64 {
        let position = i128::from(position); // so that no difference or sum is too large
        match self {
            Self::Vorbis { sample_rate, .. } | Self::Speex { sample_rate, .. } => {
                float(position) / f64::from(sample_rate)
            }
            Self::Opus { pre_skip, .. } => float(position - i128::from(pre_skip)) / OPUS_RATE,
            Self::Theora { fps, granule_shift, .. } => {
                // The number of a key frame, and how many frames came after it.
                let rest = position & ((1 << granule_shift) - 1);
                float((position >> granule_shift) + rest) / fps
            }
            Self::Flac { stream, .. } => float(position) / f64::from(stream.sample_rate),
        }
    }
}
