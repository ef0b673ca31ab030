//! Changing the pages of a file object, for the static methods of `OggPage`.

use super::document::with_reader;
use crate::error::{Error, Format};
use crate::formats::ogg::last;
use crate::formats::ogg::plan::{self, Written};
use crate::formats::ogg::reader::Reader;
use crate::python::errors::{guarded, to_py};
use crate::python::fileobj::PySource;
use crate::splice::apply;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use std::io;

fn io_error(py: Python<'_>, cause: io::Error) -> PyErr {
    to_py(py, Error::io(Format::Ogg, cause), None)
}

/// Replaces pages of a file object, given as offset and length in order, by new ones. `renumber` is
/// the stream whose later pages get new numbers, and the first of these.
///
/// Raises `ogg.error` if a later page is damaged; nothing was written then.
#[pyfunction]
#[allow(clippy::needless_pass_by_value)] // arguments as they are extracted
fn ogg_replace(
    fileobj: &Bound<'_, PyAny>,
    old: Vec<(u64, u64)>,
    new: Vec<PyBackedBytes>,
    renumber: Option<(u32, u32)>,
) -> PyResult<()> {
    let py = fileobj.py();
    guarded(py, || {
        let mut source = PySource::new(fileobj)?;
        let new = Written::of(&new);
        let plan = plan::replace(&mut Reader::new(&mut source), &old, &new, renumber)
            .map_err(|error| to_py(py, error, None))?;
        apply(&plan, &mut source).map_err(|cause| io_error(py, cause))
    })
}

/// Numbers the pages of a stream from `offset` of a file object on, which is left behind the last
/// of them.
///
/// Raises `ogg.error` where something else than a page stands; those before it are numbered, and
/// the object is left there.
#[pyfunction]
fn ogg_renumber(fileobj: &Bound<'_, PyAny>, offset: u64, serial: u32, start: u32) -> PyResult<()> {
    let py = fileobj.py();
    guarded(py, || {
        let failed = |error| to_py(py, error, None);
        let mut source = PySource::new(fileobj)?;
        let (plan, end, walked) =
            plan::renumber(&mut source, offset, serial, start).map_err(failed)?;
        apply(&plan, &mut source).map_err(|cause| io_error(py, cause))?;
        fileobj.call_method1(intern!(py, "seek"), (end, 0))?;
        walked.map_err(failed)
    })
}

/// Where the last page of a stream begins in a file object, or with `finishing` the last one on
/// which a packet ends; `None` if there is none.
///
/// Raises `ogg.error` if no page begins at the end of the file.
#[pyfunction]
fn ogg_find_last(
    fileobj: &Bound<'_, PyAny>,
    serial: u32,
    finishing: bool,
) -> PyResult<Option<u64>> {
    let page = with_reader(fileobj, |reader| last::find(reader, serial, finishing, 0))?;
    Ok(page.map(|page| page.offset))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(ogg_replace, module)?)?;
    module.add_function(wrap_pyfunction!(ogg_renumber, module)?)?;
    module.add_function(wrap_pyfunction!(ogg_find_last, module)?)
}
