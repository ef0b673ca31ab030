//! Arbitrary bytes as a file of every format: a document or an error, and every node of a document
//! can be read, written again and saved into a plan.

#![no_main]

use bumpalo::Bump;
use libfuzzer_sys::fuzz_target;
use mutagen_rs::error::Error;
use mutagen_rs::formats::id3::plan::{self, Record, Save};
use mutagen_rs::formats::id3::render::{Config, Writer};
use mutagen_rs::formats::id3::translate::Target;
use mutagen_rs::formats::id3::{Id3Document, Options, document};
use mutagen_rs::formats::{apev2, mp3, mp4};
use mutagen_rs::source::{Loader, MemorySource};
use mutagen_rs::splice::PaddingInfo;

fn options() -> impl Iterator<Item = Options> {
    [None, Some(Target::V23), Some(Target::V24)].into_iter().flat_map(|translate| {
        [false, true].map(|load_v1| Options { translate, load_v1, v1_version: 4 })
    })
}

fn save_again(file: &[u8], read: &Id3Document<'_>) {
    for version in [3, 4] {
        let share = |_: &[u8]| None;
        let mut writer = Writer::new(Config { version, separator: Some("/") }, &share);
        // A frame that was read may have values that cannot be written: two zeros in a year.
        if read.tag.frames.iter().all(|frame| writer.add(frame).is_ok()) {
            let frames = writer.finish(read.tag.unknown);
            let save = Save { version, record: Record::Update };
            let padding = |info: PaddingInfo| Ok::<_, Error>(info.default_padding());
            let record = || Ok(vec![0; 128]);
            let _ = plan::save(&mut MemorySource(file), save, || Ok(frames), padding, record);
        }
    }
}

fn id3(file: &[u8], options: Options) {
    let mut source = MemorySource(file);
    let mut loader = Loader::new(&mut source);
    let Ok(located) = document::locate(&mut loader, options, 0) else { return };
    let Ok(owned) = document::read(loader.finish(), &located, options) else { return };
    let read = owned.borrow_dependent();
    let arena = Bump::new();
    for frame in read.tag.frames {
        assert!(frame.key().starts_with(frame.row.id));
        let fields = frame.row.shape.fields.len();
        assert!(frame.values(&arena).len() >= fields, "{}", frame.row.id);
    }
    save_again(file, read);
}

fn apev2(file: &[u8]) {
    let mut source = MemorySource(file);
    let mut loader = Loader::new(&mut source);
    if let Ok(located) = apev2::document::locate(&mut loader) {
        let _ = apev2::document::read(loader.finish(), &located);
    }
    let _ = apev2::plan::remove(&mut MemorySource(file));
}

fn mp4(file: &[u8]) {
    let mut source = MemorySource(file);
    let mut loader = Loader::new(&mut source);
    let Ok(atoms) = mp4::Atoms::read(&mut loader) else { return };
    let _ = mp4::info::read(&mut loader, &atoms);
    let _ = mp4::chapters::read(&mut loader, &atoms);
    let mut entries = Vec::new();
    if let Ok(Some(located)) = mp4::document::locate(&mut loader, &atoms)
        && let Ok(owned) = mp4::document::read(loader.finish(), &located)
    {
        for item in owned.borrow_dependent().items {
            let share = |bytes: &[u8]| bytes.to_vec().into();
            entries
                .push(mp4::render::Entry::of(item, share).expect("what was read can be written"));
        }
    }
    let padding = |info: PaddingInfo| Ok::<_, Error>(info.default_padding());
    let _ = mp4::plan::save(&mut MemorySource(file), mp4::render::ilst(&entries), padding);
}

fuzz_target!(|file: &[u8]| {
    options().for_each(|options| id3(file, options));
    let _ = plan::remove(&mut MemorySource(file), true, true);
    let mut source = MemorySource(file);
    if let Ok(info) = mp3::info::read(&mut Loader::new(&mut source), None) {
        assert!(info.length.is_finite() && info.length >= 0.0);
    }
    apev2(file);
    mp4(file);
});
