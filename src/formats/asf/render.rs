//! Writing: the only place that puts bytes of ASF together.

use super::attribute::{Layout, NAMES, Type, Value};
use super::guid::Guid;
use super::object::{EXTENSION_HEAD, HEADER_HEAD, OBJECT_HEAD, Object};
use super::table::{Kind, RESERVED};
use super::{bad_header, bad_item};
use crate::error::{self, Error, Format, Result};
use crate::limits::{MAX_TAG_OBJECTS, SHARED};
use crate::splice::{Content, Piece};
use bytes::Bytes;

/// Joins what is small, and shares what is large.
#[derive(Debug, Default)]
struct Writer {
    content: Content,
    /// Bytes behind the content that are not part of it yet.
    scratch: Vec<u8>,
}

impl Writer {
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

/// Text in UTF-16, with a zero behind it.
pub fn unicode(text: &str) -> Vec<u8> {
    if text.is_ascii() {
        let mut bytes = vec![0; text.len() * 2 + 2];
        for ([low, _], byte) in bytes.as_chunks_mut().0.iter_mut().zip(text.bytes()) {
            *low = byte;
        }
        return bytes;
    }
    let mut bytes = Vec::with_capacity(text.len() * 2 + 2);
    for unit in text.encode_utf16().chain([0]) {
        bytes.extend_from_slice(&unit.to_le_bytes());
    }
    bytes
}

/// A value as it is written; Boolean values are wide in an extended content description.
pub fn value(value: Value<'_>, wide_bool: bool) -> Vec<u8> {
    match value {
        Value::Unicode(text) => unicode(&text.decode()),
        Value::ByteArray(bytes) | Value::Guid(bytes) => bytes.to_vec(),
        Value::Bool(value) if wide_bool => u32::from(value).to_le_bytes().to_vec(),
        Value::Bool(value) => u16::from(value).to_le_bytes().to_vec(),
        Value::DWord(number) => number.to_le_bytes().to_vec(),
        Value::QWord(number) => number.to_le_bytes().to_vec(),
        Value::Word(number) => number.to_le_bytes().to_vec(),
    }
}

/// An attribute to be written.
#[derive(Clone, Debug)]
pub struct Entry {
    /// All that stands before the value.
    head: Vec<u8>,
    value: Bytes,
}

impl Entry {
    /// An attribute whose value has these bytes. A language counts only in a library, a stream
    /// also in a metadata object.
    ///
    /// # Errors
    /// A bad item if name or value are too long for the layout.
    pub fn new(
        layout: Layout,
        name: &str,
        kind: Type,
        language: u16,
        stream: u16,
        value: Bytes,
    ) -> Result<Self> {
        let name = unicode(name);
        let name_len = u16::try_from(name.len())
            .map_err(|_| bad_item("the name of an attribute is too long"))?
            .to_le_bytes();
        let kind = (kind as u16).to_le_bytes();
        let head = if layout == Layout::Extended {
            let len = u16::try_from(value.len()).map_err(|_| too_long())?.to_le_bytes();
            [&name_len[..], &name, &kind, &len].concat()
        } else {
            let len = u32::try_from(value.len()).map_err(|_| too_long())?.to_le_bytes();
            let language = if layout == Layout::Library { language } else { 0 };
            let (language, stream) = (language.to_le_bytes(), stream.to_le_bytes());
            [&language[..], &stream, &name_len, &kind, &len, &name].concat()
        };
        Ok(Self { head, value })
    }

    /// An attribute that somebody else has written.
    pub fn written(bytes: Bytes) -> Self {
        Self { head: Vec::new(), value: bytes }
    }

    /// All bytes of the attribute.
    pub fn to_vec(&self) -> Vec<u8> {
        [&self.head[..], &self.value].concat()
    }
}

fn too_long() -> Error {
    bad_item("the value of an attribute is too long")
}

/// A content description object of these texts.
///
/// # Errors
/// A bad item for a text that is too long.
pub fn description(texts: [Option<&str>; NAMES.len()]) -> Result<Content> {
    let texts = texts.map(|text| text.map(unicode).unwrap_or_default());
    let mut data = Vec::new();
    for text in &texts {
        let len = u16::try_from(text.len()).map_err(|_| too_long())?;
        data.extend_from_slice(&len.to_le_bytes());
    }
    data.extend(texts.iter().flatten());
    Ok(object(Kind::ContentDescription.guid(), &data.into()))
}

/// One of the other three tag objects, with these attributes.
///
/// # Errors
/// A bad item if there are too many.
pub fn list(layout: Layout, entries: &[Entry]) -> Result<Content> {
    let kind = match layout {
        Layout::Extended => Kind::ExtendedContentDescription,
        Layout::Metadata => Kind::Metadata,
        Layout::Library => Kind::MetadataLibrary,
    };
    let count = u16::try_from(entries.len()).map_err(|_| bad_item("too many attributes"))?;
    let len = entries.iter().map(|entry| entry.head.len() + entry.value.len()).sum::<usize>();
    let mut writer = Writer::default();
    writer.put(&object_head(kind.guid(), len + 2));
    writer.put(&count.to_le_bytes());
    for entry in entries {
        writer.put(&entry.head);
        writer.share(entry.value.clone());
    }
    Ok(writer.finish())
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
    pub content: Content,
    pub count: usize,
}

impl Objects {
    pub fn push(&mut self, object: &Content) {
        self.content.extend(object);
        self.count += 1;
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
    let mut written = Objects::default();
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
            let mut writer = Writer::default();
            again(&mut writer, object, tags, share)?;
            written.push(&writer.finish());
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
    HEADER_HEAD + objects.content.len() + OBJECT_HEAD
}

/// A header object with these objects and `padding` zeros in a padding object behind them.
///
/// # Errors
/// A bad header if there are too many objects.
pub fn header(objects: &Objects, padding: usize) -> Result<Content> {
    let size = (header_len(objects) as u64).saturating_add(padding as u64);
    let count = u32::try_from(objects.count.saturating_add(1))
        .map_err(|_| bad_header("too many objects"))?;
    let mut writer = Writer::default();
    writer.put(&Kind::Header.guid().0);
    writer.put(&size.to_le_bytes());
    writer.put(&count.to_le_bytes());
    writer.put(&[1, 2]);
    writer.append(&objects.content);
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
        assert_eq!(unicode("ab"), b"a\0b\0\0\0");
        assert_eq!(unicode("a\u{e9}\u{1f600}"), b"a\0\xe9\0\x3d\xd8\x00\xde\0\0");
        assert_eq!(unicode(""), b"\0\0");
    }

    #[test]
    fn layouts_of_attributes() -> Result<()> {
        let entry =
            |layout| Entry::new(layout, "a", Type::Word, 1, 2, Bytes::from_static(b"\x07\0"));
        assert_eq!(entry(Layout::Extended)?.to_vec(), b"\x04\0a\0\0\0\x05\0\x02\0\x07\0");
        let metadata = b"\0\0\x02\0\x04\0\x05\0\x02\0\0\0a\0\0\0\x07\0";
        assert_eq!(entry(Layout::Metadata)?.to_vec(), metadata);
        let library = b"\x01\0\x02\0\x04\0\x05\0\x02\0\0\0a\0\0\0\x07\0";
        assert_eq!(entry(Layout::Library)?.to_vec(), library);
        let long = Bytes::from(vec![0; 1 << 16]);
        assert!(Entry::new(Layout::Extended, "a", Type::ByteArray, 0, 0, long.clone()).is_err());
        assert!(Entry::new(Layout::Library, "a", Type::ByteArray, 0, 0, long).is_ok());
        assert!(
            Entry::new(Layout::Library, &"n".repeat(1 << 15), Type::Word, 0, 0, Bytes::new())
                .is_err()
        );
        Ok(())
    }

    #[test]
    fn large_values_are_not_copied() -> Result<()> {
        let large = Bytes::from(vec![7; SHARED]);
        let entry = Entry::new(Layout::Library, "a", Type::ByteArray, 0, 0, large.clone())?;
        let mut objects = Objects::default();
        objects.push(&extension(&list(Layout::Library, &[entry])?)?);
        let shares = |piece: &Piece| match piece {
            Piece::Bytes(bytes) => bytes.as_ptr() == large.as_ptr(),
            Piece::Zeros(_) => false,
        };
        assert!(header(&objects, 9)?.pieces().iter().any(shares));
        Ok(())
    }
}
