//! What the comments of a proof say: expectations on lines, directives before documents.

use crate::document::leading_value;
use kubelaw_lang::check::within;
use kubelaw_lang::values::case;
use std::collections::BTreeMap;
use thiserror::Error;

/// What a proof expects of one line: rule ids with the verdict expected, in the order written.
pub(super) type Expectations = Vec<(u32, Vec<(String, Expected)>)>;

/// What is expected of a rule at a line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Expected {
    Fail,
    Undecided,
    Waived,
}

impl Expected {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Undecided => "undecided",
            Self::Waived => "waived",
        }
    }
}

/// The part that a document plays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Role {
    #[default]
    Judged,
    /// `# context`: known, not judged.
    Context,
    /// `# old`: the next object before the change.
    Old,
}

/// The settings of a case, from its `# kubelaw:` lines.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Directives {
    pub(super) kubernetes: Option<String>,
    pub(super) namespace: Option<String>,
    pub(super) inventory: Option<bool>,
    /// Fields of the request; the operation among them.
    pub(super) request: serde_json::Map<String, serde_json::Value>,
    pub(super) params: BTreeMap<String, serde_json::Value>,
}

impl Directives {
    /// Adds the settings of another line to the same case.
    pub(super) fn extend(&mut self, other: &Self) {
        self.kubernetes = other.kubernetes.clone().or_else(|| self.kubernetes.take());
        self.namespace = other.namespace.clone().or_else(|| self.namespace.take());
        self.inventory = other.inventory.or(self.inventory);
        self.request.extend(other.request.clone());
        self.params.extend(other.params.clone());
    }
}

/// What is wrong with a comment of a proof.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ScriptError {
    /// A directive of another name.
    #[error(
        "unknown directive `{name}`: expected kubernetes, namespace, inventory, request, request.FIELD or param.NAME"
    )]
    UnknownDirective {
        /// The name.
        name: String,
    },
    /// A directive without `=`.
    #[error("expected `name=value`, found `{found}`")]
    NoValue {
        /// The word.
        found: String,
    },
    /// A value that is no JSON.
    #[error("the value of `{name}` is not JSON: {reason}")]
    NotJson {
        /// The directive.
        name: String,
        /// The parser's words.
        reason: String,
    },
    /// An expectation without a rule.
    #[error("expected a rule after `expect:`")]
    NoRule,
    /// A comment that is nearly one that means something.
    #[error("this says nothing: write `# {meant}`")]
    Misspelt {
        /// What is meant.
        meant: &'static str,
    },
    /// A word around a rule that means nothing.
    #[error("unknown expectation `{word}({rule})`: expected undecided(…) or waived(…)")]
    UnknownExpectation {
        /// The word.
        word: String,
        /// The rule.
        rule: String,
    },
}

/// What the lines of a proof say.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) expectations: Expectations,
    /// Line by line, in order: what stands in comments of their own.
    pub(super) lines: Vec<(u32, Line)>,
    pub(super) errors: Vec<(u32, ScriptError)>,
}

/// A comment line that means something for the documents after it.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Line {
    Directives(Directives),
    Role(Role),
}

impl Script {
    pub(super) fn read(text: &str) -> Self {
        let mut script = Self::default();
        for (number, line) in (1_u32..).zip(text.lines()) {
            if let Err(error) = script.line(number, line) {
                script.errors.push((number, error));
            }
        }
        script
    }

    fn line(&mut self, number: u32, line: &str) -> Result<(), ScriptError> {
        if let Some((_, expected)) = line.split_once("# expect:") {
            self.expectations.push((number, expectations(expected)?));
            return Ok(());
        }
        if let Some(meant) = misspelt(line) {
            return Err(ScriptError::Misspelt { meant });
        }
        let Some(comment) = line.trim_start().strip_prefix('#').map(str::trim) else { return Ok(()) };
        if let Some(directives) = comment.strip_prefix("kubelaw:") {
            if !directives.trim_start().starts_with("waive") {
                self.lines.push((number, Line::Directives(read_directives(directives)?)));
            }
        } else if comment == "context" {
            self.lines.push((number, Line::Role(Role::Context)));
        } else if comment == "old" {
            self.lines.push((number, Line::Role(Role::Old)));
        }
        Ok(())
    }
}

/// What a comment means that is written differently, such as `#expect: a`, `# expects: a` or `# Context`.
fn misspelt(line: &str) -> Option<&'static str> {
    let begins = |at: &usize| line.get(..*at).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t']));
    line.match_indices('#').map(|(at, _)| at).filter(begins).find_map(|at| {
        let comment = line.get(at + 1..)?.trim();
        let (word, rest) = comment.split_once([':', ' ']).unwrap_or((comment, ""));
        let has_colon = comment.get(word.len()..)?.trim_start().starts_with(':');
        match within(1, word, &mut ["expect", "kubelaw", "context", "old"].into_iter())? {
            "expect" if has_colon => Some("expect: RULE"),
            "kubelaw" if has_colon && word != "kubelaw" || !has_colon && rest.contains('=') => {
                Some("kubelaw: NAME=VALUE")
            }
            role @ ("context" | "old") if case::lower(word) == role => {
                (rest.trim().is_empty() && comment != role).then_some(role)
            }
            _ => None,
        }
    })
}

/// `a, undecided(b), waived(c) -- why`.
fn expectations(text: &str) -> Result<Vec<(String, Expected)>, ScriptError> {
    let text = text.split_once("--").map_or(text, |(rules, _)| rules);
    let mut found = Vec::new();
    for word in text.split([',', ' ', '\t']).filter(|w| !w.is_empty()) {
        found.push(match word.split_once('(') {
            None => (word.to_owned(), Expected::Fail),
            Some((kind, rule)) => {
                let rule = rule.trim_end_matches(')').to_owned();
                match kind {
                    "undecided" => (rule, Expected::Undecided),
                    "waived" => (rule, Expected::Waived),
                    _ => return Err(ScriptError::UnknownExpectation { word: kind.to_owned(), rule }),
                }
            }
        });
    }
    if found.is_empty() { Err(ScriptError::NoRule) } else { Ok(found) }
}

/// `kubernetes=1.29 param.registries=["x", "y"] request=update`.
fn read_directives(text: &str) -> Result<Directives, ScriptError> {
    let mut directives = Directives::default();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let Some((name, after)) = rest.split_once('=') else {
            return Err(ScriptError::NoValue { found: rest.trim_end().to_owned() });
        };
        let name = name.trim_end();
        if name.contains(char::is_whitespace) {
            let found = name.split_whitespace().next().unwrap_or_default().to_owned();
            return Err(ScriptError::NoValue { found });
        }
        rest = set(&mut directives, name, after)?.trim_start();
    }
    Ok(directives)
}

/// Sets one directive and gives back the text after its value.
fn set<'t>(directives: &mut Directives, name: &str, text: &'t str) -> Result<&'t str, ScriptError> {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    match name {
        "kubernetes" => directives.kubernetes = Some(word.to_owned()),
        "namespace" => directives.namespace = Some(word.to_owned()),
        "inventory" => {
            directives.inventory = Some(word.parse().map_err(|_| not_json(name, "expected true or false"))?);
        }
        "request" if !text.starts_with('{') => {
            directives.request.insert("operation".to_owned(), case::upper(word).into());
        }
        "request" => {
            let (value, rest) = json(name, text)?;
            if let serde_json::Value::Object(fields) = value {
                directives.request.extend(fields);
            }
            return Ok(rest);
        }
        _ => {
            let (value, rest) = json(name, text)?;
            if let Some(param) = name.strip_prefix("param.") {
                directives.params.insert(param.to_owned(), value);
            } else if let Some(field) = name.strip_prefix("request.") {
                insert(&mut directives.request, field, value);
            } else {
                return Err(ScriptError::UnknownDirective { name: name.to_owned() });
            }
            return Ok(rest);
        }
    }
    Ok(rest)
}

/// Puts a value at a dotted path.
fn insert(map: &mut serde_json::Map<String, serde_json::Value>, path: &str, value: serde_json::Value) {
    match path.split_once('.') {
        None => {
            map.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let inner = map.entry(first).or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
            if let serde_json::Value::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

/// The JSON value at the start of a text, and what stands after it.
fn json<'t>(name: &str, text: &'t str) -> Result<(serde_json::Value, &'t str), ScriptError> {
    leading_value(text).map_err(|problem| not_json(name, &problem.to_string()))
}

fn not_json(name: &str, reason: &str) -> ScriptError {
    ScriptError::NotJson { name: name.to_owned(), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expectations_name_rules_and_verdicts() {
        let script = Script::read("a: 1 # expect: x, undecided(y)\n# expect: waived(z) -- as agreed\nb: 2\n");
        assert!(script.errors.is_empty());
        let [(1, first), (2, second)] = script.expectations.as_slice() else { panic!("{:?}", script.expectations) };
        assert_eq!(*first, [("x".to_owned(), Expected::Fail), ("y".to_owned(), Expected::Undecided)]);
        assert_eq!(*second, [("z".to_owned(), Expected::Waived)]);
    }

    #[test]
    fn directives_are_words_or_json() {
        let text =
            r#"# kubelaw: kubernetes=1.29 param.registries=["a b", "c"] request=update request.userInfo.username="x""#;
        let script = Script::read(text);
        assert_eq!(script.errors, []);
        let Some((1, Line::Directives(found))) = script.lines.first() else { panic!("no directives") };
        assert_eq!(found.kubernetes.as_deref(), Some("1.29"));
        assert_eq!(found.params.get("registries"), Some(&serde_json::json!(["a b", "c"])));
        let request = serde_json::json!({"operation": "UPDATE", "userInfo": {"username": "x"}});
        assert_eq!(serde_json::Value::Object(found.request.clone()), request);
    }

    #[test]
    fn roles_are_comments_of_their_own() {
        let script = Script::read("# old\nkind: A # context\n---\n  # context\n");
        assert_eq!(script.lines, [(1, Line::Role(Role::Old)), (4, Line::Role(Role::Context))]);
    }

    #[test]
    fn what_is_nearly_a_directive_is_told() {
        for (text, meant) in [
            ("a: 1 #expect: x", "expect: RULE"),
            ("a: 1 # Expect: x", "expect: RULE"),
            ("a: 1 # expects: x", "expect: RULE"),
            ("a: 1 # note # epxect: x", "expect: RULE"),
            ("a: 1 # expect : x", "expect: RULE"),
            ("# kubelaw namespace=a", "kubelaw: NAME=VALUE"),
            ("# Kubelaw: namespace=a", "kubelaw: NAME=VALUE"),
            ("# Context", "context"),
            ("# old:", "old"),
        ] {
            let script = Script::read(text);
            assert_eq!(script.errors, [(1, ScriptError::Misspelt { meant })], "{text}");
        }
        for text in [
            "a: 1 # except: for this",
            "a: b#expects: x",
            "# expected of everyone",
            "# old Pods",
            "# Old Pods",
            "# context of all",
            "# odd:",
            "# kubelaw is great",
            "# kubelaw: waive a",
            "# The content",
        ] {
            assert_eq!(Script::read(text).errors, [], "{text}");
        }
    }

    #[test]
    fn mistakes_are_told() {
        let script = Script::read("# kubelaw: kubernets=1\n# kubelaw: x\na: 1 # expect:\nb: # expect: maybe(x)\n");
        let messages: Vec<String> = script.errors.iter().map(|(line, e)| format!("{line}: {e}")).collect();
        assert_eq!(messages.len(), 4);
        assert!(messages[0].starts_with("1: unknown directive `kubernets`"), "{messages:?}");
        assert_eq!(messages[1], "2: expected `name=value`, found `x`");
        assert_eq!(messages[2], "3: expected a rule after `expect:`");
        assert_eq!(messages[3], "4: unknown expectation `maybe(x)`: expected undecided(…) or waived(…)");
    }
}
