//! A frame that was read, and its key.

use super::field;
use super::render;
use super::skim::skim;
use super::table::{Key, Row};
use super::tag::Context;
use super::value::Value;
use crate::bytes::text::{latin1_len, push_latin1};
use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;
use std::borrow::Cow;

/// What a frame holds.
#[derive(Clone, Copy, Debug)]
enum Body<'a> {
    /// One value a field; optional fields at the end may be missing.
    Values(&'a [Value<'a>]),
    /// A payload that can be read but was not taken apart, see [`super::skim`].
    Payload(&'a [u8]),
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
        let (stem, blanks) = match row.shape.key {
            Key::Rendered => (rendered_key(arena, row, values), 0),
            _ => key(arena, row, |place| values.get(place).copied()),
        };
        Self { row, body: Body::Values(values), version: 0, stem, blanks, salt: 0 }
    }

    /// A frame with this payload, if it can be told to be readable without taking it apart.
    pub(super) fn skimmed(
        arena: &'a Bump,
        row: &'static Row,
        payload: &'a [u8],
        version: u8,
    ) -> Option<Self> {
        let values = skim(arena, version, row.shape, payload)?;
        let (stem, blanks) = key(arena, row, |place| values.get(place).copied().flatten());
        Some(Self { row, body: Body::Payload(payload), version, stem, blanks, salt: 0 })
    }

    /// The values of the fields; what was not taken apart yet goes into `arena`.
    pub fn values<'x>(&self, arena: &'x Bump) -> &'x [Value<'x>]
    where
        'a: 'x,
    {
        match self.body {
            Body::Values(values) => values,
            Body::Payload(payload) => {
                let mut context = Context {
                    arena,
                    version: self.version,
                    unsynchronised: false,
                    depth: 0,
                    budget: &mut 0,
                };
                // It was found to be readable.
                field::read_all(&mut context, self.row.shape, payload).unwrap_or_default()
            }
        }
    }

    /// The frame with its payload taken apart.
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

    /// The value of a field; nothing for a frame that was not taken apart yet.
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

/// The key of a frame with these values by their places, and the blanks that end a picture's.
fn key<'a>(
    arena: &'a Bump,
    row: &'static Row,
    value: impl Fn(usize) -> Option<Value<'a>>,
) -> (&'a str, usize) {
    let names = match row.shape.key {
        Key::Fields([]) | Key::Rendered => return (row.id, 0),
        Key::Fields(names) => names,
        Key::Picture => &["desc"],
    };
    let parts = || {
        names.iter().map(|name| {
            let place = row.shape.fields.iter().position(|field| field.name == *name);
            place.and_then(&value)
        })
    };
    let room = parts().map(|part| match part {
        Some(Value::Text(text)) => text.len(),
        Some(Value::Bytes(bytes)) => latin1_len(bytes),
        _ => 20,
    });
    let mut key =
        ArenaString::with_capacity_in(row.id.len() + names.len() + room.sum::<usize>(), arena);
    key.push_str(row.id);
    for part in parts() {
        key.push(':');
        match part {
            Some(Value::Text(text)) => key.push_str(text),
            Some(Value::Bytes(bytes)) => push_latin1(&mut key, bytes),
            Some(Value::Int(number)) => key.push_str(&number.to_string()),
            _ => {}
        }
    }
    let key = key.into_bump_str();
    let stem = match row.shape.key {
        Key::Picture => key.trim_end_matches(' '),
        _ => key,
    };
    (stem, key.len() - stem.len())
}

/// The key of a frame that is told from others by all its bytes.
fn rendered_key<'a>(arena: &'a Bump, row: &'static Row, values: &'a [Value<'a>]) -> &'a str {
    let bytes = render::fields(row.shape, values).unwrap_or_default();
    let mut key = ArenaString::with_capacity_in(row.id.len() + 1 + latin1_len(&bytes), arena);
    key.push_str(row.id);
    key.push(':');
    push_latin1(&mut key, &bytes);
    key.into_bump_str()
}
