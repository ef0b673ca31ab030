//! The list of chapters that Nero's programs write: `moov.udta.chpl`. It is not in any standard.

use super::info::quotient;
use super::{Atoms, Node};
use crate::bytes::Cursor;
use crate::error::{Error, Format, Kind, Result};
use crate::source::Loader;

/// Units of a start in one second.
const UNITS: u32 = 10_000_000;

/// Bytes of the longest list: 255 chapters with titles of 255 bytes.
const MAX_LEN: usize = 9 + 255 * (8 + 1 + 255);

/// Bytes of a movie header up to the duration.
const MOVIE_HEADER: usize = 4 + 16 + 4 + 8;

/// The chapters of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chapters {
    /// Of the file, in units a second.
    pub time_scale: i32,
    /// Of the file, in these units.
    pub duration: i64,
    pub list: Vec<Chapter>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// In seconds from the start of the file.
    pub start: f64,
    pub title: String,
}

fn cut_off(reason: &'static str) -> Error {
    Error::new(Format::Mp4, Kind::Unsupported, reason)
}

fn bad(reason: &'static str) -> Error {
    Error::new(Format::Mp4, Kind::Item, reason)
}

/// Reads the chapters; `None` if there is no list of them, or no movie header.
///
/// # Errors
/// Unsupported for atoms that are cut off, a bad item for everything else.
pub fn read(loader: &mut Loader<'_>, atoms: &Atoms) -> Result<Option<Chapters>> {
    let chapters = atoms.find(&[b"moov", b"udta", b"chpl"]);
    let header = atoms.find(&[b"moov", b"mvhd"]);
    let (Some(chapters), Some(header)) = (chapters, header) else { return Ok(None) };
    let mut found = read_header(loader, header)?;
    found.list = read_list(loader, chapters)?;
    Ok(Some(found))
}

/// Reads what the movie header tells, without any chapters; `None` if there is no header.
///
/// # Errors
/// Those of [`read`].
pub fn read_header_only(loader: &mut Loader<'_>, atoms: &Atoms) -> Result<Option<Chapters>> {
    let header = atoms.find(&[b"moov", b"mvhd"]);
    header.map(|header| read_header(loader, header)).transpose()
}

fn read_header(loader: &mut Loader<'_>, header: Node<'_>) -> Result<Chapters> {
    let mut scratch = Vec::new();
    let payload = header.payload(loader, MOVIE_HEADER, &mut scratch)?;
    if !payload.is_whole {
        return Err(cut_off("movie header is cut off"));
    }
    let mut cursor = Cursor::new(payload.bytes);
    let mut fields = || {
        let [version, ..] = cursor.array::<4>()?;
        Some(match version {
            0 => {
                cursor.take(8)?;
                (cursor.i32_be()?, cursor.i32_be()?.into())
            }
            1 => {
                cursor.take(16)?;
                (cursor.i32_be()?, cursor.u64_be()?.cast_signed())
            }
            _ => return None,
        })
    };
    match fields() {
        Some((0, _)) | None => Err(bad("movie header has no time scale")),
        Some((time_scale, duration)) => Ok(Chapters { time_scale, duration, list: Vec::new() }),
    }
}

fn read_list(loader: &mut Loader<'_>, chapters: Node<'_>) -> Result<Vec<Chapter>> {
    let mut scratch = Vec::new();
    let payload = chapters.payload(loader, MAX_LEN, &mut scratch)?;
    if !payload.is_whole {
        return Err(cut_off("list of chapters is cut off"));
    }
    let mut cursor = Cursor::new(payload.bytes);
    let count = cursor.take(8).and_then(|_| cursor.u8());
    let count = count.ok_or_else(|| bad("list of chapters has no length"))?;
    (0..count).map(|_| read_chapter(&mut cursor)).collect()
}

fn read_chapter(cursor: &mut Cursor<'_>) -> Result<Chapter> {
    let head = cursor.u64_be().and_then(|start| Some((start, cursor.u8()?)));
    let (start, len) = head.ok_or_else(|| bad("list of chapters ends too early"))?;
    // The last title may be shorter than it should be.
    let title = cursor.take_up_to(len.into());
    let title = str::from_utf8(title).map_err(|_| bad("title of a chapter is not UTF-8"))?;
    Ok(Chapter { start: quotient(start, UNITS), title: title.to_owned() })
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

    fn chapters(header: &[u8], list: &[u8]) -> std::result::Result<Option<Chapters>, &'static str> {
        let udta = atom(b"udta", &[&atom(b"chpl", &[list])]);
        let file = atom(b"moov", &[&atom(b"mvhd", &[header]), &udta]);
        let mut source = MemorySource(&file);
        let mut loader = Loader::new(&mut source);
        let atoms = Atoms::read(&mut loader).map_err(|error| error.reason)?;
        read(&mut loader, &atoms).map_err(|error| error.reason)
    }

    const HEADER: &[u8] = b"\0\0\0\0........\0\0\x03\xe8\0\0\0\x07";

    #[test]
    fn two_chapters() {
        let list = b"\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\x98\x96\x80\x03one\0\0\0\0\0\0\0\0\x09two";
        let found = chapters(HEADER, list).expect("whole").expect("there");
        assert_eq!((found.time_scale, found.duration), (1000, 7));
        let pairs: Vec<_> = found.list.iter().map(|one| (one.start, one.title.as_str())).collect();
        assert_eq!(pairs, [(1.0, "one"), (0.0, "two")]);
        assert_eq!(chapters(HEADER, &list[..29]), Err("list of chapters ends too early"));
        assert_eq!(chapters(HEADER, b""), Err("list of chapters has no length"));
    }

    #[test]
    fn movie_headers() {
        let list = [0; 9];
        let scale =
            |header: &[u8]| chapters(header, &list).map(|found| found.map(|all| all.time_scale));
        assert_eq!(scale(HEADER), Ok(Some(1000)));
        assert_eq!(scale(&[&[1; 20], &[255; 12][..]].concat()), Ok(Some(-1)));
        for header in [&[2; 40][..], &[0; 40], &HEADER[..19], b""] {
            assert_eq!(scale(header), Err("movie header has no time scale"));
        }
    }

    proptest! {
        #[test]
        fn arbitrary_lists(
            count: u8,
            rest in prop::collection::vec(any::<u8>(), 0..100),
        ) {
            let list = [&[0; 8][..], &[count], &rest].concat();
            if let Ok(Some(found)) = chapters(HEADER, &list) {
                prop_assert_eq!(found.list.len(), usize::from(count));
            }
        }
    }
}
