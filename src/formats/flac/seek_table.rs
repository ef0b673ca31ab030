//! Points to start decoding from (RFC 9639, section 8.5).

use crate::bytes::Cursor;

/// Length of a point in bytes.
pub const POINT_LEN: usize = 18;

/// A point of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeekPoint {
    /// Number of the first sample in the frame; all bits set for a place that is kept free.
    pub first_sample: u64,
    /// Of the frame, from the first frame on.
    pub byte_offset: u64,
    pub num_samples: u16,
}

/// A table without what may follow its last whole point.
pub fn whole_points(table: &[u8]) -> &[u8] {
    table.get(..table.len() - table.len() % POINT_LEN).unwrap_or_default()
}

/// The whole points of a table.
pub fn points(table: &[u8]) -> impl Iterator<Item = SeekPoint> {
    table.chunks_exact(POINT_LEN).filter_map(|bytes| {
        let mut cursor = Cursor::new(bytes);
        let (first_sample, byte_offset) = (cursor.u64_be()?, cursor.u64_be()?);
        Some(SeekPoint { first_sample, byte_offset, num_samples: cursor.u16_be()? })
    })
}

/// A table of these points.
pub fn render(points: &[SeekPoint]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(points.len() * POINT_LEN);
    for point in points {
        bytes.extend_from_slice(&point.first_sample.to_be_bytes());
        bytes.extend_from_slice(&point.byte_offset.to_be_bytes());
        bytes.extend_from_slice(&point.num_samples.to_be_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn round_trip(table in prop::collection::vec(any::<u8>(), 0..100)) {
            let listed: Vec<_> = points(&table).collect();
            prop_assert_eq!(listed.len(), table.len() / POINT_LEN);
            prop_assert_eq!(render(&listed), whole_points(&table));
        }
    }
}
