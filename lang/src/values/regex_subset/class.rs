//! Sets of characters.

/// A set of characters as ascending ranges that neither overlap nor touch.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Set(Vec<(char, char)>);

pub(super) const DIGIT: &[(char, char)] = &[('0', '9')];
pub(super) const WORD: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
pub(super) const SPACE: &[(char, char)] = &[('\t', '\n'), ('\x0C', '\r'), (' ', ' ')];

/// The characters of a POSIX class such as `alpha`.
pub(super) fn posix(name: &str) -> Option<&'static [(char, char)]> {
    Some(match name {
        "alnum" => &[('0', '9'), ('A', 'Z'), ('a', 'z')],
        "alpha" => &[('A', 'Z'), ('a', 'z')],
        "ascii" => &[('\0', '\x7F')],
        "blank" => &[('\t', '\t'), (' ', ' ')],
        "cntrl" => &[('\0', '\x1F'), ('\x7F', '\x7F')],
        "digit" => DIGIT,
        "graph" => &[('!', '~')],
        "lower" => &[('a', 'z')],
        "print" => &[(' ', '~')],
        "punct" => &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "space" => &[('\t', '\r'), (' ', ' ')],
        "upper" => &[('A', 'Z')],
        "word" => WORD,
        "xdigit" => &[('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => return None,
    })
}

impl Set {
    /// The set of these ranges, in any order.
    pub(super) fn new(ranges: impl IntoIterator<Item = (char, char)>) -> Self {
        let mut ranges: Vec<_> = ranges.into_iter().collect();
        ranges.sort_unstable();
        let mut merged: Vec<(char, char)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some((_, end)) if first <= *end || after(*end) == Some(first) => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        Self(merged)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn ranges(&self) -> &[(char, char)] {
        &self.0
    }

    pub(super) fn union(&mut self, other: Self) {
        *self = Self::new(self.0.drain(..).chain(other.0));
    }

    /// All other characters.
    pub(super) fn negated(&self) -> Self {
        let mut gaps = Vec::with_capacity(self.0.len() + 1);
        let mut from = Some('\0');
        for (first, last) in &self.0 {
            if let (Some(start), Some(end)) = (from, before(*first))
                && start <= end
            {
                gaps.push((start, end));
            }
            from = after(*last);
        }
        gaps.extend(from.map(|start| (start, char::MAX)));
        Self(gaps)
    }

    /// The set with every ASCII letter in both cases.
    pub(super) fn folded(&self) -> Self {
        let folds = self.0.iter().flat_map(|(first, last)| {
            let part = |low: char, high: char| {
                let (first, last) = (low.max(*first), high.min(*last));
                (first <= last).then_some((first, last))
            };
            let upper = part('a', 'z').map(|(a, b)| (a.to_ascii_uppercase(), b.to_ascii_uppercase()));
            let lower = part('A', 'Z').map(|(a, b)| (a.to_ascii_lowercase(), b.to_ascii_lowercase()));
            [upper, lower].into_iter().flatten()
        });
        Self::new(self.0.iter().copied().chain(folds))
    }

    /// About how many states an engine over UTF-8 needs for it.
    pub(super) fn size(&self) -> usize {
        let wide = self.0.iter().filter(|(_, last)| !last.is_ascii()).count();
        1 + 4 * wide
    }
}

fn after(c: char) -> Option<char> {
    (c..=char::MAX).nth(1)
}

fn before(c: char) -> Option<char> {
    ('\0'..c).next_back()
}
