//! Planning a save: the items and the padding beside them are one region of the file; what is
//! around it follows, sizes of parents and offsets in tables.

use super::atom::{Atom, Atoms, Node};
use super::document::{ILST, padding};
use super::offsets::{self, Shift};
use super::render::{self, META_LEAD};
use super::{bad_tag, io_error, malformed};
use crate::error::{Error, Result};
use crate::source::{Glance, Loader, Source};
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

/// Whether an atom is what it claims to be, though it may reach past `limit`, where its parents end:
/// damage to its size would take along what follows, such as samples.
fn is_sound(loader: &mut Loader<'_>, atom: Node<'_>, limit: u64) -> Result<bool> {
    const BLOCK: usize = 4096;
    if atom.end() <= limit {
        return Ok(true);
    }
    if atom.name == *b"ilst" {
        // Some writers give parents sizes that are a few bytes too small.
        let last = atom.children().last().map_or(atom.data, |last| last.end());
        return Ok(last == atom.end());
    }
    let end = atom.end().min(loader.file_len());
    let mut at = limit.max(atom.data);
    let mut scratch = Vec::new();
    while at < end {
        let len = usize::try_from(end - at).map_or(BLOCK, |left| left.min(BLOCK));
        let bytes = loader.glance(at, len, &mut scratch).map_err(io_error)?;
        // Padding is zeros; the header of an atom is not.
        if bytes.len() < len || bytes.iter().any(|&byte| byte != 0) {
            return Ok(false);
        }
        at += len as u64;
    }
    Ok(true)
}

/// The items and the padding beside them. `limit` is where their parents end.
fn existing<E: From<Error>>(
    loader: &mut Loader<'_>,
    limit: u64,
    (meta, ilst): (Node<'_>, Node<'_>),
    mut new: Content,
    ask: impl FnOnce(PaddingInfo) -> std::result::Result<i64, E>,
) -> std::result::Result<Region, E> {
    const FREE_HEAD: i64 = 8;
    let file_len = loader.file_len();
    if !is_sound(loader, ilst, limit)? {
        return Err(bad_tag("the items claim to be longer than what they are in").into());
    }
    let free = match padding(ilst, meta) {
        Some(free) if is_sound(loader, free, limit)? => Some(free),
        _ => None,
    };
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
        [moov, udta, meta, items] => {
            let limit = moov.end().min(udta.end()).min(meta.end());
            existing(&mut loader, limit, (meta, items), ilst, ask)?
        }
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
        if end > loader.file_len() {
            return Err(malformed("the tags claim more than the file has"));
        }
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
        plan.leave_out_unchanged(loader).map_err(io_error)?;
    }
    plan.padding = Some(asked);
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::super::made::{atom, carried_out, data, long_atom};
    use super::super::render::{Entry, ilst};
    use super::*;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn tags(title: &str) -> Content {
        let text = bytes::Bytes::copy_from_slice(title.as_bytes());
        ilst(&[Entry::texts(b"\xa9nam", std::iter::once(text), 1).unwrap()])
    }

    fn plan_of(file: &[u8], title: &str, padding: i64) -> Result<Plan> {
        save::<Error>(&mut MemorySource(file), tags(title), |_| Ok(padding))
    }

    fn saved(file: &[u8], title: &str, padding: i64) -> Vec<u8> {
        carried_out(file, &plan_of(file, title, padding).unwrap())
    }

    /// A file with samples "00", "01" and so on, whose offsets are in tables of two tracks and in
    /// two fragments.
    struct Song {
        before: bool,
        udta: Vec<u8>,
        is_long: bool,
    }

    impl Song {
        const SAMPLES: u64 = 20;

        fn parts(&self, samples: u64) -> [Vec<u8>; 3] {
            let table = |name, width: usize| {
                let offsets = (0..Self::SAMPLES).flat_map(|number| {
                    (samples + 2 * number).to_be_bytes().into_iter().skip(8 - width)
                });
                let head = (Self::SAMPLES).to_be_bytes();
                let table = atom(name, &[&head, &offsets.collect::<Vec<_>>()]);
                let minf = atom(*b"minf", &[&atom(*b"stbl", &[&table])]);
                atom(*b"trak", &[&atom(*b"mdia", &[&minf])])
            };
            let traks = [table(*b"stco", 4), self.udta.clone(), table(*b"co64", 8)].concat();
            let moov = if self.is_long { long_atom } else { atom }(*b"moov", &[&traks]);
            let fragment = |number: u64| {
                let base = (samples + 2 * number).to_be_bytes();
                let tfhd = atom(*b"tfhd", &[&[0, 0, 0, 1, 0, 0, 0, 1], &base]);
                atom(*b"moof", &[&atom(*b"traf", &[&tfhd])])
            };
            let texts: Vec<_> = (0..Self::SAMPLES).map(|number| format!("{number:02}")).collect();
            [
                moov,
                atom(*b"mdat", &[texts.concat().as_bytes()]),
                [fragment(1), fragment(7)].concat(),
            ]
        }

        fn file(&self) -> Vec<u8> {
            let ftyp = atom(*b"ftyp", &[b"M4A "]);
            let [moov, ..] = self.parts(0);
            let moov_len = if self.before { moov.len() } else { 0 };
            let [moov, mdat, moofs] = self.parts((ftyp.len() + moov_len + 8) as u64);
            let order = if self.before { [moov, mdat, moofs] } else { [mdat, moov, moofs] };
            [ftyp, order.concat()].concat()
        }
    }

    /// Checks that all offsets lead to their samples, and that parents hold their children.
    fn check(file: &[u8]) {
        let mut source = MemorySource(file);
        let atoms = Atoms::read(&mut Loader::new(&mut source)).unwrap();
        let sample = |bytes: &[u8]| {
            let offset = bytes.iter().fold(0usize, |value, &byte| value << 8 | usize::from(byte));
            file[offset..offset + 2].to_vec()
        };
        let mut count = 0;
        for node in atoms.roots().flat_map(Node::descendants) {
            let (table, width, first) = match &node.name {
                b"stco" => (8, 4, 0),
                b"co64" => (8, 8, 0),
                b"tfhd" => (8, 8, if count == 0 { 1 } else { 7 }),
                _ => continue,
            };
            let payload = &file[node.data as usize..node.end() as usize];
            for (number, offset) in payload[table..].chunks(width).enumerate() {
                let number = first + number;
                assert_eq!(sample(offset), format!("{number:02}").as_bytes());
            }
            count += usize::from(node.name == *b"tfhd");
        }
        assert_eq!(count, 2);
        for parent in atoms.roots().flat_map(|root| root.descendants().chain([root])) {
            if let Some(last) = parent.children().last() {
                assert_eq!(last.end(), parent.end());
            }
        }
        assert_eq!(atoms.roots().last().map(|root| root.end()), Some(file.len() as u64));
    }

    #[test]
    fn offsets_and_sizes_follow() {
        let item = atom(*b"\xa9nam", &[&data(1, b"old title")]);
        let meta = |free: usize| {
            let free = atom(*b"free", &[&vec![0; free]]);
            atom(*b"meta", &[&[0; 4], &atom(*b"ilst", &[&item]), &free])
        };
        let udtas = [
            Vec::new(),
            atom(*b"udta", &[]),
            atom(*b"udta", &[&meta(3000)]),
            atom(*b"udta", &[&long_atom(*b"free", &[&[1; 9]]), &meta(0)]),
        ];
        for (before, is_long) in [(true, true), (true, false), (false, true), (false, false)] {
            for udta in &udtas {
                let file = Song { before, udta: udta.clone(), is_long }.file();
                check(&file);
                let small = saved(&file, "t", 0);
                check(&small);
                let large = saved(&small, &"title".repeat(2000), 777);
                check(&large);
                check(&saved(&large, "title", 0));
                assert!(saved(&large, "t", 0) == small);
            }
        }
    }

    #[test]
    fn only_what_changed_is_written() {
        let file = saved(&atom(*b"moov", &[]), &"title".repeat(4000), 50);
        let title = format!("{}y", "title".repeat(4000).trim_end_matches('e'));
        let plan = plan_of(&file, &title, 49).unwrap();
        assert!(plan.bytes_written() < 30_000);
        let same = plan_of(&file, &"title".repeat(4000), 50).unwrap();
        assert_eq!(same.bytes_written(), 0);
        let swapped = plan_of(&file, "tItle", 50 + 19_995).unwrap();
        assert_eq!(swapped.new_size(), file.len() as u64);
    }

    #[test]
    fn new_tags_get_a_handler() {
        let file = saved(&atom(*b"moov", &[]), "t", 3);
        let hdlr = atom(*b"hdlr", &[&[0; 8], b"mdirappl", &[0; 9]]);
        let ilst = atom(*b"ilst", &[&atom(*b"\xa9nam", &[&data(1, b"t")])]);
        let meta = atom(*b"meta", &[&[0; 4], &hdlr, &ilst, &atom(*b"free", &[&[0; 3]])]);
        assert_eq!(file, atom(*b"moov", &[&atom(*b"udta", &[&meta])]));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let table = |count: u32, offset: u32| {
            let head = [[0; 4], count.to_be_bytes(), offset.to_be_bytes()].concat();
            let table = atom(*b"stco", &[&head]);
            let minf = atom(*b"minf", &[&atom(*b"stbl", &[&table])]);
            atom(*b"moov", &[&atom(*b"trak", &[&atom(*b"mdia", &[&minf])])])
        };
        let reason = |file: &[u8]| plan_of(file, "t", 0).map(|_| ()).map_err(|error| error.reason);
        assert_eq!(reason(&table(1, 9)), Ok(()));
        assert_eq!(reason(&table(1, u32::MAX)), Err("an offset would not fit into its table"));
        assert_eq!(reason(&table(2, 9)), Err("size of a table of offsets cannot be"));
        assert_eq!(reason(b""), Err("there is no moov atom, where tags would be"));
        let long = [&(u32::MAX - 9).to_be_bytes()[..], b"moov"].concat();
        assert_eq!(reason(&long), Err("header of an atom is cut off"));
    }

    #[test]
    fn an_atom_without_a_size_keeps_reaching_to_the_end() {
        let file = saved(b"\0\0\0\0moov", "t", 0);
        assert!(file.starts_with(b"\0\0\0\0moov\0\0\0"));
        assert_eq!(saved(&file, "title", 0)[..8], file[..8]);
    }

    #[test]
    fn what_claims_to_be_longer_than_its_parents_takes_nothing_else_along() {
        let moov = saved(&atom(*b"moov", &[]), "t", 100);
        let samples = atom(*b"mdat", &[&[7; 500]]);
        let file = [moov, samples.clone()].concat();
        let size_of = |name: &[u8]| memchr::memmem::find(&file, name).unwrap() - 4;
        for claim in [400u32, 1 << 30] {
            let damaged = |at: usize| {
                let mut file = file.clone();
                file[at..at + 4].copy_from_slice(&claim.to_be_bytes());
                file
            };
            assert!(plan_of(&damaged(size_of(b"ilst")), "title", 0).is_err());
            assert!(saved(&damaged(size_of(b"free")), "title", 0).ends_with(&samples));
        }
    }

    #[test]
    fn padding_that_is_cut_off_is_completed_or_kept() {
        let whole = saved(&atom(*b"moov", &[]), "t", 100);
        let cut = &whole[..whole.len() - 60];
        assert_eq!(saved(cut, "t", 100), whole);
        assert!(plan_of(cut, "t", 99).is_err());
        assert!(plan_of(cut, "t", 101).is_err());
    }

    proptest! {
        /// Whatever the file, a plan that is made is one, and what it saves is found again.
        #[test]
        fn arbitrary_atoms(
            parts in prop::collection::vec(
                prop_oneof![
                    3 => (0u32..120, prop::sample::select(vec![
                        *b"moov", *b"udta", *b"meta", *b"ilst", *b"free", *b"trak", *b"stco",
                        *b"co64", *b"moof", *b"tfhd", *b"mdat",
                    ])).prop_map(|(size, name)| [size.to_be_bytes(), name].concat()),
                    1 => prop::collection::vec(any::<u8>(), 0..12),
                ],
                0..16,
            ),
            padding in -5i64..200,
        ) {
            let file = parts.concat();
            if let Ok(plan) = plan_of(&file, "title", padding) {
                let out = carried_out(&file, &plan);
                prop_assert_eq!(out.len() as u64, plan.new_size());
                prop_assert!(memchr::memmem::find(&out, b"title").is_some());
            }
        }
    }
}
