//! Questions about other objects.

use crate::laws::Author;
use crate::shape::{CONTAINER, KINDS, Shape};

impl Author<'_> {
    /// A condition about other objects.
    pub(crate) fn join(&mut self, depth: usize) -> String {
        if std::ptr::eq(self.scope[0].1, &raw const CONTAINER) {
            return self.test();
        }
        let variables = self.scope.len();
        let kind = &KINDS[self.choices.below(KINDS.len())];
        let (kinds, shape) = self.kinds_with(kind);
        let known = self.texts().0;
        let other = self.bind(shape);
        let same = self.same(&other, shape, &known);
        let objects = format!("{other} in {kinds} where {same}");
        let question = match self.choices.below(6) {
            0 => format!("size([{other} for {objects}]) {}", self.choices.pick(&["> 1", "== 0", "<= 2"])),
            1 if !kinds.contains('|') => format!("size({kinds}) {}", self.choices.pick(&["> 1", "== 0", "<= 2"])),
            _ => {
                let word = self.choices.pick(&["any", "all", "one"]);
                let body = self.condition(depth);
                format!("({word} {objects}: {body})")
            }
        };
        self.scope.truncate(variables);
        if self.choices.once_in(4) { format!("(inventory and {question})") } else { question }
    }

    /// What another object and this one have in common.
    fn same(&mut self, other: &str, shape: &'static Shape, known: &str) -> String {
        let subject = self.scope[0].0.clone();
        let label = format!("{subject}.metadata.labels[\"a\"]");
        match self.choices.below(9) {
            7 | 8 => self.selected(other, shape),
            0 => format!("{other}.namespace == ({subject}.namespace ?? \"a\")"),
            1 => format!("{other}.metadata.labels[\"a\"] == ({label} ?? \"b\")"),
            2 => format!("{other}.metadata.labels[\"a\"] in {known}"),
            3 => format!("{label} in {other}.metadata.labels.keys()"),
            4 => match self.word_lists(other, shape).first() {
                Some(list) => format!("({label} ?? \"a\") in {list}"),
                None => format!("{label} in strings({other}.metadata)"),
            },
            5 => format!(
                "{other}.namespace == ({subject}.namespace ?? \"a\") and {other}.metadata.labels[\"b\"] == \"a\""
            ),
            _ => format!("{other}.metadata.name != {subject}.metadata.name"),
        }
    }

    /// That one of two objects selects the other by its labels.
    fn selected(&mut self, other: &str, shape: &'static Shape) -> String {
        let (subject, of_subject) = self.scope[0].clone();
        let selector = |at: &str, shape: &'static Shape| {
            shape.paths(at).into_iter().find(|(_, shape)| matches!(shape, Shape::Selector(_)))
        };
        match (selector(other, shape), selector(&subject, of_subject)) {
            (Some((selector, _)), _) => format!("{selector}.selects({subject}.metadata.labels)"),
            (None, Some((selector, _))) => format!("{selector}.selects({other}.metadata.labels)"),
            (None, None) => format!("{other}.namespace == ({subject}.namespace ?? \"a\")"),
        }
    }

    /// The lists of texts that an object has, those inside lists too.
    fn word_lists(&mut self, other: &str, shape: &'static Shape) -> Vec<String> {
        let mut lists = Vec::new();
        for (path, shape) in shape.paths(other) {
            match shape {
                Shape::List(Shape::Text(_)) => lists.push(path),
                Shape::List(element) => {
                    let inner = element.paths("").into_iter().filter(|(_, shape)| matches!(shape, Shape::Text(_)));
                    lists.extend(inner.map(|(field, _)| format!("{path}[*]{field}")));
                }
                _ => {}
            }
        }
        if !lists.is_empty() {
            let at = self.choices.below(lists.len());
            lists.swap(0, at);
        }
        lists
    }
}
