//! Planning saves: the header is replaced, what follows it moves if it must.

use super::object::Head;
use super::render::{self, Objects};
use super::table::DATA;
use super::{bad_header, document, io_error};
use crate::error::Error;
use crate::limits::{ASF_HEADER, HEAD_WINDOW};
use crate::source::{Loader, Source};
use crate::splice::{PaddingInfo, Plan, Splice};

/// Plans a save: the header that is in the file now makes way for one of other objects.
///
/// `objects` gives them, without padding; `padding` answers how much of that there shall be, and
/// less than none is none.
///
/// # Errors
/// A bad header for a file that does not begin with one, or whose header claims more than the file
/// has, or more than its objects. Errors of the caller's functions pass through.
pub fn save<E: From<Error>>(
    source: &mut dyn Source,
    objects: impl FnOnce() -> Result<Objects, E>,
    padding: impl FnOnce(PaddingInfo) -> Result<i64, E>,
) -> Result<Plan, E> {
    let mut loader = Loader::new(source);
    let file_len = loader.file_len();
    let old_len = Head::read(loader.window(0, HEAD_WINDOW).map_err(io_error)?)?.size;
    let objects = objects()?;
    let follows = file_len
        .checked_sub(old_len)
        .ok_or_else(|| bad_header("the header claims to be larger than the file"))?;
    check_end(&mut loader, old_len)?;
    let size = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    let needed = size(render::header_len(&objects) as u64);
    let info = PaddingInfo { padding: size(old_len).saturating_sub(needed), size: size(follows) };
    let given = usize::try_from(padding(info)?).unwrap_or(0);
    let new = render::header(objects, given)?;
    let splice = Splice { offset: 0, old_len, new, why: "ASF header" };
    let mut plan = Plan::new(file_len, vec![splice]).map_err(io_error)?;
    plan.padding = Some((info, given as u64));
    plan.leave_out_unchanged(&mut loader).map_err(io_error)?;
    Ok(plan)
}

/// Makes sure that a header ends where it claims to: what stands before that end is replaced, and
/// must not be the stream.
fn check_end(loader: &mut Loader<'_>, end: u64) -> Result<(), Error> {
    // All of the header will be compared with the new one; that takes no other read then.
    let start = if end <= ASF_HEADER { 0 } else { end };
    let len = (end - start) as usize;
    let header = loader.window(start, len + DATA.0.len()).map_err(io_error)?;
    if header.get(len..) == Some(&DATA.0[..]) {
        return Ok(());
    }
    let Some(last) = document::locate(loader)?.end.filter(|&last| last < end) else {
        return Ok(());
    };
    // A little room behind the objects may be a writer's idea of padding.
    let room = end - last;
    let is_empty = room <= ASF_HEADER
        && loader.window(last, room as usize).map_err(io_error)?.iter().all(|&byte| byte == 0);
    if is_empty { Ok(()) } else { Err(bad_header("the header claims more than its objects have")) }
}

#[cfg(test)]
mod tests {
    use super::super::OwnedAsf;
    use super::super::attribute::{Layout, Type};
    use super::super::guid::Guid;
    use super::super::render::{Data, List, TagObjects};
    use super::super::table::Kind;
    use super::*;
    use crate::error::Result;
    use crate::limits::MAX_EXTENSION_NESTING;
    use crate::source::MemorySource;
    use crate::splice::{Content, MemoryTarget};
    use bytes::Bytes;
    use proptest::prelude::*;

    fn loaded(file: &[u8]) -> Result<OwnedAsf> {
        let mut source = MemorySource(file);
        let mut loader = Loader::new(&mut source);
        let located = document::locate(&mut loader)?;
        document::read(loader.finish(), located)
    }

    fn names(file: &[u8]) -> Result<Vec<String>> {
        let owned = loaded(file)?;
        Ok(owned.borrow_dependent().attributes.iter().map(|one| one.name.decode()).collect())
    }

    fn tags(title: &str, pictures: &[Bytes]) -> Result<TagObjects> {
        let mut library = List::new(Layout::Library);
        for picture in pictures {
            library.add("WM/Picture", Type::ByteArray, 0, 0, Data::Bytes(picture.clone()))?;
        }
        Ok(TagObjects {
            description: render::description([Some(title), None, None, None, None])?,
            extended: List::new(Layout::Extended).object()?,
            metadata: List::new(Layout::Metadata).object()?,
            library: library.object()?,
        })
    }

    /// The file after a save, and how many bytes of content that writes.
    fn saved(file: &[u8], tags: &TagObjects, padding: Option<i64>) -> Result<(Vec<u8>, u64)> {
        let owned = loaded(file)?;
        let objects = owned.borrow_dependent().objects;
        let share = |bytes: &[u8]| owned.borrow_owner().share(bytes);
        let make = || render::exchange(objects, tags, &share);
        let answer = |info: PaddingInfo| Ok(padding.unwrap_or_else(|| info.default_padding()));
        let plan = save(&mut MemorySource(file), make, answer)?;
        let out = MemoryTarget::carried_out(file, &plan).expect("in memory");
        Ok((out, plan.bytes_written()))
    }

    fn file(objects: &[Content], audio: &[u8]) -> Result<Vec<u8>> {
        let mut all = Objects::default();
        for object in objects {
            all.push(object);
        }
        Ok([&render::header(all, 0)?.to_vec()[..], audio].concat())
    }

    fn object(kind: Kind, data: &[u8]) -> Content {
        render::object(kind.guid(), &Bytes::copy_from_slice(data).into())
    }

    #[test]
    fn only_what_changed_is_written() -> Result<()> {
        let cover = [Bytes::from(vec![7; 100_000])];
        let unknown = render::object(Guid([1; 16]), &vec![2; 9000].into());
        let (first, _) = saved(&file(&[unknown], b"audio")?, &tags("old", &cover)?, None)?;
        assert_eq!(names(&first)?, ["Title", "WM/Picture"]);
        assert_eq!(saved(&first, &tags("old", &cover)?, None)?, (first.clone(), 0));
        assert_eq!(saved(&first, &tags("new", &cover)?, None)?.1, 5);
        // Padding takes up the difference; what stands behind the title moves within the header.
        let (second, written) = saved(&first, &tags("longer", &cover)?, None)?;
        assert_eq!(second.len(), first.len());
        assert!(written < 200_000);
        assert_eq!(saved(&second, &tags("old", &cover)?, None)?.0, first);
        Ok(())
    }

    #[test]
    fn missing_objects_are_added_and_padding_moves_to_the_end() -> Result<()> {
        let padding = object(Kind::Padding, &[0; 50]);
        let inner = Content::from([padding.to_vec(), object(Kind::Padding, b"").to_vec()].concat());
        let base = file(&[padding, render::extension(&inner)?], b"audio")?;
        let (new, _) = saved(&base, &tags("title", &[])?, Some(-3))?;
        let owned = loaded(&new)?;
        let kinds: Vec<_> = owned.borrow_dependent().objects.iter().map(|one| one.kind).collect();
        let expected = [
            Kind::HeaderExtension,
            Kind::ContentDescription,
            Kind::ExtendedContentDescription,
            Kind::Padding,
        ];
        assert_eq!(kinds, expected.map(Some));
        let inner = owned.borrow_dependent().objects[0].objects;
        assert_eq!(inner.len(), 2);
        assert!(new.ends_with(b"audio"));
        Ok(())
    }

    #[test]
    fn nesting_has_an_end() -> Result<()> {
        let nested = |depth: usize| -> Result<Vec<u8>> {
            let mut inner = Content::default();
            for _ in 0..depth {
                inner = render::extension(&inner)?;
            }
            file(&[inner], b"")
        };
        assert!(loaded(&nested(MAX_EXTENSION_NESTING)?).is_ok());
        assert!(loaded(&nested(MAX_EXTENSION_NESTING + 1)?).is_err());
        Ok(())
    }

    #[test]
    fn headers_that_lie() -> Result<()> {
        let sound = file(&[object(Kind::Padding, &[0; 50])], b"audio")?;
        let with_size = |size: u64| [&sound[..16], &size.to_le_bytes(), &sound[24..]].concat();
        for size in [0, 29, 53, 100, sound.len() as u64 - 7] {
            assert!(loaded(&with_size(size)).is_err(), "{size}");
        }
        // A header may claim more than its objects have, but cannot be replaced then.
        for size in [sound.len() as u64, 1 << 40, u64::MAX] {
            let lying = with_size(size);
            assert!(loaded(&lying).is_ok(), "{size}");
            assert!(saved(&lying, &tags("", &[])?, None).is_err(), "{size}");
        }
        // Unless there are only zeros in it, or the stream behind it.
        let size = sound.len() as u64 - 5;
        for (room, behind, is_saved) in
            [(&[0; 9], &b"audio"[..], true), (&[1; 9], b"audio", false), (&[1; 9], &DATA.0, true)]
        {
            let header = with_size(size + room.len() as u64);
            let file = [&header[..size as usize], room, behind].concat();
            assert_eq!(
                saved(&file, &tags("", &[])?, None).is_ok(),
                is_saved,
                "{room:?} {behind:?}"
            );
        }
        Ok(())
    }

    proptest! {
        /// Whatever stands in the header, a save keeps it, and repeated it changes nothing.
        #[test]
        fn round_trip(
            unknown in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..99), 0..5),
            within in any::<bool>(),
            title in "\\PC{0,20}",
            audio in prop::collection::vec(any::<u8>(), 0..300),
            padding in prop::option::of(-5i64..3000),
        ) {
            let object = |data: &Vec<u8>| render::object(Guid([9; 16]), &data.clone().into());
            let mut objects: Vec<_> = unknown.iter().map(object).collect();
            if within {
                let inner: Vec<u8> = objects.iter().flat_map(Content::to_vec).collect();
                objects = render::extension(&inner.into()).into_iter().collect();
            }
            let base = file(&objects, &audio).unwrap_or_default();
            let tags = tags(&title, &[]).unwrap();
            let (new, _) = saved(&base, &tags, padding).unwrap();
            prop_assert!(new.ends_with(&audio));
            let owned = loaded(&new).unwrap();
            let document = owned.borrow_dependent();
            let kept = if within { document.objects[0].objects } else { document.objects };
            for (data, object) in unknown.iter().zip(kept) {
                prop_assert_eq!(object.data, &data[..]);
            }
            let given = padding.map(|padding| padding.max(0));
            prop_assert_eq!(saved(&new, &tags, given).unwrap(), (new.clone(), 0));
        }

        /// Arbitrary bytes among those that mean something give a result or an error.
        #[test]
        fn arbitrary_bytes(
            parts in prop::collection::vec(
                prop_oneof![
                    (0usize..13).prop_map(|kind| super::super::table::ROWS[kind].guid.0.to_vec()),
                    (0u64..300).prop_map(|size| size.to_le_bytes().to_vec()),
                    Just(vec![0xff; 8]),
                    Just(vec![1, 0]),
                    prop::collection::vec(any::<u8>(), 0..60),
                ],
                0..16,
            ),
            size in prop_oneof![0u64..600, any::<u64>()],
            count in prop_oneof![0u32..6, any::<u32>()],
        ) {
            let head = [&Kind::Header.guid().0[..], &size.to_le_bytes(), &count.to_le_bytes()];
            let file = [&head.concat()[..], &[1, 2], &parts.concat()].concat();
            if let (Ok(_), Ok(tags)) = (loaded(&file), tags("title", &[]))
                && let Ok((saved, _)) = saved(&file, &tags, None)
            {
                prop_assert!(names(&saved).is_ok_and(|names| names.contains(&"Title".to_owned())));
            }
        }
    }
}
