//! Diagnostics of law text for people: the source lines with every labelled place, and what to do.

use super::escape::escape;
use super::excerpt::{Mark, digits, draw};
use super::style::{Ink, Style};
use crate::report::frame::Frame;
use kubelaw_lang::diagnostic::{Diagnostic, Label, Level};
use kubelaw_lang::source::Source;
use std::fmt::Write;

/// One diagnostic, ended by an empty line.
#[must_use]
pub fn diagnostic(source: &Source, diagnostic: &Diagnostic, style: Style) -> String {
    let (word, ink) = match diagnostic.level {
        Level::Error => ("error", Ink::Error),
        Level::Warning => ("warning", Ink::Warning),
    };
    let mut out = String::new();
    let head = style.paint(ink, &format!("{word}[{}]", diagnostic.code));
    let _ = writeln!(out, "{head}: {}", style.paint(Ink::Strong, &escape(&diagnostic.message)));
    let mut places: Vec<(Frame, &Label, bool)> =
        diagnostic.labels.iter().enumerate().map(|(i, label)| (frame(source, label), label, i == 0)).collect();
    places.sort_by_key(|(_, label, _)| label.span);
    let width = places.iter().map(|(f, _, _)| digits(f.line)).max().unwrap_or(1);
    let at = source.position(diagnostic.span().start);
    let arrow = style.paint(Ink::Faint, "-->");
    let _ = writeln!(out, "{:width$}{arrow} {}:{}:{}", "", escape(source.name()), at.line, at.column);
    let marks: Vec<Mark<'_>> = places
        .iter()
        .map(|(frame, label, primary)| Mark {
            frame,
            label: &label.message,
            sign: if *primary { '^' } else { '-' },
            ink: if *primary { ink } else { Ink::Faint },
        })
        .collect();
    draw(&mut out, style, width, &marks);
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "{:width$} {} {}", "", style.paint(Ink::Help, "= help:"), escape(help));
    }
    out.push('\n');
    out
}

fn frame(source: &Source, label: &Label) -> Frame {
    let (start, end) = (source.position(label.span.start), source.position(label.span.end));
    Frame::cut(source.text(), start.offset..end.offset, start.line..end.line)
}
