//! Facts about the stream: duration, audio format, codec.

use super::codecs;
use super::{bad_item, truncated};
use crate::bytes::{Cursor, Utf16Le};
use crate::error::Result;

/// What the header tells of the stream; zero and empty where it tells nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AsfInfo<'a> {
    /// In seconds.
    pub length: f64,
    /// In Hz.
    pub sample_rate: u32,
    /// In bit/s.
    pub bitrate: u64,
    pub channels: u16,
    pub codec: Codec<'a>,
}

/// The first audio codec of the codec list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Codec<'a> {
    /// The name of its number, if that is registered.
    pub format: &'a str,
    name: Utf16Le<'a>,
    description: Utf16Le<'a>,
}

impl Codec<'_> {
    /// What the writer calls it.
    pub fn name(self) -> String {
        shown(self.name)
    }

    /// Bitrate, channels and the like, as the writer tells them.
    pub fn description(self) -> String {
        shown(self.description)
    }
}

fn shown(text: Utf16Le<'_>) -> String {
    text.decode().trim_matches(is_blank).to_owned()
}

/// Units of 100 nanoseconds in a second.
const PLAY_UNITS: f64 = 10_000_000.0;

/// Units of a millisecond in a second.
const PREROLL_UNITS: f64 = 1000.0;

/// The length in seconds that file properties tell (section 3.2): the play duration, which
/// includes the time for filling buffers, without that time, the preroll.
///
/// # Errors
/// A bad item if the data end too early.
#[expect(clippy::cast_precision_loss, reason = "exact for 28 years, and as mutagen has it")]
pub fn file_properties(data: &[u8]) -> Result<f64> {
    let read = || {
        let mut cursor = Cursor::new(data.get(40..)?);
        let play = cursor.u64_le()?;
        cursor.u64_le()?; // send duration
        Some((play, cursor.u64_le()?))
    };
    let (play, preroll) = read().ok_or_else(|| bad_item("file properties end too early"))?;
    // There are files whose preroll is larger than their duration.
    Ok((play as f64 / PLAY_UNITS - preroll as f64 / PREROLL_UNITS).max(0.0))
}

/// Channels, sample rate in Hz and bitrate in bit/s that stream properties tell (section 3.3).
/// Those of other media than audio are read as if they were of audio.
///
/// # Errors
/// A bad header if the data end too early.
pub fn stream_properties(data: &[u8]) -> Result<(u16, u32, u64)> {
    // Behind 54 bytes of properties stands a WAVEFORMATEX structure, which begins with a format.
    let read = || {
        let mut cursor = Cursor::new(data.get(56..)?);
        Some((cursor.u16_le()?, cursor.u32_le()?, u64::from(cursor.u32_le()?) * 8))
    };
    read().ok_or_else(truncated)
}

/// An audio codec in a codec list.
const AUDIO: u16 = 2;

/// The first audio codec of a codec list (section 3.5), if there is one.
///
/// # Errors
/// A bad header if there is no list, a bad item if it ends before such a codec.
pub fn codec_list(data: &[u8]) -> Result<Option<Codec<'_>>> {
    let mut cursor = Cursor::new(data.get(16..).ok_or_else(truncated)?);
    let count = cursor.u32_le().ok_or_else(truncated)?;
    for _ in 0..count {
        let (kind, codec) = codec_entry(&mut cursor)
            .ok_or_else(|| bad_item("the list of codecs ends within an entry"))?;
        if kind == AUDIO {
            return Ok(Some(codec));
        }
    }
    Ok(None)
}

fn codec_entry<'a>(cursor: &mut Cursor<'a>) -> Option<(u16, Codec<'a>)> {
    let kind = cursor.u16_le()?;
    let name = codec_text(cursor)?;
    let description = codec_text(cursor)?;
    let len = usize::from(cursor.u16_le()?);
    let info = cursor.take_up_to(len);
    // The information of an audio codec is its number as a WAVE format.
    let number = if len == 2 { Some(Cursor::new(info).u16_le()?) } else { None };
    let format = number.and_then(codecs::name).unwrap_or_default();
    Some((kind, Codec { format, name, description }))
}

/// Text with its length in UTF-16 units before it; empty if it is not UTF-16. Nothing if the
/// data end too early.
fn codec_text<'a>(cursor: &mut Cursor<'a>) -> Option<Utf16Le<'a>> {
    let len = usize::from(cursor.u16_le()?) * 2;
    Some(Utf16Le::new(cursor.take(len)?).unwrap_or_default().without_zeros())
}

/// What Python's `str.strip` takes away.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_without_preroll() {
        let data = |play: u64, preroll: u64| {
            let numbers = [0, 0, 0, 0, 0, play, 0, preroll];
            numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>()
        };
        assert_eq!(file_properties(&data(70_000_000, 3000)).ok(), Some(4.0));
        assert_eq!(file_properties(&data(1, 3000)).ok(), Some(0.0));
        assert!(file_properties(&data(0, 0)[..63]).is_err());
    }

    #[test]
    fn the_first_audio_codec_counts() {
        let mut data = vec![0; 16];
        data.extend_from_slice(b"\x03\0\0\0");
        data.extend_from_slice(b"\x01\0\x01\0v\0\0\0\0\0");
        data.extend_from_slice(b"\x02\0\x03\0 \0a\0\0\0\x01\0\0\xd8\x02\0\x61\x01");
        let found = codec_list(&data).ok().flatten().unwrap_or_default();
        let texts = (found.format, found.name(), found.description());
        let expected = ("Windows Media Audio 9 Standard", "a".to_owned(), String::new());
        assert_eq!(texts, expected);
        // What follows is not looked at; what comes before must be whole.
        assert!(codec_list(&data[..data.len() - 1]).is_err());
        assert_eq!(codec_list(&[0; 20]).ok(), Some(None));
    }
}
