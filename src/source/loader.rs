//! The windows of one file in one allocation.

use super::lead::{MAX_LEAD, lead};
use super::{Glance, Source, recycle};
use crate::limits::LEAD_FROM;
use bytes::Bytes;
use std::io;
use std::ops::Range;

/// A range of the file and where its bytes stand in the buffer.
#[derive(Clone, Copy, Debug)]
struct Window {
    offset: u64,
    start: usize,
    len: usize,
}

/// The bytes of a file that were read: some windows, in one allocation.
#[derive(Debug, Default)]
pub struct Buffer {
    data: Vec<u8>,
    windows: Vec<Window>,
}

impl Buffer {
    /// Makes room for `len` more bytes, and a little more, so that the window at the end of the
    /// file that often follows needs no other allocation.
    fn make_room(&mut self, len: usize) -> io::Result<()> {
        const SLACK: usize = 256 + 2 * MAX_LEAD;
        let wanted = self.data.len().saturating_add(len).saturating_add(SLACK);
        let capacity = self.data.capacity();
        if capacity < wanted {
            // Doubled, so that many small steps do not copy all that is there each time.
            let mut larger = recycle::take(wanted.max(capacity.saturating_mul(2)))?;
            if let Some(last) = self.windows.last() {
                // The last window may go on here.
                let lead = lead(larger.as_ptr().addr() + last.start, last.offset);
                larger.resize(lead, 0);
                self.windows.iter_mut().for_each(|window| window.start += lead);
            }
            larger.extend_from_slice(&self.data);
            recycle::give(std::mem::replace(&mut self.data, larger));
        }
        Ok(())
    }

    /// The bytes `offset..offset + len` of the file, if one window holds them.
    fn find(&self, offset: u64, len: usize) -> Option<&[u8]> {
        self.data.get(self.find_range(offset, len)?)
    }

    /// Where in the buffer the bytes `offset..offset + len` of the file stand.
    fn find_range(&self, offset: u64, len: usize) -> Option<Range<usize>> {
        self.windows.iter().find_map(|window| {
            let skip = usize::try_from(offset.checked_sub(window.offset)?).ok()?;
            let available = window.len.checked_sub(skip)?;
            if len > available {
                return None;
            }
            let start = window.start.checked_add(skip)?;
            Some(start..start.checked_add(len)?)
        })
    }

    /// Keeps only the bytes `offset..offset + len` of the file, which one window must hold, and
    /// gives them up without a copy, unless that would keep much more memory than they need. A
    /// recycled buffer may have twice the room that was asked for.
    pub fn into_range(mut self, offset: u64, len: usize) -> Bytes {
        let range = self.find_range(offset, len).unwrap_or_default();
        if self.data.capacity() / 3 <= range.len() {
            return recycle::share(std::mem::take(&mut self.data)).slice(range);
        }
        Bytes::copy_from_slice(self.data.get(range).unwrap_or_default())
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        recycle::give(std::mem::take(&mut self.data));
    }
}

/// Reads windows of a source on demand, each range at most once where requests follow each other.
pub struct Loader<'s> {
    source: &'s mut dyn Source,
    buffer: Buffer,
}

impl<'s> Loader<'s> {
    pub fn new(source: &'s mut dyn Source) -> Self {
        Self { source, buffer: Buffer::default() }
    }

    /// Length of the file in bytes.
    pub fn file_len(&self) -> u64 {
        self.source.len()
    }

    /// The bytes `offset..offset + len` of the file; fewer only where the file ends.
    ///
    /// # Errors
    /// Whatever reading the source reports.
    pub fn window(&mut self, offset: u64, len: usize) -> io::Result<&[u8]> {
        let left = self.source.len().saturating_sub(offset);
        let len = len.min(usize::try_from(left).unwrap_or(usize::MAX));
        // A second search after reading keeps the borrow checker and the reader content.
        if self.buffer.find(offset, len).is_none() {
            self.read(offset, len)?;
        }
        Ok(match self.buffer.find(offset, len) {
            Some(found) => found,
            None => self.shorter(offset),
        })
    }

    /// Reads a window, or extends the last one if the range begins within it or at its end.
    fn read(&mut self, offset: u64, len: usize) -> io::Result<()> {
        self.buffer.make_room(len)?;
        let Buffer { data, windows } = &mut self.buffer;
        if let Some(last) = windows.last_mut() {
            let skip = offset.checked_sub(last.offset).and_then(|skip| usize::try_from(skip).ok());
            if let Some(skip) = skip.filter(|&skip| skip <= last.len) {
                let have = last.len - skip;
                let position = offset.saturating_add(have as u64);
                self.source.read_at(position, len.saturating_sub(have), data)?;
                last.len = data.len() - last.start;
                return Ok(());
            }
        }
        if len >= LEAD_FROM {
            let end = data.as_ptr().addr() + data.len();
            data.resize(data.len() + lead(end, offset), 0);
        }
        let start = data.len();
        self.source.read_at(offset, len, data)?;
        windows.push(Window { offset, start, len: data.len() - start });
        Ok(())
    }

    /// The longest run from `offset` that could be read, where the source gave less than its
    /// length promised.
    fn shorter(&self, offset: u64) -> &[u8] {
        let Some(last) = self.buffer.windows.last() else { return &[] };
        let skip = offset
            .checked_sub(last.offset)
            .and_then(|skip| usize::try_from(skip).ok())
            .filter(|&skip| skip <= last.len);
        skip.and_then(|skip| self.buffer.data.get(last.start + skip..last.start + last.len))
            .unwrap_or_default()
    }

    /// The bytes `offset..offset + len` of the file, if they were read before.
    pub fn loaded(&self, offset: u64, len: usize) -> Option<&[u8]> {
        self.buffer.find(offset, len)
    }

    /// Appends the bytes `offset..offset + len` of the file to `into`, and keeps nothing; fewer
    /// only where the file ends.
    ///
    /// # Errors
    /// Whatever reading the source reports.
    pub fn read_apart(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let left = self.source.len().saturating_sub(offset);
        let len = usize::try_from(left).map_or(len, |left| len.min(left));
        self.source.read_at(offset, len, into)
    }

    /// What was read.
    pub fn finish(self) -> Buffer {
        self.buffer
    }
}

impl Glance for Loader<'_> {
    type Error = io::Error;

    fn glance<'b>(
        &'b mut self,
        offset: u64,
        len: usize,
        scratch: &'b mut Vec<u8>,
    ) -> io::Result<&'b [u8]> {
        let left = self.source.len().saturating_sub(offset);
        let len = usize::try_from(left).map_or(len, |left| len.min(left));
        match self.buffer.find(offset, len) {
            Some(found) => Ok(found),
            None => self.source.glance(offset, len, scratch),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::MemorySource;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Any sequence of windows gives what slicing the file gives, and no read is repeated
        /// when a window lies inside an earlier one.
        #[test]
        fn windows_are_slices_of_the_file(
            file in prop::collection::vec(any::<u8>(), 0..200),
            asks in prop::collection::vec((0u64..220, 0usize..220), 1..12),
        ) {
            let mut source = MemorySource(&file);
            let mut loader = Loader::new(&mut source);
            for (offset, len) in asks {
                let start = (offset as usize).min(file.len());
                let end = (start + len).min(file.len());
                let got = loader.window(offset, len);
                prop_assert_eq!(got.map(<[u8]>::to_vec).ok(), Some(file[start..end].to_vec()));
            }
        }

        #[test]
        fn a_range_is_kept(
            file in prop::collection::vec(any::<u8>(), 1..100),
            offset in 0usize..100,
            len in 0usize..100,
            before in (0u64..100, 0usize..100),
        ) {
            let start = offset.min(file.len());
            let end = (start + len).min(file.len());
            let mut source = MemorySource(&file);
            let mut loader = Loader::new(&mut source);
            prop_assert!(loader.window(before.0, before.1).is_ok());
            prop_assert!(loader.window(start as u64, end - start).is_ok());
            let kept = loader.finish().into_range(start as u64, end - start);
            prop_assert_eq!(&kept[..], &file[start..end]);
        }
    }
}
