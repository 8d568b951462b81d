//! Marks: comment lines of carets under a line, which say where exactly something is on it, and perhaps what it says.
//!
//! ```yaml
//! privileged: true # expect: privileged-container
//! #           ^^^^ container web runs privileged
//! ```

/// A caret line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    /// The line that it is under, from 1.
    pub(super) line: u32,
    /// The line that it is.
    pub(super) own_line: u32,
    /// The column of the first caret, from 1.
    pub(super) start: u32,
    /// The column after the last caret.
    pub(super) end: u32,
    /// What stands after the carets.
    pub(super) text: String,
}

/// Something that a mark may be about.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    /// Its first line, from 1.
    pub(super) line: u32,
    /// Its first column, from 1.
    pub(super) start: u32,
    /// The column after it; none where it ends on another line.
    pub(super) end: Option<u32>,
    /// What it says: a mark with a text gives one of these.
    pub(super) says: Vec<String>,
}

impl Mark {
    /// Whether this is what the mark is under and says.
    pub(super) fn fits(&self, marked: &Marked) -> bool {
        let placed = marked.line == self.line && marked.start == self.start;
        let long = marked.end.is_none_or(|end| end.max(marked.start + 1) == self.end);
        placed && long && (self.text.is_empty() || marked.says.contains(&self.text))
    }

    /// What is wrong where no `marked` fits: what is on the line instead.
    pub(super) fn instead(&self, marked: &[Marked]) -> String {
        let here = marked.iter().filter(|m| m.line == self.line);
        let told: Vec<String> = here
            .map(|m| {
                let columns = m.end.map_or_else(|| format!("from {}", m.start), |end| format!("{} to {end}", m.start));
                format!("columns {columns}, saying `{}`", m.says.join("` or `"))
            })
            .collect();
        if told.is_empty() { "nothing".to_owned() } else { told.join("; ") }
    }
}

/// The caret lines of a text. One under another is about the same line.
pub(super) fn read(text: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (number, line) in (1_u32..).zip(text.lines()) {
        let Some((start, end, text)) = carets(line) else { continue };
        let line = marks.last().filter(|above| above.own_line + 1 == number).map_or(number - 1, |above| above.line);
        marks.push(Mark { line, own_line: number, start, end, text });
    }
    marks
}

/// The columns of the carets of a caret line, and what stands after them.
fn carets(line: &str) -> Option<(u32, u32, String)> {
    let rest = line.trim_start().strip_prefix('#')?;
    let marked = rest.trim_start();
    let text = marked.trim_start_matches('^');
    let count = marked.len() - text.len();
    if count == 0 {
        return None;
    }
    let before = line.chars().count() - marked.chars().count();
    let column = |n: usize| u32::try_from(n).ok();
    Some((column(before + 1)?, column(before + 1 + count)?, text.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_are_under_the_line_before() {
        let marks = read("a: é\n#  ^ what\n# ^^\nb: 1\n# no carets\n");
        let mark = |own_line, start, end, text: &str| Mark { line: 1, own_line, start, end, text: text.to_owned() };
        assert_eq!(marks, [mark(2, 4, 5, "what"), mark(3, 3, 5, "")]);
    }

    #[test]
    fn a_mark_fits_by_columns_and_text() {
        let mark = Mark { line: 3, own_line: 4, start: 5, end: 8, text: "spec.x".to_owned() };
        let marked = |start, end, says: &str| Marked { line: 3, start, end, says: vec![says.to_owned()] };
        assert!(mark.fits(&marked(5, Some(8), "spec.x")));
        assert!(mark.fits(&marked(5, None, "spec.x")), "what goes on in the next line is marked by its start");
        assert!(!mark.fits(&marked(5, Some(9), "spec.x")));
        assert!(!mark.fits(&marked(5, Some(8), "spec.y")));
    }
}
