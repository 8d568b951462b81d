//! A source of choices that can be replayed and shortened, so that what went wrong is shown small.

/// Choices, drawn from a seed or played again. Played to their end, the rest are all 0, the simplest choice.
pub(crate) struct Choices {
    state: Option<u64>,
    made: Vec<u32>,
    at: usize,
}

impl Choices {
    pub(crate) const fn seeded(seed: u64) -> Self {
        Self { state: Some(seed), made: Vec::new(), at: 0 }
    }

    pub(crate) const fn replayed(made: Vec<u32>) -> Self {
        Self { state: None, made, at: 0 }
    }

    /// What was chosen.
    pub(crate) fn made(&self) -> &[u32] {
        &self.made
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        let drawn = match &mut self.state {
            Some(state) => {
                let drawn = u32::try_from(split_mix(state) >> 32).unwrap();
                self.made.push(drawn % u32::try_from(n).unwrap());
                self.made[self.at]
            }
            None => self.made.get(self.at).copied().unwrap_or(0),
        };
        self.at += 1;
        (drawn as usize).min(n - 1)
    }

    /// True once in `n` times.
    pub(crate) fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &'a [&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The smallest choices found for which `fails` still holds.
pub(crate) fn shrink(mut made: Vec<u32>, mut fails: impl FnMut(&[u32]) -> bool) -> Vec<u32> {
    loop {
        let Some(smaller) = smaller(&made).find(|candidate| fails(candidate)) else { return made };
        made = smaller;
    }
}

/// Runs left out, longest first, then single choices made simpler.
fn smaller(made: &[u32]) -> impl Iterator<Item = Vec<u32>> + '_ {
    let cuts = [32, 8, 2, 1].into_iter().flat_map(move |length| {
        (0..(made.len() + 1).saturating_sub(length)).map(move |at| [&made[..at], &made[at + length..]].concat())
    });
    let simpler = made.iter().enumerate().filter(|(_, choice)| **choice > 0).map(move |(at, _)| {
        let mut made = made.to_vec();
        made[at] = 0;
        made
    });
    cuts.chain(simpler)
}
