//! Values and attributes from and to bytes, for the methods of Python's attribute classes.

use super::classes;
use crate::error::{Error, Format};
use crate::formats::asf::attribute::{Layout, Type, Value};
use crate::formats::asf::render::{self, Entry};
use crate::python::errors::{guarded, to_py};
use bytes::Bytes;
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyString};

fn type_of(number: u16) -> PyResult<Type> {
    Type::from_number(number).ok_or_else(|| PyValueError::new_err("no such type of value"))
}

/// The value of type `kind` in `data`. `wide_bool` says whether a bool has four bytes or two.
///
/// Raises `ASFError` for text that is not UTF-16, `ASFHeaderError` for a number of another width.
#[pyfunction]
fn asf_parse_value<'py>(
    py: Python<'py>,
    kind: u16,
    data: &[u8],
    wide_bool: bool,
) -> PyResult<Bound<'py, PyAny>> {
    guarded(py, || {
        let value =
            Value::read(type_of(kind)?, data, wide_bool).map_err(|error| to_py(py, error, None))?;
        Ok(classes::value(py, value))
    })
}

/// A Python number as one of those widths that fit.
fn integer<T: TryFrom<u64>>(value: &Bound<'_, PyAny>) -> PyResult<T> {
    let number: Option<u64> = match value.extract() {
        Ok(number) => Some(number),
        Err(error) if error.is_instance_of::<pyo3::exceptions::PyOverflowError>(value.py()) => None,
        Err(error) => return Err(error),
    };
    number
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| PyValueError::new_err("number is out of range"))
}

/// The bytes of a Python value; large ones are shared with it.
pub(super) fn value_bytes(
    kind: Type,
    value: &Bound<'_, PyAny>,
    wide_bool: bool,
) -> PyResult<Bytes> {
    let value = match kind {
        Type::ByteArray | Type::Guid => {
            let bytes: PyBackedBytes = value.cast::<PyBytes>()?.extract()?;
            return Ok(Bytes::from_owner(bytes));
        }
        Type::Unicode => {
            let text: PyBackedStr = value.extract()?;
            return Ok(render::unicode(&text).into());
        }
        Type::Bool => Value::Bool(value.is_truthy()?),
        Type::DWord => Value::DWord(integer(value)?),
        Type::QWord => Value::QWord(integer(value)?),
        Type::Word => Value::Word(integer(value)?),
    };
    Ok(render::value(value, wide_bool).into())
}

/// Length of a Python value in an extended content description.
pub(super) fn value_len(kind: Type, value: &Bound<'_, PyAny>) -> PyResult<usize> {
    Ok(match kind {
        Type::ByteArray | Type::Guid => value.cast::<PyBytes>()?.as_bytes().len(),
        Type::Unicode => {
            let text = value.cast::<PyString>()?.to_str()?;
            let units = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
            units * 2 + 2
        }
        Type::Bool | Type::DWord => 4,
        Type::QWord => 8,
        Type::Word => 2,
    })
}

/// The bytes of a value of type `kind`.
///
/// Raises `TypeError` for a value of another type, `ValueError` for one that is out of range.
#[pyfunction]
fn asf_render_value<'py>(
    value: &Bound<'py, PyAny>,
    kind: u16,
    wide_bool: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let py = value.py();
    guarded(py, || Ok(PyBytes::new(py, &value_bytes(type_of(kind)?, value, wide_bool)?)))
}

/// The layout that the facade calls `name`.
pub(super) fn layout(name: &str) -> Layout {
    match name {
        "extended" => Layout::Extended,
        "metadata" => Layout::Metadata,
        _ => Layout::Library,
    }
}

/// The number of a language or a stream; 0 for what is false.
fn reference(value: &Bound<'_, PyAny>) -> PyResult<u16> {
    if value.is_truthy()? { integer(value) } else { Ok(0) }
}

/// The attribute of a Python object, whose value has these bytes.
pub(super) fn entry(
    layout: Layout,
    name: &str,
    kind: Type,
    attribute: &Bound<'_, PyAny>,
    value: Bytes,
) -> PyResult<Result<Entry, Error>> {
    let py = attribute.py();
    let mut language = 0;
    let mut stream = 0;
    if layout != Layout::Extended {
        stream = reference(&attribute.getattr(intern!(py, "stream"))?)?;
    }
    if layout == Layout::Library {
        language = reference(&attribute.getattr(intern!(py, "language"))?)?;
    }
    Ok(Entry::new(layout, name, kind, language, stream, value))
}

/// The bytes of an attribute whose value has the bytes `data`. `layout` is "extended", "metadata"
/// or "library".
///
/// Raises `ASFError` if name or value are too long.
#[pyfunction]
fn asf_render_attribute<'py>(
    attribute: &Bound<'py, PyAny>,
    layout: &str,
    name: &Bound<'py, PyAny>,
    data: &[u8],
) -> PyResult<Bound<'py, PyBytes>> {
    let py = attribute.py();
    guarded(py, || {
        let kind = type_of(attribute.getattr(intern!(py, "TYPE"))?.extract()?)?;
        let text: PyBackedStr = name.extract()?;
        let value = Bytes::copy_from_slice(data);
        let entry = entry(self::layout(layout), &text, kind, attribute, value)?;
        Ok(PyBytes::new(py, &entry.map_err(|error| to_py(py, error, Some(name)))?.to_vec()))
    })
}

/// An error about something that stands in no file.
pub(super) fn unnamed(py: Python<'_>, error: Error) -> PyErr {
    debug_assert_eq!(error.format, Format::Asf);
    to_py(py, error, None)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(asf_parse_value, module)?)?;
    module.add_function(wrap_pyfunction!(asf_render_value, module)?)?;
    module.add_function(wrap_pyfunction!(asf_render_attribute, module)?)
}
