//! Law text to abstract syntax, item by item.

use super::ast::{Expr, File, Item, Name};
use super::from_pest::{self, Reader};
use super::grammar::{Grammar, Rule};
use super::items::{Segment, check_brackets, split};
use super::lexer::{Kind, Token, slice, tokens};
use super::{expected, foreign, nesting, teach};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::limits::MAX_BYTES;
use crate::source::Source;
use crate::span::Span;
use pest::Parser;
use pest::iterators::Pair;
use std::borrow::Cow;

/// What a law file says, as far as it could be read.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Parsed {
    /// The items that could be read.
    pub file: File,
    /// What is wrong with the others, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// The names of the items that could not be read, so that nobody reports their uses as unknown.
    pub unread: Vec<Name>,
}

/// Reads a law file.
///
/// Never fails as a whole: an item that cannot be read gives diagnostics, and reading resumes at the next one.
#[must_use]
pub fn parse(source: &Source) -> Parsed {
    let text = source.text();
    let mut parsed = Parsed::default();
    if let Some(diagnostic) = too_long(text) {
        parsed.diagnostics.push(diagnostic);
        return parsed;
    }
    let tokens = tokens(text);
    let (segments, stray) = split(text, &tokens);
    parsed.diagnostics.extend(stray.iter().map(|&span| foreign::stray_doc(span)));
    let masked = mask(text, &tokens, &stray);
    let mut after_item = true;
    for segment in &segments {
        read_segment(text, &masked, segment, after_item, &mut parsed);
        after_item = segment.is_item;
    }
    parsed.diagnostics.extend(teach::lessons(text, &parsed.file));
    parsed.diagnostics.sort_by_key(Diagnostic::span);
    parsed.diagnostics = Diagnostic::bounded(parsed.diagnostics);
    parsed
}

/// Reads one expression, as in an editor's input field or a test.
pub fn parse_expression(text: &str) -> Result<Expr, Vec<Diagnostic>> {
    if let Some(diagnostic) = too_long(text) {
        return Err(vec![diagnostic]);
    }
    let tokens = tokens(text);
    let mut diagnostics = foreign::notes(text, &tokens);
    diagnostics.extend(faults(text, &tokens));
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    if let Some(fault) = check_brackets(text, &tokens) {
        return Err(vec![fault]);
    }
    let whole = Segment { tokens: &tokens, span: Span::of(0..text.len()), is_item: false };
    let pair = run(text, text, Rule::one_expression, &whole).map_err(|diagnostic| vec![diagnostic])?;
    let mut reader = Reader::new(text, &tokens, 0);
    let expr = pair.ok_or_else(Vec::new).and_then(|pair| reader.expression(pair).map_err(|fault| vec![*fault]))?;
    diagnostics.append(&mut reader.diagnostics);
    diagnostics.extend(teach::lessons_of_expression(text, &expr));
    if diagnostics.is_empty() { Ok(expr) } else { Err(diagnostics) }
}

fn too_long(text: &str) -> Option<Diagnostic> {
    (text.len() > MAX_BYTES).then(|| {
        let message = format!("the law file has {} bytes, more than {MAX_BYTES}", text.len());
        Diagnostic::new(codes::FILE_SIZE, Span::default(), message).help("split it and join the parts with `use`")
    })
}

/// The text with `##` lines that document nothing, foreign comments and `;` turned into what the grammar skips, of the
/// same length: their diagnostics are enough, and the item around them can be read.
fn mask<'a>(text: &'a str, tokens: &[Token], stray: &[Span]) -> Cow<'a, str> {
    let comments = tokens.iter().filter(|token| token.kind == Kind::ForeignComment).map(|token| token.span);
    let separators =
        tokens.iter().filter(|token| token.kind == Kind::Punct && token.text(text) == ";").map(|token| token.span);
    let mut blank: Vec<Span> = stray.iter().copied().chain(comments).chain(separators).collect();
    if blank.is_empty() {
        return Cow::Borrowed(text);
    }
    blank.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in blank {
        out.push_str(slice(text, Span::new(at, span.start)));
        out.extend(slice(text, span).bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        at = span.end;
    }
    out.push_str(text.get(at as usize..).unwrap_or_default());
    Cow::Owned(out)
}

/// What is wrong with the tokens of an item, so that the grammar must not run.
fn faults(text: &str, tokens: &[Token]) -> Vec<Diagnostic> {
    let mut faults = foreign::check(text, tokens);
    if faults.is_empty() {
        faults.extend(nesting::check(text, tokens));
    }
    faults
}

fn read_segment(text: &str, masked: &str, segment: &Segment<'_>, after_item: bool, parsed: &mut Parsed) {
    parsed.diagnostics.extend(foreign::notes(text, segment.tokens));
    if !segment.is_item {
        parsed.diagnostics.extend(teach::no_item(text, segment.tokens, after_item));
        return;
    }
    match read_item(text, masked, segment, &mut parsed.diagnostics) {
        Some(item) => parsed.file.items.push(item),
        None => parsed.unread.extend(name_of(text, segment.tokens)),
    }
}

/// The item of a segment, if it can be read; what is wrong with it goes to `diagnostics`.
fn read_item(text: &str, masked: &str, segment: &Segment<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Item> {
    let faults = faults(text, segment.tokens);
    if !faults.is_empty() {
        diagnostics.extend(faults);
        return None;
    }
    let (pair, fault) = match run(text, masked, Rule::one_item, segment) {
        Ok(pair) => (pair, None),
        Err(error) => {
            // Whichever comes first in the text is the cause of the other.
            let is_cause = |fault: &Diagnostic| fault.span().start <= error.span().start;
            let brackets = check_brackets(text, segment.tokens).filter(is_cause);
            match rule_before_rest(masked, segment) {
                Some((pair, rest)) => (Some(pair), brackets.or_else(|| teach::no_item(text, rest, true))),
                None => (None, Some(brackets.unwrap_or(error))),
            }
        }
    };
    diagnostics.extend(fault);
    let mut reader = Reader::new(text, segment.tokens, segment.span.start);
    let item = from_pest::item(&mut reader, pair?);
    diagnostics.append(&mut reader.diagnostics);
    item.map_err(|fault| diagnostics.push(*fault)).ok()
}

/// The rule that a segment begins with and the tokens after its closing brace.
fn rule_before_rest<'i, 't>(masked: &'i str, segment: &Segment<'t>) -> Option<(Pair<'i, Rule>, &'t [Token])> {
    let part = slice(masked, segment.span);
    let pair = Grammar::parse(Rule::leading_item, part).ok()?.next()?;
    let is_rule = pair.clone().into_inner().any(|child| child.as_rule() == Rule::rule_item);
    let end = segment.span.start as usize + pair.as_span().end();
    let rest = segment.tokens.iter().position(|token| token.span.start as usize >= end && !token.is_comment())?;
    is_rule.then_some((pair, segment.tokens.get(rest..)?))
}

/// Runs the grammar on a segment; `None` where it found nothing, which `rule` excludes.
fn run<'i>(
    text: &str,
    masked: &'i str,
    rule: Rule,
    segment: &Segment<'_>,
) -> Result<Option<Pair<'i, Rule>>, Diagnostic> {
    match Grammar::parse(rule, slice(masked, segment.span)) {
        Ok(mut pairs) => Ok(pairs.next()),
        Err(error) => Err(expected::explain(text, segment, &error)),
    }
}

/// The name that an item which cannot be read declares.
fn name_of(text: &str, tokens: &[Token]) -> Option<Name> {
    let mut words = tokens.iter().filter(|token| !token.is_comment());
    let keyword = words.next()?.text(text);
    let name = words.next().filter(|token| token.kind == Kind::Word && matches!(keyword, "param" | "let" | "def"))?;
    Some(Name { text: name.text(text).into(), span: name.span })
}

#[cfg(test)]
pub(super) mod tests;
