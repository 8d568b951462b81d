//! The bounds hold: at the limit every construct is read at once and on a small stack, beyond it is refused.

use crate::limits::{MAX_DEPTH, MAX_NESTING};
use crate::source::Source;
use crate::syntax::{format, parse, parse_expression};

/// The stack that everything has to fit in; code that is not optimised takes about three times as much.
const STACK: usize = if cfg!(debug_assertions) { 1024 } else { 256 } * 1024;

/// Runs `check` on a thread with a small stack.
fn on_a_small_stack(check: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(check).expect("a thread starts");
    thread.join().expect("the check holds");
}

/// What opens a level, what closes it, and how many levels it is.
const EXPRESSIONS: &[(&str, &str, usize)] = &[
    ("(", ")", 1),
    ("[", "]", 1),
    ("[", " for x in xs]", 1),
    ("[x for x in ", "]", 1),
    ("[x for x in xs where ", "]", 1),
    ("{\"k\": ", "}", 1),
    ("f(", ")", 1),
    ("a.f(b, ", ")", 1),
    ("a[", "]", 1),
    ("not ", "", 1),
    ("not any x in xs: ", "", 2),
    ("any x in xs: ", "", 1),
    ("any x in xs where ", ": x", 1),
    ("all x in (", "): x", 2),
    ("one x in f(", "), y in x: y", 2),
    ("if ", " then b else c", 1),
    ("if a then ", " else c", 1),
    ("if a then b else ", "", 1),
    ("a and (b or ", ")", 1),
];

fn nested(open: &str, close: &str, times: usize) -> String {
    format!("{}a{}", open.repeat(times), close.repeat(times))
}

fn code(text: &str) -> Option<&'static str> {
    parse_expression(text).err().and_then(|diagnostics| diagnostics.first().map(|d| d.code.as_str()))
}

#[test]
fn expressions_nest_up_to_the_limit() {
    on_a_small_stack(|| {
        for (open, close, levels) in EXPRESSIONS {
            let text = nested(open, close, MAX_NESTING / levels);
            assert_eq!(code(&text), None, "{open}…{close}");
            let law = Source::new("deep.law", &format!("let a = {text}"));
            let formatted = format(&law).expect("it formats");
            assert_eq!(format(&Source::new("deep.law", &formatted)).as_deref(), Ok(&*formatted));
        }
    });
}

#[test]
fn deeper_expressions_are_refused() {
    on_a_small_stack(|| {
        for (open, close, levels) in EXPRESSIONS {
            assert_eq!(code(&nested(open, close, MAX_NESTING / levels + 1)), Some("E0003"), "{open}…{close}");
            assert_eq!(code(&nested(open, close, 20_000)), Some("E0003"), "{open}…{close}");
            assert_eq!(code(&nested(open, "", 20_000)), Some("E0003"), "{open}…");
        }
    });
}

#[test]
fn types_and_bodies_nest_up_to_the_limit() {
    on_a_small_stack(|| {
        let laws = [
            ("param a: ", "[", "int", "]", ""),
            ("param a: ", "{", "int", "}", ""),
            ("param a: ", "{b: ", "int", "}", ""),
            ("rule a for w in W {", "for x in xs {", "require x", "}", "}"),
        ];
        for (before, open, inner, close, after) in laws {
            for (times, fits) in [(MAX_NESTING - after.len(), true), (MAX_NESTING + 1, false), (20_000, false)] {
                let text = format!("{before}{}{inner}{}{after}", open.repeat(times), close.repeat(times));
                let parsed = parse(&Source::new("deep.law", &text));
                let codes: Vec<&str> = parsed.diagnostics.iter().map(|d| d.code.as_str()).collect();
                assert_eq!(codes, if fits { vec![] } else { vec!["E0003"] }, "{before}{open} {times} times");
            }
        }
    });
}

#[test]
fn long_runs_are_bounded() {
    on_a_small_stack(|| {
        for step in [" and a", " or a", " + a", " ?? a", ".a", "[0]", "[*]", ".f(a)"] {
            let run = |steps: usize| format!("a{}", step.repeat(steps));
            assert_eq!(code(&run(MAX_DEPTH - 1)), None, "{step}");
            assert_eq!(code(&run(MAX_DEPTH)), Some("E0004"), "{step}");
            assert_eq!(code(&run(5_000)), Some("E0004"), "{step}");
        }
    });
}

#[test]
fn wide_texts_are_read() {
    let wide = |element: &str| format!("[{}]", format!("{element}, ").repeat(10_000));
    for element in ["1", "any x in a: not b", "[a, {\"k\": not v}]"] {
        assert_eq!(code(&wide(element)), None, "{element}");
    }
    let checks = "require not a message \"b\" ".repeat(5_000);
    let parsed = parse(&Source::new("wide.law", &format!("rule a for w in W {{ {checks} }}")));
    assert_eq!(parsed.diagnostics, []);
}
