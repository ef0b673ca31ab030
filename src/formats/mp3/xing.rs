//! Xing's VBR header, in place of the first frame's samples. LAME writes it with its own
//! extension, and with the name `Info` in files of constant bitrate.
//!
//! Source: Xing's VBR header SDK (`dxhead.c`), and the "Mp3 Info Tag revision 1" specification.

use super::frame::{FrameHeader, MONO, Version};
use super::lame::{EXTENSION_LEN, LameHeader, LameVersion, VERSION_FIELD_LEN, VERSION_LEN};
use crate::bytes::Cursor;

const HAS_FRAMES: u32 = 1;
const HAS_BYTES: u32 = 2;
const HAS_TOC: u32 = 4;
const HAS_VBR_SCALE: u32 = 8;

/// Entries of the table of contents, one for each percent of the playing time.
pub const TOC_LEN: usize = 100;

/// Length of the longest header in bytes, with LAME's extension.
pub const MAX_LEN: usize = 8 + 4 + 4 + TOC_LEN + 4 + EXTENSION_LEN;

/// How an encoder chose the bitrate of each frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitrateMode {
    /// Probably constant.
    Unknown,
    Constant,
    Variable,
    /// Variable, with a given average.
    Average,
}

/// What the header says. A number is `None` if the header lacks it.
#[derive(Clone, Copy, Debug)]
pub struct Xing<'a> {
    /// Whether the name is `Info`.
    pub is_info: bool,
    /// Number of frames after this one.
    pub frames: Option<u32>,
    /// Number of bytes, with this frame.
    pub bytes: Option<u32>,
    /// Positions in the stream, in 256ths of its bytes.
    pub toc: Option<&'a [u8; TOC_LEN]>,
    /// Quality from 0, best, to 100.
    pub vbr_scale: Option<u32>,
    /// The text of the version, where it is LAME's.
    pub version_field: Option<&'a [u8; VERSION_FIELD_LEN]>,
    pub version: Option<LameVersion<'a>>,
    pub lame: Option<LameHeader>,
    /// Bytes that a reader goes through to tell all of this, those of a missing version too.
    pub len: usize,
}

impl<'a> Xing<'a> {
    /// Where the header stands, counted from the start of a layer 3 frame: after the frame's
    /// header and side information (ISO 11172-3, section 2.4.1.7).
    pub const fn offset(frame: FrameHeader) -> usize {
        match (frame.version, frame.mode) {
            (Version::V1, MONO) => 21,
            (Version::V1, _) => 36,
            (_, MONO) => 13,
            _ => 21,
        }
    }

    /// Reads a header from the start of `data`. `None` if it is not one or is cut short; the
    /// extension is missing where it is damaged.
    pub fn parse(data: &'a [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(data);
        let is_info = match &cursor.array::<4>()? {
            b"Xing" => false,
            b"Info" => true,
            _ => return None,
        };
        let flags = cursor.u32_be()?;
        let mut number = |flag| match flags & flag {
            0 => Some(None),
            _ => cursor.u32_be().map(Some),
        };
        let frames = number(HAS_FRAMES)?;
        let bytes = number(HAS_BYTES)?;
        let toc = match flags & HAS_TOC {
            0 => None,
            _ => Some(cursor.take(TOC_LEN)?.first_chunk()?),
        };
        let vbr_scale = match flags & HAS_VBR_SCALE {
            0 => None,
            _ => Some(cursor.u32_be()?),
        };
        let rest = cursor.rest();
        let field = rest.first_chunk();
        let version = field.and_then(LameVersion::parse);
        let lame = version
            .filter(|version| version.has_header)
            .and_then(|_| LameHeader::parse(rest.get(VERSION_LEN..)?, vbr_scale));
        let version_field = field.filter(|_| version.is_some());
        let extended = version.is_some_and(|version| version.has_header);
        let extension = if extended { EXTENSION_LEN } else { VERSION_FIELD_LEN };
        let len = data.len() - rest.len() + extension.min(rest.len());
        Some(Self { is_info, frames, bytes, toc, vbr_scale, version_field, version, lame, len })
    }

    /// How the bitrate was chosen, as far as the header betrays it.
    pub fn bitrate_mode(&self) -> BitrateMode {
        let told = self.lame.and_then(|lame| match lame.settings.vbr_method {
            1 | 8 => Some(BitrateMode::Constant),
            2 | 9 => Some(BitrateMode::Average),
            3..=6 => Some(BitrateMode::Variable),
            _ => None,
        });
        match told {
            Some(mode) => mode,
            None if self.is_info => BitrateMode::Constant,
            None if self.vbr_scale.is_some() || self.version.is_some() => BitrateMode::Variable,
            None => BitrateMode::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header(name: &[u8], flags: u8) -> Vec<u8> {
        [name, &[0, 0, 0, flags]].concat()
    }

    #[test]
    fn every_field() {
        let mut data = header(b"Xing", 0xf);
        data.extend(1000u32.to_be_bytes());
        data.extend(400_000u32.to_be_bytes());
        data.extend(0..TOC_LEN as u8);
        data.extend(78u32.to_be_bytes());
        let xing = Xing::parse(&data).expect("valid");
        assert_eq!((xing.is_info, xing.frames, xing.bytes), (false, Some(1000), Some(400_000)));
        assert_eq!(xing.toc.map(|toc| (toc[0], toc[99])), Some((0, 99)));
        assert_eq!(xing.vbr_scale, Some(78));
        assert!(xing.version.is_none() && xing.lame.is_none());
        assert_eq!(xing.bitrate_mode(), BitrateMode::Variable);
        for len in 0..data.len() {
            assert!(Xing::parse(&data[..len]).is_none(), "cut to {len}");
        }
    }

    #[test]
    fn bitrate_mode_without_lame() {
        let mode = |data: &[u8]| Xing::parse(data).map(|xing| xing.bitrate_mode());
        assert_eq!(mode(&header(b"Info", 0)), Some(BitrateMode::Constant));
        assert_eq!(mode(&header(b"Xing", 0)), Some(BitrateMode::Unknown));
        let old = [header(b"Xing", 0).as_slice(), b"LAME3.88 (beta)\0\0\0\0\0"].concat();
        assert_eq!(mode(&old), Some(BitrateMode::Variable));
        assert_eq!(mode(&header(b"Xong", 0)), None);
    }

    #[test]
    fn lame_extension_follows() {
        let mut data = header(b"Info", 0);
        data.extend(b"LAME3.100");
        data.extend([2, 170]);
        data.extend([0; 25]);
        let xing = Xing::parse(&data).expect("valid");
        let lame = xing.lame.expect("complete");
        assert_eq!((lame.settings.vbr_method, lame.settings.lowpass_filter), (2, 17000));
        assert_eq!(xing.bitrate_mode(), BitrateMode::Average);
        assert!(xing.version_field.is_some() && xing.lame.is_some());
        // What is cut off, or of an unknown revision, leaves the version.
        data.pop();
        let cut = Xing::parse(&data).expect("valid");
        assert!(cut.lame.is_none() && cut.version.is_some());
        assert!(cut.lame.is_none());
    }

    #[test]
    fn offsets() {
        let offset =
            |second, fourth| FrameHeader::parse([0xff, second, 0x90, fourth]).map(Xing::offset);
        assert_eq!([offset(0xfb, 0), offset(0xfb, 0xc0)], [Some(36), Some(21)]);
        assert_eq!([offset(0xf3, 0), offset(0xf3, 0xc0)], [Some(21), Some(13)]);
        assert_eq!([offset(0xe3, 0), offset(0xe3, 0xc0)], [Some(21), Some(13)]);
    }

    proptest! {
        #[test]
        fn arbitrary_bytes(flags: u8, rest in prop::collection::vec(any::<u8>(), 0..200)) {
            let data = [header(b"Info", flags), rest].concat();
            if let Some(xing) = Xing::parse(&data) {
                prop_assert!(xing.lame.is_none() || xing.version.is_some());
                // Nothing beyond the longest header is looked at.
                let head = Xing::parse(data.get(..MAX_LEN).unwrap_or(&data));
                prop_assert_eq!(format!("{xing:?}"), format!("{:?}", head.expect("as long")));
            }
        }
    }
}
