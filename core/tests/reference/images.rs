//! The images of the random objects, with what runtimes read in them.

use crate::value::Value;

/// The parts of an image that laws see.
pub(crate) const PARTS: [&str; 4] = ["registry", "repository", "tag", "digest"];

const DIGEST: &str = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

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
    let at = PARTS.iter().position(|part| *part == name).unwrap();
    parts(text).unwrap()[at].map_or(Value::Missing, |part| Value::Text(part.to_owned()))
}

/// Where runtimes pull an image from, with `/` at the end.
pub(crate) fn whole(text: &str) -> String {
    let [registry, repository, ..] = parts(text).unwrap();
    format!("{}/{}/", registry.unwrap(), repository.unwrap())
}
