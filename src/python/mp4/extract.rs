//! Python values as items to be written. What cannot be written raises what mutagen raises.

use super::build::Classes;
use crate::formats::mp4::render::{Datum, Entry, kind_of};
use crate::formats::mp4::table::{Kind, types};
use crate::python::errors::exception;
use bytes::Bytes;
use pyo3::exceptions::{PyAttributeError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyFloat, PyMemoryView, PyString};

/// `MP4MetadataValueError`, which is also a `ValueError`.
pub(super) fn invalid(py: Python<'_>, argument: impl for<'a> IntoPyObject<'a>) -> PyErr {
    exception(py, "mutagen_rs.mp4", "MP4MetadataValueError", argument)
}

fn core_invalid(py: Python<'_>) -> impl Fn(crate::error::Error) -> PyErr {
    move |error| invalid(py, error.reason)
}

/// The bytes of a key. Raises `UnicodeEncodeError` if Latin-1 does not have all its characters.
pub(super) fn key(key: &Bound<'_, PyString>) -> PyResult<PyBackedBytes> {
    key.call_method1(intern!(key.py(), "encode"), (intern!(key.py(), "latin-1"),))?
        .extract()
        .map_err(PyErr::from)
}

/// The bytes of an object that has some.
fn bytes(value: &Bound<'_, PyAny>) -> PyResult<Bytes> {
    let backed = match value.extract::<PyBackedBytes>() {
        Ok(backed) => backed,
        Err(_) => {
            value.py().get_type::<PyBytes>().call1((PyMemoryView::from(value)?,))?.extract()?
        }
    };
    Ok(Bytes::from_owner(backed))
}

/// An entry of the kind that the table gives for the key.
pub(super) fn entry(key: &[u8], value: &Bound<'_, PyAny>) -> PyResult<Entry> {
    match kind_of(key) {
        Kind::Text | Kind::Unknown => texts(key, value, types::UTF8),
        Kind::Integer(width) => integers(key, value, width),
        Kind::Bool => Ok(Entry::bool(key, value.is_truthy()?)),
        Kind::Pair { trailing } => pairs(key, value, trailing),
        Kind::Cover => covers(key, value),
        Kind::Freeform => freeform(key, value),
        Kind::Genre => Err(PyTypeError::new_err("gnre cannot be written, use \u{a9}gen")),
    }
}

pub(super) fn texts(key: &[u8], value: &Bound<'_, PyAny>, format: u32) -> PyResult<Entry> {
    let text = |value: &Bound<'_, PyAny>| {
        let text = value.cast::<PyString>().map_err(|_| match value.repr() {
            Ok(repr) => PyTypeError::new_err(format!("{repr} not str")),
            Err(error) => error,
        });
        Ok::<_, PyErr>(Bytes::copy_from_slice(text?.to_str()?.as_bytes()))
    };
    let texts = if value.is_instance_of::<PyString>() {
        vec![text(value)?]
    } else {
        value.try_iter()?.map(|value| text(&value?)).collect::<PyResult<_>>()?
    };
    Entry::texts(key, texts.into_iter(), format).map_err(core_invalid(value.py()))
}

pub(super) fn integers(key: &[u8], value: &Bound<'_, PyAny>, width: usize) -> PyResult<Entry> {
    let py = value.py();
    let read = || -> PyResult<Vec<i64>> { value.try_iter()?.map(|v| v?.extract()).collect() };
    let integers = read().map_err(|error| invalid(py, error.value(py).clone().unbind()))?;
    Ok(Entry::integers(key, integers.into_iter(), width))
}

/// A number of a pair.
fn small(number: &Bound<'_, PyAny>) -> PyResult<u16> {
    let py = number.py();
    let range = |_| invalid(py, "numbers of a pair are 0 to 65535");
    match number.extract::<i64>() {
        Ok(number) => u16::try_from(number).map_err(range),
        Err(error)
            if error.is_instance_of::<PyTypeError>(py) && !number.is_instance_of::<PyFloat>() =>
        {
            Err(error)
        }
        Err(error) => Err(range_of(py, &error)),
    }
}

fn range_of(py: Python<'_>, error: &PyErr) -> PyErr {
    invalid(py, error.value(py).clone().unbind())
}

pub(super) fn pairs(key: &[u8], value: &Bound<'_, PyAny>, trailing: bool) -> PyResult<Entry> {
    let py = value.py();
    let pair = |value: &Bound<'_, PyAny>| {
        let numbers = value.try_iter().map_err(|error| {
            // The two kinds of pairs differ in what they raise.
            if trailing { PyValueError::new_err(error.value(py).clone().unbind()) } else { error }
        })?;
        let numbers = numbers.take(3).collect::<PyResult<Vec<_>>>()?;
        let [number, total] = numbers.as_slice() else {
            return Err(PyValueError::new_err("a pair has two numbers"));
        };
        Ok((small(number)?, small(total)?))
    };
    let pairs: PyResult<Vec<_>> = value.try_iter()?.map(|value| pair(&value?)).collect();
    Ok(Entry::pairs(key, pairs?.into_iter(), trailing))
}

pub(super) fn covers(key: &[u8], value: &Bound<'_, PyAny>) -> PyResult<Entry> {
    let py = value.py();
    let datum = |cover: &Bound<'_, PyAny>| {
        let format = match cover.getattr(intern!(py, "imageformat")) {
            Ok(format) => format.extract().map_err(|error| range_of(py, &error))?,
            Err(error) if error.is_instance_of::<PyAttributeError>(py) => types::JPEG,
            Err(error) => return Err(error),
        };
        Datum::new(format, bytes(cover)?).map_err(core_invalid(py))
    };
    let data: PyResult<Vec<_>> = value.try_iter()?.map(|cover| datum(&cover?)).collect();
    Ok(Entry::data(key, data?))
}

/// Version and type of a value in one number, as they are written.
fn head(py: Python<'_>, version: i64, format: i64) -> PyResult<u32> {
    let version = version.checked_mul(1 << 24);
    let head = version.and_then(|version| u32::try_from(version | format).ok());
    head.ok_or_else(|| invalid(py, "version or type is too large"))
}

pub(super) fn freeform(key: &[u8], value: &Bound<'_, PyAny>) -> PyResult<Entry> {
    let py = value.py();
    // Before any look at the value, as in mutagen.
    if key.splitn(3, |&byte| byte == b':').count() < 3 {
        return Err(PyValueError::new_err("a freeform key is ----:mean:name"));
    }
    let class = Classes::get(py)?.freeform.bind(py);
    let datum = |value: &Bound<'_, PyAny>| {
        let head = if value.is_instance(class)? {
            let number = |name| {
                let number = value.getattr(name)?.extract::<i64>();
                number.map_err(|error| range_of(py, &error))
            };
            head(py, number(intern!(py, "version"))?, number(intern!(py, "dataformat"))?)?
        } else {
            types::UTF8
        };
        Datum::new(head, bytes(value)?).map_err(core_invalid(py))
    };
    let data = if value.is_instance_of::<PyBytes>() {
        vec![datum(value)?]
    } else {
        value.try_iter()?.map(|value| datum(&value?)).collect::<PyResult<_>>()?
    };
    Entry::freeform(key, data).map_err(core_invalid(py))
}

/// An entry of values that are bytes already.
pub(super) fn data(
    py: Python<'_>,
    key: &[u8],
    version: i64,
    format: i64,
    values: &Bound<'_, PyAny>,
) -> PyResult<Entry> {
    let head = head(py, version, format)?;
    let datum =
        |value: &Bound<'_, PyAny>| Datum::new(head, bytes(value)?).map_err(core_invalid(py));
    let data: PyResult<Vec<_>> = values.try_iter()?.map(|value| datum(&value?)).collect();
    Ok(Entry::data(key, data?))
}
