//! Vorbis comments (Xiph.Org, "Vorbis I specification", section 5): the tags of FLAC and of the
//! formats in Ogg.
//!
//! A *comment header* is the *vendor*, which names the program that wrote the audio, and a list
//! of *comments*. A comment is `key=value`; keys may repeat, and keys that differ only in case
//! are the same. Vorbis itself ends the header with a *framing bit*, the others do not. What
//! stands before a header in its packet is up to the format around it.

pub mod comment;
pub mod header;
pub mod render;

pub use comment::{Comment, Errors, is_valid_key};
pub use header::{Comments, Rules};

use crate::error::{Error, Format};

fn malformed(reason: &'static str) -> Error {
    Error::malformed(Format::VorbisComment, reason)
}
