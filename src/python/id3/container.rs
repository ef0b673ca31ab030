//! Tags that stand inside files of other formats: one set of functions for all those formats.

use super::document::{PyId3, options};
use super::save::Tag;
use crate::error::{Error, Format, Kind, Result};
use crate::formats::id3::container::{self, Slot};
use crate::formats::id3::{document, document::Located};
use crate::python::info::{StreamInfo, attributes};
use crate::python::open::{Fault, File, Mode, ask_padding, with_loader};
use crate::python::plan::PyPlan;
use crate::source::{Loader, Source};
use crate::splice::Plan;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// What opening a file tells.
pub(in crate::python) struct Opened {
    /// Offset of the ID3 tag, if there is one.
    pub(in crate::python) tag: Option<u64>,
    pub(in crate::python) info: Result<Box<dyn StreamInfo>>,
}

/// A format whose files hold an ID3 tag.
pub(in crate::python) trait Container: Sync {
    /// Whose exceptions opening a file raises.
    fn format(&self) -> Format;

    /// Whose exceptions saving and removing the tag raise.
    fn save_format(&self) -> Format {
        self.format()
    }

    /// Whether a failure of the stream info is reported before one of the tag.
    fn info_first(&self) -> bool {
        false
    }

    /// Finds the tag and reads the stream info; what is loaded then should hold a usual tag.
    ///
    /// # Errors
    /// What makes the file unusable. Of kind item or no header: it is not of this format.
    fn open(&self, loader: &mut Loader<'_>) -> Result<Opened>;

    /// Finds the place for a tag. `loaded` is the size of the tag that was loaded before, in
    /// bytes.
    fn slot(&self, target: &mut dyn Source, loaded: u64) -> Result<Slot>;

    /// Plans the removal of the tag.
    fn remove(&self, target: &mut dyn Source) -> Result<Plan>;
}

/// The format whose file class has that name.
fn named(kind: &str) -> PyResult<&'static dyn Container> {
    crate::python::dsf::container(kind)
        .or_else(|| crate::python::iff::container(kind))
        .ok_or_else(|| PyValueError::new_err("no such kind of container"))
}

/// The failure as one of `format`; a value that cannot be written stays what it is.
fn of_format(error: Error, format: Format) -> Error {
    if error.format != Format::Id3 && !matches!(error.kind, Kind::Io(_)) {
        return error;
    }
    let kind = match error.kind {
        Kind::NoHeader | Kind::Unsupported | Kind::Item => Kind::Malformed,
        kind => kind,
    };
    Error { format, kind, reason: error.reason }
}

fn no_tag() -> Error {
    Error::new(Format::Id3, Kind::NoHeader, "no ID3 chunk")
}

/// Opens a file for its tag alone: one of another format has none.
fn start(container: &dyn Container, loader: &mut Loader<'_>) -> Result<u64> {
    match container.open(loader) {
        Ok(opened) => opened.tag.ok_or_else(no_tag),
        Err(Error { kind: Kind::Item | Kind::NoHeader, .. }) => Err(no_tag()),
        Err(Error { kind: Kind::Io(cause), .. }) => Err(Error::io(Format::Id3, cause)),
        Err(error) => Err(error),
    }
}

/// Reads the tag and the stream info of a file. `None` if the name is of a file that Python must
/// open.
#[pyfunction]
#[pyo3(signature = (kind, name, object, translate=Some(4), load_v1=true, v1_version=4))]
fn id3_container_open<'py>(
    py: Python<'py>,
    kind: &str,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    translate: Option<u8>,
    load_v1: bool,
    v1_version: u8,
) -> PyResult<Option<PyId3>> {
    let container = named(kind)?;
    let format = container.format();
    let options = options(translate, load_v1, v1_version);
    let opened = File { name, object }.read(py, format, |source| {
        let mut loader = Loader::new(source);
        let Opened { tag, mut info } =
            container.open(&mut loader).map_err(|error| of_format(error, format))?;
        if container.info_first() {
            info = Ok(info?);
        }
        let located = tag.map(|start| document::locate_at(&mut loader, start, options, 0));
        let located: Option<Located> = match located.transpose() {
            Err(Error { kind: Kind::NoHeader, .. }) => None,
            other => other.map_err(|error| of_format(error, format))?,
        };
        let tag = located.map(|located| document::read(loader.finish(), &located, options));
        let tag = tag.transpose().map_err(|error| of_format(error, format))?;
        Ok((tag, info?))
    })?;
    Ok(opened.map(|(tag, info)| PyId3::new(tag, Some(info))))
}

/// Reads the tag of a file. `None` if the name is of a file that Python must open.
#[pyfunction]
#[pyo3(signature = (kind, name, object, translate=Some(4), load_v1=true, v1_version=4))]
fn id3_container_load<'py>(
    py: Python<'py>,
    kind: &str,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    translate: Option<u8>,
    load_v1: bool,
    v1_version: u8,
) -> PyResult<Option<PyId3>> {
    let container = named(kind)?;
    let options = options(translate, load_v1, v1_version);
    let opened = File { name, object }.read(py, Format::Id3, |source| {
        let mut loader = Loader::new(source);
        let start = start(container, &mut loader)?;
        let located = document::locate_at(&mut loader, start, options, 0)?;
        document::read(loader.finish(), &located, options)
    })?;
    Ok(opened.map(|tag| PyId3::new(Some(tag), None)))
}

/// Where the tag of a file object begins. Raises `ID3NoHeaderError` if there is none.
#[pyfunction]
fn id3_container_start(kind: &str, object: &Bound<'_, PyAny>) -> PyResult<u64> {
    let container = named(kind)?;
    with_loader(object, Format::Id3, |loader| start(container, loader))
}

/// The attributes of the stream info of a file object.
#[pyfunction]
fn id3_container_info<'py>(
    py: Python<'py>,
    kind: &str,
    object: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    let container = named(kind)?;
    let format = container.format();
    let info = with_loader(object, format, |loader| {
        container.open(loader).and_then(|opened| opened.info).map_err(|e| of_format(e, format))
    })?;
    attributes(py, info.as_ref())
}

/// Saves a tag to a file and gives the plan. `loaded` is the size of the tag as it was loaded;
/// `mode` is "plan" to write nothing, or "write". `None` if the name is of a file that Python
/// must open.
#[pyfunction]
#[allow(clippy::too_many_arguments)] // the facade passes on the arguments of `save`
#[allow(clippy::needless_pass_by_value)] // what is extracted from an argument is passed by value
fn id3_container_save<'py>(
    py: Python<'py>,
    kind: &str,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    tag: Tag<'py>,
    loaded: u64,
    padding: &Bound<'py, PyAny>,
    mode: &str,
) -> PyResult<Option<PyPlan>> {
    let container = named(kind)?;
    let format = container.save_format();
    let file = File { name, object };
    let plan = file.change(py, format, Mode::from_name(mode), |target| {
        let slot = |target: &mut dyn Source| container.slot(target, loaded);
        let render = || tag.render(py);
        container::save(target, slot, tag.version, render, |info| ask_padding(padding, info))
            .map_err(|fault| match fault {
                Fault::Core(error) => of_format(error, format).into(),
                raised @ Fault::Raised(_) => raised,
            })
    })?;
    Ok(plan.map(PyPlan))
}

/// Removes the tag of a file and gives the plan. `None` if the name is of a file that Python must
/// open.
#[pyfunction]
fn id3_container_delete<'py>(
    py: Python<'py>,
    kind: &str,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<PyPlan>> {
    let container = named(kind)?;
    let format = container.format();
    let file = File { name, object };
    let plan = file.change(py, format, Mode::Write, |target| {
        Ok(container.remove(target).map_err(|error| of_format(error, format))?)
    })?;
    Ok(plan.map(PyPlan))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(id3_container_open, module)?)?;
    module.add_function(wrap_pyfunction!(id3_container_load, module)?)?;
    module.add_function(wrap_pyfunction!(id3_container_start, module)?)?;
    module.add_function(wrap_pyfunction!(id3_container_info, module)?)?;
    module.add_function(wrap_pyfunction!(id3_container_save, module)?)?;
    module.add_function(wrap_pyfunction!(id3_container_delete, module)?)
}
