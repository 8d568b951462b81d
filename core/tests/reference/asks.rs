//! What is asked of texts and other scalars, and what has a name of its own: paths and parameters.

use crate::laws::{Author, is_sure};
use crate::shape::{CONTAINER, Shape};

impl Author<'_> {
    /// A condition about a text that is there.
    pub(crate) fn of_text(&mut self, value: &str) -> String {
        match self.choices.below(15) {
            9 => format!("{value}.glob(\"{}\")", self.choices.pick(&["a*", "?", "*b", "a?*"])),
            10 => format!("{value}.replace(\"a\", {}) == \"b\"", self.text()),
            11 => format!("{value}.startsWith({})", self.text()),
            12 => format!("{}.contains({value})", self.text()),
            13 => format!("{} in {value}.split({})", self.text(), self.text()),
            0 => format!("{value} matches /^a/"),
            1 => format!("{value}.startsWith(\"a\")"),
            2 => format!("size({value}) > 1"),
            3 => format!("{value}.upper() not matches /B$/"),
            4 => format!("({value} + \"b\").endsWith(\"ab\")"),
            5 => format!("{value}.lower() in [\"a\", \"init\"]"),
            6 => format!("{value}.split(\"b\")[0] == \"a\""),
            7 => format!("{value} in q{}", self.number),
            8 => format!("{value} == t{}", self.number),
            _ => format!("{value} < \"b\""),
        }
    }

    /// A condition about a text or number read as something else; it may be missing.
    pub(crate) fn of_scalar(&mut self, path: &str, value: &str, shape: &Shape, sure: bool) -> String {
        match shape {
            Shape::Text(_) => match self.choices.below(5) {
                0 => format!("has(semver({path}))"),
                1 => format!("(semver({path}) ?? v1.0.0) < v2.0.0"),
                2 => format!("(quantity({path}) ?? 1Gi) <= 500"),
                3 => format!("int({path}) == 12"),
                _ => format!("size(strings({path})) == 1"),
            },
            Shape::Quantity => format!("{path} in [1, 1Gi]"),
            Shape::Bool if !sure && self.choices.once_in(2) => format!("(has({path}) and string({path}) == \"true\")"),
            _ => format!("string({value}) in [\"true\", \"1\"]"),
        }
    }

    /// A condition about where the image of a container is from.
    pub(crate) fn origin(&mut self) -> Option<String> {
        let container =
            self.scope.iter().rev().find(|(_, shape)| std::ptr::eq(*shape, &raw const CONTAINER))?.0.clone();
        let ancestors = ["docker.io", "docker.io/library", "a.b", "a.b/a", "a:12/b", "a:12/b/a"];
        Some(format!("{container}.image.under(\"{}\")", self.choices.pick(&ancestors)))
    }

    /// A name for a path.
    pub(crate) fn named_path(&mut self) -> String {
        let (path, shape) = self.path();
        if is_sure(&path) || matches!(shape, Shape::Record(_)) {
            return String::new();
        }
        let name = self.name('p');
        self.scope.push((name.clone(), shape));
        format!("let {name} = {path}\n")
    }

    /// The parameters that the rule may ask for: a list with a default, and a text that may be missing.
    pub(crate) fn parameters(&self) -> String {
        format!("param q{0}: [string] = [\"a\"]\nparam t{0}: string?\n", self.number)
    }
}
