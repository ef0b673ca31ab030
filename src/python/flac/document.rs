//! Opening files: the document of the metadata and what Python asks of it.

use super::build;
use crate::error::Format;
use crate::formats::flac::block::Block;
use crate::formats::flac::{FlacDocument, OwnedFlac, document, locate};
use crate::python::errors::guarded;
use crate::python::open::File;
use crate::source::Loader;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyList;
use std::sync::OnceLock;

/// What was read from a file: blocks become objects when they are asked for.
#[pyclass(frozen, name = "FlacDocument", module = "mutagen_rs._native")]
pub(super) struct PyFlac {
    file: OwnedFlac,
    /// The object of each block, once it was asked for.
    built: Box<[OnceLock<Py<PyAny>>]>,
}

impl PyFlac {
    fn new(file: OwnedFlac) -> Self {
        let built = file.borrow_dependent().blocks.iter().map(|_| OnceLock::new()).collect();
        Self { file, built }
    }

    pub(super) fn get(&self) -> &FlacDocument<'_> {
        self.file.borrow_dependent()
    }

    /// A shared slice for bytes that stand in the buffer.
    pub(super) fn share(&self, bytes: &[u8]) -> Option<bytes::Bytes> {
        self.file.borrow_owner().share(bytes)
    }

    /// Each block, with its object if that was asked for.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (Block<'_>, Option<&Py<PyAny>>)> {
        self.get().blocks.iter().copied().zip(self.built.iter().map(OnceLock::get))
    }

    fn object<'py>(&self, py: Python<'py>, number: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
        let (Some(block), Some(built)) = (self.get().block(number), self.built.get(number)) else {
            return Ok(None);
        };
        if built.get().is_none() {
            let object = build::block(py, self.get(), number, block)?;
            // Whichever of two threads comes second gets the object of the first.
            drop(built.set(object.unbind()));
        }
        Ok(built.get().map(|object| object.bind(py).clone()))
    }
}

#[pymethods]
impl PyFlac {
    /// The first block with that code.
    fn first<'py>(&self, py: Python<'py>, code: u8) -> PyResult<Option<Bound<'py, PyAny>>> {
        guarded(py, || match self.get().numbers(code).next() {
            Some(number) => self.object(py, number),
            None => Ok(None),
        })
    }

    /// A new list of the blocks with that code, or of all.
    #[pyo3(signature = (code=None))]
    fn blocks_of<'py>(&self, py: Python<'py>, code: Option<u8>) -> PyResult<Bound<'py, PyList>> {
        guarded(py, || {
            let blocks = PyList::empty(py);
            for (number, block) in self.get().blocks.iter().enumerate() {
                if code.is_none_or(|code| code == block.code) {
                    blocks.append(self.object(py, number)?)?;
                }
            }
            Ok(blocks)
        })
    }

    /// Whether an object is one of the blocks.
    fn has(&self, object: &Bound<'_, PyAny>) -> bool {
        self.blocks().any(|(_, built)| built.is_some_and(|built| built.is(object)))
    }

    /// Blocks take attributes of any kind, which may lead back to the file. There is no `__clear__`:
    /// in each such circle there is a block, which has one.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.blocks().try_for_each(|(_, built)| visit.call(built))
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
    Ok(opened.map(PyFlac::new))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyFlac>()?;
    module.add_function(wrap_pyfunction!(flac_open, module)?)
}
