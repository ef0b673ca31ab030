//! Writing a comment header: the only place that puts its bytes together.

use super::malformed;
use crate::error::Result;
use crate::limits::SHARED;
use crate::splice::Content;
use bytes::Bytes;

/// Collects comments, which are written in the order they come.
#[derive(Debug, Default)]
pub struct Writer {
    comments: Content,
    scratch: Vec<u8>,
    count: u32,
}

fn put_len(len: usize, into: &mut Vec<u8>) -> Result<()> {
    let len = u32::try_from(len).map_err(|_| malformed("text is too large"))?;
    into.extend_from_slice(&len.to_le_bytes());
    Ok(())
}

impl Writer {
    /// Adds a comment. `shared` is the value once more, if it can be had without a copy.
    ///
    /// # Errors
    /// Malformed if it is too large for the format.
    pub fn add(&mut self, key: &[u8], value: &[u8], shared: Option<Bytes>) -> Result<()> {
        put_len(key.len().saturating_add(1).saturating_add(value.len()), &mut self.scratch)?;
        self.scratch.extend_from_slice(key);
        self.scratch.push(b'=');
        match shared.filter(|value| value.len() >= SHARED) {
            Some(value) => {
                self.comments.push(std::mem::take(&mut self.scratch));
                self.comments.push(value);
            }
            None => self.scratch.extend_from_slice(value),
        }
        self.count =
            self.count.checked_add(1).ok_or_else(|| malformed("there are too many comments"))?;
        Ok(())
    }

    /// The whole header, with a framing bit if it is to have one.
    ///
    /// # Errors
    /// Malformed if the vendor is too large for the format.
    pub fn finish(mut self, vendor: &[u8], framing: bool) -> Result<Content> {
        let mut head = Vec::with_capacity(vendor.len() + 8 + self.scratch.len() + 1);
        put_len(vendor.len(), &mut head)?;
        head.extend_from_slice(vendor);
        head.extend_from_slice(&self.count.to_le_bytes());
        if framing {
            self.scratch.push(1);
        }
        if self.comments.is_empty() {
            // Usually nothing is large: one piece.
            head.append(&mut self.scratch);
            return Ok(head.into());
        }
        let mut content = Content::from(head);
        content.extend(&self.comments);
        content.push(self.scratch);
        Ok(content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::splice::Piece;

    #[test]
    fn layout() -> Result<()> {
        let mut writer = Writer::default();
        writer.add(b"A", b"b", None)?;
        writer.add(b"c", b"", None)?;
        let expected = b"\x01\0\0\0v\x02\0\0\0\x03\0\0\0A=b\x02\0\0\0c=\x01";
        assert_eq!(writer.finish(b"v", true)?.to_vec(), expected);
        assert_eq!(Writer::default().finish(b"", false)?.to_vec(), [0; 8]);
        Ok(())
    }

    #[test]
    fn large_values_are_not_copied() -> Result<()> {
        let large = Bytes::from(vec![b'x'; SHARED]);
        let mut writer = Writer::default();
        writer.add(b"a", &large, Some(large.clone()))?;
        writer.add(b"b", b"small", None)?;
        let content = writer.finish(b"", true)?;
        let shares = |piece: &Piece| match piece {
            Piece::Bytes(bytes) => bytes.as_ptr() == large.as_ptr(),
            Piece::Zeros(_) => false,
        };
        assert!(content.pieces().iter().any(shares));
        assert_eq!(content.len(), 8 + 4 + 2 + SHARED + 4 + 7 + 1);
        Ok(())
    }
}
