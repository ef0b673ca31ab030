//! Fields, frames and records on their own: what the spec classes and helpers of the facade call.

use super::build;
use super::extract;
use crate::bytes::Cursor;
use crate::bytes::text::Encoding;
use crate::formats::id3::field::{self, Failure};
use crate::formats::id3::genre;
use crate::formats::id3::header::{Header, PROBE_LEN};
use crate::formats::id3::raw::{self, RawFrames, Unreadable};
use crate::formats::id3::render::{self, Refusal};
use crate::formats::id3::table::Kind;
use crate::formats::id3::tag::Context;
use crate::formats::id3::timestamp;
use crate::formats::id3::v1::{self, Record};
use crate::limits;
use crate::python::errors::{exception, guarded, to_py};
use bumpalo::Bump;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyBytes, PyList, PyString};

fn kind(name: &str, param: usize) -> PyResult<Kind> {
    Kind::from_name(name, param).ok_or_else(|| PyValueError::new_err("no such kind of field"))
}

fn encoding(number: u8) -> PyResult<Encoding> {
    Encoding::from_byte(number).ok_or_else(|| PyValueError::new_err("no such text encoding"))
}

/// An exception of the facade's ID3 classes.
fn id3_error(py: Python<'_>, class: &str, reason: &str) -> PyErr {
    exception(py, "mutagen_rs.id3._util", class, reason)
}

/// Reads one field from the front of `data`: its value and the data behind it. For an index of
/// seek points `param` is bits << 16 | count. Raises `ValueError` if the data is no such field.
#[pyfunction]
fn id3_read_field<'py>(
    py: Python<'py>,
    name: &str,
    param: usize,
    data: &[u8],
    version: u8,
    text_encoding: u8,
) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyBytes>)> {
    guarded(py, || {
        let kind = kind(name, param)?;
        let arena = Bump::new();
        let mut budget = raw::inflate_budget(data.len());
        let mut context = Context {
            arena: &arena,
            version,
            unsynchronised: false,
            depth: limits::MAX_FRAME_NESTING,
            budget: &mut budget,
        };
        let state = extract::state(encoding(text_encoding)?, param);
        let mut cursor = Cursor::new(data);
        let value =
            field::read(&mut context, &state, kind, &mut cursor).map_err(
                |failure| match failure {
                    Failure::Junk(reason) => PyValueError::new_err(reason),
                    Failure::Fatal(reason) | Failure::Limit(reason) => {
                        id3_error(py, "error", reason)
                    }
                },
            )?;
        Ok((build::plain(py, value)?, PyBytes::new(py, cursor.rest())))
    })
}

/// The bytes of one field. Raises `ValueError` for a value that does not fit.
#[pyfunction]
fn id3_write_field<'py>(
    py: Python<'py>,
    name: &str,
    param: usize,
    value: &Bound<'py, PyAny>,
    text_encoding: u8,
) -> PyResult<Bound<'py, PyBytes>> {
    guarded(py, || {
        let kind = kind(name, param)?;
        let arena = Bump::new();
        let value = extract::value(kind, value, &arena)?;
        let state = extract::state(encoding(text_encoding)?, param);
        let mut out = Vec::new();
        render::write_field(kind, value, state, render::V24, &mut out).map_err(|refusal| {
            let (Refusal::Format(reason) | Refusal::Value(reason)) = refusal;
            PyValueError::new_err(reason)
        })?;
        Ok(PyBytes::new(py, &out))
    })
}

/// Undoes unsynchronisation and compression of a frame's payload, as its flags say.
#[pyfunction]
fn id3_unpack<'py>(
    py: Python<'py>,
    version: u8,
    tag_flags: u8,
    frame_flags: u16,
    data: &[u8],
) -> PyResult<Bound<'py, PyBytes>> {
    guarded(py, || {
        let mut budget = raw::inflate_budget(data.len());
        let unsynchronised = tag_flags & 0x80 != 0;
        let raise = |class: &str, reason: &str| id3_error(py, class, reason);
        match raw::unpack(version, unsynchronised, frame_flags, data, &mut budget) {
            Ok(data) => Ok(PyBytes::new(py, &data)),
            Err(Unreadable::Encrypted) => {
                Err(raise("ID3EncryptionUnsupportedError", "frame is encrypted"))
            }
            Err(Unreadable::Junk(reason)) => Err(raise("ID3JunkFrameError", reason)),
            Err(Unreadable::TooLarge) => Err(raise("error", "frame inflates to too many bytes")),
        }
    })
}

/// Splits the frames area of a tag: a list of `(name, flags, whole frame, payload)`, and the
/// padding. `known` holds the names that tell how sizes are written.
#[pyfunction]
fn id3_split<'py>(
    py: Python<'py>,
    version: u8,
    tag_flags: u8,
    data: &[u8],
    known: &Bound<'py, PyAny>,
) -> PyResult<(Bound<'py, PyList>, Bound<'py, PyBytes>)> {
    guarded(py, || {
        let decoded =
            if version < 4 && tag_flags & 0x80 != 0 { raw::resynchronise(data) } else { None };
        let data = decoded.as_deref().unwrap_or(data);
        let mut raw = RawFrames::new(data, version, |name| contains(known, name));
        let list = PyList::empty(py);
        for frame in raw.by_ref() {
            let name = PyString::new(py, str::from_utf8(frame.name).unwrap_or_default());
            let (whole, payload) = (PyBytes::new(py, frame.whole), PyBytes::new(py, frame.payload));
            list.append((name, frame.flags, whole, payload))?;
        }
        Ok((list, PyBytes::new(py, raw.rest())))
    })
}

/// How many bits of a frame's size byte count in that frames area of a v2.4 tag: 7 or 8.
#[pyfunction]
fn id3_size_bits(data: &[u8], known: &Bound<'_, PyAny>) -> u32 {
    raw::size_bits(data, |name| contains(known, name))
}

/// The header of a frame with `size` bytes of fields.
#[pyfunction]
fn id3_frame_header<'py>(
    py: Python<'py>,
    name: &str,
    size: usize,
    version: u8,
) -> PyResult<Bound<'py, PyBytes>> {
    match render::frame_header(name, size, version) {
        Ok(header) => Ok(PyBytes::new(py, &header)),
        Err(Refusal::Format(reason) | Refusal::Value(reason)) => Err(PyValueError::new_err(reason)),
    }
}

/// Whether a container of `str` has that name.
fn contains(known: &Bound<'_, PyAny>, name: &[u8]) -> bool {
    str::from_utf8(name).is_ok_and(|name| known.contains(name).unwrap_or(false))
}

/// Reads a tag header from the first bytes of a tag: `(version, revision, flags, size, size of
/// the extended header or None)`. A flag that lies about an extended header is cleared, and the
/// size is 0 then. `name` is for messages.
#[pyfunction]
fn id3_header(
    py: Python<'_>,
    data: &[u8],
    name: &Bound<'_, PyAny>,
) -> PyResult<(u8, u8, u8, usize, Option<usize>)> {
    let header = Header::parse(data.get(..PROBE_LEN).unwrap_or(data))
        .map_err(|error| to_py(py, error, Some(name)))?;
    Ok((header.version, header.revision, header.flags, header.size, header.extended))
}

/// Turns values of a TCON frame into names of genres.
#[pyfunction]
#[allow(clippy::needless_pass_by_value)] // what is extracted from an argument is passed by value
fn id3_genres(values: Vec<String>) -> Vec<String> {
    let mut names = Vec::new();
    for value in &values {
        genre::each(value, |name| names.push(name.to_owned()));
    }
    names
}

/// Year, month, day, hour, minute and second of a time stamp, each a number or `None`.
#[pyfunction]
fn id3_timestamp<'py>(py: Python<'py>, text: &str) -> PyResult<Vec<Option<Bound<'py, PyAny>>>> {
    let parts = timestamp::parts(text);
    parts.iter().map(|part| part.as_ref().map(|d| build::number(py, d)).transpose()).collect()
}

/// Undoes unsynchronisation; `ValueError` if the data was not unsynchronised.
#[pyfunction]
fn unsynch_decode<'py>(py: Python<'py>, data: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    let decoded = raw::resynchronise(data);
    let decoded = decoded.ok_or_else(|| PyValueError::new_err("data is not unsynchronised"))?;
    Ok(PyBytes::new(py, &decoded))
}

/// Unsynchronises.
#[pyfunction]
fn unsynch_encode<'py>(py: Python<'py>, data: &[u8]) -> Bound<'py, PyBytes> {
    PyBytes::new(py, &raw::unsynchronise(data))
}

/// Text of a record is Latin-1.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Reads an ID3v1 record: `(title, artist, album, year, comment, track, genre)`, or `None`.
#[pyfunction]
#[allow(clippy::type_complexity)] // the fields of the record, in its order
fn id3v1_parse(data: &[u8]) -> Option<(String, String, String, String, String, u8, u8)> {
    let Record { title, artist, album, year, comment, track, genre } = v1::parse(data)?;
    let [title, artist, album, year, comment] = [title, artist, album, year, comment].map(latin1);
    Some((title, artist, album, year, comment, track, genre))
}

/// Where an ID3v1 record starts in the last 131 bytes of a file, or `None`.
#[pyfunction]
fn id3v1_find(tail: &[u8]) -> Option<usize> {
    v1::find(tail)
}

/// Writes an ID3v1 record. Characters beyond Latin-1 become question marks.
#[pyfunction]
#[pyo3(signature = (title, artist, album, year, comment, track, genre))]
#[allow(clippy::too_many_arguments)] // the fields of the record, in its order
fn id3v1_render<'py>(
    py: Python<'py>,
    title: &str,
    artist: &str,
    album: &str,
    year: &str,
    comment: &str,
    track: Option<u8>,
    genre: u8,
) -> Bound<'py, PyBytes> {
    let bytes = [title, artist, album, year, comment].map(|text| {
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect::<Vec<u8>>()
    });
    let [title, artist, album, year, comment] = &bytes;
    let number = track.unwrap_or_default();
    let record = Record { title, artist, album, year, comment, track: number, genre };
    PyBytes::new(py, &v1::render(&record, track.is_some()))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(id3_read_field, module)?)?;
    module.add_function(wrap_pyfunction!(id3_write_field, module)?)?;
    module.add_function(wrap_pyfunction!(id3_unpack, module)?)?;
    module.add_function(wrap_pyfunction!(id3_split, module)?)?;
    module.add_function(wrap_pyfunction!(id3_header, module)?)?;
    module.add_function(wrap_pyfunction!(id3_size_bits, module)?)?;
    module.add_function(wrap_pyfunction!(id3_frame_header, module)?)?;
    module.add_function(wrap_pyfunction!(id3_genres, module)?)?;
    module.add_function(wrap_pyfunction!(id3_timestamp, module)?)?;
    module.add_function(wrap_pyfunction!(unsynch_decode, module)?)?;
    module.add_function(wrap_pyfunction!(unsynch_encode, module)?)?;
    module.add_function(wrap_pyfunction!(id3v1_parse, module)?)?;
    module.add_function(wrap_pyfunction!(id3v1_find, module)?)?;
    module.add_function(wrap_pyfunction!(id3v1_render, module)?)
}
