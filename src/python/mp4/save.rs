//! Saving: items of a document and Python values become one plan, which is carried out.

use super::document::PyMp4;
use super::extract;
use super::order::{self, Item};
use crate::error::Format;
use crate::formats::mp4::plan;
use crate::formats::mp4::render::{self, Entry};
use crate::python::errors::{guarded, to_py};
use crate::python::open::{File, Mode, ask_padding};
use crate::python::plan::PyPlan;
use bytes::Bytes;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyDict, PyString};

/// An item that the facade has put together.
fn rendered(item: PyBackedBytes) -> Entry {
    Entry::Rendered(Bytes::from_owner(item))
}

/// The entry of an item.
fn entry((key, value): &Item<'_>, document: Option<&Bound<'_, PyMp4>>) -> PyResult<Entry> {
    if let Some(document) = document
        && value.is(document)
    {
        let document = document.get();
        return Entry::of(document.item(key.to_str()?)?, |bytes| document.share(bytes))
            .map_err(|error| to_py(key.py(), error, None));
    }
    extract::entry(&extract::key(key)?, value)
}

/// The entries of all items, in the order in which they are written.
fn in_order<'py>(
    py: Python<'py>,
    items: &Bound<'py, PyDict>,
    document: Option<&Bound<'py, PyMp4>>,
) -> PyResult<Vec<Entry>> {
    let pairs = items.iter().map(|(key, value)| Ok((key.cast_into()?, value)));
    let items = order::sorted(pairs.collect::<PyResult<_>>()?, document)?;
    let entries: PyResult<_> = items.iter().map(|item| entry(item, document)).collect();
    entries.map_err(|error| unwritable(py, error))
}

/// What a value that cannot be written raises in a save.
fn unwritable(py: Python<'_>, error: PyErr) -> PyErr {
    if error.is_instance_of::<PyTypeError>(py) || error.is_instance_of::<PyValueError>(py) {
        let wrapped = extract::invalid(py, error.value(py).clone().unbind());
        wrapped.set_cause(py, Some(error));
        return wrapped;
    }
    error
}

/// The bytes of an item as `MP4Tags` would write it. `kind` is "" for what the key says, or a kind
/// of its own; `option` is what some kinds need besides: the type of texts, the least width of
/// integers, whether zeros follow the numbers of a pair.
#[pyfunction]
#[pyo3(signature = (kind, key, value, option=0))]
fn mp4_render<'py>(
    py: Python<'py>,
    kind: &str,
    key: &Bound<'py, PyString>,
    value: &Bound<'py, PyAny>,
    option: u32,
) -> PyResult<Bound<'py, PyBytes>> {
    guarded(py, || {
        let key = extract::key(key)?;
        let entry = match kind {
            "text" => extract::texts(&key, value, option),
            "integer" => extract::integers(&key, value, option as usize),
            "bool" => Ok(Entry::bool(&key, value.is_truthy()?)),
            "pair" => extract::pairs(&key, value, option != 0),
            "cover" => extract::covers(&key, value),
            "freeform" => extract::freeform(&key, value),
            _ => extract::entry(&key, value),
        };
        Ok(PyBytes::new(py, &entry?.to_vec()))
    })
}

/// The bytes of an item whose values are bytes already.
#[pyfunction]
fn mp4_render_data<'py>(
    py: Python<'py>,
    key: &Bound<'py, PyString>,
    version: i64,
    flags: i64,
    values: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    guarded(py, || {
        let entry = extract::data(py, &extract::key(key)?, version, flags, values)?;
        Ok(PyBytes::new(py, &entry.to_vec()))
    })
}

/// Raises what `mp4_render` would raise.
#[pyfunction]
fn mp4_check(py: Python<'_>, key: &Bound<'_, PyString>, value: &Bound<'_, PyAny>) -> PyResult<()> {
    guarded(py, || extract::entry(&extract::key(key)?, value).map(drop))
}

/// Saves a tag and gives the plan. `items` are the keys in any order and their values, which are
/// `document` where it still holds them; or a list of the bytes of items in the order in which they
/// are written. `kept` are pairs of a name and a list of payloads. `mode` is "plan" to write
/// nothing, or "write". `None` if the name is of a file that Python must open.
#[pyfunction]
#[allow(clippy::too_many_arguments)] // the facade passes on the arguments of `MP4Tags.save`
#[allow(clippy::needless_pass_by_value)] // what is extracted from an argument is passed by value
fn mp4_save<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    items: &Bound<'py, PyAny>,
    kept: Vec<(Bound<'py, PyString>, Vec<PyBackedBytes>)>,
    document: Option<&Bound<'py, PyMp4>>,
    padding: &Bound<'py, PyAny>,
    mode: &str,
) -> PyResult<Option<PyPlan>> {
    // Before the file is opened: a value that cannot be written is no reason to.
    let ilst = guarded(py, || {
        let mut entries = match items.cast::<PyDict>() {
            Ok(items) => in_order(py, items, document)?,
            Err(_) => items.extract::<Vec<PyBackedBytes>>()?.into_iter().map(rendered).collect(),
        };
        for (key, payloads) in kept {
            let name = render::name_of(&extract::key(&key)?);
            entries.extend(
                payloads
                    .into_iter()
                    .map(|payload| Entry::Kept { name, payload: Bytes::from_owner(payload) }),
            );
        }
        Ok(render::ilst(&entries))
    })?;
    let file = File { name, object };
    let plan = file.change(py, Format::Mp4, Mode::from_name(mode), |target| {
        plan::save(target, ilst, |info| ask_padding(padding, info))
    })?;
    Ok(plan.map(PyPlan))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(mp4_render, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_render_data, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_check, module)?)?;
    module.add_function(wrap_pyfunction!(order::mp4_rank, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_save, module)?)
}
