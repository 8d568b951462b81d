//! A report as SARIF 2.1.0, which code scanning services and editors read.

use super::escape::escape;
use crate::engine::RuleInfo;
use crate::report::finding::{Finding, Fix, Location, Related, Subject};
use crate::report::verdict::Verdict;
use crate::report::{Notice, Report};
use kubelaw_lang::ir::Severity;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The report with what its rules say of themselves, as one line of JSON.
#[must_use]
pub fn report(report: &Report, rules: &[RuleInfo<'_>]) -> String {
    let mut descriptors: Vec<Value> = rules.iter().map(rule).collect();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (index, info) in rules.iter().enumerate() {
        places.entry(info.identity()).or_insert(index);
    }
    for finding in &report.findings {
        places.entry(finding.identity()).or_insert_with_key(|identity| {
            descriptors.push(json!({"id": escape(identity)}));
            descriptors.len() - 1
        });
    }
    let notes = report.errors.iter().map(|n| notice("error", n));
    let notes: Vec<Value> = notes.chain(report.warnings.iter().map(|n| notice("warning", n))).collect();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        runs: [Run {
            column_kind: "unicodeCodePoints",
            invocations: [json!({
                "executionSuccessful": report.errors.is_empty(),
                "toolExecutionNotifications": notes,
            })],
            results: Results { findings: &report.findings, places },
            tool: json!({"driver": {
                "name": "kubelaw",
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": descriptors,
            }}),
        }],
        version: "2.1.0",
    };
    // It is made of texts, numbers, lists and records only, so that writing it cannot fail. In a page, `</script>` or
    // `<!--` inside a text would end or hide the rest of it.
    serde_json::to_string(&log).unwrap_or_default().replace('<', "\\u003c") + "\n"
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run<'a>; 1],
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    column_kind: &'static str,
    invocations: [Value; 1],
    results: Results<'a>,
    tool: Value,
}

/// Findings as results. Each is made as it is written: all of them at once would take many times what the findings take.
struct Results<'a> {
    findings: &'a [Finding],
    /// The number of each rule's descriptor.
    places: BTreeMap<String, usize>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let index = |finding: &Finding| self.places.get(&finding.identity()).copied().unwrap_or_default();
        serializer.collect_seq(self.findings.iter().map(|finding| result(finding, index(finding))))
    }
}

/// What a rule says of itself.
fn rule(info: &RuleInfo<'_>) -> Value {
    let attributes = &info.rule.attributes;
    let mut tags: Vec<String> = Vec::new();
    tags.extend(attributes.layer.as_deref().map(escape));
    if !attributes.controls.is_empty() {
        tags.push("security".to_owned());
    }
    tags.extend(attributes.controls.iter().map(|(framework, id)| escape(&format!("{framework} {id}"))));
    tags.dedup();
    let summary = escape(&info.summary());
    let mut descriptor = json!({
        "id": escape(&info.identity()),
        "shortDescription": {"text": &summary},
        "fullDescription": {"text": &summary},
        "help": {"text": help(info, false), "markdown": help(info, true)},
        "defaultConfiguration": {"level": level(info.severity)},
        "properties": {"tags": tags, "severity": info.severity.as_str()},
    });
    if let Some(properties) = descriptor.get_mut("properties").and_then(Value::as_object_mut)
        && !attributes.controls.is_empty()
    {
        properties.insert("security-severity".to_owned(), score(info.severity).into());
    }
    if let (Some(url), Some(fields)) = (attributes.urls.first(), descriptor.as_object_mut()) {
        fields.insert("helpUri".to_owned(), uri(url, true).into());
    }
    descriptor
}

/// The documentation, which is Markdown, then where to read more and the controls.
fn help(info: &RuleInfo<'_>, markdown: bool) -> String {
    let attributes = &info.rule.attributes;
    let doc: Vec<String> = info.rule.doc.trim().lines().map(|line| escape(line).replace('<', "&lt;")).collect();
    let plain: Vec<String> = info.rule.doc.trim().lines().map(escape).collect();
    let mut out = if markdown { doc.join("\n") } else { plain.join("\n") };
    if out.is_empty() {
        out = escape(&info.summary());
    }
    let mut lines: Vec<String> = attributes.urls.iter().map(|url| format!("see {}", escape(url))).collect();
    lines.extend(attributes.controls.iter().map(|(framework, id)| escape(&format!("control {framework} {id}"))));
    if !lines.is_empty() {
        out.push('\n');
    }
    for line in lines {
        let _ = write!(out, "\n- {}", if markdown { line.replace('<', "&lt;") } else { line });
    }
    out
}

fn result(finding: &Finding, index: usize) -> Value {
    let mut result = json!({
        "ruleId": escape(&finding.identity()),
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": {"text": text(&super::message(finding))},
        "locations": [place(finding.location.as_ref(), &finding.subject, &finding.path)],
        "partialFingerprints": {"kubelaw/v1": &finding.fingerprint},
        "properties": {"verdict": finding.verdict.as_str(), "severity": finding.severity.as_str()},
    });
    let Some(fields) = result.as_object_mut() else { return result };
    if !finding.related.is_empty() {
        let all = finding.related.iter().enumerate().map(|(number, other)| related(number, other)).collect();
        fields.insert("relatedLocations".to_owned(), Value::Array(all));
    }
    let fixes: Vec<Value> = finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(cure).collect();
    if !fixes.is_empty() {
        fields.insert("fixes".to_owned(), Value::Array(fixes));
    }
    if finding.verdict == Verdict::Waived {
        let reason = escape(finding.waiver.as_deref().unwrap_or_default());
        let waiver = json!([{"kind": "external", "status": "accepted", "justification": reason}]);
        fields.insert("suppressions".to_owned(), waiver);
    }
    result
}

fn place(location: Option<&Location>, subject: &Subject, path: &str) -> Value {
    let subject = escape(&subject.to_string());
    let full = if path.is_empty() { subject.clone() } else { format!("{subject}, {}", escape(path)) };
    let mut place = json!({"logicalLocations": [{"name": subject, "fullyQualifiedName": full, "kind": "object"}]});
    if let (Some(location), Some(fields)) = (location, place.as_object_mut()) {
        fields.insert("physicalLocation".to_owned(), physical(location));
    }
    place
}

fn physical(location: &Location) -> Value {
    json!({"artifactLocation": {"uri": uri(&location.file, false)}, "region": region(location)})
}

/// Lines and columns from 1, and the column behind the last one, as here.
fn region(location: &Location) -> Value {
    let Location { start, end, .. } = location;
    json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column})
}

fn related(number: usize, other: &Related) -> Value {
    let mut place = place(other.location.as_ref(), &other.subject, &other.path);
    if let Some(fields) = place.as_object_mut() {
        fields.insert("id".to_owned(), (number + 1).into());
        if !other.message.is_empty() {
            fields.insert("message".to_owned(), json!({"text": text(&escape(&other.message))}));
        }
    }
    place
}

/// A fix: the replacements of each file together.
fn cure(fix: &Fix) -> Value {
    let mut files: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for edit in &fix.edits {
        let mut replacement = json!({"deletedRegion": region(&edit.location)});
        if let Some(fields) = replacement.as_object_mut()
            && !edit.text.is_empty()
        {
            fields.insert("insertedContent".to_owned(), json!({"text": &edit.text}));
        }
        files.entry(&edit.location.file).or_default().push(replacement);
    }
    let changes: Vec<Value> = files
        .into_iter()
        .map(|(file, all)| json!({"artifactLocation": {"uri": uri(file, false)}, "replacements": all}))
        .collect();
    json!({"description": {"text": text(&escape(&fix.title))}, "artifactChanges": changes})
}

fn notice(level: &str, notice: &Notice) -> Value {
    let physical = match &notice.location {
        Some(location) => physical(location),
        None => json!({"artifactLocation": {"uri": uri(&notice.file, false)}}),
    };
    let mut fields = Map::new();
    fields.insert("level".to_owned(), level.into());
    fields.insert("message".to_owned(), json!({"text": text(&escape(&notice.message))}));
    fields.insert("locations".to_owned(), json!([{"physicalLocation": physical}]));
    Value::Object(fields)
}

/// A plain message: `[a](b)` in it would be a link.
fn text(escaped: &str) -> String {
    if escaped.is_empty() { "no message".to_owned() } else { escaped.replace("](", "\\](") }
}

/// A URI reference: an absolute path as `file:`, other names relative. In addresses, what is encoded stays so.
fn uri(name: &str, address: bool) -> String {
    let name = if address { name } else { super::relative(name) };
    let mut out = String::new();
    let drive = name.get(1..3).is_some_and(|colon| colon == ":/");
    if !address && (name.starts_with('/') || drive) {
        out.push_str(if drive { "file:///" } else { "file://" });
    }
    for byte in name.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        if plain || (address && b":?#&=%+@,;!$'()*".contains(&byte)) || (drive && byte == b':') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// The number by which code scanning ranks findings: over 9 is critical, from 7 high, from 4 medium.
const fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.5",
        Severity::Info => "0.5",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Engine;
    use crate::render::hostile;

    fn read(engine: &Engine, report: &Report) -> Value {
        let rules: Vec<RuleInfo<'_>> = engine.rules().collect();
        let text = super::report(report, &rules);
        assert!(!text.contains('<'));
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_finding_is_a_result_of_a_rule() {
        let (engine, report) = hostile::tame();
        let log = read(&engine, &report);
        let run = &log["runs"][0];
        let result = &run["results"][0];
        assert_eq!(
            (&log["version"], &result["ruleId"], &result["level"]),
            (&json!("2.1.0"), &json!("latest"), &json!("error"))
        );
        assert_eq!(result["message"]["text"], "image x:latest");
        assert_eq!(
            result["locations"][0]["physicalLocation"],
            json!({"artifactLocation": {"uri": "a.yaml"},
                "region": {"startLine": 7, "startColumn": 12, "endLine": 7, "endColumn": 20}})
        );
        assert_eq!(result["partialFingerprints"]["kubelaw/v1"], report.findings[0].fingerprint.as_str());
        let rule = &run["tool"]["driver"]["rules"][0];
        assert_eq!(rule["properties"]["tags"], json!(["image", "security", "cis-1.12 5.5.1", "pss baseline"]));
        assert_eq!(rule["shortDescription"]["text"], "Tags that move are not to be relied on.");
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("Say which one it is."));
        assert_eq!(rule["helpUri"], "https://kubernetes.io/docs/concepts/containers/images/");
    }

    #[test]
    fn no_text_of_an_input_breaks_out() {
        let (engine, report) = hostile::report();
        let log = read(&engine, &report);
        hostile::harmless(&log);
        let run = &log["runs"][0];
        assert_eq!(run["results"].as_array().unwrap().len(), 2);
        assert_eq!(run["results"][1]["suppressions"][0]["status"], "accepted");
        assert!(run["results"][0]["message"]["text"].as_str().unwrap().contains("[l\\](http"));
        assert_eq!(run["invocations"][0]["executionSuccessful"], false);
        assert_eq!(run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn files_are_uri_references() {
        assert_eq!(uri("./a b/ñ%:c.yaml", false), "a%20b/%C3%B1%25%3Ac.yaml");
        assert_eq!(uri("/tmp/a.yaml", false), "file:///tmp/a.yaml");
        assert_eq!(uri("C:/a.yaml", false), "file:///C:/a.yaml");
        assert_eq!(uri("<stdin>", false), "%3Cstdin%3E");
        assert_eq!(uri("https://a.b/c?d=e%20f#g", true), "https://a.b/c?d=e%20f#g");
    }

    #[test]
    fn findings_of_no_rule_have_a_descriptor() {
        let (_, report) = hostile::tame();
        let log: Value = serde_json::from_str(&super::report(&report, &[])).unwrap();
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"], json!([{"id": "latest"}]));
        assert_eq!(log["runs"][0]["results"][0]["ruleIndex"], 0);
    }
}
