//! Walking through the pages of a file with one window that moves on.
//!
//! Bodies of pages are read only where somebody asks for them.

use super::page::{self, HEADER_LEN, Header, MAX_SEGMENTS};
use super::{io_error, malformed};
use crate::error::{Error, Result};
use crate::limits::{HEAD_WINDOW, MOVE_BLOCK, OGG_HEADERS, PATCH_GAP};
use crate::source::lead::{MAX_LEAD, lead};
use crate::source::{Glance, Source, recycle};

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
    /// What was put together with [`Reader::keep`], then room, then what was read last.
    window: Vec<u8>,
    /// Bytes that were put together.
    kept: usize,
    /// Where in the window the bytes stand that were read last, and where in the file.
    place: usize,
    start: u64,
    /// From where on in the file the window holds on to what it has.
    hold: Option<u64>,
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
            kept: 0,
            place: 0,
            start: 0,
            hold: None,
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

    /// Tells that what is read from `offset` on, as far as no gap is left, will be asked for again;
    /// or with `None`, that nothing will.
    pub fn hold(&mut self, offset: Option<u64>) {
        self.hold = offset;
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
            let more = len.max(ahead).min(left) - have;
            self.make_room(offset, more)?;
            let position = offset.saturating_add(have as u64);
            self.source.read_at(position, more, &mut self.window).map_err(io_error)?;
        }
        let rest = self.held(offset).unwrap_or_default();
        Ok(rest.get(..len).unwrap_or(rest))
    }

    /// Where in the window the byte at `offset` stands, or the next one that is read.
    fn index(&self, offset: u64) -> Option<usize> {
        let skip = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        self.place.checked_add(skip).filter(|&index| index <= self.window.len())
    }

    /// What was read from `offset` on.
    fn held(&self, offset: u64) -> Option<&[u8]> {
        self.window.get(self.index(offset)?..)
    }

    /// Makes room at the end of the window for `more` bytes, of which those at `offset` are asked
    /// for. What was read before them goes, unless it is held on to.
    fn make_room(&mut self, offset: u64, more: usize) -> Result<()> {
        let first = self.hold.filter(|&hold| hold < offset && self.index(hold).is_some());
        let (start, from) = match (self.index(offset), first.and_then(|hold| self.index(hold))) {
            (Some(_), Some(from)) => (first.unwrap_or(offset), from),
            (Some(from), None) => (offset, from),
            // Nothing of it follows what was read last.
            (None, _) => (offset, self.window.len()),
        };
        let stay = self.window.len() - from;
        let room = (self.kept + MAX_LEAD + stay).saturating_add(more);
        if self.window.capacity() < room {
            // Whoever asks again and again shall not copy all of it each time.
            let spare = room.saturating_sub(more) / 2;
            let mut larger = recycle::take(room.saturating_add(spare)).map_err(io_error)?;
            larger.extend_from_slice(self.window.get(..self.kept).unwrap_or_default());
            self.place = self.kept + lead(larger.as_ptr().addr().wrapping_add(self.kept), start);
            larger.resize(self.place, 0);
            larger.extend_from_slice(self.window.get(from..).unwrap_or_default());
            recycle::give(std::mem::replace(&mut self.window, larger));
        } else {
            let address = self.window.as_ptr().addr().wrapping_add(self.kept);
            self.place = self.kept + lead(address, start);
            let end = self.place + stay;
            if from != self.place {
                self.window.resize(self.window.len().max(end), 0);
                self.window.copy_within(from..from + stay, self.place);
                self.window.truncate(end);
            }
        }
        self.start = start;
        Ok(())
    }

    /// Puts the bytes `offset..offset + len`, which were read before, behind those that were put
    /// together so far. They, and what was read before them, cannot be asked for again.
    pub fn keep(&mut self, offset: u64, len: usize) {
        let Some(from) = self.index(offset) else { return };
        let end = self.window.len().min(from.saturating_add(len));
        self.window.copy_within(from..end, self.kept);
        self.kept += end - from;
        (self.place, self.start) = (end, offset.saturating_add((end - from) as u64));
    }

    /// What was put together; what was read behind it stays.
    ///
    /// # Errors
    /// Out of memory.
    pub fn take_kept(&mut self) -> Result<Vec<u8>> {
        let (kept, rest) = self.window.split_at_checked(self.kept).unwrap_or_default();
        let rest = rest.get(self.place - self.kept..).unwrap_or_default();
        // Whoever keeps it shall not keep much more than it.
        let taken = if kept.len() < self.window.capacity() / 2 {
            let mut small = recycle::take(kept.len()).map_err(io_error)?;
            small.extend_from_slice(kept);
            small
        } else {
            let mut window =
                recycle::take(rest.len().max(HEAD_WINDOW) + MAX_LEAD).map_err(io_error)?;
            window.extend_from_slice(rest);
            self.place = 0;
            let mut taken = std::mem::replace(&mut self.window, window);
            taken.truncate(self.kept);
            taken
        };
        self.kept = 0;
        Ok(taken)
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
        } else if self.window.is_empty() {
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

impl Glance for Reader<'_> {
    type Error = Error;

    fn glance<'b>(
        &'b mut self,
        offset: u64,
        len: usize,
        _scratch: &'b mut Vec<u8>,
    ) -> Result<&'b [u8]> {
        self.bytes(offset, len, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;
    use std::cell::Cell;
    use std::io;

    /// A file in memory that counts how often it is read.
    struct Counted<'f> {
        file: &'f [u8],
        reads: &'f Cell<usize>,
    }

    impl Source for Counted<'_> {
        fn len(&self) -> u64 {
            self.file.len() as u64
        }

        fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
            self.reads.set(self.reads.get() + 1);
            MemorySource(self.file).read_at(offset, len, into)
        }
    }

    fn part(file: &[u8], offset: usize, len: usize) -> &[u8] {
        let rest = file.get(offset..).unwrap_or_default();
        rest.get(..len).unwrap_or(rest)
    }

    fn any_file() -> impl Strategy<Value = Vec<u8>> {
        (0usize..60_000).prop_map(|len| (0..len).map(|at| (at % 251) as u8).collect())
    }

    /// Steps forward: a gap, how much is asked for, how much ahead, and a choice.
    fn any_steps() -> impl Strategy<Value = Vec<(usize, usize, usize, u8)>> {
        let gap = prop_oneof![Just(0usize), 1usize..40, 0usize..20_000];
        prop::collection::vec((gap, 0usize..9000, 0usize..12_000, 0u8..10), 1..20)
    }

    proptest! {
        /// Whatever is read and put together in any order is what the file has.
        #[test]
        fn parts_are_put_together(file in any_file(), steps in any_steps()) {
            let mut source = MemorySource(&file);
            let mut reader = Reader::new(&mut source);
            let (mut offset, mut expected) = (0, Vec::new());
            for (gap, len, ahead, choice) in steps {
                offset += gap;
                let read = reader.bytes(offset as u64, len, ahead)?;
                prop_assert_eq!(read, part(&file, offset, len));
                match choice {
                    0 => {
                        prop_assert_eq!(reader.take_kept()?, std::mem::take(&mut expected));
                        // What was read behind it is still there.
                        let read = reader.bytes(offset as u64, len, 0)?;
                        prop_assert_eq!(read, part(&file, offset, len));
                    }
                    1..6 => {
                        reader.keep(offset as u64, len);
                        expected.extend_from_slice(part(&file, offset, len));
                        offset += len;
                    }
                    _ => {}
                }
            }
            prop_assert_eq!(reader.take_kept()?, expected);
        }

        /// What is held on to is not read again.
        #[test]
        fn what_is_held_stays(file in any_file(), steps in any_steps(), from in 0usize..9000) {
            let reads = Cell::new(0);
            let mut source = Counted { file: &file, reads: &reads };
            let mut reader = Reader::new(&mut source);
            reader.bytes(from as u64, 1, HEAD_WINDOW)?;
            reader.hold(Some(from as u64));
            let mut offset = from;
            for (_, len, ahead, _) in steps {
                let read = reader.bytes(offset as u64, len, ahead)?;
                prop_assert_eq!(read, part(&file, offset, len));
                offset += len;
            }
            let before = reads.get();
            let all = reader.bytes(from as u64, offset - from, 0)?;
            prop_assert_eq!(all, part(&file, from, offset - from));
            prop_assert_eq!(reads.get(), before);
        }
    }
}
