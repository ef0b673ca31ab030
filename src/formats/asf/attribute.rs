//! Attributes: names with values, as the four tag objects hold them.

use super::{bad_item, truncated};
use crate::bytes::{Cursor, Utf16Le};
use crate::error::Result;

/// The type of a value (section 3.11, "Content Descriptors"); the discriminants are those of the
/// file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text in UTF-16.
    Unicode = 0,
    ByteArray = 1,
    Bool = 2,
    /// An integer of 32 bits.
    DWord = 3,
    /// An integer of 64 bits.
    QWord = 4,
    /// An integer of 16 bits.
    Word = 5,
    Guid = 6,
}

/// Each type, in the order of their numbers.
pub const TYPES: [Type; 7] =
    [Type::Unicode, Type::ByteArray, Type::Bool, Type::DWord, Type::QWord, Type::Word, Type::Guid];

impl Type {
    pub fn from_number(number: u16) -> Option<Self> {
        TYPES.get(usize::from(number)).copied()
    }
}

/// A value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    Unicode(Utf16Le<'a>),
    ByteArray(&'a [u8]),
    Bool(bool),
    DWord(u32),
    QWord(u64),
    Word(u16),
    /// Of any length: writers disagree with the name.
    Guid(&'a [u8]),
}

/// The name of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name<'a> {
    /// One of [`NAMES`], which an object implies.
    Standard(&'static str),
    Other(Utf16Le<'a>),
}

/// An attribute of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attribute<'a> {
    pub name: Name<'a>,
    pub value: Value<'a>,
    /// Number of a language in the file's list of languages, where the object tells one.
    pub language: Option<u16>,
    /// Number of the stream it is about, where the object tells one; 0 is the whole file.
    pub stream: Option<u16>,
}

impl Name<'_> {
    pub fn decode(self) -> String {
        match self {
            Self::Standard(name) => name.to_owned(),
            Self::Other(name) => name.decode(),
        }
    }
}

// An arena does not run `Drop`.
const _: () = assert!(!std::mem::needs_drop::<Attribute<'static>>());

/// The attributes of a content description (section 3.10), in their order.
pub const NAMES: [&str; 5] = ["Title", "Author", "Copyright", "Description", "Rating"];

/// The three forms in which attributes stand one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// In an extended content description (section 3.11).
    Extended,
    /// In a metadata object (section 4.7): with the number of a stream.
    Metadata,
    /// In a metadata library object (section 4.8): with those of a stream and a language.
    Library,
}

impl Layout {
    /// Whether a Boolean value takes four bytes; if not, two.
    pub const fn has_wide_bool(self) -> bool {
        matches!(self, Self::Extended)
    }
}

/// UTF-16 without the zeros around it.
fn unicode(data: &[u8]) -> Result<Utf16Le<'_>> {
    let text = Utf16Le::new(data).ok_or_else(|| bad_item("text is not UTF-16"))?;
    Ok(text.without_zeros())
}

/// The number in all of `data`.
fn number<const N: usize>(data: &[u8]) -> Result<[u8; N]> {
    data.try_into().map_err(|_| truncated())
}

impl<'a> Value<'a> {
    /// Reads a value of which these are the bytes.
    ///
    /// # Errors
    /// A bad item for text that is not UTF-16; a bad header for a number of another width.
    pub fn read(kind: Type, data: &'a [u8], wide_bool: bool) -> Result<Self> {
        Ok(match kind {
            Type::Unicode => Self::Unicode(unicode(data)?),
            Type::ByteArray => Self::ByteArray(data),
            Type::Bool if wide_bool => Self::Bool(u32::from_le_bytes(number(data)?) == 1),
            Type::Bool => Self::Bool(u16::from_le_bytes(number(data)?) == 1),
            Type::DWord => Self::DWord(u32::from_le_bytes(number(data)?)),
            Type::QWord => Self::QWord(u64::from_le_bytes(number(data)?)),
            Type::Word => Self::Word(u16::from_le_bytes(number(data)?)),
            Type::Guid => Self::Guid(data),
        })
    }

    pub const fn kind(self) -> Type {
        match self {
            Self::Unicode(_) => Type::Unicode,
            Self::ByteArray(_) => Type::ByteArray,
            Self::Bool(_) => Type::Bool,
            Self::DWord(_) => Type::DWord,
            Self::QWord(_) => Type::QWord,
            Self::Word(_) => Type::Word,
            Self::Guid(_) => Type::Guid,
        }
    }
}

/// Reads a content description: five lengths, then the texts. Texts may be cut short.
///
/// # Errors
/// A bad header for lengths that are cut short, a bad item for text that is not UTF-16.
pub fn read_description<'a>(data: &'a [u8], into: &mut Vec<Attribute<'a>>) -> Result<()> {
    let mut cursor = Cursor::new(data);
    let mut lengths = [0; NAMES.len()];
    for length in &mut lengths {
        *length = cursor.u16_le().ok_or_else(truncated)?;
    }
    for (name, length) in NAMES.into_iter().zip(lengths).filter(|&(_, length)| length > 0) {
        let text = unicode(cursor.take_up_to(usize::from(length)))?;
        let (name, value) = (Name::Standard(name), Value::Unicode(text));
        into.push(Attribute { name, value, language: None, stream: None });
    }
    Ok(())
}

/// Reads the attributes of one of the other tag objects. The last one may be cut short, if it is
/// text or bytes.
///
/// # Errors
/// A bad header if the data end too early, a bad item for a type that is not known or text that
/// is not UTF-16.
pub fn read_list<'a>(layout: Layout, data: &'a [u8], into: &mut Vec<Attribute<'a>>) -> Result<()> {
    let mut cursor = Cursor::new(data);
    let count = cursor.u16_le().ok_or_else(truncated)?;
    for _ in 0..count {
        into.push(match layout {
            Layout::Extended => read_extended(&mut cursor)?,
            Layout::Metadata | Layout::Library => read_metadata(layout, &mut cursor)?,
        });
    }
    Ok(())
}

fn read_extended<'a>(cursor: &mut Cursor<'a>) -> Result<Attribute<'a>> {
    let name_len = cursor.u16_le().ok_or_else(truncated)?;
    let name = unicode(cursor.take_up_to(usize::from(name_len)))?;
    let kind = cursor.u16_le().ok_or_else(truncated)?;
    let len = cursor.u16_le().ok_or_else(truncated)?;
    let value = read_value(Layout::Extended, kind, cursor.take_up_to(usize::from(len)))?;
    Ok(Attribute { name: Name::Other(name), value, language: None, stream: None })
}

fn read_metadata<'a>(layout: Layout, cursor: &mut Cursor<'a>) -> Result<Attribute<'a>> {
    let mut fields = Cursor::new(cursor.take(12).ok_or_else(truncated)?);
    let mut field = || fields.u16_le().unwrap_or_default();
    let (language, stream, name_len, kind) = (field(), field(), field(), field());
    let len = fields.u32_le().unwrap_or_default();
    let name = unicode(cursor.take_up_to(usize::from(name_len)))?;
    let value = read_value(layout, kind, cursor.take_up_to(len as usize))?;
    let language = (layout == Layout::Library).then_some(language);
    Ok(Attribute { name: Name::Other(name), value, language, stream: Some(stream) })
}

fn read_value(layout: Layout, kind: u16, data: &[u8]) -> Result<Value<'_>> {
    let kind = Type::from_number(kind).ok_or_else(|| bad_item("unknown type of value"))?;
    Value::read(kind, data, layout.has_wide_bool())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(layout: Layout, data: &[u8]) -> std::result::Result<Vec<String>, &'static str> {
        let mut found = Vec::new();
        read_list(layout, data, &mut found).map_err(|error| error.reason)?;
        let shown =
            |one: &Attribute<'_>| format!("{} {:?} {:?}", one.name.decode(), one.value, one.stream);
        Ok(found.iter().map(shown).collect())
    }

    #[test]
    fn booleans_have_two_widths() {
        let wide = b"\x01\0\x02\0a\0\x02\0\x04\0\x01\0\0\0";
        assert_eq!(list(Layout::Extended, wide), Ok(vec!["a Bool(true) None".to_owned()]));
        let narrow = b"\x01\0\0\0\x07\0\x02\0\x02\0\x02\0\0\0a\0\x02\0";
        for layout in [Layout::Metadata, Layout::Library] {
            assert_eq!(list(layout, narrow), Ok(vec!["a Bool(false) Some(7)".to_owned()]));
        }
        let wrong = b"\x01\0\x02\0a\0\x02\0\x02\0\x01\0";
        assert_eq!(list(Layout::Extended, wrong), Err("an object ends too early"));
    }

    #[test]
    fn damage() {
        assert_eq!(list(Layout::Extended, b"\0"), Err("an object ends too early"));
        assert_eq!(list(Layout::Library, b"\xff\xff"), Err("an object ends too early"));
        let unknown = b"\x01\0\0\0\x07\0\0\0";
        assert_eq!(list(Layout::Extended, unknown), Err("unknown type of value"));
        let odd = b"\x01\0\x01\0a\0\0\0\0";
        assert_eq!(list(Layout::Extended, odd), Err("text is not UTF-16"));
        // A value may end with the object, as long as it is text or bytes.
        let cut = b"\x01\0\x02\0a\0\x01\0\x09\0bc";
        let expected = Ok(vec!["a ByteArray([98, 99]) None".to_owned()]);
        assert_eq!(list(Layout::Extended, cut), expected);
    }

    #[test]
    fn descriptions_may_be_cut_short() {
        let mut found = Vec::new();
        let data = b"\x04\0\0\0\0\0\x02\0\x08\0T\0\0\0D\0R\0";
        assert!(read_description(data, &mut found).is_ok());
        let texts: Vec<_> = found.iter().map(|one| (one.name, one.value)).collect();
        let text = |text| Value::Unicode(Utf16Le::new(text).unwrap_or_default());
        let expected = [("Title", b"T\0"), ("Description", b"D\0"), ("Rating", b"R\0")];
        let expected = expected.map(|(name, data)| (Name::Standard(name), text(data)));
        assert_eq!(texts, expected);
    }
}
