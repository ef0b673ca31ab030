//! Many small changes in what a plan otherwise leaves as it is, such as the numbers of pages.

use super::apply::Target;
use super::plan::Move;
use crate::limits::{MOVE_BLOCK, PATCH_GAP};
use crate::source::lead::{MAX_LEAD, lead_between};
use crate::source::recycle;
use std::io;

/// Replaces eight bytes at `offset` of the old file, which may move.
///
/// A splice would do as well, but thousands of them would cost memory, and cut what lies between
/// into ranges that move one by one. These are carried out while the bytes around them pass by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patch {
    pub offset: u64,
    pub new: [u8; Self::LEN],
}

impl Patch {
    pub const LEN: usize = 8;

    /// Where it ends in the old file.
    pub fn end(&self) -> u64 {
        self.offset.saturating_add(Self::LEN as u64)
    }
}

/// Changes `block`, which holds the old file from `from` on; a patch may lie across its edges.
pub(super) fn patch_block(patches: &[Patch], from: u64, block: &mut [u8]) {
    let first = patches.partition_point(|patch| patch.end() <= from);
    let end = from.saturating_add(block.len() as u64);
    let patches = patches.get(first..).unwrap_or_default();
    for patch in patches.iter().take_while(|patch| patch.offset < end) {
        // One of the two differences is zero.
        let cut = from.saturating_sub(patch.offset) as usize;
        let start = patch.offset.saturating_sub(from) as usize;
        let new = patch.new.get(cut..).unwrap_or_default();
        let old = block.get_mut(start..).unwrap_or_default();
        old.iter_mut().zip(new).for_each(|(old, new)| *old = *new);
    }
}

/// Those that lie in no range that moves: a slice for each part of the file between such ranges.
fn still<'p>(patches: &'p [Patch], moves: &[Move]) -> impl Iterator<Item = &'p [Patch]> {
    let mut rest = patches;
    let ranges = moves.iter().map(|moved| (moved.from, moved.from + moved.len));
    ranges.chain([(u64::MAX, u64::MAX)]).map(move |(start, end)| {
        let upto = |offset| rest.partition_point(|patch| patch.offset < offset);
        let (before, behind) = (upto(start), upto(end));
        let still = rest.get(..before).unwrap_or_default();
        rest = rest.get(behind..).unwrap_or_default();
        still
    })
}

/// How many of the first patches are close enough to be written together, with what lies between
/// them, and where they end.
fn near(patches: &[Patch]) -> (usize, u64) {
    let Some(first) = patches.first() else { return (0, 0) };
    let is_near = |last: &Patch, next: &Patch| {
        next.offset - last.end() < PATCH_GAP && next.end() - first.offset <= MOVE_BLOCK as u64
    };
    let pairs = patches.iter().zip(patches.iter().skip(1));
    let near = pairs.take_while(|(last, next)| is_near(last, next));
    near.fold((1, first.end()), |(count, _), (_, next)| (count + 1, next.end()))
}

/// Carries out those that lie in no range that moves.
pub(super) fn patch_in_place(
    target: &mut dyn Target,
    patches: &[Patch],
    moves: &[Move],
) -> io::Result<()> {
    let mut block = Vec::new();
    for mut rest in still(patches, moves) {
        while let Some(first) = rest.first() {
            let (count, end) = near(rest);
            let (together, later) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            rest = later;
            if count == 1 {
                target.write_at(first.offset, &first.new)?;
                continue;
            }
            let len = (end - first.offset) as usize;
            let bytes = read_block(target, first.offset, len, first.offset, &mut block)?;
            patch_block(together, first.offset, bytes);
            target.write_at(first.offset, bytes)?;
        }
    }
    recycle::give(block);
    Ok(())
}

/// Reads exactly `len` bytes, which will be written at `to`.
pub(super) fn read_block<'b>(
    target: &mut dyn Target,
    offset: u64,
    len: usize,
    to: u64,
    block: &'b mut Vec<u8>,
) -> io::Result<&'b mut [u8]> {
    recycle::empty(block, len.saturating_add(MAX_LEAD))?;
    block.resize(lead_between(block.as_ptr().addr(), Some(offset), Some(to)), 0);
    let start = block.len();
    target.read_at(offset, len, block)?;
    let read = block.get_mut(start..).unwrap_or_default();
    if read.len() < len {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "file became shorter"));
    }
    Ok(read)
}
