//! Arbitrary bytes as a file of every format: a document or an error, and every node of a document
//! can be read, written again and saved into a plan.

#![no_main]

use bumpalo::Bump;
use libfuzzer_sys::fuzz_target;
use mutagen_rs::error::Error;
use mutagen_rs::formats::id3::container;
use mutagen_rs::formats::id3::plan::{self, Record, Save};
use mutagen_rs::formats::id3::render::{Config, Writer};
use mutagen_rs::formats::id3::translate::Target;
use mutagen_rs::formats::id3::{Id3Document, Options, document};
use mutagen_rs::formats::iff::plan::{self as iff, TagChunk};
use mutagen_rs::formats::ogg::{self, Codec};
use mutagen_rs::formats::{
    aac, ac3, aiff, apev2, asf, dsdiff, dsf, flac, monkeysaudio, mp3, mp4, musepack, optimfrog,
    smf, tak, trueaudio, wave, wavpack,
};
use mutagen_rs::source::{Loader, MemorySource, Source};
use mutagen_rs::splice::{Content, PaddingInfo};

fn options() -> impl Iterator<Item = Options> {
    [None, Some(Target::V23), Some(Target::V24)].into_iter().flat_map(|translate| {
        [false, true].map(|load_v1| Options { translate, load_v1, v1_version: 4 })
    })
}

fn save_again(file: &[u8], read: &Id3Document<'_>) {
    for version in [3, 4] {
        let frames = || {
            let share = |_: &[u8]| None;
            let mut writer = Writer::new(Config { version, separator: Some("/") }, &share);
            // A frame that was read may have values that cannot be written: two zeros in a year.
            read.tag.frames.iter().try_for_each(|frame| writer.add(frame))?;
            Ok::<_, Error>(writer.finish(read.tag.unknown))
        };
        let save = Save { version, record: Record::Update };
        let padding = |info: PaddingInfo| Ok(info.default_padding());
        let _ = plan::save(&mut MemorySource(file), save, frames, padding, || Ok(vec![0; 128]));
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

fn streams(file: &[u8]) {
    let mut source = MemorySource(file);
    let mut loader = Loader::new(&mut source);
    let _ = monkeysaudio::read(&mut loader, 0);
    let _ = musepack::read(&mut loader, 0);
    let _ = optimfrog::read(&mut loader, 0);
    let _ = tak::read(&mut loader, 0);
    let _ = wavpack::read(&mut loader, 0);
}

fn chunks(file: &[u8]) {
    let mut source = MemorySource(file);
    let _ = aiff::open(&mut Loader::new(&mut source)).map(|opened| opened.info);
    let _ = wave::open(&mut Loader::new(&mut source)).map(|opened| opened.info);
    let _ = dsdiff::open(&mut Loader::new(&mut source)).map(|opened| opened.info);
    let formats: [TagChunk; 3] = [aiff::TAG, wave::TAG, dsdiff::TAG];
    for format in formats {
        let _ = iff::remove(&mut MemorySource(file), format);
        let slot = |target: &mut dyn Source| iff::slot(target, format);
        let frames = || Ok::<_, Error>(Content::from(vec![0; 100]));
        let padding = |info: PaddingInfo| Ok::<_, Error>(info.default_padding());
        let _ = container::save(&mut MemorySource(file), slot, 4, frames, padding);
    }
}

fn info_only(file: &[u8]) {
    let mut source = MemorySource(file);
    let _ = aac::read(&mut Loader::new(&mut source));
    let _ = ac3::read(&mut Loader::new(&mut source));
    let _ = trueaudio::read(&mut Loader::new(&mut source), 0);
    if let Ok(info) = smf::read(&mut Loader::new(&mut source)) {
        assert!(info.length.is_finite() && info.length >= 0.0);
    }
}

fn dsf(file: &[u8]) {
    let mut source = MemorySource(file);
    let _ = dsf::open(&mut Loader::new(&mut source)).map(|opened| opened.info);
    let _ = dsf::plan::remove(&mut source);
    let slot = |target: &mut dyn Source| dsf::plan::slot(target, 100);
    let frames = || Ok::<_, Error>(Content::from(vec![0; 100]));
    let padding = |info: PaddingInfo| Ok::<_, Error>(info.default_padding());
    let _ = container::save(&mut source, slot, 4, frames, padding);
}

fn flac(file: &[u8]) {
    let mut source = MemorySource(file);
    let mut loader = Loader::new(&mut source);
    let Ok(area) = flac::locate::area(&mut loader, true) else { return };
    let Ok(owned) = flac::document::read(loader.finish(), &area, file.len() as u64) else { return };
    let blocks = || {
        let mut writer = flac::render::Writer::default();
        for block in owned.borrow_dependent().blocks {
            writer.add(block.code, &block.render(|_| None)?, Some(block.claimed))?;
        }
        Ok::<_, Error>(writer)
    };
    for delete_id3 in [false, true] {
        let save = flac::plan::Save { area: None, delete_id3 };
        let padding = |info: PaddingInfo| Ok(info.default_padding());
        let plan = flac::plan::save(&mut MemorySource(file), save, blocks, padding);
        assert!(plan.is_ok(), "what was read can be saved");
    }
}

fn asf(file: &[u8]) {
    let mut source = MemorySource(file);
    let mut loader = Loader::new(&mut source);
    let Ok(located) = asf::document::locate(&mut loader) else { return };
    let Ok(owned) = asf::document::read(loader.finish(), located) else { return };
    for attribute in owned.borrow_dependent().attributes {
        attribute.name.decode();
        if let asf::Value::Unicode(text) = attribute.value {
            text.decode();
        }
    }
    let objects = || {
        let tags = asf::render::TagObjects {
            description: asf::render::description([Some("title"), None, None, None, None])?,
            extended: asf::render::List::new(asf::attribute::Layout::Extended).object()?,
            metadata: asf::render::List::new(asf::attribute::Layout::Metadata).object()?,
            library: asf::render::List::new(asf::attribute::Layout::Library).object()?,
        };
        asf::render::exchange(owned.borrow_dependent().objects, &tags, &|_| None)
    };
    let _ = asf::plan::save(&mut MemorySource(file), objects, |info| {
        Ok::<_, Error>(info.default_padding())
    });
}

fn ogg(file: &[u8]) {
    for codec in [Codec::Vorbis, Codec::Opus, Codec::Speex, Codec::Theora, Codec::Flac] {
        let Ok((read, info)) = ogg::document::open(&mut MemorySource(file), codec) else {
            continue;
        };
        assert!(!info.length.is_nan());
        let options = ogg::plan::Options { codec, kept: &[] };
        let comment = read.borrow_dependent().comments.bytes().to_vec();
        let padding = |info: PaddingInfo| Ok::<_, Error>(info.default_padding());
        let _ = ogg::plan::save(&mut MemorySource(file), &options, &comment.into(), padding);
    }
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
    streams(file);
    chunks(file);
    dsf(file);
    info_only(file);
    flac(file);
    asf(file);
    ogg(file);
    mp4(file);
});
