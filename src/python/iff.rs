//! Files made of chunks: stream info, the ID3 tag in them, and the headers of chunks on their own.

use super::errors::to_py;
use super::id3::container::{Container, Opened};
use super::info::{StreamInfo, put};
use crate::error::{Error, Format, Kind, Result};
use crate::formats::aiff::{self, AiffInfo};
use crate::formats::dsdiff::{self, Bitrate, DsdiffInfo};
use crate::formats::id3::container::Slot;
use crate::formats::iff::plan::{self, TagChunk};
use crate::formats::iff::{Dialect, Id};
use crate::formats::wave::{self, WaveInfo};
use crate::source::{Loader, Source};
use crate::splice::Plan;
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyFloat, PyInt};

impl StreamInfo for AiffInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        let py = target.py();
        // May be far too large for an integer of the machine.
        let sample_rate = PyFloat::new(py, self.sample_rate).call_method0("__int__")?;
        put!(target, "sample_rate": &sample_rate);
        if let Some(length) = self.length() {
            put!(target, "length": length);
        }
        let bits = i64::from(self.channels) * i64::from(self.bits_per_sample);
        put!(target,
            "bits_per_sample": self.bits_per_sample,
            "sample_size": self.bits_per_sample,
            "channels": self.channels,
            "bitrate": sample_rate.mul(bits)?,
        );
        Ok(())
    }
}

impl StreamInfo for WaveInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        put!(target,
            "audio_format": self.audio_format,
            "channels": self.channels,
            "sample_rate": self.sample_rate,
            "bits_per_sample": self.bits_per_sample,
            "bitrate": self.bitrate(),
        );
        match self.samples() {
            Some(samples) => put!(target, "_number_of_samples": samples),
            None => put!(target, "_number_of_samples": 0),
        }
        if let Some(length) = self.length() {
            put!(target, "length": length);
        }
        Ok(())
    }
}

impl StreamInfo for DsdiffInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        if let Some(sample_rate) = self.sample_rate {
            put!(target, "sample_rate": sample_rate);
        }
        if let Some(channels) = self.channels {
            put!(target, "channels": channels);
        }
        if let Some(compression) = self.compression() {
            put!(target, "compression": compression);
        }
        if let Some(length) = self.length {
            put!(target, "length": length);
        }
        match self.bitrate {
            Some(Bitrate::Exact(bitrate)) => put!(target, "bitrate": bitrate),
            Some(Bitrate::Average(bitrate)) => put!(target, "bitrate": bitrate),
            None => {}
        }
        Ok(())
    }
}

fn boxed<I: StreamInfo + 'static>(info: I) -> Box<dyn StreamInfo> {
    Box::new(info)
}

/// A format whose tag stands in a chunk.
struct Chunked {
    format: Format,
    save_format: Format,
    info_first: bool,
    tag: TagChunk,
    open: fn(&mut Loader<'_>) -> Result<Opened>,
}

impl Container for Chunked {
    fn format(&self) -> Format {
        self.format
    }

    fn save_format(&self) -> Format {
        self.save_format
    }

    fn info_first(&self) -> bool {
        self.info_first
    }

    fn open(&self, loader: &mut Loader<'_>) -> Result<Opened> {
        (self.open)(loader)
    }

    fn slot(&self, target: &mut dyn Source, _loaded: u64) -> Result<Slot> {
        plan::slot(target, self.tag)
    }

    fn remove(&self, target: &mut dyn Source) -> Result<Plan> {
        plan::remove(target, self.tag)
    }
}

static AIFF: Chunked = Chunked {
    format: Format::Aiff,
    save_format: Format::Iff,
    info_first: false,
    tag: aiff::TAG,
    open: |loader| {
        let opened = aiff::open(loader)?;
        Ok(Opened { tag: opened.tag, info: opened.info.map(boxed) })
    },
};

static DSDIFF: Chunked = Chunked {
    format: Format::Dsdiff,
    save_format: Format::Iff,
    info_first: false,
    tag: dsdiff::TAG,
    open: |loader| {
        let opened = dsdiff::open(loader)?;
        Ok(Opened { tag: opened.tag, info: opened.info.map(boxed) })
    },
};

static WAVE: Chunked = Chunked {
    format: Format::Wave,
    save_format: Format::Wave,
    info_first: true,
    tag: wave::TAG,
    open: |loader| {
        let opened = wave::open(loader)?;
        Ok(Opened { tag: opened.tag, info: opened.info.map(boxed) })
    },
};

/// The container whose file class has that name.
pub(super) fn container(kind: &str) -> Option<&'static dyn Container> {
    Some(match kind {
        "AIFF" => &AIFF,
        "DSDIFF" => &DSDIFF,
        "WAVE" => &WAVE,
        _ => return None,
    })
}

fn dialect(name: &str) -> PyResult<Dialect> {
    match name {
        "IFF" => Ok(Dialect::Iff),
        "RIFF" => Ok(Dialect::Riff),
        "DSDIFF" => Ok(Dialect::Dsdiff),
        _ => Err(PyValueError::new_err("no such kind of chunks")),
    }
}

/// The name as it stands in the header of a chunk, and the size of the data. `name` is "IFF",
/// "RIFF" or "DSDIFF". Raises `EmptyChunk` if the header is cut short.
#[pyfunction]
fn iff_read_header<'py>(
    py: Python<'py>,
    name: &str,
    header: &[u8],
) -> PyResult<(Bound<'py, PyBytes>, u64)> {
    let (id, size) = dialect(name)?.header(header).ok_or_else(|| {
        let reason = "chunk header is cut short";
        to_py(py, Error::new(Format::Iff, Kind::NoHeader, reason), None)
    })?;
    Ok((PyBytes::new(py, &id), size))
}

/// The name of a chunk, without blanks behind it. Raises `InvalidChunk` for an impossible one.
#[pyfunction]
fn iff_chunk_name(py: Python<'_>, name: &[u8]) -> PyResult<String> {
    let invalid = || to_py(py, Error::new(Format::Iff, Kind::Item, "invalid chunk name"), None);
    let id = name.try_into().ok().and_then(Id::new).ok_or_else(invalid)?;
    Ok(String::from_utf8_lossy(id.as_bytes()).into_owned())
}

/// The size in the header of a chunk, as it is written.
#[pyfunction]
fn iff_size_field<'py>(
    py: Python<'py>,
    name: &str,
    size: &Bound<'py, PyInt>,
) -> PyResult<Bound<'py, PyBytes>> {
    let dialect = dialect(name)?;
    let refused = |_| to_py(py, Error::malformed(Format::Iff, "impossible size of a chunk"), None);
    let size = size.extract().map_err(refused)?;
    let field = dialect.size_field(size).map_err(|error| to_py(py, error, None))?;
    Ok(PyBytes::new(py, &field))
}

/// The number in ten bytes of IEEE 754 extended precision. Raises `OverflowError` if a Python
/// float cannot hold it.
#[pyfunction]
fn aiff_read_float(data: [u8; 10]) -> PyResult<f64> {
    aiff::extended(data).ok_or_else(|| PyOverflowError::new_err("the number is too large"))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(iff_read_header, module)?)?;
    module.add_function(wrap_pyfunction!(iff_chunk_name, module)?)?;
    module.add_function(wrap_pyfunction!(iff_size_field, module)?)?;
    module.add_function(wrap_pyfunction!(aiff_read_float, module)?)
}
