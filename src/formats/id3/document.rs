//! Reading a tag of a file into a document.

use super::field::Failure;
use super::header::{HEADER_LEN, Header, PROBE_LEN};
use super::tag::{self, Builder, Context, Tag};
use super::translate::{self, Target};
use super::{io_error, v1};
use crate::document::Backing;
use crate::error::{Error, Format, Kind, Result};
use crate::limits::HEAD_WINDOW;
use crate::source::{Buffer, Loader};
use crate::{formats::id3::raw, owned_document};
use std::io;

/// How a tag is read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The version whose frames the tag shall have; nothing leaves them as they are.
    pub translate: Option<Target>,
    /// Whether an ID3v1 record fills in what is missing.
    pub load_v1: bool,
    /// The year's frame of a file that has only an ID3v1 record: that of v2.3 or v2.4.
    pub v1_version: u8,
}

/// A tag and its header.
#[derive(Debug)]
pub struct Id3Document<'a> {
    /// Nothing if the tag comes from an ID3v1 record alone.
    pub header: Option<Header>,
    /// The extended header's data.
    pub extended: &'a [u8],
    pub tag: Tag<'a>,
}

owned_document!(
    /// A tag with the buffer and the arena it borrows from.
    pub OwnedId3, Id3Document
);

/// Where the parts of a tag stand, and what was read on the way there.
#[derive(Debug)]
pub struct Located {
    /// Where the ID3v2 tag begins.
    start: u64,
    header: Option<Header>,
    /// The end of the file, where an ID3v1 record would be.
    tail: Vec<u8>,
}

impl Located {
    /// Size of the ID3v2 tag in bytes; zero if there is none.
    pub fn size(&self) -> usize {
        self.header.map_or(0, |header| header.size)
    }
}

/// Reads the windows that the tag at the start of a file needs, and `beyond` bytes behind it.
///
/// # Errors
/// Those of [`locate_at`].
pub fn locate(loader: &mut Loader<'_>, options: Options, beyond: usize) -> Result<Located> {
    loader.window(0, HEAD_WINDOW).map_err(io_error)?;
    locate_at(loader, 0, options, beyond)
}

/// Reads the windows that the tag at `start` needs, and `beyond` bytes behind it. A container
/// loads as much as it thinks fit before: here the header is read, and then the tag.
///
/// As in mutagen the tag may be longer than the part of the container it stands in, and an ID3v1
/// record may stand at the end of the file, whatever the container says about that place.
///
/// # Errors
/// No header or an unsupported version where no ID3v1 record takes the place of the tag;
/// malformed headers; a file that ends within the tag.
pub fn locate_at(
    loader: &mut Loader<'_>,
    start: u64,
    options: Options,
    beyond: usize,
) -> Result<Located> {
    let head = loader.window(start, PROBE_LEN).map_err(io_error)?;
    let probe = head.get(..PROBE_LEN).unwrap_or(head);
    let header = match Header::parse(probe) {
        Ok(header) => header,
        Err(error @ Error { kind: Kind::NoHeader | Kind::Unsupported, .. }) => {
            if !options.load_v1 {
                return Err(error);
            }
            let tail = read_tail(loader)?;
            if v1::find(&tail).is_none() {
                return Err(error);
            }
            return Ok(Located { start, header: None, tail });
        }
        Err(error) => return Err(error),
    };
    header.frames_start()?;
    let window = loader.window(start, header.size.saturating_add(beyond)).map_err(io_error)?;
    if window.len() < header.size {
        return Err(io_error(io::Error::new(
            io::ErrorKind::UnexpectedEof,
            "file ends within the ID3 tag",
        )));
    }
    let tail = if options.load_v1 { read_tail(loader)? } else { Vec::new() };
    Ok(Located { start, header: Some(header), tail })
}

fn read_tail(loader: &mut Loader<'_>) -> Result<Vec<u8>> {
    let start = loader.file_len().saturating_sub(v1::TAIL_LEN as u64);
    loader.window(start, v1::TAIL_LEN).map(<[u8]>::to_vec).map_err(io_error)
}

/// Parses the tag that was located.
///
/// # Errors
/// Malformed or limit, as [`Failure`] tells.
pub fn read(buffer: Buffer, located: &Located, options: Options) -> Result<OwnedId3> {
    let size = located.size();
    // Nodes and decoded text of a usual tag fit in the first chunk of the arena.
    let backing =
        Backing::new(buffer.into_range(located.start, size), (size * 2).clamp(1024, 8192));
    OwnedId3::try_new(backing, |backing| {
        let (bytes, arena) = backing.lend();
        let Some(header) = located.header else {
            let mut builder = Builder::new(arena);
            v1::add_to(&mut builder, &located.tail, options.v1_version);
            finish(&mut builder, options);
            return Ok(Id3Document { header: None, extended: &[], tag: builder.freeze() });
        };
        let start = header.frames_start()?;
        let data = bytes.get(start..size).unwrap_or_default();
        let extended = bytes.get(HEADER_LEN + 4..start).unwrap_or_default();
        let mut budget = raw::inflate_budget(size);
        let mut context = Context::new(arena, header, &mut budget);
        let mut builder = tag::read(&mut context, data).map_err(refuse)?;
        builder.settle();
        let v1_version = if header.version == 4 { 4 } else { 3 };
        v1::add_to(&mut builder, &located.tail, v1_version);
        finish(&mut builder, options);
        Ok(Id3Document { header: Some(header), extended, tag: builder.freeze() })
    })
}

fn finish(builder: &mut Builder<'_>, options: Options) {
    if let Some(target) = options.translate {
        let Ok(()) = translate::translate(builder, target);
    }
}

fn refuse(failure: Failure) -> Error {
    match failure {
        Failure::Junk(reason) | Failure::Fatal(reason) => Error::malformed(Format::Id3, reason),
        Failure::Limit(reason) => Error::new(Format::Id3, Kind::Limit, reason),
    }
}
