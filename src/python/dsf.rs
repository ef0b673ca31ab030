//! DSF files: stream info, the place of the ID3 tag, and the headers of chunks on their own.

use super::errors::to_py;
use super::id3::container::{Container, Opened};
use super::info::{StreamInfo, put};
use super::instance;
use crate::error::{Format, Result};
use crate::formats::dsf::{self, DataChunk, DsdChunk, DsfInfo, FormatChunk, plan};
use crate::formats::id3::container::Slot;
use crate::source::{Loader, Source};
use crate::splice::Plan;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyType};

/// Puts the attributes of a Python `FormatChunk` into its `__dict__`.
fn put_format(chunk: &FormatChunk, target: &Bound<'_, PyDict>) -> PyResult<()> {
    put!(target,
        "chunk_header": PyBytes::new(target.py(), &FormatChunk::NAME),
        "chunk_size": FormatChunk::LEN,
        "format_version": chunk.version,
        "format_id": chunk.id,
        "channel_type": chunk.channel_type,
        "channel_num": chunk.channels,
        "sampling_frequency": chunk.sample_rate,
        "bits_per_sample": chunk.bits_per_sample,
        "sample_count": chunk.samples,
    );
    Ok(())
}

impl StreamInfo for DsfInfo {
    /// The attribute is a `FormatChunk`, from which the info computes the others.
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let py = target.py();
        let class = CLASS.get_or_try_init(py, || -> PyResult<_> {
            let class = py.import("mutagen_rs.dsf")?.getattr("FormatChunk")?;
            Ok(class.cast_into::<PyType>()?.unbind())
        })?;
        let chunk = instance::new(class.bind(py))?;
        let state = chunk.getattr(intern!(py, "__dict__"))?.cast_into::<PyDict>()?;
        put!(state, "fileobj": py.None(), "chunk_offset": DsdChunk::LEN);
        put_format(self, &state)?;
        put!(target, "fmt_chunk": chunk);
        Ok(())
    }
}

struct Dsf;

impl Container for Dsf {
    fn format(&self) -> Format {
        Format::Dsf
    }

    fn info_first(&self) -> bool {
        true
    }

    fn open(&self, loader: &mut Loader<'_>) -> Result<Opened> {
        let opened = dsf::open(loader)?;
        let info = opened.info.map(|info| Box::new(info) as Box<dyn StreamInfo>);
        Ok(Opened { tag: opened.tag, info })
    }

    fn slot(&self, target: &mut dyn Source, loaded: u64) -> Result<Slot> {
        plan::slot(target, loaded)
    }

    fn remove(&self, target: &mut dyn Source) -> Result<Plan> {
        plan::remove(target)
    }
}

/// The container whose file class has that name.
pub(super) fn container(kind: &str) -> Option<&'static dyn Container> {
    (kind == "DSF").then_some(&Dsf)
}

/// The attributes of the Python object for the header of a chunk. `name` is that of the chunk:
/// `DSD `, `fmt ` or `data`. Raises `dsf.error` if the header is cut short or not usable.
#[pyfunction]
fn dsf_chunk<'py>(py: Python<'py>, name: [u8; 4], data: &[u8]) -> PyResult<Bound<'py, PyDict>> {
    let failed = |error| to_py(py, error, None);
    let attributes = PyDict::new(py);
    match name {
        DsdChunk::NAME => {
            let chunk = DsdChunk::parse(data).map_err(failed)?;
            put!(attributes,
                "chunk_header": PyBytes::new(py, &name),
                "chunk_size": DsdChunk::LEN,
                "total_size": chunk.total_size,
                "offset_metdata_chunk": chunk.tag,
            );
        }
        FormatChunk::NAME => {
            put_format(&FormatChunk::parse(data).map_err(failed)?, &attributes)?;
        }
        _ => {
            let chunk = DataChunk::parse(data).map_err(failed)?;
            put!(attributes,
                "chunk_header": PyBytes::new(py, &name),
                "chunk_size": chunk.size,
            );
        }
    }
    Ok(attributes)
}

/// The first chunk of a file of that size, whose tag is at that offset.
#[pyfunction]
fn dsf_dsd_chunk(py: Python<'_>, total_size: u64, tag: u64) -> Bound<'_, PyBytes> {
    PyBytes::new(py, &DsdChunk { total_size, tag }.render())
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(dsf_chunk, module)?)?;
    module.add_function(wrap_pyfunction!(dsf_dsd_chunk, module)?)
}
