//! Versions: `v1.25` of Kubernetes, `1.2.3-rc.1` of software.
//!
//! A version is one of Semantic Versioning 2.0, read with the leniency of the CEL library of Kubernetes: a leading `v`,
//! missing parts (zero), leading zeros of the three numbers. A short version takes no pre-release or build part, since
//! `16-alpine` names a variant and not what comes before 16. Order and equality are the precedence of that standard: a
//! pre-release comes before its release, and build metadata counts for nothing.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A version.
///
/// ```
/// use kubelaw_lang::values::Version;
///
/// let v = |text| Version::parse(text).unwrap();
/// assert_eq!(v("v1.25"), v("1.25.0"));
/// assert!(v("1.9") < v("1.10"));
/// assert!(v("2.0.0-rc.1") < v("2.0.0"));
/// assert_eq!(v("v1.25").to_string(), "v1.25");
/// assert_eq!(Version::parse("latest"), None);
/// ```
#[derive(Clone, Debug)]
pub struct Version {
    semver: semver::Version,
    // The two keep the written form for `Display`.
    parts: u8,
    prefixed: bool,
}

impl Version {
    /// A version of two parts, as those of Kubernetes' minor releases.
    pub const fn minor_release(major: u64, minor: u64) -> Self {
        Self { semver: semver::Version::new(major, minor, 0), parts: 2, prefixed: true }
    }

    /// Reads a version; missing if the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (prefixed, text) = text.strip_prefix('v').map_or((false, text), |rest| (true, rest));
        let mut written = text.splitn(3, '.');
        let (major, minor, patch) = (written.next()?, written.next(), written.next());
        let (parts, last) = match (minor, patch) {
            (None, _) => (1, major),
            (Some(minor), None) => (2, minor),
            (Some(_), Some(patch)) => (3, patch),
        };
        if parts < 3 && last.contains(['+', '-']) {
            return None;
        }
        let full = format!(
            "{}.{}.{}",
            without_zeros(major),
            without_zeros(minor.unwrap_or("0")),
            without_zeros(patch.unwrap_or("0"))
        );
        Some(Self { semver: semver::Version::parse(&full).ok()?, parts, prefixed })
    }

    /// Reads the version of a cluster or of a target, as a host gives it: `1.29`, `v1.29.3`, `latest` for `newest`, and
    /// what distributions report (`v1.29.3+k3s1`, `v1.29.1-gke.100`, the minor version `1.27+`). What they append is
    /// dropped, since it names a build of that very release.
    pub fn parse_target(text: &str, newest: &Self) -> Option<Self> {
        if text == "latest" {
            return Some(newest.clone());
        }
        let release = text.split_once(['+', '-']).map_or(text, |(release, _)| release);
        Self::parse(release)
    }

    /// The first number.
    pub fn major(&self) -> u64 {
        self.semver.major
    }

    /// The second number, zero where it was not written.
    pub fn minor(&self) -> u64 {
        self.semver.minor
    }

    /// The third number, zero where it was not written.
    pub fn patch(&self) -> u64 {
        self.semver.patch
    }
}

/// A part without its leading zeros; what follows the digits is kept. A part of a pre-release alone, `-rc` in
/// `1.2.-rc`, gets the zero that it lacks.
fn without_zeros(part: &str) -> Cow<'_, str> {
    let trimmed = part.trim_start_matches('0');
    if part.len() < 2 {
        Cow::Borrowed(part)
    } else if trimmed.starts_with(|c: char| c.is_ascii_digit()) {
        Cow::Borrowed(trimmed)
    } else {
        Cow::Owned(format!("0{trimmed}"))
    }
}

impl fmt::Display for Version {
    /// The version as it was written, without leading zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.prefixed {
            f.write_str("v")?;
        }
        match self.parts {
            1 => write!(f, "{}", self.semver.major),
            2 => write!(f, "{}.{}", self.semver.major, self.semver.minor),
            _ => write!(f, "{}", self.semver),
        }
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let version = &self.semver;
        (version.major, version.minor, version.patch, &version.pre).hash(state);
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.semver.cmp_precedence(&other.semver)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v(text: &str) -> Version {
        Version::parse(text).unwrap_or_else(|| panic!("`{text}` is a version"))
    }

    #[test]
    fn follows_the_precedence_of_semver() {
        let ascending = [
            "0.9",
            "1.0.0-0",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "v1",
            "1.0.1",
            "1.9",
            "1.10",
            "2",
        ];
        for (i, left) in ascending.iter().enumerate() {
            for (j, right) in ascending.iter().enumerate() {
                assert_eq!(v(left).cmp(&v(right)), i.cmp(&j), "{left} {right}");
            }
        }
        assert_eq!(v("1.0.0+a"), v("1.0.0+b"));
        assert_eq!(v("2024.01.15"), v("2024.1.15"));
    }

    #[test]
    fn rejects_what_is_no_version() {
        for text in [
            "",
            "v",
            "latest",
            "1.",
            "1.x",
            "1.2.3.4",
            "16-alpine",
            "1.2+b",
            "V1.2",
            "vv1",
            "1.2.3-01",
            " 1.2",
            "1.2.3-",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn reads_what_hosts_report() {
        let newest = Version::minor_release(1, 37);
        for (text, expected) in [
            ("latest", "v1.37"),
            ("1.27+", "1.27"),
            ("v1.29.3+k3s1", "v1.29.3"),
            ("v1.29.0-gke.100", "1.29"),
            ("v1.30", "v1.30"),
        ] {
            assert_eq!(Version::parse_target(text, &newest), Some(v(expected)), "{text}");
        }
        assert_eq!(Version::parse_target("newest", &newest), None);
    }

    #[test]
    fn prints_what_was_written() {
        for text in ["v1.25", "1.25", "v1", "1.2.3-rc.1+b", "0.0.0"] {
            assert_eq!(v(text).to_string(), text);
        }
        assert_eq!(v("v01.02").to_string(), "v1.2");
    }
}
