//! Standard MIDI files.

use super::info::{InfoDocument, StreamInfo, attributes, open_info, put};
use super::open::with_loader;
use crate::error::Format;
use crate::formats::smf::{self, SmfInfo};
use pyo3::prelude::*;
use pyo3::types::PyDict;

impl StreamInfo for SmfInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        put!(target, "length": self.length);
        Ok(())
    }
}

/// Reads the length of a MIDI file. `None` if the name is of a file that Python must open.
#[pyfunction]
fn smf_open<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<InfoDocument>> {
    open_info(py, name, object, Format::Smf, smf::read)
}

/// The attributes of an `SMFInfo` for a file object.
#[pyfunction]
fn smf_info<'py>(py: Python<'py>, fileobj: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    attributes(py, &with_loader(fileobj, Format::Smf, smf::read)?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(smf_open, module)?)?;
    module.add_function(wrap_pyfunction!(smf_info, module)?)
}
