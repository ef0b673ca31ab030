//! Objects, and the walk through those of a header.

use super::attribute::{self, Attribute, Layout};
use super::guid::Guid;
use super::info::{self, AsfInfo};
use super::table::Kind;
use super::{bad_header, truncated};
use crate::bytes::Cursor;
use crate::error::{Error, Format, Result};
use crate::limits::{MAX_EXTENSION_NESTING, MAX_OVERLAPPING_OBJECTS};
use bumpalo::Bump;

/// Bytes before the data of an object: its GUID and its size (section 2.2).
pub const OBJECT_HEAD: usize = 24;

/// Bytes before the objects of a header object (section 3.1).
pub const HEADER_HEAD: usize = 30;

/// Bytes of a header extension's data before its objects (section 3.4).
pub const EXTENSION_HEAD: usize = 22;

/// An object of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Object<'a> {
    pub guid: Guid,
    /// Nothing if the GUID is not known.
    pub kind: Option<Kind>,
    pub data: &'a [u8],
    /// The objects within a header extension.
    pub objects: &'a [Object<'a>],
}

// An arena does not run `Drop`.
const _: () = assert!(!std::mem::needs_drop::<Object<'static>>());

/// What a header object says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Bytes of the whole header.
    pub size: u64,
    /// How many objects it has.
    pub count: u32,
}

impl Head {
    /// Reads the first bytes of a file.
    ///
    /// # Errors
    /// A bad header if these are not those of a header object.
    pub fn read(data: &[u8]) -> Result<Self> {
        let mut cursor = Cursor::new(data.get(..HEADER_HEAD).unwrap_or_default());
        let is_header = cursor.array().map(Guid) == Some(Kind::Header.guid());
        match (cursor.u64_le(), cursor.u32_le()) {
            (Some(size), Some(count)) if is_header => Ok(Self { size, count }),
            _ => Err(bad_header("not an ASF file")),
        }
    }
}

/// An object as it stands in a list of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw<'a> {
    pub guid: Guid,
    /// What it claims, its head included.
    pub size: u64,
    pub data: &'a [u8],
}

impl Raw<'_> {
    /// The object, unless it is a header, which no other object may hold.
    ///
    /// # Errors
    /// A bad header for a header.
    pub fn not_a_header(self) -> Result<Self> {
        if self.guid == Kind::Header.guid() {
            return Err(bad_header("a header within the header"));
        }
        Ok(self)
    }
}

/// The objects of a header, one after the other; `data` is all that follows its first bytes.
pub fn of_header(head: Head, data: &[u8]) -> impl Iterator<Item = Result<Raw<'_>>> {
    let mut cursor = Cursor::new(data);
    let mut left = head.size.saturating_sub(HEADER_HEAD as u64);
    (0..head.count).map(move |_| {
        left = left
            .checked_sub(OBJECT_HEAD as u64)
            .ok_or_else(|| bad_header("the header is too small for its objects"))?;
        let (guid, size) = object_head(&mut cursor)?;
        let len = size.checked_sub(OBJECT_HEAD as u64).ok_or_else(truncated)?;
        left = left
            .checked_sub(len)
            .ok_or_else(|| bad_header("an object is larger than the header"))?;
        let data = usize::try_from(len).ok().and_then(|len| cursor.take(len));
        Ok(Raw { guid, size, data: data.ok_or_else(truncated)? })
    })
}

/// The objects of a header extension, one after the other; `data` is all of the extension's.
/// They may be cut short, and one that claims to be smaller than its own head has no data.
pub fn of_extension(data: &[u8]) -> impl Iterator<Item = Result<Raw<'_>>> {
    let size = Cursor::new(data.get(EXTENSION_HEAD - 4..).unwrap_or_default()).u32_le();
    let mut rest = data.get(EXTENSION_HEAD..).unwrap_or_default();
    let mut left = size.map(u64::from).ok_or_else(truncated);
    std::iter::from_fn(move || match &mut left {
        Ok(0) => None,
        Ok(left) => Some(next_of_extension(left, &mut rest)),
        Err(_) => std::mem::replace(&mut left, Ok(0)).err().map(Err),
    })
}

fn next_of_extension<'a>(left: &mut u64, rest: &mut &'a [u8]) -> Result<Raw<'a>> {
    let (guid, size) = object_head(&mut Cursor::new(rest))?;
    if size == 0 {
        return Err(bad_header("an object of the header extension has no size"));
    }
    let end = usize::try_from(size).unwrap_or(usize::MAX).min(rest.len());
    let (object, behind) = rest.split_at_checked(end).unwrap_or_default();
    *left = left.saturating_sub(size);
    *rest = behind;
    Ok(Raw { guid, size, data: object.get(OBJECT_HEAD..).unwrap_or_default() })
}

fn object_head(cursor: &mut Cursor<'_>) -> Result<(Guid, u64)> {
    let guid = cursor.array().map(Guid).ok_or_else(truncated)?;
    Ok((guid, cursor.u64_le().ok_or_else(truncated)?))
}

/// Collects what the objects of a header tell.
#[derive(Debug)]
pub struct Reader<'a> {
    arena: &'a Bump,
    pub info: AsfInfo<'a>,
    /// The attributes of content descriptions, extended ones, metadata objects, metadata
    /// libraries: in this order, wherever the objects stand.
    attributes: [Vec<Attribute<'a>>; 4],
    /// Objects that claimed to be smaller than their head.
    overlapping: usize,
}

impl<'a> Reader<'a> {
    pub fn new(arena: &'a Bump) -> Self {
        let (info, attributes) = (AsfInfo::default(), Default::default());
        Self { arena, info, attributes, overlapping: 0 }
    }

    /// All attributes that were read.
    pub fn attributes(&self) -> &'a [Attribute<'a>] {
        self.arena.alloc_slice_copy(&self.attributes.concat())
    }

    /// Reads a list of objects and all that they hold.
    ///
    /// # Errors
    /// As the functions for each kind of object tell, for the first object that is broken.
    pub fn objects(
        &mut self,
        list: impl Iterator<Item = Result<Raw<'a>>>,
        depth: usize,
    ) -> Result<&'a [Object<'a>]> {
        let mut objects = Vec::new();
        for raw in list {
            objects.push(self.object(raw?, depth)?);
        }
        Ok(self.arena.alloc_slice_copy(&objects))
    }

    /// Reads one object; `depth` is the number of header extensions around it.
    ///
    /// # Errors
    /// As [`Reader::objects`].
    pub fn object(&mut self, raw: Raw<'a>, depth: usize) -> Result<Object<'a>> {
        let Raw { guid, size, data } = raw.not_a_header()?;
        self.overlapping += usize::from(size < OBJECT_HEAD as u64);
        if self.overlapping > MAX_OVERLAPPING_OBJECTS {
            return Err(limit("too many objects are smaller than objects can be"));
        }
        let kind = Kind::of(guid);
        let mut objects: &[Object<'_>] = &[];
        match kind {
            Some(Kind::HeaderExtension) if depth == MAX_EXTENSION_NESTING => {
                return Err(limit("header extensions are nested too deep"));
            }
            Some(Kind::HeaderExtension) => objects = self.objects(of_extension(data), depth + 1)?,
            Some(kind) => self.read(kind, data)?,
            None => {}
        }
        Ok(Object { guid, kind, data, objects })
    }

    /// Reads what an object of a kind that holds no others tells.
    ///
    /// # Errors
    /// As the functions for each kind tell.
    pub fn read(&mut self, kind: Kind, data: &'a [u8]) -> Result<()> {
        let [description, extended, metadata, library] = &mut self.attributes;
        match kind {
            Kind::ContentDescription => attribute::read_description(data, description),
            Kind::ExtendedContentDescription => {
                attribute::read_list(Layout::Extended, data, extended)
            }
            Kind::Metadata => attribute::read_list(Layout::Metadata, data, metadata),
            Kind::MetadataLibrary => attribute::read_list(Layout::Library, data, library),
            Kind::FileProperties => {
                self.info.length = info::file_properties(data)?;
                Ok(())
            }
            Kind::StreamProperties => {
                let (channels, sample_rate, bitrate) = info::stream_properties(data)?;
                self.info = AsfInfo { sample_rate, bitrate, channels, ..self.info };
                Ok(())
            }
            Kind::CodecList => {
                if let Some(codec) = info::codec_list(data)? {
                    self.info.codec = codec;
                }
                Ok(())
            }
            Kind::Header
            | Kind::HeaderExtension
            | Kind::Padding
            | Kind::StreamBitrateProperties
            | Kind::ContentEncryption
            | Kind::ExtendedContentEncryption => Ok(()),
        }
    }
}

fn limit(reason: &'static str) -> Error {
    Error::new(Format::Asf, crate::error::Kind::Limit, reason)
}
