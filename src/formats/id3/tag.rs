//! A tag: its frames under their keys, collected as they are read.

use super::field::{self, Failure};
use super::frame::Frame;
use super::header::Header;
use super::raw::{self, RawFrame, RawFrames, Unreadable};
use super::table::{self, Key, Kind, Row};
use super::timestamp;
use super::value::Value;
use crate::limits;
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The frames of a tag, or of a chapter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tag<'a> {
    pub frames: &'a [Frame<'a>],
    /// Frames of unknown name or encrypted, with their headers.
    pub unknown: &'a [&'a [u8]],
    /// Bytes that follow the last frame.
    pub padding: usize,
    /// Major version that the frames were read from; zero if there was no tag.
    pub version: u8,
}

const _: () = assert!(!std::mem::needs_drop::<Tag<'_>>());

/// What reading a tag needs to know and has left to spend.
pub struct Context<'a, 'b> {
    pub arena: &'a Bump,
    /// Major version of the tag.
    pub version: u8,
    pub unsynchronised: bool,
    /// Levels of nesting that are still allowed.
    pub depth: usize,
    /// Bytes that may still be inflated.
    pub budget: &'b mut usize,
}

impl<'a> Context<'a, '_> {
    /// A context for the tag with this header.
    pub fn new<'b>(arena: &'a Bump, header: Header, budget: &'b mut usize) -> Context<'a, 'b> {
        Context {
            arena,
            version: header.version,
            unsynchronised: header.unsynchronised(),
            depth: limits::MAX_FRAME_NESTING,
            budget,
        }
    }

    fn keep(&self, data: Cow<'a, [u8]>) -> &'a [u8] {
        match data {
            Cow::Borrowed(data) => data,
            Cow::Owned(data) => self.arena.alloc_slice_copy(&data),
        }
    }
}

/// Whether a name is evidence for the way frame sizes are written.
fn known(name: &[u8]) -> bool {
    name.first_chunk::<4>().is_some_and(|name| table::frame(*name).is_some())
}

/// Reads the frames area of a tag.
pub fn read<'a>(context: &mut Context<'a, '_>, data: &'a [u8]) -> Result<Builder<'a>, Failure> {
    let mut data = data;
    if context.version < 4
        && context.unsynchronised
        && let Some(decoded) = raw::resynchronise(data)
    {
        data = context.keep(decoded);
    }
    let mut builder = Builder::new(context.arena);
    let mut raw = RawFrames::new(data, context.version, known);
    for frame in raw.by_ref() {
        match read_frame(context, frame) {
            Ok(Some(frame)) => builder.merge(frame)?,
            Ok(None) => {
                if frame.row.is_some() || raw::is_valid_frame_id(frame.name) {
                    builder.unknown.push(frame.whole);
                }
            }
            Err(Failure::Junk(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    builder.padding = raw.rest().len();
    builder.version = context.version;
    Ok(builder)
}

/// Reads one frame; nothing if it is kept as it is.
fn read_frame<'a>(
    context: &mut Context<'a, '_>,
    raw: RawFrame<'a>,
) -> Result<Option<Frame<'a>>, Failure> {
    let Some(row) = raw.row else { return Ok(None) };
    let payload = match raw::unpack(
        context.version,
        context.unsynchronised,
        raw.flags,
        raw.payload,
        context.budget,
    ) {
        Ok(payload) => context.keep(payload),
        Err(Unreadable::Encrypted) => return Ok(None),
        Err(Unreadable::Junk(reason)) => return Err(Failure::Junk(reason)),
        Err(Unreadable::TooLarge) => {
            return Err(Failure::Limit("compressed frames inflate to too many bytes"));
        }
    };
    if let Some(upgraded) = row.upgraded().filter(|later| std::ptr::eq(later.shape, row.shape))
        && let Some(frame) = Frame::skimmed(context.arena, upgraded, payload, context.version)
    {
        return Ok(Some(frame));
    }
    let values = field::read_all(context, row.shape, payload)?;
    // A v2.2 frame without an equivalent is dropped.
    let upgraded = row.upgraded().ok_or(Failure::Junk("frame has no equivalent"))?;
    let values = upgraded_values(context.arena, row, values);
    Ok(Some(Frame::new(context.arena, upgraded, values)))
}

/// Values of a v2.2 frame as the later frame has them: a link names a frame by its new name.
fn upgraded_values<'a>(
    arena: &'a Bump,
    row: &'static Row,
    values: &'a [Value<'a>],
) -> &'a [Value<'a>] {
    match (row.shape.fields.first(), values) {
        (Some(field), [Value::Text(old), rest @ ..]) if field.kind == Kind::FrameId(3) => {
            let new = match old.as_bytes().try_into().ok().and_then(table::frame_v22) {
                Some(linked) => linked.base,
                None => arena.alloc_str(&format!("{old:<4}")),
            };
            let mut upgraded = ArenaVec::with_capacity_in(values.len(), arena);
            upgraded.push(Value::Text(new));
            upgraded.extend_from_slice_copy(rest);
            upgraded.into_bump_slice()
        }
        _ => values,
    }
}

/// Reads the frames within a frame.
pub fn read_nested<'a>(
    context: &mut Context<'a, '_>,
    data: &'a [u8],
) -> Result<&'a Tag<'a>, Failure> {
    let depth = context.depth;
    context.depth = depth.checked_sub(1).ok_or(Failure::Limit("frames are nested too deep"))?;
    let nested = read(context, data)?;
    context.depth = depth;
    Ok(context.arena.alloc(nested.freeze()))
}

/// Number of frames up to which looking through all is faster than a hash table.
const LINEAR: usize = 32;

/// Values collected for a text frame that a tag holds several times.
struct Merge<'a> {
    texts: Vec<&'a str>,
    seen: HashSet<&'a str>,
}

/// A set of rows of the table, so that what a tag has not is known at once.
#[derive(Default)]
struct Rows([u64; table::ROWS.len().div_ceil(64)]);

impl Rows {
    fn insert(&mut self, row: &'static Row) {
        let number = row.number();
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    fn has(&self, row: &'static Row) -> bool {
        let number = row.number();
        self.0.get(number / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }
}

/// A tag being put together.
pub struct Builder<'a> {
    arena: &'a Bump,
    /// Removed frames leave a gap, so that positions stay.
    frames: Vec<Option<Frame<'a>>>,
    index: HashMap<(&'a str, usize), usize>,
    merges: HashMap<usize, Merge<'a>>,
    /// For pictures of one stem, the number of blanks that may be free.
    free: HashMap<&'a str, usize>,
    unknown: Vec<&'a [u8]>,
    padding: usize,
    version: u8,
    rows: Rows,
}

impl<'a> Builder<'a> {
    pub fn new(arena: &'a Bump) -> Self {
        Self {
            arena,
            frames: Vec::with_capacity(LINEAR),
            index: HashMap::new(),
            merges: HashMap::new(),
            free: HashMap::new(),
            unknown: Vec::new(),
            padding: 0,
            version: 0,
            rows: Rows::default(),
        }
    }

    pub fn arena(&self) -> &'a Bump {
        self.arena
    }

    fn find(&self, row: &'static Row, stem: &str, blanks: usize) -> Option<usize> {
        if !self.rows.has(row) {
            return None;
        }
        if self.frames.len() <= LINEAR {
            return self.frames.iter().position(|frame| {
                frame.as_ref().is_some_and(|frame| {
                    std::ptr::eq(frame.row, row) && frame.stem == stem && frame.blanks == blanks
                })
            });
        }
        self.index.get(&(stem, blanks)).copied()
    }

    /// Finds a frame that is the only one of its name.
    fn find_single(&self, id: &str) -> Option<usize> {
        let row = id.as_bytes().try_into().ok().and_then(table::frame)?;
        self.find(row, row.id, 0)
    }

    fn push(&mut self, frame: Frame<'a>) {
        let position = self.frames.len();
        self.frames.push(Some(frame));
        self.rows.insert(frame.row);
        match position {
            ..LINEAR => {}
            LINEAR => {
                let live = self.frames.iter().enumerate();
                self.index = live
                    .filter_map(|(at, frame)| frame.map(|f| ((f.stem, f.blanks), at)))
                    .collect();
            }
            _ => {
                self.index.insert((frame.stem, frame.blanks), position);
            }
        }
    }

    /// The frame of that name, of a kind whose name is its key.
    pub fn get(&self, id: &str) -> Option<Frame<'a>> {
        let frame = (*self.frames.get(self.find_single(id)?)?)?;
        Some(frame.expanded(self.arena))
    }

    /// Puts a frame under its key, in place of one that is there.
    pub fn set(&mut self, frame: Frame<'a>) {
        match self.find(frame.row, frame.stem, frame.blanks) {
            Some(position) => {
                if let Some(slot) = self.frames.get_mut(position) {
                    *slot = Some(frame);
                }
            }
            None => self.push(frame),
        }
    }

    /// Takes out the frame of that name, of a kind whose name is its key.
    pub fn remove(&mut self, id: &str) -> Option<Frame<'a>> {
        let position = self.find_single(id)?;
        let frame = self.frames.get_mut(position)?.take()?;
        self.index.remove(&(frame.stem, 0));
        Some(frame.expanded(self.arena))
    }

    /// Adds a frame that was read. Text frames join their values, pictures get a key of their
    /// own, of others the last one stays.
    fn merge(&mut self, frame: Frame<'a>) -> Result<(), Failure> {
        let Some(position) = self.find(frame.row, frame.stem, frame.blanks) else {
            self.push(frame);
            return Ok(());
        };
        if frame.row.is_text() {
            self.join(position, frame);
        } else if frame.row.shape.key == Key::Picture {
            let mut blanks = self.free.get(frame.stem).copied().unwrap_or_default();
            blanks = blanks.max(frame.blanks + 1);
            while self.find(frame.row, frame.stem, blanks).is_some() {
                blanks += 1;
            }
            if blanks - frame.blanks > limits::MAX_EQUAL_PICTURES {
                return Err(Failure::Limit("too many pictures share a description"));
            }
            // Only a run without gaps may be skipped by those that follow.
            if frame.blanks == 0 {
                self.free.insert(frame.stem, blanks + 1);
            }
            self.push(frame.salted(blanks));
        } else {
            self.set(frame);
        }
        Ok(())
    }

    /// Joins the values of a text frame to those of the one at `position`.
    fn join(&mut self, position: usize, other: Frame<'a>) {
        let arena = self.arena;
        let Some(Some(frame)) = self.frames.get_mut(position) else { return };
        *frame = frame.expanded(arena);
        let other = other.expanded(arena);
        // Time stamps are equal if their normal forms are.
        let stamps = frame.row.is_time_stamp();
        let normal = |text| if stamps { timestamp::normalise(arena, text) } else { text };
        let merge = self.merges.entry(position).or_insert_with(|| Merge {
            texts: frame.texts().to_vec(),
            seen: frame.texts().iter().map(|&text| normal(text)).collect(),
        });
        let before = merge.texts.len();
        for &text in other.texts() {
            if merge.seen.insert(normal(text)) {
                merge.texts.push(text);
            }
        }
        let encoding = |frame: &Frame<'_>| match frame.value("encoding") {
            Some(Value::Int(encoding)) => encoding,
            _ => 0,
        };
        if merge.texts.len() > before && encoding(&other) > encoding(frame) {
            *frame = frame.with(arena, "encoding", Value::Int(encoding(&other)));
        }
    }

    /// Ends the reading of frames: values that were joined become the frame's.
    pub fn settle(&mut self) {
        for (position, merge) in self.merges.drain() {
            if let Some(Some(frame)) = self.frames.get_mut(position) {
                let texts = Value::Texts(self.arena.alloc_slice_copy(&merge.texts));
                *frame = frame.with(self.arena, "text", texts);
            }
        }
    }

    /// The frames in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Frame<'a>> {
        self.frames.iter().flatten()
    }

    /// Whether the tag has, or had, a frame of that name.
    pub fn may_have(&self, id: [u8; 4]) -> bool {
        table::frame(id).is_some_and(|row| self.rows.has(row))
    }

    /// Whether a frame is there whose key is `key` or begins with `key:`.
    pub fn has_any(&self, key: &str) -> bool {
        self.iter().any(|frame| {
            frame
                .stem
                .strip_prefix(key)
                .is_some_and(|rest| (rest.is_empty() && frame.blanks == 0) || rest.starts_with(':'))
        })
    }

    /// The finished tag, in the arena.
    pub fn freeze(mut self) -> Tag<'a> {
        self.settle();
        let count = self.frames.iter().flatten().count();
        let mut frames = ArenaVec::with_capacity_in(count, self.arena);
        frames.extend(self.frames.into_iter().flatten());
        Tag {
            frames: frames.into_bump_slice(),
            unknown: self.arena.alloc_slice_copy(&self.unknown),
            padding: self.padding,
            version: self.version,
        }
    }
}
