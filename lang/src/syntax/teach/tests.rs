//! What authors of other languages type, the code that answers it, and the edit that is proposed.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::syntax::parser::parse;

fn diagnostics(text: &str) -> Vec<Diagnostic> {
    parse(&Source::new("test.law", text)).diagnostics
}

fn messages(text: &str) -> String {
    diagnostics(text).iter().map(|diagnostic| &*diagnostic.message).collect::<Vec<_>>().join("; ")
}

/// The text with the edits of all diagnostics made.
fn mended(text: &str, diagnostics: &[Diagnostic]) -> String {
    let mut edits: Vec<_> = diagnostics.iter().flat_map(|diagnostic| &diagnostic.fixes).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(edit.span.range(), &edit.text);
    }
    out
}

/// Every page's wrong example gives its code first, and its right example none.
#[test]
fn pages_tell_the_truth() {
    let pages = codes::ALL.iter().filter(|(code, _, _)| code.as_str().starts_with("E00"));
    for (code, title, page) in pages {
        assert!(page.contains("\nWrong:\n") && page.contains("\nRight:\n"), "{code} has examples");
        let (head, rest) = page.split_once('\n').expect("a page has a heading");
        let heading = head.to_lowercase();
        assert_eq!(heading, format!("# {code}: {}", title.trim().trim_end_matches('.')).to_lowercase());
        let mut samples = rest.split("```law\n").skip(1).filter_map(|sample| sample.split("```").next());
        let (Some(wrong), Some(right)) = (samples.next(), samples.next()) else {
            assert!(matches!(code.as_str(), "E0002" | "E0003" | "E0004" | "E0036"), "{code} has law examples");
            continue;
        };
        assert_eq!(diagnostics(wrong).first().map(|d| d.code), Some(*code), "{code}, wrong: {:?}", diagnostics(wrong));
        assert_eq!(diagnostics(right), [], "{code}, right");
    }
}

/// Condition, code, and the condition after the proposed edits where there are any.
const CONDITIONS: &[(&str, &str, &str)] = &[
    ("a && b || !c", "E0015", "a and b or not c"),
    ("a&&b", "E0015", "a and b"),
    ("a & b", "E0015", "a and b"),
    ("a AND b", "E0015", "a and b"),
    ("a eq b", "E0015", "a == b"),
    ("a === b", "E0015", "a == b"),
    ("a !== b", "E0015", "a != b"),
    ("a =~ /b/", "E0015", "a matches /b/"),
    ("a !in b", "E0015", "a not in b"),
    ("a notin b", "E0015", "a not in b"),
    ("a not \"b\"", "E0015", "a != \"b\""),
    (".a == 1", "E0001", ""),
    ("a?.b", "E0015", "a.b"),
    ("a => b", "E0015", ""),
    ("a = b", "E0016", "a == b"),
    ("a == null", "E0018", "not has(a)"),
    ("a.b[0] != nil and c", "E0018", "has(a.b[0]) and c"),
    ("null == a", "E0018", "not has(a)"),
    ("f(undefined)", "E0018", ""),
    ("a is null", "E0018", ""),
    ("a is not b", "E0018", "a != b"),
    ("some c in xs: c.d", "E0019", "any c in xs: c.d"),
    ("every c in xs: c.d", "E0019", "all c in xs: c.d"),
    ("exists c in xs: c.d", "E0019", "any c in xs: c.d"),
    ("no c in xs: c.d", "E0019", "not any c in xs: c.d"),
    ("for all c in xs: c.d", "E0019", "all c in xs: c.d"),
    ("any(c in xs: c.d)", "E0019", ""),
    ("any c in xs where c.d", "E0019", ""),
    ("(all c in xs) and d", "E0019", ""),
    ("a == f\"b\"", "E0011", ""),
    ("a == \"\"\"b\"\"\"", "E0011", ""),
    ("a -- b", "E0013", "a # b"),
    ("all c in xs { c.d }", "E0019", ""),
    ("xs.all(c, c.d > 1)", "E0019", "(all c in xs: c.d > 1)"),
    ("xs.exists(c, c.d) or e", "E0019", "(any c in xs: c.d) or e"),
    ("xs.exists_one(c, c.d)", "E0019", "(one c in xs: c.d)"),
    ("xs.filter(c, c.d).isEmpty()", "E0019", "[c for c in xs where c.d].isEmpty()"),
    ("xs.map(c, c.d).isEmpty()", "E0019", "[c.d for c in xs].isEmpty()"),
    ("xs[_].a == 1", "E0020", "xs[*].a == 1"),
    ("xs[].a == 1", "E0020", "xs[*].a == 1"),
    ("xs.*.a == 1", "E0020", "xs[*].a == 1"),
    ("_", "E0020", ""),
    ("1 < a < 3", "E0021", "1 < a and a < 3"),
    ("a == not b", "E0022", ""),
    ("a == if b then c else d", "E0022", "a == (if b then c else d)"),
    ("a + any x in xs: x", "E0022", "a + (any x in xs: x)"),
    ("a == 5GB", "E0023", "a == 5G"),
    ("a == 512mib", "E0023", "a == 512Mi"),
    ("a == 1e3", "E0023", "a == 1000"),
    ("a == 1_000", "E0023", "a == 1000"),
    ("a == 0xFF", "E0023", "a == 255"),
    ("a == 0644", "E0023", "a == 420"),
    ("a == .5", "E0023", "a == 0.5"),
    ("a == 24h", "E0023", "a == duration(\"24h\")"),
    ("a == 5foo", "E0023", ""),
    ("a == 99999999999999999999", "E0024", ""),
    ("a == -9223372036854775809", "E0024", ""),
    ("a ? b : c", "E0031", ""),
    ("if a then b elif c then d else e", "E0031", "if a then b else if c then d else e"),
    ("if a then b", "E0031", ""),
    ("if a { b } else { c }", "E0031", ""),
    ("a if b", "E0031", ""),
    ("a / 2 > b", "E0033", ""),
    ("a % 2 == 0", "E0033", ""),
    ("a ** 2 == 0", "E0033", ""),
    ("a == - 3", "E0033", "a == -3"),
    ("a == -b", "E0033", "a == 0 -b"),
    ("a startsWith \"b\"", "E0034", "a.startsWith(\"b\")"),
    ("a contains b", "E0034", "a.contains(b)"),
    ("a matches /b/gi", "E0035", "a matches /(?i)b/"),
    ("a == 'b'", "E0011", "a == \"b\""),
    ("a == `b\\d`", "E0011", "a == \"b\\\\d\""),
    ("a == “b”", "E0011", "a == \"b\""),
    ("a ≠ b", "E0010", "a != b"),
    ("a\u{a0}== b", "E0010", "a == b"),
    ("$.spec.a", "E0010", ""),
    ("größe == 1", "E0010", ""),
    ("a == \"b", "E0007", ""),
    ("a == \"\\q\"", "E0008", "a == \"\\\\q\""),
    ("a == \"\\u{110000}\"", "E0008", ""),
    ("a == \"\\'\"", "E0008", "a == \"'\""),
    ("a matches /b", "E0009", ""),
    ("a == {b: 1}", "E0001", "a == {\"b\": 1}"),
    ("a in (b, c)", "E0001", ""),
    ("message == \"a\"", "E0029", ""),
];

/// What is wrong with the answer to `text`, whose edits should give `right`.
fn complaint(text: &str, code: &str, right: &str) -> Option<String> {
    let found = diagnostics(text);
    let mended = mended(text, &found);
    let good = !found.is_empty()
        && found.iter().all(|d| d.code.as_str() == code && d.help.is_some())
        && mended == right
        && (right == text || diagnostics(right).is_empty());
    (!good).then(|| format!("{text}\n-> {mended}\n{found:#?}"))
}

#[test]
fn conditions_of_other_languages() {
    let around = |condition: &str| format!("rule r for w in Workload {{\n  require {condition}\n}}\n");
    let complaints = CONDITIONS.iter().filter_map(|(condition, code, right)| {
        complaint(&around(condition), code, &around(if right.is_empty() { condition } else { right }))
    });
    assert_eq!(complaints.collect::<Vec<_>>().join("\n"), "");
}

/// Law text, code, and the text after the proposed edits where there are any.
const TEXTS: &[(&str, &str, &str)] = &[
    ("rule a w in W { require b }", "E0026", "rule a for w in W { require b }"),
    ("rule a on w in W { require b }", "E0026", "rule a for w in W { require b }"),
    ("rule a { require b }", "E0026", ""),
    ("rule for w in W { require b }", "E0026", ""),
    ("rule a for W { require b }", "E0026", "rule a for w in W { require b }"),
    ("rule a for w W { require b }", "E0026", "rule a for w in W { require b }"),
    ("rule a for w of W { require b }", "E0026", "rule a for w in W { require b }"),
    ("rule a for w: W { require b }", "E0026", "rule a for w in W { require b }"),
    ("rule a for w in Pod, Job { require b }", "E0026", "rule a for w in Pod | Job { require b }"),
    ("rule a for w in Pod or Job { require b }", "E0026", "rule a for w in Pod | Job { require b }"),
    ("rule a for w in W and c in w.c { require b }", "E0026", "rule a for w in W, c in w.c { require b }"),
    ("rule a for w in W if w.c { require b }", "E0026", "rule a for w in W where w.c { require b }"),
    ("rule a for w in { require b }", "E0026", ""),
    ("rule a for w in W where { require b }", "E0026", ""),
    ("rule \"My rule\" for w in W { require b }", "E0025", "rule my-rule for w in W { require b }"),
    ("rule noHostPID for w in W { require b }", "E0025", "rule no-host-pid for w in W { require b }"),
    ("rule a--b for w in W { require b }", "E0025", "rule a-b for w in W { require b }"),
    ("rule a for w in W { deny b }", "E0027", "rule a for w in W { forbid b }"),
    ("rule a for w in W { assert b }", "E0027", "rule a for w in W { require b }"),
    ("rule a for w in W { requires b }", "E0027", "rule a for w in W { require b }"),
    ("rule a for w in W { w.b == 1 }", "E0027", "rule a for w in W { require w.b == 1 }"),
    ("rule a for w in W { not w.b }", "E0027", "rule a for w in W { require not w.b }"),
    ("rule a for w in W { description \"b\" require c }", "E0027", ""),
    ("rule a for w in W { require b msg \"c\" }", "E0027", "rule a for w in W { require b message \"c\" }"),
    ("rule a for w in W { require b mesage \"c\" }", "E0027", "rule a for w in W { require b message \"c\" }"),
    ("rule a for w in W { require b fix w.c = 1 }", "E0027", "rule a for w in W { require b fix set w.c = 1 }"),
    ("rule a for w in W { require b fix delete w.c }", "E0027", "rule a for w in W { require b fix remove w.c }"),
    (
        "rule a for w in W { require b fix append c into w.d }",
        "E0027",
        "rule a for w in W { require b fix append c to w.d }",
    ),
    ("rule a for w in W { severity: high }", "E0014", "rule a for w in W { severity high }"),
    ("rule a for w in W { require b message: \"c\" }", "E0014", "rule a for w in W { require b message \"c\" }"),
    ("rule a for w in W { require b; require c }", "E0014", "rule a for w in W { require b require c }"),
    ("rule a for w in W { require b, require c }", "E0014", "rule a for w in W { require b require c }"),
    ("rule a for w in W { on create, update }", "E0014", "rule a for w in W { on create | update }"),
    ("rule a for w in W { severity \"high\" }", "E0028", "rule a for w in W { severity high }"),
    ("rule a for w in W { since 1.25 }", "E0028", "rule a for w in W { since v1.25 }"),
    ("rule a for w in W { control pss baseline }", "E0028", "rule a for w in W { control pss \"baseline\" }"),
    ("rule a for w in W { control pss }", "E0028", ""),
    ("rule a for w in W { severity }", "E0028", ""),
    ("rule a for w in W { let b := 1 }", "E0017", "rule a for w in W { let b = 1 }"),
    ("rule a for w in W { b := 1 }", "E0017", "rule a for w in W { let b = 1 }"),
    ("rule a for w in W { b = 1 }", "E0017", "rule a for w in W { let b = 1 }"),
    ("rule a for w in W { require b fix set w.c == 1 }", "E0017", "rule a for w in W { require b fix set w.c = 1 }"),
    ("let a == 1", "E0017", "let a = 1"),
    ("let a: int = 1", "E0017", ""),
    ("def a = 1", "E0017", "let a = 1"),
    ("def a(b) { b }", "E0017", ""),
    ("param a = 1", "E0017", ""),
    ("let rule = 1", "E0029", ""),
    ("def f(for) = 1", "E0029", ""),
    ("param a: string[]", "E0001", "param a: [string]"),
    ("param a: list<string>", "E0001", "param a: [string]"),
    ("param a: string | null", "E0018", ""),
    ("use rbac.law", "E0001", ""),
    ("rule a for w in W { require b message \"c }\" }", "E0030", "rule a for w in W { require b message \"c }}\" }"),
    ("rule a for w in W { require b message \"c {\" }", "E0030", ""),
    ("rule a for w in W { require b message \"c {}\" }", "E0030", "rule a for w in W { require b message \"c {{}}\" }"),
    ("rule a for w in W { require b message \"c {d:3}\" }", "E0030", ""),
    ("rule a for w in W { require b message f(c) }", "E0030", ""),
    ("rule a for w in W { require b message \"c\" + d }", "E0030", ""),
    (
        "rule a for w in W { url https://x.org/a?b#c require b }",
        "E0011",
        "rule a for w in W { url \"https://x.org/a?b#c\" require b }",
    ),
    ("let a = [https://x.org, b]", "E0011", "let a = [\"https://x.org\", b]"),
    ("// a\nlet b = 1 // c", "E0013", "# a\nlet b = 1 # c"),
    ("/* a */\nlet b = 1", "E0013", "# a\nlet b = 1"),
    ("## a\n\nlet b = 1", "E0012", "# a\n\nlet b = 1"),
    ("rule a for each c in xs { require b }", "E0026", "rule a for c in xs { require b }"),
    ("rule a for w in W require b", "E0026", ""),
    ("rule a for w in W { message \"b\" require c }", "E0027", ""),
    ("rule a for w in W { require b else message \"c\" }", "E0027", "rule a for w in W { require b message \"c\" }"),
    ("rule a for w in W { some c in w.c c.d }", "E0019", ""),
    ("package a\nimport b && c\ndeny[x] {\n  y := z\n}\nlet d = 1\nfoo\nbar", "E0032", ""),
    ("package a", "E0032", ""),
    ("import \"rbac.law\"", "E0032", "use \"rbac.law\""),
    ("policy a for w in W {}", "E0032", "rule a for w in W {}"),
    ("rul a for w in W {}", "E0032", ""),
    ("a = 1", "E0032", "let a = 1"),
    ("apiVersion: v1\nkind: Pod", "E0032", ""),
    ("rule a for w in W { require b }}", "E0006", "rule a for w in W { require b }"),
    ("rule a for w in W { require (b }", "E0005", ""),
    ("rule a for w in W { require b", "E0005", ""),
];

#[test]
fn texts_of_other_languages() {
    let complaints = TEXTS
        .iter()
        .filter_map(|(text, code, right)| complaint(text, code, if right.is_empty() { text } else { right }));
    assert_eq!(complaints.collect::<Vec<_>>().join("\n"), "");
}

#[test]
fn what_was_expected_is_said_in_words() {
    let cases = [
        ("let a =", "expected an expression, found the end of the text"),
        ("let a = f(b c)", "expected an operator, `,` or `)`, found the name `c`"),
        ("let a = [b c]", "expected an operator, `for`, `,` or `]`, found the name `c`"),
        ("let a = b c", "expected an operator or the next item, found the name `c`"),
        ("let a = b.\nlet c = 1", "expected a field name, found the end of the item"),
        ("rule a for w in W { require b c }", "there is no clause `c`"),
        (
            "rule a for w in W { require b message \"c\" \"d\" }",
            "expected `message`, `at`, `fix`, another check or `}`, found the string `\"d\"`",
        ),
        ("rule a for w in W { require }", "expected an expression, found `}`"),
        ("rule a for w in W { 5 }", "expected a check or `}`, found the number `5`"),
        ("rule a for w in W { require b at }", "expected a path, found `}`"),
        ("param a: ", "expected a type, found the end of the text"),
        ("def f(a b) = 1", "expected `:`, `,` or `)`, found the name `b`"),
        ("use", "expected a string, found the end of the text"),
        ("let a = if b then c then d", "expected an operator or `else`, found the keyword `then`"),
        ("let a = any x in xs", "expected `:` after the scope of a quantifier, found the end of the text"),
    ];
    let answers: Vec<(&str, String)> = cases.iter().map(|&(text, _)| (text, messages(text))).collect();
    assert_eq!(answers, cases.map(|(text, message)| (text, message.to_owned())));
}

#[test]
fn own_definitions_may_have_the_names_of_macros() {
    let text = "def exists(xs, x) = x in xs\nlet a = [1].exists(b, c)";
    assert_eq!(diagnostics(text), []);
    assert_eq!(diagnostics("use \"a.law\"\nlet a = [1].filter(b, c)"), []);
}
