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
    let mut walker = Walker::new(&mut loader, format.dialect);
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
