//! Whether a law file asks for others, known before it is parsed: whoever holds them brings them along only then.

use super::lexer::{Kind, tokens};

/// Whether a law file has a `use`.
///
/// ```
/// use kubelaw_lang::syntax::uses_others;
///
/// assert!(uses_others("param most: int = 3 use \"shared.law\""));
/// assert!(!uses_others("# use \"shared.law\"\nrule use-it for p in Pod { forbid true message \"use it\" }"));
/// ```
#[must_use]
pub fn uses_others(text: &str) -> bool {
    let mut before = None;
    tokens(text).into_iter().filter(|token| !token.is_comment()).any(|token| {
        let is_asked = token.kind == Kind::String && before == Some("use");
        before = Some(token.text(text));
        is_asked
    })
}

#[cfg(test)]
mod tests {
    use super::uses_others;

    #[test]
    fn a_use_is_found_however_it_is_written() {
        for text in
            ["use \"a.law\"", "use\t\"a.law\"", "use\"a.law\"", "let a = 1 use # there\n  \"a.law\"", "## a\nuse \"a\""]
        {
            assert!(uses_others(text), "{text}");
        }
        for text in ["", "use", "# use \"a.law\"", "let a = \"use \"", "let user = \"a\"", "rule a { message \"x\" }"] {
            assert!(!uses_others(text), "{text}");
        }
    }
}
