//! Text in the four encodings of ID3v2 (structure document, section 4), decoded into an arena.
//!
//! Text that is UTF-8 already is borrowed from the buffer; everything else is decoded once.

use super::put_utf16_le;
use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;
use memchr::memchr;

/// A text encoding; the discriminants are those of ID3v2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Latin1 = 0,
    /// UTF-16 with a byte order mark before every value.
    Utf16 = 1,
    /// Big-endian UTF-16 without a byte order mark.
    Utf16Be = 2,
    Utf8 = 3,
}

impl Encoding {
    pub const fn from_byte(byte: u8) -> Option<Self> {
        Some(match byte {
            0 => Self::Latin1,
            1 => Self::Utf16,
            2 => Self::Utf16Be,
            3 => Self::Utf8,
            _ => return None,
        })
    }
}

/// Byte order of UTF-16 units.
#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

/// What follows a value when no terminator does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unterminated {
    /// The value ends with the data, and usual mistakes of writers are repaired: a missing
    /// half of the terminator, a missing byte order mark.
    Accept,
    /// Not a value.
    Refuse,
}

/// Decodes one value and gives it with the data after its terminator. `None` if the bytes are
/// not text of that encoding.
pub fn read_terminated<'a>(
    arena: &'a Bump,
    encoding: Encoding,
    data: &'a [u8],
    unterminated: Unterminated,
) -> Option<(&'a str, &'a [u8])> {
    match encoding {
        Encoding::Latin1 | Encoding::Utf8 => {
            let (value, rest) = match memchr(0, data) {
                Some(end) => (data.get(..end)?, data.get(end.checked_add(1)?..)?),
                None if unterminated == Unterminated::Refuse => return None,
                None => (data, Default::default()),
            };
            let text = match encoding {
                Encoding::Latin1 => latin1(arena, value),
                _ => str::from_utf8(value).ok()?,
            };
            Some((text, rest))
        }
        Encoding::Utf16 => with_mark(arena, data, false, unterminated).or_else(|| {
            if unterminated == Unterminated::Refuse {
                return None;
            }
            with_mark(arena, data, true, unterminated)
                .or_else(|| units(arena, Order::Little, data, false))
                .or_else(|| units(arena, Order::Little, data, true))
        }),
        Encoding::Utf16Be => match unterminated {
            Unterminated::Refuse => strict_units(arena, Order::Big, data),
            Unterminated::Accept => units(arena, Order::Big, data, false)
                .or_else(|| units(arena, Order::Big, data, true)),
        },
    }
}

/// Latin-1 as UTF-8: borrowed where it is ASCII.
pub fn latin1<'a>(arena: &'a Bump, data: &'a [u8]) -> &'a str {
    if data.is_ascii() {
        return str::from_utf8(data).unwrap_or_default();
    }
    let mut text = ArenaString::with_capacity_in(latin1_len(data), arena);
    push_latin1(&mut text, data);
    text.into_bump_str()
}

/// Bytes that Latin-1 text has as UTF-8.
pub fn latin1_len(data: &[u8]) -> usize {
    data.len() + data.iter().filter(|byte| !byte.is_ascii()).count()
}

/// Appends Latin-1 text; the runs of ASCII in it as they are.
pub fn push_latin1(text: &mut ArenaString<'_>, data: &[u8]) {
    for run in data.chunk_by(|one, next| one.is_ascii() == next.is_ascii()) {
        match str::from_utf8(run) {
            Ok(ascii) if run.is_ascii() => text.push_str(ascii),
            _ => text.extend(run.iter().copied().map(char::from)),
        }
    }
}

/// UTF-16 whose order the mark at its beginning tells. `padded` adds a zero byte to the data.
fn with_mark<'a>(
    arena: &'a Bump,
    data: &'a [u8],
    padded: bool,
    unterminated: Unterminated,
) -> Option<(&'a str, &'a [u8])> {
    let (order, rest) = match data {
        [0xff, 0xfe, rest @ ..] => (Order::Little, rest),
        [0xfe, 0xff, rest @ ..] => (Order::Big, rest),
        // Nothing at all decodes to nothing.
        [] if !padded && unterminated == Unterminated::Accept => return Some(("", data)),
        _ => return None,
    };
    match unterminated {
        Unterminated::Refuse => strict_units(arena, order, rest),
        Unterminated::Accept => units(arena, order, rest, padded),
    }
}

/// Units up to a terminator that must be there.
fn strict_units<'a>(arena: &'a Bump, order: Order, data: &'a [u8]) -> Option<(&'a str, &'a [u8])> {
    let terminated = data.chunks_exact(2).any(|unit| unit == [0, 0]);
    if terminated { units(arena, order, data, false) } else { None }
}

/// Units up to a terminator or the end. A zero byte may complete the last unit, if `padded`.
fn units<'a>(
    arena: &'a Bump,
    order: Order,
    data: &'a [u8],
    padded: bool,
) -> Option<(&'a str, &'a [u8])> {
    let (pairs, odd) = data.as_chunks::<2>();
    if let Some(end) = pairs.iter().position(|pair| *pair == [0, 0]) {
        let text = decode(arena, order, pairs.get(..end)?, None)?;
        let rest = data.get(end.checked_add(1)?.checked_mul(2)?..)?;
        return Some((text, rest));
    }
    let last = match (odd, padded) {
        ([], false) => None,
        ([byte], true) => Some([*byte, 0]).filter(|pair| *pair != [0, 0]),
        // One byte too few or too many to be UTF-16.
        _ => return None,
    };
    Some((decode(arena, order, pairs, last)?, Default::default()))
}

/// Decodes units into the arena; `None` if a surrogate stands alone.
fn decode<'a>(
    arena: &'a Bump,
    order: Order,
    pairs: &[[u8; 2]],
    last: Option<[u8; 2]>,
) -> Option<&'a str> {
    let unit = |pair: [u8; 2]| match order {
        Order::Little => u16::from_le_bytes(pair),
        Order::Big => u16::from_be_bytes(pair),
    };
    // Most text is ASCII: the low bytes are the text.
    if last.is_none() && pairs.iter().fold(0, |all, &pair| all | unit(pair)) < 0x80 {
        let bytes = arena.alloc_slice_fill_iter(pairs.iter().map(|&pair| unit(pair) as u8));
        return str::from_utf8(bytes).ok();
    }
    let all = || pairs.iter().copied().chain(last).map(unit);
    // The exact length, so that the text neither moves nor leaves room behind it.
    let width = |unit: u16| match unit {
        ..0x80 => 1,
        ..0x800 | 0xd800..0xe000 => 2,
        _ => 3,
    };
    let bytes = arena.alloc_slice_fill_copy(all().map(width).sum(), 0);
    let mut rest = &mut *bytes;
    for character in char::decode_utf16(all()) {
        let character = character.ok()?;
        let (place, behind) = rest.split_at_mut_checked(character.len_utf8())?;
        character.encode_utf8(place);
        rest = behind;
    }
    str::from_utf8(bytes).ok()
}

/// Whether UTF-16 data is, at a glance, a mark and one string, with or without a terminator.
/// `false` for what only decoding can tell.
pub fn is_sound_utf16(data: &[u8]) -> bool {
    let [0xff, 0xfe, units @ ..] = data else { return false };
    // No terminator but the last unit, and no halves of surrogate pairs.
    let (units, odd) = units.as_chunks::<2>();
    let (mut zeros, mut surrogates) = (0usize, 0usize);
    for unit in units {
        let unit = u16::from_le_bytes(*unit);
        zeros += usize::from(unit == 0);
        surrogates += usize::from(unit & 0xf800 == 0xd800);
    }
    let ends = units.last() == Some(&[0, 0]);
    odd.is_empty() && surrogates == 0 && zeros == usize::from(ends)
}

/// Encodes `text`, without terminator; UTF-16 always little-endian behind a mark. `None` if a
/// character has no Latin-1 code.
pub fn encode(text: &str, encoding: Encoding, into: &mut Vec<u8>) -> Option<()> {
    match encoding {
        Encoding::Latin1 if text.is_ascii() => into.extend_from_slice(text.as_bytes()),
        Encoding::Latin1 => {
            for character in text.chars() {
                into.push(u8::try_from(u32::from(character)).ok()?);
            }
        }
        Encoding::Utf16 => {
            into.extend_from_slice(&[0xff, 0xfe]);
            put_utf16_le(into, text);
        }
        Encoding::Utf16Be => into.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
        Encoding::Utf8 => into.extend_from_slice(text.as_bytes()),
    }
    Some(())
}

/// The bytes that end a value of that encoding.
pub const fn terminator(encoding: Encoding) -> &'static [u8] {
    match encoding {
        Encoding::Latin1 | Encoding::Utf8 => &[0],
        Encoding::Utf16 | Encoding::Utf16Be => &[0, 0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(encoding: Encoding, data: &[u8]) -> Option<(String, Vec<u8>)> {
        let arena = Bump::new();
        read_terminated(&arena, encoding, data, Unterminated::Accept)
            .map(|(text, rest)| (text.to_owned(), rest.to_vec()))
    }

    #[allow(clippy::unnecessary_wraps)] // the form in which results are compared
    fn some(text: &str, rest: &[u8]) -> Option<(String, Vec<u8>)> {
        Some((text.to_owned(), rest.to_vec()))
    }

    #[test]
    fn repairs_of_utf16() {
        assert_eq!(read(Encoding::Utf16, b"\xff\xfea\0\0\0b"), some("a", b"b"));
        assert_eq!(read(Encoding::Utf16, b"\xff\xfea\0\0"), some("a", b""));
        assert_eq!(read(Encoding::Utf16, b"\xff\xfea"), some("a", b""));
        assert_eq!(read(Encoding::Utf16, b"a\0\0\0b\0"), some("a", b"b\0"));
        assert_eq!(read(Encoding::Utf16, b"a\0\0"), some("a", b""));
        assert_eq!(read(Encoding::Utf16, b""), some("", b""));
        assert_eq!(read(Encoding::Utf16, b"\0"), some("", b""));
        assert_eq!(read(Encoding::Utf16, b"\xfe\xff\0a\0\0"), some("a", b""));
        assert_eq!(read(Encoding::Utf16Be, b"\0a\0"), some("a", b""));
        assert_eq!(read(Encoding::Utf16, b"\xff\xfe\0\xd8"), None);
    }

    #[test]
    fn a_terminator_does_not_straddle_units() {
        assert_eq!(read(Encoding::Utf16, b"\xff\xfe\0a\0\0"), some("\u{6100}", b""));
    }

    proptest! {
        /// What was encoded decodes to the same text, with all that follows untouched.
        #[test]
        fn round_trip(text in "[^\0]{0,20}", code in 0u8..4, rest in prop::collection::vec(any::<u8>(), 0..9)) {
            let encoding = Encoding::from_byte(code).unwrap_or(Encoding::Utf8);
            let mut data = Vec::new();
            if encode(&text, encoding, &mut data).is_some() {
                data.extend_from_slice(terminator(encoding));
                data.extend_from_slice(&rest);
                prop_assert_eq!(read(encoding, &data), some(&text, &rest));
            }
        }

        /// Arbitrary bytes give text or nothing.
        #[test]
        fn arbitrary_bytes(data in prop::collection::vec(any::<u8>(), 0..40), code in 0u8..4) {
            let encoding = Encoding::from_byte(code).unwrap_or(Encoding::Utf8);
            let arena = Bump::new();
            for strictness in [Unterminated::Accept, Unterminated::Refuse] {
                if let Some((text, rest)) = read_terminated(&arena, encoding, &data, strictness) {
                    prop_assert!(rest.len() <= data.len());
                    prop_assert!(text.len() <= data.len() * 2 + 2);
                }
            }
        }
    }
}
