//! The views of objects, workloads, containers and images when a rule runs.
//!
//! What they give keeps its place in the document wherever it stands there.

use super::command::{self, FlagValue};
use super::image::Image;
use super::{api_view, lacks, misfits, rbac, shell, workload};
use crate::document::{Kind, NodeRef};
use crate::eval::accepts::{MAP, TEXT};
use crate::eval::value::Chain;
use crate::eval::{Accepts, Key, Unknown, Value, View, World};
use crate::inventory::Object;
use std::borrow::Cow;

/// A view, by its name.
#[derive(Clone, Copy, Debug)]
pub struct NamedView {
    /// The name, unique over all types that have views.
    pub name: &'static str,
    /// How it runs.
    pub run: View,
    /// Whether it looks at other objects.
    pub reads_objects: bool,
    /// Whether it shows the Pods that a workload makes.
    pub shows_pods: bool,
}

const ALL: [(&str, View); 17] = [
    ("api", api_view::api),
    ("containers", containers),
    ("digest", digest),
    ("effectiveRules", rbac::effective_rules),
    ("flags", flags),
    ("group", group),
    ("lacks", lacks::lacks),
    ("misfits", misfits::misfits),
    ("namespace", namespace),
    ("pod", pod),
    ("program", program),
    ("registry", registry),
    ("repository", repository),
    ("role", role),
    ("tag", tag),
    ("version", version),
    ("written", written),
];

/// The view of a name.
pub fn find(name: &str) -> Option<NamedView> {
    let (name, run) = *ALL.iter().find(|(known, _)| *known == name)?;
    let shows_pods = matches!(name, "containers" | "pod");
    Some(NamedView { name, run, reads_objects: name == "effectiveRules", shows_pods })
}

type Answer<'a> = Result<Value<'a>, Unknown>;

/// The object that a value is.
pub(super) fn object<'a>(value: &Value<'a>) -> Result<&'a Object<'a>, Unknown> {
    match value {
        Value::Object(object, _) => Ok(object),
        other => Err(other.mismatch()),
    }
}

/// A map of what is told of something.
pub(super) fn members<'a, const N: usize>(members: [(&'static str, Value<'a>); N]) -> Value<'a> {
    Value::Map(members.into_iter().map(|(name, value)| (Key::Borrowed(name), value)).collect())
}

fn namespace<'a>(_: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Answer<'a> {
    let object = object(value)?;
    let Some(namespace) = object.namespace() else { return Ok(Value::Missing) };
    let Some(metadata) = object.root.get_str("metadata") else { return Ok(Value::Text(namespace)) };
    let written = metadata.get_str("namespace").filter(|node| node.as_str() == Some(namespace));
    Ok(written.map_or(Value::Part(namespace, metadata), |node| Value::Node(node, &TEXT)))
}

/// A part of an object's `apiVersion`.
fn api_part<'a>(object: &Object<'a>, part: &'a str) -> Value<'a> {
    object.root.get_str("apiVersion").map_or(Value::Text(part), |node| Value::Part(part, node))
}

fn group<'a>(_: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Answer<'a> {
    let object = object(value)?;
    Ok(api_part(object, object.group))
}

fn version<'a>(_: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Answer<'a> {
    let object = object(value)?;
    Ok(api_part(object, object.version))
}

/// What has the `metadata` and `spec` of the Pods that a workload is or makes by the template it is looked at for.
fn template<'a>(world: &World<'a>, value: &Value<'a>) -> Result<Option<NodeRef<'a>>, Unknown> {
    match value {
        Value::Object(object, place) => Ok(world.workloads.pod(object.group, object.kind, object.root, *place)),
        other => Err(other.mismatch()),
    }
}

fn pod<'a>(world: &World<'a>, value: &Value<'a>, accepts: &'a Accepts) -> Answer<'a> {
    Ok(Value::at(template(world, value)?, accepts))
}

/// What is no map or list where one belongs is given as it is, so that whoever reads it finds what is wrong, and where.
fn containers<'a>(world: &World<'a>, value: &Value<'a>, accepts: &'a Accepts) -> Answer<'a> {
    let spec = template(world, value)?.and_then(|pod| workload::within(pod, "spec"));
    let Some(spec) = spec else { return Ok(Value::Missing) };
    if spec.kind() != Kind::Map {
        return Ok(Value::Node(spec, &MAP));
    }
    let lists = workload::CONTAINER_LISTS.map(|key| spec.present(key));
    if let Some(list) = lists.iter().flatten().find(|list| list.kind() != Kind::List) {
        return Ok(Value::Node(*list, accepts));
    }
    Ok(Value::Chain(Chain::new(spec.document(), lists, accepts.element())))
}

/// The map that a container is.
fn container<'a>(value: &Value<'a>) -> Result<NodeRef<'a>, Unknown> {
    value.place().filter(|node| node.kind() == Kind::Map).ok_or_else(|| value.mismatch())
}

fn role<'a>(world: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Answer<'a> {
    let container = container(value)?;
    Ok(Value::Text(workload::role(container, world.around(container))))
}

/// A word of a container's command line.
type Word<'a> = shell::Word<'a, NodeRef<'a>>;

impl<'a> Word<'a> {
    fn value(self, accepts: &'a Accepts) -> Value<'a> {
        if self.place.as_str() == Some(self.text) { Value::Node(self.place, accepts) } else { self.part(self.text) }
    }

    /// A part of the word, in a script without its quotes.
    fn part(self, text: &'a str) -> Value<'a> {
        let is_whole = self.place.as_str().is_some_and(|whole| whole.len() == self.text.len());
        Value::Part(if is_whole { text } else { shell::unquoted(text) }, self.place)
    }
}

/// The words of a container's `command`, then those of its `args`, from the program onward; of a script those of the
/// command that it comes to. Anything but a string among them is unknown.
fn words(container: NodeRef<'_>) -> Result<(Vec<Word<'_>>, bool), Unknown> {
    let mut words = Vec::new();
    let mut has_command = false;
    for key in ["command", "args"] {
        let Some(list) = container.present(key) else { continue };
        if list.kind() != Kind::List {
            return Err(Unknown::WrongType);
        }
        for place in list.items().filter(|word| !word.is_null()) {
            words.push(Word { text: place.as_str().ok_or(Unknown::WrongType)?, place });
        }
        has_command |= key == "command" && !words.is_empty();
    }
    drop_starters(&mut words);
    let run = shell::script(&words).map(shell::words).filter(|run| !run.is_empty());
    if let Some(run) = run {
        words = run;
        drop_starters(&mut words);
    }
    Ok((words, has_command))
}

fn drop_starters(words: &mut Vec<Word<'_>>) {
    words.drain(..command::program_at(words.iter().map(|word| word.text)));
}

/// Without `command` the image's own entry point runs: what it is, the image's name has to tell, unless the first of
/// `args` is no flag.
fn program<'a>(world: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Answer<'a> {
    let container = container(value)?;
    let (words, has_command) = words(container)?;
    if let Some(word) = words.first().filter(|word| has_command || !word.text.starts_with('-')) {
        let name = command::base_name(word.text);
        return Ok(if name == word.text { word.value(&TEXT) } else { word.part(name) });
    }
    let Some(place) = container.get_str("image") else { return Ok(Value::Missing) };
    let image = place.as_str().and_then(|text| world.image(text));
    Ok(image.map_or(Value::Missing, |image| Value::Part(image.name(), place)))
}

fn flags<'a>(_: &World<'a>, value: &Value<'a>, accepts: &'a Accepts) -> Answer<'a> {
    let (words, _) = words(container(value)?)?;
    let texts = words.iter().map(|word| word.text);
    let flags = command::flags(texts).into_iter().map(|(name, value)| {
        let (at, text) = match value {
            FlagValue::Inside(at, text) => (at, Some(text)),
            FlagValue::Bare(at) => (at, Some("true")),
            FlagValue::Word(at) => (at, None),
        };
        let value = words.get(at).map_or(Value::Missing, |word| match text {
            Some(text) => word.part(text),
            None => word.value(accepts.element()),
        });
        (Key::Borrowed(name), value)
    });
    Ok(Value::Map(flags.collect()))
}

/// An image reference and the place where it stands.
struct Placed<'a> {
    image: Image<'a>,
    place: Option<NodeRef<'a>>,
}

impl<'a> Placed<'a> {
    fn of(world: &World<'a>, value: &Value<'a>) -> Result<Self, Unknown> {
        let image = value.borrowed_text().and_then(|text| world.image(text)).ok_or_else(|| value.mismatch())?;
        Ok(Self { image, place: value.place() })
    }

    /// A part of it, perhaps one that the reference leaves to be understood.
    fn part(&self, part: &'a str) -> Value<'a> {
        self.place.map_or(Value::Text(part), |place| Value::Part(part, place))
    }

    fn maybe(&self, part: Option<&'a str>) -> Value<'a> {
        part.map_or(Value::Missing, |part| self.part(part))
    }

    fn computed(&self, part: Cow<'a, str>) -> Value<'a> {
        match part {
            Cow::Borrowed(part) => self.part(part),
            Cow::Owned(part) => part.into(),
        }
    }
}

fn registry<'a>(world: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Answer<'a> {
    let placed = Placed::of(world, value)?;
    Ok(placed.computed(placed.image.registry()))
}

fn repository<'a>(world: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Answer<'a> {
    let placed = Placed::of(world, value)?;
    Ok(placed.computed(placed.image.repository()))
}

fn tag<'a>(world: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Answer<'a> {
    let placed = Placed::of(world, value)?;
    Ok(placed.maybe(placed.image.tag()))
}

fn digest<'a>(world: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Answer<'a> {
    let placed = Placed::of(world, value)?;
    Ok(placed.maybe(placed.image.digest()))
}

fn written<'a>(world: &World<'a>, value: &Value<'a>, _: &'a Accepts) -> Answer<'a> {
    let placed = Placed::of(world, value)?;
    let written = placed.image.written();
    Ok(members([
        ("registry", placed.maybe(written.registry)),
        ("repository", placed.part(written.repository)),
        ("tag", placed.maybe(written.tag)),
        ("digest", placed.maybe(written.digest)),
    ]))
}
