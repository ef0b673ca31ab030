//! Saving: frames of a document and of Python objects become one plan, which is carried out.

use super::classes::Classes;
use super::document::PyId3;
use super::extract;
use crate::error::{Error, Format};
use crate::formats::id3::plan::{self, Record, Save};
use crate::formats::id3::render::{Config, Writer};
use crate::python::errors::guarded;
use crate::python::open::{Fault, File, Mode, ask_padding};
use crate::python::plan::PyPlan;
use crate::splice::Content;
use bumpalo::Bump;
use pyo3::exceptions::PyUnicodeEncodeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};

/// What a tag object gives to be written.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(super) struct Tag<'py> {
    /// Frames, or numbers of frames in the document.
    frames: Bound<'py, PyList>,
    document: Option<Py<PyId3>>,
    unknown: Vec<Bound<'py, PyBytes>>,
    /// Major version of the tag to be written.
    pub(super) version: u8,
    separator: Option<String>,
    /// Writes a frame of a class that is not in the table: `(name, id, key, bytes or None)`.
    write_frame: Bound<'py, PyAny>,
}

impl Tag<'_> {
    /// The frames area of the tag.
    pub(super) fn render(&self, py: Python<'_>) -> Result<Content, Fault> {
        let classes = Classes::get(py)?;
        let arena = Bump::new();
        let document = self.document.as_ref().map(Py::get);
        let share = |bytes: &[u8]| document.and_then(|document| document.share(bytes));
        let separator = self.separator.as_deref();
        let mut writer = Writer::new(Config { version: self.version, separator }, &share);
        let unnamed = |refusal| Fault::Core(Error::from(refusal));
        for object in self.frames.iter() {
            if let Some(frame) = document.and_then(|document| document.pending(&object)) {
                writer.add(frame).map_err(unnamed)?;
                continue;
            }
            if let Some(row) = classes.row(&object).filter(|row| extract::is_plain(row)) {
                let frame = extract::frame(classes, row, &object, &arena)
                    .map_err(|error| unencodable(py, error))?;
                writer.add(&frame).map_err(unnamed)?;
                continue;
            }
            let written = self.write_frame.call1((object, self.version, separator))?;
            let (name, id, key, fields): (String, String, String, Option<Bound<'_, PyBytes>>) =
                written.extract()?;
            let fields = fields.as_ref().map(PyBytesMethods::as_bytes);
            writer.add_written(&name, &id, key, fields).map_err(unnamed)?;
        }
        let unknown: Vec<&[u8]> = self.unknown.iter().map(PyBytesMethods::as_bytes).collect();
        Ok(writer.finish(&unknown))
    }
}

/// Text that no encoding holds is the format's error.
fn unencodable(py: Python<'_>, error: PyErr) -> Fault {
    if error.is_instance_of::<PyUnicodeEncodeError>(py) {
        return Error::malformed(Format::Id3, "text has characters that no encoding holds").into();
    }
    Fault::Raised(error)
}

/// The frames of a tag as they are written, without header and padding.
#[pyfunction]
#[allow(clippy::needless_pass_by_value)] // what is extracted from an argument is passed by value
fn id3_render<'py>(py: Python<'py>, tag: Tag<'py>) -> PyResult<Bound<'py, PyBytes>> {
    guarded(py, || {
        let content = tag.render(py).map_err(|fault| fault.into_py(py, None))?;
        Ok(PyBytes::new(py, &content.to_vec()))
    })
}

/// Saves a tag at the start of a file and gives the plan. `mode` is "plan" to write nothing,
/// "write", or "create" to make a file that is missing. `record` is 0 to remove, 1 to update,
/// 2 to create the ID3v1 record, whose bytes `make_record()` gives.
/// `None` if the name is of a file that Python must open.
#[pyfunction]
#[pyo3(signature = (name, object, tag, record, make_record, padding, mode))]
#[allow(clippy::too_many_arguments)] // the facade passes on the arguments of `ID3.save`
#[allow(clippy::needless_pass_by_value)] // what is extracted from an argument is passed by value
fn id3_save<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    tag: Tag<'py>,
    record: u8,
    make_record: &Bound<'py, PyAny>,
    padding: &Bound<'py, PyAny>,
    mode: &str,
) -> PyResult<Option<PyPlan>> {
    let record = match record {
        0 => Record::Remove,
        1 => Record::Update,
        _ => Record::Create,
    };
    let file = File { name, object };
    let plan = file.change(py, Format::Id3, Mode::from_name(mode), |target| {
        let save = Save { version: tag.version, record };
        let make = || Ok(make_record.call0()?.extract::<Vec<u8>>()?);
        plan::save(target, save, || tag.render(py), |info| ask_padding(padding, info), make)
    })?;
    Ok(plan.map(PyPlan))
}

/// Removes tags from a file and gives the plan. `None` if the name is of a file that Python must
/// open.
#[pyfunction]
fn id3_delete<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    delete_v1: bool,
    delete_v2: bool,
) -> PyResult<Option<PyPlan>> {
    let file = File { name, object };
    let plan = file.change(py, Format::Id3, Mode::Write, |target| {
        Ok(plan::remove(target, delete_v1, delete_v2)?)
    })?;
    Ok(plan.map(PyPlan))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(id3_render, module)?)?;
    module.add_function(wrap_pyfunction!(id3_save, module)?)?;
    module.add_function(wrap_pyfunction!(id3_delete, module)?)
}
