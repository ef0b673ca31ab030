//! FLAC for Python: documents of files, blocks as objects and as bytes, and saving.

mod blocks;
mod build;
mod classes;
mod document;
mod extract;
mod save;

use pyo3::prelude::*;

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    blocks::register(module)?;
    document::register(module)?;
    save::register(module)
}
