//! An order of functions in which like stands beside like: a compressor that looks back 32 KiB finds the more to repeat.

use std::collections::{BTreeMap, HashMap, VecDeque};

/// As many bytes of code count as one thing to have in common.
const RUN: usize = 8;
/// What more functions than this have in common tells nothing about them.
const COMMON: usize = 60;
/// Functions are likened to as much code as stands right before them. Which is best changes with the code.
pub(super) const REACHES: [usize; 6] = [16_000, 20_000, 22_000, 24_000, 26_000, 28_000];
/// Bytes that each function takes beside its code: of short ones likeness says little.
const EACH: usize = 20;

/// The numbers of functions in their new order: each time the one that has, for its size, most in common with the code
/// before it. The largest comes first; of equals the one that came first before.
pub(super) fn order(functions: &[&[u8]], most: usize) -> Vec<usize> {
    let shared = Shared::of(functions);
    let mut near = Near { counts: vec![0; shared.having.len()], in_common: vec![0; functions.len()] };
    let mut left: Vec<usize> = (0..functions.len()).collect();
    let mut order = Vec::with_capacity(left.len());
    let (mut within, mut reach) = (VecDeque::new(), 0);
    let size = |number: usize| functions.get(number).map_or(0, |code| code.len());
    let mut next = left.iter().copied().rev().max_by_key(|number| size(*number));
    while let Some(number) = next {
        left.retain(|other| *other != number);
        order.push(number);
        within.push_back(number);
        reach += size(number);
        near.add(&shared, number);
        while reach > most && within.len() > 1 {
            let Some(far) = within.pop_front() else { break };
            reach -= size(far);
            near.remove(&shared, far);
        }
        let likeness = |number: &usize| 1_000_000 * near.in_common(*number) / (size(*number) + EACH);
        next = left.iter().copied().rev().max_by_key(likeness);
    }
    order
}

/// Runs of bytes that several functions have.
struct Shared {
    /// The runs of each function.
    runs: Vec<Vec<usize>>,
    /// The functions that have a run.
    having: Vec<Vec<usize>>,
}

impl Shared {
    fn of(functions: &[&[u8]]) -> Self {
        let mut having: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for (number, code) in functions.iter().enumerate() {
            for run in code.windows(RUN) {
                let numbers = having.entry(run).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
        let having: BTreeMap<&[u8], Vec<usize>> =
            having.into_iter().filter(|(_, numbers)| (2..=COMMON).contains(&numbers.len())).collect();
        let mut runs = vec![Vec::new(); functions.len()];
        for (run, numbers) in having.values().enumerate() {
            for number in numbers {
                runs.get_mut(*number).into_iter().for_each(|runs| runs.push(run));
            }
        }
        Self { runs, having: having.into_values().collect() }
    }

    fn runs(&self, number: usize) -> &[usize] {
        self.runs.get(number).map_or(&[], Vec::as_slice)
    }
}

/// What is in reach of the next function.
struct Near {
    /// How many functions in reach have a run.
    counts: Vec<usize>,
    /// How many runs in reach a function has.
    in_common: Vec<usize>,
}

impl Near {
    fn add(&mut self, shared: &Shared, number: usize) {
        for run in shared.runs(number) {
            let Some(count) = self.counts.get_mut(*run) else { continue };
            *count += 1;
            if *count == 1 {
                self.each_having(shared, *run, |in_common| *in_common += 1);
            }
        }
    }

    fn remove(&mut self, shared: &Shared, number: usize) {
        for run in shared.runs(number) {
            let Some(count) = self.counts.get_mut(*run) else { continue };
            *count -= 1;
            if *count == 0 {
                self.each_having(shared, *run, |in_common| *in_common -= 1);
            }
        }
    }

    fn each_having(&mut self, shared: &Shared, run: usize, change: impl Fn(&mut usize)) {
        for number in shared.having.get(run).into_iter().flatten() {
            self.in_common.get_mut(*number).into_iter().for_each(&change);
        }
    }

    fn in_common(&self, number: usize) -> usize {
        self.in_common.get(number).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REACH: usize = 24_000;

    #[test]
    fn like_stands_beside_like() {
        let (a, b): (Vec<u8>, Vec<u8>) = ((0..90).collect(), (100..190).collect());
        let functions = [&a[..80], &b[..80], &a[5..], &b[5..], &a[10..60], &b[10..60]];
        let order: Vec<usize> = order(&functions, REACH);
        let kinds: Vec<usize> = order.iter().map(|number| number % 2).collect();
        assert!(kinds.is_sorted() || kinds.iter().rev().is_sorted(), "{order:?}");
    }

    #[test]
    fn what_is_out_of_reach_is_not_near() {
        let mut state = 1_u32;
        let mut code = |size: usize| -> Vec<u8> {
            let next = |_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            };
            (0..size).map(next).collect()
        };
        let first = code(REACH + 1000);
        let second = [&first[..REACH / 2], code(REACH / 2).as_slice()].concat();
        let like_first = [&first[REACH..REACH + 20], code(200).as_slice()].concat();
        let like_second = [&second[REACH - 20..], code(200).as_slice()].concat();
        // Behind the second function the first is too far away for what is like it to come ahead.
        assert_eq!(order(&[&first, &second, &like_first, &like_second], REACH), [0, 1, 3, 2]);
    }

    #[test]
    fn each_function_is_there_once() {
        let empty: &[u8] = &[];
        let mut order = order(&[empty, b"ab", empty], REACH);
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2]);
    }
}
