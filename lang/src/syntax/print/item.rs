//! Items, and the clauses of rules.

use super::Printer;
use super::doc::{Doc, group, indent, layout, text};
use super::expr::is_bracketed;
use super::literal::{quoted, template_text, ty};
use crate::span::Span;
use crate::syntax::ast::{
    Attribute, AttributeValue, Change, Check, CheckClause, CheckKind, Clause, Doc as Documentation, Expr, File, Fix,
    For, Item, Scope, Template, TemplatePart,
};

/// How far the clauses of a block are indented, and the lines that continue a definition.
const STEP: usize = 2;

/// How far the lines that continue a condition or a scope are indented: deeper than the clauses below them.
const CONTINUED: usize = 4;

impl Printer<'_> {
    /// All items with the comments between them.
    pub(super) fn file(mut self, file: &File) -> String {
        let mut docs = Vec::new();
        let mut before: Option<&Item> = None;
        for item in &file.items {
            let (doc, span) = head(item);
            let start = doc.map_or(span.start, |doc| doc.span.start);
            let apart = before.is_some_and(|before| self.stands_apart(before, item));
            docs.extend(self.comments.before_line(start, before.is_none(), apart));
            for line in doc.iter().flat_map(|doc| doc.text.lines()) {
                docs.push(text(if line.is_empty() { "##".to_owned() } else { format!("## {line}") }));
                docs.push(Doc::HardLine);
            }
            docs.push(self.item(item));
            before = Some(item);
        }
        docs.extend(self.comments.before_close(u32::MAX, file.items.is_empty()));
        // The first line break belongs to the first line of the file, which needs none.
        if matches!(docs.first(), Some(Doc::HardLine | Doc::BlankLine)) {
            docs.remove(0);
        }
        layout(&docs)
    }

    /// Whether an empty line stands between two items in any case: around rules, and, for a tree without a text, between
    /// items of different kinds.
    fn stands_apart(&self, before: &Item, item: &Item) -> bool {
        let is_rule = |item| matches!(item, &Item::Rule(_));
        is_rule(before)
            || is_rule(item)
            || !self.has_text && std::mem::discriminant(before) != std::mem::discriminant(item)
    }

    fn item(&mut self, item: &Item) -> Doc {
        match item {
            Item::Use(item) => text(format!("use {}", quoted(&item.path.value))),
            Item::Param(param) => {
                let mut line = format!("param {}: ", param.name.text);
                ty(&param.ty, &mut line);
                match &param.default {
                    None => text(line),
                    Some(default) => self.defined(line, default),
                }
            }
            Item::Let(item) => self.defined(format!("let {}", item.name.text), &item.value),
            Item::Def(def) => {
                let mut line = format!("def {}(", def.name.text);
                for (i, parameter) in def.parameters.iter().enumerate() {
                    line.push_str(if i > 0 { ", " } else { "" });
                    line.push_str(&parameter.name.text);
                    if let Some(parameter_ty) = &parameter.ty {
                        line.push_str(": ");
                        ty(parameter_ty, &mut line);
                    }
                }
                line.push(')');
                self.defined(line, &def.body)
            }
            Item::Rule(rule) => {
                let head = text(format!("rule {} for ", rule.name.text));
                self.block(head, &rule.scope, &rule.body, rule.span)
            }
        }
    }

    /// `NAME = E`; an expression without brackets of its own moves to the next line where it does not fit.
    fn defined(&mut self, mut line: String, value: &Expr) -> Doc {
        line.push_str(" =");
        let hugs = is_bracketed(value) && !self.comments.are_before(value.span.start);
        let mut docs = self.comments.before_part(value.span.start, if hugs { text(" ") } else { Doc::Line });
        docs.push(self.expr(value, 0));
        if hugs {
            group([text(line)].into_iter().chain(docs).collect())
        } else {
            group(vec![text(line), indent(STEP, docs)])
        }
    }

    fn block(&mut self, head: Doc, scope: &Scope, body: &[Clause], span: Span) -> Doc {
        let scope = self.scope(scope, CONTINUED);
        let head = group(vec![head, scope, text(" {")]);
        let mut docs = Vec::new();
        for (at, clause) in body.iter().enumerate() {
            docs.extend(self.comments.before_line(clause_span(clause).start, at == 0, false));
            let width = match clause {
                Clause::Attribute(_) => self.attribute_width(body, at),
                _ => 0,
            };
            docs.push(self.clause(clause, width));
        }
        docs.extend(self.comments.before_close(span.end, body.is_empty()));
        if docs.is_empty() {
            return indent(0, vec![head, text("}")]);
        }
        indent(0, vec![head, indent(STEP, docs), Doc::HardLine, text("}")])
    }

    /// The width of the longest word among the attributes that stand together with the one at `at`.
    fn attribute_width(&self, body: &[Clause], at: usize) -> usize {
        let word = |clause: &Clause| match clause {
            Clause::Attribute(attribute) => Some((attribute.name.text.chars().count(), attribute.span.start)),
            _ => None,
        };
        let joined = |i: usize| {
            let this = body.get(i).and_then(word)?;
            Some((this.0, !self.comments.blank_before(this.1)))
        };
        let mut width = joined(at).map_or(0, |(width, _)| width);
        let mut i = at;
        while joined(i).is_some_and(|(_, together)| together)
            && let Some((before, _)) = i.checked_sub(1).and_then(joined)
        {
            width = width.max(before);
            i -= 1;
        }
        let mut i = at + 1;
        while let Some((after, true)) = joined(i) {
            width = width.max(after);
            i += 1;
        }
        width
    }

    fn clause(&mut self, clause: &Clause, width: usize) -> Doc {
        match clause {
            Clause::Attribute(attribute) => text(attribute_line(attribute, width)),
            Clause::Let(item) => self.defined(format!("let {}", item.name.text), &item.value),
            Clause::For(For { scope, body, span }) => self.block(text("for "), scope, body, *span),
            Clause::Check(check) => self.check(check),
        }
    }

    fn check(&mut self, check: &Check) -> Doc {
        let word = match check.kind {
            CheckKind::Require => "require ",
            CheckKind::Forbid => "forbid ",
        };
        let head = if self.comments.are_before(check.condition.span.start) {
            let mut docs = self.comments.before_part(check.condition.span.start, Doc::HardLine);
            docs.push(self.expr(&check.condition, 0));
            vec![text(word.trim_end()), indent(CONTINUED, docs)]
        } else {
            vec![text(word), self.expr(&check.condition, CONTINUED)]
        };
        let width = check.clauses.iter().map(|clause| clause_word(clause).len()).max().unwrap_or(0);
        let mut docs = Vec::new();
        for clause in &check.clauses {
            let line = self.comments.before_part(clause_start(clause), Doc::HardLine);
            docs.extend(line);
            docs.push(self.check_clause(clause, width));
        }
        indent(0, vec![group(head), indent(STEP, docs)])
    }

    fn check_clause(&mut self, clause: &CheckClause, width: usize) -> Doc {
        let word = text(format!("{:width$} ", clause_word(clause)));
        let rest = match clause {
            CheckClause::Message(template) => text(self.template(template)),
            CheckClause::At(path) => self.base(path),
            CheckClause::Fix(Fix { change, path, .. }) => group(match change {
                Change::Set(value) => vec![text("set "), self.base(path), text(" = "), self.expr(value, STEP)],
                Change::Remove => vec![text("remove "), self.base(path)],
                Change::Append(value) => vec![text("append "), self.expr(value, STEP), text(" to "), self.base(path)],
            }),
        };
        group(vec![word, rest])
    }

    fn template(&mut self, template: &Template) -> String {
        let mut out = String::from("\"");
        for part in &template.parts {
            match part {
                TemplatePart::Text(piece) => template_text(piece, &mut out),
                TemplatePart::Expr(expr) => self.interpolation(expr, &mut out),
            }
        }
        out.push('"');
        out
    }
}

fn head(item: &Item) -> (Option<&Documentation>, Span) {
    match item {
        Item::Use(item) => (item.doc.as_ref(), item.span),
        Item::Param(item) => (item.doc.as_ref(), item.span),
        Item::Let(item) => (item.doc.as_ref(), item.span),
        Item::Def(item) => (item.doc.as_ref(), item.span),
        Item::Rule(item) => (item.doc.as_ref(), item.span),
    }
}

fn clause_span(clause: &Clause) -> Span {
    match clause {
        Clause::Attribute(attribute) => attribute.span,
        Clause::Let(item) => item.span,
        Clause::For(clause) => clause.span,
        Clause::Check(check) => check.span,
    }
}

fn clause_word(clause: &CheckClause) -> &'static str {
    match clause {
        CheckClause::Message(_) => "message",
        CheckClause::At(_) => "at",
        CheckClause::Fix(_) => "fix",
    }
}

/// Where a clause's own text begins, so that comments before it are found.
fn clause_start(clause: &CheckClause) -> u32 {
    match clause {
        CheckClause::Message(template) => template.span.start,
        CheckClause::At(path) => path.span.start,
        CheckClause::Fix(fix) => fix.span.start,
    }
}

fn attribute_line(attribute: &Attribute, width: usize) -> String {
    let mut line = format!("{:width$}", attribute.name.text);
    for (i, value) in attribute.values.iter().enumerate() {
        line.push_str(if i > 0 && &*attribute.name.text == "on" { " | " } else { " " });
        match value {
            AttributeValue::Word(name) | AttributeValue::Version(name) => line.push_str(&name.text),
            AttributeValue::Text(text) => line.push_str(&quoted(&text.value)),
        }
    }
    line
}
