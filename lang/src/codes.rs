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
    /// The law file is too long.
    FILE_SIZE = "E0002";
    /// The law text nests too deeply.
    NESTING = "E0003";
    /// An expression has too many operators or steps in a row.
    CHAIN = "E0004";
    /// A bracket is never closed.
    UNCLOSED_BRACKET = "E0005";
    /// A bracket closes nothing.
    UNOPENED_BRACKET = "E0006";
    /// A string has no closing quote.
    UNCLOSED_STRING = "E0007";
    /// A string holds an escape that does not exist.
    ESCAPE = "E0008";
    /// A regular expression has no closing slash.
    UNCLOSED_REGEX = "E0009";
    /// A character may stand only in strings and comments.
    CHARACTER = "E0010";
    /// A string stands in quotes of another language.
    QUOTES = "E0011";
    /// A `##` documents nothing.
    STRAY_DOC = "E0012";
    /// A comment is written as in another language.
    COMMENT = "E0013";
    /// A separator is not needed.
    SEPARATOR = "E0014";
    /// An operator belongs to another language.
    FOREIGN_OPERATOR = "E0015";
    /// A comparison is written with `=`.
    ASSIGNMENT = "E0016";
    /// A definition is written without `=`.
    DEFINITION = "E0017";
    /// A missing value is tested as in another language.
    NULL = "E0018";
    /// A quantifier is written as in another language.
    FOREIGN_QUANTIFIER = "E0019";
    /// A list is iterated as in another language.
    WILDCARD_INDEX = "E0020";
    /// Comparisons do not chain.
    CHAINED_COMPARISON = "E0021";
    /// `not`, `if` or a quantifier needs parentheses.
    NEEDS_PARENTHESES = "E0022";
    /// A number is not written in a form of the language.
    NUMBER = "E0023";
    /// A number is too large.
    NUMBER_RANGE = "E0024";
    /// A rule id is not in kebab-case, or too long.
    RULE_ID = "E0025";
    /// A rule, quantifier or `for` has no complete scope.
    SCOPE = "E0026";
    /// A clause or attribute does not exist.
    UNKNOWN_CLAUSE = "E0027";
    /// An attribute has a value of the wrong form.
    ATTRIBUTE_VALUE = "E0028";
    /// A keyword stands where a name belongs.
    KEYWORD_AS_NAME = "E0029";
    /// A message is not one string with expressions in braces.
    TEMPLATE = "E0030";
    /// A choice is not written `if … then … else …`.
    CHOICE = "E0031";
    /// An item does not exist.
    UNKNOWN_ITEM = "E0032";
    /// There is no division, remainder, power or sign.
    ARITHMETIC = "E0033";
    /// A method is written like an operator.
    METHOD_AS_OPERATOR = "E0034";
    /// A regular expression is followed by flags.
    REGEX_FLAGS = "E0035";
    /// There are more errors than are shown.
    MORE_ERRORS = "E0036";
    /// A name that is not in scope.
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
    /// An attribute that does not exist, or a value that it does not take.
    ATTRIBUTE = "E0201";
    /// An attribute or clause that is repeated.
    DUPLICATE_CLAUSE = "E0202";
    /// A rule whose first binding is not a set of objects.
    SUBJECT = "E0203";
    /// An attribute inside a nested `for`.
    MISPLACED = "E0204";
    /// A fix that names no place in the subject, or does not fix the fault.
    FIX_PATH = "E0205";
    /// A default that is not a constant of the parameter's type.
    DEFAULT = "E0206";
    /// A path that none of the kinds has.
    UNKNOWN_FIELD = "E0301";
    /// A comparison that can never hold.
    NEVER_EQUAL = "E0302";
    /// An operator on values that it does not take.
    OPERAND = "E0303";
    /// An argument that the function does not take.
    ARGUMENT = "E0304";
    /// A condition that is not true or false.
    CONDITION = "E0305";
    /// A literal that does not parse.
    BAD_LITERAL = "E0306";
    /// A comparison with a value that the field never has.
    IMPOSSIBLE_VALUE = "E0307";
    /// A value that is not a list where a list is required.
    NOT_A_LIST = "E0308";
    /// An index into something that has no elements.
    NOT_INDEXABLE = "E0309";
    /// An operation on a value that may be missing.
    MAY_BE_MISSING = "E0401";
    /// A comparison of two values that may both be missing.
    BOTH_MISSING = "E0402";
    /// A comparison that a missing value decides.
    NEGATED_MISSING = "W0501";
    /// An operand in a quantifier that does not mention its variable.
    LOOSE_OPERAND = "W0502";
    /// A `forbid any` or `forbid all` over the subject's own list.
    HIDDEN_ELEMENT = "W0503";
    /// A set of objects that is scanned for every subject.
    SCANNING_JOIN = "W0504";
    /// A name that nothing uses.
    UNUSED = "W0505";
    /// A rule that checks nothing.
    NO_CHECKS = "W0506";
    /// A path to a Pod template, or into the spec of a Pod, that some kinds do not have.
    PARTIAL_TEMPLATE = "W0507";
    /// Braces, or signs of other languages, that insert no value.
    DOLLAR = "W0508";
    /// Conditions that exclude each other.
    EXCLUSIVE = "W0509";
    /// An object that is looked up in all namespaces.
    OTHER_NAMESPACE = "W0510";
    /// A pattern, a name, an order or an index that is easily misread.
    MISREAD = "W0511";
    /// A check that finds nothing, or a `where` that is never true.
    VACUOUS = "W0512";
}

/// The page of a code, found by its number in any case.
#[must_use]
pub fn page(number: &str) -> Option<&'static str> {
    ALL.iter().find(|(code, _, _)| code.0.eq_ignore_ascii_case(number)).map(|&(_, _, page)| page)
}
