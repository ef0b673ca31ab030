//! Python file objects as something to read forward from, for structures that stand anywhere.

use super::open::Fault;
use crate::bytes::Input;
use crate::error::{Error, Format};
use pyo3::exceptions::{PyMemoryError, PyOverflowError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

/// A file object that is read from where it stands. Nothing but its `read` is called.
pub(super) struct PyInput<'a, 'py> {
    object: &'a Bound<'py, PyAny>,
    /// Whose error it is if the object has no room for what it is asked for.
    format: Format,
}

impl<'a, 'py> PyInput<'a, 'py> {
    pub(super) fn new(object: &'a Bound<'py, PyAny>, format: Format) -> Self {
        Self { object, format }
    }
}

impl Input for PyInput<'_, '_> {
    type Bytes = PyBackedBytes;
    type Error = Fault;

    fn take(&mut self, len: usize) -> Result<PyBackedBytes, Fault> {
        let py = self.object.py();
        let read = match self.object.call_method1(intern!(py, "read"), (len,)) {
            Err(error)
                if error.is_instance_of::<PyMemoryError>(py)
                    || error.is_instance_of::<PyOverflowError>(py) =>
            {
                return Err(Error::malformed(self.format, "a length is too large").into());
            }
            read => read?,
        };
        let not_bytes = |_| Error::malformed(self.format, "file object does not give bytes");
        Ok(read.cast_into::<PyBytes>().map_err(not_bytes)?.into())
    }
}
