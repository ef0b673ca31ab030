//! Opening files: the document of a file and what Python asks of it.

use super::build;
use super::info::{ChapterFields, chapter_fields};
use crate::error::{Error, Format, Kind};
use crate::formats::mp4::document::{self, NO_TAG};
use crate::formats::mp4::{
    Atoms, Chapters, Item, Mp4Document, Mp4Info, OwnedMp4, chapters, info, item,
};
use crate::python::errors::{guarded, to_py};
use crate::python::info::StreamInfo;
use crate::python::names::Names;
use crate::python::open::File;
use crate::source::Loader;
use bumpalo::Bump;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};

/// What was read from a file: values become objects when they are asked for.
#[pyclass(frozen, name = "Mp4Document", module = "mutagen_rs._native")]
pub(super) struct PyMp4 {
    tag: Option<OwnedMp4>,
    info: Option<Mp4Info>,
    chapters: Option<Chapters>,
}

impl PyMp4 {
    fn get(&self) -> &Mp4Document<'_> {
        self.tag.as_ref().map_or(&NO_TAG, OwnedMp4::borrow_dependent)
    }

    /// A shared slice for bytes that stand in the buffer.
    pub(super) fn share(&self, bytes: &[u8]) -> bytes::Bytes {
        let shared = self.tag.as_ref().and_then(|tag| tag.borrow_owner().share(bytes));
        shared.unwrap_or_else(|| bytes::Bytes::copy_from_slice(bytes))
    }

    /// The item of a key.
    pub(super) fn item(&self, key: &str) -> PyResult<&Item<'_>> {
        self.get().get(key).ok_or_else(|| PyKeyError::new_err(key.to_owned()))
    }
}

#[pymethods]
impl PyMp4 {
    /// Whether there is a tag at all.
    #[getter]
    fn has_tag(&self) -> bool {
        self.tag.is_some()
    }

    /// Puts the attributes of the stream info into the `__dict__` of an info object.
    fn fill_info(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        self.info.as_ref().map_or(Ok(()), |info| info.fill(target))
    }

    /// Length of the atom that pads the tag.
    #[getter]
    fn padding(&self) -> u64 {
        self.get().padding
    }

    /// Time scale and duration of the file, and a list of its chapters: start and title. `None` if
    /// it has no chapters.
    fn chapters<'py>(&self, py: Python<'py>) -> PyResult<Option<ChapterFields<'py>>> {
        self.chapters.as_ref().map(|chapters| chapter_fields(py, chapters)).transpose()
    }

    /// A new `dict` of the keys; each has this document itself for a value.
    fn index<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyDict>> {
        let py = slf.py();
        let (index, mut names) = (PyDict::new(py), Names::borrow());
        for item in slf.get().get().items {
            index.set_item(names.get(py, item.key)?, slf)?;
        }
        Ok(index)
    }

    /// The value of a key.
    fn value<'py>(&self, py: Python<'py>, key: &str) -> PyResult<Bound<'py, PyAny>> {
        build::value(py, self.item(key)?.value)
    }

    /// Puts values in place of this document in an index.
    fn complete(slf: &Bound<'_, Self>, index: &Bound<'_, PyDict>) -> PyResult<()> {
        let py = slf.py();
        let mut names = Names::borrow();
        for item in slf.get().get().items {
            let key = names.get(py, item.key)?;
            if index.get_item(&key)?.is_some_and(|value| value.is(slf)) {
                index.set_item(key, build::value(py, item.value)?)?;
            }
        }
        Ok(())
    }

    /// A new `dict` of the payloads of items that could not be read, in lists by name.
    fn failed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let failed = PyDict::new(py);
        for (name, payload) in self.get().failed {
            let name: String = name.iter().map(|&byte| char::from(byte)).collect();
            let payload = PyBytes::new(py, payload);
            match failed.get_item(&name)? {
                Some(list) => list.cast::<PyList>()?.append(payload)?,
                None => failed.set_item(name, PyList::new(py, [payload])?)?,
            }
        }
        Ok(failed)
    }
}

/// Reads tag, stream info and chapters of a file. `None` if the name is of a file that Python must
/// open.
#[pyfunction]
fn mp4_open<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<PyMp4>> {
    File { name, object }.read(py, Format::Mp4, |source| {
        let mut loader = Loader::new(source);
        let atoms = Atoms::read(&mut loader)?;
        let info = match info::read(&mut loader, &atoms) {
            Err(Error { kind: Kind::NoHeader, .. }) => None,
            info => Some(info?),
        };
        let located = document::locate(&mut loader, &atoms)?;
        let chapters = chapters::read(&mut loader, &atoms);
        let tag = located.map(|located| document::read(loader.finish(), &located)).transpose()?;
        // The tag's failure is reported before that of the chapters.
        Ok(PyMp4 { tag, info, chapters: chapters? })
    })
}

/// Key and value of the item of that name with that payload; `length` is that of its atom. There
/// is no value if it cannot be read; the last of the three is whether all of it was read.
///
/// Raises `MP4MetadataError` for damage that makes the whole tag unreadable.
#[pyfunction]
fn mp4_item<'py>(
    py: Python<'py>,
    name: [u8; 4],
    payload: &[u8],
    length: u64,
) -> PyResult<(String, Option<Bound<'py, PyAny>>, bool)> {
    guarded(py, || {
        let arena = Bump::new();
        let parsed = item::read(&arena, name, payload, length);
        let parsed = parsed.map_err(|error| to_py(py, error, None))?;
        let value = parsed.value.map(|value| build::value(py, value)).transpose()?;
        Ok((parsed.key.to_owned(), value, parsed.is_whole))
    })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyMp4>()?;
    module.add_function(wrap_pyfunction!(mp4_open, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_item, module)?)
}
