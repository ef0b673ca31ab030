//! The payload of an item: `data` atoms, each with a version, a type, a locale and a value
//! (`QuickTime` File Format, "Metadata Item Atom" and "Data Atom").
//!
//! An item that cannot be read is kept as bytes and written back; where mutagen gives up on the
//! whole tag, so does this.

use super::bad_tag;
use super::table::{GENRE, Kind, kind, types};
use crate::bytes::Cursor;
use crate::bytes::text::latin1;
use crate::error::{self, Error};
use crate::formats::id3::genre;
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// Bytes of a `data` atom before its value.
const HEAD: usize = 16;

/// A picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover<'a> {
    /// JPEG or PNG; nothing if the file says something else, which means JPEG.
    pub format: Option<u32>,
    pub image: &'a [u8],
}

/// A value of a freeform item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freeform<'a> {
    pub version: u8,
    /// Its type, of 24 bits.
    pub format: u32,
    pub value: &'a [u8],
}

/// The values of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    Texts(&'a [&'a str]),
    Integers(&'a [i64]),
    Bool(bool),
    Pairs(&'a [(u16, u16)]),
    Covers(&'a [Cover<'a>]),
    Freeforms(&'a [Freeform<'a>]),
}

impl<'a> Value<'a> {
    /// The values of items of the same key, one after the other. Of booleans the last one counts.
    pub fn join(arena: &'a Bump, first: Self, more: &[Self]) -> Self {
        macro_rules! joined {
            ($variant:ident, $slice:expr) => {{
                let mut all = ArenaVec::new_in(arena);
                all.extend_from_slice_copy($slice);
                for value in more {
                    if let Self::$variant(slice) = value {
                        all.extend_from_slice_copy(slice);
                    }
                }
                Self::$variant(all.into_bump_slice())
            }};
        }
        match first {
            _ if more.is_empty() => first,
            Self::Texts(slice) => joined!(Texts, slice),
            Self::Integers(slice) => joined!(Integers, slice),
            Self::Pairs(slice) => joined!(Pairs, slice),
            Self::Covers(slice) => joined!(Covers, slice),
            Self::Freeforms(slice) => joined!(Freeforms, slice),
            Self::Bool(_) => more.last().copied().unwrap_or(first),
        }
    }
}

/// What an item gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed<'a> {
    /// The name of items with that key.
    pub name: [u8; 4],
    /// The key of the values: the item's name, for freeform items with those of the value.
    pub key: &'a str,
    pub value: Option<Value<'a>>,
    /// Whether all of it was read. An item of which something was not is kept as bytes.
    pub is_whole: bool,
}

/// Why an item was not read to its end.
enum Trouble {
    /// It is kept as bytes.
    Kept,
    /// The tag cannot be read.
    Fatal(&'static str),
}

type Read<T> = Result<T, Trouble>;

fn fatal(reason: &'static str) -> Trouble {
    Trouble::Fatal(reason)
}

/// The bytes `start..end`, as far as there are any.
fn slice(data: &[u8], start: usize, end: usize) -> &[u8] {
    let end = end.min(data.len());
    data.get(start..end).unwrap_or_default()
}

/// A payload and where its end is said to be.
#[derive(Clone, Copy)]
struct Payload<'a> {
    data: &'a [u8],
    /// Length of the item without a short header: with a long one, more than there is.
    limit: u64,
}

/// The key of an item that is not freeform.
fn key_of(arena: &Bump, name: [u8; 4]) -> &str {
    // Most names of items begin with this sign.
    if let [0xa9, a, b, c] = name
        && let Ok(key) = str::from_utf8(arena.alloc([0xc2, 0xa9, a, b, c]))
    {
        return key;
    }
    latin1(arena, arena.alloc(name))
}

/// Reads the payload of an item of that name. `length` is that of the whole item.
///
/// # Errors
/// A bad item, for damage that makes the tag unreadable.
pub fn read<'a>(
    arena: &'a Bump,
    name: [u8; 4],
    data: &'a [u8],
    length: u64,
) -> error::Result<Parsed<'a>> {
    let payload = Payload { data, limit: length.saturating_sub(8) };
    let key = |name: &[u8; 4]| key_of(arena, *name);
    let read = match kind(name) {
        Kind::Bool => {
            let (value, is_whole) = payload.bool();
            return Ok(Parsed { name, key: key(&name), value: value.map(Value::Bool), is_whole });
        }
        Kind::Text => payload.texts(arena, true).map(|value| (key(&name), value)),
        Kind::Unknown => payload.texts(arena, false).map(|value| (key(&name), value)),
        Kind::Integer(_) => payload.integers(arena).map(|value| (key(&name), value)),
        Kind::Pair { .. } => payload.pairs(arena).map(|value| (key(&name), value)),
        Kind::Genre => payload.genres(arena).map(|value| (key(&GENRE), value)),
        Kind::Cover => payload.covers(arena).map(|value| (key(&name), value)),
        Kind::Freeform => payload.freeforms(arena),
    };
    match read {
        Ok((key, value)) => {
            let name = if name == *b"gnre" { GENRE } else { name };
            Ok(Parsed { name, key, value: Some(value), is_whole: true })
        }
        Err(Trouble::Kept) => Ok(Parsed { name, key: key(&name), value: None, is_whole: false }),
        Err(Trouble::Fatal(reason)) => Err(bad_tag(reason)),
    }
}

/// A `data` atom that is whole.
struct Datum<'a> {
    version: u8,
    format: u32,
    value: &'a [u8],
}

impl<'a> Payload<'a> {
    /// The `data` atoms; none but these are allowed, and nothing behind them.
    fn data(self) -> impl Iterator<Item = Read<Datum<'a>>> {
        let mut position = 0usize;
        std::iter::from_fn(move || {
            if position as u64 >= self.limit {
                return None;
            }
            let rest = self.data.get(position..).unwrap_or_default();
            let mut cursor = Cursor::new(rest);
            let fields = (cursor.u32_be(), cursor.array::<4>(), cursor.u8(), cursor.u24_be());
            let (Some(length), Some(name), Some(version), Some(format)) = fields else {
                return Some(Err(Trouble::Kept));
            };
            let value = slice(rest, HEAD, length as usize);
            if name != *b"data" || value.len() as u64 + HEAD as u64 != u64::from(length) {
                return Some(Err(Trouble::Kept));
            }
            position = position.saturating_add(length as usize);
            Some(Ok(Datum { version, format, value }))
        })
    }

    /// The values of all `data` atoms.
    fn each<T>(self, arena: &'a Bump, read: impl Fn(Datum<'a>) -> Read<T>) -> Read<&'a [T]> {
        let mut values = ArenaVec::new_in(arena);
        for datum in self.data() {
            values.push(read(datum?)?);
        }
        Ok(values.into_bump_slice())
    }

    fn texts(self, arena: &'a Bump, may_be_implicit: bool) -> Read<Value<'a>> {
        let texts = self.each(arena, |datum| {
            let is_text = match datum.format {
                types::UTF8 => true,
                types::IMPLICIT => may_be_implicit,
                _ => false,
            };
            str::from_utf8(datum.value).ok().filter(|_| is_text).ok_or(Trouble::Kept)
        })?;
        Ok(Value::Texts(texts))
    }

    fn integers(self, arena: &'a Bump) -> Read<Value<'a>> {
        let integers = self.each(arena, |datum| {
            let is_integer = matches!(datum.format, types::IMPLICIT | types::INTEGER);
            if datum.version != 0 || !is_integer {
                return Err(Trouble::Kept);
            }
            Ok(match *datum.value {
                [byte] => i64::from(byte.cast_signed()),
                [high, low] => i64::from(i16::from_be_bytes([high, low])),
                [high, middle, low] => i64::from(i32::from_be_bytes([high, middle, low, 0]) >> 8),
                _ => match (datum.value.try_into(), datum.value.try_into()) {
                    (Ok(four), _) => i64::from(i32::from_be_bytes(four)),
                    (_, Ok(eight)) => i64::from_be_bytes(eight),
                    _ => return Err(Trouble::Kept),
                },
            })
        })?;
        Ok(Value::Integers(integers))
    }

    fn pairs(self, arena: &'a Bump) -> Read<Value<'a>> {
        let pairs = self.each(arena, |datum| {
            let mut cursor = Cursor::new(datum.value);
            match (cursor.u16_be(), cursor.u16_be(), cursor.u16_be()) {
                (Some(_), Some(number), Some(total)) => Ok((number, total)),
                _ => Err(fatal("numbers of a pair are cut off")),
            }
        })?;
        Ok(Value::Pairs(pairs))
    }

    fn genres(self, arena: &'a Bump) -> Read<Value<'a>> {
        let genres = self.each(arena, |datum| {
            let &[high, low] = datum.value else { return Err(Trouble::Kept) };
            let number = i16::from_be_bytes([high, low]);
            // Numbers begin with one. Smaller ones count from the end of the list, as an index
            // does in Python.
            let number = isize::from(number) - 1;
            let number = match usize::try_from(number) {
                Ok(number) => Some(number),
                Err(_) => genre::names().len().checked_add_signed(number),
            };
            number.and_then(genre::name).ok_or(Trouble::Kept)
        })?;
        Ok(Value::Texts(genres))
    }

    /// The last of the values before one that cannot be read, and whether all could.
    fn bool(self) -> (Option<bool>, bool) {
        let mut last = None;
        for datum in self.data() {
            match datum {
                Ok(Datum { value: &[byte], .. }) => last = Some(byte != 0),
                _ => return (last, false),
            }
        }
        (last, true)
    }

    fn covers(self, arena: &'a Bump) -> Read<Value<'a>> {
        let mut covers = ArenaVec::new_in(arena);
        let mut position = 0usize;
        while (position as u64) < self.limit {
            let mut cursor = Cursor::new(self.data.get(position..).unwrap_or_default());
            let fields = (cursor.u32_be(), cursor.array::<4>(), cursor.u32_be());
            let (Some(length), Some(name), Some(format)) = fields else {
                return Err(fatal("a picture is cut off"));
            };
            let length = length as usize;
            match &name {
                _ if length == 0 => return Err(Trouble::Kept),
                b"data" => {
                    let format = Some(format).filter(|&f| matches!(f, types::JPEG | types::PNG));
                    let end = position.saturating_add(length);
                    let image = slice(self.data, position.saturating_add(HEAD), end);
                    covers.push(Cover { format, image });
                }
                // Some writers put the name of the picture beside it.
                b"name" => {}
                _ => return Err(Trouble::Kept),
            }
            position = position.saturating_add(length);
        }
        Ok(Value::Covers(covers.into_bump_slice()))
    }

    /// Reads `mean`, `name` and the values, and trusts all but the names of the latter.
    fn freeforms(self, arena: &'a Bump) -> Read<(&'a str, Value<'a>)> {
        let mut position = 0usize;
        let mut part = || {
            let rest = self.data.get(position..).unwrap_or_default();
            let length = Cursor::new(rest).u32_be();
            let length = length.ok_or_else(|| fatal("a freeform item is cut off"))? as usize;
            position = position.saturating_add(length);
            Ok(slice(rest, 12, length))
        };
        let (mean, name) = (part()?, part()?);
        let mut values = ArenaVec::new_in(arena);
        while (position as u64) < self.limit {
            let mut cursor = Cursor::new(self.data.get(position..).unwrap_or_default());
            let cut_off = || fatal("a freeform value is cut off");
            let length = cursor.u32_be().ok_or_else(cut_off)? as usize;
            let name = cursor.array::<4>().ok_or_else(cut_off)?;
            if name != *b"data" || length == 0 {
                return Err(Trouble::Kept);
            }
            let version = cursor.u8().ok_or_else(cut_off)?;
            let format = cursor.u24_be().ok_or_else(cut_off)?;
            let end = position.saturating_add(length);
            let value = slice(self.data, position.saturating_add(HEAD), end);
            values.push(Freeform { version, format, value });
            position = end;
        }
        let key = [b"----:", mean, b":", name].concat();
        let key = latin1(arena, arena.alloc_slice_copy(&key));
        Ok((key, Value::Freeforms(values.into_bump_slice())))
    }
}

/// The error for a tag whose items are not all in the file.
pub(super) fn not_enough() -> Error {
    bad_tag("an item ends behind the end of the file")
}
