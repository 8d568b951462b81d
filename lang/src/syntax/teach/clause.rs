//! Clauses of rules and checks.

use super::{Place, closest};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::lexer::{KEYWORDS, Kind};

/// The words that begin a clause of a rule.
const CLAUSES: &[&str] = &[
    "require",
    "forbid",
    "let",
    "for",
    "severity",
    "layer",
    "tier",
    "control",
    "url",
    "since",
    "until",
    "on",
    "renamed-from",
];

/// The words that begin a clause of a check.
const CHECK_CLAUSES: &[&str] = &["message", "at", "fix"];

/// An attribute as it is written.
pub(crate) fn attribute_example(word: &str) -> &'static str {
    match word {
        "severity" => "severity high",
        "layer" => "layer network",
        "tier" => "tier strict",
        "control" => "control cis-1.12 \"5.2.2\"",
        "url" => "url \"https://example.org\"",
        "since" => "since v1.25",
        "until" => "until v1.35",
        "on" => "on create | update",
        _ => "renamed-from old-id",
    }
}

/// The lesson for a place where a clause, or something in a clause, was expected.
pub(super) fn explain(place: &Place<'_>) -> Option<Diagnostic> {
    separator(place)
        .or_else(|| marked_word(place))
        .or_else(|| attribute_value(place))
        .or_else(|| fix(place))
        .or_else(|| message(place))
        .or_else(|| after_check(place))
        .or_else(|| unknown(place))
}

/// A comma between or after clauses, a bar or `or` that `on` does not know.
fn separator(place: &Place<'_>) -> Option<Diagnostic> {
    let (found, span) = (place.text(0), place.span(0));
    if place.expects(Rule::pipe) && matches!(found, "," | "or" | "and") && place.expects(Rule::check_kind) {
        let diagnostic = Diagnostic::new(codes::SEPARATOR, span, format!("`{found}` does not join operations"));
        let from = if found == "," { place.span(-1).after().to(span) } else { span };
        return Some(
            diagnostic
                .help("join them with `|`: `on create | update`")
                .replace(from, if found == "," { " |" } else { "|" }),
        );
    }
    let is_number = |by| place.kind(by) == Some(Kind::Number);
    let touching = place.span(-1).end == span.start && span.end == place.span(1).start;
    if found == "," && touching && is_number(-1) && is_number(1) {
        let right = format!("{}.{}", place.text(-1), place.text(1));
        return Some(
            Diagnostic::new(codes::NUMBER, place.span(-1).to(place.span(1)), "a fraction has a point")
                .help(format!("write `{right}`"))
                .replace(span, "."),
        );
    }
    let between = place.expects(Rule::check_kind) || place.expects(Rule::EOI);
    if found == "," && place.expects(Rule::message_clause) && begins_condition(place, 1) {
        let diagnostic = Diagnostic::new(codes::SEPARATOR, span, "`,` does not join conditions");
        return Some(diagnostic.help("join them with `and`").replace(place.span(-1).after().to(span), " and"));
    }
    if found == "," && place.expects(Rule::message_clause) && place.kind(1) == Some(Kind::String) {
        let diagnostic = Diagnostic::new(codes::SEPARATOR, span, "a message has a word before it");
        let from = place.span(-1).after().to(span);
        return Some(diagnostic.help(format!("write `message {}`", place.text(1))).replace(from, " message"));
    }
    (between && found == ",").then(|| {
        let what = if place.expects(Rule::check_kind) { "clauses" } else { "items" };
        Diagnostic::new(codes::SEPARATOR, span, format!("{what} need no `,`")).remove(span)
    })
}

fn is_operation(word: &str) -> bool {
    matches!(word, "create" | "update" | "delete" | "connect")
}

/// Whether a condition and no clause begins at the token `by` steps from the place.
fn begins_condition(place: &Place<'_>, by: isize) -> bool {
    let word = place.text(by);
    let clause = CLAUSES.contains(&word) || CHECK_CLAUSES.contains(&word);
    matches!(word, "not" | "any" | "all" | "one" | "(")
        || place.kind(by) == Some(Kind::Word)
            && !clause
            && matches!(place.text(by + 1), "." | "(" | "[" | "==" | "!=" | "in")
}

/// `message: "…"`, `severity = high`.
fn marked_word(place: &Place<'_>) -> Option<Diagnostic> {
    let (word, found, span) = (place.text(-1), place.text(0), place.span(0));
    let takes_value =
        CHECK_CLAUSES.contains(&word) || CLAUSES.contains(&word) || matches!(word, "set" | "remove" | "append");
    let expects_value = [Rule::template, Rule::path, Rule::attribute_word, Rule::expr, Rule::fix_set]
        .iter()
        .any(|&rule| place.expects(rule));
    (takes_value && expects_value && matches!(found, ":" | "="))
        .then(|| Diagnostic::new(codes::SEPARATOR, span, format!("`{word}` needs no `{found}`")).remove(span))
}

fn attribute_value(place: &Place<'_>) -> Option<Diagnostic> {
    if !place.expects(Rule::attribute_word) {
        return None;
    }
    let word = [place.text(-1), place.text(-2)].into_iter().find(|word| CLAUSES.contains(word))?;
    let message = format!("expected a value of `{word}`, found {}", place.found());
    let help = format!("write for example `{}`", attribute_example(word));
    Some(Diagnostic::new(codes::ATTRIBUTE_VALUE, place.span(0), message).help(help))
}

/// `fix c.x = true`, `fix delete c`.
fn fix(place: &Place<'_>) -> Option<Diagnostic> {
    let (found, span) = (place.text(0), place.span(0));
    if place.expects(Rule::kw_to) && matches!(found, "in" | "into" | "onto" | "at" | "->") {
        let diagnostic = Diagnostic::new(codes::UNKNOWN_CLAUSE, span, format!("expected `to`, found `{found}`"));
        return Some(diagnostic.help("write `fix append VALUE to LIST`").replace(span, "to"));
    }
    if place.text(-1) != "fix" || !place.expects(Rule::fix_set) {
        return None;
    }
    let message = format!("expected `set`, `remove` or `append` after `fix`, found {}", place.found());
    let diagnostic = Diagnostic::new(codes::UNKNOWN_CLAUSE, span, message);
    let right = match found {
        "delete" | "unset" | "drop" | "del" => "remove",
        "add" | "push" | "insert" => "append",
        "replace" | "update" | "assign" | "change" => "set",
        _ if place.kind(0) == Some(Kind::Word) && matches!(place.text(1), "." | "=" | "[") => {
            return Some(diagnostic.help("write `fix set PATH = VALUE`").replace(span.before(), "set "));
        }
        _ => {
            return Some(
                diagnostic.help("write `fix set PATH = VALUE`, `fix remove PATH` or `fix append VALUE to LIST`"),
            );
        }
    };
    Some(diagnostic.write(span, right))
}

/// `message sprintf(…)`, `message "a" + b`.
fn message(place: &Place<'_>) -> Option<Diagnostic> {
    let help = "a message is one string in quotes; write `{…}` in it for a value: `message \"container {c.name} …\"`";
    if place.text(-1) == "message" && place.expects(Rule::template) {
        let text = format!("expected a string after `message`, found {}", place.found());
        return Some(Diagnostic::new(codes::TEMPLATE, place.span(0), text).help(help));
    }
    let after_template =
        place.kind(-1) == Some(Kind::String) && place.expects(Rule::message_clause) && !place.expects(Rule::operator);
    if after_template && matches!(place.text(0), "+" | "%" | ".") {
        let text = format!("`{}` cannot follow a message", place.text(0));
        return Some(Diagnostic::new(codes::TEMPLATE, place.span(0), text).help(help));
    }
    None
}

/// What cannot follow the condition of a check.
fn after_check(place: &Place<'_>) -> Option<Diagnostic> {
    if !place.expects(Rule::message_clause) {
        return None;
    }
    let (found, span) = (place.text(0), place.span(0));
    let text = isize::from(found == ":");
    if place.kind(text) == Some(Kind::String) && place.expects(Rule::operator) {
        let message = "this string is not marked as the message";
        let between = Span::new(place.span(-1).end, place.span(text).start);
        let diagnostic = Diagnostic::new(codes::UNKNOWN_CLAUSE, place.span(text), message);
        return Some(diagnostic.help("write `message` before it").replace(between, " message "));
    }
    let unknown = Diagnostic::new(codes::UNKNOWN_CLAUSE, span, format!("a check has no `{found}`"));
    match found {
        "if" | "when" | "unless" | "where" | "provided" => {
            let message = format!("a check cannot end with `{found}`");
            let help = "say where the rule applies in its scope: `for c in w.containers where …`";
            Some(Diagnostic::new(codes::CHOICE, span, message).help(help))
        }
        "else" | "otherwise" if place.text(1) == "message" => {
            Some(unknown.remove(Span::new(span.start, place.span(1).start)))
        }
        "msg" | "description" | "reason" | "text" | "say" | "error" | "because" | "desc" | "details" | "else"
        | "otherwise"
            if place.kind(1) == Some(Kind::String) =>
        {
            Some(unknown.write(span, "message"))
        }
        _ => None,
    }
}

/// A word that begins no clause.
fn unknown(place: &Place<'_>) -> Option<Diagnostic> {
    if !place.expects(Rule::check_kind) || place.token(0).is_none() {
        return None;
    }
    let (found, span) = (place.text(0), place.span(0));
    let before = span.before();
    let in_check = place.expects(Rule::message_clause);
    let starts = |word: &str| place.kind(0) == Some(Kind::Word) && found == word;
    if starts("not") || starts("any") || starts("all") || starts("one") || starts("if") {
        let diagnostic = Diagnostic::new(codes::UNKNOWN_CLAUSE, span, format!("`{found}` begins no clause"));
        return Some(match found {
            "if" => diagnostic.help("write `require if … then … else …`, or limit the scope with `where`"),
            _ => diagnostic.help("write `require` or `forbid` before the condition").replace(before, "require "),
        });
    }
    if CHECK_CLAUSES.contains(&found) {
        let diagnostic = Diagnostic::new(codes::UNKNOWN_CLAUSE, span, format!("`{found}` belongs to no check"));
        return Some(diagnostic.help(format!("write `{found}` after the condition of a `require` or `forbid`")));
    }
    if place.kind(0) != Some(Kind::Word) || KEYWORDS.contains(&found) {
        return None;
    }
    let quantifies = matches!(found, "some" | "every" | "exists" | "forall" | "foreach" | "each");
    if quantifies && matches!(place.text(2), "in" | ",") {
        let diagnostic = Diagnostic::new(codes::FOREIGN_QUANTIFIER, span, format!("`{found}` begins no clause"));
        let name = place.text(1);
        let help =
            format!("write `for {name} in list {{ … }}` around checks, or `require any {name} in list: condition`");
        return Some(diagnostic.help(help));
    }
    if matches!(place.text(1), "=" | ":=") {
        let diagnostic = Diagnostic::new(codes::DEFINITION, span, format!("`{found}` is not defined by `let`"));
        return Some(diagnostic.help(format!("write `let {found} = …`")).replace(before, "let "));
    }
    if matches!(place.text(1), "." | "(" | "[" | "==" | "!=" | "in" | "matches" | "<" | ">" | "<=" | ">=") && !in_check
    {
        let diagnostic =
            Diagnostic::new(codes::UNKNOWN_CLAUSE, span, "this condition has neither `require` nor `forbid`");
        return Some(diagnostic.help("write `require` or `forbid` before it").replace(before, "require "));
    }
    Some(unknown_word(place, found, span, in_check))
}

fn unknown_word(place: &Place<'_>, found: &str, span: Span, in_check: bool) -> Diagnostic {
    const UNITS: &[&str] = &["Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "m", "k", "M", "G", "T", "P", "E"];
    if in_check && place.kind(-1) == Some(Kind::Number) && UNITS.contains(&found) {
        let blank = Span::new(place.span(-1).end, span.start);
        return Diagnostic::new(codes::NUMBER, place.span(-1).to(span), "a quantity has no blank in it")
            .help(format!("write `{}{found}`", place.text(-1)))
            .replace(blank, "");
    }
    let diagnostic = Diagnostic::new(codes::UNKNOWN_CLAUSE, span, format!("there is no clause `{found}`"));
    let right = match found.to_ascii_lowercase().as_str() {
        "deny" | "disallow" | "prohibit" | "reject" | "block" | "never" | "violation" | "fail" => "forbid",
        "assert" | "ensure" | "must" | "check" | "allow" | "expect" | "validate" | "enforce" | "need" | "needs" => {
            "require"
        }
        "var" | "const" | "def" | "val" => "let",
        "foreach" | "each" | "every" => "for",
        "category" | "area" | "topic" | "group" => "layer",
        "priority" | "level" | "risk" => "severity",
        "link" | "reference" | "references" | "docs" | "see" => "url",
        "framework" | "standard" | "compliance" | "cis" => "control",
        "msg" => "message",
        "description" | "title" | "summary" | "name" | "rationale" | "remediation" | "doc" => {
            return diagnostic.help("write it as a doc comment, lines of `##` directly before the rule");
        }
        operation if is_operation(operation) && is_operation(place.text(-1)) => {
            return diagnostic.help(format!("join operations with `|`: `| {operation}`")).replace(span.before(), "| ");
        }
        "when" | "unless" | "where" | "given" => {
            return diagnostic.help("limit what the rule ranges over: `for w in Workload where …`");
        }
        "except" | "exclude" | "excluding" | "exempt" | "ignore" | "skip" => {
            return diagnostic.help("leave it out in the scope: `for w in Workload where not (…)`");
        }
        "kinds" | "resources" | "match" | "namespaces" | "matches" | "kind" => {
            return diagnostic.help("say what the rule ranges over in its scope: `for w in Workload where …`");
        }
        lower => {
            let words: Vec<&'static str> = if in_check { [CHECK_CLAUSES, CLAUSES].concat() } else { CLAUSES.to_vec() };
            let Some(near) = closest(lower, &words) else {
                let help = if place.text(1).is_empty() || in_check {
                    "a check takes `message`, `at` and `fix`; a rule `require`, `forbid`, `let`, `for` and attributes"
                } else {
                    "a rule takes `require`, `forbid`, `let`, `for` and attributes such as `severity`"
                };
                return diagnostic.help(help);
            };
            near
        }
    };
    diagnostic.write(span, right)
}
