//! Files made by hand, for tests.

use crate::splice::{MemoryTarget, Plan};

/// An atom with a payload of parts.
pub(super) fn atom(name: [u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let payload = parts.concat();
    [&(payload.len() as u32 + 8).to_be_bytes(), &name[..], &payload].concat()
}

/// The same with a size of 64 bits.
pub(super) fn long_atom(name: [u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let payload = parts.concat();
    [b"\0\0\0\x01", &name[..], &(payload.len() as u64 + 16).to_be_bytes(), &payload].concat()
}

/// A `data` atom of a type.
pub(super) fn data(format: u32, value: &[u8]) -> Vec<u8> {
    atom(*b"data", &[&format.to_be_bytes(), &[0; 4], value])
}

/// A file with these items as its only content.
pub(super) fn with_items(items: &[&[u8]]) -> Vec<u8> {
    let meta = atom(*b"meta", &[&[0; 4], &atom(*b"ilst", items)]);
    atom(*b"moov", &[&atom(*b"udta", &[&meta])])
}

/// The file after a plan.
pub(super) fn carried_out(file: &[u8], plan: &Plan) -> Vec<u8> {
    MemoryTarget::carried_out(file, plan).expect("in memory")
}
