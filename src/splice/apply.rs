//! Carrying out a plan: moves in an order that never overwrites unread bytes, then the writes,
//! and only then is the file cut.

use super::content::{Content, Piece};
use super::patch::{Patch, patch_block, patch_in_place, read_block};
use super::plan::{Move, Plan};
use crate::limits::{JOINED, MOVE_BLOCK};
use crate::source::lead::{MAX_LEAD, lead_between};
use crate::source::{Source, recycle};
use std::io;

/// A file that can be changed in place.
pub trait Target: Source {
    /// Writes all of `bytes` at `offset`, past the end too.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()>;
    /// Cuts the file to `len` bytes.
    fn truncate(&mut self, len: u64) -> io::Result<()>;
    /// Hands what was written to the operating system.
    fn flush(&mut self) -> io::Result<()>;
}

static ZEROS: [u8; 1 << 16] = [0; 1 << 16];

fn write_zeros(target: &mut dyn Target, offset: u64, len: u64) -> io::Result<()> {
    let mut done = 0u64;
    while done < len {
        let left = usize::try_from(len - done).unwrap_or(usize::MAX).min(ZEROS.len());
        target.write_at(offset + done, ZEROS.get(..left).unwrap_or_default())?;
        done += left as u64;
    }
    Ok(())
}

/// Does to `target` what `plan` says. A plan without splices and patches touches nothing.
///
/// # Errors
/// What the target reports. A file that could not grow has its old size and content.
pub fn apply(plan: &Plan, target: &mut dyn Target) -> io::Result<()> {
    if plan.is_empty() {
        return Ok(());
    }
    let moves = plan.moves();
    let patches = plan.patches();
    if plan.new_size() > plan.old_size() {
        grow(target, plan.old_size(), plan.new_size())?;
    }
    // Ranges that move up go last to first, ranges that move down first to last; a range of one
    // kind never covers the source of the other.
    let mut block = Vec::new();
    for moved in moves.iter().rev().filter(|moved| moved.to > moved.from) {
        move_up(target, *moved, patches, &mut block)?;
    }
    for moved in moves.iter().filter(|moved| moved.to < moved.from) {
        move_down(target, *moved, patches, &mut block)?;
    }
    patch_in_place(target, patches, &moves)?;
    for (start, splice) in plan.placed() {
        match splice.new.pieces() {
            [] => {}
            [Piece::Bytes(bytes)] => target.write_at(start, bytes)?,
            [Piece::Zeros(len)] => write_zeros(target, start, *len as u64)?,
            _ => write_joined(target, start, &splice.new, &mut block)?,
        }
    }
    recycle::give(block);
    if plan.new_size() < plan.old_size() {
        target.truncate(plan.new_size())?;
    }
    target.flush()
}

/// Writes all of a content at `offset`, with short pieces joined in `block`. What was moved before
/// has left it large enough; without memory, each piece is written by itself.
fn write_joined(
    target: &mut dyn Target,
    offset: u64,
    content: &Content,
    block: &mut Vec<u8>,
) -> io::Result<()> {
    let room = content.len().min(MOVE_BLOCK);
    let longest = if recycle::empty(block, room + MAX_LEAD).is_ok() { JOINED } else { 0 };
    let mut offset = offset;
    let mut lead = start_block(block, offset);
    for piece in content.pieces() {
        let joined = block.len() - lead;
        if joined > 0 && (piece.len() >= longest || joined + piece.len() > room) {
            target.write_at(offset, block.get(lead..).unwrap_or_default())?;
            offset += joined as u64;
            lead = start_block(block, offset);
        }
        match piece {
            Piece::Bytes(bytes) if bytes.len() < longest => block.extend_from_slice(bytes),
            Piece::Zeros(len) if *len < longest => block.resize(block.len() + len, 0),
            Piece::Bytes(bytes) => target.write_at(offset, bytes)?,
            Piece::Zeros(len) => write_zeros(target, offset, *len as u64)?,
        }
        if piece.len() >= longest {
            offset += piece.len() as u64;
            lead = start_block(block, offset);
        }
    }
    let rest = block.get(lead..).unwrap_or_default();
    if rest.is_empty() { Ok(()) } else { target.write_at(offset, rest) }
}

/// Empties a block for bytes that will be written at `offset`; they follow the lead it gets.
fn start_block(block: &mut Vec<u8>, offset: u64) -> usize {
    block.clear();
    let lead = lead_between(block.as_ptr().addr(), None, Some(offset));
    // A block that could not get its room is not used.
    block.resize(lead.min(block.capacity()), 0);
    block.len()
}

/// Makes room at the end before anything else is written, or leaves the file as it was.
fn grow(target: &mut dyn Target, old: u64, new: u64) -> io::Result<()> {
    let grown = write_zeros(target, old, new - old).and_then(|()| target.flush());
    grown.inspect_err(|_| {
        // The first failure is the one to report.
        let _ = target.truncate(old);
    })
}

fn copy(
    target: &mut dyn Target,
    part: Move,
    patches: &[Patch],
    block: &mut Vec<u8>,
) -> io::Result<()> {
    let bytes = read_block(target, part.from, part.len as usize, part.to, block)?;
    patch_block(patches, part.from, bytes);
    target.write_at(part.to, bytes)
}

fn move_up(
    target: &mut dyn Target,
    moved: Move,
    patches: &[Patch],
    block: &mut Vec<u8>,
) -> io::Result<()> {
    let mut left = moved.len;
    while left > 0 {
        let len = left.min(MOVE_BLOCK as u64);
        left -= len;
        let part = Move { from: moved.from + left, to: moved.to + left, len };
        copy(target, part, patches, block)?;
    }
    Ok(())
}

fn move_down(
    target: &mut dyn Target,
    moved: Move,
    patches: &[Patch],
    block: &mut Vec<u8>,
) -> io::Result<()> {
    let mut done = 0;
    while done < moved.len {
        let len = (moved.len - done).min(MOVE_BLOCK as u64);
        let part = Move { from: moved.from + done, to: moved.to + done, len };
        copy(target, part, patches, block)?;
        done += len;
    }
    Ok(())
}
