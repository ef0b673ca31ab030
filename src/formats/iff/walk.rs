//! Going from chunk to chunk.

use super::chunk::{Chunk, Dialect, HEAD_LEN};
use super::{invalid, io_error};
use crate::error::{Error, Format, Kind, Result};
use crate::limits::{CHUNK_WINDOWS, HEAD_WINDOW, REST_WINDOW, TAIL_WINDOW};
use crate::source::Loader;

/// Reads the headers of chunks. Where a header is read, the data behind it are read with it: what
/// follows the audio is metadata, nearly always.
pub struct Walker<'l, 's> {
    loader: &'l mut Loader<'s>,
    dialect: Dialect,
    /// Windows that were read for headers, and kept.
    windows: usize,
    /// A window that is not kept, for files of very many chunks.
    block: Vec<u8>,
    block_offset: u64,
}

impl<'l, 's> Walker<'l, 's> {
    pub fn new(loader: &'l mut Loader<'s>, dialect: Dialect) -> Self {
        Self { loader, dialect, windows: 0, block: Vec::new(), block_offset: 0 }
    }

    /// The root of the file.
    ///
    /// # Errors
    /// Those of [`Chunk::parse`]; item if it is not named as the dialect demands.
    pub fn root(&mut self) -> Result<Chunk> {
        self.loader.window(0, HEAD_WINDOW).map_err(io_error)?;
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
        if self.loader.holds(offset, len) {
            return self.loader.window(offset, len).map_err(io_error);
        }
        if self.windows < CHUNK_WINDOWS {
            self.windows += 1;
            let wanted = if left <= REST_WINDOW { left } else { TAIL_WINDOW };
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
            self.loader.peek(offset, TAIL_WINDOW, &mut self.block).map_err(io_error)?;
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
