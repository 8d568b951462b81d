//! The one way into a document: begin, key, scalar, end. YAML, JSON, serde and the bindings all feed it.

use super::entries;
use super::limits::Limits;
use super::parts::{BuildError, Duplicate, Scalar, Text, Written};
use super::source::Source;
use super::symbol::{Hash, Symbol, Symbols};
use super::tree::{Document, Kind, Local, MERGE_KEY, NO_KEY, NO_PLACE, Node, Place, Places, SIDE, TextRange};
use kubelaw_lang::span::Span;
use std::sync::{Arc, OnceLock};

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

/// Where values come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Origin {
    /// They stand in no text.
    Values,
    /// A text, with a place for each.
    Text,
    /// A JSON text, in which their places can be found again.
    Json,
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
    pub(super) symbols: Arc<Symbols>,
    pub(crate) limits: Limits,
    origin: Origin,
    /// Where the document being built starts in the text.
    start: u32,
    pub(crate) nodes: Vec<Node>,
    pub(crate) places: Vec<Place>,
    pub(crate) locals: Vec<Local>,
    side: String,
    open: Frame,
    pub(crate) around: Vec<Frame>,
    pub(crate) key: u32,
    pub(crate) key_span: Span,
    pub(crate) aliased: usize,
    has_null: bool,
    documents: u32,
    duplicates: Vec<Duplicate>,
}

impl Builder {
    /// A builder for values that stand in no text.
    pub fn new(symbols: &Arc<Symbols>, limits: &Limits) -> Self {
        Self::of(Origin::Values, Arc::new(Source::new("", Arc::from(""))), symbols, limits, expected_values(0))
    }

    /// A builder for the documents of a text: every value needs a span.
    pub fn for_source(source: Arc<Source>, symbols: &Arc<Symbols>, limits: &Limits) -> Self {
        let room = expected_values(source.text().len());
        Self::of(Origin::Text, source, symbols, limits, room)
    }

    /// A builder for the documents of a JSON text, which leaves it to them to find the places of their values.
    pub(crate) fn for_json(source: Arc<Source>, symbols: &Arc<Symbols>, limits: &Limits) -> Self {
        let room = expected_values(source.text().len());
        Self::of(Origin::Json, source, symbols, limits, room)
    }

    /// A builder for a document that was read before and has so many values, whose places are wanted now.
    pub(super) fn for_places(source: Arc<Source>, values: usize) -> Self {
        const NONE: Limits =
            Limits { bytes: usize::MAX, depth: usize::MAX, nodes: usize::MAX, alias_nodes: usize::MAX };
        Self::of(Origin::Text, source, &Arc::new(Symbols::new()), &NONE, values)
    }

    fn of(origin: Origin, source: Arc<Source>, symbols: &Arc<Symbols>, limits: &Limits, room: usize) -> Self {
        Self {
            source,
            symbols: Arc::clone(symbols),
            limits: *limits,
            origin,
            start: 0,
            nodes: Vec::with_capacity(room),
            places: Vec::with_capacity(if origin == Origin::Text { room } else { 0 }),
            locals: Vec::with_capacity(room / 4),
            side: String::new(),
            open: OUTSIDE,
            around: Vec::with_capacity(16),
            key: NO_KEY,
            key_span: NO_PLACE,
            aliased: 0,
            has_null: false,
            documents: 0,
            duplicates: Vec::new(),
        }
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
        self.open_frame(node, kind);
        Ok(())
    }

    #[inline(always)]
    pub(super) fn open_frame(&mut self, node: u32, kind: Kind) {
        self.around.push(self.open);
        self.open = Frame { node, kind, ..OUTSIDE };
    }

    /// The key of the next value, in a map.
    #[inline]
    pub fn key(&mut self, text: Text<'_>, span: Option<Span>) -> Result<(), BuildError> {
        if self.open.kind != Kind::Map || self.key != NO_KEY {
            return Err(BuildError::Unbalanced);
        }
        let hash = Hash::of(text.text());
        let symbol = self.symbols.lookup_hashed(text.text().as_bytes(), hash);
        let key = if symbol.is_known() {
            symbol.number()
        } else {
            let text = self.keep(text)?;
            self.add_local(Local { text, hash })?
        };
        self.set_key(key, hash, span.unwrap_or(NO_PLACE));
        Ok(())
    }

    #[inline(always)]
    pub(super) fn set_key(&mut self, key: u32, hash: u32, span: Span) {
        self.key = key;
        self.key_span = span;
        let bit = 1 << (if key < Symbol::LIMIT { key } else { hash } & 63);
        self.open.suspect |= self.open.seen & bit != 0;
        self.open.seen |= bit;
    }

    pub(super) fn add_local(&mut self, local: Local) -> Result<u32, BuildError> {
        let number = u32::try_from(self.locals.len()).unwrap_or(u32::MAX);
        if number >= MERGE_KEY - Symbol::LIMIT {
            return Err(BuildError::TooManyValues { limit: self.limits.nodes });
        }
        self.locals.push(local);
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
    pub(crate) fn node_of(&mut self, scalar: Scalar<'_>, written: Written) -> Result<Node, BuildError> {
        let (kind, bits) = match scalar {
            Scalar::Null => {
                self.has_null = true;
                (Kind::Null, 0)
            }
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
        self.add(node, span);
        Ok(number)
    }

    /// Adds a value for which there is room.
    #[inline(always)]
    pub(super) fn add(&mut self, node: Node, span: Span) {
        self.nodes.push(Node { key: self.key, ..node });
        if self.origin == Origin::Text {
            self.places.push(Place { key: self.key_span, value: span });
        }
        self.take_key();
    }

    #[inline(always)]
    pub(crate) fn take_key(&mut self) {
        self.open.count += 1;
        self.key = NO_KEY;
        self.key_span = NO_PLACE;
    }

    /// Checks that a value of so many nodes may come next, and says at which number.
    #[inline]
    pub(crate) fn room_for(&self, count: usize) -> Result<u32, BuildError> {
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
            Text::Source { text, start } if self.origin != Origin::Values => {
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

    /// Whether the open list or map has nothing in it yet.
    pub(super) const fn is_open_empty(&self) -> bool {
        self.open.count == 0
    }

    /// Whether a key comes next.
    pub(crate) fn wants_key(&self) -> bool {
        self.open.kind == Kind::Map && self.key == NO_KEY
    }

    /// The number that the next value will have.
    pub(crate) fn next_node(&self) -> usize {
        self.nodes.len()
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

    /// Whether a document built since the last call of [`Self::take_duplicates`] has a key twice.
    pub(crate) const fn has_duplicates(&self) -> bool {
        !self.duplicates.is_empty()
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
        self.check_complete()?;
        let (nodes, places, locals) = (self.nodes.clone(), self.places.clone(), self.locals.clone());
        Ok(self.document(nodes, places, locals))
    }

    /// The same for a document that none is likely to follow: it gets the room that the builder had for it.
    pub(crate) fn finish_last(&mut self) -> Result<Document, BuildError> {
        self.check_complete()?;
        let (nodes, places) = (std::mem::take(&mut self.nodes), std::mem::take(&mut self.places));
        let locals = std::mem::take(&mut self.locals);
        Ok(self.document(nodes, places, locals))
    }

    fn check_complete(&mut self) -> Result<(), BuildError> {
        if self.around.is_empty() && self.open.count == 1 {
            return Ok(());
        }
        self.abandon();
        Err(BuildError::Unbalanced)
    }

    fn document(&mut self, nodes: Vec<Node>, places: Vec<Place>, locals: Vec<Local>) -> Document {
        let places = match self.origin {
            Origin::Values => Places::Nowhere,
            Origin::Text => Places::Told(places),
            Origin::Json => Places::Json { start: self.start, found: OnceLock::new() },
        };
        let document = Document {
            source: Arc::clone(&self.source),
            symbols: Arc::clone(&self.symbols),
            index: self.documents,
            nodes,
            places,
            locals,
            side: self.side.as_str().into(),
            has_null: self.has_null,
            comments: Box::default(),
            parents: OnceLock::new(),
        };
        self.abandon();
        document
    }

    /// Says where in the text the next document starts.
    pub(crate) const fn starts_at(&mut self, offset: u32) {
        self.start = offset;
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
        self.has_null = false;
    }
}

/// How many values to expect of a text: one takes some 20 bytes. Beyond a few thousand, growing costs nothing that counts.
fn expected_values(bytes: usize) -> usize {
    (bytes / 16 + 4).min(4096)
}
