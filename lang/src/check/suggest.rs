//! "Did you mean …": the nearest name.

use crate::values::case;

/// The candidate nearest to `name`, where one is near enough to be meant.
#[must_use]
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Any letter is one edit away from any other.
    let most = match name.chars().count() {
        0 | 1 => 0,
        length => (length / 3).clamp(1, 3),
    };
    within(most, name, &mut candidates.into_iter())
}

/// The candidate nearest to `name`, where no more than so many edits are between them.
#[must_use]
pub fn within<'a>(most: usize, name: &str, candidates: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = case::lower(name).chars().collect();
    let near = candidates.filter_map(|candidate| {
        // Most are told apart by their length, which is seen at once.
        let edits = (candidate.chars().count().abs_diff(name.len()) <= most).then(|| distance(&name, candidate))?;
        (edits <= most).then_some((edits, candidate))
    });
    near.min().map(|(_, candidate)| candidate)
}

/// Edits (insert, delete, replace, swap neighbours) between a name in lower case and another, whose case counts for nothing.
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = case::lower(b).chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, cb) in b.iter().enumerate() {
            let at = |row: &[usize], i: usize| row.get(i).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&above, j + 1) + 1).min(at(&row, j) + 1).min(at(&above, j) + usize::from(ca != cb));
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(cb) && b.get(j - 1) == Some(ca);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn finds_what_was_meant() {
        let names = ["securityContext", "serviceAccountName", "hostPID", "volumes"];
        assert_eq!(closest("secuirtyContext", names), Some("securityContext"));
        assert_eq!(closest("hostPid", names), Some("hostPID"));
        assert_eq!(closest("volume", names), Some("volumes"));
        assert_eq!(closest("restartPolicy", names), None);
        assert_eq!(closest("x", ["p"]), None);
    }
}
