//! What is wrong with a YAML text, in the words of this house.

use super::events::Fault;
use crate::document::error::{Problem, YamlProblem};
use crate::document::parts::BuildError;
use granit_parser::ErrorKind;
use kubelaw_lang::span::Span;

/// What the scanner or the structure does not take at an offset of a text whose nesting is limited.
#[cold]
pub(super) fn problem(text: &str, kind: &ErrorKind, at: usize, depth: usize) -> Fault {
    let mut at = at.min(text.len());
    if is_about_a_tab(kind) {
        at = tab_near(text, at);
    }
    let next = text.get(at..).and_then(|rest| rest.chars().next());
    let before = text.get(..at).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let problem: Problem = match kind {
        ErrorKind::UnknownAnchor => YamlProblem::UnknownAnchor.into(),
        ErrorKind::RecursionLimitExceeded => BuildError::TooDeep { limit: depth }.into(),
        ErrorKind::CommentNotSeparated => YamlProblem::CommentNotApart.into(),
        ErrorKind::PlainScalarStartsWithDashFlowIndicator => YamlProblem::LoneDash.into(),
        ErrorKind::BomInsideDocument => YamlProblem::MarkInside.into(),
        ErrorKind::UnknownQuotedScalarEscape => YamlProblem::StrangeEscape.into(),
        _ if line.contains("{{") => YamlProblem::Template.into(),
        ErrorKind::ExpectedDocumentStart if !before.lines().any(|line| line.starts_with('%')) => {
            let explanation = "what stands above is a whole document: indent this line as its first line, or \
                               separate the two by `---`";
            syntax(explanation)
        }
        kind => syntax(explanation(kind, next)),
    };
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    let length = next.map_or(0, |next| u32::try_from(next.len_utf8()).unwrap_or(0));
    (problem, Span::new(at, at.saturating_add(length)))
}

/// Where the tab is that the parser does not take: it stops right behind it, or at a value before it.
fn tab_near(text: &str, at: usize) -> usize {
    let before = |at: usize| text.get(..at).unwrap_or_default();
    if before(at).ends_with('\t') {
        return at - 1;
    }
    let mut behind = text.get(at..).unwrap_or_default().match_indices('\t').map(|(tab, _)| at + tab);
    let indents = |tab: &usize| before(*tab).rsplit('\n').next().is_some_and(|start| start.trim().is_empty());
    behind.find(indents).unwrap_or(at)
}

const fn is_about_a_tab(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInPlainScalar
    )
}

/// Whether a text names an anchor for Kubernetes, too.
pub(super) fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// That the text does not follow the grammar.
#[cold]
pub(super) fn syntax(explanation: impl Into<Box<str>>) -> Problem {
    YamlProblem::Syntax { explanation: explanation.into() }.into()
}

/// A string without quotes in brackets has a question mark.
pub(super) const QUESTION_MARK: &str =
    "a string with `?` in brackets needs quotes: Kubernetes takes it for the sign of a key";

/// An anchor or alias has a name that Kubernetes ends earlier.
pub(super) const NAME_OF_ANCHOR: &str =
    "the name of an anchor has ASCII letters, digits, `_` and `-` alone: Kubernetes takes no others";

/// Something stands behind a document's `---`.
pub(super) const NOT_BELOW: &str =
    "nothing but a comment can stand behind `---`, or Kubernetes refuses the text: put it on the next line";

/// A line separator stands where it is not clear what it means.
pub(super) const SEPARATOR: &str =
    "U+2028 and U+2029 end a line: within a string, write them as `\\u2028` and `\\u2029` in double quotes";

/// A colon belongs to the string before it.
pub(super) const COLON_NOT_APART: &str =
    "expected a space behind `:`: without one, Kubernetes takes it for a part of the string";

/// What is wrong, in the words of this house; `next` is the character at which the parser stopped.
fn explanation(kind: &ErrorKind, next: Option<char>) -> Box<str> {
    let fixed = match kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "unexpected `:`: a string that holds `: ` needs quotes, and the keys of a map stand below one another"
        }
        ErrorKind::ExpectedBlockMappingKey => "expected a key, indented as the keys of a map above",
        ErrorKind::ExpectedBlockSequenceEntry => "expected `-`, indented as the items of the list above",
        ErrorKind::BlockSequenceEntryNotAllowed => "a list cannot start here: its first `-` needs a line of its own",
        ErrorKind::BlockEntryInFlowCollection => "a `-` starts no item inside brackets",
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => "expected `:` after the key",
        ErrorKind::MappingKeyNotAllowed => "a key cannot start here",
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "unexpected text after the closing quote"
        }
        ErrorKind::UnclosedQuotedScalar => "the quote is not closed",
        ErrorKind::DocumentIndicatorInQuotedScalar => "the document ends inside quotes",
        ErrorKind::UnclosedFlowCollection { open } => return format!("`{open}` is not closed").into(),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            return format!("`{open}` is closed by `{close}`").into();
        }
        ErrorKind::MisplacedFlowCollectionEnd => "the bracket closes nothing",
        ErrorKind::FlowMappingValueAdjacentCollection => COLON_NOT_APART,
        ErrorKind::ExpectedFlowMappingSeparator => "expected `,` or `}`",
        ErrorKind::ExpectedFlowSequenceSeparator => "expected `,` or `]`",
        kind if is_about_a_tab(kind) => "a tab cannot stand here: indentation takes spaces",
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
            return format!("unexpected control character U+{:04X}", u32::from(*character)).into();
        }
        ErrorKind::UnexpectedCharacter { character } => {
            return format!("unexpected `{character}`: a string that starts with it needs quotes").into();
        }
        ErrorKind::InvalidBlockScalarHeader => "expected a line break after the `|` or `>`",
        ErrorKind::InvalidBlockScalarIndent => "the line is indented less than the text block that it is in",
        ErrorKind::MissingAnchorOrAliasName => "expected a name: a string that starts with `&` or `*` needs quotes",
        ErrorKind::UndeclaredTagHandle => "the handle of the tag is not declared",
        ErrorKind::CommentInterceptedScalar => "a comment cannot stand inside a string of several lines",
        ErrorKind::ExpectedDocumentStart => "expected `---` after the directives",
        ErrorKind::UnexpectedEof
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::ExpectedNodeContent => match next {
            Some(found) if !found.is_whitespace() => return format!("expected a value, found `{found}`").into(),
            _ => "expected a value",
        },
        other => return other.to_string().into(),
    };
    fixed.into()
}
