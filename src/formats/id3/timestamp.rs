//! Time stamps: a subset of ISO 8601 (ID3v2.4.0 structure, section 4), read leniently.

use crate::bytes::digits::decimal;
use bumpalo::Bump;
use bumpalo::collections::String as ArenaString;

/// Digits of one part, without leading zeros; empty for zero.
type Part = String;

/// Year, month, day, hour, minute and second; nothing where a part is no number.
pub fn parts(text: &str) -> [Option<Part>; 6] {
    let mut found: [Option<Part>; 6] = Default::default();
    let mut rest = Some(text);
    for part in &mut found {
        let Some(current) = rest else { break };
        let (piece, next) = split(current);
        *part = number(piece);
        rest = next;
    }
    found
}

/// The text before the first separator, and what follows the separator. A run of blanks is one
/// separator.
fn split(text: &str) -> (&str, Option<&str>) {
    let Some(at) = text.find(|c| is_mark(c) || is_blank(c)) else { return (text, None) };
    let (piece, rest) = text.split_at(at);
    let rest = if rest.starts_with(is_mark) {
        rest.get(1..)
    } else {
        Some(rest.trim_start_matches(is_blank))
    };
    (piece, rest)
}

const fn is_mark(c: char) -> bool {
    matches!(c, '-' | 'T' | ':' | '/' | '.')
}

/// White space as Python's regular expressions and `str.isspace` know it.
const fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// A number as Python's `int()` reads one: a sign, digits of any script, single underscores
/// between digits.
fn number(piece: &str) -> Option<Part> {
    let piece = piece.strip_prefix('+').unwrap_or(piece);
    let mut digits = String::new();
    let mut count = 0usize;
    let mut after_digit = false;
    for character in piece.chars() {
        if let Some(digit) = decimal(character) {
            after_digit = true;
            count += 1;
            if digit != 0 || !digits.is_empty() {
                digits.push(char::from(b'0' + digit));
            }
        } else if character == '_' && after_digit {
            after_digit = false;
        } else {
            return None;
        }
    }
    // Python refuses to convert longer numbers.
    (after_digit && count <= 4300).then_some(digits)
}

/// The normal form `YYYY-MM-DD HH:MM:SS`, cut before the first missing part.
pub fn normalise<'a>(arena: &'a Bump, text: &'a str) -> &'a str {
    if is_normal(text.as_bytes()) {
        return text;
    }
    let mut normal = ArenaString::new_in(arena);
    let marks = ["", "-", "-", " ", ":", ":"];
    for ((part, mark), width) in parts(text).into_iter().zip(marks).zip([4, 2, 2, 2, 2, 2]) {
        let Some(digits) = part else { break };
        normal.push_str(mark);
        for _ in digits.len()..width {
            normal.push('0');
        }
        normal.push_str(&digits);
    }
    normal.into_bump_str()
}

/// Whether the text is a year or a whole date in normal form, as nearly all are.
fn is_normal(text: &[u8]) -> bool {
    match text {
        year if year.len() == 4 => year.iter().all(u8::is_ascii_digit),
        [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => {
            y.iter().chain([m1, m2, d1, d2]).all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> String {
        normalise(&Bump::new(), text).to_owned()
    }

    #[test]
    fn normal_forms() {
        assert_eq!(normal("1999"), "1999");
        assert_eq!(normal("1999-12-31"), "1999-12-31");
        assert_eq!(normal("1999-12-31T23:59:58"), "1999-12-31 23:59:58");
        assert_eq!(normal("1"), "0001");
        assert_eq!(normal("2004-1"), "2004-01");
        assert_eq!(normal("2004/x/1"), "2004");
        assert_eq!(normal("x"), "");
        assert_eq!(normal("1_0  5"), "0010-05");
        assert_eq!(normal("1__0"), "");
        assert_eq!(normal("٢٠٠٤"), "2004");
        assert_eq!(normal("12345-123"), "12345-123");
    }
}
