//! MP4 files (ISO/IEC 14496-12 and -14, Apple's `QuickTime` File Format) with iTunes tags.
//!
//! A file is a sequence of *atoms* (the standard says boxes): a size, a name of four bytes and a
//! payload, which for some names is a sequence of atoms again. `moov` holds all that is known of
//! the *tracks*, `mdat` the samples; offsets in *tables* (`stco`, `co64`, `tfhd`) tell where in
//! the file these are. The tags are the *items* of `moov.udta.meta.ilst`, and a `free` atom beside
//! it is their padding.

pub mod atom;
pub mod chapters;
pub mod document;
pub mod entry;
pub mod entry_aac;
pub mod entry_descriptor;
pub mod info;
pub mod item;
#[cfg(test)]
mod made;
pub mod offsets;
pub mod plan;
pub mod render;
pub mod table;
mod walk;

pub use atom::{Atom, Atoms, Node, Payload};
pub use chapters::Chapters;
pub use document::{Item, Mp4Document, OwnedMp4};
pub use entry::AudioEntry;
pub use info::Mp4Info;
pub use item::{Cover, Freeform, Value};

use crate::error::{Error, Format, Kind};
use std::io;

fn io_error(cause: io::Error) -> Error {
    Error::io(Format::Mp4, cause)
}

/// What is wrong with the tag, or with what its save has to change.
fn bad_tag(reason: &'static str) -> Error {
    Error::new(Format::Mp4, Kind::Item, reason)
}

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::Mp4, reason)
}
