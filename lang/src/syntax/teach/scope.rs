//! Scopes, and the line that begins a rule.

use super::Place;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::lexer::{KEYWORDS, Kind};

/// The lesson for a place in a scope or before one.
pub(super) fn explain(place: &Place<'_>) -> Option<Diagnostic> {
    rule_line(place)
        .or_else(|| any_kind(place))
        .or_else(|| quoted_id(place))
        .or_else(|| binding_without_set(place))
        .or_else(|| no_set(place))
        .or_else(|| separator(place))
        .or_else(|| condition(place))
        .or_else(|| quantifier_body(place))
        .or_else(|| body_without_brace(place))
}

fn scope_error(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::SCOPE, span, message)
}

/// `rule id …` without `for`, and `rule for …` without an id.
fn rule_line(place: &Place<'_>) -> Option<Diagnostic> {
    if !place.expects(Rule::kw_for) || place.expects(Rule::check_kind) || place.expects(Rule::operator) {
        return None;
    }
    let span = place.span(0);
    if place.text(-1) == "for" && place.text(-2) == "rule" {
        let at = place.span(-1).before();
        return Some(scope_error(at, "this rule has no id").help("name the defect: `rule privileged-container for …`"));
    }
    let message = format!("expected `for` after the rule's id, found {}", place.found());
    let diagnostic = scope_error(span, message);
    Some(match place.text(0) {
        "on" | "over" | "in" | "foreach" | "forall" | "where" if place.text(2) == "in" => diagnostic.write(span, "for"),
        _ if place.text(1) == "in" => diagnostic.help("write `for` before the binding").replace(span.before(), "for "),
        _ => diagnostic
            .help(format!("say what the rule ranges over: `rule {} for w in Workload {{ … }}`", place.text(-1))),
    })
}

/// `rule "some name" for …`
fn quoted_id(place: &Place<'_>) -> Option<Diagnostic> {
    if !place.expects(Rule::rule_id) || place.kind(0) != Some(Kind::String) {
        return None;
    }
    let words = place.text(0).to_ascii_lowercase();
    let id =
        words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let diagnostic = Diagnostic::new(codes::RULE_ID, place.span(0), "a rule's id is not in quotes");
    Some(if id.starts_with(|c: char| c.is_ascii_lowercase()) {
        diagnostic
            .help(format!("write `{id}`, and what it says as a doc comment `##` before the rule"))
            .replace(place.span(0), id)
    } else {
        diagnostic.help("name the defect in lower-case words joined by `-`")
    })
}

/// `for Workload`, `for w of Workload`, `for w: Workload`, `for a in Pod, Deployment`.
fn binding_without_set(place: &Place<'_>) -> Option<Diagnostic> {
    if !place.expects(Rule::kw_in) {
        return None;
    }
    let (name, found) = (place.text(-1), place.text(0));
    let upper = name.starts_with(|c: char| c.is_ascii_uppercase());
    let span = place.span(-1);
    if upper && place.text(-2) == "," {
        let diagnostic = scope_error(place.span(-2), format!("`{name}` is a kind; a comma begins another binding"));
        return Some(diagnostic.help("join kinds with `|`").replace(place.span(-2), " |"));
    }
    if matches!(found, "of" | "from" | ":" | "=" | "over" | "<") {
        let message = format!("expected `in` after `{name}`, found `{found}`");
        let text = if found == ":" { " in" } else { "in" };
        return Some(scope_error(place.span(0), message).help("write `in`").replace(place.span(0), text));
    }
    if matches!(name, "each" | "every") && place.kind(0) == Some(Kind::Word) {
        let blank = Span::new(span.start, place.span(0).start);
        return Some(scope_error(span, format!("`for` takes no `{name}`")).remove(blank));
    }
    let diagnostic = scope_error(place.span(0), format!("expected `in` after `{name}`, found {}", place.found()));
    if upper {
        let variable = name.chars().next().unwrap_or('w').to_ascii_lowercase();
        let help = format!("name the object: `{variable} in {name}`");
        return Some(diagnostic.help(help).replace(span.before(), format!("{variable} in ")));
    }
    Some(match place.kind(0) {
        Some(Kind::Word) if !KEYWORDS.contains(&found) => {
            diagnostic.help(format!("write `{name} in {found}`")).replace(span.after(), " in")
        }
        _ if matches!(found, "." | "[" | "(" | "==" | "!=") => {
            diagnostic.help("a condition follows `where`: `w in Workload where w.kind == \"Pod\"`")
        }
        _ if found == "," => diagnostic.help(format!(
            "say what `{name}` ranges over: `{name} in …`; keys and values are `e.key` and `e.value` of `e in map.entries()`"
        )),
        _ => diagnostic.help(format!("say what `{name}` ranges over: `{name} in …`")),
    })
}

/// `for o in *`, `for p in all Pod`
fn any_kind(place: &Place<'_>) -> Option<Diagnostic> {
    let found = place.text(0);
    let all = matches!(found, "*" | "any" | "all") && place.text(-1) == "in" && place.expects(Rule::set);
    all.then(|| {
        scope_error(place.span(0), format!("`{found}` is not a set of objects"))
            .help("write a kind for all its objects, `Object` for those of any kind")
    })
}

/// `for w in { … }`: the body was taken for the set.
fn no_set(place: &Place<'_>) -> Option<Diagnostic> {
    let before = (-8..0).rev().find(|&by| place.text(by) == "{")?;
    let word = place.text(before - 1);
    let in_scope = place.expects(Rule::body) || place.expects(Rule::record);
    let missing = match word {
        "in" => "the set that it ranges over",
        "where" => "its condition",
        _ => return None,
    };
    let ended = place.token(0).is_none();
    let body_read = before == -1 && place.expects(Rule::string);
    (in_scope && ended || body_read).then(|| {
        let diagnostic = scope_error(place.span(before - 1), format!("`{word}` lacks {missing}"));
        match word {
            "in" => diagnostic.help("write a kind or a list: `w in Workload`"),
            _ => diagnostic.help("write the condition, or remove `where`"),
        }
    })
}

/// `a in A and b in B`, `Pod or Deployment`, `a in A; b in B`.
fn separator(place: &Place<'_>) -> Option<Diagnostic> {
    if !place.expects(Rule::pipe) || !place.expects(Rule::set_operator) {
        return None;
    }
    let (found, span) = (place.text(0), place.span(0));
    let kind = |by| place.text(by).starts_with(|c: char| c.is_ascii_uppercase());
    match found {
        "or" | "and" if kind(-1) && kind(1) && place.text(2) != "in" => Some(
            scope_error(span, format!("`{found}` does not join kinds")).help("join kinds with `|`").replace(span, "|"),
        ),
        "and" | "for" if place.text(2) == "in" || place.text(3) == "in" => {
            let blank = place.span(-1).after().to(span);
            Some(
                scope_error(span, format!("`{found}` does not join bindings"))
                    .help("join bindings with `,`")
                    .replace(blank, ","),
            )
        }
        _ => None,
    }
}

/// `for c in cs if …`, `for c in cs and …`, `for c in cs == …`.
fn condition(place: &Place<'_>) -> Option<Diagnostic> {
    let (found, span) = (place.text(0), place.span(0));
    if found == "where" && place.expects(Rule::operator) && is_second_where(place) {
        let error = scope_error(span, "this binding has a condition already");
        return Some(error.help("join conditions with `and`").replace(span, "and"));
    }
    if found == "where" && place.expects(Rule::operator) && !place.expects(Rule::kw_where) {
        let error = scope_error(span, "`where` belongs to a scope, and this is none");
        return Some(error.help("write `[x for x in list where …]` for those that fulfil a condition"));
    }
    if !place.expects(Rule::kw_where) {
        return None;
    }
    let message = format!("`{found}` cannot follow what is ranged over");
    match found {
        "if" | "when" | "with" | "and" | "having" | "suchThat" | "filter" | "provided" => {
            Some(scope_error(span, message).help("a condition of a scope begins with `where`").replace(span, "where"))
        }
        "unless" | "except" | "excluding" => Some(
            scope_error(span, message).help("what is left out is said by `where not (…)`").replace(span, "where not"),
        ),
        "==" | "!=" | "<" | ">" | "<=" | ">=" | "in" | "matches" | "or" => {
            Some(scope_error(span, message).help("write the condition after `where`, or put the set in parentheses"))
        }
        _ => None,
    }
}

/// Whether a binding before the place has its `where`.
fn is_second_where(place: &Place<'_>) -> bool {
    let mut before =
        (1..).map(|by: isize| place.text(-by)).take_while(|text| !matches!(*text, "" | "{" | "}" | "[" | "," | ":"));
    before.any(|text| text == "where")
}

/// `any x in xs { … }`, `any x in xs …` without a colon, `any(…)`.
fn quantifier_body(place: &Place<'_>) -> Option<Diagnostic> {
    let span = place.span(0);
    let quantifier = |by| matches!(place.text(by), "any" | "all" | "one") && place.text(by - 1) != ".";
    if quantifier(-1) && place.expects(Rule::name) {
        let (word, found) = (place.text(-1), place.text(0));
        let help = match found {
            "of" | "the" => format!("write `{word} x in list: condition`, without `{found}`"),
            _ => format!("write `{word} x in list: condition`"),
        };
        let message = format!("expected a name after `{word}`, found {}", place.found());
        return Some(Diagnostic::new(codes::FOREIGN_QUANTIFIER, span, message).help(help));
    }
    if place.expects(Rule::colon)
        && place.expects(Rule::kw_where)
        && matches!(place.text(0), "{" | "satisfies" | "have" | "has" | "|" | "do")
    {
        let message = format!("expected `:` after the scope of a quantifier, found `{}`", place.text(0));
        let diagnostic = Diagnostic::new(codes::FOREIGN_QUANTIFIER, span, message);
        return Some(match place.text(0) {
            "{" => diagnostic.help("write `:` and the condition, without braces"),
            _ => diagnostic.write(place.span(-1).after().to(span), ":"),
        });
    }
    let in_scope = place.expects(Rule::operator) || place.expects(Rule::set_operator);
    (in_scope && place.expects(Rule::colon) && ends(place)).then(|| {
        let message = format!("expected `:` after the scope of a quantifier, found {}", place.found());
        Diagnostic::new(codes::FOREIGN_QUANTIFIER, span, message)
            .help("write the condition after `:`, as in `any x in list: condition`")
    })
}

/// Whether an expression cannot go on at the place.
fn ends(place: &Place<'_>) -> bool {
    place.token(0).is_none() || matches!(place.kind(0), Some(Kind::Close(_))) || KEYWORDS.contains(&place.text(0))
}

/// `rule a for w in W require …`, without a brace.
fn body_without_brace(place: &Place<'_>) -> Option<Diagnostic> {
    let clause = ["severity", ":", "do", "begin"].contains(&place.text(0)) || ends(place);
    (clause && place.expects(Rule::body) && place.expects(Rule::kw_where)).then(|| {
        let message = format!("expected `{{` after the scope, found {}", place.found());
        scope_error(place.span(0), message).help("write the clauses in braces: `for w in Workload { … }`")
    })
}
