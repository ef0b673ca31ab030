//! Finding the packet with the comment, which may take many pages.

use super::codec::Codec;
use super::malformed;
use super::reader::{Page, Reader};
use crate::error::{Error, Format, Kind, Result};
use crate::limits::OGG_AHEAD;

fn no_stream() -> Error {
    Error::new(Format::Ogg, Kind::NoHeader, "no appropriate stream found")
}

/// The page at `offset`; the end of the file is an error here.
fn page(reader: &mut Reader<'_>, offset: u64) -> Result<Page> {
    reader.page(offset)?.ok_or_else(no_stream)
}

/// The first packet of a page, or what there is of it on the page; nothing without packets.
pub fn first_packet<'r>(reader: &'r mut Reader<'_>, page: &Page) -> Result<Option<&'r [u8]>> {
    match page.lens().next() {
        Some(len) => reader.bytes(page.body(), len, 0).map(Some),
        None => Ok(None),
    }
}

/// Whether the first packet of a page begins with `mark`.
///
/// # Errors
/// Malformed for a page without packets; input/output.
fn begins_with(reader: &mut Reader<'_>, page: &Page, mark: &[u8]) -> Result<bool> {
    let len = page.lens().next().ok_or_else(|| malformed("page has no packets"))?;
    Ok(reader.bytes(page.body(), len.min(mark.len()), 0)?.starts_with(mark))
}

/// The first page from `offset` on whose first packet has the mark.
fn marked(reader: &mut Reader<'_>, codec: Codec, offset: u64, mark: &[u8]) -> Result<Page> {
    let mut offset = offset;
    loop {
        let page = page(reader, offset)?;
        // Only of Theora may pages without packets come before.
        let skip = codec == Codec::Theora && page.lens().next().is_none();
        if !skip && begins_with(reader, &page, mark)? {
            return Ok(page);
        }
        offset = page.end();
    }
}

/// The page from `offset` on that begins a stream of that codec.
///
/// # Errors
/// No header if there is none; malformed for damage before it; input/output.
pub fn identification(reader: &mut Reader<'_>, codec: Codec, offset: u64) -> Result<Page> {
    marked(reader, codec, offset, codec.mark())
}

/// The page of the stream `serial` at `offset` or behind it that meets a condition.
fn page_of(
    reader: &mut Reader<'_>,
    offset: u64,
    serial: u32,
    mut is_it: impl FnMut(&mut Reader<'_>, &Page) -> Result<bool>,
) -> Result<Page> {
    let mut offset = offset;
    loop {
        let page = page(reader, offset)?;
        if page.header.serial == serial && is_it(reader, &page)? {
            return Ok(page);
        }
        offset = page.end();
    }
}

/// The page on which the comment of the stream `serial` begins, whose first page ends at `offset`.
///
/// # Errors
/// As [`identification`].
pub fn to_read(reader: &mut Reader<'_>, codec: Codec, serial: u32, offset: u64) -> Result<Page> {
    page_of(reader, offset, serial, |reader, page| match codec {
        Codec::Opus => begins_with(reader, page, codec.comment_mark()),
        _ => Ok(true),
    })
}

/// The page with the comment that a save replaces.
///
/// # Errors
/// As [`identification`].
pub fn to_write(reader: &mut Reader<'_>, codec: Codec) -> Result<Page> {
    match codec {
        Codec::Vorbis | Codec::Theora => marked(reader, codec, 0, codec.comment_mark()),
        Codec::Opus | Codec::Speex => {
            let first = identification(reader, codec, 0)?;
            let packet = first_packet(reader, &first)?.unwrap_or_default().to_vec();
            if codec == Codec::Opus {
                codec.identify(&first, &packet)?;
            }
            to_read(reader, codec, first.header.serial, first.end())
        }
        Codec::Flac => {
            let first = identification(reader, codec, 0)?;
            let serial = first.header.serial;
            page_of(reader, first.offset, serial, |_, page| Ok(page.header.sequence == 1))
        }
    }
}

/// Which bytes of the packets on the pages of a comment are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The comment.
    Comment,
    /// The first byte of the comment's packet, and the packets behind it.
    Others,
}

/// The pages of a comment, and the packets on them.
#[derive(Debug, Default)]
pub struct Gathered {
    pub pages: Vec<Page>,
    /// Lengths of the packets. The first is the comment; the last may go on behind the pages.
    pub lens: Vec<usize>,
    /// What was wanted, one after the other.
    pub bytes: Vec<u8>,
}

/// Gathers the pages from `first` on until the comment ends.
///
/// # Errors
/// Malformed for pages that do not follow each other; input/output.
pub fn gather(
    reader: &mut Reader<'_>,
    codec: Codec,
    first: Page,
    wanted: Wanted,
) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    let mut extent = Extent::new(codec);
    if first.header.continued() {
        gathered.lens.push(0);
    }
    let serial = first.header.serial;
    let mut number = Some(first.header.sequence);
    let mut current = first;
    loop {
        if number != Some(current.header.sequence) {
            return Err(malformed("a page of the comment is missing"));
        }
        number = current.header.sequence.checked_add(1);
        let mut offset = current.body();
        let mut count = 0;
        for len in current.lens() {
            count += 1;
            match gathered.lens.last_mut() {
                Some(last) if count == 1 && current.header.continued() => *last += len,
                _ => gathered.lens.push(len),
            }
            let is_comment = gathered.lens.len() == 1;
            if is_comment || wanted == Wanted::Others {
                let ahead = with_headers(extent.expected()).clamp(len, OGG_AHEAD.max(len));
                let bytes = reader.bytes(offset, len, ahead)?;
                if bytes.len() < len {
                    return Err(malformed("page is cut off"));
                }
                if is_comment {
                    extent.see(bytes);
                }
                if wanted == Wanted::Comment {
                    reader.keep(offset, len);
                } else if !is_comment {
                    gathered.bytes.extend_from_slice(bytes);
                } else if gathered.bytes.is_empty() {
                    gathered.bytes.extend(bytes.first());
                }
            }
            offset = offset.saturating_add(len as u64);
        }
        gathered.pages.push(current);
        if current.complete() || count > 1 {
            break;
        }
        current = page_of(reader, current.end(), serial, |_, _| Ok(true))?;
    }
    if gathered.lens.is_empty() {
        return Err(malformed("page has no packets"));
    }
    if wanted == Wanted::Comment {
        gathered.bytes = reader.take_kept()?;
    }
    Ok(gathered)
}

/// Bytes behind a comment that are read with it: usual padding, and the head of the next page.
const BEHIND: usize = 6 * 1024;

/// About how many bytes of a file hold so many bytes of a packet, with the headers of pages.
fn with_headers(len: usize) -> usize {
    if len == 0 { 0 } else { len.saturating_add(len / 64).saturating_add(BEHIND) }
}

/// How far a comment reaches at least, as far as its own lengths have been seen. A claim, good
/// for reading ahead and nothing else.
struct Extent {
    /// Bytes of the packet that were seen.
    seen: usize,
    /// Where the next length stands in the packet, and those of its bytes that were seen.
    next: usize,
    digits: u32,
    digits_seen: u32,
    /// Texts that are left; nothing before their count was seen.
    left: Option<u32>,
    vendor_seen: bool,
}

impl Extent {
    fn new(codec: Codec) -> Self {
        let next = codec.comment_start();
        Self { seen: 0, next, digits: 0, digits_seen: 0, left: None, vendor_seen: false }
    }

    /// Goes on with the next part of the packet.
    fn see(&mut self, part: &[u8]) {
        let start = self.seen;
        self.seen = self.seen.saturating_add(part.len());
        while self.left != Some(0)
            && let Some(&byte) = self.next.checked_sub(start).and_then(|place| part.get(place))
        {
            self.digits |= u32::from(byte) << (8 * self.digits_seen);
            self.digits_seen += 1;
            self.next = self.next.saturating_add(1);
            if self.digits_seen == 4 {
                self.number(self.digits);
                (self.digits, self.digits_seen) = (0, 0);
            }
        }
    }

    /// A length, or the count of comments.
    fn number(&mut self, number: u32) {
        match self.left {
            None if self.vendor_seen => {
                self.left = Some(number);
                return;
            }
            None => self.vendor_seen = true,
            Some(left) => self.left = Some(left.saturating_sub(1)),
        }
        self.next = self.next.saturating_add(number as usize);
    }

    /// Bytes of the packet that must follow those that were seen.
    fn expected(&self) -> usize {
        self.next.saturating_sub(self.seen)
    }
}
