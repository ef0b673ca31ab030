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
pub fn padding<'t>(ilst: Node<'t>, meta: Node<'t>) -> Option<Node<'t>> {
    let is_free = |node: &Node<'_>| node.name == *b"free";
    let before = meta.children().filter(is_free).find(|node| node.end() == ilst.offset);
    let behind = || meta.children().filter(is_free).find(|node| node.offset == ilst.end());
    before.or_else(behind)
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
        let entries = Vec::with_capacity(located.items.len());
        let mut merged = Merged { entries, numbers: HashMap::new() };
        let mut failed = Vec::new();
        for atom in &located.items {
            let offset = |at: u64| usize::try_from(at.saturating_sub(located.start)).ok();
            let payload = offset(atom.data).zip(offset(atom.end()));
            let payload = payload.and_then(|(start, end)| bytes.get(start..end));
            let payload = payload.ok_or_else(item::not_enough)?;
            let parsed = item::read(arena, atom.name, payload, atom.length)?;
            if let Some(value) = parsed.value {
                merged.add(parsed.name, parsed.key, value);
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
    /// Of the item: it is compared first, since that takes no time.
    name: [u8; 4],
    key: &'a str,
    first: Value<'a>,
    more: Vec<Value<'a>>,
}

/// Values by their keys.
struct Merged<'a> {
    entries: Vec<Entry<'a>>,
    /// Numbers of the entries, once there are so many that trying each would take long.
    numbers: HashMap<&'a str, usize>,
}

impl<'a> Merged<'a> {
    fn number(&mut self, name: [u8; 4], key: &str) -> Option<usize> {
        if self.entries.len() <= FEW {
            let is_it = |entry: &Entry<'_>| entry.name == name && entry.key == key;
            return self.entries.iter().position(is_it);
        }
        let known = self.numbers.len();
        for (number, entry) in self.entries.iter().enumerate().skip(known) {
            self.numbers.insert(entry.key, number);
        }
        self.numbers.get(key).copied()
    }

    fn add(&mut self, name: [u8; 4], key: &'a str, value: Value<'a>) {
        match self.number(name, key).and_then(|number| self.entries.get_mut(number)) {
            Some(entry) => entry.more.push(value),
            None => self.entries.push(Entry { name, key, first: value, more: Vec::new() }),
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

#[cfg(test)]
mod tests {
    use super::super::item::{Cover, Freeform};
    use super::super::made::{atom, data, long_atom, with_items};
    use super::*;
    use crate::error::Kind;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn load(file: &[u8]) -> Result<Option<OwnedMp4>> {
        let mut source = MemorySource(file);
        let mut loader = Loader::new(&mut source);
        let atoms = Atoms::read(&mut loader)?;
        let Some(located) = locate(&mut loader, &atoms)? else { return Ok(None) };
        read(loader.finish(), &located).map(Some)
    }

    fn loaded(items: &[&[u8]]) -> OwnedMp4 {
        load(&with_items(items)).unwrap().unwrap()
    }

    fn assert_value(items: &[&[u8]], key: &str, value: Value<'_>) {
        let document = loaded(items);
        let document = document.borrow_dependent();
        assert_eq!(document.get(key).map(|item| item.value), Some(value));
        assert_eq!(document.failed, &[]);
    }

    /// Names of the items that could not be read.
    fn failed(items: &[&[u8]]) -> Vec<[u8; 4]> {
        let document = loaded(items);
        document.borrow_dependent().failed.iter().map(|&(name, _)| name).collect()
    }

    #[test]
    fn texts() {
        let title = atom(*b"\xa9nam", &[&data(1, b"one"), &data(0, b"two")]);
        assert_value(&[&title], "©nam", Value::Texts(&["one", "two"]));
        assert_value(&[&title, &title], "©nam", Value::Texts(&["one", "two", "one", "two"]));
        let unknown = atom(*b"foob", &[&data(1, b"text")]);
        assert_value(&[&unknown], "foob", Value::Texts(&["text"]));
        for bad in [
            atom(*b"foob", &[&data(0, b"text")]),
            atom(*b"\xa9nam", &[&data(1, b"\xff")]),
            atom(*b"\xa9nam", &[&data(2, b"text")]),
            atom(*b"\xa9nam", &[&data(1, b"text"), b"behind"]),
            atom(*b"\xa9nam", &[b"\0\0\0\x13data\0\0\0\x01\0\0\0\0ab"]),
            atom(*b"\xa9nam", &[&atom(*b"dat_", &[&[0; 12]])]),
            long_atom(*b"\xa9nam", &[&data(1, b"text")]),
        ] {
            assert_eq!(failed(&[&bad]).len(), 1, "{bad:?}");
        }
    }

    #[test]
    fn numbers() {
        let tempo = |value: &[u8]| atom(*b"tmpo", &[&data(21, value)]);
        assert_value(&[&tempo(b"\xff")], "tmpo", Value::Integers(&[-1]));
        assert_value(&[&tempo(b"\xff\xfe")], "tmpo", Value::Integers(&[-2]));
        assert_value(&[&tempo(b"\xff\xff\xfe")], "tmpo", Value::Integers(&[-2]));
        assert_value(&[&tempo(b"\0\0\x01\0")], "tmpo", Value::Integers(&[256]));
        assert_value(&[&tempo(b"\0\0\0\x01\0\0\0\0")], "tmpo", Value::Integers(&[1 << 32]));
        assert_eq!(failed(&[&tempo(b""), &tempo(&[0; 5])]), [*b"tmpo", *b"tmpo"]);
        let pair = atom(*b"trkn", &[&data(0, &[0, 0, 1, 2, 0, 3, 0, 0])]);
        assert_value(&[&pair], "trkn", Value::Pairs(&[(0x102, 3)]));
        let genre = |number| atom(*b"gnre", &[&data(0, &[0, number])]);
        assert_value(&[&genre(1), &genre(0)], "©gen", Value::Texts(&["Blues", "Psybient"]));
        assert_eq!(failed(&[&genre(193)]), [*b"gnre"]);
        let short = atom(*b"disk", &[&data(0, &[0; 5])]);
        assert!(load(&with_items(&[&short])).is_err_and(|error| matches!(error.kind, Kind::Item)));
    }

    #[test]
    fn a_boolean_before_damage_counts() {
        let document = loaded(&[&atom(*b"cpil", &[&data(21, b"\x01"), b"damage"])]);
        let document = document.borrow_dependent();
        assert_eq!(document.items, [Item { key: "cpil", value: Value::Bool(true) }]);
        assert_eq!(document.failed.len(), 1);
        assert!(loaded(&[&atom(*b"cpil", &[])]).borrow_dependent().items.is_empty());
    }

    #[test]
    fn pictures() {
        let name = atom(*b"name", &[b"cover.jpg"]);
        let covers = atom(*b"covr", &[&data(14, b"png"), &name, &data(0, b"other")]);
        let png = Cover { format: Some(14), image: b"png" };
        let other = Cover { format: None, image: b"other" };
        assert_value(&[&covers], "covr", Value::Covers(&[png, other]));
        let endless = atom(*b"covr", &[b"\0\0\0\0name\0\0\0\0"]);
        assert_eq!(failed(&[&endless]), [*b"covr"]);
    }

    #[test]
    fn freeform() {
        let part = |name, text: &[u8]| atom(name, &[&[0; 4], text]);
        let (mean, name) = (part(*b"mean", b"m"), part(*b"name", b"\xe9"));
        let item = atom(*b"----", &[&mean, &name, &data(0x0200_0001, b"x"), &data(0, b"")]);
        let x = Freeform { version: 2, format: 1, value: b"x" };
        let empty = Freeform { version: 0, format: 0, value: b"" };
        assert_value(&[&item], "----:m:é", Value::Freeforms(&[x, empty]));
        assert_value(&[&item, &item], "----:m:é", Value::Freeforms(&[x, empty, x, empty]));
        assert_eq!(failed(&[&atom(*b"----", &[&mean, &name, &mean])]), [*b"----"]);
        assert!(load(&with_items(&[&atom(*b"----", &[&mean])])).is_err());
    }

    #[test]
    fn many_keys() {
        let items: Vec<_> =
            (0..300u32).map(|n| atom((n % 200).to_le_bytes(), &[&data(1, b"x")])).collect();
        let items: Vec<_> = items.iter().map(Vec::as_slice).collect();
        let document = loaded(&items);
        let document = document.borrow_dependent();
        assert_eq!(document.items.len(), 200);
        assert!(document.items.iter().all(|item| document.get(item.key) == Some(item)));
        assert_eq!(document.get("none"), None);
    }

    #[test]
    fn padding_is_what_stands_beside_the_items() {
        let free = |len: usize| atom(*b"free", &[&vec![0; len]]);
        let padding = |children: &[&[u8]]| {
            let meta = atom(*b"meta", &[&[0; 4], &children.concat()]);
            let file = atom(*b"moov", &[&atom(*b"udta", &[&meta])]);
            load(&file).unwrap().unwrap().borrow_dependent().padding
        };
        let (ilst, other) = (atom(*b"ilst", &[]), atom(*b"hdlr", &[]));
        assert_eq!(padding(&[&ilst]), 0);
        assert_eq!(padding(&[&ilst, &free(5)]), 5);
        assert_eq!(padding(&[&free(6), &ilst, &free(5)]), 6);
        assert_eq!(padding(&[&free(6), &other, &ilst, &other, &free(5)]), 0);
    }

    proptest! {
        #[test]
        fn arbitrary_items(
            parts in prop::collection::vec(
                prop_oneof![
                    (0u32..60, prop::sample::select(vec![
                        *b"\xa9nam", *b"covr", *b"----", *b"mean", *b"name", *b"data", *b"trkn",
                        *b"cpil", *b"tmpo", *b"gnre", *b"free", *b"ilst",
                    ])).prop_map(|(size, name)| [size.to_be_bytes(), name].concat()),
                    (0u32..25).prop_map(|format| format.to_be_bytes().to_vec()),
                    prop::collection::vec(any::<u8>(), 0..9),
                ],
                0..16,
            ),
        ) {
            let parts: Vec<_> = parts.iter().map(Vec::as_slice).collect();
            let _ = load(&with_items(&parts));
        }
    }
}
