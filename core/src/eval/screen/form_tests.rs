//! Which of the shipped rules have no fast form, and why: `policies/FORMS.md`, made by `cargo xtask forms`.

use super::layout::Layout;
use super::reading::Reading;
use super::rules::Screened;
use super::sketch::Sketch;
use crate::engine::EngineBuilder;
use crate::pack::shipped;
use crate::plan::PlannedRule;
use crate::{Engine, Selection};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// How a rule is decided for the objects of a kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// By bits that one walk over the object sets.
    Bits,
    /// So, but the evaluator is asked for single conditions, or for the rule once those of it that have a form hold.
    Asking,
    /// By the evaluator, since the formula has too many cases.
    Large,
    /// By the evaluator.
    None,
}

/// The forms of each rule over the kinds that rules list, by its number.
fn forms(engine: &Engine) -> BTreeMap<u32, BTreeSet<Form>> {
    let plan = engine.plan();
    let mut forms: BTreeMap<u32, BTreeSet<Form>> = BTreeMap::new();
    let workloads = engine.workloads();
    for (group, kind) in plan.listed_kinds().filter(|(group, kind)| !workloads.has_several(group, kind)) {
        let template = workloads.template(group, kind);
        let mut reading =
            Reading { plan, template, symbols: engine.symbols(), sketch: Sketch::new(), one_by_one: true };
        let numbers: Vec<u32> = plan.rules_for(group, kind).collect();
        let read: Vec<Screened> = numbers.iter().filter_map(|number| reading.numbered(*number)).collect();
        let mut kept = read.clone();
        let laid_out = Layout::new(&reading.sketch, &mut kept).is_some();
        for number in numbers {
            let form = match read.iter().find(|rule| rule.rule == number) {
                None => Form::None,
                Some(_) if !laid_out || kept.iter().all(|rule| rule.rule != number) => Form::Large,
                Some(rule) if rule.left > 0 || asks(rule, &reading.sketch) => Form::Asking,
                Some(_) => Form::Bits,
            };
            forms.entry(number).or_default().insert(form);
        }
    }
    forms
}

/// Whether the evaluator is asked for some condition of a rule.
fn asks(rule: &Screened, sketch: &Sketch) -> bool {
    let mut asks = false;
    for formula in rule.fails.iter().chain(&rule.doubts).map(|(_, formula)| formula).chain([&rule.apart]) {
        formula.atoms(&mut |atom| asks |= sketch.facts(atom).is_some_and(|facts| facts.computed.is_some()));
    }
    asks
}

/// Why a rule is left to the evaluator.
fn why(rule: &PlannedRule, forms: &BTreeSet<Form>) -> &'static str {
    if !rule.holds {
        "does not hold for the newest version"
    } else if rule.needs_request || !rule.operations.is_empty() {
        "asks about the request"
    } else if rule.closed_world {
        "looks at other objects"
    } else if forms.contains(&Form::Large) {
        "has more cases than masks are made for"
    } else if forms.len() > 1 {
        "for some of its kinds ranges over what is not a list of the object"
    } else {
        "ranges over what is not a list of the object"
    }
}

fn page() -> String {
    let engine = shipped().unwrap().into_iter().fold(Engine::builder(), EngineBuilder::pack);
    let engine = engine.select(Selection::everything()).build().unwrap();
    let forms = forms(&engine);
    let names: Vec<String> = engine.rules().map(|rule| rule.identity()).collect();
    let slow = |forms: &BTreeSet<Form>| forms.contains(&Form::None) || forms.contains(&Form::Large);
    let count = |wanted: &dyn Fn(&BTreeSet<Form>) -> bool| forms.values().filter(|forms| wanted(forms)).count();
    let mut page = format!(
        "# Which rules have a fast form\n\nMade by `cargo xtask forms`. Of the {} shipped rules:\n\n\
         - {} are decided entirely by the bits of one walk over an object;\n\
         - {} are too, except that the evaluator judges single conditions, or the part of the rule after a scope without a fast form;\n\
         - {} are left to the evaluator. These are:\n\n| Rule | Why |\n| --- | --- |\n",
        forms.len(),
        count(&|forms| forms.iter().eq([&Form::Bits])),
        count(&|forms| !slow(forms) && forms.contains(&Form::Asking)),
        count(&slow),
    );
    let mut rows: Vec<(&String, &str)> = Vec::new();
    for (number, forms) in forms.iter().filter(|(_, forms)| slow(forms)) {
        let (name, rule) = (names.get(*number as usize), engine.plan().rule(*number));
        rows.extend(name.zip(rule).map(|(name, rule)| (name, why(rule, forms))));
    }
    rows.sort();
    for (name, why) in rows {
        writeln!(page, "| `{name}` | {why} |").unwrap();
    }
    page
}

/// With `KUBELAW_FORMS=write`, writes the page.
#[test]
fn the_page_tells_which_rules_have_no_fast_form() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/FORMS.md");
    if std::env::var_os("KUBELAW_FORMS").is_some_and(|what| what == "write") {
        return std::fs::write(file, page()).unwrap();
    }
    // A package has no packs beside it.
    let Ok(known) = std::fs::read_to_string(file) else { return };
    assert!(known == page(), "policies/FORMS.md is not what `cargo xtask forms` makes now");
}
