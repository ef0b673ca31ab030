//! Reading the metadata of a file into a document.

use super::block::{PADDING, STREAM_INFO};
use super::locate::{Area, Span};
use super::{Block, StreamInfo};
use crate::bytes::Cursor;
use crate::document::Backing;
use crate::error::{Error, Format, Kind, Result};
use crate::owned_document;
use crate::source::Buffer;

/// The blocks of a file, and what is known of its audio.
#[derive(Debug)]
pub struct FlacDocument<'a> {
    pub blocks: &'a [Block<'a>],
    /// Length of the audio, and all that follows, in bytes.
    pub audio_len: u64,
}

impl<'a> FlacDocument<'a> {
    /// The numbers of the blocks of that kind.
    pub fn numbers(&self, code: u8) -> impl Iterator<Item = usize> {
        let found =
            move |(number, block): (usize, &Block<'_>)| (block.code == code).then_some(number);
        self.blocks.iter().enumerate().filter_map(found)
    }

    /// The block of that number.
    pub fn block(&self, number: usize) -> Option<Block<'a>> {
        self.blocks.get(number).copied()
    }

    /// The stream info that counts, if there is one: the first.
    pub fn stream_info(&self) -> Result<StreamInfo> {
        let missing = || Error::new(Format::Flac, Kind::NoHeader, "there is no stream info");
        let block = self.numbers(STREAM_INFO).next().and_then(|number| self.block(number));
        StreamInfo::read(&mut Cursor::new(block.ok_or_else(missing)?.bytes))
    }
}

owned_document!(
    /// The blocks with the buffer and the arena they borrow from.
    pub OwnedFlac, FlacDocument
);

/// Makes a document of an area that was located and checked.
///
/// # Errors
/// No header if there is no stream info.
pub fn read(buffer: Buffer, found: &Area, file_len: u64) -> Result<OwnedFlac> {
    let is_kept = |span: &&Span| span.header.code != PADDING;
    let end = found.spans.iter().rfind(is_kept).map_or(found.start, |span| span.offset + span.len);
    let bytes = buffer.into_range(found.start, (end - found.start) as usize);
    let room = size_of::<Block<'_>>() * found.spans.len();
    OwnedFlac::try_new(Backing::new(bytes, room), |backing| {
        let (bytes, arena) = backing.lend();
        let blocks = arena.alloc_slice_fill_iter(found.spans.iter().map(|span| {
            let Span { header, offset, len } = *span;
            let start = (offset - found.start) as usize;
            let bytes = match header.code {
                PADDING => None,
                _ => bytes.get(start..start.saturating_add(len as usize)),
            };
            Block { code: header.code, claimed: header.len, bytes: bytes.unwrap_or_default() }
        }));
        let document = FlacDocument { blocks, audio_len: file_len.saturating_sub(found.end) };
        document.stream_info()?;
        Ok(document)
    })
}
