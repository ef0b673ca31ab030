//! Translation of a caller's tag: the same rules that the loader runs, over Python objects.

use crate::formats::id3::translate::{self, Store, Target, Texts};
use crate::python::errors::guarded;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

/// A tag object; every change goes through its own methods, which users override.
struct PyStore<'py> {
    tags: Bound<'py, PyAny>,
    /// The frame classes by name.
    frames: Bound<'py, PyAny>,
}

impl<'py> PyStore<'py> {
    fn take(&self, key: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = self.tags.py();
        let frame = self.tags.call_method1(intern!(py, "pop"), (key, py.None()))?;
        Ok(if frame.is_none() { None } else { Some(frame) })
    }

    fn put(&self, id: [u8; 4], attributes: &Bound<'py, PyDict>) -> PyResult<()> {
        let id = str::from_utf8(&id).unwrap_or_default();
        let frame = self.frames.get_item(id)?.call((), Some(attributes))?;
        self.tags.call_method1(intern!(self.tags.py(), "add"), (frame,)).map(drop)
    }

    fn all(&self, key: &str) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let frames = self.tags.call_method1(intern!(self.tags.py(), "getall"), (key,))?;
        frames.try_iter()?.collect()
    }

    fn encoding(frame: &Bound<'py, PyAny>) -> PyResult<u8> {
        frame.getattr(intern!(frame.py(), "encoding"))?.extract()
    }
}

/// A time stamp with all its parts, missing ones empty; any other text as it is.
fn text(item: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = item.cast::<PyString>() {
        return Ok(text.to_str()?.to_owned());
    }
    let py = item.py();
    let names = [
        (intern!(py, "year"), "-"),
        (intern!(py, "month"), "-"),
        (intern!(py, "day"), "-"),
        (intern!(py, "hour"), "-"),
        (intern!(py, "minute"), "-"),
        (intern!(py, "second"), ""),
    ];
    let mut text = String::new();
    for (name, mark) in names {
        let part = item.getattr(name)?;
        if !part.is_none() {
            text.push_str(part.str()?.to_str()?);
        }
        text.push_str(mark);
    }
    Ok(text)
}

impl<'py> Store for PyStore<'py> {
    type Error = PyErr;
    /// The frame whose encoding counts, and the pairs.
    type People = (Bound<'py, PyAny>, Bound<'py, PyList>);

    fn has(&mut self, key: &str) -> PyResult<bool> {
        self.tags.contains(key)
    }

    fn remove(&mut self, key: &str) -> PyResult<()> {
        if self.has(key)? { self.tags.del_item(key) } else { Ok(()) }
    }

    fn take_text(&mut self, key: &str) -> PyResult<Option<Texts>> {
        let Some(frame) = self.take(key)? else { return Ok(None) };
        let items = frame.getattr(intern!(frame.py(), "text"))?;
        let texts: PyResult<Vec<String>> = items.try_iter()?.map(|item| text(&item?)).collect();
        Ok(Some(Texts { encoding: Self::encoding(&frame)?, texts: texts? }))
    }

    fn take_strings(&mut self, keys: [&str; 3]) -> PyResult<[Vec<String>; 3]> {
        let [first, second, third] = keys.map(|key| self.take(key));
        let frames = [first?, second?, third?];
        let mut strings = [(); 3].map(|()| Vec::new());
        for (frame, strings) in frames.iter().zip(&mut strings) {
            let Some(frame) = frame else { continue };
            for item in frame.try_iter()? {
                strings.push(item?.cast::<PyString>()?.to_str()?.to_owned());
            }
        }
        Ok(strings)
    }

    fn take_as_string(&mut self, key: &str) -> PyResult<Option<String>> {
        let Some(frame) = self.take(key)? else { return Ok(None) };
        Ok(Some(frame.str()?.to_str()?.to_owned()))
    }

    fn put_text(&mut self, id: [u8; 4], text: Texts) -> PyResult<()> {
        let py = self.tags.py();
        let attributes = PyDict::new(py);
        attributes.set_item(intern!(py, "encoding"), text.encoding)?;
        attributes.set_item(intern!(py, "text"), text.texts)?;
        self.put(id, &attributes)
    }

    fn take_people(&mut self, key: &str) -> PyResult<Option<Self::People>> {
        let Some(frame) = self.take(key)? else { return Ok(None) };
        let py = frame.py();
        let people = PyList::empty(py);
        for item in frame.getattr(intern!(py, "people"))?.try_iter()? {
            people.append(item?)?;
        }
        Ok(Some((frame, people)))
    }

    fn join_people(
        &mut self,
        (_, first): Self::People,
        (frame, second): Self::People,
    ) -> PyResult<Self::People> {
        second.iter().try_for_each(|item| first.append(item))?;
        Ok((frame, first))
    }

    fn put_people(&mut self, id: [u8; 4], (frame, people): Self::People) -> PyResult<()> {
        let py = self.tags.py();
        let attributes = PyDict::new(py);
        let encoding = intern!(py, "encoding");
        attributes.set_item(encoding, frame.getattr(encoding)?)?;
        attributes.set_item(intern!(py, "people"), people)?;
        self.put(id, &attributes)
    }

    fn name_genres(&mut self) -> PyResult<()> {
        if self.has("TCON")? {
            let frame = self.tags.get_item("TCON")?;
            let genres = frame.getattr(intern!(frame.py(), "genres"))?;
            frame.setattr(intern!(frame.py(), "genres"), genres)?;
        }
        Ok(())
    }

    fn name_image_formats(&mut self) -> PyResult<()> {
        let py = self.tags.py();
        for picture in self.all("APIC")? {
            let format: String = picture.getattr(intern!(py, "mime"))?.extract()?;
            let Some(mime) = translate::mime_type(&format) else { continue };
            let attributes = PyDict::new(py);
            attributes.set_item(intern!(py, "mime"), mime)?;
            for name in ["encoding", "type", "desc", "data"] {
                attributes.set_item(name, picture.getattr(name)?)?;
            }
            self.put(*b"APIC", &attributes)?;
        }
        Ok(())
    }

    fn descend(&mut self, target: Target) -> PyResult<()> {
        let method = match target {
            Target::V23 => "update_to_v23",
            Target::V24 => "update_to_v24",
        };
        for key in ["CHAP", "CTOC"] {
            for frame in self.all(key)? {
                let nested = frame.getattr(intern!(frame.py(), "sub_frames"))?;
                nested.call_method0(method)?;
            }
        }
        Ok(())
    }
}

/// Translates the frames of a tag object to those of v2.3 or v2.4.
#[pyfunction]
fn id3_translate<'py>(
    py: Python<'py>,
    tags: Bound<'py, PyAny>,
    frames: Bound<'py, PyAny>,
    version: u8,
) -> PyResult<()> {
    let target = if version == 3 { Target::V23 } else { Target::V24 };
    guarded(py, || translate::translate(&mut PyStore { tags, frames }, target))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(id3_translate, module)?)
}
