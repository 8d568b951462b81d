//! What the variables hold, and values that are kept while they hold the same.

use super::value::Value;

/// When a variable was bound: later bindings have larger stamps, and none has zero.
type Stamp = u64;

/// A value for each slot, and one for each expression that is worth keeping.
///
/// Each binding has a stamp of its own. Scopes nest, so what the variables of an expression hold is told by the latest
/// of their stamps: with it, values are kept from one rule to the next, and paths that rules share are walked once.
#[derive(Clone, Debug)]
pub(crate) struct Frame<'a> {
    /// The slots, then the kept values: one allocation for all, made when a variable is bound first.
    places: Vec<(Stamp, Value<'a>)>,
    slots: usize,
    kept: usize,
    latest: Stamp,
}

impl<'a> Frame<'a> {
    pub(super) fn new(slots: u16, kept: u32) -> Self {
        Self { places: Vec::new(), slots: usize::from(slots), kept: kept as usize, latest: 0 }
    }

    /// Binds a variable.
    pub(super) fn bind(&mut self, slot: u16, value: Value<'a>) {
        if self.places.is_empty() {
            self.places.resize_with(self.slots + self.kept, || (0, Value::Missing));
        }
        self.latest += 1;
        self.put(slot, (self.latest, value));
    }

    /// Binds all variables anew: the first ones to these values, none of the others to what it held.
    pub(super) fn rebind(&mut self, values: &[Value<'a>]) {
        for (slot, value) in (0..).zip(values) {
            self.bind(slot, value.clone());
        }
        for place in self.places.iter_mut().take(self.slots).skip(values.len()) {
            *place = (0, Value::Missing);
        }
    }

    /// What a variable holds, to be given back by [`Frame::put`].
    pub(super) fn take(&mut self, slot: u16) -> (Stamp, Value<'a>) {
        match self.places.get_mut(usize::from(slot)) {
            Some(place) => std::mem::replace(place, (0, Value::Missing)),
            None => (0, Value::Missing),
        }
    }

    pub(super) fn put(&mut self, slot: u16, bound: (Stamp, Value<'a>)) {
        if let Some(place) = self.places.get_mut(usize::from(slot)) {
            *place = bound;
        }
    }

    #[inline]
    pub(crate) fn get(&self, slot: u16) -> Option<&Value<'a>> {
        self.places.get(usize::from(slot)).map(|(_, value)| value)
    }

    /// The latest stamp of the slots of a set, a bit each.
    #[inline]
    pub(super) fn stamp(&self, mut slots: u64) -> Stamp {
        let mut latest = 0;
        while slots != 0 {
            let slot = slots.trailing_zeros() as usize;
            latest = latest.max(self.places.get(slot).map_or(0, |(stamp, _)| *stamp));
            slots &= slots - 1;
        }
        latest
    }

    /// The kept value of a number, if it is of the bindings of that stamp.
    #[inline]
    pub(super) fn kept(&self, number: u32, stamp: Stamp) -> Option<&Value<'a>> {
        match self.places.get(self.slots + number as usize) {
            Some((kept, value)) if *kept == stamp && stamp != 0 => Some(value),
            _ => None,
        }
    }

    /// Keeps a value for the bindings of a stamp.
    pub(super) fn keep(&mut self, number: u32, stamp: Stamp, value: Value<'a>) {
        if let Some(place) = self.places.get_mut(self.slots + number as usize) {
            *place = (stamp, value);
        }
    }

    /// What all slots hold, in order.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Value<'a>> {
        self.places.iter().take(self.slots).map(|(_, value)| value)
    }
}
