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
use pyo3::types::{PyByteArray, PyInt};

/// The blocks as they are written, but for padding. `blocks` holds objects, and numbers of
/// blocks in `document`.
fn writer(blocks: &Bound<'_, PyAny>, document: Option<&PyFlac>) -> Result<Writer, Fault> {
    let padding = Classes::get(blocks.py())?.padding.bind(blocks.py());
    let mut writer = Writer::default();
    for object in blocks.try_iter()? {
        let object = object?;
        if let Ok(number) = object.cast_exact::<PyInt>()
            && let Some(document) = document
            && let Some(block) = document.get().block(number.extract()?)
        {
            if block.code != PADDING {
                let body = block.render(|bytes| document.share(bytes))?;
                let wrong_len = (body.len() > MAX_LEN as usize).then_some(block.claimed);
                writer.add(block.code, &body, wrong_len)?;
            }
        } else if !object.is_instance(padding)? {
            let (code, body, wrong_len) = extract::parts(&object)?;
            writer.add(code, &body, wrong_len)?;
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
        let writer = writer(blocks, None)?;
        let needed = i64::try_from(writer.len()).unwrap_or(i64::MAX);
        let info = PaddingInfo { padding: available.saturating_sub(needed), size };
        let given = render::possible_padding(ask_padding(padding, info)?);
        Ok(PyByteArray::new(py, &writer.finish(given).to_vec()))
    };
    guarded(py, || render().map_err(|fault| fault.into_py(py, None)))
}

/// Saves blocks in place of those of a file and gives the plan. `blocks` holds objects, and
/// numbers of blocks in `document`; `area` tells where the blocks of the file begin and end, if
/// that is known; `mode` is "plan" to write nothing, or "write". `None` if the name is of a file
/// that Python must open.
#[pyfunction]
#[pyo3(signature = (name, object, blocks, document, delete_id3, padding, area, mode))]
#[allow(clippy::too_many_arguments)] // the facade passes on the arguments of `FLAC.save`
fn flac_save<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    blocks: &Bound<'py, PyAny>,
    document: Option<&Bound<'py, PyFlac>>,
    delete_id3: bool,
    padding: &Bound<'py, PyAny>,
    area: Option<(u64, u64)>,
    mode: &str,
) -> PyResult<Option<PyPlan>> {
    let document = document.map(Bound::get);
    let save = Save { area: area.map(|(start, end)| start..end), delete_id3 };
    let file = File { name, object };
    let plan = file.change(py, Format::Flac, Mode::from_name(mode), |target| {
        plan::save(target, save, || writer(blocks, document), |info| ask_padding(padding, info))
    })?;
    Ok(plan.map(PyPlan))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(flac_write_blocks, module)?)?;
    module.add_function(wrap_pyfunction!(flac_save, module)?)
}
