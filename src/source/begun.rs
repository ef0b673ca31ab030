//! A source whose beginning was read already.

use super::Source;
use std::io;

/// Serves the beginning from memory and reads the rest.
#[derive(Debug)]
pub struct BegunSource<S> {
    source: S,
    head: Vec<u8>,
}

impl<S: Source> BegunSource<S> {
    /// Reads the first `len` bytes, or all there are.
    pub fn new(mut source: S, len: usize) -> Self {
        let mut head = Vec::new();
        // What cannot be read now will be asked for again by a reader who can report it.
        if source.read_at(0, len, &mut head).is_err() {
            head.clear();
        }
        Self { source, head }
    }

    /// The beginning; empty if it could not be read.
    pub fn head(&self) -> &[u8] {
        &self.head
    }
}

impl<S: Source> Source for BegunSource<S> {
    fn len(&self) -> u64 {
        self.source.len()
    }

    fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(self.head.len());
        let known = self.head.get(start..).unwrap_or_default();
        let known = known.get(..len).unwrap_or(known);
        into.extend_from_slice(known);
        if known.len() == len {
            return Ok(());
        }
        self.source.read_at(offset + known.len() as u64, len - known.len(), into)
    }
}

#[cfg(test)]
mod tests {
    use super::super::MemorySource;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn reads_what_its_source_reads(
            file in prop::collection::vec(any::<u8>(), 0..60),
            head in 0usize..80,
            offset in 0u64..80,
            len in 0usize..80,
        ) {
            let mut begun = BegunSource::new(MemorySource(&file), head);
            prop_assert_eq!(begun.head(), &file[..head.min(file.len())]);
            let (mut found, mut expected) = (Vec::new(), Vec::new());
            begun.read_at(offset, len, &mut found).expect("in memory");
            MemorySource(&file).read_at(offset, len, &mut expected).expect("in memory");
            prop_assert_eq!(found, expected);
        }
    }
}
