//! The images of the random objects, with what runtimes read in them.

use crate::value::Value;

/// The parts of an image that laws see.
pub(crate) const PARTS: [&str; 7] =
    ["registry", "repository", "tag", "digest", "written.registry", "written.repository", "written.tag"];

pub(crate) const DIGEST: &str = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// Images, each with its parts in the order of [`PARTS`]; without parts what is no image.
pub(crate) const IMAGES: [(&str, Option<[Option<&str>; 4]>); 7] = [
    ("a", Some([Some("docker.io"), Some("library/a"), Some("latest"), None])),
    ("ab:a", Some([Some("docker.io"), Some("library/ab"), Some("a"), None])),
    ("a.b/ab", Some([Some("a.b"), Some("ab"), Some("latest"), None])),
    ("a:12/b/ab:ab", Some([Some("a:12"), Some("b/ab"), Some("ab"), None])),
    (
        "a.b/a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        Some([Some("a.b"), Some("a"), None, Some(DIGEST)]),
    ),
    ("A b", None),
    ("", None),
];

/// The parts of an image, none of what is no image.
pub(crate) fn parts(text: &str) -> Option<[Option<&'static str>; 4]> {
    match IMAGES.iter().find(|(image, _)| *image == text) {
        Some((_, parts)) => *parts,
        None => panic!("the random objects have no image {text}"),
    }
}

/// A part of an image.
pub(crate) fn part<'a>(text: &str, name: &str) -> Value<'a> {
    if name == "written" {
        return Value::Map(written(text));
    }
    let at = PARTS.iter().position(|part| *part == name).unwrap();
    parts(text).unwrap()[at].map_or(Value::Missing, |part| Value::Text(part.to_owned()))
}

/// The parts of an image as they are written.
fn written<'a>(text: &str) -> Vec<(String, Value<'a>)> {
    let (name, digest) = text.split_once('@').map_or((text, None), |(name, digest)| (name, Some(digest)));
    let (registry, name) = match name.split_once('/') {
        Some((registry, name)) if registry.contains(['.', ':']) => (Some(registry), name),
        _ => (None, name),
    };
    let (repository, tag) = name.split_once(':').map_or((name, None), |(name, tag)| (name, Some(tag)));
    let parts = [("registry", registry), ("repository", Some(repository)), ("tag", tag), ("digest", digest)];
    let there = parts.into_iter().filter_map(|(part, text)| Some((part.to_owned(), Value::Text(text?.to_owned()))));
    there.collect()
}

/// Where runtimes pull an image from, with `/` at the end.
pub(crate) fn whole(text: &str) -> String {
    let [registry, repository, ..] = parts(text).unwrap();
    format!("{}/{}/", registry.unwrap(), repository.unwrap())
}
