//! Plans and their application against the plainest possible twin: `Vec::splice`.

#![allow(clippy::indexing_slicing)] // a test may panic

use bytes::Bytes;
use mutagen_rs::limits::{COMPARE_BLOCK, JOINED, MOVE_BLOCK};
use mutagen_rs::source::{MemorySource, Source};
use mutagen_rs::splice::{Content, MemoryTarget, Patch, Plan, Splice, Target, apply};
use proptest::prelude::*;
use std::io;

/// A file in memory that remembers where it was written and can fail at a given operation.
#[derive(Clone, Default)]
struct TracedTarget {
    file: MemoryTarget,
    written: Vec<(u64, usize)>,
    operations_left: Option<usize>,
}

impl TracedTarget {
    fn new(bytes: &[u8]) -> Self {
        Self { file: MemoryTarget(bytes.to_vec()), ..Self::default() }
    }

    fn operation(&mut self) -> io::Result<()> {
        match &mut self.operations_left {
            Some(0) => Err(io::Error::other("injected")),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Source for TracedTarget {
    fn len(&self) -> u64 {
        self.file.len()
    }

    fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
        self.operation()?;
        self.file.read_at(offset, len, into)
    }
}

impl Target for TracedTarget {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.operation()?;
        assert!(offset <= self.file.len(), "a hole");
        self.written.push((offset, bytes.len()));
        self.file.write_at(offset, bytes)
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        // Giving back room never fails here: it is what a failed growth relies on.
        self.file.truncate(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Offset, old length and new bytes.
type Edit = (usize, usize, Vec<u8>);

/// The splices as `(offset, old length, new bytes)`, applied one by one from the back.
fn naive(file: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut out = file.to_vec();
    for (offset, old_len, new) in edits.iter().rev() {
        out.splice(*offset..offset + old_len, new.iter().copied());
    }
    out
}

fn content(bytes: &[u8]) -> Content {
    // Several pieces, zeros among them, so that slicing across pieces is exercised.
    let mut content = Content::default();
    let longest = 7.max(bytes.len() / 50);
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        let same = |byte: &&u8| (**byte == 0) == (*first == 0);
        let run = rest.iter().take(longest).take_while(same).count();
        if *first == 0 {
            content.push_zeros(run);
        } else {
            content.push(Bytes::copy_from_slice(&rest[..run]));
        }
        rest = &rest[run..];
    }
    content
}

fn plan(file: &[u8], edits: &[Edit]) -> Plan {
    let splices = edits.iter().map(|(offset, old_len, new)| Splice {
        offset: *offset as u64,
        old_len: *old_len as u64,
        new: content(new),
        why: "test",
    });
    Plan::new(file.len() as u64, splices.collect()).expect("valid by construction")
}

/// How long the new bytes of an edit are: as they come, as the old ones, or so that what follows
/// stands where it stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    Any,
    Same,
    Back,
}

/// Files with sorted, disjoint edits; bytes from a small set, so that unchanged runs occur.
fn file_and_edits() -> impl Strategy<Value = (Vec<u8>, Vec<Edit>)> {
    let byte = || prop_oneof![Just(0u8), Just(1), any::<u8>()];
    let file = prop::collection::vec(byte(), 0..300);
    let length = prop_oneof![Just(Length::Any), Just(Length::Same), Just(Length::Back)];
    let edit = (0usize..60, 0usize..60, prop::collection::vec(byte(), 0..60), length);
    (file, prop::collection::vec(edit, 0..5)).prop_map(|(file, raw)| {
        let mut edits = Vec::new();
        let mut at = 0;
        let mut shift = 0;
        for (gap, old_len, new, length) in raw {
            let offset = at + gap;
            if offset > file.len() {
                break;
            }
            let old_len = old_len.min(file.len() - offset);
            let len = match length {
                Length::Any => new.len(),
                Length::Same => old_len,
                Length::Back => old_len.saturating_add_signed(-shift),
            };
            let new: Vec<u8> = if length != Length::Any && new.is_empty() {
                file[offset..].iter().copied().chain(std::iter::repeat(1)).take(len).collect()
            } else {
                new.iter().cycle().take(len).copied().collect()
            };
            shift += new.len().cast_signed() - old_len.cast_signed();
            edits.push((offset, old_len, new));
            at = offset + old_len;
        }
        (file, edits)
    })
}

proptest! {
    #[test]
    fn apply_is_splice((file, edits) in file_and_edits()) {
        let mut target = TracedTarget::new(&file);
        let plan = plan(&file, &edits);
        apply(&plan, &mut target).expect("no failure injected");
        prop_assert_eq!(&target.file.0, &naive(&file, &edits));
        prop_assert_eq!(plan.new_size(), target.file.0.len() as u64);
    }

    /// Leaving out what is there already changes nothing but the number of bytes written, and
    /// no byte is written that lies outside the splices and the ranges that move.
    #[test]
    fn only_changes_are_written((file, edits) in file_and_edits()) {
        let mut plan = plan(&file, &edits);
        let before = plan.bytes_written();
        let old = file.clone();
        plan.leave_out_unchanged(&mut MemorySource(&old)).expect("no failure");
        prop_assert!(plan.bytes_written() <= before);
        let mut target = TracedTarget::new(&file);
        apply(&plan, &mut target).expect("no failure injected");
        let expected = naive(&file, &edits);
        prop_assert_eq!(&target.file.0, &expected);
        if plan.moves().is_empty() {
            let inside = |at: u64| {
                let mut placed = plan.placed();
                placed.any(|(to, splice)| (to..to + splice.new.len() as u64).contains(&at))
            };
            for (offset, len) in &target.written {
                let all = (*offset..offset + *len as u64).all(inside);
                prop_assert!(all, "{} bytes written at {}", len, offset);
            }
        }
        if expected == file && edits.iter().all(|(_, old_len, new)| *old_len == new.len()) {
            prop_assert!(target.written.is_empty());
        }
    }

    /// Wherever a save fails, the file was not cut before everything was written; and while it
    /// was still growing it is given back as it was.
    #[test]
    fn a_failure_never_cuts((file, edits) in file_and_edits(), step in 0usize..12) {
        let plan = plan(&file, &edits);
        let mut target = TracedTarget { operations_left: Some(step), ..TracedTarget::new(&file) };
        if apply(&plan, &mut target).is_err() {
            prop_assert!(target.file.0.len() >= file.len().min(plan.new_size() as usize));
            let growing = plan.new_size() > plan.old_size();
            if growing && step == 0 {
                prop_assert_eq!(&target.file.0, &file);
            }
        }
    }

    /// The moves and writes that a plan shows are what it does.
    #[test]
    fn a_plan_tells_the_truth((file, edits) in file_and_edits()) {
        let plan = plan(&file, &edits);
        let mut shown = vec![0u8; plan.new_size() as usize];
        let mut kept_from = 0usize;
        let mut kept_to = 0usize;
        for (to, splice) in plan.placed() {
            let len = splice.offset as usize - kept_from;
            shown[kept_to..kept_to + len].copy_from_slice(&file[kept_from..kept_from + len]);
            let to = to as usize;
            shown[to..to + splice.new.len()].copy_from_slice(&splice.new.to_vec());
            kept_from = (splice.offset + splice.old_len) as usize;
            kept_to = to + splice.new.len();
        }
        let len = file.len() - kept_from;
        shown[kept_to..kept_to + len].copy_from_slice(&file[kept_from..]);
        prop_assert_eq!(shown, naive(&file, &edits));
        let moved: u64 = plan.moves().iter().map(|moved| moved.len).sum();
        prop_assert_eq!(moved, plan.bytes_moved());
    }
}

/// Patches with the given gaps between them, where the edits leave room.
fn patches(file: &[u8], edits: &[Edit], gaps: &[usize]) -> Vec<Patch> {
    let mut patches = Vec::new();
    let mut offset = 0;
    for (number, gap) in gaps.iter().enumerate() {
        offset += gap;
        while let Some((start, len, _)) =
            edits.iter().find(|edit| offset < edit.0 + edit.1.max(1) && edit.0 < offset + 8)
        {
            offset = start + len.max(&1);
        }
        if offset + 8 > file.len() {
            break;
        }
        patches.push(Patch { offset: offset as u64, new: [number as u8 | 0x80; 8] });
        offset += 8;
    }
    patches
}

/// What a plan with patches must lead to: they are made before anything moves.
fn naive_patched(file: &[u8], edits: &[Edit], patches: &[Patch]) -> Vec<u8> {
    let mut file = file.to_vec();
    for patch in patches {
        let start = patch.offset as usize;
        file[start..start + 8].copy_from_slice(&patch.new);
    }
    naive(&file, edits)
}

proptest! {
    #[test]
    fn patches_go_with_what_moves(
        (file, edits) in file_and_edits(),
        gaps in prop::collection::vec(0usize..40, 0..20),
    ) {
        let patches = patches(&file, &edits, &gaps);
        let plan = plan(&file, &edits).with_patches(patches.clone(), "test");
        let plan = plan.expect("valid by construction");
        let mut target = TracedTarget::new(&file);
        apply(&plan, &mut target).expect("no failure injected");
        prop_assert_eq!(&target.file.0, &naive_patched(&file, &edits, &patches));
        let in_place = |(to, patch): (u64, &Patch)| {
            target.file.0[to as usize..to as usize + 8] == patch.new
        };
        prop_assert!(plan.placed_patches().all(in_place));
    }
}

/// Patches that stay are written together with what lies between them, in a file whose ranges
/// have moved: what moved was patched on its way, and must not be patched a second time.
#[test]
fn patches_that_stay_on_both_sides_of_one_that_moves() {
    let file: Vec<u8> = (0..120).collect();
    for (old_len, new_len) in [(0, 5), (5, 0)] {
        let edits = vec![(10, old_len, vec![7; new_len]), (60, new_len, vec![9; old_len])];
        let patches = [0, 20, 40, 80].map(|offset| Patch { offset, new: [0xEE; 8] });
        let plan = plan(&file, &edits).with_patches(patches.to_vec(), "test").expect("valid");
        assert_eq!(plan.moves().len(), 1);
        let mut target = TracedTarget::new(&file);
        apply(&plan, &mut target).expect("no failure injected");
        assert_eq!(target.file.0, naive_patched(&file, &edits, &patches));
    }
}

#[test]
fn patches_across_the_edges_of_blocks() {
    let file: Vec<u8> = (0..2_500_000u32).map(|n| (n % 251) as u8).collect();
    for (old_len, new_len) in [(10, 700), (700, 10), (700, 700)] {
        for gap in [0, 900, 5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007] {
            let edits = vec![(100, old_len, vec![7; new_len])];
            let patches = patches(&file, &edits, &vec![gap; 3000]);
            let plan = plan(&file, &edits).with_patches(patches.clone(), "test");
            let mut target = TracedTarget::new(&file);
            apply(&plan.expect("valid"), &mut target).expect("no failure injected");
            assert!(target.file.0 == naive_patched(&file, &edits, &patches), "{new_len} {gap}");
        }
    }
}

#[test]
fn impossible_patches_are_refused() {
    let plan = |offsets: &[u64]| {
        let edits = [(20, 5, vec![0; 9]), (40, 0, vec![1])];
        let patches = offsets.iter().map(|&offset| Patch { offset, new: [0; 8] }).collect();
        plan(&[0; 60], &edits).with_patches(patches, "test")
    };
    assert!(plan(&[0, 8, 25, 40, 52]).is_ok());
    for wrong in [&[7, 0][..], &[0, 7], &[13], &[20], &[24], &[33], &[39], &[53], &[u64::MAX]] {
        assert!(plan(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn large_tails_move_in_blocks() {
    let file: Vec<u8> = (0..3_500_000u32).map(|n| (n % 251) as u8).collect();
    for (old_len, new_len) in [(10, 700), (700, 10), (10, 2_000_000), (2_000_000, 10)] {
        let edits = vec![(100, old_len, vec![7; new_len])];
        let mut target = TracedTarget::new(&file);
        apply(&plan(&file, &edits), &mut target).expect("no failure injected");
        assert!(target.file.0 == naive(&file, &edits), "{old_len} -> {new_len}");
    }
}

/// Short pieces are joined when they are written, long ones are written as they are.
#[test]
fn pieces_of_all_lengths_are_written() {
    let lens = [1, 100, JOINED - 1, JOINED, JOINED + 1, MOVE_BLOCK - 1, MOVE_BLOCK + 1];
    for one in lens {
        for other in lens {
            let mut content = Content::default();
            for (number, len) in [one, other, 3, other, one, one].into_iter().enumerate() {
                match number % 3 {
                    1 => content.push_zeros(len),
                    _ => content.push(vec![number as u8 + 1; len]),
                }
            }
            let splice = Splice { offset: 3, old_len: 2, new: content.clone(), why: "test" };
            let plan = Plan::new(9, vec![splice]).expect("valid by construction");
            let mut target = TracedTarget::new(b"123456789");
            apply(&plan, &mut target).expect("no failure injected");
            assert!(target.file.0 == [b"123", &content.to_vec()[..], b"6789"].concat());
            if one + other < JOINED / 3 {
                // The room at the end, the part that moves, all of the content.
                assert_eq!(target.written.len(), 3, "{:?}", target.written);
            }
        }
    }
}

/// A large content is compared in blocks: what differs at their edges is found, and nothing else.
#[test]
fn changes_at_the_edges_of_blocks_are_found() {
    const BLOCK: usize = COMPARE_BLOCK;
    let file: Vec<u8> = (0..4 * BLOCK as u32 + 77).map(|n| (n / 5000 % 3) as u8).collect();
    let edges =
        [0, BLOCK - 1, BLOCK, 2 * BLOCK - 1, 2 * BLOCK, 3 * BLOCK + 1, 4 * BLOCK, file.len()];
    for (number, &edge) in edges.iter().enumerate() {
        for other in &edges[number..] {
            let mut new = file.clone();
            for at in [edge, *other].map(|at| at.min(file.len() - 1)) {
                new[at] ^= 0x55;
            }
            let mut plan = plan(&file, &[(0, file.len(), new.clone())]);
            plan.leave_out_unchanged(&mut MemorySource(&file)).expect("no failure");
            assert!(plan.bytes_written() <= 4096, "{edge} {other}");
            assert!(MemoryTarget::carried_out(&file, &plan).expect("no failure") == new);
        }
    }
}

#[test]
fn impossible_plans_are_refused() {
    let splice = |offset, old_len| Splice { offset, old_len, new: content(b"x"), why: "test" };
    assert!(Plan::new(10, vec![splice(0, 11)]).is_err());
    assert!(Plan::new(10, vec![splice(u64::MAX, 1)]).is_err());
    assert!(Plan::new(10, vec![splice(0, 5), splice(4, 1)]).is_err());
    assert!(Plan::new(10, vec![splice(5, 1), splice(0, 1)]).is_err());
    assert!(Plan::new(u64::MAX, vec![splice(0, 0)]).is_err());
    assert!(Plan::new(10, vec![splice(0, 5), splice(5, 5)]).is_ok());
}
