//! The order in which items are written, as mutagen's: by key, about as iTunes has them, then by
//! how long the value is when Python shows it, then by what it shows.

use super::document::PyMp4;
use crate::formats::mp4::render::{key_bytes, name_of};
use crate::formats::mp4::table::rank;
use crate::formats::mp4::{Freeform, Value};
use pyo3::prelude::*;
use pyo3::types::PyString;

/// A key, and the value or, for a value that nobody asked for, the document.
pub(super) type Item<'py> = (Bound<'py, PyString>, Bound<'py, PyAny>);

/// What tells the order of items of one rank: characters of `repr` of the value, and `repr`.
type Weight = (usize, String);

/// Where the items of a key stand among the others.
#[pyfunction]
pub(super) fn mp4_rank(key: &str) -> usize {
    rank(key_bytes(key).map_or([0; 4], |key| if key.len() < 4 { [0; 4] } else { name_of(&key) }))
}

/// The items in the order in which they are written.
pub(super) fn sorted<'py>(
    items: Vec<Item<'py>>,
    document: Option<&Bound<'py, PyMp4>>,
) -> PyResult<Vec<Item<'py>>> {
    let ranked = items.into_iter().map(|item| (mp4_rank(&item.0.to_string_lossy()), item));
    let mut ranked: Vec<(usize, Item<'py>)> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut names = Names(Vec::new());
    let mut sorted = Vec::with_capacity(ranked.len());
    for group in ranked.chunk_by(|one, other| one.0 == other.0) {
        let items = group.iter().map(|(_, item)| item);
        if group.len() == 1 {
            sorted.extend(items.cloned());
            continue;
        }
        let weighed = items.map(|item| Ok((weight(item, document, &mut names)?, item)));
        let mut weighed: Vec<(Weight, &Item<'py>)> = weighed.collect::<PyResult<_>>()?;
        weighed.sort_by(|one, other| one.0.cmp(&other.0));
        sorted.extend(weighed.into_iter().map(|(_, item)| item.clone()));
    }
    Ok(sorted)
}

fn weight(
    (key, value): &Item<'_>,
    document: Option<&Bound<'_, PyMp4>>,
    names: &mut Names,
) -> PyResult<Weight> {
    if let Some(document) = document
        && value.is(document)
    {
        let shown = shown(key.py(), document.get().item(key.to_str()?)?.value, names)?;
        return Ok((shown.chars().count(), shown));
    }
    let repr = value.repr()?;
    Ok((repr.len()?, repr.to_string_lossy().into_owned()))
}

/// What `repr` gives for a value that is not built; `tests/parity/test_mp4_order.py` compares the
/// order.
fn shown(py: Python<'_>, value: Value<'_>, names: &mut Names) -> PyResult<String> {
    let list = |parts: Vec<String>| format!("[{}]", parts.join(", "));
    Ok(match value {
        Value::Bool(value) => String::from(if value { "True" } else { "False" }),
        Value::Integers(numbers) => list(numbers.iter().map(ToString::to_string).collect()),
        Value::Pairs(pairs) => list(pairs.iter().map(|pair| format!("{pair:?}")).collect()),
        Value::Texts(texts) => list(
            texts
                .iter()
                .map(|text| Ok(PyString::new(py, text).repr()?.to_string_lossy().into_owned()))
                .collect::<PyResult<_>>()?,
        ),
        Value::Freeforms(values) => list(
            values
                .iter()
                .map(|Freeform { format, value, .. }| {
                    let mut text = String::from("MP4FreeForm(");
                    push_bytes(&mut text, value);
                    text += ", ";
                    text += names.of(py, *format)?;
                    text.push(')');
                    Ok(text)
                })
                .collect::<PyResult<_>>()?,
        ),
        Value::Covers(_) => super::build::value(py, value)?.repr()?.to_string_lossy().into_owned(),
    })
}

/// Appends what `repr` gives for bytes.
fn push_bytes(text: &mut String, bytes: &[u8]) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    text.push('b');
    text.push(quote);
    for &byte in bytes {
        match byte {
            b'\t' => text.push_str("\\t"),
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'\\' => text.push_str("\\\\"),
            _ if char::from(byte) == quote => text.extend(['\\', quote]),
            b' '..=b'~' => text.push(char::from(byte)),
            _ => text.extend(['\\', 'x', hex(byte >> 4), hex(byte & 15)]),
        }
    }
    text.push(quote);
}

/// The digit of a number below 16.
fn hex(number: u8) -> char {
    char::from_digit(u32::from(number), 16).unwrap_or_default()
}

/// What Python shows for the types that were met.
struct Names(Vec<(u32, String)>);

impl Names {
    fn of(&mut self, py: Python<'_>, format: u32) -> PyResult<&str> {
        let position = self.0.iter().position(|(known, _)| *known == format);
        let position = if let Some(position) = position {
            position
        } else {
            let class = py.import("mutagen_rs.mp4._values")?.getattr("AtomDataType")?;
            let name = class.call1((format,))?.repr()?.to_string_lossy().into_owned();
            self.0.push((format, name));
            self.0.len() - 1
        };
        Ok(self.0.get(position).map_or("", |(_, name)| name))
    }
}
