//! The way to a value: made when a message needs it, never before.

use super::node::NodeRef;
use std::fmt;

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment<'a> {
    /// Into a map.
    Key(&'a str),
    /// Into a list, from 0.
    Index(usize),
}

/// A way into a value. It prints as `spec.containers[0].image`, a key that is no plain name in brackets and quotes:
/// `metadata.annotations["a.b/c"]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path<'a> {
    segments: Vec<Segment<'a>>,
}

impl<'a> Path<'a> {
    /// The path of these steps.
    pub fn new(segments: Vec<Segment<'a>>) -> Self {
        Self { segments }
    }

    pub(crate) fn between(ancestor: NodeRef<'a>, target: NodeRef<'a>) -> Self {
        let mut segments = Vec::new();
        let mut at = ancestor;
        while let Some((index, child)) = at.child_towards(target.id()) {
            segments.push(child.key().map_or(Segment::Index(index), Segment::Key));
            at = child;
        }
        Self { segments }
    }

    /// The steps, from the outside.
    pub fn segments(&self) -> &[Segment<'a>] {
        &self.segments
    }

    /// What it prints as, in a text that need not grow on the way.
    pub(crate) fn printed(&self) -> String {
        use fmt::Write as _;
        let mut text = String::with_capacity(16 * self.segments.len());
        // A text takes all that is written to it.
        let _ = write!(text, "{self}");
        text
    }

    /// Adds a step at the inner end.
    pub fn push(&mut self, segment: Segment<'a>) {
        self.segments.push(segment);
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.segments.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key) if is_name(key) => {
                    if at > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Segment::Key(key) => write_quoted(f, key)?,
            }
        }
        Ok(())
    }
}

/// Whether a key can follow a dot in a path and in law text.
fn is_name(key: &str) -> bool {
    let mut characters = key.bytes();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && characters.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn write_quoted(f: &mut fmt::Formatter<'_>, key: &str) -> fmt::Result {
    use fmt::Write as _;
    f.write_str("[\"")?;
    for character in key.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            control if control.is_control() => write!(f, "\\u{{{:x}}}", u32::from(control))?,
            other => f.write_char(other)?,
        }
    }
    f.write_str("\"]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_print_as_law_text_writes_them() {
        let path = Path::new(vec![
            Segment::Key("metadata"),
            Segment::Key("annotations"),
            Segment::Key("a.b/c"),
            Segment::Index(0),
            Segment::Key("x-y"),
            Segment::Key("z"),
        ]);
        assert_eq!(path.to_string(), r#"metadata.annotations["a.b/c"][0]["x-y"].z"#);
        assert_eq!(Path::new(vec![Segment::Key("a\"\\\n\u{1}é")]).to_string(), r#"["a\"\\\n\u{1}é"]"#);
        assert_eq!(Path::new(vec![Segment::Key(""), Segment::Key("1a")]).to_string(), r#"[""]["1a"]"#);
        assert_eq!(Path::default().to_string(), "");
        assert_eq!(Path::new(vec![Segment::Index(2), Segment::Key("name")]).to_string(), "[2].name");
    }
}
