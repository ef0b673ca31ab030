//! Metadata blocks: their headers, and their bytes (RFC 9639, section 8.1).

use super::{CueSheet, Picture, StreamInfo, seek_table};
use crate::bytes::Cursor;
use crate::error::Result;
use crate::formats::vorbis::{Comments, Rules};
use crate::splice::Content;
use bytes::Bytes;

pub const STREAM_INFO: u8 = 0;
pub const PADDING: u8 = 1;
pub const SEEK_TABLE: u8 = 3;
pub const VORBIS_COMMENT: u8 = 4;
pub const CUE_SHEET: u8 = 5;
pub const PICTURE: u8 = 6;

/// Length of the header of a block in bytes.
pub const HEADER_LEN: usize = 4;

/// What the length of a block is at most.
pub const MAX_LEN: u32 = (1 << 24) - 1;

/// Rules for the comments of a block.
pub const COMMENT_RULES: Rules = Rules { whole: true, framing: false };

/// The header of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The kind, up to 127.
    pub code: u8,
    /// Length of what follows, as the header claims.
    pub len: u32,
    pub is_last: bool,
}

impl Header {
    pub const fn parse(bytes: [u8; HEADER_LEN]) -> Self {
        let [code, high, middle, low] = bytes;
        let len = u32::from_be_bytes([0, high, middle, low]);
        Self { code: code & 0x7f, len, is_last: code & 0x80 != 0 }
    }

    /// The header as it is written; of a length that is too large, the lower bits.
    pub const fn render(self) -> [u8; HEADER_LEN] {
        let [_, high, middle, low] = self.len.to_be_bytes();
        let mark = if self.is_last { 0x80 } else { 0 };
        [self.code | mark, high, middle, low]
    }

    /// Whether the length of such a block is found out from its content. Some writers store a
    /// wrong one for comments and pictures, and the reference decoder reads those all the same.
    pub const fn is_distrusted(self) -> bool {
        matches!(self.code, VORBIS_COMMENT | PICTURE)
    }
}

/// A block of a document, kept as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    pub code: u8,
    /// The length that its header claims.
    pub claimed: u32,
    /// What follows the header; nothing for padding.
    pub bytes: &'a [u8],
}

impl<'a> Block<'a> {
    /// The comments of a block of that kind, whose length is that of its comments.
    pub const fn comments(self) -> Comments<'a> {
        Comments::known(self.bytes)
    }

    /// The picture of a block of that kind.
    ///
    /// # Errors
    /// Malformed for another block.
    pub fn picture(self) -> Result<Picture<&'a [u8]>> {
        Picture::read(&mut Cursor::new(self.bytes))
    }

    /// What is written for a block that nobody has changed: what was understood of it, which is
    /// all of it unless it breaks the rules. `share` gives a shared slice of bytes that stand in
    /// a buffer.
    ///
    /// # Errors
    /// Malformed if mistakes cannot be repaired, for want of room.
    pub fn render(self, share: impl Fn(&[u8]) -> Option<Bytes>) -> Result<Content> {
        let shared = |bytes: &[u8]| {
            Content::from(share(bytes).unwrap_or_else(|| Bytes::copy_from_slice(bytes)))
        };
        Ok(match self.code {
            STREAM_INFO => StreamInfo::read(&mut Cursor::new(self.bytes))?.render().into(),
            PADDING => {
                let mut content = Content::default();
                content.push_zeros(self.claimed as usize);
                content
            }
            SEEK_TABLE => shared(seek_table::whole_points(self.bytes)),
            VORBIS_COMMENT => self.comments().render(share)?,
            CUE_SHEET => CueSheet::read(&mut Cursor::new(self.bytes))?.render()?.into(),
            PICTURE => {
                let picture = self.picture()?;
                if picture.is_canonical() { shared(self.bytes) } else { picture.repaired(share)? }
            }
            _ => shared(self.bytes),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        let header = Header { code: 4, len: 0x01_0203, is_last: true };
        assert_eq!(Header::parse([0x84, 1, 2, 3]), header);
        assert_eq!(header.render(), [0x84, 1, 2, 3]);
        assert!(header.is_distrusted());
        assert!(!Header { code: 3, ..header }.is_distrusted());
    }

    #[test]
    fn what_breaks_the_rules_is_written_as_it_was_understood() {
        let render = |code, bytes: &[u8]| {
            let block = Block { code, claimed: bytes.len() as u32, bytes };
            block.render(|_| None).map(|content| content.to_vec()).unwrap_or_default()
        };
        let table = [7; 18 * 2 + 5];
        assert_eq!(render(SEEK_TABLE, &table), table[..36]);
        let mut sheet = vec![0xff; 396];
        sheet[395] = 0;
        let written = render(CUE_SHEET, &sheet);
        assert_eq!(written.len(), 396);
        assert_eq!(written[136..], [&[0x80][..], &[0; 259]].concat());
        assert_eq!(render(2, b"test1234"), b"test1234");
        assert_eq!(render(PADDING, b""), b"");
    }
}
