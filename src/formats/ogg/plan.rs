//! Planning the save of a comment, and other replacements of pages.

use super::codec::Codec;
use super::comment::{self, Gathered};
use super::layout::{self, Layout, Sizes};
use super::page::{self, CONTINUED, FIRST, Header, LAST};
use super::reader::{Page, Reader};
use super::renumber::patches;
use super::{io_error, malformed};
use crate::bytes::Cursor;
use crate::error::Result;
use crate::limits::OGG_MAX_PACKET;
use crate::source::Source;
use crate::splice::{Content, PaddingInfo, Plan, Splice};

const WHY: &str = "Vorbis comment";

/// A page of the file that goes, and the bytes that come in its place.
#[derive(Debug)]
pub struct Replaced {
    pub offset: u64,
    pub len: u64,
    pub new: Vec<u8>,
}

/// Gives each old page, by offset and length, a new one; the last one takes all that are left.
pub fn matched<I>(old: I, new: Vec<Vec<u8>>) -> Vec<Replaced>
where
    I: IntoIterator<Item = (u64, u64), IntoIter: ExactSizeIterator>,
{
    let old = old.into_iter();
    let last = old.len().saturating_sub(1);
    let mut new = new.into_iter();
    let replaced = |(number, (offset, len)): (usize, (u64, u64))| {
        let mut bytes = new.next().unwrap_or_default();
        if number == last {
            new.by_ref().for_each(|more| bytes.extend_from_slice(&more));
        }
        Replaced { offset, len, new: bytes }
    };
    old.enumerate().map(replaced).collect()
}

/// Plans the replacement of pages, in the order of the file. If there are more or fewer
/// afterwards, `renumber` is the stream and the number of the page that follows.
///
/// # Errors
/// Malformed if renumbering meets something that is no page; input/output.
pub fn replace(
    reader: &mut Reader<'_>,
    replaced: Vec<Replaced>,
    renumber: Option<(u32, u32)>,
) -> Result<Plan> {
    let mut splices: Vec<Splice> = Vec::new();
    let mut end = 0;
    for Replaced { offset, len, new } in replaced {
        let adjacent = !splices.is_empty() && offset == end;
        end = offset.saturating_add(len);
        match splices.last_mut().filter(|_| adjacent) {
            Some(splice) => {
                splice.old_len += len;
                splice.new.push(new);
            }
            None => splices.push(Splice { offset, old_len: len, new: new.into(), why: WHY }),
        }
    }
    let mut plan = Plan::new(reader.file_len(), splices).map_err(io_error)?;
    if let Some((serial, number)) = renumber {
        if plan.new_size() != plan.old_size() {
            reader.will_read_all();
        }
        let (patches, _, walked) = patches(reader, end, serial, number);
        walked?;
        plan = plan.with_patches(patches, "numbers of later pages").map_err(io_error)?;
    }
    let mut failed = None;
    plan.leave_out_unchanged(|offset, len| {
        let old = reader.bytes(offset, len, 0).map(<[u8]>::to_vec);
        Ok(old.unwrap_or_else(|error| {
            failed = Some(error);
            Vec::new()
        }))
    })
    .map_err(io_error)?;
    failed.map_or(Ok(plan), Err)
}

/// Plans the renumbering of the pages of a stream from `offset` on, as far as they are sound, and
/// tells what stopped it, and where.
///
/// # Errors
/// Input/output, in the second place too.
pub fn renumber(
    source: &mut dyn Source,
    offset: u64,
    serial: u32,
    number: u32,
) -> Result<(Plan, u64, Result<()>)> {
    let mut reader = Reader::new(source);
    let (patches, end, walked) = patches(&mut reader, offset, serial, number);
    let plan = Plan::new(reader.file_len(), Vec::new());
    let plan = plan.and_then(|plan| plan.with_patches(patches, "numbers of pages"));
    Ok((plan.map_err(io_error)?, end, walked))
}

/// What a save needs to know beside the comment.
pub struct Options<'a> {
    pub codec: Codec,
    /// Bytes that follow the comment of an Opus stream, and take the place of padding.
    pub kept: &'a [u8],
}

/// Plans the save of a comment: that of the first stream of its codec is replaced. `ask` decides
/// the padding; what is less than none is none.
///
/// # Errors
/// No header if there is no such stream; malformed for damage before the comment, or behind it if
/// pages must be renumbered; limit for a comment that is too large; what `ask` reports.
pub fn save<E: From<crate::error::Error>>(
    source: &mut dyn Source,
    options: &Options<'_>,
    new: &Content,
    ask: impl FnOnce(PaddingInfo) -> std::result::Result<i64, E>,
) -> std::result::Result<Plan, E> {
    let codec = options.codec;
    let own = |error| E::from(codec.own(error));
    let mut reader = Reader::new(source);
    let first = comment::to_write(&mut reader, codec).map_err(own)?;
    let old = comment::gather(&mut reader, codec, first, true).map_err(own)?;
    let (packet, rest) = old
        .bytes
        .split_at_checked(old.lens.first().copied().unwrap_or_default())
        .unwrap_or_default();
    let mut packets = head(codec, packet, new.len()).map_err(own)?;
    for piece in new.pieces() {
        match piece {
            crate::splice::Piece::Bytes(bytes) => packets.extend_from_slice(bytes),
            crate::splice::Piece::Zeros(len) => packets.resize(packets.len() + len, 0),
        }
    }
    let mut padding = None;
    if codec == Codec::Flac {
    } else if options.kept.is_empty() {
        let signed = |len: usize| (len as u64).cast_signed();
        let info = PaddingInfo {
            padding: signed(packet.len()) - signed(packets.len()),
            size: reader.file_len().cast_signed() - signed(packet.len()),
        };
        let given = ask(info)?.max(0);
        let len = packets.len() as u64;
        let len = len.saturating_add(given.cast_unsigned());
        let len = usize::try_from(len).ok().filter(|&len| len <= OGG_MAX_PACKET);
        packets.resize(len.ok_or_else(|| own(malformed("padding is too large")))?, 0);
        padding = Some((info, given.cast_unsigned()));
    } else {
        packets.extend_from_slice(options.kept);
    }
    let mut lens = old.lens.clone();
    if let Some(first) = lens.first_mut() {
        *first = packets.len();
    }
    packets.extend_from_slice(rest);
    let mut plan = repage(&mut reader, codec, &old, &lens, &packets).map_err(own)?;
    plan.padding = padding;
    Ok(plan)
}

/// What stands before a comment of `len` bytes in its packet; `old` is the packet of the file.
fn head(codec: Codec, old: &[u8], len: usize) -> Result<Vec<u8>> {
    if len > OGG_MAX_PACKET {
        return Err(malformed("comment is too large"));
    }
    if codec != Codec::Flac {
        return Ok(codec.comment_mark().to_vec());
    }
    // The header of a FLAC block: its kind, and its length in three bytes.
    let [high, len @ ..] = u32::try_from(len).unwrap_or(u32::MAX).to_be_bytes();
    if high != 0 {
        return Err(malformed("comment is too large for a FLAC block"));
    }
    let kind = old.get(..1).unwrap_or_default();
    Ok([kind, &len[..]].concat())
}

/// Puts packets on pages in place of those of the file.
fn repage(
    reader: &mut Reader<'_>,
    codec: Codec,
    old: &Gathered,
    lens: &[usize],
    packets: &[u8],
) -> Result<Plan> {
    let empty = || malformed("page has no packets");
    let (first, last) = (old.pages.first().ok_or_else(empty)?, old.pages.last().ok_or_else(empty)?);
    // The pages keep their sizes if the packets do.
    let pages = if codec != Codec::Flac && lens == old.lens {
        old.pages.iter().map(same_layout).collect()
    } else {
        layout::paged(lens.iter().copied(), Sizes::default()).unwrap_or_default()
    };
    let new = Framed { first, last, count: pages.len() }.write(&pages, packets)?;
    let changed = pages.len() != old.pages.len();
    let number = first
        .header
        .sequence
        .checked_add(pages.len() as u32)
        .ok_or_else(|| malformed("too many pages to number"));
    let renumber = if changed { Some((first.header.serial, number?)) } else { None };
    let old = old.pages.iter().map(|page| (page.offset, page.size()));
    replace(reader, matched(old, new), renumber)
}

fn same_layout(page: &Page) -> Layout {
    Layout {
        lens: page.lens().collect(),
        continued: page.header.continued(),
        complete: page.complete(),
        position: page.header.position,
    }
}

/// The pages of the file between which new ones stand, whose marks they get.
struct Framed<'a> {
    first: &'a Page,
    last: &'a Page,
    count: usize,
}

impl Framed<'_> {
    fn write(&self, pages: &[Layout], packets: &[u8]) -> Result<Vec<Vec<u8>>> {
        let mut packets = Cursor::new(packets);
        let write = |(number, page): (usize, &Layout)| {
            let header = self.header(number, page)?;
            let complete =
                if number + 1 == self.count { self.last.complete() } else { page.complete };
            let body: Vec<&[u8]> = page.lens.iter().map(|&len| packets.take_up_to(len)).collect();
            let mut out = Vec::new();
            page::write(header, complete, &page.lens, &body, &mut out)?;
            Ok(out)
        };
        pages.iter().enumerate().map(write).collect()
    }

    fn header(&self, number: usize, page: &Layout) -> Result<Header> {
        let (is_first, is_last) = (number == 0, number + 1 == self.count);
        let continued = if is_first { self.first.header.continued() } else { page.continued };
        let mut flags = if continued { CONTINUED } else { 0 };
        // A page that is both is, at the end, like the last one.
        if is_last {
            flags |= self.last.header.flags & (FIRST | LAST);
        } else if is_first {
            flags |= self.first.header.flags & (FIRST | LAST);
        }
        let ends_nothing = is_last && !self.last.complete() && page.lens.len() == 1;
        let sequence = u32::try_from(number).ok();
        let sequence = sequence.and_then(|number| self.first.header.sequence.checked_add(number));
        Ok(Header {
            version: 0,
            flags,
            position: if ends_nothing { -1 } else { page.position },
            serial: self.first.header.serial,
            sequence: sequence.ok_or_else(|| malformed("too many pages to number"))?,
            checksum: 0,
        })
    }
}
