//! Values of fields from Python objects, to be written.

use super::classes::Classes;
use crate::formats::id3::field::State;
use crate::formats::id3::frame::Frame;
use crate::formats::id3::table::{Field, Kind, Row};
use crate::formats::id3::value::{Change, Value};
use bumpalo::Bump;
use pyo3::exceptions::{PyAttributeError, PyOverflowError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyInt, PyString};

/// The frame that an object of exactly that row's class holds.
pub(super) fn frame<'a>(
    classes: &Classes,
    row: &'static Row,
    object: &Bound<'_, PyAny>,
    arena: &'a Bump,
) -> PyResult<Frame<'a>> {
    let py = object.py();
    let mut values = bumpalo::collections::Vec::new_in(arena);
    let required = row.shape.fields.len();
    let fields = row.shape.fields.iter().chain(row.shape.optional);
    for (position, (field, name)) in fields.zip(classes.names(row)).enumerate() {
        let attribute = match object.getattr(name.bind(py)) {
            // Optional fields end with the first that is missing.
            Err(error) if position >= required && error.is_instance_of::<PyAttributeError>(py) => {
                break;
            }
            attribute => attribute?,
        };
        values.push(value(field.kind, &attribute, arena)?);
    }
    Ok(Frame::new(arena, row, values.into_bump_slice()))
}

/// Numbers that an index of seek points needs from its frame.
pub(super) const fn state(encoding: crate::bytes::text::Encoding, index: usize) -> State {
    State { encoding, index: ((index >> 16) as u64, (index & 0xffff) as u64) }
}

/// Whether a frame of that row can be written from the attributes of its object alone.
pub(super) fn is_plain(row: &Row) -> bool {
    row.shape.fields.iter().all(|field| field.kind != Kind::Frames)
}

/// The value that a field of that kind gets from an object.
pub(super) fn value<'a>(
    kind: Kind,
    object: &Bound<'_, PyAny>,
    arena: &'a Bump,
) -> PyResult<Value<'a>> {
    Ok(match kind {
        Kind::Byte | Kind::PictureType | Kind::CtocFlags | Kind::Encoding | Kind::Channel => {
            byte(object)?
        }
        Kind::Integer | Kind::SizedInteger(_) => integer(object, arena)?,
        Kind::String(_)
        | Kind::FrameId(_)
        | Kind::Latin1
        | Kind::Text
        | Kind::NumericText
        | Kind::NumericPartText => Value::Text(text(object, arena)?),
        Kind::TimeStamp => {
            Value::Text(text(&object.getattr(intern!(object.py(), "text"))?, arena)?)
        }
        Kind::Binary => Value::Bytes(binary(object, arena)?),
        Kind::Multi(fields, _) => multi(fields, object, arena)?,
        Kind::Latin1List => {
            let texts = items(object)?
                .iter()
                .map(|item| text(item, arena))
                .collect::<PyResult<Vec<_>>>()?;
            Value::Texts(arena.alloc_slice_copy(&texts))
        }
        Kind::SyncedText => {
            let line = |[line, time]: [Bound<'_, PyAny>; 2]| {
                Ok((text(&line, arena)?, fitting(time.extract::<u32>())?))
            };
            let lines: PyResult<Vec<_>> =
                items(object)?.iter().map(|item| line(pair(item)?)).collect();
            Value::Synced(arena.alloc_slice_copy(&lines?))
        }
        Kind::VolumeAdjustment | Kind::VolumePeak => Value::Float(object.extract()?),
        Kind::VolumeAdjustments => {
            let numbers = |[one, two]: [Bound<'_, PyAny>; 2]| Ok((one.extract()?, two.extract()?));
            let pairs: PyResult<Vec<(f64, f64)>> =
                items(object)?.iter().map(|item| numbers(pair(item)?)).collect();
            Value::Adjustments(arena.alloc_slice_copy(&pairs?))
        }
        Kind::KeyEvents => {
            let event = |[kind, time]: [Bound<'_, PyAny>; 2]| {
                Ok((fitting(kind.extract::<i8>())?, fitting(time.extract::<u32>())?))
            };
            let events: PyResult<Vec<_>> =
                items(object)?.iter().map(|item| event(pair(item)?)).collect();
            Value::Events(arena.alloc_slice_copy(&events?))
        }
        Kind::AspiIndex => {
            let entries: PyResult<Vec<_>> =
                items(object)?.iter().map(|item| fitting(item.extract::<u16>())).collect();
            Value::Ints(arena.alloc_slice_copy(&entries?))
        }
        Kind::Rva(_) => {
            let changes: PyResult<Vec<_>> =
                items(object)?.iter().map(|item| change(item, arena)).collect();
            Value::Changes(arena.alloc_slice_copy(&changes?))
        }
        Kind::Frames => return Err(PyTypeError::new_err("nested frames are written by Python")),
    })
}

fn items<'py>(object: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    object.try_iter()?.collect()
}

/// The two items of a pair, whatever holds them.
fn pair<'py>(object: &Bound<'py, PyAny>) -> PyResult<[Bound<'py, PyAny>; 2]> {
    let count = |_| PyValueError::new_err("a pair has two items");
    items(object)?.try_into().map_err(count)
}

/// A number that is too large for its field is a wrong value.
fn fitting<T>(number: PyResult<T>) -> PyResult<T> {
    Python::attach(|py| {
        number.map_err(|error| {
            if error.is_instance_of::<PyOverflowError>(py) {
                return PyValueError::new_err("number is too large for its field");
            }
            error
        })
    })
}

fn byte<'a>(object: &Bound<'_, PyAny>) -> PyResult<Value<'a>> {
    let number = object.cast::<PyInt>()?;
    match number.extract::<u8>() {
        Ok(byte) => Ok(Value::Int(byte.into())),
        Err(_) => Err(PyValueError::new_err("byte must be in range(0, 256)")),
    }
}

fn integer<'a>(object: &Bound<'_, PyAny>, arena: &'a Bump) -> PyResult<Value<'a>> {
    if object.is_none() {
        return Ok(Value::Int(0));
    }
    let number = object.cast::<PyInt>()?;
    if let Ok(small) = number.extract::<u64>() {
        return Ok(Value::Int(small));
    }
    let change = change(object, arena)?;
    if change.negative {
        return Err(PyValueError::new_err("integer cannot be negative"));
    }
    Ok(Value::Big(change.magnitude))
}

/// Sign and magnitude of an integer of any width.
fn change<'a>(object: &Bound<'_, PyAny>, arena: &'a Bump) -> PyResult<Change<'a>> {
    let py = object.py();
    let number = object.cast::<PyInt>()?;
    let negative = number.lt(0)?;
    let magnitude = number.call_method0(intern!(py, "__abs__"))?;
    let bits: usize = magnitude.call_method0(intern!(py, "bit_length"))?.extract()?;
    let bytes = magnitude.call_method1(intern!(py, "to_bytes"), (bits.div_ceil(8), "big"))?;
    let magnitude = arena.alloc_slice_copy(bytes.cast::<PyBytes>()?.as_bytes());
    Ok(Change { negative, magnitude })
}

fn text<'a>(object: &Bound<'_, PyAny>, arena: &'a Bump) -> PyResult<&'a str> {
    // Half a surrogate pair has no bytes in any encoding: `UnicodeEncodeError`.
    Ok(arena.alloc_str(object.cast::<PyString>()?.to_str()?))
}

fn binary<'a>(object: &Bound<'_, PyAny>, arena: &'a Bump) -> PyResult<&'a [u8]> {
    if let Ok(bytes) = object.cast::<PyBytes>() {
        return Ok(arena.alloc_slice_copy(bytes.as_bytes()));
    }
    let text = object.str()?;
    let ascii = text.call_method1(intern!(object.py(), "encode"), ("ascii",))?;
    Ok(arena.alloc_slice_copy(ascii.cast::<PyBytes>()?.as_bytes()))
}

fn multi<'a>(
    fields: &'static [Field],
    object: &Bound<'_, PyAny>,
    arena: &'a Bump,
) -> PyResult<Value<'a>> {
    let single = |field: &Field, item: &Bound<'_, PyAny>| -> PyResult<&'a str> {
        Ok(value(field.kind, item, arena)?.text().unwrap_or_default())
    };
    match fields {
        [field] => {
            let texts: PyResult<Vec<_>> =
                items(object)?.iter().map(|item| single(field, item)).collect();
            Ok(Value::Texts(arena.alloc_slice_copy(&texts?)))
        }
        [first, second] => {
            let (mut pairs, mut flat) = (Vec::new(), Vec::new());
            for item in items(object)? {
                let texts: PyResult<Vec<_>> = (items(&item)?.iter().zip([first, second]))
                    .map(|(text, field)| single(field, text))
                    .collect();
                let texts = texts?;
                if let [one, two] = texts.as_slice() {
                    pairs.push((*one, *two));
                }
                flat.extend(texts);
            }
            // A pair that lacks its second string is written as the one it has.
            if pairs.len() * 2 == flat.len() {
                return Ok(Value::Pairs(arena.alloc_slice_copy(&pairs)));
            }
            Ok(Value::Texts(arena.alloc_slice_copy(&flat)))
        }
        _ => Err(PyTypeError::new_err("no such field")),
    }
}
