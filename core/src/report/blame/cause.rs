//! Why a condition could not be decided: which path, and what is wrong with what is there.

use super::Blamer;
use super::spot::Spot;
use crate::document::{Kind, NodeRef};
use crate::eval::accepts::{Accepts, KindBits};
use crate::eval::quantifier::members;
use crate::eval::{Unknown, Value, message};
use crate::plan::op::{Binding, Op, OpId};

/// What keeps a condition from being decided.
pub(super) struct Cause<'a> {
    /// Where, if it is a place.
    pub(super) spot: Option<Spot<'a>>,
    /// What is wrong there, as a clause after the path.
    problem: String,
}

impl<'a> Blamer<'a> {
    /// The cause of an unknown condition or value. `as_list` where a list was asked for.
    pub(super) fn cause(&mut self, id: OpId, as_list: bool) -> Option<Cause<'a>> {
        let plan = self.machine.plan;
        let op = &plan.expr(id)?.op;
        match op {
            Op::And(parts) | Op::Or(parts) => {
                let unknown = parts.iter().copied().find(|part| self.machine.truth(*part).is_err())?;
                self.cause(unknown, false)
            }
            Op::Not(inner) => self.cause(*inner, false),
            Op::If(condition, then, otherwise) => match self.machine.truth(*condition) {
                Ok(true) => self.cause(*then, as_list),
                Ok(false) => self.cause(*otherwise, as_list),
                Err(_) => self.cause(*condition, false),
            },
            Op::Coalesce(first, second) => {
                let chosen = if self.machine.value(*first).is_missing() { *second } else { *first };
                self.cause(chosen, as_list)
            }
            Op::Quantifier(_, scope, body) => self.cause_in(plan.scope(*scope), *body, true),
            Op::Comprehension { scope, element, .. } => {
                let inside = self.cause_in(plan.scope(*scope), *element, false);
                inside.or_else(|| self.own_cause(id, as_list))
            }
            Op::Field(base, _) | Op::View(base, _) | Op::Item(base, _) | Op::Index(base, _) => {
                match self.machine.value(id) {
                    Value::Unknown(reason) => self.operand_cause(*base, true).or_else(|| {
                        let spot = self.machine.value(*base).place().map(Spot::at);
                        let problem = match op {
                            Op::View(_, view) => {
                                format!("has no `{}` that is known: {}", plan.view_name(*view), general(reason))
                            }
                            _ => reason.as_str().to_owned(),
                        };
                        Some(Cause { spot, problem })
                    }),
                    _ => self.own_cause(id, as_list),
                }
            }
            Op::Variable(_) | Op::Constant(_) => self.own_cause(id, as_list),
            op => {
                let parts = op.parts();
                let operand = parts.iter().find_map(|part| self.operand_cause(*part, false));
                operand
                    .or_else(|| self.beyond_range(id, &parts))
                    .or_else(|| self.refused(op, &parts))
                    .or_else(|| self.own_cause(id, as_list))
            }
        }
    }

    /// What is wrong with an operand, if it is the cause. `as_map` where fields of it were asked for.
    fn operand_cause(&mut self, id: OpId, as_map: bool) -> Option<Cause<'a>> {
        let accepts = self.machine.plan.accepts(id);
        match self.machine.value(id) {
            Value::Unknown(reason) => {
                self.cause(id, false).or_else(|| Some(Cause { spot: None, problem: reason.as_str().to_owned() }))
            }
            Value::Missing if !accepts.empty_if_missing && !as_map => Some(self.absence(id)),
            Value::Node(node, accepts) => misfit(node, accepts, as_map),
            list @ (Value::List(_) | Value::Chain(_)) => list.elements().ok()?.find_map(|element| match element {
                Value::Node(node, accepts) => misfit(node, accepts, false),
                Value::Unknown(_) => self.cause(id, false),
                _ => None,
            }),
            _ => None,
        }
    }

    /// What makes a result out of range, or has no order: the leftmost operand, or all elements of a list.
    fn beyond_range(&mut self, id: OpId, operands: &[OpId]) -> Option<Cause<'a>> {
        let problem = match self.machine.value(id) {
            Value::Unknown(Unknown::Overflow) => "makes a result that is out of range",
            Value::Unknown(Unknown::Incomparable) => "has no order with what it is compared with",
            _ => return None,
        };
        let mut spots = Vec::new();
        self.leftmost(operands, &mut spots);
        for operand in operands {
            if let Value::List(list) = self.machine.value(*operand) {
                spots.extend(list.iter().filter_map(Value::place).map(Spot::at));
            }
        }
        Some(Cause { spot: Spot::common(&self.inside(&spots)), problem: problem.to_owned() })
    }

    /// The argument of the right type that a function makes nothing of, as `cidr("10.0.0.0/8").containsCIDR("x")`.
    fn refused(&mut self, op: &Op, arguments: &[OpId]) -> Option<Cause<'a>> {
        let Op::Call(builtin, _) = op else { return None };
        let name = self.machine.plan.builtin_name(*builtin);
        // The first argument written in the object: those before it are the law's own, checked with it.
        let spot = arguments.iter().find_map(|argument| self.machine.value(*argument).place());
        let problem = match name {
            "containsCIDR" => "is not an IP network".to_owned(),
            "containsIP" => "is not an IP address".to_owned(),
            "scaled" => "is neither a number nor a percentage".to_owned(),
            "selects" => "is not a valid selector".to_owned(),
            _ => format!("is nothing that `{name}` takes"),
        };
        // Without one, it is the string that a parameter or a list of the law gives.
        let Some(place) = spot else {
            let argument = *arguments.iter().find(|argument| self.machine.value(**argument).text().is_ok())?;
            let text = message::show_all(&mut self.machine, argument);
            return Some(Cause { spot: None, problem: format!("`{text}` {problem}") });
        };
        Some(Cause { spot: Some(Spot::at(place)), problem })
    }

    /// That a value is missing.
    fn absence(&mut self, id: OpId) -> Cause<'a> {
        Cause { spot: self.missing(id), problem: Unknown::Missing.as_str().to_owned() }
    }

    /// What is wrong with a value itself.
    fn own_cause(&mut self, id: OpId, as_list: bool) -> Option<Cause<'a>> {
        match self.machine.value(id) {
            Value::Missing => Some(self.absence(id)),
            Value::Node(node, _) if as_list && node.kind() != Kind::List => Some(Cause {
                spot: Some(Spot::at(node)),
                problem: format!("is {}, not a list", kind_name(node.kind())),
            }),
            Value::Node(node, accepts) => misfit(node, accepts, false),
            _ => None,
        }
    }

    /// The cause within the instances of a scope.
    fn cause_in(&mut self, scope: &'a [Binding], body: OpId, condition: bool) -> Option<Cause<'a>> {
        let Some((binding, rest)) = scope.split_first() else {
            let unknown = if condition { self.machine.truth(body).is_err() } else { !self.machine.value(body).fits() };
            return if unknown { self.cause(body, false) } else { None };
        };
        let Ok(elements) = members(&mut self.machine, binding) else { return self.cause(binding.set, true) };
        self.keeping(binding, |blamer| {
            for element in elements {
                blamer.machine.bind(binding.slot, element);
                let found = match binding.condition.map(|id| (id, blamer.machine.truth(id))) {
                    Some((_, Ok(false))) => None,
                    Some((id, Err(_))) => blamer.cause(id, false),
                    _ => blamer.cause_in(rest, body, condition),
                };
                if found.is_some() {
                    return found;
                }
            }
            None
        })
    }

    /// The cause in words: `` `spec.replicas` is a string, not an integer ``.
    pub(super) fn describe_cause(&self, cause: Option<&Cause<'a>>, reason: Unknown) -> String {
        let Some(cause) = cause else { return general(reason).to_owned() };
        match &cause.spot {
            Some(spot) if spot.is_inside(self.object.root) => {
                let path = spot.path(self.object.root);
                if path.is_empty() {
                    format!("the object {}", cause.problem)
                } else {
                    format!("`{path}` {}", cause.problem)
                }
            }
            Some(spot) => match self.object_of(spot) {
                Some(other) => {
                    let (kind, name, path) = (other.kind, other.name(), spot.path(other.root));
                    format!("`{path}` of {kind} `{name}` {}", cause.problem)
                }
                None => format!("`{}` {}", spot.path(spot.node.document().root()), cause.problem),
            },
            None if cause.problem.starts_with('`') => cause.problem.clone(),
            None => general(reason).to_owned(),
        }
    }
}

/// The reason alone, where no path is known.
const fn general(reason: Unknown) -> &'static str {
    match reason {
        Unknown::Missing => "a value that is needed is missing",
        Unknown::WrongType => "a value is of another type than its schema",
        Unknown::Overflow => "a result is out of range",
        Unknown::Incomparable => "two values have no order",
        Unknown::StepLimit => "the rule takes more steps than the limit allows",
        Unknown::SizeLimit => "a value would be larger than the limit allows",
        Unknown::NoRequest => "there is no admission request",
    }
}

/// What is wrong with what is at a place, as its type says, or because it has no fields.
fn misfit<'a>(node: NodeRef<'a>, accepts: &Accepts, as_map: bool) -> Option<Cause<'a>> {
    // An image reference is a text that has fields, and any text may stand there.
    if as_map && node.kind() == Kind::String && accepts.kinds.intersects(KindBits::IMAGE) {
        let problem = "is a string that does not parse as an image reference".to_owned();
        return Some(Cause { spot: Some(Spot::at(node)), problem });
    }
    let fits = Value::Node(node, accepts).fits();
    let wanted = if as_map && node.kind() != Kind::Map {
        "a map".to_owned()
    } else if fits {
        // A list or map of the right form may hold what is not.
        let inner = node.items().chain(node.entries().map(|entry| entry.value));
        return inner.filter(|inner| !inner.is_null()).find_map(|inner| misfit(inner, accepts.element(), false));
    } else {
        expected(accepts.kinds)
    };
    let found = match (node.kind(), accepts.kinds.intersects(TEXTUAL)) {
        (Kind::String, true) if !as_map => "is a string that does not parse as".to_owned(),
        (kind, _) => format!("is {}, not", kind_name(kind)),
    };
    Some(Cause { spot: Some(Spot::at(node)), problem: format!("{found} {wanted}") })
}

const TEXTUAL: KindBits = KindBits::QUANTITY.or(KindBits::VERSION).or(KindBits::DURATION).or(KindBits::CIDR);

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool => "a bool",
        Kind::Int => "an integer",
        Kind::Float => "a number",
        Kind::String => "a string",
        Kind::List => "a list",
        Kind::Map => "a map",
    }
}

/// `a quantity`, `an integer or a string`
fn expected(kinds: KindBits) -> String {
    const NAMES: [(KindBits, &str); 11] = [
        (KindBits::BOOL, "a bool"),
        (KindBits::INT, "an integer"),
        (KindBits::NUMBER, "a number"),
        (KindBits::STRING, "a string"),
        (KindBits::QUANTITY, "a quantity"),
        (KindBits::IMAGE, "an image reference"),
        (KindBits::VERSION, "a version"),
        (KindBits::DURATION, "a duration"),
        (KindBits::CIDR, "a network"),
        (KindBits::LIST, "a list"),
        (KindBits::MAP, "a map"),
    ];
    let names: Vec<&str> = NAMES.iter().filter(|(kind, _)| kinds.contains(*kind)).map(|(_, name)| *name).collect();
    names.join(" or ")
}

#[cfg(test)]
mod tests {
    use crate::{Engine, Input};

    #[test]
    fn an_image_that_does_not_parse_is_no_image_reference() {
        let law = "rule r for p in Pod, c in p.containers { require c.image.tag == \"1\" }";
        let engine = Engine::builder().law("a.law", law).build().unwrap();
        let pod =
            "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: a, image: '::' }] }\n";
        let report = engine.check(Input::yaml("a.yaml", pod));
        let message = &report.findings[0].message;
        assert!(message.ends_with("is a string that does not parse as an image reference"), "{message}");
    }

    #[test]
    fn a_view_of_the_object_itself_has_a_name_and_no_path() {
        let law = "rule r for c in ClusterRole, p in c.effectiveRules { forbid \"*\" in p.verbs }";
        let engine = Engine::builder().law("a.law", law).build().unwrap();
        let role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: a }\n\
                    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: true } }] }\n";
        let mut session = engine.session(true);
        session.push(Input::yaml("a.yaml", role));
        let message = &session.finish().findings[0].message;
        assert!(message.starts_with("cannot decide: the object has no `effectiveRules` that is known"), "{message}");
    }
}
