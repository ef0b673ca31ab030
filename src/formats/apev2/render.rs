//! Writing a tag: the only place that puts bytes of `APEv2` together.

use super::header::{self, HAS_HEADER, IS_HEADER};
use super::item::{Kind, is_valid_key};
use super::malformed;
use crate::error::{self, Error, Format, Result};
use crate::limits::SHARED;
use crate::splice::Content;
use bytes::Bytes;

/// An item to be written.
#[derive(Debug)]
pub struct Entry {
    key: String,
    /// Length of the value, and flags.
    head: [u8; 8],
    value: Bytes,
}

impl Entry {
    /// # Errors
    /// An invalid key is the caller's mistake; a value may be too large for the format.
    pub fn new(key: &str, kind: Kind, value: Bytes) -> Result<Self> {
        if !is_valid_key(key) {
            return Err(Error::new(Format::Apev2, error::Kind::Value, "not a valid APEv2 key"));
        }
        let size = u32::try_from(value.len()).map_err(|_| malformed("value is too large"))?;
        let mut head = [0; 8];
        let numbers = [size, kind.flags()];
        for (slot, byte) in head.iter_mut().zip(numbers.iter().flat_map(|n| n.to_le_bytes())) {
            *slot = byte;
        }
        Ok(Self { key: key.to_owned(), head, value })
    }

    fn len(&self) -> usize {
        self.head.len() + self.key.len() + 1 + self.value.len()
    }
}

/// The whole tag. Items stand in the order of their size, as the specification recommends, and
/// those of the same size in the order of their bytes.
///
/// # Errors
/// Malformed if all items together are too large for the format.
pub fn tag(mut entries: Vec<Entry>) -> Result<Content> {
    // Of the same size, equal heads mean keys of the same length: they stand in for the bytes.
    entries.sort_by(|one, two| {
        let bytes = |entry: &Entry| (entry.len(), entry.head);
        bytes(one)
            .cmp(&bytes(two))
            .then_with(|| one.key.cmp(&two.key))
            .then_with(|| one.value.cmp(&two.value))
    });
    let too_large = |_| malformed("tag is too large");
    let len: usize = entries.iter().map(Entry::len).sum();
    let size = u32::try_from(len as u64 + header::LEN).map_err(too_large)?;
    let count = u32::try_from(entries.len()).map_err(too_large)?;

    let mut content = Content::default();
    let mut scratch = header::render(size, count, HAS_HEADER | IS_HEADER);
    for Entry { key, head, value } in entries {
        scratch.extend_from_slice(&head);
        scratch.extend_from_slice(key.as_bytes());
        scratch.push(0);
        if value.len() < SHARED {
            scratch.extend_from_slice(&value);
        } else {
            content.push(std::mem::take(&mut scratch));
            content.push(value);
        }
    }
    scratch.extend_from_slice(&header::render(size, count, HAS_HEADER));
    content.push(scratch);
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str, value: &'static [u8]) -> Result<Entry> {
        Entry::new(key, Kind::Text, Bytes::from_static(value))
    }

    #[test]
    fn sorted_by_size_then_bytes() -> Result<()> {
        let content = tag(vec![
            entry("long", b"longer value")?,
            entry("bb", b"22")?,
            entry("aaa", b"2")?,
            entry("aa", b"22")?,
        ])?;
        let items =
            b"\x01\0\0\0\0\0\0\0aaa\x002\x02\0\0\0\0\0\0\0aa\x0022\x02\0\0\0\0\0\0\0bb\x0022\
            \x0c\0\0\0\0\0\0\0long\0longer value";
        let bytes = content.to_vec();
        assert_eq!(bytes[32..bytes.len() - 32], items[..]);
        assert_eq!(bytes[..32], header::render(items.len() as u32 + 32, 4, 0xa000_0000));
        assert_eq!(bytes[bytes.len() - 32..], header::render(items.len() as u32 + 32, 4, 1 << 31));
        Ok(())
    }

    #[test]
    fn large_values_are_not_copied() -> Result<()> {
        let large = Bytes::from(vec![7; SHARED]);
        let content = tag(vec![Entry::new("Cover", Kind::Binary, large.clone())?])?;
        let shares = |piece: &crate::splice::Piece| match piece {
            crate::splice::Piece::Bytes(bytes) => bytes.as_ptr() == large.as_ptr(),
            crate::splice::Piece::Zeros(_) => false,
        };
        assert!(content.pieces().iter().any(shares));
        Ok(())
    }

    #[test]
    fn keys_are_checked() {
        assert!(entry("TAG", b"").is_err());
    }
}
