//! A position in a slice that only moves forward and never past the end.

/// Reads from the front of a byte slice. Every method gives `None` instead of panicking.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub const fn new(data: &'a [u8]) -> Self {
        Self { rest: data }
    }

    /// What has not been read.
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub const fn len(&self) -> usize {
        self.rest.len()
    }

    /// The next `len` bytes, or nothing if fewer are left.
    pub fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    /// The next `len` bytes, or all that is left.
    pub fn take_up_to(&mut self, len: usize) -> &'a [u8] {
        let (taken, rest) =
            self.rest.split_at_checked(len).unwrap_or((self.rest, Default::default()));
        self.rest = rest;
        taken
    }

    /// All that is left.
    pub fn take_rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.rest)
    }

    /// The next `N` bytes as an array.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*taken)
    }

    pub fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub fn u16_be(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub fn i16_be(&mut self) -> Option<i16> {
        self.array().map(i16::from_be_bytes)
    }

    pub fn u24_be(&mut self) -> Option<u32> {
        self.array().map(|[high, middle, low]| u32::from_be_bytes([0, high, middle, low]))
    }

    pub fn u32_be(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub fn i32_be(&mut self) -> Option<i32> {
        self.array().map(i32::from_be_bytes)
    }

    pub fn u64_be(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    pub fn u16_le(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub fn i16_le(&mut self) -> Option<i16> {
        self.array().map(i16::from_le_bytes)
    }

    pub fn u32_le(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn i32_le(&mut self) -> Option<i32> {
        self.array().map(i32::from_le_bytes)
    }

    pub fn u64_le(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;
    use proptest::prelude::*;

    #[test]
    fn takes_in_order_and_stops_at_the_end() {
        let mut cursor = Cursor::new(&[1, 2, 3, 4, 5]);
        assert_eq!(cursor.u8(), Some(1));
        assert_eq!(cursor.u16_be(), Some(0x0203));
        assert_eq!(cursor.u32_be(), None);
        assert_eq!(cursor.take_up_to(9), &[4, 5]);
        assert_eq!(cursor.u8(), None);
    }

    #[test]
    fn both_byte_orders() {
        let data = [1, 2, 3, 4, 5, 6, 7, 8];
        let cursor = || Cursor::new(&data);
        assert_eq!(cursor().u24_be(), Some(0x01_0203));
        assert_eq!(cursor().u64_be(), Some(0x0102_0304_0506_0708));
        assert_eq!(cursor().u16_le(), Some(0x0201));
        assert_eq!(cursor().u32_le(), Some(0x0403_0201));
        assert_eq!(cursor().u64_le(), Some(0x0807_0605_0403_0201));
        let negative = [0xfe, 0xff, 0xff, 0xff];
        assert_eq!(Cursor::new(&negative).i16_le(), Some(-2));
        assert_eq!(Cursor::new(&negative).i32_le(), Some(-2));
        assert_eq!(Cursor::new(&[0xff, 0xff, 0xff, 0xfe]).i32_be(), Some(-2));
    }

    proptest! {
        /// Whatever is asked, in whatever order: no panic, and every byte comes out once.
        #[test]
        fn never_panics_and_never_repeats(
            data in prop::collection::vec(any::<u8>(), 0..64),
            steps in prop::collection::vec((0u8..6, any::<usize>()), 0..32),
        ) {
            let mut cursor = Cursor::new(&data);
            let mut seen = Vec::new();
            for (step, len) in steps {
                match step {
                    0 => seen.extend(cursor.u8()),
                    1 => seen.extend(cursor.array::<2>().into_iter().flatten()),
                    2 => seen.extend(cursor.array::<4>().into_iter().flatten()),
                    3 => seen.extend(cursor.take(len).unwrap_or_default()),
                    4 => seen.extend(cursor.take_up_to(len % 8)),
                    _ => seen.extend(cursor.take_rest()),
                }
            }
            seen.extend(cursor.rest());
            prop_assert_eq!(seen, data);
        }
    }
}
