//! Descriptors of an elementary stream: what an `esds` atom holds (ISO/IEC 14496-1, section 7.2.6).

use super::entry_aac::AudioConfig;
use crate::bytes::Bits;

/// The tag of an [`EsDescriptor`].
pub const ES_TAG: u32 = 3;
/// The tag of a [`DecoderConfig`].
pub const DECODER_CONFIG_TAG: u32 = 4;
/// The tag of an [`AudioConfig`] inside of it.
pub const DECODER_SPECIFIC_TAG: u32 = 5;

/// What is said of an object type that is MPEG-4 audio, in a stream of audio.
const MPEG4_AUDIO: (u32, u32) = (0x40, 5);

/// Why a descriptor cannot be read.
pub type Reason = &'static str;

const ENDS: Reason = "not enough data";

/// `ES_Descriptor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EsDescriptor<'a> {
    pub id: u32,
    pub stream_dependence: bool,
    pub has_url: bool,
    pub ocr_stream: bool,
    pub priority: u32,
    pub depends_on: Option<u32>,
    pub url: Option<&'a [u8]>,
    pub ocr_id: Option<u32>,
    pub decoder: DecoderConfig,
}

/// `DecoderConfigDescriptor`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecoderConfig {
    /// What kind of stream it is; 0x40 for MPEG-4 audio.
    pub object_type: u32,
    pub stream_type: u32,
    pub up_stream: bool,
    pub reserved: bool,
    /// In bytes.
    pub buffer_size: u32,
    /// In bit/s.
    pub max_bitrate: u32,
    /// In bit/s; 0 if it is not constant.
    pub average_bitrate: u32,
    pub audio: Option<AudioConfig>,
}

impl<'a> EsDescriptor<'a> {
    /// Reads what follows tag and length.
    ///
    /// # Errors
    /// A reason if the data end before, or do not hold a [`DecoderConfig`].
    pub fn read(bits: &mut Bits<'a>, _len: u64) -> Result<Self, Reason> {
        let (mut descriptor, tag) = Self::read_head(bits).ok_or(ENDS)?;
        if tag != DECODER_CONFIG_TAG {
            return Err("no decoder config descriptor where one should be");
        }
        descriptor.decoder = descriptor_of(bits, DecoderConfig::read)?;
        Ok(descriptor)
    }

    /// Everything but the decoder's part, and the tag of what follows.
    fn read_head(bits: &mut Bits<'a>) -> Option<(Self, u32)> {
        let mut descriptor = Self {
            id: bits.take(16)?,
            stream_dependence: bits.flag()?,
            has_url: bits.flag()?,
            ocr_stream: bits.flag()?,
            priority: bits.take(5)?,
            depends_on: None,
            url: None,
            ocr_id: None,
            decoder: DecoderConfig::default(),
        };
        if descriptor.stream_dependence {
            descriptor.depends_on = Some(bits.take(16)?);
        }
        if descriptor.has_url {
            let len = bits.take(8)?;
            descriptor.url = Some(bits.bytes(len as usize)?);
        }
        if descriptor.ocr_stream {
            descriptor.ocr_id = Some(bits.take(16)?);
        }
        Some((descriptor, bits.take(8)?))
    }
}

impl DecoderConfig {
    /// Reads what follows tag and length.
    ///
    /// # Errors
    /// A reason if the data end before.
    pub fn read(bits: &mut Bits<'_>, len: u64) -> Result<Self, Reason> {
        let start = bits.position();
        let mut config = Self::read_head(bits).ok_or(ENDS)?;
        let is_audio = (config.object_type, config.stream_type) == MPEG4_AUDIO;
        if !is_audio || bits.position().saturating_sub(start) == len.saturating_mul(8) {
            return Ok(config);
        }
        if bits.take(8).ok_or(ENDS)? == DECODER_SPECIFIC_TAG {
            let read = |bits: &mut Bits<'_>, len| AudioConfig::read(bits, len).ok_or(ENDS);
            config.audio = Some(descriptor_of(bits, read)?);
        }
        Ok(config)
    }

    fn read_head(bits: &mut Bits<'_>) -> Option<Self> {
        Some(Self {
            object_type: bits.take(8)?,
            stream_type: bits.take(6)?,
            up_stream: bits.flag()?,
            reserved: bits.flag()?,
            buffer_size: bits.take(24)?,
            max_bitrate: bits.take(32)?,
            average_bitrate: bits.take(32)?,
            audio: None,
        })
    }

    /// What stands behind "mp4a" in the name of the codec (RFC 6381, section 3.3).
    pub fn codec_parameter(&self) -> String {
        match self.audio {
            Some(audio) => format!(".{:X}.{}", self.object_type, audio.object_type),
            None => format!(".{:X}", self.object_type),
        }
    }
}

/// Reads the length of a descriptor: seven bits a byte, at most four bytes.
///
/// # Errors
/// A reason if the data end before, or the fourth byte promises a fifth.
pub fn length(bits: &mut Bits<'_>) -> Result<u64, Reason> {
    let mut len = 0;
    for _ in 0..4 {
        let byte = bits.take(8).ok_or(ENDS)?;
        len = len << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Ok(len);
        }
    }
    Err("length of a descriptor has no end")
}

/// Reads a descriptor behind its tag, its length first, and goes to its end. Some writers state
/// a length that is less than what they write: then its content says where it ends.
///
/// # Errors
/// As [`length`] and `read`.
pub fn descriptor_of<'a, T>(
    bits: &mut Bits<'a>,
    read: impl FnOnce(&mut Bits<'a>, u64) -> Result<T, Reason>,
) -> Result<T, Reason> {
    let len = length(bits)?;
    let start = bits.position();
    let content = read(bits, len)?;
    bits.align();
    let used = bits.position().saturating_sub(start) / 8;
    // Fits, as a length has 28 bits.
    bits.skip(8 * u32::try_from(len.saturating_sub(used)).unwrap_or_default()).ok_or(ENDS)?;
    Ok(content)
}

/// Reads the content of an `esds` atom behind its version and flags.
///
/// # Errors
/// A reason if it is no [`EsDescriptor`] that can be read.
pub fn read(data: &[u8]) -> Result<EsDescriptor<'_>, Reason> {
    let mut bits = Bits::new(data);
    if bits.take(8).ok_or(ENDS)? != ES_TAG {
        return Err("unexpected descriptor");
    }
    descriptor_of(&mut bits, EsDescriptor::read)
}

#[cfg(test)]
mod tests {
    use super::super::entry_aac::Presence;
    use super::*;
    use proptest::prelude::*;

    /// As ffmpeg writes it, with lengths of four bytes.
    const ESDS: &[u8] = b"\x03\x80\x80\x80\x22\0\x01\0\x04\x80\x80\x80\x14\x40\x15\0\0\0\
        \0\x01\xf4\0\0\x01\xf4\0\x05\x80\x80\x80\x02\x12\x10\x06\x80\x80\x80\x01\x02";

    #[test]
    fn a_usual_one() {
        let descriptor = read(ESDS).expect("whole");
        let decoder = descriptor.decoder;
        assert_eq!((descriptor.id, decoder.stream_type, decoder.average_bitrate), (1, 5, 128_000));
        assert_eq!(decoder.codec_parameter(), ".40.2");
        assert_eq!(decoder.audio.map(|audio| audio.sbr), Some(Presence::Unknown));
    }

    #[test]
    fn optional_parts() {
        let mut esds = b"\x03\x20\0\x01\xe3\0\x09\x04http\0\x07\x04\x0d\x6b\x15".to_vec();
        esds.resize(esds.len() + 11, 0);
        let descriptor = read(&esds).expect("whole");
        assert_eq!(descriptor.url, Some(&b"http"[..]));
        assert_eq!((descriptor.depends_on, descriptor.ocr_id), (Some(9), Some(7)));
        assert_eq!(descriptor.decoder.codec_parameter(), ".6B");
        esds.pop();
        assert_eq!(read(&esds), Err("not enough data"));
    }

    #[test]
    fn lengths() {
        for (data, len) in
            [(&[0x7f][..], 0x7f), (&[0x81, 0], 0x80), (&[0xff, 0xff, 0xff, 0x7f], (1 << 28) - 1)]
        {
            assert_eq!(length(&mut Bits::new(data)), Ok(len));
        }
        assert!(length(&mut Bits::new(&[0x80, 0x80, 0x80, 0x80, 0])).is_err());
        assert!(length(&mut Bits::new(&[0x80])).is_err());
    }

    proptest! {
        /// Changed bytes of a descriptor, and any length of it.
        #[test]
        fn damage(
            changes in prop::collection::vec((0..ESDS.len(), any::<u8>()), 0..6),
            len in 0..ESDS.len(),
        ) {
            let mut data = ESDS.to_vec();
            for (position, byte) in changes {
                data[position] = byte;
            }
            let _ = (read(&data), read(&data[..len]));
        }
    }
}
