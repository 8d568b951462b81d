//! Every form of a scalar, against the answers of kubectl.

use super::{read_text, symbols};
use crate::document::{Limits, NodeRef, read};
use std::sync::Arc;

#[test]
fn scalars_mean_what_kubectl_takes_them_for() {
    let mut differences = Vec::new();
    let mut rows = 0;
    for line in include_str!("scalars.txt").lines().skip(2) {
        let (form, answer) = line.split_once(" → ").expect("a form and its answer");
        let form = form.replace('⏎', "\n").replace('⇥', "\t").replace('⍽', "\u{a0}");
        let read = read_text(&format!("kind: X\nv: {form}\n"));
        let value = match read.documents.as_slice() {
            [document] if read.errors.is_empty() => document.root().get_str("v").map(NodeRef::to_json),
            _ => None,
        };
        let expected = serde_json::from_str::<serde_json::Value>(answer).ok();
        assert!(expected.is_some() || answer == "refused", "{line}");
        if value != expected {
            differences.push(format!("{line}\n    but is {value:?}"));
        }
        rows += 1;
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(rows > 330, "the table has only {rows} rows");
}

#[test]
fn keys_become_texts_as_kubectl_makes_them() {
    let answers = [
        ("a", "a"),
        ("\"a b\"", "a b"),
        ("1", "1"),
        ("0644", "420"),
        ("0x10", "16"),
        ("+7", "7"),
        ("1_0", "10"),
        ("yes", "true"),
        ("off", "false"),
        ("\"yes\"", "yes"),
        ("1.5", "1.5"),
        ("3.0", "3"),
        ("-0.0", "-0"),
        ("1e5", "100000"),
        ("1e6", "1e+06"),
        ("1e10", "1e+10"),
        ("1e300", ".inf"),
        ("-.inf", "-.inf"),
        (".nan", ".nan"),
        ("0.0001", "0.0001"),
        ("0.00001", "1e-05"),
        ("123456789.5", "1.2345679e+08"),
        ("12345678.0", "1.2345678e+07"),
        ("2001-01-01", "2001-01-01"),
        ("!!binary aGk=", "hi"),
        ("!!str 1", "1"),
        ("\"\"", ""),
    ];
    for (written, key) in answers {
        let read = read_text(&format!("{{{written}: v}}"));
        let document = read.documents.first().unwrap_or_else(|| panic!("`{written}`: {:?}", read.errors));
        let keys: Vec<&str> = document.root().entries().map(|entry| entry.key).collect();
        assert_eq!(keys, [key], "for `{written}`");
    }
    for refused in ["null: v", "~: v", ": v", "? [a]\n: v", "? {a: b}\n: v", "18446744073709551615: v"] {
        let read = read_text(refused);
        assert!(read.documents.is_empty(), "`{refused}` is read");
        assert!(read.errors[0].to_string().starts_with("a key must be a string"), "`{refused}`: {}", read.errors[0]);
    }
}

#[test]
fn numbers_in_json_are_not_resolved_like_yaml() {
    let text = r#"{"v": [1.0, 1e2, -0, 9223372036854775807, 9223372036854775808, -9223372036854775808, 0.1]}"#;
    let read = read("numbers.json", Arc::from(text), &symbols(), &Limits::default());
    let values: Vec<String> =
        read.documents[0].root().get_str("v").unwrap().items().map(|v| format!("{v:?}")).collect();
    assert_eq!(
        values,
        ["1.0", "100.0", "0", "9223372036854775807", "9.223372036854776e18", "-9223372036854775808", "0.1"]
    );
}
