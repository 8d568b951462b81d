//! Steps into lists and maps: elements by number, values by a computed key, texts of all depths.

use crate::laws::{Author, is_sure};
use crate::shape::{DIGESTS, REGISTRIES, REPOSITORIES, Shape, TAGS, WORD};

impl Author<'_> {
    /// A path, sometimes one into what is there: an element of a list, or what a map has under a computed key.
    pub(crate) fn stepped(&mut self, (path, shape): (String, &'static Shape)) -> (String, &'static Shape) {
        match shape {
            Shape::List(element) if self.choices.once_in(3) => {
                let list = self.made(path, element);
                let step = match self.choices.below(8) {
                    0..=2 => "[0]".to_owned(),
                    3 => "[1]".to_owned(),
                    4 => "[-1]".to_owned(),
                    5 => format!("[size({list}) - 1]"),
                    6 => ".first()".to_owned(),
                    _ => ".last()".to_owned(),
                };
                self.within(format!("{list}{step}"), element)
            }
            Shape::Map(value) if self.choices.once_in(4) => {
                let text = self.text();
                self.within(format!("{path}[{text}]"), value)
            }
            _ => (path, shape),
        }
    }

    /// A list, or one that is made from it.
    fn made(&mut self, list: String, element: &'static Shape) -> String {
        match self.choices.below(6) {
            5 => format!("({list} + {list})"),
            4 => {
                let variables = self.scope.len();
                let name = self.bind(element);
                let filter = self.filter(0);
                self.scope.truncate(variables);
                format!("[{name} for {name} in {list}{filter}]")
            }
            _ => list,
        }
    }

    /// A place below one, or itself where it has no fields.
    fn within(&mut self, at: String, shape: &'static Shape) -> (String, &'static Shape) {
        let paths = shape.paths(&at);
        if !matches!(shape, Shape::Record(_)) || paths.is_empty() {
            return (at, shape);
        }
        let found = paths[self.choices.below(paths.len())].clone();
        self.stepped(found)
    }

    /// A text that is there, or `??` another: not of an image, which is taken to be there and may be missing.
    pub(crate) fn text(&mut self) -> String {
        let known = |path: &str, shape: &Shape| is_word(shape) && !path.contains(".image.");
        let paths = self.paths().into_iter().filter(|(path, shape)| known(path, shape));
        let texts: Vec<String> = paths.map(|(path, _)| path).collect();
        if texts.is_empty() || self.choices.once_in(3) {
            return "\"memory\".lower()".to_owned();
        }
        let path = texts[self.choices.below(texts.len())].clone();
        if is_sure(&path) { path } else { format!("({path} ?? \"a\")") }
    }

    /// A comparison of what two places of one shape hold, as of the subject and what it was.
    pub(crate) fn pair(&mut self) -> Option<String> {
        let (one, shape) = self.path();
        if matches!(shape, Shape::Selector(_) | Shape::Share) {
            return None;
        }
        let others: Vec<String> = self
            .paths()
            .into_iter()
            .filter(|(other, of)| std::ptr::eq(*of, shape) && *other != one)
            .map(|(other, _)| other)
            .collect();
        let other = others.get(self.choices.below(others.len().max(1)))?;
        let operator = self.choices.pick(&["==", "!=", "in"]);
        if let Shape::List(_) | Shape::Map(_) = shape {
            return Some(match operator {
                "in" if !matches!(shape, Shape::List(Shape::Text(_))) => format!("has({one}) and {one} == {other}"),
                "in" => format!("{one}.subsetOf({other})"),
                _ => format!("{one} {operator} {other}"),
            });
        }
        let default = self.constant(shape);
        let other = if is_sure(other) { other.clone() } else { format!("({other} ?? {default})") };
        Some(if operator == "in" { format!("{one} in [{other}]") } else { format!("{one} {operator} {other}") })
    }

    /// A condition about all that is in some lists of texts, one in each element of a list.
    pub(crate) fn of_lists(&mut self, path: &str, element: &'static Shape) -> String {
        let is_list = |shape: &Shape| matches!(shape, Shape::List(Shape::Text(_)));
        let Some((list, _)) = element.paths("").into_iter().rfind(|(_, shape)| is_list(shape)) else {
            return format!("{path}.isEmpty()");
        };
        match self.choices.below(4) {
            0 => format!("{path}[*]{list}.isEmpty()"),
            1 => format!("size({path}[*]{list}) <= 1"),
            2 => format!("{path}[*]{list} == []"),
            _ => format!("(all {0} in {path}[*]{list}: {0} != \"a\")", self.name('w')),
        }
    }

    /// A condition about the entries of some maps, one in each element of a list.
    pub(crate) fn of_maps(&mut self, path: &str, element: &'static Shape) -> String {
        let map = element.paths("").into_iter().find_map(|(map, shape)| match shape {
            Shape::Map(value) => Some((map, *value)),
            _ => None,
        });
        let Some((map, value)) = map else { return format!("{path}.isEmpty()") };
        let (outer, entry, constant) = (self.name('o'), self.name('e'), self.constant(value));
        let scope = format!("{outer} in {path}, {entry} in {outer}{map}.entries()");
        match self.choices.below(4) {
            0 => format!("\"a\" in [{entry}.key for {scope} where {entry}.value == {constant}]"),
            1 => format!("{constant} in [{entry}.value for {scope} where {entry}.key != \"a\"]"),
            2 => format!("[{entry}.value for {scope}].first() == {constant}"),
            _ => format!("size([{entry} for {scope}][*].value) > 1"),
        }
    }

    /// A list of texts: keys, or all that are somewhere.
    pub(crate) fn texts(&mut self) -> (String, &'static Shape) {
        let maps: Vec<String> = self
            .paths()
            .into_iter()
            .filter(|(_, shape)| matches!(shape, Shape::Map(_)))
            .map(|(path, _)| format!("{path}.keys()"))
            .collect();
        if !maps.is_empty() && self.choices.once_in(2) {
            return (maps[self.choices.below(maps.len())].clone(), &WORD);
        }
        let (path, shape) = self.path();
        let of_quantities =
            matches!(shape, Shape::Quantity | Shape::Map(Shape::Quantity) | Shape::List(Shape::Quantity));
        if of_quantities || self.choices.once_in(3) {
            let mut records = self.scope.iter().rev().filter(|(_, shape)| matches!(shape, Shape::Record(_)));
            return (format!("strings({})", records.next().unwrap().0), &WORD);
        }
        (format!("strings({path})"), &WORD)
    }
}

/// Whether a place may hold any text.
pub(crate) fn is_word(shape: &Shape) -> bool {
    std::ptr::eq(shape, &raw const WORD)
}

/// Whether a place is a part of an image.
pub(crate) fn is_part(shape: &Shape) -> bool {
    matches!(shape, Shape::Text(REGISTRIES | REPOSITORIES | TAGS | DIGESTS))
}
