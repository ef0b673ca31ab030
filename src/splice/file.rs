//! A named file as the target of a plan.

use super::apply::Target;
use crate::source::{FileSource, Source};
use rustix::fs::ftruncate;
use rustix::io::{pwrite, retry_on_intr};
use std::io;

/// A regular file opened for reading and writing.
#[derive(Debug)]
pub struct FileTarget(pub FileSource);

impl Source for FileTarget {
    fn len(&self) -> u64 {
        self.0.len()
    }

    fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
        self.0.read_at(offset, len, into)
    }
}

impl Target for FileTarget {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        let mut position = offset;
        while !rest.is_empty() {
            let count = retry_on_intr(|| pwrite(self.0.fd(), rest, position))?;
            if count == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            rest = rest.get(count..).unwrap_or_default();
            position += count as u64;
        }
        Ok(())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        Ok(retry_on_intr(|| ftruncate(self.0.fd(), len))?)
    }

    /// Writes go to the operating system directly.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
