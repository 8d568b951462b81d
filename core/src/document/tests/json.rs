//! JSON texts, good and bad.

use super::{read_text, values};
use serde_json::json;

#[test]
fn streams_of_values() {
    assert_eq!(values("{\"a\": 1}\n{\"a\": 2}\n"), [json!({"a": 1}), json!({"a": 2})]);
    assert_eq!(values("{\"a\":1}{\"a\":2} [3]"), [json!({"a": 1}), json!({"a": 2}), json!([3])]);
    assert_eq!(values("\u{feff} {\"a\":1}\r\n"), [json!({"a": 1})]);
    assert_eq!(values("{}\n[]\nnull\n"), [json!({}), json!([])]);
}

#[test]
fn a_byte_order_mark_may_stand_before_each_value() {
    assert_eq!(values("{\"a\":1}\n\u{feff}{\"a\":2}\u{feff}"), [json!({"a": 1}), json!({"a": 2})]);
    let read = read_text("{\"a\": }\n\u{feff}{\"a\": 2}\n{\"a\": \u{feff}3}\n");
    assert_eq!((read.documents.len(), read.errors.len()), (1, 2));
    assert_eq!(read.documents[0].root().to_json(), json!({"a": 2}));
}

#[test]
fn escapes() {
    let text = r#"{"k\u0065y": "\"\\\/\b\f\n\r\té\u00e9\ud83d\ude00", "half": "\ud83d x\udc00", "z": "\u0000"}"#;
    assert_eq!(values(text), [json!({"key": "\"\\/\u{8}\u{c}\n\r\téé😀", "half": "\u{fffd} x\u{fffd}", "z": "\0"})]);
}

#[test]
fn reads_what_serde_json_reads() {
    let long = "x".repeat(40);
    for text in [
        "{\"a\": [[], {}, [[1, 2], {\"b\": {\"c\": []}}]], \"d\": \"\"}".to_owned(),
        format!("{{\"{long}\": \"{long}\", \"q\": \"{long}\\\"{long}\"}}"),
        "[0, 10, -10, 1.5, -1.5e-3, 1E+2, 123456789012345678901234567890]".to_owned(),
        "[true,false,null,\"1234567\",\"12345678\",\"123456789\"]".to_owned(),
    ] {
        assert_eq!(values(&text), [serde_json::from_str::<serde_json::Value>(&text).unwrap()], "{text}");
    }
}

#[test]
fn errors_say_what_was_expected_and_found() {
    let cases = [
        ("{\"a\": 1,}", 8, "expected a key in quotes, found `}`"),
        ("{\"a\" 1}", 5, "expected `:`, found `1`"),
        ("{\"a\": 1 \"b\": 2}", 8, "expected `,` or `}`, found `\"`"),
        ("{\"a\": [1 2]}", 9, "expected `,` or `]`, found `2`"),
        ("{\"a\": [1, ]}", 10, "expected a value, found `]`"),
        ("{\"a\": tru}", 6, "expected a value, found `t`"),
        ("{\"a\": 01}", 8, "not a number as JSON writes them"),
        ("{\"a\": 1.}", 8, "not a number as JSON writes them"),
        ("{\"a\": -}", 7, "not a number as JSON writes them"),
        ("{\"a\": 1e999}", 11, "the number is out of range"),
        ("{\"a\": \"x", 6, "the string has no closing quote"),
        ("{\"a\": \"\u{1}\"}", 7, "a control character in a string must be written as an escape"),
        ("{\"a\": 1", 7, "expected `,` or `}`, found the end of the text"),
    ];
    let symbols = super::symbols();
    for (text, offset, message) in cases {
        let source = std::sync::Arc::new(crate::document::Source::new("a.json", text.into()));
        let mut builder = crate::document::Builder::for_source(source, &symbols, &crate::document::Limits::default());
        let (documents, errors) = crate::document::json::read(text, &mut builder);
        assert!(documents.is_empty(), "{text}");
        assert_eq!((errors[0].1.start, errors[0].0.to_string()), (offset, message.to_owned()), "{text}");
    }
}

#[test]
fn a_broken_line_does_not_hide_the_others() {
    let read = read_text("{\"a\": 1}\n{\"a\": oops}\n{\"a\": 3}\n");
    assert_eq!(
        read.documents.iter().map(|d| d.root().to_json()).collect::<Vec<_>>(),
        [json!({"a": 1}), json!({"a": 3})]
    );
    assert_eq!(read.errors.len(), 1);
    assert_eq!(read.source.position(read.errors[0].span.start).line, 2);
}

#[test]
fn what_starts_with_a_brace_may_be_yaml() {
    assert_eq!(values("{a: yes, b: [1, 0644]}"), [json!({"a": true, "b": [1, 420]})]);
    assert_eq!(values("{\"a\": 1}\n---\n{\"a\": 2}\n"), [json!({"a": 1}), json!({"a": 2})]);
    let read = read_text("{\"a\": 1e999}");
    assert_eq!(read.errors[0].to_string(), "the number is out of range");
    let read = read_text("{a: 1, b: {c: 2}");
    assert!(matches!(read.errors[0].problem, crate::document::Problem::Yaml(_)));
}

#[test]
fn places_are_found_when_they_are_asked_for() {
    let read = read_text("{\"a\": [1, \"x\"]}\n {\"b\": {\"\\u0061\": true}, \"c\":\"\"}\n{\"a\": 1, \"a\": [2]}");
    let written = |at: usize| -> Vec<String> {
        let document: &crate::document::Document = &read.documents[at];
        let nodes =
            (0..document.len()).filter_map(|n| document.node(crate::document::NodeId(u32::try_from(n).unwrap())));
        nodes
            .map(|node| format!("{} {}", node.key_span().map_or("", |key| read.source.slice(key)), node.raw().unwrap()))
            .collect()
    };
    assert_eq!(written(0), [" {\"a\": [1, \"x\"]}", "\"a\" [1, \"x\"]", " 1", " \"x\""]);
    let second =
        [" {\"b\": {\"\\u0061\": true}, \"c\":\"\"}", "\"b\" {\"\\u0061\": true}", "\"\\u0061\" true", "\"c\" \"\""];
    assert_eq!(written(1), second);
    assert_eq!(written(2), [" {\"a\": 1, \"a\": [2]}", "\"a\" [2]", " 2"], "the last of a key counts");
    let later = match &read.warnings[0].notice {
        crate::document::Notice::DuplicateKey { later, .. } => *later,
        other @ crate::document::Notice::BehindEnd => panic!("{other}"),
    };
    assert_eq!((read.warnings.len(), read.source.position(later.start).column), (1, 10));
}
