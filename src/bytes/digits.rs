//! Decimal digits of every script, as Python's `int()` and `str.isdecimal()` know them.

/// The zeros of all runs of ten digits beyond ASCII: Unicode Character Database, version 14,
/// characters of category Nd whose decimal value is 0.
const ZEROS: [u32; 65] = [
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
    0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x1_04a0, 0x1_0d30, 0x1_1066, 0x1_10f0, 0x1_1136, 0x1_11d0, 0x1_12f0, 0x1_1450, 0x1_14d0,
    0x1_1650, 0x1_16c0, 0x1_1730, 0x1_18e0, 0x1_1950, 0x1_1c50, 0x1_1d50, 0x1_1da0, 0x1_6a60,
    0x1_6ac0, 0x1_6b50, 0x1_d7ce, 0x1_d7d8, 0x1_d7e2, 0x1_d7ec, 0x1_d7f6, 0x1_e140, 0x1_e2f0,
    0x1_e950, 0x1_fbf0,
];

/// The value of a decimal digit, 0 to 9, or nothing for any other character.
pub fn decimal(character: char) -> Option<u8> {
    let code = u32::from(character);
    if code < 0x80 {
        return character.to_digit(10).map(|digit| digit as u8);
    }
    let run = ZEROS.partition_point(|&zero| zero <= code).checked_sub(1)?;
    let value = code.checked_sub(*ZEROS.get(run)?)?;
    (value < 10).then_some(value as u8)
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn digits_of_several_scripts() {
        assert_eq!("09٣७𝟗".chars().map(decimal).collect::<Vec<_>>(), [0, 9, 3, 7, 9].map(Some));
        assert_eq!("a²½一Ⅷ".chars().find_map(decimal), None);
    }
}
