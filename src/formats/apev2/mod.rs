//! `APEv2` tags (Hydrogenaudio wiki, "APEv2 specification").
//!
//! A *tag* is a list of *items* between a *header* and a *footer* of the same form, of which one
//! may be missing. An item has a *kind*, a *key* and a value; keys that differ only in case are
//! the same. A tag usually ends a file, with at most an `ID3v1` tag behind it.

pub mod document;
pub mod header;
pub mod item;
pub mod locate;
pub mod plan;
pub mod render;

pub use document::{Apev2Document, OwnedApev2};
pub use item::{Item, Kind, Value};

use crate::error::{Error, Format};
use std::io;

fn io_error(cause: io::Error) -> Error {
    Error::io(Format::Apev2, cause)
}

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::Apev2, reason)
}
