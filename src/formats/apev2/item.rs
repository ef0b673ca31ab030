//! One item of a tag: its kind, its key and its value ("APE Tag Item").

use crate::bytes::Cursor;
use crate::error::{self, Error, Format, Result};
use memchr::memchr;

/// What a value is; the discriminants are those of the item's flags, bits 1 and 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text; zeros separate several values.
    Text = 0,
    Binary = 1,
    /// UTF-8 text that tells where the value is, such as a URL.
    External = 2,
}

impl Kind {
    pub const fn from_number(number: u32) -> Option<Self> {
        Some(match number {
            0 => Self::Text,
            1 => Self::Binary,
            2 => Self::External,
            _ => return None,
        })
    }

    /// The flags of an item of this kind.
    pub const fn flags(self) -> u32 {
        (self as u32) << 1
    }
}

/// The value of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    Text(&'a str),
    Binary(&'a [u8]),
    External(&'a str),
}

impl<'a> Value<'a> {
    pub const fn kind(self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Binary(_) => Kind::Binary,
            Self::External(_) => Kind::External,
        }
    }

    /// The value as it stands in the file.
    pub const fn bytes(self) -> &'a [u8] {
        match self {
            Self::Text(text) | Self::External(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }
}

/// An item of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// A valid key, in the case of the file.
    pub key: &'a str,
    pub value: Value<'a>,
}

/// Keys that would be taken for the beginning of something else.
const RESERVED: [&str; 4] = ["ID3", "TAG", "OggS", "MP+"];

/// Whether an item may have this key: 2 to 255 printable ASCII characters ("APE key").
pub fn is_valid_key(key: &str) -> bool {
    (2..=255).contains(&key.len())
        && key.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && !RESERVED.contains(&key)
}

fn bad(reason: &'static str) -> Error {
    Error::new(Format::Apev2, error::Kind::Item, reason)
}

impl<'a> Item<'a> {
    /// Reads the next item.
    ///
    /// # Errors
    /// Malformed if the data end within the item's sizes and flags; a bad item for everything
    /// else that breaks the rules.
    pub fn read(cursor: &mut Cursor<'a>) -> Result<Self> {
        let mut number = || cursor.array().map(u32::from_le_bytes);
        let (Some(size), Some(flags)) = (number(), number()) else {
            return Err(super::malformed("tag ends within an item"));
        };
        let kind =
            Kind::from_number((flags & 6) >> 1).ok_or_else(|| bad("unknown kind of item"))?;
        let end = memchr(0, cursor.rest()).ok_or_else(|| bad("key of an item has no end"))?;
        let key = cursor.take(end).and_then(|key| str::from_utf8(key).ok());
        let key = key.filter(|key| is_valid_key(key)).ok_or_else(|| bad("key is not valid"))?;
        cursor.u8();
        let value = cursor.take(size as usize).ok_or_else(|| bad("tag ends within a value"))?;
        let text = || str::from_utf8(value).map_err(|_| bad("text is not UTF-8"));
        let value = match kind {
            Kind::Text => Value::Text(text()?),
            Kind::Binary => Value::Binary(value),
            Kind::External => Value::External(text()?),
        };
        Ok(Self { key, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(data: &[u8]) -> std::result::Result<Item<'_>, &'static str> {
        Item::read(&mut Cursor::new(data)).map_err(|error| error.reason)
    }

    #[test]
    fn kinds_and_flags() {
        let text = Item { key: "Title", value: Value::Text("a\0b") };
        assert_eq!(read(b"\x03\0\0\0\0\0\0\0Title\0a\0b"), Ok(text));
        // The lowest bit is the mark of a read-only item, the others mean nothing.
        let binary = Item { key: "Cover", value: Value::Binary(b"\xff") };
        assert_eq!(read(b"\x01\0\0\0\xfb\xff\xff\xffCover\0\xff"), Ok(binary));
        let external = Item { key: "File", value: Value::External("") };
        assert_eq!(read(b"\0\0\0\0\x04\0\0\0File\0"), Ok(external));
    }

    #[test]
    fn damage() {
        assert_eq!(read(b"\0\0\0\0\0\0\0"), Err("tag ends within an item"));
        assert_eq!(read(b"\0\0\0\0\x06\0\0\0File\0"), Err("unknown kind of item"));
        assert_eq!(read(b"\0\0\0\0\0\0\0\0File"), Err("key of an item has no end"));
        assert_eq!(read(b"\0\0\0\0\0\0\0\0F\0"), Err("key is not valid"));
        assert_eq!(read(b"\x02\0\0\0\0\0\0\0File\0a"), Err("tag ends within a value"));
        assert_eq!(read(b"\x01\0\0\0\0\0\0\0File\0\xff"), Err("text is not UTF-8"));
    }

    #[test]
    fn keys() {
        for key in ["ab", "  ", "~~", "Id3", "mp+", &"k".repeat(255)] {
            assert!(is_valid_key(key), "{key}");
        }
        for key in ["", "a", "a\x1f", "a\x7f", "aé", "TAG", "OggS", &"k".repeat(256)] {
            assert!(!is_valid_key(key), "{key}");
        }
    }
}
