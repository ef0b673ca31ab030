//! Bytes in: where a file's bytes come from, and the one buffer they are read into.
//!
//! A *source* has a length and can be read at any position. A *window* is a range of the file
//! that was read; a [`Loader`] keeps windows in one [`Buffer`] and hands out slices of them. A
//! [`Walk`] goes through a file and keeps nothing.

mod begun;
mod file;
pub mod lead;
mod loader;
mod memory;
pub mod recycle;
mod walk;

pub use begun::BegunSource;
pub use file::{FileSource, OpenError};
pub use loader::{Buffer, Loader};
pub use memory::MemorySource;
pub use walk::Walk;

use crate::limits::LEAD_FROM;
use std::io;

/// A file that can be read at positions.
pub trait Source {
    /// Length in bytes when the source was opened.
    fn len(&self) -> u64;

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends up to `len` bytes from `offset` to `into`; fewer only at the end of the file.
    ///
    /// # Errors
    /// Whatever the operating system or the file object reports.
    fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()>;
}

/// What can show bytes of a file without keeping them.
pub trait Glance {
    type Error;

    /// The bytes `offset..offset + len` of the file; fewer only where it ends. `scratch` holds them
    /// if nothing else does.
    ///
    /// # Errors
    /// Whatever reading reports.
    fn glance<'b>(
        &'b mut self,
        offset: u64,
        len: usize,
        scratch: &'b mut Vec<u8>,
    ) -> Result<&'b [u8], Self::Error>;
}

impl<S: Source + ?Sized> Glance for S {
    type Error = io::Error;

    fn glance<'b>(
        &'b mut self,
        offset: u64,
        len: usize,
        scratch: &'b mut Vec<u8>,
    ) -> io::Result<&'b [u8]> {
        scratch.clear();
        if len >= LEAD_FROM {
            scratch.resize(lead::lead(scratch.as_ptr().addr(), offset), 0);
        }
        let start = scratch.len();
        self.read_at(offset, len, scratch)?;
        Ok(scratch.get(start..).unwrap_or_default())
    }
}
