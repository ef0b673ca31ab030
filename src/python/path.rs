//! Names of files, as Python gives them.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use std::ffi::{CString, OsString};
use std::os::unix::ffi::OsStringExt;

/// The name as the operating system takes it: `bytes` as they are, `str` in the encoding of
/// the file system.
///
/// # Errors
/// `ValueError` for a name with a zero byte, `TypeError` for anything but `str` and `bytes`.
pub(super) fn file_name(name: &Bound<'_, PyAny>) -> PyResult<CString> {
    let bytes = if let Ok(bytes) = name.cast::<PyBytes>() {
        bytes.as_bytes().to_vec()
    } else {
        let text = name.cast::<PyString>()?;
        match text.to_str() {
            Ok(text) if text.is_ascii() => text.as_bytes().to_vec(),
            _ => text.extract::<OsString>()?.into_vec(),
        }
    };
    CString::new(bytes).map_err(|_| PyValueError::new_err("embedded null byte"))
}
