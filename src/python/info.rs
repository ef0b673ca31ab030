//! Facts about streams, as the attributes of Python's info objects.

use super::open::File;
use crate::error::{Format, Result as CoreResult};
use crate::source::Loader;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Puts attributes into a `__dict__`, in the order given.
macro_rules! put {
    ($target:expr, $($name:literal: $value:expr),+ $(,)?) => {{
        $($target.set_item(pyo3::intern!($target.py(), $name), $value)?;)+
    }};
}
pub(super) use put;

/// What is known of a stream.
pub(super) trait StreamInfo: Send + Sync {
    /// Puts the attributes into the `__dict__` of an info object.
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()>;
}

/// The attributes as a new `dict`.
pub(super) fn attributes<'py>(
    py: Python<'py>,
    info: &dyn StreamInfo,
) -> PyResult<Bound<'py, PyDict>> {
    let attributes = PyDict::new(py);
    info.fill(&attributes)?;
    Ok(attributes)
}

/// A file that has no tags, or whose tags are not looked at: stream info alone.
#[pyclass(frozen, module = "mutagen_rs._native")]
pub(super) struct InfoDocument(Box<dyn StreamInfo>);

#[pymethods]
impl InfoDocument {
    /// Whether there is a tag: there is none.
    #[getter]
    #[allow(clippy::unused_self)] // documents of other files know more
    fn has_tag(&self) -> bool {
        false
    }

    /// Puts the attributes of the stream info into the `__dict__` of an info object.
    fn fill_info(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        self.0.fill(target)
    }
}

/// Reads the stream info of a named file, or of a file object. `None` if the name is of a file
/// that Python must open.
pub(super) fn open_info<'py, I: StreamInfo + 'static>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    format: Format,
    read: impl FnOnce(&mut Loader<'_>) -> CoreResult<I> + Send,
) -> PyResult<Option<InfoDocument>> {
    let opened = File { name, object }.read(py, format, |source| read(&mut Loader::new(source)))?;
    Ok(opened.map(|info| InfoDocument(Box::new(info))))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<InfoDocument>()
}
