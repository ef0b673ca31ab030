//! Opening files: the document of a tag and what Python asks of it.

use crate::error::{Error, Format, Kind, Result as CoreResult};
use crate::formats::apev2::{Apev2Document, Item, OwnedApev2, Value, document, locate};
use crate::python::errors::{guarded, to_py};
use crate::python::fileobj::PySource;
use crate::python::info::StreamInfo;
use crate::python::instance;
use crate::python::names::Names;
use crate::python::open::File;
use crate::source::Loader;
use pyo3::exceptions::PyIndexError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyInt, PyList, PyType};
use std::io;

/// The classes of values: text, binary, external.
struct Classes([Py<PyType>; 3]);

static CLASSES: PyOnceLock<Classes> = PyOnceLock::new();

impl Classes {
    fn get(py: Python<'_>) -> PyResult<&Self> {
        CLASSES.get_or_try_init(py, || {
            let module = py.import("mutagen_rs.apev2")?;
            let class = |name| -> PyResult<Py<PyType>> {
                Ok(module.getattr(name)?.cast_into::<PyType>()?.unbind())
            };
            Ok(Self([class("APETextValue")?, class("APEBinaryValue")?, class("APEExtValue")?]))
        })
    }

    /// The value as an object, made without a call of `__init__`: it needs no validation.
    fn build<'py>(&self, py: Python<'py>, value: Value<'_>) -> PyResult<Bound<'py, PyAny>> {
        let Self([text, binary, external]) = self;
        let (class, content) = match value {
            Value::Text(content) => (text, instance::text(py, content)?.into_any()),
            Value::Binary(content) => (binary, PyBytes::new(py, content).into_any()),
            Value::External(content) => (external, instance::text(py, content)?.into_any()),
        };
        let object = instance::new(class.bind(py))?;
        instance::set(&object, intern!(py, "value"), &content)?;
        Ok(object)
    }
}

/// What was read from a file: values and stream info become objects when they are asked for.
#[pyclass(frozen, name = "Apev2Document", module = "mutagen_rs._native")]
pub(super) struct PyApev2 {
    tag: Option<OwnedApev2>,
    info: Option<Box<dyn StreamInfo>>,
}

/// The tag of a file that has none.
static NO_TAG: Apev2Document<'static> = Apev2Document { items: &[] };

impl PyApev2 {
    pub(super) fn new(tag: Option<OwnedApev2>, info: Option<Box<dyn StreamInfo>>) -> Self {
        Self { tag, info }
    }

    fn get(&self) -> &Apev2Document<'_> {
        self.tag.as_ref().map_or(&NO_TAG, OwnedApev2::borrow_dependent)
    }

    /// A shared slice for bytes that stand in the buffer.
    pub(super) fn share(&self, bytes: &[u8]) -> Option<bytes::Bytes> {
        self.tag.as_ref()?.borrow_owner().share(bytes)
    }

    /// The item that a number in an index stands for; nothing for an object.
    pub(super) fn pending(&self, value: &Bound<'_, PyAny>) -> Option<&Item<'_>> {
        let number: usize = value.cast_exact::<PyInt>().ok()?.extract().ok()?;
        self.get().items.get(number)
    }
}

#[pymethods]
impl PyApev2 {
    /// Whether there is a tag at all.
    #[getter]
    fn has_tag(&self) -> bool {
        self.tag.is_some()
    }

    /// Puts the attributes of the stream info, if any is known, into the `__dict__` of an info
    /// object.
    fn fill_info(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        self.info.as_ref().map_or(Ok(()), |info| info.fill(target))
    }

    /// Two new dicts with the same keys, those of the items in lower case: the keys as they were
    /// written, and the numbers of the items.
    fn index<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyDict>, Bound<'py, PyDict>)> {
        let (keys, numbers, mut names) = (PyDict::new(py), PyDict::new(py), Names::borrow());
        for (number, item) in self.get().items.iter().enumerate() {
            let key = names.get(py, item.key)?;
            let folded = names.lower(&key, item.key)?;
            keys.set_item(&folded, key)?;
            numbers.set_item(folded, number)?;
        }
        Ok((keys, numbers))
    }

    /// The value of the item of that number.
    fn value<'py>(&self, py: Python<'py>, number: usize) -> PyResult<Bound<'py, PyAny>> {
        let item = self.get().items.get(number);
        let item = item.ok_or_else(|| PyIndexError::new_err("no such item"))?;
        Classes::get(py)?.build(py, item.value)
    }

    /// Puts values in place of the numbers that are left in an index.
    fn complete(&self, py: Python<'_>, index: &Bound<'_, PyDict>) -> PyResult<()> {
        let classes = Classes::get(py)?;
        for (key, number) in index.iter() {
            if let Some(item) = self.pending(&number) {
                index.set_item(key, classes.build(py, item.value)?)?;
            }
        }
        Ok(())
    }

    /// A list of `(key, value)`, one for each item of the file, even for keys that are repeated.
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let classes = Classes::get(py)?;
        let pairs: PyResult<Vec<_>> = (self.get().items.iter())
            .map(|item| Ok((item.key, classes.build(py, item.value)?)))
            .collect();
        PyList::new(py, pairs?)
    }
}

fn read(mut loader: Loader<'_>) -> CoreResult<OwnedApev2> {
    let located = document::locate(&mut loader)?;
    document::read(loader.finish(), &located)
}

/// The tag of a file, if it has one.
pub(super) fn read_if_any(loader: Loader<'_>) -> CoreResult<Option<OwnedApev2>> {
    match read(loader) {
        Err(Error { kind: Kind::NoHeader, .. }) => Ok(None),
        found => found.map(Some),
    }
}

/// Reads the `APEv2` tag of a named file, or of a file object. `None` if the name is of a file
/// that Python must open.
#[pyfunction]
fn apev2_open<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<PyApev2>> {
    File { name, object }
        .read(py, Format::Apev2, |source| Ok(PyApev2::new(Some(read(Loader::new(source))?), None)))
}

/// Reads the `APEv2` tag of a file of any kind, if it has one. `None` if the name is of a file
/// that Python must open.
#[pyfunction]
fn apev2_file_open<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<PyApev2>> {
    File { name, object }
        .read(py, Format::Apev2, |source| Ok(PyApev2::new(read_if_any(Loader::new(source))?, None)))
}

/// Where the tag of a file object stands: the attributes of `_APEv2Data`, or `None`.
#[pyfunction]
fn apev2_locate<'py>(
    py: Python<'py>,
    object: &Bound<'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    guarded(py, || {
        let failed = |error| to_py(py, error, None);
        let failed_io = |cause| failed(Error::io(Format::Apev2, cause));
        let mut source =
            PySource::new(object).map_err(|raised| failed_io(io::Error::other(raised)))?;
        let mut loader = Loader::new(&mut source);
        let Some(found) = locate::find(&mut loader).map_err(failed)? else { return Ok(None) };
        let start = locate::first_remnant(&mut loader, found.header).map_err(failed)?;
        let dict = PyDict::new(py);
        dict.set_item("start", start)?;
        dict.set_item("header", found.header)?;
        dict.set_item("data", found.data)?;
        dict.set_item("footer", found.footer)?;
        dict.set_item("end", found.end)?;
        let from_header = found.at_start.then_some(found.header);
        dict.set_item("metadata", from_header.or(found.footer))?;
        let tag = loader.window(found.data, found.size as usize).map_err(failed_io)?;
        dict.set_item("tag", PyBytes::new(py, tag))?;
        dict.set_item("version", PyBytes::new(py, &found.fields.version))?;
        dict.set_item("size", found.size)?;
        dict.set_item("items", found.fields.items)?;
        dict.set_item("flags", found.fields.flags)?;
        dict.set_item("is_at_start", found.at_start)?;
        Ok(Some(dict))
    })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyApev2>()?;
    module.add_function(wrap_pyfunction!(apev2_open, module)?)?;
    module.add_function(wrap_pyfunction!(apev2_file_open, module)?)?;
    module.add_function(wrap_pyfunction!(apev2_locate, module)?)
}
