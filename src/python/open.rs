//! Files for the formats' functions: by name through the operating system, or as file objects.

use super::errors::{guarded, open_to_py, to_py};
use super::fileobj::PySource;
use super::path::file_name;
use crate::error::{Error, Format};
use crate::limits::HEAD_WINDOW;
use crate::source::{BegunSource, FileSource, Loader, Source};
use crate::splice::{FileTarget, PaddingInfo, Plan, Target, apply};
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use std::io;
use std::sync::Mutex;

/// What a caller gave as a file: its name, and the file object if it gave one. With an object
/// the name is only for messages.
#[derive(Clone, Copy)]
pub(super) struct File<'a, 'py> {
    pub(super) name: Option<&'a Bound<'py, PyAny>>,
    pub(super) object: Option<&'a Bound<'py, PyAny>>,
}

/// A file that was opened by its name to find out its kind; whoever reads it goes on from there.
/// Stands for the name, once.
#[pyclass(frozen, name = "OpenedFile", module = "mutagen_rs._native")]
pub(super) struct OpenedFile {
    name: Py<PyAny>,
    source: Mutex<Option<BegunSource<FileSource>>>,
}

impl OpenedFile {
    /// Opens a named file and reads its beginning. Nothing if the name is of a file that Python
    /// must open.
    pub(super) fn open<T: Send>(
        name: &Bound<'_, PyAny>,
        look: impl FnOnce(&mut BegunSource<FileSource>) -> T + Send,
    ) -> PyResult<Option<(Self, T)>> {
        let py = name.py();
        let path = file_name(name)?;
        let opened = guarded(py, || {
            Ok(py.detach(move || {
                FileSource::open(&path).map(|source| {
                    let mut source = BegunSource::new(source, HEAD_WINDOW);
                    let seen = look(&mut source);
                    (source, seen)
                })
            }))
        })?;
        match opened {
            Ok((source, seen)) => {
                let source = Mutex::new(Some(source));
                Ok(Some((Self { name: name.clone().unbind(), source }, seen)))
            }
            Err(error) => open_to_py(py, error, name).map_or(Ok(None), Err),
        }
    }

    fn take(&self) -> Option<BegunSource<FileSource>> {
        self.source.lock().ok()?.take()
    }
}

/// How a file is opened to be changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Nothing is changed: a plan is all that is wanted.
    Plan,
    Write,
    /// A file that is missing is made.
    Create,
}

impl Mode {
    /// The mode that the facade calls `name`.
    pub(super) fn from_name(name: &str) -> Self {
        match name {
            "create" => Self::Create,
            "write" => Self::Write,
            _ => Self::Plan,
        }
    }
}

/// An error of the core, whose file is still to be named, or an exception of a caller's function.
pub(super) enum Fault {
    Core(Error),
    Raised(PyErr),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

impl Fault {
    pub(super) fn into_py(self, py: Python<'_>, name: Option<&Bound<'_, PyAny>>) -> PyErr {
        match self {
            Self::Core(error) => to_py(py, error, name),
            Self::Raised(error) => error,
        }
    }
}

impl<'py> File<'_, 'py> {
    fn object_source(
        self,
        py: Python<'py>,
        format: Format,
        object: &Bound<'py, PyAny>,
    ) -> PyResult<PySource<'py>> {
        PySource::new(object)
            .map_err(|raised| to_py(py, Error::io(format, io::Error::other(raised)), self.name))
    }

    /// Runs `work` on the file, for a name without holding the interpreter. Nothing if the name
    /// is of a file that Python must open.
    pub(super) fn read<T: Send>(
        self,
        py: Python<'py>,
        format: Format,
        work: impl FnOnce(&mut dyn Source) -> Result<T, Error> + Send,
    ) -> PyResult<Option<T>> {
        let result = if let Some(object) = self.object {
            let mut source = self.object_source(py, format, object)?;
            guarded(py, || Ok(work(&mut source)))?
        } else {
            let Some(name) = self.name else { return Ok(None) };
            if let Ok(opened) = name.cast_exact::<OpenedFile>() {
                let opened = opened.get();
                let Some(mut source) = opened.take() else { return Ok(None) };
                let result = guarded(py, || Ok(py.detach(move || work(&mut source))))?;
                let name = opened.name.bind(py);
                return result.map(Some).map_err(|error| to_py(py, error, Some(name)));
            }
            let path = file_name(name)?;
            let opened = guarded(py, || {
                Ok(py.detach(move || FileSource::open(&path).map(|mut source| work(&mut source))))
            })?;
            match opened {
                Ok(result) => result,
                Err(error) => return open_to_py(py, error, name).map_or(Ok(None), Err),
            }
        };
        result.map(Some).map_err(|error| to_py(py, error, self.name))
    }

    /// Plans a change with `make` and carries it out, unless only the plan is wanted. Nothing if
    /// the name is of a file that Python must open.
    pub(super) fn change(
        self,
        py: Python<'py>,
        format: Format,
        mode: Mode,
        make: impl FnOnce(&mut dyn Target) -> Result<Plan, Fault>,
    ) -> PyResult<Option<Plan>> {
        let planned =
            |target: &mut dyn Target| make(target).map_err(|fault| fault.into_py(py, self.name));
        let failed = |cause| to_py(py, Error::io(format, cause), self.name);
        if let Some(object) = self.object {
            let mut target = self.object_source(py, format, object)?;
            return guarded(py, || {
                let plan = planned(&mut target)?;
                if mode != Mode::Plan {
                    if plan.bytes_written() + plan.bytes_moved() > 0 && target.appends()? {
                        let object = object.repr()?;
                        let reason =
                            format!("Can't write to file object {object}: it only appends");
                        return Err(PyValueError::new_err(reason));
                    }
                    apply(&plan, &mut target).map_err(failed)?;
                }
                Ok(Some(plan))
            });
        }
        let Some(name) = self.name else { return Ok(None) };
        let path = file_name(name)?;
        let carried_out = |plan: Plan, source| {
            // Moving a long tail takes its time.
            py.detach(|| apply(&plan, &mut FileTarget(source))).map_err(failed)?;
            Ok(Some(plan))
        };
        let opened = py.detach(|| match mode {
            Mode::Plan => FileSource::open(&path),
            Mode::Write | Mode::Create => FileSource::open_writable(&path),
        });
        guarded(py, || match opened {
            Ok(source) if mode == Mode::Plan => planned(&mut FileTarget(source)).map(Some),
            Ok(source) => {
                let mut target = FileTarget(source);
                carried_out(planned(&mut target)?, target.0)
            }
            // A file is made once it is known that all can be written.
            Err(error) if mode == Mode::Create && error.is_missing() => {
                let plan = planned(&mut Missing)?;
                match FileSource::create(&path) {
                    Ok(source) => carried_out(plan, source),
                    Err(error) => open_to_py(py, error, name).map_or(Ok(None), Err),
                }
            }
            Err(error) => open_to_py(py, error, name).map_or(Ok(None), Err),
        })
    }
}

/// Runs `work` on a file object, whatever its position.
pub(super) fn with_loader<T>(
    object: &Bound<'_, PyAny>,
    format: Format,
    work: impl FnOnce(&mut Loader<'_>) -> Result<T, Error>,
) -> PyResult<T> {
    let py = object.py();
    guarded(py, || {
        let source = PySource::new(object);
        source
            .map_err(|raised| Error::io(format, io::Error::other(raised)))
            .and_then(|mut source| work(&mut Loader::new(&mut source)))
            .map_err(|error| to_py(py, error, object.getattr(intern!(py, "name")).ok().as_ref()))
    })
}

/// A file that is not there, for planning.
struct Missing;

impl Source for Missing {
    fn len(&self) -> u64 {
        0
    }

    fn read_at(&mut self, _offset: u64, _len: usize, _into: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }
}

impl Target for Missing {
    fn write_at(&mut self, _offset: u64, _bytes: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn truncate(&mut self, _len: u64) -> io::Result<()> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Asks a caller's padding function, or the default policy if there is none.
pub(super) fn ask_padding(padding: &Bound<'_, PyAny>, info: PaddingInfo) -> Result<i64, Fault> {
    if padding.is_none() {
        return Ok(info.default_padding());
    }
    let py = padding.py();
    let class = py.import(intern!(py, "mutagen_rs._tags"))?.getattr(intern!(py, "PaddingInfo"))?;
    let info = class.call1((info.padding, info.size))?;
    let answer = padding.call1((info,))?;
    match answer.extract::<i64>() {
        // Far too much or too little is what a format can refuse, or do as far as it can.
        Err(error) if error.is_instance_of::<PyOverflowError>(py) => {
            Ok(if answer.lt(0)? { i64::MIN } else { i64::MAX })
        }
        answer => Ok(answer?),
    }
}
