//! The bytes of pages, for `OggPage`.
#![allow(clippy::needless_pass_by_value)] // arguments as they are extracted

use crate::error::{Error, Format};
use crate::formats::ogg::layout::{self, Layout, Sizes};
use crate::formats::ogg::page::{self, Header};
use crate::python::errors::{guarded, to_py};
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyList};

fn failed(py: Python<'_>, error: Error) -> PyErr {
    to_py(py, error, None)
}

/// Version, flags, position, serial number, sequence number and count of segments.
type Fields = (u8, u8, i64, u32, u32, u8);

/// The fields of the header in `data`; `None` for nothing but zeros, at the end of a file.
///
/// Raises `ogg.error` for anything else that is no header.
#[pyfunction]
fn ogg_header(py: Python<'_>, data: &[u8]) -> PyResult<Option<Fields>> {
    guarded(py, || {
        if data.len() < page::HEADER_LEN && data.iter().all(|&byte| byte == 0) {
            return Ok(None);
        }
        let (header, segments) = Header::parse(data).map_err(|error| failed(py, error))?;
        let Header { version, flags, position, serial, sequence, .. } = header;
        Ok(Some((version, flags, position, serial, sequence, segments)))
    })
}

/// The packets in the body of a page, and whether the last one ends there.
///
/// Raises `ogg.error` if the body is shorter than its segment table says.
#[pyfunction]
fn ogg_packets<'py>(
    py: Python<'py>,
    table: &[u8],
    body: &[u8],
) -> PyResult<(Vec<Bound<'py, PyBytes>>, bool)> {
    guarded(py, || {
        let mut cursor = crate::bytes::Cursor::new(body);
        let packets: Option<Vec<_>> = page::packet_lens(table)
            .map(|len| cursor.take(len).map(|packet| PyBytes::new(py, packet)))
            .collect();
        let cut_off = || failed(py, Error::malformed(Format::Ogg, "page is cut off"));
        Ok((packets.ok_or_else(cut_off)?, page::is_complete(table)))
    })
}

/// A page with these fields and packets, and its checksum.
///
/// Raises `ValueError` if the packets do not fit, `OverflowError` for numbers that do not.
#[pyfunction]
#[allow(clippy::too_many_arguments)] // the fields of a page
fn ogg_write(
    py: Python<'_>,
    version: u8,
    flags: u8,
    position: i64,
    serial: u32,
    sequence: u32,
    complete: bool,
    packets: Vec<PyBackedBytes>,
) -> PyResult<Bound<'_, PyBytes>> {
    guarded(py, || {
        let header = Header { version, flags, position, serial, sequence, checksum: 0 };
        let lens: Vec<usize> = packets.iter().map(|packet| packet.len()).collect();
        let body =
            |out: &mut Vec<u8>| packets.iter().for_each(|packet| out.extend_from_slice(packet));
        let mut out = Vec::new();
        page::write(header, complete, &lens, body, &mut out)
            .map_err(|error| PyValueError::new_err(error.reason))?;
        Ok(PyBytes::new(py, &out))
    })
}

/// Bytes that a page with these packets takes, whether or not they fit.
#[pyfunction]
fn ogg_size(packets: Vec<PyBackedBytes>, complete: bool) -> usize {
    let lens = || packets.iter().map(|packet| packet.len());
    page::HEADER_LEN + page::segments(lens(), complete) + lens().sum::<usize>()
}

/// The packets on pages, which are any objects with the attributes of `OggPage`. With `strict`
/// they must be whole.
///
/// Raises `ValueError` for pages of several streams, pages out of order, and packets that are not
/// whole.
#[pyfunction]
fn ogg_to_packets<'py>(
    py: Python<'py>,
    pages: &Bound<'py, PyAny>,
    strict: bool,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    guarded(py, || {
        let is = |page: &Bound<'py, PyAny>, name| page.getattr(name)?.is_truthy();
        let (continued, complete) = (intern!(py, "continued"), intern!(py, "complete"));
        let first = pages.get_item(0)?;
        let serial = first.getattr(intern!(py, "serial"))?;
        let mut sequence: i64 = first.getattr(intern!(py, "sequence"))?.extract()?;
        let mut packets: Vec<Vec<Bound<'py, PyAny>>> = Vec::new();
        if strict {
            if is(&first, continued)? {
                return Err(PyValueError::new_err("first packet is continued"));
            }
            if !is(&pages.get_item(pages.len()? - 1)?, complete)? {
                return Err(PyValueError::new_err("last packet does not complete"));
            }
        } else if is(&first, continued)? {
            packets.push(Vec::new());
        }
        for page in pages.try_iter()? {
            let page = page?;
            if serial.ne(page.getattr(intern!(py, "serial"))?)? {
                return Err(wrong("invalid serial number", &page)?);
            }
            if sequence != page.getattr(intern!(py, "sequence"))?.extract::<i64>()? {
                return Err(wrong("bad sequence number", &page)?);
            }
            sequence = sequence.saturating_add(1);
            for (number, part) in page.getattr(intern!(py, "packets"))?.try_iter()?.enumerate() {
                if number == 0 && is(&page, continued)? {
                    let begun = packets.last_mut();
                    let orphan = || PyValueError::new_err("continued packet has no beginning");
                    begun.ok_or_else(orphan)?.push(part?);
                } else {
                    packets.push(vec![part?]);
                }
            }
        }
        let empty = PyBytes::new(py, b"");
        let join = |parts| empty.call_method1(intern!(py, "join"), (PyList::new(py, parts)?,));
        packets.into_iter().map(join).collect()
    })
}

/// The exception for one page of several.
fn wrong(reason: &str, page: &Bound<'_, PyAny>) -> PyResult<PyErr> {
    Ok(PyValueError::new_err(format!("{reason} in {}", page.repr()?)))
}

/// Packets, whether the first continues and the last is complete, and the position of a page.
type Page<'py> = (Vec<Bound<'py, PyBytes>>, bool, bool, i64);

/// Bytes dealt out to pages, in parts of these lengths.
fn dealt_out<'py>(
    py: Python<'py>,
    packets: &[PyBackedBytes],
    pages: impl IntoIterator<Item = Vec<usize>>,
) -> impl Iterator<Item = Vec<Bound<'py, PyBytes>>> {
    let joined = packets.iter().map(|packet| &**packet).collect::<Vec<_>>().concat();
    let mut done = 0;
    pages.into_iter().map(move |lens| {
        let part = |len: usize| {
            let rest = joined.get(done..).unwrap_or_default();
            done += len;
            PyBytes::new(py, rest.get(..len).unwrap_or(rest))
        };
        lens.into_iter().map(part).collect()
    })
}

/// Packets on pages that have parts of the given lengths.
#[pyfunction]
fn ogg_deal(
    py: Python<'_>,
    packets: Vec<PyBackedBytes>,
    pages: Vec<Vec<usize>>,
) -> PyResult<Vec<Vec<Bound<'_, PyBytes>>>> {
    guarded(py, || Ok(dealt_out(py, &packets, pages).collect()))
}

/// Packets laid out on pages of about `default_size` bytes.
///
/// Raises `ValueError` if a page of that size holds nothing.
#[pyfunction]
fn ogg_from_packets(
    py: Python<'_>,
    packets: Vec<PyBackedBytes>,
    default_size: i64,
    wiggle_room: i64,
) -> PyResult<Vec<Page<'_>>> {
    guarded(py, || {
        let size = |number: i64| usize::try_from(number.max(0)).unwrap_or(usize::MAX);
        let sizes = Sizes { page: size(default_size), wiggle_room: size(wiggle_room) };
        let pages = layout::paged(packets.iter().map(|packet| packet.len()), sizes);
        let pages = pages.ok_or_else(|| PyValueError::new_err("pages are too small"))?;
        let lens: Vec<_> = pages.iter().map(|page| page.lens.clone()).collect();
        let with_marks =
            |(parts, page): (_, Layout)| (parts, page.continued, page.complete, page.position);
        Ok(dealt_out(py, &packets, lens).zip(pages).map(with_marks).collect())
    })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(ogg_header, module)?)?;
    module.add_function(wrap_pyfunction!(ogg_packets, module)?)?;
    module.add_function(wrap_pyfunction!(ogg_write, module)?)?;
    module.add_function(wrap_pyfunction!(ogg_size, module)?)?;
    module.add_function(wrap_pyfunction!(ogg_to_packets, module)?)?;
    module.add_function(wrap_pyfunction!(ogg_deal, module)?)?;
    module.add_function(wrap_pyfunction!(ogg_from_packets, module)?)
}
