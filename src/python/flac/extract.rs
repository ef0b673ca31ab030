//! Blocks from the attributes of Python objects.

use super::classes::Classes;
use crate::error::{Error, Format};
use crate::formats::flac::cue_sheet::{CueSheet, Index, Track, padded};
use crate::formats::flac::render;
use crate::formats::flac::seek_table::{self, SeekPoint};
use crate::formats::flac::{Picture, StreamInfo};
use crate::python::open::Fault;
use crate::python::vorbis;
use crate::splice::Content;
use bytes::Bytes;
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyInt};

fn malformed(reason: &'static str) -> Fault {
    Error::malformed(Format::Flac, reason).into()
}

/// A number that must fit into its field.
fn number<'py, T>(value: &Bound<'py, PyAny>) -> Result<T, Fault>
where
    T: for<'a> FromPyObject<'a, 'py, Error = PyErr>,
{
    let py = value.py();
    value.extract().map_err(|error: PyErr| {
        if error.is_instance_of::<PyOverflowError>(py) {
            malformed("a number does not fit into its field")
        } else {
            error.into()
        }
    })
}

/// The lower bits of a number of any size and sign.
fn lower_bits(value: &Bound<'_, PyAny>, bits: u32) -> Result<u128, Fault> {
    let mask = 1u128.checked_shl(bits).unwrap_or_default().wrapping_sub(1);
    Ok(value.bitand(mask)?.cast_into::<PyInt>().map_err(PyErr::from)?.extract()?)
}

macro_rules! attribute {
    ($object:expr, $name:literal) => {
        $object.getattr(intern!($object.py(), $name))?
    };
}

/// The block of a `StreamInfo`.
pub(super) fn stream_info(object: &Bound<'_, PyAny>) -> Result<Vec<u8>, Fault> {
    let sample_rate: u64 = number(&attribute!(object, "sample_rate"))?;
    if sample_rate >> 36 != 0 {
        return Err(malformed("a number does not fit into its field"));
    }
    let info = StreamInfo {
        min_blocksize: number::<u32>(&attribute!(object, "min_blocksize"))? as u16,
        max_blocksize: number::<u32>(&attribute!(object, "max_blocksize"))? as u16,
        min_framesize: number(&attribute!(object, "min_framesize"))?,
        max_framesize: number(&attribute!(object, "max_framesize"))?,
        sample_rate: (sample_rate & 0xf_ffff) as u32,
        channels: lower_bits(&attribute!(object, "channels").sub(1)?, 3)? as u8 + 1,
        bits_per_sample: lower_bits(&attribute!(object, "bits_per_sample").sub(1)?, 5)? as u8 + 1,
        total_samples: lower_bits(&attribute!(object, "total_samples"), 36)? as u64,
        md5_signature: lower_bits(&attribute!(object, "md5_signature"), 128)?,
    };
    Ok(info.render())
}

/// The block of a `SeekTable`.
pub(super) fn seek_table(object: &Bound<'_, PyAny>) -> Result<Vec<u8>, Fault> {
    let mut points = Vec::new();
    for point in attribute!(object, "seekpoints").try_iter()? {
        let point = point?;
        points.push(SeekPoint {
            first_sample: number(&attribute!(point, "first_sample"))?,
            byte_offset: number(&attribute!(point, "byte_offset"))?,
            num_samples: number(&attribute!(point, "num_samples"))?,
        });
    }
    Ok(seek_table::render(&points))
}

/// Bytes for a field of text; nothing else will do.
fn ascii<const N: usize>(value: &Bound<'_, PyAny>) -> Result<[u8; N], Fault> {
    let bytes = value.cast::<PyBytes>();
    Ok(padded(bytes.map_err(|_| malformed("text of a cue sheet must be bytes"))?.as_bytes()))
}

/// The block of a `CueSheet`.
pub(super) fn cue_sheet(object: &Bound<'_, PyAny>) -> Result<Vec<u8>, Fault> {
    let mut tracks = Vec::new();
    for track in attribute!(object, "tracks").try_iter()? {
        tracks.push(self::track(&track?)?);
    }
    let sheet = CueSheet {
        catalog: ascii(&attribute!(object, "media_catalog_number"))?,
        lead_in: number(&attribute!(object, "lead_in_samples"))?,
        is_compact_disc: attribute!(object, "compact_disc").is_truthy()?,
        tracks,
    };
    Ok(sheet.render()?)
}

fn track(object: &Bound<'_, PyAny>) -> Result<Track, Fault> {
    let mut indexes = Vec::new();
    for index in attribute!(object, "indexes").try_iter()? {
        let index = index?;
        let offset = number(&attribute!(index, "index_offset"))?;
        indexes.push(Index { offset, number: number(&attribute!(index, "index_number"))? });
    }
    let isrc = attribute!(object, "isrc");
    Ok(Track {
        start_offset: number(&attribute!(object, "start_offset"))?,
        number: number(&attribute!(object, "track_number"))?,
        // A track without a code has an empty one, perhaps as text.
        isrc: if isrc.is_truthy()? { ascii(&isrc)? } else { padded(&[]) },
        is_audio: lower_bits(&attribute!(object, "type"), 1)? == 0,
        has_pre_emphasis: attribute!(object, "pre_emphasis").is_truthy()?,
        indexes,
    })
}

/// Bytes of an object that has them, without a copy if they cannot change.
pub(super) fn bytes_of(value: &Bound<'_, PyAny>) -> PyResult<Bytes> {
    if let Ok(backed) = value.extract::<PyBackedBytes>() {
        return Ok(Bytes::from_owner(backed));
    }
    let copy = value.py().get_type::<PyBytes>().call1((value,))?;
    Ok(Bytes::from_owner(copy.extract::<PyBackedBytes>().map_err(PyErr::from)?))
}

/// The block of a `Picture`.
pub(super) fn picture(object: &Bound<'_, PyAny>) -> Result<Content, Fault> {
    let data = attribute!(object, "data");
    // A number would be taken for that many zeros.
    if data.is_instance_of::<PyInt>() {
        return Err(PyValueError::new_err("data must be bytes").into());
    }
    let data = bytes_of(&data)?;
    let mime: PyBackedStr = attribute!(object, "mime").extract()?;
    let desc: PyBackedStr = attribute!(object, "desc").extract()?;
    let picture = Picture {
        kind: number(&attribute!(object, "type"))?,
        mime: mime.as_bytes(),
        desc: desc.as_bytes(),
        width: number(&attribute!(object, "width"))?,
        height: number(&attribute!(object, "height"))?,
        depth: number(&attribute!(object, "depth"))?,
        colors: number(&attribute!(object, "colors"))?,
        data: &data[..],
    };
    let mut content = Content::from(picture.head()?);
    content.push(data.clone());
    Ok(content)
}

/// The content of a block: natively if it is of one of the package's own classes, else what its
/// `write` gives.
fn body(block: &Bound<'_, PyAny>) -> Result<Content, Fault> {
    let py = block.py();
    let classes = Classes::get(py)?;
    let class = block.get_type();
    if class.is(&classes.comments) {
        vorbis::render_natively(block, false)
    } else if class.is(&classes.picture) {
        picture(block)
    } else if class.is(&classes.stream_info) {
        Ok(stream_info(block)?.into())
    } else if class.is(&classes.seek_table) {
        Ok(seek_table(block)?.into())
    } else if class.is(&classes.cue_sheet) {
        Ok(cue_sheet(block)?.into())
    } else {
        Ok(bytes_of(&block.call_method0(intern!(py, "write"))?)?.into())
    }
}

/// A block with its header.
pub(super) fn block(object: &Bound<'_, PyAny>, is_last: bool) -> Result<Content, Fault> {
    let (code, body, wrong_len) = parts(object)?;
    Ok(render::block(code, &body, wrong_len, is_last)?)
}

/// What a writer of blocks needs of one.
pub(super) fn parts(object: &Bound<'_, PyAny>) -> Result<(u8, Content, Option<u32>), Fault> {
    let py = object.py();
    let code = object.getattr(intern!(py, "code"))?;
    let code = code
        .extract::<u8>()
        .map_err(|_| PyValueError::new_err("the code of a block is no byte"))?;
    let body = body(object)?;
    Ok((code, body, wrong_len(object)?))
}

/// The length that the header of a block claims if it is too long for any.
fn wrong_len(object: &Bound<'_, PyAny>) -> PyResult<Option<u32>> {
    let py = object.py();
    let distrusted = object.getattr_opt(intern!(py, "_distrust_size"))?;
    if !distrusted.map_or(Ok(false), |flag| flag.is_truthy())? {
        return Ok(None);
    }
    let wrong = object.getattr_opt(intern!(py, "_invalid_overflow_size"))?;
    // -1 stands for none.
    Ok(wrong.and_then(|wrong| wrong.extract().ok()))
}
