//! One frame of a stream, with what its VBR header tells of the whole stream.

use super::frame::{FrameHeader, HEADER_LEN};
use super::lame::{LameVersion, VERSION_FIELD_LEN};
use super::settings::Settings;
use super::vbri::{self, Vbri};
use super::xing::{self, BitrateMode, Xing};

/// Bytes of the file, from the start of a frame, that are looked at to read it.
pub const SPAN: usize = 36 + xing::MAX_LEN;

/// Volume that LAME measured. Each number is `None` if it did not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loudness {
    /// In dB, for a loudness of 89 dB.
    pub track_gain: Option<f64>,
    /// Loudest sample; 1 is full scale.
    pub track_peak: Option<f64>,
    /// In dB, for a loudness of 89 dB.
    pub album_gain: Option<f64>,
}

/// What wrote the VBR header, as it stands there: text is made of it when somebody asks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Encoder {
    Xing { version: Option<[u8; VERSION_FIELD_LEN]>, settings: Option<Settings> },
    Fraunhofer,
}

impl Encoder {
    /// Name and version, such as `LAME 3.100.0+`.
    pub fn info(&self) -> Option<String> {
        match self {
            Self::Xing { version, .. } => {
                let version = version.as_ref().and_then(LameVersion::parse);
                version.map(|version| format!("LAME {version}"))
            }
            Self::Fraunhofer => Some(String::from("FhG")),
        }
    }

    /// A guess at the options that LAME was called with, empty if there is none; nothing for an
    /// encoder that has no such options.
    pub fn settings(&self) -> Option<String> {
        match self {
            Self::Xing { version, settings } => {
                let version = version.as_ref().and_then(LameVersion::parse);
                let guess = version.zip(*settings).map(|(v, settings)| settings.guess(v.number()));
                Some(guess.unwrap_or_default())
            }
            Self::Fraunhofer => None,
        }
    }
}

/// A frame. What no VBR header told is `None`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Position in the file, in bytes.
    pub offset: u64,
    pub header: FrameHeader,
    /// Whether nothing but the four bytes of the header speaks for this being a frame.
    pub sketchy: bool,
    /// In bit/s: the average of the stream if known, else that of this frame.
    pub bitrate: u64,
    /// Length of the stream in seconds.
    pub length: Option<f64>,
    pub bitrate_mode: Option<BitrateMode>,
    pub encoder: Option<Encoder>,
    pub loudness: Option<Loudness>,
}

impl Frame {
    /// Reads the frame at `offset` of a file of `file_len` bytes. `data` is the file from there
    /// on: [`SPAN`] bytes, or all that there are. `None` if no frame begins there.
    pub fn parse(data: &[u8], offset: u64, file_len: u64) -> Option<Self> {
        let header = FrameHeader::parse(*data.first_chunk::<HEADER_LEN>()?)?;
        let mut frame = Self {
            offset,
            header,
            sketchy: true,
            bitrate: u64::from(header.bitrate),
            length: None,
            bitrate_mode: None,
            encoder: None,
            loudness: None,
        };
        if header.layer == 3 {
            if let Some(xing) = data.get(Xing::offset(header)..).and_then(Xing::parse) {
                frame.add_xing(&xing);
            } else if let Some(vbri) = data.get(vbri::OFFSET..).and_then(Vbri::parse) {
                // The table of contents says nothing that is needed, but has to be there.
                let len = vbri::OFFSET + vbri::HEADER_LEN + vbri.toc_len();
                if offset.saturating_add(len as u64) <= file_len {
                    frame.add_vbri(vbri);
                }
            }
        }
        Some(frame)
    }

    fn add_xing(&mut self, xing: &Xing<'_>) {
        self.sketchy = false;
        self.bitrate_mode = Some(xing.bitrate_mode());
        let settings = xing.lame.map(|lame| lame.settings);
        self.encoder = Some(Encoder::Xing { version: xing.version_field.copied(), settings });
        self.loudness = xing.lame.map(|lame| Loudness {
            track_gain: lame.track_gain,
            track_peak: lame.track_peak,
            album_gain: lame.album_gain,
        });
        let Some(frames) = xing.frames else { return };
        let rate = self.header.sample_rate;
        let samples = u64::from(self.header.samples()) * u64::from(frames);
        if let Some(bytes) = xing.bytes
            && samples > 0
        {
            // The bytes are counted with this frame, the frames without it.
            let audio = u64::from(bytes).saturating_sub(self.header.frame_len() as u64);
            let bits = audio * 8 * u64::from(rate);
            self.bitrate = whole((float(bits) / float(samples)).round_ties_even());
        }
        // LAME up to 3.97 claims more silence around short files than they have samples.
        let silence =
            xing.lame.map_or(0, |lame| u64::from(lame.delay_start) + u64::from(lame.padding_end));
        self.length = Some(float(samples.saturating_sub(silence)) / f64::from(rate));
    }

    fn add_vbri(&mut self, vbri: Vbri) {
        self.sketchy = false;
        self.bitrate_mode = Some(BitrateMode::Variable);
        self.encoder = Some(Encoder::Fraunhofer);
        let samples = u64::from(self.header.samples()) * u64::from(vbri.frames);
        let length = float(samples) / f64::from(self.header.sample_rate);
        self.length = Some(length);
        if length > 0.0 {
            self.bitrate = whole(float(u64::from(vbri.bytes) * 8) / length);
        }
    }
}

/// The nearest floating point number.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53; no count of a file is larger")]
pub(super) const fn float(count: u64) -> f64 {
    count as f64
}

/// The integer part of a number that is not negative.
#[expect(clippy::cast_sign_loss, reason = "quotients of counts have no sign")]
const fn whole(value: f64) -> u64 {
    value as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Version 1, layer 3, 128 kbit/s, 44.1 kHz, joint stereo; 417 bytes long.
    fn frame_with(offset: usize, vbr_header: &[u8]) -> Vec<u8> {
        let mut data = vec![0xff, 0xfb, 0x90, 0x64];
        data.resize(417, 0);
        data[offset..offset + vbr_header.len()].copy_from_slice(vbr_header);
        data
    }

    fn parse(data: &[u8]) -> Frame {
        Frame::parse(data, 1000, 1000 + data.len() as u64).expect("a frame")
    }

    #[test]
    fn a_plain_frame_is_sketchy() {
        let frame = parse(&frame_with(36, b""));
        assert!(frame.sketchy);
        assert_eq!((frame.offset, frame.bitrate, frame.length), (1000, 128_000, None));
        assert_eq!((frame.bitrate_mode, frame.encoder), (None, None));
    }

    #[test]
    fn xing_gives_length_and_average() {
        let frame = parse(&frame_with(36, b"Xing\0\0\0\x03\0\0\x03\xe8\0\x06\x1a\x80"));
        assert!(!frame.sketchy);
        // 1000 frames of 1152 samples; 400000 bytes less the 417 of this frame.
        assert_eq!(frame.length, Some(1_152_000.0 / 44100.0));
        assert_eq!(frame.bitrate, 122_372);
        let encoder = frame.encoder.expect("Xing");
        assert_eq!((encoder.settings().as_deref(), encoder.info()), (Some(""), None));
        assert_eq!(frame.loudness, None);
        // Without a number of frames there is neither.
        let frame = parse(&frame_with(36, b"Info\0\0\0\x02\0\x06\x1a\x80"));
        assert_eq!((frame.length, frame.bitrate), (None, 128_000));
        assert_eq!(frame.bitrate_mode, Some(BitrateMode::Constant));
        // No frame at all: no division, and a length of nothing.
        let frame = parse(&frame_with(36, b"Info\0\0\0\x03\0\0\0\0\0\0\0\0"));
        assert_eq!((frame.length, frame.bitrate), (Some(0.0), 128_000));
        // Fewer bytes than this frame has.
        let frame = parse(&frame_with(36, b"Info\0\0\0\x03\0\0\0\x01\0\0\0\x07"));
        assert_eq!(frame.bitrate, 0);
    }

    #[test]
    fn lame_takes_silence_off() {
        let mut header = b"Info\0\0\0\x01\0\0\0\x02LAME3.100".to_vec();
        header.extend([0, 0, 0, 0, 0, 0, 0x20, 0x0a, 0, 0, 0, 0, 0x24, 0x01, 0xc8]);
        header.extend([0; 12]);
        let frame = parse(&frame_with(36, &header));
        // 2 * 1152 samples less 576 and 456.
        assert_eq!(frame.length, Some(1272.0 / 44100.0));
        assert_eq!(frame.encoder.and_then(|e| e.info()).as_deref(), Some("LAME 3.100.0+"));
        let loudness = Loudness { track_gain: Some(1.0), track_peak: None, album_gain: None };
        assert_eq!(frame.loudness, Some(loudness));
        // More silence than samples.
        header[11] = 0;
        assert_eq!(parse(&frame_with(36, &header)).length, Some(0.0));
    }

    #[test]
    fn vbri_needs_its_table() {
        let header = b"VBRI\0\x01\0\0\0\x50\0\x06\x1a\x80\0\0\x03\xe8\0\x02\0\x01\0\x02\0\x01";
        let data = frame_with(36, header);
        let frame = parse(&data);
        assert!(!frame.sketchy);
        assert_eq!(frame.length, Some(1_152_000.0 / 44100.0));
        assert_eq!((frame.bitrate, frame.bitrate_mode), (122_500, Some(BitrateMode::Variable)));
        assert_eq!(frame.encoder, Some(Encoder::Fraunhofer));
        let end = 36 + header.len() + 4;
        assert!(!parse(&data[..end]).sketchy);
        assert!(parse(&data[..end - 1]).sketchy);
    }

    #[test]
    fn other_layers_have_no_vbr_header() {
        let mut data = frame_with(36, b"Info\0\0\0\0");
        data[1] = 0xfd;
        assert!(parse(&data).sketchy);
    }
}
