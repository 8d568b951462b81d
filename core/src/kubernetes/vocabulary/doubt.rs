//! Comparisons that overlook what a view has made of a text: another name of an image, a namespace that is assumed.

use crate::kubernetes::image::{DEFAULT_REGISTRY, Image, is_registry};
use kubelaw_lang::vocabulary::Doubt;

/// What is overlooked where a member of an image, or its text, is compared with a text.
pub(super) fn of_image(member: Option<&str>, test: &str, text: &str) -> Option<Doubt> {
    match member {
        Some("tag") if test == "has" => Some(Doubt {
            message: "an image without a tag is `latest`: only one that has a digest alone has none".to_owned(),
            help: "write `has(c.image.written.tag)` for one that is written, or ask for the `digest`".to_owned(),
            form: None,
            unless: vec!["tag".into()],
        }),
        Some("registry") => of_host(test, text),
        Some("repository") => of_repository(test, text),
        Some(_) => None,
        None => of_text(test, text),
    }
}

/// The same for the namespace of an object.
pub(super) fn of_namespace(test: &str, text: &str) -> Option<Doubt> {
    (test == "is" && text.is_empty()).then(|| Doubt {
        message: "an object that names no namespace is in `default`, or where the host says".to_owned(),
        help: "write `not has(x.metadata.namespace)`".to_owned(),
        form: None,
        unless: Vec::new(),
    })
}

/// The same for the name of a host: `example.com` is the end of `notexample.com`, too.
pub(super) fn of_host(test: &str, text: &str) -> Option<Doubt> {
    let within_label =
        test == "endsWith" && text.contains('.') && text.starts_with(|c: char| c.is_ascii_alphanumeric());
    within_label.then(|| Doubt {
        message: format!("`other-{text}` ends with it, too"),
        help: format!("write `x == \"{text}\" or x.endsWith(\".{text}\")`"),
        form: None,
        unless: Vec::new(),
    })
}

/// The same for a number or a percentage of objects: none are `0` and `"0%"`.
pub(super) fn of_count(test: &str, text: &str) -> Option<Doubt> {
    let other = match text {
        "0" => "0%",
        "0%" => "0",
        _ => return None,
    };
    let written = if other == "0%" { "\"0%\"" } else { other };
    (test == "==").then(|| Doubt {
        message: format!("none of them is also written `{written}`"),
        help: "write `x.scaled(100) == 0`, which reads both".to_owned(),
        form: Some(other.to_owned()),
        unless: Vec::new(),
    })
}

/// The same for what is looked for by its name, where another text stands for it, too.
pub(super) fn of_found(record: &str, member: &str, text: &str) -> Option<Doubt> {
    let told = |form: &str, message: &str, help: String| {
        let message = format!("`{form}` {message}");
        (text != form).then(|| Doubt { message, help, form: Some(form.to_owned()), unless: Vec::new() })
    };
    let also = |form: &str| format!("ask for `\"{form}\"`, too");
    match (record, member, text) {
        ("PolicyRule", "apiGroups" | "resources" | "verbs", _) => {
            told("*", "grants it, too", format!("{}, or write `p.grants(verb, group, resource)`", also("*")))
        }
        (
            "RuleWithOperations" | "NamedRuleWithOperations",
            "apiGroups" | "apiVersions" | "operations" | "resources",
            _,
        ) => told("*", "stands for it, too", also("*")),
        ("Capabilities", "add", _) => told("ALL", "adds it, too", also("ALL")),
        ("IPBlock", "cidr", "0.0.0.0/0") | ("ServiceSpec", "loadBalancerSourceRanges", "0.0.0.0/0") => {
            told("::/0", "is everything, too", also("::/0"))
        }
        // A socket has nothing in it.
        ("HostPathVolumeSource", "path", _) if !["/", "*", ".sock"].iter().any(|end| text.ends_with(end)) => told(
            &format!("{text}/"),
            "is the same, and what is in it is not found",
            format!("write `x.under(\"{text}\")`"),
        ),
        _ => None,
    }
}

/// The same for a field that only versions have which no release serves any more.
pub(super) fn of_removed(member: &str) -> Doubt {
    Doubt {
        message: format!("no version that Kubernetes still serves has `{member}`"),
        help: "ask for the `apiVersion`, too, if an old one is meant".to_owned(),
        form: None,
        unless: ["api", "apiVersion", "version"].map(Into::into).to_vec(),
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
        let message = "a repository stands behind its registry, which is not part of it".to_owned();
        return Some(Doubt { message, help, form: None, unless });
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
    Some(Doubt { message, help, form: None, unless: Vec::new() })
}
