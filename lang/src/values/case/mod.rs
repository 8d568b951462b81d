//! Texts in lower and in upper case, as Unicode has it.
//!
//! The tables of the standard library take 12 kB of what a browser downloads. There, short ones say the same.

/// A text in lower case.
pub fn lower(text: &str) -> String {
    if cfg!(target_arch = "wasm32") { lowered(text) } else { text.to_lowercase() }
}

/// A text in upper case.
pub fn upper(text: &str) -> String {
    if cfg!(target_arch = "wasm32") { raised(text) } else { text.to_uppercase() }
}

/// Letters beyond ASCII. The first line has runs of letters whose cases belong together: the first and the last upper
/// one and the first lower one, from letter to letter, or where upper and lower ones alternate, from pair to pair. The
/// second has pairs that lead to lower case only, the third to upper case only, the fourth letters that become many.
const LETTERS: &str = include_str!("letters.txt");
/// Where characters begin and end that stand within words without being letters, as lengths: the first is outside.
const IGNORABLE: &[u8] = include_bytes!("ignorable.bin");
/// The same of letters that have a case.
const CASED: &[u8] = include_bytes!("cased.bin");

fn lowered(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            'Σ' if ends_word(text, at) => out.push('ς'),
            'İ' => out.push_str("i\u{307}"),
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            _ => out.push(lower_of(c)),
        }
    }
    out
}

fn raised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_ascii() => out.push(c.to_ascii_uppercase()),
            _ => match line(3).split(' ').find_map(|word| word.strip_prefix(c)) {
                Some(many) => out.push_str(many),
                None => out.push(upper_of(c)),
            },
        }
    }
    out
}

fn lower_of(c: char) -> char {
    let alone = || groups(line(1)).find_map(|[upper, lower]| (upper == c).then_some(lower));
    let run = |[first, last, lower]: [char; 3]| (first..=last).contains(&c).then(|| moved(c, first, lower)).flatten();
    groups(line(0)).find_map(run).or_else(alone).unwrap_or(c)
}

fn upper_of(c: char) -> char {
    let alone = || groups(line(2)).find_map(|[lower, upper]| (lower == c).then_some(upper));
    let run = |[first, last, lower]: [char; 3]| moved(c, lower, first).filter(|upper| (first..=last).contains(upper));
    groups(line(0)).find_map(run).or_else(alone).unwrap_or(c)
}

/// The letter as far behind `to` as `c` is behind `from`, unless it is one of those between.
fn moved(c: char, from: char, to: char) -> Option<char> {
    let alternate = u32::from(from).abs_diff(u32::from(to)) == 1;
    let distance = u32::from(c).checked_sub(u32::from(from)).filter(|distance| !alternate || distance % 2 == 0)?;
    char::from_u32(u32::from(to) + distance)
}

fn line(number: usize) -> &'static str {
    LETTERS.lines().nth(number).unwrap_or_default()
}

fn groups<const N: usize>(line: &str) -> impl Iterator<Item = [char; N]> {
    let mut chars = line.chars();
    std::iter::from_fn(move || {
        let mut group = ['\0'; N];
        for c in &mut group {
            *c = chars.next()?;
        }
        Some(group)
    })
}

/// Whether a letter comes before this place and none after it.
fn ends_word(text: &str, at: usize) -> bool {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    next_is_cased(before.chars().rev()) && !next_is_cased(after.chars().skip(1))
}

fn next_is_cased(mut chars: impl Iterator<Item = char>) -> bool {
    chars.find(|&c| !is_in(IGNORABLE, c)).is_some_and(|c| is_in(CASED, c))
}

fn is_in(lengths: &[u8], c: char) -> bool {
    let (mut inside, mut end, mut length) = (false, 0, 0);
    for byte in lengths {
        length = length << 7 | u32::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            end += length;
            if u32::from(c) < end {
                return inside;
            }
            inside = !inside;
            length = 0;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the tables are of; a standard library of another version knows other letters.
    const UNICODE: (u8, u8, u8) = (17, 0, 0);

    #[test]
    fn letters_change_their_case() {
        assert_eq!(lowered("ÀÉ İstanbul ǅ K"), "àé i\u{307}stanbul ǆ k");
        assert_eq!(raised("straße ǆ ŉ ﬃ ά"), "STRASSE Ǆ ʼN FFI Ά");
        assert_eq!(lowered("ΟΔΟΣ ΟΔΟΣ. Σ ΑΣ.Α"), "οδος οδος. σ ασ.α");
    }

    #[test]
    fn the_standard_library_says_the_same_of_all_characters() {
        // Between these are ideographs and nothing.
        let all = ('\0'..='\u{3000}').chain('\u{a000}'..='\u{1ffff}').chain('\u{e0000}'..='\u{e0fff}');
        for c in all.filter(|_| char::UNICODE_VERSION == UNICODE) {
            let text = c.to_string();
            assert_eq!(lowered(&text), text.to_lowercase());
            assert_eq!(raised(&text), text.to_uppercase());
            for text in [format!("a{c}Σ"), format!("aΣ{c}"), format!("aΣ{c}b")] {
                assert_eq!(lowered(&text), text.to_lowercase());
            }
        }
    }
}
