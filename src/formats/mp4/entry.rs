//! The entry of a sample description that tells of audio (ISO/IEC 14496-12, section 8.5.2.2), and
//! the atoms inside of it that know more of some codecs.

use super::atom::Atoms;
use super::entry_descriptor::{self, DecoderConfig, Reason};
use crate::bytes::{Bits, Cursor};
use crate::source::{Loader, MemorySource};

const CUT_OFF: Reason = "sample entry is cut off";

/// Channels of AC-3 by its audio coding mode, without the low frequency one (ETSI TS 102 366,
/// table 4.3).
const AC3_CHANNELS: [u32; 8] = [2, 1, 2, 3, 3, 4, 4, 5];

/// Bitrates of AC-3 in kbit/s by their code (table F.4.1).
const AC3_BITRATES: [u32; 19] =
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];

/// What an entry says of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AudioEntry {
    /// The name of the entry: that of the codec.
    pub name: [u8; 4],
    pub channels: u32,
    /// In bits.
    pub sample_size: u32,
    /// In Hz.
    pub sample_rate: u32,
    /// In bit/s; 0 if the entry does not know.
    pub bitrate: u32,
    /// How to decode MPEG-4 audio, and what else has the name "mp4a".
    pub decoder: Option<DecoderConfig>,
}

impl AudioEntry {
    /// Reads the content of the entry of that name. Its first inner atom is what counts.
    ///
    /// # Errors
    /// A reason if the entry or its inner atom are cut off or cannot be understood; an entry
    /// without an inner atom is cut off too.
    pub fn read(name: [u8; 4], data: &[u8]) -> Result<Self, Reason> {
        let (mut entry, rest) = Self::read_fields(name, data).ok_or(CUT_OFF)?;
        let (inner, content) = first_atom(rest).ok_or("no atom inside the sample entry")?;
        let content = || content.ok_or("atom inside the sample entry is cut off");
        match (&name, &inner) {
            (b"mp4a", b"esds") => entry.read_esds(content()?)?,
            (b"alac", b"alac") => entry.read_alac(content()?)?,
            (b"ac-3", b"dac3") => entry.read_ac3(content()?).ok_or(CUT_OFF)?,
            _ => {}
        }
        Ok(entry)
    }

    /// The fields of every entry, and what follows them.
    fn read_fields(name: [u8; 4], data: &[u8]) -> Option<(Self, &[u8])> {
        let mut cursor = Cursor::new(data);
        cursor.take(16)?; // reserved, index of the data reference
        let channels = cursor.u16_be()?.into();
        let sample_size = cursor.u16_be()?.into();
        cursor.take(4)?;
        let sample_rate = cursor.u32_be()? >> 16;
        let entry = Self { name, channels, sample_size, sample_rate, bitrate: 0, decoder: None };
        Some((entry, cursor.rest()))
    }

    fn read_esds(&mut self, data: &[u8]) -> Result<(), Reason> {
        let decoder = entry_descriptor::read(content_of_version_0(data)?)?.decoder;
        self.bitrate = decoder.average_bitrate;
        self.decoder = Some(decoder);
        if let Some(audio) = decoder.audio {
            let known = |number: u32| (number != 0).then_some(number);
            self.channels = known(audio.channels()).unwrap_or(self.channels);
            self.sample_rate = known(audio.output_rate()).unwrap_or(self.sample_rate);
        }
        Ok(())
    }

    /// The "magic cookie" of ALAC knows better than the fields of the entry, which some writers
    /// leave at 44.1 kHz and two channels.
    fn read_alac(&mut self, data: &[u8]) -> Result<(), Reason> {
        let mut cursor = Cursor::new(content_of_version_0(data)?);
        let read = |cursor: &mut Cursor<'_>| {
            cursor.take(4)?; // length of a frame
            Some(cursor.u8()? == 0)
        };
        if !read(&mut cursor).ok_or(CUT_OFF)? {
            return Ok(()); // a version that is not compatible with the first
        }
        let mut read = || {
            self.sample_size = cursor.u8()?.into();
            cursor.take(3)?;
            self.channels = cursor.u8()?.into();
            cursor.take(6)?;
            self.bitrate = cursor.u32_be()?;
            self.sample_rate = cursor.u32_be()?;
            Some(())
        };
        read().ok_or(CUT_OFF)
    }

    /// Annex F.4 of ETSI TS 102 366. The sampling rate of the entry covers more than the one
    /// here.
    fn read_ac3(&mut self, data: &[u8]) -> Option<()> {
        let mut bits = Bits::new(data);
        bits.skip(2 + 5 + 3)?; // sampling rate, bit stream identification and mode
        let mode = bits.take(3)?;
        let low_frequency = bits.take(1)?;
        let code = bits.take(5)?;
        self.channels = AC3_CHANNELS.get(mode as usize)? + low_frequency;
        if let Some(bitrate) = AC3_BITRATES.get(code as usize) {
            self.bitrate = bitrate * 1000;
        }
        Some(())
    }

    /// The codec, with its parameter if it is MPEG-4 audio, such as "mp4a.40.2" (RFC 6381).
    pub fn codec(&self) -> String {
        let mut codec: String = self.name.map(char::from).iter().collect();
        if let Some(decoder) = self.decoder {
            codec.push_str(&decoder.codec_parameter());
        }
        codec
    }

    /// A name of the codec to be shown, such as "AAC LC+SBR"; if there is none, [`Self::codec`]
    /// in capitals.
    pub fn codec_description(&self) -> String {
        let audio = self.decoder.and_then(|decoder| decoder.audio);
        audio.and_then(|audio| audio.description()).unwrap_or_else(|| self.codec().to_uppercase())
    }
}

/// Name and content of the atom that `data` begin with; without the content if that is cut off.
pub(super) fn first_atom(data: &[u8]) -> Option<([u8; 4], Option<&[u8]>)> {
    let mut source = MemorySource(data);
    let (atoms, _) = Atoms::read_one(&mut Loader::new(&mut source), 0, true).ok()?;
    let atom = atoms.roots().next()?;
    let range = usize::try_from(atom.data).ok()?..usize::try_from(atom.end()).ok()?;
    Some((atom.name, data.get(range)))
}

/// Version and flags of an atom that has them, and what follows.
pub fn full_atom(data: &[u8]) -> Option<(u8, u32, &[u8])> {
    let mut cursor = Cursor::new(data);
    Some((cursor.u8()?, cursor.u24_be()?, cursor.rest()))
}

fn content_of_version_0(data: &[u8]) -> Result<&[u8], Reason> {
    match full_atom(data) {
        Some((0, _, content)) => Ok(content),
        Some(_) => Err("unsupported version of an atom inside the sample entry"),
        None => Err("atom inside the sample entry is cut off"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The fields of an entry: 2 channels, 16 bits, 8 kHz.
    const FIELDS: &[u8; 28] = b"\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\x02\0\x10\0\0\0\0\x1f\x40\0\0";

    fn with(inner: &[u8]) -> Vec<u8> {
        [FIELDS, inner].concat()
    }

    #[test]
    fn alac_cookie() {
        let inner = b"\0\0\0\x24alac\0\0\0\0\0\0\x10\0\0\x18\x28\x0a\x0e\x01\0\xff\0\0\x46\x2f\0\x25\x32\xd5\0\x01\x58\x88";
        let entry = AudioEntry::read(*b"alac", &with(inner)).expect("whole");
        assert_eq!((entry.channels, entry.sample_size, entry.sample_rate), (1, 24, 88200));
        assert_eq!((entry.bitrate, entry.codec_description().as_str()), (2_437_845, "ALAC"));
        let mut other = inner.to_vec();
        other[16] = 1;
        let entry = AudioEntry::read(*b"alac", &with(&other)).expect("not understood, but whole");
        assert_eq!((entry.channels, entry.sample_rate, entry.bitrate), (2, 8000, 0));
        other[8] = 1;
        assert!(AudioEntry::read(*b"alac", &with(&other)).is_err());
    }

    #[test]
    fn ac3_modes() {
        for (content, channels, bitrate) in
            [(b"R\x09\0", 1, 128_000), (b"\x10\x3d\xc0", 6, 384_000), (b"\x10\x03\xff", 2, 0)]
        {
            let entry =
                AudioEntry::read(*b"ac-3", &with(&[b"\0\0\0\x0bdac3", &content[..]].concat()))
                    .expect("whole");
            assert_eq!((entry.channels, entry.bitrate), (channels, bitrate));
            assert_eq!(
                (entry.codec().as_str(), entry.codec_description().as_str()),
                ("ac-3", "AC-3")
            );
        }
    }

    #[test]
    fn other_codecs_need_an_inner_atom() {
        let entry = AudioEntry::read(*b"\xb5\xdfab", &with(b"\0\0\0\x08free")).expect("whole");
        assert_eq!((entry.channels, entry.sample_rate, entry.sample_size), (2, 8000, 16));
        assert_eq!(entry.codec(), "\u{b5}\u{df}ab");
        assert_eq!(entry.codec_description(), "\u{39c}SSAB");
        assert!(AudioEntry::read(*b"sowt", FIELDS).is_err());
        assert!(AudioEntry::read(*b"sowt", &FIELDS[..20]).is_err());
    }

    proptest! {
        #[test]
        fn arbitrary_bytes(
            name in prop::sample::select(vec![*b"mp4a", *b"alac", *b"ac-3", *b"samr"]),
            inner in prop::sample::select(vec![*b"esds", *b"alac", *b"dac3"]),
            content in prop::collection::vec(any::<u8>(), 0..60),
        ) {
            let len = (content.len() as u32 + 8).to_be_bytes();
            let data = with(&[&len[..], &inner, &content].concat());
            if let Ok(entry) = AudioEntry::read(name, &data) {
                prop_assert!(!entry.codec_description().is_empty());
            }
            let _ = AudioEntry::read(name, &content);
        }
    }
}
