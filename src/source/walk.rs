//! Going through a file once, for what stands in many places of it.

use super::Loader;
use crate::limits::WALK_WINDOW;
use std::io;

/// A position that moves through a file. What it passes is not kept, however much it is.
pub struct Walk<'l, 's> {
    loader: &'l mut Loader<'s>,
    position: u64,
    /// What was read last, and where it stands in the file.
    read: Vec<u8>,
    read_at: u64,
}

impl<'l, 's> Walk<'l, 's> {
    pub fn new(loader: &'l mut Loader<'s>, position: u64) -> Self {
        Self { loader, position, read: Vec::new(), read_at: 0 }
    }

    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Moves anywhere, even past the end of the file, where there is nothing to read.
    pub const fn go_to(&mut self, position: u64) {
        self.position = position;
    }

    /// How many bytes follow, as far as the length of the file tells.
    pub fn left(&self) -> u64 {
        self.loader.file_len().saturating_sub(self.position)
    }

    /// The next `len` bytes, fewer only at the end of the file, without moving.
    ///
    /// # Errors
    /// Whatever reading the source reports.
    pub fn peek(&mut self, len: usize) -> io::Result<&[u8]> {
        let len = len.min(usize::try_from(self.left()).unwrap_or(usize::MAX));
        if self.loader.loaded(self.position, len).is_none() {
            if self.ahead().len() < len {
                self.read.clear();
                self.read_at = self.position;
                self.loader.read_apart(self.position, len.max(WALK_WINDOW), &mut self.read)?;
            }
            let ahead = self.ahead();
            return Ok(ahead.get(..len).unwrap_or(ahead));
        }
        Ok(self.loader.loaded(self.position, len).unwrap_or_default())
    }

    /// What was read already of what follows.
    fn ahead(&self) -> &[u8] {
        let skip = self.position.checked_sub(self.read_at).and_then(|skip| skip.try_into().ok());
        skip.and_then(|skip: usize| self.read.get(skip..)).unwrap_or_default()
    }

    /// The next `N` bytes; nothing if the file ends before, and then nothing moves.
    ///
    /// # Errors
    /// Whatever reading the source reports.
    pub fn array<const N: usize>(&mut self) -> io::Result<Option<[u8; N]>> {
        let found = self.peek(N)?.first_chunk().copied();
        if found.is_some() {
            self.position = self.position.saturating_add(N as u64);
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::super::MemorySource;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever was loaded before and wherever it goes, what it sees is the file.
        #[test]
        fn what_follows_is_what_the_file_has(
            file in prop::collection::vec(any::<u8>(), 0..3000),
            window in (0u64..3000, 0usize..3000),
            steps in prop::collection::vec((0u64..3100, 0usize..1500), 0..12),
        ) {
            let mut source = MemorySource(&file);
            let mut loader = Loader::new(&mut source);
            prop_assert!(loader.window(window.0, window.1).is_ok());
            let mut walk = Walk::new(&mut loader, 0);
            for (position, len) in steps {
                walk.go_to(position);
                let start = (position as usize).min(file.len());
                let end = (start + len).min(file.len());
                prop_assert_eq!(walk.left(), (file.len() - start) as u64);
                prop_assert_eq!(walk.peek(len).ok(), Some(&file[start..end]));
                let next = file[start..].first_chunk::<7>().copied();
                prop_assert_eq!(walk.array::<7>().ok(), Some(next));
                let moved = if next.is_some() { 7 } else { 0 };
                prop_assert_eq!(walk.position(), position + moved);
            }
        }
    }
}
