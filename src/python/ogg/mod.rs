//! Ogg for Python: pages as objects, documents of files, and saving.

mod document;
mod pages;
mod replace;
mod save;

use pyo3::prelude::*;

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    document::register(module)?;
    pages::register(module)?;
    replace::register(module)?;
    save::register(module)
}
