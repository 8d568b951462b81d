//! Whether an image is under a prefix of names.

use super::grammar::{components, is_component, is_digest, is_registry, is_tag, looks_like_registry, split};
use super::{DEFAULT_REGISTRY, Image, OFFICIAL, Written};

/// A prefix, taken apart.
struct Prefix<'p> {
    registry: &'p str,
    /// The components of the repository, none for a whole registry.
    repository: &'p str,
    /// Whether a single component may also be an official image.
    bare: bool,
    tag: Option<&'p str>,
    digest: Option<&'p str>,
}

pub(super) fn under(image: &Image<'_>, prefix: &str) -> Option<bool> {
    let (open, trimmed) = prefix.strip_suffix('/').map_or((false, prefix), |trimmed| (true, trimmed));
    let registry = as_registry(trimmed).map(|prefix| starts_with(image, &prefix));
    if registry.is_some() && (open || !has(prefix, b':')) {
        return registry;
    }
    // `redis:7` may be a host with its port and an image with its tag; it is taken as both.
    let named = as_name(trimmed, open).map(|prefix| starts_with(image, &prefix));
    if registry == Some(true) { registry } else { named.or(registry) }
}

fn starts_with(image: &Image<'_>, prefix: &Prefix<'_>) -> bool {
    if !image.registry().eq_ignore_ascii_case(prefix.registry) {
        return false;
    }
    let whole = prefix.tag.is_some() || prefix.digest.is_some();
    let starts = |first: Option<&str>| {
        let mut rest = image.components();
        let expected = first.into_iter().chain(prefix.repository.split('/').filter(|c| !c.is_empty()));
        expected.into_iter().all(|component| rest.next() == Some(component)) && (!whole || rest.next().is_none())
    };
    let named = starts(None) || prefix.bare && starts(Some(OFFICIAL));
    let same = |expected: Option<&str>, found: Option<&str>| expected.is_none() || expected == found;
    named && same(prefix.tag, image.tag()) && same(prefix.digest, image.digest())
}

/// A single component that is a whole registry.
fn as_registry(text: &str) -> Option<Prefix<'_>> {
    let whole = !has(text, b'/') && looks_like_registry(text) && is_registry(text);
    whole.then(|| Prefix { registry: host(text), repository: "", bare: false, tag: None, digest: None })
}

/// A repository or the start of one; `open` says that a slash followed.
fn as_name(text: &str, open: bool) -> Option<Prefix<'_>> {
    let Written { registry, repository, tag, digest } = split(text);
    let components = components(repository);
    let valid = registry.is_none_or(|registry| is_registry(registry) || is_component(registry))
        && components.is_some()
        && tag.is_none_or(is_tag)
        && digest.is_none_or(is_digest)
        && !(open && (tag.is_some() || digest.is_some()));
    let registry = registry.map_or(DEFAULT_REGISTRY, host);
    let bare = registry == DEFAULT_REGISTRY && components == Some(1) && !open;
    valid.then_some(Prefix { registry, repository, bare, tag, digest })
}

fn has(text: &str, wanted: u8) -> bool {
    text.bytes().any(|byte| byte == wanted)
}

fn host(registry: &str) -> &str {
    if registry == "index.docker.io" { DEFAULT_REGISTRY } else { registry }
}
