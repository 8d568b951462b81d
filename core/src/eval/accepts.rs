//! Which values of a document a static type accepts, as bits: what is left of types when a rule runs.

use kubelaw_lang::types::{Base, SelectorId, Type};
use std::ops::BitOr;

/// A set of value kinds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct KindBits(u16);

impl KindBits {
    /// `true` and `false`.
    pub const BOOL: Self = Self(1);
    /// 64-bit integers.
    pub const INT: Self = Self(1 << 1);
    /// Floating-point numbers; integers too.
    pub const NUMBER: Self = Self(1 << 2);
    /// Strings.
    pub const STRING: Self = Self(1 << 3);
    /// Quantities: strings that parse, integers and floating-point numbers.
    pub const QUANTITY: Self = Self(1 << 4);
    /// Image references: strings that parse.
    pub const IMAGE: Self = Self(1 << 5);
    /// Versions: strings that parse.
    pub const VERSION: Self = Self(1 << 6);
    /// Durations: strings that parse.
    pub const DURATION: Self = Self(1 << 7);
    /// IP networks: strings that parse.
    pub const CIDR: Self = Self(1 << 8);
    /// Regular expressions: never read from a document.
    pub const REGEX: Self = Self(1 << 9);
    /// Lists.
    pub const LIST: Self = Self(1 << 10);
    /// Maps, records and selectors.
    pub const MAP: Self = Self(1 << 11);
    /// Anything.
    pub const DYN: Self = Self(1 << 12);

    /// No kind.
    pub const NONE: Self = Self(0);

    /// The kinds of either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all kinds of `other` are in the set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the sets share a kind.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for KindBits {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What a place in a document may hold, and, for lists and maps, what its elements may.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Accepts {
    /// The accepted kinds.
    pub kinds: KindBits,
    /// What the elements of a list, and the values of a map or record, may hold; anything where not said.
    element: Option<Box<Accepts>>,
    /// What missing and empty select, for a label selector.
    pub selector: Option<SelectorId>,
    /// Whether a missing value is empty instead: lists, maps and selectors.
    pub empty_if_missing: bool,
}

/// Accepts anything: what a `dyn` place may hold.
pub static ANYTHING: Accepts = Accepts { kinds: KindBits::DYN, element: None, selector: None, empty_if_missing: false };

/// Accepts strings alone.
pub static TEXT: Accepts = Accepts { kinds: KindBits::STRING, element: None, selector: None, empty_if_missing: false };

/// Accepts maps alone.
pub static MAP: Accepts = Accepts { kinds: KindBits::MAP, element: None, selector: None, empty_if_missing: false };

impl Accepts {
    /// What a static type accepts.
    #[must_use]
    pub fn of(ty: &Type) -> Self {
        let mut kinds = KindBits::NONE;
        let mut element: Option<Self> = None;
        let mut selector = None;
        for base in &ty.members {
            kinds = kinds | bits(base);
            if let Base::Selector(id) = base {
                selector = selector.or(Some(*id));
            }
            if let Base::List(inner) | Base::Map(inner) = base {
                let inner = Self::of(inner);
                element = Some(match element {
                    None => inner,
                    Some(other) => other.or(inner),
                });
            }
        }
        if kinds.is_empty() {
            return ANYTHING.clone();
        }
        Self { kinds, element: element.map(Box::new), selector, empty_if_missing: ty.is_collection() }
    }

    /// What the elements of a list, and the values of a map, may hold.
    #[must_use]
    pub fn element(&self) -> &Self {
        self.element.as_deref().unwrap_or(&ANYTHING)
    }

    /// Whether it accepts strings and nothing else.
    #[must_use]
    pub(crate) const fn is_text(&self) -> bool {
        KindBits::STRING.or(KindBits::IMAGE).contains(self.kinds)
    }

    /// Whether the type tells what elements may hold: lists and maps, but no records.
    #[must_use]
    pub(crate) const fn has_elements(&self) -> bool {
        self.element.is_some()
    }

    /// What either accepts.
    #[must_use]
    fn or(self, other: Self) -> Self {
        let element = match (self.element, other.element) {
            (Some(a), Some(b)) => Some(Box::new(a.or(*b))),
            _ => None,
        };
        Self {
            kinds: self.kinds | other.kinds,
            element,
            selector: self.selector.or(other.selector),
            empty_if_missing: self.empty_if_missing && other.empty_if_missing,
        }
    }
}

const fn bits(base: &Base) -> KindBits {
    match base {
        Base::Bool => KindBits::BOOL,
        Base::IntLiteral | Base::Int => KindBits::INT,
        Base::Number => KindBits::NUMBER,
        Base::String => KindBits::STRING,
        Base::Quantity => KindBits::QUANTITY,
        Base::Image => KindBits::IMAGE,
        Base::Regex => KindBits::REGEX,
        Base::Version => KindBits::VERSION,
        Base::Duration => KindBits::DURATION,
        Base::Cidr => KindBits::CIDR,
        Base::List(_) => KindBits::LIST,
        Base::Selector(_) | Base::Map(_) | Base::Record(_) | Base::Struct(_) => KindBits::MAP,
        Base::Dyn => KindBits::DYN,
    }
}
