//! ASF, the container of WMA and WMV ("Advanced Systems Format (ASF) Specification", Microsoft,
//! revision 01.20.05; section numbers are of that document).
//!
//! A file is a sequence of *objects*: a [`Guid`] that tells the kind, a size, data. The first is
//! the *header object*, which holds objects itself; one of these, the *header extension*, holds
//! objects again. *Attributes* (names with values) stand in four kinds of object, here called the
//! *tag objects*; facts about the stream in three others. Everything else is kept as it is.

pub mod attribute;
pub mod codecs;
pub mod document;
pub mod guid;
pub mod info;
pub mod object;
pub mod plan;
pub mod render;
pub mod table;

pub use attribute::{Attribute, Value};
pub use document::{AsfDocument, OwnedAsf};
pub use guid::Guid;
pub use info::AsfInfo;
pub use object::Object;

use crate::error::{Error, Format, Kind};
use std::io;

fn io_error(cause: io::Error) -> Error {
    Error::io(Format::Asf, cause)
}

/// The structure of the header is broken.
fn bad_header(reason: &'static str) -> Error {
    Error::new(Format::Asf, Kind::NoHeader, reason)
}

/// The content of one object, or a value to be written, breaks the rules.
fn bad_item(reason: &'static str) -> Error {
    Error::new(Format::Asf, Kind::Item, reason)
}

/// A number stands where the data have ended.
fn truncated() -> Error {
    bad_header("an object ends too early")
}
