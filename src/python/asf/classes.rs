//! The Python classes of attributes and objects, and the instances that a document turns into.

use crate::formats::asf::attribute::{Name, Type};
use crate::formats::asf::table::{Kind, ROWS};
use crate::formats::asf::{Attribute, Object, Value};
use crate::python::instance;
use crate::python::names::Names;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyInt, PyList, PyTuple, PyType};

/// The classes, found when they are first needed.
pub(super) struct Classes {
    /// In the order of `TYPES`.
    attributes: Vec<Py<PyType>>,
    /// In the order of `ROWS`.
    objects: Vec<Py<PyType>>,
    unknown: Py<PyType>,
}

static CLASSES: PyOnceLock<Classes> = PyOnceLock::new();

/// Names of the classes of attributes, in the order of `TYPES`.
const ATTRIBUTES: [&str; 7] = [
    "ASFUnicodeAttribute",
    "ASFByteArrayAttribute",
    "ASFBoolAttribute",
    "ASFDWordAttribute",
    "ASFQWordAttribute",
    "ASFWordAttribute",
    "ASFGUIDAttribute",
];

impl Classes {
    pub(super) fn get(py: Python<'_>) -> PyResult<&Self> {
        CLASSES.get_or_try_init(py, || {
            let find = |module: &Bound<'_, PyModule>, name: &str| -> PyResult<Py<PyType>> {
                Ok(module.getattr(name)?.cast_into::<PyType>()?.unbind())
            };
            let attrs = py.import("mutagen_rs.asf._attrs")?;
            let objects = py.import("mutagen_rs.asf._objects")?;
            Ok(Self {
                attributes: ATTRIBUTES
                    .iter()
                    .map(|name| find(&attrs, name))
                    .collect::<Result<_, _>>()?,
                objects: ROWS
                    .iter()
                    .map(|row| find(&objects, row.class))
                    .collect::<Result<_, _>>()?,
                unknown: find(&objects, "UnknownObject")?,
            })
        })
    }

    /// The type of an attribute, if its class is one of ours and not derived from one.
    pub(super) fn plain_type(&self, attribute: &Bound<'_, PyAny>) -> Option<Type> {
        let class = attribute.get_type();
        let number = self.attributes.iter().position(|known| known.is(&class))?;
        Type::from_number(number as u16)
    }

    /// The pair of name and attribute object that stands in a list of tags. Nothing is validated,
    /// and no `__init__` is called.
    pub(super) fn pair<'py>(
        &self,
        py: Python<'py>,
        names: &mut Names,
        attribute: &Attribute<'_>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let Attribute { name, value, language, stream } = *attribute;
        let class = self.attributes.get(value.kind() as usize).map(|class| class.bind(py));
        let object = instance::new(class.unwrap_or(&py.get_type::<PyAny>()))?;
        let none = py.None().into_bound(py);
        let number = |number: Option<u16>| match number {
            Some(number) => PyInt::new(py, number).into_any(),
            None => none.clone(),
        };
        instance::set(&object, intern!(py, "language"), &number(language))?;
        instance::set(&object, intern!(py, "stream"), &number(stream))?;
        instance::set(&object, intern!(py, "value"), &self::value(py, value)?)?;
        let name = match name {
            Name::Standard(name) => names.get(py, name)?,
            Name::Other(name) => names.get(py, &name.decode())?,
        };
        PyTuple::new(py, [name.into_any(), object])
    }

    /// A header object of these objects.
    pub(super) fn header<'py>(
        &self,
        py: Python<'py>,
        objects: &[Object<'_>],
    ) -> PyResult<Bound<'py, PyAny>> {
        self.build(py, Some(Kind::Header), &[], objects)
    }

    fn build<'py>(
        &self,
        py: Python<'py>,
        kind: Option<Kind>,
        data: &[u8],
        objects: &[Object<'_>],
    ) -> PyResult<Bound<'py, PyAny>> {
        let class = kind.and_then(|kind| self.objects.get(kind as usize)).unwrap_or(&self.unknown);
        let instance = instance::new(class.bind(py))?;
        let inner: PyResult<Vec<_>> =
            objects.iter().map(|object| self.object(py, object)).collect();
        instance::set(&instance, intern!(py, "objects"), PyList::new(py, inner?)?.as_any())?;
        instance::set(&instance, intern!(py, "data"), &PyBytes::new(py, data))?;
        Ok(instance)
    }

    fn object<'py>(&self, py: Python<'py>, object: &Object<'_>) -> PyResult<Bound<'py, PyAny>> {
        let instance = self.build(py, object.kind, object.data, object.objects)?;
        if object.kind.is_none() {
            let guid = PyBytes::new(py, &object.guid.0);
            instance::set(&instance, intern!(py, "GUID"), &guid)?;
        }
        Ok(instance)
    }
}

/// A value as Python has it.
pub(super) fn value<'py>(py: Python<'py>, value: Value<'_>) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Unicode(text) => instance::utf16(py, text)?.into_any(),
        Value::ByteArray(bytes) | Value::Guid(bytes) => PyBytes::new(py, bytes).into_any(),
        Value::Bool(value) => PyBool::new(py, value).to_owned().into_any(),
        Value::DWord(number) => PyInt::new(py, number).into_any(),
        Value::QWord(number) => PyInt::new(py, number).into_any(),
        Value::Word(number) => PyInt::new(py, number).into_any(),
    })
}
