//! Tokens that no law file may hold: unclosed texts, and what other languages write.

use super::lexer::{Kind, Token, slice};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// The diagnostic for a `##` line that documents nothing.
pub(crate) fn stray_doc(span: Span) -> Diagnostic {
    Diagnostic::new(codes::STRAY_DOC, span, "this `##` documents nothing")
        .help("write it directly before an item, or write `#` for a comment")
        .replace(Span::new(span.start, span.start.saturating_add(2)), "#")
}

/// What is wrong with tokens, those of one item, so that the grammar need not run.
pub(crate) fn check(text: &str, tokens: &[Token]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut before: Option<Token> = None;
    let mut significant = tokens.iter().copied().filter(|token| !token.is_comment()).peekable();
    while let Some(token) = significant.next() {
        let neighbours = (before, significant.peek().copied());
        // The text that never ends is the message whose brace is open; one diagnostic is enough.
        let repeated = token.kind == Kind::UnclosedString
            && before.is_some_and(|before| before.kind == Kind::UnclosedInterpolation);
        if !repeated {
            diagnostics.extend(fault(text, token, neighbours));
        }
        before = Some(token);
    }
    diagnostics
}

/// What is wrong with tokens that the grammar can skip.
pub(crate) fn notes(text: &str, tokens: &[Token]) -> Vec<Diagnostic> {
    tokens.iter().filter_map(|&token| note(text, token)).collect()
}

fn note(text: &str, token: Token) -> Option<Diagnostic> {
    let (found, span) = (token.text(text), token.span);
    match token.kind {
        Kind::ForeignComment => {
            let diagnostic = Diagnostic::new(codes::COMMENT, span, "a comment begins with `#`");
            let one_line = !found.contains('\n');
            let inner = found.strip_suffix("*/").unwrap_or(found);
            let inner = inner.trim_start_matches("//").trim_start_matches("/*").trim();
            let ends_line = text.get(span.end as usize..).is_none_or(|rest| {
                rest.trim_start_matches([' ', '\t', '\r']).starts_with(['\n']) || rest.trim().is_empty()
            });
            let right = if inner.is_empty() { "#".to_owned() } else { format!("# {inner}") };
            Some(if one_line && ends_line {
                diagnostic.help("write `#`").replace(span, right)
            } else {
                diagnostic.help("write `#` before each line")
            })
        }
        Kind::Punct if found == ";" => {
            let message = "clauses and items need no `;`";
            Some(Diagnostic::new(codes::SEPARATOR, span, message).remove(span))
        }
        _ => None,
    }
}

fn fault(text: &str, token: Token, neighbours: (Option<Token>, Option<Token>)) -> Option<Diagnostic> {
    let (found, span) = (token.text(text), token.span);
    match token.kind {
        Kind::UnclosedString => Some(
            Diagnostic::new(codes::UNCLOSED_STRING, span, "this string has no closing quote on its line")
                .help("write the closing `\"`; for a line break in the string write `\\n`"),
        ),
        Kind::UnclosedInterpolation => Some(
            Diagnostic::new(codes::TEMPLATE, span, "this `{` is not closed in the message")
                .help("write the closing `}`, or `{{` for a brace"),
        ),
        Kind::LoneBrace => Some(
            Diagnostic::new(codes::TEMPLATE, span, "this `}` closes nothing in the message")
                .help("write `}}` for a brace")
                .replace(span, "}}"),
        ),
        Kind::UnclosedRegex => Some(unclosed_regex(found, span)),
        Kind::StarRegex => Some(star_regex(found, span)),
        Kind::ForeignString => Some(foreign_string(found, span)),
        Kind::Address => Some(
            Diagnostic::new(codes::QUOTES, span, "an address is a string, which stands in double quotes")
                .write(span, format!("\"{found}\"")),
        ),
        Kind::ForeignCharacter => Some(foreign_character(found, span)),
        Kind::Punct => punct(text, token, neighbours),
        _ => None,
    }
}

fn unclosed_regex(found: &str, span: Span) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNCLOSED_REGEX, span, "this regular expression has no closing `/` on its line");
    if found.contains('[') && found.trim_end().ends_with('/') {
        return diagnostic.help("a `/` inside `[…]` does not close it: write the missing `]`");
    }
    diagnostic.help("write the closing `/`; a `/` inside is written `\\/`")
}

fn star_regex(found: &str, span: Span) -> Diagnostic {
    let pattern = found.trim_matches('/');
    Diagnostic::new(codes::BAD_LITERAL, span, "`*` repeats what stands before it, and nothing does here")
        .help(format!("write `/.{pattern}/`, or `x.glob(\"{pattern}\")` for a pattern of a whole string"))
}

/// `'text'`, `` `text` ``, `“text”` as a text in straight double quotes.
fn foreign_string(found: &str, span: Span) -> Diagnostic {
    let mut inner = found.chars();
    let quote = inner.next().unwrap_or('\'');
    inner.next_back();
    let raw = quote == '`';
    let mut right = String::from("\"");
    let mut escaped = false;
    for c in inner.as_str().chars() {
        match c {
            '"' if !escaped => right.push_str("\\\""),
            '\\' if raw => right.push_str("\\\\"),
            _ => right.push(c),
        }
        escaped = c == '\\' && !escaped && !raw;
    }
    let right = right.replace("\\'", "'") + "\"";
    let diagnostic =
        Diagnostic::new(codes::QUOTES, span, format!("a string stands in double quotes, not in `{quote}`"));
    diagnostic.write(span, right)
}

fn foreign_character(found: &str, span: Span) -> Diagnostic {
    let first = found.chars().next().unwrap_or(' ');
    let right = match first {
        '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' => {
            return Diagnostic::new(codes::QUOTES, span, format!("a string stands in double quotes, not in `{first}`"))
                .help("write `\"` before and after the string");
        }
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '–' | '—' | '−' | '‐' | '‑' => "-",
        '×' | '·' => "*",
        '∧' => "and",
        '∨' => "or",
        '¬' => "not",
        '∈' => "in",
        '∀' => "all",
        '∃' => "any",
        '，' => ",",
        '：' => ":",
        c if c.is_whitespace() => " ",
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => "",
        _ => {
            let message = format!("`{found}` may stand only in strings and comments");
            return Diagnostic::new(codes::CHARACTER, span, message)
                .help("names are written with the letters a to z, digits and `_`");
        }
    };
    let message = format!("the character U+{:04X} may stand only in strings and comments", u32::from(first));
    let diagnostic = Diagnostic::new(codes::CHARACTER, span, message);
    let help = match right {
        "" => "remove it".to_owned(),
        " " => "write a plain blank".to_owned(),
        _ => format!("write `{right}`"),
    };
    diagnostic.help(help).replace(span, right)
}

fn punct(text: &str, token: Token, neighbours: (Option<Token>, Option<Token>)) -> Option<Diagnostic> {
    let (found, span) = (token.text(text), token.span);
    let operator = |message: &str| Diagnostic::new(codes::FOREIGN_OPERATOR, span, message);
    let quoted = format!("there is no `{found}`");
    Some(match found {
        "&&" | "&" => operator(&quoted).help("write `and`").replace(span, spaced(text, span, "and")),
        "||" => operator(&quoted).help("write `or`").replace(span, spaced(text, span, "or")),
        "!" => negation(text, span, neighbours.1),
        "===" => operator(&quoted).write(span, "=="),
        "!==" => operator(&quoted).write(span, "!="),
        "=~" => operator(&quoted).help("write `matches /…/`").replace(span, "matches"),
        "!~" => operator(&quoted).help("write `not matches /…/`").replace(span, "not matches"),
        "?." => operator(&quoted)
            .help("write `.`: reading through a missing value gives a missing value")
            .replace(span, "."),
        "->" => operator(&quoted)
            .help("the type of a definition is inferred; for a function of elements write `any x in list: …`"),
        "=>" => {
            operator(&quoted).help(
                "write `any x in list: …` for a function of elements, `if a then b else c` for a choice, `not a or b` for an implication",
            )
        }
        ":=" => definition(text, span, neighbours.0),
        "**" | "%" | "/" => {
            let help = match found {
                "**" => "multiply: `a * a`",
                "/" if is_glued(span, neighbours) => {
                    "a key with a `/` is written in brackets and quotes, as in `labels[\"app.kubernetes.io/name\"]`, a kind without group and version, as in `Deployment`"
                }
                "/" => "multiply the other side instead: `a <= b * 2` for `a / 2 <= b`",
                _ => "a percentage is a string, as in `\"25%\"`; there is no remainder",
            };
            Diagnostic::new(codes::ARITHMETIC, span, quoted).help(help)
        }
        "$" | "@" | "\\" | "^" | "~" | "#" => {
            let message = format!("`{found}` may stand only in strings, regular expressions and comments");
            Diagnostic::new(codes::CHARACTER, span, message).help(match found {
                "$" | "@" => "write the path from a variable: `w.metadata.name`",
                "#" => "end the message first: a comment cannot stand in its braces",
                _ => "write a regular expression between slashes: `/^a/`",
            })
        }
        _ if found.chars().all(char::is_control) => {
            Diagnostic::new(codes::CHARACTER, span, "a control character may stand nowhere")
                .remove(span)
        }
        _ => return None,
    })
}

/// Whether words stand on both sides without a blank, as in what is a name elsewhere.
fn is_glued(span: Span, neighbours: (Option<Token>, Option<Token>)) -> bool {
    let (Some(before), Some(after)) = neighbours else { return false };
    let words = before.kind == Kind::Word && after.kind == Kind::Word;
    words && before.span.end == span.start && span.end == after.span.start
}

fn negation(text: &str, span: Span, next: Option<Token>) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::FOREIGN_OPERATOR, span, "there is no `!`");
    let next = next.map_or("", |token| token.text(text));
    let keyword = matches!(next, "in" | "matches");
    diagnostic
        .help(if keyword { format!("write `not {next}`") } else { "write `not`".to_owned() })
        .replace(span, "not ")
}

/// `:=`, which defines in other languages.
fn definition(text: &str, span: Span, before: Option<Token>) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::DEFINITION, span, "there is no `:=`");
    let Some(name) = before.filter(|token| token.kind == Kind::Word) else {
        return diagnostic.help("write `let name = …`").replace(span, "=");
    };
    let line = text.get(..name.span.start as usize).unwrap_or_default();
    if line.trim_end().ends_with("let") {
        return diagnostic.write(span, "=");
    }
    let name_text = name.text(text);
    let at = name.span.before();
    diagnostic.help(format!("write `let {name_text} = …`")).replace(at, "let ").replace(span, "=")
}

/// An operator of letters in place of one of marks, kept apart from its neighbours.
fn spaced(text: &str, span: Span, word: &str) -> String {
    let before = slice(text, Span::new(span.start.saturating_sub(1), span.start));
    let after = text.get(span.end as usize..).and_then(|rest| rest.chars().next());
    let left = if before.trim().is_empty() { "" } else { " " };
    let right = if after.is_none_or(char::is_whitespace) { "" } else { " " };
    format!("{left}{word}{right}")
}
