//! Streams of documents, properties of YAML values, errors and recovery.

use super::{at, read_text, values};
use serde_json::json;

#[test]
fn documents_that_hold_nothing_are_left_out() {
    assert_eq!(values(""), Vec::<serde_json::Value>::new());
    assert_eq!(values("# only a comment\n"), Vec::<serde_json::Value>::new());
    assert_eq!(values("---\n---\n# c\n---\nnull\n---\n~\n---\n"), Vec::<serde_json::Value>::new());
    assert_eq!(values("---\n# c\n---\na: 1\n---\n---\na: 2\n"), [json!({"a": 1}), json!({"a": 2})]);
    let read = read_text("---\n---\na: 1\n---\n---\na: 2\n");
    assert_eq!(read.documents.iter().map(crate::document::Document::index).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn markers_directives_marks_and_line_breaks() {
    let one = [json!({"a": 1, "b": "x\ny\n"})];
    assert_eq!(values("a: 1\nb: |\n  x\n  y\n"), one);
    assert_eq!(values("\u{feff}a: 1\nb: |\n  x\n  y\n"), one);
    assert_eq!(values("a: 1\r\nb: |\r\n  x\r\n  y\r\n"), one);
    assert_eq!(values("--- # first\na: 1\nb: |\n  x\n  y\n...\n"), one);
    assert_eq!(values("%YAML 1.1\n---\na: 1\nb: |\n  x\n  y\n"), one);
    assert_eq!(values("a: 1\nb: |\n  x\n  y"), one, "as if the last line ended");
    assert_eq!(values("a: 1\n...\n---\na: 2\n--- # c\na: 3"), [json!({"a": 1}), json!({"a": 2}), json!({"a": 3})]);
    assert_eq!(values("a: |\n  ---\n  b\n"), [json!({"a": "---\nb\n"})]);
}

#[test]
fn merge_keys_apply_in_the_order_of_the_text() {
    let cases = [
        ("b: &b {x: 1, z: 2}\nv:\n  x: 9\n  <<: *b\n", json!({"x": 1, "z": 2})),
        ("b: &b {x: 1, z: 2}\nv:\n  <<: *b\n  x: 9\n", json!({"x": 9, "z": 2})),
        ("b: &b {x: 1, z: 2}\nv:\n  x: 9\n  <<: *b\n  x: 10\n", json!({"x": 10, "z": 2})),
        ("b: &b {x: 1, w: 2}\nc: &c {x: 3, z: 4}\nv:\n  <<: [*b, *c]\n", json!({"x": 1, "w": 2, "z": 4})),
        ("b: &b {x: 1, w: 2}\nc: &c {x: 3, z: 4}\nv:\n  <<: *b\n  <<: *c\n", json!({"x": 3, "w": 2, "z": 4})),
        ("v:\n  <<: {x: 1}\n  z: 2\n", json!({"x": 1, "z": 2})),
        ("v:\n  <<: {<<: {x: 1}, z: 2}\n", json!({"x": 1, "z": 2})),
        ("v:\n  \"<<\": {x: 1}\n", json!({"<<": {"x": 1}})),
        ("v:\n  !!merge <<: {x: 1}\n", json!({"x": 1})),
        ("v:\n  <<: []\n", json!({})),
        ("v: [<<]\n", json!(["<<"])),
    ];
    for (text, expected) in cases {
        assert_eq!(values(text)[0]["v"], expected, "{text}");
    }
    for refused in ["v: {<<: 3}", "v: {<<: }", "v: {<<: [{a: 1}, [b]]}", "l: &l [{a: 1}]\nv: {<<: *l}"] {
        let read = read_text(refused);
        let message = read.errors.first().map(ToString::to_string);
        assert_eq!(message.as_deref(), Some("a merge key needs a map or a list of maps as its value"), "{refused}");
    }
}

#[test]
fn what_an_alias_or_a_merge_key_brings_is_marked() {
    let read = read_text("base: &b {image: x}\nspec:\n  <<: *b\n  name: n\nkeep: *b\n");
    let root = read.documents[0].root();
    assert!(at(root, &["base"]).is_anchored());
    assert!(!at(root, &["base", "image"]).is_by_alias());
    assert!(at(root, &["spec", "image"]).is_by_alias());
    assert!(!at(root, &["spec", "name"]).is_by_alias());
    assert!(at(root, &["keep"]).is_by_alias());
    assert!(at(root, &["keep", "image"]).is_by_alias());
    assert!(read.warnings.is_empty());
}

#[test]
fn aliases() {
    assert_eq!(values("a: &x 1\nb: *x\n"), [json!({"a": 1, "b": 1})]);
    assert_eq!(values("a: &x 1\nb: &x 2\nc: *x\n"), [json!({"a": 1, "b": 2, "c": 2})]);
    assert_eq!(values("&k a: *k\n"), [json!({"a": "a"})]);
    assert_eq!(values("- &k a\n- *k : 1\n"), [json!(["a", {"a": 1}])]);
    assert_eq!(values("- &k 0644\n- *k : 1\n"), [json!([420, {"420": 1}])]);
    assert_eq!(values("- {x: &k [1], x: 2}\n- *k\n"), [json!([{"x": 2}, [1]])]);
    let error = |text: &str| read_text(text).errors[0].to_string();
    assert_eq!(error("a: *x\n"), "no anchor of this name stands before the alias");
    assert_eq!(error("a: &x 1\n---\nb: *x\n"), "no anchor of this name stands before the alias");
    assert_eq!(error("a: &x [*x]\n"), "the alias stands inside the value that its anchor names");
}

#[test]
fn duplicate_keys_are_told_and_the_last_counts() {
    let text = "kind: A\nspec: {x: 1, z: {w: 1}, x: 2}\nkind: B\n";
    let read = read_text(text);
    assert_eq!(read.documents[0].root().to_json(), json!({"kind": "B", "spec": {"x": 2, "z": {"w": 1}}}));
    let told: Vec<_> = read.warnings.iter().map(|w| (w.notice.to_string(), w.span.start)).collect();
    assert_eq!(
        told,
        [
            ("duplicate key `x`: only the last value counts".to_owned(), 15),
            ("duplicate key `kind`: only the last value counts".to_owned(), 0)
        ]
    );
    let root = read.documents[0].root();
    assert_eq!(at(root, &["kind"]).span().map(|span| span.start), Some(44));
    assert_eq!(at(root, &["spec", "z", "w"]).path().to_string(), "spec.z.w");
    assert_eq!(values("{1: a, \"1\": b}"), [json!({"1": "b"})]);
}

#[test]
fn many_duplicates_of_unknown_keys_are_found() {
    let mut text = String::new();
    for round in 0..2 {
        for key in 0..300 {
            text = format!("{text}key{key}: {round}\n");
        }
    }
    let read = read_text(&text);
    assert_eq!(read.documents[0].root().len(), 300);
    assert_eq!(read.warnings.len(), 300);
    assert!(read.documents[0].root().entries().all(|entry| entry.value.as_i64() == Some(1)));
}

#[test]
fn a_broken_document_does_not_hide_the_others() {
    let read = read_text("a: 1\n---\nb: [1, 2\n---\nc: 3\n---\nd: {~: 1}\n---\na: .inf\n---\ne: 5\n");
    let kept: Vec<_> = read.documents.iter().map(|d| d.root().to_json()).collect();
    assert_eq!(kept, [json!({"a": 1}), json!({"c": 3}), json!({"e": 5})]);
    assert_eq!(read.documents.iter().map(crate::document::Document::index).collect::<Vec<_>>(), [0, 2, 5]);
    let places: Vec<_> = read.errors.iter().map(|e| read.source.position(e.span.start).line).collect();
    assert_eq!(places, [3, 7, 9]);
    assert_eq!(read.errors[2].to_string(), "`.inf` is a number that JSON, and so Kubernetes, cannot hold");
}

#[test]
fn what_only_kubernetes_takes_is_taken() {
    assert_eq!(values("a: 'x'# c\nb: [1]# d: \"e\nc: it\n"), [json!({"a": "x", "b": [1], "c": "it"})]);
    assert_eq!(values("a: [-]\nb: {c: -, d: [-, -]}\n"), [json!({"a": ["-"], "b": {"c": "-", "d": ["-", "-"]}})]);
    let read = read_text("a: 1\n---\nb: @\n---\n# é\nc: [ -, 'x' ]#é\nd: '2'\n---\ne: \"\"#\n");
    let kept: Vec<_> = read.documents.iter().map(|d| d.root().to_json()).collect();
    assert_eq!(kept, [json!({"a": 1}), json!({"c": ["-", "x"], "d": "2"}), json!({"e": ""})]);
    assert_eq!(read.errors.len(), 1);
    assert_eq!(at(read.documents[1].root(), &["c", "0"]).raw(), Some("-"));
    assert_eq!(at(read.documents[1].root(), &["d"]).raw(), Some("'2'"));
    assert_eq!(read.documents.iter().map(crate::document::Document::index).collect::<Vec<_>>(), [0, 2, 3]);
    let many = "- '1'#c\n".repeat(5_000);
    assert!(read_text(&many).errors.iter().all(|error| error.to_string() == "expected a space before `#`"));
}

#[test]
fn a_single_quote_may_be_escaped_inside_double_ones() {
    let text = "a: \"it\\'s \\\\' \\\"so\\'\\n\" # c\n\"k\\'\": [\"\\'\", 'x', \"\\P\"]\n";
    let read = read_text(text);
    assert!(read.errors.is_empty());
    let root = read.documents[0].root();
    assert_eq!(root.to_json(), json!({"a": "it's \\' \"so'\n", "k'": ["'", "x", "\u{2029}"]}));
    assert_eq!(at(root, &["a"]).raw(), Some("\"it\\'s \\\\' \\\"so\\'\\n\""));
    for text in ["a: \"\\'\\q\"\n", "a: \"\\q \\'\"\n", "a: \"\\' \\P\"\n", "a: \"\\q\" # \\'\n", "a: \"\\'"] {
        assert!(!read_text(text).errors.is_empty(), "{text:?}");
    }
    let refused = read_text("a: \"\\q\"\n").errors[0].to_string();
    assert_eq!(refused, "unknown escape in the quoted string");
}

#[test]
fn a_byte_order_mark_may_stand_where_a_document_begins() {
    let three = [json!({"a": {"b": "x\n"}}), json!({"a": 2}), json!({"a": 3, "b": 4})];
    for (first, second) in [("---\n\u{feff}", "--- # c\n\u{feff}"), ("---\r\n\u{feff}# c\r\n", "# c\n---\t\n\u{feff}")]
    {
        let text = format!("\u{feff}a:\n  b: |+\n    x\n{first}a: 2\n{second}a: 3\nb: 4\n");
        let read = read_text(&text);
        assert_eq!(read.documents.iter().map(|d| d.root().to_json()).collect::<Vec<_>>(), three, "{text:?}");
        assert!(read.errors.is_empty(), "{text:?}");
        let a = at(read.documents[2].root(), &["a"]).span().unwrap();
        assert_eq!(read.source.slice(a), "3", "{text:?}");
    }
    // Anywhere else, Kubernetes takes it for a part of what follows.
    for text in [
        "a: 1\n\u{feff}b: 2\n",
        "a:\n  \u{feff}b: 2\n",
        "---\na: 1\n\u{feff}b: 2\n",
        "# c\n\u{feff}a: 1\n",
        "\n\u{feff}# c\na: 1\n",
        "# c\r\n\u{feff}---\na: 1\n",
        "---\n\u{feff}a: 1\n",
        "a: 1\n---\n---\n\u{feff}b: 1\n",
        "a: 1\n---\n# c\n\u{feff}b: 1\n",
        "a: 1\n\u{feff}---\nb: 1\n",
    ] {
        let read = read_text(text);
        let told = read.errors.first().map(|error| (error.to_string(), error.span.start as usize));
        let message = "a byte-order mark cannot stand inside a document".to_owned();
        assert_eq!(told, Some((message, text.rfind('\u{feff}').unwrap())), "{text:?}");
    }
    assert_eq!(values("# a\u{feff}b\na: c\u{feff}\n"), [json!({"a": "c\u{feff}"})]);
}

#[test]
fn lines_end_where_kubernetes_ends_them() {
    // As sigs.k8s.io/yaml reads them: a comment hides nothing behind such a break.
    for end in ["\u{85}", "\u{2028}", "\u{2029}", "\r", "\r\n"] {
        let text = format!("a: 1 # é{end}b:{end}- x{end}- 'y'{end}c: \"z\"{end}");
        let read = read_text(&text);
        let kept: Vec<_> = read.documents.iter().map(|d| d.root().to_json()).collect();
        assert_eq!(kept, [json!({"a": 1, "b": ["x", "y"], "c": "z"})], "{text:?}");
        assert_eq!(at(read.documents[0].root(), &["b", "1"]).raw(), Some("'y'"));
        assert_eq!(at(read.documents[0].root(), &["b"]).raw(), Some(&*format!("- x{end}- 'y'")));
    }
    assert_eq!(values("a: \"b\u{2028}\"\nc: 1\u{2029}d: 2\n").len(), 1);
    // In other places such a character ends the line, too: what then follows is no key.
    assert!(!read_text("kin\u{2028}d: Pod\n").errors.is_empty());
}

#[test]
fn tabs_are_taken_where_kubernetes_takes_them() {
    let refused = [
        ("a: 1\n\t\nb: 2\n", 2, 1),
        ("a: 'x'\n \t# c\nb: 2\n", 2, 2),
        ("a: 1 # c\n  \t\nb: 2\n", 2, 3),
        ("\t\na: 1\n", 1, 1),
        ("a: 1\n\t", 2, 1),
        ("a:\n-\tb\n", 2, 2),
        ("- - \tb\n", 1, 5),
        ("a: |\n  \tb\n  c\n", 2, 3),
        ("a: |\n\n \t\n  b\n", 3, 2),
        ("a: |\n  b\n\t\n  c\n", 3, 1),
        ("a: |\n    b\n  \t\nc: 1\n", 3, 3),
        ("a: [\n  1]\n\t\nb: 2\n", 3, 1),
        ("?\ta\n: b\n", 1, 2),
        ("- ? \ta\n  : b\n", 1, 5),
        ("? a\n:\tb\n", 2, 2),
        ("? 'a'\n: \tb\n", 2, 3),
        ("? a\n:\t\nb: c\n", 2, 2),
    ];
    for (text, line, column) in refused {
        let read = read_text(text);
        let error = read.errors.first().unwrap_or_else(|| panic!("{text:?} is read"));
        assert_eq!(error.to_string(), "a tab cannot stand here: indentation takes spaces", "{text:?}");
        let at = read.source.position(error.span.start);
        assert_eq!((at.line, at.column), (line, column), "{text:?}");
    }
    for (text, value) in [
        ("a:\t1\t# c\t\nb: x\t\n", json!({"a": 1, "b": "x"})),
        ("# \tc\na:\t\n  b: c-\t# c\n---\t# c\n", json!({"a": {"b": "c-"}})),
        ("a: [1,\n\t{\t\"b\":\t2}\t]\n", json!({"a": [1, {"b": 2}]})),
        ("? a\t\n: b\nc: {?\td\n:\te}\n", json!({"a": "b", "c": {"d": "e"}})),
        ("a: \"x\n\ty\"\nb: x\n  \ty\nc: x\n  \t\n", json!({"a": "x y", "b": "x y", "c": "x"})),
        ("a: |\t\n  b\n  \tc\n  \t\nd: |2\n  \te\n", json!({"a": "b\n\tc\n\t\n", "d": "\te\n"})),
    ] {
        assert_eq!(values(text), [value], "{text:?}");
    }
}

#[test]
fn what_kubernetes_reads_otherwise_in_brackets_is_told() {
    let colon = "expected a space behind `:`: without one, Kubernetes takes it for a part of the string";
    let question = "a string with `?` in brackets needs quotes: Kubernetes takes it for the sign of a key";
    for (text, message, column) in [
        ("a: {b:}\n", colon, 6),
        ("a: {b :, c: 1}\n", colon, 7),
        ("a: [b:]\n", colon, 6),
        ("a: {b:[c]}\n", colon, 6),
        ("a: [http://b?c]\n", question, 5),
        ("a: {b?: c}\n", question, 5),
    ] {
        let read = read_text(text);
        let error = read.errors.first().unwrap_or_else(|| panic!("{text:?} is read"));
        assert_eq!((error.to_string().as_str(), error.span.start + 1), (message, column), "{text:?}");
    }
    assert_eq!(values("a: {b: , \"c\":, 'd':}\n"), [json!({"a": {"b": null, "c": null, "d": null}})]);
    assert_eq!(values("a: ['b?', \"{?}\", ? c : d]\ne: f?\n"), [json!({"a": ["b?", "{?}", {"c": "d"}], "e": "f?"})]);
}

#[test]
fn separators_of_lines_stay_in_quotes() {
    // As sigs.k8s.io/yaml reads them, without the space around them.
    for (text, value) in [
        ("a: \"x\u{2028}y\\n\"\n", "x\u{2028}y\n"),
        ("a: 'x '' \u{2029}\t y'\n", "x '\u{2029}y"),
        ("a: \" \u{2028} \u{2029} \"\n", "\u{2028}\u{2029}"),
        ("{\"a\": \"x \u{2028}\"}", "x \u{2028}"),
    ] {
        assert_eq!(values(text), [json!({"a": value})], "{text:?}");
    }
    for text in ["a: x\u{2028} y\n", "a: |\n  x\u{2029}  y\n", "a: \"x\\\u{2028}y\"\n", "a: 'x\u{2028}\n y'\n"] {
        let read = read_text(&format!("{text}---\nb: 1\n"));
        let told = read.errors.first().map(|error| (error.to_string(), error.span.start)).unwrap_or_default();
        assert!(told.0.starts_with("U+2028 and U+2029 end a line") && told.1 > 2, "{text:?}: {told:?}");
        assert_eq!(read.documents.len(), 1);
    }
}

#[test]
fn what_kubernetes_refuses_behind_a_marker_or_in_a_name_is_told() {
    let behind =
        "nothing but a comment can stand behind `---`, or Kubernetes refuses the text: put it on the next line";
    let name = "the name of an anchor has ASCII letters, digits, `_` and `-` alone: Kubernetes takes no others";
    for (text, message, at) in [
        ("--- {b: 1}\n", behind, "{"),
        ("a: 1\n---\t|\n  b\n", behind, "|"),
        ("# c\n--- &b\nc: 1\n", behind, "&"),
        ("---a: 1\n", behind, "a"),
        ("a: &b:c d\n", name, "&"),
        ("a: [&b.c d]\n", name, "&"),
        ("a: &b d\nc: [*b:d]\n", name, "*"),
        ("a: &\u{e9} d\n", name, "&"),
    ] {
        let read = read_text(text);
        let told = read.errors.first().map(|error| (error.to_string(), error.span.start as usize));
        assert_eq!(told, Some((message.to_owned(), text.find(at).unwrap())), "{text:?}");
    }
    let text = "a: 1\n--- {b: 1}\n---  # c\nc: [&d-_1 e, *d-_1]\n";
    let read = read_text(text);
    assert_eq!((read.documents.len(), read.errors.len()), (2, 1));
}

#[test]
fn what_kubernetes_leaves_out_behind_the_end_of_a_document_is_read_and_told() {
    let told = |text: &str| {
        let read = read_text(text);
        assert!(read.errors.is_empty(), "{text:?}");
        let warnings = read.warnings.iter().map(|warning| {
            assert_eq!(warning.notice.to_string(), "Kubernetes ignores what follows `...`, up to the next `---`");
            read.source.position(warning.span.start).line
        });
        (read.documents.len(), warnings.collect::<Vec<_>>())
    };
    assert_eq!(told("a: 1\n...\nb: 1\n"), (2, vec![3]));
    assert_eq!(told("a: 1\n... # c\n# c\n{b: 1}\n...\n- c\n---\nd: 1\n"), (4, vec![4, 6]));
    // What is read once more is told once.
    assert_eq!(told("a: 1\n...\nb: 'x'#c\nc: [-]\n"), (2, vec![3]));
    assert_eq!(told("a: 1\n...\n# c\n---\nb: 1\n...\n"), (2, vec![]));
    assert_eq!(told("a: 1\n...\n%YAML 1.1\n---\nb: 1\n"), (2, vec![]));
}

#[test]
fn what_starts_as_json_and_is_none_is_told_in_the_words_of_the_form_that_it_is_in() {
    for (text, message) in [
        ("{\"a\": b", "`{` is not closed"),
        ("{\"a\": {b: c}", "`{` is not closed"),
        ("[\"a\", b\n", "`[` is not closed"),
        (
            "{\"a\": {{ .b }}}",
            "this is not YAML but a template (`{{ … }}`): check what it gives, as by `helm template`",
        ),
        ("{}\n---\n{\"a: 1}\n", "the quote is not closed"),
        ("{\"a\": 1 \"b\": 2}", "expected `,` or `}`, found `\"`"),
        ("{\"a\": \"b\"", "expected `,` or `}`, found the end of the text"),
        (
            "{\"a\": \"\\x\"}",
            "expected an escape after the backslash: one of \" \\ / b f n r t, or u and four hexadecimal digits",
        ),
    ] {
        let told: Vec<String> = read_text(text).errors.iter().map(ToString::to_string).collect();
        assert_eq!(told, [message], "{text:?}");
    }
}

#[test]
fn templates_are_told_from_broken_yaml() {
    for text in ["{{- if x }}\na: 1\n{{- end }}\n", "a: {{ .Values.x }}\n"] {
        let message = read_text(text).errors.first().map(ToString::to_string).unwrap_or_default();
        assert!(message.contains("template"), "{text:?}: {message}");
    }
    assert_eq!(values("a: \"{{ x }}\"\n"), [json!({"a": "{{ x }}"})]);
}

#[test]
fn errors_of_grammar_tell_their_place() {
    let place = |text: &str| {
        let read = read_text(text);
        let error = read.errors.first().unwrap_or_else(|| panic!("{text:?} is read"));
        let position = read.source.position(error.span.start);
        (position.line, position.column)
    };
    assert_eq!(place("a: 1\nb:\n\tc: 1\n"), (3, 1));
    assert_eq!(place("a:\n  b: c\n\td: e\n"), (3, 1));
    assert_eq!(place("a:\n  - b\n \t- c\n"), (3, 2));
    assert_eq!(place("a: @x\n"), (1, 4));
    assert_eq!(place("a: b: c\n"), (1, 5));
    assert_eq!(place("é: {a: \"\\q\"}\n"), (1, 8));
    assert_eq!(place("  a: 1\nb: 2\n"), (2, 1));
    let message = |text: &str| read_text(text).errors[0].to_string();
    assert!(message("  a: 1\nb: 2\n").contains("indent this line"));
    assert!(message("%YAML 1.1\na: 1\n").contains("after the directives"));
}

#[test]
fn comments_that_speak_to_kubelaw_are_kept() {
    let text = "# kubelaw: kubernetes=1.29\n# plain\na: 1 # kubelaw:waive x -- why\nb: \"# kubelaw:no\"\n\
                c: |\n  # kubelaw:no\n---\nd: 1\n   # see # kubelaw:waive y -- kubelaw: é\ne: a#kubelaw:no\n# kubelaw:end";
    let read = read_text(text);
    let comments = |at: usize| -> Vec<&str> {
        read.documents[at].comments().iter().map(|span| read.source.slice(*span)).collect()
    };
    assert_eq!(comments(0), ["# kubelaw: kubernetes=1.29", "# kubelaw:waive x -- why"]);
    assert_eq!(comments(1), ["# see # kubelaw:waive y -- kubelaw: é", "# kubelaw:end"]);
}
