//! What a domain offers to law files: kinds, records, fields, views, functions and globals.
//!
//! The language asks; it never knows which domain answers.

use crate::types::{Base, RecordId, Type};
use std::sync::Arc;

/// Which objects a kind set holds.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Kinds {
    /// Every object.
    All,
    /// The objects of these kinds, each as `group/Kind` (`/Pod` in the core group), sorted.
    Of(Vec<Arc<str>>),
}

impl Kinds {
    /// The objects of either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Of(a), Self::Of(b)) => {
                let mut all: Vec<Arc<str>> = a.iter().chain(b).cloned().collect();
                all.sort_unstable();
                all.dedup();
                Self::Of(all)
            }
            _ => Self::All,
        }
    }
}

/// A set of objects and the type of its elements.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KindSet {
    /// Which objects.
    pub kinds: Kinds,
    /// The type of one.
    pub element: Type,
}

/// How a member of a value is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// A field of the document.
    Field,
    /// A view that the engine computes and that keeps real places.
    View,
    /// A view that reads other objects too, so that a rule that uses it is closed-world.
    Joined,
}

/// A member of a record, kind or built-in type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its type; optional unless it counts as present.
    pub ty: Type,
    /// How it is read.
    pub access: Access,
    /// The texts it may hold, where only these are legal; empty where any is.
    pub values: Vec<Arc<str>>,
}

/// What a parameter of a built-in takes and what a built-in gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Exactly one alternative without parts of its own (bool, int, string, …).
    Is(Simple),
    /// One of several shapes.
    OneOf(&'static [Shape]),
    /// A list of the shape.
    List(&'static Shape),
    /// A map of the shape.
    Map(&'static Shape),
    /// Any value.
    Any,
    /// The signature's type variable.
    Variable,
    /// The shape, or missing.
    Optional(&'static Shape),
    /// `{key: string, value: T}` for the type variable.
    Entry,
}

impl Shape {
    /// Whether a missing value of unknown type is an empty list or map to it.
    #[must_use]
    pub fn takes_collections(&self) -> bool {
        match self {
            Self::List(_) | Self::Map(_) => true,
            Self::OneOf(shapes) => shapes.iter().any(Self::takes_collections),
            _ => false,
        }
    }
}

/// The alternatives that have no parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "they are the language's type names")]
pub enum Simple {
    Bool,
    Int,
    Number,
    String,
    Quantity,
    Image,
    Regex,
    Version,
    Duration,
    Cidr,
    Selector,
    Record,
    Dyn,
}

/// A built-in function as the checker sees it.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    /// Its name.
    pub name: &'static str,
    /// Parameter names and shapes; the first is the receiver in `x.f(a)`.
    pub parameters: &'static [(&'static str, Shape)],
    /// What it gives.
    pub result: Shape,
    /// Whether a literal argument is checked, and the result then never missing: the text is parsed by the host.
    pub literal: Option<fn(&str) -> bool>,
    /// One sentence for people.
    pub summary: &'static str,
}

/// Why a comparison with a text is hardly meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doubt {
    /// What is overlooked.
    pub message: String,
    /// What to write.
    pub help: String,
    /// The other text that the same value is compared with where both are meant.
    pub form: Option<String>,
    /// The other members by which a rule that means it asks.
    pub unless: Vec<Arc<str>>,
}

/// A domain's kinds, records, functions and globals.
pub trait Vocabulary: Sync {
    /// The kind set of a bare name, such as `Pod`, `Workload` or `Object`.
    fn kinds(&self, name: &str) -> Option<KindSet>;
    /// The kind set of `kind("group/Kind")`, or what is wrong with the text.
    fn qualified_kind(&self, text: &str) -> Result<KindSet, String>;
    /// All names that [`Self::kinds`] knows, for suggestions.
    fn kind_names(&self) -> Vec<Arc<str>>;
    /// The type of a record that law files may name, such as `Container`; kinds included.
    fn record(&self, name: &str) -> Option<Type>;
    /// All names that [`Self::record`] knows, for suggestions.
    fn record_names(&self) -> Vec<Arc<str>>;
    /// What people call a record.
    fn record_name(&self, id: RecordId) -> String;
    /// Whether every value of the record `have` is one of the record `wanted`, as every kind is an object.
    fn includes(&self, wanted: RecordId, have: RecordId) -> bool {
        wanted == have
    }
    /// A member of a value of this alternative.
    fn field(&self, base: &Base, name: &str) -> Option<Field>;
    /// Whether a text may be written where a value of this alternative is, as no pattern stands for an image.
    fn admits(&self, base: &Base, text: &str) -> bool {
        let _ = (base, text);
        true
    }
    /// What to write instead of a text or quantity that a member of this alternative never holds: nothing where it may. Of
    /// a map the texts are its keys, and those of `NAME[*]` its values, or of `NAME.KEY` one; `NAME.FIELD` is a member of
    /// a member. Without a text, what to write instead of a member that never holds any.
    fn refusal(&self, base: &Base, member: &str, text: Option<&str>) -> Option<String> {
        let _ = (base, member, text);
        None
    }
    /// Which characters the texts of a member of this alternative are made of, where the engine makes them.
    fn characters(&self, base: &Base, member: &str) -> Option<fn(char) -> bool> {
        let _ = (base, member);
        None
    }
    /// What is easily overlooked where a member of this alternative, or the text of a value of it, is compared with a text:
    /// `test` is the function that compares, or `==`, `is` where they have to be equal, `finds` where that is what is looked
    /// for, `begins` where it has to begin so, and `has` or `read` where nothing is compared.
    fn doubt(&self, base: &Base, member: Option<&str>, test: &str, text: &str) -> Option<Doubt> {
        let _ = (base, member, test, text);
        None
    }
    /// What a missing member of this alternative stands for, as a law writes it, where that is settled; `none` where it
    /// depends on something else, so that not even a bool stands for `false`.
    fn default(&self, base: &Base, member: &str) -> Option<&'static str> {
        let _ = (base, member);
        None
    }
    /// The path to the name of an object, and the member within which it is unique, where that is not the whole input.
    fn unique_within(&self, base: &Base) -> Option<(&'static str, &'static str)> {
        let _ = base;
        None
    }
    /// The names of all members, for suggestions and completion.
    fn field_names(&self, base: &Base) -> Vec<Arc<str>>;
    /// A built-in function.
    fn function(&self, name: &str) -> Option<&Signature>;
    /// What to write instead of a literal argument that a built-in does not take for what it looks like, as a pattern where
    /// only characters are compared; `of` is what it is called on.
    fn misplaced_argument(&self, function: &str, of: &Type, text: &str) -> Option<String> {
        let _ = (function, of, text);
        None
    }
    /// The names of all built-ins.
    fn function_names(&self) -> Vec<&'static str>;
    /// The type of a name that the host gives: `kubernetes`, `inventory`, `request`.
    fn global(&self, name: &str) -> Option<Type>;
    /// The text of the standard library, written in the language itself.
    fn prelude(&self) -> &str;
}
