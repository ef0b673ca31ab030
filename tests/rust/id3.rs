//! ID3 tags made of arbitrary bytes: no panic, and costs bounded by the size of the input.

use bumpalo::Bump;
use mutagen_rs::formats::id3::document::{self, Options};
use mutagen_rs::formats::id3::header::Header;
use mutagen_rs::formats::id3::raw::inflate_budget;
use mutagen_rs::formats::id3::table::ROWS;
use mutagen_rs::formats::id3::tag::{self, Context};
use mutagen_rs::formats::id3::translate::Target;
use mutagen_rs::source::{Loader, MemorySource};
use proptest::prelude::*;

/// A frame of a known name with arbitrary fields.
fn frame(version: u8) -> impl Strategy<Value = Vec<u8>> {
    let names: Vec<&str> = ROWS
        .iter()
        .map(|row| row.id)
        .filter(|id| id.len() == if version == 2 { 3 } else { 4 })
        .collect();
    let byte = prop_oneof![3 => Just(0u8), 1 => Just(0xff), 1 => Just(0xfe), 3 => any::<u8>()];
    let payload = (0u8..5, prop::collection::vec(byte, 0..80));
    (prop::sample::select(names), payload, 0u16..4).prop_map(
        move |(name, (encoding, payload), flags)| {
            let mut bytes = name.as_bytes().to_vec();
            let size = payload.len() + 1;
            if version == 2 {
                bytes.extend([0, 0, size as u8]);
            } else {
                bytes.extend([0, 0, 0, size as u8]);
                bytes.extend(flags.to_be_bytes());
            }
            bytes.push(encoding);
            bytes.extend(payload);
            bytes
        },
    )
}

fn file() -> impl Strategy<Value = Vec<u8>> {
    (2u8..5, any::<bool>()).prop_flat_map(|(version, unsynchronised)| {
        let frames = prop::collection::vec(frame(version), 0..20);
        (frames, prop::collection::vec(any::<u8>(), 0..140)).prop_map(move |(frames, tail)| {
            let frames = frames.concat();
            let len = frames.len();
            let flags = if unsynchronised { 0x80 } else { 0 };
            let size = [0, 0, (len >> 7) as u8 & 0x7f, len as u8 & 0x7f];
            let mut file = [b"ID3".as_slice(), &[version, 0, flags], &size].concat();
            file.extend(frames);
            file.extend(tail);
            file
        })
    })
}

proptest! {
    /// Any tag gives a document or an error.
    #[test]
    fn any_tag(file in file(), v23 in any::<bool>()) {
        let translate = Some(if v23 { Target::V23 } else { Target::V24 });
        let options = Options { translate, load_v1: true, v1_version: 4 };
        let mut source = MemorySource(&file);
        let mut loader = Loader::new(&mut source);
        if let Ok(located) = document::locate(&mut loader, options, 4096) {
            let _ = document::read(loader.finish(), &located, options);
        }
    }

    /// The arena takes a bounded multiple of the input.
    #[test]
    fn arena_is_bounded(file in file()) {
        if let Ok(header) = Header::parse(&file) {
            let arena = Bump::new();
            let data = &file[header.frames_start().unwrap_or(10).min(file.len())..];
            let mut budget = inflate_budget(file.len());
            let mut context = Context::new(&arena, header, &mut budget);
            if let Ok(builder) = tag::read(&mut context, data) {
                let _ = builder.freeze();
            }
            prop_assert!(arena.allocated_bytes() <= 64 * file.len() + 4096);
        }
    }
}
