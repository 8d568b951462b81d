//! Image references, read as container runtimes read them.
//!
//! The grammar is that of `distribution/reference` (`ParseNormalizedNamed`), which containerd, CRI-O and the kubelet
//! use: `[registry[:port]/]repository[:tag][@digest]`. The first component is a registry only if it has a `.` or `:` or
//! an upper-case letter, or is `localhost`; without a registry the image is one of `docker.io`, and without a namespace
//! there one of `library`. Without tag and digest the tag is `latest`.

mod grammar;
mod prefix;

pub(super) use grammar::{is_digest, is_tag};
use std::borrow::Cow;
use std::fmt;

/// The registry of references that name none.
pub const DEFAULT_REGISTRY: &str = "docker.io";

/// Where `docker.io` keeps repositories without a namespace.
const OFFICIAL: &str = "library";

/// The tag of references with neither tag nor digest.
const DEFAULT_TAG: &str = "latest";

/// Whether some reference has a string as its registry.
pub(super) fn is_registry(text: &str) -> bool {
    grammar::looks_like_registry(text) && (grammar::is_registry(text) || grammar::is_component(text))
}

/// Whether some reference has a string as its repository.
pub(super) fn is_repository(text: &str) -> bool {
    grammar::components(text).is_some()
}

/// An image reference: slices of the text that it was read from.
///
/// ```
/// use kubelaw::kubernetes::image::Image;
///
/// let image = Image::parse("localhost:5000/app").unwrap();
/// assert_eq!((image.registry().as_ref(), image.tag()), ("localhost:5000", Some("latest")));
/// assert_eq!(Image::parse("nginx").unwrap().repository(), "library/nginx");
/// assert_eq!(Image::parse("App:1"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Image<'t> {
    text: &'t str,
    written: Written<'t>,
}

/// The parts of an image reference as written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Written<'t> {
    /// The registry, with its port.
    pub registry: Option<&'t str>,
    /// The repository, without its registry.
    pub repository: &'t str,
    /// The tag.
    pub tag: Option<&'t str>,
    /// The digest, with its algorithm.
    pub digest: Option<&'t str>,
}

impl<'t> Image<'t> {
    /// Reads a reference; missing where a runtime would refuse it.
    pub fn parse(text: &'t str) -> Option<Self> {
        grammar::parse(text).map(|written| Self { text, written })
    }

    /// The text that the reference was read from.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The parts as written.
    pub fn written(&self) -> Written<'t> {
        self.written
    }

    /// The host that serves the image, with its port, in lower case since host names have no case.
    pub fn registry(&self) -> Cow<'t, str> {
        match self.written.registry {
            None | Some("index.docker.io") => Cow::Borrowed(DEFAULT_REGISTRY),
            Some(host) if host.bytes().any(|b| b.is_ascii_uppercase()) => Cow::Owned(host.to_ascii_lowercase()),
            Some(host) => Cow::Borrowed(host),
        }
    }

    /// The repository in its registry: `library/nginx` for `nginx`.
    pub fn repository(&self) -> Cow<'t, str> {
        let repository = self.written.repository;
        if self.is_official() { Cow::Owned(format!("{OFFICIAL}/{repository}")) } else { Cow::Borrowed(repository) }
    }

    /// The last component of the repository: `app` of `ghcr.io/acme/app:1`.
    pub fn name(&self) -> &'t str {
        self.written.repository.rsplit('/').next().unwrap_or_default()
    }

    /// The tag, `latest` where neither tag nor digest is written; none where only a digest is.
    pub fn tag(&self) -> Option<&'t str> {
        self.written.tag.or(self.written.digest.is_none().then_some(DEFAULT_TAG))
    }

    /// The digest with its algorithm, `sha256:…`.
    pub fn digest(&self) -> Option<&'t str> {
        self.written.digest
    }

    /// Whether the image is under a prefix, comparing whole components after both are normalised: `ghcr.io/acme/app` is
    /// under `ghcr.io/acme` and `ghcr.io/`, `ghcr.io/acme-evil/app` is not. Missing where the prefix is none.
    ///
    /// - A prefix whose first component looks like a registry starts there; any other starts at `docker.io`.
    /// - A single component without a slash is taken as a namespace of `docker.io` and as an official image, so that both
    ///   `openpolicyagent/opa` is under `openpolicyagent` and `nginx` under `nginx`. `openpolicyagent/` and
    ///   `docker.io/library/nginx` say which of the two is meant.
    /// - With a tag or a digest it is no prefix but a reference: the repository must be the very one, and tag and digest,
    ///   where the prefix has them, the same.
    pub fn under(&self, prefix: &str) -> Option<bool> {
        prefix::under(self, prefix)
    }

    /// Whether the repository is an official image of `docker.io`, written without its namespace.
    fn is_official(&self) -> bool {
        let default = matches!(self.written.registry, None | Some("index.docker.io" | DEFAULT_REGISTRY));
        default && !self.written.repository.contains('/')
    }

    /// The registry and the components of the repository.
    fn components(&self) -> impl Iterator<Item = &'t str> {
        let official = self.is_official().then_some(OFFICIAL);
        official.into_iter().chain(self.written.repository.split('/'))
    }
}

impl fmt::Display for Image<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

#[cfg(test)]
mod tests;
