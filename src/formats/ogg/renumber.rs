//! New numbers for the pages of a stream.

use super::reader::Reader;
use super::{crc, malformed};
use crate::error::{Error, Result};
use crate::splice::Patch;

/// What must change so that the pages of the stream `serial` from `offset` on have the numbers
/// from `number` on, with checksums that are right if they were before. Only headers are read.
///
/// With the patches comes what stopped the walk, if it was not the end of the file, and where.
///
/// # Errors
/// Input/output.
pub fn patches(
    reader: &mut Reader<'_>,
    offset: u64,
    serial: u32,
    number: u32,
) -> (Vec<Patch>, u64, Result<()>) {
    let mut patches = Vec::new();
    let mut offset = offset;
    let mut next = Some(number);
    let end: std::result::Result<(), Error> = loop {
        let page = match reader.page(offset) {
            Ok(Some(page)) => page,
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        };
        if page.header.serial == serial {
            let Some(number) = next else { break Err(malformed("too many pages to number")) };
            next = number.checked_add(1);
            let old = page.header.sequence;
            if old != number {
                // A page has less than 64 KiB.
                let len = page.size() as u16;
                let checksum = crc::renumbered(page.header.checksum, old, number, len);
                let mut new = [0; Patch::LEN];
                let fields = [number.to_le_bytes(), checksum.to_le_bytes()];
                new.iter_mut().zip(fields.as_flattened()).for_each(|(to, from)| *to = *from);
                patches.push(Patch { offset: offset + crc::NUMBER_OFFSET as u64, new });
            }
        }
        offset = page.end();
    };
    (patches, offset, end)
}
