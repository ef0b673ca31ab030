//! Globally unique identifiers, which tell the kind of an object (section 2.1).

use std::fmt;

/// A GUID as it stands in a file: the first three of its fields in little-endian order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guid(pub [u8; 16]);

impl Guid {
    /// The GUID whose five groups of digits are these numbers; the last has 48 bits.
    #[allow(clippy::many_single_char_names)] // sixteen bytes in a row
    pub const fn new(first: u32, second: u16, third: u16, fourth: u16, fifth: u64) -> Self {
        let [a, b, c, d] = first.to_le_bytes();
        let [e, f] = second.to_le_bytes();
        let [g, h] = third.to_le_bytes();
        let [i, j] = fourth.to_be_bytes();
        let [_, _, k, l, m, n, o, p] = fifth.to_be_bytes();
        Self([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p])
    }

    /// Reads the usual notation: groups of 8, 4, 4, 4 and 12 hexadecimal digits, one character
    /// between them.
    pub fn from_text(text: &str) -> Option<Self> {
        if text.len() != 36 {
            return None;
        }
        let group = |start, end| u64::from_str_radix(text.get(start..end)?, 16).ok();
        let (first, second, third) = (group(0, 8)?, group(9, 13)?, group(14, 18)?);
        let (fourth, fifth) = (group(19, 23)?, group(24, 36)?);
        Some(Self::new(first as u32, second as u16, third as u16, fourth as u16, fifth))
    }
}

impl fmt::Display for Guid {
    #[allow(clippy::many_single_char_names)] // sixteen bytes in a row
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = self.0;
        let (first, second) = (u32::from_le_bytes([a, b, c, d]), u16::from_le_bytes([e, f]));
        let (third, fourth) = (u16::from_le_bytes([g, h]), u16::from_be_bytes([i, j]));
        let fifth = u64::from_be_bytes([0, 0, k, l, m, n, o, p]);
        write!(out, "{first:08X}-{second:04X}-{third:04X}-{fourth:04X}-{fifth:012X}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bytes_of_the_header_object() {
        let guid = Guid::from_text("75B22630-668E-11CF-A6D9-00AA0062CE6C");
        let bytes = *b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\x00\xaa\x00b\xcel";
        assert_eq!(guid, Some(Guid(bytes)));
        for wrong in
            ["", "75B22630-668E-11CF-A6D9-00AA0062CE6", "75B22630-668E-11CF-A6D9-00AA0062CE6G"]
        {
            assert_eq!(Guid::from_text(wrong), None);
        }
    }

    proptest! {
        #[test]
        fn text_round_trip(bytes: [u8; 16], junk in "\\PC{30,36}") {
            let text = Guid(bytes).to_string();
            prop_assert_eq!(Guid::from_text(&text), Some(Guid(bytes)));
            let _ = Guid::from_text(&junk);
        }
    }
}
