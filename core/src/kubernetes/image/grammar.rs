//! The grammar of image references.

use super::{DEFAULT_REGISTRY, Written};

/// The longest repository, its implied namespace included.
const LONGEST: usize = 255;

pub(super) fn parse(text: &str) -> Option<Written<'_>> {
    // A bare image id is no name.
    if text.len() == 64 && text.bytes().all(is_lower_hex) {
        return None;
    }
    let written = split(text);
    let Written { registry, repository, tag, digest } = written;
    // The whole name may also be one path: so `a_b.c/app` passes, whose first component is no host name.
    if registry.is_some_and(|registry| !is_registry(registry) && !is_component(registry)) {
        return None;
    }
    let components = components(repository)?;
    let official = matches!(registry, None | Some("index.docker.io" | DEFAULT_REGISTRY)) && components == 1;
    let length = repository.len() + if official { "library/".len() } else { 0 };
    let valid = length <= LONGEST && tag.is_none_or(is_tag) && digest.is_none_or(is_digest);
    valid.then_some(written)
}

/// The parts of a reference or of a prefix of one, whatever they are.
pub(super) fn split(text: &str) -> Written<'_> {
    let (registry, rest) = match split_at(text, b'/') {
        Some((first, rest)) if looks_like_registry(first) => (Some(first), rest),
        _ => (None, text),
    };
    let (rest, digest) = split_at(rest, b'@').map_or((rest, None), |(rest, digest)| (rest, Some(digest)));
    let (repository, tag) = split_at(rest, b':').map_or((rest, None), |(rest, tag)| (rest, Some(tag)));
    Written { registry, repository, tag, digest }
}

pub(super) fn looks_like_registry(component: &str) -> bool {
    component == "localhost" || component.bytes().any(|b| b == b'.' || b == b':' || b.is_ascii_uppercase())
}

/// A host name, or an IPv6 address in brackets, and perhaps a port.
pub(super) fn is_registry(text: &str) -> bool {
    let text = text.as_bytes();
    let (host, port) = match text.iter().rposition(|byte| *byte == b':') {
        Some(at) if !text.ends_with(b"]") => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        _ => (text, None),
    };
    let host = match host {
        [b'[', address @ .., b']'] => {
            !address.is_empty() && address.iter().all(|b| b.is_ascii_hexdigit() || *b == b':')
        }
        name => is_host_name(name),
    };
    host && port.is_none_or(|port| !port.is_empty() && port.iter().all(u8::is_ascii_digit))
}

/// Labels with dots between them: letters and digits, in between hyphens.
fn is_host_name(name: &[u8]) -> bool {
    let mut before = b'.';
    for byte in name {
        let fits = match byte {
            b'.' => before.is_ascii_alphanumeric(),
            b'-' => before != b'.',
            byte => byte.is_ascii_alphanumeric(),
        };
        if !fits {
            return false;
        }
        before = *byte;
    }
    before.is_ascii_alphanumeric()
}

/// What is before and behind the first of a byte. References are short, so that looking at each byte costs less than
/// setting out to search.
fn split_at(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Lower-case letters and digits, in between `.`, `_`, `__` or hyphens.
pub(super) fn is_component(text: &str) -> bool {
    components(text) == Some(1)
}

/// How many components a path has, if each of them is one.
pub(super) fn components(path: &str) -> Option<usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum After {
        Slash,
        Word,
        /// A dot or two underscores, behind which a word must come.
        Separator,
        Underscore,
        Hyphen,
    }
    let (mut after, mut count) = (After::Slash, 1);
    for byte in path.bytes() {
        after = match (byte, after) {
            (b'a'..=b'z' | b'0'..=b'9', _) => After::Word,
            (b'/', After::Word) => {
                count += 1;
                After::Slash
            }
            (b'.', After::Word) | (b'_', After::Underscore) => After::Separator,
            (b'_', After::Word) => After::Underscore,
            (b'-', After::Word | After::Hyphen) => After::Hyphen,
            _ => return None,
        };
    }
    (after == After::Word).then_some(count)
}

pub(in crate::kubernetes) fn is_tag(text: &str) -> bool {
    let word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let bytes = text.as_bytes();
    bytes.len() <= 128 && bytes.first().is_some_and(word) && bytes.iter().all(|b| word(b) || matches!(b, b'.' | b'-'))
}

/// A digest of an algorithm that runtimes know.
pub(in crate::kubernetes) fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = split_at(text, b':') else { return false };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return false,
    };
    hex.len() == length && hex.bytes().all(is_lower_hex)
}

fn is_lower_hex(b: u8) -> bool {
    matches!(b, b'0'..=b'9' | b'a'..=b'f')
}
