//! Writing: the only place that puts bytes of ASF together.

use super::attribute::{Layout, NAMES, Type};
use super::guid::Guid;
use super::object::{EXTENSION_HEAD, HEADER_HEAD, OBJECT_HEAD, Object};
use super::table::{Kind, RESERVED};
use super::{bad_header, bad_item};
use crate::bytes::put_utf16_le;
use crate::error::{self, Error, Format, Result};
use crate::limits::{MAX_TAG_OBJECTS, SHARED};
use crate::splice::{Content, Piece};
use bytes::Bytes;

/// Bytes for which a list of attributes, or the other objects of a header, has room from the start.
const ROOM: usize = 2048;

/// Joins what is small, and shares what is large.
#[derive(Debug, Default)]
struct Writer {
    content: Content,
    /// Bytes behind the content that are not part of it yet.
    scratch: Vec<u8>,
}

impl Writer {
    /// A writer with room for so many bytes that are small.
    fn with_room(len: usize) -> Self {
        Self { content: Content::default(), scratch: Vec::with_capacity(len) }
    }

    fn put(&mut self, bytes: &[u8]) {
        self.scratch.extend_from_slice(bytes);
    }

    fn share(&mut self, bytes: Bytes) {
        if bytes.len() < SHARED {
            return self.put(&bytes);
        }
        self.content.push(std::mem::take(&mut self.scratch));
        self.content.push(bytes);
    }

    fn append(&mut self, content: &Content) {
        for piece in content.pieces() {
            match piece {
                Piece::Bytes(bytes) => self.share(bytes.clone()),
                Piece::Zeros(len) => {
                    self.content.push(std::mem::take(&mut self.scratch));
                    self.content.push_zeros(*len);
                }
            }
        }
    }

    fn len(&self) -> usize {
        self.content.len() + self.scratch.len()
    }

    fn finish(mut self) -> Content {
        self.content.push(self.scratch);
        self.content
    }
}

/// GUID and size of an object with `len` bytes of data.
fn object_head(guid: Guid, len: usize) -> [u8; OBJECT_HEAD] {
    let size = (OBJECT_HEAD as u64).saturating_add(len as u64).to_le_bytes();
    let mut head = [0; OBJECT_HEAD];
    for (slot, byte) in head.iter_mut().zip(guid.0.into_iter().chain(size)) {
        *slot = byte;
    }
    head
}

/// An object of these data.
pub fn object(guid: Guid, data: &Content) -> Content {
    let mut writer = Writer::default();
    writer.put(&object_head(guid, data.len()));
    writer.append(data);
    writer.finish()
}

/// Appends text in UTF-16, with a zero behind it.
fn put_unicode(out: &mut Vec<u8>, text: &str) {
    put_utf16_le(out, text);
    out.extend([0; 2]);
}

/// A value to be written.
#[derive(Clone, Debug)]
pub enum Data<'a> {
    /// Text, which is written in UTF-16 with a zero behind it.
    Text(&'a str),
    /// Bytes, which are written as they are.
    Bytes(Bytes),
    /// That many of these bytes.
    Number([u8; 8], usize),
}

impl Data<'_> {
    /// A number in so many bytes; those beyond are cut off.
    pub const fn number(number: u64, len: usize) -> Self {
        Self::Number(number.to_le_bytes(), len)
    }

    pub fn to_vec(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.put(&mut bytes);
        bytes
    }

    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => put_unicode(out, text),
            Self::Bytes(bytes) => out.extend_from_slice(bytes),
            Self::Number(bytes, len) => out.extend(bytes.iter().take(*len)),
        }
    }
}

/// Attributes to be written in one layout.
#[derive(Debug)]
pub struct List {
    layout: Layout,
    writer: Writer,
    count: usize,
}

impl List {
    pub fn new(layout: Layout) -> Self {
        Self { layout, writer: Writer::with_room(ROOM), count: 0 }
    }

    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Adds an attribute. A language counts only in a library, a stream also in a metadata object.
    ///
    /// # Errors
    /// A bad item if name or value are too long for the layout; the list is of no use then.
    pub fn add(
        &mut self,
        name: &str,
        kind: Type,
        language: u16,
        stream: u16,
        value: Data<'_>,
    ) -> Result<()> {
        self.count += 1;
        let out = &mut self.writer.scratch;
        let is_extended = self.layout == Layout::Extended;
        if !is_extended {
            let language = if self.layout == Layout::Library { language } else { 0 };
            out.extend([language.to_le_bytes(), stream.to_le_bytes()].as_flattened());
        }
        // Lengths are known when all is written.
        let name_len_at = out.len();
        out.extend([0; 2]);
        let mut name_len = 0;
        let mut put_name = |out: &mut Vec<u8>| {
            let before = out.len();
            put_unicode(out, name);
            name_len = out.len() - before;
        };
        if is_extended {
            put_name(out);
        }
        out.extend((kind as u16).to_le_bytes());
        let len_at = out.len();
        out.extend([0; 4].iter().take(if is_extended { 2 } else { 4 }));
        if !is_extended {
            put_name(out);
        }
        let before = out.len();
        let (value_len, shared) = match value {
            Data::Bytes(bytes) if bytes.len() >= SHARED => (bytes.len(), Some(bytes)),
            value => {
                value.put(out);
                (out.len() - before, None)
            }
        };
        let name_len = u16::try_from(name_len)
            .map_err(|_| bad_item("the name of an attribute is too long"))?;
        patch(out, name_len_at, &name_len.to_le_bytes());
        if is_extended {
            let len = u16::try_from(value_len).map_err(|_| too_long())?;
            patch(out, len_at, &len.to_le_bytes());
        } else {
            let len = u32::try_from(value_len).map_err(|_| too_long())?;
            patch(out, len_at, &len.to_le_bytes());
        }
        if let Some(bytes) = shared {
            self.writer.share(bytes);
        }
        Ok(())
    }

    /// Adds an attribute that somebody else has written.
    pub fn add_written(&mut self, bytes: Bytes) {
        self.count += 1;
        self.writer.share(bytes);
    }

    /// The attributes, one behind the other.
    pub fn finish(self) -> Content {
        self.writer.finish()
    }

    /// The tag object of these attributes.
    ///
    /// # Errors
    /// A bad item if there are too many.
    pub fn object(self) -> Result<Content> {
        let kind = match self.layout {
            Layout::Extended => Kind::ExtendedContentDescription,
            Layout::Metadata => Kind::Metadata,
            Layout::Library => Kind::MetadataLibrary,
        };
        let count = u16::try_from(self.count).map_err(|_| bad_item("too many attributes"))?;
        let mut writer = Writer::default();
        writer.put(&object_head(kind.guid(), self.writer.len() + 2));
        writer.put(&count.to_le_bytes());
        writer.append(&self.writer.finish());
        Ok(writer.finish())
    }
}

/// Writes over bytes that were written before.
fn patch(out: &mut [u8], at: usize, bytes: &[u8]) {
    let place = out.get_mut(at..).unwrap_or_default();
    place.iter_mut().zip(bytes).for_each(|(old, new)| *old = *new);
}

fn too_long() -> Error {
    bad_item("the value of an attribute is too long")
}

/// A content description object of these texts.
///
/// # Errors
/// A bad item for a text that is too long.
pub fn description(texts: [Option<&str>; NAMES.len()]) -> Result<Content> {
    let mut data = vec![0; NAMES.len() * 2];
    for (number, text) in texts.into_iter().enumerate() {
        let before = data.len();
        if let Some(text) = text {
            put_unicode(&mut data, text);
        }
        let len = u16::try_from(data.len() - before).map_err(|_| too_long())?;
        patch(&mut data, number * 2, &len.to_le_bytes());
    }
    Ok(object(Kind::ContentDescription.guid(), &data.into()))
}

/// A header extension around these objects (section 3.4).
///
/// # Errors
/// A bad header if they are too large.
pub fn extension(objects: &Content) -> Result<Content> {
    let len = u32::try_from(objects.len())
        .map_err(|_| bad_header("the header extension is too large"))?;
    let mut writer = Writer::default();
    writer.put(&object_head(Kind::HeaderExtension.guid(), objects.len() + EXTENSION_HEAD));
    writer.put(&RESERVED.0);
    writer.put(&6u16.to_le_bytes());
    writer.put(&len.to_le_bytes());
    writer.append(objects);
    Ok(writer.finish())
}

/// The four tag objects as they are to be written.
#[derive(Debug)]
pub struct TagObjects {
    pub description: Content,
    pub extended: Content,
    pub metadata: Content,
    pub library: Content,
}

/// Objects to be written into a header, and how many they are.
#[derive(Debug, Default)]
pub struct Objects {
    writer: Writer,
    count: usize,
}

impl Objects {
    pub fn push(&mut self, object: &Content) {
        self.writer.append(object);
        self.count += 1;
    }

    /// The objects, one behind the other.
    pub fn finish(self) -> Content {
        self.writer.finish()
    }
}

/// How many tag objects there are, at any depth.
fn tag_objects(objects: &[Object<'_>]) -> usize {
    let count = |object: &Object<'_>| match object.kind {
        Some(
            Kind::ContentDescription
            | Kind::ExtendedContentDescription
            | Kind::Metadata
            | Kind::MetadataLibrary,
        ) => 1,
        _ => tag_objects(object.objects),
    };
    objects.iter().map(count).sum()
}

/// The objects of a file with its attributes exchanged: padding is left out, tag objects that are
/// missing stand at the end, everything else is as it was. `share` gives shared slices of the
/// file's bytes.
///
/// # Errors
/// A bad header if the header extension becomes too large, a limit if all attributes would have to
/// be written many times.
pub fn exchange(
    objects: &[Object<'_>],
    tags: &TagObjects,
    share: &dyn Fn(&[u8]) -> Option<Bytes>,
) -> Result<Objects> {
    if tag_objects(objects) > MAX_TAG_OBJECTS {
        let reason = "the header has too many objects for tags";
        return Err(Error::new(Format::Asf, error::Kind::Limit, reason));
    }
    let lists = [&tags.description, &tags.extended, &tags.metadata, &tags.library];
    let room = lists.iter().map(|list| list.len().min(SHARED)).sum::<usize>() + ROOM;
    let mut written = Objects { writer: Writer::with_room(room), count: 0 };
    let has = |objects: &[Object<'_>], kind| objects.iter().any(|one| one.kind == Some(kind));
    let mut is_first = true;
    for object in objects.iter().filter(|object| object.kind != Some(Kind::Padding)) {
        if object.kind == Some(Kind::HeaderExtension) && std::mem::take(&mut is_first) {
            let mut inner = again_all(object.objects, tags, share)?;
            if !has(object.objects, Kind::Metadata) {
                inner.append(&tags.metadata);
            }
            if !has(object.objects, Kind::MetadataLibrary) {
                inner.append(&tags.library);
            }
            written.push(&extension(&inner.finish())?);
        } else {
            again(&mut written.writer, object, tags, share)?;
            written.count += 1;
        }
    }
    if !has(objects, Kind::ContentDescription) {
        written.push(&tags.description);
    }
    if !has(objects, Kind::ExtendedContentDescription) {
        written.push(&tags.extended);
    }
    if is_first {
        let mut inner = Writer::default();
        inner.append(&tags.metadata);
        inner.append(&tags.library);
        written.push(&extension(&inner.finish())?);
    }
    Ok(written)
}

/// The objects of a header extension, without padding.
fn again_all(
    objects: &[Object<'_>],
    tags: &TagObjects,
    share: &dyn Fn(&[u8]) -> Option<Bytes>,
) -> Result<Writer> {
    let mut writer = Writer::default();
    for object in objects.iter().filter(|object| object.kind != Some(Kind::Padding)) {
        again(&mut writer, object, tags, share)?;
    }
    Ok(writer)
}

fn again(
    writer: &mut Writer,
    object: &Object<'_>,
    tags: &TagObjects,
    share: &dyn Fn(&[u8]) -> Option<Bytes>,
) -> Result<()> {
    match object.kind {
        Some(Kind::ContentDescription) => writer.append(&tags.description),
        Some(Kind::ExtendedContentDescription) => writer.append(&tags.extended),
        Some(Kind::Metadata) => writer.append(&tags.metadata),
        Some(Kind::MetadataLibrary) => writer.append(&tags.library),
        Some(Kind::HeaderExtension) => {
            let inner = again_all(object.objects, tags, share)?;
            writer.append(&extension(&inner.finish())?);
        }
        _ => {
            writer.put(&object_head(object.guid, object.data.len()));
            let shared = if object.data.len() < SHARED { None } else { share(object.data) };
            match shared {
                Some(bytes) => writer.share(bytes),
                None => writer.put(object.data),
            }
        }
    }
    Ok(())
}

/// Bytes of a header around `objects`, with an empty padding object.
pub fn header_len(objects: &Objects) -> usize {
    HEADER_HEAD + objects.writer.len() + OBJECT_HEAD
}

/// A header object with these objects and `padding` zeros in a padding object behind them.
///
/// # Errors
/// A bad header if there are too many objects.
pub fn header(objects: Objects, padding: usize) -> Result<Content> {
    let size = (header_len(&objects) as u64).saturating_add(padding as u64);
    let count = u32::try_from(objects.count.saturating_add(1))
        .map_err(|_| bad_header("too many objects"))?;
    let mut writer = Writer::with_room(objects.writer.scratch.len() + HEADER_HEAD + OBJECT_HEAD);
    writer.put(&Kind::Header.guid().0);
    writer.put(&size.to_le_bytes());
    writer.put(&count.to_le_bytes());
    writer.put(&[1, 2]);
    writer.append(&objects.finish());
    writer.put(&object_head(Kind::Padding.guid(), padding));
    let mut content = writer.finish();
    content.push_zeros(padding);
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_utf16() {
        let unicode = |text| Data::Text(text).to_vec();
        assert_eq!(unicode("ab"), b"a\0b\0\0\0");
        assert_eq!(unicode("a\u{e9}\u{1f600}"), b"a\0\xe9\0\x3d\xd8\x00\xde\0\0");
        assert_eq!(unicode(""), b"\0\0");
    }

    #[test]
    fn layouts_of_attributes() -> Result<()> {
        let list = |layout, name: &str, value: Data<'_>| {
            let mut list = List::new(layout);
            list.add(name, Type::Word, 1, 2, value)?;
            Ok::<_, Error>(list.finish().to_vec())
        };
        let entry = |layout| list(layout, "a", Data::number(7, 2));
        assert_eq!(entry(Layout::Extended)?, b"\x04\0a\0\0\0\x05\0\x02\0\x07\0");
        let metadata = b"\0\0\x02\0\x04\0\x05\0\x02\0\0\0a\0\0\0\x07\0";
        assert_eq!(entry(Layout::Metadata)?, metadata);
        let library = b"\x01\0\x02\0\x04\0\x05\0\x02\0\0\0a\0\0\0\x07\0";
        assert_eq!(entry(Layout::Library)?, library);
        let long = Data::Bytes(vec![0; 1 << 16].into());
        assert!(list(Layout::Extended, "a", long.clone()).is_err());
        assert!(list(Layout::Library, "a", long).is_ok());
        assert!(list(Layout::Library, &"n".repeat(1 << 15), Data::number(0, 2)).is_err());
        Ok(())
    }

    #[test]
    fn large_values_are_not_copied() -> Result<()> {
        let large = Bytes::from(vec![7; SHARED]);
        let mut list = List::new(Layout::Library);
        list.add("a", Type::ByteArray, 0, 0, Data::Bytes(large.clone()))?;
        let mut objects = Objects::default();
        objects.push(&extension(&list.object()?)?);
        let shares = |piece: &Piece| match piece {
            Piece::Bytes(bytes) => bytes.as_ptr() == large.as_ptr(),
            Piece::Zeros(_) => false,
        };
        assert!(header(objects, 9)?.pieces().iter().any(shares));
        Ok(())
    }
}
