use pyo3::prelude::*;
use pyo3::types::PyDict;
use crate::formats::mp3::MpegInfo;
pub(super) fn register(_module: &Bound<'_, PyModule>) -> PyResult<()> { Ok(()) }
pub(super) fn fill_info(_py: Python<'_>, _info: &MpegInfo, _target: &Bound<'_, PyDict>) -> PyResult<()> { Ok(()) }
