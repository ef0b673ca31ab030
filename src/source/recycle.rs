//! Buffers that are used again. A buffer the size of a picture costs more to get from the
//! operating system, page by page, than to read the picture into.
//!
//! What is recycled is memory, never content: a buffer is empty when it is given out.

use crate::limits::{RECYCLED, RECYCLED_LEN};
use bytes::Bytes;
use std::io;
use std::sync::Mutex;

/// Sizes, by powers of two. Small files, however many, leave the buffers of large ones alone.
const CLASSES: usize = (RECYCLED_LEN.end().ilog2() - RECYCLED_LEN.start().ilog2()) as usize + 1;

static SPARE: Mutex<[Vec<Vec<u8>>; CLASSES]> = Mutex::new([const { Vec::new() }; CLASSES]);

/// The class of a size, if such buffers are kept.
fn class(len: usize) -> Option<usize> {
    let class = || (len.ilog2() - RECYCLED_LEN.start().ilog2()) as usize;
    RECYCLED_LEN.contains(&len).then(class)
}

/// An empty buffer that has room for `len` bytes, and for no more than twice as many: whoever
/// keeps it shall not keep much more than the content.
///
/// # Errors
/// Out of memory, as far as the operating system tells.
pub fn take(len: usize) -> io::Result<Vec<u8>> {
    if let Some(class) = class(len)
        && let Ok(mut spare) = SPARE.lock()
    {
        let fits = |buffer: &Vec<u8>| (len..=len.saturating_mul(2)).contains(&buffer.capacity());
        for spare in spare.iter_mut().skip(class).take(2) {
            // The last one that came back: the processor's caches may still hold it.
            if let Some(found) = spare.iter().rposition(fits) {
                return Ok(spare.remove(found));
            }
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

/// Gives a buffer back. Of those of its class, the largest stay, which serve for most.
pub fn give(mut buffer: Vec<u8>) {
    let Some(class) = class(buffer.capacity()) else { return };
    buffer.clear();
    if let Ok(mut spare) = SPARE.lock()
        && let Some(spare) = spare.get_mut(class)
    {
        spare.push(buffer);
        let smallest = spare.iter().enumerate().min_by_key(|(_, buffer)| buffer.capacity());
        if let (Some((place, _)), true) = (smallest, spare.len() > RECYCLED) {
            spare.remove(place);
        }
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

    #[test]
    fn sizes_have_classes() {
        let (start, end) = (*RECYCLED_LEN.start(), *RECYCLED_LEN.end());
        assert_eq!(class(start - 1), None);
        assert_eq!(class(start), Some(0));
        assert_eq!(class(2 * start - 1), Some(0));
        assert_eq!(class(2 * start), Some(1));
        assert_eq!(class(end), Some(CLASSES - 1));
        assert_eq!(class(end + 1), None);
    }

    #[test]
    fn many_small_ones_leave_a_large_one() {
        // A size that no other test uses.
        let large = take(1_900_001).unwrap_or_default();
        let (address, capacity) = (large.as_ptr(), large.capacity());
        give(large);
        for _ in 0..100 {
            give(Vec::with_capacity(*RECYCLED_LEN.start()));
        }
        let again = take(1_900_001).unwrap_or_default();
        assert_eq!((again.as_ptr(), again.capacity()), (address, capacity));
    }
}
