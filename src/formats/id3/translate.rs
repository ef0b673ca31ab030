//! Translation of a tag's frames between the versions of ID3v2.
//!
//! The rules stand once, over a [`Store`]: the loader runs them on the tag it builds, the Python
//! facade on the objects of a caller.

use super::frame::Frame;
use super::genre;
use super::table;
use super::tag::{Builder, Tag};
use super::timestamp;
use super::value::Value;
use std::convert::Infallible;

/// The version whose frames a tag shall have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    V23,
    V24,
}

/// Strings of a text frame and the encoding they are written in.
pub struct Texts {
    pub encoding: u8,
    /// Time stamps with all their parts, missing ones empty.
    pub texts: Vec<String>,
}

/// Pairs of a people list of a document.
pub struct People {
    pub encoding: u8,
    pub pairs: Vec<(String, String)>,
}

/// A tag whose frames can be exchanged.
pub trait Store {
    type Error;
    /// The pairs of a people list and their encoding. What callers put into one need be no pairs.
    type People;

    fn has(&mut self, key: &str) -> Result<bool, Self::Error>;
    fn remove(&mut self, key: &str) -> Result<(), Self::Error>;
    fn take_text(&mut self, key: &str) -> Result<Option<Texts>, Self::Error>;
    /// The strings of three text frames.
    fn take_strings(&mut self, keys: [&str; 3]) -> Result<[Vec<String>; 3], Self::Error>;
    /// A frame as one string.
    fn take_as_string(&mut self, key: &str) -> Result<Option<String>, Self::Error>;
    fn put_text(&mut self, id: [u8; 4], text: Texts) -> Result<(), Self::Error>;
    fn take_people(&mut self, key: &str) -> Result<Option<Self::People>, Self::Error>;
    /// All pairs of two lists, with the encoding of the second one.
    fn join_people(
        &mut self,
        first: Self::People,
        second: Self::People,
    ) -> Result<Self::People, Self::Error>;
    fn put_people(&mut self, id: [u8; 4], people: Self::People) -> Result<(), Self::Error>;
    /// Turns the values of TCON into names.
    fn name_genres(&mut self) -> Result<(), Self::Error>;
    /// Gives pictures with a v2.2 image format a MIME type, see [`mime_type`].
    fn name_image_formats(&mut self) -> Result<(), Self::Error>;
    /// Translates the frames within chapters.
    fn descend(&mut self, target: Target) -> Result<(), Self::Error>;
}

/// The MIME type of an image format of v2.2.
pub fn mime_type(format: &str) -> Option<&'static str> {
    match format {
        "PNG" => Some("image/png"),
        "JPG" => Some("image/jpeg"),
        _ => None,
    }
}

/// Frames that have no meaning in v2.4, or have been replaced.
const NOT_IN_V24: [&str; 6] = ["RVAD", "EQUA", "TRDA", "TSIZ", "TDAT", "TIME"];

/// Frames that v2.4 added.
const NOT_IN_V23: [&str; 18] = [
    "ASPI", "EQU2", "RVA2", "SEEK", "SIGN", "TDEN", "TDOR", "TDRC", "TDRL", "TDTG", "TIPL", "TMCL",
    "TMOO", "TPRO", "TSOA", "TSOP", "TSOT", "TSST",
];

/// Translates to the frames of `target`.
pub fn translate<S: Store>(store: &mut S, target: Target) -> Result<(), S::Error> {
    store.name_genres()?;
    store.name_image_formats()?;
    match target {
        Target::V24 => to_v24(store)?,
        Target::V23 => to_v23(store)?,
    }
    store.descend(target)
}

fn to_v24<S: Store>(store: &mut S) -> Result<(), S::Error> {
    let [years, dates, times] = store.take_strings(["TYER", "TDAT", "TIME"])?;
    let count = years.len().max(dates.len()).max(times.len());
    let nth = |list: &[String], n| list.get(n).cloned().unwrap_or_default();
    let stamps: Vec<String> = (0..count)
        .filter_map(|n| join_date(&nth(&years, n), &nth(&dates, n), &nth(&times, n)))
        .collect();
    if !stamps.is_empty() && !store.has("TDRC")? {
        store.put_text(*b"TDRC", Texts { encoding: 0, texts: stamps })?;
    }
    // What is under a key need not be a frame of that name: it is looked at only if it is needed.
    if store.has("TDOR")? {
        store.remove("TORY")?;
    } else if let Some(original) = store.take_as_string("TORY")? {
        let texts = original.split(',').map(str::to_owned).collect();
        store.put_text(*b"TDOR", Texts { encoding: 0, texts })?;
    }
    if store.has("TIPL")? {
        store.remove("IPLS")?;
    } else if let Some(people) = store.take_people("IPLS")? {
        store.put_people(*b"TIPL", people)?;
    }
    NOT_IN_V24.iter().try_for_each(|key| store.remove(key))
}

/// A v2.4 time stamp from the year, `DDMM` and `HHMM` of v2.3; nothing without a year.
fn join_date(year: &str, date: &str, time: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let halves = |text: &str| {
        let (first, second) = text.split_at_checked(2)?;
        (text.len() == 4 && digits(text)).then(|| (first.to_owned(), second.to_owned()))
    };
    let (number, rest) = year.split_at_checked(4).filter(|(number, _)| digits(number))?;
    let whole_date = match rest.as_bytes() {
        [b'-', month @ .., b'-', d1, d2] if month.len() == 2 => {
            month.iter().chain([d1, d2]).all(u8::is_ascii_digit)
        }
        rest => {
            if !rest.is_empty() {
                return None;
            }
            false
        }
    };
    let mut stamp = number.to_owned();
    match halves(date) {
        Some((day, month)) => stamp = format!("{stamp}-{month}-{day}"),
        None if whole_date => stamp.push_str(rest),
        None if rest.is_empty() => return Some(stamp),
        None => return None,
    }
    if let Some((hour, minute)) = halves(time) {
        stamp = format!("{stamp}T{hour}:{minute}:00");
    }
    Some(stamp)
}

fn to_v23<S: Store>(store: &mut S) -> Result<(), S::Error> {
    let people = match (store.take_people("TIPL")?, store.take_people("TMCL")?) {
        (Some(first), Some(second)) => Some(store.join_people(first, second)?),
        (first, second) => first.or(second),
    };
    if let Some(people) = people
        && !store.has("IPLS")?
    {
        store.put_people(*b"IPLS", people)?;
    }
    if let Some(original) = store.take_text("TDOR")? {
        let [year, ..] = first_stamp(&original);
        put_number(store, *b"TORY", original.encoding, year.map(|year| format!("{year:04}")))?;
    }
    if let Some(recorded) = store.take_text("TDRC")? {
        let [year, month, day, hour, minute, _] = first_stamp(&recorded);
        let both = |a: Option<u64>, b| a.zip(b).map(|(a, b): (u64, u64)| format!("{a:02}{b:02}"));
        let encoding = recorded.encoding;
        put_number(store, *b"TYER", encoding, year.map(|year| format!("{year:04}")))?;
        put_number(store, *b"TDAT", encoding, both(day, month))?;
        put_number(store, *b"TIME", encoding, both(hour, minute))?;
    }
    NOT_IN_V23.iter().try_for_each(|key| store.remove(key))
}

/// The parts of the first time stamp that are neither missing nor zero.
fn first_stamp(text: &Texts) -> [Option<u64>; 6] {
    let first = text.texts.first().map(String::as_str).unwrap_or_default();
    timestamp::parts(first).map(|part| part.and_then(|digits| digits.parse().ok()))
}

/// Puts a text frame unless there is one of that name or nothing to say.
fn put_number<S: Store>(
    store: &mut S,
    id: [u8; 4],
    encoding: u8,
    text: Option<String>,
) -> Result<(), S::Error> {
    let Some(text) = text else { return Ok(()) };
    if store.has(str::from_utf8(&id).unwrap_or_default())? {
        return Ok(());
    }
    store.put_text(id, Texts { encoding, texts: vec![text] })
}

fn encoding_of(frame: &Frame<'_>) -> u8 {
    match frame.value("encoding") {
        Some(Value::Int(encoding)) => u8::try_from(encoding).unwrap_or_default(),
        _ => 0,
    }
}

impl<'a> Builder<'a> {
    fn put(&mut self, id: [u8; 4], values: [Value<'a>; 2]) {
        if let Some(row) = table::frame(id) {
            let values = self.arena().alloc_slice_copy(&values);
            self.set(Frame::new(self.arena(), row, values));
        }
    }
}

impl Store for Builder<'_> {
    type Error = Infallible;
    type People = People;

    fn has(&mut self, key: &str) -> Result<bool, Infallible> {
        Ok(self.get(key).is_some())
    }

    fn remove(&mut self, key: &str) -> Result<(), Infallible> {
        Self::remove(self, key);
        Ok(())
    }

    fn take_text(&mut self, key: &str) -> Result<Option<Texts>, Infallible> {
        Ok(Self::remove(self, key).map(|frame| Texts {
            encoding: encoding_of(&frame),
            texts: frame.texts().iter().map(|&text| text.to_owned()).collect(),
        }))
    }

    fn take_strings(&mut self, keys: [&str; 3]) -> Result<[Vec<String>; 3], Infallible> {
        let owned = |frame: Frame<'_>| frame.texts().iter().map(|&text| text.to_owned()).collect();
        Ok(keys.map(|key| Self::remove(self, key).map_or(Vec::new(), owned)))
    }

    fn take_as_string(&mut self, key: &str) -> Result<Option<String>, Infallible> {
        Ok(Self::remove(self, key).map(|frame| frame.texts().join("\0")))
    }

    fn put_text(&mut self, id: [u8; 4], text: Texts) -> Result<(), Infallible> {
        let arena = self.arena();
        let texts = text.texts.iter().map(|text| &*arena.alloc_str(text));
        let texts = Value::Texts(arena.alloc_slice_fill_iter(texts));
        self.put(id, [Value::Int(text.encoding.into()), texts]);
        Ok(())
    }

    fn take_people(&mut self, key: &str) -> Result<Option<People>, Infallible> {
        Ok(Self::remove(self, key).map(|frame| {
            let pairs = match frame.value("people") {
                Some(Value::Pairs(pairs)) => pairs,
                _ => &[],
            };
            let owned = pairs.iter().map(|&(role, name)| (role.to_owned(), name.to_owned()));
            People { encoding: encoding_of(&frame), pairs: owned.collect() }
        }))
    }

    fn join_people(&mut self, first: People, second: People) -> Result<People, Infallible> {
        let pairs = first.pairs.into_iter().chain(second.pairs).collect();
        Ok(People { encoding: second.encoding, pairs })
    }

    fn put_people(&mut self, id: [u8; 4], people: People) -> Result<(), Infallible> {
        let arena = self.arena();
        let text = |text: &str| &*arena.alloc_str(text);
        let pairs = people.pairs.iter().map(|(role, name)| (text(role), text(name)));
        let pairs = Value::Pairs(arena.alloc_slice_fill_iter(pairs));
        self.put(id, [Value::Int(people.encoding.into()), pairs]);
        Ok(())
    }

    fn name_genres(&mut self) -> Result<(), Infallible> {
        let Some(frame) = self.get("TCON") else { return Ok(()) };
        if !genre::all_plain(frame.texts()) {
            let mut names = Vec::new();
            for text in frame.texts() {
                genre::each(text, |name| names.push(name));
            }
            let names = Value::Texts(self.arena().alloc_slice_copy(&names));
            self.set(frame.with(self.arena(), "text", names));
        }
        Ok(())
    }

    fn name_image_formats(&mut self) -> Result<(), Infallible> {
        if !self.may_have(*b"APIC") {
            return Ok(());
        }
        let old: Vec<_> = self
            .iter()
            .filter(|frame| frame.row.id == "APIC")
            .filter_map(|frame| Some((*frame, mime_type(frame.value("mime")?.text()?)?)))
            .collect();
        for (frame, mime) in old {
            // The new picture has no salt, so it may take the place of another.
            let renamed = frame.with(self.arena(), "mime", Value::Text(mime));
            self.set(renamed.unsalted());
        }
        Ok(())
    }

    fn descend(&mut self, target: Target) -> Result<(), Infallible> {
        if !self.may_have(*b"CHAP") && !self.may_have(*b"CTOC") {
            return Ok(());
        }
        let arena = self.arena();
        let chapters: Vec<_> =
            self.iter().filter(|frame| matches!(frame.row.id, "CHAP" | "CTOC")).copied().collect();
        for frame in chapters {
            let Some(Value::Frames(nested)) = frame.value("sub_frames") else { continue };
            let mut builder = Builder::new(arena);
            nested.frames.iter().for_each(|frame| builder.set(*frame));
            translate(&mut builder, target)?;
            let translated = Tag { frames: builder.freeze().frames, ..*nested };
            let value = Value::Frames(arena.alloc(translated));
            self.set(frame.with(arena, "sub_frames", value));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::join_date;

    #[test]
    fn dates() {
        let join = |y, d, t| join_date(y, d, t);
        assert_eq!(join("2004", "", "").as_deref(), Some("2004"));
        assert_eq!(join("2004", "3112", "2359").as_deref(), Some("2004-12-31T23:59:00"));
        assert_eq!(join("2004-05-06", "", "0102").as_deref(), Some("2004-05-06T01:02:00"));
        assert_eq!(join("2004", "x", "2359").as_deref(), Some("2004"));
        assert_eq!(join("204", "3112", ""), None);
        assert_eq!(join("2004x", "3112", ""), None);
    }
}
