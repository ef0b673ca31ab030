//! WAVE files: facts about the stream from the `fmt ` and `data` chunks (Multimedia Programming
//! Interface and Data Specifications 1.0, "WAVE Format"), and where the ID3 tag is.

use crate::bytes::Cursor;
use crate::error::{Error, Format, Result};
use crate::formats::iff::plan::TagChunk;
use crate::formats::iff::walk::{Walker, required};
use crate::formats::iff::{Chunk, Dialect};
use crate::source::Loader;

/// The chunk of the ID3 tag.
pub const TAG: TagChunk = TagChunk {
    dialect: Dialect::Riff,
    check: Some(check),
    names: &[b"id3", b"ID3"],
    new: *b"id3 ",
};

/// Length in bytes of the fields of the `fmt ` chunk that all encodings have.
const FMT_LEN: usize = 16;

/// Facts about a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaveInfo {
    /// The encoding; 1 is PCM.
    pub audio_format: u16,
    pub channels: u16,
    /// In Hz.
    pub sample_rate: u32,
    /// Bytes of one sample of all channels.
    pub block_align: u16,
    pub bits_per_sample: u16,
    /// Size of the `data` chunk in bytes, if there is one.
    pub data_size: Option<u64>,
}

impl WaveInfo {
    /// How many samples each channel has; nothing if it cannot be told.
    pub fn samples(&self) -> Option<f64> {
        // Sizes of 32 bits are exact.
        #[allow(clippy::cast_precision_loss)]
        let size = self.data_size? as f64;
        (self.block_align > 0).then(|| size / f64::from(self.block_align))
    }

    /// In seconds; nothing without a sample rate.
    pub fn length(&self) -> Option<f64> {
        let samples = self.samples().unwrap_or_default();
        (self.sample_rate > 0).then(|| samples / f64::from(self.sample_rate))
    }

    /// In bits a second.
    pub fn bitrate(&self) -> u64 {
        u64::from(self.channels) * u64::from(self.bits_per_sample) * u64::from(self.sample_rate)
    }

    fn parse(data: [u8; FMT_LEN], data_size: Option<u64>) -> Option<Self> {
        let mut cursor = Cursor::new(&data);
        let audio_format = cursor.u16_le()?;
        let channels = cursor.u16_le()?;
        let sample_rate = cursor.u32_le()?;
        let _bytes_per_second = cursor.u32_le()?;
        let block_align = cursor.u16_le()?;
        let bits_per_sample = cursor.u16_le()?;
        Some(Self { audio_format, channels, sample_rate, block_align, bits_per_sample, data_size })
    }
}

/// What opening a file tells.
#[derive(Debug)]
pub struct Wave {
    /// Offset of the ID3 tag.
    pub tag: Option<u64>,
    pub info: Result<WaveInfo>,
}

/// Refuses a RIFF file of another type.
///
/// # Errors
/// Malformed.
pub fn check(root: &Chunk) -> Result<()> {
    if root.name.as_bytes() == b"WAVE" {
        return Ok(());
    }
    Err(Error::malformed(Format::Wave, "RIFF file, but of another type than WAVE"))
}

/// Finds the tag and reads the stream info of a file.
///
/// # Errors
/// Those of reading the chunks, and of [`check`].
pub fn open(loader: &mut Loader<'_>) -> Result<Wave> {
    let mut walker = Walker::new(loader, Dialect::Riff);
    let root = walker.root()?;
    check(&root)?;
    let [tag, fmt, data] = walker.find(&root, [TAG.names, &[b"fmt"], &[b"data"]])?;
    Ok(Wave { tag: tag.map(|tag| tag.data), info: info(&mut walker, fmt, data) })
}

fn info(walker: &mut Walker<'_, '_>, fmt: Option<Chunk>, data: Option<Chunk>) -> Result<WaveInfo> {
    let fmt = required(fmt, Format::Wave, "no fmt chunk")?;
    let fields = walker.data(&fmt)?;
    WaveInfo::parse(fields, data.map(|data| data.size))
        .ok_or_else(|| Error::malformed(Format::Wave, "the fmt chunk is too short"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;
    use crate::formats::iff::samples;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn chunk(id: &str, data: &[u8]) -> Vec<u8> {
        samples::chunk(Dialect::Riff, id, data)
    }

    fn file(kind: &str, chunks: &[Vec<u8>]) -> Vec<u8> {
        samples::file(Dialect::Riff, kind, chunks)
    }

    const FMT: &[u8; 16] = b"\x01\0\x02\0\x40\x1f\0\0\0\x7d\0\0\x04\0\x10\0";

    #[test]
    fn tag_and_info() {
        for name in ["id3 ", "ID3 "] {
            let chunks = [chunk("fmt ", FMT), chunk("data", &[0; 4000]), chunk(name, b"tag")];
            let data = file("WAVE", &chunks);
            let opened = open(&mut Loader::new(&mut MemorySource(&data))).expect("chunks");
            let info = opened.info.expect("fmt");
            assert_eq!((info.samples(), info.length()), (Some(1000.0), Some(0.125)));
            assert_eq!(info.bitrate(), 256_000);
            assert_eq!(opened.tag, Some(data.len() as u64 - 4));
        }
    }

    #[test]
    fn other_files() {
        let kind = |data: &[u8]| {
            let opened = open(&mut Loader::new(&mut MemorySource(data)));
            opened.err().map(|error| (error.format, error.kind))
        };
        let avi = file("AVI ", &[]);
        assert!(matches!(kind(&avi), Some((Format::Wave, Kind::Malformed))));
        assert!(matches!(kind(b"OggS\0\0\0\0"), Some((_, Kind::Item))));
        assert!(matches!(kind(b""), Some((_, Kind::NoHeader))));
    }

    proptest! {
        #[test]
        fn any_bytes(data in prop::collection::vec(any::<u8>(), 0..200), cut in 0usize..60) {
            let mut file = file("WAVE", &[chunk("fmt ", &data), chunk("id3 ", &data)]);
            file.truncate(file.len() - cut.min(file.len()));
            if let Ok(Wave { info: Ok(info), .. }) =
                open(&mut Loader::new(&mut MemorySource(&file)))
            {
                let _ = (info.length(), info.bitrate());
            }
        }
    }
}
