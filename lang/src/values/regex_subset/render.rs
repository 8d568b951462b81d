//! [`Node`] to the text that an engine gets.

use std::fmt::Write;

use super::Dialect;
use super::class::Set;
use super::node::{Node, Place};

pub(super) fn render(node: &Node, dialect: Dialect) -> String {
    let mut out = String::new();
    write(node, dialect, &mut out);
    out
}

fn write(node: &Node, dialect: Dialect, out: &mut String) {
    match node {
        Node::Empty => out.push_str("(?:)"),
        Node::Literal(c) => character(*c, out),
        Node::Class(set) => class(set, out),
        Node::Place(found) => out.push_str(place(*found, dialect)),
        Node::Sequence(nodes) => {
            for node in nodes {
                if matches!(node, Node::Alternatives(_)) {
                    grouped(node, dialect, out);
                } else {
                    write(node, dialect, out);
                }
            }
        }
        Node::Alternatives(nodes) => {
            for (i, node) in nodes.iter().enumerate() {
                if i > 0 {
                    out.push('|');
                }
                write(node, dialect, out);
            }
        }
        Node::Repeat { node, least, most, lazy } => {
            if matches!(**node, Node::Literal(_) | Node::Class(_) | Node::Empty) {
                write(node, dialect, out);
            } else {
                grouped(node, dialect, out);
            }
            counts(*least, *most, out);
            if *lazy {
                out.push('?');
            }
        }
    }
}

fn grouped(node: &Node, dialect: Dialect, out: &mut String) {
    out.push_str("(?:");
    write(node, dialect, out);
    out.push(')');
}

fn counts(least: u32, most: Option<u32>, out: &mut String) {
    match (least, most) {
        (0, None) => out.push('*'),
        (1, None) => out.push('+'),
        (0, Some(1)) => out.push('?'),
        (least, None) => text(out, format_args!("{{{least},}}")),
        (least, Some(most)) if least == most => text(out, format_args!("{{{least}}}")),
        (least, Some(most)) => text(out, format_args!("{{{least},{most}}}")),
    }
}

fn place(place: Place, dialect: Dialect) -> &'static str {
    match (place, dialect) {
        (Place::TextStart, _) => "^",
        (Place::TextEnd, _) => "$",
        (Place::LineStart, _) => "(?m:^)",
        (Place::LineEnd, _) => "(?m:$)",
        (Place::WordEdge, Dialect::Regex) => r"(?-u:\b)",
        (Place::WordEdge, Dialect::RegexLite) => r"\b",
        (Place::NoWordEdge, Dialect::Regex) => r"(?-u:\B)",
        (Place::NoWordEdge, Dialect::RegexLite) => r"\B",
    }
}

fn class(set: &Set, out: &mut String) {
    out.push('[');
    for (first, last) in set.ranges() {
        character(*first, out);
        if first != last {
            out.push('-');
            character(*last, out);
        }
    }
    out.push(']');
}

fn character(c: char, out: &mut String) {
    if c.is_ascii_alphanumeric() || c == '_' {
        out.push(c);
    } else {
        text(out, format_args!("\\x{{{:X}}}", u32::from(c)));
    }
}

fn text(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a `String` always succeeds.
    let _ = out.write_fmt(arguments);
}
