//! Random laws from the grammar, well typed because they are made from shapes.

use crate::choices::Choices;
use crate::definitions::Defined;
use crate::shape::{
    DIGESTS, Kind, OPERATIONS, PATHS, REGISTRIES, REPOSITORIES, REQUEST, ROLES, Shape, TAGS, UNIONS, WORKLOAD, keys_of,
};

/// A rule about objects of a kind, and a definition that it may call.
pub(crate) fn rule(choices: &mut Choices, kind: &Kind, number: usize) -> String {
    let plain = choices.once_in(2);
    let (scope, ranged, lets) = (Vec::new(), Vec::new(), Vec::new());
    Author { choices, number, plain, names: 0, scope, ranged, lets, defined: Defined::No }.rule(kind)
}

/// Writes one rule.
pub(crate) struct Author<'c> {
    pub(crate) choices: &'c mut Choices,
    pub(crate) number: usize,
    /// Whether the rule is to be of the kind that fast forms are made for: small, and about the object alone.
    plain: bool,
    names: usize,
    /// The variables, innermost last.
    pub(crate) scope: Vec<(String, &'static Shape)>,
    /// The lists that variables range over, with what their elements are.
    ranged: Vec<(String, &'static Shape)>,
    /// Conditions that have a name.
    lets: Vec<String>,
    /// The definition that the rule may call.
    pub(crate) defined: Defined,
}

impl Author<'_> {
    fn rule(&mut self, kind: &Kind) -> String {
        let definition = self.definition();
        let parameters = self.parameters();
        let (kinds, shape) = self.kinds_with(kind);
        let subject = self.bind(shape);
        self.admission(&subject, shape);
        let mut scope = format!("{subject} in {kinds}");
        scope.push_str(&self.filter(2));
        if self.choices.once_in(2)
            && let Some(binding) = self.binding(1)
        {
            scope = format!("{scope}, {binding}");
        }
        let attributes = self.attributes();
        let body = self.body(2);
        format!("{definition}{parameters}rule r-{} for {scope} {{\n{attributes}{body}}}\n", self.number)
    }

    /// The request and the subject before the change, for some rules.
    fn admission(&mut self, subject: &str, shape: &'static Shape) {
        if self.choices.once_in(5) {
            self.scope.push((format!("old({subject})"), shape));
        }
        if self.choices.once_in(6) {
            self.scope.push(("request".to_owned(), &REQUEST));
        }
    }

    /// What limits some rules to operations or versions.
    fn attributes(&mut self) -> String {
        if !self.choices.once_in(5) {
            return String::new();
        }
        let limits =
            ["on create", "on update", "on delete | connect", "on create | update", "since v1.30", "until v1.30"];
        format!("{}\n", self.choices.pick(&limits))
    }

    /// A set of kinds that one is in, and what all of them have.
    pub(crate) fn kinds_with(&mut self, kind: &Kind) -> (&'static str, &'static Shape) {
        if kind.is_workload() && self.choices.once_in(2) {
            return ("Workload", &WORKLOAD);
        }
        if self.choices.once_in(4) {
            let mut unions = UNIONS.iter().filter(|(_, kinds, _)| kinds.contains(&kind.name));
            let (kinds, _, shape) = unions.nth(self.choices.below(2)).unwrap_or(&UNIONS[2]);
            return (*kinds, *shape);
        }
        (kind.name, kind.shape)
    }

    fn body(&mut self, depth: usize) -> String {
        let mut body = String::new();
        let (variables, lets) = (self.scope.len(), self.lets.len());
        if self.choices.once_in(3) {
            let condition = self.condition(1);
            let name = self.name('l');
            body = format!("let {name} = {condition}\n");
            self.lets.push(name);
        }
        if self.choices.once_in(4) {
            body.push_str(&self.named_path());
        }
        let word = self.choices.pick(&["require", "forbid"]);
        body = format!("{body}{word} {}\n", self.condition(if self.plain { 1 } else { 3 }));
        body.push_str(&self.clauses());
        if depth > 0
            && self.choices.once_in(3)
            && let Some(binding) = self.binding(1)
        {
            let inner = self.body(depth - 1);
            body = format!("{body}for {binding} {{\n{inner}}}\n");
        }
        self.scope.truncate(variables);
        self.lets.truncate(lets);
        body
    }

    /// A message and a place for some checks: they change no verdict.
    fn clauses(&mut self) -> String {
        let mut clauses = String::new();
        if self.choices.once_in(3) {
            let (one, other) = (self.path().0, self.path().0);
            clauses = format!("message \"{{{one}}} and {{{other}}}\"\n");
        }
        if self.choices.once_in(4) {
            let place = self.path().0;
            if place.starts_with('v') && is_place(&place) {
                clauses = format!("{clauses}at {place}\n");
            }
        }
        clauses
    }

    pub(crate) fn name(&mut self, letter: char) -> String {
        self.names += 1;
        format!("{letter}{}x{}", self.number, self.names)
    }

    pub(crate) fn bind(&mut self, shape: &'static Shape) -> String {
        let name = self.name('v');
        self.scope.push((name.clone(), shape));
        name
    }

    pub(crate) fn filter(&mut self, depth: usize) -> String {
        if self.choices.once_in(3) { format!(" where {}", self.condition(depth)) } else { String::new() }
    }

    /// A variable over a list that some variable in scope has.
    fn binding(&mut self, depth: usize) -> Option<String> {
        let (path, element) = if self.choices.once_in(4) { self.texts() } else { self.list()? };
        let name = self.bind(element);
        self.ranged.push((path.clone(), element));
        Some(format!("{name} in {path}{}", self.filter(depth)))
    }

    fn list(&mut self) -> Option<(String, &'static Shape)> {
        // Often one that another variable ranges over: the two must not be taken for one.
        let is_known = |path: &str| self.scope.iter().any(|(name, _)| path.split('.').next() == Some(name));
        let ranged: Vec<_> = self.ranged.iter().filter(|(path, _)| is_known(path)).cloned().collect();
        if !ranged.is_empty() && self.choices.once_in(3) {
            return Some(ranged[self.choices.below(ranged.len())].clone());
        }
        let lists: Vec<(String, &'static Shape)> = self
            .paths()
            .into_iter()
            .filter_map(|(path, shape)| if let Shape::List(element) = shape { Some((path, *element)) } else { None })
            .collect();
        if lists.is_empty() { None } else { Some(lists[self.choices.below(lists.len())].clone()) }
    }

    /// All paths from the variables in scope, the innermost first.
    pub(crate) fn paths(&self) -> Vec<(String, &'static Shape)> {
        self.scope.iter().rev().flat_map(|(name, shape)| shape.paths(name)).collect()
    }

    pub(crate) fn path(&mut self) -> (String, &'static Shape) {
        let found = self.plain_path();
        self.stepped(found)
    }

    fn plain_path(&mut self) -> (String, &'static Shape) {
        if let Some((name, shape)) = self.scope.last()
            && !matches!(shape, Shape::Record(_))
            && !self.choices.once_in(3)
        {
            return (name.clone(), *shape);
        }
        // First which variable, since outer ones have by far more paths.
        let variables: Vec<(String, &'static Shape)> = self.scope.clone();
        let (name, shape) = &variables[variables.len() - 1 - self.choices.below(variables.len())];
        let paths = shape.paths(name);
        if paths.is_empty() { (name.clone(), shape) } else { paths[self.choices.below(paths.len())].clone() }
    }

    /// A condition that stands anywhere: in parentheses where it must.
    pub(crate) fn condition(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.test();
        }
        match self.choices.below(12) {
            0..=2 => self.test(),
            11 => self.pair().unwrap_or_else(|| self.test()),
            3 => format!("not ({})", self.condition(depth - 1)),
            4 => format!("({} and {})", self.condition(depth - 1), self.condition(depth - 1)),
            5 => format!("({} or {})", self.condition(depth - 1), self.condition(depth - 1)),
            6 => {
                let (a, b) = (self.condition(depth - 1), self.condition(depth - 1));
                format!("(if {} then {a} else {b})", self.condition(depth - 1))
            }
            7 | 8 => self.quantifier(depth - 1),
            9 | 10 if !self.plain => self.join(depth - 1),
            _ if self.choices.once_in(8) => {
                let operator = self.choices.pick(&["<", ">=", "=="]);
                format!("kubernetes {operator} {}", self.choices.pick(&["v1.30", "v1.29", "v1.31"]))
            }
            _ => self.named().or_else(|| self.origin()).unwrap_or_else(|| self.test()),
        }
    }

    fn named(&mut self) -> Option<String> {
        if let Some(name) = self.lets.last() {
            return Some(name.clone());
        }
        self.call()
    }

    fn quantifier(&mut self, depth: usize) -> String {
        let variables = self.scope.len();
        let words: &[&str] = if self.plain { &["any", "all"] } else { &["any", "all", "one"] };
        let word = self.choices.pick(words);
        let Some(mut bindings) = self.binding(depth) else { return self.test() };
        if self.choices.once_in(4)
            && let Some(binding) = self.binding(0)
        {
            bindings = format!("{bindings}, {binding}");
        }
        let body = self.condition(depth);
        self.scope.truncate(variables);
        format!("({word} {bindings}: {body})")
    }

    /// A condition about one path.
    pub(crate) fn test(&mut self) -> String {
        let (path, shape) = self.path();
        let sure = is_sure(&path);
        match shape {
            Shape::Record(_) | Shape::Image => "true".to_owned(),
            Shape::List(_) | Shape::Map(_) => self.of_many(&path, shape),
            Shape::Selector(_) => self.of_selector(&path),
            Shape::Share => self.of_share(&path),
            _ => self.of_one(&path, shape, sure),
        }
    }

    fn of_one(&mut self, path: &str, shape: &Shape, sure: bool) -> String {
        let constant = self.constant(shape);
        let other = self.constant(shape);
        let value = if sure { path.to_owned() } else { format!("({path} ?? {other})") };
        match self.choices.below(6) {
            5 => self.of_scalar(path, &value, shape, sure),
            0 => format!("{path} == {constant}"),
            1 => format!("{path} != {constant}"),
            2 if !sure => format!("has({path})"),
            2 => format!("{path} in [{constant}, {other}]"),
            3 if is_place(path) => format!("valid({path})"),
            _ => match shape {
                Shape::Bool => value,
                Shape::Text(_) => self.of_text(&value, shape),
                _ => self.of_number(path, &value, constant, other, sure),
            },
        }
    }

    fn of_number(&mut self, path: &str, value: &str, constant: &str, other: &str, sure: bool) -> String {
        let operator = self.choices.pick(&["<", "<=", ">", ">="]);
        match self.choices.below(4) {
            0 => format!("{value} {operator} {constant}"),
            3 => format!("{value} * 2 {operator} {constant}"),
            1 => format!("{value} + {other} {operator} {constant}"),
            _ if sure => format!("{value} - {other} {operator} {constant}"),
            _ => format!("(has({path}) and {path} {operator} {constant})"),
        }
    }

    pub(crate) fn constant(&mut self, shape: &Shape) -> &'static str {
        match shape {
            Shape::Bool => self.choices.pick(&["true", "false"]),
            Shape::Int => self.choices.pick(&["0", "1", "2"]),
            Shape::Quantity => self.choices.pick(&["1Gi", "1", "500m"]),
            Shape::Text(PATHS) => self.choices.pick(&["\"/a\"", "\"a\"", "\"/var/run\"", "\"/\"", "\"/a/b\""]),
            Shape::Text(REGISTRIES) => self.choices.pick(&["\"docker.io\"", "\"a.b\"", "\"a:12\""]),
            Shape::Text(REPOSITORIES) => self.choices.pick(&["\"a\"", "\"library/ab\"", "\"b/ab\""]),
            Shape::Text(TAGS) => self.choices.pick(&["\"latest\"", "\"a\"", "\"ab\""]),
            Shape::Text(DIGESTS) => "\"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"",
            Shape::Text(OPERATIONS) => self.choices.pick(&["\"CREATE\"", "\"UPDATE\"", "\"DELETE\""]),
            Shape::Text(ROLES) => self.choices.pick(&["\"main\"", "\"init\"", "\"sidecar\"", "\"ephemeral\""]),
            _ => self.choices.pick(&["\"a\"", "\"ab\"", "\"\""]),
        }
    }

    fn of_many(&mut self, path: &str, shape: &'static Shape) -> String {
        match shape {
            _ if self.choices.once_in(5) => format!("{path}.isEmpty()"),
            _ if self.choices.once_in(5) => format!("size({path}) == {}", self.choices.below(3)),
            Shape::Map(value) => self.of_map(path, value),
            Shape::List(element) if matches!(element, Shape::Record(_)) => self.of_records(path, element),
            _ => match self.choices.below(9) {
                7 => format!("has({path} + {path})"),
                8 => format!("\"a\" in (({path} + {path}) ?? [\"a\"])"),
                6 => format!("({path}.first() ?? \"b\") == \"b\""),
                0 => format!("\"a\" in {path}"),
                1 => format!("{path} == [\"a\"]"),
                2 => format!("{path}.intersects([\"a\", \"b\"])"),
                3 => format!("({path} + [\"a\"]).isEmpty()"),
                4 if is_place(path) => format!("valid({path})"),
                _ => format!("has({path})"),
            },
        }
    }

    fn of_map(&mut self, path: &str, value: &'static Shape) -> String {
        let key = self.choices.pick(keys_of(value));
        match self.choices.below(6) {
            5 => {
                let (entry, constant) = (self.name('e'), self.constant(value));
                let list = format!("[{entry}.value for {entry} in {path}.entries() where {entry}.value != {constant}]");
                format!("size({list}) {}", self.choices.pick(&["== 1", "> 0", "<= 1"]))
            }
            4 => {
                let (name, word) = (self.name('k'), self.choices.pick(&["any", "all"]));
                format!("({word} {name} in {path}.keys(): {path}[{name}] == {})", self.constant(value))
            }
            0 => format!("\"{key}\" in {path}"),
            1 => format!("\"{key}\" in {path}.keys()"),
            2 if is_place(path) => format!("valid({path})"),
            _ => {
                let entry = self.name('e');
                let constant = self.constant(value);
                format!("(any {entry} in {path}.entries() where {entry}.key != \"b\": {entry}.value == {constant})")
            }
        }
    }

    /// A condition about a list that is made from a list.
    fn of_records(&mut self, path: &str, element: &'static Shape) -> String {
        if self.choices.once_in(4)
            && let Some(condition) = self.of_numbers(path, element)
        {
            return condition;
        }
        let Some((field, _)) = self.word_in(element) else { return format!("{path}.isEmpty()") };
        match self.choices.below(6) {
            0 => format!("\"a\" in {path}[*]{field}"),
            1 => format!("{path}[*]{field}.isEmpty()"),
            4 => self.of_lists(path, element),
            5 => self.of_maps(path, element),
            place => {
                let variables = self.scope.len();
                let name = self.bind(element);
                let filter = self.filter(1);
                self.scope.truncate(variables);
                let list = format!("[{name}{field} for {name} in {path}{filter}]");
                match (place, self.choices.below(2)) {
                    (2, _) => format!("\"a\" in {list}"),
                    (_, 0) => format!("{list}.isEmpty()"),
                    _ => format!("size({list}) <= 1"),
                }
            }
        }
    }

    /// A text below a record, as a path without its variable.
    fn word_in(&mut self, record: &'static Shape) -> Option<(String, &'static Shape)> {
        let texts: Vec<_> = record.paths("").into_iter().filter(|(_, shape)| matches!(shape, Shape::Text(_))).collect();
        if texts.is_empty() { None } else { Some(texts[self.choices.below(texts.len())].clone()) }
    }
}

/// Whether what a path leads to is always there, and needs neither `has` nor `??`: a variable, a container's role, and where its image
/// is from.
pub(crate) fn is_sure(path: &str) -> bool {
    let steps: Vec<&str> = path.split('.').collect();
    let is_variable = path.starts_with('v') && !path.contains(['[', '(']);
    is_variable
        && matches!(steps[..], [_] | [_, "role" | "group" | "version"] | [_, "image", "registry" | "repository"])
        || matches!(steps[..], ["request", "operation"] | ["request", "userInfo", "username"])
}

/// Whether an expression reads a place, and computes nothing: neither a value nor a key that may be missing.
fn is_place(path: &str) -> bool {
    !path.trim_start_matches("old(").contains('(') && !path.contains("[request")
}
