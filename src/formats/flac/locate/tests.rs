use super::super::block::VORBIS_COMMENT;
use super::super::document::{self, OwnedFlac};
use super::super::plan::{self, Save};
use super::super::render::Writer;
use super::*;
use crate::source::{MemorySource, Source};
use crate::splice::{MemoryTarget, Plan};
use proptest::prelude::*;

fn block(code: u8, len: usize, body: &[u8]) -> Vec<u8> {
    let [.., high, middle, low] = len.to_be_bytes();
    [&[code, high, middle, low], body].concat()
}

fn true_block(code: u8, body: &[u8]) -> Vec<u8> {
    block(code, body.len(), body)
}

fn info() -> Vec<u8> {
    let info = StreamInfo { sample_rate: 8000, total_samples: 8000, ..StreamInfo::default() };
    true_block(STREAM_INFO, &info.render())
}

fn comment(text: &str) -> Vec<u8> {
    let comment = format!("KEY={text}");
    let lens = [0, 1, comment.len() as u32].map(u32::to_le_bytes);
    [&lens.concat(), comment.as_bytes()].concat()
}

fn picture(data: &[u8]) -> Vec<u8> {
    let (mime, desc) = (&b"image/png"[..], &b""[..]);
    let [width, height, depth, colors] = [1; 4];
    let head = Picture { kind: 3, mime, desc, width, height, depth, colors, data }.head();
    [&head.unwrap_or_default(), data].concat()
}

fn file(blocks: &[Vec<u8>]) -> Vec<u8> {
    [&MARKER[..], &blocks.concat(), b"audio"].concat()
}

/// Counts reads, to see that they are few.
struct Counted<'a> {
    source: MemorySource<'a>,
    reads: usize,
    bytes: usize,
}

impl Source for Counted<'_> {
    fn len(&self) -> u64 {
        self.source.len()
    }

    fn read_at(&mut self, offset: u64, len: usize, into: &mut Vec<u8>) -> std::io::Result<()> {
        let before = into.len();
        self.source.read_at(offset, len, into)?;
        self.reads += 1;
        self.bytes += into.len() - before;
        Ok(())
    }
}

fn counted(file: &[u8]) -> (Result<OwnedFlac>, usize, usize) {
    let mut source = Counted { source: MemorySource(file), reads: 0, bytes: 0 };
    let mut loader = Loader::new(&mut source);
    let read = area(&mut loader, true)
        .and_then(|area| document::read(loader.finish(), &area, file.len() as u64));
    (read, source.reads, source.bytes)
}

fn load(file: &[u8]) -> Result<Vec<(u8, Vec<u8>)>> {
    let owned = counted(file).0?;
    Ok(owned.borrow_dependent().blocks.iter().map(|b| (b.code, b.bytes.to_vec())).collect())
}

fn saved(file: &[u8], save: Save, padding: i64) -> Result<(Vec<u8>, Plan)> {
    let owned = counted(file).0?;
    let render = || -> Result<Writer> {
        let mut writer = Writer::default();
        for block in owned.borrow_dependent().blocks.iter().filter(|b| b.code != PADDING) {
            let body = block.render(|bytes| owned.borrow_owner().share(bytes))?;
            writer.add(block.code, &body, None)?;
        }
        Ok(writer)
    };
    let plan = plan::save(&mut MemorySource(file), save, render, |_| Ok(padding))?;
    let out = MemoryTarget::carried_out(file, &plan).expect("in memory");
    Ok((out, plan))
}

#[test]
fn one_read_for_a_small_file_and_two_with_a_cover() {
    let cover = true_block(PICTURE, &picture(&vec![7; 100_000]));
    let comments = true_block(VORBIS_COMMENT, &comment("value"));
    let padding = true_block(PADDING | 0x80, &vec![0; 20_000]);
    let plain = file(&[info(), comments.clone(), padding.clone()]);
    let large = true_block(VORBIS_COMMENT, &comment(&"x".repeat(7000)));
    for small in [plain, file(&[info(), large, padding.clone()])] {
        let (read, reads, bytes) = counted(&small);
        assert!(read.is_ok() && reads == 1 && bytes <= HEAD_WINDOW);
    }
    let (read, reads, bytes) = counted(&file(&[info(), comments, cover, padding]));
    assert!(read.is_ok() && reads == 2 && bytes < 110_000, "{reads} {bytes}");
}

#[test]
fn lengths_of_comments_and_pictures_are_not_trusted() -> Result<()> {
    let end = true_block(PADDING | 0x80, &[0; 9]);
    for text_len in [10, 20_000] {
        let (comments, picture) = (comment(&"x".repeat(text_len)), picture(&vec![7; 300_000]));
        for claimed in [0, 5, (1 << 24) - 1] {
            let blocks = [
                info(),
                block(VORBIS_COMMENT, claimed, &comments),
                block(PICTURE, claimed, &picture),
                end.clone(),
            ];
            let loaded = load(&file(&blocks))?;
            assert_eq!(loaded[1], (VORBIS_COMMENT, comments.clone()));
            assert_eq!(loaded[2], (PICTURE, picture.clone()));
            assert_eq!(loaded[3], (PADDING, Vec::new()));
        }
    }
    Ok(())
}

#[test]
fn lengths_that_no_file_can_hold_cost_nothing() {
    for body in [[0xff; 8], [0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]] {
        let lying = [&body[..], &[0xff; 4]].concat();
        let file = [file(&[info(), true_block(VORBIS_COMMENT, &lying)]), vec![0; 1 << 20]].concat();
        let (read, _, bytes) = counted(&file);
        assert!(read.is_err() && bytes <= 2 * HEAD_WINDOW, "{bytes}");
    }
}

#[test]
fn files_that_are_refused() {
    let kind = |file: &[u8]| load(file).map_err(|error| error.kind);
    for file in [&b"RIFFxxxx"[..], b"ID3\x04\0\0\0\0\0\0nope"] {
        assert!(matches!(kind(file), Err(Kind::NoHeader)));
    }
    let last = true_block(PADDING | 0x80, &[]);
    assert!(matches!(kind(&file(std::slice::from_ref(&last))), Err(Kind::NoHeader)));
    for cut in [&b"fLa"[..], b"ID3\x04\0\0", b"ID3\x04\0\0\0\0\0\x09fLaC", b"fLaC\0\0\0"] {
        assert!(matches!(kind(cut), Err(Kind::Malformed)), "{cut:?}");
    }
    let table = true_block(SEEK_TABLE, &[]);
    let sheet = true_block(CUE_SHEET, &[0; 396]);
    for twice in [table, sheet] {
        let blocks = [info(), twice.clone(), last.clone()];
        assert!(kind(&file(&blocks)).is_ok());
        let blocks = [info(), twice.clone(), twice, last.clone()];
        assert!(matches!(kind(&file(&blocks)), Err(Kind::Malformed)));
    }
    let many = [MARKER.to_vec(), info(), [PADDING, 0, 0, 0].repeat(FLAC_BLOCKS)].concat();
    assert!(matches!(kind(&many), Err(Kind::Limit)));
}

#[test]
fn only_what_changed_is_written() -> Result<()> {
    let cover = true_block(PICTURE, &picture(&vec![7; 100_000]));
    let comments = true_block(VORBIS_COMMENT, &comment("value"));
    let old = file(&[info(), cover, comments, true_block(PADDING | 0x80, &[0; 100])]);
    let (same, plan) = saved(&old, Save::default(), 100)?;
    assert!(same == old && plan.splices().is_empty());
    let (grown, plan) = saved(&old, Save::default(), 200)?;
    assert!(grown.ends_with(b"audio") && grown.len() == old.len() + 100);
    assert!(plan.bytes_written() <= 101 && plan.bytes_moved() == 5);
    assert_eq!(saved(&grown, Save::default(), 100)?.0, old);
    Ok(())
}

#[test]
fn tags_of_other_formats() -> Result<()> {
    let plain = file(&[info(), true_block(PADDING | 0x80, &[0; 100])]);
    let id3 = b"ID3\x04\0\0\0\0\0\x03abc";
    let v1 = [&b"TAG"[..], &[0; 125]].concat();
    let tagged = [&id3[..], &plain, &v1].concat();
    assert_eq!(load(&tagged)?, load(&plain)?);
    assert_eq!(saved(&tagged, Save::default(), 100)?.0, tagged);
    let deleting = Save { delete_id3: true, ..Save::default() };
    assert_eq!(saved(&tagged, deleting.clone(), 100)?.0, plain);
    assert_eq!(saved(&plain, deleting, 100)?.0, plain);
    Ok(())
}

proptest! {
    /// Any bytes behind the marker give a document or an error, and a document can be saved and
    /// read again.
    #[test]
    fn arbitrary_bytes(
        parts in prop::collection::vec(
            prop_oneof![
                Just(info()),
                Just(true_block(SEEK_TABLE, &[1; 40])),
                Just(true_block(CUE_SHEET, &[0; 396])),
                (0u8..8, 0usize..60, prop::collection::vec(0u8..8, 0..60))
                    .prop_map(|(code, len, body)| block(code, len, &body)),
                (0usize..99, "\\PC{0,9}")
                    .prop_map(|(len, text)| block(VORBIS_COMMENT, len, &comment(&text))),
                (0usize..99, prop::collection::vec(any::<u8>(), 0..9))
                    .prop_map(|(len, data)| block(PICTURE, len, &picture(&data))),
            ],
            0..6,
        ),
        lead in prop_oneof![Just(Vec::new()), Just(b"ID3\x04\0\0\0\0\0\x01x".to_vec())],
        padding in -1i64..50,
        delete_id3: bool,
    ) {
        let end = true_block(PADDING | 0x80, &[0; 7]);
        let file = [&lead[..], MARKER, &info(), &parts.concat(), &end, b"audio"].concat();
        if let Ok(loaded) = load(&file) {
            let save = Save { delete_id3, ..Save::default() };
            let saved = saved(&file, save, padding).map(|(saved, _)| saved).unwrap_or_default();
            let kept = |blocks: Vec<(u8, Vec<u8>)>| -> Vec<u8> {
                blocks.into_iter().map(|(code, _)| code).filter(|&code| code != PADDING).collect()
            };
            prop_assert_eq!(load(&saved).map(kept).ok(), Some(kept(loaded)));
            prop_assert!(saved.ends_with(b"audio"));
        }
    }
}
