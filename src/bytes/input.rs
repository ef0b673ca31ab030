//! Bytes that come one after the other: from a slice, or from a caller's file object.

use super::Cursor;
use crate::error::Error;

/// Something to read forward from, for structures that programs may have anywhere.
pub trait Input {
    type Bytes: AsRef<[u8]>;
    type Error: From<Error>;

    /// The next `len` bytes; fewer only where there are no more.
    ///
    /// # Errors
    /// What the object that is read from reports; a slice never fails.
    fn take(&mut self, len: usize) -> Result<Self::Bytes, Self::Error>;
}

impl<'a> Input for Cursor<'a> {
    type Bytes = &'a [u8];
    type Error = Error;

    fn take(&mut self, len: usize) -> Result<&'a [u8], Error> {
        Ok(self.take_up_to(len))
    }
}
