//! Items that other languages have.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::lexer::{Kind, Token};

/// The diagnostic for tokens where an item should begin.
///
/// After another such run, `after_item` being false, only a known word is worth a further one.
pub(in crate::syntax) fn no_item(text: &str, tokens: &[Token], after_item: bool) -> Option<Diagnostic> {
    let first = tokens.iter().position(|token| !token.is_comment())?;
    let rest = tokens.get(first..)?;
    let known = rest.first().is_some_and(|token| FOREIGN.contains(&token.text(text)));
    (after_item || known).then(|| unknown_item(text, rest))
}

/// The words that begin items in other languages.
const FOREIGN: &[&str] = &[
    "package",
    "namespace",
    "module",
    "import",
    "include",
    "function",
    "func",
    "fun",
    "fn",
    "define",
    "const",
    "var",
    "policy",
    "validate",
    "deny",
    "violation",
    "warn",
    "allow",
    "assert",
    "default",
    "parameter",
];

fn unknown_item(text: &str, tokens: &[Token]) -> Diagnostic {
    let mut significant = tokens.iter().filter(|token| !token.is_comment());
    let first = significant.next().copied();
    let span = first.map_or_else(Span::default, |token| token.span);
    let word = first.map_or("", |token| token.text(text));
    let after = significant.next().map_or("", |token| token.text(text));
    let message = format!("expected `use`, `param`, `let`, `def` or `rule`, found `{word}`");
    let unknown = Diagnostic::new(codes::UNKNOWN_ITEM, span, message);
    match word {
        "package" | "namespace" | "module" => {
            unknown.help("remove it: a law file belongs to the pack whose folder holds it")
        }
        "import" | "include" | "require" if after.starts_with('"') => {
            unknown.help(format!("write `use {after}`")).replace(span, "use")
        }
        "import" | "include" => unknown.help("write `use \"path.law\"`; built-ins need no import"),
        "function" | "func" | "fun" | "fn" | "define" | "predicate" => {
            unknown.help(format!("write `def {after}(…) = …`")).replace(span, "def")
        }
        "const" | "var" | "val" | "set" | "local" => {
            unknown.help(format!("write `let {after} = …`")).replace(span, "let")
        }
        "parameter" | "parameters" | "input" | "arg" | "args" => unknown.help("write `param name: type = default`"),
        "policy" | "validate" | "validation" | "constraint" | "law" => {
            unknown.help("write `rule id for w in Workload { … }`").replace(span, "rule")
        }
        "deny" | "violation" | "warn" | "allow" | "assert" | "check" | "when" | "default" => {
            unknown.help("write `rule id for w in Workload { forbid … message \"…\" }`")
        }
        "apiVersion" | "kind" | "metadata" | "spec" if after == ":" => {
            unknown.help("this looks like YAML; a law file holds `rule id for w in Workload { … }`")
        }
        "require" | "forbid" | "message" | "at" | "fix" | "for" | "severity" | "control" | "layer" | "tier" => {
            unknown.help(format!("`{word}` belongs into the braces of a rule"))
        }
        _ if first.is_some_and(|token| token.kind == Kind::Word) && after == "=" => {
            unknown.help(format!("write `let {word} = …`")).replace(span.before(), "let ")
        }
        _ => match super::closest(word, &["use", "param", "let", "def", "rule"]) {
            Some(item) => unknown.did_you_mean(span, item),
            None => unknown.help("remove it, or put it into a rule"),
        },
    }
}
