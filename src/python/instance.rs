//! Instances of Python classes made without running Python code: the objects a document turns
//! into. Safe ways to do this (calling `object.__new__`, filling `__dict__`) cost twice as much,
//! for every frame of every tag that is read as a whole.
#![allow(unsafe_code)] // the only file of the facade that needs it; see design/unsafe.md

use pyo3::exceptions::PyTypeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple, PyType};
use std::num::NonZeroUsize;
use std::ptr;

/// An instance of `class`, as `object.__new__(class)` gives one.
///
/// # Errors
/// A class with a `__new__` of its own, or with the memory layout of another built-in class.
pub(super) fn new<'py>(class: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyAny>> {
    let py = class.py();
    let arguments = PyTuple::empty(py);
    // `object.__new__` and not `tp_alloc` alone: it also gives the instance its own room for
    // attributes, where it has any, so that they need no dict.
    //
    // SAFETY: the interpreter is held, `class` is a live type object and `arguments` a live tuple;
    // the keyword arguments may be null. `tp_new` is inherited from the class whose layout an
    // instance has, unless Python code replaces it; so where it is that of `object`, calling it is
    // what calling the class does, and gives a whole instance. The result is a new reference or
    // null with an exception set, which is what `from_owned_ptr_or_err` expects.
    unsafe {
        let class = class.as_type_ptr();
        match (ffi::PyBaseObject_Type.tp_new, (*class).tp_new) {
            (Some(of_object), Some(make)) if ptr::fn_addr_eq(of_object, make) => {
                let object = make(class, arguments.as_ptr(), ptr::null_mut());
                Bound::from_owned_ptr_or_err(py, object)
            }
            _ => Err(PyTypeError::new_err("class must be one that only derives from object")),
        }
    }
}

/// Sets an attribute in the instance itself, whatever `__setattr__` its class has.
pub(super) fn set(
    object: &Bound<'_, PyAny>,
    name: &Bound<'_, PyString>,
    value: &Bound<'_, PyAny>,
) -> PyResult<()> {
    // SAFETY: the three pointers are of live objects and the interpreter is held; `name` is a
    // `str`. The function takes no reference over, and reports failure by -1 and an exception.
    let status =
        unsafe { ffi::PyObject_GenericSetAttr(object.as_ptr(), name.as_ptr(), value.as_ptr()) };
    if status == 0 { Ok(()) } else { Err(PyErr::fetch(object.py())) }
}

/// Bytes of text that are looked at, and copied while the processor's cache still holds them.
const BLOCK: usize = 4096;

/// A `str`. Text in ASCII is copied at once: the usual way looks at each byte once more while it
/// copies, to decode it, and takes two to three times as long.
///
/// # Errors
/// Out of memory.
pub(super) fn text<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyString>> {
    let mut blocks = text.as_bytes().chunks(BLOCK).peekable();
    // Of shorter ones Python keeps one each.
    if text.len() < 2 || !blocks.peek().is_some_and(|first| first.is_ascii()) {
        return Ok(PyString::new(py, text));
    }
    // SAFETY: the interpreter is held. `PyUnicode_New` with 127 as the largest character gives a
    // new `str` with room for `len` characters of one byte each, which nobody else has seen yet,
    // or null with an exception set. `PyUnicode_DATA` is where they begin; the blocks are `len`
    // bytes in all, none of them above 127 when it is copied, from a slice that cannot overlap
    // with new memory. If one is above, the `str` goes before anybody sees that it is not full. A
    // length fits, since no slice is longer than that.
    let object = unsafe {
        let object = ffi::PyUnicode_New(text.len().cast_signed(), 127);
        let object = Bound::from_owned_ptr_or_err(py, object)?;
        let mut characters = ffi::PyUnicode_DATA(object.as_ptr()).cast::<u8>();
        for block in blocks {
            if !block.is_ascii() {
                return Ok(PyString::new(py, text));
            }
            ptr::copy_nonoverlapping(block.as_ptr(), characters, block.len());
            characters = characters.add(block.len());
        }
        object
    };
    Ok(object.cast_into()?)
}

/// How many characters a `str` has, if it can be told at once: not of an empty one, nor, before
/// Python 3.12, of one that the old C interface has made and nobody has looked at. Asking Python's
/// `len` takes ten times as long, which counts where each of many texts is asked.
pub(super) fn chars(text: &Bound<'_, PyString>) -> Option<NonZeroUsize> {
    // SAFETY: the interpreter is held and the object is a `str`. Its length is a field that is
    // zero until it is known, and does not change any more then.
    let len = unsafe { ffi::PyUnicode_GET_LENGTH(text.as_ptr()) };
    NonZeroUsize::new(len.cast_unsigned())
}

/// A list of `str`.
///
/// # Errors
/// As [`text`].
pub(super) fn texts<'py>(py: Python<'py>, texts: &[&str]) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    texts.iter().try_for_each(|text| list.append(self::text(py, text)?))?;
    Ok(list)
}
