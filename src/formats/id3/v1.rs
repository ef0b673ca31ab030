//! ID3v1 and v1.1: a fixed record of 128 bytes at the end of the file.

use super::frame::Frame;
use super::table;
use super::tag::Builder;
use super::value::Value;
use crate::bytes::Cursor;
use crate::bytes::text;
use bumpalo::Bump;
use memchr::memmem;

/// Length of a whole record.
pub const RECORD_LEN: usize = 128;

/// Length of the end of a file in which a record is searched: the record, and what tells it from
/// the name of an `APETAGEX` tag.
pub const TAIL_LEN: usize = RECORD_LEN + 3;

/// Language and description that a v1 comment gets.
pub const COMMENT: (&str, &str) = ("eng", "ID3v1 Comment");

/// What a record says; text without the padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    pub title: &'a [u8],
    pub artist: &'a [u8],
    pub album: &'a [u8],
    pub year: &'a [u8],
    pub comment: &'a [u8],
    /// Zero if there is none.
    pub track: u8,
    /// 255 if there is none.
    pub genre: u8,
}

/// Finds the record in the last [`TAIL_LEN`] bytes of a file, or in all there are.
pub fn find(tail: &[u8]) -> Option<usize> {
    let start = memmem::find(tail, b"TAG")?;
    let of_apev2 = memmem::find(tail, b"APETAGEX").is_some_and(|ape| ape + 3 == start);
    if of_apev2 {
        return None;
    }
    parse(tail.get(start..)?)?;
    Some(start)
}

/// Reads a record. Old writers cut the year short, so up to four bytes may be missing.
pub fn parse(data: &[u8]) -> Option<Record<'_>> {
    let data = data.get(memmem::find(data, b"TAG")?..)?;
    let year_len = data.len().checked_sub(124).filter(|&len| len <= 4)?;
    let mut cursor = Cursor::new(data);
    cursor.take(3)?;
    let (title, artist, album) = (cursor.take(30)?, cursor.take(30)?, cursor.take(30)?);
    let year = cursor.take(year_len)?;
    let (comment, track) = match cursor.take(30)? {
        // v1.1: a zero and the track number end the comment.
        [comment @ .., 0, track] => (comment, *track),
        comment => (comment, 0),
    };
    let genre = cursor.u8()?;
    Some(Record {
        title: trimmed(title),
        artist: trimmed(artist),
        album: trimmed(album),
        year: trimmed(year),
        comment: trimmed(comment),
        track,
        genre,
    })
}

/// The text before the first zero, without blanks around it.
fn trimmed(field: &[u8]) -> &[u8] {
    let text = field.split(|&byte| byte == 0).next().unwrap_or_default();
    let is_text = |byte: &u8| !matches!(byte, b' ' | b'\t'..=b'\r');
    let start = text.iter().position(is_text).unwrap_or(text.len());
    let end = text.iter().rposition(is_text).map_or(start, |last| last + 1);
    text.get(start..end).unwrap_or_default()
}

/// Adds the frames a record stands for, where the tag has none of that key. `version` decides
/// the frame of the year.
pub fn add_to(builder: &mut Builder<'_>, tail: &[u8], version: u8) {
    let arena = builder.arena();
    let Some(record) = find(tail).and_then(|start| parse(tail.get(start..)?)) else { return };
    let year = if version == 3 { *b"TYER" } else { *b"TDRC" };
    let track = record.track.to_string();
    let genre = record.genre.to_string();
    let rows = [
        (*b"TIT2", record.title),
        (*b"TPE1", record.artist),
        (*b"TALB", record.album),
        (year, record.year),
        (*b"COMM", record.comment),
        (*b"TRCK", if record.track == 0 { b"" } else { track.as_bytes() }),
        (*b"TCON", if record.genre == 255 { b"" } else { genre.as_bytes() }),
    ];
    for (id, bytes) in rows {
        // What the tag says already is the usual case.
        if id != *b"COMM" && builder.may_have(id) {
            continue;
        }
        if let Some(frame) = frame(arena, id, bytes)
            && !builder.has_any(&frame.key())
        {
            builder.set(frame);
        }
    }
}

/// The Latin-1 text frame with that text, if there is any.
fn frame<'a>(arena: &'a Bump, id: [u8; 4], bytes: &[u8]) -> Option<Frame<'a>> {
    let row = table::frame(id).filter(|_| !bytes.is_empty())?;
    let text = text::latin1(arena, arena.alloc_slice_copy(bytes));
    // The year's text is split as any list of time stamps is.
    let texts: &[&str] = if row.is_time_stamp() {
        arena.alloc_slice_copy(&text.split(',').collect::<Vec<_>>())
    } else {
        arena.alloc_slice_copy(&[text])
    };
    let values: &[Value<'_>] = if id == *b"COMM" {
        let (lang, description) = COMMENT;
        let [lang, description] = [lang, description].map(Value::Text);
        arena.alloc_slice_copy(&[Value::Int(0), lang, description, Value::Texts(texts)])
    } else {
        arena.alloc_slice_copy(&[Value::Int(0), Value::Texts(texts)])
    };
    Some(Frame::new(arena, row, values))
}

/// Writes a record. Text is cut to its field's length; a track number makes it v1.1.
pub fn render(record: &Record<'_>, has_track: bool) -> [u8; RECORD_LEN] {
    let mut out = [0; RECORD_LEN];
    let comment_len = if has_track { 28 } else { 30 };
    let fields: [(usize, usize, &[u8]); 6] = [
        (0, 3, b"TAG"),
        (3, 30, record.title),
        (33, 30, record.artist),
        (63, 30, record.album),
        (93, 4, record.year),
        (97, comment_len, record.comment),
    ];
    for (start, len, text) in fields {
        for (slot, &byte) in out.iter_mut().skip(start).take(len).zip(text) {
            *slot = byte;
        }
    }
    let [.., track, genre] = &mut out;
    *genre = record.genre;
    if has_track {
        *track = record.track;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: Record<'static> = Record {
        title: b"Title",
        artist: b"Artist",
        album: b"Album",
        year: b"2004",
        comment: b"Comment",
        track: 7,
        genre: 17,
    };

    #[test]
    fn round_trip() {
        assert_eq!(parse(&render(&RECORD, true)), Some(RECORD));
        assert_eq!(parse(&render(&RECORD, false)), Some(Record { track: 0, ..RECORD }));
        assert_eq!(find(&render(&RECORD, true)), Some(0));
    }

    #[test]
    fn short_years_are_read() {
        let mut record = render(&RECORD, true).to_vec();
        record.drain(94..97);
        assert_eq!(parse(&record).map(|record| record.year), Some(b"2".as_slice()));
        record.drain(93..94);
        record.pop();
        assert_eq!(parse(&record), None);
    }

    #[test]
    fn apev2_is_no_record() {
        let mut tail = b"APETAGEX".to_vec();
        tail.resize(131, b' ');
        assert_eq!(find(&tail), None);
    }
}
