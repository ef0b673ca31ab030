//! The plan of a save, as Python sees it.

use crate::splice::{Patch, Plan, Splice};
use pyo3::prelude::*;

/// What a save will write, known before it writes.
///
/// `str()` gives a table. Sizes and offsets are in bytes.
#[pyclass(frozen, name = "Plan", module = "mutagen_rs._native")]
pub(super) struct PyPlan(pub(super) Plan);

#[pymethods]
impl PyPlan {
    /// A list of `(offset, old_length, new_length, why)`, one for each range of the old file
    /// that is replaced.
    #[getter]
    fn splices(&self) -> Vec<(u64, u64, usize, &'static str)> {
        let why = self.0.why_patches();
        let patch = |patch: &Patch| (patch.offset, Patch::LEN as u64, Patch::LEN, why);
        let splice = |s: &Splice| (s.offset, s.old_len, s.new.len(), s.why);
        let mut splices: Vec<_> = self.0.splices().iter().map(splice).collect();
        splices.extend(self.0.patches().iter().map(patch));
        splices.sort_by_key(|splice| splice.0);
        splices
    }

    /// A list of `(offset, bytes, why)`, one for each write, at offsets of the new file.
    #[getter]
    fn writes(&self) -> Vec<(u64, Vec<u8>, &'static str)> {
        let why = self.0.why_patches();
        let splices = self.0.placed().map(|(offset, s)| (offset, s.new.to_vec(), s.why));
        let patches = self.0.placed_patches().map(|(offset, p)| (offset, p.new.to_vec(), why));
        let mut writes: Vec<_> = splices.chain(patches).collect();
        writes.sort_by_key(|write| write.0);
        writes
    }

    /// A list of `(from, to, length)`, one for each range that keeps its bytes and changes its
    /// place.
    #[getter]
    fn moves(&self) -> Vec<(u64, u64, u64)> {
        self.0.moves().iter().map(|moved| (moved.from, moved.to, moved.len)).collect()
    }

    /// Bytes written as new content.
    #[getter]
    fn bytes_written(&self) -> u64 {
        self.0.bytes_written()
    }

    /// Bytes copied from one place of the file to another.
    #[getter]
    fn bytes_moved(&self) -> u64 {
        self.0.bytes_moved()
    }

    /// Free bytes the old tag would leave, negative if it is too small; `None` where the plan
    /// needed no padding.
    #[getter]
    fn padding_before(&self) -> Option<i64> {
        self.0.padding.map(|(asked, _)| asked.padding)
    }

    /// Padding of the new tag; `None` where the plan needed no padding.
    #[getter]
    fn padding_after(&self) -> Option<u64> {
        self.0.padding.map(|(_, given)| given)
    }

    #[getter]
    fn old_size(&self) -> u64 {
        self.0.old_size()
    }

    #[getter]
    fn new_size(&self) -> u64 {
        self.0.new_size()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!(
            "<Plan splices={} written={} moved={} size={}->{}>",
            self.0.splices().len() + self.0.patches().len(),
            self.0.bytes_written(),
            self.0.bytes_moved(),
            self.0.old_size(),
            self.0.new_size(),
        )
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyPlan>()
}
