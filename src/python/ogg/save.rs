//! Saving: a comment becomes a plan, which is carried out.

use super::document::codec;
use crate::formats::ogg::plan::{self, Options};
use crate::python::errors::guarded;
use crate::python::open::{File, Mode, ask_padding};
use crate::python::plan::PyPlan;
use crate::python::vorbis;
use pyo3::prelude::*;

/// Saves a tag object into a file that has a stream of the codec, and gives the plan. `kept` are
/// bytes that stand behind the comment instead of padding. `mode` is "plan" to write nothing, or
/// "write". `None` if the name is of a file that Python must open.
///
/// Raises `ValueError` if the tag object has something that cannot be written.
#[pyfunction]
#[allow(clippy::too_many_arguments)] // a file, and what is written to it
fn ogg_save<'py>(
    py: Python<'py>,
    kind: &str,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    tags: &Bound<'py, PyAny>,
    kept: &[u8],
    padding: &Bound<'py, PyAny>,
    mode: &str,
) -> PyResult<Option<PyPlan>> {
    let codec = codec(kind)?;
    let comment = guarded(py, || {
        vorbis::render(tags, codec.rules().framing).map_err(|fault| fault.into_py(py, name))
    })?;
    let options = Options { codec, kept };
    let file = File { name, object };
    let plan = file.change(py, codec.format(), Mode::from_name(mode), |target| {
        plan::save(target, &options, &comment, |info| ask_padding(padding, info))
    })?;
    Ok(plan.map(PyPlan))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(ogg_save, module)?)
}
