//! Source lines with marks under the exact characters.

use super::escape::{escape, push};
use super::style::{Ink, Style};
use crate::report::frame::Frame;
use std::fmt::Write;

/// One marked line and what is said under the mark.
pub(crate) struct Mark<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) label: &'a str,
    /// `^` for the place itself, `-` for a second one.
    pub(crate) sign: char,
    pub(crate) ink: Ink,
}

/// Draws the marks, given in the order of their lines, under a gutter of `width` digits. A line is printed once.
pub(crate) fn draw(out: &mut String, style: Style, width: usize, marks: &[Mark<'_>]) {
    let bar = style.paint(Ink::Faint, "|");
    let _ = writeln!(out, "{:width$} {bar}", "");
    let mut last: Option<u32> = None;
    for mark in marks {
        let (line, head, signs) = lay_out(mark);
        if last != Some(mark.frame.line) {
            if last.is_some_and(|l| l + 1 < mark.frame.line) {
                let _ = writeln!(out, "{}", style.paint(Ink::Faint, "..."));
            }
            let number = style.paint(Ink::Faint, &format!("{:>width$}", mark.frame.line));
            let _ = writeln!(out, "{number} {bar} {line}");
        }
        last = Some(mark.frame.line);
        let mut under: String = std::iter::repeat_n(mark.sign, signs).collect();
        if mark.frame.more_lines > 0 {
            let lines = if mark.frame.more_lines == 1 { "line" } else { "lines" };
            let _ = write!(under, " and {} more {lines}", mark.frame.more_lines);
        }
        if !mark.label.is_empty() {
            under.push(' ');
            under.push_str(&escape(mark.label));
        }
        let _ = writeln!(out, "{:width$} {bar} {:head$}{}", "", "", style.paint(mark.ink, &under));
    }
}

/// The line as shown, the columns before the mark, and the columns of the mark.
fn lay_out(mark: &Mark<'_>) -> (String, usize, usize) {
    let frame = mark.frame;
    let mut line = String::new();
    let mut head = 0;
    let mut signs = 0;
    if frame.cut_start {
        line.push('…');
        head += 1;
    }
    for (i, c) in frame.text.chars().enumerate() {
        let columns = push(&mut line, c);
        if i < frame.before {
            head += columns;
        } else if i < frame.before + frame.marked {
            signs += columns;
        }
    }
    if frame.cut_end {
        line.push('…');
    }
    (line.trim_end().to_owned(), head, signs.max(1))
}

/// How many digits a line number has.
pub(crate) fn digits(line: u32) -> usize {
    line.max(1).ilog10() as usize + 1
}
