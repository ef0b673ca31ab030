//! The header of an ID3v2 tag (ID3v2.4.0 structure, section 3) and its extension.

use super::table;
use crate::bytes::ints::{is_synchsafe, synchsafe};
use crate::error::{Error, Format, Kind, Result};

/// Length of the header in bytes.
pub const HEADER_LEN: usize = 10;

/// Bytes of the file that must be known to read a header: an extended header's size as well.
pub const PROBE_LEN: usize = HEADER_LEN + 4;

const UNSYNCHRONISED: u8 = 0x80;
const EXTENDED: u8 = 0x40;

/// What the header of a tag says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Major version: 2, 3 or 4.
    pub version: u8,
    pub revision: u8,
    pub flags: u8,
    /// Size of the tag with its header, in bytes.
    pub size: usize,
    /// Size of the extended header that follows, without the four bytes of its own size.
    pub extended: Option<usize>,
}

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::Id3, reason)
}

impl Header {
    /// Reads a header from the first [`PROBE_LEN`] bytes of a tag, or all there are.
    ///
    /// # Errors
    /// No header where there is none; unsupported for another version than 2.2 to 2.4; malformed
    /// for sizes and flags that break the rules.
    pub fn parse(head: &[u8]) -> Result<Self> {
        let no_header = |reason| Error::new(Format::Id3, Kind::NoHeader, reason);
        let Some((fixed, rest)) = head.split_first_chunk::<HEADER_LEN>() else {
            return Err(no_header("too small"));
        };
        let &[b'I', b'D', b'3', version, revision, flags, s0, s1, s2, s3] = fixed else {
            return Err(no_header("doesn't start with an ID3 tag"));
        };
        if !matches!(version, 2..=4) {
            return Err(Error::new(
                Format::Id3,
                Kind::Unsupported,
                "ID3v2 major version is not supported",
            ));
        }
        let size = [s0, s1, s2, s3];
        if !is_synchsafe(size) {
            return Err(malformed("header size is not synchsafe"));
        }
        let undefined = match version {
            4 => 0x0f,
            3 => 0x1f,
            _ => 0,
        };
        if flags & undefined != 0 {
            return Err(malformed("header has undefined flags set"));
        }
        let size = synchsafe(size) as usize + HEADER_LEN;
        let mut header = Self { version, revision, flags, size, extended: None };
        if flags & EXTENDED != 0 {
            header.parse_extended(rest)?;
        }
        Ok(header)
    }

    /// Some writers set the flag but write no extended header; a frame's name tells.
    fn parse_extended(&mut self, rest: &[u8]) -> Result<()> {
        let Some(&size) = rest.first_chunk::<4>() else {
            return Err(malformed("extended header is truncated"));
        };
        if table::frame(size).is_some() {
            self.flags &= !EXTENDED;
            self.extended = Some(0);
            return Ok(());
        }
        self.extended = Some(if self.version == 4 {
            if !is_synchsafe(size) {
                return Err(malformed("extended header size is not synchsafe"));
            }
            let whole = synchsafe(size) as usize;
            whole.checked_sub(4).ok_or_else(|| malformed("invalid extended header size"))?
        } else {
            u32::from_be_bytes(size) as usize
        });
        Ok(())
    }

    pub const fn unsynchronised(self) -> bool {
        self.flags & UNSYNCHRONISED != 0
    }

    pub const fn has_extended(self) -> bool {
        self.flags & EXTENDED != 0
    }

    /// Where the frames begin, counted from the start of the tag.
    ///
    /// # Errors
    /// Malformed if the extended header is larger than the tag.
    pub fn frames_start(self) -> Result<usize> {
        let start = match self.extended {
            Some(extended) if self.has_extended() => HEADER_LEN + 4 + extended,
            _ => HEADER_LEN,
        };
        if start > self.size {
            return Err(malformed("extended header is larger than the tag"));
        }
        Ok(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(head: &[u8]) -> Option<Kind> {
        Header::parse(head).err().map(|error| error.kind)
    }

    #[test]
    fn sizes_and_flags() {
        let header = Header::parse(b"ID3\x04\x00\x80\0\0\x02\x01").expect("valid");
        assert_eq!((header.version, header.size), (4, 267));
        assert!(header.unsynchronised() && !header.has_extended());
        assert!(matches!(kind(b"ID3\x04\x00\x80\0\0\x02"), Some(Kind::NoHeader)));
        assert!(matches!(kind(b"ID4\x04\x00\x80\0\0\x02\x01"), Some(Kind::NoHeader)));
        assert!(matches!(kind(b"ID3\x05\x00\x80\0\0\x02\x01"), Some(Kind::Unsupported)));
        assert!(matches!(kind(b"ID3\x04\x00\x80\0\0\x02\x81"), Some(Kind::Malformed)));
        assert!(matches!(kind(b"ID3\x04\x00\x01\0\0\x02\x01"), Some(Kind::Malformed)));
        assert!(matches!(kind(b"ID3\x04\x00\x40\0\0\x02\x01\0\0"), Some(Kind::Malformed)));
    }

    #[test]
    fn extended_header_or_the_lie_of_one() {
        let lie = Header::parse(b"ID3\x03\x00\x40\0\0\x02\x01TIT2").expect("valid");
        assert!(!lie.has_extended());
        assert_eq!(lie.frames_start().ok(), Some(10));
        let real = Header::parse(b"ID3\x03\x00\x40\0\0\x02\x01\0\0\0\x06").expect("valid");
        assert_eq!(real.frames_start().ok(), Some(20));
    }
}
