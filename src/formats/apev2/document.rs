//! Reading the tag of a file into a document.

use super::item::Item;
use super::{io_error, locate};
use crate::bytes::Cursor;
use crate::document::Backing;
use crate::error::{Error, Format, Kind, Result};
use crate::owned_document;
use crate::source::{Buffer, Loader};

/// The items of a tag.
#[derive(Debug)]
pub struct Apev2Document<'a> {
    /// In the order of the file. Of items whose keys differ only in case the last one counts.
    pub items: &'a [Item<'a>],
}

owned_document!(
    /// A tag with the buffer and the arena it borrows from.
    pub OwnedApev2, Apev2Document
);

/// Where the items of a tag stand, and how many there are said to be.
#[derive(Clone, Copy, Debug)]
pub struct Located {
    offset: u64,
    len: usize,
    count: u32,
}

/// Reads the windows of a file that its tag needs.
///
/// # Errors
/// No header for a file without a tag, or with a tag without items; malformed as
/// [`locate::find`] tells; whatever reading reports.
pub fn locate(loader: &mut Loader<'_>) -> Result<Located> {
    let no_header = || Error::new(Format::Apev2, Kind::NoHeader, "no APE tag found");
    let found = locate::find(loader)?.ok_or_else(no_header)?;
    let len = loader.window(found.data, found.size as usize).map_err(io_error)?.len();
    if len == 0 {
        return Err(no_header());
    }
    Ok(Located { offset: found.data, len, count: found.fields.items })
}

/// Parses the tag that was located.
///
/// # Errors
/// Malformed or a bad item, as [`Item::read`] tells.
pub fn read(buffer: Buffer, located: &Located) -> Result<OwnedApev2> {
    let bytes = buffer.into_range(located.offset, located.len);
    OwnedApev2::try_new(Backing::new(bytes, 0), |backing| {
        let (bytes, arena) = backing.lend();
        let mut cursor = Cursor::new(bytes);
        let mut items = Vec::new();
        // The count is a limit, not a promise: the data may end before.
        for _ in 0..located.count {
            if cursor.is_empty() {
                break;
            }
            items.push(Item::read(&mut cursor)?);
        }
        Ok(Apev2Document { items: arena.alloc_slice_copy(&items) })
    })
}
