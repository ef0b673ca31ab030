//! Lists of pairs of a key and a value, which callers can fill with anything.

use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyTuple};

pub(super) type Pair<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

/// The key and the value of a pair, which may be any two things.
///
/// # Errors
/// `ValueError` for more or less than two, `TypeError` for what cannot be gone through.
pub(super) fn split<'py>(item: &Bound<'py, PyAny>) -> PyResult<Pair<'py>> {
    if let Ok(tuple) = item.cast_exact::<PyTuple>()
        && let [key, value] = tuple.as_slice()
    {
        return Ok((key.clone(), value.clone()));
    }
    let mut parts = item.try_iter()?;
    // No more than needed are taken: there may be no end of them.
    match (parts.next().transpose()?, parts.next().transpose()?, parts.next().transpose()?) {
        (Some(key), Some(value), None) => Ok((key, value)),
        _ => Err(PyValueError::new_err("a pair of a key and a value expected")),
    }
}

/// Runs `visit` on each item until it answers `false`. Lists are gone through as lists, unless
/// their class has an iteration of its own.
///
/// # Errors
/// What `visit` and the iteration raise.
pub(super) fn each<'py>(
    items: &Bound<'py, PyAny>,
    mut visit: impl FnMut(Bound<'py, PyAny>) -> PyResult<bool>,
) -> PyResult<()> {
    static OF_LIST: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = items.py();
    let iter = intern!(py, "__iter__");
    if let Ok(list) = items.cast::<PyList>() {
        let of_list = OF_LIST
            .get_or_try_init(py, || py.get_type::<PyList>().getattr(iter).map(Bound::unbind))?;
        if list.get_type().getattr(iter)?.is(of_list) {
            let mut done = 0;
            for item in list {
                done += 1;
                if !visit(item)? {
                    return Ok(());
                }
            }
            // `visit` may run code of the caller, which may append to the list.
            while done < list.len() {
                let item = list.get_item(done)?;
                done += 1;
                if !visit(item)? {
                    break;
                }
            }
            return Ok(());
        }
    }
    for item in items.try_iter()? {
        if !visit(item?)? {
            break;
        }
    }
    Ok(())
}
