//! Walking through the pages of a file with one window that moves on.
//!
//! Bodies of pages are read only where somebody asks for them.

use super::page::{self, HEADER_LEN, Header, MAX_SEGMENTS};
use super::{io_error, malformed};
use crate::error::Result;
use crate::limits::{HEAD_WINDOW, MOVE_BLOCK, OGG_HEADERS, PATCH_GAP};
use crate::source::lead::{MAX_LEAD, lead};
use crate::source::{Source, recycle};

/// A page of a file, without its body.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    pub offset: u64,
    pub header: Header,
    table: [u8; MAX_SEGMENTS],
    segments: u8,
    body_len: u32,
}

impl Page {
    /// The segment table.
    pub fn table(&self) -> &[u8] {
        self.table.get(..usize::from(self.segments)).unwrap_or_default()
    }

    /// Lengths of the packets, or parts of packets, on the page.
    pub fn lens(&self) -> impl Iterator<Item = usize> {
        page::packet_lens(self.table())
    }

    /// Whether the last packet of the page ends on it.
    pub fn complete(&self) -> bool {
        page::is_complete(self.table())
    }

    /// Where the packets begin in the file.
    pub fn body(&self) -> u64 {
        self.offset.saturating_add((HEADER_LEN + usize::from(self.segments)) as u64)
    }

    /// Where the page ends in the file.
    pub fn end(&self) -> u64 {
        self.body().saturating_add(u64::from(self.body_len))
    }

    /// Bytes of the page.
    pub fn size(&self) -> u64 {
        self.end() - self.offset
    }
}

/// Reads pages of a source.
pub struct Reader<'s> {
    source: &'s mut dyn Source,
    /// What was read last, from `start` on, behind a lead.
    window: Vec<u8>,
    lead: usize,
    start: u64,
    /// Where the page stands that was read last.
    last: u64,
    /// Whether all of the file will be read anyway.
    whole: bool,
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        recycle::give(std::mem::take(&mut self.window));
    }
}

impl<'s> Reader<'s> {
    pub fn new(source: &'s mut dyn Source) -> Self {
        Self {
            source,
            window: recycle::take(HEAD_WINDOW + MAX_LEAD).unwrap_or_default(),
            lead: 0,
            start: 0,
            last: 0,
            whole: false,
        }
    }

    pub fn file_len(&self) -> u64 {
        self.source.len()
    }

    /// Tells that all that follows will be read and written soon, so that nothing is saved by
    /// skipping what lies between headers. Few large reads take half the time then.
    pub fn will_read_all(&mut self) {
        self.whole = true;
    }

    /// The bytes `offset..offset + len`; fewer only where the file ends. What has to be read for
    /// them is read together with what follows, up to `ahead` bytes in all.
    ///
    /// # Errors
    /// Whatever reading reports.
    pub fn bytes(&mut self, offset: u64, len: usize, ahead: usize) -> Result<&[u8]> {
        let left = usize::try_from(self.file_len().saturating_sub(offset)).unwrap_or(usize::MAX);
        let len = len.min(left);
        let have = self.held(offset).map_or(0, <[u8]>::len);
        if have < len {
            let wanted = len.max(ahead).min(left);
            self.make_room(offset, have, wanted)?;
            let position = offset.saturating_add(have as u64);
            self.source.read_at(position, wanted - have, &mut self.window).map_err(io_error)?;
        }
        let rest = self.held(offset).unwrap_or_default();
        Ok(rest.get(..len).unwrap_or(rest))
    }

    /// What was read from `offset` on.
    fn held(&self, offset: u64) -> Option<&[u8]> {
        let skip = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        self.window.get(self.lead.checked_add(skip)?..)
    }

    /// Lets the window begin at `offset`, with the `have` bytes that it holds from there on and
    /// room for `wanted`.
    fn make_room(&mut self, offset: u64, have: usize, wanted: usize) -> Result<()> {
        let room = wanted.saturating_add(MAX_LEAD);
        let from = self.window.len() - have;
        if self.window.capacity() < room {
            let mut larger = recycle::take(room).map_err(io_error)?;
            self.lead = lead(larger.as_ptr().addr(), offset);
            larger.resize(self.lead, 0);
            larger.extend_from_slice(self.window.get(from..).unwrap_or_default());
            recycle::give(std::mem::replace(&mut self.window, larger));
        } else {
            self.lead = lead(self.window.as_ptr().addr(), offset);
            let end = self.lead + have;
            self.window.resize(self.window.len().max(end), 0);
            self.window.copy_within(from..from + have, self.lead);
            self.window.truncate(end);
        }
        self.start = offset;
        Ok(())
    }

    /// Bytes of the page at `offset`, if its head was read already.
    pub fn size_if_read(&self, offset: u64) -> Option<u64> {
        let head = self.held(offset)?;
        let (_, segments) = Header::parse(head).ok()?;
        let len = HEADER_LEN + usize::from(segments);
        let table = head.get(HEADER_LEN..len)?;
        Some(len as u64 + u64::from(page::body_len(table)))
    }

    /// The page at `offset`; nothing where the file ends, zeros at the end not counted.
    ///
    /// # Errors
    /// Malformed if something else stands there or the page is cut off; input/output.
    pub fn page(&mut self, offset: u64) -> Result<Option<Page>> {
        let ahead = if self.whole {
            MOVE_BLOCK
        } else if self.window.len() == self.lead {
            HEAD_WINDOW
        } else if offset.saturating_sub(self.last) < PATCH_GAP {
            OGG_HEADERS
        } else {
            HEADER_LEN + MAX_SEGMENTS
        };
        self.last = offset;
        let head = self.bytes(offset, HEADER_LEN, ahead)?;
        if head.len() < HEADER_LEN && head.iter().all(|&byte| byte == 0) {
            return Ok(None);
        }
        let (header, segments) = Header::parse(head)?;
        let mut page = Page { offset, header, table: [0; MAX_SEGMENTS], segments, body_len: 0 };
        let len = usize::from(segments);
        let table = self.bytes(offset.saturating_add(HEADER_LEN as u64), len, ahead)?;
        match page.table.get_mut(..len) {
            Some(place) if table.len() == len => place.copy_from_slice(table),
            _ => return Err(malformed("segment table is cut off")),
        }
        page.body_len = page::body_len(page.table());
        if page.end() > self.file_len() {
            return Err(malformed("page is cut off"));
        }
        Ok(Some(page))
    }
}
