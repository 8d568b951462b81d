//! Pattern text to [`Node`].

use super::class::{self, Set};
use super::node::{Node, Place};
use super::{MAX_DEPTH, MAX_LENGTH, MAX_REPEAT, MAX_SIZE, RegexError};

pub(super) type Result<T> = std::result::Result<T, RegexError>;

#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    multi_line: bool,
    dot_all: bool,
}

pub(super) struct Parser<'p> {
    pattern: &'p str,
    rest: &'p str,
    depth: usize,
    names: Vec<&'p str>,
}

pub(super) fn parse(pattern: &str) -> Result<Node> {
    if pattern.len() > MAX_LENGTH {
        return Err(error(MAX_LENGTH, format!("the pattern is longer than {MAX_LENGTH} bytes")));
    }
    let mut parser = Parser { pattern, rest: pattern, depth: 0, names: Vec::new() };
    let node = parser.alternatives(Flags::default())?;
    if !parser.rest.is_empty() {
        return parser.fail("`)` closes no group; the character itself is `\\)`");
    }
    if node.size() > MAX_SIZE {
        return Err(error(0, format!("the pattern is too large: more than {MAX_SIZE} states")));
    }
    Ok(node)
}

pub(super) fn error(at: usize, message: impl Into<String>) -> RegexError {
    RegexError { at, message: message.into() }
}

impl<'p> Parser<'p> {
    pub(super) fn at(&self) -> usize {
        self.pattern.len() - self.rest.len()
    }

    pub(super) fn fail<T>(&self, message: impl Into<String>) -> Result<T> {
        Err(error(self.at(), message))
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn rest(&self) -> &'p str {
        self.rest
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// The text up to `end`, which is consumed too.
    pub(super) fn until(&mut self, end: char) -> Option<&'p str> {
        let (text, rest) = self.rest.split_once(end)?;
        self.rest = rest;
        Some(text)
    }

    /// Up to the end of the group or pattern. A flag set on the way holds to that end.
    fn alternatives(&mut self, flags: Flags) -> Result<Node> {
        let mut flags = flags;
        let mut nodes = vec![self.sequence(&mut flags)?];
        while self.eat("|") {
            nodes.push(self.sequence(&mut flags)?);
        }
        Ok(if nodes.len() > 1 { Node::Alternatives(nodes) } else { nodes.pop().unwrap_or(Node::Empty) })
    }

    fn sequence(&mut self, flags: &mut Flags) -> Result<Node> {
        let mut nodes = Vec::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, '|' | ')')) {
            if c == '(' {
                if let Some(group) = self.group(flags)? {
                    nodes.push(self.repeated(group)?);
                }
                continue;
            }
            let atom = self.atom(c, *flags)?;
            if matches!(atom, Node::Place(_)) && matches!(self.peek(), Some('*' | '+' | '?' | '{')) {
                return self.fail("what matches a place and no characters can't be repeated");
            }
            nodes.push(self.repeated(atom)?);
        }
        Ok(if nodes.len() > 1 { Node::Sequence(nodes) } else { nodes.pop().unwrap_or(Node::Empty) })
    }

    fn atom(&mut self, c: char, flags: Flags) -> Result<Node> {
        match c {
            '*' | '+' | '?' => return self.fail(format!("`{c}` repeats nothing; the character itself is `\\{c}`")),
            '{' => return self.fail("`{` repeats nothing; the character itself is `\\{`"),
            '\\' => return self.escape(flags),
            '[' => return self.class(flags).map(Node::Class),
            _ => self.next(),
        };
        Ok(match c {
            '.' if flags.dot_all => Node::Class(Set::new([('\0', char::MAX)])),
            '.' => Node::Class(Set::new([('\n', '\n')]).negated()),
            '^' if flags.multi_line => Node::Place(Place::LineStart),
            '^' => Node::Place(Place::TextStart),
            '$' if flags.multi_line => Node::Place(Place::LineEnd),
            '$' => Node::Place(Place::TextEnd),
            _ => literal(c, flags),
        })
    }

    fn escape(&mut self, flags: Flags) -> Result<Node> {
        let start = self.rest;
        self.next();
        let place = match self.peek() {
            Some('b') => Place::WordEdge,
            Some('B') => Place::NoWordEdge,
            Some('A') => Place::TextStart,
            Some('z') => Place::TextEnd,
            Some('Z') => return self.fail("`\\Z` is not supported; the end of the string is `\\z`"),
            _ => {
                self.rest = start;
                return match self.escaped_set()? {
                    Some(set) => Ok(Node::Class(set)),
                    None => self.escaped_char().map(|c| literal(c, flags)),
                };
            }
        };
        self.next();
        Ok(Node::Place(place))
    }

    /// A group, or nothing where the parentheses only set flags.
    fn group(&mut self, flags: &mut Flags) -> Result<Option<Node>> {
        let start = self.at();
        self.next();
        let mut inner = *flags;
        if self.eat("?") && !self.eat(":") {
            if self.eat("P<")
                || (self.rest.starts_with('<') && !self.rest.starts_with("<=") && !self.rest.starts_with("<!"))
            {
                self.eat("<");
                self.name()?;
            } else {
                self.flags(&mut inner)?;
                if self.next() == Some(')') {
                    *flags = inner;
                    return Ok(None);
                }
            }
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(error(start, format!("groups are nested more than {MAX_DEPTH} deep")));
        }
        let node = self.alternatives(inner)?;
        self.depth -= 1;
        if !self.eat(")") {
            return Err(error(start, "the group is not closed; the character itself is `\\(`"));
        }
        Ok(Some(node))
    }

    fn name(&mut self) -> Result<()> {
        let start = self.at();
        let name = self.until('>').unwrap_or_default();
        let first = name.chars().next();
        let valid = first.is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !valid {
            return Err(error(start, "a group's name is of letters, digits and `_`, as in `(?P<name>…)`"));
        }
        if self.names.contains(&name) {
            return Err(error(start, format!("two groups have the name `{name}`")));
        }
        self.names.push(name);
        Ok(())
    }

    /// Flags up to the `:` or `)` that ends them.
    fn flags(&mut self, flags: &mut Flags) -> Result<()> {
        let mut on = true;
        let mut seen = false;
        loop {
            match self.peek() {
                Some('i') => flags.ignore_case = on,
                Some('m') => flags.multi_line = on,
                Some('s') => flags.dot_all = on,
                Some('-') if on => (on, seen) = (false, false),
                Some(':' | ')') if seen => return Ok(()),
                Some('=' | '!' | '<') if !seen && on => {
                    return self.fail(
                        "lookaround is not supported; ask two questions, as in `x matches /a/ and x not matches /b/`",
                    );
                }
                Some('P') => return self.fail("backreferences are not supported"),
                Some('>') => return self.fail("atomic groups are not supported"),
                Some('#') => return self.fail("comments in a pattern are not supported"),
                _ => return self.fail("after `(?` comes `:`, `P<name>` or flags out of `i`, `m` and `s`"),
            }
            seen |= self.peek() != Some('-');
            self.next();
        }
    }

    /// The atom with the repetition that follows it.
    fn repeated(&mut self, atom: Node) -> Result<Node> {
        let start = self.at();
        let (least, most) = match self.peek() {
            Some('{') => self.counts()?,
            _ if self.eat("*") => (0, None),
            _ if self.eat("+") => (1, None),
            _ if self.eat("?") => (0, Some(1)),
            _ => return Ok(atom),
        };
        let lazy = self.eat("?");
        if matches!(self.peek(), Some('*' | '+' | '?' | '{')) {
            return self.fail("a repetition can't be repeated; group it: `(?:x*)*`");
        }
        let node = Node::Repeat { node: Box::new(atom), least, most, lazy };
        if node.repeats() > MAX_REPEAT {
            return Err(error(
                start,
                format!("repeats more than {MAX_REPEAT} times, with nested repetitions multiplied"),
            ));
        }
        Ok(node)
    }

    /// The counts of `{n}`, `{n,}` or `{n,m}`.
    fn counts(&mut self) -> Result<(u32, Option<u32>)> {
        let start = self.at();
        self.next();
        let form = || error(start, "a repetition is `{n}`, `{n,}` or `{n,m}`; the character itself is `\\{`");
        // RE2 takes a number with a leading zero as plain text, other engines as a number.
        let digits = |text: &str| {
            text == "0" || !text.starts_with('0') && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
        };
        let text = self.until('}').ok_or_else(form)?;
        let (least, most) = text
            .split_once(',')
            .map_or((text, Some(text)), |(least, most)| (least, Some(most).filter(|m| !m.is_empty())));
        if !digits(least) || !most.is_none_or(digits) {
            return Err(form());
        }
        let count = |text: &str| {
            let count = text.parse::<u32>().ok().filter(|count| *count <= MAX_REPEAT);
            count.ok_or_else(|| error(start, format!("repeats more than {MAX_REPEAT} times")))
        };
        let (least, most) = (count(least)?, most.map(count).transpose()?);
        if most.is_some_and(|most| most < least) {
            return Err(error(start, "the first number of a repetition is larger than the second"));
        }
        Ok((least, most))
    }
}

fn literal(c: char, flags: Flags) -> Node {
    if flags.ignore_case && c.is_ascii_alphabetic() {
        let (upper, lower) = (c.to_ascii_uppercase(), c.to_ascii_lowercase());
        return Node::Class(Set::new([(upper, upper), (lower, lower)]));
    }
    Node::Literal(c)
}

/// The set that `\d`, `\w`, `\s` or an opposite stands for.
pub(super) fn perl(letter: char) -> Option<Set> {
    let set = match letter.to_ascii_lowercase() {
        'd' => class::DIGIT,
        'w' => class::WORD,
        's' => class::SPACE,
        _ => return None,
    };
    let set = Set::new(set.iter().copied());
    Some(if letter.is_ascii_uppercase() { set.negated() } else { set })
}
