//! MPEG audio: attributes of the Python objects, and the parts that programs read on their own.

use super::errors::guarded;
use super::info::{StreamInfo, attributes, put};
use super::open::with_loader;
use crate::error::Format;
use crate::formats::mp3::frame::{FrameHeader, Version};
use crate::formats::mp3::xing::BitrateMode;
use crate::formats::mp3::{Frame, LameHeader, LameVersion, MpegInfo, Settings, Vbri, Xing, info};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList};

/// The member of the Python class `BitrateMode`.
fn bitrate_mode(py: Python<'_>, mode: BitrateMode) -> PyResult<Bound<'_, PyAny>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let class = CLASS.get_or_try_init(py, || {
        py.import("mutagen_rs.mp3")?.getattr("BitrateMode").map(Bound::unbind)
    })?;
    class.bind(py).getattr(match mode {
        BitrateMode::Unknown => intern!(py, "UNKNOWN"),
        BitrateMode::Constant => intern!(py, "CBR"),
        BitrateMode::Variable => intern!(py, "VBR"),
        BitrateMode::Average => intern!(py, "ABR"),
    })
}

fn put_header(header: FrameHeader, target: &Bound<'_, PyDict>) -> PyResult<()> {
    put!(target, "mode": header.mode, "channels": header.channels());
    match header.version {
        Version::V1 => put!(target, "version": 1),
        Version::V2 => put!(target, "version": 2),
        Version::V25 => put!(target, "version": 2.5),
    }
    put!(target, "layer": header.layer, "protected": header.protected, "padding": header.padding);
    Ok(())
}

/// Puts the attributes of an `MPEGFrame` into its `__dict__`; what is unknown is left out.
fn put_frame(frame: &Frame, target: &Bound<'_, PyDict>) -> PyResult<()> {
    put!(target, "frame_offset": frame.offset);
    put_header(frame.header, target)?;
    put!(target,
        "bitrate": frame.bitrate,
        "sample_rate": frame.header.sample_rate,
        "sketchy": frame.sketchy,
    );
    if let Some(mode) = frame.bitrate_mode {
        put!(target, "bitrate_mode": bitrate_mode(target.py(), mode)?);
    }
    if let Some(settings) = frame.encoder.and_then(|encoder| encoder.settings()) {
        put!(target, "encoder_settings": settings);
    }
    if let Some(length) = frame.length {
        put!(target, "length": length);
    }
    if let Some(info) = frame.encoder.and_then(|encoder| encoder.info()) {
        put!(target, "encoder_info": info);
    }
    if let Some(loudness) = frame.loudness {
        put!(target,
            "track_gain": loudness.track_gain,
            "track_peak": loudness.track_peak,
            "album_gain": loudness.album_gain,
        );
    }
    Ok(())
}

impl StreamInfo for MpegInfo {
    fn fill(&self, target: &Bound<'_, PyDict>) -> PyResult<()> {
        // These two come first, and are not those of the frame.
        put!(target, "sketchy": self.sketchy, "length": self.length);
        put_frame(&self.frame, target)?;
        put!(target, "sketchy": self.sketchy, "length": self.length);
        Ok(())
    }
}

/// The attributes of an `MPEGInfo` for the stream of a file object, from `offset` on; `None` is
/// the start of the file.
///
/// Raises `HeaderNotFoundError` if there is no stream, `mp3.error` if reading fails.
#[pyfunction]
#[pyo3(signature = (fileobj, offset=None))]
fn mpeg_info<'py>(
    py: Python<'py>,
    fileobj: &Bound<'py, PyAny>,
    offset: Option<u64>,
) -> PyResult<Bound<'py, PyDict>> {
    let info = with_loader(fileobj, Format::Mp3, |loader| info::read(loader, offset))?;
    attributes(py, &info)
}

/// The attributes of an `MPEGFrame` at `offset` of a file object, and where the frame ends.
///
/// Raises `HeaderNotFoundError` if there is no frame, `mp3.error` if reading fails.
#[pyfunction]
fn mpeg_frame<'py>(
    py: Python<'py>,
    fileobj: &Bound<'py, PyAny>,
    offset: u64,
) -> PyResult<(Bound<'py, PyDict>, u64)> {
    let frame = with_loader(fileobj, Format::Mp3, |loader| info::read_frame(loader, offset))?;
    let attributes = PyDict::new(py);
    put_frame(&frame, &attributes)?;
    Ok((attributes, frame.offset.saturating_add(frame.header.frame_len() as u64)))
}

/// Where the next MPEG sync begins in `data`, from `start` on; `None` if there is none.
#[pyfunction]
fn mpeg_sync(data: &[u8], start: usize) -> Option<usize> {
    info::find_sync(data, start)
}

/// Length in bytes of the ID3v2 tag that `data`, of at least ten bytes, begins with; 0 if there
/// is none.
#[pyfunction]
fn id3_tag_len(data: &[u8]) -> usize {
    info::tag_len(data).unwrap_or_default()
}

/// The attributes of a `XingHeader` at the start of `data`, and those of its `LAMEHeader` or
/// `None`, and how many bytes tell it. `None` if it is no such header.
#[pyfunction]
fn xing_header<'py>(py: Python<'py>, data: &[u8]) -> PyResult<Option<XingAttributes<'py>>> {
    guarded(py, || {
        let Some(xing) = Xing::parse(data) else { return Ok(None) };
        let attributes = PyDict::new(py);
        put!(attributes, "is_info": xing.is_info);
        if let Some(frames) = xing.frames {
            put!(attributes, "frames": frames);
        }
        if let Some(bytes) = xing.bytes {
            put!(attributes, "bytes": bytes);
        }
        if let Some(toc) = xing.toc {
            put!(attributes, "toc": PyList::new(py, toc)?);
        }
        if let Some(vbr_scale) = xing.vbr_scale {
            put!(attributes, "vbr_scale": vbr_scale);
        }
        if let Some(version) = xing.version {
            put!(attributes,
                "lame_version": version.number(),
                "lame_version_desc": version.to_string(),
            );
        }
        let lame = xing.lame.map(|lame| lame_attributes(py, &lame)).transpose()?;
        Ok(Some((attributes, lame, xing.len)))
    })
}

type XingAttributes<'py> = (Bound<'py, PyDict>, Option<Bound<'py, PyDict>>, usize);

fn lame_attributes<'py>(py: Python<'py>, lame: &LameHeader) -> PyResult<Bound<'py, PyDict>> {
    let attributes = PyDict::new(py);
    let settings = lame.settings;
    put!(attributes,
        "vbr_method": settings.vbr_method,
        "lowpass_filter": settings.lowpass_filter,
        "quality": settings.quality,
        "vbr_quality": settings.vbr_quality,
        "track_peak": lame.track_peak,
        "track_gain_origin": lame.track_gain_origin,
        "track_gain_adjustment": lame.track_gain,
        "album_gain_origin": lame.album_gain_origin,
        "album_gain_adjustment": lame.album_gain,
        "encoding_flags": settings.encoding_flags,
        "ath_type": settings.ath_type,
        "bitrate": settings.bitrate,
        "encoder_delay_start": lame.delay_start,
        "encoder_padding_end": lame.padding_end,
        "source_sample_frequency_enum": lame.source_sample_frequency,
        "unwise_setting_used": lame.unwise_setting,
        "stereo_mode": lame.stereo_mode,
        "noise_shaping": lame.noise_shaping,
        "mp3_gain": lame.mp3_gain,
        "surround_info": lame.surround_info,
        "preset_used": settings.preset_used,
        "music_length": lame.music_length,
        "music_crc": lame.music_crc,
        "header_crc": lame.header_crc,
    );
    Ok(attributes)
}

/// The attributes of a `LAMEHeader` in the first 27 bytes of `data`; `None` if it is no such
/// header. `vbr_scale` is that of the Xing header, -1 if it has none.
#[pyfunction]
fn lame_header<'py>(
    py: Python<'py>,
    data: &[u8],
    vbr_scale: i64,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    guarded(py, || {
        let lame = LameHeader::parse(data, u32::try_from(vbr_scale).ok());
        lame.map(|lame| lame_attributes(py, &lame)).transpose()
    })
}

type PyLameVersion = ((i64, i64), String, bool);

/// The LAME version in the first 20 bytes of `data`: its numbers, its text and whether a LAME
/// header follows its first 9 bytes. `None` if it is no LAME version.
#[pyfunction]
fn lame_version(py: Python<'_>, data: &[u8]) -> PyResult<Option<PyLameVersion>> {
    guarded(py, || {
        let version = data.first_chunk().and_then(LameVersion::parse);
        Ok(version.map(|version| (version.number(), version.to_string(), version.has_header)))
    })
}

/// A guess at the options of LAME from the attributes of a `LAMEHeader` and the version.
#[pyfunction]
fn lame_guess_settings(header: &Bound<'_, PyAny>, major: i64, minor: i64) -> PyResult<String> {
    let py = header.py();
    guarded(py, || {
        let settings = Settings {
            vbr_method: header.getattr(intern!(py, "vbr_method"))?.extract()?,
            lowpass_filter: header.getattr(intern!(py, "lowpass_filter"))?.extract()?,
            quality: header.getattr(intern!(py, "quality"))?.extract()?,
            vbr_quality: header.getattr(intern!(py, "vbr_quality"))?.extract()?,
            encoding_flags: header.getattr(intern!(py, "encoding_flags"))?.extract()?,
            ath_type: header.getattr(intern!(py, "ath_type"))?.extract()?,
            bitrate: header.getattr(intern!(py, "bitrate"))?.extract()?,
            preset_used: header.getattr(intern!(py, "preset_used"))?.extract()?,
        };
        Ok(settings.guess((major, minor)))
    })
}

/// Length of the table of contents that follows a VBRI header of 26 bytes; `None` if `data` is no
/// such header.
#[pyfunction]
fn vbri_toc_len(data: &[u8]) -> Option<usize> {
    Vbri::parse(data).map(Vbri::toc_len)
}

/// The attributes of a `VBRIHeader` at the start of `data`; `None` if it is no such header or its
/// table of contents is cut short.
#[pyfunction]
fn vbri_header<'py>(py: Python<'py>, data: &[u8]) -> PyResult<Option<Bound<'py, PyDict>>> {
    guarded(py, || {
        let Some(vbri) = Vbri::parse(data) else { return Ok(None) };
        let Some(toc) = vbri.toc(data) else { return Ok(None) };
        let attributes = PyDict::new(py);
        put!(attributes,
            "version": vbri.version,
            "quality": vbri.quality,
            "bytes": vbri.bytes,
            "frames": vbri.frames,
            "toc_scale_factor": vbri.toc_scale_factor,
            "toc_frames": vbri.toc_frames,
            "toc": toc.collect::<Vec<_>>(),
        );
        Ok(Some(attributes))
    })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(mpeg_info, module)?)?;
    module.add_function(wrap_pyfunction!(mpeg_frame, module)?)?;
    module.add_function(wrap_pyfunction!(mpeg_sync, module)?)?;
    module.add_function(wrap_pyfunction!(id3_tag_len, module)?)?;
    module.add_function(wrap_pyfunction!(xing_header, module)?)?;
    module.add_function(wrap_pyfunction!(lame_header, module)?)?;
    module.add_function(wrap_pyfunction!(lame_version, module)?)?;
    module.add_function(wrap_pyfunction!(lame_guess_settings, module)?)?;
    module.add_function(wrap_pyfunction!(vbri_toc_len, module)?)?;
    module.add_function(wrap_pyfunction!(vbri_header, module)?)
}
