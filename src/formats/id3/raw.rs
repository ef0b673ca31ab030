//! Splitting the frames area of a tag into frames, and unpacking a frame's payload
//! (ID3v2.4.0 structure, sections 4 to 6; ID3v2.3.0, section 3.3; ID3v2-00, section 3.2).

use super::table::{self, Row};
use crate::bytes::Cursor;
use crate::bytes::ints::synchsafe;
use crate::limits;
use flate2::{Decompress, FlushDecompress, Status};
use memchr::memchr;
use std::borrow::Cow;

/// A frame as it stands in the tag.
#[derive(Clone, Copy, Debug)]
pub struct RawFrame<'a> {
    /// The class it is read as; nothing if the name is not in the table.
    pub row: Option<&'static Row>,
    /// The name, without the padding of a v2.2 name in a later tag.
    pub name: &'a [u8],
    pub flags: u16,
    pub payload: &'a [u8],
    /// Header and payload as they stand.
    pub whole: &'a [u8],
}

/// Iterates over the frames of an area, skipping those that no reader could use.
pub struct RawFrames<'a> {
    cursor: Cursor<'a>,
    version: u8,
    size_bits: u32,
}

impl<'a> RawFrames<'a> {
    /// `data` is what follows the header, with unsynchronisation of the whole tag undone.
    /// `known` tells the names that count as evidence for the way sizes are written.
    pub fn new(data: &'a [u8], version: u8, known: impl Fn(&[u8]) -> bool) -> Self {
        let size_bits = if version == 4 { size_bits(data, known) } else { 8 };
        Self { cursor: Cursor::new(data), version, size_bits }
    }

    /// What is left when no frame is: the padding.
    pub fn rest(&self) -> &'a [u8] {
        self.cursor.rest()
    }

    /// The next frame and the size it claims.
    fn frame(&mut self) -> Option<(RawFrame<'a>, u32)> {
        let all = self.cursor.rest();
        let mut cursor = self.cursor;
        let (name, size, flags, header_len) = if self.version == 2 {
            let [a, b, c, s0, s1, s2] = cursor.array()?;
            if [a, b, c] == [0; 3] {
                return None;
            }
            (all.get(..3)?, u32::from_be_bytes([0, s0, s1, s2]), 0, 6)
        } else {
            let [a, b, c, d, s0, s1, s2, s3, f0, f1] = cursor.array()?;
            if [a, b, c, d] == [0; 4] {
                return None;
            }
            let size = sized([s0, s1, s2, s3], self.size_bits);
            (all.get(..4)?, size, u16::from_be_bytes([f0, f1]), 10)
        };
        let payload = cursor.take_up_to(size as usize);
        self.cursor = cursor;
        let whole = all.get(..header_len + payload.len()).unwrap_or(all);
        Some((RawFrame { row: None, name, flags, payload, whole }, size))
    }
}

/// A size of four bytes with that many bits each.
fn sized(bytes: [u8; 4], bits: u32) -> u32 {
    if bits == 8 { u32::from_be_bytes(bytes) } else { synchsafe(bytes) }
}

impl<'a> Iterator for RawFrames<'a> {
    type Item = RawFrame<'a>;

    fn next(&mut self) -> Option<RawFrame<'a>> {
        loop {
            let (mut frame, size) = self.frame()?;
            // A claimed size of zero is skipped; a payload that is cut off to nothing is not.
            if size == 0 || !frame.name.is_ascii() {
                continue;
            }
            frame.row = match *frame.name {
                [a, b, c] => table::frame_v22([a, b, c]),
                // A v2.2 name in a later tag stands for the frame it became.
                [a, b, c, 0] => table::frame_v22([a, b, c]).and_then(Row::upgraded),
                [a, b, c, d] => table::frame([a, b, c, d]),
                _ => None,
            };
            return Some(frame);
        }
    }
}

/// Whether an unknown frame is kept: its name must be upper-case letters and digits, with at
/// least one letter.
pub fn is_valid_frame_id(name: &[u8]) -> bool {
    name.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && name.iter().any(u8::is_ascii_uppercase)
}

/// How many bits of a size byte count in a v2.4 tag: seven as the standard says, or eight as old
/// versions of iTunes wrote. Whichever way finds more known frames wins.
pub fn size_bits(data: &[u8], known: impl Fn(&[u8]) -> bool) -> u32 {
    // Both ways agree as long as no size has a byte but the last one, below 128.
    let mut common = Walk::default();
    common.run(data, 7, &known, |size| matches!(size, [0, 0, 0, ..0x80]));
    let past = |bits| {
        let mut walk = common;
        walk.run(data, bits, &known, |_| true);
        (walk.found, walk.past(data))
    };
    let ((found7, past7), (found8, past8)) = (past(7), past(8));
    if found8 > found7 || (found8 == found7 && past7 >= 1 && past8 <= 1) { 8 } else { 7 }
}

/// A walk from frame to frame that reads nothing but their headers.
#[derive(Clone, Copy, Default)]
struct Walk {
    offset: u64,
    /// Known frames met.
    found: usize,
    /// Whether padding was met.
    padding: bool,
}

impl Walk {
    /// Walks on while `accepts` the bytes of a size, which have that many bits each.
    fn run(
        &mut self,
        data: &[u8],
        bits: u32,
        known: impl Fn(&[u8]) -> bool,
        accepts: impl Fn([u8; 4]) -> bool,
    ) {
        while self.offset.saturating_add(10) < data.len() as u64 {
            let rest = usize::try_from(self.offset).ok().and_then(|offset| data.get(offset..));
            let Some(header) = rest.and_then(|rest| rest.first_chunk::<10>()) else { break };
            if header == &[0; 10] {
                self.padding = true;
                break;
            }
            let [a, b, c, d, s0, s1, s2, s3, _, _] = *header;
            let size = [s0, s1, s2, s3];
            if !accepts(size) {
                break;
            }
            self.offset = self.offset.saturating_add(10 + u64::from(sized(size, bits)));
            self.found += usize::from(known(&[a, b, c, d]));
        }
    }

    /// How far past the end the last frame reaches.
    fn past(self, data: &[u8]) -> i64 {
        let len = data.len() as u64;
        if self.padding {
            return -((len.saturating_sub(self.offset) % 10).cast_signed());
        }
        self.offset.cast_signed().saturating_sub(len.cast_signed())
    }
}

/// Undoes unsynchronisation (ID3v2.4.0 structure, section 6.1): a zero after each 0xFF goes.
/// `None` if the data cannot have been unsynchronised.
pub fn resynchronise(data: &[u8]) -> Option<Cow<'_, [u8]>> {
    let Some(first) = memchr(0xff, data) else { return Some(Cow::Borrowed(data)) };
    let mut out = Vec::with_capacity(data.len());
    let mut rest = data;
    let mut next = Some(first);
    while let Some(at) = next {
        let (head, tail) = rest.split_at_checked(at.checked_add(1)?)?;
        out.extend_from_slice(head);
        match tail.first() {
            None | Some(0xe0..) => return None,
            Some(0) => rest = tail.get(1..)?,
            Some(_) => rest = tail,
        }
        next = memchr(0xff, rest);
    }
    out.extend_from_slice(rest);
    Some(Cow::Owned(out))
}

/// Makes the data safe for decoders that search for MPEG syncs: a zero goes after each 0xFF that
/// needs one.
pub fn unsynchronise(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    for (index, &byte) in data.iter().enumerate() {
        out.push(byte);
        let next = data.get(index + 1);
        if byte == 0xff && next.is_none_or(|&next| next >= 0xe0 || next == 0) {
            out.push(0);
        }
    }
    out
}

/// Why a payload cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Encrypted: kept as it is.
    Encrypted,
    /// Broken: dropped.
    Junk(&'static str),
    /// Would inflate to more than the limits allow.
    TooLarge,
}

const V24_UNSYNCHRONISED: u16 = 0x0002;
const V24_DATA_LENGTH: u16 = 0x0001;
const V24_ENCRYPTED: u16 = 0x0004;
const V24_COMPRESSED: u16 = 0x0008;
const V23_COMPRESSED: u16 = 0x0080;
const V23_ENCRYPTED: u16 = 0x0040;

/// Undoes what the flags of a frame say was done to its payload. `budget` is how many bytes may
/// still be inflated; it is charged.
pub fn unpack<'a>(
    version: u8,
    tag_unsynchronised: bool,
    flags: u16,
    payload: &'a [u8],
    budget: &mut usize,
) -> Result<Cow<'a, [u8]>, Unreadable> {
    match version {
        4 => {
            let with_length = flags & (V24_COMPRESSED | V24_DATA_LENGTH) != 0;
            let (length, body) = match payload.split_at_checked(4) {
                Some(parts) if with_length => parts,
                None if with_length => (payload, Default::default()),
                _ => (Default::default(), payload),
            };
            let mut data = Cow::Borrowed(body);
            if flags & V24_UNSYNCHRONISED != 0 || tag_unsynchronised {
                // Some writers set the flag and do nothing: then the bytes are taken as they are.
                if let Some(decoded) = resynchronise(body) {
                    data = decoded;
                }
            }
            if flags & V24_ENCRYPTED != 0 {
                return Err(Unreadable::Encrypted);
            }
            if flags & V24_COMPRESSED == 0 {
                return Ok(data);
            }
            // Old writers left out the data length; what was taken for it is then data.
            match inflate(&data, budget) {
                Err(Unreadable::Junk(_)) => inflate(&[length, &data].concat(), budget),
                inflated => inflated,
            }
            .map(Cow::Owned)
        }
        3 => {
            let mut data = payload;
            if flags & V23_COMPRESSED != 0 {
                data = data.get(4..).ok_or(Unreadable::Junk("compressed frame is too small"))?;
            }
            if flags & V23_ENCRYPTED != 0 {
                return Err(Unreadable::Encrypted);
            }
            if flags & V23_COMPRESSED != 0 {
                return inflate(data, budget).map(Cow::Owned);
            }
            Ok(Cow::Borrowed(data))
        }
        _ => Ok(Cow::Borrowed(payload)),
    }
}

/// Bytes that a tag of `size` bytes may inflate to.
pub fn inflate_budget(size: usize) -> usize {
    size.saturating_mul(limits::INFLATE_FACTOR).max(limits::INFLATE_FLOOR)
}

/// Inflates a whole zlib stream; what follows it is ignored.
fn inflate(data: &[u8], budget: &mut usize) -> Result<Vec<u8>, Unreadable> {
    const BROKEN: Unreadable = Unreadable::Junk("zlib stream is broken");
    let mut stream = Decompress::new(true);
    let mut out = Vec::new();
    let mut rest = data;
    loop {
        // Grows with what was really inflated, never with what a header claims.
        out.reserve(out.len().clamp(1024, 1 << 20));
        let before = (stream.total_in(), out.len());
        let status =
            stream.decompress_vec(rest, &mut out, FlushDecompress::None).map_err(|_| BROKEN)?;
        if out.len() > *budget {
            return Err(Unreadable::TooLarge);
        }
        if status == Status::StreamEnd {
            *budget -= out.len();
            return Ok(out);
        }
        if before == (stream.total_in(), out.len()) {
            return Err(BROKEN);
        }
        let consumed = usize::try_from(stream.total_in()).unwrap_or(usize::MAX);
        rest = data.get(consumed..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn unsynchronisation_round_trip(data in prop::collection::vec(
            prop_oneof![Just(0xff), Just(0), Just(0xe0), any::<u8>()], 0..64)) {
            let safe = unsynchronise(&data);
            prop_assert_eq!(resynchronise(&safe).map(Cow::into_owned), Some(data));
        }

        /// Splitting arbitrary bytes ends, and what it gives are slices of them in order.
        #[test]
        fn arbitrary_areas(data in prop::collection::vec(any::<u8>(), 0..200), version in 2u8..5) {
            let mut frames = RawFrames::new(&data, version, |name| name == b"TIT2");
            let total: usize = frames.by_ref().map(|frame| frame.whole.len()).sum();
            prop_assert!(total + frames.rest().len() <= data.len());
        }
    }

    #[test]
    fn sizes_as_itunes_wrote_them() {
        let mut data = b"TIT2\0\0\x01\0\0\0".to_vec();
        data.resize(266, 1);
        data.extend(b"TIT2\0\0\0\x02\0\0\x03a");
        let known = |name: &[u8]| name == b"TIT2";
        assert_eq!(RawFrames::new(&data, 4, known).count(), 2);
        assert_eq!(size_bits(&data, known), 8);
    }

    #[test]
    fn a_bomb_is_refused() {
        use std::io::Write;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![0; 1 << 20]).expect("in memory");
        let bomb = encoder.finish().expect("in memory");
        let mut budget = 1 << 16;
        assert_eq!(inflate(&bomb, &mut budget), Err(Unreadable::TooLarge));
        budget = 1 << 21;
        assert_eq!(inflate(&bomb, &mut budget).map(|out| out.len()), Ok(1 << 20));
        assert_eq!(budget, 1 << 20);
        let cut = bomb.get(..bomb.len() - 9).unwrap_or_default();
        assert!(matches!(inflate(cut, &mut budget), Err(Unreadable::Junk(_))));
    }
}
