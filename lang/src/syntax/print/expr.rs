//! Expressions and scopes.

use super::Printer;
use super::doc::{Doc, flat, group, indent, text};
use super::literal::{literal, quoted};
use crate::span::Span;
use crate::syntax::ast::{Binding, Expr, ExprKind, Literal, Operator, Quantifier, Scope};
use crate::syntax::from_pest::{COMPARISON, precedence};

/// How far parts of an expression are indented where it is broken.
const STEP: usize = 2;

impl Printer<'_> {
    /// An expression on its own; where it is broken, its further lines are indented by `by`.
    pub(super) fn expr(&mut self, expr: &Expr, by: usize) -> Doc {
        match &expr.kind {
            ExprKind::Literal(value) => text(literal(value)),
            ExprKind::Name(name) => text(&**name),
            ExprKind::Group(inner) => {
                let mut docs = self.comments.before_part(inner.span.start, Doc::SoftLine);
                docs.push(self.expr(inner, 0));
                self.bracketed(["(", ")"], docs, "", expr.span)
            }
            ExprKind::List(elements) => {
                // Literals fill lines; anything else has a line of its own.
                let plain = elements.iter().all(|element| matches!(element.kind, ExprKind::Literal(_)));
                let line = if plain { Doc::FillLine } else { Doc::Line };
                let starts = elements.iter().map(|element| (element.span.start, element));
                let docs = self.separated(&line, starts, |p, element| p.expr(element, STEP));
                self.bracketed(["[", "]"], docs, ",", expr.span)
            }
            ExprKind::Comprehension { element, scope } => self.comprehension(element, scope, expr.span),
            ExprKind::Record(entries) => {
                let docs = self.separated(
                    &Doc::Line,
                    entries.iter().map(|entry| (entry.0.span.start, entry)),
                    |p, (key, value)| group(vec![text(quoted(&key.value) + ": "), p.expr(value, STEP)]),
                );
                self.bracketed(["{", "}"], docs, ",", expr.span)
            }
            ExprKind::Field { base, field } => group(vec![self.base(base), text(format!(".{}", field.text))]),
            ExprKind::Index { base, index } => {
                let base = self.base(base);
                group(vec![base, text("["), self.expr(index, STEP), text("]")])
            }
            ExprKind::Each(base) => group(vec![self.base(base), text("[*]")]),
            ExprKind::Call { function, receiver, arguments } => {
                let receiver = receiver.as_ref().map(|receiver| vec![self.base(receiver), text(".")]);
                let mut docs = receiver.unwrap_or_default();
                docs.push(text(&*function.text));
                docs.push(self.arguments(arguments, expr.span));
                group(docs)
            }
            ExprKind::Not(inner) => {
                let parens =
                    matches!(&inner.kind, ExprKind::Binary { operator, .. } if precedence(*operator) < COMPARISON);
                group(vec![text("not "), self.maybe_parens(inner, parens, by)])
            }
            ExprKind::Binary { operator, .. } => self.chain(expr, precedence(*operator), by),
            ExprKind::If { .. } => self.conditional(expr, by),
            ExprKind::Quantifier { quantifier, scope, body } => self.quantifier(*quantifier, scope, body, by),
        }
    }

    /// An expression that a postfix follows, or a path.
    pub(super) fn base(&mut self, expr: &Expr) -> Doc {
        let parens = matches!(
            expr.kind,
            ExprKind::Not(_) | ExprKind::Binary { .. } | ExprKind::If { .. } | ExprKind::Quantifier { .. }
        );
        self.maybe_parens(expr, parens, STEP)
    }

    fn maybe_parens(&mut self, expr: &Expr, parens: bool, by: usize) -> Doc {
        if parens {
            let inner = self.expr(expr, 0);
            return self.bracketed(["(", ")"], vec![Doc::SoftLine, inner], "", Span::default());
        }
        self.expr(expr, by)
    }

    /// Pieces between brackets, on indented lines and with a `comma` where they do not fit on the line; each brings the
    /// break before it.
    fn bracketed(&mut self, [open, close]: [&str; 2], mut docs: Vec<Doc>, comma: &'static str, span: Span) -> Doc {
        let end = self.comments.before_close(span.end, docs.is_empty());
        if docs.is_empty() && end.is_empty() {
            return text(format!("{open}{close}"));
        }
        if !docs.is_empty() {
            docs.push(Doc::IfBroken(comma));
        }
        docs.extend(end);
        group(vec![text(open), indent(STEP, docs), Doc::SoftLine, text(close)])
    }

    /// Pieces separated by commas and `line`, with the comments before each.
    fn separated<'n, N>(
        &mut self,
        line: &Doc,
        nodes: impl Iterator<Item = (u32, &'n N)>,
        mut print: impl FnMut(&mut Self, &'n N) -> Doc,
    ) -> Vec<Doc>
    where
        N: 'n + ?Sized,
    {
        let mut docs = Vec::new();
        for (i, (start, node)) in nodes.enumerate() {
            if i > 0 {
                docs.push(text(","));
            }
            let line = if i > 0 { line.clone() } else { Doc::SoftLine };
            docs.extend(self.comments.before_part(start, line));
            docs.push(print(self, node));
        }
        docs
    }

    fn arguments(&mut self, arguments: &[Expr], span: Span) -> Doc {
        // A single bracketed argument hugs the parentheses.
        if let [only] = arguments
            && matches!(only.kind, ExprKind::List(_) | ExprKind::Record(_) | ExprKind::Comprehension { .. })
        {
            return group(vec![text("("), self.expr(only, STEP), text(")")]);
        }
        let docs =
            self.separated(&Doc::Line, arguments.iter().map(|argument| (argument.span.start, argument)), |p, a| {
                p.expr(a, STEP)
            });
        if docs.is_empty() {
            return text("()");
        }
        self.bracketed(["(", ")"], docs, ",", span)
    }

    fn comprehension(&mut self, element: &Expr, scope: &Scope, span: Span) -> Doc {
        let mut docs = self.comments.before_part(element.span.start, Doc::SoftLine);
        docs.push(self.expr(element, STEP));
        docs.extend(self.comments.before_part(scope.span.start, Doc::Line));
        docs.push(text("for "));
        docs.push(self.scope(scope, 2 * STEP));
        self.bracketed(["[", "]"], docs, "", span)
    }

    /// A run of operators of one precedence: broken before each of them.
    fn chain(&mut self, expr: &Expr, level: u8, by: usize) -> Doc {
        let mut rights: Vec<(Operator, u32, &Expr)> = Vec::new();
        let mut first = expr;
        while let ExprKind::Binary { operator, left, right, operator_span } = &first.kind {
            if precedence(*operator) != level || level == COMPARISON && !rights.is_empty() {
                break;
            }
            rights.push((*operator, operator_span.start, right));
            first = left;
        }
        let head = self.operand(first, level, false, by);
        let mut rest = Vec::new();
        for (operator, at, right) in rights.into_iter().rev() {
            let hugs = level == COMPARISON && is_bracketed(right);
            let line = if hugs { text(" ") } else { Doc::Line };
            rest.extend(self.comments.before_part(at, line));
            rest.push(text(format!("{} ", operator.as_str())));
            let between = self.comments.before_part(right.span.start, text(""));
            rest.extend(between);
            rest.push(self.operand(right, level, true, STEP));
        }
        group(vec![head, indent(by, rest)])
    }

    /// An operand of an operator of precedence `level`, in parentheses where it would be read otherwise without.
    fn operand(&mut self, expr: &Expr, level: u8, right: bool, by: usize) -> Doc {
        let parens = match &expr.kind {
            ExprKind::Binary { operator, .. } => {
                let own = precedence(*operator);
                own < level || own == level && (right || level == COMPARISON)
            }
            ExprKind::Not(_) | ExprKind::If { .. } | ExprKind::Quantifier { .. } => level >= COMPARISON,
            _ => false,
        };
        self.maybe_parens(expr, parens || !right && ends_open(expr), by)
    }

    /// `if` with its branches; a further `if` after `else` continues it.
    fn conditional(&mut self, expr: &Expr, by: usize) -> Doc {
        let mut docs = Vec::new();
        let mut current = expr;
        let mut word = text("if ");
        while let ExprKind::If { condition, then, otherwise } = &current.kind {
            let condition_doc = self.expr(condition, 2 * STEP);
            let line = self.comments.before_part(then.span.start, Doc::Line);
            let then_doc = self.expr(then, 2 * STEP);
            let mut branch = line;
            branch.extend([text("then "), then_doc]);
            // The first branch is not yet inside the indentation of those that follow it.
            let deeper = if docs.is_empty() { by.max(STEP) } else { STEP };
            docs.push(group(vec![word, condition_doc, indent(deeper, branch)]));
            docs.extend(self.comments.before_part(otherwise.span.start, Doc::Line));
            word = text("else if ");
            current = otherwise;
        }
        docs.push(text("else "));
        docs.push(self.expr(current, STEP));
        let mut docs = docs.into_iter();
        let head: Vec<Doc> = docs.next().into_iter().collect();
        group(head.into_iter().chain([indent(by, docs.collect())]).collect())
    }

    fn quantifier(&mut self, quantifier: Quantifier, scope: &Scope, body: &Expr, by: usize) -> Doc {
        let word = match quantifier {
            Quantifier::Any => "any ",
            Quantifier::All => "all ",
            Quantifier::One => "one ",
        };
        let scope = self.scope(scope, by.max(STEP) + STEP);
        let mut rest = self.comments.before_part(body.span.start, Doc::Line);
        rest.push(self.expr(body, 0));
        group(vec![text(word), scope, text(":"), indent(by.max(STEP), rest)])
    }

    /// A scope; where it is broken, its further bindings are indented by `by`.
    pub(super) fn scope(&mut self, scope: &Scope, by: usize) -> Doc {
        let mut docs = Vec::new();
        // A single bracketed list is broken in its brackets, and closes below the line that opened it.
        let by = match scope.bindings.as_slice() {
            [Binding { set, condition: None, .. }] if matches!(&set[..], [set] if is_bracketed(set)) => 0,
            _ => by,
        };
        for (i, binding) in scope.bindings.iter().enumerate() {
            if i > 0 {
                docs.push(text(","));
                docs.extend(self.comments.before_part(binding.span.start, Doc::Line));
            }
            docs.push(self.binding(binding));
        }
        group(vec![indent(by, docs)])
    }

    fn binding(&mut self, binding: &Binding) -> Doc {
        let mut docs = vec![text(format!("{} in ", binding.name.text))];
        for (i, member) in binding.set.iter().enumerate() {
            if i > 0 {
                docs.push(indent(STEP, vec![Doc::FillLine, text("| ")]));
            }
            let loose = match &member.kind {
                ExprKind::Binary { operator, .. } => precedence(*operator) <= COMPARISON,
                ExprKind::Not(_) | ExprKind::If { .. } | ExprKind::Quantifier { .. } => true,
                _ => false,
            };
            docs.push(whole_kind(member, self.maybe_parens(member, loose, STEP)));
        }
        if let Some(condition) = &binding.condition {
            let mut rest = self.comments.before_part(condition.span.start, Doc::Line);
            rest.extend([text("where "), self.expr(condition, STEP)]);
            docs.push(indent(STEP, rest));
        }
        group(docs)
    }

    /// An expression in the braces of a message: on one line.
    pub(super) fn interpolation(&mut self, expr: &Expr, out: &mut String) {
        let inner = flat(&self.expr(expr, 0));
        // `{{` would be read as a brace.
        out.push_str(if inner.starts_with('{') { "{ " } else { "{" });
        out.push_str(&inner);
        out.push('}');
    }
}

/// `kind("group/Kind")` in one piece, where no comment is in it: a set of several is broken between them.
fn whole_kind(expr: &Expr, doc: Doc) -> Doc {
    let is_kind = matches!(&expr.kind, ExprKind::Call { function, receiver: None, .. } if *function.text == *"kind");
    if is_kind && doc.width().is_some() { text(flat(&doc)) } else { doc }
}

/// Whether an expression brings its own brackets to be broken in.
pub(super) fn is_bracketed(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::List(_) | ExprKind::Record(_) | ExprKind::Comprehension { .. } | ExprKind::Group(_) => true,
        ExprKind::Literal(literal) => !matches!(literal, Literal::String(_) | Literal::Regex(_)),
        ExprKind::Call { receiver, arguments, .. } => receiver.is_none() && !arguments.is_empty(),
        _ => false,
    }
}

/// Whether an expression ends with a form that reaches as far right as possible.
fn ends_open(expr: &Expr) -> bool {
    let mut expr = expr;
    loop {
        match &expr.kind {
            ExprKind::If { .. } | ExprKind::Quantifier { .. } => return true,
            ExprKind::Not(inner) => expr = inner,
            ExprKind::Binary { right, .. } => expr = right,
            _ => return false,
        }
    }
}
