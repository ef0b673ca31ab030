//! Planning a save: the items and the padding beside them are one region of the file; what is
//! around it follows, sizes of parents and offsets in tables.

use super::atom::{Atom, Atoms, Node};
use super::document::{ILST, padding};
use super::offsets::{self, Shift};
use super::render::{self, META_LEAD};
use super::{bad_tag, io_error, malformed};
use crate::error::{Error, Result};
use crate::source::{Loader, Source};
use crate::splice::{Content, PaddingInfo, Plan, Splice};

/// What replaces what.
struct Region {
    offset: u64,
    /// As the atoms say; the file may end before.
    old_len: u64,
    new: Content,
    asked: (PaddingInfo, u64),
}

/// The padding that was answered, as far as it can be: at least none.
fn bounded(answer: i64) -> usize {
    usize::try_from(answer.clamp(0, u32::MAX.into())).unwrap_or_default()
}

const fn signed(len: usize) -> i64 {
    (len as u64).cast_signed()
}

/// The items and the padding beside them.
fn existing<E: From<Error>>(
    file_len: u64,
    meta: Node<'_>,
    ilst: Node<'_>,
    mut new: Content,
    ask: impl FnOnce(PaddingInfo) -> std::result::Result<i64, E>,
) -> std::result::Result<Region, E> {
    const FREE_HEAD: i64 = 8;
    let free = padding(ilst, meta);
    let offset = free.map_or(ilst.offset, |free| ilst.offset.min(free.offset));
    let old_len = ilst.length.saturating_add(free.map_or(0, |free| free.length));
    let info = PaddingInfo {
        padding: old_len.cast_signed() - signed(new.len()) - FREE_HEAD,
        size: file_len.cast_signed() - offset.saturating_add(old_len).cast_signed(),
    };
    let padding = bounded(ask(info)?);
    render::push_free(&mut new, padding);
    Ok(Region { offset, old_len, new, asked: (info, padding as u64) })
}

/// A new `meta` at the start of `parent`, which is `udta`, or `moov` if there is no `udta`.
fn created<E: From<Error>>(
    file_len: u64,
    parent: Node<'_>,
    ilst: &Content,
    ask: impl FnOnce(PaddingInfo) -> std::result::Result<i64, E>,
) -> std::result::Result<Region, E> {
    let offset = parent.data;
    let lead = META_LEAD.len() + ilst.len();
    let behind = file_len.saturating_sub(offset);
    let info = PaddingInfo { padding: -signed(lead), size: behind.cast_signed() };
    let padding = bounded(ask(info)?);
    let mut free = Content::default();
    render::push_free(&mut free, padding);
    let meta_len = lead + free.len();
    let meta_head = render::header(*b"meta", meta_len);
    let mut new = Content::default();
    if parent.name != *b"udta" {
        new.push(render::header(*b"udta", meta_head.len() + meta_len));
    }
    new.push(meta_head);
    new.push(&META_LEAD[..]);
    new.extend(ilst);
    new.extend(&free);
    Ok(Region { offset, old_len: 0, new, asked: (info, padding as u64) })
}

/// The splice for the size in the header of an atom that changes its length.
fn resized(loader: &mut Loader<'_>, atom: &Atom, delta: i64) -> Result<Option<Splice>> {
    let length = atom.length.checked_add_signed(delta);
    let length = length.ok_or_else(|| malformed("an atom is shorter than what is in it"))?;
    let (offset, new) = if atom.is_long() {
        (atom.offset.saturating_add(8), length.to_be_bytes().to_vec())
    } else {
        let mut scratch = Vec::new();
        if loader.glance(atom.offset, 4, &mut scratch).map_err(io_error)? == [0; 4] {
            // It reaches to the end of the file, wherever that is.
            return Ok(None);
        }
        let length = u32::try_from(length);
        let length = length.map_err(|_| malformed("an atom would be too long for its header"))?;
        (atom.offset, length.to_be_bytes().to_vec())
    };
    Ok(Some(Splice { offset, old_len: new.len() as u64, new: new.into(), why: "size of a parent" }))
}

/// Plans a save of the items in `ilst`. `ask` is asked how much padding there shall be.
///
/// # Errors
/// Malformed for atoms that cannot be read, and for a file that cannot have tags; a bad item for
/// tables that do not fit; what `ask` and reading report.
pub fn save<E: From<Error>>(
    source: &mut dyn Source,
    ilst: Content,
    ask: impl FnOnce(PaddingInfo) -> std::result::Result<i64, E>,
) -> std::result::Result<Plan, E> {
    let file_len = source.len();
    let mut loader = Loader::new(source);
    let atoms = Atoms::read(&mut loader)?;
    // The parents of the items, as far as there are any; all four names are those of a tag.
    let mut path = Vec::with_capacity(ILST.len());
    let mut node = None;
    for name in ILST {
        node = match node {
            None => atoms.root(name),
            Some(parent) => Node::child(parent, name),
        };
        let Some(found) = node else { break };
        path.push(found);
    }
    let region = match *path.as_slice() {
        [_, _, meta, items] => existing(file_len, meta, items, ilst, ask)?,
        [_, udta, ..] => created(file_len, udta, &ilst, ask)?,
        [moov] => created(file_len, moov, &ilst, ask)?,
        [] => return Err(bad_tag("there is no moov atom, where tags would be").into()),
    };
    // A new `meta` stands in `udta` or `moov`, whatever else is there.
    path.truncate(if path.len() == ILST.len() { 3 } else { 2 });
    Ok(plan(&mut loader, &atoms, region, &path)?)
}

/// The region and all that follows from its new length.
fn plan(
    loader: &mut Loader<'_>,
    atoms: &Atoms,
    region: Region,
    parents: &[Node<'_>],
) -> Result<Plan> {
    let Region { offset, old_len, new, asked } = region;
    let delta = signed(new.len()) - old_len.cast_signed();
    let end = offset.saturating_add(old_len);
    let mut splices = Vec::new();
    if delta != 0 {
        for parent in parents {
            splices.extend(resized(loader, parent, delta)?);
        }
        let shift = Shift { from: offset, delta };
        splices.extend(offsets::shifted(loader, atoms, shift, &(offset..end))?);
    }
    let old_len = old_len.min(loader.file_len().saturating_sub(offset));
    splices.push(Splice { offset, old_len, new, why: "MP4 tags" });
    splices.sort_by_key(|splice| (splice.offset, splice.old_len));
    let mut plan = Plan::new(loader.file_len(), splices).map_err(io_error)?;
    if delta == 0 {
        plan.leave_out_unchanged(|offset, len| loader.window(offset, len).map(<[u8]>::to_vec))
            .map_err(io_error)?;
    }
    plan.padding = Some(asked);
    Ok(plan)
}
