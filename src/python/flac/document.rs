//! Opening files: the document of the metadata and what Python asks of it.

use super::build;
use crate::error::Format;
use crate::formats::flac::{FlacDocument, OwnedFlac, document, locate};
use crate::python::errors::guarded;
use crate::python::open::File;
use crate::source::Loader;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;

/// What was read from a file: blocks become objects when they are asked for.
#[pyclass(frozen, name = "FlacDocument", module = "mutagen_rs._native")]
pub(super) struct PyFlac(OwnedFlac);

impl PyFlac {
    pub(super) fn get(&self) -> &FlacDocument<'_> {
        self.0.borrow_dependent()
    }

    /// A shared slice for bytes that stand in the buffer.
    pub(super) fn share(&self, bytes: &[u8]) -> Option<bytes::Bytes> {
        self.0.borrow_owner().share(bytes)
    }
}

#[pymethods]
impl PyFlac {
    /// How many blocks there are.
    fn __len__(&self) -> usize {
        self.get().blocks.len()
    }

    /// The number of the first block with that code.
    fn first(&self, code: u8) -> Option<usize> {
        self.get().numbers(code).next()
    }

    /// The numbers of all blocks with that code.
    fn numbers(&self, code: u8) -> Vec<usize> {
        self.get().numbers(code).collect()
    }

    /// The block of that number as an object.
    fn block<'py>(&self, py: Python<'py>, number: usize) -> PyResult<Bound<'py, PyAny>> {
        let block = self.get().block(number);
        let block = block.ok_or_else(|| PyIndexError::new_err("no such block"))?;
        guarded(py, || build::block(py, self.get(), number, block))
    }
}

/// Reads the metadata of a named file, or of a file object. `None` if the name is of a file that
/// Python must open.
#[pyfunction]
fn flac_open<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<PyFlac>> {
    let opened = File { name, object }.read(py, Format::Flac, |source| {
        let file_len = source.len();
        let mut loader = Loader::new(source);
        let area = locate::area(&mut loader, true)?;
        document::read(loader.finish(), &area, file_len)
    })?;
    Ok(opened.map(PyFlac))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyFlac>()?;
    module.add_function(wrap_pyfunction!(flac_open, module)?)
}
