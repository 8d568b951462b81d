//! What an engine is asked to judge, as JSON: the one form in which bindings without values of their own pass it.

use super::form::{self, Form, FormError};
use super::report::{self, WireReport};
use super::write;
use crate::document::Problem;
use crate::engine::Engine;
use crate::fix::{Applied, Fixed, until_cured};
use crate::input::Input;
use crate::report::{Notice, Report};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

struct Asked {
    inputs: Vec<Part>,
    context: Vec<Part>,
    complete: bool,
    request: Option<Value>,
    old: Option<Value>,
}

enum Part {
    Text { name: String, text: String },
    Value { value: Value },
}

impl Part {
    fn of(value: Value) -> Result<Self, FormError> {
        let mut form = Form::with(value, &["name", "text", "value"])?;
        if form.has("text") {
            return Ok(Self::Text { name: form.required_text("name")?, text: form.required_text("text")? });
        }
        if form.has("value") {
            return Ok(Self::Value { value: form.value("value").unwrap_or_default() });
        }
        Err(FormError::Unexpected("`name` and `text`, or `value`"))
    }

    fn input(&self) -> Input<'_> {
        match self {
            Self::Text { name, text } => Input::text(name.as_str(), text.as_str()),
            Self::Value { value } => Input::value(value),
        }
    }
}

impl Asked {
    fn read(asked: &str) -> Result<Self, FormError> {
        let names = &["inputs", "context", "complete", "request", "old"];
        let mut form = Form::with(form::read(asked)?, names)?;
        Ok(Self {
            inputs: form.list("inputs", Part::of)?,
            context: form.list("context", Part::of)?,
            complete: form.flag("complete")?.unwrap_or(false),
            request: form.record("request")?,
            old: form.record("old")?,
        })
    }

    fn input(&self) -> Input<'_> {
        let mut input = Input::set(self.inputs.iter().map(Part::input));
        if !self.context.is_empty() {
            input = input.context(Input::set(self.context.iter().map(Part::input)));
        }
        if let Some(request) = &self.request {
            input = input.request(Input::value(request));
        }
        if let Some(old) = &self.old {
            input = input.old(Input::value(old));
        }
        input.complete(self.complete)
    }
}

/// Whether one text breaks no rule and can be read, mostly without making a report.
#[must_use]
pub fn passes(engine: &Engine, text: &str) -> bool {
    engine.parse(Input::text("", text)).is_clean()
}

/// Judges an input, and returns the report as JSON. The input is JSON such as `{"inputs": [{"name": "web.yaml", "text":
/// "…"}, {"value": {…}}], "context": […], "complete": true, "request": {…}, "old": {…}}`; every key may be absent.
/// `complete` says that `inputs` and `context` are all objects there are. An input that cannot be read as JSON, since it is
/// nested too deeply, becomes an error in the report.
pub fn check(engine: &Engine, asked: &str) -> Result<String, FormError> {
    let report = match Asked::read(asked) {
        Ok(asked) => engine.check(asked.input()),
        Err(FormError::Json(problem)) => unread(engine, &problem),
        Err(error) => return Err(error),
    };
    Ok(report::report(&report))
}

fn unread(engine: &Engine, problem: &Problem) -> Report {
    Report {
        errors: vec![Notice::of("<value>", problem.to_string())],
        warnings: Vec::new(),
        ..engine.check(Input::set([]))
    }
}

/// Judges one text that is a part of something larger, as an editor does while its user types. Returns the report as JSON.
#[must_use]
pub fn check_text(engine: &Engine, name: &str, text: &str) -> String {
    report::report(&engine.check(Input::text(name, text)))
}

/// Applies the fixes of all findings to the texts of an input, again and again until nothing changes. Returns `{"texts":
/// [{"name", "text"}], "applied": [{"file", "rule", "title"}], "report"}`. If the input cannot be read as JSON, there are no
/// texts, and the report is that of [`check`].
pub fn fix(engine: &Engine, asked: &str) -> Result<String, FormError> {
    let mut asked = match Asked::read(asked) {
        Err(FormError::Json(problem)) => {
            let fixed = Fixed { texts: Vec::new(), applied: Vec::new(), report: unread(engine, &problem) };
            return Ok(write(&WireFixed::of(&fixed)));
        }
        read => read?,
    };
    let texts = asked.inputs.iter().filter_map(|part| match part {
        Part::Text { name, text } => Some((name.clone(), Arc::from(text.as_str()))),
        Part::Value { .. } => None,
    });
    let texts: Vec<(String, Arc<str>)> = texts.collect();
    let fixed = until_cured(texts, |texts| judge(engine, &mut asked, texts));
    Ok(write(&WireFixed::of(&fixed)))
}

/// Judges texts in the place of those that were asked about.
fn judge(engine: &Engine, asked: &mut Asked, texts: &[(String, Arc<str>)]) -> Report {
    let part = |(name, text): &(String, Arc<str>)| Part::Text { name: name.clone(), text: text.to_string() };
    asked.inputs = texts.iter().map(part).collect();
    engine.check(asked.input())
}

#[derive(Serialize)]
struct WireFixed<'f> {
    texts: Vec<WireText<'f>>,
    applied: Vec<WireApplied<'f>>,
    report: WireReport<'f>,
}

#[derive(Serialize)]
struct WireText<'f> {
    name: &'f str,
    text: &'f str,
}

#[derive(Serialize)]
struct WireApplied<'f> {
    file: &'f str,
    rule: &'f str,
    title: &'f str,
}

impl<'f> WireFixed<'f> {
    fn of(fixed: &'f Fixed) -> Self {
        let applied = |one: &'f Applied| WireApplied { file: &one.file, rule: &one.rule, title: &one.title };
        Self {
            texts: fixed.texts.iter().map(|(name, text)| WireText { name, text }).collect(),
            applied: fixed.applied.iter().map(applied).collect(),
            report: report::of(&fixed.report),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const LAW: &str = "rule host-pid for p in Pod { forbid p.spec.hostPID == true fix remove p.spec.hostPID }";
    const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  hostPID: true\n  containers: []\n";

    fn engine() -> Engine {
        Engine::builder().law("a.law", LAW).fixes(true).build().unwrap()
    }

    #[test]
    fn texts_and_values_are_judged() {
        let value = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b"}, "spec": {"hostPID": true}});
        let asked = json!({"inputs": [{"name": "a.yaml", "text": POD}, {"value": value}], "complete": true});
        let report: Value = serde_json::from_str(&check(&engine(), &asked.to_string()).unwrap()).unwrap();
        let findings = report["findings"].as_array().unwrap();
        let names: Vec<&Value> = findings.iter().map(|f| &f["subject"]["name"]).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(findings[0]["location"]["start"]["line"], 6);
        assert!(findings[1]["location"].is_null());
    }

    #[test]
    fn one_text_needs_no_form_around_it() {
        let asked = json!({"inputs": [{"name": "a.yaml", "text": POD}]});
        assert_eq!(check_text(&engine(), "a.yaml", POD), check(&engine(), &asked.to_string()).unwrap());
    }

    #[test]
    fn a_value_that_is_nested_too_deep_is_an_error_of_the_report() {
        let asked = format!("{{\"inputs\": [{{\"value\": {}1{}}}]}}", "[".repeat(500), "]".repeat(500));
        let report: Value = serde_json::from_str(&check(&engine(), &asked).unwrap()).unwrap();
        assert_eq!(report["errors"][0]["message"], "lists and maps are nested deeper than 200 levels");
        assert_eq!((&report["summary"]["rules"], &report["warnings"]), (&json!(1), &json!([])));
    }

    #[test]
    fn fixes_are_applied() {
        let asked = json!({"inputs": [{"name": "a.yaml", "text": POD}]});
        let fixed: Value = serde_json::from_str(&fix(&engine(), &asked.to_string()).unwrap()).unwrap();
        assert_eq!(fixed["texts"][0]["text"], POD.replace("  hostPID: true\n", ""));
        assert_eq!(fixed["applied"][0]["rule"], "host-pid");
        assert_eq!(fixed["report"]["summary"]["findings"], 0);
    }

    #[test]
    fn of_what_is_nested_too_deep_nothing_is_fixed() {
        let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
        let asked =
            format!("{{\"inputs\": [{{\"name\": \"a\", \"text\": \"\"}}], \"context\": [{{\"value\": {deep}}}]}}");
        let fixed: Value = serde_json::from_str(&fix(&engine(), &asked).unwrap()).unwrap();
        assert_eq!((&fixed["texts"], &fixed["applied"]), (&json!([]), &json!([])));
        assert_eq!(fixed["report"], serde_json::from_str::<Value>(&check(&engine(), &asked).unwrap()).unwrap());
    }

    #[test]
    fn other_forms_are_refused() {
        assert!(check(&engine(), r#"{"input": []}"#).is_err());
        for wrong in ["\"inputs\": [{\"value\": {}, \"complete\": true}]", "\"old\": \"kind: Pod\"", "\"request\": []"]
        {
            assert!(check(&engine(), &format!("{{{wrong}}}")).is_err(), "{wrong}");
        }
    }
}
