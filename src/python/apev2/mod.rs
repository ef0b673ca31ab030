//! `APEv2` for Python: documents of tags, and saving.

mod document;
mod save;

use pyo3::prelude::*;

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    document::register(module)?;
    save::register(module)
}
