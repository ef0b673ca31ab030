//! Saving: items of a document and Python values become one plan, which is carried out.

use super::document::PyApev2;
use crate::error::Format;
use crate::formats::apev2::render::{self, Entry};
use crate::formats::apev2::{Kind, plan};
use crate::python::errors::guarded;
use crate::python::open::{Fault, File, Mode};
use crate::python::plan::PyPlan;
use crate::splice::Content;
use bytes::Bytes;
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::PyList;

/// The item of a key and a value object, or the number of an item in the document.
fn entry(pair: &Bound<'_, PyAny>, document: Option<&PyApev2>) -> Result<Entry, Fault> {
    let py = pair.py();
    let (key, value): (PyBackedStr, Bound<'_, PyAny>) = pair.extract()?;
    if let Some(document) = document
        && let Some(item) = document.pending(&value)
    {
        let bytes = item.value.bytes();
        let bytes = document.share(bytes).unwrap_or_else(|| Bytes::copy_from_slice(bytes));
        return Ok(Entry::new(&key, item.value.kind(), bytes)?);
    }
    let kind = Kind::from_number(value.getattr(intern!(py, "kind"))?.extract()?)
        .ok_or_else(|| PyValueError::new_err("kind must be TEXT, BINARY, or EXTERNAL"))?;
    let written = value.call_method0(intern!(py, "_write"))?;
    let written: PyBackedBytes = written.extract().map_err(PyErr::from)?;
    Ok(Entry::new(&key, kind, Bytes::from_owner(written))?)
}

fn tag(items: &Bound<'_, PyList>, document: Option<&PyApev2>) -> Result<Content, Fault> {
    let entries: Result<Vec<_>, Fault> = items.iter().map(|pair| entry(&pair, document)).collect();
    Ok(render::tag(entries?)?)
}

/// Saves a tag at the end of a file and gives the plan. `items` are pairs of a key and a value,
/// or the number of one in `document`. `mode` is "plan" to write nothing, "write", or "create" to
/// make a file that is missing. `None` if the name is of a file that Python must open.
#[pyfunction]
fn apev2_save<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    items: &Bound<'py, PyList>,
    document: Option<&Bound<'py, PyApev2>>,
    mode: &str,
) -> PyResult<Option<PyPlan>> {
    let document = document.map(Bound::get);
    // Before the file is opened, and perhaps made: a value that cannot be written is no reason to.
    let tag = guarded(py, || tag(items, document).map_err(|fault| fault.into_py(py, name)))?;
    let file = File { name, object };
    let plan = file
        .change(py, Format::Apev2, Mode::from_name(mode), |target| Ok(plan::save(target, &tag)?))?;
    Ok(plan.map(PyPlan))
}

/// Removes the tag of a file and gives the plan. With `readable`, only a tag that can be read is
/// removed, and one that cannot is an error. `None` if the name is of a file that Python must
/// open.
#[pyfunction]
fn apev2_delete<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    readable: bool,
) -> PyResult<Option<PyPlan>> {
    let file = File { name, object };
    let plan = file.change(py, Format::Apev2, Mode::Write, |target| {
        Ok(if readable { plan::remove_readable(target)? } else { plan::remove(target)? })
    })?;
    Ok(plan.map(PyPlan))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(apev2_save, module)?)?;
    module.add_function(wrap_pyfunction!(apev2_delete, module)?)
}
