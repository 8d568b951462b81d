//! Waivers that a host passes: each as in `kubelaw.yaml`, or a text that holds some.

use super::form::FormError;
use super::options::NamedText;
use super::write;
use crate::report::waiver::Waiver;
use crate::written;
use serde_json::Value;

/// Adds the waivers of a record, which is one, or of a text with its name: `{"name", "text"}`.
pub(super) fn read(value: Value, waivers: &mut Vec<Waiver>) -> Result<(), FormError> {
    if value.get("text").is_some() {
        let NamedText { name, text } = NamedText::of(value)?;
        waivers.extend(written::waivers(&name, &text)?);
    } else {
        waivers.push(written::waiver(&write(&value))?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(value: Value) -> Result<Vec<Waiver>, FormError> {
        let mut waivers = Vec::new();
        read(value, &mut waivers)?;
        Ok(waivers)
    }

    #[test]
    fn a_record_is_a_waiver() {
        let value = json!({"rule": "p/r", "kind": "Pod", "namespace": "n*", "name": "a", "labels": {"app": "*"},
            "reason": "because", "owner": "us", "expires": "2027-01-31"});
        let expected = Waiver {
            rule: "p/r".into(),
            kind: Some("Pod".into()),
            namespace: Some("n*".into()),
            name: Some("a".into()),
            labels: [("app".to_owned(), "*".to_owned())].into(),
            reason: "because".into(),
            owner: Some("us".into()),
            expires: Some("2027-01-31".into()),
            location: None,
        };
        assert_eq!(of(value).unwrap(), [expected]);
    }

    #[cfg(feature = "yaml")]
    #[test]
    fn a_text_holds_those_that_a_configuration_would() {
        let list = "# ours\n- {rule: a, reason: b, expires: 2027-01-31}\n- {rule: c, reason: d}\n";
        let whole = format!("packs: [rbac]\nwaivers:\n{list}");
        let read = |text: &str| of(json!({"name": "w.yaml", "text": text})).map_err(|error| error.to_string());
        assert_eq!(read(list).unwrap().len(), 2);
        let line = |waiver: &Waiver| waiver.location.as_ref().map(|place| (place.file.to_string(), place.start.line));
        assert_eq!(
            read(&whole).unwrap().iter().map(line).collect::<Vec<_>>(),
            [4, 5].map(|line| Some(("w.yaml".to_owned(), line)))
        );
        assert_eq!(crate::config::Config::read_file("w.yaml", &whole).unwrap().waivers, read(&whole).unwrap());
        assert_eq!(read("waivers:\n").unwrap().len() + read("").unwrap().len(), 0);
        for (text, told) in [
            ("waiver: []\n", "w.yaml:1:1: missing key `waivers`"),
            ("waivers: a\n", "w.yaml:1:10: `waivers` must be a list of maps with `rule` and `reason`"),
            ("- {rule: a, reason: b}\n- {rule: c}\n", "w.yaml:2:3: missing key `waivers[1].reason`"),
        ] {
            assert_eq!(read(text).unwrap_err(), told, "{text}");
        }
        assert!(read("waivers: [\n").unwrap_err().starts_with("w.yaml:1:10: "));
    }

    #[test]
    fn what_is_no_waiver_is_told() {
        for (value, told) in [
            (json!("rbac"), "expected a map of keys"),
            (json!({"rule": "a"}), "missing key `reason`"),
            (json!({"rule": "a", "reason": null}), "missing key `reason`"),
            (json!({"rule": "a", "reason": " "}), "`reason` must be a string that says why"),
            (
                json!({"rule": "a", "reason": "b", "labels": {"x": 1}}),
                "`labels.x` must be a string: write it in quotes",
            ),
        ] {
            assert_eq!(of(value).unwrap_err().to_string(), told);
        }
        let unknown = of(json!({"rule": "a", "reason": "b", "until": "2027-01-31"})).unwrap_err().to_string();
        assert!(unknown.starts_with("unknown key `until`; known: rule, "), "{unknown}");
    }
}
