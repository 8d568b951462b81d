//! Bracketed classes and escapes.

use super::class::{Set, posix};
use super::parse::{Flags, Parser, Result, error, perl};

impl Parser<'_> {
    /// A class from its `[`.
    pub(super) fn class(&mut self, flags: Flags) -> Result<Set> {
        let start = self.at();
        self.next();
        let negated = self.eat("^");
        let mut set = Set::default();
        let mut first = true;
        while first || self.peek() != Some(']') {
            first = false;
            if self.rest().is_empty() {
                return Err(error(start, "the class is not closed; the character itself is `\\[`"));
            }
            let item = self.item(flags)?;
            set.union(item);
        }
        self.next();
        let set = if negated { set.negated() } else { set };
        if set.is_empty() {
            return Err(error(start, "the class has no character, so that nothing can match"));
        }
        Ok(set)
    }

    /// One character, range or named class inside brackets.
    fn item(&mut self, flags: Flags) -> Result<Set> {
        if self.rest().starts_with("[:") {
            return self.posix_class(flags);
        }
        self.no_operator(&["&&", "--", "~~"])?;
        if let Some(set) = self.escaped_set()? {
            return Ok(set);
        }
        let start = self.at();
        let low = self.member()?;
        self.no_operator(&["--"])?;
        let range = self.rest().strip_prefix('-').is_some_and(|rest| !rest.is_empty() && !rest.starts_with(']'));
        let high = if range {
            self.next();
            if self.rest().starts_with("[:") || self.escaped_set()?.is_some() {
                return Err(error(start, "a class can't end a range; a hyphen itself is `\\-`"));
            }
            self.member()?
        } else {
            low
        };
        if high < low {
            return Err(error(start, "the range is empty: its first character comes after its last"));
        }
        let set = Set::new([(low, high)]);
        Ok(if flags.ignore_case { set.folded() } else { set })
    }

    fn no_operator(&self, operators: &[&str]) -> Result<()> {
        match operators.iter().find(|operator| self.rest().starts_with(**operator)) {
            None => Ok(()),
            Some(operator) => self.fail(format!(
                "`{operator}` in a class means different things to different engines; put `\\` before its second half"
            )),
        }
    }

    fn posix_class(&mut self, flags: Flags) -> Result<Set> {
        let start = self.at();
        self.eat("[:");
        let negated = self.eat("^");
        let set = self.until(']').and_then(|text| posix(text.strip_suffix(':')?));
        let Some(set) = set else {
            return Err(error(start, "no such class; there are `[:alpha:]`, `[:digit:]`, `[:alnum:]` and their like"));
        };
        let set = Set::new(set.iter().copied());
        let set = if flags.ignore_case { set.folded() } else { set };
        Ok(if negated { set.negated() } else { set })
    }

    fn member(&mut self) -> Result<char> {
        match self.peek() {
            Some('\\') => self.escaped_char(),
            Some('[') => self.fail("`[` in a class means different things to different engines; write `\\[`"),
            Some(c) => {
                self.next();
                Ok(c)
            }
            None => self.fail("the class is not closed"),
        }
    }

    /// The set of an escape such as `\d`; nothing is consumed where it is no such escape.
    pub(super) fn escaped_set(&mut self) -> Result<Option<Set>> {
        let Some(letter) = self.rest().strip_prefix('\\').and_then(|rest| rest.chars().next()) else {
            return Ok(None);
        };
        if matches!(letter, 'p' | 'P') {
            return self.fail("Unicode classes are not supported; list the characters in `[…]`");
        }
        let set = perl(letter);
        if set.is_some() {
            self.next();
            self.next();
        }
        Ok(set)
    }

    /// The character that an escape stands for.
    pub(super) fn escaped_char(&mut self) -> Result<char> {
        let start = self.at();
        self.next();
        let Some(letter) = self.next() else {
            return Err(error(start, "nothing follows `\\`; the character itself is `\\\\`"));
        };
        Ok(match letter {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'f' => '\x0C',
            'v' => '\x0B',
            'a' => '\x07',
            'x' => return self.numbered(start),
            '0' => return Err(error(start, "octal escapes are not supported; write `\\x00`")),
            '1'..='9' | 'k' | 'g' => return Err(error(start, "backreferences are not supported")),
            '<' | '>' => {
                return Err(error(
                    start,
                    format!("`\\{letter}` means different things to different engines; write `{letter}`"),
                ));
            }
            c if c.is_ascii_punctuation() || c == ' ' => c,
            c => return Err(error(start, format!("`\\{c}` is not an escape"))),
        })
    }

    /// The character of `\xHH` or `\x{H…}`, after the `x`.
    fn numbered(&mut self, start: usize) -> Result<char> {
        let digits = if self.eat("{") {
            self.until('}').unwrap_or_default()
        } else {
            let digits = self.rest().get(..2).unwrap_or_default();
            self.eat(digits);
            digits
        };
        let hexadecimal = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let number = if hexadecimal { u32::from_str_radix(digits, 16).ok() } else { None };
        number.and_then(char::from_u32).ok_or_else(|| error(start, "a character by number is `\\x7F` or `\\x{1F600}`"))
    }
}
