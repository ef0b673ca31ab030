//! Writing a comment header: the only place that puts its bytes together.

use super::malformed;
use crate::error::Result;
use crate::limits::SHARED;
use crate::splice::Content;
use bytes::Bytes;

/// Room for the comments of a usual file but its pictures, in bytes.
const USUAL: usize = 2048;

/// Collects comments, which are written in the order they come.
#[derive(Debug)]
pub struct Writer {
    /// What was collected: bytes, and a value that is shared behind them.
    done: Vec<(Vec<u8>, Bytes)>,
    scratch: Vec<u8>,
    /// How many comments there are, and where in the first bytes their number stands.
    count: u32,
    count_at: usize,
}

fn put_len(len: usize, into: &mut Vec<u8>) -> Result<()> {
    let len = u32::try_from(len).map_err(|_| malformed("text is too large"))?;
    into.extend_from_slice(&len.to_le_bytes());
    Ok(())
}

impl Writer {
    /// Begins with the vendor.
    ///
    /// # Errors
    /// Malformed if it is too large for the format.
    pub fn new(vendor: &[u8]) -> Result<Self> {
        let mut scratch = Vec::with_capacity(USUAL.max(vendor.len() + 8));
        put_len(vendor.len(), &mut scratch)?;
        scratch.extend_from_slice(vendor);
        let count_at = scratch.len();
        scratch.extend_from_slice(&[0; 4]);
        Ok(Self { done: Vec::new(), scratch, count: 0, count_at })
    }

    /// Adds a comment. A large value is asked for once more, if it can be had without a copy.
    ///
    /// # Errors
    /// Malformed if it is too large for the format.
    pub fn add(
        &mut self,
        key: &[u8],
        value: &[u8],
        shared: impl FnOnce() -> Option<Bytes>,
    ) -> Result<()> {
        put_len(key.len().saturating_add(1).saturating_add(value.len()), &mut self.scratch)?;
        self.scratch.extend_from_slice(key);
        self.scratch.push(b'=');
        match (value.len() >= SHARED).then(shared).flatten() {
            Some(value) => self.done.push((std::mem::take(&mut self.scratch), value)),
            None => self.scratch.extend_from_slice(value),
        }
        self.count =
            self.count.checked_add(1).ok_or_else(|| malformed("there are too many comments"))?;
        Ok(())
    }

    /// The whole header, with a framing bit if it is to have one.
    pub fn finish(mut self, framing: bool) -> Content {
        if framing {
            self.scratch.push(1);
        }
        let first = self.done.first_mut().map_or(&mut self.scratch, |(first, _)| first);
        if let Some(count) = first.get_mut(self.count_at..).and_then(<[u8]>::first_chunk_mut) {
            *count = self.count.to_le_bytes();
        }
        let mut content = Content::default();
        for (bytes, value) in self.done {
            content.push(bytes);
            content.push(value);
        }
        content.push(self.scratch);
        content
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::splice::Piece;

    #[test]
    fn layout() -> Result<()> {
        let mut writer = Writer::new(b"v")?;
        writer.add(b"A", b"b", || None)?;
        writer.add(b"c", b"", || None)?;
        let expected = b"\x01\0\0\0v\x02\0\0\0\x03\0\0\0A=b\x02\0\0\0c=\x01";
        assert_eq!(writer.finish(true).to_vec(), expected);
        assert_eq!(Writer::new(b"")?.finish(false).to_vec(), [0; 8]);
        Ok(())
    }

    #[test]
    fn large_values_are_not_copied() -> Result<()> {
        let large = Bytes::from(vec![b'x'; SHARED]);
        let mut writer = Writer::new(b"")?;
        writer.add(b"a", &large, || Some(large.clone()))?;
        writer.add(b"b", b"small", || panic!("it is small"))?;
        let content = writer.finish(true);
        let shares = |piece: &Piece| match piece {
            Piece::Bytes(bytes) => bytes.as_ptr() == large.as_ptr(),
            Piece::Zeros(_) => false,
        };
        assert!(content.pieces().iter().any(shares));
        assert_eq!(content.len(), 8 + 4 + 2 + SHARED + 4 + 7 + 1);
        assert_eq!(content.to_vec()[4..8], [2, 0, 0, 0]);
        Ok(())
    }
}
