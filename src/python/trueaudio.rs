//! True Audio files.

use super::id3::{PyId3, open_stream, options};
use super::info::{StreamInfo, attributes, put};
use super::open::{File, with_loader};
use crate::error::Format;
use crate::formats::trueaudio::{self, HEADER_LEN, TrueAudioInfo};
use pyo3::prelude::*;
use pyo3::types::PyDict;

impl StreamInfo for TrueAudioInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        put!(target, "sample_rate": self.sample_rate, "length": self.length);
        Ok(())
    }
}

/// Reads the ID3 tag, if there is one, and the stream info of a True Audio file. `None` if the
/// name is of a file that Python must open.
#[pyfunction]
#[pyo3(signature = (name, object, translate=Some(4), load_v1=true, v1_version=4))]
fn trueaudio_open<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    translate: Option<u8>,
    load_v1: bool,
    v1_version: u8,
) -> PyResult<Option<PyId3>> {
    let options = options(translate, load_v1, v1_version);
    open_stream(py, File { name, object }, options, HEADER_LEN, |loader, start| {
        trueaudio::read(loader, start.unwrap_or_default())
    })
}

/// The attributes of a `TrueAudioInfo` for the stream of a file object, from `offset` on; `None`
/// is the start of the file.
///
/// Raises `TrueAudioHeaderError` if there is no stream or reading fails.
#[pyfunction]
#[pyo3(signature = (fileobj, offset=None))]
fn trueaudio_info<'py>(
    py: Python<'py>,
    fileobj: &Bound<'py, PyAny>,
    offset: Option<u64>,
) -> PyResult<Bound<'py, PyDict>> {
    let info = with_loader(fileobj, Format::TrueAudio, |loader| {
        trueaudio::read(loader, offset.unwrap_or_default())
    })?;
    attributes(py, &info)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(trueaudio_open, module)?)?;
    module.add_function(wrap_pyfunction!(trueaudio_info, module)?)
}
