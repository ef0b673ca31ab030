//! The table of frames for Python, and the classes Python made of it.

use crate::formats::id3::genre;
use crate::formats::id3::table::{Default, Field, Key, Kind, ROWS, Row};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple, PyType};
use std::collections::HashMap;

/// What the facade needs of the Python side to build objects without calling Python code.
pub(super) struct Classes {
    /// Class of each row of the table.
    frames: Vec<Py<PyType>>,
    /// Row of each class, by the address of the class.
    rows: HashMap<usize, &'static Row>,
    /// Names of each row's fields.
    names: Vec<Vec<Py<PyString>>>,
    /// Names of the rows, which are the keys of most frames.
    ids: Vec<Py<PyString>>,
    pub(super) tags: Py<PyType>,
    pub(super) time_stamp: Py<PyType>,
    /// Members by number, made once: numbers without a name are rare.
    encodings: Vec<Py<PyAny>>,
    pictures: Vec<Py<PyAny>>,
    flags: Vec<Py<PyAny>>,
    picture_type: Py<PyType>,
    ctoc_flags: Py<PyType>,
}

static CLASSES: PyOnceLock<Classes> = PyOnceLock::new();

/// Numbers of picture types and of contents flags that have members ready.
const PICTURES: usize = 21;
const FLAGS: usize = 4;

impl Classes {
    pub(super) fn get(py: Python<'_>) -> PyResult<&Self> {
        CLASSES.get(py).ok_or_else(|| PyRuntimeError::new_err("mutagen_rs.id3 is not imported"))
    }

    pub(super) fn class(&self, row: &'static Row) -> PyResult<&Py<PyType>> {
        self.frames.get(row.number()).ok_or_else(|| PyRuntimeError::new_err("frame has no class"))
    }

    /// The row whose class is exactly that of `object`: no subclass, which may do as it likes.
    pub(super) fn row(&self, object: &Bound<'_, PyAny>) -> Option<&'static Row> {
        self.rows.get(&object.get_type().as_ptr().addr()).copied()
    }

    /// Names of the fields of a row, optional ones last.
    pub(super) fn names(&self, row: &'static Row) -> &[Py<PyString>] {
        self.names.get(row.number()).map_or(&[], Vec::as_slice)
    }

    pub(super) fn id(&self, row: &'static Row) -> Option<&Py<PyString>> {
        self.ids.get(row.number())
    }

    pub(super) fn encoding<'py>(
        &self,
        py: Python<'py>,
        number: u64,
    ) -> PyResult<Bound<'py, PyAny>> {
        let member = usize::try_from(number).ok().and_then(|number| self.encodings.get(number));
        let member = member.ok_or_else(|| PyRuntimeError::new_err("no such encoding"))?;
        Ok(member.bind(py).clone())
    }

    pub(super) fn picture_type<'py>(
        &self,
        py: Python<'py>,
        number: u64,
    ) -> PyResult<Bound<'py, PyAny>> {
        member(py, &self.pictures, &self.picture_type, number)
    }

    pub(super) fn ctoc_flags<'py>(
        &self,
        py: Python<'py>,
        number: u64,
    ) -> PyResult<Bound<'py, PyAny>> {
        member(py, &self.flags, &self.ctoc_flags, number)
    }
}

fn member<'py>(
    py: Python<'py>,
    ready: &[Py<PyAny>],
    class: &Py<PyType>,
    number: u64,
) -> PyResult<Bound<'py, PyAny>> {
    match usize::try_from(number).ok().and_then(|number| ready.get(number)) {
        Some(member) => Ok(member.bind(py).clone()),
        None => class.bind(py).call1((number,)),
    }
}

fn members(class: &Bound<'_, PyType>, count: usize) -> PyResult<Vec<Py<PyAny>>> {
    (0..count).map(|number| class.call1((number,)).map(Bound::unbind)).collect()
}

/// Tells the native side the classes of the facade: those of the table and some others, by name.
#[pyfunction]
fn id3_register_classes(py: Python<'_>, given: &Bound<'_, PyDict>) -> PyResult<()> {
    let other = |name: &str| -> PyResult<Bound<'_, PyType>> {
        let class = given.get_item(name)?;
        let class = class.ok_or_else(|| PyRuntimeError::new_err(format!("{name} is missing")))?;
        Ok(class.cast_into::<PyType>()?)
    };
    let frames: PyResult<Vec<_>> =
        ROWS.iter().map(|row| other(row.id).map(Bound::unbind)).collect();
    let frames = frames?;
    let rows = frames.iter().zip(&ROWS).map(|(class, row)| (class.as_ptr().addr(), row)).collect();
    let names = ROWS.iter().map(|row| {
        let fields = row.shape.fields.iter().chain(row.shape.optional);
        fields.map(|field| PyString::intern(py, field.name).unbind()).collect()
    });
    let picture_type = other("PictureType")?;
    let ctoc_flags = other("CTOCFlags")?;
    let classes = Classes {
        rows,
        names: names.collect(),
        ids: ROWS.iter().map(|row| PyString::intern(py, row.id).unbind()).collect(),
        tags: other("ID3Tags")?.unbind(),
        time_stamp: other("ID3TimeStamp")?.unbind(),
        encodings: members(&other("Encoding")?, 4)?,
        pictures: members(&picture_type, PICTURES)?,
        flags: members(&ctoc_flags, FLAGS)?,
        picture_type: picture_type.unbind(),
        ctoc_flags: ctoc_flags.unbind(),
        frames,
    };
    CLASSES.set(py, classes).map_err(|_| PyRuntimeError::new_err("classes are registered already"))
}

fn default(py: Python<'_>, value: Default) -> PyResult<Bound<'_, PyAny>> {
    Ok(match value {
        Default::Int(number) => number.into_pyobject(py)?.into_any(),
        Default::Text(text) => PyString::new(py, text).into_any(),
        Default::Bytes => PyBytes::new(py, b"").into_any(),
        Default::List => PyList::empty(py).into_any(),
        Default::Ints(numbers) => PyList::new(py, numbers)?.into_any(),
        Default::Nothing => py.None().into_bound(py),
    })
}

fn field_tuple<'py>(py: Python<'py>, field: &Field) -> PyResult<Bound<'py, PyTuple>> {
    let (kind, param) = field.kind.name();
    let (sub, separator) = match field.kind {
        Kind::Multi(fields, separator) => (Some(field_tuples(py, fields)?), separator),
        _ => (None, None),
    };
    (field.name, kind, param, default(py, field.default)?, sub, separator).into_pyobject(py)
}

fn field_tuples<'py>(py: Python<'py>, fields: &[Field]) -> PyResult<Bound<'py, PyTuple>> {
    let tuples: PyResult<Vec<_>> = fields.iter().map(|field| field_tuple(py, field)).collect();
    PyTuple::new(py, tuples?)
}

/// The table of frames: a list of `(name, base, doc, fields, optional, key)`, bases first.
/// Fields are `(name, kind, param, default, sub_fields, separator)`, or `None` if they are the
/// base's.
#[pyfunction]
fn id3_table(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let rows = PyList::empty(py);
    for row in &ROWS {
        let base = ROWS.iter().find(|base| base.id == row.base);
        let inherited = base.is_some_and(|base| {
            (base.shape.fields, base.shape.optional) == (row.shape.fields, row.shape.optional)
        });
        let own = |fields| if inherited { Ok(None) } else { field_tuples(py, fields).map(Some) };
        let key = match row.shape.key {
            Key::Fields(names) => names,
            Key::Picture => &["desc"],
            Key::Rendered => &[],
        };
        let key = PyTuple::new(py, key)?;
        let fields = own(row.shape.fields)?;
        rows.append((row.id, row.base, row.doc, fields, own(row.shape.optional)?, key))?;
    }
    Ok(rows)
}

/// Names of the numbered genres.
#[pyfunction]
fn id3_genre_names() -> Vec<&'static str> {
    genre::names().to_vec()
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(id3_register_classes, module)?)?;
    module.add_function(wrap_pyfunction!(id3_genre_names, module)?)?;
    module.add_function(wrap_pyfunction!(id3_table, module)?)
}
