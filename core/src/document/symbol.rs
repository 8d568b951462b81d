//! Keys as small integers: the engine's own vocabulary, filled once and then only read.
//!
//! An engine interns every field name that its rules can ask for. A document's keys are looked up in that table while
//! it is read, so that rules compare integers. A key that no rule can name has no symbol; its text stays in the
//! document.

use std::fmt;

/// A key of the engine's vocabulary.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

impl Symbol {
    /// The symbol of every key that the vocabulary does not hold. It equals itself, and no lookup by it finds anything.
    pub const UNKNOWN: Self = Self(u32::MAX);

    /// The highest number of symbols a vocabulary can hold; the numbers above mark keys in other ways.
    pub(crate) const LIMIT: u32 = 1 << 31;

    pub(crate) const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The symbol's number: dense, from 0, in the order of interning.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Whether this is a key of the vocabulary.
    pub const fn is_known(self) -> bool {
        self.0 < Self::LIMIT
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_known() { write!(f, "Symbol({})", self.0) } else { f.write_str("Symbol(unknown)") }
    }
}

/// A vocabulary of keys. Fill it, then share it (`Arc<Symbols>`): reading documents never changes it.
///
/// ```
/// use kubelaw::document::Symbols;
///
/// let mut symbols = Symbols::new();
/// let spec = symbols.intern("spec");
/// assert_eq!(symbols.intern("spec"), spec);
/// assert_eq!(symbols.lookup("spec"), spec);
/// assert!(!symbols.lookup("status").is_known());
/// assert_eq!(symbols.text(spec), Some("spec"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    texts: Vec<Box<str>>,
    /// Open addressing, a power of two long and at most half full.
    slots: Vec<Slot>,
    objects: ObjectKeys,
}

/// The symbols of the keys that make a map an object, as far as the vocabulary holds them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ObjectKeys {
    pub(crate) api_version: Symbol,
    pub(crate) kind: Symbol,
}

impl Default for ObjectKeys {
    fn default() -> Self {
        Self { api_version: Symbol::UNKNOWN, kind: Symbol::UNKNOWN }
    }
}

impl ObjectKeys {
    fn learn(&mut self, text: &str, symbol: Symbol) {
        match text {
            "apiVersion" => self.api_version = symbol,
            "kind" => self.kind = symbol,
            _ => {}
        }
    }
}

/// One place of the table; free where the symbol is unknown.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    symbol: Symbol,
}

const FREE: Slot = Slot { hash: 0, symbol: Symbol::UNKNOWN };
const SMALLEST_TABLE: usize = 64;

impl Symbols {
    /// An empty vocabulary.
    pub fn new() -> Self {
        Self::default()
    }

    /// The symbol of `text`, added if it is new.
    pub fn intern(&mut self, text: &str) -> Symbol {
        let known = self.lookup(text);
        if known.is_known() {
            return known;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        if number >= Symbol::LIMIT {
            return Symbol::UNKNOWN;
        }
        if (self.texts.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let symbol = Symbol(number);
        self.objects.learn(text, symbol);
        self.texts.push(text.into());
        place(&mut self.slots, Slot { hash: Hash::of(text), symbol });
        symbol
    }

    /// The keys that make a map an object.
    pub(crate) const fn object_keys(&self) -> &ObjectKeys {
        &self.objects
    }

    /// The symbol of `text`, or [`Symbol::UNKNOWN`].
    #[inline]
    pub fn lookup(&self, text: &str) -> Symbol {
        self.lookup_hashed(text.as_bytes(), Hash::of(text))
    }

    /// As [`Symbols::lookup`], for a caller that has the bytes of the text and its hash.
    #[inline]
    pub(crate) fn lookup_hashed(&self, text: &[u8], hash: u32) -> Symbol {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = first_slot(hash, mask);
        while let Some(slot) = self.slots.get(at) {
            if !slot.symbol.is_known() {
                break;
            }
            if slot.hash == hash && self.text(slot.symbol).is_some_and(|known| are_same(known.as_bytes(), text)) {
                return slot.symbol;
            }
            at = (at + 1) & mask;
        }
        Symbol::UNKNOWN
    }

    /// The text of a symbol of this vocabulary.
    pub fn text(&self, symbol: Symbol) -> Option<&str> {
        self.texts.get(symbol.0 as usize).map(AsRef::as_ref)
    }

    /// How many symbols there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is no symbol.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    fn grow(&mut self) {
        let mut slots = vec![FREE; (self.slots.len() * 2).max(SMALLEST_TABLE)];
        for slot in self.slots.iter().filter(|slot| slot.symbol.is_known()) {
            place(&mut slots, *slot);
        }
        self.slots = slots;
    }
}

impl<'a> FromIterator<&'a str> for Symbols {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut symbols = Self::new();
        for text in texts {
            symbols.intern(text);
        }
        symbols
    }
}

/// Where in a table to look first. Multiplying carries upwards only, so that the low bits know little of a text's end.
#[inline]
const fn first_slot(hash: u32, mask: usize) -> usize {
    (hash ^ (hash >> 15)) as usize & mask
}

fn place(slots: &mut [Slot], new: Slot) {
    let mask = slots.len().wrapping_sub(1);
    let mut at = first_slot(new.hash, mask);
    while let Some(slot) = slots.get_mut(at) {
        if !slot.symbol.is_known() {
            *slot = new;
            return;
        }
        at = (at + 1) & mask;
    }
}

/// The hash of a text, fed with its bytes eight at a time, little-endian; the last word holds what is left over, may be
/// nothing, and is filled up with zeros. It need not resist an adversary, since documents never add to the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hash(u64);

impl Hash {
    pub(crate) const fn new() -> Self {
        Self(0)
    }

    #[inline]
    pub(crate) const fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    /// The high half, which holds the best-mixed bits.
    #[inline]
    pub(crate) const fn finish(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The hash of a whole text.
    #[inline]
    pub(crate) fn of(text: &str) -> u32 {
        let bytes = text.as_bytes();
        let mut hash = Self::new();
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            hash.add(u64::from_le_bytes(*word));
        }
        hash.add(last_word(bytes, rest));
        hash.finish()
    }
}

/// Whether two short texts are the same: by words that overlap, which costs less than a call.
#[inline]
fn are_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match (a.first_chunk::<8>(), b.first_chunk::<8>()) {
        (Some(first), Some(other)) if a.len() <= 16 => first == other && a.last_chunk::<8>() == b.last_chunk::<8>(),
        (Some(_), Some(_)) => a == b,
        _ => last_word(a, a) == last_word(b, b),
    }
}

/// The rest of some bytes behind their last whole word, filled up with zeros. Reads a word that overlaps what is before,
/// which costs less than going byte by byte.
#[inline]
fn last_word(bytes: &[u8], rest: &[u8]) -> u64 {
    if rest.is_empty() {
        0
    } else if let Some(last) = bytes.last_chunk::<8>() {
        u64::from_le_bytes(*last) >> (64 - 8 * rest.len())
    } else if let (Some(first), Some(last)) = (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        u64::from(u32::from_le_bytes(*first)) | (u64::from(u32::from_le_bytes(*last)) << (8 * (rest.len() - 4)))
    } else {
        rest.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_dense_and_stable_over_growth() {
        let mut symbols = Symbols::new();
        let names: Vec<String> = (0..5_000).map(|n| format!("field{n}")).collect();
        for (n, name) in names.iter().enumerate() {
            assert_eq!(symbols.intern(name).number() as usize, n);
        }
        for (n, name) in names.iter().enumerate() {
            assert_eq!(symbols.lookup(name).number() as usize, n);
            assert_eq!(symbols.text(symbols.lookup(name)), Some(name.as_str()));
        }
        assert_eq!(symbols.len(), 5_000);
        assert_eq!(symbols.lookup("field5000"), Symbol::UNKNOWN);
        assert_eq!(symbols.text(Symbol::UNKNOWN), None);
    }

    #[test]
    fn an_empty_vocabulary_knows_nothing() {
        assert_eq!(Symbols::new().lookup("spec"), Symbol::UNKNOWN);
        assert_eq!(Symbols::new().lookup(""), Symbol::UNKNOWN);
    }

    #[test]
    fn texts_of_every_length_are_told_apart() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        let mut symbols = Symbols::new();
        for end in 0..=text.len() {
            symbols.intern(text.get(..end).unwrap());
        }
        assert_eq!(symbols.len(), text.len() + 1);
        assert_eq!(symbols.lookup("abcdefgx"), Symbol::UNKNOWN);
    }
}
