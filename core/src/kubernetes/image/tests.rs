//! Golden references; generated ones are compared with `distribution/reference` in `tests/oracles`.

use super::{Image, Written};

fn image(text: &str) -> Image<'_> {
    Image::parse(text).unwrap_or_else(|| panic!("`{text}` is an image reference"))
}

fn parts(text: &str) -> (String, String, Option<&str>, Option<&str>) {
    let image = image(text);
    (image.registry().into_owned(), image.repository().into_owned(), image.tag(), image.digest())
}

#[test]
fn reads_as_runtimes_do() {
    let digest = format!("sha256:{}", "0123456789abcdef".repeat(4));
    for (text, registry, repository, tag) in [
        ("nginx", "docker.io", "library/nginx", "latest"),
        ("nginx:1.27", "docker.io", "library/nginx", "1.27"),
        ("acme/app", "docker.io", "acme/app", "latest"),
        ("registry:5000/app", "registry:5000", "app", "latest"),
        ("localhost/app:1", "localhost", "app", "1"),
        ("localhost:5000/app:latest", "localhost:5000", "app", "latest"),
        ("docker.io/nginx", "docker.io", "library/nginx", "latest"),
        ("index.docker.io/library/redis:7", "docker.io", "library/redis", "7"),
        ("index.docker.io/redis:7", "docker.io", "library/redis", "7"),
        ("GHCR.IO/acme/app:V1", "ghcr.io", "acme/app", "V1"),
        ("[::1]:5000/a/b", "[::1]:5000", "a/b", "latest"),
        ("a__b/c-----d.e/f", "docker.io", "a__b/c-----d.e/f", "latest"),
    ] {
        assert_eq!(parts(text), (registry.into(), repository.into(), Some(tag), None), "{text}");
        assert_eq!(image(text).to_string(), text);
    }
    let pinned = format!("gcr.io/p/app@{digest}");
    assert_eq!(parts(&pinned), ("gcr.io".into(), "p/app".into(), None, Some(digest.as_str())));
    let both = format!("gcr.io/p/app:latest@{digest}");
    assert_eq!(parts(&both), ("gcr.io".into(), "p/app".into(), Some("latest"), Some(digest.as_str())));
    let written = Written { registry: None, repository: "nginx", tag: None, digest: None };
    assert_eq!(image("nginx").written(), written);
    assert_eq!(image("ghcr.io/acme/app:1").name(), "app");
}

#[test]
fn refuses_what_runtimes_refuse() {
    for text in [
        "",
        "app:",
        "App:1",
        "acme/App",
        "app@sha256:abc",
        "app@md5:0123456789abcdef0123456789abcdef",
        ":1",
        "/app",
        "app/",
        "a//b",
        "ghcr.io/",
        "https://ghcr.io/app",
        "app 1",
        "-app",
        "app-",
        "a___b",
        "a._b",
        "app:-1",
        "é",
        "host.:5000/app",
        "host:port/app",
        "{{ image }}",
    ] {
        assert_eq!(Image::parse(text), None, "{text}");
    }
    let upper = format!("app@sha256:{}", "ABCDEF0123456789".repeat(4));
    assert_eq!(Image::parse(&upper), None);
    assert_eq!(Image::parse(&"ab".repeat(32)), None);
    assert_eq!(Image::parse(&"a".repeat(248)), None);
    assert!(Image::parse(&"a".repeat(247)).is_some());
    assert!(Image::parse(&format!("app:{}", "1".repeat(128))).is_some());
    assert_eq!(Image::parse(&format!("app:{}", "1".repeat(129))), None);
}

#[test]
fn under_compares_whole_components() {
    let digest = format!("sha256:{}", "0".repeat(64));
    let pinned = format!("ghcr.io/acme/app:1@{digest}");
    for (text, prefix, expected) in [
        ("ghcr.io/acme/app:1", "ghcr.io", Some(true)),
        ("ghcr.io/acme/app:1", "ghcr.io/", Some(true)),
        ("ghcr.io/acme/app:1", "ghcr.io/acme", Some(true)),
        ("ghcr.io/acme/app:1", "ghcr.io/acme/", Some(true)),
        ("ghcr.io/acme/app:1", "ghcr.io/acme/app", Some(true)),
        ("ghcr.io/acme/app:1", "ghcr.io/acme/app:1", Some(true)),
        ("ghcr.io/acme/app:1", "ghcr.io/acme/app:2", Some(false)),
        ("ghcr.io/acme/app/x:1", "ghcr.io/acme/app:1", Some(false)),
        (&pinned, "ghcr.io/acme/app:1", Some(true)),
        ("GHCR.io/acme/app", "ghcr.io", Some(true)),
        ("ghcr.io/acme/app", "GHCR.io/acme", Some(true)),
        ("gcr.io/proj-evil/app:1", "gcr.io/proj", Some(false)),
        ("evilazurecr.io/app:1", "azurecr.io", Some(false)),
        ("registry.k8s.io/pause:3.9", "registry.k8s.io/", Some(true)),
        ("registry.k8s.io.evil.com/pause", "registry.k8s.io", Some(false)),
        ("openpolicyagent/opa", "openpolicyagent", Some(true)),
        ("openpolicyagent/opa", "openpolicyagent/", Some(true)),
        ("openpolicyagent/opa", "docker.io/openpolicyagent", Some(true)),
        ("openpolicyagentnotreally/x", "openpolicyagent", Some(false)),
        ("nginx", "docker.io", Some(true)),
        ("nginx", "library", Some(true)),
        ("nginx", "library/nginx", Some(true)),
        ("nginx", "nginx", Some(true)),
        ("nginx:1", "nginx:1.27", Some(false)),
        ("nginx", "nginx/", Some(false)),
        ("nginx", "index.docker.io/library", Some(true)),
        ("localhost:5000/app", "localhost", Some(false)),
        ("localhost:5000/app", "localhost:5000", Some(true)),
        ("nginx", "ghcr.io", Some(false)),
        ("redis:7", "redis:7", Some(true)),
        ("redis:8", "redis:7", Some(false)),
        ("registry:5000/app", "registry:5000", Some(true)),
        ("registry:5000", "registry:5000/", Some(false)),
        ("a_b.c/app", "a_b.c", Some(false)),
        ("a_b.c/app", "a_b.c/app", Some(true)),
        ("nginx", "", None),
        ("nginx", "/", None),
        ("nginx", "ghcr.io//acme", None),
        ("nginx", "ghcr.io/*", None),
        ("nginx", "ghcr.io/acme:1/", None),
    ] {
        assert_eq!(image(text).under(prefix), expected, "{text} under {prefix}");
    }
}
