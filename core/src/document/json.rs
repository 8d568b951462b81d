//! JSON text into a document: RFC 8259, one value after another (JSON lines, or simply concatenated).
//!
//! Strings without escapes stay where they are in the text; nothing is allocated for a value. Numbers are read as
//! Kubernetes reads them: an integer that fits 64 bits stays one, every other number is floating point.

use super::builder::Builder;
use super::error::{JsonProblem, Problem};
use super::parts::{Scalar, Text, Written};
use super::tree::{Document, Kind, Style};
use kubelaw_lang::span::Span;

/// The values of a JSON text, and what is wrong with it. After an error, reading goes on at the next line that starts
/// with a brace, which is where the next value of such a stream starts.
pub(crate) fn read(text: &str, builder: &mut Builder) -> (Vec<Document>, Vec<(Problem, Span)>) {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, scratch: String::new(), builder };
    if text.starts_with('\u{feff}') {
        reader.at = 3;
    }
    let (mut documents, mut errors) = (Vec::new(), Vec::new());
    loop {
        reader.skip_space();
        if reader.at >= reader.bytes.len() {
            return (documents, errors);
        }
        match reader.value().and_then(|()| reader.finish()) {
            Ok(document) => documents.extend(document),
            Err(problem) => {
                errors.push((problem, reader.place()));
                reader.builder.abandon();
                reader.skip_to_next_value();
            }
        }
    }
}

struct Reader<'t, 'b> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    scratch: String,
    builder: &'b mut Builder,
}

/// A string of the text.
enum Found<'t> {
    /// Without escapes: as it stands.
    Plain(&'t str),
    /// With escapes: decoded into the scratch buffer.
    Decoded,
}

impl<'t> Reader<'t, '_> {
    /// Reads one value with all that is in it.
    fn value(&mut self) -> Result<(), Problem> {
        let mut depth = 0_usize;
        loop {
            self.skip_space();
            let start = self.at;
            let opened = match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    self.builder.begin_map(self.written(start, Style::Flow))?;
                    Some(b'}')
                }
                Some(b'[') => {
                    self.at += 1;
                    self.builder.begin_list(self.written(start, Style::Flow))?;
                    Some(b']')
                }
                _ => {
                    self.scalar()?;
                    None
                }
            };
            if let Some(closing) = opened {
                depth += 1;
                self.skip_space();
                if self.peek() != Some(closing) {
                    if closing == b'}' {
                        self.key("a key in quotes or `}`")?;
                    }
                    continue;
                }
            }
            depth = self.after_value(depth)?;
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Reads what follows a value: closing brackets, then a comma and, in a map, the next key. Gives the depth left.
    fn after_value(&mut self, mut depth: usize) -> Result<usize, Problem> {
        while depth > 0 {
            self.skip_space();
            let in_map = self.builder.open_kind() == Kind::Map;
            match self.peek() {
                Some(b',') if in_map => {
                    self.at += 1;
                    self.skip_space();
                    self.key("a key in quotes")?;
                    return Ok(depth);
                }
                Some(b',') => {
                    self.at += 1;
                    return Ok(depth);
                }
                Some(b'}') if in_map => self.close()?,
                Some(b']') if !in_map => self.close()?,
                _ if in_map => return Err(self.unexpected("`,` or `}`")),
                _ => return Err(self.unexpected("`,` or `]`")),
            }
            depth -= 1;
        }
        Ok(0)
    }

    /// The document, unless it is only `null`.
    fn finish(&mut self) -> Result<Option<Document>, Problem> {
        if self.builder.holds_nothing() {
            self.builder.discard();
            return Ok(None);
        }
        Ok(Some(self.builder.finish()?))
    }

    fn close(&mut self) -> Result<(), Problem> {
        self.at += 1;
        Ok(self.builder.end(Some(offset(self.at)))?)
    }

    fn key(&mut self, expected: &'static str) -> Result<(), Problem> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.unexpected(expected));
        }
        let found = self.string()?;
        let span = Span::new(offset(start), offset(self.at));
        let text = match found {
            Found::Plain(text) => Text::Source { text, start: span.start + 1 },
            Found::Decoded => Text::Copied(&self.scratch),
        };
        self.builder.key(text, Some(span))?;
        self.skip_space();
        if self.peek() != Some(b':') {
            return Err(self.unexpected("`:`"));
        }
        self.at += 1;
        Ok(())
    }

    fn scalar(&mut self) -> Result<(), Problem> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => {
                let found = self.string()?;
                let written = self.written(start, Style::DoubleQuoted);
                let text = match found {
                    Found::Plain(text) => Text::Source { text, start: offset(start) + 1 },
                    Found::Decoded => Text::Copied(&self.scratch),
                };
                Ok(self.builder.scalar(Scalar::String(text), written)?)
            }
            Some(b'-' | b'0'..=b'9') => {
                let number = self.number()?;
                Ok(self.builder.scalar(number, self.written(start, Style::Plain))?)
            }
            Some(b't') => self.word("true", Scalar::Bool(true)),
            Some(b'f') => self.word("false", Scalar::Bool(false)),
            Some(b'n') => self.word("null", Scalar::Null),
            _ => Err(self.unexpected("a value")),
        }
    }

    fn word(&mut self, word: &str, scalar: Scalar<'_>) -> Result<(), Problem> {
        let start = self.at;
        if !self.bytes.get(start..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            return Err(self.unexpected("a value"));
        }
        self.at += word.len();
        Ok(self.builder.scalar(scalar, self.written(start, Style::Plain))?)
    }

    /// A number, which only ends where a value can end; what follows is judged by the caller.
    fn number(&mut self) -> Result<Scalar<'static>, Problem> {
        let start = self.at;
        let negative = self.peek() == Some(b'-');
        if negative {
            self.at += 1;
        }
        let digits = self.at;
        let mut value = 0_i64;
        let mut fits = true;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            let next = value.checked_mul(10).and_then(|value| value.checked_sub(i64::from(digit - b'0')));
            fits &= next.is_some();
            value = next.unwrap_or(0);
            self.at += 1;
        }
        let leading_zero = self.bytes.get(digits) == Some(&b'0') && self.at - digits > 1;
        if self.at == digits || leading_zero {
            return Err(JsonProblem::BadNumber.into());
        }
        let whole = !matches!(self.peek(), Some(b'.' | b'e' | b'E'));
        if whole && fits {
            if negative {
                return Ok(Scalar::Int(value));
            }
            if let Some(value) = value.checked_neg() {
                return Ok(Scalar::Int(value));
            }
        }
        self.fraction()?;
        let text = self.text.get(start..self.at).unwrap_or_default();
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Scalar::Float(value)),
            _ => Err(JsonProblem::NumberOutOfRange.into()),
        }
    }

    fn fraction(&mut self) -> Result<(), Problem> {
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Problem> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { Err(JsonProblem::BadNumber.into()) } else { Ok(()) }
    }

    /// A string, at its opening quote; ends behind its closing quote.
    #[inline]
    fn string(&mut self) -> Result<Found<'t>, Problem> {
        let start = self.at + 1;
        self.at = plain_end(self.bytes, start);
        if self.peek() == Some(b'"') {
            let text = self.text.get(start..self.at).unwrap_or_default();
            self.at += 1;
            return Ok(Found::Plain(text));
        }
        self.decode(start)
    }

    /// The rest of a string that has escapes, into the scratch buffer.
    fn decode(&mut self, start: usize) -> Result<Found<'t>, Problem> {
        self.scratch.clear();
        let mut from = start;
        loop {
            self.at = plain_end(self.bytes, from);
            self.scratch.push_str(self.text.get(from..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Found::Decoded);
                }
                Some(b'\\') => {
                    let character = self.escape()?;
                    self.scratch.push(character);
                    from = self.at;
                }
                Some(_) => return Err(JsonProblem::ControlCharacter.into()),
                None => {
                    self.at = start - 1;
                    return Err(JsonProblem::UnclosedString.into());
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Problem> {
        let character = match self.bytes.get(self.at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(JsonProblem::BadEscape.into()),
        };
        self.at += 2;
        Ok(character)
    }

    /// `\uXXXX`, or two of them for a character beyond 16 bits. Half of such a pair alone counts as U+FFFD, as in Go.
    fn unicode_escape(&mut self) -> Result<char, Problem> {
        let Some(first) = self.code_unit(self.at) else {
            return Err(JsonProblem::BadEscape.into());
        };
        self.at += 6;
        if let 0xd800..=0xdbff = first
            && let Some(second @ 0xdc00..=0xdfff) = self.code_unit(self.at)
        {
            self.at += 6;
            let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn code_unit(&self, at: usize) -> Option<u32> {
        let (b"\\u", digits) = self.bytes.get(at..at + 6)?.split_at_checked(2)? else {
            return None;
        };
        digits.iter().try_fold(0, |value, digit| Some((value << 4) | char::from(*digit).to_digit(16)?))
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn written(&self, start: usize, style: Style) -> Written {
        Written::new(Span::new(offset(start), offset(self.at)), style)
    }

    fn unexpected(&self, expected: &'static str) -> Problem {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(found) => JsonProblem::Unexpected { expected, found }.into(),
            None => JsonProblem::UnexpectedEnd { expected }.into(),
        }
    }

    /// The character at which reading stopped.
    fn place(&self) -> Span {
        let length = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span::new(offset(self.at), offset(self.at + length))
    }

    fn skip_to_next_value(&mut self) {
        while self.at < self.bytes.len() {
            self.at += 1;
            let at_line_start = matches!(self.bytes.get(self.at - 1), Some(b'\n' | b'\r'));
            if at_line_start && self.peek() == Some(b'{') {
                return;
            }
        }
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Where the run of ordinary string characters from `at` ends: at a quote, a backslash, a control character, or the
/// end of the text. Looks at eight bytes a step; a byte below a bound borrows into its own top bit.
#[inline]
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    const QUOTES: u64 = ONES * 0x22;
    const SLASHES: u64 = ONES * 0x5c;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let quotes = word ^ QUOTES;
        let slashes = word ^ SLASHES;
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let stops = (quotes.wrapping_sub(ONES) & !quotes) | (slashes.wrapping_sub(ONES) & !slashes) | control;
        let stops = stops & TOPS;
        if stops != 0 {
            return at + stops.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at) {
        if matches!(byte, b'"' | b'\\' | 0..0x20) {
            break;
        }
        at += 1;
    }
    at
}
