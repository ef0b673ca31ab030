//! The last page of a stream, whose position tells how long the stream is.

use super::malformed;
use super::page::MAGIC;
use super::reader::{Page, Reader};
use crate::error::{Kind, Result};
use crate::limits::{OGG_LAST_PAGE, TAIL_WINDOW};
use memchr::memrchr_iter;

/// Finds the last page of the stream `serial`, or with `finishing` the last one on which a packet
/// ends: that with the mark of the last page, or the last one there is. Nothing if there is none.
///
/// The last page of the file is looked at first; pages have about `usual` bytes, as far as is
/// known. If it is not the one, all headers are read.
///
/// # Errors
/// Malformed if no page begins at the end of the file; input/output.
pub fn find(
    reader: &mut Reader<'_>,
    serial: u32,
    finishing: bool,
    usual: u64,
) -> Result<Option<Page>> {
    let is_it =
        |page: &Page| page.header.serial == serial && !(finishing && page.header.position == -1);
    let offset = last_magic(reader, usual)?;
    let mut best = sound(reader.page(offset))?.filter(is_it);
    if best.is_some_and(|page| page.header.last()) {
        return Ok(best);
    }
    let mut offset = 0;
    while let Some(page) = sound(reader.page(offset))? {
        if is_it(&page) {
            best = Some(page);
        }
        if page.header.serial == serial && page.header.last() {
            break;
        }
        offset = page.end();
    }
    Ok(best)
}

/// A damaged page ends the search.
fn sound(page: Result<Option<Page>>) -> Result<Option<Page>> {
    match page {
        Err(error) if matches!(error.kind, Kind::Malformed) => Ok(None),
        page => page,
    }
}

/// Where the last page begins, or what looks like one.
fn last_magic(reader: &mut Reader<'_>, usual: u64) -> Result<u64> {
    let file_len = reader.file_len();
    // Pages of sound differ by a few percent.
    let usual = usize::try_from(usual.saturating_add(usual / 8)).unwrap_or(usize::MAX);
    let usual = usual.clamp(TAIL_WINDOW, OGG_LAST_PAGE);
    for len in [usual, OGG_LAST_PAGE] {
        let start = file_len.saturating_sub(len as u64);
        let bytes = reader.bytes(start, len, len)?;
        let is_magic = |&at: &usize| bytes.get(at..).is_some_and(|rest| rest.starts_with(MAGIC));
        // Searching for one letter is many times as fast as `memmem::rfind`, and sound is random.
        if let Some(found) = memrchr_iter(MAGIC[0], bytes).find(is_magic) {
            return Ok(start + found as u64);
        }
    }
    Err(malformed("no page at the end of the file"))
}
