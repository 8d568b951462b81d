//! Label selectors: what they require of labels. What a field means by requiring nothing is up to the field.
//!
//! Requirements are those of `metav1.LabelSelectorAsSelector`. Its checks on the syntax of keys and values are left out:
//! the API server makes them when it takes the object, and here a badly spelt label simply equals no other.

/// What a requirement asks of the value of its key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operator {
    /// To be one of the values.
    In,
    /// To be none of the values; absent labels are none of them.
    NotIn,
    /// To be there.
    Exists,
    /// Not to be there.
    DoesNotExist,
}

impl Operator {
    /// The operator of a label selector.
    pub fn of_labels(text: &str) -> Option<Self> {
        Some(match text {
            "In" => Self::In,
            "NotIn" => Self::NotIn,
            "Exists" => Self::Exists,
            "DoesNotExist" => Self::DoesNotExist,
            _ => return None,
        })
    }
}

/// What a selector requires of one key.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Requirement<'s> {
    key: &'s str,
    operator: Operator,
    values: Vec<&'s str>,
}

impl<'s> Requirement<'s> {
    /// A requirement; missing where the operator does not take so many values.
    pub fn new(key: &'s str, operator: Operator, values: Vec<&'s str>) -> Option<Self> {
        let valid = match operator {
            Operator::In | Operator::NotIn => !values.is_empty(),
            Operator::Exists | Operator::DoesNotExist => values.is_empty(),
        };
        valid.then_some(Self { key, operator, values })
    }

    /// The label's key.
    pub fn key(&self) -> &'s str {
        self.key
    }

    /// The values of which a matching object has one, where the requirement is of that form.
    pub fn one_of(&self) -> Option<&[&'s str]> {
        (self.operator == Operator::In).then_some(&self.values)
    }

    /// Whether a label's value, none where it is absent, meets the requirement.
    pub fn accepts(&self, value: Option<&str>) -> bool {
        let listed = |value: &str| self.values.contains(&value);
        match self.operator {
            Operator::In => value.is_some_and(listed),
            Operator::NotIn => !value.is_some_and(listed),
            Operator::Exists => value.is_some(),
            Operator::DoesNotExist => value.is_none(),
        }
    }
}

/// The requirements of a selector, all of which an object must meet.
///
/// ```
/// use kubelaw::kubernetes::selector::{LabelSelector, Operator};
///
/// let mut selector = LabelSelector::default();
/// selector.require_label("app", "web");
/// assert!(selector.require("tier", Operator::NotIn, vec!["cache"]));
/// assert!(selector.matches(|key| (key == "app").then_some("web")));
/// assert_eq!(selector.pairs().collect::<Vec<_>>(), [("app", "web")]);
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct LabelSelector<'s> {
    requirements: Vec<Requirement<'s>>,
}

impl<'s> LabelSelector<'s> {
    /// Adds an entry of `matchLabels`, or of a plain map of labels.
    pub fn require_label(&mut self, key: &'s str, value: &'s str) {
        self.requirements.push(Requirement { key, operator: Operator::In, values: vec![value] });
    }

    /// Adds an entry of `matchExpressions`; false, and no requirement added, where it is invalid.
    pub fn require(&mut self, key: &'s str, operator: Operator, values: Vec<&'s str>) -> bool {
        let requirement = Requirement::new(key, operator, values);
        let valid = requirement.is_some();
        self.requirements.extend(requirement);
        valid
    }

    /// The requirements in the order they were added.
    pub fn requirements(&self) -> &[Requirement<'s>] {
        &self.requirements
    }

    /// Whether nothing is required.
    pub fn is_empty(&self) -> bool {
        self.requirements.is_empty()
    }

    /// Whether labels meet every requirement; so does everything where there is none.
    pub fn matches<'l>(&self, label: impl Fn(&str) -> Option<&'l str>) -> bool {
        self.requirements.iter().all(|requirement| requirement.accepts(label(requirement.key)))
    }

    /// The labels that every matching object has: what an index of label pairs can find candidates by.
    pub fn pairs(&self) -> impl Iterator<Item = (&'s str, &'s str)> {
        self.requirements.iter().filter_map(|requirement| match requirement.one_of() {
            Some([value]) => Some((requirement.key, *value)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(key: &str) -> Option<&'static str> {
        match key {
            "app" => Some("web"),
            "empty" => Some(""),
            _ => None,
        }
    }

    #[test]
    fn operators_mean_what_kubernetes_means() {
        for (key, operator, values, expected) in [
            ("app", Operator::In, vec!["db", "web"], true),
            ("app", Operator::In, vec!["db"], false),
            ("none", Operator::In, vec![""], false),
            ("empty", Operator::In, vec![""], true),
            ("app", Operator::NotIn, vec!["web"], false),
            ("none", Operator::NotIn, vec!["web"], true),
            ("empty", Operator::Exists, vec![], true),
            ("none", Operator::Exists, vec![], false),
            ("none", Operator::DoesNotExist, vec![], true),
            ("app", Operator::DoesNotExist, vec![], false),
        ] {
            let requirement = Requirement::new(key, operator, values).unwrap();
            assert_eq!(requirement.accepts(labels(key)), expected, "{requirement:?}");
        }
    }

    #[test]
    fn refuses_what_kubernetes_refuses() {
        assert_eq!(Operator::of_labels("in"), None);
        assert_eq!(Operator::of_labels("Gt"), None);
        let mut selector = LabelSelector::default();
        assert!(!selector.require("app", Operator::In, vec![]));
        assert!(!selector.require("app", Operator::Exists, vec!["x"]));
        assert!(selector.is_empty());
    }

    #[test]
    fn every_requirement_counts() {
        let mut selector = LabelSelector::default();
        assert!(selector.matches(labels));
        selector.require_label("app", "web");
        assert!(selector.matches(labels));
        assert!(selector.require("empty", Operator::In, vec!["", "x"]));
        assert!(selector.matches(labels));
        selector.require_label("tier", "front");
        assert!(!selector.matches(labels));
        assert_eq!(selector.pairs().collect::<Vec<_>>(), [("app", "web"), ("tier", "front")]);
    }
}
