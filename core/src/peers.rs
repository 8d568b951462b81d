//! The checks of other tools, and the rules of kubelaw that correspond to them.
//!
//! The table is `policies/peers.yaml`. For the id of each check it has the rules with their parameters, or the reason why there
//! is none.

use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;

/// A check of another tool.
#[derive(Clone, PartialEq, Debug)]
pub struct Peer {
    /// The tool, such as `kube-linter`.
    pub tool: String,
    /// The tool's id of the check, such as `latest-tag`.
    pub id: String,
    /// What corresponds to it in kubelaw.
    pub answer: Answer,
}

/// What corresponds to the check in kubelaw.
#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// Rules by full name, judged with parameters. A parameter `"$name"` stands for the other tool's parameter of that name.
    Rules {
        /// The rules, as `pack/rule`.
        rules: Vec<String>,
        /// The values of their parameters.
        params: BTreeMap<String, serde_json::Value>,
        /// The Kubernetes version that the peer looks at, where it is not the newest.
        kubernetes: Option<String>,
    },
    /// No rule, and why: the check needs a registry look-up, signatures or a cloud API.
    None(String),
}

/// Why the table cannot be read.
#[derive(Debug, Error)]
#[error("peers.yaml: {0}")]
pub struct PeersError(#[from] serde_yaml::Error);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    params: BTreeMap<String, serde_json::Value>,
    kubernetes: Option<String>,
    none: Option<String>,
}

/// Reads a table.
pub fn read(text: &str) -> Result<Vec<Peer>, PeersError> {
    let tools: BTreeMap<String, BTreeMap<String, Row>> = serde_yaml::from_str(text)?;
    let peer = |tool: &String, (id, row): (String, Row)| Peer {
        tool: tool.clone(),
        id,
        answer: match row.none {
            Some(why) => Answer::None(why),
            None => Answer::Rules { rules: row.rules, params: row.params, kubernetes: row.kubernetes },
        },
    };
    Ok(tools.into_iter().flat_map(|(tool, rows)| rows.into_iter().map(move |row| peer(&tool, row))).collect())
}

/// The table that ships with kubelaw.
#[cfg(feature = "packs")]
pub fn shipped() -> Result<Vec<Peer>, PeersError> {
    read(kubelaw_policies::PEERS)
}

/// The checks that a name denotes: `tool:id`, or an id alone.
pub fn find<'p>(peers: &'p [Peer], name: &'p str) -> impl Iterator<Item = &'p Peer> {
    let (tool, id) = name.split_once(':').map_or((None, name), |(tool, id)| (Some(tool), id));
    peers.iter().filter(move |p| p.id.eq_ignore_ascii_case(id) && tool.is_none_or(|t| t == p.tool))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "kube-linter:\n  latest-tag: { rules: [images/floating-image] }\n\
                         trivy:\n  KSV-0013: { rules: [images/floating-image], params: { tags: $tags } }\n\
                         \x20 KSV-9999: { none: asks a registry }\n";

    #[test]
    fn checks_are_found_by_id_and_by_tool() {
        let peers = read(TABLE).unwrap();
        assert_eq!(find(&peers, "kube-linter:latest-tag").count(), 1);
        assert_eq!(find(&peers, "trivy:latest-tag").count(), 0);
        assert_eq!(find(&peers, "ksv-9999").next().unwrap().answer, Answer::None("asks a registry".to_owned()));
        assert!(read("trivy:\n  a: { rulez: [] }").unwrap_err().to_string().contains("rulez"));
    }
}
