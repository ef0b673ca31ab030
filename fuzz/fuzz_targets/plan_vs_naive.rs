//! A plan carried out by `apply`, against `Vec::splice` one edit after the other, behind patches
//! made in place.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mutagen_rs::source::MemorySource;
use mutagen_rs::splice::{MemoryTarget, Patch, Plan, Splice};

/// Bytes to leave, bytes to replace, and by what.
type Edit = (u8, u8, Vec<u8>);

fuzz_target!(|input: (Vec<u8>, Vec<Edit>, Vec<u8>)| {
    let (file, edits, gaps) = input;
    let mut splices = Vec::new();
    let mut end = 0;
    for (skip, old_len, new) in edits {
        let offset = (end + usize::from(skip)).min(file.len());
        end = (offset + usize::from(old_len)).min(file.len());
        let old_len = (end - offset) as u64;
        splices.push(Splice { offset: offset as u64, old_len, new: new.into(), why: "fuzz" });
    }
    let mut patches: Vec<Patch> = Vec::new();
    for gap in gaps {
        let offset = patches.last().map_or(0, Patch::end) + u64::from(gap);
        let patch = Patch { offset, new: [!gap; Patch::LEN] };
        let meets = |splice: &Splice| {
            splice.offset < patch.end() && patch.offset < splice.offset + splice.old_len
        };
        if patch.end() <= file.len() as u64 && !splices.iter().any(meets) {
            patches.push(patch);
        }
    }
    let mut expected = file.clone();
    for patch in &patches {
        expected[patch.offset as usize..patch.end() as usize].copy_from_slice(&patch.new);
    }
    for splice in splices.iter().rev() {
        let start = splice.offset as usize;
        expected.splice(start..start + splice.old_len as usize, splice.new.to_vec());
    }
    let plan = Plan::new(file.len() as u64, splices).expect("sorted and disjoint");
    let mut plan = plan.with_patches(patches, "fuzz").expect("sorted and disjoint");
    assert_eq!(plan.new_size(), expected.len() as u64);

    assert_eq!(MemoryTarget::carried_out(&file, &plan).expect("no fault"), expected);

    plan.leave_out_unchanged(&mut MemorySource(&file)).expect("no fault");
    assert_eq!(MemoryTarget::carried_out(&file, &plan).expect("no fault"), expected);
});
