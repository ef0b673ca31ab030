//! Planning changes of the tag: the tag, the size of the file, and the pointer.

use super::chunk::DsdChunk;
use super::{headers, io_error};
use crate::error::Result;
use crate::formats::id3::container::Slot;
use crate::formats::id3::plan::Room;
use crate::source::{Loader, Source};
use crate::splice::{Content, Plan, Splice};

/// What every tag begins with.
const TAG_MAGIC: &[u8] = b"ID3";

/// Where the tag begins. A pointer to anything but a tag counts as none: what it points to may be
/// audio.
fn find_tag(loader: &mut Loader<'_>, chunk: DsdChunk) -> Result<Option<u64>> {
    if chunk.tag < DsdChunk::LEN as u64 {
        return Ok(None);
    }
    let found = loader.window(chunk.tag, TAG_MAGIC.len()).map_err(io_error)? == TAG_MAGIC;
    Ok(found.then_some(chunk.tag))
}

fn header(chunk: DsdChunk) -> Splice {
    let new = Content::from(chunk.fields().to_vec());
    let offset = DsdChunk::FIELDS_AT as u64;
    Splice { offset, old_len: new.len() as u64, new, why: "size and pointer" }
}

/// Finds the place for a tag: that of the one there is, or the end of the file. The tag is the
/// last thing in a file; what follows an old one goes with it. `old_size` is that of the tag
/// that was loaded, in bytes.
///
/// # Errors
/// Malformed if there is no DSD chunk; input/output.
pub fn slot(target: &mut dyn Source, old_size: u64) -> Result<Slot> {
    let file_len = target.len();
    let mut loader = Loader::new(target);
    let (chunk, _) = headers(&mut loader)?;
    let start = find_tag(&mut loader, chunk)?.unwrap_or(file_len);
    let trailing = file_len - start;
    let put = move |new: Content| {
        let chunk = DsdChunk { total_size: start.saturating_add(new.len() as u64), tag: start };
        let tag = Splice { offset: start, old_len: trailing, new, why: "ID3 tag" };
        Ok(vec![header(chunk), tag])
    };
    Ok(Slot { room: Room { available: old_size, trailing }, put: Box::new(put) })
}

/// Plans the removal of the tag. As in mutagen, the file's size in the header stays as it was.
///
/// # Errors
/// Malformed if a chunk is missing or damaged; input/output.
pub fn remove(target: &mut dyn Source) -> Result<Plan> {
    let file_len = target.len();
    let mut loader = Loader::new(target);
    let (chunk, info) = headers(&mut loader)?;
    info?;
    let found = find_tag(&mut loader, chunk)?;
    let mut splices = Vec::with_capacity(2);
    if chunk.tag != 0 {
        splices.push(header(DsdChunk { tag: 0, ..chunk }));
    }
    if let Some(start) = found {
        let new = Content::default();
        splices.push(Splice { offset: start, old_len: file_len - start, new, why: "ID3 tag" });
    }
    Plan::new(file_len, splices).map_err(io_error)
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;
    use crate::error::Error;
    use crate::formats::id3::container;
    use crate::source::MemorySource;
    use crate::splice::MemoryTarget;

    fn saved(old: &[u8]) -> Vec<u8> {
        let frames = || Ok::<_, Error>(Content::from(b"frames".to_vec()));
        let slot = |target: &mut dyn Source| slot(target, 0);
        let plan = container::save(&mut MemorySource(old), slot, 4, frames, |_| Ok(2));
        MemoryTarget::carried_out(old, &plan.expect("a plan")).expect("in memory")
    }

    fn removed(old: &[u8]) -> Vec<u8> {
        let plan = remove(&mut MemorySource(old)).expect("a plan");
        MemoryTarget::carried_out(old, &plan).expect("in memory")
    }

    const TAG: &[u8] = b"ID3\x04\0\0\0\0\0\x08frames\0\0";

    #[test]
    fn a_tag_is_added_replaced_and_removed() {
        let tagged = file(b"audio", TAG);
        assert_eq!(saved(&file(b"audio", b"")), tagged);
        assert_eq!(saved(&file(b"audio", b"ID3, and what follows it")), tagged);
        assert_eq!(saved(&tagged), tagged);
        let mut expected = file(b"audio", b"");
        expected[12..20].copy_from_slice(&tagged[12..20]);
        assert_eq!(removed(&tagged), expected);
        assert_eq!(removed(&expected), expected);
    }

    #[test]
    fn a_pointer_to_no_tag_counts_as_none() {
        for pointer in [5, 40, 93, 97, 98, u64::MAX] {
            let mut old = file(b"audio", b"");
            old[20..28].copy_from_slice(&pointer.to_le_bytes());
            assert_eq!(saved(&old), file(b"audio", TAG));
            assert_eq!(removed(&old), file(b"audio", b""));
        }
    }
}
