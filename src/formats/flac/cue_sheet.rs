//! The tracks of a disc (RFC 9639, section 8.7).

use super::{exact, malformed};
use crate::bytes::{Cursor, Input};
use crate::error::Result as CoreResult;

const CATALOG_LEN: usize = 128;
const ISRC_LEN: usize = 12;
const HEAD_LEN: usize = 396;
const TRACK_LEN: usize = 36;
const INDEX_LEN: usize = 12;

const COMPACT_DISC: u8 = 0x80;
const NOT_AUDIO: u8 = 0x80;
const PRE_EMPHASIS: u8 = 0x40;

/// The sheet; bits and bytes that are reserved are not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueSheet {
    /// Media catalog number, zeros behind it.
    pub catalog: [u8; CATALOG_LEN],
    /// Samples before the first track.
    pub lead_in: u64,
    pub is_compact_disc: bool,
    pub tracks: Vec<Track>,
}

/// A track; the last one stands for the lead-out and has no indexes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// In samples, from the start of the audio.
    pub start_offset: u64,
    pub number: u8,
    /// International Standard Recording Code, zeros behind it.
    pub isrc: [u8; ISRC_LEN],
    pub is_audio: bool,
    pub has_pre_emphasis: bool,
    pub indexes: Vec<Index>,
}

/// A place in a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Index {
    /// In samples, from the start of the track.
    pub offset: u64,
    pub number: u8,
}

/// Text without the zeros behind it.
pub fn trimmed(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    text.get(..end).unwrap_or_default()
}

/// Text in a field of fixed length, cut or with zeros behind it.
pub fn padded<const N: usize>(text: &[u8]) -> [u8; N] {
    let mut field = [0; N];
    for (slot, byte) in field.iter_mut().zip(text) {
        *slot = *byte;
    }
    field
}

/// The fields of a structure of which all bytes are there.
fn fields<I: Input, T>(
    input: &mut I,
    len: usize,
    parse: impl FnOnce(&mut Cursor<'_>) -> Option<T>,
) -> Result<T, I::Error> {
    let bytes = exact(input, len)?;
    let parsed = parse(&mut Cursor::new(bytes.as_ref()));
    parsed.ok_or_else(|| malformed("block ends too early").into())
}

impl CueSheet {
    /// Reads a block.
    ///
    /// # Errors
    /// Malformed for one that is cut off; what the input reports.
    pub fn read<I: Input>(input: &mut I) -> Result<Self, I::Error> {
        let (catalog, lead_in, flags, count) = fields(input, HEAD_LEN, |cursor| {
            let head = (cursor.array()?, cursor.u64_be()?, cursor.u8()?);
            cursor.take(258)?;
            Some((head.0, head.1, head.2, cursor.u8()?))
        })?;
        let tracks = (0..count).map(|_| Track::read(input)).collect::<Result<_, _>>()?;
        Ok(Self { catalog, lead_in, is_compact_disc: flags & COMPACT_DISC != 0, tracks })
    }

    /// The block.
    ///
    /// # Errors
    /// Malformed if there are more than 255 tracks, or indexes of a track.
    pub fn render(&self) -> CoreResult<Vec<u8>> {
        let mut bytes = Vec::with_capacity(HEAD_LEN + self.tracks.len() * TRACK_LEN * 2);
        bytes.extend_from_slice(&self.catalog);
        bytes.extend_from_slice(&self.lead_in.to_be_bytes());
        bytes.push(if self.is_compact_disc { COMPACT_DISC } else { 0 });
        bytes.extend_from_slice(&[0; 258]);
        bytes.push(count(self.tracks.len())?);
        for track in &self.tracks {
            track.render(&mut bytes)?;
        }
        Ok(bytes)
    }
}

fn count(len: usize) -> CoreResult<u8> {
    u8::try_from(len).map_err(|_| malformed("a cue sheet has too many parts"))
}

impl Track {
    fn read<I: Input>(input: &mut I) -> Result<Self, I::Error> {
        let (start_offset, number, isrc, flags, count) = fields(input, TRACK_LEN, |cursor| {
            let (start_offset, number) = (cursor.u64_be()?, cursor.u8()?);
            let (isrc, flags) = (cursor.array()?, cursor.u8()?);
            cursor.take(13)?;
            Some((start_offset, number, isrc, flags, cursor.u8()?))
        })?;
        let index = |_| {
            fields(input, INDEX_LEN, |cursor| {
                Some(Index { offset: cursor.u64_be()?, number: cursor.u8()? })
            })
        };
        let indexes = (0..count).map(index).collect::<Result<_, _>>()?;
        Ok(Self {
            start_offset,
            number,
            isrc,
            is_audio: flags & NOT_AUDIO == 0,
            has_pre_emphasis: flags & PRE_EMPHASIS != 0,
            indexes,
        })
    }

    fn render(&self, bytes: &mut Vec<u8>) -> CoreResult<()> {
        bytes.extend_from_slice(&self.start_offset.to_be_bytes());
        bytes.push(self.number);
        bytes.extend_from_slice(&self.isrc);
        let not_audio = if self.is_audio { 0 } else { NOT_AUDIO };
        let pre_emphasis = if self.has_pre_emphasis { PRE_EMPHASIS } else { 0 };
        bytes.push(not_audio | pre_emphasis);
        bytes.extend_from_slice(&[0; 13]);
        bytes.push(count(self.indexes.len())?);
        for Index { offset, number } in &self.indexes {
            bytes.extend_from_slice(&offset.to_be_bytes());
            bytes.extend_from_slice(&[*number, 0, 0, 0]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet(tracks: usize, indexes: usize) -> CueSheet {
        let track = Track {
            start_offset: 588,
            number: 3,
            isrc: padded(b"DE1230000001"),
            is_audio: false,
            has_pre_emphasis: true,
            indexes: vec![Index { offset: 1 << 40, number: 1 }; indexes],
        };
        CueSheet {
            catalog: padded(b"1234567890123"),
            lead_in: 88200,
            is_compact_disc: true,
            tracks: vec![track; tracks],
        }
    }

    #[test]
    fn round_trip() -> CoreResult<()> {
        for (tracks, indexes) in [(0, 0), (1, 2), (255, 1), (1, 255)] {
            let bytes = sheet(tracks, indexes).render()?;
            assert_eq!(bytes.len(), HEAD_LEN + tracks * (TRACK_LEN + indexes * INDEX_LEN));
            assert_eq!(CueSheet::read(&mut Cursor::new(&bytes))?, sheet(tracks, indexes));
            let cut = &bytes[..bytes.len() - 1];
            assert!(CueSheet::read(&mut Cursor::new(cut)).is_err());
        }
        assert!(sheet(256, 0).render().is_err());
        assert!(sheet(1, 256).render().is_err());
        Ok(())
    }

    #[test]
    fn zeros_behind_text() {
        assert_eq!(trimmed(b"a\0b\0\0"), b"a\0b");
        assert_eq!(trimmed(b"\0"), b"");
        assert_eq!(padded::<2>(b"abc"), *b"ab");
    }

    proptest! {
        /// Any bytes give a sheet or an error, and a sheet is written as it was read.
        #[test]
        fn arbitrary_bytes(
            tail in prop::collection::vec(prop_oneof![Just(0u8), Just(1), any::<u8>()], 1..300),
        ) {
            let bytes = [&[7; HEAD_LEN - 1][..], &tail].concat();
            if let Ok(sheet) = CueSheet::read(&mut Cursor::new(&bytes)) {
                let written = sheet.render().unwrap_or_default();
                prop_assert_eq!(CueSheet::read(&mut Cursor::new(&written)).ok(), Some(sheet));
            }
        }
    }
}
