//! Facts about the first audio track (ISO/IEC 14496-12, section 8).

use super::entry::{AudioEntry, first_atom, full_atom};
use super::{Atoms, Node};
use crate::bytes::Cursor;
use crate::error::{Error, Format, Kind, Result};
use crate::source::Loader;

/// Bytes of a sample description that hold its first entry, unless a codec has very much to say.
const USUAL_ENTRY: usize = 4096;

/// Bytes of a movie or media header, with version and flags, up to the duration.
const HEADER: usize = 4 + 16 + 4 + 8;

/// How long a stream is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Length {
    /// There is no audio track, and the file as a whole does not tell either.
    #[default]
    Unknown,
    /// There is a duration, but in units of no length.
    NoScale,
    Seconds(f64),
}

/// Facts about a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mp4Info {
    pub length: Length,
    /// What the sample description of the track says, if it has one.
    pub entry: Option<AudioEntry>,
}

fn unusable(reason: &'static str) -> Error {
    Error::new(Format::Mp4, Kind::Unsupported, reason)
}

/// Reads the facts about the first audio track, or if there is none, the length of the file.
///
/// # Errors
/// No header if there is neither; unsupported for everything that is missing or damaged.
pub fn read(loader: &mut Loader<'_>, atoms: &Atoms) -> Result<Mp4Info> {
    let moov = atoms.root(b"moov").ok_or_else(|| unusable("not a MP4 file"))?;
    let Some(track) = find_audio(loader, moov)? else {
        let header = moov.child(b"mvhd").ok_or_else(|| {
            Error::new(Format::Mp4, Kind::NoHeader, "file has no audio track and no length")
        })?;
        return Ok(Mp4Info { length: file_length(loader, header)?, entry: None });
    };
    let header = track.find(&[b"mdia", b"mdhd"]);
    let header = header.ok_or_else(|| unusable("audio track has no media header"))?;
    let length = media_length(loader, header)?;
    let entry = match track.find(&[b"mdia", b"minf", b"stbl", b"stsd"]) {
        Some(description) => first_entry(loader, description)?,
        None => None,
    };
    Ok(Mp4Info { length, entry })
}

/// The first track whose handler is that of sound.
fn find_audio<'t>(loader: &mut Loader<'_>, moov: Node<'t>) -> Result<Option<Node<'t>>> {
    for track in moov.children_named(b"trak") {
        let handler = track.find(&[b"mdia", b"hdlr"]);
        let handler = handler.ok_or_else(|| unusable("track has no handler"))?;
        let mut scratch = Vec::new();
        let payload = handler.payload(loader, 12, &mut scratch)?;
        if !payload.is_whole {
            return Err(unusable("handler of a track is cut off"));
        }
        if payload.bytes.get(8..12) == Some(b"soun") {
            return Ok(Some(track));
        }
    }
    Ok(None)
}

/// Time scale, in units a second, and duration of a movie or media header; `None` for a version
/// that is not known.
fn scale_and_duration(loader: &mut Loader<'_>, header: Node<'_>) -> Result<Option<(u32, u64)>> {
    let mut scratch = Vec::new();
    let payload = header.payload(loader, HEADER, &mut scratch)?;
    let cut_off = || unusable("header with the duration is cut off");
    if !payload.is_whole {
        return Err(cut_off());
    }
    let (version, _, content) = full_atom(payload.bytes).ok_or_else(cut_off)?;
    let mut cursor = Cursor::new(content);
    let found = match version {
        0 => cursor.take(8).and_then(|_| Some((cursor.u32_be()?, cursor.u32_be()?.into()))),
        1 => cursor.take(16).and_then(|_| Some((cursor.u32_be()?, cursor.u64_be()?))),
        _ => return Ok(None),
    };
    found.ok_or_else(cut_off).map(Some)
}

fn media_length(loader: &mut Loader<'_>, header: Node<'_>) -> Result<Length> {
    match scale_and_duration(loader, header)? {
        Some((0, _)) => Ok(Length::NoScale),
        #[allow(clippy::cast_precision_loss)] // as Python's float() does it
        Some((scale, duration)) => Ok(Length::Seconds(duration as f64 / f64::from(scale))),
        None => Err(unusable("unknown version of a media header")),
    }
}

fn file_length(loader: &mut Loader<'_>, header: Node<'_>) -> Result<Length> {
    match scale_and_duration(loader, header)? {
        Some((0, _)) => Err(unusable("time scale of the file is zero")),
        Some((scale, duration)) => Ok(Length::Seconds(quotient(duration, scale))),
        None => Ok(Length::Unknown),
    }
}

/// The quotient, rounded once, as Python divides integers; not by zero.
#[allow(clippy::cast_precision_loss)] // where it is lost, the last bit stands for all that follow
pub(super) fn quotient(dividend: u64, divisor: u32) -> f64 {
    const EXACT: u64 = 1 << 53;
    if dividend <= EXACT {
        return dividend as f64 / f64::from(divisor);
    }
    let (dividend, divisor) = (u128::from(dividend) << 64, u128::from(divisor));
    let sticky = u128::from(!dividend.is_multiple_of(divisor));
    ((dividend / divisor) | sticky) as f64 / (1u128 << 64) as f64
}

/// The first entry of a sample description, if it has any.
fn first_entry(loader: &mut Loader<'_>, description: Node<'_>) -> Result<Option<AudioEntry>> {
    let mut scratch = Vec::new();
    let payload = description.payload(loader, USUAL_ENTRY, &mut scratch)?;
    if !payload.is_whole {
        return Err(unusable("sample description is cut off"));
    }
    let entry = parse_first_entry(payload.bytes);
    if entry.is_ok() || payload.bytes.len() as u64 == description.data_len() {
        return entry;
    }
    let payload = description.payload(loader, usize::MAX, &mut scratch)?;
    parse_first_entry(payload.bytes)
}

fn parse_first_entry(data: &[u8]) -> Result<Option<AudioEntry>> {
    let cut_off = || unusable("sample description is cut off");
    let (version, _, content) = full_atom(data).ok_or_else(cut_off)?;
    if version != 0 {
        return Err(unusable("unsupported version of a sample description"));
    }
    let mut cursor = Cursor::new(content);
    if cursor.u32_be().ok_or_else(cut_off)? == 0 {
        return Ok(None);
    }
    let (name, content) = first_atom(cursor.rest()).ok_or_else(cut_off)?;
    let content = content.ok_or_else(|| unusable("sample entry is cut off"))?;
    AudioEntry::read(name, content).map(Some).map_err(unusable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn atom(name: &[u8], parts: &[&[u8]]) -> Vec<u8> {
        let payload = parts.concat();
        [&(payload.len() as u32 + 8).to_be_bytes(), name, &payload].concat()
    }

    fn info(file: &[u8]) -> std::result::Result<Mp4Info, &'static str> {
        let mut source = MemorySource(file);
        let mut loader = Loader::new(&mut source);
        let atoms = Atoms::read(&mut loader).map_err(|error| error.reason)?;
        read(&mut loader, &atoms).map_err(|error| error.reason)
    }

    fn handler(kind: &[u8]) -> Vec<u8> {
        atom(b"hdlr", &[&[0; 8], kind])
    }

    fn track(parts: &[&[u8]]) -> Vec<u8> {
        atom(b"trak", &[&atom(b"mdia", parts)])
    }

    fn header(name: &[u8], scale: u32, duration: u32) -> Vec<u8> {
        atom(name, &[&[0; 12], &scale.to_be_bytes(), &duration.to_be_bytes()])
    }

    fn long_header(name: &[u8], scale: u32, duration: u64) -> Vec<u8> {
        atom(name, &[&[1], &[0; 19], &scale.to_be_bytes(), &duration.to_be_bytes()])
    }

    #[test]
    fn lengths() {
        let length = |mdhd: &[u8]| {
            let file = atom(b"moov", &[&track(&[mdhd, &handler(b"soun")])]);
            info(&file).map(|info| info.length)
        };
        assert_eq!(length(&header(b"mdhd", 4, 10)), Ok(Length::Seconds(2.5)));
        assert_eq!(length(&long_header(b"mdhd", 2, 16)), Ok(Length::Seconds(8.0)));
        assert_eq!(length(&header(b"mdhd", 0, 10)), Ok(Length::NoScale));
        assert!(length(&atom(b"mdhd", &[&[2; 40]])).is_err());
        assert!(length(&atom(b"mdhd", &[&[1; 31]])).is_err());
        assert!(length(b"").is_err());
    }

    #[test]
    fn the_first_track_with_sound_counts() {
        let video = track(&[&handler(b"vide")]);
        let sound = track(&[&handler(b"soun"), &header(b"mdhd", 1, 7)]);
        let mvhd = header(b"mvhd", 10, 5);
        let file = |parts: &[&[u8]]| info(&atom(b"moov", parts)).map(|info| info.length);
        assert_eq!(file(&[&video, &sound]), Ok(Length::Seconds(7.0)));
        assert_eq!(file(&[&video, &mvhd]), Ok(Length::Seconds(0.5)));
        assert_eq!(file(&[&atom(b"mvhd", &[&[3; 4]])]), Ok(Length::Unknown));
        assert!(file(&[&video]).is_err());
        assert!(file(&[&header(b"mvhd", 0, 5)]).is_err());
        assert!(file(&[&track(&[]), &sound]).is_err());
    }

    #[test]
    fn quotients_are_rounded_once() {
        assert_eq!(quotient((1 << 53) + 1, 1).to_bits(), 9_007_199_254_740_992f64.to_bits());
        // As Python divides them; dividing the nearest floating point numbers gives another.
        assert_eq!(quotient(u64::MAX, 10_000_000).to_bits(), 1_844_674_407_370.955f64.to_bits());
        assert_eq!(
            quotient(9_007_199_254_740_993, 3).to_bits(),
            3_002_399_751_580_331f64.to_bits()
        );
    }

    proptest! {
        #[test]
        fn arbitrary_descriptions(
            data in prop::collection::vec(any::<u8>(), 0..80),
            long in 0usize..9000,
        ) {
            let _ = parse_first_entry(&data);
            // An entry that does not fit into the first look is read all the same.
            let inner = atom(b"free", &[&vec![0; long]]);
            let entry = atom(b"samr", &[&[0; 28], &inner]);
            let stsd = atom(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1], &entry]);
            let stbl = atom(b"minf", &[&atom(b"stbl", &[&stsd])]);
            let mdhd = header(b"mdhd", 1, 1);
            let file = atom(b"moov", &[&track(&[&mdhd, &handler(b"soun"), &stbl])]);
            prop_assert!(info(&file).is_ok_and(|info| info.entry.is_some()));
        }
    }
}
