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
}

/// The page of a code, found by its number in any case.
#[must_use]
pub fn page(number: &str) -> Option<&'static str> {
    ALL.iter().find(|(code, _, _)| code.0.eq_ignore_ascii_case(number)).map(|&(_, _, page)| page)
}
