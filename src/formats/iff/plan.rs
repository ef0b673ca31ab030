//! Planning changes of chunks: the chunk, and the size in the header of the root.

use super::chunk::{Chunk, Dialect, ID_LEN};
use super::io_error;
use super::walk::Walker;
use crate::error::{Error, Format, Result};
use crate::formats::id3::container::Slot;
use crate::formats::id3::plan::Room;
use crate::source::{Loader, Source};
use crate::splice::{Content, Plan, Splice};

/// The chunk of the ID3 tag in the files of a format.
#[derive(Clone, Copy, Debug)]
pub struct TagChunk {
    pub dialect: Dialect,
    /// Refuses files of other formats of the same dialect.
    pub check: Option<fn(&Chunk) -> Result<()>>,
    /// Names it may have, without blanks.
    pub names: &'static [&'static [u8]],
    /// The name of a new one.
    pub new: [u8; ID_LEN],
}

/// The root of a file and the chunk of its tag.
struct Place {
    root: Chunk,
    tag: Option<Chunk>,
}

fn place(target: &mut dyn Source, format: TagChunk) -> Result<Place> {
    let mut loader = Loader::new(target);
    let mut walker = Walker::of_headers(&mut loader, format.dialect);
    let root = walker.root()?;
    if let Some(check) = format.check {
        check(&root)?;
    }
    let [tag] = walker.find(&root, [format.names])?;
    Ok(Place { root, tag })
}

/// The splice of the size in the header of a chunk whose data grow by `more` bytes and shrink by
/// `less`.
fn new_size(dialect: Dialect, chunk: &Chunk, more: u64, less: u64) -> Result<Splice> {
    let size = chunk.size.checked_add(more).and_then(|size| size.checked_sub(less));
    let size = size.ok_or_else(|| {
        Error::malformed(Format::Iff, "the size of the file in its header cannot be right")
    })?;
    Ok(Splice {
        offset: chunk.offset + ID_LEN as u64,
        old_len: dialect.size_len() as u64,
        new: Content::from(dialect.size_field(size)?),
        why: "size of the root",
    })
}

/// The size of a chunk and its data with the padding byte, as they are written behind its name.
fn sized(dialect: Dialect, data: &Content) -> Result<Content> {
    let mut content = Content::from(dialect.size_field(data.len() as u64)?);
    content.extend(data);
    content.push_zeros(data.len() % 2);
    Ok(content)
}

/// Finds the place for a tag: its chunk, or the end of the root.
///
/// # Errors
/// Those of reading the chunks. The slot refuses sizes that the headers cannot hold.
pub fn slot(target: &mut dyn Source, format: TagChunk) -> Result<Slot> {
    let file_len = target.len();
    let dialect = format.dialect;
    let Place { root, tag } = place(target, format)?;
    let Some(tag) = tag else {
        let end = root.data + root.actual(file_len);
        let room = Room { available: 0, trailing: file_len - end };
        let put = move |data: Content| {
            let mut new = Content::from(format.new.to_vec());
            new.extend(&sized(dialect, &data)?);
            let grown = new_size(dialect, &root, new.len() as u64, 0)?;
            let tag = Splice { offset: end, old_len: 0, new, why: "chunk of the ID3 tag" };
            Ok(vec![grown, tag])
        };
        return Ok(Slot { room, put: Box::new(put) });
    };
    let room = Room { available: tag.size, trailing: file_len.saturating_sub(tag.data) };
    let put = move |data: Content| {
        let new = sized(dialect, &data)?;
        let size_len = dialect.size_len() as u64;
        let grown = new_size(dialect, &root, new.len() as u64 - size_len, tag.padded())?;
        let tag = Splice {
            offset: tag.offset + ID_LEN as u64,
            old_len: size_len + tag.actual(file_len),
            new,
            why: "chunk of the ID3 tag",
        };
        Ok(vec![grown, tag])
    };
    Ok(Slot { room, put: Box::new(put) })
}

/// Plans the removal of the tag's chunk.
///
/// # Errors
/// Those of reading the chunks; malformed for a chunk that reaches past the end of the file.
pub fn remove(target: &mut dyn Source, format: TagChunk) -> Result<Plan> {
    let file_len = target.len();
    let dialect = format.dialect;
    let Place { root, tag } = place(target, format)?;
    let Some(tag) = tag else { return Plan::new(file_len, Vec::new()).map_err(io_error) };
    if tag.end() > file_len {
        let reason = "the chunk of the tag reaches past the end of the file";
        return Err(Error::malformed(Format::Iff, reason));
    }
    let old_len = tag.end() - tag.offset;
    let shrunk = new_size(dialect, &root, 0, old_len)?;
    let new = Content::default();
    let tag = Splice { offset: tag.offset, old_len, new, why: "chunk of the ID3 tag" };
    Plan::new(file_len, vec![shrunk, tag]).map_err(io_error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::id3::container;
    use crate::formats::iff::samples::{chunk, file};
    use crate::formats::{aiff, dsdiff, wave};
    use crate::source::MemorySource;
    use crate::splice::{MemoryTarget, PaddingInfo};
    use proptest::prelude::*;

    const FRAMES: usize = 37;

    fn save(data: &[u8], format: TagChunk, padding: i64) -> Result<Plan> {
        let slot = |target: &mut dyn Source| slot(target, format);
        let frames = || Ok(Content::from(vec![1; FRAMES]));
        container::save(&mut MemorySource(data), slot, 4, frames, |_: PaddingInfo| Ok(padding))
    }

    fn changed(data: &[u8], plan: &Plan) -> Vec<u8> {
        MemoryTarget::carried_out(data, plan).expect("in memory")
    }

    fn tag(padding: u8) -> Vec<u8> {
        let mut tag = b"ID3\x04\0\0\0\0\0".to_vec();
        tag.push(FRAMES as u8 + padding);
        tag.extend([1; FRAMES]);
        tag.resize(tag.len() + usize::from(padding), 0);
        tag
    }

    /// Every format with the type of its root and the name of a new chunk.
    const FORMATS: [(TagChunk, &str, &str); 3] =
        [(aiff::TAG, "AIFF", "ID3 "), (wave::TAG, "WAVE", "id3 "), (dsdiff::TAG, "DSD ", "ID3 ")];

    #[test]
    fn a_new_chunk_a_longer_one_and_none() {
        for (format, kind, name) in FORMATS {
            let dialect = format.dialect;
            let sound = || chunk(dialect, "data", b"odd");
            let more = || chunk(dialect, "more", b"more");
            let with = |padding| {
                file(dialect, kind, &[sound(), chunk(dialect, name, &tag(padding)), more()])
            };
            let without = file(dialect, kind, &[sound(), more()]);
            let added = changed(&without, &save(&without, format, 2).expect("a plan"));
            let chunks = [sound(), more(), chunk(dialect, name, &tag(2))];
            assert_eq!(added, file(dialect, kind, &chunks));
            for padding in [0, 1, 2, 9] {
                let plan = save(&with(2), format, padding.into()).expect("a plan");
                assert_eq!(changed(&with(2), &plan), with(padding));
            }
            let plan = remove(&mut MemorySource(&with(1)), format).expect("a plan");
            assert_eq!(changed(&with(1), &plan), without);
        }
    }

    #[test]
    fn a_chunk_that_was_cut() {
        let chunks = [chunk(Dialect::Iff, "ID3 ", &[0; 100])];
        let whole = file(Dialect::Iff, "AIFF", &chunks);
        let cut = &whole[..whole.len() - 60];
        assert!(remove(&mut MemorySource(cut), aiff::TAG).is_err());
        let plan = save(cut, aiff::TAG, 1).expect("a plan");
        let chunks = [chunk(Dialect::Iff, "ID3 ", &tag(1))];
        assert_eq!(changed(cut, &plan), file(Dialect::Iff, "AIFF", &chunks));
    }

    #[test]
    fn sizes_that_cannot_be_told() {
        let mut data = file(Dialect::Riff, "WAVE", &[]);
        data[4..8].copy_from_slice(&[0xff; 4]);
        assert!(save(&data, wave::TAG, 0).is_err());
        let mut data = file(Dialect::Iff, "AIFF", &[chunk(Dialect::Iff, "ID3 ", &[0; 100])]);
        data[4..8].copy_from_slice(&[0, 0, 0, 5]);
        assert!(remove(&mut MemorySource(&data), aiff::TAG).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes(data in prop::collection::vec(any::<u8>(), 0..200), padding in 0i64..300) {
            for (format, kind, name) in FORMATS {
                let _ = save(&data, format, padding);
                let chunks = [chunk(format.dialect, name, &data)];
                let whole = file(format.dialect, kind, &chunks);
                let cut = data.first().map_or(0, |&byte| usize::from(byte)).min(whole.len());
                let whole = &whole[..whole.len() - cut];
                if let Ok(plan) = save(whole, format, padding) {
                    prop_assert_eq!(changed(whole, &plan).len() as u64, plan.new_size());
                }
                let _ = remove(&mut MemorySource(whole), format);
            }
        }
    }
}
