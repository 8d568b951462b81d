//! The attributes of a rule.

use super::{Checked, Checker, Failed, closest};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::ir::{Attributes, Operation, Severity};
use crate::span::Span;
use crate::syntax::ast::{Attribute, AttributeValue};
use crate::syntax::attribute_example;
use crate::values::version::Version;
use std::sync::Arc;

const TIERS: [&str; 3] = ["default", "strict", "optional"];

impl Checker<'_> {
    /// Reads one attribute into `into`.
    pub(super) fn attribute(&mut self, attribute: &Attribute, into: &mut Attributes) -> Checked<()> {
        let name = &*attribute.name.text;
        let values = attribute.values.as_slice();
        match (name, values) {
            ("severity", [AttributeValue::Word(word)]) => {
                let severity = Severity::parse(&word.text);
                let words: Vec<&str> = Severity::ALL.iter().map(|s| s.as_str()).collect();
                into.severity = severity.ok_or_else(|| self.unknown_word("severity", &word.text, word.span, &words))?;
            }
            ("layer", [AttributeValue::Word(word)]) => into.layer = Some(word.text.clone()),
            ("tier", [AttributeValue::Word(word)]) => {
                if !TIERS.contains(&&*word.text) {
                    return Err(self.unknown_word("tier", &word.text, word.span, &TIERS));
                }
                into.tier = Some(word.text.clone());
            }
            ("control", [AttributeValue::Word(framework), AttributeValue::Text(id)]) => {
                into.controls.push((framework.text.clone(), id.value.clone()));
            }
            ("url", [AttributeValue::Text(url)]) => into.urls.push(url.value.clone()),
            ("since", [AttributeValue::Version(version)]) => {
                into.since = Some(self.version(&version.text, version.span)?);
                self.check_span(into, attribute.span)?;
            }
            ("until", [AttributeValue::Version(version)]) => {
                into.until = Some(self.version(&version.text, version.span)?);
                self.check_span(into, attribute.span)?;
            }
            ("on", words) if !words.is_empty() => {
                for word in words {
                    into.operations.push(self.operation(word, attribute.span)?);
                }
                into.operations.sort_unstable();
                into.operations.dedup();
            }
            ("renamed-from", [AttributeValue::Word(word)]) => into.renamed_from.push(word.text.clone()),
            _ => return Err(self.malformed(attribute)),
        }
        Ok(())
    }

    /// A rule that holds from a version on and until one that is not later never holds.
    fn check_span(&mut self, of: &Attributes, span: Span) -> Checked<()> {
        let (Some(since), Some(until)) = (&of.since, &of.until) else { return Ok(()) };
        if Version::parse(since) < Version::parse(until) {
            return Ok(());
        }
        let message = format!("there is no version since {since} and before {until}: the rule never holds");
        let help = "`until` is the first version for which it no longer holds";
        Err(self.error_with_help(codes::ATTRIBUTE, span, message, help))
    }

    pub(super) fn version(&mut self, text: &Arc<str>, span: Span) -> Checked<Arc<str>> {
        if Version::parse(text).is_some() {
            return Ok(text.clone());
        }
        let message = format!("`{text}` is not a version");
        Err(self.error_with_help(codes::BAD_LITERAL, span, message, "write it like `v1.25`"))
    }

    fn operation(&mut self, value: &AttributeValue, span: Span) -> Checked<Operation> {
        let AttributeValue::Word(word) = value else {
            let help = "write it like `on create | update`";
            return Err(self.error_with_help(codes::ATTRIBUTE, span, "`on` takes operations", help));
        };
        match Operation::ALL.iter().find(|(name, _)| *name == &*word.text) {
            Some((_, operation)) => Ok(*operation),
            None => Err(self.unknown_word("operation", &word.text, word.span, &Operation::ALL.map(|(name, _)| name))),
        }
    }

    fn unknown_word(&mut self, what: &str, word: &str, span: Span, known: &[&str]) -> Failed {
        let message = format!("there is no {what} `{word}`");
        let diagnostic = Diagnostic::new(codes::ATTRIBUTE, span, message);
        self.report(match closest(word, known.iter().copied()) {
            Some(near) => diagnostic.did_you_mean(span, near),
            None => diagnostic.help(format!("it is one of {}", known.join(", "))),
        });
        Failed
    }

    fn malformed(&mut self, attribute: &Attribute) -> Failed {
        let name = &*attribute.name.text;
        // At its value, where what was said of it when it was read stands too.
        let span = attribute.values.iter().map(AttributeValue::span).reduce(Span::to).unwrap_or(attribute.span);
        let help = format!("write it like `{}`", attribute_example(name));
        self.error_with_help(codes::ATTRIBUTE, span, format!("`{name}` is not written so"), help)
    }
}
