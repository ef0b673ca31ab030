//! Little-endian UTF-16 that is checked when it is read, and decoded when somebody asks.

/// Text in UTF-16, each surrogate in its pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Utf16Le<'a>(&'a [[u8; 2]]);

impl<'a> Utf16Le<'a> {
    /// All of `data`; nothing if a byte is left over or a surrogate stands alone.
    pub fn new(data: &'a [u8]) -> Option<Self> {
        let (units, odd) = data.as_chunks::<2>();
        // Surrogates are rare: looking at the high bytes alone is fast.
        let has_surrogates =
            units.iter().fold(0, |found, [_, high]| found | u8::from(high & 0xf8 == 0xd8)) != 0;
        let is_sound = || char::decode_utf16(Self(units).units()).all(|unit| unit.is_ok());
        (odd.is_empty() && (!has_surrogates || is_sound())).then_some(Self(units))
    }

    pub const fn as_bytes(self) -> &'a [u8] {
        self.0.as_flattened()
    }

    fn units(self) -> impl Iterator<Item = u16> {
        self.0.iter().map(|&unit| u16::from_le_bytes(unit))
    }

    /// The text without the zeros at its beginning and end.
    #[must_use]
    pub fn without_zeros(self) -> Self {
        let mut units = self.0;
        while let [[0, 0], rest @ ..] | [rest @ .., [0, 0]] = units {
            units = rest;
        }
        Self(units)
    }

    pub fn decode(self) -> String {
        if self.0.iter().fold(0, |all, &unit| all | u16::from_le_bytes(unit)) < 0x80 {
            let low: Vec<u8> = self.0.iter().map(|&[low, _]| low).collect();
            return String::from_utf8(low).unwrap_or_default();
        }
        char::decode_utf16(self.units()).filter_map(Result::ok).collect()
    }
}

/// Appends text in UTF-16. Iterating over its units takes twice as long.
pub fn put_utf16_le(out: &mut Vec<u8>, text: &str) {
    let start = out.len();
    // No text has more units than bytes; what is left is cut off.
    out.resize(start + text.len() * 2, 0);
    let (units, _) = out.get_mut(start..).unwrap_or_default().as_chunks_mut();
    if text.is_ascii() {
        units.iter_mut().zip(text.bytes()).for_each(|(unit, byte)| *unit = [byte, 0]);
        return;
    }
    let mut places = units.iter_mut();
    let mut put = |unit: u16| {
        if let Some(place) = places.next() {
            *place = unit.to_le_bytes();
        }
    };
    for character in text.chars() {
        match u16::try_from(u32::from(character)) {
            Ok(unit) => put(unit),
            Err(_) => character.encode_utf16(&mut [0; 2]).iter().for_each(|&unit| put(unit)),
        }
    }
    let unused = places.len() * 2;
    out.truncate(out.len() - unused);
}

#[cfg(test)]
mod tests {
    use super::{Utf16Le, put_utf16_le};
    use proptest::prelude::*;

    fn decoded(data: &[u8]) -> Option<String> {
        Utf16Le::new(data).map(|text| text.without_zeros().decode())
    }

    #[test]
    fn checked_and_trimmed() {
        assert_eq!(decoded(b"\0\0a\0\0\0\xe9\0\0\0\0\0").as_deref(), Some("a\0\u{e9}"));
        assert_eq!(decoded(b"\x3d\xd8\x00\xde").as_deref(), Some("\u{1f600}"));
        for empty in [&b""[..], b"\0\0", b"\0\0\0\0\0\0"] {
            assert_eq!(decoded(empty).as_deref(), Some(""));
        }
        for wrong in [&b"a"[..], b"a\0b", b"\x3d\xd8", b"\x00\xde\x3d\xd8", b"\x3d\xd8a\0"] {
            assert_eq!(decoded(wrong), None);
        }
    }

    proptest! {
        #[test]
        fn as_the_standard_library_has_it(data in prop::collection::vec(any::<u8>(), 0..24)) {
            let units: Vec<_> = data.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
            let whole = data.len() % 2 == 0;
            let expected = String::from_utf16(&units).ok().filter(|_| whole);
            prop_assert_eq!(Utf16Le::new(&data).map(Utf16Le::decode), expected);
        }

        #[test]
        fn round_trip(text in prop_oneof!["\\PC{0,12}", "[a-z]{0,12}"]) {
            let expected: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let mut data = vec![7];
            put_utf16_le(&mut data, &text);
            prop_assert_eq!(data.split_off(1), expected.clone());
            let data = expected;
            prop_assert_eq!(Utf16Le::new(&data).map(Utf16Le::decode), Some(text));
        }
    }
}
