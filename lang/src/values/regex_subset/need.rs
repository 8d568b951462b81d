//! What any match of a pattern needs of the text: a look that spares most texts the engine.

use super::class::Set;
use super::node::Node;

/// How long a match is at least, and what it may begin with.
///
/// ```
/// let need = kubelaw_lang::values::regex_subset::need("(argocd|grafana)$").unwrap();
/// assert!(need.is_met("bitnami/grafana") && need.is_met("gradual"));
/// assert!(!need.is_met("nginx") && !need.is_met("bookworm"));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Need {
    /// Bytes of the shortest match.
    least: usize,
    /// The ASCII characters that a match may begin with, a bit each. Any other character is let pass.
    first: [u32; 4],
}

impl Need {
    /// Whether the pattern may match in the text; if not, it does not.
    #[must_use]
    pub fn is_met(&self, text: &str) -> bool {
        let Some(last) = text.len().checked_sub(self.least) else { return false };
        self.least == 0 || text.as_bytes().iter().take(last + 1).any(|byte| self.may_begin(*byte))
    }

    fn may_begin(&self, byte: u8) -> bool {
        self.first.get(usize::from(byte >> 5)).is_none_or(|bits| bits & (1 << (byte & 31)) != 0)
    }

    pub(super) fn of(node: &Node) -> Self {
        match node {
            Node::Empty | Node::Place(_) => Self::default(),
            Node::Literal(c) => Self::of_set(&Set::new([(*c, *c)])),
            Node::Class(set) => Self::of_set(set),
            Node::Sequence(nodes) => nodes.iter().map(Self::of).fold(Self::default(), Self::then),
            Node::Alternatives(nodes) => nodes.iter().map(Self::of).reduce(Self::or).unwrap_or_default(),
            Node::Repeat { node, least, .. } => {
                let once = Self::of(node);
                Self { least: once.least.saturating_mul(*least as usize), ..once }
            }
        }
    }

    fn of_set(set: &Set) -> Self {
        let mut first = [0; 4];
        for c in set.ranges().iter().flat_map(|(from, to)| *from..=*to).take_while(char::is_ascii) {
            first[c as usize >> 5] |= 1 << (c as u32 & 31);
        }
        Self { least: set.ranges().first().map_or(1, |(c, _)| c.len_utf8()), first }
    }

    /// What may be empty lets the next begin the match as well.
    fn then(self, next: Self) -> Self {
        let first = if self.least == 0 { self.or(next).first } else { self.first };
        Self { least: self.least.saturating_add(next.least), first }
    }

    fn or(self, other: Self) -> Self {
        let mut first = self.first;
        for (bits, more) in first.iter_mut().zip(other.first) {
            *bits |= more;
        }
        Self { least: self.least.min(other.least), first }
    }
}
