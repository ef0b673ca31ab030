//! Content types: numbers, names and v2.3 chains such as `(4)(17)Rock` (ID3v2.3.0, TCON).

use crate::bytes::digits::decimal;

include!("genre_names.rs");

/// All names, in the order of their numbers.
pub fn names() -> &'static [&'static str] {
    &NAMES
}

/// The name of a genre.
pub fn name(number: usize) -> Option<&'static str> {
    NAMES.get(number).copied()
}

/// A decimal number below `limit`, as Python's `str.isdecimal` and `int` read one.
fn small_number(text: &str, limit: usize) -> Option<usize> {
    let mut value = 0usize;
    for character in text.chars() {
        let digit = usize::from(decimal(character)?);
        value = value.saturating_mul(10).saturating_add(digit);
    }
    (!text.is_empty() && value < limit).then_some(value)
}

fn reference(id: &str) -> &'static str {
    match id {
        "CR" => "Cover",
        "RX" => "Remix",
        _ => small_number(id, NAMES.len()).and_then(name).unwrap_or("Unknown"),
    }
}

/// The references at the front of `text`, each without its parentheses, and what follows them.
fn chain(text: &str) -> (Vec<&str>, &str) {
    let mut ids = Vec::new();
    let mut rest = text;
    while let Some((id, after)) = rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        let numeric = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        if !numeric && id != "RX" && id != "CR" {
            break;
        }
        ids.push(id);
        rest = after;
    }
    (ids, rest)
}

/// Calls `found` with the genres that one value of a TCON frame stands for.
pub fn each<'a>(value: &'a str, mut found: impl FnMut(&'a str)) {
    match value {
        "" => return,
        "CR" | "RX" => return found(reference(value)),
        _ => {}
    }
    if let Some(number) = small_number(value, 256) {
        return found(name(number).unwrap_or("Unknown"));
    }
    let (ids, rest) = chain(value);
    // What stands behind the references ends with its line.
    let text = rest.split('\n').next().unwrap_or_default();
    let text = if text.starts_with("((") { text.get(1..).unwrap_or_default() } else { text };
    let mut known = false;
    for id in ids {
        let genre = reference(id);
        known |= genre == text;
        found(genre);
    }
    if !text.is_empty() && !known {
        found(text);
    }
}

/// Whether every value is a plain name already.
pub fn all_plain(values: &[&str]) -> bool {
    values.iter().all(|value| {
        let mut plain = false;
        each(value, |genre| plain = genre == *value);
        plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn genres(value: &str) -> Vec<&str> {
        let mut all = Vec::new();
        each(value, |genre| all.push(genre));
        all
    }

    #[test]
    fn forms() {
        assert_eq!(genres("17"), ["Rock"]);
        assert_eq!(genres("255"), ["Unknown"]);
        assert_eq!(genres("256"), ["256"]);
        assert_eq!(genres("(4)Eurodisco"), ["Disco", "Eurodisco"]);
        assert_eq!(genres("(17)Rock"), ["Rock"]);
        assert_eq!(genres("(RX)(CR)(999)"), ["Remix", "Cover", "Unknown"]);
        assert_eq!(genres("((Pop"), ["(Pop"]);
        assert_eq!(genres("(x)"), ["(x)"]);
        assert_eq!(genres("CR"), ["Cover"]);
        assert_eq!(genres("\nRock"), Vec::<&str>::new());
        assert!(all_plain(&["Rock", "Pop"]) && !all_plain(&["17"]) && !all_plain(&[""]));
    }
}
