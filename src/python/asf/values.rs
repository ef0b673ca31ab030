//! Values and attributes from and to bytes, for the methods of Python's attribute classes.

use super::classes;
use crate::error::{Error, Format};
use crate::formats::asf::attribute::{Layout, Type, Value};
use crate::formats::asf::render::{Data, List};
use crate::python::errors::{guarded, to_py};
use crate::python::instance::Case;
use crate::python::open::Fault;
use crate::python::pairs;
use bytes::Bytes;
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyList, PyString};

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
        classes::value(py, value)
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

/// A Python value as it is written; bytes are shared with it.
pub(super) fn data<'a>(
    kind: Type,
    value: &'a Bound<'_, PyAny>,
    wide_bool: bool,
) -> PyResult<Data<'a>> {
    Ok(match kind {
        Type::ByteArray | Type::Guid => {
            let bytes: PyBackedBytes = value.cast::<PyBytes>()?.extract()?;
            Data::Bytes(Bytes::from_owner(bytes))
        }
        Type::Unicode => Data::Text(value.cast::<PyString>()?.to_str()?),
        Type::Bool => Data::number(value.is_truthy()?.into(), if wide_bool { 4 } else { 2 }),
        Type::DWord => Data::number(integer::<u32>(value)?.into(), 4),
        Type::QWord => Data::number(integer(value)?, 8),
        Type::Word => Data::number(integer::<u16>(value)?.into(), 2),
    })
}

/// Whether a Python value takes more than `len` bytes in an extended content description.
pub(super) fn is_longer(kind: Type, value: &Bound<'_, PyAny>, len: usize) -> PyResult<bool> {
    Ok(match kind {
        Type::ByteArray | Type::Guid => value.cast::<PyBytes>()?.as_bytes().len() > len,
        Type::Unicode => {
            let text = value.cast::<PyString>()?.to_str()?;
            // There are at most as many units as bytes.
            text.len() * 2 + 2 > len && text.encode_utf16().count() * 2 + 2 > len
        }
        // Numbers have eight bytes at most.
        Type::Bool | Type::DWord | Type::QWord | Type::Word => false,
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
    guarded(py, || Ok(PyBytes::new(py, &data(type_of(kind)?, value, wide_bool)?.to_vec())))
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

/// Adds the attribute of a Python object, whose value is given.
pub(super) fn add(
    list: &mut List,
    name: &str,
    kind: Type,
    attribute: &Bound<'_, PyAny>,
    value: Data<'_>,
) -> Result<(), Fault> {
    let py = attribute.py();
    let mut language = 0;
    let mut stream = 0;
    if list.layout() != Layout::Extended {
        stream = reference(&attribute.getattr(intern!(py, "stream"))?)?;
    }
    if list.layout() == Layout::Library {
        language = reference(&attribute.getattr(intern!(py, "language"))?)?;
    }
    Ok(list.add(name, kind, language, stream, value)?)
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
        let text = name.cast::<PyString>()?.to_str()?;
        let value = Data::Bytes(Bytes::copy_from_slice(data));
        let mut list = List::new(self::layout(layout));
        add(&mut list, text, kind, attribute, value)
            .map_err(|fault| fault.into_py(py, Some(name)))?;
        Ok(PyBytes::new(py, &list.finish().to_vec()))
    })
}

/// An error about something that stands in no file.
pub(super) fn unnamed(py: Python<'_>, error: Error) -> PyErr {
    debug_assert_eq!(error.format, Format::Asf);
    to_py(py, error, None)
}

/// A new list of the values of a name in a list of tags. Raises `KeyError` if it has none.
#[pyfunction]
fn asf_get<'py>(tags: &Bound<'py, PyAny>, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
    let py = key.py();
    guarded(py, || {
        let values = PyList::empty(py);
        let value_of = |pair: &Bound<'py, PyAny>| {
            let (name, value) = pairs::split(pair)?;
            Ok(name.eq(key)?.then_some(value))
        };
        let text = key.cast_exact::<PyString>().ok().and_then(|text| text.to_str().ok());
        pairs::each_value(tags, text, Case::Matters, value_of, |value| {
            values.append(value).map(|()| true)
        })?;
        if values.is_empty() {
            return Err(PyKeyError::new_err(key.clone().unbind()));
        }
        Ok(values)
    })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(asf_get, module)?)?;
    module.add_function(wrap_pyfunction!(asf_parse_value, module)?)?;
    module.add_function(wrap_pyfunction!(asf_render_value, module)?)?;
    module.add_function(wrap_pyfunction!(asf_render_attribute, module)?)
}
