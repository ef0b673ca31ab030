//! Reading the tag of a file into a document.

use super::atom::{Atom, Atoms, Node};
use super::io_error;
use super::item::{self, Value};
use crate::document::Backing;
use crate::error::Result;
use crate::owned_document;
use crate::source::{Buffer, Loader};
use std::collections::HashMap;

/// The path to the items of a tag.
pub const ILST: [&[u8; 4]; 4] = [b"moov", b"udta", b"meta", b"ilst"];

/// A key of a tag and its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    pub key: &'a str,
    pub value: Value<'a>,
}

/// The items of a tag.
#[derive(Debug)]
pub struct Mp4Document<'a> {
    /// In the order of their first appearance in the file, each key once.
    pub items: &'a [Item<'a>],
    /// Names and payloads of items that could not be read, in the order of the file.
    pub failed: &'a [([u8; 4], &'a [u8])],
    /// Length of the payload of the `free` atom beside the items.
    pub padding: u64,
    /// Numbers of the items in the order of their keys, if there are many.
    sorted: &'a [u32],
}

owned_document!(
    /// A tag with the buffer and the arena it borrows from.
    pub OwnedMp4, Mp4Document
);

/// The atom that pads the tag: `free`, right before the items or right behind them.
pub fn padding(ilst: Node<'_>, meta: Node<'_>) -> Option<Atom> {
    let is_free = |node: &Node<'_>| node.name == *b"free";
    let before = meta.children().filter(is_free).find(|node| node.end() == ilst.offset);
    let behind = || meta.children().filter(is_free).find(|node| node.offset == ilst.end());
    before.or_else(behind).map(|node| *node)
}

/// Where the items of a tag stand.
#[derive(Debug)]
pub struct Located {
    start: u64,
    len: usize,
    items: Vec<Atom>,
    padding: u64,
}

/// Finds the tag of a file, if it has one, and loads it.
///
/// # Errors
/// A bad item for one that is not all in the file; whatever reading reports.
pub fn locate(loader: &mut Loader<'_>, atoms: &Atoms) -> Result<Option<Located>> {
    let [path @ .., last] = ILST;
    let Some(meta) = atoms.find(&path) else { return Ok(None) };
    let Some(ilst) = meta.child(last) else { return Ok(None) };
    let items: Vec<Atom> = ilst.children().map(|node| *node).collect();
    let start = items.first().map_or(ilst.data, |first| first.offset);
    let end = items.iter().map(Atom::end).max().unwrap_or(start);
    if end > loader.file_len() {
        return Err(item::not_enough());
    }
    let len = usize::try_from(end - start).map_err(|_| item::not_enough())?;
    if loader.window(start, len).map_err(io_error)?.len() < len {
        return Err(item::not_enough());
    }
    let padding = padding(ilst, meta).map_or(0, |free| free.data_len());
    Ok(Some(Located { start, len, items, padding }))
}

/// Parses the tag that was located.
///
/// # Errors
/// A bad item, for damage that makes the tag unreadable.
pub fn read(buffer: Buffer, located: &Located) -> Result<OwnedMp4> {
    /// Arena for an item of one text.
    const ITEM: usize = 96;
    let bytes = buffer.into_range(located.start, located.len);
    let capacity = located.items.len().saturating_mul(ITEM);
    OwnedMp4::try_new(Backing::new(bytes, capacity), |backing| {
        let (bytes, arena) = backing.lend();
        let mut merged = Merged::default();
        let mut failed = Vec::new();
        for atom in &located.items {
            let offset = |at: u64| usize::try_from(at.saturating_sub(located.start)).ok();
            let payload = offset(atom.data).zip(offset(atom.end()));
            let payload = payload.and_then(|(start, end)| bytes.get(start..end));
            let payload = payload.ok_or_else(item::not_enough)?;
            let parsed = item::read(arena, atom.name, payload, atom.length)?;
            if let Some(value) = parsed.value {
                merged.add(parsed.key, value);
            }
            if !parsed.is_whole {
                failed.push((atom.name, payload));
            }
        }
        let items = merged.entries.iter().map(|entry| Item {
            key: entry.key,
            value: Value::join(arena, entry.first, &entry.more),
        });
        let items = &*arena.alloc_slice_fill_iter(items);
        let mut sorted: &mut [u32] = &mut [];
        if items.len() > FEW {
            sorted = arena.alloc_slice_fill_iter(0..items.len() as u32);
            sorted.sort_unstable_by_key(|&number| items.get(number as usize).map(|item| item.key));
        }
        let failed = arena.alloc_slice_copy(&failed);
        Ok(Mp4Document { items, failed, padding: located.padding, sorted })
    })
}

/// Keys that are tried one by one: up to this number that is faster.
const FEW: usize = 64;

struct Entry<'a> {
    key: &'a str,
    first: Value<'a>,
    more: Vec<Value<'a>>,
}

/// Values by their keys.
#[derive(Default)]
struct Merged<'a> {
    entries: Vec<Entry<'a>>,
    /// Numbers of the entries, once there are so many that trying each would take long.
    numbers: HashMap<&'a str, usize>,
}

impl<'a> Merged<'a> {
    fn number(&mut self, key: &str) -> Option<usize> {
        if self.entries.len() <= FEW {
            return self.entries.iter().position(|entry| entry.key == key);
        }
        let known = self.numbers.len();
        for (number, entry) in self.entries.iter().enumerate().skip(known) {
            self.numbers.insert(entry.key, number);
        }
        self.numbers.get(key).copied()
    }

    fn add(&mut self, key: &'a str, value: Value<'a>) {
        match self.number(key).and_then(|number| self.entries.get_mut(number)) {
            Some(entry) => entry.more.push(value),
            None => self.entries.push(Entry { key, first: value, more: Vec::new() }),
        }
    }
}

/// The tag of a file that has none.
pub static NO_TAG: Mp4Document<'static> =
    Mp4Document { items: &[], failed: &[], padding: 0, sorted: &[] };

impl<'a> Mp4Document<'a> {
    /// The item of a key.
    pub fn get(&self, key: &str) -> Option<&'a Item<'a>> {
        if self.sorted.is_empty() {
            return self.items.iter().find(|item| item.key == key);
        }
        let item = |&number: &u32| self.items.get(number as usize);
        let place = self.sorted.binary_search_by_key(&Some(key), |n| item(n).map(|item| item.key));
        self.sorted.get(place.ok()?).and_then(item)
    }
}

const _: () = assert!(!std::mem::needs_drop::<Item<'_>>());
