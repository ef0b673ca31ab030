//! The header of stream versions 4 to 7 (trac.musepack.net, "SV7 specification").

use super::{Loudness, MusepackInfo, RATES, malformed, required};
use crate::bytes::Cursor;
use crate::error::Result;
use crate::source::Walk;

const LEN: usize = 32;

/// What version 7 begins with; the rest of the byte that follows is a minor version.
const MAGIC: &[u8; 3] = b"MP+";
const VERSION_BITS: u8 = 0xf;

const SAMPLES_PER_FRAME: i64 = 1152;

/// What the decoder leaves out.
const DELAY: i64 = 576;

/// Reads the header at the walk's position.
pub(super) fn read(walk: &mut Walk<'_, '_>) -> Result<MusepackInfo> {
    let header: [u8; LEN] = required(walk.array(), "not a Musepack file")?;
    let parsed = match header.strip_prefix(MAGIC) {
        Some(rest) => parse_7(rest),
        None => parse_old(&header),
    };
    parsed.ok_or_else(|| malformed("not a Musepack file"))
}

fn parse_7(header: &[u8]) -> Option<MusepackInfo> {
    let mut cursor = Cursor::new(header);
    let version = cursor.u8()? & VERSION_BITS;
    if version < 7 {
        return None;
    }
    let frames = cursor.u32_le()?;
    let flags = cursor.u32_le()?;
    let title = loudness(&mut cursor)?;
    let album = loudness(&mut cursor)?;
    let rate = *RATES.get((flags >> 16 & 3) as usize)?;
    let info = info(version.into(), frames.into(), rate, 0);
    Some(MusepackInfo { title, album, ..info })
}

/// A peak, then a gain.
fn loudness(cursor: &mut Cursor<'_>) -> Option<Loudness> {
    let peak = f64::from(cursor.u16_le()?) / 65535.0;
    let gain = f64::from(cursor.i16_le()?) / 100.0;
    Some(Loudness { gain: Some(gain), peak: Some(peak) })
}

fn parse_old(header: &[u8]) -> Option<MusepackInfo> {
    let mut cursor = Cursor::new(header);
    let word = cursor.u32_le()?;
    let version = word >> 11 & 0x3ff;
    if !(4..=6).contains(&version) {
        return None;
    }
    let count = cursor.u32_le()?;
    // Version 4 has its count in the upper half.
    let count = if version == 4 { count >> 16 } else { count };
    // Those before version 6 count one frame too many.
    let frames = i64::from(count) - i64::from(version < 6);
    Some(info(version, frames, 44_100, (word >> 23).into()))
}

#[allow(clippy::cast_precision_loss)] // 44 bits fit
fn info(version: u32, frames: i64, sample_rate: u32, bitrate: i64) -> MusepackInfo {
    let samples = frames * SAMPLES_PER_FRAME - DELAY;
    MusepackInfo {
        version,
        channels: 2,
        sample_rate,
        bitrate,
        length: samples as f64 / f64::from(sample_rate),
        samples: None,
        title: Loudness::default(),
        album: Loudness::default(),
    }
}
