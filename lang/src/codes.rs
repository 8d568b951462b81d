//! The numbered codes of diagnostics. A number is never reused.
//!
//! Each code has a page in `lang/codes/` (why, wrong, right), shown by `kubelaw explain`.

use crate::diagnostic::Level;

/// A diagnostic code such as `E0301` (error) or `W0101` (lint).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Code(&'static str);

impl Code {
    /// The code as users write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether the code is an error or a lint, by its letter.
    #[must_use]
    pub fn level(self) -> Level {
        if self.0.starts_with('E') { Level::Error } else { Level::Warning }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// Declares the codes once: constant, number and one-line title; the page is included from `lang/codes/`.
macro_rules! codes {
    ($($(#[doc = $title:literal])+ $name:ident = $number:literal;)+) => {
        $($(#[doc = $title])+ pub const $name: Code = Code($number);)+

        /// All codes with their one-line title and their page.
        pub const ALL: &[(Code, &str, &str)] = &[
            $(($name, concat!($($title),+), include_str!(concat!("../codes/", $number, ".md"))),)+
        ];
    };
}

codes! {
    /// The text does not follow the grammar.
    SYNTAX = "E0001";
    /// A name that nothing in sight has.
    UNKNOWN_NAME = "E0101";
    /// A name is bound twice.
    NAME_TAKEN = "E0102";
    /// A definition uses itself.
    RECURSIVE = "E0103";
    /// A used file is missing or does not compile.
    USED_FILE = "E0104";
    /// A function that does not exist.
    UNKNOWN_FUNCTION = "E0105";
    /// A call with too many or too few arguments.
    ARGUMENT_COUNT = "E0106";
    /// A type name that does not exist.
    UNKNOWN_TYPE = "E0107";
    /// `has`, `valid`, `old` or `kind` used in another way than their one form.
    FORM_MISUSED = "E0108";
    /// A law file that expands to too large a program.
    TOO_LARGE = "E0109";
    /// An attribute that does not exist, or with a value it does not take.
    ATTRIBUTE = "E0201";
    /// An attribute or clause that may stand once stands twice.
    DUPLICATE_CLAUSE = "E0202";
    /// A rule whose first binding is not a set of objects.
    SUBJECT = "E0203";
    /// An attribute inside a nested `for`.
    MISPLACED = "E0204";
    /// A fix that does not name a place in the subject.
    FIX_PATH = "E0205";
    /// A default that is not a constant of the parameter's type.
    DEFAULT = "E0206";
    /// A path that no matched kind has.
    UNKNOWN_FIELD = "E0301";
    /// A comparison that can never hold.
    NEVER_EQUAL = "E0302";
    /// An operator on values that it does not take.
    OPERAND = "E0303";
    /// An argument that the function does not take.
    ARGUMENT = "E0304";
    /// A condition that is not true or false.
    CONDITION = "E0305";
    /// A literal that does not parse as what it stands for.
    BAD_LITERAL = "E0306";
    /// A comparison with a text that the field never holds.
    IMPOSSIBLE_VALUE = "E0307";
    /// Something that is not a list where a list is asked for.
    NOT_A_LIST = "E0308";
    /// An index into something that has no elements.
    NOT_INDEXABLE = "E0309";
    /// An operation on a value that may be missing.
    MAY_BE_MISSING = "E0401";
    /// A comparison of two values that may both be missing.
    BOTH_MISSING = "E0402";
    /// A forbidden inequality that a missing value satisfies.
    NEGATED_MISSING = "W0501";
    /// A quantifier operand that does not mention its variable.
    LOOSE_OPERAND = "W0502";
    /// A `forbid any` over the subject's own list.
    HIDDEN_ELEMENT = "W0503";
    /// A set of objects that is scanned for every subject.
    SCANNING_JOIN = "W0504";
    /// A name that nothing uses.
    UNUSED = "W0505";
}

/// The page of a code, found by its number in any case.
#[must_use]
pub fn page(number: &str) -> Option<&'static str> {
    ALL.iter().find(|(code, _, _)| code.0.eq_ignore_ascii_case(number)).map(|&(_, _, page)| page)
}
