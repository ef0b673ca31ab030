//! `APEv2` for Python: documents of tags and streams, and saving.

mod document;
mod save;
mod streams;

use pyo3::prelude::*;

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    document::register(module)?;
    save::register(module)?;
    streams::register(module)
}
