//! Pictures (RFC 9639, section 8.8), which Vorbis comments hold in base64 as well.

use super::{exact, malformed};
use crate::bytes::Input;
use crate::error::Result as CoreResult;
use crate::splice::Content;
use bytes::Bytes;

/// A picture with its texts as they stand in the block, in UTF-8 if nobody made a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture<B> {
    /// What it shows, as in the APIC frame of ID3v2; 3 is the front cover.
    pub kind: u32,
    pub mime: B,
    pub desc: B,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    /// In bits a pixel.
    pub depth: u32,
    /// Of a palette; 0 if there is none.
    pub colors: u32,
    pub data: B,
}

fn number<I: Input>(input: &mut I) -> Result<u32, I::Error> {
    let bytes = exact(input, 4)?;
    Ok(bytes.as_ref().first_chunk().copied().map(u32::from_be_bytes).unwrap_or_default())
}

fn counted<I: Input>(input: &mut I) -> Result<I::Bytes, I::Error> {
    let len = number(input)?;
    exact(input, len as usize)
}

impl<B: AsRef<[u8]>> Picture<B> {
    /// Reads a block.
    ///
    /// # Errors
    /// Malformed for one that is cut off; what the input reports.
    pub fn read<I: Input<Bytes = B>>(input: &mut I) -> Result<Self, I::Error> {
        Ok(Self {
            kind: number(input)?,
            mime: counted(input)?,
            desc: counted(input)?,
            width: number(input)?,
            height: number(input)?,
            depth: number(input)?,
            colors: number(input)?,
            data: counted(input)?,
        })
    }

    /// All of the block but the data.
    ///
    /// # Errors
    /// Malformed if a text or the data are too large for the format.
    pub fn head(&self) -> CoreResult<Vec<u8>> {
        let (mime, desc) = (self.mime.as_ref(), self.desc.as_ref());
        let len = |bytes: &[u8]| {
            u32::try_from(bytes.len()).map_err(|_| malformed("picture is too large"))
        };
        let mut bytes = Vec::with_capacity(32 + mime.len() + desc.len());
        let mut put = |number: u32, text: &[u8]| {
            bytes.extend_from_slice(&number.to_be_bytes());
            bytes.extend_from_slice(text);
        };
        put(self.kind, &[]);
        put(len(mime)?, mime);
        put(len(desc)?, desc);
        for number in [self.width, self.height, self.depth, self.colors] {
            put(number, &[]);
        }
        put(len(self.data.as_ref())?, &[]);
        Ok(bytes)
    }

    /// Whether its texts are UTF-8, so that it is written as it stands.
    pub fn is_canonical(&self) -> bool {
        [&self.mime, &self.desc].iter().all(|text| str::from_utf8(text.as_ref()).is_ok())
    }

    /// The block with what is not UTF-8 replaced.
    ///
    /// # Errors
    /// Malformed if a text is too large for the format then.
    pub fn repaired(&self, share: impl Fn(&[u8]) -> Option<Bytes>) -> CoreResult<Content> {
        let (mime, desc) = (
            String::from_utf8_lossy(self.mime.as_ref()),
            String::from_utf8_lossy(self.desc.as_ref()),
        );
        let data = self.data.as_ref();
        let picture = Picture {
            kind: self.kind,
            mime: mime.as_bytes(),
            desc: desc.as_bytes(),
            width: self.width,
            height: self.height,
            depth: self.depth,
            colors: self.colors,
            data,
        };
        let mut content = Content::from(picture.head()?);
        content.push(share(data).unwrap_or_else(|| Bytes::copy_from_slice(data)));
        Ok(content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::Cursor;
    use proptest::prelude::*;

    #[test]
    fn round_trip() -> CoreResult<()> {
        let picture = Picture {
            kind: 3,
            mime: &b"image/png"[..],
            desc: "é".as_bytes(),
            width: 1,
            height: 2,
            depth: 24,
            colors: 0,
            data: b"data",
        };
        let bytes = [&picture.head()?[..], picture.data].concat();
        let mut cursor = Cursor::new(&bytes);
        assert_eq!(Picture::read(&mut cursor)?, picture);
        assert!(cursor.is_empty() && picture.is_canonical());
        for len in 0..bytes.len() {
            assert!(Picture::read(&mut Cursor::new(&bytes[..len])).is_err());
        }
        let broken = Picture { desc: &b"\xff"[..], ..picture };
        assert!(!broken.is_canonical());
        let repaired = broken.repaired(|_| None)?.to_vec();
        let expected = Picture { desc: "\u{fffd}".as_bytes(), ..picture };
        assert_eq!(Picture::read(&mut Cursor::new(&repaired))?, expected);
        Ok(())
    }

    proptest! {
        #[test]
        fn arbitrary_bytes(bytes in prop::collection::vec(0u8..3, 0..80)) {
            let mut cursor = Cursor::new(&bytes);
            if let Ok(picture) = Picture::read(&mut cursor) {
                let written = [picture.head().unwrap_or_default(), picture.data.to_vec()].concat();
                prop_assert!(bytes.starts_with(&written));
                prop_assert_eq!(bytes.len() - cursor.len(), written.len());
            }
        }
    }
}
