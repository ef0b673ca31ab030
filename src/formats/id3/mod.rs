//! ID3v1 and ID3v2.
//!
//! A *tag* is a header, *frames* and padding. A frame has a name, flags and a payload; the
//! payload is a row of *fields*, whose kinds [`table`] tells. A frame's *key* is unique in a tag.

pub mod container;
pub mod document;
pub mod field;
pub mod frame;
pub mod genre;
pub mod header;
pub mod plan;
pub mod raw;
pub mod render;
mod rows;
mod shapes;
pub mod table;
pub mod tag;
pub mod timestamp;
pub mod translate;
pub mod v1;
pub mod value;

pub use document::{Id3Document, Options};
pub use frame::Frame;
pub use tag::Tag;
pub use value::Value;

use crate::error::{Error, Format};

/// Reading or writing failed.
fn io_error(cause: std::io::Error) -> Error {
    Error::io(Format::Id3, cause)
}
