//! ID3 for Python: documents, frames, the fields on their own, and saving.

mod build;
mod classes;
pub(super) mod container;
mod document;
mod extract;
mod fields;
mod save;
mod store;

pub(super) use document::{PyId3, open_stream, options};

use pyo3::prelude::*;

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    classes::register(module)?;
    container::register(module)?;
    document::register(module)?;
    fields::register(module)?;
    save::register(module)?;
    store::register(module)
}
