//! The items in sight of a law file: its own, those of the files it uses, the standard library.

use super::Checker;
use super::form::FORMS;
use crate::codes;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Source;
use crate::span::Span;
use crate::syntax::ast::{Def, File, Item, Let, Name, Param};
use crate::syntax::parser;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A parsed law file with its items by name.
pub(crate) struct Unit {
    source: Source,
    file: Arc<File>,
    values: FxHashMap<Arc<str>, usize>,
    definitions: FxHashMap<Arc<str>, usize>,
    /// Names of items that could not be read: what uses them is not wrong as well.
    unread: Vec<Arc<str>>,
}

impl Unit {
    /// Parses a law file.
    pub(crate) fn parse(source: Source) -> (Self, Vec<Diagnostic>) {
        let parsed = parser::parse(&source);
        let (mut values, mut definitions) = (FxHashMap::default(), FxHashMap::default());
        for (index, item) in parsed.file.items.iter().enumerate() {
            match item {
                Item::Param(Param { name, .. }) | Item::Let(Let { name, .. }) => {
                    values.entry(name.text.clone()).or_insert(index);
                }
                Item::Def(Def { name, .. }) => {
                    definitions.entry(name.text.clone()).or_insert(index);
                }
                Item::Use(_) | Item::Rule(_) => {}
            }
        }
        let unread = parsed.unread.into_iter().map(|name| name.text).collect();
        (Self { source, file: Arc::new(parsed.file), values, definitions, unread }, parsed.diagnostics)
    }
}

/// An item that a name stands for.
pub(crate) struct Found {
    file: Arc<File>,
    index: usize,
}

impl Found {
    pub(crate) fn item(&self) -> Option<&Item> {
        self.file.items.get(self.index)
    }
}

/// The law file and the files it sees. The standard library is unit 0, the law file itself unit 1.
pub(crate) struct Units<'a> {
    prelude: &'a Unit,
    others: Vec<Unit>,
}

impl<'a> Units<'a> {
    pub(crate) fn new(prelude: &'a Unit, main: Unit) -> Self {
        Self { prelude, others: vec![main] }
    }
    pub(crate) fn main(&self) -> usize {
        1
    }

    fn get(&self, unit: usize) -> &Unit {
        unit.checked_sub(1).and_then(|i| self.others.get(i)).unwrap_or(self.prelude)
    }

    pub(crate) fn file(&self, unit: usize) -> Arc<File> {
        self.get(unit).file.clone()
    }

    pub(crate) fn name(&self, unit: usize) -> &str {
        self.get(unit).source.name()
    }

    pub(crate) fn slice(&self, unit: usize, span: Span) -> String {
        self.get(unit).source.slice(span).to_owned()
    }

    /// Whether a `param` or `let` of this name is in sight of a unit, the standard library aside.
    pub(crate) fn own_value(&self, unit: usize, name: &str) -> bool {
        unit != 0 && self.others.iter().any(|u| u.values.contains_key(name))
    }

    /// The `param` or `let` of a name, and the unit it is in.
    pub(crate) fn value(&self, unit: usize, name: &str) -> Option<(usize, Found)> {
        self.find(unit, name, |u| &u.values)
    }

    /// The `def` of a name, and the unit it is in.
    pub(crate) fn definition(&self, unit: usize, name: &str) -> Option<(usize, Found)> {
        self.find(unit, name, |u| &u.definitions)
    }

    /// The unit itself first, then the used files, then the standard library.
    fn find(
        &self,
        unit: usize,
        name: &str,
        table: impl Fn(&Unit) -> &FxHashMap<Arc<str>, usize>,
    ) -> Option<(usize, Found)> {
        let used = 1..=self.others.len();
        let order = std::iter::once(unit).chain(used.filter(|_| unit != 0)).chain(std::iter::once(0));
        for candidate in order {
            let home = self.get(candidate);
            if let Some(&index) = table(home).get(name) {
                return Some((candidate, Found { file: home.file.clone(), index }));
            }
        }
        None
    }

    /// Whether an item of this name stands in some file and could not be read.
    pub(crate) fn is_unread(&self, name: &str) -> bool {
        self.others.iter().any(|u| u.unread.iter().any(|n| **n == *name))
    }

    /// All names of values, or of definitions, in sight; for suggestions.
    pub(crate) fn names(&self, definitions: bool) -> Vec<Arc<str>> {
        let of = |u: &Unit| -> Vec<Arc<str>> {
            let mut names: Vec<_> = if definitions { &u.definitions } else { &u.values }.keys().cloned().collect();
            names.sort_unstable();
            names
        };
        self.others.iter().chain(std::iter::once(self.prelude)).flat_map(of).collect()
    }
}

impl Checker<'_> {
    /// Loads the files named by `use`, and those that they use.
    pub(crate) fn load_uses(&mut self, uses: &dyn Fn(&str) -> Option<Source>) {
        let mut loaded: Vec<Arc<str>> = Vec::new();
        let mut unit = self.units.main();
        while unit <= self.units.others.len() {
            let file = self.units.file(unit);
            for item in &file.items {
                let Item::Use(item) = item else { continue };
                if loaded.contains(&item.path.value) {
                    continue;
                }
                loaded.push(item.path.value.clone());
                self.load(unit, &item.path.value, item.path.span, uses);
            }
            unit += 1;
        }
    }

    fn load(&mut self, unit: usize, path: &str, span: Span, uses: &dyn Fn(&str) -> Option<Source>) {
        let span = if unit == self.units.main() { span } else { Span::default() };
        let Some(source) = uses(path) else {
            self.lacks_files = true;
            self.error_with_help(
                codes::USED_FILE,
                span,
                format!("there is no law file `{path}`"),
                "its path begins at the folder of the pack or, outside of packs, of this file: `use \"shared.law\"`",
            );
            return;
        };
        let (used, diagnostics) = Unit::parse(source);
        let errors = diagnostics.iter().filter(|d| d.level == Level::Error).count();
        if let Some(first) = diagnostics.iter().find(|d| d.level == Level::Error) {
            let line = used.source.position(first.span().start).line;
            let plural = if errors == 1 { "" } else { "s" };
            let message = format!("`{path}` has {errors} error{plural}, the first in line {line}: {}", first.message);
            self.error(codes::USED_FILE, span, message);
            self.lacks_files = true;
        }
        self.units.others.push(used);
    }

    /// Checks the items that are not rules: names bound once, parameters, definitions that nothing calls.
    pub(crate) fn check_file(&mut self) {
        let file = self.units.file(self.units.main());
        let mut taken: FxHashMap<Arc<str>, Span> = FxHashMap::default();
        for item in &file.items {
            let name = match item {
                Item::Use(_) => continue,
                Item::Param(p) => &p.name,
                Item::Let(l) => &l.name,
                Item::Def(d) => &d.name,
                Item::Rule(r) => &r.name,
            };
            if let Some(&first) = taken.get(&name.text) {
                self.bound_twice(name, first);
                continue;
            }
            taken.insert(name.text.clone(), name.span);
            self.refuse_reserved(item, name);
            if let Item::Param(param) = item {
                let _ = self.param(self.units.main(), param, None);
            }
        }
        self.check_unused_definitions(&file);
    }

    /// An item may not take the name of a built-in, a kind, or something that the host gives.
    fn refuse_reserved(&mut self, item: &Item, name: &Name) {
        let is_function = matches!(item, Item::Def(_));
        let what = if is_function && self.vocabulary.function(&name.text).is_some() {
            "a built-in function"
        } else if is_function && FORMS.contains(&&*name.text) {
            "a form of the language"
        } else if !is_function && self.vocabulary.global(&name.text).is_some() {
            "given by the host"
        } else if !matches!(item, Item::Rule(_)) && self.vocabulary.kinds(&name.text).is_some() {
            "a kind"
        } else {
            return;
        };
        self.error_with_help(codes::NAME_TAKEN, name.span, format!("`{}` is {what}", name.text), "choose another name");
    }

    /// A `let` is checked even where no rule uses it; so is a definition whose parameters all have types.
    fn check_unused_definitions(&mut self, file: &File) {
        for item in &file.items {
            let _ = match item {
                Item::Let(l) => self.scoped(|c| c.expanded(c.units.main(), &l.name.text, None, |c| c.expr(&l.value))),
                Item::Def(d) if d.parameters.iter().all(|p| p.ty.is_some()) => self.check_definition(d),
                _ => continue,
            };
        }
    }
}
