//! Blocks and their parts as Python objects: the attributes are put into the instance, since what
//! was read needs no validation.

use super::classes::Classes;
use crate::bytes::Cursor;
use crate::error::{Error, Result as CoreResult};
use crate::formats::flac::block::{
    Block, CUE_SHEET, MAX_LEN, PADDING, PICTURE, SEEK_TABLE, STREAM_INFO, VORBIS_COMMENT,
};
use crate::formats::flac::cue_sheet::{self, CueSheet, Track};
use crate::formats::flac::{FlacDocument, Picture, StreamInfo, seek_table};
use crate::python::errors::to_py;
use crate::python::info::put;
use crate::python::instance::{self, Parts};
use crate::python::vorbis;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};
use pyo3::{IntoPyObjectExt, intern};

pub(super) fn put_stream_info(info: StreamInfo, target: &Bound<'_, PyDict>) -> PyResult<()> {
    put!(target,
        "min_blocksize": info.min_blocksize,
        "max_blocksize": info.max_blocksize,
        "min_framesize": info.min_framesize,
        "max_framesize": info.max_framesize,
        "sample_rate": info.sample_rate,
        "channels": info.channels,
        "bits_per_sample": info.bits_per_sample,
        "total_samples": info.total_samples,
        "length": info.length(),
        "md5_signature": info.md5_signature,
    );
    Ok(())
}

/// The points of a table as objects.
pub(super) fn seek_points<'py>(
    py: Python<'py>,
    classes: &Classes,
    table: &[u8],
) -> PyResult<Bound<'py, PyList>> {
    let class = classes.seek_point.bind(py);
    // One tuple serves to hand over all points, and one number for all that have the same, as is
    // usual for the samples of a block: this takes half of the time off.
    let mut parts = Parts::new(py, [0; 3])?;
    let mut num_samples = 0;
    let points: PyResult<Vec<_>> = seek_table::points(table)
        .map(|point| {
            parts.set(0, point.first_sample)?;
            parts.set(1, point.byte_offset)?;
            if num_samples != point.num_samples {
                num_samples = point.num_samples;
                parts.set(2, num_samples.into())?;
            }
            parts.instance(class)
        })
        .collect();
    PyList::new(py, points?)
}

pub(super) fn put_cue_sheet(
    classes: &Classes,
    sheet: &CueSheet,
    target: &Bound<'_, PyDict>,
) -> PyResult<()> {
    let py = target.py();
    let tracks: PyResult<Vec<_>> =
        sheet.tracks.iter().map(|track| self::track(py, classes, track)).collect();
    put!(target,
        "tracks": PyList::new(py, tracks?)?,
        "media_catalog_number": PyBytes::new(py, cue_sheet::trimmed(&sheet.catalog)),
        "lead_in_samples": sheet.lead_in,
        "compact_disc": sheet.is_compact_disc,
    );
    Ok(())
}

fn track<'py>(py: Python<'py>, classes: &Classes, track: &Track) -> PyResult<Bound<'py, PyAny>> {
    let class = classes.index.bind(py);
    let indexes: PyResult<Vec<_>> = track
        .indexes
        .iter()
        .map(|index| Parts::new(py, [index.number.into(), index.offset])?.instance(class))
        .collect();
    let object = instance::new(classes.track.bind(py))?;
    let target = attributes(&object)?;
    put!(target,
        "track_number": track.number,
        "start_offset": track.start_offset,
        "isrc": PyBytes::new(py, cue_sheet::trimmed(&track.isrc)),
        "type": u8::from(!track.is_audio),
        "pre_emphasis": track.has_pre_emphasis,
        "indexes": PyList::new(py, indexes?)?,
    );
    Ok(object)
}

pub(super) fn put_picture<B: AsRef<[u8]>>(
    picture: &Picture<B>,
    target: &Bound<'_, PyDict>,
) -> PyResult<()> {
    let text = |text: &B| instance::text(target.py(), &String::from_utf8_lossy(text.as_ref()));
    put!(target,
        "type": picture.kind,
        "mime": text(&picture.mime)?,
        "desc": text(&picture.desc)?,
        "width": picture.width,
        "height": picture.height,
        "depth": picture.depth,
        "colors": picture.colors,
        "data": PyBytes::new(target.py(), picture.data.as_ref()),
    );
    Ok(())
}

fn attributes<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    Ok(object.getattr(intern!(object.py(), "__dict__"))?.cast_into::<PyDict>()?)
}

/// A block of a document as an object.
pub(super) fn block<'py>(
    py: Python<'py>,
    document: &FlacDocument<'_>,
    number: usize,
    block: Block<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    let classes = Classes::get(py)?;
    let object = instance::new(classes.of_code(block.code).bind(py))?;
    // Where there are few attributes, the instance needs no dict for them.
    let set = |name: &Bound<'py, PyString>, value: Bound<'py, PyAny>| {
        instance::set(&object, name, &value)
    };
    match block.code {
        STREAM_INFO => {
            let info = sound(py, StreamInfo::read(&mut Cursor::new(block.bytes)))?;
            put_stream_info(info, &attributes(&object)?)?;
        }
        PADDING => set(intern!(py, "length"), block.claimed.into_bound_py_any(py)?)?,
        SEEK_TABLE => {
            let points = seek_points(py, classes, block.bytes)?;
            set(intern!(py, "seekpoints"), points.into_any())?;
        }
        VORBIS_COMMENT => vorbis::adopt(&object, block.comments())?,
        CUE_SHEET => {
            let sheet = sound(py, CueSheet::read(&mut Cursor::new(block.bytes)))?;
            put_cue_sheet(classes, &sheet, &attributes(&object)?)?;
        }
        PICTURE => put_picture(&sound(py, block.picture())?, &attributes(&object)?)?,
        _ => set(intern!(py, "data"), PyBytes::new(py, block.bytes).into_any())?,
    }
    if matches!(block.code, VORBIS_COMMENT | PICTURE) && block.bytes.len() > MAX_LEN as usize {
        set(intern!(py, "_invalid_overflow_size"), block.claimed.into_bound_py_any(py)?)?;
    }
    set(intern!(py, "code"), block.code.into_bound_py_any(py)?)?;
    if document.numbers(STREAM_INFO).next() == Some(number) {
        let info = sound(py, document.stream_info())?;
        set(intern!(py, "bitrate"), info.bitrate(document.audio_len).into_bound_py_any(py)?)?;
    }
    Ok(object)
}

/// Blocks of a document were checked when it was made; what fails now is a mistake of ours.
fn sound<T>(py: Python<'_>, read: CoreResult<T>) -> PyResult<T> {
    read.map_err(|error: Error| to_py(py, error, None))
}
