//! Comparisons that overlook what a view has made of a string: another name of an image, a namespace that is assumed.

use crate::kubernetes::image::{DEFAULT_REGISTRY, Image, is_registry};
use kubelaw_lang::vocabulary::Doubt;

/// A comparison that overlooks something, and what to write.
pub(super) fn told(message: impl Into<String>, help: impl Into<String>) -> Doubt {
    Doubt { message: message.into(), help: help.into(), form: None, unless: Vec::new() }
}

/// What is overlooked where a member of an image, or its string, is compared with a string.
pub(super) fn of_image(member: Option<&str>, test: &str, text: &str) -> Option<Doubt> {
    match member {
        Some("tag") if test == "has" => Some(Doubt {
            unless: vec!["tag".into()],
            ..told(
                "an image without a tag is `latest`: only one that has a digest alone has none",
                "write `has(c.image.written.tag)` for one that is written, or ask for the `digest`",
            )
        }),
        Some("registry") => of_host(test, text),
        Some("repository") => of_repository(test, text),
        Some(_) => None,
        None => of_text(test, text),
    }
}

/// The same for the namespace of an object.
pub(super) fn of_namespace(test: &str, text: &str) -> Option<Doubt> {
    let message = "an object that names no namespace is in `default`, or where the host says";
    (test == "is" && text.is_empty()).then(|| told(message, "write `not has(x.metadata.namespace)`"))
}

/// The same for the name of a host: `example.com` is the end of `notexample.com`, too.
pub(super) fn of_host(test: &str, text: &str) -> Option<Doubt> {
    let within_label =
        test == "endsWith" && text.contains('.') && text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let help = || format!("write `x == \"{text}\" or x.endsWith(\".{text}\")`");
    within_label.then(|| told(format!("`other-{text}` ends with it, too"), help()))
}

/// The same for a number or a percentage of objects: none are `0` and `"0%"`.
pub(super) fn of_count(test: &str, text: &str) -> Option<Doubt> {
    let other = match text {
        "0" => "0%",
        "0%" => "0",
        _ => return None,
    };
    let written = if other == "0%" { "\"0%\"" } else { other };
    let message = format!("none of them is also written `{written}`");
    (test == "==").then(|| Doubt {
        form: Some(other.to_owned()),
        ..told(message, "write `x.scaled(100) == 0`, which reads both")
    })
}

/// The same for what is looked for by its name, where another string stands for it, too.
pub(super) fn of_found(record: &str, member: &str, text: &str) -> Option<Doubt> {
    let stands = |form: &str, message: &str, help: String| {
        let doubt = told(format!("`{form}` {message}"), help);
        (text != form).then(|| Doubt { form: Some(form.to_owned()), ..doubt })
    };
    let also = |form: &str| format!("ask for `\"{form}\"`, too");
    match (record, member, text) {
        ("PolicyRule", "apiGroups" | "resources" | "verbs", _) => {
            stands("*", "grants it, too", format!("{}, or write `p.grants(verb, group, resource)`", also("*")))
        }
        (
            "RuleWithOperations" | "NamedRuleWithOperations",
            "apiGroups" | "apiVersions" | "operations" | "resources",
            _,
        ) => stands("*", "stands for it, too", also("*")),
        ("Capabilities", "add", _) => stands("ALL", "adds it, too", also("ALL")),
        ("IPBlock", "cidr", "0.0.0.0/0") | ("ServiceSpec", "loadBalancerSourceRanges", "0.0.0.0/0") => {
            stands("::/0", "is everything, too", also("::/0"))
        }
        // A socket has nothing in it.
        ("HostPathVolumeSource", "path", _) if !["/", "*", ".sock"].iter().any(|end| text.ends_with(end)) => stands(
            &format!("{text}/"),
            "is the same, and what is in it is not found",
            format!("write `x.under(\"{text}\")`"),
        ),
        _ => None,
    }
}

/// The same for a field that only versions have which no release serves any more.
pub(super) fn of_removed(member: &str) -> Doubt {
    let message = format!("no version that Kubernetes still serves has `{member}`");
    Doubt {
        unless: ["api", "apiVersion", "version"].map(Into::into).to_vec(),
        ..told(message, "ask for the `apiVersion`, too, if an old one is meant")
    }
}

fn of_repository(test: &str, text: &str) -> Option<Doubt> {
    let (first, rest) = text.split_once('/').unwrap_or((text, ""));
    let unless = vec!["registry".into()];
    if test == "==" && !text.contains('/') && !text.is_empty() {
        let form = format!("library/{text}");
        let message = format!("the `{text}` of Docker Hub has the repository `{form}`");
        let help = format!("write `c.image.under(\"{text}\")`, or ask for the `registry`, too");
        return Some(Doubt { message, help, form: Some(form), unless });
    }
    let begins = matches!(test, "==" | "glob" | "startsWith" | "begins") && !first.contains('*');
    if begins && text.contains('/') && is_registry(first) {
        let help = match rest.trim_matches(['*', '/']) {
            "" => format!("write `c.image.registry == \"{first}\"`"),
            _ => format!("write `c.image.registry == \"{first}\"`, and ask for the rest of the `repository`"),
        };
        let message = "a repository stands behind its registry, which is not part of it";
        return Some(Doubt { unless, ..told(message, help) });
    }
    None
}

/// Whether the start of an image ends within the name of a registry or repository.
fn is_open(start: &str) -> bool {
    let last = start.rsplit('/').next().unwrap_or_default();
    last.ends_with(|c: char| c.is_ascii_alphanumeric()) && !last.contains([':', '@'])
}

fn of_text(test: &str, text: &str) -> Option<Doubt> {
    let plain = text.trim_matches('*');
    let (message, help) = match test {
        "==" => {
            let image = Image::parse(text)?;
            let is_default = image.registry() == DEFAULT_REGISTRY;
            if !is_default && (image.written().tag.is_some() || image.digest().is_some()) {
                return None;
            }
            (
                format!("the image `{text}` is also written in other ways"),
                format!("write `c.image.under(\"{text}\")`, which knows them all"),
            )
        }
        "endsWith" | "contains" | "glob" if plain == ":latest" => {
            ("an image without a tag is `latest`, too".to_owned(), "write `c.image.tag == \"latest\"`".to_owned())
        }
        "contains" | "glob" if plain == ":" => (
            "a registry may have a `:` before its port, and a digest has one".to_owned(),
            "write `has(c.image.written.tag)`".to_owned(),
        ),
        "startsWith" | "begins" | "glob" => {
            let first = plain.split('/').next().unwrap_or_default();
            let message = if matches!(first, DEFAULT_REGISTRY | "index.docker.io") {
                format!("images of `{first}` are also written without it")
            } else if test == "startsWith" && is_open(plain) {
                let longer = if plain.contains('/') { "-other/app" } else { ".example.com/app" };
                format!("`{plain}{longer}` begins with it, too")
            } else {
                return None;
            };
            (message, format!("write `c.image.under(\"{}\")`", plain.trim_end_matches('/')))
        }
        _ => return None,
    };
    Some(told(message, help))
}
