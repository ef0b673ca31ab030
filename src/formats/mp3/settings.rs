//! A guess at the options that LAME was called with, from what it wrote into its header.
//!
//! Which options set which numbers changed from version to version; the rules here hold if no
//! more was said than a preset, a bitrate or a quality. Source: `presets.c` and `parse.c` of LAME
//! 3.90 to 3.100.

/// The numbers from which the options of LAME can be guessed. Wide enough for any value that a
/// program may put into their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// 1 constant, 2 average, 3 to 5 variable bitrate.
    pub vbr_method: i64,
    /// In Hz; 0 if unknown.
    pub lowpass_filter: i64,
    /// 0 is the best.
    pub quality: i64,
    /// 0 is the best.
    pub vbr_quality: i64,
    pub encoding_flags: i64,
    pub ath_type: i64,
    /// In kbit/s: the least if the bitrate varies, else the target; 255 may be more.
    pub bitrate: i64,
    pub preset_used: i64,
}

impl Settings {
    /// The options that LAME of this version was probably called with; empty if unknown.
    pub fn guess(&self, version: (i64, i64)) -> String {
        let era = Era::of(version);
        match self.vbr_method {
            1 => self.constant(),
            2 => self.average(era),
            _ => self.variable(era),
        }
    }

    fn constant(&self) -> String {
        match self.preset_used {
            0 if self.bitrate < 255 => format!("-b {}", self.bitrate),
            0 => String::from("-b 255+"),
            1003 => String::from("--preset insane"),
            preset => format!("-b {preset}"),
        }
    }

    fn average(&self, era: Era) -> String {
        let bitrate = self.bitrate;
        let more = if bitrate < 255 { "" } else { "+" };
        if era == Era::AltPresets && self.encoding_flags != 0 {
            format!("--alt-preset {bitrate}{more}")
        } else if self.preset_used != 0 {
            format!("--preset {}", self.preset_used)
        } else {
            format!("--abr {bitrate}{more}")
        }
    }

    fn variable(&self, era: Era) -> String {
        let named = match era {
            Era::AltPresets => self.alt_preset(),
            Era::Presets => self.preset(),
            _ => None,
        };
        if let Some(named) = named {
            return String::from(named);
        }
        let new_routine = match self.vbr_method {
            3 => false,
            4 | 5 => true,
            _ => return String::new(),
        };
        let routine = match era {
            Era::Unknown => return String::new(),
            Era::AltPresets | Era::Presets if new_routine => " --vbr-new",
            Era::NewDefault | Era::Modern if !new_routine => " --vbr-old",
            _ => "",
        };
        let quality = match era {
            Era::Modern if new_routine => self.true_quality(),
            _ => self.vbr_quality,
        };
        format!("-V {quality}{routine}")
    }

    fn alt_preset(&self) -> Option<&'static str> {
        let seen =
            (self.vbr_quality, self.quality, self.vbr_method, self.lowpass_filter, self.ath_type);
        Some(match seen {
            (1, 2, 4, 19500, 3) => "--preset r3mix",
            (2, 2, 3, 19000, 4) => "--alt-preset standard",
            (2, 2, 3, 19500, 2) => "--alt-preset extreme",
            _ => return None,
        })
    }

    fn preset(&self) -> Option<&'static str> {
        Some(match self.preset_used {
            1001 => "--preset standard",
            1002 => "--preset extreme",
            1004 => "--preset fast standard",
            1005 => "--preset fast extreme",
            1006 => "--preset medium",
            1007 => "--preset fast medium",
            _ => return None,
        })
    }

    /// LAME 3.99 and later write a wrong quality for some options: its bug report 455.
    fn true_quality(&self) -> i64 {
        match (self.vbr_quality, self.bitrate, self.lowpass_filter) {
            (5, 32, 0) => 7,
            (5, 8, 0) => 8,
            (6, 8, 0) => 9,
            _ => self.vbr_quality,
        }
    }
}

/// Versions of LAME that took the same options.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Era {
    Unknown,
    /// 3.90 to 3.92, with `--alt-preset`.
    AltPresets,
    /// 3.93 to 3.97, with `--preset`.
    Presets,
    /// 3.98, with the new VBR routine as the default.
    NewDefault,
    /// 3.99 and later.
    Modern,
}

impl Era {
    fn of(version: (i64, i64)) -> Self {
        match version {
            (3, 90..=92) => Self::AltPresets,
            (3, 93..=97) => Self::Presets,
            (3, 98) => Self::NewDefault,
            version if version >= (3, 99) => Self::Modern,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const V2: Settings = Settings {
        vbr_method: 4,
        lowpass_filter: 18500,
        quality: 0,
        vbr_quality: 2,
        encoding_flags: 0,
        ath_type: 5,
        bitrate: 32,
        preset_used: 0,
    };

    #[test]
    fn variable() {
        let guess = |minor, vbr_method| Settings { vbr_method, ..V2 }.guess((3, minor));
        assert_eq!([guess(89, 3), guess(89, 4), guess(89, 6)], ["", "", ""]);
        assert_eq!([guess(90, 3), guess(92, 4), guess(91, 6)], ["-V 2", "-V 2 --vbr-new", ""]);
        assert_eq!([guess(93, 3), guess(97, 5), guess(95, 0)], ["-V 2", "-V 2 --vbr-new", ""]);
        assert_eq!([guess(98, 3), guess(98, 4), guess(98, 7)], ["-V 2 --vbr-old", "-V 2", ""]);
        assert_eq!([guess(100, 3), guess(99, 5), guess(99, 0)], ["-V 2 --vbr-old", "-V 2", ""]);
        assert_eq!(V2.guess((4, 0)), "-V 2");
    }

    #[test]
    fn corrected_quality() {
        let guess = |vbr_quality, bitrate, minor| {
            Settings { vbr_quality, bitrate, lowpass_filter: 0, ..V2 }.guess((3, minor))
        };
        assert_eq!([guess(5, 32, 99), guess(5, 8, 100), guess(6, 8, 99)], ["-V 7", "-V 8", "-V 9"]);
        assert_eq!([guess(6, 32, 99), guess(5, 32, 98)], ["-V 6", "-V 5"]);
    }

    #[test]
    fn named_presets() {
        let r3mix =
            Settings { vbr_quality: 1, quality: 2, lowpass_filter: 19500, ath_type: 3, ..V2 };
        assert_eq!(r3mix.guess((3, 90)), "--preset r3mix");
        assert_eq!(r3mix.guess((3, 93)), "-V 1 --vbr-new");
        let standard =
            Settings { quality: 2, vbr_method: 3, lowpass_filter: 19000, ath_type: 4, ..V2 };
        assert_eq!(standard.guess((3, 92)), "--alt-preset standard");
        let extreme = Settings { lowpass_filter: 19500, ath_type: 2, ..standard };
        assert_eq!(extreme.guess((3, 92)), "--alt-preset extreme");
        let preset = |preset_used| Settings { preset_used, ..V2 }.guess((3, 96));
        assert_eq!([preset(1001), preset(1002)], ["--preset standard", "--preset extreme"]);
        assert_eq!([preset(1006), preset(1007)], ["--preset medium", "--preset fast medium"]);
        assert_eq!(
            [preset(1004), preset(1005)],
            ["--preset fast standard", "--preset fast extreme"]
        );
        assert_eq!(preset(1003), "-V 2 --vbr-new");
    }

    #[test]
    fn constant() {
        let guess = |bitrate, preset_used| {
            Settings { vbr_method: 1, bitrate, preset_used, ..V2 }.guess((3, 100))
        };
        assert_eq!([guess(128, 0), guess(255, 0)], ["-b 128", "-b 255+"]);
        assert_eq!([guess(255, 1003), guess(255, 320)], ["--preset insane", "-b 320"]);
    }

    #[test]
    fn average() {
        let abr = Settings { vbr_method: 2, bitrate: 128, ..V2 };
        let more = Settings { bitrate: 255, ..abr };
        assert_eq!([abr.guess((3, 90)), more.guess((3, 89))], ["--abr 128", "--abr 255+"]);
        assert_eq!(Settings { preset_used: 120, ..abr }.guess((3, 99)), "--preset 120");
        let flagged = Settings { encoding_flags: 1, preset_used: 120, ..abr };
        assert_eq!(
            [flagged.guess((3, 92)), flagged.guess((3, 93))],
            ["--alt-preset 128", "--preset 120"]
        );
        let flagged = Settings { encoding_flags: 1, ..more };
        assert_eq!(flagged.guess((3, 91)), "--alt-preset 255+");
    }
}
