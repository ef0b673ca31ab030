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

/// Chunks for tests.
#[cfg(test)]
pub(super) mod samples {
    use super::Dialect;

    pub(in crate::formats) fn chunk(dialect: Dialect, id: &str, data: &[u8]) -> Vec<u8> {
        let id = id.as_bytes().try_into().expect("four characters");
        let mut out = dialect.header_bytes(id, data.len() as u64).expect("small");
        out.extend(data);
        out.resize(out.len() + data.len() % 2, 0);
        out
    }

    /// A file of that type.
    pub(in crate::formats) fn file(dialect: Dialect, kind: &str, chunks: &[Vec<u8>]) -> Vec<u8> {
        let root = str::from_utf8(dialect.root()).expect("ASCII");
        chunk(dialect, root, &[kind.as_bytes(), &chunks.concat()].concat())
    }
}
