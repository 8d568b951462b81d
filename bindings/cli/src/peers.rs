//! The checks of other tools by name: which rules of ours answer them, with which parameters.

use crate::arguments::Basis;
use kubelaw::peers::{self, Answer, Peer};
use std::collections::{BTreeMap, BTreeSet};

/// The table that ships with the command.
pub(crate) fn table() -> Result<Vec<Peer>, String> {
    peers::shipped().map_err(|e| format!("the table of other tools' checks is broken: {e}"))
}

/// Chooses the rules that answer checks of other tools. What `--set` gives is then the checks' own parameters.
pub(crate) fn choose(names: &[String], basis: &Basis) -> Result<Basis, String> {
    let mut chosen = basis.clone();
    let table = table()?;
    let mut params = BTreeMap::new();
    for name in names {
        let found: Vec<&Peer> = peers::find(&table, name).collect();
        let Some(first) = found.first() else { return Err(unknown(name, &table)) };
        if found.iter().any(|peer| peer.tool != first.tool) {
            let tools: Vec<String> = found.iter().map(|peer| format!("{}:{}", peer.tool, peer.id)).collect();
            return Err(format!("several tools have a check `{name}`: {}", tools.join(", ")));
        }
        match &first.answer {
            Answer::None(why) => return Err(format!("no rule answers {}:{}: {why}", first.tool, first.id)),
            Answer::Rules { rules, params: ours, kubernetes } => {
                chosen.rules.extend(rules.iter().cloned());
                params.extend(ours.clone());
                chosen.kubernetes = chosen.kubernetes.or_else(|| kubernetes.clone());
            }
        }
    }
    chosen.set = settings(&basis.set, &params);
    Ok(chosen)
}

/// The settings with the peers' parameters called as our rules call them; a setting by our own name stays.
fn settings(given: &[String], params: &BTreeMap<String, serde_json::Value>) -> Vec<String> {
    let mut out = Vec::new();
    let theirs = |name: &str| params.values().any(|v| v.as_str().is_some_and(|v| v.strip_prefix('$') == Some(name)));
    for (ours, value) in params {
        let name = value.as_str().and_then(|text| text.strip_prefix('$'));
        match name {
            None if !given.iter().any(|s| s.split_once('=').is_some_and(|(n, _)| n == ours)) => {
                out.push(format!("{ours}={value}"));
            }
            Some(name) => {
                let setting = given.iter().filter_map(|s| s.split_once('=')).find(|(n, _)| *n == name);
                out.extend(setting.map(|(_, value)| format!("{ours}={value}")));
            }
            None => {}
        }
    }
    out.extend(given.iter().filter(|s| !s.split_once('=').is_some_and(|(n, _)| theirs(n))).cloned());
    out
}

/// Says that there is no such check, and what was perhaps meant, or else which tools there are.
fn unknown(name: &str, table: &[Peer]) -> String {
    let tools = || table.iter().map(|peer| &*peer.tool).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>();
    let hint = closest(name, table)
        .map_or_else(|| format!("the tools are {}", tools().join(", ")), |near| format!("did you mean `{near}`?"));
    format!("unknown check of another tool `{name}`; {hint}")
}

/// The check with the nearest name, or else the shortest that holds it.
pub(crate) fn closest(name: &str, table: &[Peer]) -> Option<String> {
    let names: Vec<String> = if name.contains(':') {
        table.iter().map(|peer| format!("{}:{}", peer.tool, peer.id)).collect()
    } else {
        table.iter().map(|peer| peer.id.clone()).collect()
    };
    let near = kubelaw::lang::check::closest(name, names.iter().map(String::as_str));
    let holding = || names.iter().filter(|known| known.contains(name)).min_by_key(|known| known.len());
    near.or_else(|| holding().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_called_as_ours() {
        let params = BTreeMap::from([
            ("ours".to_owned(), serde_json::json!("$theirs")),
            ("fixed".to_owned(), serde_json::json!(2)),
        ]);
        let given = ["theirs=[1]".to_owned(), "other=3".to_owned()];
        assert_eq!(settings(&given, &params), ["fixed=2", "ours=[1]", "other=3"]);
        assert_eq!(settings(&["fixed=5".to_owned()], &params), ["fixed=5"]);
    }
}
