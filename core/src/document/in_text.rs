//! Values as they stand in a text, for a reader whose grammar sees to it that keys and values alternate as they must: the
//! short way into a document.

use super::builder::Builder;
use super::parts::BuildError;
use super::tree::{Kind, Local, Node, Style, TextRange};
use kubelaw_lang::span::Span;

impl Builder {
    /// The key of the next value, in a map: these bytes of the source, in quotes.
    #[inline]
    pub(crate) fn key_in_text(&mut self, text: TextRange, bytes: &[u8], hash: u32) -> Result<(), BuildError> {
        let symbol = self.symbols.lookup_hashed(bytes, hash);
        let key = if symbol.is_known() { symbol.number() } else { self.add_local(Local { text, hash })? };
        self.set_key(key, hash, in_quotes(text));
        Ok(())
    }

    /// A text as the next value: this range of the source, in quotes.
    #[inline]
    pub(crate) fn string_in_text(&mut self, text: TextRange) -> Result<(), BuildError> {
        let node = Node { one: text.start, two: text.length, ..Node::new(Kind::String, Style::DoubleQuoted, 0) };
        self.add_in_text(node, in_quotes(text)).map(|_| ())
    }

    /// A list or map as the next value, which opens with the bracket at this offset.
    #[inline]
    pub(crate) fn begin_in_text(&mut self, kind: Kind, start: u32) -> Result<(), BuildError> {
        if self.around.len() >= self.limits.depth {
            return Err(BuildError::TooDeep { limit: self.limits.depth });
        }
        let node = Node { one: 1, ..Node::new(kind, Style::Flow, 0) };
        let number = self.add_in_text(node, Span { start, end: start + 1 })?;
        self.open_frame(number, kind);
        Ok(())
    }

    #[inline(always)]
    fn add_in_text(&mut self, node: Node, span: Span) -> Result<u32, BuildError> {
        let number = self.nodes.len();
        if number >= self.limits.nodes {
            return Err(BuildError::TooManyValues { limit: self.limits.nodes });
        }
        self.add(node, span);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "no document has as many values, for a text is below 2 GiB"
        )]
        Ok(number as u32)
    }
}

/// The span of a text with the quotes around it.
#[inline]
const fn in_quotes(text: TextRange) -> Span {
    Span { start: text.start.wrapping_sub(1), end: text.start.wrapping_add(text.length).wrapping_add(1) }
}
