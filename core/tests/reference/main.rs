//! A second, plain implementation of the language against the engine, on random laws and random objects.

mod around;
mod asks;
mod choices;
mod definitions;
mod functions;
mod images;
mod interpreter;
mod judge;
mod laws;
mod nulls;
mod objects;
mod others;
mod parameters;
mod paths;
mod selectors;
mod shape;
mod steps;
mod value;
mod views;

use around::{Around, KUBERNETES};
use choices::{Choices, shrink};
use interpreter::Interpreter;
use judge::{Ruling, judge};
use kubelaw::kubernetes::schema::Schema;
use kubelaw::kubernetes::vocabulary::Vocabulary;
use kubelaw::kubernetes::workload::Workloads;
use kubelaw::{Engine, EngineBuilder, Evaluation, Input, Report, Verdict};
use kubelaw_lang::check::Compiler;
use kubelaw_lang::diagnostic::Level;
use kubelaw_lang::ir::Program;
use kubelaw_lang::source::Source;
use kubelaw_lang::syntax::format;
use parameters::{given_text, is_list};
use serde_json::Value;
use shape::{KINDS, Kind};

/// How many law files, rules a file, and objects a set there are: each rule meets each object.
const FILES: u64 = 250;
const RULES: u64 = 30;
const OBJECTS: usize = 20;

/// Where the choices begin: `KUBELAW_SEED`, for those who want to try others.
fn seed() -> u64 {
    std::env::var("KUBELAW_SEED").map_or(0, |seed| seed.parse().unwrap())
}

fn compile(law: &str) -> Program {
    let vocabulary = Vocabulary::new(Schema::builtin(), Workloads::builtin());
    let compiled = Compiler::new(&vocabulary).compile(&Source::new("random.law", law), &|_| None);
    let errors: Vec<_> = compiled.diagnostics.iter().filter(|found| found.level == Level::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{law}");
    compiled.program
}

/// What the engine says of one object, rule by rule, with what is around it.
fn said(engine: &Engine, object: &Value, others: &[Value], around: &Around<'_>) -> Vec<Ruling> {
    // Half of them as text.
    let number: usize = object["metadata"]["name"].as_str().unwrap()[1..].parse().unwrap();
    let mut input =
        if number.is_multiple_of(2) { Input::value(object) } else { Input::json("object.json", object.to_string()) };
    if around.inventory {
        input = input.context(Input::set(others.iter().map(Input::value)));
    }
    if let Some(request) = &around.request {
        input = input.request(Input::value(request));
    }
    if let Some(old) = around.old {
        input = input.old(Input::value(old));
    }
    let report = engine.check(input);
    report.rules.iter().map(|rule| ruling(&report, &rule.rule)).collect()
}

fn ruling(report: &Report, rule: &str) -> Ruling {
    let summary = report.rules.iter().find(|summary| *summary.rule == *rule).unwrap();
    let of = |verdict| report.findings.iter().filter(|f| *f.rule == *rule && f.verdict == verdict).count();
    let ruling = Ruling {
        applies: summary.pass + summary.fail + summary.undecided == 1,
        failed: u32::try_from(of(Verdict::Fail)).unwrap(),
        undecided: of(Verdict::Undecided) > 0,
    };
    let worst = (summary.fail, summary.undecided, summary.pass);
    let expected = match (ruling.failed, ruling.undecided) {
        (1.., _) => (1, 0, 0),
        (0, true) => (0, 1, 0),
        (0, false) => (0, 0, u64::from(ruling.applies)),
    };
    assert_eq!(worst, expected, "the verdict is that of the findings");
    ruling
}

/// A builder with a parameter given, if it is one that is.
fn with(builder: EngineBuilder, parameter: &str) -> EngineBuilder {
    match given_text(parameter) {
        Some(text) if is_list(parameter) => builder.param(parameter, [text]),
        Some(text) => builder.param(parameter, text),
        None => builder,
    }
}

/// What the engine says otherwise than it should.
#[derive(Debug)]
#[expect(dead_code, reason = "shown where a test fails")]
struct Difference {
    object: usize,
    rule: usize,
    evaluation: Evaluation,
    expected: Ruling,
    said: Ruling,
}

/// The first object on which the implementations differ over some rule, by fast forms or in full.
fn difference(law: &str, objects: &[Value]) -> Option<Difference> {
    let program = compile(law);
    let engine = |evaluation| {
        let builder = Engine::builder().law("random.law", law).kubernetes(KUBERNETES).evaluation(evaluation);
        program.params.iter().fold(builder, |builder, parameter| with(builder, &parameter.name)).build().unwrap()
    };
    let engines = [Evaluation::Fast, Evaluation::Thorough].map(|evaluation| (evaluation, engine(evaluation)));
    let read: Vec<Value> = objects.iter().map(nulls::as_read).collect();
    objects.iter().zip(&read).enumerate().find_map(|(at, (object, as_read))| {
        let around = Around::of(as_read, &read);
        let interpreter = Interpreter { program: &program, objects: &read, around: &around };
        let expected: Vec<Ruling> = program.rules.iter().map(|rule| judge(&interpreter, rule, as_read)).collect();
        let around = Around::of(object, objects);
        let others: Vec<Value> = objects.iter().filter(|other| *other != object).cloned().collect();
        engines.iter().find_map(|(evaluation, engine)| {
            let said = said(engine, object, &others, &around);
            let rule = expected.iter().zip(&said).position(|(expected, said)| expected != said)?;
            let (evaluation, expected, said) = (*evaluation, expected[rule], said[rule]);
            Some(Difference { object: at, rule, evaluation, expected, said })
        })
    })
}

/// What the implementations differ over: one rule about objects of a kind, and objects, as they were chosen.
struct Case {
    kind: &'static Kind,
    rule: Vec<u32>,
    objects: Vec<u32>,
}

impl Case {
    fn law(&self, rule: &[u32]) -> String {
        laws::rule(&mut Choices::replayed(rule.to_vec()), self.kind, 0)
    }

    /// The smallest law and set that were found over which they still differ, as text.
    fn smallest(self) -> String {
        let mut set = objects::set(&mut Choices::replayed(self.objects.clone()), self.kind, OBJECTS);
        let rule = shrink(self.rule.clone(), |rule| difference(&self.law(rule), &set).is_some());
        let law = self.law(&rule);
        let without = |set: &[Value], at: usize| [&set[..at], &set[at + 1..]].concat();
        let fewer =
            |set: &[Value]| (0..set.len()).map(|at| without(set, at)).find(|fewer| difference(&law, fewer).is_some());
        while let Some(smaller) = fewer(&set) {
            set = smaller;
        }
        let difference = difference(&law, &set);
        format!("{law}\n{difference:#?}\n{}", serde_json::to_string_pretty(&set).unwrap())
    }
}

/// How often a pair of a rule and an object of its kind gave each verdict.
#[derive(Default, Debug)]
struct Verdicts {
    failed: u32,
    undecided: u32,
    passed: u32,
    left_out: u32,
}

impl Verdicts {
    fn count(&mut self, ruling: Ruling) {
        *match ruling {
            Ruling { failed: 1.., .. } => &mut self.failed,
            Ruling { undecided: true, .. } => &mut self.undecided,
            Ruling { applies: true, .. } => &mut self.passed,
            Ruling { applies: false, .. } => &mut self.left_out,
        } += 1;
    }
}

#[test]
fn the_engine_judges_as_the_manual_says() {
    let mut verdicts = Verdicts::default();
    let first = seed();
    for (file, kind) in (first..first + FILES).zip(KINDS.iter().cycle()) {
        let mut choices = Choices::seeded(file);
        let set = objects::set(&mut choices, kind, OBJECTS);
        let read: Vec<Value> = set.iter().map(nulls::as_read).collect();
        let rules: Vec<Vec<u32>> = (0..RULES)
            .map(|rule| {
                let mut choices = Choices::seeded(first + FILES + file * RULES + rule);
                laws::rule(&mut choices, kind, 0);
                choices.made().to_vec()
            })
            .collect();
        let texts = rules.iter().enumerate();
        let law: String =
            texts.map(|(number, made)| laws::rule(&mut Choices::replayed(made.clone()), kind, number)).collect();
        if let Some(Difference { rule, .. }) = difference(&law, &set) {
            let case = Case { kind, rule: rules[rule].clone(), objects: choices.made().to_vec() };
            panic!("seed {file}, rule {rule}:\n{}", case.smallest());
        }
        let program = compile(&law);
        for object in read.iter().filter(|object| object["kind"] == kind.name) {
            let around = Around::of(object, &read);
            let interpreter = Interpreter { program: &program, objects: &read, around: &around };
            program.rules.iter().for_each(|rule| verdicts.count(judge(&interpreter, rule, object)));
        }
    }
    let Verdicts { failed, undecided, passed, left_out } = verdicts;
    assert!(failed + undecided + passed + left_out >= 100_000, "{verdicts:?}");
    assert!(failed.min(undecided).min(passed) >= 5_000, "too one-sided to show much: {verdicts:?}");
}

#[test]
fn a_law_prints_to_the_same_text_and_means_the_same() {
    for (seed, kind) in (0..2000).zip(KINDS.iter().cycle()) {
        let law = laws::rule(&mut Choices::seeded(seed), kind, 0);
        let printed = format(&Source::new("random.law", &law)).unwrap();
        let again = format(&Source::new("random.law", &printed)).unwrap();
        assert_eq!(printed, again, "seed {seed}");
        let (one, two) = (compile(&law), compile(&printed));
        assert_eq!((one.exprs, one.types), (two.exprs, two.types), "seed {seed}:\n{law}\n{printed}");
    }
}
