//! The Rust half of the Python facade: conversions, and nothing else.

mod apev2;
mod detect;
mod errors;
mod fileobj;
mod id3;
mod info;
mod instance;
mod mp3;
mod mp4;
mod open;
mod path;
mod plan;

use crate::splice::PaddingInfo;
use pyo3::prelude::*;

/// The default padding policy of `mutagen.PaddingInfo`.
#[pyfunction]
fn default_padding(padding: i64, size: i64) -> i64 {
    PaddingInfo { padding, size }.default_padding()
}

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    module.add("build_profile", profile)?;
    module.add_function(wrap_pyfunction!(default_padding, module)?)?;
    apev2::register(module)?;
    detect::register(module)?;
    id3::register(module)?;
    mp3::register(module)?;
    mp4::register(module)?;
    plan::register(module)
}
