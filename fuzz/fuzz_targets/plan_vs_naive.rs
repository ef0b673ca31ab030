//! A plan carried out by `apply`, against `Vec::splice` one edit after the other.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mutagen_rs::source::{MemorySource, Source};
use mutagen_rs::splice::{Plan, Splice, Target, apply};
use std::io;

struct File(Vec<u8>);

impl Source for File {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let rest = self.0.get(offset as usize..).unwrap_or_default();
        into.extend_from_slice(rest.get(..len).unwrap_or(rest));
        Ok(())
    }
}

impl Target for File {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let start = offset as usize;
        let end = start + bytes.len();
        if end > self.0.len() {
            self.0.resize(end, 0xaa);
        }
        self.0[start..end].copy_from_slice(bytes);
        Ok(())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.0.truncate(len as usize);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

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

    let mut whole = File(file.clone());
    apply(&plan, &mut whole).expect("no fault");
    assert_eq!(whole.0, expected);

    plan.leave_out_unchanged(|offset, len, into| MemorySource(&file).read_at(offset, len, into))
        .expect("no fault");
    let mut least = File(file.clone());
    apply(&plan, &mut least).expect("no fault");
    assert_eq!(least.0, expected);
});
