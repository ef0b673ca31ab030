//! A frame that was read, and its key.

use super::field;
use super::render;
use super::table::{Key, Row};
use super::tag::Context;
use super::value::Value;
use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;
use std::borrow::Cow;

/// What a frame holds.
#[derive(Clone, Copy, Debug)]
enum Body<'a> {
    /// One value a field; optional fields at the end may be missing.
    Values(&'a [Value<'a>]),
    /// The payload of a text frame that was found to be sound but not taken apart. Most frames
    /// of most tags are never looked at.
    Text(&'a [u8]),
}

/// A frame and its key.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    pub row: &'static Row,
    body: Body<'a>,
    /// Major version of the tag the frame was read from.
    version: u8,
    /// The key, without the blanks that end a picture's.
    pub stem: &'a str,
    /// The blanks that end a picture's key.
    pub blanks: usize,
    /// How many of these blanks are not of the description but make the key unique.
    pub salt: usize,
}

impl<'a> Frame<'a> {
    /// A frame with these values.
    pub fn new(arena: &'a Bump, row: &'static Row, values: &'a [Value<'a>]) -> Self {
        let key = key(arena, row, values);
        let (stem, blanks) = match row.shape.key {
            Key::Picture => {
                let stem = key.trim_end_matches(' ');
                (stem, key.len() - stem.len())
            }
            _ => (key, 0),
        };
        Self { row, body: Body::Values(values), version: 0, stem, blanks, salt: 0 }
    }

    /// A text frame with this payload, see [`field::is_sound_text`].
    pub(super) fn text(row: &'static Row, payload: &'a [u8], version: u8) -> Self {
        Self { row, body: Body::Text(payload), version, stem: row.id, blanks: 0, salt: 0 }
    }

    /// The values of the fields; text that was not taken apart yet goes into `arena`.
    pub fn values<'x>(&self, arena: &'x Bump) -> &'x [Value<'x>]
    where
        'a: 'x,
    {
        match self.body {
            Body::Values(values) => values,
            Body::Text(payload) => {
                let mut context = Context {
                    arena,
                    version: self.version,
                    unsynchronised: false,
                    depth: 0,
                    budget: &mut 0,
                };
                // Sound text can be read.
                field::read_all(&mut context, self.row.shape, payload).unwrap_or_default()
            }
        }
    }

    /// The frame with its text taken apart.
    pub(super) fn expanded(self, arena: &'a Bump) -> Self {
        Self { body: Body::Values(self.values(arena)), ..self }
    }

    /// The whole key.
    pub fn key(&self) -> Cow<'a, str> {
        if self.blanks == 0 {
            return Cow::Borrowed(self.stem);
        }
        Cow::Owned(format!("{}{}", self.stem, " ".repeat(self.blanks)))
    }

    /// The same picture under a key that ends with so many blanks.
    #[must_use]
    pub fn salted(self, blanks: usize) -> Self {
        Self { blanks, salt: blanks - self.blanks, ..self }
    }

    /// The same picture under the key that its description gives.
    #[must_use]
    pub fn unsalted(self) -> Self {
        Self { blanks: self.blanks - self.salt, salt: 0, ..self }
    }

    /// The value of a field; nothing for text that was not taken apart yet.
    pub fn value(&self, name: &str) -> Option<Value<'a>> {
        let Body::Values(values) = self.body else { return None };
        let fields = self.row.shape.fields.iter().chain(self.row.shape.optional);
        fields.zip(values).find_map(|(field, value)| (field.name == name).then_some(*value))
    }

    /// The strings of a text frame that was taken apart.
    pub fn texts(&self) -> &'a [&'a str] {
        let Body::Values(values) = self.body else { return &[] };
        values.last().and_then(|value| value.texts()).unwrap_or_default()
    }

    /// The same frame with one value replaced.
    #[must_use]
    pub fn with(&self, arena: &'a Bump, name: &str, value: Value<'a>) -> Self {
        let values = arena.alloc_slice_copy(self.values(arena));
        let fields = self.row.shape.fields.iter().zip(&mut *values);
        for (field, slot) in fields {
            if field.name == name {
                *slot = value;
            }
        }
        Self { body: Body::Values(values), ..*self }
    }
}

const _: () = assert!(!std::mem::needs_drop::<Frame<'_>>());

/// The key of a frame with these values.
fn key<'a>(arena: &'a Bump, row: &'static Row, values: &'a [Value<'a>]) -> &'a str {
    let names = match row.shape.key {
        Key::Fields([]) => return row.id,
        Key::Fields(names) => names,
        Key::Picture => &["desc"],
        Key::Rendered => {
            let bytes = render::fields(row.shape, values).unwrap_or_default();
            let mut key = ArenaString::from_str_in(row.id, arena);
            key.push(':');
            key.extend(bytes.into_iter().map(char::from));
            return key.into_bump_str();
        }
    };
    let parts = || {
        names.iter().map(|name| {
            let position = row.shape.fields.iter().position(|field| field.name == *name);
            position.and_then(|position| values.get(position))
        })
    };
    let room = parts().map(|part| match part {
        Some(Value::Text(text)) => text.len(),
        Some(Value::Bytes(bytes)) => bytes.len() * 2,
        _ => 20,
    });
    let mut key =
        ArenaString::with_capacity_in(row.id.len() + names.len() + room.sum::<usize>(), arena);
    key.push_str(row.id);
    for part in parts() {
        key.push(':');
        match part {
            Some(Value::Text(text)) => key.push_str(text),
            Some(Value::Bytes(bytes)) => key.extend(bytes.iter().copied().map(char::from)),
            Some(Value::Int(number)) => key.push_str(&number.to_string()),
            _ => {}
        }
    }
    key.into_bump_str()
}
