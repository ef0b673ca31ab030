//! Finding the headers of atoms with few reads.
//!
//! The first bytes of a file are read, and from `moov` on as much as promises to be needed; what
//! stands there is kept, so that parsing finds it. Sample tables and samples are stepped over.

use super::atom::Atom;
use super::{io_error, malformed};
use crate::bytes::Cursor;
use crate::error::{Error, Format, Kind, Result};
use crate::limits::{
    HEAD_WINDOW, MAX_ATOM_NESTING, MAX_ATOMS, MOOV_READS, MOOV_WINDOW, TAGS_WINDOW,
};
use crate::source::Loader;

/// Length of the long form of a header: size, name, 64-bit size.
const HEADER: usize = 16;

/// Atoms and levels of a usual file.
const USUAL_ATOMS: usize = 64;
const USUAL_NESTING: usize = 8;

/// Bytes read past the end of what is wanted: the headers of the atoms behind are often there.
const SLACK: u64 = 512;

/// Whether the atoms in an atom of that name are read. There are other containers; nothing in them
/// is needed here.
pub(super) const fn is_container(name: [u8; 4]) -> bool {
    matches!(
        &name,
        b"moov"
            | b"udta"
            | b"trak"
            | b"mdia"
            | b"meta"
            | b"ilst"
            | b"stbl"
            | b"minf"
            | b"moof"
            | b"traf"
    )
}

/// Bytes between the header and the children: `meta` has a version and flags.
pub(super) const fn skipped(name: [u8; 4]) -> u64 {
    if matches!(&name, b"meta") { 4 } else { 0 }
}

/// Reading headers one after the other.
pub(super) struct Walk<'l, 's> {
    loader: &'l mut Loader<'s>,
    list: Vec<Atom>,
    /// Containers that are open: their numbers, and where they end.
    open: Vec<(usize, u64)>,
    /// Reads that may still be kept in the loader.
    reads_left: usize,
    /// Bytes from `apart_at` on that are not kept.
    apart: Vec<u8>,
    apart_at: u64,
    /// Whether the tags have been met.
    seen_tags: bool,
}

impl<'l, 's> Walk<'l, 's> {
    pub(super) fn new(loader: &'l mut Loader<'s>) -> Self {
        Self {
            loader,
            list: Vec::with_capacity(USUAL_ATOMS),
            open: Vec::with_capacity(USUAL_NESTING),
            reads_left: MOOV_READS,
            apart: Vec::new(),
            apart_at: 0,
            seen_tags: false,
        }
    }

    /// The atoms that were read.
    pub(super) fn finish(self) -> Vec<Atom> {
        self.list
    }

    /// Reads an atom and all in it; gives the position behind.
    pub(super) fn atom(&mut self, start: u64, is_root: bool) -> Result<u64> {
        let mut position = self.header(start, is_root)?;
        while let Some(&(number, end)) = self.open.last() {
            if position >= end {
                let next = self.list.len() as u32;
                if let Some(atom) = self.list.get_mut(number) {
                    atom.next = next;
                }
                self.open.pop();
            } else {
                position = self.header(position, false)?;
            }
        }
        Ok(position)
    }

    /// Reads the header at `offset`; gives the position of the next one, which may be in the atom.
    fn header(&mut self, offset: u64, is_root: bool) -> Result<u64> {
        let file_len = self.loader.file_len();
        let (bytes, len) = self.bytes(offset)?;
        let mut cursor = Cursor::new(bytes.get(..len).unwrap_or_default());
        let cut_off = || malformed("header of an atom is cut off");
        let (Some(size), Some(name)) = (cursor.u32_be(), cursor.array::<4>()) else {
            return Err(cut_off());
        };
        let mut data = offset.saturating_add(8);
        let length = match size {
            0 if is_root => file_len.saturating_sub(offset),
            0 => return Err(malformed("only an atom at the top level can be without a size")),
            1 => {
                data = data.saturating_add(8);
                cursor.u64_be().ok_or_else(cut_off)?
            }
            size => u64::from(size),
        };
        // No file is longer than a signed number tells.
        let end = offset.checked_add(length).filter(|&end| i64::try_from(end).is_ok());
        let end = end.filter(|&end| end >= data);
        let end = end.ok_or_else(|| malformed("size of an atom cannot be"))?;
        if self.list.len() >= MAX_ATOMS {
            return Err(Error::new(Format::Mp4, Kind::Limit, "too many atoms"));
        }
        let is_container = is_container(name);
        let number = self.list.len();
        let next = number as u32 + 1;
        self.list.push(Atom { name, offset, data, length, is_container, next });
        if !is_container {
            return Ok(end);
        }
        if self.open.len() >= MAX_ATOM_NESTING {
            return Err(Error::new(Format::Mp4, Kind::Limit, "atoms are nested too deep"));
        }
        self.open.push((number, end));
        if name == *b"ilst" {
            self.load_tags(offset, end)?;
        }
        Ok(data.saturating_add(skipped(name)))
    }

    /// Loads the tags as a whole: they are needed, and large if they have a picture. What little
    /// follows them in `moov` comes with them.
    fn load_tags(&mut self, offset: u64, end: u64) -> Result<()> {
        if self.seen_tags || self.open.len() != 4 || !self.is_in_moov() {
            return Ok(());
        }
        self.seen_tags = true;
        let moov_end = self.open.first().map_or(end, |&(_, moov_end)| moov_end);
        let is_near = moov_end.saturating_sub(end) <= HEAD_WINDOW as u64;
        let end = if is_near { moov_end.max(end) } else { end };
        let end = end.min(self.loader.file_len()).saturating_add(SLACK);
        let len = usize::try_from(end.saturating_sub(offset)).unwrap_or(usize::MAX);
        if len <= TAGS_WINDOW {
            self.loader.window(offset, len).map_err(io_error)?;
        }
        Ok(())
    }

    fn is_in_moov(&self) -> bool {
        let root = self.open.first().and_then(|&(number, _)| self.list.get(number));
        root.is_some_and(|root| root.name == *b"moov")
    }

    /// The bytes at `offset`, as many as a header has, or as the file has.
    fn bytes(&mut self, offset: u64) -> Result<Head> {
        if let Some(found) = self.loader.loaded(offset, HEADER) {
            return Ok(head(found));
        }
        let left = self.loader.file_len().saturating_sub(offset);
        let wanted = usize::try_from(left).map_or(HEADER, |left| left.min(HEADER));
        if let Some(found) = self.loader.loaded(offset, wanted) {
            return Ok(head(found));
        }
        let moov_end = self.open.first().filter(|_| self.is_in_moov()).map(|&(_, end)| end);
        // Behind the tags there is nothing more to keep.
        if self.reads_left == 0 || (moov_end.is_none() && self.seen_tags) {
            return self.bytes_apart(offset, wanted);
        }
        self.reads_left -= 1;
        let rest = moov_end.unwrap_or_default().saturating_sub(offset);
        let len = match usize::try_from(rest.saturating_add(SLACK)) {
            Ok(len) if rest > 0 && len <= MOOV_WINDOW => len,
            _ => HEAD_WINDOW,
        };
        self.loader.window(offset, len).map(head).map_err(io_error)
    }

    /// The same, from bytes that are not kept.
    fn bytes_apart(&mut self, offset: u64, wanted: usize) -> Result<Head> {
        let skip = offset.checked_sub(self.apart_at).and_then(|skip| usize::try_from(skip).ok());
        let found = skip.and_then(|skip| self.apart.get(skip..skip.checked_add(wanted)?));
        if let Some(found) = found {
            return Ok(head(found));
        }
        // Where headers stand close to each other, more of them are read at once.
        let is_near = offset.saturating_sub(self.apart_at) <= 2 * self.apart.len() as u64;
        let len = if is_near && !self.apart.is_empty() { HEAD_WINDOW } else { SLACK as usize };
        self.apart.clear();
        self.apart_at = offset;
        self.loader.read_apart(offset, len, &mut self.apart).map_err(io_error)?;
        Ok(head(&self.apart))
    }
}

/// The first bytes of an atom, and how many there are.
type Head = ([u8; HEADER], usize);

fn head(bytes: &[u8]) -> Head {
    if let Some(first) = bytes.first_chunk() {
        return (*first, HEADER);
    }
    let mut head = [0; HEADER];
    head.iter_mut().zip(bytes).for_each(|(place, &byte)| *place = byte);
    (head, bytes.len())
}
