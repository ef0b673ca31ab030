//! The headers of the chunks.

use super::malformed;
use crate::bytes::Cursor;
use crate::error::Result;

/// Reads the name and the size that a chunk begins with.
fn header(data: &[u8], len: usize, name: [u8; 4]) -> Result<(u64, Cursor<'_>)> {
    let mut cursor = Cursor::new(data);
    let mut fields = cursor
        .take(len)
        .map(Cursor::new)
        .ok_or_else(|| malformed("the file ends within the header of a chunk"))?;
    if fields.array() != Some(name) {
        return Err(malformed("a chunk that must be there is not"));
    }
    Ok((fields.u64_le().unwrap_or_default(), fields))
}

/// The header of a chunk that is nothing else.
fn whole(data: &[u8], len: usize, name: [u8; 4]) -> Result<Cursor<'_>> {
    let (size, fields) = header(data, len, name)?;
    if size != len as u64 {
        return Err(malformed("a chunk of fixed size has another"));
    }
    Ok(fields)
}

/// The first chunk: what the file consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DsdChunk {
    /// Size of the file in bytes.
    pub total_size: u64,
    /// Offset of the tag; zero if there is none.
    pub tag: u64,
}

impl DsdChunk {
    pub const NAME: [u8; 4] = *b"DSD ";
    pub const LEN: usize = 28;

    /// Offset of the fields that change with the tag.
    pub const FIELDS_AT: usize = 12;

    /// Reads the chunk at the start of `data`.
    ///
    /// # Errors
    /// Malformed for another chunk, and one that is cut short.
    pub fn parse(data: &[u8]) -> Result<Self> {
        let mut fields = whole(data, Self::LEN, Self::NAME)?;
        let mut field = || fields.u64_le().unwrap_or_default();
        Ok(Self { total_size: field(), tag: field() })
    }

    /// The fields that change with the tag.
    pub fn fields(self) -> [u8; 16] {
        (u128::from(self.total_size) | u128::from(self.tag) << 64).to_le_bytes()
    }

    /// The whole chunk.
    pub fn render(self) -> Vec<u8> {
        let size = (Self::LEN as u64).to_le_bytes();
        [&Self::NAME[..], &size, &self.fields()].concat()
    }
}

/// The second chunk: what the audio is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatChunk {
    pub version: u32,
    pub id: u32,
    /// Which channels there are.
    pub channel_type: u32,
    pub channels: u32,
    /// In Hz.
    pub sample_rate: u32,
    pub bits_per_sample: u32,
    /// Samples of each channel.
    pub samples: u64,
}

impl FormatChunk {
    pub const NAME: [u8; 4] = *b"fmt ";
    pub const LEN: usize = 52;

    /// The only version there is.
    pub const VERSION: u32 = 1;

    /// The only coding there is, plain bits.
    pub const RAW: u32 = 0;

    /// Reads the chunk at the start of `data`.
    ///
    /// # Errors
    /// Malformed for another chunk, one that is cut short, another version and another coding.
    pub fn parse(data: &[u8]) -> Result<Self> {
        let mut fields = whole(data, Self::LEN, Self::NAME)?;
        let mut field = || fields.u32_le().unwrap_or_default();
        let (version, id) = (field(), field());
        if version != Self::VERSION {
            return Err(malformed("unknown version of the format chunk"));
        }
        if id != Self::RAW {
            return Err(malformed("unknown coding"));
        }
        Ok(Self {
            version,
            id,
            channel_type: field(),
            channels: field(),
            sample_rate: field(),
            bits_per_sample: field(),
            samples: fields.u64_le().unwrap_or_default(),
        })
    }
}

/// The third chunk, with the audio: its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataChunk {
    /// Size of the chunk with its header.
    pub size: u64,
}

impl DataChunk {
    pub const NAME: [u8; 4] = *b"data";
    pub const LEN: usize = 12;

    /// Reads the header at the start of `data`.
    ///
    /// # Errors
    /// Malformed for another chunk, one whose header is cut short, and an impossible size.
    pub fn parse(data: &[u8]) -> Result<Self> {
        let (size, _) = header(data, Self::LEN, Self::NAME)?;
        if size < Self::LEN as u64 {
            return Err(malformed("the data chunk is smaller than its header"));
        }
        Ok(Self { size })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dsd_chunk_is_written_as_it_is_read() {
        let chunk = DsdChunk { total_size: 0x0102, tag: u64::MAX };
        let bytes = chunk.render();
        assert_eq!(bytes.len(), DsdChunk::LEN);
        assert_eq!(&bytes[12..20], &[2, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!(DsdChunk::parse(&bytes).ok(), Some(chunk));
        assert!(DsdChunk::parse(&bytes[..27]).is_err());
    }

    #[test]
    fn sizes_and_versions_are_checked() {
        let file = super::super::tests::file(b"", b"");
        let broken = |at: usize| {
            let mut file = file.clone();
            file[at] ^= 2;
            file
        };
        for at in [0, 4, 11] {
            assert!(DsdChunk::parse(&broken(at)).is_err());
        }
        assert!(FormatChunk::parse(&file[28..]).is_ok());
        for at in [28, 32, 40, 44] {
            assert!(FormatChunk::parse(&broken(at)[28..]).is_err());
        }
        assert_eq!(DataChunk::parse(&file[80..]).ok(), Some(DataChunk { size: 12 }));
        assert!(DataChunk::parse(&broken(80)[80..]).is_err());
        let mut small = file.clone();
        small[84] = 11;
        assert!(DataChunk::parse(&small[80..]).is_err());
    }
}
