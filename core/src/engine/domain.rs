//! The kinds that rules may name: those of Kubernetes, and those that packs and the host add.

use super::compile::Request;
use crate::error::Problem;
use crate::kubernetes::gvk::GroupKind;
use crate::kubernetes::schema::Schema;
use crate::kubernetes::workload::Workloads;
use crate::pack::Pack;

/// The schema and the workload kinds of a request.
pub(super) fn of(request: &Request<'_>, problems: &mut Vec<Problem>) -> (Schema, Workloads) {
    let schema = Schema::default();
    let mut workloads = Workloads::default();
    for pack in request.packs {
        add_workloads(pack, &mut workloads, problems);
    }
    (schema, workloads)
}

fn add_workloads(pack: &Pack, workloads: &mut Workloads, problems: &mut Vec<Problem>) {
    for added in &pack.manifest().workloads {
        match GroupKind::parse(&added.kind) {
            Ok(name) => {
                let keys: Vec<&str> = added.template.split('.').filter(|key| !key.is_empty()).collect();
                workloads.add(name.group, name.kind, &keys);
            }
            Err(error) => problems.push(Problem::WorkloadKind {
                pack: pack.name().clone(),
                kind: added.kind.clone(),
                reason: error.to_string(),
            }),
        }
    }
}
