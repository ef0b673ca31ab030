//! Bytes in memory as the target of a plan; for tests and benchmarks, and for callers that have
//! the bytes already.

use super::apply::{Target, apply};
use super::plan::Plan;
use crate::source::{MemorySource, Source};
use std::io;

/// A file in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryTarget(pub Vec<u8>);

impl MemoryTarget {
    /// What a plan makes of a file.
    ///
    /// # Errors
    /// Unexpected end for a plan of a longer file.
    pub fn carried_out(file: &[u8], plan: &Plan) -> io::Result<Vec<u8>> {
        let mut target = Self(file.to_vec());
        apply(plan, &mut target)?;
        Ok(target.0)
    }
}

impl Source for MemoryTarget {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
        MemorySource(&self.0).read_at(offset, len, into)
    }
}

impl Target for MemoryTarget {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let too_large = || io::Error::from(io::ErrorKind::FileTooLarge);
        let start = usize::try_from(offset).map_err(|_| too_large())?;
        let end = start.checked_add(bytes.len()).ok_or_else(too_large)?;
        if end > self.0.len() {
            self.0.resize(end, 0);
        }
        if let Some(range) = self.0.get_mut(start..end) {
            range.copy_from_slice(bytes);
        }
        Ok(())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.0.truncate(usize::try_from(len).unwrap_or(usize::MAX));
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
