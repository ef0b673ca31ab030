//! FLAC files (RFC 9639, "Free Lossless Audio Codec").
//!
//! A file is the marker `fLaC`, *metadata blocks* and frames of audio. A block has a *code* that
//! tells its kind, a length of 24 bits, and a mark if it is the last one; all this is its
//! *header*. The *metadata area* is all blocks with their headers. `ID3v2` tags in front of the
//! marker and `ID3v1` tags at the end are no part of FLAC, but are there in some files.

pub mod block;
pub mod cue_sheet;
pub mod document;
pub mod locate;
pub mod picture;
pub mod plan;
pub mod render;
pub mod seek_table;
pub mod stream_info;

pub use block::Block;
pub use cue_sheet::CueSheet;
pub use document::{FlacDocument, OwnedFlac};
pub use picture::Picture;
pub use stream_info::StreamInfo;

use crate::bytes::Input;
use crate::error::{Error, Format};
use std::io;

fn io_error(cause: io::Error) -> Error {
    Error::io(Format::Flac, cause)
}

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::Flac, reason)
}

/// The next `len` bytes, none missing.
fn exact<I: Input>(input: &mut I, len: usize) -> Result<I::Bytes, I::Error> {
    let bytes = input.take(len)?;
    if bytes.as_ref().len() != len {
        return Err(malformed("block ends too early").into());
    }
    Ok(bytes)
}
