//! Reports for the tests of the formats: an ordinary one, and one full of text that tries to break out.

use crate::report::finding::Location;
use crate::report::verdict::Verdict;
use crate::report::{Notice, Report};
use crate::{Engine, Input};
use serde_json::Value;

/// What a manifest may hold to break the format of a report.
pub(crate) const TEXT: &str =
    "a\u{1b}[31m</script>]]>\n::error::x%0A,file=b|`*[l](http://e)<b>&\"'\u{202e}\u{0}\u{ffff}@me";

const LAW: &str = r#"
## Tags that move are not to be relied on.
##
## Say which one it is.
rule latest for w in Workload, c in w.containers {
  severity high
  layer image
  control cis-1.12 "5.5.1"
  control pss "baseline"
  url "https://kubernetes.io/docs/concepts/containers/images/"
  forbid c.image.tag == "latest" message "image {c.image}"
}"#;

const POD: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: c\n    image: x:latest\n";

/// The engine, and its report with one finding.
pub(crate) fn tame() -> (Engine, Report) {
    let engine = Engine::builder().law("a.law", LAW).build().unwrap();
    let report = engine.check(Input::yaml("a.yaml", POD));
    assert_eq!(report.findings.len(), 1);
    (engine, report)
}

/// The same with hostile text everywhere: an error, a warning, an open finding and a waived one.
pub(crate) fn report() -> (Engine, Report) {
    let (engine, mut report) = tame();
    let found = report.findings.first_mut().unwrap();
    found.message = TEXT.to_owned();
    found.subject.name = TEXT.to_owned();
    found.subject.namespace = Some(TEXT.to_owned());
    found.path = format!("metadata.annotations[{TEXT}]");
    let place = found.location.take().unwrap();
    found.location = Some(Location { file: TEXT.into(), ..place });
    let mut waived = found.clone();
    waived.verdict = Verdict::Waived;
    waived.waiver = Some(TEXT.to_owned());
    waived.fingerprint = "0".repeat(32);
    report.findings.push(waived);
    let notice = Notice::of(TEXT, TEXT.to_owned());
    report.errors.push(notice.clone());
    report.warnings.push(notice);
    (engine, report)
}

/// Checks that no text in JSON has characters that a terminal or a page would act on.
pub(crate) fn harmless(value: &Value) {
    match value {
        Value::String(text) => assert!(!text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'), "{text}"),
        Value::Array(items) => items.iter().for_each(harmless),
        Value::Object(fields) => fields.values().for_each(harmless),
        _ => {}
    }
}
