//! The only file that knows the YAML parser: its events as ours.

use crate::document::error::{Problem, YamlProblem};
use crate::document::parts::BuildError;
use crate::document::tree::{Kind, Style};
use granit_parser::{ErrorKind, Event as Theirs, Marker, Parser, ScalarStyle, ScanError, StrInput, StructureStyle};
use kubelaw_lang::span::Span;
use std::borrow::Cow;

/// Who takes the events. They are handed over one by one and in parts, since to build an event in between costs more
/// than what is done with it.
pub(crate) trait Sink {
    fn document_start(&mut self, span: Span);
    fn document_end(&mut self, span: Span) -> Result<(), Problem>;
    fn alias(&mut self, anchor: Anchor, span: Span) -> Result<(), Problem>;
    /// A scalar without anchor and tag whose text stands in the parser's as it is.
    fn simple(&mut self, text: &str, style: Style, span: Span) -> Result<(), Problem>;
    fn scalar(&mut self, text: &str, style: Style, properties: &Properties, span: Span) -> Result<(), Problem>;
    fn begin(&mut self, kind: Kind, style: Style, properties: &Properties, span: Span) -> Result<(), Problem>;
    fn end(&mut self, span: Span) -> Result<(), Problem>;
}

/// The number of an anchor; unique in a stream.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Anchor(usize);

/// What may stand before a value.
pub(crate) struct Properties {
    pub(crate) anchor: Option<Anchor>,
    pub(crate) tag: Option<Tag>,
}

impl Properties {
    pub(crate) const NONE: Self = Self { anchor: None, tag: None };
}

/// A tag.
pub(crate) enum Tag {
    /// `!!name` of YAML's own types.
    Core(Box<str>),
    /// Any other tag, `!` included.
    Other,
}

/// The events of a text with their places.
pub(crate) struct Events<'t> {
    parser: Parser<'t, StrInput<'t>>,
    text: &'t str,
    /// Where in the text the parser began.
    from: usize,
    depth: usize,
}

impl<'t> Events<'t> {
    /// The events of a text from the document that starts at an offset; nesting beyond `depth` is an error of its own.
    pub(crate) fn new(text: &'t str, from: usize, depth: usize) -> Self {
        // Our own limit comes first, since it says more; the parser's guards what it keeps itself.
        let guard = depth.saturating_add(1);
        let options = granit_parser::options! {
            emit_comments: false,
            flow_nesting_limit: guard,
            block_nesting_limit: guard,
        };
        let parsed = text.get(from..).unwrap_or_default();
        Self { parser: Parser::new_from_str_with_options(parsed, options), text, from, depth }
    }

    /// Hands over the next event; none at the end of the text.
    #[inline]
    pub(crate) fn next(&mut self, sink: &mut impl Sink) -> Option<Result<(), (Problem, Span)>> {
        // Only looked at where it is: an event is large, and moving it costs as much as what is done with it.
        let next = self.parser.next_event();
        let (event, span) = match next.as_ref()? {
            Ok((event, span)) => (event, span),
            Err(error) => return Some(Err(self.problem(error))),
        };
        let span = Span::new(self.offset(span.start), self.offset(span.end));
        let taken = match event {
            Theirs::Scalar(Cow::Borrowed(text), style, 0, None) => sink.simple(text, scalar_style(*style), span),
            Theirs::Scalar(text, style, anchor, tag) => {
                sink.scalar(text, scalar_style(*style), &properties(*anchor, tag.as_deref()), span)
            }
            Theirs::MappingStart(style, anchor, tag) => {
                sink.begin(Kind::Map, collection_style(*style), &properties(*anchor, tag.as_deref()), span)
            }
            Theirs::SequenceStart(style, anchor, tag) => {
                sink.begin(Kind::List, collection_style(*style), &properties(*anchor, tag.as_deref()), span)
            }
            Theirs::MappingEnd | Theirs::SequenceEnd => sink.end(span),
            Theirs::Alias(anchor) => sink.alias(Anchor(*anchor), span),
            Theirs::DocumentStart(..) => {
                sink.document_start(span);
                Ok(())
            }
            Theirs::DocumentEnd => sink.document_end(span),
            _ => Ok(()),
        };
        Some(taken.map_err(|problem| (problem, span)))
    }

    fn problem(&self, error: &ScanError) -> (Problem, Span) {
        let mut at = (self.offset(*error.marker()) as usize).min(self.text.len());
        if is_about_a_tab(error.kind()) {
            at = tab_near(self.text, at);
        }
        let next = self.text.get(at..).and_then(|rest| rest.chars().next());
        let before = self.text.get(..at).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = self.text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let problem = match error.kind() {
            ErrorKind::UnknownAnchor => YamlProblem::UnknownAnchor.into(),
            ErrorKind::RecursionLimitExceeded => BuildError::TooDeep { limit: self.depth }.into(),
            ErrorKind::CommentNotSeparated => YamlProblem::CommentNotApart.into(),
            ErrorKind::PlainScalarStartsWithDashFlowIndicator => YamlProblem::LoneDash.into(),
            _ if line.contains("{{") => YamlProblem::Template.into(),
            ErrorKind::ExpectedDocumentStart if !before.lines().any(|line| line.starts_with('%')) => {
                let explanation = "what stands above is a whole document: indent this line as its first line, or \
                                   separate the two by `---`";
                YamlProblem::Syntax { explanation: explanation.into() }.into()
            }
            kind => YamlProblem::Syntax { explanation: explanation(kind, next) }.into(),
        };
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let length = next.map_or(0, |next| u32::try_from(next.len_utf8()).unwrap_or(0));
        (problem, Span::new(at, at.saturating_add(length)))
    }

    #[inline]
    fn offset(&self, mark: Marker) -> u32 {
        let byte = mark.byte_offset().unwrap_or(self.text.len()) + self.from;
        #[expect(clippy::cast_possible_truncation, reason = "no text is longer than 2 GiB")]
        {
            byte as u32
        }
    }

    /// Leaves the document being read. Says whether another one follows.
    pub(crate) fn skip_document(&mut self) -> bool {
        self.parser.proceed_next_document().unwrap_or(false)
    }
}

#[inline]
fn properties(anchor: usize, tag: Option<&granit_parser::Tag>) -> Properties {
    Properties { anchor: (anchor != 0).then_some(Anchor(anchor)), tag: tag.map(core_tag) }
}

fn core_tag(tag: &granit_parser::Tag) -> Tag {
    match tag.suffix_in_namespace("tag:yaml.org,2002:") {
        Some(name) => Tag::Core(name.into()),
        None => Tag::Other,
    }
}

const fn scalar_style(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

const fn collection_style(style: StructureStyle) -> Style {
    match style {
        StructureStyle::Block => Style::Block,
        StructureStyle::Flow => Style::Flow,
    }
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

/// What is wrong, in the words of this house; `next` is the character at which the parser stopped.
fn explanation(kind: &ErrorKind, next: Option<char>) -> Box<str> {
    let fixed = match kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "unexpected `:`: a text that holds `: ` needs quotes, and the keys of a map stand below one another"
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
        ErrorKind::ExpectedFlowMappingSeparator => "expected `,` or `}`",
        ErrorKind::ExpectedFlowSequenceSeparator => "expected `,` or `]`",
        kind if is_about_a_tab(kind) => "a tab cannot stand here: indentation takes spaces",
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
            return format!("unexpected control character U+{:04X}", u32::from(*character)).into();
        }
        ErrorKind::UnexpectedCharacter { character } => {
            return format!("unexpected `{character}`: a text that starts with it needs quotes").into();
        }
        ErrorKind::UnknownQuotedScalarEscape => "unknown escape in the quoted text",
        ErrorKind::InvalidBlockScalarHeader => "expected a line break after the `|` or `>`",
        ErrorKind::InvalidBlockScalarIndent => "the line is indented less than the text block that it is in",
        ErrorKind::MissingAnchorOrAliasName => "expected a name: a text that starts with `&` or `*` needs quotes",
        ErrorKind::UndeclaredTagHandle => "the handle of the tag is not declared",
        ErrorKind::CommentInterceptedScalar => "a comment cannot stand inside a text of several lines",
        ErrorKind::BomInsideDocument => "a byte-order mark cannot stand inside a document",
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
