//! Offsets in tables, which must follow what they point at: chunk offsets in `stco` and `co64`
//! (ISO/IEC 14496-12, section 8.7.5), the base of a track's fragment in `tfhd` (section 8.8.7), the
//! places of fragments in `tfra`, an index for seeking (section 8.8.10).

use super::atom::{Atom, Atoms, Node};
use super::{bad_tag, io_error};
use crate::bytes::Cursor;
use crate::error::Result;
use crate::source::{Glance, Loader};
use crate::splice::Splice;
use std::ops::Range;

/// A change of length: offsets behind `from` change by `delta`.
#[derive(Clone, Copy, Debug)]
pub struct Shift {
    pub from: u64,
    pub delta: i64,
}

impl Shift {
    /// What is added to an offset, modulo 2^64.
    const fn added(self, offset: u64) -> u64 {
        if offset > self.from { self.delta.cast_unsigned() } else { 0 }
    }

    /// The offset in the new file; none if that is not a number of 64 bits.
    fn apply(self, offset: u64) -> Option<u64> {
        if offset > self.from { offset.checked_add_signed(self.delta) } else { Some(offset) }
    }

    /// All offsets of 32 bits; none if one of the new ones is not. Written without branches, so
    /// that many are done at once.
    fn apply_short(self, table: &mut [[u8; 4]]) -> Option<()> {
        let mut excess = 0;
        for entry in table {
            let offset = u64::from(u32::from_be_bytes(*entry));
            let shifted = offset.wrapping_add(self.added(offset));
            excess |= shifted >> 32;
            *entry = (shifted as u32).to_be_bytes();
        }
        (excess == 0).then_some(())
    }

    /// The same for offsets of 64 bits.
    fn apply_long(self, table: &mut [[u8; 8]]) -> Option<()> {
        let grows = self.delta >= 0;
        let mut is_outside = false;
        for entry in table {
            let offset = u64::from_be_bytes(*entry);
            let shifted = offset.wrapping_add(self.added(offset));
            is_outside |= if grows { shifted < offset } else { shifted > offset };
            *entry = shifted.to_be_bytes();
        }
        (!is_outside).then_some(())
    }
}

/// Bytes of a table before its offsets: version, flags, and how many there are.
const TABLE_HEAD: u64 = 8;

fn splice(offset: u64, new: Vec<u8>, why: &'static str) -> Splice {
    Splice { offset, old_len: new.len() as u64, new: new.into(), why }
}

/// The splice for the table in an atom, if an offset in it changes.
fn table(loader: &mut Loader<'_>, atom: &Atom, shift: Shift) -> Result<Option<Splice>> {
    let wrong = || bad_tag("size of a table of offsets cannot be");
    let start = atom.data.saturating_add(TABLE_HEAD);
    // Only what the file has can be changed; how many offsets there are is said twice.
    let end = atom.end().min(loader.file_len());
    let len = end.checked_sub(start).and_then(|len| usize::try_from(len).ok()).ok_or_else(wrong)?;
    let mut scratch = Vec::new();
    let head = loader.glance(atom.data, TABLE_HEAD as usize, &mut scratch).map_err(io_error)?;
    let mut cursor = Cursor::new(head);
    let count = cursor.u32_be().and_then(|_| cursor.u32_be()).ok_or_else(wrong)? as usize;
    let mut old = Vec::new();
    loader.read_apart(start, len, &mut old).map_err(io_error)?;
    let mut new = old.clone();
    let (fits, is_whole) = if atom.name == *b"stco" {
        let (offsets, rest) = new.as_chunks_mut();
        let is_whole = offsets.len() == count && rest.is_empty();
        (shift.apply_short(offsets), is_whole)
    } else {
        let (offsets, rest) = new.as_chunks_mut();
        let is_whole = offsets.len() == count && rest.is_empty();
        (shift.apply_long(offsets), is_whole)
    };
    if !is_whole {
        return Err(wrong());
    }
    fits.ok_or_else(|| bad_tag("an offset would not fit into its table"))?;
    Ok((new != old).then(|| splice(start, new, "table of offsets")))
}

/// The splice for the base offset in a `tfhd`, if it has one and it changes.
fn base(loader: &mut Loader<'_>, atom: &Atom, shift: Shift) -> Result<Option<Splice>> {
    /// Flag: a base offset follows the track's number.
    const HAS_BASE: u32 = 1;
    const LEN: usize = 16;
    let mut scratch = Vec::new();
    let payload = atom.payload(loader, LEN, &mut scratch)?;
    let mut cursor = Cursor::new(payload.bytes);
    let cut_off = || bad_tag("header of a track's fragment is cut off");
    let flags = cursor.u8().and_then(|_| cursor.u24_be()).ok_or_else(cut_off)?;
    if flags & HAS_BASE == 0 {
        return Ok(None);
    }
    let old = cursor.u32_be().and_then(|_| cursor.u64_be()).ok_or_else(cut_off)?;
    let new = shift.apply(old).ok_or_else(|| bad_tag("an offset would not fit into its table"))?;
    let place = atom.data.saturating_add(8);
    Ok((new != old).then(|| splice(place, new.to_be_bytes().to_vec(), "offset of a fragment")))
}

/// Shifts the places of fragments in the payload of a `tfra`. Nothing for one that cannot be read,
/// else whether all fit.
fn shift_index(payload: &mut [u8], shift: Shift) -> Option<bool> {
    const HEAD: usize = 16;
    let (head, entries) = payload.split_at_mut_checked(HEAD)?;
    let mut cursor = Cursor::new(head);
    let (version, _, _) = (cursor.u8()?, cursor.u24_be()?, cursor.u32_be()?);
    // How long the three numbers of an entry are that follow its time and its place.
    let lengths = cursor.u32_be()?;
    let numbers: u32 = [4, 2, 0].map(|bits| ((lengths >> bits) & 3) + 1).iter().sum();
    let width = if version == 1 { 8 } else { 4 };
    let len = 2 * width + numbers as usize;
    if entries.len() != (cursor.u32_be()? as usize).checked_mul(len)? {
        return None;
    }
    let mut fits = true;
    for entry in entries.chunks_exact_mut(len) {
        let (_, place) = entry.split_at_mut_checked(width)?;
        let shifted = if width == 8 {
            shift.apply_long(place.first_chunk_mut().map(std::slice::from_mut)?)
        } else {
            shift.apply_short(place.first_chunk_mut().map(std::slice::from_mut)?)
        };
        fits &= shifted.is_some();
    }
    Some(fits)
}

/// The splices for the `tfra` in a `mfra` at the end of a file. What cannot be read stays.
fn indices(loader: &mut Loader<'_>, mfra: &Atom, shift: Shift) -> Result<Vec<Splice>> {
    const HEADER: usize = 8;
    let mut old = Vec::new();
    if mfra.end() <= loader.file_len() {
        let len = usize::try_from(mfra.data_len()).unwrap_or_default();
        loader.read_apart(mfra.data, len, &mut old).map_err(io_error)?;
    }
    let mut splices = Vec::new();
    let mut cursor = Cursor::new(&old);
    let mut offset = mfra.data;
    while let (Some(size), Some(name)) = (cursor.u32_be(), cursor.array::<4>()) {
        let payload = (size as usize).checked_sub(HEADER).and_then(|len| cursor.take(len));
        let Some(payload) = payload else { break };
        let mut new = payload.to_vec();
        if name == *b"tfra" && shift_index(&mut new, shift) == Some(false) {
            return Err(bad_tag("an offset would not fit into its table"));
        }
        if new != payload {
            splices.push(splice(offset.saturating_add(HEADER as u64), new, "index of fragments"));
        }
        offset = offset.saturating_add(size.into());
    }
    Ok(splices)
}

/// The splices for all offsets of a file that change. What stands in the range `replaced` is gone,
/// whatever its name.
///
/// # Errors
/// A bad item, for tables whose sizes cannot be and for offsets that would not fit; whatever
/// reading reports.
pub fn shifted(
    loader: &mut Loader<'_>,
    atoms: &Atoms,
    shift: Shift,
    replaced: &Range<u64>,
) -> Result<Vec<Splice>> {
    let mut splices = Vec::new();
    for node in atoms.root(b"moov").into_iter().flat_map(Node::descendants) {
        let is_table = matches!(&node.name, b"stco" | b"co64");
        if is_table && !replaced.contains(&node.offset) {
            splices.extend(table(loader, &node, shift)?);
        }
    }
    for moof in atoms.roots().filter(|root| root.name == *b"moof") {
        for node in moof.descendants().filter(|node| node.name == *b"tfhd") {
            splices.extend(base(loader, &node, shift)?);
        }
    }
    for mfra in atoms.roots().filter(|root| root.name == *b"mfra") {
        splices.extend(indices(loader, &mfra, shift)?);
    }
    Ok(splices)
}

#[cfg(test)]
mod tests {
    use super::super::made::atom;
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    #[test]
    fn indices_of_fragments() {
        let shift = Shift { from: 50, delta: 7 };
        let entry = |width: usize, place: u64| {
            let number = |value: u64| value.to_be_bytes()[8 - width..].to_vec();
            [number(99), number(place), vec![1; 3 + 2]].concat()
        };
        for (version, width) in [(0, 4), (1, 8)] {
            let tfra = |count: u32, places: [u64; 2]| {
                let lengths = [[version, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0b00_10_00]].concat();
                let entries = places.map(|place| entry(width, place)).concat();
                atom(*b"tfra", &[&lengths, &count.to_be_bytes(), &entries])
            };
            let mfra = |tfra: &[u8]| atom(*b"mfra", &[&atom(*b"free", &[b"x"]), tfra, b"end"]);
            let after = |count, places| {
                let file = mfra(&tfra(count, places));
                let mut source = MemorySource(&file);
                let mut loader = Loader::new(&mut source);
                let atoms = Atoms::read(&mut loader)?;
                let splices = shifted(&mut loader, &atoms, shift, &(0..0))?;
                let mut out = file.clone();
                for Splice { offset, old_len, new, .. } in splices {
                    let range = offset as usize..(offset + old_len) as usize;
                    out.splice(range, new.to_vec());
                }
                Ok(out)
            };
            let shifted: Result<_> = after(2, [50, 51]);
            assert_eq!(shifted.ok(), Some(mfra(&tfra(2, [50, 58]))));
            let kept: Result<_> = after(3, [50, 51]);
            assert_eq!(kept.ok(), Some(mfra(&tfra(3, [50, 51]))));
            let last = if width == 4 { u32::MAX.into() } else { u64::MAX };
            assert!(after(2, [last, 51]).is_err());
        }
    }

    proptest! {
        #[test]
        fn many_at_once_are_as_each_alone(
            offsets in prop::collection::vec(any::<u32>(), 0..40),
            from in any::<u32>(),
            delta in any::<i32>(),
        ) {
            let shift = Shift { from: from.into(), delta: delta.into() };
            let one = |offset: &u32| u32::try_from(shift.apply((*offset).into())?).ok();
            let expected: Option<Vec<_>> = offsets.iter().map(one).collect();
            let mut table: Vec<_> = offsets.iter().map(|offset| offset.to_be_bytes()).collect();
            let fits = shift.apply_short(&mut table);
            prop_assert_eq!(fits.is_some(), expected.is_some());
            if let Some(expected) = expected {
                let got: Vec<_> = table.into_iter().map(u32::from_be_bytes).collect();
                prop_assert_eq!(got, expected);
            }
        }

        #[test]
        fn and_so_are_long_ones(
            offsets in prop::collection::vec(any::<u64>(), 0..20),
            from in any::<u64>(),
            delta in any::<i64>(),
        ) {
            let shift = Shift { from, delta };
            let expected: Option<Vec<_>> = offsets.iter().map(|&o| shift.apply(o)).collect();
            let mut table: Vec<_> = offsets.iter().map(|offset| offset.to_be_bytes()).collect();
            let fits = shift.apply_long(&mut table);
            prop_assert_eq!(fits.is_some(), expected.is_some());
            if let Some(expected) = expected {
                let got: Vec<_> = table.into_iter().map(u64::from_be_bytes).collect();
                prop_assert_eq!(got, expected);
            }
        }
    }
}
