//! An index of the objects of a set by keys.

use std::sync::Arc;

/// The keys of one object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Keys {
    /// It can only be found by one of these.
    These(Vec<u64>),
    /// It has to be looked at whatever is asked for.
    Always,
}

/// Objects by key: the positions are those in the inventory, in the order of the set.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Positions in the inventory, in the order of the set.
    members: Vec<u32>,
    /// Keys with places in `members`, ascending.
    by_key: Vec<(u64, u32)>,
    always: Vec<u32>,
    /// The index that this one is the same as, but for what is in `always`.
    beneath: Option<Arc<Self>>,
}

impl Index {
    /// An index of the same objects, of which the one at a position may have other keys by now: it is always looked at.
    pub(crate) fn over(beneath: Arc<Self>, position: u32) -> Self {
        let place = (0..).zip(&beneath.members).find(|(_, member)| **member == position);
        Self { always: place.into_iter().map(|(place, _)| place).collect(), beneath: Some(beneath), ..Self::default() }
    }

    /// An index of the members of a set, which stand at these positions.
    pub(crate) fn of(members: impl IntoIterator<Item = (u32, Keys)>) -> Self {
        let mut index = Self::default();
        for (place, (position, keys)) in (0..).zip(members) {
            index.members.push(position);
            match keys {
                Keys::Always => index.always.push(place),
                Keys::These(keys) => index.by_key.extend(keys.into_iter().map(|key| (key, place))),
            }
        }
        index.by_key.sort_unstable();
        index.by_key.dedup();
        index
    }

    /// The positions of the objects that may have one of these keys, in the order of the set.
    pub(crate) fn candidates(&self, keys: &[u64]) -> Vec<u32> {
        let kept = self.beneath.as_deref().unwrap_or(self);
        let mut places: Vec<u32> = kept.always.iter().chain(&self.always).copied().collect();
        let is_sorted = places.is_empty() && keys.len() <= 1;
        for key in keys {
            let from = kept.by_key.partition_point(|(other, _)| other < key);
            let found = kept.by_key.get(from..).unwrap_or_default().iter().take_while(|(other, _)| other == key);
            places.extend(found.map(|(_, place)| *place));
        }
        if !is_sorted {
            places.sort_unstable();
            places.dedup();
        }
        places.iter().filter_map(|place| kept.members.get(*place as usize).copied()).collect()
    }
}

/// A key from its parts, the same on every platform.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyHash(u64);

impl KeyHash {
    pub(crate) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    #[must_use]
    pub(crate) fn with(self, bytes: &[u8]) -> Self {
        let mut state = self.0 ^ (bytes.len() as u64);
        let mut rest = bytes;
        while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
            state = mix(state, u64::from_le_bytes(*chunk));
            rest = tail;
        }
        let last = rest.iter().fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
        Self(mix(state, last))
    }

    pub(crate) const fn finish(self) -> u64 {
        self.0
    }
}

const fn mix(state: u64, word: u64) -> u64 {
    let mixed = (state.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_keep_the_order_of_the_set_and_come_once() {
        let these = |keys: &[u64]| Keys::These(keys.to_vec());
        let index = Index::of([(7, these(&[1, 2])), (3, Keys::Always), (9, these(&[2, 2])), (1, these(&[]))]);
        assert_eq!(index.candidates(&[2]), [7, 3, 9]);
        assert_eq!(index.candidates(&[2, 1]), [7, 3, 9]);
        assert_eq!(index.candidates(&[5]), [3]);
        assert_eq!(index.candidates(&[]), [3]);
    }

    #[test]
    fn an_object_that_has_changed_is_always_looked_at() {
        let index = Arc::new(Index::of([(7, Keys::These(vec![1])), (9, Keys::These(vec![2]))]));
        let over = |position| Index::over(index.clone(), position);
        assert_eq!(over(7).candidates(&[1]), [7]);
        assert_eq!(over(7).candidates(&[2]), [7, 9]);
        assert_eq!(over(9).candidates(&[5]), [9]);
        assert_eq!(over(8).candidates(&[2]), [9], "it is not of this set");
    }

    #[test]
    fn keys_tell_where_one_part_ends() {
        let key = |parts: &[&str]| parts.iter().fold(KeyHash::new(), |h, p| h.with(p.as_bytes())).finish();
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_ne!(key(&["", "a"]), key(&["a", ""]));
        assert_eq!(key(&["kube-system", "a"]), key(&["kube-system", "a"]));
    }
}
