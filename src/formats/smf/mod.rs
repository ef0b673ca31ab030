//! Standard MIDI files: how long they play (The Complete MIDI 1.0 Detailed Specification, part
//! "Standard MIDI Files 1.0").
//!
//! A file is a header and some *tracks*, each a chunk. A track is a row of *events*, each with the
//! *delta*, the number of *ticks* since the event before. Ticks divide quarter notes; *tempo*
//! events say how long those take.

pub mod duration;
pub mod track;

use crate::bytes::Cursor;
use crate::error::{Error, Format, Result};
use crate::limits::MIDI_WINDOW;
use crate::source::Loader;
use duration::Durations;

const CHUNK_HEADER_LEN: usize = 8;
const FILE_HEADER_LEN: usize = 6;

/// The highest format whose tracks play together; those of format 2 are songs of their own.
const MAX_FORMAT: u16 = 1;

/// The tempo of all tracks is in the first.
const SHARED_TEMPO: u16 = 1;

/// Set if ticks divide not quarter notes but frames of a film.
const FILM: u16 = 0x8000;

/// Facts about a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SmfInfo {
    /// In seconds, of the longest track.
    pub length: f64,
}

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::Smf, reason)
}

/// Reads the facts about a file.
///
/// # Errors
/// Malformed if it is no MIDI file, or of another format than 0 and 1, or damaged; limit for a
/// time that 128 bits cannot hold; input/output.
pub fn read(loader: &mut Loader<'_>) -> Result<SmfInfo> {
    let mut chunks = Chunks { loader, position: 0, loaded: 0 };
    let (name, header) = chunks.next()?;
    if name != *b"MThd" {
        return Err(malformed("not a MIDI file"));
    }
    if header.len() != FILE_HEADER_LEN {
        return Err(malformed("the header is of another length"));
    }
    let mut header = Cursor::new(header);
    let mut field = || header.u16_be().unwrap_or_default();
    let (format, tracks, division) = (field(), field(), field());
    if format > MAX_FORMAT {
        return Err(malformed("format is not supported"));
    }
    if division & FILM != 0 {
        return Err(malformed("ticks of film frames are not supported"));
    }
    let mut durations = Durations::new(division, format == SHARED_TEMPO);
    for _ in 0..tracks {
        if let (name, track) = chunks.next()?
            && name == *b"MTrk"
        {
            durations.add(track)?;
        }
    }
    let longest = durations.longest();
    longest.map(|length| SmfInfo { length }).ok_or_else(|| malformed("there is no track"))
}

/// The chunks of a file, one after the other.
struct Chunks<'l, 's> {
    loader: &'l mut Loader<'s>,
    position: usize,
    /// How much of the file has been asked for.
    loaded: usize,
}

impl Chunks<'_, '_> {
    /// The next bytes of the file.
    fn take(&mut self, len: usize) -> Result<&[u8]> {
        let start = self.position;
        let end = start.saturating_add(len);
        if end as u64 > self.loader.file_len() {
            return Err(malformed("the file is cut short"));
        }
        if end > self.loaded {
            // Twice as much each time, so that what was read is copied only a few times.
            self.loaded = end.max(self.loaded.saturating_mul(2)).max(MIDI_WINDOW);
        }
        self.position = end;
        let window = self.loader.window(0, self.loaded);
        let window = window.map_err(|cause| Error::io(Format::Smf, cause))?;
        window.get(start..end).ok_or_else(|| malformed("the file is cut short"))
    }

    /// Name and data of the next chunk.
    fn next(&mut self) -> Result<([u8; 4], &[u8])> {
        let mut header = Cursor::new(self.take(CHUNK_HEADER_LEN)?);
        let name = header.array().unwrap_or_default();
        let len = header.u32_be().unwrap_or_default();
        Ok((name, self.take(len as usize)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
        let len = (data.len() as u32).to_be_bytes();
        [name, &len, data].concat()
    }

    fn file(format: u8, division: u8, tracks: &[&[u8]]) -> Vec<u8> {
        let header = [0, format, 0, tracks.len() as u8, 0, division];
        let tracks = tracks.iter().flat_map(|track| chunk(b"MTrk", track));
        chunk(b"MThd", &header).into_iter().chain(tracks).collect()
    }

    fn length(file: &[u8]) -> Option<f64> {
        read(&mut Loader::new(&mut MemorySource(file))).ok().map(|info| info.length)
    }

    /// A tempo of that many times 65536 microseconds.
    fn tempo(delta: u8, high: u8) -> [u8; 7] {
        [delta, 0xff, 0x51, 3, high, 0, 0]
    }

    fn note(delta: u8) -> [u8; 4] {
        [delta, 0x90, 60, 64]
    }

    #[test]
    fn the_longest_track_counts() {
        assert_eq!(length(&file(0, 10, &[&note(10)])), Some(0.5));
        assert_eq!(length(&file(0, 10, &[&note(10), &note(20), &note(5)])), Some(1.0));
        assert_eq!(length(&file(0, 10, &[b""])), Some(0.0));
        assert_eq!(length(&file(0, 10, &[])), None);
        assert_eq!(length(&file(0, 0, &[&note(10)])), None);
    }

    #[test]
    fn the_tempo_of_the_first_track_counts_for_all() {
        let first = [&tempo(0, 1)[..], &tempo(5, 2)].concat();
        let tracks = [&first[..], &note(10)];
        assert_eq!(length(&file(0, 10, &tracks)), Some(0.5));
        // An event belongs to the tempo at its end.
        assert_eq!(length(&file(1, 10, &tracks)), Some(0.131_072));
    }

    #[test]
    fn what_is_refused() {
        let good = file(0, 10, &[&note(10)]);
        assert!(length(&good[..good.len() - 1]).is_none());
        assert!(length(&file(2, 10, &[&note(10)])).is_none());
        let mut film = good.clone();
        film[12] = 0x80;
        assert!(length(&film).is_none());
        assert!(length(&chunk(b"MThx", &[0; 6])).is_none());
        assert!(length(&chunk(b"MThd", &[0; 7])).is_none());
    }

    #[test]
    fn other_chunks_count_as_tracks_without_notes() {
        let header = chunk(b"MThd", &[0, 1, 0, 2, 0, 10]);
        let file = [header, chunk(b"XFIH", &note(99)), chunk(b"MTrk", &note(10))].concat();
        assert_eq!(length(&file), Some(0.5));
    }

    #[test]
    fn many_small_tracks() {
        let track = chunk(b"MTrk", &note(1));
        let header = chunk(b"MThd", &[0, 1, 0xff, 0xff, 0, 10]);
        let file = [header, track.repeat(0xffff)].concat();
        assert_eq!(length(&file), Some(0.05));
    }

    proptest! {
        #[test]
        fn any_bytes(data in prop::collection::vec(any::<u8>(), 0..200), division: u8, format in 0u8..2) {
            let _ = length(&data);
            if let Some(length) = length(&file(format, division, &[&data, &data])) {
                prop_assert!(length.is_finite() && length >= 0.0);
            }
        }
    }
}
