//! The only file that knows the YAML parser: its events as ours.

use crate::document::error::YamlProblem;
use crate::document::tree::Style;
use granit_parser::{ErrorKind, Event as Theirs, Parser, ScalarStyle, ScanError, StrInput, StructureStyle};
use kubelaw_lang::span::Span;
use std::borrow::Cow;

/// What the parser found next.
pub(crate) enum Event<'t> {
    DocumentStart,
    DocumentEnd,
    Alias(Anchor),
    Scalar { text: Cow<'t, str>, style: Style, properties: Properties<'t> },
    List { style: Style, properties: Properties<'t> },
    Map { style: Style, properties: Properties<'t> },
    End,
}

/// The number of an anchor; unique in a stream.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Anchor(usize);

/// What may stand before a value.
pub(crate) struct Properties<'t> {
    pub(crate) anchor: Option<Anchor>,
    pub(crate) tag: Option<Tag<'t>>,
}

/// A tag.
pub(crate) enum Tag<'t> {
    /// `!!name` of YAML's own types.
    Core(Cow<'t, str>),
    /// Any other tag, `!` included.
    Other,
}

/// The events of a text with their places.
pub(crate) struct Events<'t> {
    parser: Parser<'t, StrInput<'t>>,
}

impl<'t> Events<'t> {
    /// The events of a text; nesting beyond `depth` is an error of its own.
    pub(crate) fn new(text: &'t str, depth: usize) -> Self {
        // Our own limit comes first, since it says more; the parser's guards what it keeps itself.
        let depth = depth.saturating_add(1);
        let options = granit_parser::options! {
            block_scalar_eof_without_line_feed: true,
            emit_comments: false,
            flow_nesting_limit: depth,
            block_nesting_limit: depth,
        };
        Self { parser: Parser::new_from_str_with_options(text, options) }
    }

    /// The next event; none at the end of the text.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<Result<(Event<'t>, Span), (YamlProblem, Span)>> {
        loop {
            let (event, span) = match self.parser.next_event()? {
                Ok(event) => event,
                Err(error) => return Some(Err(problem(&error))),
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

    /// Leaves the document being read. Says whether another one follows.
    pub(crate) fn skip_document(&mut self) -> bool {
        self.parser.proceed_next_document().unwrap_or(false)
    }
}

fn properties<'t>(anchor: usize, tag: Option<Cow<'t, granit_parser::Tag>>) -> Properties<'t> {
    let anchor = (anchor != 0).then_some(Anchor(anchor));
    let tag = tag.map(|tag| tag.core_suffix().map_or(Tag::Other, |suffix| Tag::Core(Cow::Owned(suffix.to_owned()))));
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

fn problem(error: &ScanError) -> (YamlProblem, Span) {
    let at = offset(error.marker().byte_offset());
    let problem = match error.kind() {
        ErrorKind::UnknownAnchor => YamlProblem::UnknownAnchor,
        kind => YamlProblem::Syntax { explanation: kind.to_string().into() },
    };
    (problem, Span::new(at, at))
}
