//! Where in a file its tag stands.

use super::header::{self, Fields, HAS_HEADER, MAGIC};
use super::{io_error, malformed};
use crate::error::Result;
use crate::limits::TAIL_WINDOW;
use crate::source::Loader;

/// Length of an `ID3v1` tag.
const ID3V1_LEN: u64 = 128;

/// What ends a Lyrics3v2 tag (id3.org, "Lyrics3 v2.00"), behind six digits for its size.
const LYRICS_END: &[u8; 9] = b"LYRICS200";
const LYRICS_SIZE_LEN: u64 = 6;

const FOOTER_LEN: i64 = header::LEN.cast_signed();

/// What old `PyMusepack` left of the header of a tag that it wrote over.
const REMNANT_LEN: u64 = 24;

/// Offsets of the parts of a tag in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Where the tag begins: at its header, or at its items if it has none.
    pub header: u64,
    /// Where its items begin.
    pub data: u64,
    pub footer: Option<u64>,
    /// Where it ends; past the end of the file, if it lies.
    pub end: u64,
    /// Bytes of its items, as it says.
    pub size: u64,
    /// What its footer says, or the header of a tag that was found at the start of the file.
    pub fields: Fields,
    /// Whether it was found by its header at the start of the file.
    pub at_start: bool,
}

fn read<'l>(loader: &'l mut Loader<'_>, offset: u64, len: u64) -> Result<&'l [u8]> {
    loader.window(offset, len as usize).map_err(io_error)
}

fn is_magic(loader: &mut Loader<'_>, offset: u64) -> Result<bool> {
    Ok(read(loader, offset, MAGIC.len() as u64)? == MAGIC)
}

/// Finds the tag of a file, if it has one.
///
/// # Errors
/// Malformed for a tag whose size cannot be; whatever reading reports.
pub fn find(loader: &mut Loader<'_>) -> Result<Option<Location>> {
    let file_len = loader.file_len();
    if file_len < header::LEN {
        return Ok(None);
    }
    // One read that holds all that may stand behind a tag, and a small tag itself.
    read(loader, file_len.saturating_sub(TAIL_WINDOW as u64), TAIL_WINDOW as u64)?;
    if let Some(footer) = find_footer(loader, file_len)? {
        return from_footer(loader, footer).map(Some);
    }
    if is_magic(loader, 0)? {
        return from_header(loader).map(Some);
    }
    Ok(None)
}

/// The footer at the end of the file, or before the `ID3v1` and Lyrics3v2 tags there.
fn find_footer(loader: &mut Loader<'_>, file_len: u64) -> Result<Option<u64>> {
    let last = file_len.saturating_sub(header::LEN);
    if is_magic(loader, last)? {
        return Ok(Some(last));
    }
    let Some(v1) = file_len.checked_sub(ID3V1_LEN) else { return Ok(None) };
    let Some(before) = v1.checked_sub(header::LEN) else { return Ok(None) };
    if read(loader, v1, 3)? != b"TAG" {
        return Ok(None);
    }
    if is_magic(loader, before)? {
        return Ok(Some(before));
    }
    let lyrics_end = v1.saturating_sub(LYRICS_END.len() as u64);
    if read(loader, lyrics_end, LYRICS_END.len() as u64)? != LYRICS_END {
        return Ok(None);
    }
    let lyrics_len = lyrics_end.saturating_sub(LYRICS_SIZE_LEN);
    let size = decimal(read(loader, lyrics_len, LYRICS_SIZE_LEN)?);
    // The sum counts: a negative size may make up for what the footer lacks.
    let footer = size.and_then(|size| lyrics_len.checked_add_signed(-FOOTER_LEN - size));
    match footer {
        Some(footer) if is_magic(loader, footer)? => Ok(Some(footer)),
        _ => Ok(None),
    }
}

/// A number as Python's `int()` reads it: blanks around it, a sign and single underscores
/// between digits are allowed.
fn decimal(text: &[u8]) -> Option<i64> {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let start = text.iter().position(|byte| !is_blank(byte))?;
    let end = text.iter().rposition(|byte| !is_blank(byte))?;
    let (sign, digits) = match text.get(start..=end)? {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] | digits => (1, digits),
    };
    let mut number = 0i64;
    for group in digits.split(|&byte| byte == b'_') {
        if group.is_empty() || !group.iter().all(u8::is_ascii_digit) {
            return None;
        }
        for digit in group {
            number = number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
        }
    }
    Some(sign * number)
}

fn read_fields(loader: &mut Loader<'_>, offset: u64) -> Result<Fields> {
    let after_magic = offset.saturating_add(MAGIC.len() as u64);
    Fields::parse(read(loader, after_magic, 16)?).ok_or_else(|| malformed("tag is cut off"))
}

/// The size counts the footer as well, so it cannot be less.
fn without_footer(size: u64) -> Result<u64> {
    size.checked_sub(header::LEN).ok_or_else(|| malformed("tag is smaller than its footer"))
}

fn from_footer(loader: &mut Loader<'_>, footer: u64) -> Result<Location> {
    let fields = read_fields(loader, footer)?;
    let too_large = || malformed("tag is larger than the file");
    let size = u64::from(fields.size);
    let end = footer.saturating_add(header::LEN);
    let data = end.checked_sub(size).ok_or_else(too_large)?;
    let header_len = if fields.flags & HAS_HEADER == 0 { 0 } else { header::LEN };
    let header = data.checked_sub(header_len).ok_or_else(too_large)?;
    let size = without_footer(size)?;
    Ok(Location { header, data, footer: Some(footer), end, size, fields, at_start: false })
}

fn from_header(loader: &mut Loader<'_>) -> Result<Location> {
    let fields = read_fields(loader, 0)?;
    let mut size = u64::from(fields.size);
    let end = header::LEN + size;
    let footer = Some(size).filter(|_| size < loader.file_len());
    let footer = match footer {
        Some(footer) if is_magic(loader, footer)? => Some(footer),
        _ => None,
    };
    if footer.is_some() {
        size = without_footer(size)?;
    }
    Ok(Location { header: 0, data: header::LEN, footer, end, size, fields, at_start: true })
}

/// Where the tag begins that stands at `header`, with the remnants of older ones before it.
///
/// # Errors
/// Whatever reading reports.
pub fn first_remnant(loader: &mut Loader<'_>, header: u64) -> Result<u64> {
    let mut start = header;
    let mut limit = 1;
    loop {
        let tried = start.div_euclid(REMNANT_LEN).min(limit);
        let before = read(loader, start - tried * REMNANT_LEN, tried * REMNANT_LEN)?;
        let remnants = before.rchunks_exact(REMNANT_LEN as usize);
        let found = remnants.take_while(|remnant| remnant.starts_with(MAGIC)).count() as u64;
        start -= found * REMNANT_LEN;
        if found < limit {
            return Ok(start);
        }
        // Usually there are none; a file full of them takes few reads.
        limit *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn sizes_of_lyrics() {
        for (text, number) in [
            (b"000012", 12),
            (b" 1_2 \x0b", 12),
            (b"-00012", -12),
            (b"+99999", 99_999),
            (b"\r\n\t\x0c 0", 0),
        ] {
            assert_eq!(decimal(text), Some(number));
        }
        for text in [b"00 012", b"1__234", b"_12345", b"12345_", b"      ", b"0x1234", b"--1234"] {
            assert_eq!(decimal(text), None);
        }
    }
}
