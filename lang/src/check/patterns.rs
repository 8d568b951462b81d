//! Regular expressions that ask for something else than their author means, most likely.

use crate::syntax::written_regex;

/// What an author of `pattern` hardly means, and what to write instead.
pub(super) fn odd(pattern: &str) -> Option<(String, String)> {
    star(pattern).or_else(|| loose_ends(pattern)).or_else(|| bare_dot(pattern))
}

/// `/^gcr.io\//` and `/^1.2[0-9]$/`, where a dot is meant and any character matches.
fn bare_dot(pattern: &str) -> Option<(String, String)> {
    let (mut right, mut escaped, mut in_class) = (String::new(), false, false);
    for (at, c) in pattern.char_indices() {
        let (before, after) = (pattern.get(..at)?, pattern.get(at + 1..).unwrap_or_default());
        if c == '.' && !escaped && !in_class && is_of_name(before, after) {
            right.push('\\');
        }
        right.push(c);
        match c {
            _ if escaped => {}
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    let message = || "`.` is any character in a regular expression".to_owned();
    (right != pattern).then(|| (message(), format!("write `{}` for a dot", written_regex(&right))))
}

/// Whether a dot between these is plainly one: of a number with points, or of the name of a host.
fn is_of_name(before: &str, after: &str) -> bool {
    let mut back = before.chars().rev();
    let (last, but_last) = (back.next(), back.next());
    let ends_in = |is: fn(&char) -> bool| last.as_ref().is_some_and(is) && but_last != Some('\\');
    let is_point = (ends_in(char::is_ascii_digit) || ends_in_digits(before))
        && (after.starts_with(|c: char| c.is_ascii_digit()) || DIGIT.iter().any(|digit| after.starts_with(digit)));
    let is_inside =
        before.is_empty() || ends_in(char::is_ascii_alphanumeric) || before.ends_with(".*") || before.ends_with(".+");
    is_point || is_inside && is_host(after)
}

/// The ways to write any digit.
const DIGIT: [&str; 2] = ["\\d", "[0-9]"];

/// Whether a pattern ends with several digits, as `\d+` does.
fn ends_in_digits(pattern: &str) -> bool {
    let repeated = pattern
        .strip_suffix(['+', '*', '}'])
        .map(|repeated| repeated.trim_end_matches(|c: char| "{,0123456789".contains(c)));
    repeated.is_some_and(|repeated| DIGIT.iter().any(|digit| repeated.ends_with(digit)))
}

/// Whether a pattern begins with the end of a host's name.
fn is_host(pattern: &str) -> bool {
    const LAST: [&str; 10] = ["app", "cloud", "com", "corp", "dev", "internal", "local", "net", "org", "svc"];
    let is_of_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let label = pattern.trim_start_matches(is_of_label);
    let (label, rest) = (pattern.get(..pattern.len() - label.len()).unwrap_or_default(), label);
    let is_country = || label.len() == 2 && label.bytes().all(|b| b.is_ascii_lowercase());
    match rest.trim_start_matches('\\').chars().next() {
        Some('.') if !label.is_empty() && !rest.starts_with(".*") && !rest.starts_with(".+") => {
            is_host(rest.trim_start_matches(['\\', '.']))
        }
        None | Some('/' | ':' | '$' | ')' | '|') => LAST.contains(&label) || is_country(),
        _ => false,
    }
}

/// `/^web-*/`, which asks for any number of dashes. Slashes at the end of a path may be meant so.
fn star(pattern: &str) -> Option<(String, String)> {
    let (whole, marks) = pattern.strip_suffix('$').map_or((pattern, "-_:/"), |whole| (whole, "-_:"));
    let before = whole.strip_suffix('*')?;
    let mark = before.chars().next_back().filter(|mark| marks.contains(*mark))?;
    let message = || format!("`{mark}*` is any number of `{mark}` in a regular expression");
    let help = || format!("write `{mark}.*` for what begins so, or `{mark}{{0,}}` if that is meant");
    before.contains(|c: char| c.is_ascii_alphanumeric()).then(|| (message(), help()))
}

/// `/^a|b$/`, where `^` is of the first alternative alone.
fn loose_ends(pattern: &str) -> Option<(String, String)> {
    let (mut depth, mut escaped) = (0, false);
    let is_bar = |c: char| {
        let literal = std::mem::take(&mut escaped);
        match c {
            _ if literal => {}
            '\\' => escaped = true,
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => return c == '|' && depth == 0,
        }
        false
    };
    let mut alternatives = pattern.split(is_bar);
    let first = alternatives.next().filter(|first| first.starts_with('^') && !first.ends_with('$'))?;
    let others = alternatives.map(|other| !other.starts_with('^')).reduce(|a, b| a && b)?;
    let message = format!("only `{first}` is tied to the beginning");
    others.then(|| (message, "write `/^(a|b)/` for both, or `/(^a)|b/` if that is meant".to_owned()))
}

/// What is required of a text that has to match `/^[a-z0-9-]+/`, which says nothing of what comes after the first character.
pub(super) fn loose(pattern: &str) -> Option<(String, String)> {
    let whole = pattern.trim_start_matches('^');
    let whole = whole.strip_suffix('$').unwrap_or(whole);
    let class = whole.strip_suffix(['+', '*'])?;
    let is_class = matches!(class, "\\d" | "\\w") || class.starts_with('[') && class.find(']') == Some(class.len() - 1);
    let is_whole = pattern.starts_with('^') && pattern.ends_with('$');
    let message = || format!("`{pattern}` has to match a part of the string alone");
    let part = || pattern.replacen(whole, class, 1);
    let help = || format!("write `/^{whole}$/` for the whole string, or `/{}/` if that is meant", part());
    (is_class && !is_whole).then(|| (message(), help()))
}

/// The function that asks for the same as a pattern, and the text that it is given: `startsWith` and `a` for `/^a/`. Where the
/// pattern asks for more behind the text, as `/^a[0-9]/` does, it is `begins`.
pub(super) fn plain(pattern: &str) -> Option<(&'static str, String)> {
    let rest = pattern.strip_prefix('^');
    let starts = rest.is_some();
    let mut chars = rest.unwrap_or(pattern).chars();
    let mut text = String::new();
    let ends = loop {
        match chars.next() {
            None => break false,
            Some('$') if chars.as_str().is_empty() => break true,
            Some('\\') => match chars.next() {
                Some(c) if !c.is_ascii_alphanumeric() => text.push(c),
                _ if starts => break false,
                _ => return None,
            },
            Some('*' | '?' | '{') => {
                text.pop();
                break false;
            }
            Some('+') => break false,
            Some(c) if ".|()[]}^$".contains(c) => break false,
            Some(c) => text.push(c),
        }
    };
    // What follows may be another alternative, or make of the end a beginning.
    let whole = chars.as_str().is_empty();
    if text.is_empty() || pattern.contains('|') || !whole && !starts {
        return None;
    }
    let test = match (starts, ends) {
        (true, true) => "==",
        (true, false) if whole => "startsWith",
        (true, false) => "begins",
        (false, true) => "endsWith",
        (false, false) => "contains",
    };
    Some((test, text))
}

#[cfg(test)]
mod tests {
    use super::{loose, odd, plain};

    #[test]
    fn knows_what_is_plain_text() {
        for (pattern, test, text) in [
            ("^a/b$", "==", "a/b"),
            ("^docker\\.io/", "startsWith", "docker.io/"),
            ("^docker\\.io/[a-z]+", "begins", "docker.io/"),
            ("^ab*", "startsWith", "a"),
            (":latest$", "endsWith", ":latest"),
            ("a-b", "contains", "a-b"),
        ] {
            assert_eq!(plain(pattern), Some((test, text.to_owned())), "{pattern}");
        }
        for pattern in ["", "^", "^[a-z]", "a|b", "^a(b|c)", "a.b", "[a]b", "(?i)a", "^\\d"] {
            assert_eq!(plain(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn finds_what_is_hardly_meant() {
        for pattern in ["^web-*", "^web-*$", "ghcr\\.io/*", "^a|b$", "^a|b", "^(a|b)|c"] {
            assert!(odd(pattern).is_some(), "{pattern}");
        }
        for (pattern, right) in [
            ("docker.io", "/docker\\.io/"),
            ("^gcr.io/", "/^gcr\\.io\\//"),
            ("^.*.example.com$", "/^.*\\.example\\.com$/"),
            ("^(quay.io|ghcr\\.io)/", "/^(quay\\.io|ghcr\\.io)\\//"),
            (".example.com$", "/\\.example\\.com$/"),
            ("registry.k8s.io", "/registry\\.k8s\\.io/"),
            ("^v?1.2[0-9]", "/^v?1\\.2[0-9]/"),
            ("^10.0.", "/^10\\.0./"),
            ("^\\d+.\\d+$", "/^\\d+\\.\\d+$/"),
            ("^v[0-9]{1,3}.[0-9]", "/^v[0-9]{1,3}\\.[0-9]/"),
            ("1.\\d", "/1\\.\\d/"),
        ] {
            assert_eq!(odd(pattern).unwrap_or_default().1, format!("write `{right}` for a dot"));
        }
        for pattern in [
            "docker\\.io",
            "^gcr[.]io",
            "kube.system",
            "^.*$",
            "a.*b",
            "a.+io",
            "v.?1",
            "[0-9].[0-9]",
            "\\d.\\d",
            "a.b.*",
            "x.ion",
            "[a.io]",
        ] {
            assert!(odd(pattern).is_none(), "{pattern}");
        }
        for pattern in
            ["^-*$", "^(web-)*$", "^web-.*$", "^(a|b)$", "^a|^b", "a$|b$", "(^a)|b", "^a$|b", "^[|]a", "^a\\|b", "a/*$"]
        {
            assert!(odd(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn finds_what_asks_for_a_part() {
        for (pattern, whole, part) in [
            ("[a-z]+", "^[a-z]+$", "[a-z]"),
            ("^\\w*", "^\\w*$", "^\\w"),
            ("[a-z0-9-]*$", "^[a-z0-9-]*$", "[a-z0-9-]$"),
        ] {
            let help = format!("write `/{whole}/` for the whole string, or `/{part}/` if that is meant");
            assert_eq!(loose(pattern).unwrap_or_default().1, help);
        }
        for pattern in ["^[a-z]+$", "[a-z]", "^v[0-9]+", ".*", "[a-z]+-[a-z]+", "a+", "^[a-z]"] {
            assert!(loose(pattern).is_none(), "{pattern}");
        }
    }
}
