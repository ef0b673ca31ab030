//! The atoms of a file object, for Python's `Atom` and `Atoms`.

use crate::error::Format;
use crate::formats::mp4::entry::full_atom;
use crate::formats::mp4::{Atoms, render};
use crate::python::errors::guarded;
use crate::python::open::with_loader;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};

/// Name, offset, offset of the payload, length; for a container, the number of the first atom that
/// is not inside it.
type Row<'py> = (Bound<'py, PyBytes>, u64, u64, u64, Option<u32>);

fn rows<'py>(py: Python<'py>, atoms: &Atoms) -> PyResult<Bound<'py, PyList>> {
    let rows = atoms.list().iter().map(|atom| -> Row<'py> {
        let next = atom.is_container.then_some(atom.next);
        (PyBytes::new(py, &atom.name), atom.offset, atom.data, atom.length, next)
    });
    PyList::new(py, rows.collect::<Vec<_>>())
}

/// All atoms of a file object, each before those in it.
#[pyfunction]
fn mp4_atoms<'py>(py: Python<'py>, fileobj: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
    rows(py, &with_loader(fileobj, Format::Mp4, Atoms::read)?)
}

/// The atom at `offset` of a file object and those in it, and where it ends. `is_root` is whether
/// it stands at the top level of a file.
#[pyfunction]
fn mp4_atom<'py>(
    py: Python<'py>,
    fileobj: &Bound<'py, PyAny>,
    offset: u64,
    is_root: bool,
) -> PyResult<(Bound<'py, PyList>, u64)> {
    let (atoms, end) =
        with_loader(fileobj, Format::Mp4, |loader| Atoms::read_one(loader, offset, is_root))?;
    Ok((rows(py, &atoms)?, end))
}

/// The header of an atom with a payload of that length.
#[pyfunction]
fn mp4_atom_header<'py>(py: Python<'py>, name: &[u8], payload: usize) -> Bound<'py, PyBytes> {
    PyBytes::new(py, &render::header(render::name_of(name), payload))
}

/// Version, flags and content of an atom that has them.
///
/// Raises `ValueError` if it is too short.
#[pyfunction]
fn mp4_full_atom<'py>(py: Python<'py>, data: &[u8]) -> PyResult<(u8, u32, Bound<'py, PyBytes>)> {
    guarded(py, || {
        let (version, flags, content) =
            full_atom(data).ok_or_else(|| PyValueError::new_err("not enough data"))?;
        Ok((version, flags, PyBytes::new(py, content)))
    })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(mp4_atoms, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_atom, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_atom_header, module)?)?;
    module.add_function(wrap_pyfunction!(mp4_full_atom, module)?)
}
