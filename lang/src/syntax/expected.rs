//! What the grammar expected, in the words of authors.

use super::grammar::Rule;
use super::items::Segment;
use super::teach::{self, Place};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::limits::MAX_NESTING;
use pest::error::{Error, ErrorVariant, InputLocation};

/// The diagnostic for an error of the grammar in a segment of `text`.
pub(crate) fn explain(text: &str, segment: &Segment<'_>, error: &Error<Rule>) -> Diagnostic {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => segment.span.start as usize + at,
    };
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        // The one other error is that the thread's stack, smaller than any we promise for, is used up.
        let message = format!("this nests too deeply for the stack here, although within {MAX_NESTING} levels");
        return Diagnostic::new(codes::NESTING, segment.span, message)
            .help("give the inner parts names with `let` or `def`");
    };
    let place = Place::new(text, segment.tokens, at, positives);
    teach::explain(&place).unwrap_or_else(|| general(&place))
}

/// The diagnostic that says no more than what was expected and what was found.
fn general(place: &Place<'_>) -> Diagnostic {
    let expected = sentence(&words(place));
    let message = format!("expected {expected}, found {}", place.found());
    Diagnostic::new(codes::SYNTAX, place.span(0), message)
}

/// What could stand at a place, most helpful first.
fn words(place: &Place<'_>) -> Vec<&'static str> {
    let mut words: Vec<&'static str> = Vec::new();
    for (rules, word) in TABLE {
        let named = rules.iter().any(|&rule| place.expects(rule));
        let word = match *word {
            "another check" if place.text(-1) == "{" => "a check",
            "the next item" if place.token(0).is_none() => "",
            "`for`" if place.expects(Rule::check_kind) => "",
            "`(`" if !words.is_empty() => "",
            "`{`" if words.contains(&"an expression") => "",
            "a string" if words.contains(&"an expression") || words.contains(&"a key in quotes") => "",
            word => word,
        };
        if named && !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() {
        words.push("something else");
    }
    words
}

/// `a`, `a or b`, `a, b or c`.
fn sentence(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Rules and the words for them, in the order in which a message names them. Rules that only add noise are left out.
const TABLE: &[(&[Rule], &str)] = &[
    (&[Rule::expr, Rule::call, Rule::not], "an expression"),
    (&[Rule::set], "a list or a kind"),
    (&[Rule::path], "a path"),
    (&[Rule::rule_id], "a rule id"),
    (&[Rule::name, Rule::scope, Rule::binding, Rule::def_parameter], "a name"),
    (&[Rule::field_name, Rule::ty_field], "a field name"),
    (&[Rule::ty, Rule::ty_member], "a type"),
    (&[Rule::attribute_word], "a value"),
    (&[Rule::entry], "a key in quotes"),
    (&[Rule::template, Rule::string], "a string"),
    (&[Rule::operator, Rule::set_operator], "an operator"),
    (&[Rule::kw_for], "`for`"),
    (&[Rule::kw_in], "`in`"),
    (&[Rule::kw_where], "`where`"),
    (&[Rule::kw_then], "`then`"),
    (&[Rule::kw_else], "`else`"),
    (&[Rule::kw_to], "`to`"),
    (&[Rule::fix_set], "`set`"),
    (&[Rule::fix_remove], "`remove`"),
    (&[Rule::fix_append], "`append`"),
    (&[Rule::message_clause], "`message`"),
    (&[Rule::at_clause], "`at`"),
    (&[Rule::fix_clause], "`fix`"),
    (&[Rule::check_kind], "another check"),
    (&[Rule::body, Rule::record], "`{`"),
    (&[Rule::open_paren], "`(`"),
    (&[Rule::colon], "`:`"),
    (&[Rule::assign], "`=`"),
    (&[Rule::pipe], "`|`"),
    (&[Rule::comma], "`,`"),
    (&[Rule::close_paren], "`)`"),
    (&[Rule::close_bracket], "`]`"),
    (&[Rule::close_brace], "`}`"),
    (&[Rule::EOI], "the next item"),
];
