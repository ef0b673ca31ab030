//! Writing the metadata area: the only place that puts blocks together.

use super::block::{HEADER_LEN, Header, MAX_LEN, PADDING};
use super::malformed;
use crate::error::Result;
use crate::limits::SHARED;
use crate::splice::{Content, Piece};

/// The header of a block of `len` bytes. `wrong_len` is what it says of a block that is too long
/// for any header: it had that length before, so that nothing gets worse.
fn header(code: u8, len: usize, wrong_len: Option<u32>, is_last: bool) -> Result<[u8; HEADER_LEN]> {
    let fitting = u32::try_from(len).ok().filter(|&len| len <= MAX_LEN);
    let len = fitting.or(wrong_len).filter(|&len| len <= MAX_LEN);
    let len = len.ok_or_else(|| malformed("block is too long to write"))?;
    Ok(Header { code, len, is_last }.render())
}

/// A block with its header; arguments are those of [`Writer::add`].
///
/// # Errors
/// Malformed for a block that is too long.
pub fn block(code: u8, body: &Content, wrong_len: Option<u32>, is_last: bool) -> Result<Content> {
    let mut content = Content::from(header(code, body.len(), wrong_len, is_last)?.to_vec());
    content.extend(body);
    Ok(content)
}

/// Collects blocks in the order they are written in.
#[derive(Debug, Default)]
pub struct Writer {
    content: Content,
    /// What is small, and follows the content; few pieces are few writes.
    scratch: Vec<u8>,
}

impl Writer {
    /// Adds a block that is not the last one. `wrong_len` is what its header says if it is too
    /// long for any.
    ///
    /// # Errors
    /// Malformed for a block that is too long.
    pub fn add(&mut self, code: u8, body: &Content, wrong_len: Option<u32>) -> Result<()> {
        self.scratch.extend_from_slice(&header(code, body.len(), wrong_len, false)?);
        for piece in body.pieces() {
            match piece {
                Piece::Bytes(bytes) if bytes.len() < SHARED => {
                    self.scratch.extend_from_slice(bytes);
                }
                Piece::Bytes(bytes) => {
                    self.content.push(std::mem::take(&mut self.scratch));
                    self.content.push(bytes.clone());
                }
                Piece::Zeros(len) => {
                    self.content.push(std::mem::take(&mut self.scratch));
                    self.content.push_zeros(*len);
                }
            }
        }
        Ok(())
    }

    /// Length of the area if it had no padding; its header is always there.
    pub fn len(&self) -> usize {
        self.content.len() + self.scratch.len() + HEADER_LEN
    }

    pub fn is_empty(&self) -> bool {
        self.content.is_empty() && self.scratch.is_empty()
    }

    /// The area with its last block, of padding.
    pub fn finish(mut self, padding: u32) -> Content {
        let header = Header { code: PADDING, len: padding, is_last: true };
        self.scratch.extend_from_slice(&header.render());
        self.content.push(self.scratch);
        self.content.push_zeros(padding as usize);
        self.content
    }
}

/// The padding that a policy asked for, as a block can have it.
pub fn possible_padding(asked: i64) -> u32 {
    u32::try_from(asked.clamp(0, i64::from(MAX_LEN))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout() -> Result<()> {
        let mut writer = Writer::default();
        writer.add(2, &Content::from(&b"test"[..]), None)?;
        assert_eq!(writer.len(), 12);
        assert_eq!(writer.finish(3).to_vec(), b"\x02\0\0\x04test\x81\0\0\x03\0\0\0");
        Ok(())
    }

    #[test]
    fn blocks_that_are_too_long() {
        let mut body = Content::default();
        body.push_zeros(MAX_LEN as usize);
        assert!(block(6, &body, None, true).is_ok());
        body.push_zeros(1);
        assert!(block(6, &body, None, true).is_err());
        let header = block(6, &body, Some(42), false).map(|content| content.slice(0, 4).to_vec());
        assert_eq!(header.ok(), Some(vec![6, 0, 0, 42]));
        assert!(block(6, &body, Some(MAX_LEN + 1), false).is_err());
    }

    #[test]
    fn padding_is_possible() {
        assert_eq!([-1, 5, 1 << 30].map(possible_padding), [0, 5, MAX_LEN]);
    }
}
