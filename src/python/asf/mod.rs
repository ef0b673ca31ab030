//! ASF for Python: documents of headers, values of attributes, saving, and the parts that programs
//! put together on their own.

mod classes;
mod document;
mod objects;
mod save;
mod values;

use pyo3::prelude::*;

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    document::register(module)?;
    objects::register(module)?;
    save::register(module)?;
    values::register(module)
}
