//! What a field holds, borrowed from the buffer, the arena, or a caller's values.

use super::tag::Tag;

/// An integer with a sign, of any width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    pub negative: bool,
    /// Big-endian magnitude.
    pub magnitude: &'a [u8],
}

/// The value of a field.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    Int(u64),
    /// A big-endian unsigned integer of more than eight bytes.
    Big(&'a [u8]),
    Float(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
    /// Values of a text frame; time stamps as they stand in the file.
    Texts(&'a [&'a str]),
    Pairs(&'a [(&'a str, &'a str)]),
    /// Text and the time it belongs to.
    Synced(&'a [(&'a str, u32)]),
    /// Type of event and its time.
    Events(&'a [(i8, u32)]),
    /// Frequency in hertz and adjustment in decibels.
    Adjustments(&'a [(f64, f64)]),
    Changes(&'a [Change<'a>]),
    Ints(&'a [u16]),
    Frames(&'a Tag<'a>),
}

impl<'a> Value<'a> {
    /// An unsigned integer from its big-endian bytes.
    pub fn from_be(bytes: &'a [u8]) -> Self {
        let significant = bytes.iter().position(|&byte| byte != 0).unwrap_or(bytes.len());
        let bytes = bytes.get(significant..).unwrap_or_default();
        if bytes.len() > 8 {
            return Self::Big(bytes);
        }
        Self::Int(bytes.iter().fold(0, |value, &byte| (value << 8) | u64::from(byte)))
    }

    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn texts(self) -> Option<&'a [&'a str]> {
        match self {
            Self::Texts(texts) => Some(texts),
            _ => None,
        }
    }
}

// Nodes live in a bump arena, which never runs Drop.
const _: () = assert!(!std::mem::needs_drop::<Value<'_>>());
