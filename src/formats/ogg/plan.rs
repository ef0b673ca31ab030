//! Planning the save of a comment, and other replacements of pages.

use super::codec::Codec;
use super::comment::{self, Gathered, Wanted};
use super::layout::{self, Layout, Sizes};
use super::page::{self, CONTINUED, FIRST, HEADER_LEN, Header, LAST};
use super::reader::{Page, Reader};
use super::renumber::patches;
use super::{io_error, malformed};
use crate::error::Result;
use crate::limits::OGG_MAX_PACKET;
use crate::source::lead::{MAX_LEAD, lead_between};
use crate::source::{Source, recycle};
use crate::splice::{Content, PaddingInfo, Plan, Splice};
use bytes::Bytes;

const WHY: &str = "Vorbis comment";

/// Pages that are to be written, one after the other.
#[derive(Debug, Default)]
pub struct Written {
    bytes: Bytes,
    /// Where each page ends.
    ends: Vec<usize>,
}

impl Written {
    /// Pages that have been written elsewhere.
    pub fn of<P: AsRef<[u8]>>(pages: &[P]) -> Self {
        let mut bytes = Vec::new();
        let mut ends = Vec::new();
        for page in pages {
            bytes.extend_from_slice(page.as_ref());
            ends.push(bytes.len());
        }
        Self { bytes: bytes.into(), ends }
    }
}

/// Plans the replacement of pages, given by offset and length in the order of the file. Each gives
/// way to one new page, and the last one to all that are left. If there are more or fewer
/// afterwards, `renumber` is the stream and the number of the page that follows.
///
/// # Errors
/// Malformed if renumbering meets something that is no page; input/output.
pub fn replace(
    reader: &mut Reader<'_>,
    old: &[(u64, u64)],
    new: &Written,
    renumber: Option<(u32, u32)>,
) -> Result<Plan> {
    let mut splices = Vec::new();
    let (mut number, mut taken) = (0, 0);
    for run in old.chunk_by(|&(offset, len), &(next, _)| offset.saturating_add(len) == next) {
        number += run.len();
        let upto = new.ends.get(number - 1).copied().filter(|_| number < old.len());
        let upto = upto.unwrap_or(new.bytes.len());
        splices.push(Splice {
            offset: run.first().map_or(0, |&(offset, _)| offset),
            old_len: run.iter().fold(0, |sum, &(_, len)| len.saturating_add(sum)),
            new: new.bytes.slice(taken..upto).into(),
            why: WHY,
        });
        taken = upto;
    }
    let mut plan = Plan::new(reader.file_len(), splices).map_err(io_error)?;
    // The window has what was held; from here on, everything is asked for once.
    reader.hold(None);
    plan.leave_out_unchanged(reader)?;
    if let Some((serial, number)) = renumber {
        if plan.new_size() != plan.old_size() {
            reader.will_read_all();
        }
        let end = old.last().map_or(0, |&(offset, len)| offset.saturating_add(len));
        let (patches, _, walked) = patches(reader, end, serial, number);
        walked?;
        plan = plan.with_patches(patches, "numbers of later pages").map_err(io_error)?;
    }
    Ok(plan)
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
    // What stands there will be compared with what is to stand there.
    reader.hold(Some(first.offset));
    let mut old = comment::gather(&mut reader, codec, first, Wanted::Others).map_err(own)?;
    let old_len = old.lens.first().copied().unwrap_or_default();
    let mut others = Bytes::from(std::mem::take(&mut old.bytes));
    let kind = others.split_to(old_len.min(others.len()).min(1));
    let head = head(codec, &kind, new.len()).map_err(own)?;
    let new_len = head.len().saturating_add(new.len());
    let mut padding = None;
    let mut fill = 0;
    if codec != Codec::Flac && options.kept.is_empty() {
        let signed = |len: usize| (len as u64).cast_signed();
        let info = PaddingInfo {
            padding: signed(old_len) - signed(new_len),
            size: reader.file_len().cast_signed() - signed(old_len),
        };
        let given = ask(info)?.max(0).cast_unsigned();
        let len = usize::try_from(given).ok().filter(|&len| len <= OGG_MAX_PACKET - new_len);
        fill = len.ok_or_else(|| own(malformed("padding is too large")))?;
        padding = Some((info, given));
    }
    let kept = if codec == Codec::Opus { options.kept } else { &[] };
    let mut packets = Content::from(head);
    packets.extend(new);
    packets.push_zeros(fill);
    packets.push(Bytes::copy_from_slice(kept));
    packets.push(others);
    let mut lens = old.lens.clone();
    if let Some(first) = lens.first_mut() {
        *first = new_len + fill + kept.len();
    }
    let mut plan = repage(&mut reader, codec, &old, &lens, &packets).map_err(own)?;
    plan.padding = padding;
    Ok(plan)
}

/// What stands before a comment of `len` bytes in its packet; `kind` is the first byte of
/// the packet in the file.
fn head(codec: Codec, kind: &[u8], len: usize) -> Result<Vec<u8>> {
    if len > OGG_MAX_PACKET / 2 {
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
    Ok([kind, &len[..]].concat())
}

/// Puts packets on pages in place of those of the file.
fn repage(
    reader: &mut Reader<'_>,
    codec: Codec,
    old: &Gathered,
    lens: &[usize],
    packets: &Content,
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
    let old: Vec<_> = old.pages.iter().map(|page| (page.offset, page.size())).collect();
    replace(reader, &old, &new, renumber)
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
    /// Pages of these layouts for the packets. Each is put together while the processor's cache
    /// holds it, where its checksum and the kernel find it again.
    fn write(&self, pages: &[Layout], packets: &Content) -> Result<Written> {
        let segments = |page: &Layout| page::segments(page.lens.iter().copied(), true);
        let heads: usize = pages.iter().map(|page| HEADER_LEN + segments(page)).sum();
        let mut out = recycle::take(packets.len() + heads + MAX_LEAD).map_err(io_error)?;
        let lead = lead_between(out.as_ptr().addr(), None, Some(self.first.offset));
        out.resize(lead, 0);
        let mut ends = Vec::with_capacity(pages.len());
        let mut cuts = packets.cuts();
        for (number, page) in pages.iter().enumerate() {
            let header = self.header(number, page)?;
            let is_last = number + 1 == self.count;
            let complete = if is_last { self.last.complete() } else { page.complete };
            let body = |out: &mut Vec<u8>| {
                cuts.each(page.lens.iter().sum(), |piece, range| piece.append(range, out));
            };
            page::write(header, complete, &page.lens, body, &mut out)?;
            ends.push(out.len() - lead);
        }
        Ok(Written { bytes: recycle::share(out).slice(lead..), ends })
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

#[cfg(test)]
mod tests {
    use super::super::document;
    use super::*;
    use crate::error::Error;
    use crate::source::MemorySource;
    use crate::splice::MemoryTarget;
    use proptest::prelude::*;

    const CODECS: [Codec; 5] =
        [Codec::Vorbis, Codec::Opus, Codec::Speex, Codec::Theora, Codec::Flac];

    /// A comment header without comments, with a framing bit.
    const EMPTY: [u8; 9] = [0, 0, 0, 0, 0, 0, 0, 0, 1];

    fn page(serial: u32, sequence: u32, flags: u8, packets: &[&[u8]]) -> Result<Vec<u8>> {
        let lens: Vec<usize> = packets.iter().map(|packet| packet.len()).collect();
        let header = Header { flags, serial, sequence, ..Header::default() };
        let mut out = Vec::new();
        page::write(header, true, &lens, |out| out.extend(packets.concat()), &mut out)?;
        Ok(out)
    }

    #[test]
    fn sizes_have_a_limit() {
        for codec in CODECS {
            assert!(head(codec, &[0x84], OGG_MAX_PACKET / 2 + 1).is_err());
            assert!(head(codec, &[0x84], 1000).is_ok());
        }
    }

    /// The first packet of a stream, as far as it is looked at.
    fn identification(codec: Codec) -> Vec<u8> {
        let rest: &[u8] = match codec {
            Codec::Vorbis => &[0, 0, 0, 0, 2, 0x44, 0xac, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            Codec::Opus => &[1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            Codec::Speex => &[9; 60],
            Codec::Theora => &[&[3, 2][..], &[1; 33]].concat(),
            Codec::Flac => &[&[1, 0, 0, 1][..], b"fLaC", &[0, 0, 0, 34], &[0xa5; 34]].concat(),
        };
        [codec.mark(), rest].concat()
    }

    /// A stream with a comment, a packet beside it and ten pages of sound, between the pages of
    /// another stream.
    fn file(codec: Codec) -> Result<Vec<u8>> {
        let comment = match codec {
            Codec::Flac => [&[4, 0, 0, 8][..], &EMPTY].concat(),
            _ => [codec.comment_mark(), &EMPTY].concat(),
        };
        let mut file = page(1, 0, FIRST, &[&identification(codec)])?;
        file.extend(page(2, 0, FIRST, &[b"other"])?);
        file.extend(page(1, 1, 0, &[&comment, &[5; 600]])?);
        for number in 0..10 {
            file.extend(page(2, 1 + number, 0, &[b"other sound"])?);
            let flags = if number == 9 { LAST } else { 0 };
            file.extend(page(1, 2 + number, flags, &[&[number as u8; 300], b"sound"])?);
        }
        Ok(file)
    }

    fn saved(file: &[u8], codec: Codec, comment: Vec<u8>, padding: i64) -> Result<Vec<u8>> {
        let options = Options { codec, kept: &[] };
        let ask = |_| Ok::<_, Error>(padding);
        let plan = save(&mut MemorySource(file), &options, &comment.into(), ask)?;
        Ok(MemoryTarget::carried_out(file, &plan).expect("in memory"))
    }

    /// Number and body of each page of a stream, if all checksums are right.
    fn stream(file: &[u8], serial: u32) -> Result<Vec<(u32, Vec<u8>)>> {
        let mut source = MemorySource(file);
        let mut reader = Reader::new(&mut source);
        let (mut pages, mut offset) = (Vec::new(), 0);
        while let Some(page) = reader.page(offset)? {
            let mut bytes = file[offset as usize..page.end() as usize].to_vec();
            bytes[22..26].fill(0);
            assert_eq!(super::super::crc::checksum(&bytes), page.header.checksum);
            if page.header.serial == serial {
                let body = file[page.body() as usize..page.end() as usize].to_vec();
                pages.push((page.header.sequence, body));
            }
            offset = page.end();
        }
        Ok(pages)
    }

    #[test]
    fn pages_are_renumbered_and_other_streams_are_not() -> Result<()> {
        for codec in CODECS {
            let before = file(codec)?;
            let framing: &[u8] = if codec == Codec::Vorbis { &[1] } else { &[] };
            let text = [&b"a="[..], &[b'x'; 11_998], framing].concat();
            let comment = [&[0; 4][..], &[1, 0, 0, 0], &[0xe0, 0x2e, 0, 0], &text].concat();
            let after = saved(&before, codec, comment, 0)?;
            assert_eq!(stream(&after, 2)?, stream(&before, 2)?);
            let (old, new) = (stream(&before, 1)?, stream(&after, 1)?);
            assert!(new.len() > old.len());
            assert!(new.iter().map(|page| page.0).eq(0..new.len() as u32));
            let sound = |pages: &[(u32, Vec<u8>)]| {
                pages.iter().rev().take(10).map(|page| page.1.clone()).collect::<Vec<_>>()
            };
            assert_eq!(sound(&new), sound(&old));
            let (read, info) = document::open(&mut MemorySource(&after), codec)?;
            assert_eq!(info.serial, 1);
            assert_eq!(read.borrow_dependent().comments.bytes().len(), 8 + 4 + 12_000);
        }
        Ok(())
    }

    #[test]
    fn nothing_is_written_if_nothing_changed() -> Result<()> {
        for codec in CODECS {
            let before = file(codec)?;
            let comment = if codec == Codec::Flac { &EMPTY[..8] } else { &EMPTY };
            let before = saved(&before, codec, comment.to_vec(), 50)?;
            let options = Options { codec, kept: &[] };
            let comment = Content::from(comment.to_vec());
            let plan =
                save(&mut MemorySource(&before), &options, &comment, |_| Ok::<_, Error>(50))?;
            assert!(plan.is_empty(), "{plan}");
        }
        Ok(())
    }

    #[test]
    fn damage_behind_the_comment_counts_only_if_pages_are_renumbered() -> Result<()> {
        let mut damaged = file(Codec::Vorbis)?;
        damaged.extend(b"rubbish");
        assert!(saved(&damaged, Codec::Vorbis, EMPTY.to_vec(), 100).is_ok());
        assert!(saved(&damaged, Codec::Vorbis, EMPTY.to_vec(), 10_000).is_err());
        Ok(())
    }

    fn any_file() -> impl Strategy<Value = (Codec, Vec<u8>)> {
        let harm = (any::<prop::sample::Index>(), any::<u8>(), 0usize..3);
        let harms = prop::collection::vec(harm, 0..6);
        (prop::sample::select(&CODECS[..]), harms, any::<prop::sample::Index>()).prop_map(
            |(codec, harms, end)| {
                let mut bytes = file(codec).unwrap_or_default();
                for (place, value, kind) in harms {
                    let place = place.index(bytes.len().max(1));
                    match kind {
                        0 => bytes.insert(place, value),
                        1 => bytes.truncate(bytes.len() - value as usize % 2 * end.index(400)),
                        _ => bytes.get_mut(place).into_iter().for_each(|byte| *byte = value),
                    }
                }
                (codec, bytes)
            },
        )
    }

    proptest! {
        /// Whatever happened to a file: a result or an error, and what was saved can be opened.
        #[test]
        fn damaged_files((codec, bytes) in any_file(), padding in -5i64..20_000) {
            let opened = document::open(&mut MemorySource(&bytes), codec);
            if let Ok(after) = saved(&bytes, codec, EMPTY.to_vec(), padding) && opened.is_ok() {
                // These two write to the first comment of the file, of whichever stream.
                let opened = document::open(&mut MemorySource(&after), codec);
                prop_assert!(opened.is_ok() || codec == Codec::Vorbis || codec == Codec::Theora);
            }
        }

        #[test]
        fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            for codec in CODECS {
                prop_assert!(document::open(&mut MemorySource(&bytes), codec).is_err());
                prop_assert!(saved(&bytes, codec, EMPTY.to_vec(), 0).is_err());
            }
        }
    }
}
