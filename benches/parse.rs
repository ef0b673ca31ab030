//! Reading a tag from memory: what opening a file costs beyond the operating system.

use criterion::{Criterion, criterion_group, criterion_main};
use mutagen_rs::formats::id3::document::{self, Options};
use mutagen_rs::formats::id3::translate::Target;
use mutagen_rs::formats::mp3;
use mutagen_rs::source::{Loader, MemorySource};
use std::hint::black_box;

/// Text frames of a usual file: names and lengths of their text.
const FRAMES: [(&str, usize); 20] = [
    ("TIT2", 24),
    ("TPE1", 18),
    ("TALB", 30),
    ("TRCK", 5),
    ("TPOS", 3),
    ("TDRC", 10),
    ("TCON", 4),
    ("TPE2", 18),
    ("TCOM", 20),
    ("TSSE", 12),
    ("TPUB", 15),
    ("TSRC", 12),
    ("TLAN", 3),
    ("TLEN", 6),
    ("TBPM", 3),
    ("TSO2", 18),
    ("TSOP", 18),
    ("TMED", 2),
    ("TENC", 10),
    ("TCOP", 25),
];

fn text(encoding: u8, text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    if encoding == 1 {
        out.extend([0xff, 0xfe]);
        out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        out.extend([0, 0]);
    } else {
        out.extend(text.bytes());
        out.push(0);
    }
    out
}

/// A file with a tag of twenty text frames, five TXXX frames and a comment, and silence.
fn file(version: u8, encoding: u8) -> Vec<u8> {
    let mut frames = Vec::new();
    let mut push = |name: &str, payload: Vec<u8>| {
        frames.extend(name.bytes());
        let size = payload.len() as u32 + 1;
        let bits = if version == 4 { 7 } else { 8 };
        let mask = (1 << bits) - 1;
        frames.extend([3, 2, 1, 0].map(|n| ((size >> (n * bits)) & mask) as u8));
        frames.extend([0, 0, encoding]);
        frames.extend(payload);
    };
    for (name, len) in FRAMES {
        let digits = matches!(name, "TRCK" | "TPOS" | "TLEN" | "TBPM");
        let value = match name {
            "TDRC" => "2004-12-31".to_owned(),
            "TCON" => "Rock".to_owned(),
            _ if digits => "1".repeat(len),
            _ => "Some text of a song, its artist, its album".chars().take(len).collect(),
        };
        push(name, text(encoding, &value));
    }
    for number in 0..5 {
        let mut payload = text(encoding, &format!("MusicBrainz Id {number}"));
        payload.extend(text(encoding, "f1b2c3d4-0000-1111-2222-333344445555"));
        push("TXXX", payload);
    }
    let mut comment = b"eng".to_vec();
    comment.extend(text(encoding, ""));
    comment.extend(text(encoding, "a comment of some words"));
    push("COMM", comment);
    frames.resize(frames.len() + 1024, 0);
    let size = frames.len() as u32;
    let mut file = vec![b'I', b'D', b'3', version, 0, 0];
    file.extend([21, 14, 7, 0].map(|shift| ((size >> shift) & 0x7f) as u8));
    file.extend(frames);
    for _ in 0..40 {
        file.extend([0xff, 0xfb, 0x90, 0x00]);
        file.resize(file.len() + 413, 0);
    }
    file
}

fn parse(c: &mut Criterion) {
    let options = Options { translate: Some(Target::V24), load_v1: true, v1_version: 4 };
    for (name, version, encoding) in
        [("v2.4 UTF-8", 4, 3), ("v2.4 UTF-16", 4, 1), ("v2.3 Latin-1", 3, 0), ("v2.3 UTF-16", 3, 1)]
    {
        let file = file(version, encoding);
        c.bench_function(&format!("ID3 {name}, 26 frames"), |b| {
            b.iter(|| {
                let mut source = MemorySource(black_box(&file));
                let mut loader = Loader::new(&mut source);
                let located = document::locate(&mut loader, options, 4096).expect("a tag");
                document::read(loader.finish(), &located, options).expect("a tag")
            });
        });
        c.bench_function(&format!("ID3 {name}, 26 frames, and stream info"), |b| {
            b.iter(|| {
                let mut source = MemorySource(black_box(&file));
                let mut loader = Loader::new(&mut source);
                let located = document::locate(&mut loader, options, 4096).expect("a tag");
                let info = mp3::info::read(&mut loader, Some(located.size() as u64));
                let tag = document::read(loader.finish(), &located, options).expect("a tag");
                (tag, info.expect("a stream"))
            });
        });
    }
}

criterion_group!(benches, parse);
criterion_main!(benches);
