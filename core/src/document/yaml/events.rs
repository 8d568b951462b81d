//! What a YAML text holds, part by part, over the scanner of the parser crate; who takes the parts is a [`Sink`].
//!
//! The crate's own events are not used: they cost a quarter more, for making and moving events that are taken apart
//! again at once. [`structure`](super::structure) says what the scanner's tokens are part of; a test compares the two.

use super::structure::{Refused, Structure};
use super::tabs::Tabs;
use super::words;
use crate::document::error::Problem;
use crate::document::tree::{Kind, Style};
use granit_parser::{ErrorKind, ScanError, Scanner, StrInput, TokenType};
use kubelaw_lang::span::Span;

/// Who takes the parts of a text.
pub(crate) trait Sink {
    fn document_start(&mut self, span: Span) -> Result<(), Fault>;
    fn document_end(&mut self, span: Span) -> Result<(), Problem>;
    fn alias(&mut self, anchor: Anchor, span: Span) -> Result<(), Problem>;
    /// A scalar without anchor and tag whose text stands in the scanner's as it is.
    fn simple(&mut self, text: &str, style: Style, span: Span) -> Result<(), Problem>;
    fn scalar(&mut self, text: &str, style: Style, properties: &Properties, span: Span) -> Result<(), Problem>;
    fn begin(&mut self, kind: Kind, style: Style, properties: &Properties, span: Span) -> Result<(), Problem>;
    fn end(&mut self, span: Span) -> Result<(), Problem>;
}

/// What is wrong, and where.
pub(crate) type Fault = (Problem, Span);

/// The number of an anchor; unique in a stream.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Anchor(pub(super) u32);

/// What may stand before a value.
pub(crate) struct Properties {
    pub(crate) anchor: Option<Anchor>,
    pub(crate) tag: Option<Tag>,
}

impl Properties {
    pub(crate) const NONE: Self = Self { anchor: None, tag: None };

    pub(super) const fn is_empty(&self) -> bool {
        self.anchor.is_none() && self.tag.is_none()
    }
}

/// A tag.
pub(crate) enum Tag {
    /// `!!name` of YAML's own types.
    Core(Box<str>),
    /// Any other tag, `!` included.
    Other,
}

/// The parts of a text with their places.
pub(crate) struct Events<'t> {
    scanner: Scanner<'t, StrInput<'t>>,
    structure: Structure,
    tabs: Tabs,
    text: &'t str,
    /// Where in the text the scanner began.
    from: usize,
    depth: usize,
}

impl<'t> Events<'t> {
    /// The parts of a text from the document that starts at an offset; nesting beyond `depth` is an error of its own.
    pub(crate) fn new(text: &'t str, from: usize, depth: usize) -> Self {
        let tabs = Tabs::from(text, u32::try_from(from).unwrap_or(u32::MAX));
        Self { scanner: scanner(text, from, depth), structure: Structure::default(), tabs, text, from, depth }
    }

    /// Hands over what the next token brings; none at the end of the text.
    #[inline]
    pub(crate) fn next(&mut self, sink: &mut impl Sink) -> Option<Result<(), Fault>> {
        let (token, start, end) = match self.scanner.next_placed()? {
            Ok(next) => next,
            Err(error) => return Some(Err(self.fault(error.kind(), self.offset(error.marker().byte_offset())))),
        };
        let span = Span::new(self.offset(start), self.offset(end));
        if self.tabs.are_before(span.end)
            && let Some(at) = self.tabs.refused(self.text, &token, span, self.structure.before(self.from))
        {
            return Some(Err(self.fault(&ErrorKind::TabInIndentation, at)));
        }
        let taken = self.structure.take(&token, span, sink);
        Some(taken.map_err(|refused| match refused {
            Refused::Part(fault) => fault,
            Refused::Token(kind) => self.fault(&kind, span.start),
        }))
    }

    /// Leaves the document in which something is wrong at an offset. Says whether another one follows.
    pub(crate) fn skip_document(&mut self, at: u32) -> bool {
        // Never again where the scanner began.
        let Some(from) = boundary(self.text, (at as usize).max(self.from + 1)) else { return false };
        self.scanner = scanner(self.text, from, self.depth);
        self.structure = self.structure.afresh();
        self.tabs = Tabs::from(self.text, u32::try_from(from).unwrap_or(u32::MAX));
        self.from = from;
        true
    }

    fn fault(&self, kind: &ErrorKind, at: u32) -> Fault {
        words::problem(self.text, kind, at as usize, self.depth)
    }

    #[inline]
    fn offset(&self, byte: Option<usize>) -> u32 {
        let byte = byte.unwrap_or(self.text.len()) + self.from;
        #[expect(clippy::cast_possible_truncation, reason = "no text is longer than 2 GiB")]
        {
            byte as u32
        }
    }
}

/// A scanner's next token with the offsets where it starts and ends, without all else that the scanner knows of places:
/// moving that costs as much as what is done with the token.
///
/// A method of the scanner's own type is compiled into the same unit as the scanner, and what is moved in vain left out.
trait NextPlaced<'t> {
    fn next_placed(&mut self) -> Option<Result<Placed<'t>, ScanError>>;
}

type Placed<'t> = (TokenType<'t>, Option<usize>, Option<usize>);

impl<'t> NextPlaced<'t> for Scanner<'t, StrInput<'t>> {
    fn next_placed(&mut self) -> Option<Result<Placed<'t>, ScanError>> {
        Some(self.next()?.map(|token| {
            let (span, token) = token.into_parts();
            (token, span.start.byte_offset(), span.end.byte_offset())
        }))
    }
}

/// What a scalar that stands alone says.
pub(super) fn scalar(text: &str) -> Option<String> {
    let mut tokens = scanner(text, 0, 0);
    loop {
        if let (TokenType::Scalar(_, text), ..) = tokens.next_placed()?.ok()? {
            return Some(text.into_owned());
        }
    }
}

fn scanner(text: &str, from: usize, depth: usize) -> Scanner<'_, StrInput<'_>> {
    // Our own limit comes first, since it says more; the scanner's guards what it keeps itself.
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: depth.saturating_add(1),
    };
    Scanner::with_options(StrInput::new(text.get(from..).unwrap_or_default()), options)
}

/// Where the next document may begin, at an offset or behind it: at a line with `---`, or with `...` and nothing else.
fn boundary(text: &str, from: usize) -> Option<usize> {
    let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let (before, rest) = text.as_bytes().split_at_checked(from)?;
    let mut at = from;
    if before.last().is_some_and(|byte| !is_break(byte)) {
        at += rest.iter().position(is_break)? + 1;
    }
    let is_apart = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']);
    for line in text.get(at..)?.split_inclusive(['\n', '\r']) {
        let marker = line.trim_start_matches('\u{feff}');
        let ended = marker.strip_prefix("...").filter(|rest| is_apart(rest)).map(str::trim_start);
        if marker.strip_prefix("---").is_some_and(is_apart)
            || ended.is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
        {
            return Some(at + line.len() - marker.len());
        }
        at += line.len();
    }
    None
}
