//! Single bits of a slice, the highest of each byte first.

/// Reads bits from the front of a byte slice. Every method gives `None` instead of panicking.
#[derive(Clone, Copy, Debug)]
pub struct Bits<'a> {
    data: &'a [u8],
    /// In bits. Beyond the end of the data, if so many bytes were skipped.
    position: u64,
}

impl<'a> Bits<'a> {
    pub const fn new(data: &'a [u8]) -> Self {
        Self { data, position: 0 }
    }

    /// How many bits were read or skipped.
    pub const fn position(&self) -> u64 {
        self.position
    }

    const fn len(&self) -> u64 {
        (self.data.len() as u64).saturating_mul(8)
    }

    /// The next bits as a number, at most 32 of them.
    pub fn take(&mut self, count: u32) -> Option<u32> {
        debug_assert!(count <= u32::BITS);
        if count == 0 {
            return Some(0);
        }
        let end = self.position.checked_add(u64::from(count))?;
        let (first, last) = (self.position / 8, end.div_ceil(8));
        // Five bytes at the most.
        let bytes = self.data.get(usize::try_from(first).ok()?..usize::try_from(last).ok()?)?;
        let value = bytes.iter().fold(0u64, |value, &byte| value << 8 | u64::from(byte));
        self.position = end;
        // The bits behind those that were asked for go, and those before them.
        let value = value >> (last * 8 - end);
        Some((value & (u64::from(u32::MAX) >> (u32::BITS - count))) as u32)
    }

    /// The next bit.
    pub fn flag(&mut self) -> Option<bool> {
        self.take(1).map(|bit| bit == 1)
    }

    /// The next 8 times `count` bits, which must begin with a byte.
    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        debug_assert!(self.position.is_multiple_of(8));
        let start = usize::try_from(self.position / 8).ok()?;
        let taken = self.data.get(start..start.checked_add(count)?)?;
        self.position = (start as u64 + count as u64).checked_mul(8)?;
        Some(taken)
    }

    /// Passes over bits. As in mutagen, whole bytes may be skipped that are not there; the next
    /// read of a bit notices.
    pub fn skip(&mut self, count: u32) -> Option<()> {
        let end = self.position.checked_add(u64::from(count))?;
        if !end.is_multiple_of(8) && end > self.len() {
            return None;
        }
        self.position = end;
        Some(())
    }

    /// Goes on to the next whole byte.
    pub const fn align(&mut self) {
        self.position = self.position.next_multiple_of(8);
    }

    /// The bytes from here on, from the next whole one.
    pub fn rest(&self) -> &'a [u8] {
        let start = usize::try_from(self.position.div_ceil(8)).ok();
        start.and_then(|start| self.data.get(start..)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;
    use proptest::prelude::*;

    #[test]
    fn numbers_cross_bytes() {
        let mut bits = Bits::new(&[0b1010_0001, 0b1000_0000, 0xff, 7]);
        assert_eq!(bits.take(3), Some(0b101));
        assert_eq!(bits.take(6), Some(0b11));
        assert_eq!((bits.flag(), bits.position()), (Some(false), 10));
        bits.align();
        assert_eq!((bits.rest(), bits.bytes(1)), (&[0xff, 7][..], Some(&[0xff][..])));
        assert_eq!((bits.take(9), bits.take(8), bits.take(1)), (None, Some(7), None));
        assert_eq!((bits.take(0), bits.bytes(1), bits.rest()), (Some(0), None, &[][..]));
    }

    #[test]
    fn skips_beyond_the_end_are_noticed_late() {
        let mut bits = Bits::new(&[0]);
        assert_eq!(bits.skip(80), Some(()));
        assert_eq!((bits.position(), bits.take(0), bits.skip(8)), (80, Some(0), Some(())));
        assert_eq!((bits.take(1), bits.skip(9)), (None, None));
    }

    proptest! {
        #[test]
        fn never_panics(
            data in prop::collection::vec(any::<u8>(), 0..20),
            steps in prop::collection::vec((0u8..5, 0u32..=32), 0..32),
        ) {
            let mut bits = Bits::new(&data);
            for (step, count) in steps {
                let before = bits.position();
                match step {
                    0 => prop_assert!(bits.take(count).is_none_or(|n| u64::from(n) < 1 << count)),
                    1 => prop_assert!(bits.skip(count).is_some() || !(before + u64::from(count)).is_multiple_of(8)),
                    2 => bits.align(),
                    3 => {
                        bits.align();
                        prop_assert!(bits.bytes(count as usize).is_none_or(|got| got.len() == count as usize));
                    }
                    _ => prop_assert!(bits.flag().is_some() || before >= 8 * data.len() as u64),
                }
                prop_assert!(bits.position() >= before);
                prop_assert!(bits.rest().len() <= data.len());
            }
        }
    }
}
