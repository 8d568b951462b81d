//! What a token is part of: the grammar of YAML over its scanner's tokens, one after the other and without looking ahead.
//!
//! What few manifests hold is kept apart from what every line brings; inlined, it slows that down by a hundredth.

use super::events::{Anchor, Fault, Properties, Sink, Tag};
use super::tabs::Before;
use super::words;
use crate::document::error::Problem;
use crate::document::tree::{Kind, Style};
use crate::sorted::Sorted;
use granit_parser::{ErrorKind, ScalarStyle, TokenType};
use kubelaw_lang::span::Span;
use std::borrow::Cow;
use std::collections::BTreeMap;

const CORE: &str = "tag:yaml.org,2002:";

/// What is expected.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum State {
    /// A document; one that needs no `---`, unless directives stand before it.
    FirstDocument,
    /// A document, behind one that nothing ended.
    NextDocument,
    /// What a document holds, behind its `---`.
    Content,
    /// The end of a document.
    DocumentEnd,

    /// A value.
    Value,
    /// A value, which may be a list whose dashes stand no deeper than the keys around it.
    ValueOrList,
    /// The key of a map, or the map's end.
    Key,
    /// What is the key, behind its sign.
    KeyValue,
    /// The colon behind a key.
    Colon,
    /// What stands behind the colon.
    ColonValue,

    /// The dash of a list, or the list's end.
    Dash,
    /// What stands behind the dash.
    DashValue,
    /// The dash of a list that is not indented.
    LooseDash,
    /// What stands behind such a dash.
    LooseDashValue,

    /// A value inside brackets; from here on, all is.
    FlowValue,

    /// An element of a list in brackets, or its end.
    Element,
    /// The comma behind an element, or the end.
    ElementComma,
    /// The key of the only entry of a map without braces.
    PairKey,
    PairColon,
    PairValue,
    PairEnd,

    /// The entry of a map in braces, or its end.
    Entry,
    EntryKey,
    EntryColon,
    /// Nothing: the entry is a lone key.
    EntryNothing,
    EntryValue,
    /// The comma behind an entry, or the end.
    EntryComma,
}

/// Why a token is not taken.
pub(super) enum Refused {
    /// The part that it brings is wrong.
    Part(Fault),
    /// It cannot stand here.
    Token(ErrorKind),
}

/// Whether a token is done with; if not, it says more in the state that followed.
enum Step {
    Taken,
    Again,
}

type Result<T> = std::result::Result<T, Refused>;

/// Where in the structure of a text its tokens have led.
pub(super) struct Structure {
    state: State,
    /// What is expected behind the values that are open, the innermost last.
    behind: Vec<State>,
    /// What stands before the value that is expected, and where that ends.
    properties: Properties,
    properties_end: u32,
    /// The colon or dash read last.
    sign: Span,
    /// Where the last part ends.
    end: u32,
    /// The document's anchors, and how many the text had.
    anchors: BTreeMap<Box<str>, Anchor>,
    anchor_count: u32,
    header: Header,
}

/// The directives before a document.
#[derive(Default)]
struct Header {
    is_open: bool,
    has_version: bool,
    /// The prefixes that the handles of tags stand for.
    tags: Sorted<Box<str>, Box<str>>,
}

impl Default for Structure {
    fn default() -> Self {
        Self {
            state: State::FirstDocument,
            behind: Vec::new(),
            properties: Properties::NONE,
            properties_end: 0,
            sign: Span::new(0, 0),
            end: 0,
            anchors: BTreeMap::new(),
            anchor_count: 0,
            header: Header::default(),
        }
    }
}

impl Structure {
    /// Hands over what a token brings.
    #[inline]
    pub(super) fn take(&mut self, token: &TokenType<'_>, span: Span, sink: &mut impl Sink) -> Result<()> {
        while let Step::Again = self.step(token, span, sink)? {}
        Ok(())
    }

    /// What was read of the text from an offset on.
    pub(super) fn before(&self, from: usize) -> Before {
        let from = u32::try_from(from).unwrap_or(u32::MAX);
        Before { value: self.end.max(from), in_brackets: self.state >= State::FlowValue }
    }

    /// A structure for what follows a document that is not read to its end.
    pub(super) fn afresh(&self) -> Self {
        Self { anchor_count: self.anchor_count, ..Self::default() }
    }

    #[inline]
    fn step(&mut self, token: &TokenType<'_>, span: Span, sink: &mut impl Sink) -> Result<Step> {
        match self.state {
            State::FirstDocument | State::NextDocument => self.document(token, span, sink),
            State::Content => self.content(token, sink),
            State::DocumentEnd => self.document_end(token, span, sink),
            State::Value | State::ValueOrList | State::FlowValue => self.value(token, span, sink),
            State::Key | State::KeyValue | State::Colon | State::ColonValue => self.block_map(token, span, sink),
            State::Dash | State::DashValue => self.block_list(token, span, sink),
            State::LooseDash | State::LooseDashValue => self.loose_list(token, span, sink),
            State::Element | State::ElementComma => self.flow_list(token, span, sink),
            State::PairKey | State::PairColon | State::PairValue | State::PairEnd => self.pair(token, span, sink),
            _ => self.flow_map(token, span, sink),
        }
    }

    #[inline(never)]
    fn document(&mut self, token: &TokenType<'_>, span: Span, sink: &mut impl Sink) -> Result<Step> {
        let bare = match token {
            TokenType::StreamStart => return Ok(Step::Taken),
            TokenType::StreamEnd | TokenType::DocumentEnd if !self.header.is_open => return Ok(Step::Taken),
            TokenType::VersionDirective(..) | TokenType::TagDirective(..) | TokenType::ReservedDirective(..) => {
                return self.header.directive(token).map(|()| Step::Taken);
            }
            TokenType::DocumentStart => false,
            _ if self.state == State::FirstDocument && !self.header.is_open => true,
            _ => return Err(Refused::Token(ErrorKind::ExpectedDocumentStart)),
        };
        self.header.is_open = false;
        self.anchors.clear();
        self.end = span.end;
        self.behind.push(State::DocumentEnd);
        self.state = if bare { State::Value } else { State::Content };
        sink.document_start(span).map_err(Refused::Part)?;
        Ok(if bare { Step::Again } else { Step::Taken })
    }

    #[inline(never)]
    fn content(&mut self, token: &TokenType<'_>, sink: &mut impl Sink) -> Result<Step> {
        let is_empty = is_directive(token)
            || matches!(token, TokenType::DocumentStart | TokenType::DocumentEnd | TokenType::StreamEnd);
        if is_empty {
            self.close_value();
            return self.nothing(Span::new(self.end, self.end), sink);
        }
        self.state = State::Value;
        Ok(Step::Again)
    }

    #[inline(never)]
    fn document_end(&mut self, token: &TokenType<'_>, span: Span, sink: &mut impl Sink) -> Result<Step> {
        if is_directive(token) {
            return Err(Refused::Token(ErrorKind::MissingDocumentEndBeforeDirective));
        }
        self.header = Header::default();
        let (state, at, step) = if matches!(token, TokenType::DocumentEnd) {
            (State::FirstDocument, span, Step::Taken)
        } else {
            (State::NextDocument, Span::new(self.end, self.end), Step::Again)
        };
        self.state = state;
        self.end = at.end;
        sink.document_end(at).map_err(wrong_at(at))?;
        Ok(step)
    }

    fn value(&mut self, token: &TokenType<'_>, span: Span, sink: &mut impl Sink) -> Result<Step> {
        let in_block = self.state != State::FlowValue;
        match token {
            TokenType::Scalar(ScalarStyle::Plain, text) if !in_block && text.contains('?') => {
                Err(Refused::Part((words::syntax(words::QUESTION_MARK), span)))
            }
            TokenType::Scalar(style, text) => {
                let in_place = matches!(text, Cow::Borrowed(_));
                self.scalar(text, in_place, scalar_style(*style), span, sink)
            }
            TokenType::BlockMappingStart if in_block => self.begin(Kind::Map, Style::Block, State::Key, span, sink),
            TokenType::BlockSequenceStart if in_block => self.begin(Kind::List, Style::Block, State::Dash, span, sink),
            TokenType::BlockEntry if self.state == State::ValueOrList => {
                self.sign = span;
                self.begin(Kind::List, Style::Block, State::LooseDashValue, span, sink)
            }
            TokenType::FlowSequenceStart => self.begin(Kind::List, Style::Flow, State::Element, span, sink),
            TokenType::FlowMappingStart => self.begin(Kind::Map, Style::Flow, State::Entry, span, sink),
            TokenType::Alias(name) | TokenType::Anchor(name) if !words::is_name(name) => {
                Err(Refused::Part((words::syntax(words::NAME_OF_ANCHOR), span)))
            }
            TokenType::Alias(name) if self.properties.is_empty() => {
                let anchor = *self.anchors.get(&**name).ok_or(Refused::Token(ErrorKind::UnknownAnchor))?;
                self.close_value();
                self.end = span.end;
                sink.alias(anchor, span).map_err(wrong_at(span))?;
                Ok(Step::Taken)
            }
            TokenType::Anchor(name) if self.properties.anchor.is_none() => {
                self.anchor_count += 1;
                let anchor = Anchor(self.anchor_count);
                self.anchors.insert((&**name).into(), anchor);
                self.properties.anchor = Some(anchor);
                self.properties_end = span.end;
                Ok(Step::Taken)
            }
            TokenType::Tag(handle, suffix) if self.properties.tag.is_none() => {
                self.properties.tag = Some(self.header.tag(handle, suffix)?);
                self.properties_end = span.end;
                Ok(Step::Taken)
            }
            _ if self.properties.is_empty() => Err(Refused::Token(ErrorKind::ExpectedNodeContent)),
            _ => {
                let end = Span::new(self.properties_end, self.properties_end);
                self.scalar("", false, Style::Plain, end, sink)?;
                Ok(Step::Again)
            }
        }
    }

    fn block_map(&mut self, token: &TokenType<'_>, span: Span, sink: &mut impl Sink) -> Result<Step> {
        let is_next = matches!(token, TokenType::Key | TokenType::Value | TokenType::BlockEnd);
        match (self.state, token) {
            (State::Key, TokenType::Key) => Ok(self.pass(State::KeyValue)),
            (State::Key, TokenType::BlockEnd) => self.close(span, sink),
            (State::Key, TokenType::Value) => self.nothing_then(State::Colon, start(span), sink),
            (State::Key, _) => Err(Refused::Token(ErrorKind::ExpectedBlockMappingKey)),
            (State::KeyValue, _) if is_next => self.nothing_then(State::Colon, start(span), sink),
            (State::KeyValue, _) => Ok(self.open_value(State::ValueOrList, State::Colon)),
            (State::Colon, TokenType::Value) => Ok(self.pass_sign(State::ColonValue, span)),
            (State::Colon, _) => self.nothing_then(State::Key, start(span), sink),
            _ if is_next => self.nothing_then(State::Key, self.sign, sink),
            _ => Ok(self.open_value(State::ValueOrList, State::Key)),
        }
    }

    fn block_list(&mut self, token: &TokenType<'_>, span: Span, sink: &mut impl Sink) -> Result<Step> {
        match (self.state, token) {
            (State::Dash, TokenType::BlockEntry) => Ok(self.pass_sign(State::DashValue, span)),
            (State::Dash, TokenType::BlockEnd) => self.close(span, sink),
            (State::Dash, _) => Err(Refused::Token(ErrorKind::ExpectedBlockSequenceEntry)),
            (_, TokenType::BlockEntry | TokenType::BlockEnd) => self.nothing_then(State::Dash, self.sign, sink),
            _ => Ok(self.open_value(State::Value, State::Dash)),
        }
    }

    fn loose_list(&mut self, token: &TokenType<'_>, span: Span, sink: &mut impl Sink) -> Result<Step> {
        match (self.state, token) {
            (State::LooseDash, TokenType::BlockEntry) => Ok(self.pass_sign(State::LooseDashValue, span)),
            (State::LooseDash, _) => {
                self.close(start(span), sink)?;
                Ok(Step::Again)
            }
            (_, TokenType::BlockEntry | TokenType::Key | TokenType::Value | TokenType::BlockEnd) => {
                self.nothing_then(State::LooseDash, self.sign, sink)
            }
            _ => Ok(self.open_value(State::Value, State::LooseDash)),
        }
    }

    #[inline(never)]
    fn flow_list(&mut self, token: &TokenType<'_>, span: Span, sink: &mut impl Sink) -> Result<Step> {
        match (self.state, token) {
            (_, TokenType::FlowSequenceEnd) => self.close(span, sink),
            (State::ElementComma, TokenType::FlowEntry) => Ok(self.pass(State::Element)),
            (State::ElementComma, _) => Err(Refused::Token(ErrorKind::ExpectedFlowSequenceSeparator)),
            (_, TokenType::Key) => {
                self.behind.push(State::ElementComma);
                self.begin(Kind::Map, Style::Flow, State::PairKey, span, sink)
            }
            _ => Ok(self.open_value(State::FlowValue, State::ElementComma)),
        }
    }

    #[inline(never)]
    fn pair(&mut self, token: &TokenType<'_>, span: Span, sink: &mut impl Sink) -> Result<Step> {
        let is_next = matches!(token, TokenType::FlowEntry | TokenType::FlowSequenceEnd);
        match (self.state, token) {
            (State::PairKey, _) if is_next => self.nothing_then(State::PairColon, start(span), sink),
            (State::PairKey, _) => Ok(self.open_value(State::FlowValue, State::PairColon)),
            (State::PairColon, TokenType::Value) => Ok(self.pass(State::PairValue)),
            (State::PairColon, _) => self.nothing_then(State::PairEnd, start(span), sink),
            (State::PairValue, _) if is_next => self.nothing_then(State::PairEnd, start(span), sink),
            (State::PairValue, _) => Ok(self.open_value(State::FlowValue, State::PairEnd)),
            _ => {
                self.close(start(span), sink)?;
                Ok(Step::Again)
            }
        }
    }

    #[inline(never)]
    fn flow_map(&mut self, token: &TokenType<'_>, span: Span, sink: &mut impl Sink) -> Result<Step> {
        let is_next = matches!(token, TokenType::FlowEntry | TokenType::FlowMappingEnd);
        match (self.state, token) {
            (State::Entry | State::EntryComma, TokenType::FlowMappingEnd) => self.close(span, sink),
            (State::EntryComma, TokenType::FlowEntry) => Ok(self.pass(State::Entry)),
            (State::EntryComma, _) => Err(Refused::Token(ErrorKind::ExpectedFlowMappingSeparator)),
            (State::Entry, TokenType::Key) => Ok(self.pass(State::EntryKey)),
            (State::Entry | State::EntryKey, TokenType::Value) => {
                self.nothing_then(State::EntryColon, start(span), sink)
            }
            (State::Entry, _) => Ok(self.open_value(State::FlowValue, State::EntryNothing)),
            (State::EntryKey, _) if is_next => self.nothing_then(State::EntryColon, start(span), sink),
            (State::EntryKey, _) => Ok(self.open_value(State::FlowValue, State::EntryColon)),
            (State::EntryColon, TokenType::Value) => Ok(self.pass_sign(State::EntryValue, span)),
            (State::EntryColon | State::EntryNothing, _) => self.nothing_then(State::EntryComma, start(span), sink),
            _ if is_next => self.nothing_then(State::EntryComma, self.sign, sink),
            _ => Ok(self.open_value(State::FlowValue, State::EntryComma)),
        }
    }

    fn pass(&mut self, next: State) -> Step {
        self.state = next;
        Step::Taken
    }

    fn pass_sign(&mut self, next: State, sign: Span) -> Step {
        self.sign = sign;
        self.pass(next)
    }

    fn open_value(&mut self, value: State, behind: State) -> Step {
        self.behind.push(behind);
        self.state = value;
        Step::Again
    }

    fn close_value(&mut self) {
        self.state = self.behind.pop().unwrap_or(State::DocumentEnd);
    }

    /// An empty value, which the token at hand is not part of.
    fn nothing(&mut self, at: Span, sink: &mut impl Sink) -> Result<Step> {
        self.end = at.end;
        let taken = sink.scalar("", Style::Plain, &Properties::NONE, at);
        taken.map_err(wrong_at(at))?;
        Ok(Step::Again)
    }

    fn nothing_then(&mut self, next: State, at: Span, sink: &mut impl Sink) -> Result<Step> {
        self.state = next;
        self.nothing(at, sink)
    }

    /// A scalar; in place, if its text stands in that of the scanner.
    #[inline]
    fn scalar(&mut self, text: &str, in_place: bool, style: Style, span: Span, sink: &mut impl Sink) -> Result<Step> {
        self.close_value();
        self.end = span.end;
        let taken = if in_place && self.properties.is_empty() {
            sink.simple(text, style, span)
        } else {
            sink.scalar(text, style, &self.take_properties(), span)
        };
        taken.map_err(wrong_at(span))?;
        Ok(Step::Taken)
    }

    fn begin(&mut self, kind: Kind, style: Style, inside: State, span: Span, sink: &mut impl Sink) -> Result<Step> {
        self.state = inside;
        self.end = span.end;
        let properties = self.take_properties();
        sink.begin(kind, style, &properties, span).map_err(wrong_at(span))?;
        Ok(Step::Taken)
    }

    fn close(&mut self, span: Span, sink: &mut impl Sink) -> Result<Step> {
        self.close_value();
        self.end = span.end;
        sink.end(span).map_err(wrong_at(span))?;
        Ok(Step::Taken)
    }

    fn take_properties(&mut self) -> Properties {
        std::mem::replace(&mut self.properties, Properties::NONE)
    }
}

impl Header {
    fn directive(&mut self, token: &TokenType<'_>) -> Result<()> {
        self.is_open = true;
        let wrong = match token {
            TokenType::VersionDirective(major, _) => {
                let is_second = std::mem::replace(&mut self.has_version, true);
                match major {
                    _ if is_second => Some(ErrorKind::DuplicateVersionDirective),
                    1 => None,
                    _ => Some(ErrorKind::UnsupportedYamlMajorVersion),
                }
            }
            TokenType::TagDirective(handle, prefix) => {
                let first = self.tags.insert((&**handle).into(), (&**prefix).into());
                first.map(|_| ErrorKind::DuplicateTagDirective)
            }
            // Others are reserved, and mean nothing.
            _ => None,
        };
        wrong.map_or(Ok(()), |kind| Err(Refused::Token(kind)))
    }

    /// What a tag stands for.
    fn tag(&self, handle: &str, suffix: &str) -> Result<Tag> {
        let prefix = match self.tags.get(handle) {
            // A lone `!` has no handle, whatever is declared.
            _ if handle.is_empty() && suffix == "!" => return Ok(Tag::Other),
            Some(prefix) => prefix,
            None if handle == "!!" => CORE,
            None if handle.len() > 1 && handle.starts_with('!') && handle.ends_with('!') => {
                return Err(Refused::Token(ErrorKind::UndeclaredTagHandle));
            }
            None => handle,
        };
        let full = format!("{prefix}{suffix}");
        Ok(full.strip_prefix(CORE).map_or(Tag::Other, |name| Tag::Core(name.into())))
    }
}

/// That the part at a place is wrong.
fn wrong_at(span: Span) -> impl FnOnce(Problem) -> Refused {
    move |problem| Refused::Part((problem, span))
}

const fn is_directive(token: &TokenType<'_>) -> bool {
    matches!(token, TokenType::VersionDirective(..) | TokenType::TagDirective(..) | TokenType::ReservedDirective(..))
}

/// The empty place before a token.
const fn start(span: Span) -> Span {
    Span::new(span.start, span.start)
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
