//! Opening files: facts about the stream, and the comment.

use crate::error::{Error, Format};
use crate::formats::ogg::comment::{self, Wanted};
use crate::formats::ogg::reader::{Page, Reader};
use crate::formats::ogg::{Codec, Identification, Info, OwnedOgg, document, last};
use crate::python::errors::{guarded, to_py};
use crate::python::fileobj::PySource;
use crate::python::info::{StreamInfo, put};
use crate::python::open::File;
use crate::python::vorbis;
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use std::io;

/// The codec whose Python class has that name.
pub(super) fn codec(name: &str) -> PyResult<Codec> {
    Codec::from_name(name).ok_or_else(|| PyValueError::new_err("no such codec"))
}

/// Runs `work` on the pages of a file object.
pub(super) fn with_reader<T>(
    object: &Bound<'_, PyAny>,
    work: impl FnOnce(&mut Reader<'_>) -> Result<T, Error>,
) -> PyResult<T> {
    let py = object.py();
    guarded(py, || {
        let raised = |raised| Error::io(Format::Ogg, io::Error::other(raised));
        PySource::new(object)
            .map_err(raised)
            .and_then(|mut source| work(&mut Reader::new(&mut source)))
            .map_err(|error| to_py(py, error, object.getattr(intern!(py, "name")).ok().as_ref()))
    })
}

/// Puts what the first packet tells into the `__dict__` of an info object.
fn put_identification(
    serial: u32,
    identification: Identification,
    target: &Bound<'_, PyDict>,
) -> PyResult<()> {
    match identification {
        Identification::Vorbis { channels, sample_rate, bitrate } => put!(target,
            "channels": channels,
            "sample_rate": sample_rate,
            "serial": serial,
            "bitrate": bitrate,
        ),
        Identification::Opus { channels, pre_skip } => put!(target,
            "serial": serial,
            "channels": channels,
            "_OggOpusInfo__pre_skip": pre_skip,
        ),
        Identification::Speex { channels, sample_rate, bitrate } => put!(target,
            "sample_rate": sample_rate,
            "channels": channels,
            "bitrate": bitrate,
            "serial": serial,
        ),
        Identification::Theora { fps, bitrate, granule_shift } => put!(target,
            "fps": fps,
            "bitrate": bitrate,
            "granule_shift": granule_shift,
            "serial": serial,
        ),
        Identification::Flac { header_packets, stream } => put!(target,
            "packets": header_packets,
            "serial": serial,
            "min_blocksize": stream.min_blocksize,
            "max_blocksize": stream.max_blocksize,
            "sample_rate": stream.sample_rate,
            "channels": stream.channels,
            "bits_per_sample": stream.bits_per_sample,
            "total_samples": stream.total_samples,
        ),
    }
    Ok(())
}

impl StreamInfo for Info {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        put_identification(self.serial, self.identification, target)?;
        put!(target, "length": self.length);
        if matches!(self.identification, Identification::Opus { .. }) {
            put!(target, "bitrate": self.bitrate);
        }
        Ok(())
    }
}

/// A file that was read: its comment, and facts about its stream.
#[pyclass(frozen, name = "OggDocument", module = "mutagen_rs._native")]
pub(super) struct PyOgg {
    codec: Codec,
    comment: OwnedOgg,
    info: Info,
}

#[pymethods]
impl PyOgg {
    /// A stream without a comment cannot be opened.
    #[getter]
    #[allow(clippy::unused_self)] // documents of other files know more
    fn has_tag(&self) -> bool {
        true
    }

    /// Puts the attributes of the stream info into the `__dict__` of an info object.
    fn fill_info(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        self.info.fill(target)
    }

    /// Puts the comments into an empty tag object, and what is known of the bytes behind them.
    fn fill_tags(&self, tags: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = tags.py();
        guarded(py, || {
            let document = self.comment.borrow_dependent();
            vorbis::adopt(tags, document.comments)?;
            let framing = usize::from(self.codec.rules().framing);
            tags.setattr(intern!(py, "_size"), document.comments.bytes().len() + framing)?;
            put_rest(self.codec, document.rest, document.kept(self.codec), tags)
        })
    }
}

/// Tells a tag object of the bytes behind its comments.
fn put_rest(codec: Codec, rest: &[u8], kept: &[u8], tags: &Bound<'_, PyAny>) -> PyResult<()> {
    let py = tags.py();
    if codec == Codec::Flac {
        return Ok(());
    }
    let padding = if kept.is_empty() { rest.len() } else { 0 };
    tags.setattr(intern!(py, "_padding"), padding)?;
    if codec == Codec::Opus {
        tags.setattr(intern!(py, "_pad_data"), PyBytes::new(py, kept))?;
    }
    Ok(())
}

/// Reads a named file, or a file object, that has a stream of the codec. `None` if the name is of
/// a file that Python must open.
#[pyfunction]
#[pyo3(name = "ogg_open")]
fn open<'py>(
    py: Python<'py>,
    kind: &str,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<PyOgg>> {
    let codec = codec(kind)?;
    let opened = File { name, object }.read(py, codec.format(), |source| {
        document::open(source, codec).map_err(|error| codec.own(error))
    })?;
    Ok(opened.map(|(comment, info)| PyOgg { codec, comment, info }))
}

/// The facts that the first packet of a stream tells, searched from `offset` of a file object on,
/// and where its page ends.
#[pyfunction]
#[pyo3(name = "ogg_identify")]
fn identify<'py>(
    kind: &str,
    fileobj: &Bound<'py, PyAny>,
    offset: u64,
) -> PyResult<(Bound<'py, PyDict>, u64)> {
    let codec = codec(kind)?;
    let (serial, identification, end) =
        with_reader(fileobj, |reader| document::read_identification(reader, codec, offset))?;
    let target = PyDict::new(fileobj.py());
    put_identification(serial, identification, &target)?;
    Ok((target, end))
}

/// The packet with the comment of a stream, searched from `offset` of a file object on, without
/// its mark, and where its pages end.
#[pyfunction]
#[pyo3(name = "ogg_comment")]
fn read_comment<'py>(
    kind: &str,
    fileobj: &Bound<'py, PyAny>,
    offset: u64,
    serial: u32,
) -> PyResult<(Bound<'py, PyBytes>, u64)> {
    let codec = codec(kind)?;
    let gathered = with_reader(fileobj, |reader| {
        let first = comment::to_read(reader, codec, serial, offset)?;
        comment::gather(reader, codec, first, Wanted::Comment)
    })?;
    let packet = gathered.bytes.get(codec.comment_start()..).unwrap_or_default();
    let end = gathered.pages.last().map_or(offset, Page::end);
    Ok((PyBytes::new(fileobj.py(), packet), end))
}

/// Tells a tag object what follows the comment of `size` bytes in the packet.
#[pyfunction]
#[pyo3(name = "ogg_put_rest")]
fn put_rest_of(kind: &str, packet: &[u8], size: usize, tags: &Bound<'_, PyAny>) -> PyResult<()> {
    let codec = codec(kind)?;
    let rest = packet.get(size..).unwrap_or_default();
    put_rest(codec, rest, document::kept(codec, rest), tags)
}

/// The position of the last page of a stream on which a packet ends; `None` if it has none.
#[pyfunction]
#[pyo3(name = "ogg_last_position")]
fn last_position(fileobj: &Bound<'_, PyAny>, serial: u32) -> PyResult<Option<i64>> {
    let page = with_reader(fileobj, |reader| last::find(reader, serial, true, 0))?;
    Ok(page.map(|page| page.header.position))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyOgg>()?;
    module.add_function(wrap_pyfunction!(open, module)?)?;
    module.add_function(wrap_pyfunction!(identify, module)?)?;
    module.add_function(wrap_pyfunction!(read_comment, module)?)?;
    module.add_function(wrap_pyfunction!(put_rest_of, module)?)?;
    module.add_function(wrap_pyfunction!(last_position, module)?)
}
