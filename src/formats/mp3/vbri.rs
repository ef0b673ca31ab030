//! Fraunhofer's VBR header, always 32 bytes behind the header of the first frame.
//!
//! Source: "MPEG Audio Frame Header" by K. Windszus, section 2.3.2.

use crate::bytes::Cursor;

/// Where the header stands, counted from the start of a layer 3 frame.
pub const OFFSET: usize = 36;

/// Length of the header in bytes, without its table of contents.
pub const HEADER_LEN: usize = 26;

/// What the header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vbri {
    /// Always 1.
    pub version: u16,
    /// From 0 to 100.
    pub quality: u16,
    /// Number of bytes of the stream.
    pub bytes: u32,
    /// Number of frames of the stream.
    pub frames: u32,
    /// Number of entries of the table of contents.
    pub toc_entries: u16,
    /// What an entry is to be multiplied by, to give bytes.
    pub toc_scale_factor: u16,
    /// Bytes of an entry: 2 or 4.
    pub toc_entry_size: u16,
    /// Frames that an entry stands for.
    pub toc_frames: u16,
}

impl Vbri {
    /// Reads a header from the start of `data`. `None` if it is not one, of another version, or
    /// with entries of another size than two or four bytes.
    pub fn parse(data: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(data);
        if cursor.array::<4>()? != *b"VBRI" {
            return None;
        }
        let version = cursor.u16_be()?;
        let _delay = cursor.u16_be()?;
        let header = Self {
            version,
            quality: cursor.u16_be()?,
            bytes: cursor.u32_be()?,
            frames: cursor.u32_be()?,
            toc_entries: cursor.u16_be()?,
            toc_scale_factor: cursor.u16_be()?,
            toc_entry_size: cursor.u16_be()?,
            toc_frames: cursor.u16_be()?,
        };
        (version == 1 && matches!(header.toc_entry_size, 2 | 4)).then_some(header)
    }

    /// Length of the table of contents, which follows the header, in bytes.
    pub fn toc_len(self) -> usize {
        usize::from(self.toc_entries) * usize::from(self.toc_entry_size)
    }

    /// The entries of the table of contents; `data` is the header and what follows. `None` if it
    /// is cut short.
    pub fn toc(self, data: &[u8]) -> Option<impl Iterator<Item = u32>> {
        let table = data.get(HEADER_LEN..)?.get(..self.toc_len())?;
        let entries = table.chunks_exact(usize::from(self.toc_entry_size));
        let value = |entry: &[u8]| entry.iter().fold(0, |sum, &byte| (sum << 8) | u32::from(byte));
        Some(entries.map(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] =
        b"VBRI\0\x01\x09\x31\0\x64\0\x0c\xb0\x35\0\0\x04\x39\0\x03\0\x01\0\x02\0\x08";

    #[test]
    fn every_field() {
        let vbri = Vbri::parse(HEADER).expect("valid");
        assert_eq!(
            vbri,
            Vbri {
                version: 1,
                quality: 100,
                bytes: 831_541,
                frames: 1081,
                toc_entries: 3,
                toc_scale_factor: 1,
                toc_entry_size: 2,
                toc_frames: 8,
            }
        );
        assert_eq!(vbri.toc_len(), 6);
        let toc = |vbri: Vbri, table: &[u8]| {
            let data = [HEADER, table].concat();
            vbri.toc(&data).map(Iterator::collect::<Vec<_>>)
        };
        assert_eq!(toc(vbri, &[0, 1, 1, 0, 0xff, 0xff, 9, 9]), Some(vec![1, 256, 65535]));
        assert_eq!(toc(vbri, &[0, 1, 1, 0, 0xff]), None);
        let wide = Vbri { toc_entry_size: 4, toc_entries: 1, ..vbri };
        assert_eq!(toc(wide, &[0xff; 7]), Some(vec![u32::MAX]));
    }

    #[test]
    fn refused() {
        for len in 0..HEADER_LEN {
            assert_eq!(Vbri::parse(&HEADER[..len]), None);
        }
        for (index, byte) in [(0, b'v'), (5, 2), (23, 3), (23, 0)] {
            let mut header = HEADER.to_vec();
            header[index] = byte;
            assert_eq!(Vbri::parse(&header), None);
        }
    }
}
