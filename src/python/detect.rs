//! Scores of the kinds of file, for the `score` methods and `File()`.

use super::errors::guarded;
use crate::formats::detect;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use std::borrow::Cow;

/// A file's name for comparing its end; `str` and `bytes` alike.
fn name_bytes<'a>(name: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, [u8]>> {
    if let Ok(bytes) = name.cast::<PyBytes>() {
        return Ok(Cow::Borrowed(bytes.as_bytes()));
    }
    Ok(match name.cast::<PyString>()?.to_string_lossy() {
        Cow::Borrowed(text) if text.is_ascii() => Cow::Borrowed(text.as_bytes()),
        // The Kelvin sign is the only other character that `str.lower` makes an ASCII letter.
        text => Cow::Owned(text.replace('\u{212a}', "k").into_bytes()),
    })
}

/// How likely a file is of a kind: not at all if below 1.
///
/// `kind` is a class name such as "MP3"; `header` holds the first 128 bytes of the file, `tail`
/// the last 160. Raises `ValueError` if there is no such kind.
#[pyfunction]
fn score(
    py: Python<'_>,
    kind: &str,
    filename: &Bound<'_, PyAny>,
    header: &[u8],
    tail: &[u8],
) -> PyResult<i64> {
    guarded(py, || {
        let name = name_bytes(filename)?;
        detect::score(kind, &name, header, tail)
            .ok_or_else(|| PyValueError::new_err("no such kind of file"))
    })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(score, module)?)
}
