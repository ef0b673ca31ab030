//! LAME's extension of the Xing header: which LAME it was, and what it knew of the encoding.
//!
//! Source: "Mp3 Info Tag revision 1" by G. Bouvigne; `PutLameVBR` in LAME's `VbrTag.c`.

use super::settings::Settings;
use crate::bytes::Cursor;
use std::fmt;

/// Length of the version in front of the extension, in bytes.
pub const VERSION_LEN: usize = 9;

/// Bytes that are looked at to tell the version: LAME before 3.90 wrote longer ones.
pub const VERSION_FIELD_LEN: usize = 20;

/// Length of the extension in bytes, with its version.
pub const EXTENSION_LEN: usize = VERSION_LEN + HEADER_LEN;

/// Length of the extension in bytes, without its version.
pub const HEADER_LEN: usize = 27;

/// Which LAME wrote the file. `Display` gives it as text, such as `3.99.1+`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LameVersion<'a> {
    pub major: u8,
    pub minor: u64,
    /// What follows the two numbers in the text.
    pub suffix: &'a str,
    /// Whether the extension follows the version.
    pub has_header: bool,
}

impl<'a> LameVersion<'a> {
    /// Reads the version that ends or is followed by the extension. `None` if it is not LAME's.
    pub fn parse(field: &'a [u8; VERSION_FIELD_LEN]) -> Option<Self> {
        if !field.starts_with(b"LAME") && !field.starts_with(b"L3.99") {
            return None;
        }
        let (&first, rest) = skip(field, |byte| b"LAME".contains(&byte)).split_first()?;
        let major = char::from(first).to_digit(10)? as u8;
        let rest = skip(rest, |byte| byte == b'.');
        let after = skip(rest, |byte| byte.is_ascii_digit());
        let digits = rest.get(..rest.len().checked_sub(after.len())?)?;
        let minor = str::from_utf8(digits).ok()?.parse().ok()?;

        // Where the extension would begin is 11 bytes before the end of the field.
        let split = after.len().checked_sub(VERSION_FIELD_LEN - VERSION_LEN);
        let behind = split.and_then(|split| after.get(split)).copied();
        let number = (major, minor);
        // Some betas of 3.90 have no extension yet.
        if number < (3, 90) || (number == (3, 90) && behind == Some(b'(')) {
            return Some(Self { major, minor, suffix: old_suffix(after), has_header: false });
        }
        let flag = trim_end(after.get(..split?)?, |byte| byte == 0);
        let suffix = match flag {
            b"a" => " (alpha)",
            b"b" => " (beta)",
            b"r" => ".1+",
            b" " if number > (3, 96) => ".0",
            b" " | b"" | b"." => ".0+",
            _ => " (?)",
        };
        Some(Self { major, minor, suffix, has_header: true })
    }

    /// The major and the minor number.
    pub fn number(&self) -> (i64, i64) {
        (i64::from(self.major), i64::try_from(self.minor).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for LameVersion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}{}", self.major, self.minor, self.suffix)
    }
}

fn skip(data: &[u8], unwanted: impl Fn(u8) -> bool) -> &[u8] {
    let start = data.iter().position(|&byte| !unwanted(byte)).unwrap_or(data.len());
    data.get(start..).unwrap_or_default()
}

fn trim_end(data: &[u8], unwanted: impl Fn(u8) -> bool) -> &[u8] {
    let end = data.iter().rposition(|&byte| !unwanted(byte)).map_or(0, |last| last + 1);
    data.get(..end).unwrap_or_default()
}

/// What old versions wrote behind their number, such as ` (beta)`.
fn old_suffix(data: &[u8]) -> &str {
    let text = trim_end(skip(data, |byte| byte == 0), |byte| byte == 0);
    let text = trim_end(text, |byte| byte.is_ascii_whitespace() || byte == 0x0b);
    let ascii = Some(text).filter(|text| text.is_ascii());
    ascii.and_then(|text| str::from_utf8(text).ok()).unwrap_or(" (?)")
}

/// What the extension says. A gain or peak is `None` if it was not measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LameHeader {
    pub settings: Settings,
    /// Loudest sample; 1 is full scale.
    pub track_peak: Option<f64>,
    pub track_gain_origin: u8,
    /// In dB, for a loudness of 89 dB.
    pub track_gain: Option<f64>,
    pub album_gain_origin: u8,
    /// In dB, for a loudness of 89 dB.
    pub album_gain: Option<f64>,
    /// Samples that the encoder put before the sound.
    pub delay_start: u16,
    /// Samples that the encoder put after the sound.
    pub padding_end: u16,
    pub source_sample_frequency: u8,
    pub unwise_setting: u8,
    pub stereo_mode: u8,
    pub noise_shaping: u8,
    /// Gain already applied to the coded samples, in steps of 1.5 dB.
    pub mp3_gain: i8,
    pub surround_info: u8,
    /// Length of the stream in bytes.
    pub music_length: u32,
    pub music_crc: u16,
    pub header_crc: u16,
}

impl LameHeader {
    /// Reads the extension behind its version. `None` if it is cut short or of another revision
    /// than 0. `vbr_scale` is that of the Xing header; LAME keeps two of its own scales in it.
    pub fn parse(data: &[u8], vbr_scale: Option<u32>) -> Option<Self> {
        let mut cursor = Cursor::new(data.get(..HEADER_LEN)?);
        let method = cursor.u8()?;
        if method >> 4 != 0 {
            return None;
        }
        let lowpass = cursor.u8()?;
        let scale = 100 - vbr_scale.map_or(-1, i64::from);
        let peak = cursor.u32_be()?;
        let track = cursor.u16_be()?;
        let album = cursor.u16_be()?;
        let flags = cursor.u8()?;
        let bitrate = cursor.u8()?;
        let [delay, shared, padding] = cursor.array::<3>()?.map(u16::from);
        let misc = cursor.u8()?;
        let gain = cursor.u8()?;
        let preset = cursor.u16_be()?;
        let settings = Settings {
            vbr_method: i64::from(method),
            lowpass_filter: i64::from(lowpass) * 100,
            quality: scale.rem_euclid(10),
            vbr_quality: scale.div_euclid(10),
            encoding_flags: i64::from(flags >> 4),
            ath_type: i64::from(flags & 0xf),
            bitrate: i64::from(bitrate),
            preset_used: i64::from(preset & 0x7ff),
        };
        let magnitude = (gain & 0x7f).cast_signed();
        Some(Self {
            settings,
            // LAME stores a fixed point number with 23 fractional bits.
            track_peak: (peak != 0).then(|| f64::from(peak) / 8_388_608.0),
            track_gain_origin: gain_origin(track),
            track_gain: (track >> 13 == 1).then(|| {
                let sign = if track & 0x200 == 0 { 1.0 } else { -1.0 };
                gain_decibels(track) * sign
            }),
            album_gain_origin: gain_origin(album),
            // The sign is not heeded: mutagen does not either.
            album_gain: (album >> 13 == 2).then(|| gain_decibels(album)),
            delay_start: (delay << 4) | (shared >> 4),
            padding_end: ((shared & 0xf) << 8) | padding,
            source_sample_frequency: misc >> 6,
            unwise_setting: (misc >> 5) & 1,
            stereo_mode: (misc >> 2) & 7,
            noise_shaping: misc & 3,
            mp3_gain: if gain & 0x80 == 0 { magnitude } else { -magnitude },
            surround_info: (preset >> 11 & 7) as u8,
            music_length: cursor.u32_be()?,
            music_crc: cursor.u16_be()?,
            header_crc: cursor.u16_be()?,
        })
    }
}

/// Who determined a gain.
const fn gain_origin(field: u16) -> u8 {
    (field >> 10 & 7) as u8
}

/// The size of a gain, without its sign.
fn gain_decibels(field: u16) -> f64 {
    f64::from(field & 0x1ff) / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text, and whether the extension follows.
    fn version(text: &[u8]) -> Option<(String, bool)> {
        let mut field = [0; VERSION_FIELD_LEN];
        field[..text.len()].copy_from_slice(text);
        LameVersion::parse(&field).map(|version| (version.to_string(), version.has_header))
    }

    #[test]
    fn versions_with_extension() {
        assert_eq!(version(b"LAME3.90 "), Some(("3.90.0+".into(), true)));
        assert_eq!(version(b"LAME3.92 "), Some(("3.92.0+".into(), true)));
        assert_eq!(version(b"LAME3.97 "), Some(("3.97.0".into(), true)));
        assert_eq!(version(b"LAME3.97b"), Some(("3.97 (beta)".into(), true)));
        assert_eq!(version(b"LAME3.98r"), Some(("3.98.1+".into(), true)));
        assert_eq!(version(b"LAME3.99a"), Some(("3.99 (alpha)".into(), true)));
        assert_eq!(version(b"LAME3.99?"), Some(("3.99 (?)".into(), true)));
        assert_eq!(version(b"LAME3.100"), Some(("3.100.0+".into(), true)));
        assert_eq!(version(b"L3.99r1"), Some(("3.99 (?)".into(), true)));
        assert_eq!(version(b"LAME3.95."), Some(("3.95.0+".into(), true)));
    }

    #[test]
    fn versions_without_extension() {
        assert_eq!(version(b"LAME3.70"), Some(("3.70".into(), false)));
        assert_eq!(version(b"LAME3.89 (beta 1)   "), Some(("3.89 (beta 1)".into(), false)));
        assert_eq!(version(b"LAME3.90 (alpha)"), Some(("3.90 (alpha)".into(), false)));
        assert_eq!(version(b"LAME3.87 (\xe9)"), Some(("3.87 (?)".into(), false)));
        assert_eq!(version(b"LAME2.99r"), Some(("2.99r".into(), false)));
    }

    #[test]
    fn not_a_version() {
        for text in [&b"Lavc58.1"[..], b"LAME", b"LAME3", b"LAME.99", b"LAMEx.99", b"L3.98r"] {
            assert_eq!(version(text), None, "{text:?}");
        }
        assert_eq!(version(b"LAME3.990000"), None, "no room for the extension");
    }

    #[test]
    fn every_field() {
        let data = [
            0x04, 195, 0x00, 0x40, 0x00, 0x00, 0x2e, 0x3c, 0x4d, 0x05, 0x34, 32, 0x24, 0x07, 0x8a,
            0x6d, 0x83, 0x13, 0xe9, 0x00, 0x01, 0xe2, 0x40, 0x12, 0x34, 0x56, 0x78,
        ];
        let lame = LameHeader::parse(&data, Some(78)).expect("valid");
        assert_eq!(
            lame,
            LameHeader {
                settings: Settings {
                    vbr_method: 4,
                    lowpass_filter: 19500,
                    quality: 2,
                    vbr_quality: 2,
                    encoding_flags: 3,
                    ath_type: 4,
                    bitrate: 32,
                    preset_used: 1001,
                },
                track_peak: Some(0.5),
                track_gain_origin: 3,
                track_gain: Some(-6.0),
                album_gain_origin: 3,
                album_gain: Some(26.1),
                delay_start: 576,
                padding_end: 1930,
                source_sample_frequency: 1,
                unwise_setting: 1,
                stereo_mode: 3,
                noise_shaping: 1,
                mp3_gain: -3,
                surround_info: 2,
                music_length: 123_456,
                music_crc: 0x1234,
                header_crc: 0x5678,
            }
        );
    }

    #[test]
    fn what_is_unknown() {
        let mut data = [0; HEADER_LEN];
        let lame = LameHeader::parse(&data, None).expect("valid");
        assert_eq!((lame.track_peak, lame.track_gain, lame.album_gain), (None, None, None));
        assert_eq!((lame.settings.quality, lame.settings.vbr_quality), (1, 10));
        let lame = LameHeader::parse(&data, Some(103)).expect("valid");
        assert_eq!((lame.settings.quality, lame.settings.vbr_quality), (7, -1));
        assert_eq!(LameHeader::parse(&data[1..], None), None);
        data[0] = 0x10;
        assert_eq!(LameHeader::parse(&data, None), None);
    }

    proptest! {
        #[test]
        fn arbitrary_bytes(rest: [u8; VERSION_FIELD_LEN], data: [u8; HEADER_LEN], scale: u32) {
            let mut field = rest;
            field[..4].copy_from_slice(b"LAME");
            if let Some(version) = LameVersion::parse(&field) {
                let start = format!("{}.", version.major);
                prop_assert!(version.to_string().starts_with(&start));
            }
            let lame = LameHeader::parse(&data, Some(scale));
            prop_assert_eq!(lame.is_some(), data[0] < 0x10);
        }
    }
}
