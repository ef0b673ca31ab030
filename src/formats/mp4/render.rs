//! Writing items and the atoms around them: the only place that puts their bytes together.

use super::document::Item;
use super::item::Value;
use super::table::{Kind, kind, types};
use crate::error::{self, Error, Format, Result};
use crate::limits::SHARED;
use crate::splice::Content;
use bytes::Bytes;

/// Bytes of a `data` atom before its value.
const DATA_HEAD: usize = 16;

/// The header of an atom.
pub fn header(name: [u8; 4], payload: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(DATA_HEAD);
    push_header(&mut bytes, name, payload);
    bytes
}

/// The longest payload that a short header can have.
const SHORT: usize = u32::MAX as usize - 8;

fn push_header(bytes: &mut Vec<u8>, name: [u8; 4], payload: usize) {
    if payload <= SHORT {
        bytes.extend_from_slice(&(payload as u32 + 8).to_be_bytes());
        bytes.extend_from_slice(&name);
    } else {
        bytes.extend_from_slice(&1u32.to_be_bytes());
        bytes.extend_from_slice(&name);
        bytes.extend_from_slice(&(payload as u64 + 16).to_be_bytes());
    }
}

const fn header_len(payload: usize) -> usize {
    if payload <= SHORT { 8 } else { 16 }
}

/// A value and, in four bytes, the version and the type that stand before it.
#[derive(Clone, Debug)]
pub struct Datum {
    head: u32,
    value: Bytes,
}

impl Datum {
    /// # Errors
    /// A value may be too large for the format.
    pub fn new(head: u32, value: impl Into<Bytes>) -> Result<Self> {
        let value = value.into();
        if value.len() > SHORT - DATA_HEAD {
            return Err(invalid("value is too large"));
        }
        Ok(Self { head, value })
    }
}

fn invalid(reason: &'static str) -> Error {
    Error::new(Format::Mp4, error::Kind::Value, reason)
}

/// An item to be written.
#[derive(Debug)]
pub enum Entry {
    Data {
        name: [u8; 4],
        /// `mean` and `name` of a freeform item.
        lead: Vec<u8>,
        data: Vec<Datum>,
    },
    /// An item that is kept as bytes.
    Kept { name: [u8; 4], payload: Bytes },
    /// What a caller's method has rendered.
    Rendered(Bytes),
}

/// The bytes of a key, each character one. None if it has others than those of Latin-1.
pub fn key_bytes(key: &str) -> Option<Vec<u8>> {
    key.chars().map(|character| u8::try_from(character).ok()).collect()
}

/// The name of the item for a key: its first four bytes, with zeros behind if it has less.
pub fn name_of(key: &[u8]) -> [u8; 4] {
    let mut name = [0; 4];
    name.iter_mut().zip(key).for_each(|(place, &byte)| *place = byte);
    name
}

/// The kind of the item for a key.
pub fn kind_of(key: &[u8]) -> Kind {
    key.first_chunk().map_or(Kind::Unknown, |&name| kind(name))
}

/// An integer in the smallest of 1, 2, 4 and 8 bytes that holds it, but at least in `width`.
fn integer(value: i64, width: usize) -> Bytes {
    let bytes = value.to_be_bytes();
    let fits = |len: usize| len >= width && value >> (8 * len - 1) == value >> 63;
    let len = [1, 2, 4].into_iter().find(|&len| fits(len)).unwrap_or(8);
    Bytes::copy_from_slice(bytes.get(8 - len..).unwrap_or(&bytes))
}

impl Entry {
    pub fn data(key: &[u8], data: Vec<Datum>) -> Self {
        Self::Data { name: name_of(key), lead: Vec::new(), data }
    }

    /// # Errors
    /// Those of [`Datum::new`], as for all kinds.
    pub fn texts(key: &[u8], texts: impl Iterator<Item = Bytes>, format: u32) -> Result<Self> {
        let data = texts.map(|text| Datum::new(format, text)).collect::<Result<_>>();
        Ok(Self::data(key, data?))
    }

    pub fn integers(key: &[u8], values: impl Iterator<Item = i64>, width: usize) -> Self {
        let datum = |value| Datum { head: types::INTEGER, value: integer(value, width) };
        Self::data(key, values.map(datum).collect())
    }

    pub fn bool(key: &[u8], value: bool) -> Self {
        Self::integers(key, std::iter::once(i64::from(value)), 1)
    }

    pub fn pairs(key: &[u8], pairs: impl Iterator<Item = (u16, u16)>, trailing: bool) -> Self {
        let datum = |(number, total): (u16, u16)| {
            let [[a, b], [c, d]] = [number, total].map(u16::to_be_bytes);
            let bytes = [0, 0, a, b, c, d, 0, 0];
            let value = bytes.get(..if trailing { 8 } else { 6 }).unwrap_or_default();
            Datum { head: types::IMPLICIT, value: Bytes::copy_from_slice(value) }
        };
        Self::data(key, pairs.map(datum).collect())
    }

    /// # Errors
    /// A value that cannot be, if the key is not three names with colons between them.
    pub fn freeform(key: &[u8], data: Vec<Datum>) -> Result<Self> {
        let mut parts = key.splitn(3, |&byte| byte == b':').skip(1);
        let (Some(mean), Some(name)) = (parts.next(), parts.next()) else {
            return Err(invalid("the key of a freeform item has three parts"));
        };
        let mut lead = Vec::with_capacity(24 + mean.len() + name.len());
        for (atom, text) in [(*b"mean", mean), (*b"name", name)] {
            push_header(&mut lead, atom, text.len() + 4);
            lead.extend_from_slice(&[0; 4]);
            lead.extend_from_slice(text);
        }
        Ok(Self::Data { name: *b"----", lead, data })
    }

    /// An item of a document, whose bytes `share` gives.
    ///
    /// # Errors
    /// Those of the other functions; none for what was read.
    pub fn of(item: &Item<'_>, share: impl Fn(&[u8]) -> Bytes) -> Result<Self> {
        let key = key_bytes(item.key).unwrap_or_default();
        Ok(match (item.value, kind_of(&key)) {
            (Value::Texts(texts), _) => {
                Self::texts(&key, texts.iter().map(|text| share(text.as_bytes())), types::UTF8)?
            }
            (Value::Integers(values), kind) => {
                let width = if let Kind::Integer(width) = kind { width } else { 1 };
                Self::integers(&key, values.iter().copied(), width)
            }
            (Value::Bool(value), _) => Self::bool(&key, value),
            (Value::Pairs(pairs), kind) => {
                let trailing = kind == Kind::Pair { trailing: true };
                Self::pairs(&key, pairs.iter().copied(), trailing)
            }
            (Value::Covers(covers), _) => {
                let datum = |cover: &super::Cover<'_>| {
                    Datum::new(cover.format.unwrap_or(types::JPEG), share(cover.image))
                };
                Self::data(&key, covers.iter().map(datum).collect::<Result<_>>()?)
            }
            (Value::Freeforms(values), _) => {
                let datum = |value: &super::Freeform<'_>| {
                    Datum::new(u32::from(value.version) << 24 | value.format, share(value.value))
                };
                Self::freeform(&key, values.iter().map(datum).collect::<Result<_>>()?)?
            }
        })
    }

    /// Length of what is behind the header; of all of it, if it was rendered.
    fn payload_len(&self) -> usize {
        match self {
            Self::Data { lead, data, .. } => {
                lead.len() + data.iter().map(|datum| DATA_HEAD + datum.value.len()).sum::<usize>()
            }
            Self::Kept { payload, .. } => payload.len(),
            Self::Rendered(bytes) => bytes.len(),
        }
    }

    fn len(&self) -> usize {
        let payload = self.payload_len();
        if let Self::Rendered(_) = self { payload } else { header_len(payload) + payload }
    }

    fn write(&self, writer: &mut Writer) {
        let payload_len = self.payload_len();
        match self {
            Self::Data { name, lead, data } => {
                push_header(&mut writer.scratch, *name, payload_len);
                writer.scratch.extend_from_slice(lead);
                for Datum { head, value } in data {
                    push_header(&mut writer.scratch, *b"data", 8 + value.len());
                    writer.scratch.extend_from_slice(&head.to_be_bytes());
                    writer.scratch.extend_from_slice(&[0; 4]);
                    writer.share(value);
                }
            }
            Self::Kept { name, payload } => {
                push_header(&mut writer.scratch, *name, payload_len);
                writer.share(payload);
            }
            Self::Rendered(bytes) => writer.share(bytes),
        }
    }

    /// The bytes of the item.
    pub fn to_vec(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        self.write(&mut writer);
        writer.finish().to_vec()
    }
}

/// Small bytes are joined, large ones are shared.
#[derive(Default)]
struct Writer {
    content: Content,
    scratch: Vec<u8>,
}

impl Writer {
    fn share(&mut self, bytes: &Bytes) {
        if bytes.len() < SHARED {
            self.scratch.extend_from_slice(bytes);
        } else {
            self.content.push(std::mem::take(&mut self.scratch));
            self.content.push(bytes.clone());
        }
    }

    fn finish(mut self) -> Content {
        self.content.push(self.scratch);
        self.content
    }
}

/// The `ilst` of these items.
pub fn ilst(entries: &[Entry]) -> Content {
    let mut writer = Writer::default();
    push_header(&mut writer.scratch, *b"ilst", entries.iter().map(Entry::len).sum());
    for entry in entries {
        entry.write(&mut writer);
    }
    writer.finish()
}

/// Appends a `free` atom.
pub fn push_free(content: &mut Content, padding: usize) {
    content.push(header(*b"free", padding));
    content.push_zeros(padding);
}

/// What stands in a new `meta` before the items: version and flags, and the handler that says
/// that they are iTunes's.
pub const META_LEAD: &[u8; 37] =
    b"\0\0\0\0\x00\x00\x00\x21hdlr\0\0\0\0\0\0\0\0mdirappl\0\0\0\0\0\0\0\0\0";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_take_the_width_they_need() {
        let widths = |value| [1, 2, 4, 8].map(|width| integer(value, width).len());
        assert_eq!(widths(127), [1, 2, 4, 8]);
        assert_eq!(widths(-128), [1, 2, 4, 8]);
        assert_eq!(widths(128), [2, 2, 4, 8]);
        assert_eq!(widths(-32_769), [4, 4, 4, 8]);
        assert_eq!(widths(1 << 31), [8, 8, 8, 8]);
        assert_eq!(integer(-2, 2), Bytes::from_static(b"\xff\xfe"));
    }

    #[test]
    fn keys() {
        assert_eq!(key_bytes("©nam").as_deref(), Some(&b"\xa9nam"[..]));
        assert_eq!(key_bytes("Ā"), None);
        assert_eq!(name_of(b"ab"), *b"ab\0\0");
        assert_eq!(name_of(b"abcdef"), *b"abcd");
        assert_eq!(kind_of(b"trkn!"), Kind::Pair { trailing: true });
        assert!(Entry::freeform(b"----:mean", Vec::new()).is_err());
    }

    #[test]
    fn headers() {
        assert_eq!(header(*b"free", 1), b"\0\0\0\x09free");
        assert_eq!(header(*b"free", SHORT), b"\xff\xff\xff\xfffree");
        assert_eq!(header(*b"free", SHORT + 1), b"\0\0\0\x01free\0\0\0\x01\0\0\0\x08");
    }
}
