//! All objects of the input, by kind.

use super::{Index, Object};
use crate::document::NodeRef;
use crate::kubernetes::workload::Workloads;
use crate::sorted::Sorted;
use kubelaw_lang::vocabulary::Kinds;
use std::sync::{Arc, OnceLock, RwLock};

/// Kind, then group, to positions of objects.
type ByKind<'a> = Sorted<&'a str, Vec<(&'a str, Vec<u32>)>>;

/// All objects of the input, each once, in the order of the input.
#[derive(Debug, Default)]
pub struct Inventory<'a> {
    objects: Vec<Object<'a>>,
    /// Positions in `objects`.
    by_kind: Arc<ByKind<'a>>,
    /// Addresses of documents with positions, sorted; made when a finding asks for it.
    by_document: OnceLock<Vec<(usize, u32)>>,
    /// Indexes by keys, by what they hold; made when a join asks for one.
    indexes: RwLock<Sorted<Box<str>, Arc<Index>>>,
    /// Whether an object is of a kind that may have several Pod templates; told when a set of objects asks for it.
    has_several: OnceLock<bool>,
    /// An inventory that is the same, but for the object at a position.
    beneath: Option<(&'a Self, u32)>,
}

/// What tells the documents of one inventory apart.
fn address(node: NodeRef<'_>) -> usize {
    std::ptr::from_ref(node.document()).addr()
}

impl<'a> Inventory<'a> {
    /// The inventory of these objects.
    #[must_use]
    pub fn new(objects: impl IntoIterator<Item = Object<'a>>) -> Self {
        let objects: Vec<Object<'a>> = objects.into_iter().collect();
        let mut by_kind = ByKind::default();
        for (position, object) in (0..).zip(&objects) {
            let groups = by_kind.or_insert(object.kind, Vec::new());
            match groups.iter_mut().find(|(group, _)| *group == object.group) {
                Some((_, positions)) => positions.push(position),
                None => groups.push((object.group, vec![position])),
            }
        }
        Self { objects, by_kind: Arc::new(by_kind), ..Self::default() }
    }

    /// The same inventory after an object has changed. What was indexed stays so: one change is tried after another.
    pub(crate) fn with_changed(&'a self, old: &Object<'_>, new: Object<'a>) -> Self {
        let is_old = |object: &Object<'_>| {
            std::ptr::eq(object.root.document(), old.root.document()) && object.root.id() == old.root.id()
        };
        let place = (0..).zip(&self.objects).find(|(_, object)| is_old(object));
        let mut objects = self.objects.clone();
        let Some((position, object)) = place.and_then(|(at, _)| Some((at, objects.get_mut(at as usize)?))) else {
            return Self::new(objects);
        };
        let stays = (object.group, object.kind) == (new.group, new.kind);
        *object = new;
        if !stays {
            return Self::new(objects);
        }
        let (by_kind, beneath) = (self.by_kind.clone(), Some((self, position)));
        Self { objects, by_kind, beneath, ..Self::default() }
    }

    /// All objects in the order of the input.
    #[must_use]
    pub fn objects(&self) -> &[Object<'a>] {
        &self.objects
    }

    /// The object at a position in [`Self::objects`].
    #[must_use]
    pub fn object(&self, position: u32) -> Option<&Object<'a>> {
        self.objects.get(position as usize)
    }

    /// The object that a place is in.
    #[must_use]
    pub fn object_at(&self, node: NodeRef<'a>) -> Option<&Object<'a>> {
        let by_document = self.by_document.get_or_init(|| {
            let mut all: Vec<_> = self.objects.iter().map(|object| address(object.root)).zip(0..).collect();
            all.sort_unstable();
            all
        });
        let wanted = address(node);
        let first = by_document.partition_point(|(document, _)| *document < wanted);
        let of_document = by_document.get(first..)?.iter().take_while(|(document, _)| *document == wanted);
        let mut objects = of_document.filter_map(|(_, position)| self.object(*position));
        objects.find(|object| object.root.holds(node))
    }

    /// The index of a signature, built where it is asked for first.
    pub(crate) fn index(&self, signature: &str, build: impl FnOnce() -> Index) -> Arc<Index> {
        if let Some(index) = self.held(signature) {
            return index;
        }
        let beneath = self.beneath.and_then(|(other, changed)| Some(Index::over(other.held(signature)?, changed)));
        let built = Arc::new(beneath.unwrap_or_else(build));
        match self.indexes.write() {
            Ok(mut indexes) => indexes.or_insert(signature.into(), built).clone(),
            // Another thread stopped while it held the lock: the index is as good without being kept.
            Err(_) => built,
        }
    }

    /// Whether an object is of a kind that may have several Pod templates.
    pub(crate) fn has_several_templates(&self, workloads: &Workloads) -> bool {
        let has = |kind: &str, groups: &[(&str, _)]| groups.iter().any(|(group, _)| workloads.has_several(group, kind));
        *self.has_several.get_or_init(|| self.by_kind.iter().any(|(kind, groups)| has(kind, groups)))
    }

    fn held(&self, signature: &str) -> Option<Arc<Index>> {
        self.indexes.read().ok()?.get(signature).cloned()
    }

    /// The positions of the objects of a kind, in the order of the input.
    #[must_use]
    pub fn positions(&self, group: &str, kind: &str) -> &[u32] {
        let groups = self.by_kind.get(kind).map_or(&[][..], Vec::as_slice);
        groups.iter().find(|(g, _)| *g == group).map_or(&[][..], |(_, positions)| positions.as_slice())
    }

    /// The objects of a kind, in the order of the input.
    pub fn of_kind(&self, group: &str, kind: &str) -> impl Iterator<Item = &Object<'a>> {
        self.positions(group, kind).iter().filter_map(|p| self.object(*p))
    }
}

/// All objects of some kinds in an inventory, or none where there is no inventory.
#[derive(Clone, Copy, Debug)]
pub struct ObjectSet<'a> {
    inventory: Option<&'a Inventory<'a>>,
    kinds: &'a Kinds,
}

impl<'a> ObjectSet<'a> {
    /// The objects of `kinds` in `inventory`.
    #[must_use]
    pub const fn new(inventory: Option<&'a Inventory<'a>>, kinds: &'a Kinds) -> Self {
        Self { inventory, kinds }
    }

    /// The kinds.
    #[must_use]
    pub const fn kinds(&self) -> &'a Kinds {
        self.kinds
    }

    /// The positions of the members in the inventory: kind by kind, each in the order of the input.
    pub(crate) fn positions(&self) -> Vec<u32> {
        let Some(inventory) = self.inventory else { return Vec::new() };
        match self.kinds {
            Kinds::All => (0..).zip(&inventory.objects).map(|(position, _)| position).collect(),
            Kinds::Of(kinds) => {
                let named = kinds.iter().filter_map(|kind| kind.rsplit_once('/'));
                named.flat_map(|(group, kind)| inventory.positions(group, kind)).copied().collect()
            }
        }
    }

    /// The members: kind by kind, each in the order of the input.
    #[must_use]
    pub fn members(&self) -> SetMembers<'a> {
        let first = match (self.kinds, self.inventory) {
            (Kinds::All, Some(inventory)) => inventory.objects.iter(),
            _ => [].iter(),
        };
        SetMembers { set: *self, all: first, positions: [].iter(), next_kind: 0 }
    }
}

/// The members of an [`ObjectSet`].
#[derive(Clone, Debug)]
pub struct SetMembers<'a> {
    set: ObjectSet<'a>,
    all: std::slice::Iter<'a, Object<'a>>,
    positions: std::slice::Iter<'a, u32>,
    next_kind: usize,
}

impl<'a> Iterator for SetMembers<'a> {
    type Item = &'a Object<'a>;

    fn next(&mut self) -> Option<&'a Object<'a>> {
        let Kinds::Of(kinds) = self.set.kinds else { return self.all.next() };
        let inventory = self.set.inventory?;
        loop {
            if let Some(position) = self.positions.next() {
                return inventory.object(*position);
            }
            let (group, kind) = kinds.get(self.next_kind)?.rsplit_once('/')?;
            self.next_kind += 1;
            self.positions = inventory.positions(group, kind).iter();
        }
    }
}
