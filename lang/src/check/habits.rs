//! Habits from other languages: names that do not exist here, and what to write instead.

/// Functions and methods of CEL, Rego, JMESPath, JavaScript and Python.
const FUNCTIONS: &[(&str, &str)] = &[
    ("length", "size(x)"),
    ("len", "size(x)"),
    ("count", "size(x)"),
    ("exists", "has(x)` or `any x in list: …"),
    ("exists_one", "one x in list: …"),
    ("some", "any x in list: …"),
    ("any", "any x in list: …"),
    ("all", "all x in list: …"),
    ("one", "one x in list: …"),
    ("every", "all x in list: …"),
    ("filter", "[x for x in list where …]"),
    ("map", "[f(x) for x in list]"),
    ("defined", "has(x)"),
    ("is_null", "not has(x)"),
    ("isNull", "not has(x)"),
    ("orValue", "x ?? y"),
    ("get", "x[key] ?? default"),
    ("toLower", "x.lower()"),
    ("to_lower", "x.lower()"),
    ("lowerAscii", "x.lower()"),
    ("toUpper", "x.upper()"),
    ("to_upper", "x.upper()"),
    ("upperAscii", "x.upper()"),
    ("includes", "x in list` or `text.contains(x)"),
    ("values", "[e.value for e in map.entries()]"),
    ("items", "map.entries()"),
    ("hasKey", "key in map"),
    ("containsKey", "key in map"),
    ("toLowerCase", "x.lower()"),
    ("toUpperCase", "x.upper()"),
    ("downcase", "x.lower()"),
    ("upcase", "x.upper()"),
    ("unique", "all x in list: one y in list: x == y"),
    ("hasPrefix", "x.startsWith(y)"),
    ("hasSuffix", "x.endsWith(y)"),
    ("re_match", "x matches /…/"),
    ("regex", "x matches /…/"),
    ("regex_match", "x matches /…/"),
    ("match", "x matches /…/"),
    ("matches", "x matches /…/"),
    ("test", "x matches /…/"),
    ("like", "x.glob(\"…*\")"),
    ("isLessThan", "x < y"),
    ("isGreaterThan", "x > y"),
    ("compareTo", "x < y"),
    ("concat", "x + y"),
    ("join", "x + y` or, in a message, `{list}"),
    ("sprintf", "{x} in the message"),
    ("format", "{x} in the message"),
    ("to_string", "string(x)"),
    ("str", "string(x)"),
    ("to_number", "number(x)"),
    ("tonumber", "number(x)"),
    ("parse_int", "int(x)"),
    ("parseInt", "int(x)"),
    ("float", "number(x)"),
    ("double", "number(x)"),
    ("parse_bytes", "quantity(x)"),
    ("isQuantity", "has(quantity(x))"),
    ("isSemver", "has(semver(x))"),
    ("semver_compare", "semver(x) < semver(y)"),
    ("cidr_contains", "cidr(x).containsCIDR(y)"),
    ("ip", "cidr(x).containsIP(y)"),
    ("isIP", "has(cidr(x))"),
    ("unmarshal", "yaml(x)"),
    ("parse_json", "yaml(x)"),
    ("parse_yaml", "yaml(x)"),
    ("base64_decode", "fromBase64(x)"),
    ("decode", "fromBase64(x)"),
    ("walk", "strings(x)"),
    ("flatten", "lists[*].field` or `[x for l in lists, x in l]"),
    ("substring", "text matches /…/` or `text.split(\"…\")"),
    ("indexOf", "text.contains(x)"),
    ("find", "text.contains(x)` or `[x for x in list where …].first()"),
    ("isinstance", "valid(x)"),
    ("typeof", "valid(x)"),
    ("type", "valid(x)"),
    ("bind", "let x = …"),
    ("trace", "kubelaw check --why"),
    ("print", "kubelaw check --why"),
];

/// How to do without a function or method of another language.
pub(super) fn function(name: &str) -> Option<String> {
    if matches!(name, "now" | "today" | "time") {
        return Some("there is no clock: let the caller tell the day, as in `param today: string`".to_owned());
    }
    let (_, ours) = FUNCTIONS.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(name))?;
    Some(format!("write `{ours}`"))
}

/// What to do instead of using a name that hosts of other languages give; `subject` is the variable of the subject.
pub(super) fn name(name: &str, subject: Option<&str>) -> Option<String> {
    let subject = subject.unwrap_or("w");
    Some(match name {
        "null" | "nil" | "none" | "None" | "undefined" => {
            "there is no null: write `has(x)` or `not has(x)` to ask whether something is there".to_owned()
        }
        "True" | "TRUE" | "yes" | "on" => "write `true`".to_owned(),
        "False" | "FALSE" | "no" | "off" => "write `false`".to_owned(),
        "object" | "input" | "self" | "this" | "resource" | "obj" | "target" => {
            format!("write `{subject}`, the variable of the rule's first binding, for the object")
        }
        "oldObject" | "old" => format!("write `old({subject})` for the object before the change"),
        "params" | "parameters" => "declare it, as in `param most: int = 3`, and write its name".to_owned(),
        "variables" => "bind it with `let`, and write its name".to_owned(),
        "data" => "write the name of a kind for all its objects, a `param` for what the caller gives".to_owned(),
        "namespaceObject" => format!("write `{subject}.namespaceOf()`"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn habits_are_known_in_any_case() {
        assert_eq!(function("Length").as_deref(), Some("write `size(x)`"));
        assert_eq!(function("size"), None);
        assert_eq!(name("oldObject", Some("p")).as_deref(), Some("write `old(p)` for the object before the change"));
        assert_eq!(name("pods", None), None);
    }
}
