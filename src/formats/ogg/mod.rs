//! Ogg (RFC 3533).
//!
//! A file is a sequence of *pages*. Each belongs to a *stream*, known by its serial number, and has
//! a *number* within it. A page carries *packets*; what is larger than a page goes on with the next
//! page of its stream. The lengths of packets stand in the page's *segment table*.

pub mod codec;
pub mod comment;
pub mod crc;
pub mod document;
pub mod last;
pub mod layout;
pub mod page;
pub mod plan;
pub mod reader;
pub mod renumber;

pub use codec::{Codec, Identification};
pub use document::{Info, OggDocument, OwnedOgg};

use crate::error::{Error, Format};
use std::io;

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::Ogg, reason)
}

fn io_error(cause: io::Error) -> Error {
    Error::io(Format::Ogg, cause)
}
