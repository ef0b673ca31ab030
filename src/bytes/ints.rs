//! Integers with fewer than eight significant bits a byte.

/// Reads a big-endian integer of `bits` significant bits a byte, ignoring the others.
///
/// ID3v2.4 structure, section 6.2: sizes are "synchsafe", with seven bits a byte.
pub fn padded_be(bytes: &[u8], bits: u32) -> u64 {
    let mask = (1u64 << bits) - 1;
    bytes.iter().fold(0u64, |value, &byte| (value << bits) | (u64::from(byte) & mask))
}

/// The synchsafe integer in four bytes.
pub fn synchsafe(bytes: [u8; 4]) -> u32 {
    let [a, b, c, d] = bytes.map(|byte| u32::from(byte & 0x7f));
    (a << 21) | (b << 14) | (c << 7) | d
}

/// Whether the top bit of every byte is clear, as a synchsafe integer demands.
pub fn is_synchsafe(bytes: [u8; 4]) -> bool {
    bytes.iter().all(|byte| byte & 0x80 == 0)
}

/// The largest value that four synchsafe bytes can hold.
pub const SYNCHSAFE_MAX: u32 = (1 << 28) - 1;

/// Writes `value` as four synchsafe bytes; `None` if it needs more than 28 bits.
pub fn to_synchsafe(value: usize) -> Option<[u8; 4]> {
    let value = u32::try_from(value).ok().filter(|&value| value <= SYNCHSAFE_MAX)?;
    Some([21, 14, 7, 0].map(|shift| ((value >> shift) & 0x7f) as u8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn synchsafe_round_trip(value in 0..=SYNCHSAFE_MAX) {
            let bytes = to_synchsafe(value as usize).unwrap_or_default();
            prop_assert!(is_synchsafe(bytes));
            prop_assert_eq!(synchsafe(bytes), value);
        }
    }

    #[test]
    fn too_wide_is_refused() {
        assert_eq!(to_synchsafe(1 << 28), None);
    }

    #[test]
    fn ignored_bits() {
        assert_eq!(synchsafe([0xff; 4]), SYNCHSAFE_MAX);
        assert_eq!(padded_be(&[1, 0], 8), 256);
    }
}
