//! The packets of stream version 8 (trac.musepack.net, "SV8 specification").

use super::{Loudness, MusepackInfo, RATES, io_error, malformed, required};
use crate::bytes::Cursor;
use crate::error::Result;
use crate::source::Walk;

/// What a stream of this version begins with.
pub(super) const MAGIC: &[u8; 4] = b"MPCK";

/// Keys of packets: the stream's header, replay gain, audio and the end of the stream. Others are
/// passed.
const STREAM_HEADER: &[u8; 2] = b"SH";
const REPLAY_GAIN: &[u8; 2] = b"RG";
const AUDIO: &[u8; 2] = b"AP";
const STREAM_END: &[u8; 2] = b"SE";

/// Bytes of the longest number, of seven bits each.
const MAX_NUMBER_LEN: usize = 9;

/// What replay gain counts from, in dB.
const REFERENCE: f64 = 64.82;

const REPLAY_GAIN_LEN: u64 = 9;

/// What the stream's header says.
struct Header {
    version: u8,
    samples: i64,
    sample_rate: u32,
    channels: u8,
}

/// Reads the packets behind the magic bytes, until both that are needed were found.
pub(super) fn read(walk: &mut Walk<'_, '_>) -> Result<MusepackInfo> {
    skip(walk, MAGIC.len());
    let mut header = None;
    let mut gains = None;
    loop {
        let start = walk.position();
        let key: [u8; 2] = required(walk.array(), "packet has no key")?;
        if !(*b"AA"..=*b"ZZ").contains(&key) {
            return Err(malformed("packet has an impossible key"));
        }
        if let (Some(header), Some((title, album))) = (&header, gains) {
            return Ok(info(header, title, album));
        }
        if [AUDIO, STREAM_END].contains(&&key) {
            return Err(malformed("stream header or replay gain is missing"));
        }
        let size = number(walk, "packet has an impossible size")?;
        let end = start.checked_add(size).filter(|&end| end > start);
        let end = end.ok_or_else(|| malformed("packet has an impossible size"))?;
        match &key {
            STREAM_HEADER if header.is_some() => return Err(malformed("two stream headers")),
            STREAM_HEADER => header = Some(stream_header(walk, end)?),
            REPLAY_GAIN if gains.is_some() => return Err(malformed("two replay gains")),
            REPLAY_GAIN => gains = Some(replay_gain(walk, end)?),
            _ => {}
        }
        walk.go_to(end);
    }
}

#[allow(clippy::cast_precision_loss)] // rounded once, to the nearest
fn info(header: &Header, title: Loudness, album: Loudness) -> MusepackInfo {
    MusepackInfo {
        version: header.version.into(),
        channels: header.channels,
        sample_rate: header.sample_rate,
        bitrate: 0,
        length: header.samples as f64 / f64::from(header.sample_rate),
        samples: Some(header.samples),
        title,
        album,
    }
}

/// A number of any length: seven bits a byte, the highest first; the last byte has its top bit
/// clear.
fn number(walk: &mut Walk<'_, '_>, broken: &'static str) -> Result<u64> {
    let bytes = walk.peek(MAX_NUMBER_LEN).map_err(io_error)?;
    let last = bytes.iter().position(|byte| byte & 0x80 == 0).ok_or_else(|| malformed(broken))?;
    let bits = |number, byte: &u8| number << 7 | u64::from(byte & 0x7f);
    let number = bytes.iter().take(last + 1).fold(0, bits);
    skip(walk, last + 1);
    Ok(number)
}

fn skip(walk: &mut Walk<'_, '_>, len: usize) {
    walk.go_to(walk.position().saturating_add(len as u64));
}

/// How much of the packet that ends at `end` follows; nothing if the file has less.
fn rest(walk: &Walk<'_, '_>, end: u64) -> Option<u64> {
    end.checked_sub(walk.position()).filter(|&rest| rest <= walk.left())
}

fn stream_header(walk: &mut Walk<'_, '_>, end: u64) -> Result<Header> {
    const CUT: &str = "stream header is cut off";
    const COUNTS: &str = "stream header has impossible counts of samples";
    let [_, _, _, _, version]: [u8; 5] = required(walk.array(), CUT)?; // behind a checksum
    let all = number(walk, COUNTS)?;
    let skipped = number(walk, COUNTS)?;
    if rest(walk, end).is_none_or(|rest| rest < 2) {
        return Err(malformed(CUT));
    }
    let [rate, channels] = required(walk.array(), CUT)?;
    let rate = RATES.get(usize::from(rate >> 5)).ok_or_else(|| malformed("unknown sample rate"))?;
    Ok(Header {
        version,
        // Both have 63 bits.
        samples: all.cast_signed().saturating_sub(skipped.cast_signed()),
        sample_rate: *rate,
        channels: (channels >> 4) + 1,
    })
}

fn replay_gain(walk: &mut Walk<'_, '_>, end: u64) -> Result<(Loudness, Loudness)> {
    const CUT: &str = "replay gain is cut off";
    if rest(walk, end).is_none_or(|rest| rest < REPLAY_GAIN_LEN) {
        return Err(malformed(CUT));
    }
    let data: [u8; REPLAY_GAIN_LEN as usize] = required(walk.array(), CUT)?;
    let mut cursor = Cursor::new(&data);
    cursor.u8(); // version
    let loudness = |cursor: &mut Cursor<'_>| {
        let (gain, peak) = (cursor.i16_be()?, cursor.i16_be()?);
        // Zero means that it is unknown.
        let known = |number: i16| (number != 0).then(|| f64::from(number));
        Some(Loudness {
            gain: known(gain).map(|gain| REFERENCE - gain / 256.0),
            peak: known(peak).map(|peak| 10f64.powf(peak / (256.0 * 20.0)) / 65535.0),
        })
    };
    let both = loudness(&mut cursor).zip(loudness(&mut cursor));
    both.ok_or_else(|| malformed(CUT))
}
