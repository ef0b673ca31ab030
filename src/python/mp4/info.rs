//! Facts about MP4 streams and chapters for Python.

use crate::error::Format;
use crate::formats::mp4::info::Length;
use crate::formats::mp4::{Atoms, Chapters, Mp4Info, chapters, info};
use crate::python::info::{StreamInfo, attributes, put};
use crate::python::open::with_loader;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

impl StreamInfo for Mp4Info {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        match self.length {
            Length::Unknown => {}
            Length::NoScale => put!(target, "length": 0),
            Length::Seconds(seconds) => put!(target, "length": seconds),
        }
        if let Some(entry) = &self.entry {
            put!(target,
                "channels": entry.channels,
                "bits_per_sample": entry.sample_size,
                "sample_rate": entry.sample_rate,
                "bitrate": entry.bitrate,
                "codec": entry.codec(),
                "codec_description": entry.codec_description(),
            );
        }
        Ok(())
    }
}

/// The attributes of an `MP4Info` for a file object.
///
/// Raises `MP4StreamInfoError` if they cannot be read, `MP4NoTrackError` if there are none.
#[pyfunction]
fn mp4_info<'py>(py: Python<'py>, fileobj: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    let info = with_loader(fileobj, Format::Mp4, |loader| {
        let atoms = Atoms::read(loader)?;
        info::read(loader, &atoms)
    })?;
    attributes(py, &info)
}

/// Time scale and duration of a file, and a list of its chapters: start in seconds and title.
pub(super) type ChapterFields<'py> = (i32, i64, Bound<'py, PyList>);

/// Chapters as Python gets them.
pub(super) fn chapter_fields<'py>(
    py: Python<'py>,
    chapters: &Chapters,
) -> PyResult<ChapterFields<'py>> {
    let pairs = chapters.list.iter().map(|chapter| (chapter.start, &chapter.title));
    Ok((chapters.time_scale, chapters.duration, PyList::new(py, pairs)?))
}

/// The chapters of a file object; none if it has no list of them. `None` if it does not even have
/// a movie header.
///
/// Raises `MP4StreamInfoError` or `MP4MetadataError` if they cannot be read.
#[pyfunction]
fn mp4_chapters<'py>(
    py: Python<'py>,
    fileobj: &Bound<'py, PyAny>,
) -> PyResult<Option<ChapterFields<'py>>> {
    let found = with_loader(fileobj, Format::Mp4, |loader| {
        let atoms = Atoms::read(loader)?;
        match chapters::read(loader, &atoms)? {
            None => chapters::read_header_only(loader, &atoms),
            found => Ok(found),
        }
    })?;
    found.map(|chapters| chapter_fields(py, &chapters)).transpose()
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(mp4_info, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_chapters, module)?)
}
