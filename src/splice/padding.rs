//! How much padding a saved tag gets: one policy for all formats.

/// The numbers a padding decision is made from; what `mutagen.PaddingInfo` shows to a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaddingInfo {
    /// Bytes that stay free if nothing moves; negative if the content needs more room.
    pub padding: i64,
    /// Bytes that follow the padding and would have to move.
    pub size: i64,
}

impl PaddingInfo {
    /// mutagen's default: keep what is there unless there is too little or far too much.
    pub fn default_padding(self) -> i64 {
        let high = (10 * 1024i64).saturating_add(self.size.div_euclid(100));
        let low = 1024i64.saturating_add(self.size.div_euclid(1000));
        if (0..=high).contains(&self.padding) { self.padding } else { low }
    }
}

#[cfg(test)]
mod tests {
    use super::PaddingInfo;

    #[test]
    fn keeps_adds_and_reduces() {
        let of = |padding, size| PaddingInfo { padding, size }.default_padding();
        assert_eq!(of(0, 0), 0);
        assert_eq!(of(10240, 99), 10240);
        assert_eq!(of(10241, 99), 1024);
        assert_eq!(of(-1, 2_000_000), 1024 + 2000);
        assert_eq!(of(30_000, 2_000_000), 30_000);
    }
}
