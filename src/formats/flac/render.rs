//! Writing the metadata area: the only place that puts blocks together.

use super::block::{HEADER_LEN, Header, MAX_LEN, PADDING};
use super::malformed;
use crate::error::Result;
use crate::splice::Content;

/// Collects blocks in the order they are written in.
#[derive(Debug, Default)]
pub struct Writer {
    content: Content,
}

/// A block with its header. `wrong_len` is what the header says of a block that is too long for
/// any header: it had that length before, so that nothing gets worse.
///
/// # Errors
/// Malformed for a block that is too long.
pub fn block(code: u8, body: &Content, wrong_len: Option<u32>, is_last: bool) -> Result<Content> {
    let fitting = u32::try_from(body.len()).ok().filter(|&len| len <= MAX_LEN);
    let len = fitting.or(wrong_len).filter(|&len| len <= MAX_LEN);
    let len = len.ok_or_else(|| malformed("block is too long to write"))?;
    let mut content = Content::from(Header { code, len, is_last }.render().to_vec());
    content.extend(body);
    Ok(content)
}

impl Writer {
    /// Adds a block that is not the last one; arguments and errors are those of [`block`].
    ///
    /// # Errors
    /// See [`block`].
    pub fn add(&mut self, code: u8, body: &Content, wrong_len: Option<u32>) -> Result<()> {
        self.content.extend(&block(code, body, wrong_len, false)?);
        Ok(())
    }

    /// Length of the area if it had no padding; its header is always there.
    pub fn len(&self) -> usize {
        self.content.len() + HEADER_LEN
    }

    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// The area with its last block, of padding.
    pub fn finish(mut self, padding: u32) -> Content {
        let header = Header { code: PADDING, len: padding, is_last: true };
        self.content.push(header.render().to_vec());
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
