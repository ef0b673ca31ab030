//! Going from chunk to chunk.

use super::chunk::{Chunk, Dialect, HEAD_LEN};
use super::{invalid, io_error};
use crate::error::{Error, Format, Kind, Result};
use crate::limits::{CHUNK_WINDOWS, HEAD_WINDOW, HEADER_WINDOW, REST_WINDOW, TAIL_WINDOW};
use crate::source::Loader;

/// How much is read at once, in bytes.
#[derive(Clone, Copy, Debug)]
struct Reads {
    /// At the start of the file.
    head: usize,
    /// At a header, if it is all there is to the end of the file.
    rest: usize,
    /// At a header otherwise.
    window: usize,
}

/// Reads the headers of chunks.
pub struct Walker<'l, 's> {
    loader: &'l mut Loader<'s>,
    dialect: Dialect,
    reads: Reads,
    /// Windows that were read for headers, and kept.
    windows: usize,
    /// A window that is not kept, for files of very many chunks.
    block: Vec<u8>,
    block_offset: u64,
}

impl<'l, 's> Walker<'l, 's> {
    /// For reading a file: where a header is read, the data behind it are read with it. What
    /// follows the audio is metadata, nearly always.
    pub fn new(loader: &'l mut Loader<'s>, dialect: Dialect) -> Self {
        let reads = Reads { head: HEAD_WINDOW, rest: REST_WINDOW, window: TAIL_WINDOW };
        Self::with(loader, dialect, reads)
    }

    /// For finding chunks, of which only the headers are of interest.
    pub fn of_headers(loader: &'l mut Loader<'s>, dialect: Dialect) -> Self {
        let few = HEADER_WINDOW;
        Self::with(loader, dialect, Reads { head: few, rest: few, window: few })
    }

    fn with(loader: &'l mut Loader<'s>, dialect: Dialect, reads: Reads) -> Self {
        Self { loader, dialect, reads, windows: 0, block: Vec::new(), block_offset: 0 }
    }

    /// The root of the file.
    ///
    /// # Errors
    /// Those of [`Chunk::parse`]; item if it is not named as the dialect demands.
    pub fn root(&mut self) -> Result<Chunk> {
        self.loader.window(0, self.reads.head).map_err(io_error)?;
        let root = self.chunk(0)?;
        if root.id.as_bytes() != self.dialect.root() {
            return Err(invalid("the file does not begin with the chunk that holds all others"));
        }
        Ok(root)
    }

    /// Calls `visit` with the chunks of a container. It ends at a chunk that cannot be.
    ///
    /// # Errors
    /// Malformed for a container within it that has no readable name; input/output.
    pub fn children(&mut self, parent: &Chunk, mut visit: impl FnMut(Chunk)) -> Result<()> {
        let Some(mut offset) = parent.children else { return Ok(()) };
        while offset < parent.end() {
            let chunk = match self.chunk(offset) {
                Err(Error { kind: Kind::Item | Kind::NoHeader, .. }) => break,
                chunk => chunk?,
            };
            visit(chunk);
            offset = chunk.end();
        }
        Ok(())
    }

    /// The first chunk of each name among the chunks of a container. A name may have several
    /// spellings.
    ///
    /// # Errors
    /// As [`Self::children`].
    pub fn find<const N: usize>(
        &mut self,
        parent: &Chunk,
        names: [&[&[u8]]; N],
    ) -> Result<[Option<Chunk>; N]> {
        let mut found = [None; N];
        self.children(parent, |chunk| {
            for (slot, spellings) in found.iter_mut().zip(names) {
                if slot.is_none() && spellings.contains(&chunk.id.as_bytes()) {
                    *slot = Some(chunk);
                }
            }
        })?;
        Ok(found)
    }

    /// The first bytes of a chunk's data, `N` of them.
    ///
    /// # Errors
    /// Item if the chunk or the file has fewer.
    pub fn data<const N: usize>(&mut self, chunk: &Chunk) -> Result<[u8; N]> {
        let len = usize::try_from(chunk.size).unwrap_or(N).min(N);
        let data = self.loader.window(chunk.data, len).map_err(io_error)?;
        data.first_chunk().copied().ok_or_else(|| invalid("not enough data in a chunk"))
    }

    fn chunk(&mut self, offset: u64) -> Result<Chunk> {
        let dialect = self.dialect;
        Chunk::parse(dialect, offset, self.head(offset)?)
    }

    /// Up to [`HEAD_LEN`] bytes at `offset`; fewer where the file ends.
    fn head(&mut self, offset: u64) -> Result<&[u8]> {
        let left = self.loader.file_len().saturating_sub(offset);
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        let len = left.min(HEAD_LEN);
        if len == 0 {
            return Ok(&[]);
        }
        if self.loader.loaded(offset, len).is_some() {
            return self.loader.window(offset, len).map_err(io_error);
        }
        if self.windows < CHUNK_WINDOWS {
            self.windows += 1;
            let Reads { rest, window, .. } = self.reads;
            let wanted = if left <= rest { left } else { window };
            let window = self.loader.window(offset, wanted).map_err(io_error)?;
            return Ok(window.get(..len).unwrap_or(window));
        }
        let skip =
            offset.checked_sub(self.block_offset).and_then(|skip| usize::try_from(skip).ok());
        let held = skip.filter(|skip| skip.saturating_add(len) <= self.block.len());
        let start = if let Some(start) = held {
            start
        } else {
            self.block.clear();
            self.block_offset = offset;
            self.loader.read_apart(offset, TAIL_WINDOW, &mut self.block).map_err(io_error)?;
            0
        };
        let rest = self.block.get(start..).unwrap_or_default();
        Ok(rest.get(..len).unwrap_or(rest))
    }
}

/// What a missing chunk means to a format.
pub fn required(chunk: Option<Chunk>, format: Format, reason: &'static str) -> Result<Chunk> {
    chunk.ok_or_else(|| Error::malformed(format, reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::iff::samples::{chunk, file};
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn names(data: &[u8], of_headers: bool) -> Vec<(Vec<u8>, u64)> {
        let mut source = MemorySource(data);
        let mut loader = Loader::new(&mut source);
        let mut walker = if of_headers {
            Walker::of_headers(&mut loader, Dialect::Riff)
        } else {
            Walker::new(&mut loader, Dialect::Riff)
        };
        let mut names = Vec::new();
        if let Ok(root) = walker.root() {
            let visit = |chunk: Chunk| names.push((chunk.id.as_bytes().to_vec(), chunk.offset));
            let _ = walker.children(&root, visit);
        }
        names
    }

    #[test]
    fn many_chunks_far_apart() {
        // More than the windows that are kept, and many in the block that is not.
        let sizes = (0..40).map(|n| if n % 3 == 0 { 9001 } else { n });
        let chunks: Vec<_> = sizes.map(|n| chunk(Dialect::Riff, "abcd", &vec![0; n])).collect();
        let data = file(Dialect::Riff, "WAVE", &chunks);
        let mut offset = 12;
        for (found, chunk) in names(&data, false).iter().zip(&chunks) {
            assert_eq!((&found.0[..], found.1), (&b"abcd"[..], offset));
            offset += chunk.len() as u64;
        }
        assert_eq!(names(&data, false).len(), 40);
        assert_eq!(names(&data, true), names(&data, false));
    }

    #[test]
    fn it_ends_where_chunks_end() {
        let data = file(Dialect::Riff, "WAVE", &[chunk(Dialect::Riff, "fmt ", b"odd")]);
        assert_eq!(names(&data, false), [(b"fmt".to_vec(), 12)]);
        let more = [data.clone(), chunk(Dialect::Riff, "more", b"")].concat();
        assert_eq!(names(&more, false).len(), 1);
        let broken = file(Dialect::Riff, "WAVE", &[vec![0; 8], chunk(Dialect::Riff, "fmt ", b"")]);
        assert_eq!(names(&broken, false), []);
    }

    proptest! {
        /// How much is read at once does not matter.
        #[test]
        fn windows_do_not_matter(
            sizes in prop::collection::vec((0usize..3, 0usize..700), 0..30),
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        ) {
            let sizes = sizes.iter().map(|(large, size)| size + (large / 2) * 9000);
            let chunks: Vec<_> = sizes.map(|n| chunk(Dialect::Riff, "ab  ", &vec![b'x'; n])).collect();
            let mut data = file(Dialect::Riff, "WAVE", &chunks);
            for (index, byte) in damage {
                let index = index.index(data.len());
                data[index] = byte;
            }
            prop_assert_eq!(names(&data, true), names(&data, false));
        }
    }
}
