//! Small maps: a list of entries in the order of their keys.
//!
//! For what holds few entries, or is filled in order: one that comes between others moves those behind it. A tree of the
//! standard library is ten times the code, anew for each type of key and value, and a browser has to download it.

use std::borrow::Borrow;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sorted<K, V>(Vec<(K, V)>);

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Sorted<K, V> {
    /// Where a key is, or where it belongs.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.0.binary_search_by(|(known, _)| known.borrow().cmp(key))
    }

    pub(crate) fn entry<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&(K, V)>
    where
        K: Borrow<Q>,
    {
        self.0.get(self.place(key).ok()?)
    }

    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entry(key).map(|(_, value)| value)
    }

    /// The value of a key, which is `new` where there was none.
    pub(crate) fn or_insert(&mut self, key: K, new: V) -> &mut V {
        let at = match self.place(&key) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (key, new));
                at
            }
        };
        &mut self.0[at].1
    }

    /// Sets the value of a key; gives the one that it had.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (key, value));
                None
            }
        }
    }

    /// The entries whose keys are not greater than this one.
    pub(crate) fn up_to(&self, key: &K) -> &[(K, V)] {
        let end = self.place(key).map_or_else(|next| next, |at| at + 1);
        self.0.get(..end).unwrap_or_default()
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, (K, V)> {
        self.0.iter()
    }
}

impl<K: Ord, V> Extend<(K, V)> for Sorted<K, V> {
    fn extend<T: IntoIterator<Item = (K, V)>>(&mut self, entries: T) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K, V> IntoIterator for Sorted<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_in_the_order_of_their_keys_and_each_key_is_there_once() {
        let mut map = Sorted::default();
        assert_eq!((map.insert("b".to_owned(), 1), map.insert("a".to_owned(), 2)), (None, None));
        assert_eq!(map.insert("b".to_owned(), 3), Some(1));
        *map.or_insert("c".to_owned(), 4) += 1;
        *map.or_insert("a".to_owned(), 9) += 1;
        assert_eq!(map.iter().map(|(key, value)| (&**key, *value)).collect::<Vec<_>>(), [("a", 3), ("b", 3), ("c", 5)]);
        assert_eq!((map.get("c"), map.get("d")), (Some(&5), None));
        let up_to = |key: &str| map.up_to(&key.to_owned()).len();
        assert_eq!((up_to("A"), up_to("b"), up_to("bb"), up_to("d")), (0, 2, 2, 3));
    }
}
