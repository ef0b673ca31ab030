//! Vorbis comments for Python: lists of `(key, value)`, whatever file they stand in.

use super::errors::guarded;
use super::input::PyInput;
use super::instance::{self, Case};
use super::names::Names;
use super::open::Fault;
use super::pairs;
use crate::error::Format;
use crate::formats::vorbis::comment::{self, Comment, Errors};
use crate::formats::vorbis::header::{self, Comments, Part, Rules};
use crate::formats::vorbis::is_valid_key;
use crate::formats::vorbis::render::Writer;
use crate::splice::Content;
use bytes::Bytes;
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyType};

/// Puts the comments of a document into an empty tag object of any class derived from `VComment`,
/// as tuples.
pub(super) fn adopt(tags: &Bound<'_, PyAny>, comments: Comments<'_>) -> PyResult<()> {
    let py = tags.py();
    tags.setattr(intern!(py, "vendor"), comments.vendor())?;
    tags.setattr(intern!(py, "_size"), comments.bytes().len())?;
    let (list, mut names) = (tags.cast::<PyList>()?, Names::borrow());
    comments
        .each(|Comment { key, value }| {
            let pair = (names.get(py, &key)?, instance::text(py, &value)?);
            Ok::<_, Fault>(list.append(pair)?)
        })
        .map_err(|fault| fault.into_py(py, None))
}

fn is_str(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyString>()
}

/// What `VComment.validate` refuses.
fn validate(vendor: &Bound<'_, PyAny>, comments: &Bound<'_, PyAny>) -> PyResult<()> {
    if !is_str(vendor) {
        return Err(PyValueError::new_err("vendor needs to be str"));
    }
    for item in comments.try_iter()? {
        let (key, value) = pairs::split(&item?)?;
        if !vorbis_is_valid_key(&key).unwrap_or(false) {
            return Err(PyValueError::new_err(format!("{} is not a valid key", key.repr()?)));
        }
        if !is_str(&value) {
            let reason = format!("{} needs to be str for key {}", value.repr()?, key.repr()?);
            return Err(PyValueError::new_err(reason));
        }
    }
    Ok(())
}

/// Text in UTF-8, or bytes as they are.
fn encoded<'a>(value: &'a Bound<'_, PyAny>) -> PyResult<&'a [u8]> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(bytes.as_bytes());
    }
    // Text with half a surrogate pair raises `UnicodeEncodeError`.
    Ok(value.cast::<PyString>()?.to_str()?.as_bytes())
}

/// The same, shared with the object.
fn shared(value: &Bound<'_, PyAny>) -> Option<Bytes> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Some(Bytes::from_owner(PyBackedBytes::from(bytes.clone())));
    }
    let text = value.cast::<PyString>().ok()?;
    Some(Bytes::from_owner(PyBackedStr::try_from(text.clone()).ok()?))
}

fn put(
    vendor: &Bound<'_, PyAny>,
    comments: &Bound<'_, PyAny>,
    framing: bool,
) -> Result<Content, Fault> {
    let mut writer = Writer::new(encoded(vendor)?)?;
    for item in comments.try_iter()? {
        let (key, value) = pairs::split(&item?)?;
        writer.add(encoded(&key)?, encoded(&value)?, || shared(&value))?;
    }
    Ok(writer.finish(framing))
}

/// Whether the class of a tag object leaves it to native code to write its comments.
fn writes_natively(class: &Bound<'_, PyType>) -> PyResult<bool> {
    static OWN: PyOnceLock<[Py<PyAny>; 4]> = PyOnceLock::new();
    let py = class.py();
    let own = OWN.get_or_try_init(py, || {
        let ours = py.import("mutagen_rs._vorbis")?.getattr("VComment")?;
        let list = py.get_type::<PyList>();
        Ok::<_, PyErr>([
            ours.getattr(intern!(py, "write"))?.unbind(),
            ours.getattr(intern!(py, "validate"))?.unbind(),
            list.getattr(intern!(py, "__iter__"))?.unbind(),
            list.getattr(intern!(py, "__len__"))?.unbind(),
        ])
    })?;
    let [write, validate, iter, len] = own;
    Ok(class.getattr(intern!(py, "write"))?.is(write)
        && class.getattr(intern!(py, "validate"))?.is(validate)
        && class.getattr(intern!(py, "__iter__"))?.is(iter)
        && class.getattr(intern!(py, "__len__"))?.is(len))
}

/// A tag object as it is written, by its own `write` if that is not the one of `VComment`.
pub(super) fn render(tags: &Bound<'_, PyAny>, framing: bool) -> Result<Content, Fault> {
    let py = tags.py();
    if writes_natively(&tags.get_type())? {
        return render_natively(tags, framing);
    }
    let arguments = PyDict::new(py);
    arguments.set_item(intern!(py, "framing"), framing)?;
    let written = tags.call_method(intern!(py, "write"), (), Some(&arguments))?;
    let written: PyBackedBytes = written.extract().map_err(PyErr::from)?;
    Ok(Bytes::from_owner(written).into())
}

/// A tag object as the `write` of `VComment` writes it.
pub(super) fn render_natively(tags: &Bound<'_, PyAny>, framing: bool) -> Result<Content, Fault> {
    let vendor = tags.getattr(intern!(tags.py(), "vendor"))?;
    validate(&vendor, tags)?;
    put(&vendor, tags, framing)
}

/// Reads a header from where a file object stands: the vendor, and the comments as a list of
/// `(key, value)`. `errors` is "strict", "replace" or "ignore".
///
/// Raises `VorbisUnsetFrameError` for a framing bit that is missing, `VorbisEncodingError` for
/// what is not as it should be, if strict; `_vorbis.error` for a header that ends too early.
#[pyfunction]
fn vorbis_load<'py>(
    py: Python<'py>,
    object: &Bound<'py, PyAny>,
    errors: &str,
    framing: bool,
) -> PyResult<(String, Bound<'py, PyList>)> {
    let errors = Errors::from_name(errors);
    let (mut vendor, pairs) = (String::new(), PyList::empty(py));
    guarded(py, || {
        let mut input = PyInput::new(object, Format::VorbisComment);
        header::walk(&mut input, Rules { whole: false, framing }, |part| {
            match part {
                Part::Vendor(bytes) => vendor = comment::text(&bytes, errors)?.into_owned(),
                Part::Comment(number, bytes) => {
                    if let Some(Comment { key, value }) = Comment::read(number, &bytes, errors)? {
                        pairs.append((key, value))?;
                    }
                }
            }
            Ok(())
        })
        .map_err(|fault: Fault| fault.into_py(py, None))
    })?;
    Ok((vendor, pairs))
}

/// A header of the vendor and of comments, which are any pairs of str or bytes.
#[pyfunction]
fn vorbis_render<'py>(
    vendor: &Bound<'py, PyAny>,
    comments: &Bound<'py, PyAny>,
    framing: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let py = vendor.py();
    guarded(py, || {
        let content = put(vendor, comments, framing).map_err(|fault| fault.into_py(py, None))?;
        Ok(PyBytes::new(py, &content.to_vec()))
    })
}

/// Raises `ValueError` if the vendor or a comment is nothing that `VComment.write` may write.
#[pyfunction]
fn vorbis_validate(vendor: &Bound<'_, PyAny>, comments: &Bound<'_, PyAny>) -> PyResult<()> {
    guarded(vendor.py(), || validate(vendor, comments))
}

/// Whether a comment may have this key. Raises `TypeError` for what is no str.
#[pyfunction]
fn vorbis_is_valid_key(key: &Bound<'_, PyAny>) -> PyResult<bool> {
    let key = key.cast::<PyString>().map_err(|_| PyTypeError::new_err("needs to be str"))?;
    // What is not even Unicode is no ASCII either.
    Ok(key.to_str().is_ok_and(is_valid_key))
}

/// The key in lower case, as Python has it.
fn lowered<'py>(names: &mut Names, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if let Ok(name) = key.cast_exact::<PyString>()
        && let Ok(text) = name.to_str()
        && text.is_ascii()
    {
        return Ok(names.lower(name, text)?.into_any());
    }
    key.call_method0(intern!(key.py(), "lower"))
}

/// Hands out the values of a valid key, until one is answered by `false`.
fn each_value<'py>(
    comments: &Bound<'py, PyAny>,
    key: &str,
    visit: impl FnMut(Bound<'py, PyAny>) -> PyResult<bool>,
) -> PyResult<()> {
    // Whatever callers have made of a comment.
    let value_of = |comment: &Bound<'py, PyAny>| {
        let (candidate, value) = pairs::split(comment)?;
        let candidate = lowered(&mut Names::borrow(), &candidate)?;
        Ok(candidate.eq(key.to_ascii_lowercase())?.then_some(value))
    };
    pairs::each_value(comments, Some(key), Case::Ignored, value_of, visit)
}

/// The text of a valid key. Raises `ValueError` for an invalid one, `TypeError` for what is no str.
fn valid<'a>(key: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    let text = key.cast::<PyString>().map_err(|_| PyTypeError::new_err("needs to be str"))?;
    match text.to_str() {
        Ok(text) if is_valid_key(text) => Ok(text),
        _ => Err(PyValueError::new_err(format!("{} is not a valid key", key.repr()?))),
    }
}

/// A new list of the values of a key. Raises `KeyError` if it has none, `ValueError` for an invalid
/// one, `TypeError` for what is no str.
#[pyfunction]
fn vorbis_get<'py>(
    comments: &Bound<'py, PyAny>,
    key: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyList>> {
    let py = key.py();
    guarded(py, || {
        let text = valid(key)?;
        let mut values: Option<Bound<'py, PyList>> = None;
        each_value(comments, text, |value| {
            match &values {
                Some(values) => values.append(value)?,
                // Nearly always the only one.
                None => values = Some(PyList::new(py, [value])?),
            }
            Ok(true)
        })?;
        values.ok_or_else(|| PyKeyError::new_err(text.to_ascii_lowercase()))
    })
}

/// Whether a key has values. Raises as `vorbis_get` does for what is no valid key.
#[pyfunction]
fn vorbis_has(comments: &Bound<'_, PyAny>, key: &Bound<'_, PyAny>) -> PyResult<bool> {
    guarded(comments.py(), || {
        let mut found = false;
        each_value(comments, valid(key)?, |_| {
            found = true;
            Ok(false)
        })?;
        Ok(found)
    })
}

/// The keys in lower case, each once, in the order in which they come first.
#[pyfunction]
fn vorbis_keys<'py>(py: Python<'py>, comments: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
    guarded(py, || {
        let (keys, mut names) = (PyDict::new(py), Names::borrow());
        pairs::each(comments, |item| {
            let (key, _) = pairs::split(&item)?;
            keys.set_item(lowered(&mut names, &key)?, py.None())?;
            Ok(true)
        })?;
        Ok(keys.keys())
    })
}

/// A new dict of the values by key in lower case, in the order in which keys come first.
#[pyfunction]
fn vorbis_group<'py>(
    py: Python<'py>,
    comments: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    guarded(py, || {
        let (groups, mut names) = (PyDict::new(py), Names::borrow());
        pairs::each(comments, |item| {
            let (key, value) = pairs::split(&item)?;
            let key = lowered(&mut names, &key)?;
            match groups.get_item(&key)? {
                Some(values) => values.cast_into::<PyList>()?.append(value)?,
                None => groups.set_item(key, PyList::new(py, [value])?)?,
            }
            Ok(true)
        })?;
        Ok(groups)
    })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(vorbis_load, module)?)?;
    module.add_function(wrap_pyfunction!(vorbis_render, module)?)?;
    module.add_function(wrap_pyfunction!(vorbis_validate, module)?)?;
    module.add_function(wrap_pyfunction!(vorbis_is_valid_key, module)?)?;
    module.add_function(wrap_pyfunction!(vorbis_get, module)?)?;
    module.add_function(wrap_pyfunction!(vorbis_has, module)?)?;
    module.add_function(wrap_pyfunction!(vorbis_keys, module)?)?;
    module.add_function(wrap_pyfunction!(vorbis_group, module)?)
}
