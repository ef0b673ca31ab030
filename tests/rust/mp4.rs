//! Saves of MP4 files whose atoms stand in any order: the plan against the plainest possible
//! recalculation of every size and every offset.

#![allow(clippy::indexing_slicing)] // a test may panic

use mutagen_rs::error::Error;
use mutagen_rs::formats::mp4::{Atoms, plan};
use mutagen_rs::source::{Loader, MemorySource};
use mutagen_rs::splice::MemoryTarget;
use proptest::prelude::*;

fn atom(name: &[u8], parts: &[Vec<u8>]) -> Vec<u8> {
    let payload = parts.concat();
    [&(payload.len() as u32 + 8).to_be_bytes(), name, &payload].concat()
}

/// The same with a size of 64 bits.
fn long_atom(name: &[u8], parts: &[Vec<u8>]) -> Vec<u8> {
    let payload = parts.concat();
    let len = payload.len() as u64 + 16;
    [&1u32.to_be_bytes(), name, &len.to_be_bytes(), &payload].concat()
}

/// A file: which parts it has in which order, and where its chunks are.
#[derive(Clone, Debug)]
struct Layout {
    /// Lengths of the audio, and where moov stands among it.
    media: Vec<usize>,
    moov_at: usize,
    is_long: bool,
    /// Padding beside the items; nothing if there are no items.
    padding: Option<usize>,
    /// Where a track points, as places in all of the audio; and whether by 64 bits.
    tracks: Vec<(Vec<usize>, bool)>,
    udta_first: bool,
}

fn layout() -> impl Strategy<Value = Layout> {
    let track = (prop::collection::vec(0usize..10_000, 0..12), any::<bool>());
    (
        prop::collection::vec(1usize..300, 1..4),
        0usize..5,
        any::<bool>(),
        prop::option::of(0usize..200),
        prop::collection::vec(track, 0..4),
        any::<bool>(),
    )
        .prop_map(|(media, moov_at, is_long, padding, tracks, udta_first)| Layout {
            moov_at: moov_at % (media.len() + 1),
            media,
            is_long,
            padding,
            tracks,
            udta_first,
        })
}

impl Layout {
    /// moov with items of that payload, for chunks at these offsets.
    fn moov(&self, items: Option<(&[u8], usize)>, offsets: &[Vec<usize>]) -> Vec<u8> {
        let tracks = self.tracks.iter().zip(offsets).map(|((_, wide), offsets)| {
            let count = (offsets.len() as u32).to_be_bytes().to_vec();
            let numbers = offsets.iter().flat_map(|&offset| {
                let bytes = (offset as u64).to_be_bytes();
                bytes[if *wide { 0 } else { 4 }..].to_vec()
            });
            let name: &[u8] = if *wide { b"co64" } else { b"stco" };
            let table = atom(name, &[vec![0; 4], count, numbers.collect()]);
            let stbl = atom(b"stbl", &[atom(b"stsz", &[vec![7; 30]]), table]);
            atom(b"trak", &[atom(b"mdia", &[atom(b"minf", &[stbl])])])
        });
        let mut parts: Vec<_> = tracks.collect();
        if let Some((ilst, padding)) = items {
            let free = atom(b"free", &[vec![0; padding]]);
            let meta = atom(b"meta", &[vec![0; 4], atom(b"hdlr", &[vec![]]), ilst.to_vec(), free]);
            let udta = atom(b"udta", &[atom(b"name", &[vec![]]), meta]);
            parts.insert(if self.udta_first { 0 } else { parts.len() }, udta);
        }
        if self.is_long { long_atom(b"moov", &parts) } else { atom(b"moov", &parts) }
    }

    /// The file, where every byte of audio is as its place says.
    fn file(&self, items: Option<(&[u8], usize)>) -> Vec<u8> {
        let none = self.tracks.iter().map(|(places, _)| vec![0; places.len()]).collect::<Vec<_>>();
        let moov_len = self.moov(items, &none).len();
        let mut starts = Vec::new();
        let mut position = atom(b"ftyp", &[vec![1; 8]]).len();
        for (number, len) in self.media.iter().enumerate() {
            if number == self.moov_at {
                position += moov_len;
            }
            starts.extend((position + 8)..(position + 8 + len));
            position += 8 + len;
        }
        let offsets: Vec<Vec<usize>> = (self.tracks.iter())
            .map(|(places, _)| places.iter().map(|place| starts[place % starts.len()]).collect())
            .collect();
        let moov = self.moov(items, &offsets);
        let mut file = atom(b"ftyp", &[vec![1; 8]]);
        let mut value = 0u32;
        for (number, len) in self.media.iter().enumerate() {
            if number == self.moov_at {
                file.extend(&moov);
            }
            let samples = (0..*len).map(|_| {
                value += 1;
                (value.wrapping_mul(2_654_435_761) >> 24) as u8
            });
            file.extend(atom(b"mdat", &[samples.collect()]));
        }
        if self.moov_at == self.media.len() {
            file.extend(&moov);
        }
        file
    }
}

fn saved(file: &[u8], ilst: &[u8], padding: u16) -> Result<Vec<u8>, Error> {
    let content = ilst.to_vec().into();
    let plan = plan::save(&mut MemorySource(file), content, |_| Ok::<_, Error>(padding.into()))?;
    Ok(MemoryTarget::carried_out(file, &plan).expect("in memory"))
}

proptest! {
    /// A save gives the file that is made anew with the new items.
    #[test]
    fn offsets_follow(
        layout in layout(),
        old in prop::collection::vec(any::<u8>(), 0..100),
        new in prop::collection::vec(any::<u8>(), 0..300),
        padding in 0u16..300,
    ) {
        let (old, new) = (atom(b"ilst", &[atom(b"free", &[old])]), atom(b"ilst", &[atom(b"free", &[new])]));
        let Some(before) = layout.padding else { return Ok(()) };
        let file = layout.file(Some((&old, before)));
        let expected = layout.file(Some((&new, padding.into())));
        prop_assert_eq!(saved(&file, &new, padding).ok(), Some(expected));
    }

    /// Where there were no tags, an offset points at the same byte as before.
    #[test]
    fn offsets_follow_new_tags(layout in layout(), padding in 0u16..300) {
        let file = layout.file(None);
        let new = atom(b"ilst", &[]);
        let after = saved(&file, &new, padding).unwrap_or_default();
        let (before_all, after_all) = (chunks(&file), chunks(&after));
        prop_assert!(after.len() > file.len());
        let count: usize = layout.tracks.iter().map(|(places, _)| places.len()).sum();
        prop_assert_eq!(before_all.len(), count);
        for (old, new) in before_all.into_iter().zip(after_all) {
            prop_assert_eq!(file[old], after[new]);
        }
        // A second save has nothing to change.
        prop_assert_eq!(saved(&after, &new, padding).ok(), Some(after.clone()));
    }
}

/// All offsets in tables, in their order.
fn chunks(file: &[u8]) -> Vec<usize> {
    let mut source = MemorySource(file);
    let atoms = Atoms::read(&mut Loader::new(&mut source)).unwrap_or_default();
    let mut found = Vec::new();
    for moov in atoms.roots().filter(|root| root.name == *b"moov") {
        for node in moov.descendants() {
            let numbers = &file[node.data as usize..node.end() as usize];
            let width = match &node.name {
                b"stco" => 4,
                b"co64" => 8,
                _ => continue,
            };
            found.extend(numbers[8..].chunks(width).map(|number| {
                number.iter().fold(0, |value, &byte| value << 8 | usize::from(byte))
            }));
        }
    }
    found
}
