//! Globs: `*` stands for any text, also an empty one and one with `/` in it, `?` for any one character.
//!
//! A glob matches the whole text. Every other character is itself: there are no classes and no escapes, as in the
//! wildcards of Kyverno.

/// Whether `pattern` matches the whole of `text`.
///
/// Takes time linear in the text for patterns without `?`, and never more than text times pattern.
///
/// ```
/// use kubelaw_lang::values::glob;
///
/// assert!(glob::matches("ghcr.io/*:v1.?", "ghcr.io/acme/app:v1.2"));
/// assert!(!glob::matches("ghcr.io", "ghcr.io/acme/app"));
/// ```
pub fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else {
        return prefix(pattern, text).is_some_and(str::is_empty);
    };
    let Some(mut rest) = prefix(head, text) else { return false };
    let (middle, last) = tail.rsplit_once('*').unwrap_or(("", tail));
    // Taking the leftmost place of each middle piece leaves the most text to the others, so nothing is tried twice.
    for piece in middle.split('*').filter(|piece| !piece.is_empty()) {
        let Some(after) = leftmost(piece, rest) else { return false };
        rest = after;
    }
    suffix(last, rest)
}

/// What follows `piece` at the start of `text`.
fn prefix<'t>(piece: &str, text: &'t str) -> Option<&'t str> {
    if !piece.contains('?') {
        return text.strip_prefix(piece);
    }
    let mut rest = text.chars();
    for expected in piece.chars() {
        let found = rest.next()?;
        if expected != '?' && expected != found {
            return None;
        }
    }
    Some(rest.as_str())
}

/// What follows the first place of `piece` in `text`.
fn leftmost<'t>(piece: &str, text: &'t str) -> Option<&'t str> {
    if !piece.contains('?') {
        return text.find(piece).and_then(|at| prefix(piece, text.split_at(at).1));
    }
    text.char_indices().find_map(|(at, _)| prefix(piece, text.split_at(at).1))
}

fn suffix(piece: &str, text: &str) -> bool {
    let mut rest = text.chars().rev();
    piece.chars().rev().all(|expected| rest.next().is_some_and(|found| expected == '?' || expected == found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_the_whole_text() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("*", "a/b"),
            ("**", "x"),
            ("a*", "a"),
            ("*a", "bca"),
            ("a*b*c", "a1b2b3c"),
            ("a*aa", "aaa"),
            ("?", "é"),
            ("*.example.com", "a.b.example.com"),
            ("a?c*?", "abcd"),
            ("*?b*", "ab"),
            ("[a]", "[a]"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("", "a"),
            ("a", ""),
            ("a", "A"),
            ("a*", "ba"),
            ("*a", "ab"),
            ("a*a", "a"),
            ("ab*bc", "abc"),
            ("?", ""),
            ("?", "ab"),
            ("*?", ""),
            ("a*b*c", "acb"),
            ("[ab]", "a"),
        ] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn does_not_backtrack() {
        let text = "a".repeat(20_000);
        assert!(!matches(&format!("{}b", "a*".repeat(1_000)), &text));
    }
}
