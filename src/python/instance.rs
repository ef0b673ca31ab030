//! Instances of Python classes made without running Python code: the objects a document turns
//! into. Safe ways to do this (calling `object.__new__`, filling `__dict__`) cost twice as much,
//! for every frame of every tag that is read as a whole.
#![allow(unsafe_code)] // the only file of the facade that needs it; see design/unsafe.md

use crate::bytes::Utf16Le;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use pyo3::types::{PyList, PyString, PyTuple, PyType};
use pyo3::{IntoPyObjectExt, ffi};
use std::{ptr, slice};

/// An instance of `class`, as `object.__new__(class)` or `list.__new__(class)` gives one.
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
    // instance has, unless Python code replaces it; so where it is that of `object` or of `list`,
    // calling it is what calling the class does first, and gives a whole instance: an object
    // without attributes, or a list without items. The result is a new reference or null with an
    // exception set, which is what `from_owned_ptr_or_err` expects.
    unsafe {
        let class = class.as_type_ptr();
        let is_of = |base: &ffi::PyTypeObject, make| {
            base.tp_new.is_some_and(|of_base| ptr::fn_addr_eq(of_base, make))
        };
        let [object, list] = [&raw const ffi::PyBaseObject_Type, &raw const ffi::PyList_Type];
        match (*class).tp_new {
            Some(make) if is_of(&*object, make) || is_of(&*list, make) => {
                let object = make(class, arguments.as_ptr(), ptr::null_mut());
                Bound::from_owned_ptr_or_err(py, object)
            }
            _ => {
                Err(PyTypeError::new_err("class must be one that only derives from object or list"))
            }
        }
    }
}

/// The parts of instances of classes derived from `tuple`, which are made one after the other.
pub(super) struct Parts<'py> {
    /// As `tuple.__new__` takes them beside the class: a tuple with the tuple of the parts, which
    /// nothing else refers to.
    arguments: Bound<'py, PyTuple>,
}

impl<'py> Parts<'py> {
    /// # Errors
    /// Out of memory.
    pub(super) fn new<const N: usize>(py: Python<'py>, parts: [u64; N]) -> PyResult<Self> {
        Ok(Self { arguments: PyTuple::new(py, [PyTuple::new(py, parts)?])? })
    }

    /// Puts another part in a place.
    ///
    /// # Errors
    /// `IndexError` for a place that there is not.
    pub(super) fn set(&mut self, place: usize, part: u64) -> PyResult<()> {
        let py = self.arguments.py();
        let part = part.into_bound_py_any(py)?.into_ptr();
        // SAFETY: the interpreter is held, both tuples and the part are live, and the reference to
        // the part goes to the function. It refuses a tuple with other owners, and a place beyond
        // the end. It reports failure by -1 and an exception.
        let status = unsafe {
            let parts = ffi::PyTuple_GetItem(self.arguments.as_ptr(), 0);
            ffi::PyTuple_SetItem(parts, place.cast_signed(), part)
        };
        if status == 0 { Ok(()) } else { Err(PyErr::fetch(py)) }
    }

    /// An instance with the parts, as `tuple.__new__(class, parts)` gives one.
    ///
    /// # Errors
    /// A class that does not derive from `tuple`, and whatever `tuple` raises.
    pub(super) fn instance(&self, class: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: the interpreter is held, `class` is a live type object and the arguments are a
        // live tuple; the keyword arguments may be null. That the class derives from `tuple`, its
        // `tp_new` checks in debug builds only, so it is checked here. The result is a new
        // reference or null with an exception set, as `from_owned_ptr_or_err` expects.
        unsafe {
            let type_object = class.as_type_ptr();
            match ffi::PyTuple_Type.tp_new {
                Some(make)
                    if ffi::PyType_HasFeature(type_object, ffi::Py_TPFLAGS_TUPLE_SUBCLASS) != 0 =>
                {
                    let object = make(type_object, self.arguments.as_ptr(), ptr::null_mut());
                    Bound::from_owned_ptr_or_err(class.py(), object)
                }
                _ => Err(PyTypeError::new_err("class must be one that derives from tuple")),
            }
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

/// A `str` from UTF-16, which need not become UTF-8 before.
///
/// # Errors
/// Out of memory.
pub(super) fn utf16<'py>(py: Python<'py>, text: Utf16Le<'_>) -> PyResult<Bound<'py, PyString>> {
    let bytes = text.as_bytes();
    let mut little_endian = -1;
    // SAFETY: the interpreter is held. The function reads as many bytes as the slice has, and
    // writes the order of bytes, if it was not told, to where the last pointer leads. It gives a
    // new reference, or null with an exception set.
    let object = unsafe {
        let (start, len) = (bytes.as_ptr().cast(), bytes.len().cast_signed());
        let decoded = ffi::PyUnicode_DecodeUTF16(start, len, ptr::null(), &raw mut little_endian);
        Bound::from_owned_ptr_or_err(py, decoded)?
    };
    Ok(object.cast_into()?)
}

/// Whether a list is gone through as lists are: its class has no iteration of its own.
pub(super) fn iterates_as_list(list: &Bound<'_, PyList>) -> bool {
    // SAFETY: a live object has a live type, and `tp_iter` is a plain field of both types. It is
    // inherited from `list` unless a class below it has another `__iter__`.
    unsafe {
        match (ffi::PyList_Type.tp_iter, (*ffi::Py_TYPE(list.as_ptr())).tp_iter) {
            (Some(of_list), Some(iter)) => ptr::fn_addr_eq(of_list, iter),
            _ => false,
        }
    }
}

/// How keys are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Matters,
    /// That of letters in ASCII makes no difference.
    Ignored,
}

/// An item of a list that is a pair with the key that was looked for, or may be one.
pub(super) struct Found<'py> {
    pub(super) place: usize,
    /// The value, if it is.
    pub(super) value: Option<Bound<'py, PyAny>>,
}

/// The first item, from `start` on, that is a pair with this key or may be one. `key` must be in
/// ASCII; without, any may be.
///
/// To get each key of a list is to compare each with each, and nearly all are told apart here: it
/// must not cost a reference to each pair.
#[allow(deprecated)] // PyUnicode_IS_READY: does nothing from 3.12 on, is deprecated from 3.14 on
pub(super) fn find<'py>(
    list: &Bound<'py, PyList>,
    start: usize,
    key: Option<&[u8]>,
    case: Case,
) -> Option<Found<'py>> {
    // SAFETY: the interpreter is held, or the list is locked, and no Python code runs in here. So
    // the list stays as it is, the places are below its length, and its items live as long as it
    // holds them, as the parts of a tuple do. Nothing is taken for a tuple or a `str` that is of
    // another type than just these, nor a `str` for one whose characters are there already. Such
    // a `str` with characters of one byte has `len` of them where `PyUnicode_DATA` points, and they
    // do not change. What is handed out gets a reference.
    with_critical_section(list, || unsafe {
        for place in start..ffi::PyList_GET_SIZE(list.as_ptr()).cast_unsigned() {
            let pair = ffi::PyList_GET_ITEM(list.as_ptr(), place.cast_signed());
            if ffi::PyTuple_CheckExact(pair) != 0
                && ffi::PyTuple_GET_SIZE(pair) == 2
                && let (Some(key), other) = (key, ffi::PyTuple_GET_ITEM(pair, 0))
                && ffi::PyUnicode_CheckExact(other) != 0
                && ffi::PyUnicode_IS_READY(other) != 0
            {
                let len = ffi::PyUnicode_GET_LENGTH(other).cast_unsigned();
                if len != key.len() {
                    continue;
                }
                if ffi::PyUnicode_KIND(other) == ffi::PyUnicode_1BYTE_KIND {
                    let characters = ffi::PyUnicode_DATA(other).cast::<u8>();
                    let other = slice::from_raw_parts(characters, len);
                    if other == key || case == Case::Ignored && other.eq_ignore_ascii_case(key) {
                        let value = ffi::PyTuple_GET_ITEM(pair, 1);
                        let value = Bound::from_borrowed_ptr(list.py(), value);
                        return Some(Found { place, value: Some(value) });
                    }
                    continue;
                }
            }
            return Some(Found { place, value: None });
        }
        None
    })
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
