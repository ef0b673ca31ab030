//! What every file says about its audio (RFC 9639, section 8.2).

use super::{exact, malformed};
use crate::bytes::{Cursor, Input};

/// Length of the block in bytes.
pub const LEN: usize = 34;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StreamInfo {
    /// Samples of a frame.
    pub min_blocksize: u16,
    pub max_blocksize: u16,
    /// Bytes of a frame, up to 24 bits; 0 if unknown.
    pub min_framesize: u32,
    pub max_framesize: u32,
    /// Samples a second, up to 20 bits; not 0.
    pub sample_rate: u32,
    /// 1 to 8.
    pub channels: u8,
    /// 1 to 32.
    pub bits_per_sample: u8,
    /// Samples of one channel, up to 36 bits; 0 if unknown.
    pub total_samples: u64,
    /// Of the decoded audio; 0 if unknown.
    pub md5_signature: u128,
}

impl StreamInfo {
    /// Reads a block.
    ///
    /// # Errors
    /// Malformed for one that is cut off or has no sample rate; what the input reports.
    pub fn read<I: Input>(input: &mut I) -> Result<Self, I::Error> {
        let bytes = exact(input, LEN)?;
        Self::parse(bytes.as_ref())
            .filter(|info| info.sample_rate != 0)
            .ok_or_else(|| malformed("the sample rate cannot be 0").into())
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let (min_blocksize, max_blocksize) = (cursor.u16_be()?, cursor.u16_be()?);
        let (min_framesize, max_framesize) = (cursor.u24_be()?, cursor.u24_be()?);
        // 20 bits of sample rate, 3 of channels, 5 of sample size, 36 of length.
        let packed = cursor.u64_be()?;
        Some(Self {
            min_blocksize,
            max_blocksize,
            min_framesize,
            max_framesize,
            sample_rate: (packed >> 44) as u32,
            channels: (packed >> 41 & 7) as u8 + 1,
            bits_per_sample: (packed >> 36 & 31) as u8 + 1,
            total_samples: packed & ((1 << 36) - 1),
            md5_signature: cursor.array().map(u128::from_be_bytes)?,
        })
    }

    /// The block; of a number that is too large, the lower bits.
    pub fn render(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LEN);
        for size in [self.min_blocksize, self.max_blocksize] {
            bytes.extend_from_slice(&size.to_be_bytes());
        }
        for size in [self.min_framesize, self.max_framesize] {
            let [_, high, middle, low] = size.to_be_bytes();
            bytes.extend_from_slice(&[high, middle, low]);
        }
        let packed = u64::from(self.sample_rate) << 44
            | u64::from(self.channels.wrapping_sub(1) & 7) << 41
            | u64::from(self.bits_per_sample.wrapping_sub(1) & 31) << 36
            | self.total_samples & ((1 << 36) - 1);
        bytes.extend_from_slice(&packed.to_be_bytes());
        bytes.extend_from_slice(&self.md5_signature.to_be_bytes());
        bytes
    }

    /// Length of the audio in seconds; 0 if unknown.
    #[allow(clippy::cast_precision_loss)] // 36 bits are exact
    pub fn length(self) -> f64 {
        self.total_samples as f64 / f64::from(self.sample_rate)
    }

    /// Bits a second of audio that takes so many bytes; 0 if its length is unknown.
    #[allow(clippy::cast_precision_loss, clippy::cast_sign_loss)] // both as mutagen rounds
    pub fn bitrate(self, audio_len: u64) -> u128 {
        let length = self.length();
        if length == 0.0 { 0 } else { (audio_len as f64 * 8.0 / length) as u128 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every bit of a block means something, and is written again.
        #[test]
        fn round_trip(bytes in prop::array::uniform32(any::<u8>()), end: [u8; 2]) {
            let bytes = [&bytes[..], &end].concat();
            match StreamInfo::read(&mut Cursor::new(&bytes)) {
                Ok(info) => prop_assert_eq!(info.render(), bytes),
                Err(_) => prop_assert!(bytes[10..12] == [0, 0] && bytes[12] < 16),
            }
        }
    }

    #[test]
    fn fields() {
        let bytes = b"\x12\x00\x12\x34\x00\x00\x0e\x00\x35\xea\x0a\xc4\x42\xf0\x00\x06\xba\xa8\
            \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x09";
        let info = StreamInfo::read(&mut Cursor::new(bytes)).unwrap_or_default();
        let expected = StreamInfo {
            min_blocksize: 0x1200,
            max_blocksize: 0x1234,
            min_framesize: 14,
            max_framesize: 0x35ea,
            sample_rate: 44100,
            channels: 2,
            bits_per_sample: 16,
            total_samples: 441_000,
            md5_signature: 9,
        };
        assert_eq!(info, expected);
        assert_eq!((info.length(), info.bitrate(1_250_000)), (10.0, 1_000_000));
        assert_eq!(StreamInfo { total_samples: 0, ..info }.bitrate(9), 0);
        assert!(StreamInfo::read(&mut Cursor::new(&bytes[1..])).is_err());
    }
}
