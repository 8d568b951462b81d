//! Values that are kept while the variables they depend on hold the same: paths that rules share are walked once.

use super::frame::Stamp;
use super::value::Value;

/// The kept value of each expression that has a place here.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo<'a> {
    kept: Vec<(Stamp, Value<'a>)>,
}

impl<'a> Memo<'a> {
    /// The value at a place, if it is of these bindings.
    pub(super) fn get(&self, place: u32, stamp: Stamp) -> Option<&Value<'a>> {
        match self.kept.get(place as usize) {
            Some((kept, value)) if *kept == stamp && stamp != 0 => Some(value),
            _ => None,
        }
    }

    /// Keeps a value; `most` is how many places there are.
    pub(super) fn keep(&mut self, place: u32, stamp: Stamp, value: Value<'a>, most: u32) {
        if self.kept.is_empty() {
            self.kept.resize(most as usize, (0, Value::Missing));
        }
        if let Some(kept) = self.kept.get_mut(place as usize) {
            *kept = (stamp, value);
        }
    }
}
