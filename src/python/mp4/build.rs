//! Values of items as Python objects.

use crate::formats::mp4::{Cover, Freeform, Value};
use crate::python::instance;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyList, PyType};

/// The classes of pictures and freeform values.
pub(super) struct Classes {
    pub(super) cover: Py<PyType>,
    pub(super) freeform: Py<PyType>,
}

static CLASSES: PyOnceLock<Classes> = PyOnceLock::new();

impl Classes {
    pub(super) fn get(py: Python<'_>) -> PyResult<&Self> {
        CLASSES.get_or_try_init(py, || {
            let module = py.import("mutagen_rs.mp4._values")?;
            let class = |name| -> PyResult<Py<PyType>> {
                Ok(module.getattr(name)?.cast_into::<PyType>()?.unbind())
            };
            Ok(Self { cover: class("MP4Cover")?, freeform: class("MP4FreeForm")? })
        })
    }

    fn cover<'py>(&self, py: Python<'py>, cover: &Cover<'_>) -> PyResult<Bound<'py, PyAny>> {
        let image = PyBytes::new(py, cover.image);
        match cover.format {
            Some(format) => self.cover.bind(py).call1((image, format)),
            None => self.cover.bind(py).call1((image,)),
        }
    }

    fn freeform<'py>(
        &self,
        py: Python<'py>,
        freeform: &Freeform<'_>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let Freeform { version, format, value } = freeform;
        self.freeform.bind(py).call1((PyBytes::new(py, value), format, version))
    }
}

/// A list of the values of an item, or its one boolean.
pub(super) fn value<'py>(py: Python<'py>, value: Value<'_>) -> PyResult<Bound<'py, PyAny>> {
    let list = match value {
        Value::Bool(value) => return Ok(PyBool::new(py, value).to_owned().into_any()),
        Value::Texts(texts) => instance::texts(py, texts)?,
        Value::Integers(integers) => PyList::new(py, integers)?,
        Value::Pairs(pairs) => PyList::new(py, pairs)?,
        Value::Covers(covers) => {
            let classes = Classes::get(py)?;
            let covers: PyResult<Vec<_>> = covers.iter().map(|c| classes.cover(py, c)).collect();
            PyList::new(py, covers?)?
        }
        Value::Freeforms(values) => {
            let classes = Classes::get(py)?;
            let values: PyResult<Vec<_>> =
                values.iter().map(|value| classes.freeform(py, value)).collect();
            PyList::new(py, values?)?
        }
    };
    Ok(list.into_any())
}
