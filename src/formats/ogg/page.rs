//! One page: its header, its segment table, and what they say about the packets on it.

use super::crc;
use super::malformed;
use crate::bytes::Cursor;
use crate::error::Result;

/// What a page begins with (RFC 3533, section 6).
pub const MAGIC: &[u8; 4] = b"OggS";

/// Bytes of a header before the segment table.
pub const HEADER_LEN: usize = 27;

/// Segments of a page.
pub const MAX_SEGMENTS: usize = 255;

/// Bytes of a segment. A packet ends with the first segment that has fewer.
pub const SEGMENT_LEN: usize = 255;

/// Bytes of the largest page.
pub const MAX_LEN: usize = HEADER_LEN + MAX_SEGMENTS + MAX_SEGMENTS * SEGMENT_LEN;

/// Flag: the first packet began on an earlier page.
pub const CONTINUED: u8 = 1;

/// Flag: the first page of its stream.
pub const FIRST: u8 = 2;

/// Flag: the last page of its stream.
pub const LAST: u8 = 4;

/// The fields of a header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    pub version: u8,
    pub flags: u8,
    /// What the codec says about the last packet that ends on the page; -1 if none does.
    pub position: i64,
    /// Which logical stream the page belongs to.
    pub serial: u32,
    /// The number of the page within its stream.
    pub sequence: u32,
    pub checksum: u32,
}

impl Header {
    /// Reads the header at the start of `data`, and the number of segments.
    ///
    /// # Errors
    /// Malformed for less than a header, another magic, another version.
    pub fn parse(data: &[u8]) -> Result<(Self, u8)> {
        let short = || malformed("page header is cut off");
        let data = data.first_chunk::<HEADER_LEN>().ok_or_else(short)?;
        let mut cursor = Cursor::new(data);
        if cursor.array() != Some(*MAGIC) {
            return Err(malformed("no page where one should be"));
        }
        let mut fields = || {
            let header = Self {
                version: cursor.u8()?,
                flags: cursor.u8()?,
                position: cursor.u64_le()?.cast_signed(),
                serial: cursor.u32_le()?,
                sequence: cursor.u32_le()?,
                checksum: cursor.u32_le()?,
            };
            Some((header, cursor.u8()?))
        };
        let (header, segments) = fields().ok_or_else(short)?;
        if header.version != 0 {
            return Err(malformed("unknown version of Ogg"));
        }
        Ok((header, segments))
    }

    pub const fn continued(self) -> bool {
        self.flags & CONTINUED != 0
    }

    pub const fn first(self) -> bool {
        self.flags & FIRST != 0
    }

    pub const fn last(self) -> bool {
        self.flags & LAST != 0
    }
}

/// The lengths of the packets, or parts of packets, that a segment table tells of.
pub fn packet_lens(table: &[u8]) -> impl Iterator<Item = usize> {
    let mut segments = table.iter();
    std::iter::from_fn(move || {
        let mut len = None;
        for &segment in segments.by_ref() {
            *len.get_or_insert(0) += usize::from(segment);
            if usize::from(segment) < SEGMENT_LEN {
                break;
            }
        }
        len
    })
}

/// Whether the last packet of a page ends on it.
pub fn is_complete(table: &[u8]) -> bool {
    table.last().is_none_or(|&segment| usize::from(segment) < SEGMENT_LEN)
}

/// Bytes of all packets.
pub fn body_len(table: &[u8]) -> u32 {
    table.iter().copied().map(u32::from).sum()
}

/// Segments of packets of these lengths; the last one may go on.
pub fn segments(lens: impl IntoIterator<Item = usize>, complete: bool) -> usize {
    let mut count = 0usize;
    let mut last = 1;
    for len in lens {
        last = len;
        count = count.saturating_add(len / SEGMENT_LEN + 1);
    }
    // A packet that fills its last segment is ended by an empty one, unless it goes on.
    if complete || last % SEGMENT_LEN != 0 { count } else { count.saturating_sub(1) }
}

/// Appends a page to `out`: the header, the segment table, and what `body` appends, all packets,
/// whose lengths are `lens`. The checksum of `header` does not count: the right one is written.
///
/// # Errors
/// Malformed if the packets need more segments than a page has.
pub fn write(
    header: Header,
    complete: bool,
    lens: &[usize],
    body: impl FnOnce(&mut Vec<u8>),
    out: &mut Vec<u8>,
) -> Result<()> {
    let count = segments(lens.iter().copied(), complete);
    let count = u8::try_from(count).map_err(|_| malformed("packets do not fit into one page"))?;
    let start = out.len();
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&[header.version, header.flags]);
    out.extend_from_slice(&header.position.to_le_bytes());
    out.extend_from_slice(&header.serial.to_le_bytes());
    out.extend_from_slice(&header.sequence.to_le_bytes());
    out.extend_from_slice(&[0; 4]);
    out.push(count);
    let table = out.len();
    for len in lens {
        out.resize(out.len() + len / SEGMENT_LEN, SEGMENT_LEN as u8);
        out.push((len % SEGMENT_LEN) as u8);
    }
    out.truncate(table + usize::from(count));
    body(out);
    let checksum = crc::checksum(out.get(start..).unwrap_or_default()).to_le_bytes();
    let place = start + crc::NUMBER_OFFSET + 4;
    if let Some(field) = out.get_mut(place..place + checksum.len()) {
        field.copy_from_slice(&checksum);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(complete: bool, packets: &[&[u8]]) -> Result<Vec<u8>> {
        let lens: Vec<usize> = packets.iter().map(|packet| packet.len()).collect();
        let header = Header { position: -1, serial: 7, sequence: 9, ..Header::default() };
        let mut out = Vec::new();
        write(header, complete, &lens, |out| out.extend(packets.concat()), &mut out)?;
        Ok(out)
    }

    fn table(page: &[u8]) -> &[u8] {
        page.get(HEADER_LEN..HEADER_LEN + usize::from(page[26])).unwrap_or_default()
    }

    #[test]
    fn segment_tables() -> Result<()> {
        for (complete, packets, expected) in [
            (true, &[][..], &[][..]),
            (true, &[&[1u8; 3][..], &[], &[2; 300]], &[3, 0, 255, 45]),
            (true, &[&[1; 510]], &[255, 255, 0]),
            (false, &[&[1; 510]], &[255, 255]),
            (false, &[], &[]),
        ] {
            let page = page(complete, packets)?;
            assert_eq!(table(&page), expected);
            let lens: Vec<usize> = packets.iter().map(|packet| packet.len()).collect();
            assert_eq!(packet_lens(expected).collect::<Vec<_>>(), lens);
            assert_eq!(is_complete(expected), complete || packets.is_empty());
            assert_eq!(page.len(), HEADER_LEN + expected.len() + body_len(expected) as usize);
        }
        assert!(page(true, &[&vec![0; 255 * 255]]).is_err());
        assert_eq!(page(false, &[&vec![0; 255 * 255]])?.len(), MAX_LEN);
        Ok(())
    }

    #[test]
    fn damaged_headers() -> Result<()> {
        let good = page(true, &[b"packet"])?;
        assert!(Header::parse(&good).is_ok());
        assert!(Header::parse(&good[..26]).is_err());
        for place in [0, 4] {
            let mut bad = good.clone();
            bad[place] = 1;
            assert!(Header::parse(&bad).is_err());
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            flags in 0u8..8,
            position in any::<i64>(),
            numbers in any::<[u32; 2]>(),
            packets in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..700), 0..20),
        ) {
            let [serial, sequence] = numbers;
            let header = Header { flags, position, serial, sequence, ..Header::default() };
            let lens: Vec<usize> = packets.iter().map(Vec::len).collect();
            let body = |out: &mut Vec<u8>| out.extend(packets.concat());
            let mut out = Vec::new();
            prop_assert!(write(header, true, &lens, body, &mut out).is_ok());
            let Ok((read, count)) = Header::parse(&out) else { return Err(TestCaseError::fail("")) };
            prop_assert_eq!(Header { checksum: 0, ..read }, header);
            prop_assert_eq!(usize::from(count), segments(lens.iter().copied(), true));
            prop_assert_eq!(packet_lens(table(&out)).collect::<Vec<_>>(), lens);
            out[22..26].fill(0);
            prop_assert_eq!(crc::checksum(&out), read.checksum);
        }
    }
}
