//! AAC streams.

use super::errors::{exception, guarded};
use super::info::{InfoDocument, StreamInfo, attributes, open_info, put};
use super::open::with_loader;
use crate::bytes::Bits;
use crate::error::{Error, Format};
use crate::formats::aac::{self, AacInfo, ProgramConfig, adif};
use pyo3::prelude::*;
use pyo3::types::PyDict;

impl StreamInfo for AacInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        match self {
            Self::Adts(info) => put!(target,
                "sample_rate": info.sample_rate,
                "channels": info.channels,
                "bitrate": info.bitrate,
                "length": info.length,
                "_type": "ADTS",
            ),
            Self::Adif(info) => {
                put!(target, "bitrate": info.bitrate);
                if let Some(sample_rate) = info.sample_rate {
                    put!(target, "sample_rate": sample_rate);
                }
                put!(target, "channels": info.channels);
                if let Some(length) = info.length {
                    put!(target, "length": length);
                }
                put!(target, "_type": "ADIF");
            }
        }
        Ok(())
    }
}

/// Reads the stream info of an AAC file. `None` if the name is of a file that Python must open.
#[pyfunction]
fn aac_open<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<InfoDocument>> {
    open_info(py, name, object, Format::Aac, aac::read)
}

/// The attributes of an `AACInfo` for the stream of a file object.
#[pyfunction]
fn aac_info<'py>(py: Python<'py>, fileobj: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    attributes(py, &with_loader(fileobj, Format::Aac, aac::read)?)
}

/// The attributes of a `ProgramConfigElement` at the bit `position` of a file object, and how many
/// bits it has. Raises `BitReaderError` if it is cut short.
#[pyfunction]
fn aac_program_config<'py>(
    py: Python<'py>,
    fileobj: &Bound<'py, PyAny>,
    position: u64,
) -> PyResult<(Bound<'py, PyDict>, u64)> {
    let read = with_loader(fileobj, Format::Aac, |loader| {
        let data = loader
            .window(position / 8, adif::MAX_LEN)
            .map_err(|cause| Error::io(Format::Aac, cause))?;
        let mut bits = Bits::new(data);
        let start = position % 8;
        let program = bits.skip(start as u32).and_then(|()| ProgramConfig::read(&mut bits));
        Ok(program.map(|program| (program, bits.position() - start)))
    })?;
    guarded(py, || {
        let (program, len) = read.ok_or_else(|| {
            exception(py, "mutagen_rs._util", "BitReaderError", "not enough data")
        })?;
        let attributes = PyDict::new(py);
        put!(attributes,
            "element_instance_tag": program.instance_tag,
            "object_type": program.object_type,
            "sampling_frequency_index": program.rate_index,
            "channels": program.channels,
        );
        Ok((attributes, len))
    })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(aac_open, module)?)?;
    module.add_function(wrap_pyfunction!(aac_info, module)?)?;
    module.add_function(wrap_pyfunction!(aac_program_config, module)?)
}
