//! A comment header: its layout, and reading one without listing its comments.

use super::comment::{self, Comment, Errors};
use super::malformed;
use super::render::Writer;
use crate::bytes::{Cursor, Input};
use crate::error::{Error, Format, Kind, Result};
use crate::limits::VORBIS_COMMENTS;
use crate::splice::Content;
use bytes::Bytes;
use std::borrow::Cow;

/// How a header is taken that ends before it should.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Text that is cut off is an error. Otherwise the last comment may be shorter than it says,
    /// as mutagen has it in all formats but FLAC.
    pub whole: bool,
    /// A framing bit must follow.
    pub framing: bool,
}

/// Bytes of a header: of the vendor, or of the comment with that number.
#[derive(Clone, Copy, Debug)]
pub enum Part<B> {
    Vendor(B),
    Comment(u32, B),
}

fn number<I: Input>(input: &mut I) -> std::result::Result<u32, I::Error> {
    let bytes = input.take(4)?;
    let bytes = bytes.as_ref().first_chunk().filter(|_| bytes.as_ref().len() == 4);
    let number = bytes.copied().map(u32::from_le_bytes);
    number.ok_or_else(|| malformed("not a valid Vorbis comment").into())
}

fn text<I: Input>(input: &mut I, rules: Rules) -> std::result::Result<I::Bytes, I::Error> {
    let len = number(input)? as usize;
    let bytes = input.take(len)?;
    if rules.whole && bytes.as_ref().len() != len {
        return Err(malformed("a text of the Vorbis comment is cut off").into());
    }
    Ok(bytes)
}

/// Goes through a header and hands out its parts: the one place that knows the layout.
///
/// # Errors
/// Malformed for a header that ends too early, limit for one of too many comments, no header for
/// a framing bit that is missing; whatever the input and `visit` report.
pub fn walk<I: Input>(
    input: &mut I,
    rules: Rules,
    mut visit: impl FnMut(Part<I::Bytes>) -> std::result::Result<(), I::Error>,
) -> std::result::Result<(), I::Error> {
    visit(Part::Vendor(text(input, rules)?))?;
    for number in 0..number(input)? {
        if number == VORBIS_COMMENTS {
            let reason = "there are too many Vorbis comments";
            return Err(Error::new(Format::VorbisComment, Kind::Limit, reason).into());
        }
        visit(Part::Comment(number, text(input, rules)?))?;
    }
    if rules.framing {
        let byte = input.take(1)?;
        if byte.as_ref().first().is_none_or(|byte| byte & 1 == 0) {
            let reason = "framing bit is not set";
            return Err(Error::new(Format::VorbisComment, Kind::NoHeader, reason).into());
        }
    }
    Ok(())
}

/// A header that is known to be sound, kept as it stands in the file. Nothing is made for its
/// comments before they are asked for, so it takes no more memory than its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Comments<'a> {
    /// From the length of the vendor to the last comment, without a framing bit.
    bytes: &'a [u8],
}

impl<'a> Comments<'a> {
    /// Reads the header that `cursor` is at.
    ///
    /// # Errors
    /// As [`walk`].
    pub fn read(cursor: &mut Cursor<'a>, rules: Rules) -> Result<Self> {
        let before = cursor.rest();
        walk(cursor, rules, |_| Ok(()))?;
        let len = before.len() - cursor.len() - usize::from(rules.framing);
        Ok(Self { bytes: before.get(..len).unwrap_or_default() })
    }

    /// The header that takes all of `bytes`, as was found out when it was walked through before.
    pub const fn known(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// The header as it stands in the file.
    pub const fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    fn parts(self, visit: impl FnMut(Part<&'a [u8]>) -> Result<()>) -> Result<()> {
        walk(&mut Cursor::new(self.bytes), Rules { whole: false, framing: false }, visit)
    }

    /// The name of the program that wrote the audio; bytes that are not UTF-8 are replaced.
    pub fn vendor(self) -> Cow<'a, str> {
        let mut cursor = Cursor::new(self.bytes);
        let len = cursor.u32_le().unwrap_or_default();
        String::from_utf8_lossy(cursor.take_up_to(len as usize))
    }

    /// Hands out the comments, mistakes replaced ([`Errors::Replace`]).
    ///
    /// # Errors
    /// What `visit` reports.
    pub fn each<E: From<Error>>(
        self,
        mut visit: impl FnMut(Comment<'a>) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let mut failed = None;
        let walked = self.parts(|part| {
            if let (Part::Comment(number, bytes), None) = (part, &failed)
                && let Some(comment) = Comment::read(number, bytes, Errors::Replace)?
            {
                failed = visit(comment).err();
            }
            Ok(())
        });
        failed.map_or_else(|| walked.map_err(E::from), Err)
    }

    /// The header as it is written: as it stands if it has no mistakes, else with its comments
    /// as they were read. `share` gives a shared slice of bytes that stand in a buffer.
    ///
    /// # Errors
    /// Malformed if the repaired header is too large for the format.
    pub fn render(self, share: impl Fn(&[u8]) -> Option<Bytes>) -> Result<Content> {
        if self.is_canonical() {
            let bytes = share(self.bytes);
            return Ok(bytes.unwrap_or_else(|| Bytes::copy_from_slice(self.bytes)).into());
        }
        let mut writer = Writer::new(self.vendor().as_bytes())?;
        self.each(|Comment { key, value }| writer.add(key.as_bytes(), value.as_bytes(), || None))?;
        Ok(writer.finish(false))
    }

    /// Whether writing the comments would give the same bytes.
    fn is_canonical(self) -> bool {
        let whole = Rules { whole: true, framing: false };
        let broken = || malformed("not as it is written");
        let checked = walk(&mut Cursor::new(self.bytes), whole, |part| match part {
            Part::Vendor(bytes) => comment::text(bytes, Errors::Strict).map(drop),
            Part::Comment(_, bytes) if Comment::is_canonical(bytes) => Ok(()),
            Part::Comment(..) => Err(broken()),
        });
        checked.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LAX: Rules = Rules { whole: false, framing: false };
    const WHOLE: Rules = Rules { whole: true, framing: false };
    const FRAMED: Rules = Rules { whole: false, framing: true };

    fn header(vendor: &[u8], comments: &[&[u8]]) -> Vec<u8> {
        let text = |text: &[u8]| [&(text.len() as u32).to_le_bytes(), text].concat();
        let mut bytes = text(vendor);
        bytes.extend_from_slice(&(comments.len() as u32).to_le_bytes());
        for comment in comments {
            bytes.extend(text(comment));
        }
        bytes
    }

    type Listed = (String, Vec<(String, String)>);

    fn list(comments: Comments<'_>) -> Result<Listed> {
        let mut pairs = Vec::new();
        comments.each(|Comment { key, value }| {
            pairs.push((key.into_owned(), value.into_owned()));
            Ok::<_, Error>(())
        })?;
        Ok((comments.vendor().into_owned(), pairs))
    }

    fn read(bytes: &[u8], rules: Rules) -> Result<Listed> {
        list(Comments::read(&mut Cursor::new(bytes), rules)?)
    }

    #[test]
    fn order_and_repetition_are_kept() -> Result<()> {
        let bytes = header(b"me", &[b"b=1", b"A=2", b"B=1", b"no key", b"=no", b"b=1"]);
        let pairs = [("b", "1"), ("A", "2"), ("B", "1"), ("unknown3", "no key"), ("b", "1")];
        let pairs = pairs.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(read(&bytes, WHOLE)?, ("me".to_owned(), pairs.to_vec()));
        Ok(())
    }

    #[test]
    fn headers_that_end_too_early() {
        let bytes = header(b"me", &[b"key=value"]);
        for len in 0..bytes.len() {
            assert!(read(&bytes[..len], WHOLE).is_err());
            // The length of the only comment ends at 14: beyond, less of it is no mistake.
            assert_eq!(read(&bytes[..len], LAX).is_ok(), len >= 14, "{len}");
        }
    }

    #[test]
    fn framing() {
        let bytes = |framing: &[u8]| [&header(b"", &[b"a=b"])[..], framing].concat();
        assert!(read(&bytes(&[1]), FRAMED).is_ok());
        for missing in [&bytes(&[]), &bytes(&[0xfe])] {
            let refused = read(missing, FRAMED).map_err(|error| error.kind);
            assert!(matches!(refused, Err(Kind::NoHeader)));
        }
        let bytes = bytes(&[1, 9]);
        let mut cursor = Cursor::new(&bytes);
        let kept = Comments::read(&mut cursor, FRAMED).map(Comments::bytes);
        assert_eq!(kept.ok(), bytes.get(..bytes.len() - 2));
        assert_eq!(cursor.rest(), &[9]);
    }

    #[test]
    fn lengths_that_lie() {
        for bytes in [&b"\xff\xff\xff\xff"[..], b"\0\0\0\0\xff\xff\0\0\0\0\0\0"] {
            assert!(matches!(read(bytes, LAX).map_err(|error| error.kind), Err(Kind::Malformed)));
        }
        let texts = vec![0; 4 * VORBIS_COMMENTS as usize + 4];
        let many = [&[0; 4][..], &(VORBIS_COMMENTS + 1).to_le_bytes(), &texts].concat();
        assert!(matches!(read(&many, LAX).map_err(|error| error.kind), Err(Kind::Limit)));
    }

    proptest! {
        /// Any bytes give a result or an error, and what was read is written as it will be read.
        #[test]
        fn arbitrary_bytes(
            vendor in prop::collection::vec(any::<u8>(), 0..8),
            comments in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 0..5),
            cut in 0usize..40,
        ) {
            let comments: Vec<&[u8]> = comments.iter().map(Vec::as_slice).collect();
            let mut bytes = header(&vendor, &comments);
            bytes.truncate(bytes.len().saturating_sub(cut));
            let mut cursor = Cursor::new(&bytes);
            if let Ok(comments) = Comments::read(&mut cursor, LAX) {
                let written = comments.render(|_| None).map(|content| content.to_vec());
                let written = written.unwrap_or_default();
                prop_assert_eq!(read(&written, WHOLE).ok(), list(comments).ok());
                prop_assert!(written == comments.bytes() || !comments.is_canonical());
            }
        }
    }
}
