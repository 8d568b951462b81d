//! Expressions: flat runs of operands and operators become trees.
//!
//! Precedence is resolved with two stacks rather than by recursion, and each node knows its depth, so that neither a long
//! chain nor a deep one can overflow a stack here or later.

use super::{Fault, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::limits::MAX_DEPTH;
use crate::span::Span;
use crate::syntax::ast::{Expr, ExprKind, Literal, Operator, Quantifier};
use crate::syntax::grammar::Rule;
use crate::syntax::lexer::slice;
use pest::iterators::Pair;

/// An expression and the depth of its tree.
struct Built {
    expr: Expr,
    depth: usize,
}

/// An operator that waits for its right operand.
#[derive(Clone, Copy)]
enum Waiting {
    Not(Span),
    Binary(Operator, Span),
}

impl Waiting {
    fn precedence(self) -> u8 {
        match self {
            Self::Not(_) => 3,
            Self::Binary(operator, _) => precedence(operator),
        }
    }
}

/// How tightly an operator binds; `not` is 3.
pub(in crate::syntax) fn precedence(operator: Operator) -> u8 {
    match operator {
        Operator::Or => 1,
        Operator::And => 2,
        Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessEqual
        | Operator::Greater
        | Operator::GreaterEqual
        | Operator::In
        | Operator::NotIn
        | Operator::Matches
        | Operator::NotMatches => COMPARISON,
        Operator::Coalesce => 5,
        Operator::Add | Operator::Subtract => 6,
        Operator::Multiply => 7,
    }
}

/// The precedence of comparisons, which do not chain.
pub(in crate::syntax) const COMPARISON: u8 = 4;

/// The operands and operators read so far.
#[derive(Default)]
struct Stacks {
    operands: Vec<Built>,
    waiting: Vec<Waiting>,
}

impl Reader<'_> {
    /// The expression of a pair that holds a run of operands and operators.
    fn expr(&mut self, pair: Pair<'_, Rule>) -> Result<Built, Fault> {
        let mut children = self.children(pair);
        let mut stacks = Stacks::default();
        while let Some(pair) = children.next() {
            let span = self.span(&pair);
            match pair.as_rule() {
                Rule::not => {
                    self.stands_alone(&stacks, span, None)?;
                    stacks.waiting.push(Waiting::Not(span));
                }
                Rule::conditional | Rule::quantifier => {
                    self.stands_alone(&stacks, span, Some(slice(self.text, span)))?;
                    let form = self.operand(pair)?;
                    stacks.operands.push(form);
                }
                Rule::field | Rule::each | Rule::index => {
                    let base = stacks.operands.pop().ok_or_else(|| super::incomplete(span))?;
                    stacks.operands.push(self.postfix(base, pair)?);
                }
                Rule::operator | Rule::set_operator => {
                    let operator = operator(pair.as_str());
                    self.reduce(&mut stacks, precedence(operator), Some(span))?;
                    stacks.waiting.push(Waiting::Binary(operator, span));
                }
                _ => stacks.operands.push(self.operand(pair)?),
            }
        }
        self.reduce(&mut stacks, 0, None)?;
        stacks.operands.pop().ok_or_else(|| super::incomplete(children.span).into())
    }

    /// An expression that is a part of another; `depth` becomes its depth where that is greater.
    pub(super) fn part(&mut self, pair: Pair<'_, Rule>, depth: &mut usize) -> Result<Expr, Fault> {
        let built = self.expr(pair)?;
        *depth = built.depth.max(*depth);
        Ok(built.expr)
    }

    /// Gives their operands to all waiting operators that bind at least as tightly as `limit`.
    fn reduce(&self, stacks: &mut Stacks, limit: u8, next: Option<Span>) -> Result<(), Fault> {
        while let Some(&top) = stacks.waiting.last() {
            if top.precedence() < limit {
                break;
            }
            if let (COMPARISON, Waiting::Binary(_, first), Some(second)) = (limit, top, next)
                && top.precedence() == COMPARISON
            {
                return Err(self.chained(stacks, first, second).into());
            }
            stacks.waiting.pop();
            let missing = || super::incomplete(Span::default());
            let right = stacks.operands.pop().ok_or_else(missing)?;
            let built = match top {
                Waiting::Not(not) => {
                    let span = not.to(right.expr.span);
                    level(ExprKind::Not(Box::new(right.expr)), span, right.depth)?
                }
                Waiting::Binary(operator, operator_span) => {
                    let left = stacks.operands.pop().ok_or_else(missing)?;
                    let span = left.expr.span.to(right.expr.span);
                    let (left, right, depth) = (Box::new(left.expr), Box::new(right.expr), left.depth.max(right.depth));
                    level(ExprKind::Binary { operator, operator_span, left, right }, span, depth)?
                }
            };
            stacks.operands.push(built);
        }
        Ok(())
    }

    /// `not`, `if` and quantifiers may be operands of `and`, `or` and `not` alone.
    fn stands_alone(&self, stacks: &Stacks, form: Span, whole: Option<&str>) -> Result<(), Fault> {
        let Some(Waiting::Binary(_, operator)) =
            stacks.waiting.last().copied().filter(|w| w.precedence() >= COMPARISON)
        else {
            return Ok(());
        };
        let word = slice(self.text, form).split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let message = format!("`{word}` needs parentheses after `{}`", slice(self.text, operator));
        let diagnostic = Diagnostic::new(codes::NEEDS_PARENTHESES, form, message).label(operator, "binds more tightly");
        Err(Box::new(match whole {
            Some(whole) => diagnostic.help(format!("write `({word} …)`")).replace(form, format!("({whole})")),
            None => diagnostic.help("write `(not …)`"),
        }))
    }

    fn chained(&self, stacks: &Stacks, first: Span, second: Span) -> Diagnostic {
        let (one, two) = (slice(self.text, first), slice(self.text, second));
        let diagnostic =
            Diagnostic::new(codes::CHAINED_COMPARISON, second, format!("`{two}` cannot follow the comparison `{one}`"))
                .label(first, "the first comparison");
        let Some(middle) = stacks.operands.last().map(|built| built.expr.span) else { return diagnostic };
        let text = slice(self.text, middle);
        diagnostic
            .help(format!("compare twice: `… {one} {text} and {text} {two} …`"))
            .replace(middle.after(), format!(" and {text}"))
    }

    fn operand(&mut self, pair: Pair<'_, Rule>) -> Result<Built, Fault> {
        let span = self.span(&pair);
        let leaf = |literal| level(ExprKind::Literal(literal), span, 0);
        match pair.as_rule() {
            Rule::string => leaf(Literal::String(self.text(&pair)?.value)),
            Rule::number => leaf(self.number(&pair)?),
            Rule::version => leaf(Literal::Version(pair.as_str().into())),
            Rule::boolean => leaf(Literal::Bool(pair.as_str() == "true")),
            Rule::regex => leaf(Self::regex(&pair)),
            Rule::call => self.call(pair),
            Rule::list => self.list(pair),
            Rule::record => self.record(pair),
            Rule::conditional => self.conditional(pair),
            Rule::quantifier => self.quantifier(pair),
            _ => {
                let inner = self.children(pair).need()?;
                let inner = self.expr(inner)?;
                level(ExprKind::Group(Box::new(inner.expr)), span, inner.depth)
            }
        }
    }

    fn postfix(&mut self, base: Built, pair: Pair<'_, Rule>) -> Result<Built, Fault> {
        let rule = pair.as_rule();
        let span = base.expr.span.to(self.span(&pair));
        let mut children = self.children(pair);
        let (mut depth, base) = (base.depth, Box::new(base.expr));
        let kind = match rule {
            Rule::each => ExprKind::Each(base),
            Rule::index => {
                let index = self.part(children.need()?, &mut depth)?;
                ExprKind::Index { base, index: Box::new(index) }
            }
            _ => {
                let field = self.name(&children.need()?);
                match children.take(Rule::arguments) {
                    None => ExprKind::Field { base, field },
                    Some(pair) => {
                        let arguments = self.arguments(pair, &mut depth)?;
                        ExprKind::Call { function: field, receiver: Some(base), arguments }
                    }
                }
            }
        };
        level(kind, span, depth)
    }

    fn call(&mut self, pair: Pair<'_, Rule>) -> Result<Built, Fault> {
        let mut children = self.children(pair);
        let function = self.name(&children.need()?);
        match children.take(Rule::arguments) {
            None => level(ExprKind::Name(function.text), children.span, 0),
            Some(pair) => {
                let mut depth = 0;
                let arguments = self.arguments(pair, &mut depth)?;
                level(ExprKind::Call { function, receiver: None, arguments }, children.span, depth)
            }
        }
    }

    fn arguments(&mut self, pair: Pair<'_, Rule>, depth: &mut usize) -> Result<Vec<Expr>, Fault> {
        let mut children = self.children(pair);
        std::iter::from_fn(|| children.take(Rule::expr)).map(|pair| self.part(pair, depth)).collect()
    }

    fn list(&mut self, pair: Pair<'_, Rule>) -> Result<Built, Fault> {
        let mut children = self.children(pair);
        let span = children.span;
        let (mut elements, mut depth) = (Vec::new(), 0);
        while let Some(pair) = children.next() {
            if pair.as_rule() == Rule::scope {
                let scope = self.scope(pair, &mut depth)?;
                let element = elements.pop().ok_or_else(|| super::incomplete(span))?;
                return level(ExprKind::Comprehension { element: Box::new(element), scope }, span, depth);
            }
            elements.push(self.part(pair, &mut depth)?);
        }
        level(ExprKind::List(elements), span, depth)
    }

    fn record(&mut self, pair: Pair<'_, Rule>) -> Result<Built, Fault> {
        let mut children = self.children(pair);
        let (mut entries, mut depth) = (Vec::new(), 0);
        while let Some(pair) = children.next() {
            let mut entry = self.children(pair);
            let key = self.text(&entry.need()?)?;
            entries.push((key, self.part(entry.need()?, &mut depth)?));
        }
        level(ExprKind::Record(entries), children.span, depth)
    }

    fn conditional(&mut self, pair: Pair<'_, Rule>) -> Result<Built, Fault> {
        let mut children = self.children(pair);
        let mut depth = 0;
        let kind = ExprKind::If {
            condition: Box::new(self.part(children.need()?, &mut depth)?),
            then: Box::new(self.part(children.need()?, &mut depth)?),
            otherwise: Box::new(self.part(children.need()?, &mut depth)?),
        };
        level(kind, children.span, depth)
    }

    fn quantifier(&mut self, pair: Pair<'_, Rule>) -> Result<Built, Fault> {
        let mut children = self.children(pair);
        let quantifier = match children.need()?.as_str() {
            "any" => Quantifier::Any,
            "all" => Quantifier::All,
            _ => Quantifier::One,
        };
        let mut depth = 0;
        let scope = self.scope(children.need()?, &mut depth)?;
        let body = Box::new(self.part(children.need()?, &mut depth)?);
        level(ExprKind::Quantifier { quantifier, scope, body }, children.span, depth)
    }
}

/// An expression one level above children of depth `depth`.
fn level(kind: ExprKind, span: Span, depth: usize) -> Result<Built, Fault> {
    if depth >= MAX_DEPTH {
        let message = format!("this expression has more than {MAX_DEPTH} operators or steps in a row");
        let help = "split it with `let` or `def`, or use a list with `in`, `any` or `all`";
        return Err(Box::new(Diagnostic::new(codes::CHAIN, span, message).help(help)));
    }
    Ok(Built { expr: Expr { kind, span }, depth: depth + 1 })
}

/// The operator that `text` spells; `not in` may have any blanks and comments in it.
fn operator(text: &str) -> Operator {
    let plain = Operator::ALL.iter().find(|(word, _)| *word == text).map(|(_, operator)| *operator);
    plain.unwrap_or(if text.ends_with("matches") { Operator::NotMatches } else { Operator::NotIn })
}
