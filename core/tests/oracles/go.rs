//! Against the vectors that `go/main.go` wrote. Where we differ on purpose, the test says why.

use kubelaw::kubernetes::image::Image;
use kubelaw::kubernetes::percent::{IntOrPercent, Rounding};
use kubelaw::kubernetes::selector::{LabelSelector, Operator};
use kubelaw::kubernetes::{cidr, path};
use kubelaw::lang::values::regex_subset::{self, Dialect};
use kubelaw::lang::values::{Duration, Quantity, Version};
use serde_json::{Value, json};
use std::cmp::Ordering;

/// The rows of a file: lists whose first element is a text; one of that alone was refused.
fn rows(file: &str) -> impl Iterator<Item = Vec<Value>> {
    file.lines().map(|line| serde_json::from_str(line).expect("a vector is a JSON list"))
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn order(ordering: Ordering) -> i64 {
    ordering as i64
}

#[test]
fn quantities() {
    for row in rows(include_str!("vectors/quantity.jsonl")) {
        let left = Quantity::parse(text(&row[0]));
        let [_, other, left_text, right_text, compared, sum, difference, product] = row.as_slice() else {
            assert_eq!(left, None, "{row:?}");
            continue;
        };
        let (left, right) = (left.expect("accepted"), Quantity::parse(text(other)).expect("accepted"));
        assert_eq!(order(left.cmp(&right)), compared.as_i64().unwrap(), "{row:?}");
        let results = [
            (Some(left), left_text),
            (Some(right), right_text),
            (left.checked_add(right), sum),
            (left.checked_sub(right), difference),
            (left.checked_mul_int(3), product),
        ];
        for (ours, theirs) in results {
            // Where theirs is null, Kubernetes prints another value than it holds. Ours are missing, or rounded, only
            // where there are more than 38 digits.
            let long = theirs.as_str().is_none_or(|text| text.len() > 38);
            let Some(ours) = ours.filter(|_| !long || theirs.is_null()) else {
                assert!(long, "{row:?}");
                continue;
            };
            assert!(theirs.is_null() || *theirs == json!(ours.to_string()), "{ours} {theirs} in {row:?}");
        }
        for quantity in [left, right] {
            assert_eq!(Quantity::parse(&quantity.to_string()), Some(quantity), "{row:?}");
        }
    }
}

#[test]
fn durations() {
    for row in rows(include_str!("vectors/duration.jsonl")) {
        let ours =
            Duration::parse(text(&row[0])).map(|d| vec![row[0].clone(), json!(d.as_nanos()), json!(d.to_string())]);
        assert_eq!(ours.unwrap_or_else(|| vec![row[0].clone()]), row);
    }
}

#[test]
fn images() {
    let expand = |text: &str| {
        let digits = "0123456789abcdef".repeat(8);
        [("#128", 128), ("#96", 96), ("#64", 64)]
            .into_iter()
            .fold(text.to_string(), |text, (short, length)| text.replace(short, &digits[..length]))
    };
    for row in rows(include_str!("vectors/image.jsonl")) {
        let reference = expand(text(&row[0]));
        let image = Image::parse(&reference);
        let [_, registry, repository, tag, digest] = row.as_slice() else {
            assert_eq!(image, None, "{row:?}");
            continue;
        };
        let image = image.unwrap_or_else(|| panic!("refused: {row:?}"));
        // Host names have no case, so ours are in lower case. A first component that is no host name leaves theirs
        // without a registry and with the component in the path; ours stays the registry, which runtimes ask.
        let theirs = match text(registry) {
            "" => text(repository).to_string(),
            registry => format!("{}/{}", registry.to_ascii_lowercase(), text(repository)),
        };
        assert_eq!(format!("{}/{}", image.registry(), image.repository()), theirs, "{row:?}");
        assert_eq!(image.tag(), tag.as_str().map(expand).as_deref(), "{row:?}");
        assert_eq!(image.digest(), digest.as_str().map(expand).as_deref(), "{row:?}");
    }
}

#[test]
fn selectors() {
    for row in rows(include_str!("vectors/selector.jsonl")) {
        let (written, labels) = (&row[0], &row[1]);
        let mut selector = LabelSelector::default();
        for (key, value) in written["matchLabels"].as_object().into_iter().flatten() {
            selector.require_label(key, text(value));
        }
        let mut valid = true;
        for expression in written["matchExpressions"].as_array().into_iter().flatten() {
            let values = expression["values"].as_array().into_iter().flatten().map(text).collect();
            valid &= Operator::of_labels(text(&expression["operator"]))
                .is_some_and(|operator| selector.require(text(&expression["key"]), operator, values));
        }
        let selects = valid.then(|| selector.matches(|key| labels[key].as_str()));
        assert_eq!(selects, row.get(2).and_then(Value::as_bool), "{row:?}");
    }
}

#[test]
fn percentages() {
    for row in rows(include_str!("vectors/percent.jsonl")) {
        let (value, total) = (IntOrPercent::Text(text(&row[0])), row[1].as_i64().unwrap());
        let ours = [Rounding::Up, Rounding::Down].map(|rounding| value.scaled(total, rounding));
        let theirs = [2, 3].map(|column| row.get(column).and_then(Value::as_i64));
        assert_eq!(ours, theirs, "{row:?}");
    }
}

#[test]
fn paths() {
    for row in rows(include_str!("vectors/path.jsonl")) {
        assert_eq!(path::clean(text(&row[0])), text(&row[1]), "{row:?}");
    }
}

#[test]
fn regular_expressions() {
    let mut accepted = 0;
    for row in rows(include_str!("vectors/regex.jsonl")) {
        // What the subset accepts, Go accepts. The reverse does not hold: the subset refuses more.
        let Ok(normal) = regex_subset::normalize(text(&row[0]), Dialect::Regex) else { continue };
        assert!(row.len() > 1, "only the subset accepts {row:?}");
        accepted += 1;
        let regex = regex::Regex::new(&normal).expect("the normal form compiles");
        for pair in row[1..].chunks(2) {
            let haystack = text(&pair[0]);
            // Beyond ASCII letters have no case here: `(?i)é` finds no É, and `(?i)k` no Kelvin sign.
            let cased = text(&row[0]).contains('i') && haystack.contains(['é', 'É']);
            assert!(cased || regex.is_match(haystack) == pair[1].as_bool().unwrap(), "{row:?} at {haystack:?}");
        }
    }
    assert!(accepted > 500, "{accepted}");
}

#[test]
fn versions() {
    for row in rows(include_str!("vectors/version.jsonl")) {
        let left = Version::parse(text(&row[0]));
        let [_, other, compared] = row.as_slice() else {
            assert_eq!(left, None, "{row:?}");
            continue;
        };
        let (left, right) = (left.expect("accepted"), Version::parse(text(other)).expect("accepted"));
        assert_eq!(order(left.cmp(&right)), compared.as_i64().unwrap(), "{row:?}");
    }
}

#[test]
fn networks() {
    // An address without a length is a network of its own here; the oracle was asked about networks only.
    let parse = |text: &str| cidr::parse(text).filter(|_| text.contains('/'));
    for row in rows(include_str!("vectors/cidr.jsonl")) {
        let left = parse(text(&row[0]));
        let [_, other, masked, network, address] = row.as_slice() else {
            assert_eq!(left, None, "{row:?}");
            continue;
        };
        let (left, right) = (left.expect("accepted"), parse(text(other)).expect("accepted"));
        let other = text(other).split('/').next().and_then(cidr::parse_address).expect("an address");
        assert_eq!(left.to_string(), text(masked), "{row:?}");
        assert_eq!(cidr::contains(&left, &right), *network, "{row:?}");
        assert_eq!(cidr::contains_address(&left, other), *address, "{row:?}");
    }
}
