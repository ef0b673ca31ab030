//! The header of a chunk.

use super::invalid;
use crate::bytes::Cursor;
use crate::error::{Error, Format, Kind, Result};

/// How chunks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Big-endian sizes of 32 bits (AIFF 1.3, section "Local chunks").
    Iff,
    /// Little-endian sizes of 32 bits.
    Riff,
    /// Big-endian sizes of 64 bits (DSDIFF 1.5, section 2.1).
    Dsdiff,
}

/// Length of a name in bytes.
pub const ID_LEN: usize = 4;

/// Length of the longest header, and the name of a container's type.
pub const HEAD_LEN: usize = ID_LEN + 8 + ID_LEN;

impl Dialect {
    /// Width of a size in bytes.
    pub const fn size_len(self) -> usize {
        match self {
            Self::Iff | Self::Riff => 4,
            Self::Dsdiff => 8,
        }
    }

    /// Length of a header in bytes.
    pub const fn header_len(self) -> usize {
        ID_LEN + self.size_len()
    }

    /// Reads the fields of a header: the name as it stands there, and the size of the data.
    pub fn header(self, data: &[u8]) -> Option<([u8; ID_LEN], u64)> {
        let mut cursor = Cursor::new(data);
        let id = cursor.array()?;
        let size = match self {
            Self::Iff => cursor.u32_be()?.into(),
            Self::Riff => cursor.u32_le()?.into(),
            Self::Dsdiff => cursor.u64_be()?,
        };
        Some((id, size))
    }

    /// A size as it is written.
    ///
    /// # Errors
    /// Malformed if the field is too small for it.
    pub fn size_field(self, size: u64) -> Result<Vec<u8>> {
        let small = || {
            let reason = "chunk is too large for the size in its header";
            u32::try_from(size).map_err(|_| Error::malformed(Format::Iff, reason))
        };
        Ok(match self {
            Self::Iff => small()?.to_be_bytes().to_vec(),
            Self::Riff => small()?.to_le_bytes().to_vec(),
            Self::Dsdiff => size.to_be_bytes().to_vec(),
        })
    }

    /// A header as it is written.
    ///
    /// # Errors
    /// As [`Self::size_field`].
    pub fn header_bytes(self, id: [u8; ID_LEN], size: u64) -> Result<Vec<u8>> {
        let mut header = id.to_vec();
        header.extend(self.size_field(size)?);
        Ok(header)
    }

    /// The name that the root has.
    pub const fn root(self) -> &'static [u8] {
        match self {
            Self::Iff => b"FORM",
            Self::Riff => b"RIFF",
            Self::Dsdiff => b"FRM8",
        }
    }

    /// For a container the length of its type's name, in bytes.
    pub fn container(self, id: Id) -> Option<usize> {
        match (self, id.as_bytes()) {
            (Self::Iff, b"FORM")
            | (Self::Riff, b"RIFF" | b"LIST")
            | (Self::Dsdiff, b"FRM8" | b"PROP") => Some(ID_LEN),
            (Self::Dsdiff, b"DST") => Some(0),
            _ => None,
        }
    }
}

/// The name of a chunk, without the blanks behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id {
    bytes: [u8; ID_LEN],
    len: usize,
}

impl Id {
    /// Reads a name. Nothing if it is empty, or not of printable ASCII characters.
    pub fn new(bytes: [u8; ID_LEN]) -> Option<Self> {
        // What Python's `str.rstrip` takes for blank.
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r' | 0x1c..=0x1f);
        let len = bytes.iter().rposition(|byte| !blank(byte))? + 1;
        let id = Self { bytes, len };
        let is_valid = id.as_bytes().iter().all(|byte| matches!(byte, b' '..=b'~'));
        // The blanks may be anything that is ASCII, which they are.
        is_valid.then_some(id)
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// A chunk and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    pub id: Id,
    /// Offset of the header.
    pub offset: u64,
    /// Offset of the data.
    pub data: u64,
    /// Claimed size of the data in bytes. The file may end before.
    pub size: u64,
    /// For a container where its first chunk begins.
    pub children: Option<u64>,
    /// For a container the name of its type; shorter where the file ends.
    pub name: Name,
}

/// The name of a container's type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Name {
    bytes: [u8; ID_LEN],
    len: usize,
}

impl Name {
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl Chunk {
    /// Reads the chunk at `offset` from up to [`HEAD_LEN`] bytes that stand there.
    ///
    /// # Errors
    /// No header where the file ends within it; item for an impossible name, and for a container
    /// without room for the name of its type; malformed for such a name that is not ASCII.
    pub fn parse(dialect: Dialect, offset: u64, head: &[u8]) -> Result<Self> {
        let Some((id, size)) = dialect.header(head) else {
            return Err(Error::new(Format::Iff, Kind::NoHeader, "file ends within a chunk header"));
        };
        let id = Id::new(id).ok_or_else(|| invalid("invalid chunk name"))?;
        let data = offset.saturating_add(dialect.header_len() as u64);
        let mut chunk = Self { id, offset, data, size, children: None, name: Name::default() };
        if let Some(name_len) = dialect.container(id) {
            if size < name_len as u64 {
                return Err(invalid("container has no room for the name of its type"));
            }
            chunk.children = Some(data.saturating_add(name_len as u64));
            chunk.read_name(head.get(dialect.header_len()..).unwrap_or_default(), name_len)?;
        }
        Ok(chunk)
    }

    fn read_name(&mut self, data: &[u8], len: usize) -> Result<()> {
        let name = data.get(..len).unwrap_or(data);
        if !name.is_ascii() {
            let reason = "the name of a container's type is not ASCII";
            return Err(Error::malformed(Format::Iff, reason));
        }
        self.name.len = name.len();
        for (slot, byte) in self.name.bytes.iter_mut().zip(name) {
            *slot = *byte;
        }
        Ok(())
    }

    /// Size of the data with the padding byte.
    pub const fn padded(&self) -> u64 {
        self.size.saturating_add(self.size % 2)
    }

    /// Where the next chunk begins.
    pub const fn end(&self) -> u64 {
        self.data.saturating_add(self.padded())
    }

    /// Size of the data with the padding byte, as far as the file reaches.
    pub fn actual(&self, file_len: u64) -> u64 {
        self.padded().min(file_len.saturating_sub(self.data))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(dialect: Dialect, head: &[u8]) -> Option<Kind> {
        Chunk::parse(dialect, 0, head).err().map(|error| error.kind)
    }

    #[test]
    fn headers_of_all_dialects() {
        let parse = |dialect, head| Chunk::parse(dialect, 100, head).expect("valid");
        let chunk = parse(Dialect::Iff, b"COMM\0\0\x01\x01");
        assert_eq!((chunk.data, chunk.size, chunk.padded(), chunk.end()), (108, 257, 258, 366));
        let chunk = parse(Dialect::Riff, b"id3 \x01\x01\0\0");
        assert_eq!((chunk.id.as_bytes(), chunk.size), (&b"id3"[..], 257));
        let chunk = parse(Dialect::Dsdiff, b"FRM8\xff\xff\xff\xff\xff\xff\xff\xffDSD ");
        assert_eq!((chunk.size, chunk.end()), (u64::MAX, u64::MAX));
        assert_eq!((chunk.name.as_bytes(), chunk.children), (&b"DSD "[..], Some(116)));
    }

    #[test]
    fn what_cannot_be_a_chunk() {
        assert!(matches!(kind(Dialect::Iff, b"COMM\0\0\0"), Some(Kind::NoHeader)));
        assert!(matches!(kind(Dialect::Iff, b"    \0\0\0\0"), Some(Kind::Item)));
        assert!(matches!(kind(Dialect::Iff, b"CO\0M\0\0\0\0"), Some(Kind::Item)));
        assert!(matches!(kind(Dialect::Iff, b"CO\xffM\0\0\0\0"), Some(Kind::Item)));
        assert!(matches!(kind(Dialect::Iff, b"FORM\0\0\0\x03AIFF"), Some(Kind::Item)));
        assert!(matches!(kind(Dialect::Iff, b"FORM\0\0\0\x04\xffIFF"), Some(Kind::Malformed)));
        assert_eq!(
            Chunk::parse(Dialect::Iff, 0, b"AB\n\t\0\0\0\0").map(|c| c.id.len).ok(),
            Some(2)
        );
    }

    proptest! {
        #[test]
        fn header_round_trip(size: u32) {
            for dialect in [Dialect::Iff, Dialect::Riff, Dialect::Dsdiff] {
                let bytes = dialect.header_bytes(*b"ID3 ", size.into()).expect("fits");
                prop_assert_eq!(bytes.len(), dialect.header_len());
                prop_assert_eq!(dialect.header(&bytes), Some((*b"ID3 ", size.into())));
            }
        }

        #[test]
        fn any_bytes(offset: u64, head in prop::collection::vec(any::<u8>(), 0..20)) {
            for dialect in [Dialect::Iff, Dialect::Riff, Dialect::Dsdiff] {
                let _ = Chunk::parse(dialect, offset, &head).map(|chunk| chunk.end());
            }
        }
    }
}
