//! Opening a file: facts about its stream, and the comment.

use super::codec::{Codec, Identification};
use super::comment::{self, Wanted};
use super::reader::Reader;
use super::{last, malformed};
use crate::bytes::Cursor;
use crate::document::Backing;
use crate::error::{Error, Result};
use crate::formats::vorbis::Comments;
use crate::owned_document;
use crate::source::{Source, recycle};

/// The packet with the comment, taken apart.
#[derive(Clone, Copy, Debug)]
pub struct OggDocument<'a> {
    pub comments: Comments<'a>,
    /// Bytes behind the comment.
    pub rest: &'a [u8],
}

impl OggDocument<'_> {
    /// What of the rest is kept when the comment is saved.
    pub fn kept(&self, codec: Codec) -> &[u8] {
        kept(codec, self.rest)
    }
}

/// What of the bytes behind a comment is kept when it is saved: of an Opus stream all of them, if
/// the first bit says so (RFC 7845, section 5.2).
pub fn kept(codec: Codec, rest: &[u8]) -> &[u8] {
    let keep = codec == Codec::Opus && rest.first().is_some_and(|byte| byte & 1 != 0);
    if keep { rest } else { &[] }
}

owned_document!(
    /// A comment with the buffer it borrows from.
    pub OwnedOgg, OggDocument
);

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Info {
    pub serial: u32,
    pub identification: Identification,
    /// In seconds.
    pub length: f64,
    /// Bits per second, of Opus, where it follows from the size of the file.
    pub bitrate: i64,
}

/// The facts that the first packet of a stream tells, and where its page ends.
///
/// # Errors
/// No header if there is no such stream from `offset` on; malformed, unsupported; input/output.
pub fn read_identification(
    reader: &mut Reader<'_>,
    codec: Codec,
    offset: u64,
) -> Result<(u32, Identification, u64)> {
    let page = comment::identification(reader, codec, offset)?;
    let packet = comment::first_packet(reader, &page)?.unwrap_or_default();
    Ok((page.header.serial, codec.identify(&page, packet)?, page.end()))
}

/// The comment of the stream `serial` from `offset` on, and where its pages end.
///
/// # Errors
/// No header if it has none; malformed; input/output.
pub fn read_comment(
    reader: &mut Reader<'_>,
    codec: Codec,
    serial: u32,
    offset: u64,
) -> Result<(OwnedOgg, u64)> {
    let first = comment::to_read(reader, codec, serial, offset)?;
    let gathered = comment::gather(reader, codec, first, Wanted::Comment)?;
    let end = gathered.pages.last().map_or(offset, super::reader::Page::end);
    let bytes = recycle::share(gathered.bytes);
    let owned = OwnedOgg::try_new(Backing::new(bytes, 0), |backing| {
        let (packet, _) = backing.lend();
        // mutagen takes the mark for granted, and so do the streams that have none.
        let start = packet.len().min(codec.comment_start());
        let mut cursor = Cursor::new(packet.get(start..).unwrap_or_default());
        let comments = Comments::read(&mut cursor, codec.rules())?;
        Ok::<_, Error>(OggDocument { comments, rest: cursor.rest() })
    })?;
    Ok((owned, end))
}

/// The length in seconds of a stream, and its bitrate if its comment ends at `offset`.
///
/// # Errors
/// Malformed if the stream has no page on which a packet ends; input/output.
pub fn read_length(
    reader: &mut Reader<'_>,
    serial: u32,
    identification: Identification,
    offset: u64,
) -> Result<Info> {
    let length = if let Some(length) = identification.length() {
        length
    } else {
        // Often the first page of sound was read with the comment; the last one is like it.
        let usual = reader.size_if_read(offset).unwrap_or_default();
        let page = last::find(reader, serial, true, usual)?;
        let page = page.ok_or_else(|| malformed("stream has no end"))?;
        identification.length_to(page.header.position)
    };
    let bits = reader.file_len().saturating_sub(offset).saturating_mul(8);
    #[allow(clippy::cast_precision_loss)]
    let bitrate = if length == 0.0 { 0 } else { (bits as f64 / length).round_ties_even() as i64 };
    Ok(Info { serial, identification, length, bitrate })
}

/// Reads the first stream of that codec: one window at the start, which grows with the comment,
/// and one at the end.
///
/// # Errors
/// As the three parts above.
pub fn open(source: &mut dyn Source, codec: Codec) -> Result<(OwnedOgg, Info)> {
    let reader = &mut Reader::new(source);
    let (serial, identification, offset) = read_identification(reader, codec, 0)?;
    let (comment, offset) = read_comment(reader, codec, serial, offset)?;
    Ok((comment, read_length(reader, serial, identification, offset)?))
}
