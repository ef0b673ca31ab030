//! Facts about streams, as the attributes of Python's info objects.

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
