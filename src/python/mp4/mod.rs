//! MP4 files for Python: atoms, documents of tags, saving; sample entries, facts about streams,
//! chapters.

mod atom;
mod build;
mod document;
mod entry;
mod extract;
mod info;
mod order;
mod save;

use pyo3::prelude::*;

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    atom::register(module)?;
    document::register(module)?;
    entry::register(module)?;
    info::register(module)?;
    save::register(module)
}
