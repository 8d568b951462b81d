//! Secrets that rules find: their texts show in no message, reason, source line or fix of the object's findings, and in no
//! line that it shares with other objects.
//!
//! A rule blames a text as a secret if it is of layer `secrets` and its check points to the text with `at`. What stands
//! in a Secret's data is left out before a finding is made; see [`crate::kubernetes::secret`].

use crate::document::NodeRef;
use crate::fix;
use crate::report::finding::Finding;
use crate::report::frame::Frame;
use std::ops::Range;

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
            let parts = std::iter::once(form).chain(lines).filter(|part| part.len() >= SHORTEST);
            self.texts.extend(parts.map(str::to_owned));
        }
        if let Some(frame) = &mut finding.frame {
            hide_marked(frame);
        }
    }

    /// Hides the texts in findings of the object that they stand in.
    pub(super) fn hide(&self, findings: &mut [Finding]) {
        if findings.is_empty() {
            return;
        }
        let Some(hidden) = self.hidden() else { return };
        for finding in findings {
            hidden.hide_in(finding);
        }
    }

    /// Hides the texts in lines that hold more than what their findings are about, such as other objects. Elsewhere the same
    /// text is another value: a password may be the name of the next container.
    pub(super) fn hide_in_long_lines(&self, findings: &mut [Finding]) {
        let frames = findings.iter_mut().filter_map(|finding| finding.frame.as_mut());
        let mut frames = frames.filter(|frame| frame.cut_start || frame.cut_end).peekable();
        if frames.peek().is_none() {
            return;
        }
        let Some(hidden) = self.hidden() else { return };
        for frame in frames {
            frame.text = hidden.mask(&frame.text);
        }
    }

    /// Adds those of another object.
    pub(super) fn append(&mut self, mut others: Self) {
        self.texts.append(&mut others.texts);
    }

    fn hidden(&self) -> Option<Hidden> {
        let ends = || self.texts.iter().map(|text| reversed(text)).collect();
        (!self.texts.is_empty())
            .then(|| Hidden { texts: Beginnings::of(self.texts.clone()), ends: Beginnings::of(ends()) })
    }
}

/// Texts that others are searched for, in order: an object may have thousands of secrets and as many findings.
struct Beginnings(Vec<String>);

impl Beginnings {
    fn of(mut texts: Vec<String>) -> Self {
        texts.sort_unstable();
        texts.dedup();
        Self(texts)
    }

    /// The length of the longest of the texts that another begins with; 0 if it begins with none.
    fn longest(&self, text: &str) -> usize {
        let mut begin = text.as_bytes();
        loop {
            // The last one up to it is one of its beginnings, or else those have no more in common with it than this one.
            let up_to = self.0.partition_point(|known| known.as_bytes() <= begin);
            let Some(last) = up_to.checked_sub(1).and_then(|last| self.0.get(last)) else { return 0 };
            let common = last.bytes().zip(begin).take_while(|(one, other)| one == *other).count();
            if common == last.len() {
                return common;
            }
            begin = begin.get(..common).unwrap_or_default();
        }
    }

    /// Where another text ends with the beginning of one of the texts; its length if it does not.
    fn cut(&self, text: &str) -> usize {
        let mut rests = text.char_indices().map(|(at, _)| (at, text.get(at..).unwrap_or_default()));
        let begins = |rest: &str| {
            let from = self.0.partition_point(|known| known.as_str() < rest);
            rest.len() >= SHORTEST && self.0.get(from).is_some_and(|known| known.starts_with(rest))
        };
        rests.find(|(_, rest)| begins(rest)).map_or(text.len(), |(at, _)| at)
    }
}

/// The texts that do not show, and the same backwards.
struct Hidden {
    texts: Beginnings,
    ends: Beginnings,
}

impl Hidden {
    fn hide_in(&self, finding: &mut Finding) {
        self.replace(&mut finding.message);
        for reason in &mut finding.why {
            self.replace(&mut reason.value);
            self.replace(&mut reason.expression);
        }
        if let Some(frame) = &mut finding.frame {
            frame.text = self.mask(&frame.text);
        }
        let shows = |text: &str| !self.parts(text).is_empty();
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

    /// Where secrets stand in a text. Those that overlap are one part.
    fn parts(&self, text: &str) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for (at, _) in text.char_indices() {
            let end = at + self.texts.longest(text.get(at..).unwrap_or_default());
            match parts.last_mut() {
                _ if end == at => {}
                Some(last) if at < last.end => last.end = last.end.max(end),
                _ => parts.push(at..end),
            }
        }
        parts
    }

    fn replace(&self, text: &mut String) {
        for part in self.parts(text).into_iter().rev() {
            text.replace_range(part, HIDDEN);
        }
    }

    /// The text with a star for each character of a secret, also of one that the text begins or ends within.
    fn mask(&self, text: &str) -> String {
        let mut parts = self.parts(text);
        parts.push(self.texts.cut(text)..text.len());
        parts.push(0..text.len() - self.ends.cut(&reversed(text)));
        let is_hidden = |at: usize| parts.iter().any(|part| part.contains(&at));
        text.char_indices().map(|(at, char)| if is_hidden(at) { '*' } else { char }).collect()
    }
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
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

    const PASSWORDS: &str = r#"
rule password for m in ConfigMap, e in m.data.entries() where e.key.startsWith("password") {
  layer secrets
  forbid true message "{m.metadata.name}: {e.value}" at m.data[e.key]
}
rule said for m in ConfigMap { forbid has(m.data["says"]) message "{m.data["says"]}" }
"#;

    fn told_of(text: &str) -> String {
        let engine = Engine::builder().law("a.law", PASSWORDS).build().unwrap();
        crate::render::text::report(&engine.check(Input::yaml("a.yaml", text)), crate::render::Style::Plain)
    }

    #[test]
    fn what_secrets_share_shows_neither() {
        let data = |says: &str| {
            let passwords = "password1: abcdef\n  password2: cdefgh12\n  password3: abcd\n  password4: abcdefxyz\n  password5: äöüß\n";
            format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  {passwords}  says: {says}\n")
        };
        for (says, told) in [
            ("1abcdefgh12.", "1<secret>."),
            ("abcdefxyzabcd", "<secret><secret>"),
            ("abcdefxy abc", "<secret>xy abc"),
            ("xäöüßä", "x<secret>ä"),
            ("cdefgh1", "cdefgh1"),
        ] {
            let all = told_of(&data(says));
            assert!(all.contains(&format!("said]: {told}\n")), "{says}: {all}");
        }
    }

    #[test]
    fn another_object_may_be_named_like_a_secret() {
        let all = told_of(
            "apiVersion: v1\nkind: List\nitems:\n\
             - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {password: postgres}}\n\
             - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}, data: {says: postgres}}\n",
        );
        assert!(all.contains("said]: postgres\n") && all.contains("data: {says: postgres}"), "{all}");
        assert!(!all.contains("password: postgres"), "{all}");
    }

    #[test]
    fn one_line_shows_no_secret_of_its_other_objects() {
        let object = |name: &str, key: &str| {
            format!(
                r#"{{"apiVersion":"v1","kind":"ConfigMap","metadata":{{"name":"{name}"}},"data":{{"{key}":"hunter-{name}"}}}}"#
            )
        };
        let objects = [object("a", "password"), object("b", "says"), object("c", "password")].join(",");
        let all = told_of(&format!(r#"{{"apiVersion":"v1","kind":"List","items":[{objects}]}}"#));
        assert!(all.contains("said]: hunter-b\n"), "{all}");
        assert!(!all.contains("hunter-a") && !all.contains("hunter-c"), "{all}");
    }
}
