//! Saving: blocks of a document and Python objects become one plan, which is carried out.

use super::classes::Classes;
use super::document::PyFlac;
use super::extract;
use crate::error::Format;
use crate::formats::flac::block::{MAX_LEN, PADDING};
use crate::formats::flac::plan::{self, Save};
use crate::formats::flac::render::{self, Writer};
use crate::python::errors::guarded;
use crate::python::open::{Fault, File, Mode, ask_padding};
use crate::python::plan::PyPlan;
use crate::splice::PaddingInfo;
use pyo3::prelude::*;
use pyo3::types::PyByteArray;

/// Adds an object that stands for a block, unless it is padding.
fn add(writer: &mut Writer, object: &Bound<'_, PyAny>) -> Result<(), Fault> {
    if !object.is_instance(Classes::get(object.py())?.padding.bind(object.py()))? {
        let (code, body, wrong_len) = extract::parts(object)?;
        writer.add(code, &body, wrong_len)?;
    }
    Ok(())
}

/// The blocks as they are written, but for padding.
fn listed(blocks: &Bound<'_, PyAny>) -> Result<Writer, Fault> {
    let mut writer = Writer::default();
    for object in blocks.try_iter()? {
        add(&mut writer, &object?)?;
    }
    Ok(writer)
}

/// The same for the blocks of a document; those that nobody asked for are as they were read.
fn unlisted(py: Python<'_>, document: &PyFlac) -> Result<Writer, Fault> {
    let mut writer = Writer::default();
    for (block, built) in document.blocks() {
        if let Some(built) = built {
            add(&mut writer, built.bind(py))?;
        } else if block.code != PADDING {
            let body = block.render(|bytes| document.share(bytes))?;
            let wrong_len = (body.len() > MAX_LEN as usize).then_some(block.claimed);
            writer.add(block.code, &body, wrong_len)?;
        }
    }
    Ok(writer)
}

/// A metadata area of these blocks, in `available` bytes with `size` bytes behind them.
#[pyfunction]
fn flac_write_blocks<'py>(
    py: Python<'py>,
    blocks: &Bound<'py, PyAny>,
    available: i64,
    size: i64,
    padding: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyByteArray>> {
    let render = || -> Result<_, Fault> {
        let writer = listed(blocks)?;
        let needed = i64::try_from(writer.len()).unwrap_or(i64::MAX);
        let info = PaddingInfo { padding: available.saturating_sub(needed), size };
        let given = render::possible_padding(ask_padding(padding, info)?);
        Ok(PyByteArray::new(py, &writer.finish(given).to_vec()))
    };
    guarded(py, || render().map_err(|fault| fault.into_py(py, None)))
}

/// Saves blocks in place of those of a file and gives the plan. `blocks` is the document that
/// has them, or any objects; `area` tells where the blocks of the file begin and end, if that is
/// known; `mode` is "plan" to write nothing, or "write". `None` if the name is of a file that
/// Python must open.
#[pyfunction]
#[pyo3(signature = (name, object, blocks, delete_id3, padding, area, mode))]
#[allow(clippy::too_many_arguments)] // the facade passes on the arguments of `FLAC.save`
fn flac_save<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    blocks: &Bound<'py, PyAny>,
    delete_id3: bool,
    padding: &Bound<'py, PyAny>,
    area: Option<(u64, u64)>,
    mode: &str,
) -> PyResult<Option<PyPlan>> {
    let save = Save { area: area.map(|(start, end)| start..end), delete_id3 };
    let write = || match blocks.cast::<PyFlac>() {
        Ok(document) => unlisted(py, document.get()),
        Err(_) => listed(blocks),
    };
    let file = File { name, object };
    let plan = file.change(py, Format::Flac, Mode::from_name(mode), |target| {
        plan::save(target, save, write, |info| ask_padding(padding, info))
    })?;
    Ok(plan.map(PyPlan))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(flac_write_blocks, module)?)?;
    module.add_function(wrap_pyfunction!(flac_save, module)?)
}
