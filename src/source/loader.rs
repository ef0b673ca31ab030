//! The windows of one file in one allocation.

use super::Source;
use std::io;

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
    /// The part of `offset..offset + len` that one window holds from its beginning.
    fn find(&self, offset: u64, len: usize) -> Option<&[u8]> {
        self.windows.iter().find_map(|window| {
            let skip = usize::try_from(offset.checked_sub(window.offset)?).ok()?;
            let available = window.len.checked_sub(skip)?;
            if len > available {
                return None;
            }
            let start = window.start.checked_add(skip)?;
            self.data.get(start..start.checked_add(len)?)
        })
    }

    /// Keeps only the first `len` bytes of the file, which must have been read, and gives them
    /// up in an allocation that is not much larger than they are.
    pub fn into_head(mut self, len: usize) -> Vec<u8> {
        match self.windows.first() {
            Some(first) if first.offset == 0 && first.start == 0 => {
                self.data.truncate(len.min(first.len));
            }
            _ => self.data.clear(),
        }
        if self.data.capacity() / 2 > self.data.len() {
            return self.data.as_slice().to_vec();
        }
        self.data
    }
}

/// Reads windows of a source on demand, each range at most once where requests follow each other.
pub struct Loader<'s> {
    source: &'s mut dyn Source,
    buffer: Buffer,
}

impl<'s> Loader<'s> {
    pub fn new(source: &'s mut dyn Source) -> Self {
        let windows = Vec::with_capacity(4);
        Self { source, buffer: Buffer { data: Vec::new(), windows } }
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

    /// What was read.
    pub fn finish(self) -> Buffer {
        self.buffer
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
        fn the_head_is_kept(
            file in prop::collection::vec(any::<u8>(), 0..100),
            head in 0usize..100,
            extra in 0usize..100,
        ) {
            let mut source = MemorySource(&file);
            let mut loader = Loader::new(&mut source);
            prop_assert!(loader.window(0, head + extra).is_ok());
            prop_assert!(loader.window(50, 10).is_ok());
            let kept = loader.finish().into_head(head);
            prop_assert_eq!(&kept[..], &file[..head.min(file.len())]);
        }
    }
}
