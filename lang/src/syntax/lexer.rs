//! A linear pass over law text that finds tokens, before the grammar runs.
//!
//! It knows where strings, templates, regular expressions and comments begin and end, so that brackets can be counted,
//! items be found and comments be kept. What a token means is the grammar's business; what is wrong with a token that no
//! law file may hold is said by [`super::foreign`].

use super::lengths::{closing, is_word, regex_length, version_length};
use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A name or keyword.
    Word,
    /// A token that begins with a digit, suffix included.
    Number,
    /// `v1.25`
    Version,
    /// `"text"`, or a piece of a template between its interpolations.
    String,
    /// `/…/`
    Regex,
    /// `(`, `[` or `{`
    Open(u8),
    /// `)`, `]` or `}`
    Close(u8),
    /// An operator or mark.
    Punct,
    /// `# …`
    Comment,
    /// `## …`, one line.
    Doc,
    /// A string without its closing quote; reaches to the end of the line.
    UnclosedString,
    /// A template whose `{` is not closed on its line.
    UnclosedInterpolation,
    /// A lone `}` in a template.
    LoneBrace,
    /// A regular expression without its closing slash; reaches to the end of the line.
    UnclosedRegex,
    /// `/*-test/`, a regular expression that begins with what repeats nothing.
    StarRegex,
    /// A text in quotes of another language: `'…'`, `` `…` ``, `“…”`.
    ForeignString,
    /// An address without quotes: `https://example.org`.
    Address,
    /// `// …` or `/* … */`
    ForeignComment,
    /// A character that may stand only in strings and comments.
    ForeignCharacter,
}

/// A token and its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where.
    pub(crate) span: Span,
}

impl Token {
    /// The text of the token in the text it was found in.
    pub(crate) fn text(self, text: &str) -> &str {
        slice(text, self.span)
    }

    /// Whether the token is a comment of any sort, which the grammar skips.
    pub(crate) fn is_comment(self) -> bool {
        matches!(self.kind, Kind::Comment | Kind::Doc | Kind::ForeignComment)
    }
}

/// The words that cannot be names.
pub(crate) const KEYWORDS: &[&str] = &[
    "use", "param", "let", "def", "rule", "for", "where", "require", "forbid", "message", "at", "fix", "if", "then",
    "else", "any", "all", "one", "and", "or", "not", "in", "matches", "true", "false",
];

/// The words that begin an item.
pub(crate) const ITEMS: &[&str] = &["use", "param", "let", "def", "rule"];

/// All tokens of `text`, comments included; white space and a byte order mark are skipped.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), last: Last::None, within: Within::Law };
    if text.starts_with('\u{feff}') {
        lexer.at = '\u{feff}'.len_utf8();
    }
    while lexer.at < text.len() {
        lexer.step();
    }
    lexer.tokens
}

/// What the last token, comments aside, means for the next one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Start of text, an operator, a keyword: an operand may begin.
    None,
    /// The word `message`: the next string is a template.
    Message,
    /// The word `fix`: the next word says what to do.
    Fix,
    /// A dot: the next word is a field.
    Dot,
    /// The end of an operand: no operand may begin.
    Operand,
}

/// What the lexer is in.
enum Within {
    /// Outside all messages.
    Law,
    /// The text of a message, outside its interpolations.
    Message,
    /// An interpolation: how many braces are open in it, its own included, and where its own is.
    Interpolation { braces: usize, start: usize },
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    last: Last,
    within: Within,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: Kind, length: usize, last: Last) {
        let end = (self.at + length).min(self.text.len());
        self.tokens.push(Token { kind, span: Span::of(self.at..end) });
        self.at = end;
        self.last = last;
    }

    /// Bytes up to the end of the line, which is not included.
    fn to_line_end(&self) -> usize {
        self.rest().find(['\n', '\r']).unwrap_or(self.rest().len())
    }

    fn step(&mut self) {
        let in_interpolation = match self.within {
            Within::Law => false,
            Within::Message => return self.template_piece(0),
            Within::Interpolation { .. } => true,
        };
        let byte = self.peek(0);
        match byte {
            b'\n' if in_interpolation => self.unclosed_interpolation(),
            b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
            b'#' if !in_interpolation => self.comment(),
            b'"' => self.string(),
            b'/' => self.slash(),
            b'\'' | b'`' => self.foreign_string(char::from(byte)),
            b'(' | b'[' | b'{' => {
                if let (b'{', Within::Interpolation { braces, .. }) = (byte, &mut self.within) {
                    *braces += 1;
                }
                self.push(Kind::Open(byte), 1, Last::None);
            }
            b')' | b']' | b'}' => self.close(byte),
            b'0'..=b'9' => self.number(),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => self.word(),
            _ if byte.is_ascii() => self.punct(),
            _ => self.foreign_character(),
        }
    }

    fn comment(&mut self) {
        let kind = if self.rest().starts_with("##") && self.peek(2) != b'#' { Kind::Doc } else { Kind::Comment };
        let last = self.last;
        self.push(kind, self.to_line_end(), last);
    }

    fn word(&mut self) {
        let length = self.rest().bytes().take_while(|&b| is_word(b)).count();
        let word = self.rest().get(..length).unwrap_or_default();
        if self.last != Last::Dot
            && let Some(length) = version_length(self.rest())
        {
            return self.push(Kind::Version, length, Last::Operand);
        }
        let last = match word {
            _ if self.last == Last::Dot => Last::Operand,
            "message" => Last::Message,
            "fix" => Last::Fix,
            _ if self.last == Last::Fix => Last::None,
            "true" | "false" => Last::Operand,
            _ if KEYWORDS.contains(&word) => Last::None,
            _ => Last::Operand,
        };
        self.push(Kind::Word, length, last);
    }

    fn number(&mut self) {
        let bytes = self.rest().as_bytes();
        let mut length = bytes.iter().take_while(|&&b| is_word(b)).count();
        let fraction = bytes.get(length) == Some(&b'.') && bytes.get(length + 1).is_some_and(u8::is_ascii_digit);
        if fraction {
            length += 1 + bytes.iter().skip(length + 1).take_while(|&&b| is_word(b)).count();
        }
        self.push(Kind::Number, length, Last::Operand);
    }

    fn close(&mut self, byte: u8) {
        if let (b'}', Within::Interpolation { braces, .. }) = (byte, &mut self.within) {
            *braces -= 1;
            if *braces == 0 {
                self.within = Within::Message;
                return self.push(Kind::Close(byte), 1, Last::None);
            }
        }
        self.push(Kind::Close(byte), 1, Last::Operand);
    }

    fn string(&mut self) {
        if self.last == Last::Message && matches!(self.within, Within::Law) {
            return self.template_piece(1);
        }
        match closing(self.rest(), 1, b'"') {
            Some(end) => self.push(Kind::String, end + 1, Last::Operand),
            None => self.unclosed_string(),
        }
    }

    fn unclosed_string(&mut self) {
        // In an interpolation, the text that never ends is the message itself.
        self.unclosed_interpolation();
        self.push(Kind::UnclosedString, self.to_line_end(), Last::Operand);
    }

    /// Marks the interpolation that is open here as never closed, and leaves it.
    fn unclosed_interpolation(&mut self) {
        if let Within::Interpolation { start, .. } = self.within {
            self.within = Within::Law;
            self.tokens.push(Token { kind: Kind::UnclosedInterpolation, span: Span::of(start..start + 1) });
            self.last = Last::Operand;
        }
    }

    /// A piece of a template, from its quote or from the end of an interpolation, up to the next interpolation or quote.
    fn template_piece(&mut self, skip: usize) {
        self.within = Within::Law;
        let bytes = self.rest().as_bytes();
        let mut i = skip;
        loop {
            let pair = (bytes.get(i).copied(), bytes.get(i + 1).copied());
            match pair {
                (None | Some(b'\n' | b'\r'), _) => return self.unclosed_string(),
                (Some(b'"'), _) => return self.push(Kind::String, i + 1, Last::Operand),
                (Some(b'\\'), Some(b'u')) if bytes.get(i + 2) == Some(&b'{') => {
                    let digits = bytes.iter().skip(i + 3).take_while(|b| b.is_ascii_hexdigit()).count();
                    i += 3 + digits + usize::from(bytes.get(i + 3 + digits) == Some(&b'}'));
                }
                (Some(b'\\'), Some(b'\n' | b'\r')) => i += 1,
                (Some(b'\\'), _) | (Some(b'{'), Some(b'{')) | (Some(b'}'), Some(b'}')) => i += 2,
                (Some(b'{'), _) => {
                    if i > 0 {
                        self.push(Kind::String, i, Last::None);
                    }
                    self.within = Within::Interpolation { braces: 1, start: self.at };
                    return self.push(Kind::Open(b'{'), 1, Last::None);
                }
                (Some(b'}'), _) => {
                    if i > 0 {
                        self.push(Kind::String, i, Last::None);
                    }
                    self.within = Within::Message;
                    return self.push(Kind::LoneBrace, 1, Last::None);
                }
                (Some(_), _) => i += 1,
            }
        }
    }

    fn slash(&mut self) {
        match self.peek(1) {
            b'/' => self.push(Kind::ForeignComment, self.to_line_end(), self.last),
            b'*' if self.peek(2) != b' '
                && self.is_behind("matches")
                && let Some(length) = regex_length(self.rest()) =>
            {
                self.push(Kind::StarRegex, length, Last::Operand);
            }
            b'*' => {
                let length = self.rest().find("*/").map_or(self.to_line_end(), |end| end + 2);
                self.push(Kind::ForeignComment, length, self.last);
            }
            _ if self.last == Last::Operand => self.push(Kind::Punct, 1, Last::None),
            _ => match regex_length(self.rest()) {
                Some(length) => self.push(Kind::Regex, length, Last::Operand),
                None => self.push(Kind::UnclosedRegex, self.to_line_end(), Last::Operand),
            },
        }
    }

    fn is_behind(&self, word: &str) -> bool {
        self.tokens.last().is_some_and(|token| token.text(self.text) == word)
    }

    fn foreign_string(&mut self, close: char) {
        let open = self.rest().chars().next().map_or(1, char::len_utf8);
        let line = self.rest().get(..self.to_line_end()).unwrap_or_default();
        let end = match u8::try_from(close) {
            Ok(b'\'') => closing(line, open, b'\''),
            _ => line.get(open..).and_then(|inner| inner.find(close)).map(|end| open + end),
        };
        match end {
            Some(end) => self.push(Kind::ForeignString, end + close.len_utf8(), Last::Operand),
            None => self.push(Kind::ForeignCharacter, open, Last::None),
        }
    }

    fn foreign_character(&mut self) {
        let Some(c) = self.rest().chars().next() else { return };
        match c {
            '“' | '”' | '„' => self.foreign_string('”'),
            '‘' | '’' => self.foreign_string('’'),
            '«' => self.foreign_string('»'),
            _ => {
                // A run of letters is one word of a human language, and one message.
                let run = self.rest().char_indices().find(|&(_, c)| c.is_ascii() || !c.is_alphanumeric());
                let length = run.map_or(self.rest().len(), |(end, _)| end).max(c.len_utf8());
                self.push(Kind::ForeignCharacter, length, Last::Operand);
            }
        }
    }

    /// Takes the word before a colon and two slashes, and what follows, for an address; whether it did.
    fn address(&mut self) -> bool {
        let scheme = self.tokens.last().copied().filter(|word| word.kind == Kind::Word);
        let Some(scheme) = scheme.filter(|word| word.span.range().end == self.at) else { return false };
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | ',' | ']' | '}');
        let length = self.rest().find(ends).unwrap_or(self.rest().len());
        self.tokens.pop();
        let start = self.at - scheme.span.range().len();
        let length = length + self.at - start;
        self.at = start;
        self.push(Kind::Address, length, Last::Operand);
        true
    }

    fn punct(&mut self) {
        const LONG: &[&str] =
            &["===", "!==", "==", "!=", "<=", ">=", "??", "&&", "||", ":=", "=>", "->", "**", "?.", "=~", "!~"];
        if self.rest().starts_with("://") && self.address() {
            return;
        }
        let length = LONG.iter().find(|mark| self.rest().starts_with(**mark)).map_or(1, |mark| mark.len());
        let last = if self.peek(0) == b'.' && length == 1 { Last::Dot } else { Last::None };
        self.push(Kind::Punct, length, last);
    }
}

/// The text under `span`.
pub(crate) fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}
