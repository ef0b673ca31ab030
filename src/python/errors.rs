//! Failures as exceptions of mutagen's classes: the one place that knows which class is which.

use crate::error::{Error, Format, Kind};
use crate::source::OpenError;
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use rustix::io::Errno;
use std::io;

/// Where the exceptions of a format live, and their names: for malformed data, for a missing
/// header, for an unsupported version, for a bad item.
const fn classes(format: Format) -> (&'static str, [&'static str; 4]) {
    match format {
        Format::Aac => ("mutagen_rs.aac", ["AACError"; 4]),
        Format::Ac3 => ("mutagen_rs.ac3", ["AC3Error"; 4]),
        Format::Aiff => ("mutagen_rs.aiff", ["error", "error", "error", "InvalidChunk"]),
        Format::Apev2 => (
            "mutagen_rs.apev2",
            ["error", "APENoHeaderError", "APEUnsupportedVersionError", "APEBadItemError"],
        ),
        Format::Asf => ("mutagen_rs.asf", ["error", "ASFHeaderError", "error", "ASFError"]),
        Format::Dsdiff => ("mutagen_rs.dsdiff", ["error"; 4]),
        Format::Dsf => ("mutagen_rs.dsf", ["error"; 4]),
        Format::Flac => ("mutagen_rs.flac", ["error", "FLACNoHeaderError", "error", "error"]),
        Format::Id3 => (
            "mutagen_rs.id3._util",
            ["error", "ID3NoHeaderError", "ID3UnsupportedVersionError", "error"],
        ),
        Format::Iff => ("mutagen_rs._iff", ["error", "EmptyChunk", "error", "InvalidChunk"]),
        Format::MonkeysAudio => ("mutagen_rs.monkeysaudio", ["MonkeysAudioHeaderError"; 4]),
        Format::Mp3 => ("mutagen_rs.mp3", ["error", "HeaderNotFoundError", "error", "error"]),
        Format::Mp4 => (
            "mutagen_rs.mp4",
            ["error", "MP4NoTrackError", "MP4StreamInfoError", "MP4MetadataError"],
        ),
        Format::Musepack => ("mutagen_rs.musepack", ["MusepackHeaderError"; 4]),
        Format::Ogg => ("mutagen_rs.ogg", ["error"; 4]),
        Format::OggFlac => ("mutagen_rs.oggflac", ["OggFLACHeaderError"; 4]),
        Format::OggOpus => ("mutagen_rs.oggopus", ["OggOpusHeaderError"; 4]),
        Format::OggSpeex => ("mutagen_rs.oggspeex", ["OggSpeexHeaderError"; 4]),
        Format::OggTheora => ("mutagen_rs.oggtheora", ["OggTheoraHeaderError"; 4]),
        Format::OggVorbis => ("mutagen_rs.oggvorbis", ["OggVorbisHeaderError"; 4]),
        Format::OptimFrog => ("mutagen_rs.optimfrog", ["OptimFROGHeaderError"; 4]),
        Format::Riff => ("mutagen_rs._riff", ["error", "error", "error", "InvalidChunk"]),
        Format::Smf => ("mutagen_rs.smf", ["SMFError"; 4]),
        Format::Tak => ("mutagen_rs.tak", ["TAKHeaderError"; 4]),
        Format::TrueAudio => ("mutagen_rs.trueaudio", ["TrueAudioHeaderError"; 4]),
        Format::VorbisComment => (
            "mutagen_rs._vorbis",
            ["error", "VorbisUnsetFrameError", "error", "VorbisEncodingError"],
        ),
        Format::WavPack => ("mutagen_rs.wavpack", ["WavPackHeaderError"; 4]),
        Format::Wave => ("mutagen_rs.wave", ["error", "error", "error", "InvalidChunk"]),
    }
}

/// An exception of that class with that argument.
pub(super) fn exception(
    py: Python<'_>,
    module: &str,
    class: &str,
    argument: impl for<'py> IntoPyObject<'py>,
) -> PyErr {
    let made = py
        .import(module)
        .and_then(|module| module.getattr(class))
        .and_then(|class| class.call1((argument,)));
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(failure) => failure,
    }
}

/// The file's name as a message shows it.
fn shown(name: Option<&Bound<'_, PyAny>>) -> String {
    // A file object without a name has an empty one.
    name.filter(|name| name.is_truthy().unwrap_or(true))
        .and_then(|name| name.repr().ok())
        .map_or_else(|| "file object".to_owned(), |repr| repr.to_string())
}

/// The `OSError` for a failure of the operating system, or the exception a file object raised.
fn io_to_py(cause: io::Error, name: Option<&Bound<'_, PyAny>>) -> PyErr {
    if let Some(errno) = cause.raw_os_error() {
        let reason = io::Error::from_raw_os_error(errno).to_string();
        let reason = reason.split(" (os error").next().unwrap_or_default().to_owned();
        let name = name.map(|name| name.clone().unbind());
        return match name {
            Some(name) => PyOSError::new_err((errno, reason, name)),
            None => PyOSError::new_err((errno, reason)),
        };
    }
    match cause.downcast::<PyErr>() {
        Ok(raised) => raised,
        Err(cause) => PyOSError::new_err(format!("{}: {cause}", shown(name))),
    }
}

/// The exception for a failure while reading, planning or writing the file `name`.
pub(super) fn to_py(py: Python<'_>, error: Error, name: Option<&Bound<'_, PyAny>>) -> PyErr {
    let (module, [malformed, no_header, unsupported, item]) = classes(error.format);
    let class = match error.kind {
        Kind::Io(cause) => {
            let cause = io_to_py(cause, name);
            // A file object may raise anything; only failures of input and output are the
            // format's.
            if !cause.is_instance_of::<PyOSError>(py) {
                return cause;
            }
            let wrapped = exception(py, module, malformed, cause.value(py).clone().unbind());
            wrapped.set_cause(py, Some(cause));
            return wrapped;
        }
        Kind::Value => return PyValueError::new_err(error.reason),
        Kind::NoHeader => no_header,
        Kind::Unsupported => unsupported,
        Kind::Item => item,
        Kind::Malformed | Kind::Limit => malformed,
    };
    exception(py, module, class, format!("{}: {}", shown(name), error.reason))
}

/// The exception for a name that could not be opened: `MutagenError` with the `OSError` as its
/// argument and cause. Nothing for a file that Python must open.
pub(super) fn open_to_py(
    py: Python<'_>,
    error: OpenError,
    name: &Bound<'_, PyAny>,
) -> Option<PyErr> {
    let OpenError::Io(cause) = error else { return None };
    // File systems that cannot open for reading and writing at once: Python reads the file into
    // memory and writes it back.
    if cause.raw_os_error() == Some(Errno::OPNOTSUPP.raw_os_error()) {
        return None;
    }
    let cause = io_to_py(cause, Some(name));
    let argument = cause.value(py).clone().unbind();
    let wrapped = exception(py, "mutagen_rs._util", "MutagenError", argument);
    wrapped.set_cause(py, Some(cause));
    Some(wrapped)
}

/// Runs `work` and turns a panic into an exception, so that none reaches the interpreter.
pub(super) fn guarded<T>(py: Python<'_>, work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let reason = "internal error: please report it with the file";
        Err(exception(py, "mutagen_rs._util", "MutagenError", reason))
    })
}
