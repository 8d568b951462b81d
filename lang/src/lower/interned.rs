//! Lists of values that hold each value once.

use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::{BuildHasher, Hash};

/// Values by number, each once.
pub(crate) struct Interned<T> {
    values: Vec<T>,
    /// Numbers by the hash of the value, or by the next free one where another value has that. A map by the values would
    /// hold each twice, and be made anew for each type.
    numbers: FxHashMap<u64, u32>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: FxHashMap::default() }
    }
}

impl<T: Eq + Hash> Interned<T> {
    /// The number of a value, which is the next one if the value is new. There are far less than four billion.
    pub(crate) fn number(&mut self, value: T) -> u32 {
        let mut hash = FxBuildHasher.hash_one(&value);
        while let Some(&number) = self.numbers.get(&hash) {
            if self.values.get(number as usize) == Some(&value) {
                return number;
            }
            hash = hash.wrapping_add(1);
        }
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.numbers.insert(hash, number);
        self.values.push(value);
        number
    }

    pub(crate) fn values(&self) -> &[T] {
        &self.values
    }

    pub(crate) fn into_values(self) -> Vec<T> {
        self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::Hasher;

    /// A value whose hash is that of all others.
    #[derive(PartialEq, Eq, Debug)]
    struct Alike(u8);

    impl Hash for Alike {
        fn hash<H: Hasher>(&self, state: &mut H) {
            state.write_u8(0);
        }
    }

    #[test]
    fn each_value_has_one_number_whatever_its_hash() {
        let mut all = Interned::default();
        assert_eq!([1, 2, 1, 3, 2].map(|value| all.number(Alike(value))), [0, 1, 0, 2, 1]);
        assert_eq!(all.values(), [Alike(1), Alike(2), Alike(3)]);
        assert_eq!(all.into_values().len(), 3);
    }
}
