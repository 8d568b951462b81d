//! The grammar of image references.

use super::{DEFAULT_REGISTRY, Written};

/// The longest repository, its implied namespace included.
const LONGEST: usize = 255;

pub(super) fn parse(text: &str) -> Option<Written<'_>> {
    // A bare image id is no name.
    if text.len() == 64 && text.bytes().all(is_lower_hex) {
        return None;
    }
    let (registry, rest) = split_registry(text);
    // The whole name may also be one path: so `a_b.c/app` passes, whose first component is no host name.
    if registry.is_some_and(|registry| !is_registry(registry) && !is_component(registry)) {
        return None;
    }
    let (rest, digest) = rest.split_once('@').map_or((rest, None), |(rest, digest)| (rest, Some(digest)));
    let (repository, tag) = rest.split_once(':').map_or((rest, None), |(rest, tag)| (rest, Some(tag)));
    let official = matches!(registry, None | Some("index.docker.io" | DEFAULT_REGISTRY)) && !repository.contains('/');
    let length = repository.len() + if official { "library/".len() } else { 0 };
    let valid = repository.split('/').all(is_component)
        && length <= LONGEST
        && tag.is_none_or(is_tag)
        && digest.is_none_or(is_digest);
    valid.then_some(Written { registry, repository, tag, digest })
}

/// The registry that a reference or a prefix of one starts with, and what follows its slash.
pub(super) fn split_registry(text: &str) -> (Option<&str>, &str) {
    match text.split_once('/') {
        Some((first, rest)) if looks_like_registry(first) => (Some(first), rest),
        _ => (None, text),
    }
}

pub(super) fn looks_like_registry(component: &str) -> bool {
    component == "localhost" || component.bytes().any(|b| b == b'.' || b == b':' || b.is_ascii_uppercase())
}

/// A host name, or an IPv6 address in brackets, and perhaps a port.
pub(super) fn is_registry(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let label = |label: &str| {
        let edge = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = label.as_bytes();
        edge(bytes.first()) && edge(bytes.last()) && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    };
    let host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => !address.is_empty() && address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':'),
        None => host.split('.').all(label),
    };
    host && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}

/// Lower-case letters and digits, in between `.`, `_`, `__` or hyphens.
pub(super) fn is_component(text: &str) -> bool {
    let alphanumeric = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let mut rest = text.trim_start_matches(alphanumeric);
    if rest.len() == text.len() {
        return false;
    }
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|c| !alphanumeric(c));
        let (separator, tail) = rest.split_at(rest.len() - after.len());
        let valid = matches!(separator, "." | "_" | "__") || separator.bytes().all(|b| b == b'-');
        if !valid || tail.is_empty() {
            return false;
        }
        rest = tail.trim_start_matches(alphanumeric);
    }
    true
}

pub(super) fn is_tag(text: &str) -> bool {
    let word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let bytes = text.as_bytes();
    bytes.len() <= 128 && bytes.first().is_some_and(word) && bytes.iter().all(|b| word(b) || matches!(b, b'.' | b'-'))
}

/// A digest of an algorithm that runtimes know.
pub(super) fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = text.split_once(':') else { return false };
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
