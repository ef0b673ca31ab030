//! Bytes out: a save is a [`Plan`] of splices, complete and checked before the first byte is
//! written, and [`apply`] is the only code that writes to files.
//!
//! A *splice* replaces a range of the old file by new *content*. What lies between splices is
//! never changed, but for *patches* of a few bytes; it *moves* if the splices before it change
//! their length.

mod apply;
mod content;
mod file;
mod memory;
mod padding;
mod patch;
mod plan;

pub use apply::{Target, apply};
pub use content::{Content, Piece};
pub use file::FileTarget;
pub use memory::MemoryTarget;
pub use padding::PaddingInfo;
pub use patch::Patch;
pub use plan::{Move, Plan, Splice};
