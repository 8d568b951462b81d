//! What stands where an operand, a name or a type belongs.

use super::Place;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::lexer::{KEYWORDS, Kind};

/// The lesson for a place where an operand, a name or a type was expected.
pub(super) fn explain(place: &Place<'_>) -> Option<Diagnostic> {
    number(place)
        .or_else(|| sign(place))
        .or_else(|| key(place))
        .or_else(|| braced_list(place))
        .or_else(|| keyword(place))
        .or_else(|| template(place))
        .or_else(|| index(place))
        .or_else(|| foreign_mark(place))
        .or_else(|| braced(place))
        .or_else(|| ty(place))
        .or_else(|| path_text(place))
        .or_else(|| tuple(place))
        .or_else(|| quoted_key(place))
        .or_else(|| glued_string(place))
}

fn expects_operand(place: &Place<'_>) -> bool {
    [Rule::expr, Rule::call, Rule::number, Rule::set, Rule::path].iter().any(|&rule| place.expects(rule))
}

/// A number that is not written as numbers are.
fn number(place: &Place<'_>) -> Option<Diagnostic> {
    let (text, span) = (place.text(0), place.span(0));
    let error = |message: String| Diagnostic::new(codes::NUMBER, span, message);
    if text == "." && place.kind(1) == Some(Kind::Number) && expects_operand(place) {
        let diagnostic = error("a number does not begin with a point".into());
        return Some(diagnostic.help(format!("write `0.{}`", place.text(1))).replace(span.before(), "0"));
    }
    if place.kind(0) != Some(Kind::Number) {
        return None;
    }
    if place.expects(Rule::field_name) && place.text(-1) == "." {
        return Some(
            error(format!("`.{text}` is neither a field nor a fraction"))
                .help("write an element as `[0]`, a version as `v1.25.3`"),
        );
    }
    if place.expects(Rule::name) || place.expects(Rule::binding) || place.expects(Rule::scope) {
        return Some(error(format!("the name `{text}` begins with a digit")).help("begin names with a letter"));
    }
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    if !expects_operand(place) || plain {
        return None;
    }
    let diagnostic = error(format!("`{text}` is not a number"));
    Some(match rewritten(text) {
        Rewritten::As(right) => diagnostic.write(span, right),
        Rewritten::Duration => diagnostic.write(span, format!("duration(\"{text}\")")),
        Rewritten::Unknown => diagnostic
            .help("the units of quantities are `n u m k M G T P E` and `Ki Mi Gi Ti Pi Ei`; names begin with a letter"),
    })
}

enum Rewritten {
    As(String),
    Duration,
    Unknown,
}

/// A number of another language as it is written here.
fn rewritten(text: &str) -> Rewritten {
    if text.contains('_') {
        let joined = text.replace('_', "");
        if joined.bytes().all(|b| b.is_ascii_digit()) {
            return Rewritten::As(joined);
        }
    }
    for (prefix, radix) in [("0x", 16), ("0X", 16), ("0o", 8), ("0b", 2)] {
        if let Some(Ok(value)) = text.strip_prefix(prefix).map(|digits| i64::from_str_radix(digits, radix)) {
            return Rewritten::As(value.to_string());
        }
    }
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.get(digits.len()..).unwrap_or_default();
    if let Some((mantissa, exponent)) = text.split_once(['e', 'E'])
        && let (Ok(mantissa), Ok(exponent)) = (mantissa.parse::<i64>(), exponent.parse::<u32>())
        && let Some(value) = 10_i64.checked_pow(exponent).and_then(|power| mantissa.checked_mul(power))
    {
        return Rewritten::As(value.to_string());
    }
    let right = match unit.to_ascii_lowercase().as_str() {
        "ki" | "kib" => "Ki",
        "mi" | "mib" => "Mi",
        "gi" | "gib" => "Gi",
        "ti" | "tib" => "Ti",
        "pi" | "pib" => "Pi",
        "ei" | "eib" => "Ei",
        "k" | "kb" => "k",
        "mb" => "M",
        "g" | "gb" => "G",
        "t" | "tb" => "T",
        "p" | "pb" => "P",
        "cpu" | "cpus" | "cores" | "core" | "b" | "f" | "l" => "",
        "mcpu" | "millis" | "mc" => "m",
        "h" | "s" | "min" | "sec" | "ms" | "us" | "ns" | "d" => return Rewritten::Duration,
        _ => return Rewritten::Unknown,
    };
    Rewritten::As(format!("{digits}{right}"))
}

/// `-x`, `- 3`, `+3`.
fn sign(place: &Place<'_>) -> Option<Diagnostic> {
    let (found, span) = (place.text(0), place.span(0));
    if !expects_operand(place) || !matches!(found, "-" | "+") {
        return None;
    }
    if found == "-" && place.text(-1) == "-" && place.span(-1).end == span.start {
        let dashes = place.span(-1).to(span);
        return Some(Diagnostic::new(codes::COMMENT, dashes, "a comment begins with `#`").write(dashes, "#"));
    }
    let diagnostic = Diagnostic::new(codes::ARITHMETIC, span, format!("`{found}` has no left operand"));
    let next = place.span(1);
    Some(match place.kind(1) {
        Some(Kind::Number) if found == "-" => diagnostic
            .help(format!("write `-{}` without a blank", place.text(1)))
            .replace(Span::new(span.start, next.start), "-"),
        _ if found == "+" => diagnostic.remove(span),
        _ => diagnostic.help("write `0 - x`").replace(span.before(), "0 "),
    })
}

/// `{a: 1}`
fn key(place: &Place<'_>) -> Option<Diagnostic> {
    let (found, span) = (place.text(0), place.span(0));
    let keyed = place.kind(0) == Some(Kind::Word) && matches!(place.text(1), ":" | "=");
    let in_record = place.expects(Rule::entry) || place.expects(Rule::string) && place.expects(Rule::close_brace);
    (keyed && in_record).then(|| {
        Diagnostic::new(codes::SYNTAX, span, format!("the key `{found}` is not in quotes"))
            .write(span, format!("\"{found}\""))
    })
}

/// `{"a", "b"}`
fn braced_list(place: &Place<'_>) -> Option<Diagnostic> {
    let listed = place.kind(-1) == Some(Kind::String) && place.text(-2) == "{" && matches!(place.text(0), "," | "}");
    (listed && place.expects(Rule::colon)).then(|| {
        Diagnostic::new(codes::SYNTAX, place.span(-2), "a list does not stand in braces")
            .help("write a list as `[a, b]`, a record as `{\"key\": value}`")
    })
}

/// A keyword where a name belongs.
fn keyword(place: &Place<'_>) -> Option<Diagnostic> {
    let (found, span) = (place.text(0), place.span(0));
    let is_keyword = place.kind(0) == Some(Kind::Word) && KEYWORDS.contains(&found);
    let declares =
        [Rule::name, Rule::binding, Rule::scope, Rule::def_parameter].iter().any(|&rule| place.expects(rule));
    // `x == message "…"` lacks an operand, `x == message` has a wrong one.
    let used = expects_operand(place)
        && matches!(found, "message" | "at" | "fix" | "use" | "param" | "rule" | "def")
        && matches!(place.text(1), "." | "==" | "!=" | "in" | ")" | "]" | "," | "[" | "??" | "+");
    (is_keyword && (declares && !place.expects(Rule::ty) || used)).then(|| {
        Diagnostic::new(codes::KEYWORD_AS_NAME, span, format!("`{found}` is a keyword and cannot be a name"))
            .help(format!("choose another name, such as `{found}_`; after a dot keywords are fine"))
    })
}

/// What cannot stand in the braces of a message.
fn template(place: &Place<'_>) -> Option<Diagnostic> {
    let (found, span) = (place.text(0), place.span(0));
    if found == "}" && place.text(-1) == "{" && place.expects(Rule::expr) {
        let span = place.span(-1).to(span);
        let diagnostic = Diagnostic::new(codes::TEMPLATE, span, "there is nothing in the braces");
        return Some(diagnostic.help("write an expression in them, or `{{}}` for braces").replace(span, "{{}}"));
    }
    let text_around = (-64..0).rev().find(|&by| place.text(by) == "{").map(|by| place.kind(by - 1));
    let interpolated = text_around == Some(Some(Kind::String)) && place.expects(Rule::operator);
    (interpolated && found == ":" && !place.expects(Rule::colon)).then(|| {
        Diagnostic::new(codes::TEMPLATE, span, "a value in a message has no format")
            .help("remove `:` and what follows it")
    })
}

/// `xs[]`, `xs.*`.
fn index(place: &Place<'_>) -> Option<Diagnostic> {
    let span = place.span(0);
    let error = |span, message: &str| Diagnostic::new(codes::WILDCARD_INDEX, span, message);
    if place.text(0) == "]" && place.text(-1) == "[" && place.expects(Rule::expr) {
        let diagnostic = error(place.span(-1).to(span), "there is no index in the brackets");
        return Some(diagnostic.help("write `[*]` for every element").replace(place.span(-1).to(span), "[*]"));
    }
    if place.text(0) == "." && place.text(-1) == "." && place.kind(-2) == Some(Kind::Number) {
        let diagnostic = Diagnostic::new(codes::SYNTAX, place.span(-1).to(span), "`..` makes no range");
        return Some(diagnostic.help("compare twice: `x >= a and x <= b`"));
    }
    if place.text(0) == "*" && place.text(-1) == "." && place.expects(Rule::field_name) {
        let span = place.span(-1).to(span);
        return Some(error(span, "`.*` is not a field").help("write `[*]` for every element").replace(span, "[*]"));
    }
    None
}

/// `a.?b`, `a <> b`, `.a`.
fn foreign_mark(place: &Place<'_>) -> Option<Diagnostic> {
    let (before, found, span) = (place.span(-1), place.text(0), place.span(0));
    if found == "." && place.kind(1) == Some(Kind::Word) && expects_operand(place) {
        let diagnostic = Diagnostic::new(codes::SYNTAX, span, "a path does not begin with `.`");
        return Some(diagnostic.help("write it from a variable: `w.metadata.name`"));
    }
    if found == "?" && place.text(-1) == "." && place.expects(Rule::field_name) {
        return Some(
            Diagnostic::new(codes::FOREIGN_OPERATOR, before.to(span), "there is no `.?`")
                .help("write `.`: reading through a missing value gives a missing value")
                .replace(span, ""),
        );
    }
    if found == ">" && place.text(-1) == "<" && before.end == span.start && expects_operand(place) {
        let whole = before.to(span);
        return Some(Diagnostic::new(codes::FOREIGN_OPERATOR, whole, "there is no `<>`").write(whole, "!="));
    }
    None
}

/// `require { a == b }`
fn braced(place: &Place<'_>) -> Option<Diagnostic> {
    let in_braces = place.text(-1) == "{" && matches!(place.text(-2), "require" | "forbid");
    (in_braces && place.expects(Rule::close_brace)).then(|| {
        let message = format!("the condition of `{}` stands in no braces", place.text(-2));
        let help = format!("write `{} condition`, and join several with `and` or `or`", place.text(-2));
        Diagnostic::new(codes::SYNTAX, place.span(-1), message).help(help)
    })
}

/// Types of other languages.
fn ty(place: &Place<'_>) -> Option<Diagnostic> {
    let (word, found, span) = (place.text(-1), place.text(0), place.span(0));
    let after_type = place.expects(Rule::optional);
    let error = |span| Diagnostic::new(codes::SYNTAX, span, format!("`{word}{found}` begins no type"));
    let whole = Span::new(place.span(-1).start, place.span(2).end);
    match (word, found) {
        (_, "[") if after_type && place.text(1) == "]" => {
            let whole = Span::new(whole.start, place.span(1).end);
            Some(error(span).help(format!("write `[{word}]` for a list")).replace(whole, format!("[{word}]")))
        }
        ("list" | "List" | "array" | "Array" | "set" | "Set" | "Seq" | "Vec", "[" | "<" | "(") if after_type => {
            let inner = place.text(1);
            Some(
                error(span)
                    .help(format!("write `[{inner}]` for a list"))
                    .replace(Span::new(whole.start, place.span(2).end), format!("[{inner}]")),
            )
        }
        ("map" | "Map" | "dict" | "Dict" | "object", "[" | "<" | "(") if after_type => {
            Some(error(span).help("write `{string}` for a map of strings: its keys are strings"))
        }
        ("Optional" | "Option" | "Maybe", "[" | "<" | "(") if after_type => {
            let inner = place.text(1);
            Some(error(span).write(whole, format!("{inner}?")))
        }
        _ => None,
    }
}

/// `use name.law`, where a text belongs.
fn path_text(place: &Place<'_>) -> Option<Diagnostic> {
    (place.text(-1) == "use" && place.expects(Rule::string) && place.token(0).is_some()).then(|| {
        let message = format!("expected a file in quotes after `use`, found {}", place.found());
        Diagnostic::new(codes::SYNTAX, place.span(0), message).help("write `use \"rbac.law\"`")
    })
}

/// `labels."app"`
fn quoted_key(place: &Place<'_>) -> Option<Diagnostic> {
    (place.text(-1) == "." && place.kind(0) == Some(Kind::String)).then(|| {
        let span = place.span(-1).to(place.span(0));
        let right = format!("[{}]", place.text(0));
        Diagnostic::new(codes::SYNTAX, span, "a key in quotes stands in brackets").write(span, right)
    })
}

/// `f"a"`, `"""a"""`
fn glued_string(place: &Place<'_>) -> Option<Diagnostic> {
    let (before, span) = (place.span(-1), place.span(0));
    if place.kind(0) != Some(Kind::String) || before.end != span.start || !place.expects(Rule::operator) {
        return None;
    }
    let (message, help) = match place.kind(-1) {
        Some(Kind::String) => ("a string has one quote on each side", "write `\\n` in it for a line break"),
        Some(Kind::Word) => {
            ("nothing stands before the quote of a string", "join strings with `+`, as in `\"a-\" + x`")
        }
        _ => return None,
    };
    Some(Diagnostic::new(codes::QUOTES, before.to(span), message).help(help))
}

/// `(a, b)`
fn tuple(place: &Place<'_>) -> Option<Diagnostic> {
    let in_group = place.expects(Rule::close_paren) && place.expects(Rule::operator) && !place.expects(Rule::comma);
    (place.text(0) == "," && in_group).then(|| {
        Diagnostic::new(codes::SYNTAX, place.span(0), "parentheses hold one expression, not a list")
            .help("write a list as `[a, b]`")
    })
}
