//! What stands between operands or before them.

use super::Place;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::lexer::{KEYWORDS, Kind};

/// The lesson for a place where an operator could stand.
pub(super) fn explain(place: &Place<'_>) -> Option<Diagnostic> {
    definition(place).or_else(|| choice(place)).or_else(|| quantifier(place)).or_else(|| if_operator(place))
}

fn if_operator(place: &Place<'_>) -> Option<Diagnostic> {
    if !place.expects(Rule::operator) && !place.expects(Rule::set_operator) {
        return None;
    }
    equality(place)
        .or_else(|| call(place))
        .or_else(|| regex_flags(place))
        .or_else(|| null_test(place))
        .or_else(|| method(place))
        .or_else(|| word_operator(place))
}

/// `a = b` in an expression.
fn equality(place: &Place<'_>) -> Option<Diagnostic> {
    (place.text(0) == "=")
        .then(|| Diagnostic::new(codes::ASSIGNMENT, place.span(0), "`=` does not compare").write(place.span(0), "=="))
}

/// `has(a) has(b)`, `any x in xs has(x.a)`: a call behind a whole condition.
fn call(place: &Place<'_>) -> Option<Diagnostic> {
    let adjacent = place.span(0).end == place.span(1).start && place.text(1) == "(";
    if place.kind(0) != Some(Kind::Word) || !adjacent || KEYWORDS.contains(&place.text(0)) {
        return None;
    }
    let message = format!("nothing joins this call of `{}` with what stands before it", place.text(0));
    let diagnostic = Diagnostic::new(codes::SYNTAX, place.span(0), message);
    let before = Span::new(place.span(-1).end, place.span(0).start);
    Some(if place.expects(Rule::colon) && place.expects(Rule::kw_where) {
        diagnostic.help("write `:` before the condition of a quantifier").replace(before, ": ")
    } else {
        diagnostic.help("join conditions with `and` or `or`")
    })
}

/// Where `=` or a definition's other parts belong.
fn definition(place: &Place<'_>) -> Option<Diagnostic> {
    let (found, span) = (place.text(0), place.span(0));
    let error = |message: String| Diagnostic::new(codes::DEFINITION, span, message);
    if found == "-" && matches!(place.text(-2), "param" | "let" | "def") {
        let diagnostic = error("a name has letters, digits and `_`, but no `-`".to_owned());
        return Some(diagnostic.help("write one word, as in `requiredLabels`"));
    }
    if place.expects(Rule::assign) {
        let diagnostic = error(format!("expected `=`, found {}", place.found()));
        return match found {
            "==" => Some(diagnostic.help("`==` compares; write `=` to define").replace(span, "=")),
            ":" if place.text(-2) == "let" => {
                Some(diagnostic.help("the type of a `let` is inferred; write `=` and the value"))
            }
            ":" if in_fix(place) => Some(diagnostic.write(span, "=")),
            ":" => Some(diagnostic.help("the type of a definition is inferred; write `=` and the value")),
            "{" => Some(diagnostic.help("a definition is one expression: `def f(x) = …`")),
            "to" | "is" | "be" | "as" => Some(diagnostic.write(span, "=")),
            _ => None,
        };
    }
    let word = place.text(-2);
    if place.expects(Rule::colon) && word == "param" {
        let name = place.text(-1);
        let diagnostic = error(format!("the parameter `{name}` has no type"));
        return Some(match place.kind(1) {
            Some(Kind::Number) => diagnostic.help(format!("write `param {name}: int = …`")),
            _ => diagnostic.help(format!("write `param {name}: string`, with the type that its values have")),
        });
    }
    if place.expects(Rule::open_paren) && word == "def" && found == "=" {
        let name = place.text(-1);
        let diagnostic = error(format!("the definition `{name}` has no parameters"));
        return Some(diagnostic.help(format!("write `let {name} = …`")).replace(place.span(-2), "let"));
    }
    None
}

/// Whether the place is in `fix set PATH`, which nothing but a path is in.
fn in_fix(place: &Place<'_>) -> bool {
    let before = (1..).map(|by: isize| place.text(-by)).take_while(|text| !text.is_empty());
    before.take_while(|text| !matches!(*text, "def" | "let" | "param" | "require" | "forbid")).any(|text| text == "fix")
}

/// Choices that are not written `if … then … else …`.
fn choice(place: &Place<'_>) -> Option<Diagnostic> {
    let (found, span) = (place.text(0), place.span(0));
    let error = |message: String| Diagnostic::new(codes::CHOICE, span, message);
    if found == "?" && place.expects(Rule::operator) {
        return Some(error("there is no `? :`".into()).help("write `if condition then a else b`"));
    }
    if place.expects(Rule::kw_then) && matches!(found, "{" | ":" | ",") {
        return Some(error(format!("expected `then`, found `{found}`")).help("write `if condition then a else b`"));
    }
    if place.expects(Rule::kw_else) {
        if matches!(found, "elif" | "elsif" | "elseif" | "elsunless") {
            return Some(error(format!("there is no `{found}`")).write(span, "else if"));
        }
        if matches!(found, "" | "}" | ")" | "]" | "," | "message" | "at" | "fix" | "require" | "forbid" | "let" | "for")
        {
            return Some(
                error("this `if` has no `else`".into()).help("say what holds otherwise: `if condition then a else b`"),
            );
        }
    }
    None
}

/// `some x in xs`, `every x in xs`, `exists x in xs`, `for all x in xs`.
fn quantifier(place: &Place<'_>) -> Option<Diagnostic> {
    let error = |span: Span, word: &str| {
        Diagnostic::new(codes::FOREIGN_QUANTIFIER, span, format!("`{word}` is not a quantifier"))
    };
    let (word, found) = (place.text(-1), place.text(0));
    let binds = |by: isize| place.kind(by) == Some(Kind::Word) && matches!(place.text(by + 1), "in" | ",");
    if found == "for" && matches!(place.text(1), "all" | "any" | "some" | "every" | "each") && place.expects(Rule::expr)
    {
        let span = place.span(0).to(place.span(1));
        let right = if matches!(place.text(1), "any" | "some") { "any" } else { "all" };
        return Some(
            error(span, &format!("for {}", place.text(1)))
                .help(format!("write `{right} x in list: condition`"))
                .replace(span, right),
        );
    }
    if found == "|" && binds(1) && place.expects(Rule::kw_for) {
        let message = "`|` does not lead to what a list ranges over";
        return Some(
            Diagnostic::new(codes::FOREIGN_QUANTIFIER, place.span(0), message)
                .help("write `for`, as in `[x.name for x in list]`")
                .replace(place.span(0), "for"),
        );
    }
    if !binds(0) || !place.expects(Rule::operator) {
        return None;
    }
    let span = place.span(-1);
    let right = match word {
        "some" | "exists" | "there" => "any",
        "every" | "forall" | "each" | "foreach" | "always" => "all",
        "none" | "no" => "not any",
        "exactlyOne" | "unique" | "exists_one" => "one",
        _ => return None,
    };
    Some(error(span, word).help(format!("write `{right} {found} in list: condition`")).replace(span, right))
}

/// `x is null`, `x is not null`.
fn null_test(place: &Place<'_>) -> Option<Diagnostic> {
    if place.text(0) != "is" {
        return None;
    }
    let negated = place.text(1) == "not";
    let what = place.text(if negated { 2 } else { 1 });
    let error = |message: &str| Diagnostic::new(codes::NULL, place.span(0), message);
    Some(if super::NULLS.contains(&what) || matches!(what, "missing" | "set" | "empty" | "present" | "defined") {
        error("`is` does not ask for a missing value")
            .help("write `has(x)` where x is there, `not has(x)` where it is missing")
    } else if negated {
        error("`is not` is not an operator").write(place.span(0).to(place.span(1)), "!=")
    } else {
        error("`is` is not an operator").write(place.span(0), "==")
    })
}

/// `/x/i`
fn regex_flags(place: &Place<'_>) -> Option<Diagnostic> {
    let (regex, flags) = (place.span(-1), place.span(0));
    let glued = place.kind(-1) == Some(Kind::Regex) && place.kind(0) == Some(Kind::Word) && regex.end == flags.start;
    glued.then(|| {
        let kept: String = place.text(0).chars().filter(|flag| "ims".contains(*flag)).collect();
        let diagnostic = Diagnostic::new(
            codes::REGEX_FLAGS,
            flags,
            format!("`{}` cannot follow a regular expression", place.text(0)),
        );
        if kept.is_empty() {
            return diagnostic.remove(flags);
        }
        let inner = place.text(-1).strip_prefix('/').unwrap_or_default();
        let right = format!("/(?{kept}){inner}");
        diagnostic.write(regex.to(flags), right)
    })
}

/// `a startsWith "b"`
fn method(place: &Place<'_>) -> Option<Diagnostic> {
    let right = match place.text(0).to_ascii_lowercase().as_str() {
        "startswith" | "hasprefix" => "startsWith",
        "endswith" | "hassuffix" => "endsWith",
        "contains" | "includes" | "has" => "contains",
        "glob" | "like" => "glob",
        "under" => "under",
        "intersects" | "overlaps" => "intersects",
        "subsetof" => "subsetOf",
        "selects" => "selects",
        "split" => "split",
        _ => return None,
    };
    let argument = place.token(1)?;
    let simple = matches!(argument.kind, Kind::String | Kind::Word) && !matches!(place.text(2), "." | "(" | "[");
    let diagnostic =
        Diagnostic::new(codes::METHOD_AS_OPERATOR, place.span(0), format!("`{}` is not an operator", place.text(0)));
    let diagnostic = diagnostic.help(match right {
        "contains" => {
            "write `a.contains(b)` for a part of a string, `b in a` for an element of a list or a key".to_owned()
        }
        _ => format!("write `a.{right}(b)`"),
    });
    if !simple || !matches!(place.kind(-1), Some(Kind::Word | Kind::Close(_))) {
        return Some(diagnostic);
    }
    let span = Span::new(place.span(-1).end, argument.span.end);
    Some(diagnostic.replace(span, format!(".{right}({})", place.text(1))))
}

/// Operators that other languages spell with letters or other marks.
fn word_operator(place: &Place<'_>) -> Option<Diagnostic> {
    let (found, span) = (place.text(0), place.span(0));
    let right = match found {
        "AND" | "And" => "and",
        "OR" | "Or" | "xor" => "or",
        "eq" | "equals" | "EQ" => "==",
        "ne" | "neq" => "!=",
        "lt" => "<",
        "gt" => ">",
        "le" | "lte" => "<=",
        "ge" | "gte" => ">=",
        "IN" | "In" | "isIn" | "oneOf" => "in",
        "notIn" | "NotIn" | "nin" | "notin" | "not_in" => "not in",
        "implies" => {
            let help = "write `not a or b` for `a implies b`";
            return Some(Diagnostic::new(codes::FOREIGN_OPERATOR, span, "`implies` is not an operator").help(help));
        }
        "between" | "not" if [found, place.text(1)].contains(&"between") => {
            let help = "compare twice: `x >= a and x <= b`, or `x < a or x > b`";
            return Some(Diagnostic::new(codes::FOREIGN_OPERATOR, span, "`between` is not an operator").help(help));
        }
        "|" if [-1, 1].into_iter().all(|by| place.text(by).starts_with(|c: char| c.is_ascii_uppercase())) => {
            let message = "kinds are joined without parentheses";
            return Some(
                Diagnostic::new(codes::SCOPE, span, message).help("write `for d in Deployment | StatefulSet`"),
            );
        }
        "|" => {
            let help = "write `f(x)` or `x.f()` for `x | f`";
            return Some(Diagnostic::new(codes::FOREIGN_OPERATOR, span, "`|` calls no function").help(help));
        }
        "not" if matches!(place.kind(1), Some(Kind::String | Kind::Number)) => "!=",
        "MATCHES" | "regex" | "matchesRegex" => "matches",
        "div" | "mod" => {
            let help = "multiply the other side instead: `a <= b * 2` for `a / 2 <= b`";
            return Some(Diagnostic::new(codes::ARITHMETIC, span, format!("there is no `{found}`")).help(help));
        }
        _ => return None,
    };
    let diagnostic = Diagnostic::new(codes::FOREIGN_OPERATOR, span, format!("`{found}` is not an operator"));
    Some(if found == "xor" {
        diagnostic.help("write `a != b` for two conditions")
    } else {
        diagnostic.write(span, right)
    })
}
