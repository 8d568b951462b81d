//! Where items begin, found from tokens alone, so that an error in one item leaves the others readable.
//!
//! An item begins at an item keyword outside all brackets. Where the brackets of a file do not match, depth means
//! nothing, and a keyword that begins its line starts an item whatever is open before it.

use super::lexer::{ITEMS, KEYWORDS, Kind, Token, slice};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::{Span, offset};

/// The part of a law file that one item takes, up to the next item.
#[derive(Debug)]
pub(crate) struct Segment<'t> {
    /// Its tokens: documentation, item, and comments after it.
    pub(crate) tokens: &'t [Token],
    /// From the first token's start to the next segment.
    pub(crate) span: Span,
    /// Whether it begins with an item; otherwise it is what no law file may hold, or the comments at its start.
    pub(crate) is_item: bool,
}

/// Splits the tokens of `text` into items.
///
/// Documentation that is directly before an item belongs to it; the places of the other `##` lines are returned too.
pub(crate) fn split<'t>(text: &str, tokens: &'t [Token]) -> (Vec<Segment<'t>>, Vec<Span>) {
    let docs_in = |range| {
        let within: &[Token] = tokens.get(range).unwrap_or_default();
        within.iter().filter(|token| token.kind == Kind::Doc).map(|token| token.span)
    };
    let mut cuts = starts(text, tokens, balanced(tokens));
    let mut stray = Vec::new();
    let mut read = 0;
    for (start, _) in &mut cuts {
        let from = doc_before(text, tokens, *start);
        stray.extend(docs_in(read..from));
        read = std::mem::replace(start, from);
    }
    stray.extend(docs_in(read..tokens.len()));
    if cuts.first().is_none_or(|&(first, _)| first > 0) && !tokens.is_empty() {
        cuts.insert(0, (0, false));
    }
    (segments(text, tokens, &cuts), stray)
}

/// The index of the first of the `##` lines directly before a token, or of the token where there are none.
fn doc_before(text: &str, tokens: &[Token], at: usize) -> usize {
    let mut from = at;
    while let Some([doc, next]) = from.checked_sub(1).and_then(|before| tokens.get(before..=from))
        && doc.kind == Kind::Doc
        && begins_line(text, doc.span)
        && adjacent(text, doc.span, next.span)
    {
        from -= 1;
    }
    from
}

fn segments<'t>(text: &str, tokens: &'t [Token], cuts: &[(usize, bool)]) -> Vec<Segment<'t>> {
    let ends = cuts.iter().skip(1).map(|&(at, _)| Some(at)).chain([None]);
    let mut segments = Vec::with_capacity(cuts.len());
    for (&(from, is_item), to) in cuts.iter().zip(ends) {
        let inner = tokens.get(from..to.unwrap_or(tokens.len())).unwrap_or_default();
        let start = inner.first().map_or(0, |token| token.span.start);
        let next = to.and_then(|to| tokens.get(to));
        let end = next.map_or(offset(text.len()), |token| token.span.start);
        segments.push(Segment { tokens: inner, span: Span::new(start, end), is_item });
    }
    segments
}

/// The indexes of the tokens that begin items, and of words that begin what is none.
fn starts(text: &str, tokens: &[Token], balanced: bool) -> Vec<(usize, bool)> {
    let mut starts = Vec::new();
    let mut depth = 0_usize;
    let mut before: Option<Token> = None;
    for (i, &token) in tokens.iter().enumerate() {
        match token.kind {
            _ if token.is_comment() => continue,
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Word => {
                let word = token.text(text);
                let named = before.is_some_and(|before| names_next(text, before, token));
                if ITEMS.contains(&word) && !named && (depth == 0 || !balanced && restarts(text, token)) {
                    depth = 0;
                    starts.push((i, true));
                } else if depth == 0 && before.is_some_and(|before| is_out_of_place(text, before, token)) {
                    starts.push((i, false));
                }
            }
            _ => {}
        }
        before = Some(token);
    }
    starts
}

/// Whether an item keyword begins an item although brackets are open: `let` is a clause too, so it has to stand at the
/// very left.
fn restarts(text: &str, token: Token) -> bool {
    begins_line(text, token.span) && (token.text(text) != "let" || at_column_one(text, token.span))
}

/// Whether a word outside all brackets can neither continue an item nor begin one: it stands at the very left, after an
/// operand.
fn is_out_of_place(text: &str, before: Token, token: Token) -> bool {
    let word = token.text(text);
    let clause = matches!(word, "require" | "forbid" | "message" | "at" | "fix");
    (clause || !KEYWORDS.contains(&word)) && ends_operand(text, before) && at_column_one(text, token.span)
}

/// Whether no operand can follow a token.
pub(crate) fn ends_operand(text: &str, token: Token) -> bool {
    match token.kind {
        Kind::Word => !KEYWORDS.contains(&token.text(text)),
        Kind::Open(_) | Kind::Punct => false,
        _ => true,
    }
}

/// Whether `before` makes an item keyword a name: `rule let-through`, `x.use`, `param rule: …`.
fn names_next(text: &str, before: Token, token: Token) -> bool {
    let word = before.text(text);
    let glued = before.span.end == token.span.start;
    let same_line = !slice(text, Span::new(before.span.end, token.span.start)).contains('\n');
    let kebab = text.get(token.span.end as usize..).is_some_and(|rest| rest.starts_with('-'));
    kebab
        || word == "." && !at_column_one(text, token.span)
        || word == "-" && glued
        || before.kind == Kind::Word && ITEMS.contains(&word) && same_line
}

fn balanced(tokens: &[Token]) -> bool {
    let mut open = Vec::new();
    for token in tokens {
        match token.kind {
            Kind::Open(bracket) => open.push(bracket),
            Kind::Close(bracket) if open.pop() != Some(opener(bracket)) => return false,
            _ => {}
        }
    }
    open.is_empty()
}

fn opener(close: u8) -> u8 {
    match close {
        b')' => b'(',
        b']' => b'[',
        _ => b'{',
    }
}

/// The first bracket of an item that has no partner.
pub(crate) fn check_brackets(text: &str, tokens: &[Token]) -> Option<Diagnostic> {
    let mut open: Vec<(u8, Span)> = Vec::new();
    // A `}` that is not indented as the line of its `{` hints at the bracket that was forgotten.
    let mut suspect = None;
    for token in tokens {
        match token.kind {
            Kind::Open(bracket) => open.push((bracket, token.span)),
            // Where nothing of its sort is open, it is this bracket that is wrong.
            Kind::Close(bracket) if open.iter().all(|(opened, _)| *opened != opener(bracket)) => {
                return Some(nothing_to_close(text, token.span));
            }
            Kind::Close(bracket) => match open.pop() {
                None => return Some(nothing_to_close(text, token.span)),
                Some((opened, at)) if opened != opener(bracket) => return Some(unclosed(text, at, Some(token.span))),
                Some((_, at)) => {
                    let moved = begins_line(text, token.span) && indent(text, at) != indent(text, token.span);
                    if moved && suspect.is_none() {
                        suspect = Some(at);
                    }
                }
            },
            _ => {}
        }
    }
    let (_, last) = open.pop()?;
    Some(unclosed(text, suspect.unwrap_or(last), None))
}

fn unclosed(text: &str, at: Span, closer: Option<Span>) -> Diagnostic {
    let bracket = slice(text, at);
    let partner = match bracket {
        "(" => ")",
        "[" => "]",
        _ => "}",
    };
    let diagnostic = Diagnostic::new(codes::UNCLOSED_BRACKET, at, format!("this `{bracket}` is never closed"))
        .help(format!("write the missing `{partner}`"));
    match closer {
        Some(span) => diagnostic.label(span, format!("expected `{partner}` before this `{}`", slice(text, span))),
        None => diagnostic,
    }
}

fn nothing_to_close(text: &str, at: Span) -> Diagnostic {
    let bracket = slice(text, at);
    Diagnostic::new(codes::UNOPENED_BRACKET, at, format!("this `{bracket}` closes nothing"))
        .help("remove it, or write the bracket that it should close")
        .replace(at, "")
}

/// Whether only blanks are between the start of the line and `span`.
pub(crate) fn begins_line(text: &str, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or_default().trim_end_matches([' ', '\t', '\r', '\u{feff}']);
    before.is_empty() || before.ends_with('\n')
}

/// Whether `span` begins at the very left.
pub(crate) fn at_column_one(text: &str, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or_default();
    before.is_empty() || before.ends_with('\n') || before == "\u{feff}"
}

/// How far the line that holds `span` is indented, in bytes.
fn indent(text: &str, span: Span) -> usize {
    let start = text.get(..span.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..).unwrap_or_default();
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Whether `next` begins on the line after `before`.
fn adjacent(text: &str, before: Span, next: Span) -> bool {
    let between = slice(text, Span::new(before.end, next.start));
    between.matches('\n').count() == 1 && between.trim().is_empty()
}
