//! One comment: its key, its value, and what becomes of one that breaks the rules.

use crate::error::{Error, Format, Kind, Result};
use memchr::memchr;
use std::borrow::Cow;

/// What is done with text that is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errors {
    /// It is an error.
    Strict,
    /// Bytes that are not UTF-8 become U+FFFD, characters of a key that are not ASCII become
    /// question marks, and a comment without a key gets one.
    Replace,
    /// All that is left out.
    Ignore,
}

impl Errors {
    /// What Python calls `name`; names of its other ways are taken for the strict one.
    pub fn from_name(name: &str) -> Self {
        match name {
            "replace" => Self::Replace,
            "ignore" => Self::Ignore,
            _ => Self::Strict,
        }
    }
}

/// A comment with a valid key, in the case of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment<'a> {
    pub key: Cow<'a, str>,
    pub value: Cow<'a, str>,
}

/// Whether a comment may have this key: printable ASCII without `=` and `~`.
pub fn is_valid_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| matches!(byte, b' '..=b'}') && byte != b'=')
}

fn bad(reason: &'static str) -> Error {
    Error::new(Format::VorbisComment, Kind::Item, reason)
}

/// Bytes as text.
///
/// # Errors
/// A bad item for bytes that are not UTF-8, if that is an error.
pub fn text(bytes: &[u8], errors: Errors) -> Result<Cow<'_, str>> {
    match (simdutf8::basic::from_utf8(bytes), errors) {
        (Ok(text), _) => Ok(Cow::Borrowed(text)),
        (Err(_), Errors::Strict) => Err(bad("text is not UTF-8")),
        (Err(_), Errors::Replace) => Ok(String::from_utf8_lossy(bytes)),
        (Err(_), Errors::Ignore) => {
            Ok(Cow::Owned(bytes.utf8_chunks().map(|chunk| chunk.valid()).collect()))
        }
    }
}

/// The key with all characters that are not ASCII dealt with.
fn ascii(key: Cow<'_, str>, errors: Errors) -> Result<Cow<'_, str>> {
    if key.is_ascii() {
        return Ok(key);
    }
    match errors {
        Errors::Strict => Err(bad("key is not ASCII")),
        Errors::Replace => {
            let or_mark = |character: char| if character.is_ascii() { character } else { '?' };
            Ok(Cow::Owned(key.chars().map(or_mark).collect()))
        }
        Errors::Ignore => Ok(Cow::Owned(key.chars().filter(char::is_ascii).collect())),
    }
}

impl<'a> Comment<'a> {
    /// Reads the comment that stands in `bytes` as the one with that number, counted from zero.
    /// Nothing for one that is left out: its key is not valid.
    ///
    /// # Errors
    /// A bad item where that is an error.
    pub fn read(number: u32, bytes: &'a [u8], errors: Errors) -> Result<Option<Self>> {
        let (key, value) = match memchr(b'=', bytes) {
            Some(end) => {
                // Nearly all are like this, and need be looked through only once.
                if let Ok(text) = simdutf8::basic::from_utf8(bytes)
                    && let Some((key, value)) = text.split_at_checked(end)
                    && is_valid_key(key)
                {
                    let value = value.strip_prefix('=').unwrap_or_default();
                    return Ok(Some(Self { key: Cow::Borrowed(key), value: Cow::Borrowed(value) }));
                }
                let (key, value) = bytes.split_at_checked(end).unwrap_or_default();
                (
                    ascii(text(key, errors)?, errors)?,
                    text(value.strip_prefix(b"=").unwrap_or_default(), errors)?,
                )
            }
            None => match errors {
                Errors::Strict => return Err(bad("comment has no key")),
                Errors::Replace => (Cow::Owned(format!("unknown{number}")), text(bytes, errors)?),
                Errors::Ignore => return Ok(None),
            },
        };
        Ok(is_valid_key(&key).then_some(Self { key, value }))
    }

    /// Whether the comment that stands in `bytes` would be written like that.
    pub fn is_canonical(bytes: &[u8]) -> bool {
        simdutf8::basic::from_utf8(bytes)
            .ok()
            .and_then(|text| text.split_once('='))
            .is_some_and(|(key, _)| is_valid_key(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], errors: Errors) -> std::result::Result<Option<(String, String)>, &str> {
        Comment::read(7, bytes, errors)
            .map(|comment| comment.map(|c| (c.key.into_owned(), c.value.into_owned())))
            .map_err(|error| error.reason)
    }

    #[allow(clippy::unnecessary_wraps)] // the form in which results are compared
    fn pair(key: &str, value: &str) -> Option<(String, String)> {
        Some((key.to_owned(), value.to_owned()))
    }

    #[test]
    fn the_first_equals_sign_parts() {
        for errors in [Errors::Strict, Errors::Replace, Errors::Ignore] {
            assert_eq!(read(b"Key=a=b", errors), Ok(pair("Key", "a=b")));
            assert_eq!(read(b"Key=", errors), Ok(pair("Key", "")));
            assert_eq!(read(b"=value", errors), Ok(None));
            assert_eq!(read(b"a~b=value", errors), Ok(None));
        }
    }

    #[test]
    fn three_ways_with_mistakes() {
        let [strict, replace, ignore] = [Errors::Strict, Errors::Replace, Errors::Ignore];
        assert_eq!(read(b"abc", strict), Err("comment has no key"));
        assert_eq!(read(b"abc", replace), Ok(pair("unknown7", "abc")));
        assert_eq!(read(b"abc", ignore), Ok(None));
        assert_eq!(read(b"\xc2\xaak=c", strict), Err("key is not ASCII"));
        assert_eq!(read(b"\xc2\xaak=c", replace), Ok(pair("?k", "c")));
        assert_eq!(read(b"\xc2\xaak=c", ignore), Ok(pair("k", "c")));
        assert_eq!(read(b"k=a\xff\xe2\x82", strict), Err("text is not UTF-8"));
        assert_eq!(read(b"k=a\xff\xe2\x82", replace), Ok(pair("k", "a\u{fffd}\u{fffd}")));
        assert_eq!(read(b"k=a\xff\xe2\x82", ignore), Ok(pair("k", "a")));
    }

    #[test]
    fn keys() {
        for key in ["a", " ", "}", "!{}[]-_()*&"] {
            assert!(is_valid_key(key), "{key}");
        }
        for key in ["", "a~", "a=", "a\x1f", "a\x7f", "é"] {
            assert!(!is_valid_key(key), "{key}");
        }
    }
}
