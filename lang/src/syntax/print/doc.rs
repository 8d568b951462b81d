//! A document of texts and possible line breaks, and its layout within a width.

/// The width that lines keep to where they can.
const WIDTH: usize = 100;

/// A piece of a document.
#[derive(Clone, Debug)]
pub(super) enum Doc {
    /// A text without line breaks.
    Text(String),
    /// A blank, or a line break where the enclosing group is broken.
    Line,
    /// Nothing, or a line break where the enclosing group is broken.
    SoftLine,
    /// A blank, or, where the enclosing group is broken, a line break if what follows does not fit on the line.
    FillLine,
    /// A line break.
    HardLine,
    /// A line break with an empty line.
    BlankLine,
    /// A text that stands only where the enclosing group is broken.
    IfBroken(&'static str),
    /// A comment that goes to the end of the line it comes up in.
    LineEnd(String),
    /// Pieces whose line breaks are indented further.
    Indent(usize, Inner),
    /// Pieces that are laid out on one line or broken at each of their own lines.
    Group(Inner),
}

/// Pieces with what the layout has to know of them.
#[derive(Clone, Debug)]
pub(super) struct Inner {
    docs: Vec<Doc>,
    /// The width on one line, or nothing where a line break is certain.
    width: Option<usize>,
}

impl Inner {
    fn new(docs: Vec<Doc>) -> Self {
        let width = docs.iter().try_fold(0_usize, |sum, doc| Some(sum.saturating_add(doc.width()?)));
        Self { docs, width }
    }
}

impl Doc {
    /// The width on one line, or nothing where a line break is certain.
    pub(super) fn width(&self) -> Option<usize> {
        match self {
            Self::Text(text) => Some(text.chars().count()),
            Self::Line | Self::FillLine => Some(1),
            Self::SoftLine | Self::IfBroken(_) => Some(0),
            Self::HardLine | Self::BlankLine | Self::LineEnd(_) => None,
            Self::Indent(_, inner) | Self::Group(inner) => inner.width,
        }
    }
}

/// A text.
pub(super) fn text(text: impl Into<String>) -> Doc {
    Doc::Text(text.into())
}

/// Pieces that are broken together or not at all.
pub(super) fn group(docs: Vec<Doc>) -> Doc {
    Doc::Group(Inner::new(docs))
}

/// Pieces whose line breaks are indented by `by` more columns.
pub(super) fn indent(by: usize, docs: Vec<Doc>) -> Doc {
    Doc::Indent(by, Inner::new(docs))
}

/// Lays a document out; lines end with `\n`.
pub(super) fn layout(docs: &[Doc]) -> String {
    let mut printer = Printer { out: String::new(), column: 0, pending: Vec::new() };
    let mut stack: Vec<(usize, bool, &Doc)> = docs.iter().rev().map(|doc| (0, true, doc)).collect();
    while let Some((by, broken, doc)) = stack.pop() {
        match doc {
            Doc::Text(text) => printer.text(text),
            Doc::Line | Doc::FillLine if !broken => printer.text(" "),
            Doc::FillLine if printer.column + 1 + follow(&stack) <= WIDTH => printer.text(" "),
            Doc::SoftLine | Doc::IfBroken(_) if !broken => {}
            Doc::Line | Doc::SoftLine | Doc::FillLine | Doc::HardLine => printer.newline(by),
            Doc::BlankLine => {
                printer.newline(0);
                printer.newline(by);
            }
            Doc::IfBroken(text) => printer.text(text),
            Doc::LineEnd(comment) => printer.pending.push(comment.clone()),
            Doc::Indent(more, inner) => stack.extend(inner.docs.iter().rev().map(|doc| (by + more, broken, doc))),
            Doc::Group(inner) => {
                let fits = inner.width.is_some_and(|width| printer.column + width + follow(&stack) <= WIDTH);
                stack.extend(inner.docs.iter().rev().map(|doc| (by, !fits, doc)));
            }
        }
    }
    printer.finish()
}

/// A document on one line, whatever its width.
pub(super) fn flat(doc: &Doc) -> String {
    let mut out = String::new();
    let mut stack = vec![doc];
    while let Some(doc) = stack.pop() {
        match doc {
            Doc::Text(text) => out.push_str(text),
            Doc::Line | Doc::FillLine | Doc::HardLine | Doc::BlankLine => out.push(' '),
            Doc::SoftLine | Doc::IfBroken(_) | Doc::LineEnd(_) => {}
            Doc::Indent(_, inner) | Doc::Group(inner) => stack.extend(inner.docs.iter().rev()),
        }
    }
    out
}

/// The width of what follows on the same line in any case.
fn follow(stack: &[(usize, bool, &Doc)]) -> usize {
    let mut width = 0;
    for &(_, broken, doc) in stack.iter().rev() {
        let (more, stopped) = head(doc, broken);
        width += more;
        if stopped || width > WIDTH {
            break;
        }
    }
    width
}

/// The width of a document up to its first possible line break, and whether it has one.
fn head(doc: &Doc, broken: bool) -> (usize, bool) {
    match doc {
        Doc::Text(text) => (text.chars().count(), false),
        Doc::Line | Doc::FillLine if !broken => (1, false),
        Doc::SoftLine | Doc::IfBroken(_) if !broken => (0, false),
        Doc::IfBroken(text) => (text.len(), false),
        Doc::LineEnd(_) => (0, false),
        Doc::Line | Doc::SoftLine | Doc::FillLine | Doc::HardLine | Doc::BlankLine => (0, true),
        Doc::Indent(_, inner) | Doc::Group(inner) => {
            let broken = broken || matches!(doc, Doc::Group(_));
            let mut width = 0;
            for doc in &inner.docs {
                let (more, stopped) = head(doc, broken);
                width += more;
                if stopped || width > WIDTH {
                    return (width, true);
                }
            }
            (width, false)
        }
    }
}

struct Printer {
    out: String,
    column: usize,
    /// The comments that wait for the end of the line.
    pending: Vec<String>,
}

impl Printer {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    fn newline(&mut self, by: usize) {
        self.flush(by);
        self.trim();
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', by));
        self.column = by;
    }

    /// Writes the waiting comments: the first ends the line, each further one has its own.
    fn flush(&mut self, by: usize) {
        for (i, comment) in std::mem::take(&mut self.pending).into_iter().enumerate() {
            self.trim();
            if i > 0 {
                self.out.push('\n');
                self.out.extend(std::iter::repeat_n(' ', by));
            } else if !self.out.is_empty() && !self.out.ends_with('\n') {
                self.out.push_str("  ");
            }
            self.out.push_str(&comment);
        }
    }

    fn trim(&mut self) {
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
    }

    fn finish(mut self) -> String {
        self.flush(0);
        let kept = self.out.trim_end().len();
        self.out.truncate(kept);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}
