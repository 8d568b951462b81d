//! Paths on a node, compared as text: nothing is looked up.

use std::borrow::Cow;

/// A path without empty components, `.`, `..` and a trailing slash, as Go's `path.Clean` makes it. An empty path is `.`.
///
/// ```
/// use kubelaw::kubernetes::path;
///
/// assert_eq!(path::clean("/var//lib/../run/"), "/var/run");
/// assert_eq!(path::normal("/var/run/docker.sock"), "/run/docker.sock");
/// assert!(path::under("/var/../etc/kubernetes", "/etc"));
/// ```
pub fn clean(path: &str) -> Cow<'_, str> {
    let absolute = path.starts_with('/');
    let plain = |component: &str| !matches!(component, "" | "." | "..");
    let relative = path.strip_prefix('/').unwrap_or(path);
    if path == "/" || relative.split('/').all(plain) {
        return Cow::Borrowed(path);
    }
    let mut components: Vec<&str> = Vec::new();
    for component in path.split('/') {
        match component {
            "" | "." => {}
            ".." if components.last().is_some_and(|last| *last != "..") => drop(components.pop()),
            // The root is its own parent.
            ".." if absolute => {}
            _ => components.push(component),
        }
    }
    let joined = components.join("/");
    Cow::Owned(match (absolute, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_string(),
        (false, false) => joined,
    })
}

/// The clean path with `/var/run` as `/run`, to which it is a link on every current distribution.
pub fn normal(path: &str) -> Cow<'_, str> {
    let path = clean(path);
    match strip(&path, "/var/run") {
        Some(rest) => Cow::Owned(format!("/run{rest}")),
        None => path,
    }
}

/// Whether `path` is `prefix` or inside it, both cleaned, component by component. `/var/run` counts as `/run` too, so
/// that a path under either is under both; it stays under `/var`.
pub fn under(path: &str, prefix: &str) -> bool {
    let (path, prefix) = (clean(path), clean(prefix));
    strip(&path, &prefix).is_some() || strip(&normal(&path), &normal(&prefix)).is_some()
}

/// What follows `prefix` in `path`, both clean: empty or with a slash in front.
fn strip<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    if prefix == "/" {
        return path.starts_with('/').then_some(path);
    }
    path.strip_prefix(prefix).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleans_as_go() {
        for (path, expected) in [
            ("", "."),
            ("/", "/"),
            ("//", "/"),
            ("/..", "/"),
            ("/a/", "/a"),
            ("/a/b", "/a/b"),
            ("a/b/../..", "."),
            ("a/../../b", "../b"),
            ("../../a", "../../a"),
            ("./a", "a"),
            ("/a/./b//c/..", "/a/b"),
            ("/../../a", "/a"),
            ("...", "..."),
        ] {
            assert_eq!(clean(path), expected, "{path}");
        }
    }

    #[test]
    fn under_compares_components() {
        for (path, prefix) in [
            ("/etc", "/etc"),
            ("/etc/", "/etc"),
            ("/etc/kubernetes", "/etc/"),
            ("/etc", "/"),
            ("/", "/"),
            ("/foo/../etc/x", "/etc"),
            ("/var/run/docker.sock", "/run"),
            ("/run/docker.sock", "/var/run"),
            ("/var/run/docker.sock", "/var"),
            ("/var/run", "/run"),
            ("a/b", "a"),
        ] {
            assert!(under(path, prefix), "{path} {prefix}");
        }
        for (path, prefix) in [
            ("/etcd", "/etc"),
            ("/", "/etc"),
            ("/etc/../root", "/etc"),
            ("/run/x", "/var"),
            ("/var/runner", "/run"),
            ("etc", "/etc"),
            ("etc", "/"),
            ("/etc", "etc"),
            ("", "/"),
        ] {
            assert!(!under(path, prefix), "{path} {prefix}");
        }
    }
}
