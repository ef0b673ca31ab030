//! Blocks on their own, as programs read and write them without a file.

use super::classes::Classes;
use super::{build, extract};
use crate::error::{Error, Format};
use crate::formats::flac::block::{HEADER_LEN, Header};
use crate::formats::flac::locate;
use crate::formats::flac::{CueSheet, Picture, StreamInfo};
use crate::python::errors::{guarded, to_py};
use crate::python::input::PyInput;
use crate::python::open::{Fault, with_loader};
use crate::splice::Content;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyList};

fn named<T>(py: Python<'_>, work: impl FnOnce() -> Result<T, Fault>) -> PyResult<T> {
    guarded(py, || work().map_err(|fault| fault.into_py(py, None)))
}

fn input<'a, 'py>(object: &'a Bound<'py, PyAny>) -> PyInput<'a, 'py> {
    PyInput::new(object, Format::Flac)
}

/// The attributes of the `StreamInfo` that a file object stands at.
#[pyfunction]
fn flac_read_stream_info<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    let py = object.py();
    named(py, || {
        let attributes = PyDict::new(py);
        build::put_stream_info(StreamInfo::read(&mut input(object))?, &attributes)?;
        Ok(attributes)
    })
}

/// The points of a `SeekTable`.
#[pyfunction]
fn flac_read_seek_table<'py>(py: Python<'py>, data: &[u8]) -> PyResult<Bound<'py, PyList>> {
    guarded(py, || build::seek_points(py, Classes::get(py)?, data))
}

/// The attributes of the `CueSheet` that a file object stands at.
#[pyfunction]
fn flac_read_cue_sheet<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    let py = object.py();
    named(py, || {
        let attributes = PyDict::new(py);
        let sheet = CueSheet::read(&mut input(object))?;
        build::put_cue_sheet(Classes::get(py)?, &sheet, &attributes)?;
        Ok(attributes)
    })
}

/// The attributes of the `Picture` that a file object stands at.
#[pyfunction]
fn flac_read_picture<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    let py = object.py();
    named(py, || {
        let attributes = PyDict::new(py);
        build::put_picture(&Picture::read(&mut input(object))?, &attributes)?;
        Ok(attributes)
    })
}

fn written<'py>(
    object: &Bound<'py, PyAny>,
    write: impl FnOnce(&Bound<'py, PyAny>) -> Result<Content, Fault>,
) -> PyResult<Bound<'py, PyBytes>> {
    let py = object.py();
    named(py, || Ok(PyBytes::new(py, &write(object)?.to_vec())))
}

/// A `StreamInfo` as it is written.
#[pyfunction]
fn flac_write_stream_info<'py>(block: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    written(block, |block| Ok(extract::stream_info(block)?.into()))
}

/// A `SeekTable` as it is written.
#[pyfunction]
fn flac_write_seek_table<'py>(block: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    written(block, |block| Ok(extract::seek_table(block)?.into()))
}

/// A `CueSheet` as it is written.
#[pyfunction]
fn flac_write_cue_sheet<'py>(block: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    written(block, |block| Ok(extract::cue_sheet(block)?.into()))
}

/// A `Picture` as it is written.
#[pyfunction]
fn flac_write_picture<'py>(block: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    written(block, extract::picture)
}

/// A block with its header.
#[pyfunction]
fn flac_write_block<'py>(
    block: &Bound<'py, PyAny>,
    is_last: bool,
) -> PyResult<Bound<'py, PyByteArray>> {
    let py = block.py();
    named(py, || Ok(PyByteArray::new(py, &extract::block(block, is_last)?.to_vec())))
}

/// Code and length that the header of a block tells, and whether it is the last block.
#[pyfunction]
fn flac_block_header(py: Python<'_>, data: &[u8]) -> PyResult<(u8, u32, bool)> {
    let header = data.first_chunk::<HEADER_LEN>().copied().map(Header::parse);
    let cut_off = || Error::malformed(Format::Flac, "header of a block is cut off");
    let header = header.ok_or_else(|| to_py(py, cut_off(), None))?;
    Ok((header.code, header.len, header.is_last))
}

/// Where the blocks of a file object begin.
#[pyfunction]
fn flac_start(object: &Bound<'_, PyAny>) -> PyResult<u64> {
    with_loader(object, Format::Flac, locate::start)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(flac_read_stream_info, module)?)?;
    module.add_function(wrap_pyfunction!(flac_read_seek_table, module)?)?;
    module.add_function(wrap_pyfunction!(flac_read_cue_sheet, module)?)?;
    module.add_function(wrap_pyfunction!(flac_read_picture, module)?)?;
    module.add_function(wrap_pyfunction!(flac_write_stream_info, module)?)?;
    module.add_function(wrap_pyfunction!(flac_write_seek_table, module)?)?;
    module.add_function(wrap_pyfunction!(flac_write_cue_sheet, module)?)?;
    module.add_function(wrap_pyfunction!(flac_write_picture, module)?)?;
    module.add_function(wrap_pyfunction!(flac_write_block, module)?)?;
    module.add_function(wrap_pyfunction!(flac_block_header, module)?)?;
    module.add_function(wrap_pyfunction!(flac_start, module)?)
}
