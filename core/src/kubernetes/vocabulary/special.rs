//! The members of records that no schema has, and the views of kinds, containers and images.

use super::ids::Special;
use kubelaw_lang::types::{Base, Type};
use kubelaw_lang::vocabulary::{Access, Field};
use std::sync::Arc;

/// A member by its name.
pub(super) type Member = (&'static str, Field);

/// A field of the document that is always there.
pub(super) fn present(ty: Type) -> Field {
    Field { ty, access: Access::Field, values: Vec::new() }
}

/// A field of the document that may be missing.
pub(super) fn maybe(ty: Type) -> Field {
    present(ty.optional())
}

/// The same as a view.
pub(super) fn view(field: Field) -> Field {
    Field { access: Access::View, ..field }
}

/// The same for a string that may only be one of these.
pub(super) fn one_of(field: Field, values: &[&str]) -> Field {
    Field { values: values.iter().map(|value| Arc::from(*value)).collect(), ..field }
}

pub(super) fn string() -> Type {
    Type::of(Base::String)
}

/// The views of every object.
pub(super) fn object_views(namespaced: bool) -> [Member; 6] {
    let namespace = if namespaced { present(string()) } else { maybe(string()) };
    let misfit: Vec<(Arc<str>, Type)> = vec![
        (Arc::from("holder"), Type::of(Base::Dyn)),
        (Arc::from("name"), string()),
        (Arc::from("near"), Type::of(Base::Dyn).optional()),
        (Arc::from("record"), string()),
        (Arc::from("value"), Type::of(Base::Dyn).optional()),
        (Arc::from("wanted"), string().optional()),
    ];
    let lacking: Vec<(Arc<str>, Type)> = vec![
        (Arc::from("holder"), Type::of(Base::Dyn)),
        (Arc::from("name"), string()),
        (Arc::from("record"), string()),
    ];
    [
        ("api", view(present(Special::Api.ty()))),
        ("group", view(present(string()))),
        ("lacks", view(present(Type::list(Type::of(Base::Struct(lacking)))))),
        ("misfits", view(present(Type::list(Type::of(Base::Struct(misfit)))))),
        ("namespace", view(namespace)),
        ("version", view(present(string()))),
    ]
}

/// The views of a workload.
pub(super) fn workload_views() -> [Member; 2] {
    [("containers", view(present(Type::list(Special::Container.ty())))), ("pod", view(present(Special::Pod.ty())))]
}

/// The roles of containers, in the order in which a workload's containers stand.
pub const ROLES: [&str; 4] = ["main", "init", "sidecar", "ephemeral"];

/// The views of a container.
pub(super) fn container_views() -> [Member; 3] {
    [
        ("flags", view(present(Type::map(string())))),
        ("program", view(maybe(string()))),
        ("role", one_of(view(present(string())), &ROLES)),
    ]
}

/// The members of an image reference.
pub(super) fn image_members() -> [Member; 5] {
    let written: Vec<(Arc<str>, Type)> = vec![
        (Arc::from("digest"), string().optional()),
        (Arc::from("registry"), string().optional()),
        (Arc::from("repository"), string()),
        (Arc::from("tag"), string().optional()),
    ];
    [
        ("digest", view(maybe(string()))),
        ("registry", view(present(string()))),
        ("repository", view(present(string()))),
        ("tag", view(maybe(string()))),
        ("written", view(present(Type::of(Base::Struct(written))))),
    ]
}

/// The members of a record that no schema has and whose members need none.
pub(super) fn members(special: Special) -> Vec<Member> {
    match special {
        Special::Object => vec![
            ("apiVersion", present(string())),
            ("kind", present(string())),
            ("metadata", present(Special::Metadata.ty())),
        ],
        Special::Api => vec![
            ("deprecated", maybe(Type::of(Base::Version))),
            ("removed", maybe(Type::of(Base::Version))),
            ("replacement", maybe(string())),
        ],
        Special::Request => request(),
        Special::UserInfo => vec![
            ("extra", present(Type::map(Type::list(string())))),
            ("groups", present(Type::list(string()))),
            ("uid", maybe(string())),
            ("username", present(string())),
        ],
        Special::RequestKind => triple("kind"),
        Special::RequestResource => triple("resource"),
        Special::Metadata | Special::TemplateMetadata | Special::Container | Special::Pod => Vec::new(),
    }
}

fn request() -> Vec<Member> {
    vec![
        ("dryRun", maybe(Type::of(Base::Bool))),
        ("kind", present(Special::RequestKind.ty())),
        ("name", maybe(string())),
        ("namespace", maybe(string())),
        ("operation", one_of(present(string()), &["CREATE", "UPDATE", "DELETE", "CONNECT"])),
        ("resource", present(Special::RequestResource.ty())),
        ("subResource", maybe(string())),
        ("userInfo", present(Special::UserInfo.ty())),
    ]
}

fn triple(last: &'static str) -> Vec<Member> {
    vec![("group", present(string())), (last, present(string())), ("version", present(string()))]
}
