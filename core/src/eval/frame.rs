//! What the variables hold, and when they were bound.

use super::value::Value;

/// When a variable was bound: later bindings have larger stamps, and none has zero.
pub(crate) type Stamp = u64;

/// A value for each slot.
///
/// Each binding has a stamp of its own. Scopes nest, so what the variables of an expression hold is told by the latest
/// of their stamps: with it, values are kept from one rule to the next (see [`super::memo`]).
#[derive(Clone, Debug)]
pub(crate) struct Frame<'a> {
    slots: Vec<(Stamp, Value<'a>)>,
    latest: Stamp,
}

impl<'a> Frame<'a> {
    pub(super) const fn new() -> Self {
        Self { slots: Vec::new(), latest: 0 }
    }

    /// A frame in which the slots hold these values, from the first on.
    pub(super) fn of(values: &[Value<'a>]) -> Self {
        let slots: Vec<(Stamp, Value<'a>)> = (1..).zip(values.iter().cloned()).collect();
        Self { latest: slots.len() as Stamp, slots }
    }

    /// Binds a variable; `most` is how many slots there are.
    pub(super) fn bind(&mut self, slot: u16, value: Value<'a>, most: u16) {
        self.latest += 1;
        self.put(slot, (self.latest, value), most);
    }

    /// What a variable holds, to be given back by [`Frame::put`].
    pub(super) fn take(&mut self, slot: u16) -> (Stamp, Value<'a>) {
        match self.slots.get_mut(usize::from(slot)) {
            Some(place) => std::mem::replace(place, (0, Value::Missing)),
            None => (0, Value::Missing),
        }
    }

    pub(super) fn put(&mut self, slot: u16, bound: (Stamp, Value<'a>), most: u16) {
        let slot = usize::from(slot);
        if self.slots.len() <= slot {
            self.slots.resize(usize::from(most).max(slot + 1), (0, Value::Missing));
        }
        if let Some(place) = self.slots.get_mut(slot) {
            *place = bound;
        }
    }

    pub(crate) fn get(&self, slot: u16) -> Option<&Value<'a>> {
        self.slots.get(usize::from(slot)).map(|(_, value)| value)
    }

    /// The latest stamp of the slots of a set, a bit each.
    pub(super) fn stamp(&self, mut slots: u64) -> Stamp {
        let mut latest = 0;
        while slots != 0 {
            let slot = slots.trailing_zeros() as usize;
            latest = latest.max(self.slots.get(slot).map_or(0, |(stamp, _)| *stamp));
            slots &= slots - 1;
        }
        latest
    }

    /// What all slots hold, in order.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Value<'a>> {
        self.slots.iter().map(|(_, value)| value)
    }
}
