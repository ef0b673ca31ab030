//! AC-3 streams.

use super::info::{InfoDocument, StreamInfo, attributes, open_info, put};
use super::open::with_loader;
use crate::error::Format;
use crate::formats::ac3::{self, Ac3Info};
use pyo3::prelude::*;
use pyo3::types::PyDict;

impl StreamInfo for Ac3Info {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        if self.enhanced {
            put!(target, "codec": "ec-3");
        }
        put!(target,
            "sample_rate": self.sample_rate,
            "bitrate": self.bitrate,
            "channels": self.channels,
            "length": self.length,
        );
        Ok(())
    }
}

/// Reads the stream info of an AC-3 file. `None` if the name is of a file that Python must open.
#[pyfunction]
fn ac3_open<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<InfoDocument>> {
    open_info(py, name, object, Format::Ac3, ac3::read)
}

/// The attributes of an `AC3Info` for the stream of a file object.
#[pyfunction]
fn ac3_info<'py>(py: Python<'py>, fileobj: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    attributes(py, &with_loader(fileobj, Format::Ac3, ac3::read)?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(ac3_open, module)?)?;
    module.add_function(wrap_pyfunction!(ac3_info, module)?)
}
