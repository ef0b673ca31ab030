//! The Rust half of the Python facade: conversions, and nothing else.

mod aac;
mod ac3;
mod apev2;
mod asf;
mod detect;
mod dsf;
mod errors;
mod fileobj;
mod flac;
mod id3;
mod iff;
mod info;
mod input;
mod instance;
mod mp3;
mod mp4;
mod names;
mod ogg;
mod open;
mod pairs;
mod path;
mod plan;
mod smf;
mod trueaudio;
mod vorbis;

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
    aac::register(module)?;
    ac3::register(module)?;
    apev2::register(module)?;
    asf::register(module)?;
    detect::register(module)?;
    dsf::register(module)?;
    flac::register(module)?;
    id3::register(module)?;
    iff::register(module)?;
    info::register(module)?;
    mp3::register(module)?;
    mp4::register(module)?;
    ogg::register(module)?;
    plan::register(module)?;
    smf::register(module)?;
    trueaudio::register(module)?;
    vorbis::register(module)
}
