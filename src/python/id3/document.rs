//! Opening files: the document of a tag and what Python asks of it.

use super::build;
use super::classes::Classes;
use crate::error::{Error, Format, Kind};
use crate::formats::id3::document::{self, OwnedId3};
use crate::formats::id3::translate::Target;
use crate::formats::id3::{Id3Document, Options, Tag};
use crate::formats::mp3;
use crate::python::info::StreamInfo;
use crate::python::open::File;
use crate::source::Loader;
use bumpalo::Bump;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyInt, PyList};

/// Bytes behind the tag that the search for MPEG audio will look at first.
const AUDIO_HEAD: usize = 4096;

/// What was read from a file: frames and stream info become objects when they are asked for.
#[pyclass(frozen, name = "Id3Document", module = "mutagen_rs._native")]
pub(in crate::python) struct PyId3 {
    tag: Option<OwnedId3>,
    info: Option<Box<dyn StreamInfo>>,
}

/// The tag of a file that has none.
static NO_TAG: Id3Document<'static> = Id3Document {
    header: None,
    extended: &[],
    tag: Tag { frames: &[], unknown: &[], padding: 0, version: 0 },
};

impl PyId3 {
    pub(super) fn new(tag: Option<OwnedId3>, info: Option<Box<dyn StreamInfo>>) -> Self {
        Self { tag, info }
    }

    pub(super) fn get(&self) -> &Id3Document<'_> {
        self.tag.as_ref().map_or(&NO_TAG, OwnedId3::borrow_dependent)
    }

    /// A shared slice for bytes that stand in the buffer.
    pub(super) fn share(&self, bytes: &[u8]) -> Option<bytes::Bytes> {
        self.tag.as_ref()?.borrow_owner().share(bytes)
    }
}

#[pymethods]
impl PyId3 {
    /// A new `dict` of the frames' keys, each with the number of its frame.
    fn index<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let classes = Classes::get(py)?;
        let index = PyDict::new(py);
        for (number, frame) in self.get().tag.frames.iter().enumerate() {
            index.set_item(build::key(py, classes, frame)?, number)?;
        }
        Ok(index)
    }

    /// The frame of that number.
    fn frame<'py>(&self, py: Python<'py>, number: usize) -> PyResult<Bound<'py, PyAny>> {
        let frame = self.get().tag.frames.get(number);
        let frame = frame.ok_or_else(|| PyIndexError::new_err("no such frame"))?;
        build::frame(py, Classes::get(py)?, frame, &mut Bump::new())
    }

    /// A new `dict` of all frames by their keys.
    fn frames<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let classes = Classes::get(py)?;
        let frames = PyDict::new(py);
        let mut arena = Bump::new();
        for frame in self.get().tag.frames {
            let object = build::frame(py, classes, frame, &mut arena)?;
            frames.set_item(build::key(py, classes, frame)?, object)?;
        }
        Ok(frames)
    }

    /// Puts frames in place of the numbers that are left in an index.
    fn complete(&self, py: Python<'_>, index: &Bound<'_, PyDict>) -> PyResult<()> {
        let classes = Classes::get(py)?;
        let mut arena = Bump::new();
        for (key, value) in index.iter() {
            if let Some(frame) = self.pending(&value) {
                index.set_item(key, build::frame(py, classes, frame, &mut arena)?)?;
            }
        }
        Ok(())
    }

    /// `(version, revision, flags, size, extended header or None)`, or `None` without an ID3v2
    /// tag.
    #[allow(clippy::type_complexity)] // the fields of the header, in its order
    fn header<'py>(
        &self,
        py: Python<'py>,
    ) -> Option<(u8, u8, u8, usize, Option<Bound<'py, PyBytes>>)> {
        let document = self.get();
        let header = document.header?;
        let extended = header.extended.map(|_| PyBytes::new(py, document.extended));
        Some((header.version, header.revision, header.flags, header.size, extended))
    }

    /// Whether there is a tag at all.
    #[getter]
    fn has_tag(&self) -> bool {
        self.tag.is_some()
    }

    /// Puts the attributes of the stream info into the `__dict__` of an info object.
    fn fill_info(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        self.info.as_ref().map_or(Ok(()), |info| info.fill(target))
    }

    /// Bytes of padding behind the frames.
    #[getter]
    fn padding(&self) -> usize {
        self.get().tag.padding
    }

    /// Major version the unknown frames belong to; zero without an ID3v2 tag.
    #[getter]
    fn version(&self) -> u8 {
        self.get().tag.version
    }

    /// Frames kept as bytes.
    fn unknown<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        build::unknown(py, &self.get().tag)
    }
}

impl PyId3 {
    /// The frame that a number in an index stands for; nothing for an object.
    pub(super) fn pending(
        &self,
        value: &Bound<'_, PyAny>,
    ) -> Option<&crate::formats::id3::Frame<'_>> {
        let number: usize = value.cast_exact::<PyInt>().ok()?.extract().ok()?;
        self.get().tag.frames.get(number)
    }
}

pub(in crate::python) fn options(translate: Option<u8>, load_v1: bool, v1_version: u8) -> Options {
    let translate = translate.map(|version| if version == 3 { Target::V23 } else { Target::V24 });
    Options { translate, load_v1, v1_version }
}

/// Reads the ID3 tag of a named file, or of a file object. `translate` is 3, 4 or `None`.
/// `None` if the name is of a file that Python must open.
#[pyfunction]
#[pyo3(signature = (name, object, translate=Some(4), load_v1=true, v1_version=4))]
fn id3_open<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    translate: Option<u8>,
    load_v1: bool,
    v1_version: u8,
) -> PyResult<Option<PyId3>> {
    let options = options(translate, load_v1, v1_version);
    let opened = File { name, object }.read(py, Format::Id3, |source| {
        let mut loader = Loader::new(source);
        let located = document::locate(&mut loader, options, 0)?;
        document::read(loader.finish(), &located, options)
    })?;
    Ok(opened.map(|tag| PyId3::new(Some(tag), None)))
}

/// Reads the ID3 tag at the start of a file, if there is one, and the stream info behind it.
/// `beyond` is how many bytes of the stream `info` will look at first; it is told where the tag
/// ends, nothing without a tag. `None` if the name is of a file that Python must open.
pub(in crate::python) fn open_stream<'py, I: StreamInfo + 'static>(
    py: Python<'py>,
    file: File<'_, 'py>,
    options: Options,
    beyond: usize,
    info: impl FnOnce(&mut Loader<'_>, Option<u64>) -> Result<I, Error> + Send,
) -> PyResult<Option<PyId3>> {
    let opened = file.read(py, Format::Id3, |source| {
        let mut loader = Loader::new(source);
        let located = match document::locate(&mut loader, options, beyond) {
            Ok(located) => Some(located),
            Err(Error { kind: Kind::NoHeader, .. }) => None,
            Err(error) => return Err(error),
        };
        let start = located.as_ref().map(|located| located.size() as u64);
        let info = info(&mut loader, start);
        // The tag's failure is reported before the stream's.
        let tag = match located {
            Some(located) => Some(document::read(loader.finish(), &located, options)?),
            None => None,
        };
        Ok((tag, Box::new(info?)))
    })?;
    Ok(opened.map(|(tag, info)| PyId3::new(tag, Some(info))))
}

/// Reads the ID3 tag, if there is one, and the stream info of an MPEG file. `None` if the name is
/// of a file that Python must open.
#[pyfunction]
#[pyo3(signature = (name, object, translate=Some(4), load_v1=true, v1_version=4))]
fn mp3_open<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    translate: Option<u8>,
    load_v1: bool,
    v1_version: u8,
) -> PyResult<Option<PyId3>> {
    let options = options(translate, load_v1, v1_version);
    open_stream(py, File { name, object }, options, AUDIO_HEAD, mp3::info::read)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyId3>()?;
    module.add_function(wrap_pyfunction!(id3_open, module)?)?;
    module.add_function(wrap_pyfunction!(mp3_open, module)?)
}
