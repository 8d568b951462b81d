//! Other engines at the same rules: those of `hand`, in each engine's own language, from `benches/peers`.

mod cel;
mod rego;
mod schema;

use serde_json::Value;

/// The engines.
pub const NAMES: [&str; 6] =
    ["regorus", "regorus, with findings", "cel", "cel-interpreter", "jsonschema", "jsonschema, all errors"];

/// An engine with the rules.
trait Peer {
    /// A Pod as the engine takes it.
    type Pod;
    /// The form in which the engine takes a Pod.
    fn pod(&self, pod: &Value) -> Self::Pod;
    /// Tells each rule that a Pod breaks, perhaps for each thing that breaks it.
    fn broken(&mut self, pod: &Self::Pod, tell: &mut dyn FnMut(&str));
}

/// Judges Pods, put into an engine's own form before, so many times; gives the number of objections.
///
/// # Panics
/// On an engine that is not here.
#[must_use]
pub fn objections(peer: &str, pods: &[Value], times: usize) -> usize {
    let mut count = 0;
    each(peer, pods, times, &mut |_| count += 1);
    count
}

#[expect(clippy::panic, reason = "a benchmark of nothing measures nothing")]
fn each(peer: &str, pods: &[Value], times: usize, tell: &mut dyn FnMut(&str)) {
    match peer {
        "regorus" => judge(rego::Rego::names(), pods, times, tell),
        "regorus, with findings" => judge(rego::Rego::findings(), pods, times, tell),
        "cel" => judge(cel::latest::Rules::new(), pods, times, tell),
        "cel-interpreter" => judge(cel::interpreter::Rules::new(), pods, times, tell),
        "jsonschema" => judge(schema::Schema::new(false), pods, times, tell),
        "jsonschema, all errors" => judge(schema::Schema::new(true), pods, times, tell),
        other => panic!("there is no peer `{other}`"),
    }
}

fn judge<P: Peer>(mut peer: P, pods: &[Value], times: usize, tell: &mut dyn FnMut(&str)) {
    let pods: Vec<P::Pod> = pods.iter().map(|pod| peer.pod(&without_nulls(pod))).collect();
    for _ in 0..times {
        for pod in &pods {
            peer.broken(pod, tell);
        }
    }
}

/// The same without what is null, as an API server hands it over.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(_, value)| !value.is_null());
            kept.map(|(key, value)| (key.clone(), without_nulls(value))).collect()
        }
        Value::Array(list) => list.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hand;

    #[test]
    fn all_find_what_the_hand_written_rules_find() {
        for pod in crate::pods::json("small").iter().chain(&crate::pods::json("large")) {
            let value = serde_json::from_str(pod).unwrap();
            let bits = hand::broken(&without_nulls(&value));
            let by_hand = (0..).zip(hand::RULES).filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, (_, rule))| rule);
            let mut by_hand: Vec<&str> = by_hand.collect();
            by_hand.sort_unstable();
            for peer in NAMES {
                let mut found = Vec::new();
                each(peer, std::slice::from_ref(&value), 1, &mut |rule| found.push(rule.to_owned()));
                found.sort();
                found.dedup();
                if peer.starts_with("jsonschema") {
                    assert_eq!(found.is_empty(), by_hand.is_empty(), "{peer}: {pod}");
                } else {
                    assert_eq!(found, by_hand, "{peer}: {pod}");
                }
            }
        }
    }
}
