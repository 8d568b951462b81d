//! Scopes and the bodies of rules.

use super::{Fault, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::ast::{
    Attribute, AttributeValue, Binding, Change, Check, CheckClause, CheckKind, Clause, Fix, For, Scope, Template,
    TemplatePart,
};
use crate::syntax::grammar::Rule;
use crate::syntax::teach::attribute_example;
use pest::iterators::Pair;

impl Reader<'_> {
    /// The scope of a pair of rule `scope`; `depth` becomes that of its deepest expression where that is greater.
    pub(super) fn scope(&mut self, pair: Pair<'_, Rule>, depth: &mut usize) -> Result<Scope, Fault> {
        let mut children = self.children(pair);
        let mut bindings = Vec::new();
        while let Some(pair) = children.next() {
            bindings.push(self.binding(pair, depth)?);
        }
        Ok(Scope { bindings, span: children.span })
    }

    fn binding(&mut self, pair: Pair<'_, Rule>, depth: &mut usize) -> Result<Binding, Fault> {
        let mut children = self.children(pair);
        let name = self.name(&children.need()?);
        let mut set = Vec::new();
        while let Some(pair) = children.take(Rule::set) {
            set.push(self.part(pair, depth)?);
        }
        let condition = match children.take(Rule::kw_where) {
            Some(_) => Some(self.part(children.need()?, depth)?),
            None => None,
        };
        Ok(Binding { name, set, condition, span: children.span })
    }

    /// The clauses of a pair of rule `body`.
    pub(super) fn body(&mut self, pair: Pair<'_, Rule>) -> Result<Vec<Clause>, Fault> {
        let mut children = self.children(pair);
        let mut clauses = Vec::new();
        while let Some(pair) = children.next() {
            clauses.push(match pair.as_rule() {
                Rule::attribute => Clause::Attribute(self.attribute(pair)?),
                Rule::let_item => Clause::Let(self.binding_of_name(None, pair)?),
                Rule::for_clause => Clause::For(self.for_clause(pair)?),
                _ => Clause::Check(self.check(pair)?),
            });
        }
        Ok(clauses)
    }

    fn for_clause(&mut self, pair: Pair<'_, Rule>) -> Result<For, Fault> {
        let mut children = self.children(pair);
        let scope = self.scope(children.need()?, &mut 0)?;
        let body = self.body(children.need()?)?;
        Ok(For { scope, body, span: children.span })
    }

    fn attribute(&mut self, pair: Pair<'_, Rule>) -> Result<Attribute, Fault> {
        let mut children = self.children(pair);
        let name = self.name(&children.need()?);
        let mut values = Vec::new();
        while let Some(pair) = children.next() {
            values.push(match pair.as_rule() {
                Rule::string => AttributeValue::Text(self.text(&pair)?),
                Rule::version => AttributeValue::Version(self.name(&pair)),
                _ => AttributeValue::Word(self.name(&pair)),
            });
        }
        let attribute = Attribute { name, values, span: children.span };
        self.check_attribute(&attribute);
        Ok(attribute)
    }

    /// Notes the first value of an attribute that is not of the form that its word asks for.
    fn check_attribute(&mut self, attribute: &Attribute) {
        let word = &*attribute.name.text;
        for (i, value) in attribute.values.iter().enumerate() {
            let wanted = match (word, i) {
                ("url", _) | ("control", 1) => "a string",
                ("since" | "until", _) => "a version",
                _ => "a word",
            };
            let (found, text, span) = match value {
                AttributeValue::Word(name) => ("a word", &name.text, name.span),
                AttributeValue::Text(text) => ("a string", &text.value, text.span),
                AttributeValue::Version(name) => ("a version", &name.text, name.span),
            };
            if found == wanted {
                continue;
            }
            let message = format!("`{word}` takes {wanted} here, not {found}");
            let diagnostic = Diagnostic::new(codes::ATTRIBUTE_VALUE, span, message);
            self.note(match as_written(wanted, text) {
                Some(right) => diagnostic.write(span, right),
                None => diagnostic.help(format!("write for example `{}`", attribute_example(word))),
            });
            return;
        }
    }

    fn check(&mut self, pair: Pair<'_, Rule>) -> Result<Check, Fault> {
        let mut children = self.children(pair);
        let kind = match children.need()?.as_str() {
            "require" => CheckKind::Require,
            _ => CheckKind::Forbid,
        };
        let condition = self.expression(children.need()?)?;
        let mut clauses = Vec::new();
        while let Some(pair) = children.next() {
            clauses.push(self.check_clause(pair)?);
        }
        Ok(Check { kind, condition, clauses, span: children.span })
    }

    fn check_clause(&mut self, pair: Pair<'_, Rule>) -> Result<CheckClause, Fault> {
        let rule = pair.as_rule();
        let mut children = self.children(pair);
        let inner = children.need()?;
        match rule {
            Rule::message_clause => self.template(inner).map(CheckClause::Message),
            Rule::at_clause => self.expression(inner).map(CheckClause::At),
            _ => self.fix(inner, children.span).map(CheckClause::Fix),
        }
    }

    fn fix(&mut self, pair: Pair<'_, Rule>, span: Span) -> Result<Fix, Fault> {
        let rule = pair.as_rule();
        let mut children = self.children(pair);
        let first = self.expression(children.need()?)?;
        let (change, path) = match rule {
            Rule::fix_set => (Change::Set(self.expression(children.need()?)?), first),
            Rule::fix_remove => (Change::Remove, first),
            _ => (Change::Append(first), self.expression(children.need()?)?),
        };
        Ok(Fix { change, path, span })
    }

    fn template(&mut self, pair: Pair<'_, Rule>) -> Result<Template, Fault> {
        let mut children = self.children(pair);
        let mut parts = Vec::new();
        while let Some(pair) = children.next() {
            parts.push(if pair.as_rule() == Rule::template_text {
                TemplatePart::Text(self.template_text(&pair)?)
            } else {
                let mut inner = self.children(pair);
                TemplatePart::Expr(self.expression(inner.need()?)?)
            });
        }
        Ok(Template { parts, span: children.span })
    }
}

/// What the author of `text` would have to write where `wanted` belongs, if that is plain.
fn as_written(wanted: &str, text: &str) -> Option<String> {
    let word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
    let is_word = !text.is_empty() && !text.starts_with(['-', '.']) && text.bytes().all(word);
    match wanted {
        "a string" => is_word.then(|| format!("\"{text}\"")),
        "a word" => is_word.then(|| text.to_owned()),
        _ => {
            let numbers = text.trim_start_matches('v');
            let minor = numbers.split('.').count() >= 2 && numbers.split('.').all(|n| n.parse::<u32>().is_ok());
            minor.then(|| format!("v{numbers}"))
        }
    }
}
