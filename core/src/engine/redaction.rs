//! Secrets that rules find: their texts show in no message, reason, source line or fix of the object's findings.
//!
//! A rule blames a text as a secret if it is of layer `secrets` and its check points to the text with `at`. What stands
//! in a Secret's data is left out before a finding is made; see [`crate::kubernetes::secret`].

use crate::document::NodeRef;
use crate::fix;
use crate::report::finding::Finding;
use crate::report::frame::Frame;

/// The layer whose rules look for secrets.
pub(super) const LAYER: &str = "secrets";
/// Shorter texts hide nothing and would be found everywhere.
const SHORTEST: usize = 4;
/// What stands in messages for a secret.
const HIDDEN: &str = "<secret>";

/// The texts to hide, as values and as they are written.
#[derive(Default)]
pub(super) struct Secrets {
    texts: Vec<String>,
}

impl Secrets {
    /// Adds a value that a finding blames as a secret, and hides the rest of its source line.
    pub(super) fn add(&mut self, node: NodeRef<'_>, finding: &mut Finding) {
        let Some(text) = node.as_str() else { return };
        for form in [Some(text), node.raw()].into_iter().flatten() {
            let lines = form.lines().map(|line| line.trim().trim_matches(['"', '\'']));
            let whole = std::iter::once(form);
            for part in whole.chain(lines).filter(|part| part.len() >= SHORTEST) {
                if !self.texts.iter().any(|known| known == part) {
                    self.texts.push(part.to_owned());
                }
            }
        }
        if let Some(frame) = &mut finding.frame {
            hide_marked(frame);
        }
    }

    /// Hides the texts in findings.
    pub(super) fn hide(&mut self, findings: &mut [Finding]) {
        if self.texts.is_empty() {
            return;
        }
        // The longest first: a text may be a part of another.
        self.texts.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        for finding in findings {
            self.hide_in(finding);
        }
    }

    fn hide_in(&self, finding: &mut Finding) {
        self.replace(&mut finding.message);
        for reason in &mut finding.why {
            self.replace(&mut reason.value);
            self.replace(&mut reason.expression);
        }
        if let Some(frame) = &mut finding.frame {
            frame.text = self.mask(&frame.text);
        }
        let shows = |text: &str| self.texts.iter().any(|secret| text.contains(secret.as_str()));
        let fixes = finding.fixes.len();
        finding.fixes.retain(|fix| {
            let values = || fix.patch.iter().filter_map(|step| step.value.as_ref()).map(fix::json);
            !shows(&fix.title)
                && !fix.edits.iter().any(|edit| shows(&edit.text))
                && !values().any(|value| shows(&value))
        });
        if finding.fixes.len() < fixes {
            finding.unfixed = Some("the fix would show a secret".to_owned());
        }
    }

    fn replace(&self, text: &mut String) {
        for secret in &self.texts {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), HIDDEN);
            }
        }
    }

    /// The text with a star for each character of a secret, also of one that the text begins or ends within.
    fn mask(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        for secret in &self.texts {
            masked = masked.replace(secret.as_str(), &stars(secret));
            let cuts = secret.char_indices().map(|(at, _)| at).filter(|at| *at >= SHORTEST);
            for at in cuts {
                let (head, tail) = secret.split_at_checked(at).unwrap_or_default();
                if let Some(before) = masked.strip_suffix(head) {
                    masked = format!("{before}{}", stars(head));
                }
                if tail.len() >= SHORTEST
                    && let Some(behind) = masked.strip_prefix(tail)
                {
                    masked = format!("{}{behind}", stars(tail));
                }
            }
        }
        masked
    }
}

fn stars(text: &str) -> String {
    text.chars().map(|_| '*').collect()
}

/// Hides the marked part of a line and all behind it, of which the mark may be only a part.
fn hide_marked(frame: &mut Frame) {
    let head: String = frame.text.chars().take(frame.before).collect();
    frame.text = head + "********";
    frame.marked = 8;
    frame.cut_end = false;
}

#[cfg(test)]
mod tests {
    use crate::wire;
    use crate::{Engine, Input};

    const LAW: &str = r#"
rule literal for p in Pod, e in p.spec.containers[0].env where e.name == "PASSWORD" {
  layer secrets
  forbid has(e.value) message "the variable is {e.value}" at e.value
    fix set e.value = e.value + "x"
}
rule other for p in Pod, c in p.spec.containers {
  require has(c.image) message "no image beside {c.env}"
}
"#;

    fn everything(text: &str) -> String {
        let engine = Engine::builder().law("a.law", LAW).explain(true).fixes(true).build().unwrap();
        let report = engine.check(Input::yaml("a.yaml", text));
        assert_eq!(report.findings.len(), 2, "{report:?}");
        crate::render::text::report(&report, crate::render::Style::Plain)
            + &wire::report(&report)
            + &format!("{report:?}")
    }

    #[test]
    fn a_blamed_text_shows_nowhere() {
        let pod = |value: &str| {
            format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n  - env:\n    - name: PASSWORD\n      value: {value}\n"
            )
        };
        for value in ["hunter22", "\"hunter22\" # c", "|\n        hunter22\n        more", "'hunter22'"] {
            let all = everything(&pod(value));
            assert!(!all.contains("hunter22"), "{all}");
            assert!(all.contains("<secret>"), "{all}");
        }
    }

    #[test]
    fn nor_in_the_lines_of_others() {
        let long = "hunter22".repeat(30);
        for value in ["hunter22", &long] {
            let text = format!(
                r#"{{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"a"}},"spec":{{"containers":[{{"env":[{{"name":"PASSWORD","value":"{value}"}}]}}]}}}}"#
            );
            let all = everything(&text);
            assert!(!all.contains("hunter22"), "{all}");
        }
    }
}
