//! Why a condition came out as it did, in words: expressions as paths into the objects, and their values.

use super::Blamer;
use crate::eval::message;
use crate::eval::{Unknown, Value};
use crate::plan::op::{Op, OpId};
use crate::report::finding::Reason;
use kubelaw_lang::ir::{Arithmetic, Comparison};

impl Blamer<'_> {
    /// The reasons that a deciding part gives: itself with its value, then the values it looked at.
    pub(super) fn reasons(&mut self, id: OpId, reasons: &mut Vec<Reason>) {
        let plan = self.machine.plan;
        let Some(expr) = plan.expr(id) else { return };
        let is_constant = |part: &OpId| matches!(plan.expr(*part).map(|part| &part.op), Some(Op::Constant(_)) | None);
        let looked_at = expr.op.parts().into_iter().filter(|part| !is_constant(part));
        for part in std::iter::once(id).chain(looked_at) {
            let reason = Reason { expression: self.text(part), value: self.value_text(part) };
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }

    fn value_text(&mut self, id: OpId) -> String {
        match self.machine.value(id) {
            Value::Unknown(reason) => {
                let cause = self.cause(id, false);
                self.describe_cause(cause.as_ref(), reason)
            }
            Value::Node(node, accepts) if !Value::Node(node, accepts).fits() => Unknown::WrongType.to_string(),
            _ => message::show(&mut self.machine, id),
        }
    }

    /// An expression as law text, variables as the paths that they stand for.
    fn text(&mut self, id: OpId) -> String {
        let plan = self.machine.plan;
        let Some(expr) = plan.expr(id) else { return String::new() };
        match &expr.op {
            Op::Constant(_) => self.constant(id),
            Op::Variable(slot) => self.variable(id, *slot),
            Op::Inventory => "inventory".to_owned(),
            Op::Request => "request".to_owned(),
            Op::Old => "old".to_owned(),
            Op::Objects(kinds) => match plan.kinds.get(*kinds as usize) {
                Some(kubelaw_lang::vocabulary::Kinds::Of(kinds)) => {
                    kinds.iter().map(|kind| kind.trim_start_matches('/')).collect::<Vec<_>>().join(" | ")
                }
                _ => "Object".to_owned(),
            },
            Op::Field(base, field) => self.member(*base, plan.name(field.name)),
            Op::View(base, view) => self.member(*base, plan.view_name(*view)),
            Op::Item(base, index) => format!("{}[{index}]", self.operand(*base)),
            Op::Index(base, index) => format!("{}[{}]", self.operand(*base), self.text(*index)),
            Op::Call(builtin, arguments) => {
                let name = plan.builtin_name(*builtin);
                match arguments.split_first() {
                    Some((receiver, rest)) => format!("{}.{name}({})", self.operand(*receiver), self.texts(rest, ", ")),
                    None => format!("{name}()"),
                }
            }
            Op::Has(a) => format!("has({})", self.text(*a)),
            Op::Valid(a) => format!("valid({})", self.text(*a)),
            Op::Not(a) => format!("not {}", self.operand(*a)),
            Op::List(parts) => format!("[{}]", self.texts(parts, ", ")),
            Op::Comprehension { .. } => "[…]".to_owned(),
            Op::Record(_) => "{…}".to_owned(),
            Op::Quantifier(..) => "…".to_owned(),
            op => self.operation(op),
        }
    }

    fn operation(&mut self, op: &Op) -> String {
        match op {
            Op::And(parts) => self.clauses(parts, " and "),
            Op::Or(parts) => self.clauses(parts, " or "),
            Op::If(a, b, c) => format!("if {} then {} else {}", self.text(*a), self.text(*b), self.text(*c)),
            Op::Equal(a, b) => format!("{} == {}", self.operand(*a), self.operand(*b)),
            Op::In(a, b) | Op::InTexts(a, _, b) => format!("{} in {}", self.operand(*a), self.operand(*b)),
            Op::Matches(a, b) => format!("{} matches {}", self.operand(*a), self.operand(*b)),
            Op::Coalesce(a, b) => format!("{} ?? {}", self.operand(*a), self.operand(*b)),
            Op::Compare(comparison, a, b) => {
                let operator = match comparison {
                    Comparison::Less => "<",
                    Comparison::LessEqual => "<=",
                    Comparison::Greater => ">",
                    Comparison::GreaterEqual => ">=",
                };
                format!("{} {operator} {}", self.operand(*a), self.operand(*b))
            }
            Op::Arithmetic(operator, a, b) => {
                let operator = match operator {
                    Arithmetic::Add => "+",
                    Arithmetic::Subtract => "-",
                    Arithmetic::Multiply => "*",
                };
                format!("{} {operator} {}", self.operand(*a), self.operand(*b))
            }
            _ => String::new(),
        }
    }

    /// An operand of a comparison or of arithmetic, in parentheses where it has operators of its own.
    fn operand(&mut self, id: OpId) -> String {
        let text = self.text(id);
        let is_operation = |op: &Op| {
            matches!(
                op,
                Op::And(_)
                    | Op::Or(_)
                    | Op::If(..)
                    | Op::Equal(..)
                    | Op::In(..)
                    | Op::InTexts(..)
                    | Op::Matches(..)
                    | Op::Coalesce(..)
                    | Op::Compare(..)
                    | Op::Arithmetic(..)
                    | Op::Not(_)
            )
        };
        if self.machine.plan.expr(id).is_some_and(|expr| is_operation(&expr.op)) { format!("({text})") } else { text }
    }

    /// What `and` or `or` joins.
    fn clauses(&mut self, parts: &[OpId], between: &str) -> String {
        let text = |blamer: &mut Self, id: &OpId| match blamer.machine.plan.expr(*id).map(|expr| &expr.op) {
            Some(Op::And(_) | Op::Or(_) | Op::If(..)) => blamer.operand(*id),
            _ => blamer.text(*id),
        };
        parts.iter().map(|part| text(self, part)).collect::<Vec<_>>().join(between)
    }

    fn texts(&mut self, parts: &[OpId], between: &str) -> String {
        parts.iter().map(|part| self.text(*part)).collect::<Vec<_>>().join(between)
    }

    fn member(&mut self, base: OpId, name: &str) -> String {
        let base = self.operand(base);
        if base.is_empty() { name.to_owned() } else { format!("{base}.{name}") }
    }

    fn constant(&mut self, id: OpId) -> String {
        match self.machine.value(id) {
            value @ (Value::Text(_) | Value::OwnedText(_)) => format!("{:?}", message::display(&value)),
            value @ Value::List(_) => format!("[{}]", message::display(&value)),
            value => message::display(&value),
        }
    }

    /// A variable: the path of its place in the subject, the name of another object, or its value.
    fn variable(&mut self, id: OpId, slot: u16) -> String {
        let value = self.machine.variable(slot);
        match &value {
            Value::Object(object, _) if std::ptr::eq(*object, self.object) => String::new(),
            Value::Node(node, _) if self.object.root.holds(*node) => node.path_from(self.object.root).to_string(),
            // An object that there is none of.
            Value::Missing => "…".to_owned(),
            _ => message::show_all(&mut self.machine, id),
        }
    }
}
