//! Buffers that are used again. A buffer the size of a picture costs more to get from the
//! operating system, page by page, than to read the picture into.
//!
//! What is recycled is memory, never content: a buffer is empty when it is given out.

use crate::limits::{RECYCLED, RECYCLED_LEN};
use bytes::Bytes;
use std::io;
use std::sync::Mutex;

static SPARE: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

/// An empty buffer that has room for `len` bytes, and for no more than twice as many: whoever
/// keeps it shall not keep much more than the content.
///
/// # Errors
/// Out of memory, as far as the operating system tells.
pub fn take(len: usize) -> io::Result<Vec<u8>> {
    if len >= *RECYCLED_LEN.start()
        && let Ok(mut spare) = SPARE.lock()
    {
        let fits = |buffer: &Vec<u8>| (len..=len.saturating_mul(2)).contains(&buffer.capacity());
        // The last one that came back: the processor's caches may still hold it.
        if let Some(found) = spare.iter().rposition(fits) {
            return Ok(spare.remove(found));
        }
    }
    let mut buffer = Vec::new();
    reserve(&mut buffer, len)?;
    Ok(buffer)
}

/// Empties a buffer and makes sure that it has room for `len` bytes; for more room it is exchanged.
///
/// # Errors
/// As [`take`].
pub fn empty(buffer: &mut Vec<u8>, len: usize) -> io::Result<()> {
    buffer.clear();
    if buffer.capacity() < len {
        give(std::mem::replace(buffer, take(len)?));
    }
    Ok(())
}

/// Makes room for `len` more bytes, and for no more than that. Files can be larger than memory.
///
/// # Errors
/// Out of memory, as far as the operating system tells.
pub fn reserve(buffer: &mut Vec<u8>, len: usize) -> io::Result<()> {
    buffer.try_reserve_exact(len).map_err(|_| io::ErrorKind::OutOfMemory.into())
}

/// Gives a buffer back.
pub fn give(mut buffer: Vec<u8>) {
    if !RECYCLED_LEN.contains(&buffer.capacity()) {
        return;
    }
    buffer.clear();
    if let Ok(mut spare) = SPARE.lock() {
        if spare.len() == RECYCLED {
            // The oldest size goes: nobody has asked for it for a while.
            spare.remove(0);
        }
        spare.push(buffer);
    }
}

/// A buffer that is given back when the last owner of its bytes is gone.
struct Lent(Vec<u8>);

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        give(std::mem::take(&mut self.0));
    }
}

/// The content of a buffer, shared; the buffer is recycled afterwards.
pub fn share(buffer: Vec<u8>) -> Bytes {
    Bytes::from_owner(Lent(buffer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_come_back_empty() {
        let len = *RECYCLED_LEN.start();
        let mut buffer = take(len).unwrap_or_default();
        buffer.extend(b"content");
        let shared = share(buffer);
        assert_eq!(&shared[..], b"content");
        drop(shared);
        assert!(take(len).is_ok_and(|buffer| buffer.is_empty()));
        assert!(take(usize::MAX / 2).is_err());
    }
}
