//! The Python classes of blocks and of their parts.

use crate::formats::flac::block::{
    CUE_SHEET, PADDING, PICTURE, SEEK_TABLE, STREAM_INFO, VORBIS_COMMENT,
};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

pub(super) struct Classes {
    pub(super) block: Py<PyType>,
    pub(super) stream_info: Py<PyType>,
    pub(super) padding: Py<PyType>,
    pub(super) seek_table: Py<PyType>,
    pub(super) seek_point: Py<PyType>,
    pub(super) comments: Py<PyType>,
    pub(super) cue_sheet: Py<PyType>,
    pub(super) track: Py<PyType>,
    pub(super) index: Py<PyType>,
    pub(super) picture: Py<PyType>,
}

static CLASSES: PyOnceLock<Classes> = PyOnceLock::new();

impl Classes {
    pub(super) fn get(py: Python<'_>) -> PyResult<&Self> {
        CLASSES.get_or_try_init(py, || {
            let module = py.import("mutagen_rs.flac")?;
            let class = |name: &str| -> PyResult<Py<PyType>> {
                Ok(module.getattr(name)?.cast_into::<PyType>()?.unbind())
            };
            Ok(Self {
                block: class("MetadataBlock")?,
                stream_info: class("StreamInfo")?,
                padding: class("Padding")?,
                seek_table: class("SeekTable")?,
                seek_point: class("SeekPoint")?,
                comments: class("VCFLACDict")?,
                cue_sheet: class("CueSheet")?,
                track: class("CueSheetTrack")?,
                index: class("CueSheetTrackIndex")?,
                picture: class("Picture")?,
            })
        })
    }

    /// The class of blocks with that code.
    pub(super) fn of_code(&self, code: u8) -> &Py<PyType> {
        match code {
            STREAM_INFO => &self.stream_info,
            PADDING => &self.padding,
            SEEK_TABLE => &self.seek_table,
            VORBIS_COMMENT => &self.comments,
            CUE_SHEET => &self.cue_sheet,
            PICTURE => &self.picture,
            _ => &self.block,
        }
    }
}
