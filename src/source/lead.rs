//! Where in memory bytes of a file should land.
//!
//! The kernel copies between its pages and a buffer with one string instruction. On processors of
//! AMD's Zen family that instruction is some eight times slower if the target lies a few bytes
//! further into its page of memory than the source does into its own: measured, 34 instead of 4.5
//! microseconds for 100 kB. Large reads therefore leave a few bytes free before them: the *lead*.

/// Bytes of a page of memory.
const PAGE: usize = 4096;

/// How far into its page a target must lie behind the source, in bytes; twice what was measured.
const CLEAR: usize = 128;

/// Longest lead.
pub const MAX_LEAD: usize = 4 * CLEAR;

/// Whether a copy from `source` to `target`, both positions within a page, is slow.
fn is_slow(source: usize, target: usize) -> bool {
    target.wrapping_sub(source) % PAGE < CLEAR
}

/// Bytes to leave free at the address `address`, so that reading from `offset` of a file is fast.
pub fn lead(address: usize, offset: u64) -> usize {
    lead_between(address, Some(offset), None)
}

/// The same for bytes that are read from one offset, written to another, or both.
pub fn lead_between(address: usize, from: Option<u64>, to: Option<u64>) -> usize {
    // Only the place within a page counts.
    let within = |position: u64| position as usize % PAGE;
    let fits = |lead: &usize| {
        let target = address.wrapping_add(*lead);
        from.is_none_or(|from| !is_slow(within(from), target))
            && to.is_none_or(|to| !is_slow(target, within(to)))
    };
    (0..=MAX_LEAD).step_by(CLEAR).find(fits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_always_is_one(address: usize, from: Option<u64>, to: Option<u64>) {
            let target = address.wrapping_add(lead_between(address, from, to));
            if let Some(from) = from {
                prop_assert!(!is_slow(from as usize % PAGE, target));
            }
            if let Some(to) = to {
                prop_assert!(!is_slow(target, to as usize % PAGE));
            }
        }
    }
}
