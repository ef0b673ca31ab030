//! Python frames from a document: the attributes are put into the instance directly, since what
//! was read needs no validation.

use super::classes::Classes;
use crate::formats::id3::frame::Frame;
use crate::formats::id3::table::{Field, Kind};
use crate::formats::id3::tag::Tag;
use crate::formats::id3::timestamp;
use crate::formats::id3::value::Value;
use crate::python::instance;
use bumpalo::Bump;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyInt, PyList, PyString};

/// The frame as an object. `arena` holds its text for the time being.
pub(super) fn frame<'py>(
    py: Python<'py>,
    classes: &Classes,
    frame: &Frame<'_>,
    arena: &mut Bump,
) -> PyResult<Bound<'py, PyAny>> {
    let row = frame.row;
    arena.reset();
    let values = frame.values(arena);
    let object = instance::new(classes.class(row)?.bind(py))?;
    let fields = row.shape.fields.iter().chain(row.shape.optional);
    for ((field, name), value) in fields.zip(classes.names(row)).zip(values) {
        instance::set(&object, name.bind(py), &self::value(py, classes, field, *value)?)?;
    }
    if frame.salt > 0 {
        let salt = PyString::new(py, &" ".repeat(frame.salt));
        instance::set(&object, intern!(py, "salt"), &salt)?;
    }
    Ok(object)
}

/// The key of a frame.
pub(super) fn key<'py>(
    py: Python<'py>,
    classes: &Classes,
    frame: &Frame<'_>,
) -> PyResult<Bound<'py, PyString>> {
    match classes.id(frame.row) {
        Some(id) if frame.stem.len() == frame.row.id.len() => Ok(id.bind(py).clone()),
        _ => instance::text(py, &frame.key()),
    }
}

/// The frames of a chapter, as a tag of their own.
fn nested<'py>(py: Python<'py>, classes: &Classes, tag: &Tag<'_>) -> PyResult<Bound<'py, PyAny>> {
    let tags = classes.tags.bind(py).call0()?;
    let dict = PyDict::new(py);
    let mut arena = Bump::new();
    for frame in tag.frames {
        let object = self::frame(py, classes, frame, &mut arena)?;
        dict.set_item(key(py, classes, frame)?, object)?;
    }
    tags.setattr(intern!(py, "_DictProxy__dict"), dict)?;
    tags.setattr(intern!(py, "unknown_frames"), unknown(py, tag)?)?;
    tags.setattr(intern!(py, "_unknown_v2_version"), tag.version)?;
    Ok(tags)
}

/// The frames kept as bytes.
pub(super) fn unknown<'py>(py: Python<'py>, tag: &Tag<'_>) -> PyResult<Bound<'py, PyList>> {
    PyList::new(py, tag.unknown.iter().map(|raw| PyBytes::new(py, raw)))
}

/// The value of a field.
pub(super) fn value<'py>(
    py: Python<'py>,
    classes: &Classes,
    field: &Field,
    value: Value<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Int(number) => match field.kind {
            Kind::Encoding => classes.encoding(py, number)?,
            Kind::PictureType => classes.picture_type(py, number)?,
            Kind::CtocFlags => classes.ctoc_flags(py, number)?,
            _ => number.into_pyobject(py)?.into_any(),
        },
        Value::Text(text) if field.kind == Kind::TimeStamp => time_stamp(py, classes, text)?,
        Value::Texts(texts) => match field.kind {
            Kind::Multi([Field { kind: Kind::TimeStamp, .. }], _) => {
                let stamps: PyResult<Vec<_>> =
                    texts.iter().map(|text| time_stamp(py, classes, text)).collect();
                PyList::new(py, stamps?)?.into_any()
            }
            _ => instance::texts(py, texts)?.into_any(),
        },
        Value::Frames(tag) => nested(py, classes, tag)?,
        other => plain(py, other)?,
    })
}

/// A value that has the same form whatever the field.
pub(super) fn plain<'py>(py: Python<'py>, value: Value<'_>) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Int(number) => number.into_pyobject(py)?.into_any(),
        Value::Big(bytes) => big(py, bytes)?,
        Value::Float(number) => number.into_pyobject(py)?.into_any(),
        Value::Text(text) => instance::text(py, text)?.into_any(),
        Value::Bytes(bytes) => PyBytes::new(py, bytes).into_any(),
        Value::Texts(texts) => instance::texts(py, texts)?.into_any(),
        Value::Pairs(pairs) => {
            let pairs: PyResult<Vec<_>> =
                pairs.iter().map(|(one, two)| PyList::new(py, [one, two])).collect();
            PyList::new(py, pairs?)?.into_any()
        }
        Value::Synced(lines) => PyList::new(py, lines)?.into_any(),
        Value::Events(events) => PyList::new(py, events)?.into_any(),
        Value::Adjustments(pairs) => PyList::new(py, pairs)?.into_any(),
        Value::Ints(numbers) => PyList::new(py, numbers)?.into_any(),
        Value::Changes(changes) => {
            let changes: PyResult<Vec<_>> = changes
                .iter()
                .map(|change| {
                    let number = big(py, change.magnitude)?;
                    if change.negative { number.neg() } else { Ok(number) }
                })
                .collect();
            PyList::new(py, changes?)?.into_any()
        }
        Value::Frames(_) => py.None().into_bound(py),
    })
}

/// An integer from its big-endian bytes.
fn big<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    py.get_type::<PyInt>().call_method1(intern!(py, "from_bytes"), (PyBytes::new(py, bytes), "big"))
}

/// A time stamp object of the parts of `text`.
fn time_stamp<'py>(py: Python<'py>, classes: &Classes, text: &str) -> PyResult<Bound<'py, PyAny>> {
    let object = instance::new(classes.time_stamp.bind(py))?;
    let names = [
        intern!(py, "year"),
        intern!(py, "month"),
        intern!(py, "day"),
        intern!(py, "hour"),
        intern!(py, "minute"),
        intern!(py, "second"),
    ];
    for (name, part) in names.into_iter().zip(timestamp::parts(text)) {
        let part = part.map(|digits| number(py, &digits)).transpose()?;
        instance::set(&object, name, &part.unwrap_or_else(|| py.None().into_bound(py)))?;
    }
    Ok(object)
}

/// The number that decimal digits stand for; zero for none.
pub(super) fn number<'py>(py: Python<'py>, digits: &str) -> PyResult<Bound<'py, PyAny>> {
    if digits.is_empty() {
        return Ok(0u8.into_pyobject(py)?.into_any());
    }
    match digits.parse::<u64>() {
        Ok(number) => Ok(number.into_pyobject(py)?.into_any()),
        Err(_) => py.get_type::<PyInt>().call1((digits,)),
    }
}
