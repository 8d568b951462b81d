//! What is asked of texts and other scalars, and what has a name of its own: paths and parameters.

use crate::laws::{Author, is_sure};
use crate::shape::{CONTAINER, DIGESTS, OPERATIONS, REGISTRIES, ROLES, Shape};
use crate::steps::{is_part, is_word};

/// What a path may be under.
const PATH_PREFIXES: &[&str] = &["\"/a\"", "\"/a/\"", "\"/a/b\"", "\"/run\"", "\"/var/run\"", "\"/\"", "\"a\"", "\"\""];

impl Author<'_> {
    /// A condition about a text that is there. What is one of few texts is never one of the parameter's, which is refused.
    pub(crate) fn of_text(&mut self, value: &str, shape: &Shape) -> String {
        let is_closed = matches!(shape, Shape::Text(DIGESTS | OPERATIONS | REGISTRIES | ROLES));
        match self.choices.below(18) {
            15 => format!("{value}.under({})", self.choices.pick(PATH_PREFIXES)),
            16 => format!("{}.under({value})", self.choices.pick(PATH_PREFIXES)),
            17 => self.of_record(value),
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
            7 if !is_closed => format!("{value} in q{}", self.number),
            8 => format!("{value} == t{}", self.number),
            _ => format!("{value} < \"b\""),
        }
    }

    /// A condition about a text or number read as something else; it may be missing.
    pub(crate) fn of_scalar(&mut self, path: &str, value: &str, shape: &Shape, sure: bool) -> String {
        match shape {
            Shape::Text(_) => match self.choices.below(7) {
                5 | 6 => self.of_written_list(path),
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

    /// A condition about a record that is made of a text.
    fn of_record(&mut self, value: &str) -> String {
        let record = format!("{{\"a\": {value}, \"b\": {}}}", self.path_of_text());
        match self.choices.below(5) {
            0 => format!("{record}.a == {record}.b"),
            1 => format!("{record}.b == \"a\""),
            2 => format!("size({record}) == 1"),
            3 => format!("{record} == {{\"b\": \"a\", \"a\": \"a\"}}"),
            _ => format!("\"b\" in {record}.keys()"),
        }
    }

    /// A condition about a list of texts that may be missing, or about those that a condition lets through.
    fn of_written_list(&mut self, path: &str) -> String {
        let name = self.name('n');
        let other = self.path_of_text();
        let filter = self.choices.pick(&["", " where @ != \"\"", " where @ == \"a\"", " where @.startsWith(\"a\")"]);
        let list = format!("[{name} for {name} in [{path}, {other}]{}]", filter.replace('@', &name));
        match self.choices.below(4) {
            0 => format!("{list}.isEmpty()"),
            1 => format!("has({list}.first())"),
            2 => format!("({list}.first() ?? \"a\") == \"a\""),
            _ => format!("({list}.first() ?? \"ab\").startsWith(\"ab\")"),
        }
    }

    /// A text that may be missing.
    fn path_of_text(&mut self) -> String {
        let paths = self.paths().into_iter().filter(|(_, shape)| is_word(shape) || is_part(shape));
        let texts: Vec<String> = paths.map(|(path, _)| path).collect();
        if texts.is_empty() { "\"a\"".to_owned() } else { texts[self.choices.below(texts.len())].clone() }
    }

    /// A condition about a label selector.
    pub(crate) fn of_selector(&mut self, path: &str) -> String {
        let label = self.choices.pick(&["a", "b"]);
        match self.choices.below(6) {
            0 => format!("has({path})"),
            1 => format!("{path}.isEmpty()"),
            2 => format!("{path}.selects({{\"{label}\": {}}})", self.text()),
            _ => match self.labels() {
                Some(labels) => format!("{path}.selects({labels})"),
                None => format!("valid({path})"),
            },
        }
    }

    /// Labels of something in scope.
    pub(crate) fn labels(&mut self) -> Option<String> {
        let paths = self.paths().into_iter().filter(|(path, _)| path.ends_with(".metadata.labels"));
        let labels: Vec<String> = paths.map(|(path, _)| path).collect();
        Some(labels.get(self.choices.below(labels.len().max(1)))?.clone())
    }

    /// A condition about a number or a percentage.
    pub(crate) fn of_share(&mut self, path: &str) -> String {
        match self.choices.below(5) {
            0 => format!("{path} == 1"),
            1 => format!("{path} in [\"50%\", 0]"),
            2 => format!("has({path})"),
            3 => format!("has({path}.scaled(3))"),
            _ => format!("({path}.scaled(5) ?? 0) > 1"),
        }
    }

    /// A condition about the numbers of one field of the elements of a list.
    pub(crate) fn of_numbers(&mut self, path: &str, element: &'static Shape) -> Option<String> {
        let numbers: Vec<_> =
            element.paths("").into_iter().filter(|(_, shape)| matches!(shape, Shape::Int | Shape::Quantity)).collect();
        let (field, shape) = numbers.get(self.choices.below(numbers.len().max(1)))?;
        let (constant, other) = (self.constant(shape), self.constant(shape));
        let list = match self.choices.below(3) {
            0 => {
                let name = self.name('n');
                format!("[{name}{field} for {name} in {path} where {name}{field} != {other}]")
            }
            _ => format!("{path}[*]{field}"),
        };
        let operator = self.choices.pick(&["<", "<=", ">", ">="]);
        Some(match self.choices.below(4) {
            0 => format!("{list}.sum() {operator} {constant}"),
            1 => format!("({list}.max() ?? {other}) {operator} {constant}"),
            2 => format!("{list}.min() == {constant}"),
            _ => format!("has(max({list}))"),
        })
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
        // Whether what is at a key that may be missing is valid, is not asked: a name would hide the key.
        if is_sure(&path) || matches!(shape, Shape::Record(_)) || path.contains("[request") {
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
