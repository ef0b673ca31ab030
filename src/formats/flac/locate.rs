//! Where in a file its metadata blocks stand.

use super::block::{
    COMMENT_RULES, CUE_SHEET, HEADER_LEN, Header, PADDING, PICTURE, SEEK_TABLE, STREAM_INFO,
};
use super::{CueSheet, Picture, StreamInfo, io_error, malformed};
use crate::bytes::ints::padded_be;
use crate::bytes::{Cursor, Input};
use crate::error::{Error, Format, Kind, Result};
use crate::formats::vorbis::header as comments;
use crate::limits::{FLAC_BLOCKS, HEAD_WINDOW};
use crate::source::Loader;

/// What a file, or the audio behind tags of other formats, begins with.
pub const MARKER: &[u8; 4] = b"fLaC";

const ID3_HEADER_LEN: u64 = 10;

/// Bytes that are read beyond a block that is not the last one, in the hope that they hold the
/// blocks that follow it.
const BEYOND: u64 = 4096;

/// Where a block stands.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub header: Header,
    /// Of what follows its header.
    pub offset: u64,
    pub len: u64,
}

/// The metadata area.
#[derive(Clone, Debug)]
pub struct Area {
    /// Where the first header stands: behind the marker.
    pub start: u64,
    /// Where the audio begins.
    pub end: u64,
    pub spans: Vec<Span>,
}

/// The metadata area while it is read: one window of the file, which grows.
struct Window<'l, 's> {
    loader: &'l mut Loader<'s>,
    /// Where the area begins.
    start: u64,
    /// Where what was read ends.
    end: u64,
}

impl<'l, 's> Window<'l, 's> {
    /// Reads the first window of a file, and finds out where its blocks begin.
    fn open(loader: &'l mut Loader<'s>) -> Result<Self> {
        let head = loader.window(0, HEAD_WINDOW).map_err(io_error)?;
        let cut_off = || malformed("file ends too early");
        let no_header = || Error::new(Format::Flac, Kind::NoHeader, "not a valid FLAC file");
        if head.len() < MARKER.len() {
            return Err(cut_off());
        }
        let (mut offset, mut len) = (0, head.len());
        if head.starts_with(b"ID3") {
            let size = head.get(6..ID3_HEADER_LEN as usize).ok_or_else(cut_off)?;
            offset = ID3_HEADER_LEN + padded_be(size, 7);
            let head = loader.window(offset, HEAD_WINDOW).map_err(io_error)?;
            len = head.len();
            if len < MARKER.len() {
                return Err(cut_off());
            }
            if !head.starts_with(MARKER) {
                return Err(no_header());
            }
        } else if !head.starts_with(MARKER) {
            return Err(no_header());
        }
        Ok(Self { loader, start: offset + MARKER.len() as u64, end: offset + len as u64 })
    }

    /// The bytes from `offset` on, at least `len` unless the file ends before. If not all were
    /// read yet, `beyond` bytes that follow them are read as well.
    fn from(&mut self, offset: u64, len: u64, beyond: u64) -> Result<&[u8]> {
        let mut end = offset.saturating_add(len);
        if end > self.end {
            end = end.saturating_add(beyond);
        }
        let wanted = usize::try_from(end.saturating_sub(self.start)).unwrap_or(usize::MAX);
        let bytes = self.loader.window(self.start, wanted).map_err(io_error)?;
        self.end = self.end.max(self.start.saturating_add(bytes.len() as u64));
        let skip = usize::try_from(offset.saturating_sub(self.start)).unwrap_or(usize::MAX);
        Ok(bytes.get(skip..).unwrap_or_default())
    }

    /// Exactly the content of a block.
    fn content(&mut self, span: Span) -> Result<&[u8]> {
        let bytes = self.from(span.offset, span.len, 0)?;
        Ok(bytes.get(..span.len as usize).unwrap_or(bytes))
    }
}

/// Where the blocks of a file begin.
///
/// # Errors
/// No header for a file that has no marker at its start or behind its `ID3v2` tag; malformed for
/// one that ends before; whatever reading reports.
pub fn start(loader: &mut Loader<'_>) -> Result<u64> {
    Window::open(loader).map(|window| window.start)
}

/// Finds all blocks, and reads them but for padding at the end. With `check` their content must
/// be sound, and a file has no second seek table or cue sheet.
///
/// # Errors
/// As [`start`]; malformed for blocks that are cut off or not sound; limit for too many blocks.
pub fn area(loader: &mut Loader<'_>, check: bool) -> Result<Area> {
    let mut window = Window::open(loader)?;
    let start = window.start;
    let mut area = Area { start, end: start, spans: Vec::with_capacity(8) };
    loop {
        let header = window.from(area.end, HEADER_LEN as u64, BEYOND)?;
        let header = header.first_chunk().copied().map(Header::parse);
        let header = header.ok_or_else(|| malformed("file ends before the last block"))?;
        let span = span(&mut window, area.end + HEADER_LEN as u64, header)?;
        if check {
            self::check(&mut window, &area, span)?;
        }
        area.end = span.offset + span.len;
        area.spans.push(span);
        if header.is_last {
            return Ok(area);
        }
        if area.spans.len() >= FLAC_BLOCKS {
            let reason = "there are too many metadata blocks";
            return Err(Error::new(Format::Flac, Kind::Limit, reason));
        }
    }
}

/// Finds the end of a block, and reads it.
fn span(window: &mut Window<'_, '_>, offset: u64, header: Header) -> Result<Span> {
    let len = u64::from(header.len);
    let beyond = if header.is_last { 0 } else { BEYOND };
    if header.is_distrusted() {
        let len = true_len(window, offset, header, beyond)?;
        return Ok(Span { header, offset, len });
    }
    let is_there = if header.code == PADDING && header.is_last {
        offset.saturating_add(len) <= window.loader.file_len()
    } else {
        offset.saturating_add(len) <= window.loader.file_len()
            && window.from(offset, len, beyond)?.len() as u64 >= len
    };
    if is_there {
        Ok(Span { header, offset, len })
    } else {
        Err(malformed("file ends within a block"))
    }
}

/// A window as input that tells how far it was asked to go.
struct Probe<'a> {
    cursor: Cursor<'a>,
    wanted: u64,
}

impl<'a> Input for Probe<'a> {
    type Bytes = &'a [u8];
    type Error = Error;

    fn take(&mut self, len: usize) -> Result<&'a [u8]> {
        self.wanted = self.wanted.saturating_add(len as u64);
        Ok(self.cursor.take_up_to(len))
    }
}

/// Finds out from its content how long a block is. What its header says is read at first.
fn true_len(window: &mut Window<'_, '_>, offset: u64, header: Header, beyond: u64) -> Result<u64> {
    let left = window.loader.file_len().saturating_sub(offset);
    let mut len = u64::from(header.len).min(left);
    loop {
        let bytes = window.from(offset, len, beyond)?;
        let read = bytes.len() as u64;
        let mut probe = Probe { cursor: Cursor::new(bytes), wanted: 0 };
        let sound = match header.code {
            PICTURE => Picture::read(&mut probe).map(drop),
            _ => comments::walk(&mut probe, COMMENT_RULES, |_| Ok(())),
        };
        match sound {
            Ok(()) => return Ok(probe.wanted),
            // Twice as much each time, so that little is read in vain, and few times.
            Err(Error { kind: Kind::Malformed, .. })
                if probe.wanted <= left && read >= len && read < left =>
            {
                len = probe.wanted.max(read.saturating_mul(2)).min(left);
            }
            Err(error) => return Err(Error { format: Format::Flac, ..error }),
        }
    }
}

/// Whether a block may stand behind those of `before`.
fn check(window: &mut Window<'_, '_>, before: &Area, span: Span) -> Result<()> {
    let code = span.header.code;
    let is_second = || before.spans.iter().any(|other| other.header.code == code);
    match code {
        STREAM_INFO => {
            StreamInfo::read(&mut Cursor::new(window.content(span)?))?;
        }
        CUE_SHEET => {
            CueSheet::read(&mut Cursor::new(window.content(span)?))?;
            if is_second() {
                return Err(malformed("there is more than one cue sheet"));
            }
        }
        SEEK_TABLE if is_second() => return Err(malformed("there is more than one seek table")),
        _ => {}
    }
    Ok(())
}

/// Whether the file ends in an `ID3v1` tag, all of it behind `after`.
///
/// # Errors
/// Whatever reading reports.
pub fn ends_in_id3v1(loader: &mut Loader<'_>, after: u64) -> Result<bool> {
    let Some(offset) = loader.file_len().checked_sub(ID3V1_LEN) else { return Ok(false) };
    Ok(offset >= after && loader.window(offset, 3).map_err(io_error)? == b"TAG")
}

/// Length of an `ID3v1` tag.
pub const ID3V1_LEN: u64 = 128;

#[cfg(test)]
mod tests;
