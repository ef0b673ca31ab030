//! Audio metadata, read into one arena and written back as byte-range splices.
//!
//! The modules stand in the order in which a file passes through them:
//!
//! ```text
//! source    path or file object -> few positioned reads -> one Buffer
//! bytes     words for reading: cursor, integers, text; pure and format-free
//! document  the Buffer and the arena of nodes parsed from it, tied together
//! formats   one directory per tag or container format
//! splice    a Plan (range -> bytes, why), the padding policy, and `apply`
//! python    the Rust half of the Python facade; the only place that names pyo3
//! ```

pub mod error;
pub mod limits;

pub mod source;

pub mod bytes;

pub mod document;

pub mod formats;

pub mod splice;

#[cfg(feature = "python")]
mod python;
