//! Names that many files share, such as keys of comments: a `str` each, made once.
//!
//! Ten thousand songs have the same twenty keys. A `str` that is already there takes no memory of
//! its own and need not be made, what it is in lower case is known, and so are their hashes where
//! they go into a dict. The table never grows: a name that comes to a place takes it from the one
//! before. Only names go into it, nothing that they name.

use super::instance;
use pyo3::prelude::*;
use pyo3::types::PyString;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use std::sync::{Mutex, MutexGuard};

/// Names that are kept. The files of a music library have some hundred.
const PLACES: usize = 512;

/// Longest name that is kept, in bytes.
const LONGEST: usize = 40;

struct Kept {
    name: Py<PyString>,
    /// The same in lower case, once it was asked for.
    lower: Option<Py<PyString>>,
}

static TABLE: Mutex<[Option<Kept>; PLACES]> = Mutex::new([const { None }; PLACES]);

/// The table, borrowed for some names in a row.
pub(super) struct Names(Option<MutexGuard<'static, [Option<Kept>; PLACES]>>);

impl Names {
    /// Borrows the table, unless somebody has it: another thread, or a caller of this one. Names
    /// are made anew then.
    pub(super) fn borrow() -> Self {
        Self(TABLE.try_lock().ok())
    }

    /// Where a name stands, if it may.
    fn place(&mut self, name: &str) -> Option<&mut Option<Kept>> {
        let table = self.0.as_mut().filter(|_| name.len() <= LONGEST)?;
        table.get_mut(FxBuildHasher.hash_one(name) as usize % PLACES)
    }

    /// A name as a `str`.
    ///
    /// # Errors
    /// Out of memory.
    pub(super) fn get<'py>(
        &mut self,
        py: Python<'py>,
        name: &str,
    ) -> PyResult<Bound<'py, PyString>> {
        let Some(place) = self.place(name) else { return instance::text(py, name) };
        if let Some(kept) = place
            && kept.name.bind(py).to_str()? == name
        {
            return Ok(kept.name.bind(py).clone());
        }
        let new = instance::text(py, name)?;
        *place = Some(Kept { name: new.clone().unbind(), lower: None });
        Ok(new)
    }

    /// A name in ASCII as it is in lower case.
    ///
    /// # Errors
    /// Out of memory.
    pub(super) fn lower<'py>(
        &mut self,
        name: &Bound<'py, PyString>,
        text: &str,
    ) -> PyResult<Bound<'py, PyString>> {
        let py = name.py();
        let is_here = |kept: &&mut Kept| kept.name.is(name);
        if let Some(kept) = self.place(text).and_then(Option::as_mut).filter(is_here)
            && let Some(lower) = &kept.lower
        {
            return Ok(lower.bind(py).clone());
        }
        let lower = if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.get(py, &text.to_ascii_lowercase())?
        } else {
            name.clone()
        };
        if let Some(kept) = self.place(text).and_then(Option::as_mut).filter(is_here) {
            kept.lower = Some(lower.clone().unbind());
        }
        Ok(lower)
    }
}
