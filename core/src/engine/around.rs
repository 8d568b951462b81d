//! What rules see around what they judge: the other objects, and the request.

use super::Engine;
use super::subjects::Subjects;
use crate::document::Document;
use crate::eval::{Judge, Request, World};
use crate::inventory::{Inventory, Object, objects_of};

/// What there is around the subjects of entries.
pub(super) struct Around<'a> {
    engine: &'a Engine,
    /// The objects that are not judged, and all there are; none where that is not known.
    known: Option<(Vec<Object<'a>>, Inventory<'a>)>,
}

impl<'a> Around<'a> {
    /// What there is around them in a context of objects that are not judged; none where it is not known what there is.
    pub(super) fn of(engine: &'a Engine, judged: &[Subjects<'a>], context: Option<&'a [Document]>) -> Self {
        let known = context.map(|context| {
            let objects = |document: &'a Document| objects_of(document.root(), engine.namespaces()).to_vec();
            let others: Vec<Object<'_>> = context.iter().flat_map(objects).collect();
            let all = inventory_of(judged, &others);
            (others, all)
        });
        Self { engine, known }
    }

    /// Runs over the subjects of each entry with a judge that knows what is around them.
    pub(super) fn judge_each(
        &'a self,
        judged: &'a [Subjects<'a>],
        mut run: impl for<'j> FnMut(&'j Engine, &mut Judge<'j>, &'j Subjects<'j>),
    ) {
        let engine = self.engine;
        // One judge for all that is no request: what is the same for all subjects is computed once.
        let mut judge = judge_in(engine, world(engine, self.known.as_ref().map(|(_, all)| all)));
        for subjects in judged {
            let Some((operation, fields)) = subjects.request else {
                run(engine, &mut judge, subjects);
                continue;
            };
            let own = self.known.as_ref().map(|(others, _)| inventory_of(std::slice::from_ref(subjects), others));
            let request = Request { operation, fields: Some(fields), old: subjects.old.as_deref() };
            run(engine, &mut judge_in(engine, world(engine, own.as_ref()).with_request(request)), subjects);
        }
    }
}

/// A judge by an engine's rules. Their fast forms say what they make of an object that comes to be.
fn judge_in<'a>(engine: &'a Engine, world: World<'a>) -> Judge<'a> {
    let writes = world.request.is_none_or(|request| request.operation.writes());
    let judge = Judge::new(&engine.plan, world);
    match engine.screens.as_ref().filter(|_| writes) {
        Some(screens) => judge.with_screens(screens, &engine.symbols),
        None => judge,
    }
}

fn world<'a>(engine: &'a Engine, inventory: Option<&'a Inventory<'a>>) -> World<'a> {
    let mut world =
        World::new(engine.plan.kubernetes().clone()).with_workloads(&engine.workloads).with_schema(&engine.schema);
    world.inventory = inventory;
    world
}

/// All objects of entries, and those around them that are not the same: a subject is in its inventory once.
fn inventory_of<'a>(judged: &[Subjects<'a>], around: &[Object<'a>]) -> Inventory<'a> {
    let subjects = || judged.iter().flat_map(|subjects| &*subjects.objects).copied();
    let mut known: Vec<_> = if around.is_empty() { Vec::new() } else { subjects().map(identity).collect() };
    known.sort_unstable();
    let is_new = |other: &Object<'_>| known.binary_search(&identity(*other)).is_err();
    Inventory::new(subjects().chain(around.iter().copied().filter(is_new)))
}

fn identity(object: Object<'_>) -> (&str, &str, Option<&str>, &str) {
    (object.group, object.kind, object.namespace(), object.name())
}
