//! The only file that knows the YAML parser: its events as ours.

use crate::document::error::{Problem, YamlProblem};
use crate::document::parts::BuildError;
use crate::document::tree::Style;
use granit_parser::{ErrorKind, Event as Theirs, Parser, ScalarStyle, ScanError, StrInput, StructureStyle};
use kubelaw_lang::span::Span;
use std::borrow::Cow;

/// What the parser found next.
pub(crate) enum Event<'t> {
    DocumentStart,
    DocumentEnd,
    Alias(Anchor),
    Scalar { text: Cow<'t, str>, style: Style, properties: Properties },
    List { style: Style, properties: Properties },
    Map { style: Style, properties: Properties },
    End,
}

/// The number of an anchor; unique in a stream.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Anchor(usize);

/// What may stand before a value.
pub(crate) struct Properties {
    pub(crate) anchor: Option<Anchor>,
    pub(crate) tag: Option<Tag>,
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
    depth: usize,
}

impl<'t> Events<'t> {
    /// The events of a text; nesting beyond `depth` is an error of its own.
    pub(crate) fn new(text: &'t str, depth: usize) -> Self {
        // Our own limit comes first, since it says more; the parser's guards what it keeps itself.
        let guard = depth.saturating_add(1);
        let options = granit_parser::options! {
            emit_comments: false,
            flow_nesting_limit: guard,
            block_nesting_limit: guard,
        };
        Self { parser: Parser::new_from_str_with_options(text, options), text, depth }
    }

    /// The next event; none at the end of the text.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<Result<(Event<'t>, Span), (Problem, Span)>> {
        loop {
            let (event, span) = match self.parser.next_event()? {
                Ok(event) => event,
                Err(error) => return Some(Err(self.problem(&error))),
            };
            let span = Span::new(offset(span.start.byte_offset()), offset(span.end.byte_offset()));
            let event = match event {
                Theirs::Scalar(text, style, anchor, tag) => {
                    Event::Scalar { text, style: scalar_style(style), properties: properties(anchor, tag) }
                }
                Theirs::MappingStart(style, anchor, tag) => {
                    Event::Map { style: collection_style(style), properties: properties(anchor, tag) }
                }
                Theirs::SequenceStart(style, anchor, tag) => {
                    Event::List { style: collection_style(style), properties: properties(anchor, tag) }
                }
                Theirs::MappingEnd | Theirs::SequenceEnd => Event::End,
                Theirs::Alias(anchor) => Event::Alias(Anchor(anchor)),
                Theirs::DocumentStart(..) => Event::DocumentStart,
                Theirs::DocumentEnd => Event::DocumentEnd,
                _ => continue,
            };
            return Some(Ok((event, span)));
        }
    }

    fn problem(&self, error: &ScanError) -> (Problem, Span) {
        let mut at = error.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
        let problem = match error.kind() {
            ErrorKind::UnknownAnchor => YamlProblem::UnknownAnchor.into(),
            ErrorKind::RecursionLimitExceeded => BuildError::TooDeep { limit: self.depth }.into(),
            kind => {
                // The parser stops behind a tab that it does not take.
                if is_about_a_tab(kind) && self.text.get(..at).is_some_and(|before| before.ends_with('\t')) {
                    at -= 1;
                }
                YamlProblem::Syntax { explanation: kind.to_string().into() }.into()
            }
        };
        let length = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        (problem, Span::new(offset(Some(at)), offset(Some(at + length))))
    }

    /// Leaves the document being read. Says whether another one follows.
    pub(crate) fn skip_document(&mut self) -> bool {
        self.parser.proceed_next_document().unwrap_or(false)
    }
}

fn properties(anchor: usize, tag: Option<Cow<'_, granit_parser::Tag>>) -> Properties {
    let anchor = (anchor != 0).then_some(Anchor(anchor));
    let tag = tag.map(|tag| match tag.suffix_in_namespace("tag:yaml.org,2002:") {
        Some(name) => Tag::Core(name.into()),
        None => Tag::Other,
    });
    Properties { anchor, tag }
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

fn offset(byte: Option<usize>) -> u32 {
    byte.and_then(|byte| u32::try_from(byte).ok()).unwrap_or(u32::MAX)
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
