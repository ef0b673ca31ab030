//! Planning the save and the removal of a tag.

use super::{document, io_error, locate, malformed};
use crate::error::{Error, Kind, Result};
use crate::source::{Loader, Source};
use crate::splice::{Content, Plan, Splice};

const WHY: &str = "APEv2 tag";

fn splice(offset: u64, old_len: u64, new: Content) -> Splice {
    Splice { offset, old_len, new, why: WHY }
}

/// The range of the file that its tag takes, if it has one, and whether it stands at the start.
fn old_tag(loader: &mut Loader<'_>) -> Result<Option<(u64, u64, bool)>> {
    let Some(found) = locate::find(loader)? else { return Ok(None) };
    let start = locate::first_remnant(loader, found.header)?;
    Ok(Some((start, found.end, found.at_start)))
}

/// The range of `start..end`, which a tag claims.
fn removal(start: u64, end: u64, file_len: u64) -> Result<Splice> {
    if end > file_len {
        return Err(malformed("the tag in the file claims to be larger than the file"));
    }
    Ok(splice(start, end - start, Content::default()))
}

/// Plans a save of `tag` at the end of a file. The old tag goes, and if it stood at the end, all
/// that followed it.
///
/// # Errors
/// Malformed for a tag in the file whose size cannot be; whatever reading reports.
pub fn save(source: &mut dyn Source, tag: &Content) -> Result<Plan> {
    let file_len = source.len();
    let mut loader = Loader::new(source);
    let splices = match old_tag(&mut loader)? {
        Some((start, end, true)) => {
            vec![removal(start, end, file_len)?, splice(file_len, 0, tag.clone())]
        }
        Some((start, ..)) => replace_end(start, file_len, tag),
        None => vec![splice(file_len, 0, tag.clone())],
    };
    let mut plan = Plan::new(file_len, splices).map_err(io_error)?;
    plan.leave_out_unchanged(&mut loader).map_err(io_error)?;
    Ok(plan)
}

/// Replaces the end of a file, so that what is the same on both sides can be left out.
fn replace_end(start: u64, file_len: u64, tag: &Content) -> Vec<Splice> {
    let old_len = usize::try_from(file_len - start).unwrap_or(usize::MAX);
    let common = old_len.min(tag.len());
    let end = start + common as u64;
    let mut splices = vec![splice(start, common as u64, tag.slice(0, common))];
    if old_len != tag.len() {
        splices.push(splice(end, file_len - end, tag.slice(common, tag.len())));
    }
    splices
}

/// Plans the removal of a tag; nothing else is removed.
///
/// # Errors
/// Malformed for a tag whose size cannot be; whatever reading reports.
pub fn remove(source: &mut dyn Source) -> Result<Plan> {
    let file_len = source.len();
    let splices = match old_tag(&mut Loader::new(source))? {
        Some((start, end, _)) => vec![removal(start, end, file_len)?],
        None => Vec::new(),
    };
    Plan::new(file_len, splices).map_err(io_error)
}

/// Plans the removal of a tag that can be read, with at least one byte of items.
///
/// # Errors
/// Those of reading the tag, and of [`remove`].
pub fn remove_readable(source: &mut dyn Source) -> Result<Plan> {
    let mut loader = Loader::new(source);
    match document::locate(&mut loader) {
        Ok(located) => document::read(loader.finish(), &located)?,
        Err(Error { kind: Kind::NoHeader, .. }) => {
            return Plan::new(source.len(), Vec::new()).map_err(io_error);
        }
        Err(error) => return Err(error),
    };
    remove(source)
}

#[cfg(test)]
mod tests {
    use super::super::header::{self, HAS_HEADER, MAGIC};
    use super::super::item::{Item, Value};
    use super::super::render::{self, Entry};
    use super::*;
    use crate::source::MemorySource;
    use crate::splice::MemoryTarget;
    use bytes::Bytes;
    use proptest::prelude::*;

    fn carried_out(file: &[u8], plan: &Plan) -> Vec<u8> {
        MemoryTarget::carried_out(file, plan).expect("in memory")
    }

    fn render(items: &[Item<'_>]) -> Result<Content> {
        let entry = |item: &Item<'_>| {
            let value = Bytes::copy_from_slice(item.value.bytes());
            Entry::new(item.key, item.value.kind(), value)
        };
        render::tag(items.iter().map(entry).collect::<Result<_>>()?)
    }

    fn saved(file: &[u8], items: &[Item<'_>]) -> Result<(Vec<u8>, u64)> {
        let plan = save(&mut MemorySource(file), &render(items)?)?;
        Ok((carried_out(file, &plan), plan.bytes_written()))
    }

    fn loaded(file: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
        let mut source = MemorySource(file);
        let mut loader = Loader::new(&mut source);
        let located = document::locate(&mut loader)?;
        let owned = document::read(loader.finish(), &located)?;
        let pair = |item: &Item<'_>| (item.key.to_owned(), item.value.bytes().to_vec());
        Ok(owned.borrow_dependent().items.iter().map(pair).collect())
    }

    fn removed(file: &[u8]) -> Result<Vec<u8>> {
        remove(&mut MemorySource(file)).map(|plan| carried_out(file, &plan))
    }

    const ID3V1: [u8; 128] = {
        let mut tag = [0; 128];
        [tag[0], tag[1], tag[2]] = *b"TAG";
        tag
    };

    #[test]
    fn only_what_changed_is_written() -> Result<()> {
        let cover = vec![1; 100_000];
        let title = |text| [Item { key: "Title", value: Value::Text(text) }];
        let items = |text| [title(text)[0], Item { key: "Cover", value: Value::Binary(&cover) }];
        let (file, _) = saved(b"audio", &items("old"))?;
        assert_eq!(saved(&file, &items("old"))?.1, 0);
        let (changed, written) = saved(&file, &items("new"))?;
        assert_eq!(written, 3);
        assert_eq!(removed(&changed)?, b"audio");
        // The cover moves by one byte, but all its bytes are the same.
        let (grown, written) = saved(&file, &items("newer"))?;
        assert!(written < 1000, "{written}");
        assert_eq!(loaded(&grown)?.len(), 2);
        let (shrunk, written) = saved(&grown, &title("x"))?;
        // All of the tag but the magic bytes and the version.
        assert_eq!(written, (shrunk.len() - "audio".len() - MAGIC.len() - 4) as u64);
        Ok(())
    }

    #[test]
    fn what_follows_a_tag_goes_with_a_save_and_stays_with_a_removal() -> Result<()> {
        let item = [Item { key: "Title", value: Value::Text("title") }];
        let (plain, _) = saved(b"audio", &item)?;
        let with_v1 = [&plain[..], &ID3V1].concat();
        assert_eq!(loaded(&with_v1)?, loaded(&plain)?);
        assert_eq!(saved(&with_v1, &item)?.0, plain);
        assert_eq!(removed(&with_v1)?, [b"audio", &ID3V1[..]].concat());
        let lyrics = b"LYRICSBEGININD0000200000022LYRICS200";
        let with_lyrics = [&plain[..], &lyrics[..], &ID3V1].concat();
        assert!(loaded(&with_lyrics).is_err());
        let lyrics = b"LYRICSBEGININD0000200000021LYRICS200";
        let with_lyrics = [&plain[..], &lyrics[..], &ID3V1].concat();
        assert_eq!(loaded(&with_lyrics)?, loaded(&plain)?);
        assert_eq!(saved(&with_lyrics, &item)?.0, plain);
        Ok(())
    }

    #[test]
    fn lyrics_without_room_for_a_footer_before_them() {
        for lead in 0..64 {
            for size in ["000000", "000020", "-00020"] {
                let file = [&vec![0; lead], size.as_bytes(), b"LYRICS200", &ID3V1].concat();
                assert!(loaded(&file).is_err_and(|error| matches!(error.kind, Kind::NoHeader)));
            }
        }
    }

    #[test]
    fn a_tag_at_the_start_moves_to_the_end() -> Result<()> {
        let item = [Item { key: "Title", value: Value::Text("title") }];
        let (tag, _) = saved(b"", &item)?;
        let audio = [0xee; 200];
        let file = [&tag[..], &audio].concat();
        assert_eq!(loaded(&file)?, loaded(&tag)?);
        assert_eq!(saved(&file, &item)?.0, [&audio[..], &tag].concat());
        assert_eq!(removed(&file)?, audio);
        let mut lying = file.clone();
        lying[15] = 1;
        assert!(saved(&lying, &item).is_err());
        assert!(removed(&lying).is_err());
        Ok(())
    }

    #[test]
    fn remnants_before_the_tag_are_removed() -> Result<()> {
        let item = [Item { key: "Title", value: Value::Text("title") }];
        let (tag, _) = saved(b"", &item)?;
        for count in [0, 1, 127, 128, 129, 400] {
            let remnants = header::render(64, 1, HAS_HEADER)[..24].repeat(count);
            let file = [&b"audio"[..], &remnants, &tag].concat();
            assert_eq!(removed(&file)?, b"audio");
        }
        Ok(())
    }

    proptest! {
        /// Whatever precedes it, a tag that was saved is read, kept by a second save, and removed.
        #[test]
        fn round_trip(
            audio in prop::collection::vec(any::<u8>(), 0..300),
            items in prop::collection::vec(("[a-z]{2,9}", "\\PC{0,20}", 0u32..3), 1..6),
        ) {
            let items: Vec<_> = items
                .iter()
                .map(|(key, text, kind)| {
                    let value = match kind {
                        0 => Value::Text(text),
                        1 => Value::Binary(text.as_bytes()),
                        _ => Value::External(text),
                    };
                    Item { key, value }
                })
                .collect();
            let (file, _) = saved(&audio, &items).unwrap_or_default();
            let mut expected: Vec<_> = items
                .iter()
                .map(|item| (item.key.to_owned(), item.value.bytes().to_vec()))
                .collect();
            let mut got = loaded(&file).unwrap_or_default();
            expected.sort();
            got.sort();
            prop_assert_eq!(got, expected);
            prop_assert_eq!(saved(&file, &items).unwrap_or_default(), (file.clone(), 0));
            prop_assert_eq!(removed(&file).unwrap_or_default(), audio);
        }

        /// Arbitrary sizes, flags and counts around the magic bytes give a result or an error,
        /// and a plan that is one.
        #[test]
        fn arbitrary_bytes(
            parts in prop::collection::vec(
                prop_oneof![
                    Just(MAGIC.to_vec()),
                    Just(ID3V1.to_vec()),
                    Just([b"-00040LYRICS200", &ID3V1[..]].concat()),
                    Just([b"000040LYRICS200", &ID3V1[..]].concat()),
                    (0u8..100).prop_map(|size| vec![size, 0, 0, 0]),
                    Just(vec![0, 0, 0, 0x80]),
                    prop::collection::vec(any::<u8>(), 0..130),
                ],
                0..12,
            ),
        ) {
            let file = parts.concat();
            let item = [Item { key: "Title", value: Value::Text("title") }];
            let _ = loaded(&file);
            let _ = removed(&file);
            if let Ok((saved, _)) = saved(&file, &item) {
                prop_assert!(loaded(&saved).is_ok_and(|items| items[0].0 == "Title"));
            }
        }
    }
}
