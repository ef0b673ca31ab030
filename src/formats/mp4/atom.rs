//! The atoms of a file (ISO/IEC 14496-12, section 4.2), as a flat tree of headers.
//!
//! [`Atoms::read`] reads the headers of all atoms, and of payloads only what stands in its
//! windows: sample tables and audio are stepped over. The tree is a list in the order of the file;
//! a [`Node`] is an atom in its tree:
//!
//! ```text
//! let atoms = Atoms::read(&mut loader)?;
//! let moov = atoms.root(b"moov")?;                    // the first of that name, or None
//! for trak in moov.children_named(b"trak") {
//!     let hdlr = trak.find(&[b"mdia", b"hdlr"])?;     // first of that name at each level
//!     let payload = hdlr.payload(&mut loader, 64, &mut scratch)?;
//! }
//! ```
//!
//! A node has the fields of its [`Atom`]: `name`, `offset`, `data` (offset of the payload),
//! `length`, and `end()`, `data_len()`. [`Atom::payload`] gives the first bytes of a payload, and
//! whether the file holds all of it.
//!
//! Real files lie, and mutagen lets them, so this is allowed: a leaf that ends behind its parent
//! or behind the file, and a child that makes its parent longer; the next atom begins where the
//! one before it ended.

use super::io_error;
use super::walk::Walk;
use crate::error::Result;
use crate::source::{Glance, Loader};
use std::ops::Deref;

/// The header of an atom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Atom {
    pub name: [u8; 4],
    /// Where its header begins.
    pub offset: u64,
    /// Where its payload begins, right behind the header.
    pub data: u64,
    /// Bytes from `offset` on, as the header says.
    pub length: u64,
    /// Whether it holds other atoms.
    pub is_container: bool,
    /// Number in [`Atoms::list`] of the first atom that is not inside it.
    pub next: u32,
}

impl Atom {
    /// Where it ends, perhaps behind the end of the file.
    pub const fn end(&self) -> u64 {
        self.offset.saturating_add(self.length)
    }

    /// Length of its payload.
    pub const fn data_len(&self) -> u64 {
        self.end().saturating_sub(self.data)
    }

    /// Whether the size in its header takes 64 bits.
    pub const fn is_long(&self) -> bool {
        self.data.saturating_sub(self.offset) == 16
    }

    /// The payload, or its first `most` bytes. `scratch` is for what no window holds.
    ///
    /// # Errors
    /// Whatever reading reports.
    pub fn payload<'l>(
        &self,
        loader: &'l mut Loader<'_>,
        most: usize,
        scratch: &'l mut Vec<u8>,
    ) -> Result<Payload<'l>> {
        let len = usize::try_from(self.data_len()).map_or(most, |len| len.min(most));
        let is_whole = self.end() <= loader.file_len();
        let bytes = loader.glance(self.data, len, scratch).map_err(io_error)?;
        // A file may have become shorter since it was opened.
        Ok(Payload { is_whole: is_whole && bytes.len() == len, bytes })
    }
}

/// What was read of an atom's payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payload<'l> {
    pub bytes: &'l [u8],
    /// Whether the file holds the whole payload, even if less was asked for.
    pub is_whole: bool,
}

/// All atoms of a file.
#[derive(Debug, Default)]
pub struct Atoms {
    /// Each atom before its children, and those before what follows it.
    list: Vec<Atom>,
}

/// An atom in its tree.
#[derive(Clone, Copy, Debug)]
pub struct Node<'t> {
    atoms: &'t Atoms,
    number: usize,
    atom: &'t Atom,
}

impl Deref for Node<'_> {
    type Target = Atom;

    fn deref(&self) -> &Atom {
        self.atom
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number && std::ptr::eq(self.atoms, other.atoms)
    }
}

impl<'t> Node<'t> {
    /// The atoms in it.
    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        self.atoms.level(self.number + 1, self.next as usize)
    }

    /// The atoms in it of that name.
    pub fn children_named(self, name: &[u8; 4]) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(move |child| child.name == *name)
    }

    /// The first atom in it of that name.
    pub fn child(self, name: &[u8; 4]) -> Option<Node<'t>> {
        self.children().find(|child| child.name == *name)
    }

    /// The atom that a path leads to, by the first of each name.
    pub fn find(self, path: &[&[u8; 4]]) -> Option<Node<'t>> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// The atoms in it, and those in them, in the order of the file.
    pub fn descendants(self) -> impl Iterator<Item = Node<'t>> {
        (self.number + 1..self.next as usize).filter_map(move |number| self.atoms.node(number))
    }
}

impl Atoms {
    /// Reads the headers of all atoms of a file. Less than a header at its end is ignored.
    ///
    /// # Errors
    /// Malformed for sizes that cannot be and for atoms whose header is cut off; a limit; whatever
    /// reading reports.
    pub fn read(loader: &mut Loader<'_>) -> Result<Self> {
        let end = loader.file_len();
        let mut walk = Walk::new(loader);
        let mut position = 0u64;
        while end.saturating_sub(position) >= 8 {
            position = walk.atom(position, true)?;
        }
        Ok(Self { list: walk.finish() })
    }

    /// Reads the header of the atom at `offset`, and those in it, and tells where it ends.
    /// `is_root` is whether it stands at the top level of a file.
    ///
    /// # Errors
    /// Those of [`Atoms::read`].
    pub fn read_one(loader: &mut Loader<'_>, offset: u64, is_root: bool) -> Result<(Self, u64)> {
        let mut walk = Walk::new(loader);
        let end = walk.atom(offset, is_root)?;
        Ok((Self { list: walk.finish() }, end))
    }

    /// The atoms at the top level.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.level(0, self.list.len())
    }

    /// The first atom of that name at the top level.
    pub fn root(&self, name: &[u8; 4]) -> Option<Node<'_>> {
        self.roots().find(|root| root.name == *name)
    }

    /// The atom that a path leads to, by the first of each name.
    pub fn find(&self, path: &[&[u8; 4]]) -> Option<Node<'_>> {
        let (first, rest) = path.split_first()?;
        self.root(first)?.find(rest)
    }

    /// All atoms: each before its children, and those before what follows it.
    pub fn list(&self) -> &[Atom] {
        &self.list
    }

    fn node(&self, number: usize) -> Option<Node<'_>> {
        Some(Node { atoms: self, number, atom: self.list.get(number)? })
    }

    /// Atoms from one number to another, without what is in them.
    fn level(&self, start: usize, end: usize) -> impl Iterator<Item = Node<'_>> {
        let first = Some(start).filter(|&start| start < end);
        let next = move |node: &Node<'_>| Some(node.next as usize).filter(|&next| next < end);
        let next = move |node: &Node<'_>| next(node).and_then(|number| self.node(number));
        std::iter::successors(first.and_then(|number| self.node(number)), next)
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::atom;
    use super::super::walk::{is_container, skipped};
    use super::*;
    use crate::limits::MAX_ATOM_NESTING;
    use crate::source::{MemorySource, Source};
    use proptest::prelude::*;
    use std::io;

    fn read(file: &[u8]) -> Result<Atoms> {
        Atoms::read(&mut Loader::new(&mut MemorySource(file)))
    }

    /// Counts reads of a file.
    struct Counted<'a>(MemorySource<'a>, usize);

    impl Source for Counted<'_> {
        fn len(&self) -> u64 {
            self.0.len()
        }

        fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
            self.1 += 1;
            self.0.read_at(offset, len, into)
        }
    }

    fn song(before: bool, cover: usize) -> Vec<u8> {
        let table = vec![0; 60_000];
        let stbl = atom(*b"stbl", &[&atom(*b"stsz", &[&table]), &atom(*b"stco", &[&[0; 3000]])]);
        let trak = atom(*b"trak", &[&atom(*b"mdia", &[&atom(*b"minf", &[&stbl])])]);
        let ilst = atom(*b"ilst", &[&atom(*b"covr", &[&vec![0; cover]])]);
        let meta = atom(*b"meta", &[&[0; 4], &ilst, &atom(*b"free", &[&[0; 9]])]);
        let moov = atom(*b"moov", &[&trak, &atom(*b"udta", &[&meta])]);
        let (ftyp, mdat) = (atom(*b"ftyp", &[b"M4A "]), atom(*b"mdat", &[&vec![1; 3_000_000]]));
        if before { [ftyp, moov, mdat].concat() } else { [ftyp, mdat, moov].concat() }
    }

    #[test]
    fn few_reads() -> Result<()> {
        for (before, cover, most) in
            [(true, 100, 2), (false, 100, 3), (true, 900_000, 4), (false, 900_000, 5)]
        {
            let file = song(before, cover);
            let mut source = Counted(MemorySource(&file), 0);
            let mut loader = Loader::new(&mut source);
            let atoms = Atoms::read(&mut loader)?;
            let ilst = atoms.find(&[b"moov", b"udta", b"meta", b"ilst"]).unwrap();
            assert!(loader.loaded(ilst.offset, ilst.length as usize).is_some());
            assert!(source.1 <= most, "{before} {cover}: {} reads", source.1);
        }
        Ok(())
    }

    #[test]
    fn lookups() -> Result<()> {
        let file = song(true, 3);
        let atoms = read(&file)?;
        let names = |nodes: Vec<Node<'_>>| nodes.iter().map(|node| node.name).collect::<Vec<_>>();
        assert_eq!(names(atoms.roots().collect()), [*b"ftyp", *b"moov", *b"mdat"]);
        let moov = atoms.root(b"moov").unwrap();
        assert_eq!(names(moov.children().collect()), [*b"trak", *b"udta"]);
        assert_eq!(moov.descendants().count(), 11);
        let stco = moov.find(&[b"trak", b"mdia", b"minf", b"stbl", b"stco"]).unwrap();
        assert_eq!(stco.data_len(), 3000);
        assert_eq!(stco.children().count(), 0);
        assert!(moov.find(&[b"trak", b"udta"]).is_none());
        Ok(())
    }

    #[test]
    fn sizes() {
        let reason = |file: &[u8]| read(file).map(|_| ()).map_err(|error| error.reason);
        assert_eq!(reason(b"\0\0\0\x08atom\0\0\0"), Ok(()));
        assert_eq!(reason(b"\0\0\0\x09atom"), Ok(()));
        assert_eq!(reason(b"\0\0\0\x07atom"), Err("size of an atom cannot be"));
        assert_eq!(reason(b"\0\0\0\x01atom\0\0\0\0\0\0\0"), Err("header of an atom is cut off"));
        let long = |size: u64| [&b"\0\0\0\x01atom"[..], &size.to_be_bytes()].concat();
        assert_eq!(reason(&long(15)), Err("size of an atom cannot be"));
        assert_eq!(reason(&long(16)), Ok(()));
        assert_eq!(reason(&long(u64::MAX)), Err("size of an atom cannot be"));
        assert_eq!(reason(b"\0\0\0\0moov\0\0\0\x08atom"), Ok(()));
        let nested = b"\0\0\0\0moov\0\0\0\0atom";
        assert_eq!(reason(nested), Err("only an atom at the top level can be without a size"));
        assert_eq!(reason(b"\0\0\0\x09moov"), Err("header of an atom is cut off"));
    }

    #[test]
    fn nesting_is_bounded() {
        let nested =
            |levels: usize| (0..levels).fold(Vec::new(), |inner, _| atom(*b"moov", &[&inner]));
        assert!(read(&nested(MAX_ATOM_NESTING)).is_ok());
        assert!(read(&nested(MAX_ATOM_NESTING + 1)).is_err());
    }

    /// What mutagen does, step by step and recursively.
    fn simple(file: &[u8], at: usize, level: usize, out: &mut Vec<[u8; 4]>) -> Option<usize> {
        let header = file.get(at..at + 8)?;
        let mut length = u32::from_be_bytes(*header.first_chunk::<4>()?) as usize;
        let mut data = at + 8;
        match length {
            0 if level == 0 => length = file.len() - at,
            1 => {
                length = u64::from_be_bytes(*file.get(at + 8..)?.first_chunk::<8>()?) as usize;
                data += 8;
            }
            _ => {}
        }
        if at.checked_add(length).is_none_or(|end| end < data || end > i64::MAX as usize) {
            return None;
        }
        let name = *header.last_chunk::<4>()?;
        out.push(name);
        if !is_container(name) {
            return Some(at + length);
        }
        data += skipped(name) as usize;
        while data < at + length {
            data = simple(file, data, level + 1, out)?;
        }
        Some(data)
    }

    proptest! {
        /// Any sequence of headers and other bytes gives the atoms that the simplest reader finds.
        #[test]
        fn as_the_simplest_reader(
            parts in prop::collection::vec(
                prop_oneof![
                    3 => (0u32..90, prop::sample::select(vec![*b"moov", *b"meta", *b"stbl"]))
                        .prop_map(|(size, name)| [size.to_be_bytes(), name].concat()),
                    2 => (0u32..20).prop_map(|size| [&size.to_be_bytes()[..], b"leaf"].concat()),
                    1 => (0u64..99).prop_map(|size| {
                        [&b"\0\0\0\x01trak"[..], &size.to_be_bytes()].concat()
                    }),
                    1 => prop::collection::vec(any::<u8>(), 0..12),
                ],
                0..20,
            ),
        ) {
            let file = parts.concat();
            let mut expected = Some(Vec::new());
            let mut at = 0;
            while at + 8 <= file.len() {
                let Some(names) = &mut expected else { break };
                match simple(&file, at, 0, names) {
                    Some(end) => at = end,
                    None => expected = None,
                }
            }
            let got = read(&file).ok();
            let names = |atoms: Atoms| atoms.list.iter().map(|atom| atom.name).collect::<Vec<_>>();
            prop_assert_eq!(got.map(names), expected);
        }
    }
}
