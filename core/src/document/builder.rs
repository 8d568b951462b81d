//! The one way into a document: begin, key, scalar, end. YAML, JSON, serde and the bindings all feed it.

use super::entries;
use super::limits::Limits;
use super::source::Source;
use super::symbol::{self, Symbol, Symbols};
use super::tree::{
    ANCHORED, BY_ALIAS, Document, Kind, Local, MERGE_KEY, NO_KEY, NO_PLACE, Node, Place, SIDE, Style, TAGGED, TextRange,
};
use kubelaw_lang::span::Span;
use std::sync::Arc;
use thiserror::Error;

/// Why a document cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BuildError {
    /// Lists and maps are nested too deeply.
    #[error("lists and maps are nested deeper than {limit} levels")]
    TooDeep {
        /// The limit in force.
        limit: usize,
    },
    /// There are too many values.
    #[error("the document holds more than {limit} values")]
    TooManyValues {
        /// The limit in force.
        limit: usize,
    },
    /// Aliases and merge keys bring too many values.
    #[error("aliases expand to more than {limit} values")]
    TooManyAliased {
        /// The limit in force.
        limit: usize,
    },
    /// Texts are longer than offsets can say.
    #[error("the document's texts are longer than {limit} bytes")]
    TooLong {
        /// The limit in force.
        limit: usize,
    },
    /// A number is infinite or not a number.
    #[error("a number is infinite or not a number, which JSON cannot hold")]
    NotFinite,
    /// A merge key has a value that cannot be merged.
    #[error("a merge key needs a map or a list of maps as its value")]
    NothingToMerge,
    /// Begin, key and end do not fit together; the fault of the caller, not of the input.
    #[error("the parts of the document do not fit together")]
    Unbalanced,
}

/// Which keys a document keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Projection {
    /// Every key.
    #[default]
    All,
}

impl Projection {
    /// Whether the value of a key is kept.
    const fn keeps(self, _key: Symbol) -> bool {
        match self {
            Self::All => true,
        }
    }
}

/// A text on its way into a document.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// It stands in the source text, at this offset.
    Source {
        /// The text.
        text: &'a str,
        /// Where it starts in the source.
        start: u32,
    },
    /// It has to be copied.
    Copied(&'a str),
}

impl<'a> Text<'a> {
    const fn text(self) -> &'a str {
        match self {
            Self::Source { text, .. } | Self::Copied(text) => text,
        }
    }
}

/// A scalar on its way into a document.
#[derive(Clone, Copy, Debug)]
pub enum Scalar<'a> {
    /// `null`.
    Null,
    /// A bool.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// Another number.
    Float(f64),
    /// A text.
    String(Text<'a>),
}

/// Where and how a value is written.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    pub(crate) span: Span,
    pub(crate) style: Style,
    pub(crate) flags: u8,
}

impl Written {
    /// For a value that stands in no text.
    pub const NOWHERE: Self = Self { span: NO_PLACE, style: Style::Unwritten, flags: 0 };

    /// At a span, in a style. The end of the span of a list or map is told when it ends.
    pub const fn new(span: Span, style: Style) -> Self {
        Self { span, style, flags: 0 }
    }

    /// The same, with an anchor and a tag before it or not.
    #[must_use]
    pub const fn with_properties(mut self, anchored: bool, tagged: bool) -> Self {
        self.flags = if anchored { ANCHORED } else { 0 } | if tagged { TAGGED } else { 0 };
        self
    }
}

/// A key that a map holds more than once; the last one counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The key.
    pub key: Box<str>,
    /// Where it stands the first time.
    pub earlier: Option<Span>,
    /// Where it stands next.
    pub later: Option<Span>,
}

/// A list or map that is still open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) node: u32,
    count: u32,
    kind: Kind,
    /// A bit for each key so far; a bit seen twice makes the map suspect of duplicates.
    seen: u64,
    pub(crate) suspect: bool,
    pub(crate) merges: bool,
}

/// What stands around the root: a list that must end up with one item.
const OUTSIDE: Frame = Frame { node: 0, count: 0, kind: Kind::List, seen: 0, suspect: false, merges: false };

/// A value with all below it, cut out to be put in again elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct Fragment {
    nodes: Box<[Node]>,
    places: Box<[Place]>,
    height: usize,
}

impl Fragment {
    /// What the value is.
    pub(crate) fn kind(&self) -> Kind {
        self.nodes.first().map_or(Kind::Null, |node| node.kind)
    }
}

/// Builds one document after another.
///
/// ```
/// use kubelaw::document::{Builder, Limits, Scalar, Symbols, Text, Written};
/// use std::sync::Arc;
///
/// let symbols = Arc::new(["kind"].into_iter().collect::<Symbols>());
/// let mut builder = Builder::new(&symbols, &Limits::default());
/// builder.begin_map(Written::NOWHERE)?;
/// builder.key(Text::Copied("kind"), None)?;
/// builder.scalar(Scalar::String(Text::Copied("Pod")), Written::NOWHERE)?;
/// builder.end(None)?;
/// let document = builder.finish()?;
/// assert_eq!(document.root().get(symbols.lookup("kind")).and_then(|kind| kind.as_str()), Some("Pod"));
/// # Ok::<(), kubelaw::document::BuildError>(())
/// ```
#[derive(Debug)]
pub struct Builder {
    source: Arc<Source>,
    symbols: Arc<Symbols>,
    limits: Limits,
    projection: Projection,
    has_text: bool,
    pub(crate) nodes: Vec<Node>,
    pub(crate) places: Vec<Place>,
    pub(crate) locals: Vec<Local>,
    side: String,
    open: Frame,
    around: Vec<Frame>,
    key: u32,
    key_span: Span,
    aliased: usize,
    documents: u32,
    duplicates: Vec<Duplicate>,
}

impl Builder {
    /// A builder for values that stand in no text.
    pub fn new(symbols: &Arc<Symbols>, limits: &Limits) -> Self {
        let mut builder = Self::for_source(Arc::new(Source::new("", Arc::from(""))), symbols, limits);
        builder.has_text = false;
        builder
    }

    /// A builder for the documents of a text: every value needs a span.
    pub fn for_source(source: Arc<Source>, symbols: &Arc<Symbols>, limits: &Limits) -> Self {
        Self {
            source,
            symbols: Arc::clone(symbols),
            limits: *limits,
            projection: Projection::All,
            has_text: true,
            nodes: Vec::new(),
            places: Vec::new(),
            locals: Vec::new(),
            side: String::new(),
            open: OUTSIDE,
            around: Vec::new(),
            key: NO_KEY,
            key_span: NO_PLACE,
            aliased: 0,
            documents: 0,
            duplicates: Vec::new(),
        }
    }

    /// The same builder, keeping only what the projection keeps.
    #[must_use]
    pub const fn with_projection(mut self, projection: Projection) -> Self {
        self.projection = projection;
        self
    }

    /// Opens a map as the next value.
    pub fn begin_map(&mut self, written: Written) -> Result<(), BuildError> {
        self.begin(Kind::Map, written)
    }

    /// Opens a list as the next value.
    pub fn begin_list(&mut self, written: Written) -> Result<(), BuildError> {
        self.begin(Kind::List, written)
    }

    #[inline]
    fn begin(&mut self, kind: Kind, written: Written) -> Result<(), BuildError> {
        if self.around.len() >= self.limits.depth {
            return Err(BuildError::TooDeep { limit: self.limits.depth });
        }
        let node = self.push(Node::new(kind, written.style, written.flags).with_bits(1), written.span)?;
        self.around.push(self.open);
        self.open = Frame { node, kind, ..OUTSIDE };
        Ok(())
    }

    /// The key of the next value, in a map. Says whether the projection keeps that value; a reader may leave it out
    /// if not, and then must not give it.
    #[inline]
    pub fn key(&mut self, text: Text<'_>, span: Option<Span>) -> Result<bool, BuildError> {
        if self.open.kind != Kind::Map || self.key != NO_KEY {
            return Err(BuildError::Unbalanced);
        }
        let hash = symbol::hash(text.text());
        let symbol = self.symbols.lookup_hashed(text.text(), hash);
        let keeps = self.projection.keeps(symbol);
        if !keeps {
            return Ok(false);
        }
        let bit = if symbol.is_known() { 1 << (symbol.number() & 63) } else { 1 << (hash & 63) };
        self.key = if symbol.is_known() { symbol.number() } else { self.add_local(text, hash)? };
        self.key_span = span.unwrap_or(NO_PLACE);
        self.open.suspect |= self.open.seen & bit != 0;
        self.open.seen |= bit;
        Ok(true)
    }

    fn add_local(&mut self, text: Text<'_>, hash: u32) -> Result<u32, BuildError> {
        let number = u32::try_from(self.locals.len()).unwrap_or(u32::MAX);
        if number >= MERGE_KEY - Symbol::LIMIT {
            return Err(BuildError::TooManyValues { limit: self.limits.nodes });
        }
        let text = self.keep(text)?;
        self.locals.push(Local { text, hash });
        Ok(Symbol::LIMIT + number)
    }

    /// A YAML merge key: the next value is a map or a list of maps whose entries the open map takes over.
    pub(crate) fn merge_key(&mut self, span: Span) -> Result<(), BuildError> {
        if self.open.kind != Kind::Map || self.key != NO_KEY {
            return Err(BuildError::Unbalanced);
        }
        self.key = MERGE_KEY;
        self.key_span = span;
        self.open.merges = true;
        Ok(())
    }

    /// A scalar as the next value.
    #[inline]
    pub fn scalar(&mut self, scalar: Scalar<'_>, written: Written) -> Result<(), BuildError> {
        let node = self.node_of(scalar, written)?;
        self.push(node, written.span).map(|_| ())
    }

    #[inline]
    fn node_of(&mut self, scalar: Scalar<'_>, written: Written) -> Result<Node, BuildError> {
        let (kind, bits) = match scalar {
            Scalar::Null => (Kind::Null, 0),
            Scalar::Bool(value) => (Kind::Bool, u64::from(value)),
            Scalar::Int(value) => (Kind::Int, value.cast_unsigned()),
            Scalar::Float(value) if value.is_finite() => (Kind::Float, value.to_bits()),
            Scalar::Float(_) => return Err(BuildError::NotFinite),
            Scalar::String(text) => {
                let range = self.keep(text)?;
                (Kind::String, u64::from(range.start) | (u64::from(range.length) << 32))
            }
        };
        Ok(Node::new(kind, written.style, written.flags).with_bits(bits))
    }

    #[inline]
    fn push(&mut self, node: Node, span: Span) -> Result<u32, BuildError> {
        let number = self.room_for(1)?;
        self.nodes.push(Node { key: self.key, ..node });
        if self.has_text {
            self.places.push(Place { key: self.key_span, value: span });
        }
        self.take_key();
        Ok(number)
    }

    fn take_key(&mut self) {
        self.open.count += 1;
        self.key = NO_KEY;
        self.key_span = NO_PLACE;
    }

    /// Checks that a value of so many nodes may come next, and says at which number.
    #[inline]
    fn room_for(&self, count: usize) -> Result<u32, BuildError> {
        let fits = if self.open.kind == Kind::Map { self.key != NO_KEY } else { self.key == NO_KEY };
        if !fits || (self.around.is_empty() && self.open.count > 0) {
            return Err(BuildError::Unbalanced);
        }
        let too_many = BuildError::TooManyValues { limit: self.limits.nodes };
        if count > self.limits.nodes.saturating_sub(self.nodes.len()) {
            return Err(too_many);
        }
        u32::try_from(self.nodes.len()).map_err(|_| too_many)
    }

    #[inline]
    fn keep(&mut self, text: Text<'_>) -> Result<TextRange, BuildError> {
        match text {
            Text::Source { text, start } if self.has_text => {
                Ok(TextRange { start, length: u32::try_from(text.len()).unwrap_or(u32::MAX) })
            }
            Text::Source { text, .. } | Text::Copied(text) => self.copy(text),
        }
    }

    fn copy(&mut self, text: &str) -> Result<TextRange, BuildError> {
        let limit = Limits::LONGEST_TEXT;
        if text.len() > limit - self.side.len() {
            return Err(BuildError::TooLong { limit });
        }
        let start = u32::try_from(self.side.len()).unwrap_or(u32::MAX) | SIDE;
        self.side.push_str(text);
        Ok(TextRange { start, length: u32::try_from(text.len()).unwrap_or(u32::MAX) })
    }

    /// Closes the open list or map, whose text ends at this offset.
    #[inline]
    pub fn end(&mut self, offset: Option<u32>) -> Result<(), BuildError> {
        let Some(around) = self.around.pop() else {
            return Err(BuildError::Unbalanced);
        };
        if self.key != NO_KEY {
            return Err(BuildError::Unbalanced);
        }
        let frame = self.open;
        self.open = around;
        let mut count = frame.count;
        if frame.merges || frame.suspect {
            count = entries::settle(self, &frame)?;
        }
        let size = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX).saturating_sub(frame.node);
        if let Some(node) = self.nodes.get_mut(frame.node as usize) {
            node.one = size;
            node.two = count;
        }
        if let (Some(offset), Some(place)) = (offset, self.places.get_mut(frame.node as usize)) {
            place.value.end = offset;
        }
        Ok(())
    }

    /// What is open: the list or map whose next value or key comes, or `List` around the document.
    #[inline]
    pub(crate) const fn open_kind(&self) -> Kind {
        self.open.kind
    }

    /// Whether a key comes next.
    pub(crate) fn wants_key(&self) -> bool {
        self.open.kind == Kind::Map && self.key == NO_KEY
    }

    /// The number that the next value will have.
    pub(crate) fn next_node(&self) -> usize {
        self.nodes.len()
    }

    /// Cuts out a copy of the last value, which began at this node.
    pub(crate) fn fragment(&self, node: usize) -> Fragment {
        let nodes: Box<[Node]> = self.nodes.get(node..).unwrap_or_default().into();
        let height = height(&nodes);
        Fragment { nodes, places: self.places.get(node..).unwrap_or_default().into(), height }
    }

    /// A scalar as such a copy would have it, though it stands nowhere as a value.
    pub(crate) fn scalar_fragment(&mut self, scalar: Scalar<'_>, written: Written) -> Result<Fragment, BuildError> {
        let node = self.node_of(scalar, written)?;
        let place = Place { key: NO_PLACE, value: written.span };
        Ok(Fragment { nodes: Box::new([node]), places: Box::new([place]), height: 0 })
    }

    /// Puts a copy in as the next value, marked as come by an alias.
    pub(crate) fn insert(&mut self, fragment: &Fragment) -> Result<(), BuildError> {
        if self.around.len() + fragment.height > self.limits.depth {
            return Err(BuildError::TooDeep { limit: self.limits.depth });
        }
        self.aliased += fragment.nodes.len();
        if self.aliased > self.limits.alias_nodes {
            return Err(BuildError::TooManyAliased { limit: self.limits.alias_nodes });
        }
        let at = self.room_for(fragment.nodes.len())? as usize;
        self.nodes.extend(fragment.nodes.iter().map(|node| Node { flags: node.flags | BY_ALIAS, ..*node }));
        self.places.extend_from_slice(&fragment.places);
        if let Some(node) = self.nodes.get_mut(at) {
            node.key = self.key;
        }
        if let Some(place) = self.places.get_mut(at) {
            place.key = self.key_span;
        }
        self.take_key();
        Ok(())
    }

    /// The text of a key of the document being built.
    pub(crate) fn key_text(&self, node: &Node) -> &str {
        let Some(local) = node.local() else {
            return self.symbols.text(Symbol::new(node.key)).unwrap_or_default();
        };
        let Some(Local { text: TextRange { start, length }, .. }) = self.locals.get(local).copied() else {
            return "";
        };
        let (text, start) =
            if start & SIDE == 0 { (self.source.text(), start) } else { (self.side.as_str(), start & !SIDE) };
        text.get(start as usize..(start as usize).saturating_add(length as usize)).unwrap_or_default()
    }

    pub(crate) fn report_duplicate(&mut self, key: Box<str>, earlier: Option<Span>, later: Option<Span>) {
        self.duplicates.push(Duplicate { key, earlier, later });
    }

    /// The duplicate keys of the documents built since the last call.
    pub fn take_duplicates(&mut self) -> Vec<Duplicate> {
        std::mem::take(&mut self.duplicates)
    }

    /// Whether the document being built is only a null, or not even that.
    pub(crate) fn holds_nothing(&self) -> bool {
        self.around.is_empty() && self.nodes.first().is_none_or(|node| node.kind == Kind::Null)
    }

    /// Makes the document of what was given, and is ready for the next one.
    pub fn finish(&mut self) -> Result<Document, BuildError> {
        let complete = self.around.is_empty() && self.open.count == 1;
        if !complete {
            self.abandon();
            return Err(BuildError::Unbalanced);
        }
        let document = Document {
            source: Arc::clone(&self.source),
            symbols: Arc::clone(&self.symbols),
            index: self.documents,
            nodes: self.nodes.as_slice().into(),
            places: self.places.as_slice().into(),
            locals: self.locals.as_slice().into(),
            side: self.side.as_str().into(),
            comments: Box::default(),
        };
        self.abandon();
        Ok(document)
    }

    /// Forgets what was given of the document being built, which keeps its number.
    pub fn abandon(&mut self) {
        self.discard();
        self.documents += 1;
    }

    /// Forgets what was given as if there had been no document.
    pub(crate) fn discard(&mut self) {
        self.nodes.clear();
        self.places.clear();
        self.locals.clear();
        self.side.clear();
        self.around.clear();
        self.open = OUTSIDE;
        self.key = NO_KEY;
        self.key_span = NO_PLACE;
        self.aliased = 0;
    }
}

/// How many lists and maps stand inside one another in a value.
fn height(nodes: &[Node]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    let mut highest = 0;
    for (at, node) in nodes.iter().enumerate() {
        while ends.last().is_some_and(|end| *end <= at) {
            ends.pop();
        }
        if matches!(node.kind, Kind::List | Kind::Map) {
            ends.push(at + node.size() as usize);
            highest = highest.max(ends.len());
        }
    }
    highest
}
