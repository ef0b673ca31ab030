//! Reading one field of a frame.

use super::table::{Field, Kind, Shape};
use super::tag::{self, Context};
use super::value::{Change, Value};
use crate::bytes::Cursor;
use crate::bytes::text::{self, Encoding, Unterminated};
use crate::limits;
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

/// Why a field, and with it the frame or the tag, cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The frame is dropped.
    Junk(&'static str),
    /// The tag is refused.
    Fatal(&'static str),
    /// The tag would cost more than the limits allow.
    Limit(&'static str),
}

use Failure::{Fatal, Junk};

/// What the fields before tell those that follow, in reading and in writing.
#[derive(Clone, Copy, Debug)]
pub struct State {
    pub encoding: Encoding,
    /// Bits per entry and number of entries of an audio seek point index.
    pub index: (u64, u64),
}

impl Default for State {
    fn default() -> Self {
        Self { encoding: Encoding::Latin1, index: (0, 0) }
    }
}

impl State {
    /// Remembers a value that later fields depend on.
    pub fn note(&mut self, field: &Field, value: Value<'_>) {
        let Value::Int(number) = value else { return };
        match (field.kind, field.name) {
            (Kind::Encoding, _) => {
                if let Some(encoding) = u8::try_from(number).ok().and_then(Encoding::from_byte) {
                    self.encoding = encoding;
                }
            }
            (Kind::Byte, "b") => self.index.0 = number,
            (Kind::SizedInteger(_), "N") => self.index.1 = number,
            _ => {}
        }
    }
}

/// Reads all fields of a frame. What follows the last one is ignored.
pub fn read_all<'a>(
    context: &mut Context<'a, '_>,
    shape: &Shape,
    payload: &'a [u8],
) -> Result<&'a [Value<'a>], Failure> {
    let mut cursor = Cursor::new(payload);
    let mut state = State::default();
    let count = shape.fields.len() + shape.optional.len();
    let mut values = ArenaVec::with_capacity_in(count, context.arena);
    for field in shape.fields {
        if cursor.is_empty() && !field.kind.accepts_nothing() {
            return Err(Junk("frame ends before its last field"));
        }
        let value = read(context, &state, field.kind, &mut cursor)?;
        state.note(field, value);
        values.push(value);
    }
    for field in shape.optional {
        if cursor.is_empty() && !field.kind.accepts_nothing() {
            break;
        }
        values.push(read(context, &state, field.kind, &mut cursor)?);
    }
    Ok(values.into_bump_slice())
}

/// Reads one field and moves the cursor behind it.
pub fn read<'a>(
    context: &mut Context<'a, '_>,
    state: &State,
    kind: Kind,
    cursor: &mut Cursor<'a>,
) -> Result<Value<'a>, Failure> {
    let arena = context.arena;
    Ok(match kind {
        Kind::Byte | Kind::PictureType | Kind::CtocFlags | Kind::Channel => {
            Value::Int(u64::from(cursor.u8().ok_or(Fatal("byte is missing"))?))
        }
        Kind::Encoding => {
            let byte = cursor.u8().ok_or(Fatal("byte is missing"))?;
            Encoding::from_byte(byte).ok_or(Junk("invalid text encoding"))?;
            Value::Int(u64::from(byte))
        }
        Kind::Integer => match Value::from_be(cursor.take_rest()) {
            Value::Big(bytes) if bytes.len() > limits::MAX_COUNTER => {
                return Err(Junk("counter is absurdly wide"));
            }
            counter => counter,
        },
        Kind::SizedInteger(size) => Value::from_be(cursor.take_up_to(size)),
        Kind::String(len) | Kind::FrameId(len) => {
            let bytes = cursor.take_up_to(len);
            let ascii = str::from_utf8(bytes).ok().filter(|text| text.is_ascii());
            Value::Text(ascii.ok_or(Junk("not ASCII"))?)
        }
        Kind::Binary => Value::Bytes(cursor.take_rest()),
        Kind::Text | Kind::NumericText | Kind::NumericPartText | Kind::TimeStamp => {
            Value::Text(read_text(arena, context.version, state.encoding, cursor)?)
        }
        Kind::SyncedText => read_synced(arena, state.encoding, cursor)?,
        Kind::Multi(fields, _) => read_multi(context, state, fields, cursor)?,
        Kind::Latin1 => Value::Text(read_latin1(arena, cursor)),
        Kind::Latin1List => {
            let count = cursor.u8().ok_or(Fatal("byte is missing"))?;
            let items = (0..count).map(|_| read_latin1(arena, cursor));
            Value::Texts(arena.alloc_slice_fill_iter(items))
        }
        Kind::Frames => Value::Frames(tag::read_nested(context, cursor.take_rest())?),
        Kind::VolumeAdjustment => {
            let units = cursor.i16_be().ok_or(Fatal("volume adjustment is truncated"))?;
            Value::Float(f64::from(units) / 512.0)
        }
        Kind::VolumePeak => read_peak(cursor)?,
        Kind::VolumeAdjustments => read_adjustments(arena, cursor),
        Kind::KeyEvents => {
            let mut events = ArenaVec::new_in(arena);
            while cursor.len() >= 5 {
                let (Some(kind), Some(time)) = (cursor.u8(), cursor.u32_be()) else { break };
                events.push((kind.cast_signed(), time));
            }
            Value::Events(events.into_bump_slice())
        }
        Kind::AspiIndex => read_index(arena, state.index, cursor)?,
        Kind::Rva(max) => read_changes(arena, max, cursor)?,
    })
}

pub(super) fn read_text<'a>(
    arena: &'a Bump,
    version: u8,
    encoding: Encoding,
    cursor: &mut Cursor<'a>,
) -> Result<&'a str, Failure> {
    let (value, rest) = text::read_terminated(arena, encoding, cursor.rest(), Unterminated::Accept)
        .ok_or(Junk("text does not decode"))?;
    // Zeros behind a value pad it in the versions that know no lists of values.
    let padding = version < 4 && rest.iter().all(|&byte| byte == 0);
    *cursor = Cursor::new(if padding { Default::default() } else { rest });
    Ok(value)
}

pub(super) fn read_latin1<'a>(arena: &'a Bump, cursor: &mut Cursor<'a>) -> &'a str {
    let data = cursor.rest();
    let end = memchr::memchr(0, data).unwrap_or(data.len());
    let value = cursor.take_up_to(end);
    cursor.take_up_to(1);
    text::latin1(arena, value)
}

fn read_multi<'a>(
    context: &mut Context<'a, '_>,
    state: &State,
    fields: &'static [Field],
    cursor: &mut Cursor<'a>,
) -> Result<Value<'a>, Failure> {
    let arena = context.arena;
    let mut next = |kind, cursor: &mut Cursor<'a>| {
        read(context, state, kind, cursor).map(|value| value.text().unwrap_or_default())
    };
    match fields {
        [first, second] => {
            let mut pairs = ArenaVec::new_in(arena);
            while !cursor.is_empty() {
                pairs.push((next(first.kind, cursor)?, next(second.kind, cursor)?));
            }
            Ok(Value::Pairs(pairs.into_bump_slice()))
        }
        [only] => {
            let mut texts = ArenaVec::with_capacity_in(1, arena);
            while !cursor.is_empty() {
                texts.push(next(only.kind, cursor)?);
            }
            Ok(Value::Texts(texts.into_bump_slice()))
        }
        _ => Err(Fatal("no such field")),
    }
}

fn read_synced<'a>(
    arena: &'a Bump,
    encoding: Encoding,
    cursor: &mut Cursor<'a>,
) -> Result<Value<'a>, Failure> {
    let mut lines = ArenaVec::new_in(arena);
    while !cursor.is_empty() {
        let (line, rest) =
            text::read_terminated(arena, encoding, cursor.rest(), Unterminated::Refuse)
                .ok_or(Junk("text does not decode"))?;
        *cursor = Cursor::new(rest);
        lines.push((line, cursor.u32_be().ok_or(Junk("time is truncated"))?));
    }
    Ok(Value::Synced(lines.into_bump_slice()))
}

/// A peak: the number of bits, then that many in whole bytes (ID3v2.4.0 frames, section 4.11).
fn read_peak<'a>(cursor: &mut Cursor<'a>) -> Result<Value<'a>, Failure> {
    let bits = u32::from(cursor.u8().ok_or(Fatal("byte is missing"))?);
    let width = bits.div_ceil(8).min(4);
    let bytes = cursor.take(width as usize).ok_or(Junk("peak is truncated"))?;
    let shift = (8 - (bits & 7)) % 8 + (4 - width) * 8;
    let peak = bytes.iter().fold(0u64, |peak, &byte| (peak << 8) | u64::from(byte)) << shift;
    // At most 39 bits: exact in a double.
    #[allow(clippy::cast_precision_loss)]
    Ok(Value::Float(peak as f64 / f64::from(i32::MAX)))
}

fn read_adjustments<'a>(arena: &'a Bump, cursor: &mut Cursor<'a>) -> Value<'a> {
    let mut found = std::collections::BTreeMap::new();
    while cursor.len() >= 4 {
        let (Some(frequency), Some(adjustment)) = (cursor.u16_be(), cursor.i16_be()) else { break };
        found.insert(frequency, adjustment);
    }
    let pairs = found
        .into_iter()
        .map(|(frequency, adjustment)| (f64::from(frequency) / 2.0, f64::from(adjustment) / 512.0));
    let pairs: Vec<_> = pairs.collect();
    Value::Adjustments(arena.alloc_slice_copy(&pairs))
}

fn read_index<'a>(
    arena: &'a Bump,
    (bits, count): (u64, u64),
    cursor: &mut Cursor<'a>,
) -> Result<Value<'a>, Failure> {
    let width = match bits {
        8 => 1,
        16 => 2,
        _ => return Err(Junk("index entries have 8 or 16 bits")),
    };
    let len = usize::try_from(count).ok().and_then(|count| count.checked_mul(width));
    let entries = len.and_then(|len| cursor.take(len)).ok_or(Junk("index is truncated"))?;
    let entry = |bytes: &[u8]| bytes.iter().fold(0u16, |n, &byte| (n << 8) | u16::from(byte));
    Ok(Value::Ints(arena.alloc_slice_fill_iter(entries.chunks_exact(width).map(entry))))
}

/// Indexes of the values whose sign the six flag bits tell (ID3v2.3.0, section 4.12).
pub const RVA_SIGNED: [usize; 6] = [0, 1, 4, 5, 8, 10];

fn read_changes<'a>(
    arena: &'a Bump,
    max: usize,
    cursor: &mut Cursor<'a>,
) -> Result<Value<'a>, Failure> {
    let signs = cursor.u8().ok_or(Fatal("byte is missing"))?;
    let bits = cursor.u8().ok_or(Junk("volume adjustment is truncated"))?;
    let width = usize::from(bits).div_ceil(8);
    if width == 0 {
        return Err(Junk("volume adjustment of no bits"));
    }
    let mut changes = ArenaVec::new_in(arena);
    while changes.len() < max
        && let Some(magnitude) = cursor.take(width)
    {
        changes.push(Change { negative: false, magnitude });
    }
    if changes.len() < 2 {
        return Err(Junk("volume adjustment of one channel"));
    }
    for (bit, index) in RVA_SIGNED.into_iter().enumerate() {
        if let Some(change) = changes.get_mut(index)
            && signs & (1 << bit) == 0
        {
            // There is no negative zero: it is written like the other one.
            change.negative = change.magnitude.iter().any(|&byte| byte != 0);
        }
    }
    Ok(Value::Changes(changes.into_bump_slice()))
}
