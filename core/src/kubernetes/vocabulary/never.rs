//! Strings that a field never holds and keys that a map never has, so that a law which waits for one is told what to write.
//!
//! Only what no valid object has, and what a view never gives, belongs here.

use crate::kubernetes::image::{Image, is_digest, is_registry, is_repository, is_tag};
use crate::kubernetes::schema::Schema;
use kubelaw_lang::values::quantity::Quantity;

/// What to write instead of a string that a member of a record never holds; nothing where it may.
pub(super) fn refusal(record: &str, member: &str, text: &str) -> Option<String> {
    match (record, member) {
        ("Container", "flags") => flag(text),
        ("Container", "program") => {
            text.rsplit_once('/').map(|(_, name)| format!("a program is named without its folder: write `\"{name}\"`"))
        }
        ("Image", _) => of_image(member, text),
        ("ObjectMeta", "annotations" | "labels") => {
            let help = "a key has letters, digits, `-`, `_` and `.`, and before them perhaps a domain and one `/`";
            unless(is_qualified(text), text, help)
        }
        ("ObjectMeta", "labels[*]") => {
            let help = "the value of a label has at most 63 letters, digits, `-`, `_` and `.`";
            unless(text.is_empty() || text.len() <= 63 && is_word(text, b"-_."), text, help)
        }
        (_, "apiVersion") if !text.is_empty() && !text.contains(['/', '*']) && !is_version(text) => {
            Some(format!("a version belongs to it: write `\"{text}/v1\"`, or ask for the `group`"))
        }
        // Names may have a `*`, those of roles at least, but hardly beside other characters.
        ("Container" | "ObjectMeta", "name") => unless(!text.contains('*') || text.len() == 1, text, ""),
        ("Object", "group") if matches!(text, "core" | "v1") => Some("the core group is `\"\"`".to_owned()),
        ("Object", "group" | "version") if text.contains('/') => {
            Some("`group` and `version` are the parts of `apiVersion`: write one".to_owned())
        }
        (
            "Object"
            | "CrossVersionObjectReference"
            | "ObjectReference"
            | "OwnerReference"
            | "TypedLocalObjectReference",
            "kind",
        )
        | ("LimitRangeItem", "type")
            if is_no_kind(text) =>
        {
            Some("a kind begins with a capital, and is in the singular: `Pod`".to_owned())
        }
        ("PolicyRule" | "RuleWithOperations" | "NamedRuleWithOperations", "apiGroups") => match text {
            "core" | "v1" => Some("the core group is `\"\"`".to_owned()),
            _ => text.split_once('/').map(|(group, _)| format!("a group has no version: write `\"{group}\"`")),
        },
        ("PolicyRule", "verbs") => has_capital(text),
        ("PolicyRule" | "RuleWithOperations" | "NamedRuleWithOperations", "resources") => {
            has_capital(text).or_else(|| singular(text))
        }
        ("Secret", "data[*]") if !text.len().is_multiple_of(4) => {
            Some(format!("the values are in base64: write `fromBase64(x) == \"{text}\"`"))
        }
        ("ResourceQuotaSpec", "hard") if matches!(text, "limits" | "requests") => {
            Some(format!("a key with a dot stands in brackets and quotes: `[\"{text}.cpu\"]`"))
        }
        ("ResourceQuotaSpec", "hard") => {
            let of_containers = text.strip_prefix("requests.").or_else(|| text.strip_prefix("limits."));
            if of_containers.is_none() && counted(text) { None } else { resource(of_containers.unwrap_or(text)) }
        }
        ("ResourceRequirements", "limits" | "requests") => resource(text),
        ("ResourceRequirements", _) => amount(member.split_once('.')?.1, text),
        _ => None,
    }
}

/// The same for a member of an image.
fn of_image(member: &str, text: &str) -> Option<String> {
    match member {
        "digest" => unless(is_digest(text), text, "a digest is written out: `sha256:` and 64 digits"),
        "registry" if text == "index.docker.io" => Some("it is read as `\"docker.io\"`".to_owned()),
        "registry" if text.contains(|c: char| c.is_ascii_uppercase()) => {
            Some(format!("it is read in lower case: write `\"{}\"`", text.to_ascii_lowercase()))
        }
        "registry" => unless(
            is_registry(text),
            text,
            "a registry has a `.` or a port, and no `/`: ask for more of an image by `c.image.under(…)`",
        ),
        "repository" => unless(is_repository(text), text, "a repository has neither tag nor digest, and no capitals"),
        "tag" => {
            let help = match text.strip_prefix(':') {
                Some(tag) if !tag.is_empty() => &*format!("write `\"{tag}\"`"),
                _ => "a tag has letters, digits, `_`, `.` and `-`; a missing one is asked for by `not has(…)`",
            };
            unless(is_tag(text), text, help)
        }
        _ => None,
    }
}

/// Whether a string is like a version: one that no group has may stand in an object, and be found so.
fn is_version(text: &str) -> bool {
    text.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Which characters the strings of a view are made of. What a field holds may be wrong, and be found so by a law.
pub(super) fn characters(record: &str, member: &str) -> Option<fn(char) -> bool> {
    fn small(c: char) -> bool {
        c.is_ascii_lowercase() || c.is_ascii_digit()
    }
    Some(match (record, member) {
        ("Container", "program") => |c| c != '/',
        ("Image", "digest") => |c| small(c) || c == ':',
        ("Image", "registry") => |c| small(c) || "[]-_.:".contains(c),
        ("Image", "repository") => |c| small(c) || "-_./".contains(c),
        ("Image", "tag") => |c| c.is_ascii_alphanumeric() || "-_.".contains(c),
        _ => return None,
    })
}

/// The same for the `group` or `apiVersion` of a kind of that group.
pub(super) fn other_group(group: &str, member: &str, text: &str) -> Option<String> {
    let asked = match member {
        "group" => text,
        "apiVersion" => text.rsplit_once('/').map_or("", |(group, _)| group),
        _ => return None,
    };
    (asked != group).then(|| format!("the group of this kind is `\"{group}\"`"))
}

/// The same for a number or a name: that of a port has a letter, and a percentage its sign.
pub(super) fn number(text: &str) -> Option<String> {
    text.parse::<i64>().is_ok().then(|| format!("a number stands without quotes: write `{text}`"))
}

/// The same for the name of a namespace.
pub(super) fn no_namespace(text: &str) -> Option<String> {
    let lower = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let help = "the name of a namespace has small letters, digits and `-`";
    unless(text.is_empty() || text.bytes().all(lower), text, help)
}

fn has_capital(text: &str) -> Option<String> {
    let small = text.to_ascii_lowercase();
    (small != text).then(|| format!("verbs and resources are in lower case: `\"{small}\"`"))
}

/// Whether Kubernetes brings a kind of that name, in any case.
fn is_kind(name: &str) -> bool {
    Schema::builtin().kinds().any(|kind| kind.kind.eq_ignore_ascii_case(name))
}

fn is_no_kind(text: &str) -> bool {
    let is_plural = || text.strip_suffix('s').is_some_and(is_kind) && !is_kind(text);
    text.starts_with(|c: char| c.is_ascii_lowercase() && !text.contains('/')) || is_plural()
}

/// What a role or webhook calls the objects of a kind.
fn singular(text: &str) -> Option<String> {
    let singular = !text.ends_with('s') && is_kind(text);
    singular.then(|| format!("resources are named in the plural: `\"{text}s\"`"))
}

/// Whether a quota counts objects by that name.
fn counted(text: &str) -> bool {
    text.split('.').next().and_then(|name| name.strip_suffix('s')).is_some_and(is_kind)
}

/// An amount of a resource that has the unit of another.
fn amount(resource: &str, text: &str) -> Option<String> {
    let amount = Quantity::parse(text)?.to_number();
    match resource {
        "cpu" if amount >= 500.0 => Some("`cpu` is counted in cores: `500m` is half of one".to_owned()),
        "memory" | "ephemeral-storage" if amount > 0.0 && amount < 1000.0 && text != "1" => {
            Some(format!("`{resource}` is counted in bytes: write `512Mi` for mebibytes"))
        }
        _ => None,
    }
}

/// What to write instead of a literal that a function does not take for the pattern that it looks like.
pub(super) fn argument(function: &str, of_image: bool, text: &str) -> Option<String> {
    let alone = text.len() == 1;
    let is_regex = !alone && (text.starts_with('^') || text.ends_with('$'));
    let is_glob = match function {
        "startsWith" => text.ends_with('*'),
        "endsWith" => text.starts_with('*'),
        "under" => text.contains('*'),
        _ => false,
    };
    let compares = matches!(function, "contains" | "endsWith" | "glob" | "startsWith" | "under");
    if compares && is_regex || function == "glob" && text.contains(['|', '[', '\\']) {
        return Some(format!("write `x matches /{}/` for a regular expression", text.replace('/', "\\/")));
    }
    if is_glob && text.contains(|c: char| c.is_ascii_alphanumeric()) {
        let x = if of_image { "string(x)" } else { "x" };
        return Some(format!("write `{x}.glob(\"{text}\")` for a pattern"));
    }
    let is_path = text.starts_with('/') && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
    if function == "startsWith" && is_path && text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return Some(format!("write `x.under(\"{text}\")` for a path: `{text}-other` begins with it, too"));
    }
    let image = Image::parse("a").filter(|_| of_image && function == "under")?;
    image.under(text).is_none().then(|| "it is a registry or a repository, or the start of one".to_owned())
}

fn unless(legal: bool, text: &str, help: &str) -> Option<String> {
    let pattern = || format!("`==` and `in` know no patterns: write `x.glob(\"{text}\")`");
    (!legal).then(|| if text.contains('*') { pattern() } else { help.to_owned() })
}

fn flag(text: &str) -> Option<String> {
    let name = text.trim_start_matches('-').split('=').next().unwrap_or_default();
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if begins && name == text {
        return None;
    }
    let right = || format!("a flag is named without dashes and without its value: write `\"{name}\"`");
    Some(if begins { right() } else { "the name of a flag begins with a letter or `_`".to_owned() })
}

/// The resources of containers that have no domain before their names, and that of volumes.
fn resource(text: &str) -> Option<String> {
    const PLAIN: [&str; 4] = ["cpu", "ephemeral-storage", "memory", "storage"];
    if PLAIN.contains(&text) || text.starts_with("hugepages-") || text.contains('/') {
        return None;
    }
    let near =
        kubelaw_lang::check::closest(text, PLAIN).or_else(|| PLAIN.into_iter().find(|name| name.starts_with(text)));
    Some(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            "it is `cpu`, `memory`, `ephemeral-storage`, `hugepages-…`, or has a domain, as `nvidia.com/gpu`".to_owned()
        }
    })
}

/// Whether a string may be the key of a label or annotation.
fn is_qualified(key: &str) -> bool {
    let (domain, name) = key.rsplit_once('/').map_or((None, key), |(domain, name)| (Some(domain), name));
    name.len() <= 63 && is_word(name, b"-_.") && domain.is_none_or(|domain| is_word(domain, b"-."))
}

/// Letters and digits, and between them some marks.
fn is_word(text: &str, marks: &[u8]) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric();
    text.starts_with(plain)
        && text.ends_with(plain)
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || marks.contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_no_valid_object_has() {
        for (record, member, legal, illegal) in [
            ("Container", "flags", "v", "-v"),
            ("Container", "flags", "feature-gates", "--feature-gates=A=true"),
            ("Container", "program", "sh", "/bin/sh"),
            ("Image", "digest", &*format!("sha256:{}", "0".repeat(64)), "sha256:"),
            ("Image", "registry", "localhost:5000", "ghcr.io/acme"),
            ("Image", "repository", "library/nginx", "nginx:latest"),
            ("Image", "tag", "1.2-alpine", ":latest"),
            ("Object", "apiVersion", "v1", "apps"),
            ("Object", "apiVersion", "v1beta1", "networking.k8s.io"),
            ("ObjectMeta", "annotations", "Example.com/Some_key", "a/b/c"),
            ("ObjectMeta", "labels", "app.kubernetes.io/name", "my label"),
            ("ObjectMeta", "labels[*]", "", "web-*"),
            ("ObjectMeta", "name", "system:node", "web-*"),
            ("ResourceRequirements", "limits", "nvidia.com/gpu", "mem"),
            ("ResourceRequirements", "requests", "hugepages-2Mi", "CPU"),
        ] {
            assert_eq!(refusal(record, member, legal), None, "{record}.{member}");
            assert!(refusal(record, member, illegal).is_some(), "{record}.{member}");
        }
        assert_eq!(no_namespace("kube-system"), None);
        assert!(no_namespace("kube_system").is_some());
        assert_eq!(refusal("ResourceRequirements", "limits", "mem").as_deref(), Some("did you mean `memory`?"));
        assert_eq!(
            refusal("ObjectMeta", "labels[*]", "web-*").as_deref(),
            Some("`==` and `in` know no patterns: write `x.glob(\"web-*\")`")
        );
    }
}
