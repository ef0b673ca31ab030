//! DSDIFF files (Direct Stream Digital Interchange File Format 1.5): facts about the stream from
//! the property chunk and the sound data, and where the ID3 tag is.

use crate::error::{Error, Format, Result};
use crate::formats::iff::plan::TagChunk;
use crate::formats::iff::walk::{Walker, required};
use crate::formats::iff::{Chunk, Dialect};
use crate::source::Loader;

/// The chunk of the ID3 tag.
pub const TAG: TagChunk =
    TagChunk { dialect: Dialect::Dsdiff, check: None, names: &[b"ID3"], new: *b"ID3 " };

/// Facts about a stream; what is not told is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DsdiffInfo {
    pub channels: Option<u16>,
    /// In Hz.
    pub sample_rate: Option<u32>,
    /// How the stream is compressed: `DSD` for not at all, or `DST`; in ASCII, with blanks.
    pub compression: Option<[u8; 4]>,
    /// In seconds.
    pub length: Option<f64>,
    pub bitrate: Option<Bitrate>,
}

/// In bits a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bitrate {
    /// Of a stream that is not compressed.
    Exact(u64),
    /// Of a compressed one.
    Average(f64),
}

/// What opening a file tells.
#[derive(Debug)]
pub struct Dsdiff {
    /// Offset of the ID3 tag.
    pub tag: Option<u64>,
    pub info: Result<DsdiffInfo>,
}

/// Finds the tag and reads the stream info of a file.
///
/// # Errors
/// Those of reading the chunks.
pub fn open(loader: &mut Loader<'_>) -> Result<Dsdiff> {
    let mut walker = Walker::new(loader, Dialect::Dsdiff);
    let root = walker.root()?;
    let names: [&[&[u8]]; 4] = [TAG.names, &[b"PROP"], &[b"DSD"], &[b"DST"]];
    let [tag, properties, dsd, dst] = walker.find(&root, names)?;
    let info = info(&mut walker, properties, dsd, dst);
    Ok(Dsdiff { tag: tag.map(|tag| tag.data), info })
}

fn info(
    walker: &mut Walker<'_, '_>,
    properties: Option<Chunk>,
    dsd: Option<Chunk>,
    dst: Option<Chunk>,
) -> Result<DsdiffInfo> {
    let properties = required(properties, Format::Dsdiff, "no PROP chunk")?;
    let mut info = DsdiffInfo::default();
    if properties.name.as_bytes() == b"SND " {
        read_properties(walker, &properties, &mut info)?;
    }
    match info.compression() {
        Some("DSD") => info.add_uncompressed(&required(dsd, Format::Dsdiff, "no DSD chunk")?),
        Some("DST") => {
            let dst = required(dst, Format::Dsdiff, "no DST chunk")?;
            let [frames] = walker.find(&dst, [&[b"FRTE"]])?;
            let frames = required(frames, Format::Dsdiff, "no FRTE chunk")?;
            // A shorter chunk tells nothing.
            if frames.size >= FRTE_LEN as u64 {
                let [c0, c1, c2, c3, r0, r1] = walker.data(&frames)?;
                let count = u32::from_be_bytes([c0, c1, c2, c3]);
                info.add_compressed(&dst, &frames, count, u16::from_be_bytes([r0, r1]));
            }
        }
        _ => {}
    }
    Ok(info)
}

/// The chunks within the property chunk (section 3.2). Of several of a name the last one counts.
fn read_properties(
    walker: &mut Walker<'_, '_>,
    properties: &Chunk,
    info: &mut DsdiffInfo,
) -> Result<()> {
    let [mut rate, mut channels, mut compression] = [None; 3];
    walker.children(properties, |chunk| match chunk.id.as_bytes() {
        b"FS" if chunk.size == 4 => rate = Some(chunk),
        b"CHNL" if chunk.size >= 2 => channels = Some(chunk),
        b"CMPR" if chunk.size >= 4 => compression = Some(chunk),
        _ => {}
    })?;
    let rate = rate.map(|chunk| walker.data(&chunk)).transpose()?;
    let channels = channels.map(|chunk| walker.data(&chunk)).transpose()?;
    let compression = compression.map(|chunk| walker.data(&chunk)).transpose()?;
    if compression.is_some_and(|name| !name.is_ascii()) {
        return Err(Error::malformed(Format::Dsdiff, "the compression's name is not ASCII"));
    }
    info.sample_rate = rate.map(u32::from_be_bytes);
    info.channels = channels.map(u16::from_be_bytes);
    info.compression = compression;
    Ok(())
}

/// Length in bytes of the fields of the `FRTE` chunk: number and rate of frames.
const FRTE_LEN: usize = 6;

impl DsdiffInfo {
    /// How the stream is compressed, without the blanks behind the name.
    pub fn compression(&self) -> Option<&str> {
        let name = str::from_utf8(self.compression.as_ref()?).ok()?;
        Some(name.trim_end_matches(is_blank))
    }

    /// One bit for each sample, eight samples of a channel in a byte (section 3.3).
    fn add_uncompressed(&mut self, dsd: &Chunk) {
        let channels = self.channels.unwrap_or_default();
        let rate = self.sample_rate.unwrap_or_default();
        if rate != 0 {
            let samples = quotient(u128::from(dsd.size) * 8, channels.max(1).into());
            self.length = Some(samples / f64::from(rate));
        }
        self.bitrate = Some(Bitrate::Exact(u64::from(channels) * u64::from(rate)));
    }

    /// So many frames at so many a second (section 3.4).
    fn add_compressed(&mut self, dst: &Chunk, frames: &Chunk, count: u32, rate: u16) {
        if rate != 0 {
            self.length = Some(f64::from(count) / f64::from(rate));
        }
        if count != 0 {
            let header = u128::from(frames.size) + u128::from(frames.size % 2);
            let header = header + Dialect::Dsdiff.header_len() as u128;
            let size = u128::from(dst.size);
            // A frame information chunk that claims to be larger than what it is in makes this
            // negative, in mutagen too.
            let average = match size.checked_sub(header) {
                Some(data) => quotient(data, count),
                None => -quotient(header - size, count),
            };
            self.bitrate = Some(Bitrate::Average(average * 8.0 * f64::from(rate)));
        }
    }
}

/// What Python's `str.rstrip` takes for blank, of ASCII.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r' | '\x1c'..='\x1f')
}

/// A quotient of up to 68 bits over up to 32, rounded once, as Python divides integers.
fn quotient(dividend: u128, divisor: u32) -> f64 {
    const SHIFT: u32 = 56;
    #[allow(clippy::cast_precision_loss)] // the one rounding there is
    if dividend < 1 << 53 {
        return dividend as f64 / f64::from(divisor);
    }
    let shifted = dividend << SHIFT;
    let divisor = u128::from(divisor);
    // What is left over only has to show which side of a tie this is.
    let exact = (shifted / divisor) | u128::from(!shifted.is_multiple_of(divisor));
    #[allow(clippy::cast_precision_loss)]
    let rounded = exact as f64;
    rounded / f64::from_bits(u64::from(1023 + SHIFT) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::iff::samples;
    use crate::source::MemorySource;
    use proptest::prelude::*;

    fn chunk(id: &str, data: &[u8]) -> Vec<u8> {
        samples::chunk(Dialect::Dsdiff, id, data)
    }

    fn file(compression: &str, chunks: &[Vec<u8>]) -> Vec<u8> {
        let compression = [compression.as_bytes(), b"\x0enot compressed"].concat();
        let properties = [
            b"SND ".to_vec(),
            chunk("FS  ", &2_822_400u32.to_be_bytes()),
            chunk("CHNL", b"\0\x02SLFTSRGT"),
            chunk("CMPR", &compression),
        ];
        let properties = chunk("PROP", &properties.concat());
        samples::file(Dialect::Dsdiff, "DSD ", &[&[properties], chunks].concat())
    }

    fn info(data: &[u8]) -> DsdiffInfo {
        let opened = open(&mut Loader::new(&mut MemorySource(data))).expect("chunks");
        opened.info.expect("PROP")
    }

    #[test]
    fn uncompressed() {
        let info = info(&file("DSD ", &[chunk("DSD ", &vec![0x69; 7056])]));
        assert_eq!(info.compression(), Some("DSD"));
        assert_eq!((info.length, info.bitrate), (Some(0.01), Some(Bitrate::Exact(5_644_800))));
    }

    #[test]
    fn compressed() {
        let dst = [chunk("FRTE", &[0, 0, 0, 150, 0, 75]), vec![0; 300]].concat();
        let info = info(&file("DST ", &[chunk("DST ", &dst)]));
        assert_eq!((info.length, info.bitrate), (Some(2.0), Some(Bitrate::Average(1200.0))));
    }

    #[test]
    fn quotients_are_rounded_once() {
        let bits = |dividend, divisor| quotient(dividend, divisor).to_bits();
        assert_eq!(bits(10, 4), 2.5f64.to_bits());
        assert_eq!(bits(u128::from(u64::MAX) * 8, 1), (8.0 * 2f64.powi(64)).to_bits());
        assert_eq!(bits((1 << 60) + 129, 1), (2f64.powi(60) + 256.0).to_bits());
        assert_eq!(bits(((1 << 53) + 1) * 3, 3), 2f64.powi(53).to_bits());
    }

    proptest! {
        #[test]
        fn any_bytes(data in prop::collection::vec(any::<u8>(), 0..200), cut in 0usize..60) {
            for name in ["DSD ", "DST "] {
                let mut file = file(name, &[chunk(name, &data), chunk("PROP", &data)]);
                file.truncate(file.len() - cut.min(file.len()));
                let _ = open(&mut Loader::new(&mut MemorySource(&file)));
            }
        }
    }
}
