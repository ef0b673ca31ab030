//! Files with an `APEv2` tag whose stream is known: one function opens them, one reads the facts
//! alone.

use super::document::{self, PyApev2};
use crate::error::{Error, Format, Result as CoreResult};
use crate::formats::monkeysaudio::{self, MonkeysAudioInfo};
use crate::formats::musepack::{self, Loudness, MusepackInfo};
use crate::formats::optimfrog::{self, OptimFrogInfo};
use crate::formats::tak::{self, TakInfo};
use crate::formats::wavpack::{self, BlockHeader, WavPackInfo};
use crate::limits::TAIL_WINDOW;
use crate::python::errors::to_py;
use crate::python::info::{StreamInfo, attributes, put};
use crate::python::open::{File, with_loader};
use crate::source::Loader;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::io;

impl StreamInfo for MusepackInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        put!(target, "version": self.version);
        if let Some(samples) = self.samples {
            put!(target, "samples": samples);
        }
        let Loudness { gain, peak } = self.title;
        if let Some(gain) = gain {
            put!(target, "title_gain": gain);
        }
        if let Some(peak) = peak {
            put!(target, "title_peak": peak);
        }
        let Loudness { gain, peak } = self.album;
        if let Some(gain) = gain {
            put!(target, "album_gain": gain);
        }
        if let Some(peak) = peak {
            put!(target, "album_peak": peak);
        }
        put!(target,
            "sample_rate": self.sample_rate,
            "bitrate": self.bitrate,
            "channels": self.channels,
            "length": self.length,
        );
        Ok(())
    }
}

impl StreamInfo for WavPackInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        put!(target, "version": self.version);
        // One channel is told as a truth value, as mutagen does.
        if self.is_mono {
            put!(target, "channels": true);
        } else {
            put!(target, "channels": 2);
        }
        put!(target,
            "sample_rate": self.sample_rate,
            "bits_per_sample": self.bits_per_sample,
            "length": self.length,
        );
        Ok(())
    }
}

impl StreamInfo for MonkeysAudioInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        put!(target,
            "version": self.version,
            "bits_per_sample": self.bits_per_sample,
            "channels": self.channels,
            "sample_rate": self.sample_rate,
            "length": self.length,
        );
        Ok(())
    }
}

impl StreamInfo for OptimFrogInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        put!(target,
            "channels": self.channels,
            "sample_rate": self.sample_rate,
            "bits_per_sample": self.bits_per_sample,
            "length": self.length,
            "encoder_info": self.encoder.map_or_else(String::new, |encoder| encoder.to_string()),
        );
        Ok(())
    }
}

impl StreamInfo for TakInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        if let Some(encoder) = self.encoder {
            put!(target, "encoder_info": encoder.to_string());
        }
        put!(target,
            "number_of_samples": self.number_of_samples,
            "sample_rate": self.sample_rate,
            "bits_per_sample": self.bits_per_sample,
            "channels": self.channels,
            "length": self.length(),
        );
        Ok(())
    }
}

/// Where a file object stands: there its stream is taken to begin.
fn position(format: Format, object: &Bound<'_, PyAny>) -> PyResult<u64> {
    let py = object.py();
    object.call_method0(intern!(py, "tell")).and_then(|position| position.extract()).map_err(
        |raised| {
            let name = object.getattr(intern!(py, "name")).ok();
            to_py(py, Error::io(format, io::Error::other(raised)), name.as_ref())
        },
    )
}

type Read<I> = fn(&mut Loader<'_>, u64) -> CoreResult<I>;

fn open<'py, I: StreamInfo + 'static>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    format: Format,
    read: Read<I>,
) -> PyResult<Option<PyApev2>> {
    let start = object.map_or(Ok(0), |object| position(format, object))?;
    File { name, object }.read(py, format, |source| {
        let mut loader = Loader::new(source);
        if loader.file_len() <= TAIL_WINDOW as u64 {
            // One read for all.
            loader.window(0, TAIL_WINDOW).map_err(|cause| Error::io(format, cause))?;
        }
        // The stream's failure is reported before the tag's.
        let info = read(&mut loader, start)?;
        Ok(PyApev2::new(document::read_if_any(loader)?, Some(Box::new(info))))
    })
}

fn facts<'py, I: StreamInfo>(
    fileobj: &Bound<'py, PyAny>,
    format: Format,
    read: Read<I>,
) -> PyResult<Bound<'py, PyDict>> {
    let start = position(format, fileobj)?;
    let info = with_loader(fileobj, format, |loader| read(loader, start))?;
    attributes(fileobj.py(), &info)
}

/// Declares the two functions of a format.
macro_rules! container {
    ($format:ident, $read:path, $open:ident, $facts:ident) => {
        /// Reads the stream info and the tag, if there is one, of a file. `None` if the name is
        /// of a file that Python must open.
        #[pyfunction]
        fn $open<'py>(
            py: Python<'py>,
            name: Option<&Bound<'py, PyAny>>,
            object: Option<&Bound<'py, PyAny>>,
        ) -> PyResult<Option<PyApev2>> {
            open(py, name, object, Format::$format, $read)
        }

        /// The attributes of the info object for the stream that begins at the position of a
        /// file object.
        #[pyfunction]
        fn $facts<'py>(fileobj: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
            facts(fileobj, Format::$format, $read)
        }
    };
}

container!(MonkeysAudio, monkeysaudio::read, monkeysaudio_open, monkeysaudio_info);
container!(Musepack, musepack::read, musepack_open, musepack_info);
container!(OptimFrog, optimfrog::read, optimfrog_open, optimfrog_info);
container!(Tak, tak::read, tak_open, tak_info);
container!(WavPack, wavpack::read, wavpack_open, wavpack_info);

/// The attributes of a `_WavPackHeader` for the block at the position of a file object.
#[pyfunction]
fn wavpack_header<'py>(fileobj: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    let start = position(Format::WavPack, fileobj)?;
    let header =
        with_loader(fileobj, Format::WavPack, |loader| wavpack::read_header(loader, start))?;
    let target = PyDict::new(fileobj.py());
    let BlockHeader { block_size, version, track_no, index_no, .. } = header;
    put!(target,
        "block_size": block_size,
        "version": version,
        "track_no": track_no,
        "index_no": index_no,
        "total_samples": header.total_samples.map_or(-1, i64::from),
        "block_index": header.block_index,
        "block_samples": header.block_samples,
        "flags": header.flags,
        "crc": header.crc,
    );
    Ok(target)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("musepack_rates", musepack::RATES)?;
    module.add("optimfrog_sample_bits", optimfrog::SAMPLE_TYPE_BITS)?;
    module.add("wavpack_rates", wavpack::RATES)?;
    module.add_function(wrap_pyfunction!(monkeysaudio_open, module)?)?;
    module.add_function(wrap_pyfunction!(monkeysaudio_info, module)?)?;
    module.add_function(wrap_pyfunction!(musepack_open, module)?)?;
    module.add_function(wrap_pyfunction!(musepack_info, module)?)?;
    module.add_function(wrap_pyfunction!(optimfrog_open, module)?)?;
    module.add_function(wrap_pyfunction!(optimfrog_info, module)?)?;
    module.add_function(wrap_pyfunction!(tak_open, module)?)?;
    module.add_function(wrap_pyfunction!(tak_info, module)?)?;
    module.add_function(wrap_pyfunction!(wavpack_open, module)?)?;
    module.add_function(wrap_pyfunction!(wavpack_info, module)?)?;
    module.add_function(wrap_pyfunction!(wavpack_header, module)?)
}
