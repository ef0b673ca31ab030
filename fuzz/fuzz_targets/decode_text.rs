//! Arbitrary bytes as text of every encoding: text or nothing; and what was decoded as it stands,
//! without repairs, is encoded to the same bytes.

#![no_main]

use bumpalo::Bump;
use libfuzzer_sys::fuzz_target;
use mutagen_rs::bytes::text::{Encoding, Unterminated, encode, read_terminated, terminator};

fuzz_target!(|data: &[u8]| {
    let arena = Bump::new();
    for encoding in (0..4).filter_map(Encoding::from_byte) {
        if let Some((text, rest)) = read_terminated(&arena, encoding, data, Unterminated::Accept) {
            assert!(data.ends_with(rest));
            assert!(!text.contains('\0'));
        }
        let Some((text, rest)) = read_terminated(&arena, encoding, data, Unterminated::Refuse)
        else {
            continue;
        };
        let taken = &data[..data.len() - rest.len()];
        // Encoding writes little-endian UTF-16 only.
        if encoding != Encoding::Utf16 || taken.starts_with(&[0xff, 0xfe]) {
            let mut again = Vec::new();
            encode(text, encoding, &mut again).expect("decoded from it");
            again.extend_from_slice(terminator(encoding));
            assert_eq!(again, taken);
        }
    }
});
