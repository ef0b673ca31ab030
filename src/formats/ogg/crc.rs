//! The checksum of a page, and what becomes of it when the page gets another number.
//!
//! RFC 3533, section 6, field 7: a CRC of 32 bits with the generator polynomial `0x04c11db7`, most
//! significant bit first, begun with zero and not inverted, over the whole page with zeros where
//! the checksum stands.

use crc_fast::CrcAlgorithm;

const POLYNOMIAL: u32 = 0x04c1_1db7;

/// Where the number of a page stands in it; the four bytes of the checksum follow it.
pub const NUMBER_OFFSET: usize = 18;

/// The checksum of a page that has zeros where the checksum stands.
pub fn checksum(page: &[u8]) -> u32 {
    // POSIX `cksum` has the same CRC, but inverts it at the end; it is in the lower half.
    !(crc_fast::checksum(CrcAlgorithm::Crc32Cksum, page) as u32)
}

/// The product of two polynomials over GF(2), modulo the generator.
const fn times(one: u32, other: u32) -> u32 {
    let mut product = 0;
    let mut bit = 32;
    while bit > 0 {
        bit -= 1;
        let carry = 0u32.wrapping_sub(product >> 31);
        product = (product << 1) ^ (POLYNOMIAL & carry);
        product ^= one & 0u32.wrapping_sub((other >> bit) & 1);
    }
    product
}

/// The powers of `base` from 0 to 255.
#[allow(clippy::indexing_slicing)] // evaluated by the compiler
const fn powers(base: u32) -> [u32; 256] {
    let mut powers = [1; 256];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = times(powers[exponent - 1], base);
        exponent += 1;
    }
    powers
}

/// What `n` zero bytes behind a message multiply its checksum by, for `n` up to 255.
static ZEROS: [u32; 256] = powers(1 << 8);

/// The same for `256 * n` zero bytes.
static BLOCKS_OF_ZEROS: [u32; 256] = {
    let block = powers(1 << 8);
    powers(times(block[255], block[1]))
};

/// The checksum of a page of `len` bytes that had the checksum `old` and gets the number `to`
/// instead of `from`.
///
/// A CRC that begins with zero is linear: the two checksums differ by that of a page which is all
/// zeros but for the bits that differ between the numbers. So nothing else of the page matters,
/// and a checksum that was wrong stays wrong.
pub fn renumbered(old: u32, from: u32, to: u32, len: u16) -> u32 {
    // Numbers are little-endian, and the first byte of a message has the highest powers.
    let difference = (from ^ to).swap_bytes();
    let [blocks, rest] = len.saturating_sub(NUMBER_OFFSET as u16).to_be_bytes();
    let power = |table: &[u32; 256], exponent: u8| {
        table.get(usize::from(exponent)).copied().unwrap_or_default()
    };
    let shifted = times(difference, power(&ZEROS, rest));
    old ^ times(shifted, power(&BLOCKS_OF_ZEROS, blocks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_value() {
        assert_eq!(checksum(b"123456789"), 0x89a1_897f);
    }

    #[test]
    fn zeros_behind_a_message() {
        let message = |zeros: usize| [b"Ogg!".to_vec(), vec![0; zeros]].concat();
        for zeros in [0, 1, 255, 256, 257, 65_285] {
            let len = (zeros + NUMBER_OFFSET + 4) as u16;
            let number = u32::from_le_bytes(*b"Ogg!");
            assert_eq!(renumbered(0, 0, number, len), checksum(&message(zeros)), "{zeros}");
        }
    }

    proptest! {
        /// The new checksum is the one that a full computation over the renumbered page gives.
        #[test]
        fn same_as_computed_anew(
            page in prop::collection::vec(any::<u8>(), 27..3000),
            to in any::<u32>(),
        ) {
            let mut page = page;
            page[22..26].fill(0);
            let from = u32::from_le_bytes([page[18], page[19], page[20], page[21]]);
            let old = checksum(&page);
            page[18..22].copy_from_slice(&to.to_le_bytes());
            prop_assert_eq!(renumbered(old, from, to, page.len() as u16), checksum(&page));
        }
    }
}
