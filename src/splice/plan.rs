//! What a save will do to a file, known in full before anything is written.

use super::content::{Content, Cuts, Piece};
use super::padding::PaddingInfo;
use super::patch::Patch;
use crate::limits::{COMPARE_BLOCK, MERGE_GAP};
use crate::source::lead::MAX_LEAD;
use crate::source::{Glance, recycle};
use std::{fmt, io};

/// Replaces `old_len` bytes at `offset` of the old file by `new`.
#[derive(Clone, Debug)]
pub struct Splice {
    pub offset: u64,
    pub old_len: u64,
    pub new: Content,
    pub why: &'static str,
}

/// A range of the old file that keeps its bytes and changes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub from: u64,
    pub to: u64,
    pub len: u64,
}

/// Splices of one file in order, without overlap.
#[derive(Clone, Debug)]
pub struct Plan {
    old_size: u64,
    new_size: u64,
    splices: Vec<Splice>,
    patches: Vec<Patch>,
    why_patches: &'static str,
    /// What the padding policy was asked, and what it answered.
    pub padding: Option<(PaddingInfo, u64)>,
}

fn invalid(reason: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, reason)
}

impl Plan {
    /// Checks splices of a file of `old_size` bytes: each within the file, in order, none
    /// overlapping, and the new size a size.
    ///
    /// # Errors
    /// Invalid input for a plan that cannot be carried out; nothing was written then.
    pub fn new(old_size: u64, splices: Vec<Splice>) -> io::Result<Self> {
        let mut end = 0u64;
        let mut new_size = old_size;
        for splice in &splices {
            if splice.offset < end {
                return Err(invalid("splices overlap"));
            }
            end = splice
                .offset
                .checked_add(splice.old_len)
                .filter(|&end| end <= old_size)
                .ok_or_else(|| invalid("splice reaches past the end of the file"))?;
            new_size = new_size
                .checked_sub(splice.old_len)
                .and_then(|size| size.checked_add(splice.new.len() as u64))
                .filter(|&size| i64::try_from(size).is_ok())
                .ok_or_else(|| invalid("file would be too large"))?;
        }
        Ok(Self { old_size, new_size, splices, patches: vec![], why_patches: "", padding: None })
    }

    /// Adds patches, in order, none overlapping another one or a splice.
    ///
    /// # Errors
    /// Invalid input for patches that cannot be carried out.
    pub fn with_patches(mut self, patches: Vec<Patch>, why: &'static str) -> io::Result<Self> {
        let mut end = 0;
        let mut splices = self.splices.iter().peekable();
        for patch in &patches {
            while let Some(splice) = splices.next_if(|splice| splice.offset < patch.end()) {
                end = end.max(splice.offset + splice.old_len);
            }
            if patch.offset < end {
                return Err(invalid("patches overlap"));
            }
            end = patch.end();
            if end > self.old_size {
                return Err(invalid("patch reaches past the end of the file"));
            }
        }
        self.patches = patches;
        self.why_patches = why;
        Ok(self)
    }

    /// Whether nothing will be done.
    pub fn is_empty(&self) -> bool {
        self.splices.is_empty() && self.patches.is_empty()
    }

    pub fn old_size(&self) -> u64 {
        self.old_size
    }

    pub fn new_size(&self) -> u64 {
        self.new_size
    }

    pub fn splices(&self) -> &[Splice] {
        &self.splices
    }

    pub fn patches(&self) -> &[Patch] {
        &self.patches
    }

    /// What the patches are for.
    pub fn why_patches(&self) -> &'static str {
        self.why_patches
    }

    /// The patches with the offsets they get in the new file.
    pub fn placed_patches(&self) -> impl Iterator<Item = (u64, &Patch)> {
        let moves = self.moves();
        let mut next = 0;
        self.patches.iter().map(move |patch| {
            while moves.get(next).is_some_and(|moved| moved.from + moved.len <= patch.offset) {
                next += 1;
            }
            let range = moves.get(next).filter(|moved| moved.from <= patch.offset);
            (range.map_or(patch.offset, |range| patch.offset - range.from + range.to), patch)
        })
    }

    /// The splices with the offsets their content gets in the new file.
    pub fn placed(&self) -> impl Iterator<Item = (u64, &Splice)> {
        let mut shift = 0i64;
        self.splices.iter().map(move |splice| {
            let to = splice.offset.saturating_add_signed(shift);
            shift += (splice.new.len() as u64).cast_signed() - splice.old_len.cast_signed();
            (to, splice)
        })
    }

    /// The ranges that change their place, in order.
    pub fn moves(&self) -> Vec<Move> {
        let mut moves = Vec::new();
        let mut from = 0u64;
        let mut to = 0u64;
        let ends = self.placed().map(|(to, splice)| (splice.offset, Some((to, splice))));
        for (end, placed) in ends.chain([(self.old_size, None)]) {
            let len = end - from;
            if len > 0 && from != to {
                moves.push(Move { from, to, len });
            }
            if let Some((place, splice)) = placed {
                from = splice.offset + splice.old_len;
                to = place + splice.new.len() as u64;
            }
        }
        moves
    }

    /// Bytes that will be written as new content.
    pub fn bytes_written(&self) -> u64 {
        let patched = (self.patches.len() * Patch::LEN) as u64;
        self.splices.iter().map(|splice| splice.new.len() as u64).sum::<u64>() + patched
    }

    /// Bytes that will be copied from one place of the file to another.
    pub fn bytes_moved(&self) -> u64 {
        self.moves().iter().map(|moved| moved.len).sum()
    }

    /// Leaves out what stands in the file already. `file` is asked only for splices that keep their
    /// length, for a block at a time: a block that stays in the processor's cache is read and
    /// compared several times as fast as a picture that does not.
    ///
    /// # Errors
    /// What `file` reports.
    pub fn leave_out_unchanged<G: Glance + ?Sized>(
        &mut self,
        file: &mut G,
    ) -> Result<(), G::Error> {
        let mut kept = Vec::with_capacity(self.splices.len());
        let lens = self.splices.iter().map(|splice| splice.new.len().min(COMPARE_BLOCK));
        // Without this room, the reads below ask for theirs, and say so if there is none.
        let mut block = recycle::take(lens.max().unwrap_or(0) + MAX_LEAD).unwrap_or_default();
        for splice in self.splices.drain(..) {
            let len = splice.new.len();
            if splice.old_len != len as u64 {
                kept.push(splice);
                continue;
            }
            let mut ranges = Vec::new();
            let mut new = splice.new.cuts();
            for start in (0..len).step_by(COMPARE_BLOCK) {
                let asked = COMPARE_BLOCK.min(len - start);
                let old = file.glance(splice.offset + start as u64, asked, &mut block)?;
                changed_ranges(old, &mut new, asked, start, &mut ranges);
            }
            let mut new = splice.new.cuts();
            let mut at = 0;
            for (start, end) in ranges {
                new.skip(start - at);
                at = end;
                kept.push(Splice {
                    offset: splice.offset + start as u64,
                    old_len: (end - start) as u64,
                    new: new.take(end - start),
                    why: splice.why,
                });
            }
        }
        self.splices = kept;
        recycle::give(block);
        Ok(())
    }
}

/// Adds the ranges of the next `len` bytes of `new` that differ from `old`, counted from `base`;
/// neighbours that are close become one.
fn changed_ranges(
    old: &[u8],
    new: &mut Cuts<'_>,
    len: usize,
    base: usize,
    ranges: &mut Vec<(usize, usize)>,
) {
    const ZEROS: [u8; MERGE_GAP] = [0; MERGE_GAP];
    let mut add = |start: usize, end: usize| match ranges.last_mut() {
        Some(range) if base + start - range.1 < MERGE_GAP => range.1 = base + end,
        _ => ranges.push((base + start, base + end)),
    };
    let mut offset = 0;
    new.each(len, |piece, range| {
        // Where the file ended before, there is nothing.
        let was = old.get(offset.min(old.len())..).unwrap_or_default();
        let was = was.get(..range.len()).unwrap_or(was);
        let now = match piece {
            Piece::Bytes(bytes) => bytes.get(range.clone()),
            Piece::Zeros(_) => None,
        };
        let unchanged = match now {
            Some(bytes) => bytes == was,
            None => was.len() == range.len() && was.chunks(MERGE_GAP).all(|c| ZEROS.starts_with(c)),
        };
        if !unchanged {
            for (number, was) in was.chunks(MERGE_GAP).enumerate() {
                let start = number * MERGE_GAP;
                let now = now.map_or(&ZEROS[..], |now| now.get(start..).unwrap_or_default());
                // Comparing whole slices is many times as fast as byte by byte.
                if now.get(..was.len()) == Some(was) {
                    continue;
                }
                let Some((first, last)) = difference(was, now) else { continue };
                add(offset + start + first, offset + start + last + 1);
            }
            if was.len() < range.len() {
                // The file ended before: everything beyond is new.
                add(offset + was.len(), offset + range.len());
            }
        }
        offset += range.len();
    });
}

/// Where two slices differ first and last; the rest of the longer one does not count.
fn difference(one: &[u8], other: &[u8]) -> Option<(usize, usize)> {
    /// Pieces that are compared whole before their bytes are.
    const PIECE: usize = 64;
    let differs = |(one, other): (&u8, &u8)| one != other;
    let mut pieces = one.chunks(PIECE).zip(other.chunks(PIECE)).enumerate();
    // The last piece of the shorter slice may be short.
    let is_other = |(_, (one, other)): &(usize, (&[u8], &[u8]))| {
        let len = one.len().min(other.len());
        one.get(..len) != other.get(..len)
    };
    let (number, (one, other)) = pieces.find(is_other)?;
    let first = number * PIECE + one.iter().zip(other).position(differs)?;
    let (number, (one, other)) = pieces.rfind(is_other).unwrap_or((number, (one, other)));
    let last = number * PIECE + one.iter().zip(other).rposition(differs)?;
    Some((first, last))
}

impl fmt::Display for Plan {
    /// A table: a line for each write and each move, one for all patches, and a summary.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<6} {:>12} {:>12} {:>12}  why", "step", "offset", "old length", "length")?;
        for moved in self.moves() {
            let Move { from, to, len } = moved;
            writeln!(f, "{:<6} {from:>12} {len:>12} {len:>12}  moves to {to}", "move")?;
        }
        for (to, splice) in self.placed() {
            let (old, new) = (splice.old_len, splice.new.len());
            writeln!(f, "{:<6} {to:>12} {old:>12} {new:>12}  {}", "write", splice.why)?;
        }
        if let (Some((to, _)), count) = (self.placed_patches().next(), self.patches.len()) {
            let (len, why) = (count * Patch::LEN, self.why_patches);
            writeln!(f, "{:<6} {to:>12} {len:>12} {len:>12}  {why}, in {count} places", "patch")?;
        }
        let (written, moved) = (self.bytes_written(), self.bytes_moved());
        write!(f, "{written} bytes written, {moved} moved, ")?;
        write!(f, "file size {} -> {}", self.old_size, self.new_size)?;
        if let Some((asked, given)) = self.padding {
            write!(f, ", padding {} -> {given}", asked.padding)?;
        }
        Ok(())
    }
}
