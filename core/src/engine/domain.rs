//! The kinds that rules may name: those of Kubernetes, and those that packs and the host add.

use super::compile::Request;
use crate::document::{Document, Limits, NodeRef, Symbols, read};
use crate::error::Problem;
use crate::inventory::{Namespaces, Object, objects_of, strays_of};
use crate::kubernetes::crd;
use crate::kubernetes::gvk::GroupKind;
use crate::kubernetes::schema::{KindId, Schema};
use crate::kubernetes::workload::{TemplatePath, Workloads};
use crate::pack::{Pack, WorkloadKind};
use serde_json::Value;
use std::sync::Arc;

/// The kinds of a request.
pub(super) struct Domain {
    pub(super) schema: Schema,
    pub(super) workloads: Workloads,
    /// Each kind that a definition is given of, with the pack that gives it; without one, the host or an input does.
    #[cfg_attr(not(feature = "packs"), expect(dead_code, reason = "only programs that are stored ask"))]
    pub(super) defined: Vec<(Option<Arc<str>>, KindId)>,
}

/// The kinds of a request.
pub(super) fn of(request: &Request<'_>, problems: &mut Vec<Problem>) -> Domain {
    let mut schema = Schema::default();
    let mut workloads = Workloads::default();
    let mut defined = Vec::new();
    for pack in request.packs {
        for file in &pack.manifest().schemas {
            match pack.file(file) {
                Some(text) => {
                    let kinds = add_definitions(&mut schema, &format!("{}/{file}", pack.name()), text, problems);
                    defined.extend(kinds.into_iter().map(|kind| (Some(pack.name().clone()), kind)));
                }
                None => problems.push(Problem::MissingFile { pack: pack.name().clone(), file: file.clone() }),
            }
        }
        add_workloads(Some(pack), &pack.manifest().workloads, &mut workloads, problems);
    }
    add_workloads(None, request.workloads, &mut workloads, problems);
    for (name, text) in request.inputs {
        defined.extend(add_definitions_among(&mut schema, name, text).into_iter().map(|kind| (None, kind)));
    }
    for (name, text) in request.crds {
        defined.extend(add_definitions(&mut schema, name, text, problems).into_iter().map(|kind| (None, kind)));
    }
    add_undefined(&workloads, &mut schema, problems);
    Domain { schema, workloads, defined }
}

/// A declared workload kind whose definition nobody brings counts all the same: only its pod template is known.
fn add_undefined(workloads: &Workloads, schema: &mut Schema, problems: &mut Vec<Problem>) {
    let open = serde_json::json!({ "type": "object", "x-kubernetes-preserve-unknown-fields": true });
    for (group, kind) in workloads.names() {
        if schema.kind_in(group, kind).is_some() {
            continue;
        }
        if let Err(error) = crd::add_version(schema, crd::Definition { group, kind, namespaced: true }, "v1", &open) {
            problems.push(Problem::Crd { file: format!("{group}/{kind}"), reason: error.to_string() });
        }
    }
}

/// Adds the kinds of all definitions in a text, and gives them.
fn add_definitions(schema: &mut Schema, name: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<KindId> {
    let mut fail = |reason: String| problems.push(Problem::Crd { file: name.to_owned(), reason });
    let found = read(name, text.into(), &Arc::new(Symbols::new()), &Limits::default());
    for error in &found.errors {
        fail(error.to_string());
    }
    if found.documents.is_empty() && found.errors.is_empty() {
        fail("the text holds no document".to_owned());
    }
    let definitions = found.documents.iter().flat_map(listed);
    definitions.filter_map(|it| crd::add(schema, &it).map_err(|error| fail(error.to_string())).ok()).collect()
}

/// Adds the kinds of the definitions among other documents, and gives them. A broken one defines nothing; that it is
/// broken is for the rules to say.
fn add_definitions_among(schema: &mut Schema, name: &str, text: &str) -> Vec<KindId> {
    let found = read(name, text.into(), &Arc::new(Symbols::new()), &Limits::default());
    found.documents.iter().flat_map(listed).filter_map(|definition| crd::add(schema, &definition).ok()).collect()
}

/// A document, or the items of the list that it is, which then say what they are.
fn listed(document: &Document) -> Vec<Value> {
    let (root, namespaces) = (document.root(), Namespaces::builtin("default"));
    let told = |object: &Object<'_>| {
        let mut value = object.root.to_json();
        for (key, text) in [("apiVersion", object.api_version()), ("kind", object.kind)] {
            value.as_object_mut().map(|fields| fields.entry(key).or_insert_with(|| text.into()));
        }
        value
    };
    let objects = objects_of(root, namespaces);
    objects.iter().map(told).chain(strays_of(root, namespaces).into_iter().map(NodeRef::to_json)).collect()
}

fn add_workloads(pack: Option<&Pack>, kinds: &[WorkloadKind], workloads: &mut Workloads, problems: &mut Vec<Problem>) {
    for added in kinds {
        if let Err(reason) = add_workload(added, workloads) {
            let (pack, kind) = (pack.map(|pack| pack.name().clone()), added.kind.clone());
            problems.push(Problem::WorkloadKind { pack, kind, reason });
        }
    }
}

fn add_workload(added: &WorkloadKind, workloads: &mut Workloads) -> Result<(), String> {
    let name = GroupKind::parse(&added.kind).map_err(|error| error.to_string())?;
    for path in &added.templates {
        let parsed = TemplatePath::parse(path).ok_or_else(|| {
            format!("`{path}` is not a path to a Pod template, such as `spec.template` or `spec.tasks[*].template`")
        })?;
        workloads.add(name.group, name.kind, parsed);
    }
    Ok(())
}
