//! What the subset takes and refuses, and that both engines agree on everything it takes. Agreement with Go's `regexp`
//! is tested in `tests/oracles`.

use super::{Dialect, check, need, normalize};

fn matches(pattern: &str, text: &str) -> bool {
    let full = normalize(pattern, Dialect::Regex).unwrap_or_else(|error| panic!("`{pattern}`: {error}"));
    let lite = normalize(pattern, Dialect::RegexLite).unwrap_or_else(|error| panic!("`{pattern}`: {error}"));
    let full = regex::Regex::new(&full).unwrap_or_else(|error| panic!("`{pattern}`: {error}"));
    let lite = regex_lite::Regex::new(&lite).unwrap_or_else(|error| panic!("`{pattern}`: {error}"));
    let found = full.is_match(text);
    assert_eq!(found, lite.is_match(text), "engines disagree on `{pattern}` and {text:?}");
    assert!(
        !found || need(pattern).unwrap().is_met(text),
        "`{pattern}` matches in {text:?}, which lacks what it needs"
    );
    found
}

#[test]
fn means_what_the_table_says() {
    for (pattern, text) in [
        ("", ""),
        ("b", "abc"),
        ("(?i)é", "é"),
        ("(?i)k", "K"),
        ("a.c", "aéc"),
        ("(?s)a.c", "a\nc"),
        ("^$", ""),
        ("(?m)^b$", "a\nb\nc"),
        (r"\Aa\z", "a"),
        (r"\d\w\s", "1_\t"),
        (r"[^\d]", "é"),
        (r"[\W]", "é"),
        (r"\bfoo\b", "a foo b"),
        (r"\bfoo", "éfoo"),
        (r"\B", "é"),
        ("[]a]", "]"),
        ("[^]a]", "b"),
        ("[a-]", "-"),
        ("[-a]", "-"),
        ("[a-c-e]", "-"),
        (r"[\w-]", "-"),
        ("[[:^digit:]x]", "a"),
        ("x{2,3}$", "xxx"),
        ("a}]", "a}]"),
        ("(?P<name>a)(?<other>b)", "ab"),
        ("a(?i)b|c", "C"),
        ("(?i:a)b", "Ab"),
        ("a||b", ""),
        ("(a|)", "b"),
        (r"\x41\x{1F600}", "A\u{1F600}"),
        (r"\/\-\_\ ", "/-_ "),
        ("(?i)[^a]", "b"),
        ("(?i)[[:lower:]]", "A"),
        ("(?i)(^|[_-])(password|token)([_-]|$)", "DB_PASSWORD"),
        ("-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----"),
        ("(?:^)*a", "ba"),
        ("(?:)*", ""),
        ("a{0}b", "b"),
    ] {
        assert!(matches(pattern, text), "`{pattern}` in {text:?}");
    }
    for (pattern, text) in [
        (".", "\n"),
        ("^b$", "a\nb"),
        ("a$", "a\n"),
        ("(?i)k", "\u{212A}"),
        ("(?i)s", "\u{17F}"),
        ("(?i)É", "é"),
        (r"\d", "\u{664}"),
        (r"\w", "é"),
        (r"\s", "\u{a0}"),
        (r"\s", "\x0B"),
        (r"\B", "aéa"),
        ("(?i)[^a]", "A"),
        ("(?i-i)a", "A"),
        ("(?:(?i)a)b", "aB"),
        ("^(?:a|b)$", "ab"),
    ] {
        assert!(!matches(pattern, text), "`{pattern}` in {text:?}");
    }
}

#[test]
fn refuses_with_a_place() {
    for (pattern, at) in [
        ("*a", 0),
        ("a|*", 2),
        ("(+a)", 1),
        ("a**", 2),
        ("a++", 2),
        ("a{2}{3}", 4),
        ("a{,5}", 1),
        ("a{01}", 1),
        ("a{", 1),
        ("{2}", 0),
        ("a{1001}", 1),
        ("a{2,1}", 1),
        ("(?:a{100}){11}", 10),
        ("^*", 1),
        (r"\b+", 2),
        ("(a", 0),
        ("a)", 1),
        ("[a", 0),
        ("[]", 0),
        ("[b-a]", 1),
        (r"[a-\d]", 1),
        ("[a&&b]", 2),
        ("[a--b]", 2),
        ("[a~~b]", 2),
        ("[a[b]]", 2),
        ("[[:foo:]]", 1),
        (r"[\b]", 1),
        (r"[^\s\S]", 0),
        (r"(a)\1", 3),
        (r"\0", 0),
        (r"\pL", 0),
        (r"[\p{Greek}]", 1),
        (r"\Z", 1),
        (r"\Qa\E", 0),
        (r"\é", 0),
        (r"\<a", 0),
        (r"\x4", 0),
        (r"\x{110000}", 0),
        (r"\x{D800}", 0),
        (r"a\", 1),
        ("(?=a)", 2),
        ("(?!a)", 2),
        ("(?<=a)", 2),
        ("(?<!a)", 2),
        ("(?>a)", 2),
        ("(?#a)", 2),
        ("(?P=a)", 2),
        ("(?x)a", 2),
        ("(?U)a", 2),
        ("(?)a", 2),
        ("(?i-)a", 4),
        ("(?", 2),
        ("(?P<1>a)", 4),
        ("(?P<a>a)(?P<a>b)", 12),
    ] {
        let error = check(pattern).expect_err(pattern);
        assert_eq!(error.at, at, "`{pattern}`: {error}");
    }
    assert!(check(&"(".repeat(4000)).is_err());
    assert!(check(&"a".repeat(4097)).is_err());
    assert!(check("(?:[^a]{10}){100}").is_ok());
    assert!(check("(?:(?:abcde){20}){50}(?:(?:abcde){20}){50}(?:(?:abcde){20}){50}").is_err());
}

#[test]
fn engines_take_the_largest_patterns() {
    let deep = format!("{}a{}", "(?:".repeat(20), "|b)*".repeat(20));
    let wide = "[^a]{1000}".to_string();
    let long = ["[^a]{100}"; 10].join("|");
    for pattern in [deep, wide, long, "a".repeat(4096), "(?:é?){1000}".to_string()] {
        assert!(check(&pattern).is_ok(), "{pattern}");
        matches(&pattern, "abba");
    }
}

/// A small deterministic generator (splitmix64), so that a failure repeats.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) >> 1).unwrap() % bound
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }

    fn pattern(&mut self, depth: usize) -> String {
        const ATOMS: [&str; 30] = [
            "a",
            "b",
            "K",
            "s",
            "1",
            "_",
            " ",
            "-",
            "é",
            "\u{212A}",
            ".",
            "^",
            "$",
            r"\d",
            r"\D",
            r"\w",
            r"\W",
            r"\s",
            r"\S",
            r"\b",
            r"\B",
            "[ab]",
            "[^ab]",
            r"[^\w]",
            "[a-k]",
            "[[:upper:]]",
            "[é-ü]",
            r"\n",
            r"\.",
            "(?i)",
        ];
        const REPEATS: [&str; 10] = ["", "", "", "", "*", "+", "?", "{2}", "{1,3}", "*?"];
        let parts = 1 + self.below(4);
        let mut pattern = String::new();
        for _ in 0..parts {
            if depth > 0 && self.below(4) == 0 {
                let open = self.pick(&["(", "(?:", "(?i:", "(?m:", "(?s:", "(?-i:"]);
                pattern.extend([open, &self.pattern(depth - 1), ")"]);
            } else {
                pattern += self.pick(&ATOMS);
            }
            pattern += self.pick(&REPEATS);
            if self.below(8) == 0 {
                pattern.push('|');
            }
        }
        pattern
    }

    fn text(&mut self) -> String {
        const PARTS: [&str; 16] =
            ["a", "b", "A", "k", "K", "s", "1", "_", " ", "-", "\n", ".", "é", "\u{212A}", "\u{17F}", "\u{1F600}"];
        (0..self.below(8)).map(|_| self.pick(&PARTS)).collect()
    }
}

#[test]
fn engines_agree_on_generated_patterns() {
    let mut random = Random(1);
    let mut accepted = 0;
    for _ in 0..1_200 {
        let pattern = random.pattern(2);
        if check(&pattern).is_err() {
            continue;
        }
        accepted += 1;
        for _ in 0..6 {
            matches(&pattern, &random.text());
        }
    }
    assert!(accepted > 400, "{accepted}");
}

#[test]
fn any_text_is_answered() {
    let mut random = Random(2);
    for _ in 0..8_000 {
        let pattern: String = (0..random.below(12))
            .map(|_| {
                random.pick(&[
                    "a", "(", ")", "[", "]", "?", "*", "{", "}", "1", ",", "\\", "^", "-", ":", "|", "é", "P<", "i",
                    "x", "&&",
                ])
            })
            .collect();
        if check(&pattern).is_ok() {
            matches(&pattern, "a1é");
        }
    }
}
