//! Opening files: the document of a header and what Python asks of it.

use super::classes::Classes;
use crate::error::Format;
use crate::formats::asf::{AsfDocument, AsfInfo, OwnedAsf, document};
use crate::python::info::{StreamInfo, put};
use crate::python::names::Names;
use crate::python::open::File;
use crate::source::Loader;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// A header that was read from a file: it becomes objects when they are asked for.
#[pyclass(frozen, name = "AsfDocument", module = "mutagen_rs._native")]
pub(super) struct PyAsf(OwnedAsf);

impl PyAsf {
    pub(super) fn get(&self) -> &AsfDocument<'_> {
        self.0.borrow_dependent()
    }

    /// A shared slice for bytes that stand in the buffer.
    pub(super) fn share(&self, bytes: &[u8]) -> Option<bytes::Bytes> {
        self.0.borrow_owner().share(bytes)
    }
}

impl StreamInfo for AsfInfo<'_> {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        put!(target,
            "length": self.length,
            "sample_rate": self.sample_rate,
            "bitrate": self.bitrate,
            "channels": self.channels,
            "codec_type": self.codec.format,
            "codec_name": self.codec.name(),
            "codec_description": self.codec.description(),
        );
        Ok(())
    }
}

#[pymethods]
impl PyAsf {
    /// Whether there are tags: always, though there may be nothing in them.
    #[getter]
    #[allow(clippy::unused_self)] // documents of other files may have none
    fn has_tag(&self) -> bool {
        true
    }

    /// Puts the attributes of the stream info into the `__dict__` of an info object.
    fn fill_info(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        self.get().info.fill(target)
    }

    /// A new list of `(name, attribute)`.
    fn attributes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let classes = Classes::get(py)?;
        let (attributes, mut names) = (self.get().attributes, Names::borrow());
        let pairs = attributes.iter().map(|attribute| classes.pair(py, &mut names, attribute));
        PyList::new(py, pairs.collect::<PyResult<Vec<_>>>()?)
    }

    /// A new `HeaderObject` with all objects of the header.
    fn header<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Classes::get(py)?.header(py, self.get().objects)
    }
}

/// Reads the header of a named file, or of a file object. `None` if the name is of a file that
/// Python must open.
#[pyfunction]
fn asf_open<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<PyAsf>> {
    let opened = File { name, object }.read(py, Format::Asf, |source| {
        let mut loader = Loader::new(source);
        let located = document::locate(&mut loader)?;
        document::read(loader.finish(), located)
    })?;
    Ok(opened.map(PyAsf))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyAsf>()?;
    module.add_function(wrap_pyfunction!(asf_open, module)?)
}
