//! Habits that the grammar can read: macros, `null` and `[_]` of other languages, found in the tree.

use super::NULLS;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::ast::{
    Binding, Check, CheckClause, Clause, Expr, ExprKind, File, Item, Operator, Scope, TemplatePart, Type, TypeBase,
};
use crate::syntax::lexer::slice;

/// The lessons about a file, in the order of its tree.
pub(in crate::syntax) fn lessons(text: &str, file: &File) -> Vec<Diagnostic> {
    let own = file.items.iter().filter_map(|item| match item {
        Item::Def(def) => Some(&*def.name.text),
        _ => None,
    });
    let used = file.items.iter().any(|item| matches!(item, Item::Use(_)));
    let mut walk = Walk { text, own: own.collect(), used, lessons: Vec::new() };
    for item in &file.items {
        walk.item(item);
    }
    walk.lessons
}

/// The lessons about one expression.
pub(in crate::syntax) fn lessons_of_expression(text: &str, expr: &Expr) -> Vec<Diagnostic> {
    let mut walk = Walk { text, own: Vec::new(), used: false, lessons: Vec::new() };
    walk.expr(expr);
    walk.lessons
}

struct Walk<'a> {
    text: &'a str,
    /// The definitions of the file, which may have the names of macros.
    own: Vec<&'a str>,
    /// Whether definitions of other files are in sight.
    used: bool,
    lessons: Vec<Diagnostic>,
}

impl Walk<'_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Use(_) => {}
            Item::Param(param) => {
                self.ty(&param.ty);
                if let Some(default) = &param.default {
                    self.expr(default);
                }
            }
            Item::Let(binding) => self.expr(&binding.value),
            Item::Def(def) => {
                def.parameters.iter().filter_map(|parameter| parameter.ty.as_ref()).for_each(|ty| self.ty(ty));
                self.expr(&def.body);
            }
            Item::Rule(rule) => {
                self.scope(&rule.scope);
                self.clauses(&rule.body);
            }
        }
    }

    fn clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            match clause {
                Clause::Attribute(_) => {}
                Clause::Let(binding) => self.expr(&binding.value),
                Clause::For(clause) => {
                    self.scope(&clause.scope);
                    self.clauses(&clause.body);
                }
                Clause::Check(check) => self.check(check),
            }
        }
    }

    fn check(&mut self, check: &Check) {
        self.expr(&check.condition);
        for clause in &check.clauses {
            match clause {
                CheckClause::Message(template) => template.parts.iter().for_each(|part| {
                    if let TemplatePart::Expr(expr) = part {
                        self.expr(expr);
                    }
                }),
                CheckClause::At(path) => self.expr(path),
                CheckClause::Fix(fix) => {
                    [Some(&fix.path), fix.value()].into_iter().flatten().for_each(|e| self.expr(e))
                }
            }
        }
    }

    fn scope(&mut self, scope: &Scope) {
        for Binding { set, condition, .. } in &scope.bindings {
            for member in set {
                self.expr(member);
            }
            if let Some(condition) = condition {
                self.expr(condition);
            }
        }
    }

    fn ty(&mut self, ty: &Type) {
        for member in &ty.members {
            match &member.base {
                TypeBase::Name(name) if NULLS.contains(&&*name.text) => {
                    let message = format!("there is no type `{}`", name.text);
                    self.lessons.push(
                        Diagnostic::new(codes::NULL, name.span, message)
                            .help("write `T?` for a value that may be missing"),
                    );
                }
                TypeBase::Name(_) => {}
                TypeBase::List(inner) | TypeBase::Map(inner) => self.ty(inner),
                TypeBase::Record(fields) => fields.iter().for_each(|(_, ty)| self.ty(ty)),
            }
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Literal(_) => {}
            ExprKind::Name(name) => self.name(name, expr.span),
            ExprKind::Group(inner) | ExprKind::Not(inner) | ExprKind::Each(inner) => self.expr(inner),
            ExprKind::Field { base, .. } => self.expr(base),
            ExprKind::List(elements) => elements.iter().for_each(|element| self.expr(element)),
            ExprKind::Comprehension { element, scope } => {
                self.expr(element);
                self.scope(scope);
            }
            ExprKind::Record(entries) => entries.iter().for_each(|(_, value)| self.expr(value)),
            ExprKind::Index { base, index } => self.index(base, index),
            ExprKind::Call { .. } => self.call(expr),
            ExprKind::Binary { operator, left, right, .. } => self.binary(expr, *operator, left, right),
            ExprKind::If { condition, then, otherwise } => {
                self.expr(condition);
                self.expr(then);
                self.expr(otherwise);
            }
            ExprKind::Quantifier { scope, body, .. } => {
                self.scope(scope);
                self.expr(body);
            }
        }
    }

    fn name(&mut self, name: &str, span: Span) {
        if NULLS.contains(&name) {
            let help =
                "leave a missing value out: `has(x)` asks for it, `x ?? y` supplies one, the type of one is `T?`";
            self.lessons.push(Diagnostic::new(codes::NULL, span, format!("there is no `{name}`")).help(help));
        } else if name == "_" {
            let help = "name it: `any c in w.containers: c.tty == true`";
            self.lessons.push(Diagnostic::new(codes::WILDCARD_INDEX, span, "`_` stands for nothing").help(help));
        }
    }

    /// `xs[_]`
    fn index(&mut self, base: &Expr, index: &Expr) {
        self.expr(base);
        if !matches!(&index.kind, ExprKind::Name(name) if &**name == "_") {
            return self.expr(index);
        }
        let list = slice(self.text, base.span);
        let help = format!("write `any x in {list}: …` to ask for one, `{list}[*]` for all of them");
        let diagnostic = Diagnostic::new(codes::WILDCARD_INDEX, index.span, "`[_]` does not walk a list");
        self.lessons.push(diagnostic.help(help).replace(index.span, "*"));
    }

    /// `x == null`
    fn binary(&mut self, whole: &Expr, operator: Operator, left: &Expr, right: &Expr) {
        let null = |expr: &Expr| matches!(&expr.kind, ExprKind::Name(name) if NULLS.contains(&&**name));
        let value = match (null(left), null(right)) {
            (false, true) => left,
            (true, false) => right,
            _ => {
                self.expr(left);
                return self.expr(right);
            }
        };
        let right = match operator {
            Operator::Equal => format!("not has({})", slice(self.text, value.span)),
            Operator::NotEqual => format!("has({})", slice(self.text, value.span)),
            _ => {
                self.expr(left);
                return self.expr(right);
            }
        };
        self.expr(value);
        let diagnostic =
            Diagnostic::new(codes::NULL, whole.span, "a missing value equals nothing, so it is not compared");
        self.lessons.push(diagnostic.write(whole.span, right));
    }

    fn call(&mut self, expr: &Expr) {
        let ExprKind::Call { function, receiver, arguments } = &expr.kind else { return };
        let name = &*function.text;
        let keyword = matches!(name, "any" | "all" | "one");
        let macros = matches!(name, "exists" | "exists_one" | "existsOne" | "filter" | "map" | "some" | "every");
        let unknown = macros && !self.used && !self.own.contains(&name);
        if let ([variable, body], true) = (arguments.as_slice(), keyword || unknown)
            && let (ExprKind::Name(variable), Some(list)) = (&variable.kind, receiver)
        {
            let (list, text) = (slice(self.text, list.span), slice(self.text, body.span));
            let right = match name {
                "filter" => format!("[{variable} for {variable} in {list} where {text}]"),
                "map" => format!("[{text} for {variable} in {list}]"),
                "all" | "every" => format!("(all {variable} in {list}: {text})"),
                "any" | "exists" | "some" => format!("(any {variable} in {list}: {text})"),
                _ => format!("(one {variable} in {list}: {text})"),
            };
            let diagnostic =
                Diagnostic::new(codes::FOREIGN_QUANTIFIER, function.span, format!("there is no method `{name}`"));
            self.lessons.push(diagnostic.write(expr.span, right));
            return;
        }
        if let Some(receiver) = receiver {
            self.expr(receiver);
        }
        for argument in arguments {
            self.expr(argument);
        }
    }
}
