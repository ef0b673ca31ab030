//! The header and the footer of a tag: 32 bytes of the same form ("APE Tags Header").

use crate::bytes::Cursor;

/// What both begin with.
pub const MAGIC: &[u8; 8] = b"APETAGEX";

/// Length of a header or footer in bytes.
pub const LEN: u64 = 32;

/// Flag: the tag has a header.
pub const HAS_HEADER: u32 = 1 << 31;

/// Flag: this is the header, not the footer.
pub const IS_HEADER: u32 = 1 << 29;

/// The version that is written. Others are read as if they were this one.
const VERSION: u32 = 2000;

/// What a header or footer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields {
    pub version: [u8; 4],
    /// Bytes of the items and the footer.
    pub size: u32,
    /// Number of items; some writers count wrongly.
    pub items: u32,
    pub flags: u32,
}

impl Fields {
    /// Reads what follows the magic bytes.
    pub fn parse(data: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(data);
        let version = cursor.array()?;
        let mut number = || cursor.array().map(u32::from_le_bytes);
        Some(Self { version, size: number()?, items: number()?, flags: number()? })
    }
}

/// The header of a tag, if `flags` say so, or its footer. `size` counts items and footer.
pub fn render(size: u32, items: u32, flags: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(LEN as usize);
    bytes.extend_from_slice(MAGIC);
    for number in [VERSION, size, items, flags, 0, 0] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let bytes = render(99, 3, HAS_HEADER | IS_HEADER);
        assert_eq!(bytes.len() as u64, LEN);
        assert!(bytes.starts_with(MAGIC));
        let fields = Fields { version: [208, 7, 0, 0], size: 99, items: 3, flags: 0xa000_0000 };
        assert_eq!(Fields::parse(&bytes[8..]), Some(fields));
        assert_eq!(Fields::parse(&bytes[8..23]), None);
    }
}
