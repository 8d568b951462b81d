//! JSON text into a document: RFC 8259, one value after another (JSON lines, or simply concatenated).
//!
//! Strings without escapes stay where they are in the text; nothing is allocated for a value. Numbers are read as
//! Kubernetes reads them: an integer that fits 64 bits stays one, every other number is floating point.

use super::builder::Builder;
use super::error::{JsonProblem, Problem};
use super::json_run::behind_run;
use super::limits::Limits;
use super::parts::{Scalar, Text, Written};
use super::source::Source;
use super::symbol::{Hash, Symbols};
use super::tree::{Document, Kind, Place, Style, TextRange};
use kubelaw_lang::span::Span;
use kubelaw_lang::values::decimal;
use std::sync::Arc;

/// The values of a JSON text, which is the builder's, and what is wrong with it. After an error, reading goes on at the
/// next line that starts with a brace, which is where the next value of such a stream starts.
pub(crate) fn read(text: &str, builder: &mut Builder) -> (Vec<Document>, Vec<(Problem, Span)>) {
    let mut reader = Reader { text, rest: text.as_bytes(), scratch: String::new(), builder };
    let (mut documents, mut errors) = (Vec::new(), Vec::new());
    reader.skip_to_value();
    while !reader.rest.is_empty() {
        reader.builder.starts_at(reader.offset());
        match reader.value().and_then(|()| reader.finish()) {
            Ok(Some(document)) => {
                if documents.is_empty() {
                    documents.reserve_exact(1);
                }
                documents.push(document);
            }
            Ok(None) => {}
            Err(Stop(problem)) => {
                errors.push((*problem, reader.place()));
                reader.builder.abandon();
                reader.skip_to_next_line();
            }
        }
        reader.skip_to_value();
    }
    (documents, errors)
}

/// Where all that is in the value at an offset stands: the places of a document that was read without them, of so many
/// values.
pub(super) fn places(source: &Arc<Source>, start: u32, values: usize) -> Vec<Place> {
    let mut builder = Builder::for_places(Arc::clone(source), values);
    let rest = source.text().as_bytes().get(start as usize..).unwrap_or_default();
    let mut reader = Reader { text: source.text(), rest, scratch: String::new(), builder: &mut builder };
    // It was read before, so it can be read.
    let _ = reader.value();
    builder.places
}

/// The value that a text starts with, apart from any engine, and what stands after it.
pub(crate) fn leading_value(text: &str) -> Result<(serde_json::Value, &str), Problem> {
    if text.len() > Limits::LONGEST_TEXT {
        return Err(Problem::TooLong { limit: Limits::LONGEST_TEXT });
    }
    let limits = Limits { nodes: usize::MAX, ..Limits::default() };
    let source = Arc::new(Source::new("", Arc::from(text)));
    let mut builder = Builder::for_json(source, &Arc::new(Symbols::new()), &limits);
    let mut reader = Reader { text, rest: text.as_bytes(), scratch: String::new(), builder: &mut builder };
    reader.skip_space();
    let document = reader.value().and_then(|()| reader.finish()).map_err(|Stop(problem)| *problem)?;
    let rest = text.get(reader.offset() as usize..).unwrap_or_default();
    Ok((document.map_or(serde_json::Value::Null, |document| document.root().to_json()), rest))
}

/// Why reading stops: in a box, so that success costs a register.
struct Stop(Box<Problem>);

impl<P: Into<Problem>> From<P> for Stop {
    #[cold]
    fn from(problem: P) -> Self {
        Self(Box::new(problem.into()))
    }
}

type Step<T = ()> = Result<T, Stop>;

struct Reader<'t, 'b> {
    text: &'t str,
    /// What is left of the text.
    rest: &'t [u8],
    scratch: String,
    builder: &'b mut Builder,
}

impl<'t> Reader<'t, '_> {
    /// Reads one value with all that is in it.
    fn value(&mut self) -> Step {
        let (mut depth, mut in_map) = (0_usize, false);
        loop {
            if in_map {
                self.key()?;
            }
            match self.rest {
                [b'"', rest @ ..] => self.string(rest)?,
                [bracket @ (b'{' | b'['), rest @ ..] => {
                    in_map = *bracket == b'{';
                    let kind = if in_map { Kind::Map } else { Kind::List };
                    self.builder.begin_in_text(kind, self.offset())?;
                    depth += 1;
                    self.go_on(rest);
                    // In ASCII, a closing bracket comes two behind its opening one.
                    if self.rest.first() != Some(&(bracket + 2)) {
                        continue;
                    }
                }
                _ => self.scalar()?,
            }
            // Closing brackets, and a comma where there is more.
            loop {
                if depth == 0 {
                    return Ok(());
                }
                match self.rest {
                    [b',', rest @ ..] => {
                        self.go_on(rest);
                        break;
                    }
                    [b'}', rest @ ..] if in_map => self.rest = rest,
                    [b']', rest @ ..] if !in_map => self.rest = rest,
                    [b' ' | b'\n' | b'\t' | b'\r', ..] => {
                        self.skip_spaces();
                        continue;
                    }
                    _ => return Err(self.unexpected(if in_map { "`,` or `}`" } else { "`,` or `]`" })),
                }
                self.builder.end(Some(self.offset()))?;
                in_map = self.builder.open_kind() == Kind::Map;
                depth -= 1;
            }
        }
    }

    /// The document, unless it is only `null`.
    fn finish(&mut self) -> Step<Option<Document>> {
        if self.builder.holds_nothing() {
            self.builder.discard();
            return Ok(None);
        }
        self.skip_space();
        Ok(Some(if self.rest.is_empty() { self.builder.finish_last()? } else { self.builder.finish()? }))
    }

    /// A key, and the colon behind it.
    #[inline]
    fn key(&mut self) -> Step {
        let [b'"', text @ ..] = self.rest else {
            let is_first = self.builder.is_open_empty();
            return Err(self.unexpected(if is_first { "a key in quotes or `}`" } else { "a key in quotes" }));
        };
        let mut hash = Hash::new();
        let rest = behind_run(text, |word| hash.add(word));
        if let [b'"', behind @ ..] = rest {
            let key = text.get(..text.len() - rest.len()).unwrap_or_default();
            let range = TextRange { start: self.offset() + 1, length: offset(key.len()) };
            self.builder.key_in_text(range, key, hash.finish())?;
            self.go_on(behind);
        } else {
            let start = self.offset();
            self.decode(text)?;
            self.builder.key(Text::Copied(&self.scratch), Some(Span::new(start, self.offset())))?;
            self.skip_space();
        }
        let [b':', rest @ ..] = self.rest else { return Err(self.unexpected("`:`")) };
        self.go_on(rest);
        Ok(())
    }

    /// A string as a value, of this text behind its opening quote.
    #[inline]
    fn string(&mut self, text: &'t [u8]) -> Step {
        let start = self.offset();
        let rest = behind_run(text, |_| {});
        if let [b'"', behind @ ..] = rest {
            self.rest = behind;
            let range = TextRange { start: start + 1, length: offset(text.len() - rest.len()) };
            return Ok(self.builder.string_in_text(range)?);
        }
        self.decode(text)?;
        Ok(self
            .builder
            .scalar(Scalar::String(Text::Copied(&self.scratch)), self.written(start, Style::DoubleQuoted))?)
    }

    fn scalar(&mut self) -> Step {
        match self.rest {
            [b'-' | b'0'..=b'9', ..] => {
                let start = self.offset();
                let number = self.number()?;
                Ok(self.builder.scalar(number, self.written(start, Style::Plain))?)
            }
            [b't', ..] => self.word("true", Scalar::Bool(true)),
            [b'f', ..] => self.word("false", Scalar::Bool(false)),
            [b'n', ..] => self.word("null", Scalar::Null),
            _ => Err(self.unexpected("a value")),
        }
    }

    fn word(&mut self, word: &str, scalar: Scalar<'_>) -> Step {
        let Some(rest) = self.rest.strip_prefix(word.as_bytes()) else {
            return Err(self.unexpected("a value"));
        };
        let start = self.offset();
        self.rest = rest;
        Ok(self.builder.scalar(scalar, self.written(start, Style::Plain))?)
    }

    /// A number, which only ends where a value can end; what follows is judged by the caller.
    fn number(&mut self) -> Step<Scalar<'static>> {
        let text = self.rest;
        let negative = self.takes(|byte| byte == b'-');
        let digits = self.rest;
        let mut value = 0_i64;
        let mut fits = true;
        while let [digit @ b'0'..=b'9', rest @ ..] = self.rest {
            let next = value.checked_mul(10).and_then(|value| value.checked_sub(i64::from(digit - b'0')));
            fits &= next.is_some();
            value = next.unwrap_or(0);
            self.rest = rest;
        }
        let leading_zero = digits.first() == Some(&b'0') && digits.len() - self.rest.len() > 1;
        if self.rest.len() == digits.len() || leading_zero {
            return Err(JsonProblem::BadNumber.into());
        }
        let whole = !matches!(self.rest, [b'.' | b'e' | b'E', ..]);
        if whole && fits {
            if negative {
                return Ok(Scalar::Int(value));
            }
            if let Some(value) = value.checked_neg() {
                return Ok(Scalar::Int(value));
            }
        }
        self.fraction()?;
        let written = text.get(..text.len() - self.rest.len()).unwrap_or_default();
        match decimal::parse(str::from_utf8(written).unwrap_or_default()) {
            Some(value) if value.is_finite() => Ok(Scalar::Float(value)),
            _ => Err(JsonProblem::NumberOutOfRange.into()),
        }
    }

    fn fraction(&mut self) -> Step {
        if self.takes(|byte| byte == b'.') {
            self.digits()?;
        }
        if self.takes(|byte| matches!(byte, b'e' | b'E')) {
            self.takes(|byte| matches!(byte, b'+' | b'-'));
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Step {
        let start = self.rest;
        while self.takes(|byte| byte.is_ascii_digit()) {}
        if self.rest.len() == start.len() { Err(JsonProblem::BadNumber.into()) } else { Ok(()) }
    }

    /// Passes a byte of some sort, where there is one.
    fn takes(&mut self, sort: impl Fn(u8) -> bool) -> bool {
        match self.rest {
            [byte, rest @ ..] if sort(*byte) => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// A string that has escapes, from behind its opening quote, into the scratch buffer.
    #[cold]
    fn decode(&mut self, text: &'t [u8]) -> Step {
        let quote = self.rest;
        self.scratch.clear();
        self.rest = text;
        loop {
            let run = self.rest;
            self.rest = behind_run(run, |_| {});
            let run = run.get(..run.len() - self.rest.len()).unwrap_or_default();
            self.scratch.push_str(str::from_utf8(run).unwrap_or_default());
            match self.rest {
                [b'"', rest @ ..] => {
                    self.rest = rest;
                    return Ok(());
                }
                [b'\\', rest @ ..] => {
                    let character = self.escape(rest)?;
                    self.scratch.push(character);
                }
                [_, ..] => return Err(JsonProblem::ControlCharacter.into()),
                [] => {
                    self.rest = quote;
                    return Err(JsonProblem::UnclosedString.into());
                }
            }
        }
    }

    /// An escape, from behind its backslash.
    fn escape(&mut self, text: &'t [u8]) -> Step<char> {
        let Some((letter, rest)) = text.split_first() else { return Err(JsonProblem::BadEscape.into()) };
        let character = match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return Err(JsonProblem::BadEscape.into()),
        };
        self.rest = rest;
        Ok(character)
    }

    /// `\uXXXX`, or two of them for a character beyond 16 bits. Half of such a pair alone counts as U+FFFD, as in Go.
    fn unicode_escape(&mut self) -> Step<char> {
        let Some((first, rest)) = code_unit(self.rest) else {
            return Err(JsonProblem::BadEscape.into());
        };
        self.rest = rest;
        if let 0xd800..=0xdbff = first
            && let Some((second @ 0xdc00..=0xdfff, rest)) = code_unit(self.rest)
        {
            self.rest = rest;
            let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// Goes on with this rest, at what is no space.
    #[inline]
    fn go_on(&mut self, rest: &'t [u8]) {
        self.rest = rest;
        self.skip_space();
    }

    #[inline(always)]
    fn skip_space(&mut self) {
        if let [..=b' ', ..] = self.rest {
            self.skip_spaces();
        }
    }

    /// Skips spaces, by words, for text made for people is full of them.
    fn skip_spaces(&mut self) {
        loop {
            match self.rest {
                [b' ', b' ', b' ', b' ', b' ', b' ', b' ', b' ', rest @ ..] => self.rest = rest,
                [b' ' | b'\n' | b'\t' | b'\r', rest @ ..] => self.rest = rest,
                _ => return,
            }
        }
    }

    /// How much of the text was read.
    #[inline]
    fn offset(&self) -> u32 {
        offset(self.text.len() - self.rest.len())
    }

    fn written(&self, start: u32, style: Style) -> Written {
        Written::new(Span::new(start, self.offset()), style)
    }

    /// The character at which reading stopped.
    fn character(&self) -> Option<char> {
        self.text.get(self.text.len() - self.rest.len()..)?.chars().next()
    }

    #[cold]
    fn unexpected(&self, expected: &'static str) -> Stop {
        match self.character() {
            Some(found) => JsonProblem::Unexpected { expected, found }.into(),
            None => JsonProblem::UnexpectedEnd { expected }.into(),
        }
    }

    /// Where reading stopped.
    fn place(&self) -> Span {
        let at = self.offset();
        Span::new(at, at + offset(self.character().map_or(0, char::len_utf8)))
    }

    /// Skips what may stand before a value: space, and a byte-order mark, as where files were joined.
    #[inline(never)]
    fn skip_to_value(&mut self) {
        self.skip_space();
        while let Some(rest) = self.rest.strip_prefix("\u{feff}".as_bytes()) {
            self.go_on(rest);
        }
    }

    fn skip_to_next_line(&mut self) {
        while let [byte, rest @ ..] = self.rest {
            self.rest = rest;
            if let (b'\n' | b'\r', [b'{', ..] | [0xef, 0xbb, 0xbf, ..]) = (byte, rest) {
                return;
            }
        }
    }
}

/// The code unit of `\uXXXX`, and what is behind it.
fn code_unit(text: &[u8]) -> Option<(u32, &[u8])> {
    let [b'\\', b'u', digits @ ..] = text else { return None };
    let (digits, rest) = digits.split_first_chunk::<4>()?;
    let value = digits.iter().try_fold(0, |value, digit| Some((value << 4) | char::from(*digit).to_digit(16)?))?;
    Some((value, rest))
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "no text is longer than `Limits::LONGEST_TEXT`")]
const fn offset(at: usize) -> u32 {
    at as u32
}
