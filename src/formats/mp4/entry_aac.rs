//! What a decoder of MPEG-4 audio is told before it starts: `AudioSpecificConfig` and what is
//! inside of it (ISO/IEC 14496-3, sections 1.6.2 and 4.4.1).

use crate::bytes::Bits;
use crate::formats::aac::ProgramConfig;

/// Names of audio object types by their number (ISO/IEC 14496-3, table 1.17); an empty one is
/// reserved.
const OBJECT_TYPES: [&str; 46] = [
    "",
    "AAC MAIN",
    "AAC LC",
    "AAC SSR",
    "AAC LTP",
    "SBR",
    "AAC scalable",
    "TwinVQ",
    "CELP",
    "HVXC",
    "",
    "",
    "TTSI",
    "Main synthetic",
    "Wavetable synthesis",
    "General MIDI",
    "Algorithmic Synthesis and Audio FX",
    "ER AAC LC",
    "",
    "ER AAC LTP",
    "ER AAC scalable",
    "ER Twin VQ",
    "ER BSAC",
    "ER AAC LD",
    "ER CELP",
    "ER HVXC",
    "ER HILN",
    "ER Parametric",
    "SSC",
    "PS",
    "MPEG Surround",
    "",
    "Layer-1",
    "Layer-2",
    "Layer-3",
    "DST",
    "ALS",
    "SLS",
    "SLS non-core",
    "ER AAC ELD",
    "SMR Simple",
    "SMR Main",
    "USAC",
    "SAOC",
    "LD MPEG Surround",
    "USAC",
];

/// Sampling rates in Hz by their index (table 1.18).
const SAMPLE_RATES: [u32; 13] =
    [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

/// The index that says that the rate itself follows.
const EXPLICIT_RATE: u32 = 15;

// Audio object types that the syntax depends on.
const SCALABLE: u32 = 6;
const ER_SCALABLE: u32 = 20;
const ER_BSAC: u32 = 22;
const SBR: u32 = 5;
const PS: u32 = 29;

/// What begins a backward compatible extension, for spectral band replication and for
/// parametric stereo.
const SBR_SYNC: u32 = 0x2b7;
const PS_SYNC: u32 = 0x548;

/// Whether a tool is used, as far as a configuration says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    #[default]
    Unknown,
    No,
    Yes,
}

impl Presence {
    /// As the standard has it: -1, 0, 1.
    pub const fn number(self) -> i8 {
        match self {
            Self::Unknown => -1,
            Self::No => 0,
            Self::Yes => 1,
        }
    }

    pub const fn from_number(number: i64) -> Self {
        match number {
            0 => Self::No,
            1 => Self::Yes,
            _ => Self::Unknown,
        }
    }

    const fn from_flag(flag: bool) -> Self {
        if flag { Self::Yes } else { Self::No }
    }
}

/// An `AudioSpecificConfig`. Rates are in Hz, 0 for an index without meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AudioConfig {
    pub object_type: u32,
    pub sample_rate: u32,
    /// A number of channels up to 6, 7 for eight of them, 0 if a program config element tells.
    pub channel_configuration: u32,
    pub sbr: Presence,
    pub ps: Presence,
    /// 0 if there is no extension.
    pub extension_object_type: u32,
    pub extension_sample_rate: Option<u32>,
    pub extension_channel_configuration: Option<u32>,
    /// What a program config element says.
    pub pce_channels: Option<u32>,
}

impl AudioConfig {
    /// Reads a configuration of `len` bytes; those that the syntax needs are read even if `len`
    /// is less, as some writers state it too small. `None` if the data end before.
    pub fn read(bits: &mut Bits<'_>, len: u64) -> Option<Self> {
        let start = bits.position();
        let bits_left = |bits: &Bits<'_>| {
            len.saturating_mul(8).saturating_sub(bits.position().saturating_sub(start))
        };
        let mut config = Self {
            object_type: object_type(bits)?,
            sample_rate: sample_rate(bits)?,
            channel_configuration: bits.take(4)?,
            ..Self::default()
        };
        if matches!(config.object_type, SBR | PS) {
            config.extension_object_type = SBR;
            config.sbr = Presence::Yes;
            if config.object_type == PS {
                config.ps = Presence::Yes;
            }
            config.extension_sample_rate = Some(sample_rate(bits)?);
            config.object_type = object_type(bits)?;
            if config.object_type == ER_BSAC {
                config.extension_channel_configuration = Some(bits.take(4)?);
            }
        }
        // The configuration of other types is not known here, so nor is what follows it.
        if !matches!(config.object_type, 1..=4 | 6 | 7 | 17 | 19..=23) {
            return Some(config);
        }
        if !config.read_general_audio(bits)? {
            return Some(config);
        }
        if matches!(config.object_type, 17 | 19..=27 | 39) && matches!(bits.take(2)?, 2 | 3) {
            return Some(config);
        }
        if config.extension_object_type != SBR
            && bits_left(bits) >= 16
            && bits.take(11)? == SBR_SYNC
        {
            config.read_extension(bits, bits_left)?;
        }
        Some(config)
    }

    /// `GASpecificConfig`. Whether it was understood to its end.
    fn read_general_audio(&mut self, bits: &mut Bits<'_>) -> Option<bool> {
        bits.skip(1)?; // length of a frame
        if bits.flag()? {
            bits.skip(14)?; // delay of the core coder
        }
        let extended = bits.flag()?;
        if self.channel_configuration == 0 {
            self.pce_channels = Some(ProgramConfig::read(bits)?.channels);
        }
        if matches!(self.object_type, SCALABLE | ER_SCALABLE) {
            bits.skip(3)?;
        }
        if !extended {
            return Some(true);
        }
        match self.object_type {
            ER_BSAC => bits.skip(16)?,
            17 | 19 | ER_SCALABLE | 23 => bits.skip(3)?,
            _ => {}
        }
        Some(!bits.flag()?)
    }

    /// The backward compatible extension behind its sync.
    fn read_extension(
        &mut self,
        bits: &mut Bits<'_>,
        bits_left: impl Fn(&Bits<'_>) -> u64,
    ) -> Option<()> {
        self.extension_object_type = object_type(bits)?;
        if !matches!(self.extension_object_type, SBR | ER_BSAC) {
            return Some(());
        }
        self.sbr = Presence::from_flag(bits.flag()?);
        if self.sbr == Presence::Yes {
            self.extension_sample_rate = Some(sample_rate(bits)?);
        }
        if self.extension_object_type == ER_BSAC {
            self.extension_channel_configuration = Some(bits.take(4)?);
        } else if self.sbr == Presence::Yes && bits_left(bits) >= 12 && bits.take(11)? == PS_SYNC {
            self.ps = Presence::from_flag(bits.flag()?);
        }
        Some(())
    }

    /// The object type with the tools that extend it, such as "AAC LC+SBR"; `None` for a type
    /// that is reserved.
    pub fn description(&self) -> Option<String> {
        let name = OBJECT_TYPES.get(self.object_type as usize).filter(|name| !name.is_empty())?;
        let sbr = if self.sbr == Presence::Yes { "+SBR" } else { "" };
        let ps = if self.ps == Presence::Yes { "+PS" } else { "" };
        Some(format!("{name}{sbr}{ps}"))
    }

    /// The sampling rate of what comes out of the decoder; 0 if it cannot be told.
    pub fn output_rate(&self) -> u32 {
        /// Above it nobody doubles the rate.
        const MAX_CORE_RATE: u32 = 24000;
        match self.sbr {
            Presence::Yes => self.extension_sample_rate.unwrap_or_default(),
            // With types that allow it, the stream itself may bring a band replication that
            // doubles the rate.
            Presence::Unknown
                if matches!(self.object_type, 1..=4 | 6 | 17 | 19 | 20 | 22)
                    && self.sample_rate <= MAX_CORE_RATE =>
            {
                0
            }
            _ => self.sample_rate,
        }
    }

    /// The number of channels; 0 if it cannot be told.
    pub fn channels(&self) -> u32 {
        if let Some(channels) = self.pce_channels {
            return channels;
        }
        match self.extension_channel_configuration.unwrap_or(self.channel_configuration) {
            1 => match self.ps {
                Presence::Unknown => 0,
                Presence::No => 1,
                Presence::Yes => 2,
            },
            7 => 8,
            8.. => 0,
            channels => channels,
        }
    }
}

fn object_type(bits: &mut Bits<'_>) -> Option<u32> {
    const ESCAPE: u32 = 31;
    match bits.take(5)? {
        ESCAPE => Some(32 + bits.take(6)?),
        number => Some(number),
    }
}

fn sample_rate(bits: &mut Bits<'_>) -> Option<u32> {
    match bits.take(4)? {
        EXPLICIT_RATE => bits.take(24),
        index => Some(SAMPLE_RATES.get(index as usize).copied().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(data: &[u8]) -> Option<AudioConfig> {
        AudioConfig::read(&mut Bits::new(data), data.len() as u64)
    }

    #[test]
    fn plain_aac() {
        let config = read(&[0x12, 0x10]).expect("whole");
        assert_eq!((config.object_type, config.sample_rate), (2, 44100));
        assert_eq!((config.output_rate(), config.channels()), (44100, 2));
        assert_eq!(config.description().as_deref(), Some("AAC LC"));
        assert_eq!((config.sbr, config.ps), (Presence::Unknown, Presence::Unknown));
        assert_eq!(read(&[0x12]), None);
    }

    #[test]
    fn half_rates_leave_the_rate_open() {
        // 24 kHz, one channel.
        let config = read(&[0x13, 0x08]).expect("whole");
        assert_eq!((config.output_rate(), config.channels()), (0, 0));
    }

    #[test]
    fn signalled_band_replication_and_stereo() {
        let config = read(&[0x13, 0x08, 0x56, 0xe5, 0x9d, 0x48, 0x80]).expect("whole");
        assert_eq!(config.description().as_deref(), Some("AAC LC+SBR+PS"));
        assert_eq!((config.output_rate(), config.channels()), (48000, 2));
        // Type 29 says the same in its first bits.
        let config = read(&[0xeb, 0x09, 0x88, 0x00]).expect("whole");
        assert_eq!(config.description().as_deref(), Some("AAC LC+SBR+PS"));
        assert_eq!((config.sample_rate, config.output_rate()), (24000, 48000));
    }

    #[test]
    fn rate_written_out_and_reserved_type() {
        let config = read(&[0x17, 0x80, 0x3e, 0x80, 0x08, 0, 0]).expect("whole");
        assert_eq!((config.sample_rate, config.channel_configuration), (32000, 1));
        // Type 32 + 40.
        let config = read(&[0xfd, 0x08, 0x20]).expect("whole");
        assert_eq!((config.object_type, config.description()), (72, None));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes(data in prop::collection::vec(any::<u8>(), 0..40), len in 0u64..60) {
            if let Some(config) = AudioConfig::read(&mut Bits::new(&data), len) {
                prop_assert!(config.channels() < 100);
                prop_assert!(config.sbr != Presence::Yes || config.extension_sample_rate.is_some());
                let _ = (config.description(), config.output_rate());
            }
        }
    }
}
