//! Sample entries for Python: the parts that programs read on their own.

use crate::bytes::Bits;
use crate::formats::mp4::AudioEntry;
use crate::formats::mp4::entry_aac::{AudioConfig, Presence};
use crate::formats::mp4::entry_descriptor::{self, DecoderConfig, EsDescriptor, Reason};
use crate::python::errors::{exception, guarded};
use crate::python::info::put;
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};

/// Attributes of an object, and how many bytes it was read from.
type Attributes<'py> = (Bound<'py, PyDict>, u64);

fn failed(py: Python<'_>, class: &str, reason: Reason) -> PyErr {
    exception(py, "mutagen_rs.mp4._as_entry", class, reason)
}

/// The attributes of an `AudioSampleEntry`: the atom of that name with that content.
///
/// Raises `ASEntryError` if it cannot be read.
#[pyfunction]
fn mp4_sample_entry<'py>(
    py: Python<'py>,
    name: [u8; 4],
    data: &[u8],
) -> PyResult<Bound<'py, PyDict>> {
    guarded(py, || {
        let entry =
            AudioEntry::read(name, data).map_err(|reason| failed(py, "ASEntryError", reason))?;
        let target = PyDict::new(py);
        put!(target,
            "channels": entry.channels,
            "sample_size": entry.sample_size,
            "sample_rate": entry.sample_rate,
            "bitrate": entry.bitrate,
            "codec": entry.codec(),
            "codec_description": entry.codec_description(),
        );
        Ok(target)
    })
}

/// Reads a descriptor of `len` bytes and gives its attributes.
fn read<'a, 'py, T>(
    py: Python<'py>,
    data: &'a [u8],
    len: u64,
    read: impl FnOnce(&mut Bits<'a>, u64) -> Result<T, Reason>,
    attributes: impl FnOnce(Python<'py>, &T) -> PyResult<Bound<'py, PyDict>>,
) -> PyResult<Attributes<'py>> {
    guarded(py, || {
        let mut bits = Bits::new(data);
        let content =
            read(&mut bits, len).map_err(|reason| failed(py, "DescriptorError", reason))?;
        bits.align();
        Ok((attributes(py, &content)?, bits.position() / 8))
    })
}

fn es_attributes<'py>(
    py: Python<'py>,
    descriptor: &EsDescriptor<'_>,
) -> PyResult<Bound<'py, PyDict>> {
    let target = PyDict::new(py);
    put!(target,
        "ES_ID": descriptor.id,
        "streamDependenceFlag": u8::from(descriptor.stream_dependence),
        "URL_Flag": u8::from(descriptor.has_url),
        "OCRstreamFlag": u8::from(descriptor.ocr_stream),
        "streamPriority": descriptor.priority,
    );
    if let Some(id) = descriptor.depends_on {
        put!(target, "dependsOn_ES_ID": id);
    }
    if let Some(url) = descriptor.url {
        put!(target, "URLstring": PyBytes::new(py, url));
    }
    if let Some(id) = descriptor.ocr_id {
        put!(target, "OCR_ES_Id": id);
    }
    put!(target, "decConfigDescr": config_attributes(py, &descriptor.decoder)?);
    Ok(target)
}

fn config_attributes<'py>(py: Python<'py>, config: &DecoderConfig) -> PyResult<Bound<'py, PyDict>> {
    let target = PyDict::new(py);
    put!(target,
        "objectTypeIndication": config.object_type,
        "streamType": config.stream_type,
        "upStream": u8::from(config.up_stream),
        "reserved": u8::from(config.reserved),
        "bufferSizeDB": config.buffer_size,
        "maxBitrate": config.max_bitrate,
        "avgBitrate": config.average_bitrate,
    );
    if let Some(audio) = &config.audio {
        put!(target, "decSpecificInfo": audio_attributes(py, audio)?);
    }
    Ok(target)
}

fn audio_attributes<'py>(py: Python<'py>, audio: &AudioConfig) -> PyResult<Bound<'py, PyDict>> {
    let target = PyDict::new(py);
    put!(target,
        "audioObjectType": audio.object_type,
        "samplingFrequency": audio.sample_rate,
        "channelConfiguration": audio.channel_configuration,
        "sbrPresentFlag": audio.sbr.number(),
        "psPresentFlag": audio.ps.number(),
        "extensionAudioObjectType": audio.extension_object_type,
    );
    if let Some(rate) = audio.extension_sample_rate {
        put!(target, "extensionSamplingFrequency": rate);
    }
    if let Some(configuration) = audio.extension_channel_configuration {
        put!(target, "extensionChannelConfiguration": configuration);
    }
    if let Some(channels) = audio.pce_channels {
        put!(target, "pce_channels": channels);
    }
    Ok(target)
}

/// The attributes of an `ES_Descriptor` at the start of `data`, behind tag and length, and how
/// many bytes it takes. That of its decoder is a dict in turn.
///
/// Raises `DescriptorError` if it cannot be read.
#[pyfunction]
fn mp4_es_descriptor<'py>(py: Python<'py>, data: &[u8], len: u64) -> PyResult<Attributes<'py>> {
    read(py, data, len, EsDescriptor::read, es_attributes)
}

/// The same for a `DecoderConfigDescriptor`; what is specific for the decoder is a dict in turn.
#[pyfunction]
fn mp4_decoder_config<'py>(py: Python<'py>, data: &[u8], len: u64) -> PyResult<Attributes<'py>> {
    read(py, data, len, DecoderConfig::read, config_attributes)
}

/// The same for a `DecoderSpecificInfo`.
#[pyfunction]
fn mp4_decoder_specific<'py>(py: Python<'py>, data: &[u8], len: u64) -> PyResult<Attributes<'py>> {
    let parse = |bits: &mut Bits<'_>, len| AudioConfig::read(bits, len).ok_or("not enough data");
    read(py, data, len, parse, audio_attributes)
}

/// The length of a descriptor at the start of `data`, and how many bytes it takes.
///
/// Raises `ValueError` if it has no end.
#[pyfunction]
fn mp4_descriptor_len(data: &[u8]) -> PyResult<(u64, u64)> {
    let mut bits = Bits::new(data);
    let len = entry_descriptor::length(&mut bits).map_err(PyValueError::new_err)?;
    Ok((len, bits.position() / 8))
}

/// What follows from the attributes of a `DecoderSpecificInfo`: description, sample rate and
/// channels.
#[pyfunction]
fn mp4_decoder_facts(attributes: &Bound<'_, PyDict>) -> PyResult<(Option<String>, u32, u32)> {
    let py = attributes.py();
    let optional = |name: &Bound<'_, PyString>| -> PyResult<Option<i64>> {
        attributes.get_item(name)?.map(|value| value.extract()).transpose()
    };
    let natural = |name: &Bound<'_, PyString>| -> PyResult<Option<u32>> {
        Ok(optional(name)?.and_then(|number| number.try_into().ok()))
    };
    let presence = |name: &Bound<'_, PyString>| -> PyResult<Presence> {
        Ok(Presence::from_number(optional(name)?.unwrap_or(-1)))
    };
    let config = AudioConfig {
        object_type: natural(intern!(py, "audioObjectType"))?.unwrap_or_default(),
        sample_rate: natural(intern!(py, "samplingFrequency"))?.unwrap_or_default(),
        channel_configuration: natural(intern!(py, "channelConfiguration"))?.unwrap_or_default(),
        sbr: presence(intern!(py, "sbrPresentFlag"))?,
        ps: presence(intern!(py, "psPresentFlag"))?,
        extension_sample_rate: natural(intern!(py, "extensionSamplingFrequency"))?,
        extension_channel_configuration: natural(intern!(py, "extensionChannelConfiguration"))?,
        pce_channels: natural(intern!(py, "pce_channels"))?,
        ..AudioConfig::default()
    };
    Ok((config.description(), config.output_rate(), config.channels()))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(mp4_sample_entry, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_es_descriptor, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_decoder_config, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_decoder_specific, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_descriptor_len, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_decoder_facts, module)?)
}
