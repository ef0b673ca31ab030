//! How packets are laid out on pages: lengths only, no bytes.

/// A page without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Lengths of the packets, or parts of packets, on the page.
    pub lens: Vec<usize>,
    /// Whether the first packet began on an earlier page.
    pub continued: bool,
    /// Whether the last packet ends on this page.
    pub complete: bool,
    pub position: i64,
}

impl Layout {
    fn empty() -> Self {
        Self { lens: Vec::new(), continued: false, complete: true, position: 0 }
    }
}

/// How large pages shall be, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// A page this large takes nothing more.
    pub page: usize,
    /// A packet with less than this left ends on the page it is on.
    pub wiggle_room: usize,
}

impl Default for Sizes {
    /// What mutagen writes.
    fn default() -> Self {
        Self { page: 4096, wiggle_room: 2048 }
    }
}

/// Packets on one page before another one is begun: each needs a segment at least.
const MAX_PACKETS: usize = 255;

/// Lays packets of these lengths out on pages, as mutagen does. `None` if pages are too small for
/// a single segment.
///
/// A packet is dealt out in parts of as many whole segments as fit into a page. A part goes to the
/// page at hand unless that is full; then a new page begins with it.
pub fn paged(packets: impl IntoIterator<Item = usize>, sizes: Sizes) -> Option<Vec<Layout>> {
    use super::page::{HEADER_LEN, SEGMENT_LEN};
    let part = sizes.page / SEGMENT_LEN * SEGMENT_LEN;
    let mut pages: Vec<Layout> = Vec::new();
    let mut page = Layout::empty();
    // Bytes of all packets of the page but the last, with their segments and the header.
    let mut settled = HEADER_LEN;
    let taken = |len: usize| len + len / SEGMENT_LEN + 1;
    for packet in packets {
        let mut left = packet;
        settled += page.lens.last().copied().map_or(0, taken);
        let mut len = 0;
        let mut others = page.lens.len();
        while left > 0 {
            if part == 0 && left >= sizes.wiggle_room {
                return None;
            }
            let now = left.min(part);
            left -= now;
            if settled + taken(len) < sizes.page && others < MAX_PACKETS - 1 {
                len += now;
            } else {
                if len > 0 {
                    page.complete = false;
                    if others == 0 {
                        page.position = -1;
                    }
                    page.lens.push(len);
                }
                let continued = !page.complete;
                pages.push(std::mem::replace(&mut page, Layout { continued, ..Layout::empty() }));
                (settled, others, len) = (HEADER_LEN, 0, now);
            }
            if left < sizes.wiggle_room {
                len += left;
                left = 0;
            }
        }
        page.lens.push(len);
    }
    if !page.lens.is_empty() {
        pages.push(page);
    }
    Some(pages)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lens(packets: &[usize], sizes: Sizes) -> Vec<Vec<usize>> {
        let pages = paged(packets.iter().copied(), sizes).unwrap_or_default();
        pages.into_iter().map(|page| page.lens).collect()
    }

    #[test]
    fn small_packets_share_a_page_and_large_ones_are_divided() {
        let usual = Sizes::default();
        assert_eq!(lens(&[200, 200, 0], usual), [vec![200, 200, 0]]);
        assert_eq!(lens(&[4080 + 2047], usual), [vec![6127]]);
        assert_eq!(lens(&[4080 + 2048], usual), [vec![4080], vec![2048]]);
        assert_eq!(lens(&[100, 10_000], usual), [vec![100, 4080], vec![5920]]);
        assert_eq!(lens(&[1; 300], usual), [vec![1; 254], vec![1; 46]]);
        let tight = Sizes { page: 1000, wiggle_room: 1_000_000 };
        assert_eq!(lens(&[511, 511, 511], tight), [vec![511, 511], vec![511]]);
        assert_eq!(paged([1], Sizes { page: 254, wiggle_room: 1 }), None);
    }

    #[test]
    fn marks_of_divided_packets() {
        let pages = paged([10_000, 3], Sizes::default()).unwrap_or_default();
        let marks: Vec<_> =
            pages.iter().map(|page| (page.continued, page.complete, page.position)).collect();
        assert_eq!(marks, [(false, false, -1), (true, true, 0), (false, true, 0)]);
    }

    proptest! {
        /// Nothing is lost, and a packet is divided only between segments.
        #[test]
        fn packets_can_be_put_together(
            packets in prop::collection::vec(0usize..20_000, 0..40),
            page in 255usize..9000,
            wiggle_room in 0usize..3000,
        ) {
            let pages = paged(packets.iter().copied(), Sizes { page, wiggle_room });
            let mut joined: Vec<usize> = Vec::new();
            let mut complete = true;
            for page in pages.unwrap_or_default() {
                prop_assert_eq!(page.continued, !complete);
                for (number, len) in page.lens.iter().enumerate() {
                    if number == 0 && page.continued {
                        if let Some(last) = joined.last_mut() {
                            prop_assert_eq!(*last % 255, 0);
                            *last += len;
                        }
                    } else {
                        joined.push(*len);
                    }
                }
                complete = page.complete;
            }
            prop_assert!(complete);
            prop_assert_eq!(joined, packets);
        }
    }
}
