//! Python file objects as sources and targets, through the six methods that mutagen asks of
//! them: tell, seek, read, write, truncate and flush.

use crate::source::Source;
use crate::splice::Target;
use pyo3::exceptions::PyOSError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::io;

/// A file object. Exceptions it raises travel inside `io::Error`.
pub(super) struct PySource<'py> {
    object: Bound<'py, PyAny>,
    len: u64,
}

fn raised(error: PyErr) -> io::Error {
    io::Error::other(error)
}

impl<'py> PySource<'py> {
    /// Asks the object for its length.
    pub(super) fn new(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        let py = object.py();
        object.call_method1(intern!(py, "seek"), (0, 2))?;
        let len = object.call_method0(intern!(py, "tell"))?.extract()?;
        Ok(Self { object: object.clone(), len })
    }

    fn seek(&self, offset: u64) -> PyResult<()> {
        self.object.call_method1(intern!(self.object.py(), "seek"), (offset, 0)).map(drop)
    }

    fn read(&self, offset: u64, len: usize, into: &mut Vec<u8>) -> PyResult<()> {
        self.seek(offset)?;
        let mut left = len;
        while left > 0 {
            let read = self.object.call_method1(intern!(self.object.py(), "read"), (left,))?;
            let bytes = read.cast::<PyBytes>()?.as_bytes();
            // An object that gives more than it was asked for is cut.
            let bytes = bytes.get(..left).unwrap_or(bytes);
            if bytes.is_empty() {
                break;
            }
            into.extend_from_slice(bytes);
            left -= bytes.len();
        }
        Ok(())
    }

    fn write(&self, offset: u64, bytes: &[u8]) -> PyResult<()> {
        let py = self.object.py();
        let mut offset = offset;
        let mut rest = bytes;
        while !rest.is_empty() {
            self.seek(offset)?;
            let args = (PyBytes::new(py, rest),);
            let count = self.object.call_method1(intern!(py, "write"), args)?;
            // An object need not say how much it wrote. One without a buffer may write a part, and
            // then say why it writes no more.
            let count = count.extract::<usize>().unwrap_or(rest.len()).min(rest.len());
            if count == 0 {
                return Err(PyOSError::new_err("short write"));
            }
            rest = rest.get(count..).unwrap_or_default();
            offset += count as u64;
        }
        Ok(())
    }

    /// Whether all that is written goes to the end of the file, wherever the position is.
    pub(super) fn appends(&self) -> PyResult<bool> {
        let mode = self.object.getattr_opt(intern!(self.object.py(), "mode"))?;
        Ok(mode.is_some_and(|mode| mode.extract::<&str>().is_ok_and(|mode| mode.contains('a'))))
    }
}

impl Source for PySource<'_> {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
        self.read(offset, len, into).map_err(raised)
    }
}

impl Target for PySource<'_> {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.write(offset, bytes).map_err(raised)
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let py = self.object.py();
        self.object.call_method1(intern!(py, "truncate"), (len,)).map(drop).map_err(raised)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.object.call_method0(intern!(self.object.py(), "flush")).map(drop).map_err(raised)
    }
}
