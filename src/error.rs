//! What can go wrong, without words for it: a kind, a format and a static reason.
//!
//! The Python boundary turns an [`Error`] into an exception of mutagen's classes and adds the
//! file name there; nothing is formatted on the way.

use std::{fmt, io};

/// The format whose rules were broken. Decides the module of the exception class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Aac,
    Ac3,
    Aiff,
    Apev2,
    Asf,
    Dsdiff,
    Dsf,
    Flac,
    Id3,
    Iff,
    MonkeysAudio,
    Mp3,
    Mp4,
    Musepack,
    Ogg,
    OggFlac,
    OggOpus,
    OggSpeex,
    OggTheora,
    OggVorbis,
    OptimFrog,
    Riff,
    Smf,
    Tak,
    TrueAudio,
    VorbisComment,
    WavPack,
    Wave,
}

/// The kind of failure. Decides the exception class within the format's module.
#[derive(Debug)]
pub enum Kind {
    /// Reading or writing failed; also raised by a Python file object.
    Io(io::Error),
    /// There is no such tag or stream.
    NoHeader,
    /// A version or feature that the format does not define.
    Unsupported,
    /// The bytes break the format's rules.
    Malformed,
    /// One item of a tag breaks the rules, where the format has an exception of its own for that.
    Item,
    /// Obeying the bytes would cost more than the file's size justifies; see [`crate::limits`].
    Limit,
    /// A value given by the caller cannot be written.
    Value,
}

/// A failure while reading, planning or writing.
#[derive(Debug)]
pub struct Error {
    pub format: Format,
    pub kind: Kind,
    pub reason: &'static str,
}

impl Error {
    pub fn new(format: Format, kind: Kind, reason: &'static str) -> Self {
        Self { format, kind, reason }
    }

    /// The bytes break the format's rules.
    pub fn malformed(format: Format, reason: &'static str) -> Self {
        Self::new(format, Kind::Malformed, reason)
    }

    /// The operating system or a file object failed.
    pub fn io(format: Format, cause: io::Error) -> Self {
        Self::new(format, Kind::Io(cause), "input/output failed")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Io(cause) => write!(f, "{cause}"),
            _ => f.write_str(self.reason),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Io(cause) => Some(cause),
            _ => None,
        }
    }
}

/// Results of this crate.
pub type Result<T> = std::result::Result<T, Error>;
