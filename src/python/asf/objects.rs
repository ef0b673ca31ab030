//! Objects from and to bytes, for the methods of Python's object classes.

use super::classes::Classes;
use super::save;
use super::values::{layout, unnamed};
use crate::error::{Error, Format};
use crate::formats::asf::document;
use crate::formats::asf::object::{self, Head, Raw, Reader};
use crate::formats::asf::render;
use crate::formats::asf::table::{Kind, ROWS};
use crate::formats::asf::{Guid, codecs, info};
use crate::python::errors::guarded;
use crate::python::fileobj::PySource;
use crate::python::info::put;
use crate::python::names::Names;
use crate::source::Loader;
use bumpalo::Bump;
use bytes::Bytes;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyDict, PyList, PyTuple};
use std::io;

/// The GUIDs of the known kinds of object, by the names of their classes.
#[pyfunction]
fn asf_guids(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let guids = PyDict::new(py);
    for row in &ROWS {
        guids.set_item(row.class, PyBytes::new(py, &row.guid.0))?;
    }
    Ok(guids)
}

/// Names of audio and video formats by their numbers.
#[pyfunction]
fn asf_codecs(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let names = PyDict::new(py);
    for (number, name) in &codecs::CODECS {
        names.set_item(number, name)?;
    }
    Ok(names)
}

/// The bytes of a GUID in the usual notation. Raises `ValueError` if it is none.
#[pyfunction]
fn asf_guid_bytes<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyBytes>> {
    let guid = Guid::from_text(text).ok_or_else(|| PyValueError::new_err("not a GUID"))?;
    Ok(PyBytes::new(py, &guid.0))
}

/// The usual notation of the GUID in 16 bytes. Raises `ValueError` for another number of bytes.
#[pyfunction]
fn asf_guid_text(data: &[u8]) -> PyResult<String> {
    let guid = data.try_into().map(Guid);
    Ok(guid.map_err(|_| PyValueError::new_err("a GUID has 16 bytes"))?.to_string())
}

/// `(size in bytes, number of objects)` of a header that begins with `data`.
///
/// Raises `ASFHeaderError` if it is none.
#[pyfunction]
fn asf_header_head(py: Python<'_>, data: &[u8]) -> PyResult<(u64, u32)> {
    let head = Head::read(data).map_err(|error| unnamed(py, error))?;
    Ok((head.size, head.count))
}

/// A list of `(guid, data)` and the exception that ended it, if one did.
type Split<'py> = (Bound<'py, PyList>, Option<Bound<'py, PyAny>>);

fn split<'py, 'a>(
    py: Python<'py>,
    list: impl Iterator<Item = Result<Raw<'a>, Error>>,
) -> PyResult<Split<'py>> {
    let pairs = PyList::empty(py);
    for raw in list {
        match raw.and_then(Raw::not_a_header) {
            Ok(raw) => {
                let pair = [PyBytes::new(py, &raw.guid.0), PyBytes::new(py, raw.data)];
                pairs.append(PyTuple::new(py, pair)?)?;
            }
            Err(error) => {
                return Ok((
                    pairs,
                    Some(unnamed(py, error).into_value(py).into_bound(py).into_any()),
                ));
            }
        }
    }
    Ok((pairs, None))
}

/// A list of `(guid, data)`, one for each object of the header that a file begins with, and the
/// `ASFHeaderError` to be raised once they are read, if the header is damaged behind them.
///
/// Raises `ASFHeaderError` if there is no header, `asf.error` if reading fails.
#[pyfunction]
fn asf_split_header<'py>(fileobj: &Bound<'py, PyAny>) -> PyResult<Split<'py>> {
    let py = fileobj.py();
    guarded(py, || {
        let failed = |error| unnamed(py, error);
        let mut source = PySource::new(fileobj)
            .map_err(|raised| failed(Error::io(Format::Asf, io::Error::other(raised))))?;
        let mut loader = Loader::new(&mut source);
        let located = document::locate(&mut loader).map_err(failed)?;
        let (bytes, head) = located.bytes(loader.finish());
        let objects = bytes.get(object::HEADER_HEAD..).unwrap_or_default();
        split(py, object::of_header(head, objects))
    })
}

/// The same for the data of a header extension.
#[pyfunction]
fn asf_split_extension<'py>(py: Python<'py>, data: &[u8]) -> PyResult<Split<'py>> {
    guarded(py, || split(py, object::of_extension(data)))
}

/// The kind of object that a GUID tells.
fn kind_of(guid: &[u8]) -> Option<Kind> {
    guid.try_into().ok().and_then(|guid| Kind::of(Guid(guid)))
}

/// A list of `(name, attribute)` from the data of a tag object.
///
/// Raises `ASFHeaderError` or `ASFError` if it is damaged.
#[pyfunction]
fn asf_read_tags<'py>(py: Python<'py>, guid: &[u8], data: &[u8]) -> PyResult<Bound<'py, PyList>> {
    guarded(py, || {
        let arena = Bump::new();
        let mut reader = Reader::new(&arena);
        if let Some(kind) = kind_of(guid) {
            reader.read(kind, data).map_err(|error| unnamed(py, error))?;
        }
        let classes = Classes::get(py)?;
        let (attributes, mut names) = (reader.attributes(), Names::borrow());
        let pairs = attributes.iter().map(|attribute| classes.pair(py, &mut names, attribute));
        PyList::new(py, pairs.collect::<PyResult<Vec<_>>>()?)
    })
}

/// The attributes of an `ASFInfo` that the data of one object tell.
///
/// Raises `ASFHeaderError` or `ASFError` if these are damaged.
#[pyfunction]
fn asf_read_info<'py>(py: Python<'py>, guid: &[u8], data: &[u8]) -> PyResult<Bound<'py, PyDict>> {
    guarded(py, || {
        let failed = |error| unnamed(py, error);
        let facts = PyDict::new(py);
        match kind_of(guid) {
            Some(Kind::FileProperties) => {
                put!(facts, "length": info::file_properties(data).map_err(failed)?);
            }
            Some(Kind::StreamProperties) => {
                let (channels, sample_rate, bitrate) =
                    info::stream_properties(data).map_err(failed)?;
                put!(facts, "channels": channels, "sample_rate": sample_rate, "bitrate": bitrate);
            }
            Some(Kind::CodecList) => {
                if let Some(codec) = info::codec_list(data).map_err(failed)? {
                    put!(facts,
                        "codec_type": codec.format,
                        "codec_name": codec.name(),
                        "codec_description": codec.description(),
                    );
                }
            }
            _ => {}
        }
        Ok(facts)
    })
}

/// An object of these data.
#[pyfunction]
fn asf_render_object<'py>(
    py: Python<'py>,
    guid: &[u8],
    data: &[u8],
) -> PyResult<Bound<'py, PyBytes>> {
    let guid = guid.try_into().map(Guid);
    let guid = guid.map_err(|_| PyValueError::new_err("a GUID has 16 bytes"))?;
    let object = render::object(guid, &Bytes::copy_from_slice(data).into());
    Ok(PyBytes::new(py, &object.to_vec()))
}

/// A content description of the attributes with standard names in a dict.
#[pyfunction]
fn asf_render_description<'py>(tags: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyBytes>> {
    let py = tags.py();
    guarded(py, || {
        let object = save::description(tags).map_err(|fault| fault.into_py(py, None))?;
        Ok(PyBytes::new(py, &object.to_vec()))
    })
}

/// Another tag object, of a list of `(name, attribute)`. `layout` is "extended", "metadata" or
/// "library".
#[pyfunction]
fn asf_render_tags<'py>(layout: &str, tags: &Bound<'py, PyList>) -> PyResult<Bound<'py, PyBytes>> {
    let py = tags.py();
    guarded(py, || {
        let object = save::list(self::layout(layout), tags.iter().map(|pair| pair.extract()))
            .map_err(|fault| fault.into_py(py, None))?;
        Ok(PyBytes::new(py, &object.to_vec()))
    })
}

/// A header extension around objects.
#[pyfunction]
fn asf_render_extension(
    py: Python<'_>,
    objects: Vec<PyBackedBytes>,
) -> PyResult<Bound<'_, PyBytes>> {
    guarded(py, || {
        let object = render::extension(&save::rendered(objects).finish())
            .map_err(|error| unnamed(py, error))?;
        Ok(PyBytes::new(py, &object.to_vec()))
    })
}

/// A header around objects, with that much padding in a padding object behind them.
#[pyfunction]
fn asf_render_header(
    py: Python<'_>,
    objects: Vec<PyBackedBytes>,
    padding: usize,
) -> PyResult<Bound<'_, PyBytes>> {
    guarded(py, || {
        let header =
            render::header(save::rendered(objects), padding).map_err(|error| unnamed(py, error))?;
        Ok(PyBytes::new(py, &header.to_vec()))
    })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(asf_guids, module)?)?;
    module.add_function(wrap_pyfunction!(asf_codecs, module)?)?;
    module.add_function(wrap_pyfunction!(asf_guid_bytes, module)?)?;
    module.add_function(wrap_pyfunction!(asf_guid_text, module)?)?;
    module.add_function(wrap_pyfunction!(asf_header_head, module)?)?;
    module.add_function(wrap_pyfunction!(asf_split_header, module)?)?;
    module.add_function(wrap_pyfunction!(asf_split_extension, module)?)?;
    module.add_function(wrap_pyfunction!(asf_read_tags, module)?)?;
    module.add_function(wrap_pyfunction!(asf_read_info, module)?)?;
    module.add_function(wrap_pyfunction!(asf_render_object, module)?)?;
    module.add_function(wrap_pyfunction!(asf_render_description, module)?)?;
    module.add_function(wrap_pyfunction!(asf_render_tags, module)?)?;
    module.add_function(wrap_pyfunction!(asf_render_extension, module)?)?;
    module.add_function(wrap_pyfunction!(asf_render_header, module)?)
}
