//! Groups, versions and kinds: how `apiVersion` and `kind` name what an object is.

use std::fmt;

/// A parsed `apiVersion`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ApiVersion<'a> {
    /// The group, empty for the core group.
    pub group: &'a str,
    /// The version: `v1`.
    pub version: &'a str,
}

impl<'a> ApiVersion<'a> {
    /// Reads `v1` or `apps/v1`; nothing else has a meaning for the API server.
    ///
    /// ```
    /// use kubelaw::kubernetes::gvk::ApiVersion;
    /// let api = ApiVersion::parse("apps/v1").unwrap();
    /// assert_eq!((api.group, api.version), ("apps", "v1"));
    /// assert_eq!(ApiVersion::parse("v1").unwrap().group, "");
    /// assert!(ApiVersion::parse("apps/v1/Deployment").is_none());
    /// ```
    pub fn parse(text: &'a str) -> Option<Self> {
        let (group, version) = text.split_once('/').unwrap_or(("", text));
        (!version.is_empty() && !version.contains('/')).then_some(Self { group, version })
    }
}

impl fmt::Display for ApiVersion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.group.is_empty() { f.write_str(self.version) } else { write!(f, "{}/{}", self.group, self.version) }
    }
}

/// What a kind is: its group and its name, in all versions. A Knative `Service` is not a `Service`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GroupKind<'a> {
    /// The group, empty for the core group.
    pub group: &'a str,
    /// The name.
    pub kind: &'a str,
}

/// Why a text is no group and kind.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum GroupKindError {
    /// There is no group.
    #[error("the kind has no group: write `group/{kind}`, or `/{kind}` for the core group")]
    NoGroup {
        /// The text, taken as a kind.
        kind: String,
    },
    /// A version stands between group and kind.
    #[error("a kind is named without its version: write `{group}/{kind}`")]
    HasVersion {
        /// What stands before the version.
        group: String,
        /// What stands after it.
        kind: String,
    },
    /// The kind is missing or is not a name.
    #[error("expected `group/Kind`, such as `cert-manager.io/Certificate`")]
    NotAKind,
}

impl<'a> GroupKind<'a> {
    /// The group and kind of an object with that `apiVersion` and `kind`; nothing if either cannot be one.
    pub fn of(api_version: &'a str, kind: &'a str) -> Option<Self> {
        let ApiVersion { group, .. } = ApiVersion::parse(api_version)?;
        (!kind.is_empty()).then_some(Self { group, kind })
    }

    /// Reads `group/Kind`; the core group is empty, `/Pod`.
    pub fn parse(text: &'a str) -> Result<Self, GroupKindError> {
        let is_name = |kind: &str| !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_alphanumeric());
        match text.rsplit_once('/') {
            None if is_name(text) => Err(GroupKindError::NoGroup { kind: text.to_owned() }),
            Some((group, kind)) if is_name(kind) => match group.split_once('/') {
                Some((group, _)) => Err(GroupKindError::HasVersion { group: group.to_owned(), kind: kind.to_owned() }),
                // `v1/Pod` names the core group by its version.
                None if is_version(group) => {
                    Err(GroupKindError::HasVersion { group: String::new(), kind: kind.to_owned() })
                }
                None => Ok(Self { group, kind }),
            },
            _ => Err(GroupKindError::NotAKind),
        }
    }
}

impl fmt::Display for GroupKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.group, self.kind)
    }
}

/// Whether the text is `v1`, `v2beta3`, ….
fn is_version(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('v') else { return false };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = rest.strip_prefix("alpha").or_else(|| rest.strip_prefix("beta")).unwrap_or(rest);
    text.len() > rest.len() + 1 && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn api_versions_round_trip() {
        for text in ["v1", "apps/v1", "networking.k8s.io/v1beta1"] {
            assert_eq!(ApiVersion::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "/", "apps/", "a/b/c", "//v1"] {
            assert_eq!(ApiVersion::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_kind_is_its_group_and_name() {
        let old = GroupKind::of("apps/v1beta2", "Deployment").unwrap();
        assert_eq!(Some(old), GroupKind::of("apps/v1", "Deployment"));
        assert_ne!(GroupKind::of("serving.knative.dev/v1", "Service"), GroupKind::of("v1", "Service"));
        assert_eq!(GroupKind::of("v1", "Pod").unwrap().to_string(), "/Pod");
        assert_eq!(GroupKind::of("v1", ""), None);
    }

    #[test]
    fn parses_group_and_kind() {
        let parsed = GroupKind::parse("cert-manager.io/Certificate").unwrap();
        assert_eq!((parsed.group, parsed.kind), ("cert-manager.io", "Certificate"));
        assert_eq!(GroupKind::parse("/Pod"), Ok(GroupKind { group: "", kind: "Pod" }));
        assert_eq!(GroupKind::parse("Pod"), Err(GroupKindError::NoGroup { kind: "Pod".into() }));
        let apps = GroupKindError::HasVersion { group: "apps".into(), kind: "Deployment".into() };
        assert_eq!(GroupKind::parse("apps/v1/Deployment"), Err(apps));
        let core = GroupKindError::HasVersion { group: String::new(), kind: "Pod".into() };
        assert_eq!(GroupKind::parse("v1/Pod"), Err(core));
        for text in ["", "apps/", "/", "apps/Dep loyment"] {
            assert_eq!(GroupKind::parse(text), Err(GroupKindError::NotAKind), "{text}");
        }
    }
}
