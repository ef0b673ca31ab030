//! The header of a frame: ISO 11172-3, section 2.4.1.3; ISO 13818-3, section 2.4.2.3, for the
//! half sampling rates of version 2. Version 2.5, with quarter rates, is Fraunhofer's extension.

/// Length of the header in bytes.
pub const HEADER_LEN: usize = 4;

/// The longest frame, in bytes: version 2.5, layer 1, 256 kbit/s at 8 kHz, padded.
pub const MAX_FRAME_LEN: usize = 6148;

/// The value of [`FrameHeader::mode`] for one channel.
pub const MONO: u8 = 3;

/// The version of the standard that a frame follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    V1,
    V2,
    V25,
}

/// Bitrates in kbit/s by index 1 to 14: ISO 11172-3, table 2.4.2.3, and ISO 13818-3. Index 0,
/// "free format", and 15 are not accepted.
type Bitrates = [u16; 14];

const V1_LAYER1: Bitrates = [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
const V1_LAYER2: Bitrates = [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const V1_LAYER3: Bitrates = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const V2_LAYER1: Bitrates = [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
const V2_LAYER2: Bitrates = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/// Sampling rates in Hz by index, of version 1; version 2 has halves of them, 2.5 quarters.
const SAMPLE_RATES: [u32; 3] = [44100, 48000, 32000];

/// What the header of a frame says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    pub version: Version,
    /// 1, 2 or 3.
    pub layer: u8,
    /// Whether a checksum follows the header.
    pub protected: bool,
    /// In bit/s.
    pub bitrate: u32,
    /// In Hz.
    pub sample_rate: u32,
    /// Whether the frame is one slot longer than the bitrate demands.
    pub padding: bool,
    /// 0 stereo, 1 joint stereo, 2 dual channel, [`MONO`].
    pub mode: u8,
}

impl FrameHeader {
    /// Reads a header. `None` if it lacks the sync, has a reserved value or is of free format:
    /// so many bytes look like a sync that everything doubtful is refused.
    pub fn parse(bytes: [u8; HEADER_LEN]) -> Option<Self> {
        let [0xff, second, third, fourth] = bytes else { return None };
        if second & 0xe0 != 0xe0 {
            return None;
        }
        let version = match (second >> 3) & 3 {
            0 => Version::V25,
            2 => Version::V2,
            3 => Version::V1,
            _ => return None,
        };
        let layer = match (second >> 1) & 3 {
            0 => return None,
            code => 4 - code,
        };
        let bitrates = match (version, layer) {
            (Version::V1, 1) => &V1_LAYER1,
            (Version::V1, 2) => &V1_LAYER2,
            (Version::V1, _) => &V1_LAYER3,
            (_, 1) => &V2_LAYER1,
            _ => &V2_LAYER2,
        };
        let bitrate = bitrates.get(usize::from(third >> 4).checked_sub(1)?)?;
        let sample_rate = SAMPLE_RATES.get(usize::from((third >> 2) & 3))?;
        let divisor = match version {
            Version::V1 => 1,
            Version::V2 => 2,
            Version::V25 => 4,
        };
        Some(Self {
            version,
            layer,
            protected: second & 1 == 0,
            bitrate: u32::from(*bitrate) * 1000,
            sample_rate: sample_rate / divisor,
            padding: third & 2 != 0,
            mode: fourth >> 6,
        })
    }

    /// The number of channels, 1 or 2.
    pub const fn channels(self) -> u8 {
        if self.mode == MONO { 1 } else { 2 }
    }

    /// Samples of each channel in a frame.
    pub const fn samples(self) -> u32 {
        match (self.version, self.layer) {
            (_, 1) => 384,
            (Version::V2 | Version::V25, 3) => 576,
            _ => 1152,
        }
    }

    /// Length of the frame in bytes, with its header.
    ///
    /// In layer 1, with slots of four bytes, this is four times the length of the standard: so
    /// mutagen reckons, and which of a file's frames it takes for the first depends on it.
    pub fn frame_len(self) -> usize {
        let slots = self.samples() / 8 * self.bitrate / self.sample_rate + u32::from(self.padding);
        (if self.layer == 1 { slots * 4 } else { slots }) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_usual_header() {
        let header = FrameHeader::parse([0xff, 0xfb, 0x92, 0x64]).expect("valid");
        assert_eq!(
            header,
            FrameHeader {
                version: Version::V1,
                layer: 3,
                protected: false,
                bitrate: 128_000,
                sample_rate: 44100,
                padding: true,
                mode: 1,
            }
        );
        assert_eq!((header.channels(), header.samples(), header.frame_len()), (2, 1152, 418));
    }

    #[test]
    fn versions_and_layers() {
        let header = FrameHeader::parse([0xff, 0xf2, 0x84, 0xc0]).expect("version 2");
        assert_eq!((header.version, header.layer, header.protected), (Version::V2, 3, true));
        assert_eq!((header.bitrate, header.sample_rate), (64000, 24000));
        assert_eq!((header.channels(), header.samples(), header.frame_len()), (1, 576, 192));
        let header = FrameHeader::parse([0xff, 0xe7, 0xea, 0x80]).expect("version 2.5");
        assert_eq!((header.version, header.layer), (Version::V25, 1));
        assert_eq!((header.bitrate, header.sample_rate), (256_000, 8000));
        assert_eq!((header.samples(), header.frame_len()), (384, MAX_FRAME_LEN));
        let header = FrameHeader::parse([0xff, 0xfd, 0x10, 0]).expect("layer 2");
        assert_eq!((header.version, header.layer, header.bitrate), (Version::V1, 2, 32000));
        assert_eq!((header.samples(), header.frame_len()), (1152, 104));
    }

    #[test]
    fn reserved_values_are_refused() {
        let valid = [0xff, 0xfb, 0x90, 0];
        assert!(FrameHeader::parse(valid).is_some());
        for (index, byte) in
            [(0, 0xfe), (1, 0xdb), (1, 0xeb), (1, 0xf9), (2, 0x00), (2, 0xf0), (2, 0x9c)]
        {
            let mut header = valid;
            header[index] = byte;
            assert_eq!(FrameHeader::parse(header), None, "{header:02x?}");
        }
    }

    proptest! {
        /// No frame is empty, so that following frames advances; none exceeds the maximum.
        #[test]
        fn lengths_are_bounded(bytes: [u8; 3]) {
            let [second, third, fourth] = bytes;
            if let Some(header) = FrameHeader::parse([0xff, second, third, fourth]) {
                prop_assert!((24..=MAX_FRAME_LEN).contains(&header.frame_len()));
                prop_assert!((1..=3).contains(&header.layer));
            }
        }
    }
}
