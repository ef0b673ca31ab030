//! Files made of chunks: IFF (EA IFF 85), RIFF (Microsoft and IBM, 1991) and DSDIFF (Philips,
//! version 1.5).
//!
//! A *chunk* is a name of four characters, the size of its data, and the data; behind data of an
//! odd size follows a *padding byte*. The data of a *container* are the name of its type and
//! chunks. A file is one container, the *root*. The formats differ in the byte order and width of
//! sizes, and in which chunks are containers: that is a [`Dialect`].

pub mod chunk;
pub mod plan;
pub mod walk;

pub use chunk::{Chunk, Dialect, Id};

use crate::error::{Error, Format, Kind};

/// A file that is not made of such chunks, or a chunk that cannot be.
pub(super) fn invalid(reason: &'static str) -> Error {
    Error::new(Format::Iff, Kind::Item, reason)
}

pub(super) fn io_error(cause: std::io::Error) -> Error {
    Error::io(Format::Iff, cause)
}
