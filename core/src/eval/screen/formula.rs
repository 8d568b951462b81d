//! Formulas over atoms: what conditions become, and their cubes.

/// A bit that a walk over an object sets: whether something stands at a place, or a test of it holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Atom(pub(super) u32);

/// A formula whose negations stand at atoms only.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Formula {
    Constant(bool),
    /// An atom, or with `false` its opposite.
    Literal(Atom, bool),
    All(Vec<Formula>),
    Some(Vec<Formula>),
}

impl Formula {
    pub(super) const TRUE: Self = Self::Constant(true);
    pub(super) const FALSE: Self = Self::Constant(false);

    pub(super) const fn atom(atom: Atom) -> Self {
        Self::Literal(atom, true)
    }

    /// All of some formulas.
    pub(super) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::Constant(true) => {}
                Self::Constant(false) => return part,
                Self::All(inner) => kept.extend(inner),
                other => kept.push(other),
            }
        }
        match kept.len() {
            0 => Self::TRUE,
            1 => kept.remove(0),
            _ => Self::All(kept),
        }
    }

    /// At least one of some formulas.
    pub(super) fn some(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::all(parts.into_iter().map(|part| part.opposite())).opposite()
    }

    pub(super) fn opposite(&self) -> Self {
        match self {
            Self::Constant(value) => Self::Constant(!value),
            Self::Literal(atom, value) => Self::Literal(*atom, !value),
            Self::All(parts) => Self::Some(parts.iter().map(Self::opposite).collect()),
            Self::Some(parts) => Self::All(parts.iter().map(Self::opposite).collect()),
        }
    }

    /// The atoms in it.
    pub(super) fn atoms(&self, each: &mut impl FnMut(Atom)) {
        match self {
            Self::Constant(_) => {}
            Self::Literal(atom, _) => each(*atom),
            Self::All(parts) | Self::Some(parts) => parts.iter().for_each(|part| part.atoms(each)),
        }
    }

    /// Whether it has few cubes.
    pub(super) fn is_short(&self) -> bool {
        self.cubes().is_some()
    }

    /// The cubes of which one holds exactly where the formula does; none where there are more than a few.
    pub(super) fn cubes(&self) -> Option<Vec<Cube>> {
        let mut cubes = match self {
            Self::Constant(false) => Vec::new(),
            Self::Constant(true) => vec![Cube::default()],
            Self::Literal(atom, value) => vec![Cube(vec![(*atom, *value)])],
            Self::Some(parts) => {
                let mut cubes = Vec::new();
                for part in parts {
                    cubes.extend(part.cubes()?);
                }
                cubes
            }
            Self::All(parts) => {
                let mut cubes = vec![Cube::default()];
                for part in parts {
                    let others = part.cubes()?;
                    cubes = cubes.iter().flat_map(|cube| others.iter().filter_map(|other| cube.and(other))).collect();
                    if cubes.len() > MOST_CUBES {
                        return None;
                    }
                }
                cubes
            }
        };
        cubes.sort();
        cubes.dedup();
        (cubes.len() <= MOST_CUBES).then_some(cubes)
    }
}

/// A formula of more cubes than these is cheaper to evaluate.
const MOST_CUBES: usize = 48;

/// Atoms with the values that they must all have, in order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) struct Cube(pub(super) Vec<(Atom, bool)>);

impl Cube {
    /// Both; none where they contradict each other.
    fn and(&self, other: &Self) -> Option<Self> {
        let mut literals = self.0.clone();
        for (atom, value) in &other.0 {
            match literals.binary_search_by_key(atom, |(atom, _)| *atom) {
                Ok(at) if literals.get(at).is_some_and(|(_, known)| known == value) => {}
                Ok(_) => return None,
                Err(at) => literals.insert(at, (*atom, *value)),
            }
        }
        Some(Self(literals))
    }
}

/// When a condition is true, and when it is false; elsewhere it is unknown.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) yes: Formula,
    pub(super) no: Formula,
}

impl Condition {
    /// A condition that is never unknown.
    pub(super) fn exact(yes: Formula) -> Self {
        let no = yes.opposite();
        Self { yes, no }
    }

    pub(super) fn constant(value: bool) -> Self {
        Self::exact(Formula::Constant(value))
    }

    pub(super) fn is_exact(&self) -> bool {
        self.no == self.yes.opposite()
    }

    /// When it is unknown.
    pub(super) fn unknown(&self) -> Formula {
        Formula::all([self.yes.opposite(), self.perhaps()])
    }

    /// When it is not known to be false.
    pub(super) fn perhaps(&self) -> Formula {
        self.no.opposite()
    }

    pub(super) fn opposite(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }

    /// Kleene's conjunction.
    pub(super) fn all(parts: &[Self]) -> Self {
        let yes = Formula::all(parts.iter().map(|part| part.yes.clone()));
        let no = Formula::some(parts.iter().map(|part| part.no.clone()));
        Self { yes, no }
    }

    /// Kleene's disjunction.
    pub(super) fn some(parts: &[Self]) -> Self {
        let yes = Formula::some(parts.iter().map(|part| part.yes.clone()));
        let no = Formula::all(parts.iter().map(|part| part.no.clone()));
        Self { yes, no }
    }

    /// `then` where a condition holds, `otherwise` where it does not.
    pub(super) fn choose(condition: &Self, then: &Self, otherwise: &Self) -> Self {
        let of = |a: &Formula, b: &Formula| {
            let (yes, no) = (condition.yes.clone(), condition.no.clone());
            Formula::some([Formula::all([yes, a.clone()]), Formula::all([no, b.clone()])])
        };
        let yes = of(&then.yes, &otherwise.yes);
        if [condition, then, otherwise].into_iter().all(Self::is_exact) {
            return Self::exact(yes);
        }
        Self { yes, no: of(&then.no, &otherwise.no) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Formula = Formula::atom(Atom(0));
    const B: Formula = Formula::atom(Atom(1));

    #[test]
    fn folds_constants() {
        assert_eq!(Formula::all([A, Formula::TRUE]), A);
        assert_eq!(Formula::all([A, Formula::FALSE]), Formula::FALSE);
        assert_eq!(Formula::some([A, Formula::TRUE]), Formula::TRUE);
        assert_eq!(Formula::some([Formula::FALSE, A]), A);
    }

    #[test]
    fn cubes_hold_where_the_formula_does() {
        let formula = Formula::all([Formula::some([A, B]), Formula::some([A.opposite(), B.opposite()])]);
        let cubes = formula.cubes().unwrap();
        assert_eq!(
            cubes,
            [Cube(vec![(Atom(0), false), (Atom(1), true)]), Cube(vec![(Atom(0), true), (Atom(1), false)]),]
        );
    }

    #[test]
    fn many_cubes_are_too_many() {
        let pairs = (0..12).map(|n| Formula::some([Formula::atom(Atom(2 * n)), Formula::atom(Atom(2 * n + 1))]));
        assert_eq!(Formula::all(pairs).cubes(), None);
    }

    #[test]
    fn unknown_is_neither() {
        let unknown = Condition { yes: Formula::FALSE, no: Formula::FALSE };
        let both = Condition::all(&[unknown.clone(), Condition::constant(false)]);
        assert_eq!((both.yes, both.no), (Formula::FALSE, Formula::TRUE));
        let either = Condition::some(&[unknown.clone(), Condition::exact(A)]);
        assert_eq!((either.yes.clone(), either.no.clone()), (A, Formula::FALSE));
        assert!(!either.is_exact() && Condition::exact(B).is_exact());
        assert_eq!(unknown.perhaps(), Formula::TRUE);
    }
}
