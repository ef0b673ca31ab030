//! Looking through a payload without taking it apart: whether it can be read, and what its key is
//! made of. Most frames of most tags are never looked at; they are read when they are.

use super::field::{State, read_latin1, read_text};
use super::table::{Field, Key, Kind, Shape};
use super::translate::mime_type;
use super::value::Value;
use crate::bytes::Cursor;
use crate::bytes::text::{self, Encoding};
use bumpalo::Bump;

/// Fields that a payload may have to be looked through; the shapes of usual frames have fewer.
const FIELDS: usize = 6;

/// The values of the fields that make the key, in their places.
pub(super) type KeyValues<'a> = [Option<Value<'a>>; FIELDS];

fn in_key(key: Key, field: &Field) -> bool {
    match key {
        Key::Fields(names) => names.contains(&field.name),
        Key::Picture => field.name == "desc",
        Key::Rendered => true,
    }
}

/// The values that make the key of a frame, if at a glance [`super::field::read_all`] can read
/// its payload. Nothing leaves it to that function to find out.
pub(super) fn skim<'a>(
    arena: &'a Bump,
    version: u8,
    shape: &Shape,
    payload: &'a [u8],
) -> Option<KeyValues<'a>> {
    if !shape.optional.is_empty() || shape.fields.len() > FIELDS {
        return None;
    }
    let mut cursor = Cursor::new(payload);
    let mut state = State::default();
    let mut values = [None; FIELDS];
    for (field, slot) in shape.fields.iter().zip(&mut values) {
        if cursor.is_empty() && !field.kind.accepts_nothing() {
            return None;
        }
        let wanted = in_key(shape.key, field);
        let value = match field.kind {
            Kind::Encoding => {
                state.encoding = Encoding::from_byte(cursor.u8()?)?;
                continue;
            }
            Kind::PictureType | Kind::Byte if !wanted => {
                cursor.u8()?;
                continue;
            }
            Kind::String(len) => {
                let bytes = cursor.take_up_to(len);
                Value::Text(str::from_utf8(bytes).ok().filter(|text| text.is_ascii())?)
            }
            Kind::Latin1 => {
                let text = read_latin1(arena, &mut cursor);
                // A picture whose format gets another name is taken apart for that.
                if shape.key == Key::Picture && mime_type(text).is_some() {
                    return None;
                }
                Value::Text(text)
            }
            Kind::Binary => Value::Bytes(cursor.take_rest()),
            Kind::Text if wanted => {
                Value::Text(read_text(arena, version, state.encoding, &mut cursor).ok()?)
            }
            Kind::Text
            | Kind::Multi(
                [
                    Field {
                        kind:
                            Kind::Text | Kind::NumericText | Kind::NumericPartText | Kind::TimeStamp,
                        ..
                    },
                ],
                _,
            ) if is_last(shape, field) && is_sound(state.encoding, cursor.rest()) => {
                continue;
            }
            _ => return None,
        };
        *slot = Some(value);
    }
    Some(values)
}

fn is_last(shape: &Shape, field: &Field) -> bool {
    shape.fields.last().is_some_and(|last| std::ptr::eq(last, field))
}

/// Whether data is, at a glance, strings of that encoding up to its end.
fn is_sound(encoding: Encoding, data: &[u8]) -> bool {
    match encoding {
        Encoding::Latin1 => true,
        Encoding::Utf8 => str::from_utf8(data).is_ok(),
        Encoding::Utf16 => text::is_sound_utf16(data),
        Encoding::Utf16Be => false,
    }
}

#[cfg(test)]
mod tests {
    use super::skim;
    use crate::formats::id3::field::read_all;
    use crate::formats::id3::frame::Frame;
    use crate::formats::id3::table::{ROWS, Row, frame};
    use crate::formats::id3::tag::Context;
    use bumpalo::Bump;
    use proptest::prelude::*;

    /// Whether the payload was skimmed; then it must be readable and have the same key.
    fn agrees(row: &'static Row, payload: &[u8], version: u8) -> bool {
        let arena = Bump::new();
        let Some(skimmed) = Frame::skimmed(&arena, row, payload, version) else { return false };
        let mut context =
            Context { arena: &arena, version, unsynchronised: false, depth: 1, budget: &mut 0 };
        let values = read_all(&mut context, row.shape, payload).expect("skimmed");
        let read = Frame::new(&arena, row, values);
        assert_eq!((skimmed.stem, skimmed.blanks), (read.stem, read.blanks));
        assert_eq!(format!("{:?}", skimmed.values(&arena)), format!("{values:?}"));
        true
    }

    #[test]
    fn usual_frames_are_skimmed() {
        let row = |id: &[u8; 4]| frame(*id).expect("in the table");
        for (id, payload) in [
            (b"TIT2", b"\0title".as_slice()),
            (b"TDRC", b"\x032004\x002005"),
            (b"TXXX", b"\x01\xff\xfed\0\0\0\xff\xfet\0"),
            (b"COMM", b"\x03engabout\0text"),
            (b"USLT", b"\0eng\0lines"),
            (b"APIC", b"\0image/png\0\x03cover \0data"),
            (b"PRIV", b"owner\0\xff\x01"),
            (b"UFID", b"owner\0id"),
        ] {
            assert!(agrees(row(id), payload, 4), "{}", row(id).id);
        }
        let arena = Bump::new();
        let old = b"\0PNG\0\x03\0data";
        assert!(skim(&arena, 4, row(b"APIC").shape, old).is_none());
    }

    proptest! {
        #[test]
        fn what_is_skimmed_can_be_read(
            row in 0..ROWS.len(),
            payload in prop::collection::vec(
                prop_oneof![0u8..4, Just(0xff), Just(0xfe), Just(b'a'), any::<u8>()], 0..24),
            version in 2u8..5,
        ) {
            agrees(&ROWS[row], &payload, version);
        }
    }
}
