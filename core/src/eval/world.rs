//! What built-ins and views may look at beside their arguments.

use super::limit;
use super::unknown::Unknown;
use crate::document::NodeRef;
use crate::inventory::{Inventory, Object};
use crate::kubernetes::image::Image;
use crate::kubernetes::schema::Schema;
use crate::kubernetes::workload::Workloads;
use kubelaw_lang::ir::Operation;
use kubelaw_lang::values::Version;
use std::cell::Cell;

/// An admission request.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// What is asked for.
    pub operation: Operation,
    /// The fields of `request`, as the AdmissionReview has them.
    pub fields: Option<NodeRef<'a>>,
    /// The object before the change; none on create.
    pub old: Option<&'a Object<'a>>,
}

/// What a rule sees beside its subject.
#[derive(Clone, Debug)]
pub struct World<'a> {
    /// The target Kubernetes version.
    pub kubernetes: Version,
    /// All objects of the input, where they are known.
    pub inventory: Option<&'a Inventory<'a>>,
    /// The admission request, where there is one.
    pub request: Option<Request<'a>>,
    /// The kinds that make Pods, and where their templates are.
    pub workloads: &'a Workloads,
    /// What is known of the kinds of objects.
    pub schema: &'a Schema,
    /// The object that is judged.
    subject: Option<NodeRef<'a>>,
    /// Steps left for the rule at hand.
    steps: Cell<u64>,
    /// The image reference that was read last: rules ask for one part of it after another.
    image: Cell<Option<Image<'a>>>,
}

impl<'a> World<'a> {
    /// A world without other objects and without a request.
    #[must_use]
    pub const fn new(kubernetes: Version) -> Self {
        let workloads = Workloads::builtin();
        Self {
            kubernetes,
            inventory: None,
            request: None,
            workloads,
            schema: Schema::builtin(),
            subject: None,
            steps: Cell::new(u64::MAX),
            image: Cell::new(None),
        }
    }

    /// The same with all objects of the input.
    #[must_use]
    pub const fn with_inventory(mut self, inventory: &'a Inventory<'a>) -> Self {
        self.inventory = Some(inventory);
        self
    }

    /// The same with an admission request.
    #[must_use]
    pub const fn with_request(mut self, request: Request<'a>) -> Self {
        self.request = Some(request);
        self
    }

    /// The same with other kinds that make Pods.
    #[must_use]
    pub const fn with_workloads(mut self, workloads: &'a Workloads) -> Self {
        self.workloads = workloads;
        self
    }

    /// The same with other kinds beside those of Kubernetes.
    #[must_use]
    pub const fn with_schema(mut self, schema: &'a Schema) -> Self {
        self.schema = schema;
        self
    }

    /// The same among other objects, for another object that is to be judged.
    pub(crate) fn among<'b>(&self, inventory: Option<&'b Inventory<'b>>) -> World<'b>
    where
        'a: 'b,
    {
        let Self { request, workloads, schema, .. } = *self;
        World { inventory, request, workloads, schema, ..World::new(self.kubernetes.clone()) }
    }

    /// Says which object is judged from now on.
    pub(super) const fn turn_to(&mut self, object: NodeRef<'a>) {
        self.subject = Some(object);
    }

    /// What to search for whatever holds a value: the object that is judged, or all of the document of another.
    pub(crate) fn around(&self, value: NodeRef<'a>) -> NodeRef<'a> {
        self.subject.filter(|subject| subject.holds(value)).unwrap_or_else(|| value.document().root())
    }

    /// A string as an image reference; missing where it is none.
    pub(crate) fn image(&self, text: &'a str) -> Option<Image<'a>> {
        if let Some(image) = self.image.get().filter(|image| std::ptr::eq(image.text(), text)) {
            return Some(image);
        }
        let image = Image::parse(text);
        self.image.set(image);
        image
    }

    /// Takes steps from what the rule at hand has left: one for each element that a built-in looks at is enough.
    pub fn spend(&self, steps: u64) -> Result<(), Unknown> {
        if let Some(left) = self.steps.get().checked_sub(steps) {
            self.steps.set(left);
            Ok(())
        } else {
            self.steps.set(0);
            Err(Unknown::StepLimit)
        }
    }

    /// Takes a step for each of so many elements.
    pub(crate) fn spend_each(&self, elements: usize) -> Result<(), Unknown> {
        self.spend(elements as u64)
    }

    /// Takes the steps of an operation that handles so many bytes of text.
    pub(crate) fn spend_on_bytes(&self, bytes: usize) -> Result<(), Unknown> {
        self.spend(bytes as u64 / limit::BYTES_PER_STEP)
    }

    /// Gives the next rule its steps.
    pub(crate) fn allow(&self, steps: u64) {
        self.steps.set(steps);
    }

    /// The steps that the rule at hand has left.
    pub(super) const fn steps(&self) -> u64 {
        self.steps.get()
    }

    /// Whether the rule at hand has no steps left.
    pub(super) const fn is_exhausted(&self) -> bool {
        self.steps.get() == 0
    }
}
