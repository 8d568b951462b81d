//! A report as JSON, version 1.

use super::{VERSION, WirePosition, write};
use crate::report::finding::{Finding, Fix, Location, PatchStep, Reason, Related, Subject};
use crate::report::{Notice, Report, RuleSummary, Summary};
use kubelaw_lang::ir::Severity;
use serde::Serialize;
use serde::ser::SerializeMap;

/// The report as one line of JSON, without a line break at its end.
#[must_use]
pub fn report(report: &Report) -> String {
    write(&of(report))
}

// Whoever embeds a report in JSON of their own gets the same form; only characters that hide text are not escaped there.

impl Serialize for Report {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        of(self).serialize(serializer)
    }
}

impl Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        finding(self).serialize(serializer)
    }
}

impl Serialize for Notice {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        notice(self).serialize(serializer)
    }
}

/// The form of a report.
pub(super) fn of(report: &Report) -> WireReport<'_> {
    WireReport {
        version: VERSION,
        engine: env!("CARGO_PKG_VERSION"),
        packs: report
            .packs
            .iter()
            .map(|p| WirePack { name: &p.name, version: &p.version, digest: &p.digest })
            .collect(),
        summary: summary(report),
        rules: report.rules.iter().map(rule).collect(),
        findings: report.findings.iter().map(finding).collect(),
        errors: report.errors.iter().map(notice).collect(),
        warnings: report.warnings.iter().map(notice).collect(),
    }
}

#[derive(Serialize)]
pub(super) struct WireReport<'a> {
    version: u32,
    engine: &'static str,
    packs: Vec<WirePack<'a>>,
    summary: WireSummary,
    rules: Vec<WireRule<'a>>,
    findings: Vec<WireFinding<'a>>,
    errors: Vec<WireNotice<'a>>,
    warnings: Vec<WireNotice<'a>>,
}

#[derive(Serialize)]
struct WirePack<'a> {
    name: &'a str,
    version: &'a str,
    digest: &'a str,
}

#[derive(Serialize)]
struct WireSummary {
    objects: u64,
    rules: u64,
    findings: u64,
    fail: u64,
    undecided: u64,
    waived: u64,
    severities: Severities,
    errors: usize,
    warnings: usize,
}

/// The counts by severity, the gravest first.
struct Severities([u64; 5]);

impl Serialize for Severities {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (severity, count) in Severity::ALL.iter().zip(self.0).rev() {
            map.serialize_entry(severity.as_str(), &count)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireRule<'a> {
    rule: &'a str,
    pack: Option<&'a str>,
    pass: u64,
    fail: u64,
    undecided: u64,
    waived: u64,
    not_applicable: u64,
    why: Option<&'a str>,
}

#[derive(Serialize)]
struct WireFinding<'a> {
    rule: &'a str,
    pack: Option<&'a str>,
    severity: &'static str,
    verdict: &'static str,
    message: &'a str,
    subject: WireSubject<'a>,
    path: &'a str,
    missing: Option<&'a str>,
    location: Option<WireLocation<'a>>,
    related: Vec<WireRelated<'a>>,
    fixes: Vec<WireFix<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unfixed: Option<&'a str>,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    why: Vec<WireReason<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireSubject<'a> {
    api_version: &'a str,
    kind: &'a str,
    namespace: Option<&'a str>,
    name: &'a str,
}

#[derive(Serialize)]
struct WireLocation<'a> {
    file: &'a str,
    document: u32,
    start: WirePosition,
    end: WirePosition,
}

#[derive(Serialize)]
struct WireRelated<'a> {
    message: &'a str,
    subject: WireSubject<'a>,
    path: &'a str,
    location: Option<WireLocation<'a>>,
}

#[derive(Serialize)]
struct WireFix<'a> {
    title: &'a str,
    edits: Vec<WireEdit<'a>>,
    patch: Vec<WireStep<'a>>,
}

#[derive(Serialize)]
struct WireEdit<'a> {
    location: WireLocation<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct WireStep<'a> {
    op: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a serde_json::Value>,
}

#[derive(Serialize)]
struct WireReason<'a> {
    expression: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct WireNotice<'a> {
    file: &'a str,
    location: Option<WireLocation<'a>>,
    message: &'a str,
}

fn summary(report: &Report) -> WireSummary {
    let Summary { objects, rules, fail, undecided, waived, severities } = report.summary();
    WireSummary {
        objects,
        rules,
        findings: report.findings.len() as u64,
        fail,
        undecided,
        waived,
        severities: Severities(severities),
        errors: report.errors.len(),
        warnings: report.warnings.len(),
    }
}

fn rule(rule: &RuleSummary) -> WireRule<'_> {
    WireRule {
        rule: &rule.rule,
        pack: rule.pack.as_deref(),
        pass: rule.pass,
        fail: rule.fail,
        undecided: rule.undecided,
        waived: rule.waived,
        not_applicable: rule.not_applicable,
        why: rule.why.as_deref(),
    }
}

fn finding(finding: &Finding) -> WireFinding<'_> {
    WireFinding {
        rule: &finding.rule,
        pack: finding.pack.as_deref(),
        severity: finding.severity.as_str(),
        verdict: finding.verdict.as_str(),
        message: &finding.message,
        subject: subject(&finding.subject),
        path: &finding.path,
        missing: finding.missing.as_deref(),
        location: finding.location.as_ref().map(location),
        related: finding.related.iter().map(related).collect(),
        fixes: finding.fixes.iter().map(fix).collect(),
        unfixed: finding.unfixed.as_deref(),
        fingerprint: &finding.fingerprint,
        waiver: finding.waiver.as_deref(),
        why: finding.why.iter().map(reason).collect(),
    }
}

fn subject(subject: &Subject) -> WireSubject<'_> {
    WireSubject {
        api_version: &subject.api_version,
        kind: &subject.kind,
        namespace: subject.namespace.as_deref(),
        name: &subject.name,
    }
}

fn location(location: &Location) -> WireLocation<'_> {
    WireLocation {
        file: &location.file,
        document: location.document,
        start: location.start.into(),
        end: location.end.into(),
    }
}

fn related(related: &Related) -> WireRelated<'_> {
    WireRelated {
        message: &related.message,
        subject: subject(&related.subject),
        path: &related.path,
        location: related.location.as_ref().map(location),
    }
}

fn fix(fix: &Fix) -> WireFix<'_> {
    WireFix {
        title: &fix.title,
        edits: fix.edits.iter().map(|e| WireEdit { location: location(&e.location), text: &e.text }).collect(),
        patch: fix.patch.iter().map(step).collect(),
    }
}

fn step(step: &PatchStep) -> WireStep<'_> {
    WireStep { op: step.op, path: &step.path, value: step.value.as_ref() }
}

fn reason(reason: &Reason) -> WireReason<'_> {
    WireReason { expression: &reason.expression, value: &reason.value }
}

fn notice(notice: &Notice) -> WireNotice<'_> {
    WireNotice { file: &notice.file, location: notice.location.as_ref().map(location), message: &notice.message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Position;
    use crate::report::verdict::Verdict;

    fn place(line: u32) -> Location {
        let at = Position { line, column: 3, offset: 10, utf16: 9 };
        Location {
            file: "a.yaml".into(),
            document: 1,
            start: at,
            end: Position { column: 7, offset: 14, utf16: 13, ..at },
        }
    }

    #[test]
    fn keys_stand_in_the_documented_order() {
        let mut counts = RuleSummary::new("privileged-container".into(), None, Severity::Critical);
        counts.count(Verdict::Fail);
        let subject = Subject {
            api_version: "v1".into(),
            kind: "Pod".into(),
            namespace: Some("default".into()),
            name: "a".into(),
        };
        let found = Finding {
            rule: "privileged-container".into(),
            pack: None,
            severity: Severity::Critical,
            verdict: Verdict::Fail,
            message: "container a runs \"privileged\"".into(),
            subject,
            path: "spec.containers[0].securityContext.privileged".into(),
            missing: None,
            location: Some(place(4)),
            related: vec![],
            fixes: vec![],
            unfixed: None,
            fingerprint: "0123".into(),
            waiver: None,
            why: vec![],
            frame: None,
        };
        let all = Report { rules: vec![counts], findings: vec![found], objects: 1, ..Report::default() };
        let expected = concat!(
            r#"{"version":1,"engine":""#,
            env!("CARGO_PKG_VERSION"),
            r#"","packs":[],"summary":{"objects":1,"rules":1,"findings":1,"fail":1,"undecided":0,"waived":0,"#,
            r#""severities":{"critical":1,"high":0,"medium":0,"low":0,"info":0},"errors":0,"warnings":0},"#,
            r#""rules":[{"rule":"privileged-container","pack":null,"pass":0,"fail":1,"undecided":0,"waived":0,"#,
            r#""notApplicable":0,"why":null}],"#,
            r#""findings":[{"rule":"privileged-container","pack":null,"severity":"critical","verdict":"fail","#,
            r#""message":"container a runs \"privileged\"","#,
            r#""subject":{"apiVersion":"v1","kind":"Pod","namespace":"default","name":"a"},"#,
            r#""path":"spec.containers[0].securityContext.privileged","missing":null,"#,
            r#""location":{"file":"a.yaml","document":1,"start":{"line":4,"column":3,"offset":10,"utf16":9},"#,
            r#""end":{"line":4,"column":7,"offset":14,"utf16":13}},"related":[],"fixes":[],"fingerprint":"0123"}],"errors":[],"warnings":[]}"#
        );
        assert_eq!(report(&all), expected);
        assert_eq!(serde_json::to_string(&all).unwrap(), expected);
        let findings = format!(r#""findings":{}"#, serde_json::to_string(&all.findings).unwrap());
        assert!(expected.contains(&findings), "{findings}");
    }
}
