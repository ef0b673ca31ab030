//! A byte slice as a file; for tests and fuzzing, and for callers that have the bytes already.

use super::Source;
use std::io;

/// Reads from a slice.
#[derive(Debug)]
pub struct MemorySource<'a>(pub &'a [u8]);

impl Source for MemorySource<'_> {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(self.0.len());
        let rest = self.0.get(start..).unwrap_or_default();
        into.extend_from_slice(rest.get(..len).unwrap_or(rest));
        Ok(())
    }
}
