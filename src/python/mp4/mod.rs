//! MP4 files for Python: sample entries, facts about streams, chapters.

mod entry;
mod info;

use pyo3::prelude::*;

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    entry::register(module)?;
    info::register(module)
}
