//! Saving: attributes of Python objects and the objects of a document become one plan, which is
//! carried out.

use super::classes::Classes;
use super::document::PyAsf;
use super::values::{add, data, is_longer};
use crate::error::Format;
use crate::formats::asf::attribute::{Layout, NAMES, Type};
use crate::formats::asf::plan;
use crate::formats::asf::render::{self, List, Objects, TagObjects};
use crate::limits::MAX_TAG_OBJECTS;
use crate::python::errors::guarded;
use crate::python::open::{Fault, File, Mode, ask_padding};
use crate::python::pairs;
use crate::python::plan::PyPlan;
use crate::splice::Content;
use bytes::Bytes;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyDict, PyList, PyString};

/// The attributes for each of the four tag objects: the first three by name, of the last, which
/// may have several of a name, pairs.
type Routed<'py> = (Bound<'py, PyDict>, Bound<'py, PyDict>, Bound<'py, PyDict>, Bound<'py, PyList>);

/// Values that are longer go into the metadata library, since the other lengths have 16 bits.
const LONG: usize = 0xffff;

/// Tells which tag object each attribute goes into: `(content description, extended content
/// description, metadata, metadata library)`.
#[pyfunction]
fn asf_route<'py>(pairs: &Bound<'py, PyAny>) -> PyResult<Routed<'py>> {
    let py = pairs.py();
    guarded(py, || {
        let classes = Classes::get(py)?;
        let [description, extended, metadata] = [(); 3].map(|()| PyDict::new(py));
        let library = PyList::empty(py);
        pairs::each(pairs, |pair| {
            let (name, attribute) = pairs::split(&pair)?;
            let (kind, is_long) = kind_and_length(classes, &attribute)?;
            let is_none =
                |name| attribute.getattr(name).map(|value: Bound<'_, PyAny>| value.is_none());
            let by_name =
                if is_long || kind == Some(Type::Guid) || !is_none(intern!(py, "language"))? {
                    None
                } else if !is_none(intern!(py, "stream"))? {
                    Some(&metadata)
                } else if !is_standard(&name) {
                    Some(&extended)
                } else if kind == Some(Type::Unicode) {
                    Some(&description)
                } else {
                    None
                };
            match by_name {
                Some(place) if !place.contains(&name)? => place.set_item(name, attribute)?,
                _ => library.append((name, attribute))?,
            }
            Ok(true)
        })?;
        Ok((description, extended, metadata, library))
    })
}

/// The type of an attribute, if it is a known one, and whether its value is long.
fn kind_and_length(
    classes: &Classes,
    attribute: &Bound<'_, PyAny>,
) -> PyResult<(Option<Type>, bool)> {
    let py = attribute.py();
    if let Some(kind) = classes.plain_type(attribute) {
        let value = attribute.getattr(intern!(py, "value"))?;
        return Ok((Some(kind), is_longer(kind, &value, LONG)?));
    }
    let len: usize = attribute.call_method0(intern!(py, "data_size"))?.extract()?;
    let kind = attribute.getattr(intern!(py, "TYPE"))?.extract().ok().and_then(Type::from_number);
    Ok((kind, len > LONG))
}

/// Whether a content description has an attribute of that name.
fn is_standard(name: &Bound<'_, PyAny>) -> bool {
    name.cast::<PyString>().is_ok_and(|name| name.to_str().is_ok_and(|name| NAMES.contains(&name)))
}

/// Writes an attribute; one of a class that is not ours writes itself.
fn write(
    list: &mut List,
    name: &Bound<'_, PyAny>,
    attribute: &Bound<'_, PyAny>,
) -> Result<(), Fault> {
    let py = attribute.py();
    if let Some(kind) = Classes::get(py)?.plain_type(attribute) {
        let value = attribute.getattr(intern!(py, "value"))?;
        let value = data(kind, &value, list.layout().has_wide_bool())?;
        let name = name.cast::<PyString>().map_err(PyErr::from)?.to_str()?;
        return add(list, name, kind, attribute, value);
    }
    let method = match list.layout() {
        Layout::Extended => intern!(py, "render"),
        Layout::Metadata => intern!(py, "render_m"),
        Layout::Library => intern!(py, "render_ml"),
    };
    let bytes = attribute.call_method1(method, (name,))?;
    let bytes: PyBackedBytes = bytes.extract().map_err(PyErr::from)?;
    list.add_written(Bytes::from_owner(bytes));
    Ok(())
}

/// A content description of the standard names among these attributes.
pub(super) fn description(attributes: &Bound<'_, PyDict>) -> Result<Content, Fault> {
    let py = attributes.py();
    let mut texts: [Option<PyBackedStr>; NAMES.len()] = Default::default();
    for (name, text) in NAMES.iter().zip(&mut texts) {
        if let Some(attribute) = attributes.get_item(name)?.filter(|value| !value.is_none()) {
            let is_text = Classes::get(py)?.plain_type(&attribute) == Some(Type::Unicode);
            *text = Some(if is_text {
                attribute.getattr(intern!(py, "value"))?.extract()?
            } else {
                attribute.str()?.extract()?
            });
        }
    }
    Ok(render::description(texts.each_ref().map(Option::as_deref))?)
}

/// One of the other tag objects, of pairs of name and attribute.
pub(super) fn list<'py>(
    layout: Layout,
    pairs: impl Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>>,
) -> Result<Content, Fault> {
    let mut list = List::new(layout);
    for pair in pairs {
        let (name, attribute) = pair?;
        write(&mut list, &name, &attribute)?;
    }
    Ok(list.object()?)
}

fn tag_objects(routed: &Routed<'_>) -> Result<TagObjects, Fault> {
    let (description, extended, metadata, library) = routed;
    Ok(TagObjects {
        description: self::description(description)?,
        extended: list(Layout::Extended, extended.items().iter().map(|pair| pair.extract()))?,
        metadata: list(Layout::Metadata, metadata.items().iter().map(|pair| pair.extract()))?,
        library: list(Layout::Library, library.iter().map(|pair| pair.extract()))?,
    })
}

/// Objects that were written in Python.
pub(super) fn rendered(objects: Vec<PyBackedBytes>) -> Objects {
    let mut joined = Objects::default();
    for object in objects {
        joined.push(&Bytes::from_owner(object).into());
    }
    joined
}

/// Saves attributes in the header of a file and gives the plan. `attributes` are those that
/// `asf_route` gives. The objects around them are `objects`, which are written already, without
/// padding; else those of `document`. `mode` is "plan" to write nothing.
/// `None` if the name is of a file that Python must open.
#[pyfunction]
#[allow(clippy::too_many_arguments)] // the facade passes on the arguments of `ASF.save`
#[allow(clippy::needless_pass_by_value)] // what is extracted from an argument is passed by value
fn asf_save<'py>(
    py: Python<'py>,
    name: Option<&Bound<'py, PyAny>>,
    object: Option<&Bound<'py, PyAny>>,
    attributes: Routed<'py>,
    document: Option<&Bound<'py, PyAsf>>,
    objects: Option<Vec<PyBackedBytes>>,
    padding: &Bound<'py, PyAny>,
    mode: &str,
) -> PyResult<Option<PyPlan>> {
    let file = File { name, object };
    let plan = file.change(py, Format::Asf, Mode::from_name(mode), |target| {
        let make = || -> Result<Objects, Fault> {
            if let Some(objects) = objects {
                return Ok(rendered(objects));
            }
            let document = document.map(Bound::get);
            let share = |bytes: &[u8]| document.and_then(|document| document.share(bytes));
            let objects = document.map_or(&[][..], |document| document.get().objects);
            Ok(render::exchange(objects, &tag_objects(&attributes)?, &share)?)
        };
        plan::save(target, make, |info| ask_padding(padding, info))
    })?;
    Ok(plan.map(PyPlan))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("ASF_MAX_TAG_OBJECTS", MAX_TAG_OBJECTS)?;
    module.add_function(wrap_pyfunction!(asf_route, module)?)?;
    module.add_function(wrap_pyfunction!(asf_save, module)?)
}
