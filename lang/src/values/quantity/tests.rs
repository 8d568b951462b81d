//! The corners of quantities. The bulk is compared with Kubernetes' own results in `tests/oracles`.

use super::{Format, Quantity};

fn q(text: &str) -> Quantity {
    Quantity::parse(text).unwrap_or_else(|| panic!("`{text}` is a quantity"))
}

#[test]
fn equal_values_are_equal_however_written() {
    for (left, right) in [
        ("1Gi", "1024Mi"),
        ("100Mi", "104857600"),
        ("1", "1000m"),
        ("1e3", "1k"),
        ("1E3", "1000"),
        ("1E", "1000000000000000000"),
        ("128m", "0.128"),
        ("0", "-0"),
        ("0Ki", "0e5"),
        ("1.5Gi", "1536Mi"),
        ("+5", "5"),
        ("5.", "5"),
        (".5", "500m"),
        ("1e4294967296", "1"),
    ] {
        assert_eq!(q(left), q(right), "{left} {right}");
    }
}

#[test]
fn order_is_that_of_the_values() {
    let ascending =
        ["-1e30", "-1Gi", "-1", "-1n", "0", "1n", "999u", "1m", "999m", "1", "1023", "1Ki", "1M", "1Mi", "9Ei", "10E"];
    for (i, left) in ascending.iter().enumerate() {
        for (j, right) in ascending.iter().enumerate() {
            assert_eq!(q(left).cmp(&q(right)), i.cmp(&j), "{left} {right}");
        }
    }
    assert!(q("1e2147483647") > q("1e2147483646"));
    assert!(q("99999999999999999999999999999999999999") < q("1e38"));
}

#[test]
fn rejects_what_kubernetes_rejects() {
    for text in ["", " 1", "1 ", "1Gib", "1GiB", "1e", "1e+", "1mi", "1K", "1.2.3", "0x10", "1_000", "--1", "Pi", "1m3"]
    {
        assert_eq!(Quantity::parse(text), None, "{text}");
    }
    for text in [" 1Gi", "1Gi  ", "1Gi\u{a0}", "\u{85}1Gi", "\u{3000}1Gi"] {
        assert_eq!(Quantity::parse_field(text), Quantity::parse("1Gi"), "{text:?}");
    }
    for text in ["1Gi\n", "\t1Gi", "1Gi\r\n", "1Gi\u{b}", "\u{2028}1Gi"] {
        assert_eq!(Quantity::parse_field(text), None, "{text:?}");
    }
}

#[test]
fn prints_the_canonical_form() {
    for (text, expected) in [
        ("0.5", "500m"),
        ("1024", "1024"),
        ("1024Ki", "1Mi"),
        ("1000Ki", "1000Ki"),
        ("0.5Gi", "512Mi"),
        ("0.1Ki", "102400m"),
        ("1Ki", "1Ki"),
        ("1000k", "1M"),
        ("12e6", "12e6"),
        ("1e1", "10"),
        ("1500", "1500"),
        ("0.00000001", "10n"),
        ("1e-10", "1e-9"),
        ("-1.5Gi", "-1536Mi"),
        ("16Ei", "9223372036854775807"),
        ("0Gi", "0"),
        ("1000E", "1000E"),
    ] {
        assert_eq!(q(text).to_string(), expected, "{text}");
    }
}

#[test]
fn rounds_up_to_a_billionth() {
    assert_eq!(q("0.0000000001"), q("1n"));
    assert_eq!(q("-0.0000000001"), q("-1n"));
    assert_eq!(q("1.0000000001Ki"), q("1024000000103n"));
}

#[test]
fn arithmetic_is_exact() {
    assert_eq!(q("1Gi").checked_add(q("1Mi")), Some(q("1025Mi")));
    assert_eq!(q("0").checked_add(q("1Mi")).map(Quantity::format), Some(Format::BinarySi));
    assert_eq!(q("1").checked_sub(q("1100m")), Some(q("-100m")));
    assert_eq!(q("1").checked_sub(q("0")), Some(q("1")));
    assert_eq!(q("250m").checked_mul_int(4), Some(q("1")));
    assert_eq!(q("1Gi").checked_mul_number(1.5), Some(q("1536Mi")));
    assert_eq!(q("1").checked_mul_number(0.1), Some(q("100m")));
    assert_eq!(q("3").checked_mul_number(f64::NAN), None);
    assert_eq!(q("1e2147483647").checked_add(q("1")), None);
    assert_eq!(Quantity::from(i64::MIN), q("-9223372036854775808"));
    assert_eq!(Quantity::from_number(0.25), Some(q("250m")));
    assert!((q("1500m").to_number() - 1.5).abs() < f64::EPSILON);
}

#[test]
fn stays_small() {
    assert_eq!(size_of::<Quantity>(), 24);
}
