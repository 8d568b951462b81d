//! Items: `use`, `param`, `let`, `def`, `rule`.

use super::{Fault, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::limits::MAX_RULE_ID;
use crate::span::Span;
use crate::syntax::ast::{Def, DefParameter, Doc, Item, Let, Name, Param, Rule as LawRule, Use};
use crate::syntax::grammar::Rule;
use pest::iterators::Pair;

/// The item of a pair of rule `item`.
pub(in crate::syntax) fn item(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Result<Item, Fault> {
    let mut children = reader.children(pair);
    let doc = children.take(Rule::doc).map(|pair| reader.doc(&pair));
    let pair = children.need()?;
    match pair.as_rule() {
        Rule::use_item => reader.use_item(doc, pair).map(Item::Use),
        Rule::param_item => reader.param(doc, pair).map(Item::Param),
        Rule::let_item => reader.binding_of_name(doc, pair).map(Item::Let),
        Rule::def_item => reader.def(doc, pair).map(Item::Def),
        _ => reader.rule(doc, pair).map(Item::Rule),
    }
}

impl Reader<'_> {
    fn doc(&self, pair: &Pair<'_, Rule>) -> Doc {
        let trimmed = pair.as_str().trim_end();
        let span = Span::of(0..trimmed.len()).shifted(self.span(pair).start);
        let lines = trimmed.lines().map(|line| {
            let line = line.trim_start().trim_start_matches('#');
            line.strip_prefix(' ').unwrap_or(line).trim_end()
        });
        Doc { text: lines.collect::<Vec<_>>().join("\n"), span }
    }

    fn use_item(&mut self, doc: Option<Doc>, pair: Pair<'_, Rule>) -> Result<Use, Fault> {
        let mut children = self.children(pair);
        let path = children.need()?;
        Ok(Use { doc, path: self.text(&path)?, span: children.span })
    }

    fn param(&mut self, doc: Option<Doc>, pair: Pair<'_, Rule>) -> Result<Param, Fault> {
        let mut children = self.children(pair);
        let name = self.name(&children.need()?);
        let ty = self.ty(children.need()?)?;
        let default = children.next().map(|pair| self.expression(pair)).transpose()?;
        Ok(Param { doc, name, ty, default, span: children.span })
    }

    /// `let name = E`, as an item or as a clause.
    pub(super) fn binding_of_name(&mut self, doc: Option<Doc>, pair: Pair<'_, Rule>) -> Result<Let, Fault> {
        let mut children = self.children(pair);
        let name = self.name(&children.need()?);
        let value = self.expression(children.need()?)?;
        Ok(Let { doc, name, value, span: children.span })
    }

    fn def(&mut self, doc: Option<Doc>, pair: Pair<'_, Rule>) -> Result<Def, Fault> {
        let mut children = self.children(pair);
        let name = self.name(&children.need()?);
        let mut parameters = Vec::new();
        while let Some(pair) = children.take(Rule::def_parameter) {
            let mut inner = self.children(pair);
            let name = self.name(&inner.need()?);
            let ty = inner.next().map(|pair| self.ty(pair)).transpose()?;
            parameters.push(DefParameter { name, ty });
        }
        let body = self.expression(children.need()?)?;
        Ok(Def { doc, name, parameters, body, span: children.span })
    }

    fn rule(&mut self, doc: Option<Doc>, pair: Pair<'_, Rule>) -> Result<LawRule, Fault> {
        let mut children = self.children(pair);
        let name = self.name(&children.need()?);
        self.check_id(&name);
        let scope = self.scope(children.need()?, &mut 0)?;
        let body = self.body(children.need()?)?;
        Ok(LawRule { doc, name, scope, body, span: children.span })
    }

    fn check_id(&mut self, name: &Name) {
        let id = &*name.text;
        let kebab = kebab_case(id);
        if kebab != id {
            let message = format!("the rule id `{id}` is not in kebab-case");
            let diagnostic = Diagnostic::new(codes::RULE_ID, name.span, message);
            self.note(if kebab.is_empty() {
                diagnostic.help("name the defect in lower-case words joined by `-`, such as `privileged-container`")
            } else {
                diagnostic.write(name.span, kebab)
            });
        } else if id.len() > MAX_RULE_ID {
            let message = format!("the rule id has {} characters, more than {MAX_RULE_ID}", id.len());
            self.note(Diagnostic::new(codes::RULE_ID, name.span, message).help("shorten it"));
        }
    }
}

/// `id` as lower-case words of letters and digits, the first letter of the id being one, joined by single hyphens.
fn kebab_case(id: &str) -> String {
    let mut kebab = String::with_capacity(id.len());
    let mut last = None;
    for c in id.chars() {
        let word_starts =
            c.is_ascii_uppercase() && last.is_some_and(|last: char| last.is_ascii_lowercase() || last.is_ascii_digit());
        if word_starts && !kebab.ends_with('-') {
            kebab.push('-');
        }
        match c {
            'a'..='z' | 'A'..='Z' => kebab.push(c.to_ascii_lowercase()),
            '0'..='9' if !kebab.is_empty() => kebab.push(c),
            _ if !kebab.is_empty() && !kebab.ends_with('-') => kebab.push('-'),
            _ => {}
        }
        last = Some(c);
    }
    kebab.trim_end_matches('-').to_owned()
}
