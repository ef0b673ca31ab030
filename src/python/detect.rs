//! Scores of the kinds of file, for the `score` methods and `File()`.

use super::errors::guarded;
use super::open::OpenedFile;
use crate::formats::detect::{self as kinds, HEADER_LEN, TAIL_LEN};
use crate::source::Source as _;
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
        kinds::score(kind, &name, header, tail)
            .ok_or_else(|| PyValueError::new_err("no such kind of file"))
    })
}

/// The name of the class that a file is likeliest of, empty if it is of none. `header` holds the
/// first 128 bytes of the file, `tail` the last 160, or `None` if they cannot be read.
#[pyfunction]
fn likeliest(
    py: Python<'_>,
    filename: &Bound<'_, PyAny>,
    header: &[u8],
    tail: Option<&[u8]>,
    easy: bool,
) -> PyResult<&'static str> {
    guarded(py, || {
        let name = name_bytes(filename)?;
        Ok(kinds::best(easy, &name, header, || tail).map_or("", |kind| kind.class_name(easy)))
    })
}

/// The name of the class that a named file is likeliest of, empty if it is of none, and the file,
/// open, in place of its name. `None` if the name is of a file that Python must open.
///
/// Raises `MutagenError` if the file cannot be opened.
#[pyfunction]
fn detect(name: &Bound<'_, PyAny>) -> PyResult<Option<(&'static str, OpenedFile)>> {
    let shown = name_bytes(name)?;
    let opened = OpenedFile::open(name, |source| {
        let header = source.head().get(..HEADER_LEN).unwrap_or(source.head()).to_vec();
        let best = kinds::best(false, &shown, &header, || {
            let start = source.len().saturating_sub(TAIL_LEN as u64);
            let mut tail = Vec::with_capacity(TAIL_LEN);
            // What cannot be read says nothing here; the class chosen will report it.
            source.read_at(start, TAIL_LEN, &mut tail).ok().map(|()| tail)
        });
        best.map_or("", |kind| kind.class_name(false))
    })?;
    Ok(opened.map(|(file, kind)| (kind, file)))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("DETECT_HEADER_LEN", HEADER_LEN)?;
    module.add("DETECT_TAIL_LEN", TAIL_LEN)?;
    module.add_class::<OpenedFile>()?;
    module.add_function(wrap_pyfunction!(score, module)?)?;
    module.add_function(wrap_pyfunction!(likeliest, module)?)?;
    module.add_function(wrap_pyfunction!(detect, module)?)
}
