//! Reading the header of a file into a document.

use super::attribute::Attribute;
use super::info::AsfInfo;
use super::io_error;
use super::object::{self, HEADER_HEAD, Head, OBJECT_HEAD, Object, Reader};
use crate::bytes::Cursor;
use crate::document::Backing;
use crate::error::Result;
use crate::limits::{ASF_HEADER, HEAD_WINDOW};
use crate::owned_document;
use crate::source::{Buffer, Loader};
use bytes::Bytes;

/// What the header of a file holds.
#[derive(Debug)]
pub struct AsfDocument<'a> {
    /// In the order of the file.
    pub objects: &'a [Object<'a>],
    /// First those of content descriptions, then of extended ones, metadata objects, libraries.
    pub attributes: &'a [Attribute<'a>],
    pub info: AsfInfo<'a>,
}

owned_document!(
    /// A header with the buffer and the arena it borrows from.
    pub OwnedAsf, AsfDocument
);

/// The header of a file, and how far its objects reach.
#[derive(Clone, Copy, Debug)]
pub struct Located {
    head: Head,
    len: usize,
    /// Where the last object ends; nothing if one of them is broken.
    pub end: Option<u64>,
}

impl Located {
    /// The bytes of the header, as far as its objects reach, and what it says of itself.
    pub fn bytes(self, buffer: Buffer) -> (Bytes, Head) {
        (buffer.into_range(0, self.len), self.head)
    }
}

/// Reads as much of a file as its header has objects for.
///
/// # Errors
/// A bad header for a file that does not begin with one; whatever reading reports.
pub fn locate(loader: &mut Loader<'_>) -> Result<Located> {
    let start = loader.window(0, HEAD_WINDOW).map_err(io_error)?;
    let (head, len) = (Head::read(start)?, start.len());
    let mut part = Part { loader, head, len };
    // An object that is broken ends the search; reading it tells what is wrong.
    let mut end = HEADER_HEAD as u64;
    let mut left = head.size.saturating_sub(end);
    let mut is_sound = true;
    for _ in 0..head.count {
        let size = part.object_size(end)?;
        is_sound = (OBJECT_HEAD as u64..=left).contains(&size);
        if is_sound {
            left -= size;
            end = end.saturating_add(size);
            is_sound = end <= part.loader.file_len();
        }
        if !is_sound {
            break;
        }
    }
    let end = end.min(part.loader.file_len());
    let len = part.load(end.saturating_add(OBJECT_HEAD as u64))?;
    Ok(Located { head, len, end: is_sound.then_some(end) })
}

/// The part of a file, from its start on, that was read.
struct Part<'l, 's> {
    loader: &'l mut Loader<'s>,
    head: Head,
    len: usize,
}

impl Part<'_, '_> {
    /// The size that the object at `offset` claims; 0 where the file ends.
    fn object_size(&mut self, offset: u64) -> Result<u64> {
        let end = self.load(offset.saturating_add(OBJECT_HEAD as u64))?;
        let Some(start) = usize::try_from(offset).ok().filter(|&start| start < end) else {
            return Ok(0);
        };
        let object = self.loader.window(0, end).map_err(io_error)?.get(start..);
        Ok(Cursor::new(object.and_then(|object| object.get(16..)).unwrap_or_default())
            .u64_le()
            .unwrap_or_default())
    }

    /// Reads the file up to `end`, if it goes so far, and tells how far it does. Reads ahead, so
    /// that neither system calls nor copies are as many as the objects.
    fn load(&mut self, end: u64) -> Result<usize> {
        let end = end.min(self.loader.file_len()).min(self.head.size.max(HEADER_HEAD as u64));
        if end > self.len as u64 {
            let ahead = end.saturating_add(HEAD_WINDOW as u64).max(self.len as u64 * 2);
            let wanted = ahead.max(ASF_HEADER).min(self.head.size);
            let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
            self.len = self.loader.window(0, wanted).map_err(io_error)?.len();
        }
        Ok(usize::try_from(end).unwrap_or(usize::MAX).min(self.len))
    }
}

/// Parses the header that was located.
///
/// # Errors
/// A bad header, a bad item or a limit, as [`Reader::objects`] tells.
pub fn read(buffer: Buffer, located: Located) -> Result<OwnedAsf> {
    let (bytes, head) = located.bytes(buffer);
    OwnedAsf::try_new(Backing::new(bytes, 0), |backing| {
        let (bytes, arena) = backing.lend();
        let data = bytes.get(HEADER_HEAD..).unwrap_or_default();
        let mut reader = Reader::new(arena);
        let objects = reader.objects(object::of_header(head, data), 0)?;
        Ok(AsfDocument { objects, attributes: reader.attributes(), info: reader.info })
    })
}
