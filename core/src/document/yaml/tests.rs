//! What tokens are part of, beside what the parser crate's own events say: on texts that show what YAML can do, and on
//! those with something changed at random.

use super::events::{Anchor, Events, Fault, Properties, Sink, Tag};
use super::words;
use crate::document::error::Problem;
use crate::document::tree::{Kind, Style};
use granit_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StructureStyle};
use kubelaw_lang::span::Span;
use std::borrow::Cow;

const DEPTH: usize = 40;

/// Texts in which each state of the structure comes about.
const TEXTS: &[&str] = &[
    "",
    "a: 1\nb:\n  c: [1, 2]\n  d: {e: f, g}\n",
    "- a\n- - b\n  - c\n-\n- d: 1\n  e: 2\n",
    "a:\n- 1\n- b: 2\n  c:\n  - x\n  -\nd:\n-\ne:\n",
    "? a\n: b\n? - c\n: - d\n? e\n? f\n: \n: g\n",
    "--- a\n--- |\n  b\n...\n---\n...\n--- {c: d}\n",
    "%YAML 1.2\n%TAG !e! tag:yaml.org,2002:\n--- !e!str a\n...\n%FOO bar\n---\nb: !!int 1\n---\nc: !e!str d\n",
    "%YAML 1.1\n%YAML 1.1\n---\na: 1\n---\nb: 2\n",
    "%YAML 2.0\n---\na: 1\n---\nb: 2\n",
    "%TAG ! a\n%TAG ! b\n--- 1\n--- 2\n",
    "a: &x 1\nb: *x\nc: &y\nd: &z !!str\ne: !!str &w {f: *x}\n? &k g\n: *k\n",
    "&a [b, *a, &a c, *a]\n--- *a\n",
    "[a: b, ? c : d, ? e, : f, {g: , h}, [], ? , {? i : j, : k, ? l}]\n",
    "a: !<tag:yaml.org,2002:str> 1\nb: ! 2\nc: !local 3\nd: !u!x 4\n",
    "a: 'x'\nb: \"y\\n\"\nc: |\n  z\n\n  z\nd: >-\n  w\n  w\ne: a\n  b\n",
    "a: 1\n b: 2\n---\nc: 3\n",
    "a: 1\n%YAML 1.2\n---\nb: 2\n",
    "a: [1\n---\nb: 2\n---\n\"c\n---\nd: 3\n",
    "a\nb: c\n---\n- d\ne\n---\nf\n",
    "# nothing\n---\n# still nothing\n--- # nor here\na: 1 # there\n... # end\n... # again\nb\n",
    "\u{feff}a: 1\n---\n\u{feff}b: 2\n",
    "a: {b: [c, {d: [e]}]}\r\nf:\r\n- g\r\n",
    "a: 1\n... x\nb: 2\n---\nc: 3\n",
];

/// What is put in or taken out.
const PIECES: &[&str] = &[
    "\n",
    "---\n",
    "\n---\n",
    "...\n",
    ": ",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "!!str ",
    "!t ",
    "#",
    " ",
    "  ",
    "'",
    "\"",
    "|\n",
    ">\n",
    "%YAML 1.2\n",
    "x",
    "\t",
    "\u{e4}",
    "\r\n",
    "~",
];

#[derive(Default)]
struct Recorded(Vec<String>);

impl Recorded {
    fn part(&mut self, name: &str, properties: (Option<u32>, Option<&str>), style: &str, text: &str, span: Span) {
        let (anchor, tag) = properties;
        self.0.push(format!("{name} {anchor:?} {tag:?} {style} {text:?} {}..{}", span.start, span.end));
    }
}

fn told(properties: &Properties) -> (Option<u32>, Option<&str>) {
    let tag = properties.tag.as_ref().map(|tag| match tag {
        Tag::Core(name) => &**name,
        Tag::Other => "!",
    });
    (properties.anchor.map(|Anchor(number)| number), tag)
}

impl Sink for Recorded {
    fn document_start(&mut self, span: Span) -> Result<(), Fault> {
        self.part("start", (None, None), "", "", span);
        Ok(())
    }

    fn document_end(&mut self, span: Span) -> Result<(), Problem> {
        self.part("end", (None, None), "", "", span);
        Ok(())
    }

    fn alias(&mut self, Anchor(number): Anchor, span: Span) -> Result<(), Problem> {
        self.part("alias", (Some(number), None), "", "", span);
        Ok(())
    }

    fn simple(&mut self, text: &str, style: Style, span: Span) -> Result<(), Problem> {
        self.scalar(text, style, &Properties::NONE, span)
    }

    fn scalar(&mut self, text: &str, style: Style, properties: &Properties, span: Span) -> Result<(), Problem> {
        self.part("scalar", told(properties), &format!("{style:?}"), text, span);
        Ok(())
    }

    fn begin(&mut self, kind: Kind, style: Style, properties: &Properties, span: Span) -> Result<(), Problem> {
        self.part(&format!("begin {kind:?}"), told(properties), &format!("{style:?}"), "", span);
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), Problem> {
        self.part("close", (None, None), "", "", span);
        Ok(())
    }
}

fn by_tokens(text: &str) -> Vec<String> {
    let mut recorded = Recorded::default();
    let mut events = Events::new(text, 0, DEPTH);
    while let Some(taken) = events.next(&mut recorded) {
        let Err((problem, span)) = taken else { continue };
        recorded.0.push(format!("{problem:?} {}..{}", span.start, span.end));
        if !events.skip_document(span.start) {
            break;
        }
    }
    recorded.0
}

fn by_events(text: &str) -> Vec<String> {
    let options = granit_parser::options! {
        emit_comments: false, flow_nesting_limit: DEPTH + 1, block_nesting_limit: DEPTH + 1,
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut recorded = Recorded::default();
    while let Some(next) = parser.next_event() {
        match next {
            Ok((event, span)) => record(&event, Span::new(offset(span.start), offset(span.end)), text, &mut recorded),
            Err(error) => {
                recorded.0.push(fault(text, &error));
                if !parser.proceed_next_document().unwrap_or(false) {
                    break;
                }
            }
        }
    }
    recorded.0
}

fn offset(mark: Marker) -> u32 {
    u32::try_from(mark.byte_offset().unwrap()).unwrap()
}

fn fault(text: &str, error: &ScanError) -> String {
    let at = error.marker().byte_offset().unwrap_or(text.len());
    let (problem, span) = words::problem(text, error.kind(), at, DEPTH);
    format!("{problem:?} {}..{}", span.start, span.end)
}

fn record(event: &Event<'_>, span: Span, source: &str, recorded: &mut Recorded) {
    let core = |tag: Option<&granit_parser::Tag>| {
        tag.map(|tag| tag.suffix_in_namespace("tag:yaml.org,2002:").map_or("!".into(), Cow::into_owned))
    };
    let flow = |style: &StructureStyle| if *style == StructureStyle::Flow { "Flow" } else { "Block" };
    let number = |anchor: usize| (anchor != 0).then(|| u32::try_from(anchor).unwrap());
    match event {
        Event::Scalar(text, style, anchor, tag) => {
            let tag = core(tag.as_deref());
            // For a value that is not written, the crate has a tilde.
            let is_written = *style != ScalarStyle::Plain || source.get(span.range()) == Some(text);
            let text = if is_written || text != "~" { text } else { "" };
            recorded.part("scalar", (number(*anchor), tag.as_deref()), &format!("{style:?}"), text, span);
        }
        Event::MappingStart(style, anchor, tag) => {
            let tag = core(tag.as_deref());
            recorded.part("begin Map", (number(*anchor), tag.as_deref()), flow(style), "", span);
        }
        Event::SequenceStart(style, anchor, tag) => {
            let tag = core(tag.as_deref());
            recorded.part("begin List", (number(*anchor), tag.as_deref()), flow(style), "", span);
        }
        Event::MappingEnd | Event::SequenceEnd => recorded.part("close", (None, None), "", "", span),
        Event::Alias(anchor) => recorded.part("alias", (number(*anchor), None), "", "", span),
        Event::DocumentStart(..) => recorded.part("start", (None, None), "", "", span),
        Event::DocumentEnd => recorded.part("end", (None, None), "", "", span),
        _ => {}
    }
}

fn compare(text: &str) {
    let (ours, theirs) = (by_tokens(text), by_events(text));
    if text.contains('%') && ours.iter().any(|part| part.starts_with("Yaml(")) {
        // Once a directive was told to be wrong, we go on with the document behind it, and the crate with the next.
        return;
    }
    let refused_by_kubernetes = ["a tab cannot stand here", "a string with `?` in brackets", "the name of an anchor"];
    if ours.iter().any(|part| refused_by_kubernetes.iter().any(|told| part.contains(told))) {
        // The crate takes these.
        return;
    }
    assert!(ours == theirs, "of {text:?}\n{}\nby the crate's events\n{}", ours.join("\n"), theirs.join("\n"));
}

#[test]
fn tokens_are_part_of_what_the_crate_has_events_for() {
    for text in TEXTS {
        compare(text);
    }
}

#[test]
fn a_wrong_directive_is_told_once_and_the_documents_behind_it_are_read() {
    for directives in ["%YAML 1.1\n%YAML 1.1\n", "%YAML 2.0\n", "%TAG !a! b\n%TAG !a! c\n", "%YAML x\n"] {
        let parts = by_tokens(&format!("{directives}---\na\n---\nb\n"));
        assert!(parts[0].starts_with("Yaml("), "{parts:?}");
        assert_eq!(parts.iter().filter(|part| part.starts_with("Yaml(")).count(), 1, "{parts:?}");
        let scalars: Vec<_> = parts.iter().filter(|part| part.starts_with("scalar")).collect();
        assert!(scalars.len() == 2 && scalars[0].contains("\"a\"") && scalars[1].contains("\"b\""), "{parts:?}");
    }
}

#[test]
fn tokens_are_so_too_where_something_is_changed_at_random() {
    let mut seed = std::env::var("KUBELAW_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1_u64);
    let mut below = |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % limit
    };
    for _ in 0..20_000 {
        let mut text = TEXTS[below(TEXTS.len())].to_owned();
        for _ in 0..=below(3) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = below(places.len());
            let until = (at + below(3)).min(places.len() - 1);
            text.replace_range(places[at]..places[until], PIECES[below(PIECES.len())]);
        }
        // Where a byte-order mark hides the end of a document from the crate, what follows is lost to it.
        if text.rfind('\u{feff}').is_none_or(|at| at == 0) {
            compare(&text);
        }
    }
}
