//! RBAC: the rules that a role has once aggregation is resolved.

use super::labels;
use crate::document::{Kind, NodeRef};
use crate::eval::{Accepts, Unknown, Value, World};
use crate::inventory::Object;
use crate::sorted::Sorted;

const GROUP: &str = "rbac.authorization.k8s.io";
const CLUSTER_ROLE: &str = "ClusterRole";

/// Whether a kind is a role.
pub(super) fn has_rules(group: &str, kind: &str) -> bool {
    group == GROUP && matches!(kind, CLUSTER_ROLE | "Role")
}

/// The rules of a role: its own, then those of the ClusterRoles that its aggregation selects, and theirs in turn.
///
/// The control plane writes the collected rules into the role itself; a manifest has them nowhere, and a dump of a
/// cluster has them twice here, which changes no answer.
pub(super) fn effective_rules<'a>(
    world: &World<'a>,
    value: &Value<'a>,
    accepts: &'a Accepts,
) -> Result<Value<'a>, Unknown> {
    let role = super::views::object(value)?;
    let own = Value::at(role.root.get_str("rules"), accepts);
    if selectors(role)?.is_empty() || !role.is(GROUP, CLUSTER_ROLE) {
        return Ok(own);
    }
    let mut rules: Vec<Value<'a>> = own.elements()?.collect();
    let mut seen = Sorted::default();
    seen.insert(role.name(), ());
    let mut open = selected(world, role)?;
    open.reverse();
    while let Some(next) = open.pop() {
        if seen.insert(next.name(), ()).is_some() {
            continue;
        }
        rules.extend(Value::at(next.root.get_str("rules"), accepts).elements()?);
        let mut more = selected(world, next)?;
        more.reverse();
        open.append(&mut more);
    }
    Ok(rules.into_iter().collect())
}

/// The selectors of a role's aggregation.
fn selectors<'a>(role: &Object<'a>) -> Result<Vec<NodeRef<'a>>, Unknown> {
    let Some(rule) = role.root.present("aggregationRule") else { return Ok(Vec::new()) };
    let Some(list) = rule.present("clusterRoleSelectors") else { return Ok(Vec::new()) };
    if list.kind() != Kind::List {
        return Err(Unknown::WrongType);
    }
    Ok(list.items().collect())
}

/// The ClusterRoles that a role's aggregation selects, in the order of the input.
fn selected<'a>(world: &World<'a>, role: &Object<'a>) -> Result<Vec<&'a Object<'a>>, Unknown> {
    let Some(inventory) = world.inventory else { return Ok(Vec::new()) };
    let selectors = selectors(role)?;
    let mut found = Vec::new();
    if selectors.is_empty() {
        return Ok(found);
    }
    for candidate in inventory.of_kind(GROUP, CLUSTER_ROLE) {
        world.spend(1)?;
        let labels = candidate.root.get_str("metadata").and_then(|metadata| metadata.get_str("labels"));
        for selector in &selectors {
            if labels::matches(*selector, labels)? {
                found.push(candidate);
                break;
            }
        }
    }
    Ok(found)
}
