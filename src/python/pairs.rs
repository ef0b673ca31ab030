//! Lists of pairs of a key and a value, which callers can fill with anything.

use super::instance::{self, Case, Found};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
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

/// Whether something is a list that is gone through as lists are.
fn plain<'a, 'py>(items: &'a Bound<'py, PyAny>) -> Option<&'a Bound<'py, PyList>> {
    items.cast::<PyList>().ok().filter(|list| instance::iterates_as_list(list))
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
    if let Some(list) = plain(items) {
        // `visit` may run code of the caller, which may change the list.
        let mut place = 0;
        while place < list.len()
            && let Ok(item) = list.get_item(place)
            && visit(item)?
        {
            place += 1;
        }
        return Ok(());
    }
    for item in items.try_iter()? {
        if !visit(item?)? {
            break;
        }
    }
    Ok(())
}

/// Runs `visit` on the value of each pair with a key until it answers `false`. `value_of` gives
/// the value of a pair if it has the key; it need not be asked where comparing `key` is enough.
///
/// # Errors
/// What `value_of`, `visit` and the iteration raise.
pub(super) fn each_value<'py>(
    items: &Bound<'py, PyAny>,
    key: Option<&str>,
    case: Case,
    value_of: impl Fn(&Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>>,
    mut visit: impl FnMut(Bound<'py, PyAny>) -> PyResult<bool>,
) -> PyResult<()> {
    let Some(list) = plain(items) else {
        return each(items, |item| value_of(&item)?.map_or(Ok(true), &mut visit));
    };
    let key = key.filter(|key| key.is_ascii()).map(str::as_bytes);
    let mut start = 0;
    // Both functions may run code of the caller, which may change the list.
    while let Some(Found { place, value }) = instance::find(list, start, key, case) {
        let value = match value {
            Some(value) => Some(value),
            None => list.get_item(place).ok().map_or(Ok(None), |item| value_of(&item))?,
        };
        if let Some(value) = value
            && !visit(value)?
        {
            break;
        }
        start = place + 1;
    }
    Ok(())
}
