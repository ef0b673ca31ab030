//! Writing fields, frames and tags: the only place that puts bytes of ID3v2 together.

use super::field::{RVA_SIGNED, State};
use super::frame::Frame;
use super::table::{Field, Kind, Row, Shape};
use super::tag::Tag;
use super::timestamp;
use super::value::{Change, Value};
use crate::bytes::ints::to_synchsafe;
use crate::bytes::text::{self, Encoding};
use crate::limits::SHARED;
use crate::splice::Content;
use bumpalo::Bump;
use bytes::Bytes;
use std::borrow::Cow;
use std::ops::Range;

/// Why a value cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The format has no room for it.
    Format(&'static str),
    /// The value itself is wrong, whatever the format.
    Value(&'static str),
}

use Refusal::{Format, Value as Wrong};

/// How a tag is written.
#[derive(Clone, Copy, Debug)]
pub struct Config<'a> {
    /// Major version: 3 or 4.
    pub version: u8,
    /// What joins several values of a text frame in v2.3; nothing keeps them apart by zeros.
    pub separator: Option<&'a str>,
}

/// v2.4 as it stands.
pub const V24: Config<'static> = Config { version: 4, separator: None };

/// The fields of a v2.4 frame, for keys that are made of them.
pub fn fields(shape: &Shape, values: &[Value<'_>]) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::new();
    write_fields(shape, values, V24, &mut out)?;
    Ok(out)
}

/// Appends all fields that have a value.
pub fn write_fields(
    shape: &Shape,
    values: &[Value<'_>],
    config: Config<'_>,
    out: &mut Vec<u8>,
) -> Result<(), Refusal> {
    let mut state = State::default();
    for (field, value) in shape.fields.iter().chain(shape.optional).zip(values) {
        let value = downgraded(field, *value, config);
        state.note(field, value);
        write_field(field.kind, value, state, config, out)?;
    }
    Ok(())
}

/// The value as that version can hold it: v2.3 knows only the first two encodings.
fn downgraded<'a>(field: &Field, value: Value<'a>, config: Config<'_>) -> Value<'a> {
    match value {
        Value::Int(2..) if field.kind == Kind::Encoding && config.version == 3 => Value::Int(1),
        _ => value,
    }
}

const MISMATCH: Refusal = Wrong("value is not of the field's type");

/// Appends one field.
pub fn write_field(
    kind: Kind,
    value: Value<'_>,
    state: State,
    config: Config<'_>,
    out: &mut Vec<u8>,
) -> Result<(), Refusal> {
    match (kind, value) {
        (
            Kind::Byte | Kind::PictureType | Kind::CtocFlags | Kind::Encoding | Kind::Channel,
            Value::Int(number),
        ) => out.push(u8::try_from(number).map_err(|_| Wrong("byte must be in range(0, 256)"))?),
        (Kind::Integer, Value::Int(number)) => {
            let bytes = number.to_be_bytes();
            let significant = bytes.iter().position(|&byte| byte != 0).unwrap_or(8).min(4);
            out.extend_from_slice(bytes.get(significant..).unwrap_or_default());
        }
        (Kind::SizedInteger(size), Value::Int(number)) => {
            let bytes = number.to_be_bytes();
            let (zeros, used) =
                bytes.split_at_checked(8usize.saturating_sub(size)).ok_or(MISMATCH)?;
            if zeros.iter().any(|&byte| byte != 0) {
                return Err(Wrong("integer needs too many bytes"));
            }
            out.resize(out.len() + size.saturating_sub(8), 0);
            out.extend_from_slice(used);
        }
        (Kind::SizedInteger(_), Value::Big(_)) => {
            return Err(Wrong("integer needs too many bytes"));
        }
        (Kind::String(len) | Kind::FrameId(len), Value::Text(text)) => {
            if !text.is_ascii() {
                return Err(Format("text is not ASCII"));
            }
            let kept = text.as_bytes().get(..len).unwrap_or(text.as_bytes());
            out.extend_from_slice(kept);
            out.resize(out.len() + len - kept.len(), 0);
        }
        (Kind::Integer, Value::Big(bytes)) | (Kind::Binary, Value::Bytes(bytes)) => {
            out.extend_from_slice(bytes);
        }
        (Kind::Text | Kind::NumericText | Kind::NumericPartText, Value::Text(text)) => {
            write_text(text, state.encoding, out)?;
        }
        (Kind::TimeStamp, Value::Text(text)) => {
            let arena = Bump::new();
            let stamp = timestamp::normalise(&arena, text).replace(' ', "T");
            write_text(&stamp, state.encoding, out)?;
        }
        (Kind::SyncedText, Value::Synced(lines)) => {
            for (line, time) in lines {
                write_text(line, state.encoding, out)?;
                out.extend_from_slice(&time.to_be_bytes());
            }
        }
        (Kind::Multi(fields, _), value) => write_multi(fields, value, state, config, out)?,
        (Kind::Latin1, Value::Text(text)) => write_latin1(text, out)?,
        (Kind::Latin1List, Value::Texts(texts)) => {
            let count = u8::try_from(texts.len());
            out.push(count.map_err(|_| Wrong("byte must be in range(0, 256)"))?);
            texts.iter().try_for_each(|text| write_latin1(text, out))?;
        }
        (Kind::Frames, Value::Frames(tag)) => write_nested(tag, config, out)?,
        (Kind::VolumeAdjustment, Value::Float(decibels)) => {
            let units = to_i16((decibels * 512.0).round_ties_even());
            let units = units.ok_or(Format("volume adjustment is out of range"))?;
            out.extend_from_slice(&units.to_be_bytes());
        }
        (Kind::VolumePeak, Value::Float(peak)) => {
            let units = to_u16((peak * 32768.0).round_ties_even());
            let units = units.ok_or(Format("peak is out of range"))?;
            // Always sixteen bits.
            out.push(16);
            out.extend_from_slice(&units.to_be_bytes());
        }
        (Kind::VolumeAdjustments, Value::Adjustments(pairs)) => write_adjustments(pairs, out)?,
        (Kind::KeyEvents, Value::Events(events)) => {
            for (kind, time) in events {
                out.push(kind.cast_unsigned());
                out.extend_from_slice(&time.to_be_bytes());
            }
        }
        (Kind::AspiIndex, Value::Ints(entries)) => write_index(entries, state.index, out)?,
        (Kind::Rva(max), Value::Changes(changes)) => write_changes(changes, max, out)?,
        _ => return Err(MISMATCH),
    }
    Ok(())
}

fn write_text(text: &str, encoding: Encoding, out: &mut Vec<u8>) -> Result<(), Refusal> {
    text::encode(text, encoding, out)
        .ok_or(Format("text has characters that its encoding lacks"))?;
    out.extend_from_slice(text::terminator(encoding));
    Ok(())
}

fn write_latin1(text: &str, out: &mut Vec<u8>) -> Result<(), Refusal> {
    text::encode(text, Encoding::Latin1, out).ok_or(Format("text is not Latin-1"))?;
    out.push(0);
    Ok(())
}

fn write_multi(
    fields: &[Field],
    value: Value<'_>,
    state: State,
    config: Config<'_>,
    out: &mut Vec<u8>,
) -> Result<(), Refusal> {
    match (fields, value) {
        ([field], Value::Texts(texts)) => {
            if let (3, Some(separator), true) =
                (config.version, config.separator, field.kind != Kind::TimeStamp)
            {
                let joined = Value::Text(&texts.join(separator));
                return write_field(field.kind, joined, state, config, out);
            }
            texts
                .iter()
                .try_for_each(|text| write_field(field.kind, Value::Text(text), state, config, out))
        }
        ([first, second], Value::Pairs(pairs)) => pairs.iter().try_for_each(|(one, two)| {
            write_field(first.kind, Value::Text(one), state, config, out)?;
            write_field(second.kind, Value::Text(two), state, config, out)
        }),
        // Pairs of which some are incomplete.
        ([first, _], Value::Texts(texts)) => texts
            .iter()
            .try_for_each(|text| write_field(first.kind, Value::Text(text), state, config, out)),
        _ => Err(MISMATCH),
    }
}

/// A signed volume unit. The value is whole.
fn to_i16(value: f64) -> Option<i16> {
    let fits = value >= f64::from(i16::MIN) && value <= f64::from(i16::MAX);
    fits.then_some(value as i16)
}

/// An unsigned volume or frequency unit. The value is whole.
fn to_u16(value: f64) -> Option<u16> {
    let fits = value >= 0.0 && value <= f64::from(u16::MAX);
    // Not negative: checked above.
    #[allow(clippy::cast_sign_loss)]
    fits.then_some(value as u16)
}

fn write_adjustments(pairs: &[(f64, f64)], out: &mut Vec<u8>) -> Result<(), Refusal> {
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    for (frequency, adjustment) in sorted {
        let units = to_u16((frequency * 2.0).trunc()).zip(to_i16((adjustment * 512.0).trunc()));
        let (frequency, adjustment) = units.ok_or(Wrong("equalisation is out of range"))?;
        out.extend_from_slice(&frequency.to_be_bytes());
        out.extend_from_slice(&adjustment.to_be_bytes());
    }
    Ok(())
}

fn write_index(
    entries: &[u16],
    (bits, count): (u64, u64),
    out: &mut Vec<u8>,
) -> Result<(), Refusal> {
    if count != entries.len() as u64 {
        return Err(Format("N is not the number of index entries"));
    }
    for entry in entries {
        match bits {
            16 => out.extend_from_slice(&entry.to_be_bytes()),
            8 => out.push(u8::try_from(*entry).map_err(|_| Format("index entry needs 16 bits"))?),
            _ => return Err(Format("index entries have 8 or 16 bits")),
        }
    }
    if matches!(bits, 8 | 16) { Ok(()) } else { Err(Format("index entries have 8 or 16 bits")) }
}

fn write_changes(changes: &[Change<'_>], max: usize, out: &mut Vec<u8>) -> Result<(), Refusal> {
    if changes.len() < 2 || changes.len() > max {
        return Err(Format("volume adjustment needs two values at least, and not too many"));
    }
    let mut signs = 0u8;
    for (index, change) in changes.iter().enumerate() {
        match RVA_SIGNED.iter().position(|&signed| signed == index) {
            Some(bit) if !change.negative => signs |= 1 << bit,
            None if change.negative => return Err(Wrong("value cannot be negative")),
            _ => {}
        }
    }
    let significant = |bytes: &[u8]| {
        let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
        bytes.get(zeros..).unwrap_or_default().to_vec()
    };
    let magnitudes: Vec<Vec<u8>> =
        changes.iter().map(|change| significant(change.magnitude)).collect();
    let width = magnitudes.iter().map(Vec::len).max().unwrap_or_default().max(2);
    out.push(signs);
    out.push(u8::try_from(width * 8).map_err(|_| Wrong("byte must be in range(0, 256)"))?);
    for magnitude in magnitudes {
        // Two bytes at least; wider neighbours pad a value behind its digits, as mutagen does.
        let lead = 2usize.saturating_sub(magnitude.len());
        out.resize(out.len() + lead, 0);
        out.extend_from_slice(&magnitude);
        out.resize(out.len() + width - lead - magnitude.len(), 0);
    }
    Ok(())
}

/// A frame ready to be written.
#[derive(Debug)]
struct Rendered<'a> {
    /// Place among the frames: important ones first, pictures last.
    rank: usize,
    key: Cow<'a, str>,
    /// Header and fields within the scratch bytes of the [`Writer`].
    start: Range<usize>,
    /// A large payload that follows them.
    payload: Option<Bytes>,
}

impl Rendered<'_> {
    fn len(&self) -> usize {
        self.start.len() + self.payload.as_ref().map_or(0, Bytes::len)
    }
}

/// The frames that come first, in this order.
const FIRST: [&str; 7] = ["TIT2", "TPE1", "TRCK", "TALB", "TPOS", "TDRC", "TCON"];

fn rank(id: &str) -> usize {
    match FIRST.iter().position(|first| *first == id) {
        Some(rank) => rank,
        None if id == "APIC" => FIRST.len() + 1,
        None => FIRST.len(),
    }
}

/// Collects the frames of one tag and puts them in order.
pub struct Writer<'a, 's> {
    config: Config<'a>,
    /// Gives a shared slice for bytes that stand in a buffer.
    share: &'s dyn Fn(&[u8]) -> Option<Bytes>,
    scratch: Vec<u8>,
    frames: Vec<Rendered<'a>>,
    /// Holds the text of one frame at a time.
    arena: Bump,
}

impl<'a, 's> Writer<'a, 's> {
    pub fn new(config: Config<'a>, share: &'s dyn Fn(&[u8]) -> Option<Bytes>) -> Self {
        Self {
            config,
            share,
            scratch: Vec::with_capacity(4096),
            frames: Vec::with_capacity(32),
            arena: Bump::new(),
        }
    }

    /// Adds a frame with these values.
    pub fn add(&mut self, frame: &Frame<'a>) -> Result<(), Refusal> {
        let row = frame.row;
        let start = self.scratch.len();
        let mut payload = None;
        self.arena.reset();
        let mut values = frame.values(&self.arena);
        if !(row.is_text() && values.last().is_some_and(|value| says_nothing(row, *value))) {
            self.scratch.extend_from_slice(&[0; 10]);
            if let Some((Value::Bytes(large), before)) = values.split_last()
                && large.len() >= SHARED
                && let Some(shared) = (self.share)(large)
            {
                payload = Some(shared);
                values = before;
            }
            write_fields(row.shape, values, self.config, &mut self.scratch)?;
            self.write_header(start, row.id, payload.as_ref().map_or(0, Bytes::len))?;
        }
        let start = start..self.scratch.len();
        self.frames.push(Rendered { rank: rank(row.id), key: frame.key(), start, payload });
        Ok(())
    }

    /// Adds a frame whose fields were written elsewhere; `name` is what stands in the header and
    /// `id` what decides its place. Nothing is written for a frame without `fields`.
    pub fn add_written(
        &mut self,
        name: &str,
        id: &str,
        key: String,
        fields: Option<&[u8]>,
    ) -> Result<(), Refusal> {
        let start = self.scratch.len();
        if let Some(fields) = fields {
            self.scratch.extend_from_slice(&[0; 10]);
            self.scratch.extend_from_slice(fields);
            self.write_header(start, name, 0)?;
        }
        let start = start..self.scratch.len();
        self.frames.push(Rendered { rank: rank(id), key: key.into(), start, payload: None });
        Ok(())
    }

    fn write_header(&mut self, start: usize, name: &str, more: usize) -> Result<(), Refusal> {
        let size = self.scratch.len() - start - 10 + more;
        let header = frame_header(name, size, self.config.version)?;
        for (slot, byte) in self.scratch.iter_mut().skip(start).zip(header) {
            *slot = byte;
        }
        Ok(())
    }

    /// All frames in the order mutagen writes them: important ones, the others by size and key,
    /// pictures as they were added; then `unknown`.
    pub fn finish(mut self, unknown: &[&[u8]]) -> Content {
        let order = |(position, frame): &(usize, Rendered<'a>)| {
            let pictures = frame.rank > FIRST.len();
            (frame.rank, if pictures { *position } else { frame.len() })
        };
        let mut frames: Vec<_> = self.frames.drain(..).enumerate().collect();
        frames.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.1.key.cmp(&b.1.key)));
        let mut content = Content::default();
        let mut run = Vec::with_capacity(self.scratch.len() + 10);
        for (_, frame) in frames {
            run.extend_from_slice(self.scratch.get(frame.start).unwrap_or_default());
            if let Some(payload) = frame.payload {
                content.push(std::mem::take(&mut run));
                content.push(payload);
            }
        }
        for raw in unknown.iter().filter(|raw| raw.len() > 10) {
            run.extend_from_slice(raw);
        }
        content.push(run);
        content
    }
}

/// Whether a text frame has no text; such frames are not written.
fn says_nothing(row: &Row, value: Value<'_>) -> bool {
    match value {
        Value::Texts([]) => true,
        Value::Texts([text]) if row.is_time_stamp() => {
            timestamp::normalise(&Bump::new(), text).is_empty()
        }
        Value::Texts([text]) => text.is_empty(),
        _ => false,
    }
}

/// The header of a frame: name, size, no flags.
pub fn frame_header(name: &str, size: usize, version: u8) -> Result<[u8; 10], Refusal> {
    let size = match version {
        4 => to_synchsafe(size),
        _ => u32::try_from(size).ok().map(u32::to_be_bytes),
    };
    let [s0, s1, s2, s3] = size.ok_or(Wrong("frame is too large"))?;
    let mut bytes = name.bytes();
    let mut next = || bytes.next().unwrap_or_default();
    Ok([next(), next(), next(), next(), s0, s1, s2, s3, 0, 0])
}

/// Frames within a frame.
fn write_nested(tag: &Tag<'_>, config: Config<'_>, out: &mut Vec<u8>) -> Result<(), Refusal> {
    let share = |_: &[u8]| None;
    let mut writer = Writer::new(config, &share);
    tag.frames.iter().try_for_each(|frame| writer.add(frame))?;
    let unknown = if tag.version == config.version { tag.unknown } else { &[] };
    out.extend(writer.finish(unknown).to_vec());
    Ok(())
}
