//! A plan carried out by `apply`, against `Vec::splice` one edit after the other.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mutagen_rs::source::{MemorySource, Source};
use mutagen_rs::splice::{MemoryTarget, Plan, Splice};

/// Bytes to leave, bytes to replace, and by what.
type Edit = (u8, u8, Vec<u8>);

fuzz_target!(|input: (Vec<u8>, Vec<Edit>)| {
    let (file, edits) = input;
    let mut expected = file.clone();
    let mut splices = Vec::new();
    let mut end = 0;
    for (skip, old_len, new) in edits {
        let offset = (end + usize::from(skip)).min(file.len());
        end = (offset + usize::from(old_len)).min(file.len());
        let old_len = (end - offset) as u64;
        splices.push(Splice { offset: offset as u64, old_len, new: new.into(), why: "fuzz" });
    }
    for splice in splices.iter().rev() {
        let start = splice.offset as usize;
        expected.splice(start..start + splice.old_len as usize, splice.new.to_vec());
    }
    let mut plan = Plan::new(file.len() as u64, splices).expect("sorted and disjoint");
    assert_eq!(plan.new_size(), expected.len() as u64);

    assert_eq!(MemoryTarget::carried_out(&file, &plan).expect("no fault"), expected);

    plan.leave_out_unchanged(|offset, len, into| MemorySource(&file).read_at(offset, len, into))
        .expect("no fault");
    assert_eq!(MemoryTarget::carried_out(&file, &plan).expect("no fault"), expected);
});
