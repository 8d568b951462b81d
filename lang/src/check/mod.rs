//! Abstract syntax to program: names, types, absence, in one walk that lowers as it checks.

mod absence;
mod call;
mod clause;
mod constant;
mod cure;
mod doubts;
mod expr;
mod fix;
mod form;
mod habits;
mod items;
mod joins;
mod lints;
mod members;
mod messages;
mod never;
mod operator;
mod path;
mod patterns;
mod release;
mod report;
mod rewriting;
mod rule;
mod scope;
mod shapes;
mod suggest;
mod type_names;
mod unused;
mod vacuous;

pub use suggest::{closest, within};

use crate::codes;
use crate::diagnostic::{Diagnostic, Level};
use crate::ir::{ExprId, ExprKind, Param, Program, Slot};
use crate::lower::arena::Arena;
use crate::lower::facts::{Fact, is_present};
use crate::source::Source;
use crate::span::Span;
use crate::syntax::ast;
use crate::types::Type;
use crate::vocabulary::Vocabulary;
use doubts::Noted;
use items::Units;
use report::Suspicion;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Compiles law files against one vocabulary; the standard library is read once.
pub struct Compiler<'v> {
    vocabulary: &'v dyn Vocabulary,
    prelude: items::Unit,
}

/// A compiled law file: the rules that check, and everything there is to say about the text.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The program; rules with errors are left out.
    pub program: Program,
    /// What is wrong or suspicious, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Compiled {
    /// Whether some diagnostic is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.level == Level::Error)
    }
}

impl<'v> Compiler<'v> {
    /// A compiler for a domain.
    #[must_use]
    pub fn new(vocabulary: &'v dyn Vocabulary) -> Self {
        let source = Source::new("std.law", vocabulary.prelude());
        Self { vocabulary, prelude: items::Unit::parse(source).0 }
    }

    /// Compiles one law file. `uses` gives the text of a file named by `use`.
    #[must_use]
    pub fn compile(&self, source: &Source, uses: &dyn Fn(&str) -> Option<Source>) -> Compiled {
        let (main, parsed) = items::Unit::parse(source.clone());
        let mut checker = Checker::new(self.vocabulary, Units::new(&self.prelude, main), parsed);
        checker.load_uses(uses);
        checker.check_file();
        checker.finish(source.clone())
    }
}

/// A lowered expression with its type where it stands, facts considered.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    id: ExprId,
    ty: Type,
}

impl Typed {
    fn operand<'a>(&'a self, written: &'a ast::Expr) -> Operand<'a> {
        Operand { id: self.id, ty: &self.ty, written }
    }
}

/// What an expression was lowered to, beside how it is written.
#[derive(Clone, Copy)]
struct Operand<'a> {
    id: ExprId,
    ty: &'a Type,
    written: &'a ast::Expr,
}

impl Operand<'_> {
    fn span(self) -> Span {
        self.written.span
    }

    /// Where this operand and another are written, with what stands between them.
    fn to(self, other: Operand<'_>) -> Span {
        self.span().to(other.span())
    }
}

/// A variable, `let` or parameter of a definition in sight.
#[derive(Clone)]
struct Local {
    name: Arc<str>,
    value: Typed,
    span: Span,
    used: bool,
    /// Only bound variables and `let`s of rules are reported when unused.
    reported: bool,
}

/// A definition being expanded: where its text is and where it was called.
struct Expansion {
    unit: usize,
    name: Arc<str>,
    /// Where it is used; none where it is looked at by itself.
    call: Option<Span>,
}

/// What is known of the rule that is being checked.
#[derive(Default)]
struct RuleState {
    /// The variable of the first binding.
    subject: Option<ExprId>,
    /// The names that are known in a part of the rule only, once that part ends.
    left: Vec<Arc<str>>,
    doubts: Vec<Noted>,
    /// The texts and numbers that values are compared with.
    compared: Vec<Arc<str>>,
    most_slots: u16,
    /// How many errors there were before it.
    errors_before: usize,
}

struct Checker<'a> {
    vocabulary: &'a dyn Vocabulary,
    units: Units<'a>,
    arena: Arena,
    params: Vec<Param>,
    param_ids: FxHashMap<(usize, Arc<str>), u32>,
    diagnostics: Vec<Diagnostic>,
    suspicions: Vec<Suspicion>,
    locals: Vec<Local>,
    facts: Vec<Fact>,
    /// The conditions of the scopes around what is checked.
    wheres: Vec<ExprId>,
    slots: u16,
    /// By slot, what its variable ranges over.
    sets: Vec<Option<ExprId>>,
    /// Messages and fix values may hold missing values: they never change a verdict.
    lenient: bool,
    /// Of what it is asked whether it is there.
    asked: Option<Span>,
    /// What lets a check pass, where the expression that comes next decides that alone or with others.
    passing: Option<bool>,
    /// How many `where`s that is in: they pick what is looked at.
    picking: u32,
    expansions: Vec<Expansion>,
    /// Views that read other objects, in order.
    joined: Vec<ExprId>,
    /// Lists that leave out what is missing.
    leaving: Vec<ExprId>,
    rule: RuleState,
    used_items: Vec<Arc<str>>,
    /// How many expressions were checked, those of definitions at each use.
    checked: usize,
    /// Whether that was too many, which is told once.
    exhausted: bool,
    /// Whether some used file is not there or not whole, so that names may be in what is lacking.
    lacks_files: bool,
}

/// The limit on the expressions of one program: far above any real law file, low enough to stay quick.
const MOST_EXPRESSIONS: usize = 200_000;

/// The limit on how often an expression is checked. Equal ones are kept once, but definitions are checked at each use.
const MOST_CHECKED: usize = 1_000_000;

/// The limit on one expression with every shared part counted at each use, which is how often a walk may see it.
const MOST_EXPANDED: u32 = 100_000;

const ANOTHER_NAME: &str = "choose another name: a name means one thing throughout";

impl<'a> Checker<'a> {
    fn new(vocabulary: &'a dyn Vocabulary, units: Units<'a>, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            vocabulary,
            units,
            arena: Arena::default(),
            params: Vec::new(),
            param_ids: FxHashMap::default(),
            diagnostics,
            suspicions: Vec::new(),
            locals: Vec::new(),
            facts: Vec::new(),
            wheres: Vec::new(),
            slots: 0,
            sets: Vec::new(),
            lenient: false,
            asked: None,
            passing: None,
            picking: 0,
            expansions: Vec::new(),
            joined: Vec::new(),
            leaving: Vec::new(),
            rule: RuleState::default(),
            used_items: Vec::new(),
            checked: 0,
            exhausted: false,
            lacks_files: false,
        }
    }

    fn finish(mut self, source: Source) -> Compiled {
        let rules = self.check_rules();
        self.lint_unused_items();
        let (exprs, types) = self.arena.finish();
        let place = |d: &Diagnostic| (d.span(), d.code);
        self.diagnostics.sort_by_key(place);
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        for new in self.diagnostics {
            let mut same_place = diagnostics.iter().rev().take_while(|d| place(d) == place(&new));
            if same_place.all(|d| d.message != new.message) {
                diagnostics.push(new);
            }
        }
        let (mut diagnostics, of_meaning): (Vec<_>, Vec<_>) =
            diagnostics.into_iter().partition(|d| d.code < codes::UNKNOWN_NAME);
        diagnostics.extend(Diagnostic::bounded(of_meaning));
        diagnostics.sort_by_key(place);
        let program = Program { source, exprs, types, params: self.params, rules };
        Compiled { program, diagnostics }
    }

    /// The file that is being checked: that of the innermost definition.
    fn unit(&self) -> usize {
        self.expansions.last().map_or(self.units.main(), |e| e.unit)
    }

    /// Whether that is the law file itself.
    fn in_main(&self) -> bool {
        self.unit() == self.units.main()
    }

    /// Whether this is checked for the arguments of one call: what it asks of them may hold for those of another.
    fn is_called(&self) -> bool {
        self.expansions.iter().any(|expansion| expansion.call.is_some())
    }

    /// Adds an expression; it is present where a fact says so.
    fn typed(&mut self, kind: ExprKind, ty: Type) -> Typed {
        let id = self.arena.add(kind, &ty);
        let optional = ty.optional && !is_present(&self.arena, &self.facts, id);
        Typed { id, ty: Type { optional, ..ty } }
    }

    /// The slot of a variable over the elements of a set.
    fn fresh_slot(&mut self, set: Option<ExprId>) -> Slot {
        let slot = Slot(self.slots);
        self.sets.truncate(usize::from(slot.0));
        self.sets.push(set);
        self.slots += 1;
        self.rule.most_slots = self.rule.most_slots.max(self.slots);
        slot
    }

    /// Runs `body` in a scope of its own: locals, facts and slots are as before afterwards.
    fn scoped<T>(&mut self, body: impl FnOnce(&mut Self) -> T) -> T {
        let (locals, facts, slots) = (self.locals.len(), self.facts.len(), self.slots);
        let wheres = self.wheres.len();
        let result = body(self);
        self.lint_unused_locals(locals);
        self.rule.left.extend(self.locals.drain(locals..).map(|local| local.name));
        self.facts.truncate(facts);
        self.wheres.truncate(wheres);
        self.slots = slots;
        result
    }

    /// Runs `body` where `condition` is known to have the value `holds`.
    fn assuming<T>(&mut self, condition: ExprId, holds: bool, body: impl FnOnce(&mut Self) -> T) -> T {
        let facts = self.facts.len();
        self.assume(condition, holds);
        let result = body(self);
        self.facts.truncate(facts);
        result
    }

    /// From here to the end of the scope `condition` is known to have the value `holds`.
    fn assume(&mut self, condition: ExprId, holds: bool) {
        crate::lower::facts::establish(&self.arena, condition, holds, &mut self.facts);
    }

    fn bind(&mut self, name: &ast::Name, value: Typed, reported: bool) -> Result<(), Failed> {
        self.refuse_taken(name)?;
        self.locals.push(Local { name: name.text.clone(), value, span: name.span, used: false, reported });
        Ok(())
    }

    fn refuse_taken(&mut self, name: &ast::Name) -> Result<(), Failed> {
        if let Some(local) = self.locals.iter().find(|l| l.name == name.text) {
            return Err(self.bound_twice(name, local.span));
        }
        let by_host = self.vocabulary.global(&name.text).is_some();
        if by_host || self.units.own_value(self.unit(), &name.text) || self.vocabulary.kinds(&name.text).is_some() {
            let whose = if by_host { "given by the host" } else { "the name of an item or a kind" };
            let message = format!("`{}` is {whose} already", name.text);
            return Err(self.error_with_help(codes::NAME_TAKEN, name.span, message, ANOTHER_NAME));
        }
        Ok(())
    }

    fn bound_twice(&mut self, name: &ast::Name, first: Span) -> Failed {
        let diagnostic = Diagnostic::new(codes::NAME_TAKEN, name.span, format!("`{}` is bound already", name.text));
        self.report(diagnostic.label(first, "first bound here").help(ANOTHER_NAME));
        Failed
    }

    /// Counts an expression that is checked, and refuses it where there are too many.
    fn count(&mut self, span: Span) -> Result<(), Failed> {
        self.checked += 1;
        if self.arena.len() < MOST_EXPRESSIONS && self.checked < MOST_CHECKED {
            return Ok(());
        }
        Err(self.too_large(span))
    }

    /// Refuses a program that grows too large. Told once, at the outermost use of a definition.
    fn too_large(&mut self, span: Span) -> Failed {
        if !std::mem::replace(&mut self.exhausted, true) {
            let span = self.expansions.iter().find_map(|outermost| outermost.call).unwrap_or(span);
            let message = "the law file expands to too large a program";
            self.diagnostics.push(
                Diagnostic::new(codes::TOO_LARGE, span, message)
                    .help("split the file, or let definitions and names use each other less"),
            );
        }
        Failed
    }
}

/// Something did not check; what was wrong has been reported.
#[derive(Clone, Copy, Debug)]
struct Failed;

type Checked<T> = Result<T, Failed>;
