//! From law files to an engine: compile, select, plan.

use super::Evaluation;
use super::domain::{self, Domain};
use super::selection::{Selection, is_called, severity, unknown, unknown_rule};
use super::{Catalogue, Engine, JudgedRule, Law, Settings, redaction, summary_of};
use crate::document::Symbols;
use crate::error::{Diagnostics, LawDiagnostic, Problem};
use crate::eval::screen::Screens;
use crate::kubernetes::schema::Releases;
use crate::kubernetes::vocabulary::Vocabulary;
use crate::pack::{Pack, WorkloadKind};
use crate::plan::{self, Plan};
use crate::report::{PackName, identity};
use crate::sorted::Sorted;
use kubelaw_lang::check::{Compiled, Compiler};
use kubelaw_lang::diagnostic::Diagnostic;
use kubelaw_lang::ir::{Program, Rule, Severity};
use kubelaw_lang::source::Source;
use kubelaw_lang::values::Version;
#[cfg(feature = "parallel")]
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A law file to compile.
pub(super) struct LawFile {
    pub(super) pack: Option<Arc<str>>,
    pub(super) source: Source,
    /// What its `use` finds, by path.
    pub(super) library: Arc<Sorted<String, Source>>,
}

/// What the host asks for beside law files.
pub(super) struct Request<'b> {
    pub(super) packs: &'b [Pack],
    /// Whether law files of the packs are left out.
    pub(super) partial: bool,
    pub(super) params: &'b BTreeMap<String, serde_json::Value>,
    pub(super) crds: &'b [(String, String)],
    pub(super) inputs: &'b [(String, String)],
    pub(super) workloads: &'b [WorkloadKind],
    pub(super) severities: &'b Sorted<String, Severity>,
    pub(super) selection: &'b Selection,
    pub(super) kubernetes: Option<&'b str>,
    pub(super) settings: &'b Settings,
}

/// Compiles the law files and plans their selected rules; `found` holds what is wrong already.
pub(super) fn engine(request: &Request<'_>, files: &[LawFile], mut found: Diagnostics) -> Result<Engine, Diagnostics> {
    let kubernetes = version(request.kubernetes, &mut found.problems);
    let (laws, Domain { schema, workloads, .. }) = laws(request, files, &mut found);
    found.problems.extend(unknown_params(request, &laws));
    if found.has_errors() {
        return Err(found);
    }
    let mut symbols = Symbols::new();
    // Rules find their way to a Pod template by symbols, and no law need name what leads there.
    for key in workloads.keys() {
        symbols.intern(key);
    }
    let plan = match plan_of(request, &laws, kubernetes, &mut symbols) {
        Ok(plan) => plan,
        Err(error) => {
            found.problems.extend(error.problems.into_iter().map(Problem::Plan));
            return Err(found);
        }
    };
    if plan.rules().is_empty() {
        found.problems.push(no_rule(request, files, &laws));
        return Err(found);
    }
    let rules = judged_rules(&plan, &laws, request.severities);
    let screens = match request.settings.evaluation {
        Evaluation::Adaptive => Some(Screens::new(&plan, PATIENCE)),
        Evaluation::Fast => Some(Screens::new(&plan, 0)),
        Evaluation::Thorough => None,
    };
    Ok(Engine {
        screens,
        packs: pack_names(request.packs, &rules),
        rules,
        laws,
        plan,
        schema,
        workloads,
        symbols: Arc::new(symbols),
        warnings: found.laws,
        settings: request.settings.clone(),
    })
}

/// The names of parameters that no law file declares.
fn unknown_params(request: &Request<'_>, laws: &[Law]) -> Vec<Problem> {
    let params = || laws.iter().flat_map(|law| &law.program.params).map(|param| &*param.name);
    let names = request.params.keys().filter(|name| !params().any(|param| param == **name));
    names.map(|name| unknown("parameter", name, params().collect())).collect()
}

/// Why there is no rule to judge.
fn no_rule(request: &Request<'_>, files: &[LawFile], laws: &[Law]) -> Problem {
    if rules_of(laws).next().is_none() {
        return match request.packs.first().filter(|_| files.is_empty()) {
            Some(pack) => Problem::PackWithoutRules { pack: pack.name().clone() },
            None => Problem::Empty,
        };
    }
    if request.selection.leaves_only_optional(rules_of(laws)) { Problem::OnlyOptional } else { Problem::NoRule }
}

/// After how many values in objects of a kind the fast form of its rules is made, where an object counts as some more:
/// some forty workloads have as many, or one of twenty containers that an editor checks for the fifth time.
const PATIENCE: u32 = 4000;

/// Compiles the law files without a plan, for lists and explanations.
pub(super) fn catalogue(
    request: &Request<'_>,
    files: &[LawFile],
    mut found: Diagnostics,
) -> Result<Catalogue, Diagnostics> {
    let (laws, ..) = laws(request, files, &mut found);
    if found.has_errors() {
        return Err(found);
    }
    Ok(Catalogue {
        laws,
        selection: request.selection.clone(),
        severities: request.severities.clone(),
        warnings: found.laws,
    })
}

/// What the checker says of a law file.
pub(super) fn diagnose(
    request: &Request<'_>,
    file: Option<&LawFile>,
    mut found: Diagnostics,
) -> Result<Vec<Diagnostic>, Diagnostics> {
    let domain = domain::of(request, &mut found.problems);
    if found.has_errors() {
        return Err(found);
    }
    let file: Vec<&LawFile> = file.into_iter().collect();
    Ok(compile(&domain, &file).into_iter().flat_map(|compiled| compiled.diagnostics).collect())
}

/// The compiled law files, with what is wrong with them and with the names of the request.
fn laws(request: &Request<'_>, files: &[LawFile], found: &mut Diagnostics) -> (Vec<Law>, Domain) {
    let domain = domain::of(request, &mut found.problems);
    let mut programs = stored(request, &domain, files);
    programs.resize_with(files.len(), || None);
    let (others, places): (Vec<&LawFile>, Vec<&mut Option<Program>>) =
        files.iter().zip(&mut programs).filter(|(_, program)| program.is_none()).unzip();
    for ((file, place), compiled) in others.iter().zip(places).zip(compile(&domain, &others)) {
        let (pack, source) = (&file.pack, &file.source);
        let located = |diagnostic| LawDiagnostic { pack: pack.clone(), source: source.clone(), diagnostic };
        found.laws.extend(compiled.diagnostics.into_iter().map(located));
        *place = Some(compiled.program);
    }
    let law = |(file, program): (&LawFile, Option<Program>)| Some(Law { pack: file.pack.clone(), program: program? });
    let laws: Vec<Law> = files.iter().zip(programs).filter_map(law).collect();
    check_names(request, &laws, &mut found.problems);
    (laws, domain)
}

#[cfg(feature = "packs")]
fn stored(request: &Request<'_>, domain: &Domain, files: &[LawFile]) -> Vec<Option<Program>> {
    super::stored::programs(request, domain, files)
}

#[cfg(not(feature = "packs"))]
fn stored(_request: &Request<'_>, _domain: &Domain, _files: &[LawFile]) -> Vec<Option<Program>> {
    Vec::new()
}

fn version(text: Option<&str>, problems: &mut Vec<Problem>) -> Version {
    let latest = Version::minor_release(1, u64::from(Releases::LAST));
    let Some(text) = text else { return latest };
    match Version::parse_target(text, &latest) {
        // There is no Kubernetes 2, and 133 is 1.33 without its dot.
        Some(version) if version.major() == 1 => version,
        _ => {
            problems.push(Problem::Version { text: text.to_owned() });
            latest
        }
    }
}

/// Compiles law files.
pub(super) fn compile(domain: &Domain, files: &[&LawFile]) -> Vec<Compiled> {
    if files.is_empty() {
        return Vec::new();
    }
    let vocabulary = Vocabulary::new(&domain.schema, &domain.workloads);
    let compiler = Compiler::new(&vocabulary);
    let one = |file: &&LawFile| compiler.compile(&file.source, &|path| file.library.get(path).cloned());
    #[cfg(feature = "parallel")]
    return files.par_iter().map(one).collect();
    #[cfg(not(feature = "parallel"))]
    return files.iter().map(one).collect();
}

/// Says which names of the request stand for nothing, and which rules share an identity.
fn check_names(request: &Request<'_>, laws: &[Law], problems: &mut Vec<Problem>) {
    let rules: Vec<_> = rules_of(laws).collect();
    problems.extend(request.selection.unknown(&rules));
    for (name, _) in request.severities.iter() {
        problems.extend(unknown_rule(name, &rules));
    }
    for pack in request.packs {
        let bases = bases(pack, request.packs);
        if bases.is_empty() || request.partial {
            continue;
        }
        let in_bases = rules.iter().filter(|(p, _)| bases.iter().any(|base| Some(&**base.name()) == *p));
        for name in &pack.manifest().replaces {
            if !in_bases.clone().any(|(_, rule)| rule.id == *name) {
                problems.push(unknown("rule", name, in_bases.clone().map(|(_, rule)| &*rule.id).collect()));
            }
        }
    }
    let mut seen: Sorted<String, &Law> = Sorted::default();
    for law in laws {
        for rule in &law.program.rules {
            let name = identity(law.pack.as_deref(), &rule.id);
            if let Some(first) = seen.insert(name.clone(), law) {
                let (first, second) = (first.program.source.name().into(), law.program.source.name().into());
                problems.push(Problem::TwoRules { rule: name, first, second });
            }
        }
    }
}

fn plan_of(
    request: &Request<'_>,
    laws: &[Law],
    kubernetes: Version,
    symbols: &mut Symbols,
) -> Result<Plan, plan::PlanError> {
    let replaced = replaced(request.packs);
    let replaced = &replaced;
    let selected: Vec<_> = laws
        .iter()
        .map(|law| {
            let pack = law.pack.as_deref();
            move |rule: &Rule| {
                request.selection.takes(pack, rule)
                    && (!replaced.contains(&(pack.unwrap_or_default(), &rule.id))
                        || is_meant(request.selection, laws, pack, rule))
            }
        })
        .collect();
    let planned: Vec<plan::Law<'_>> = laws
        .iter()
        .zip(&selected)
        .map(|(law, selected)| plan::Law { program: &law.program, params: request.params, selected })
        .collect();
    Plan::build(&planned, kubernetes, symbols)
}

/// All rules, with the pack of each.
fn rules_of(laws: &[Law]) -> impl Iterator<Item = (Option<&str>, &Rule)> {
    laws.iter().flat_map(|law| law.program.rules.iter().map(|rule| (law.pack.as_deref(), rule)))
}

/// Whether a name of the selection is that of this rule alone: who asks for a rule gets it, whatever replaces it.
fn is_meant(selection: &Selection, laws: &[Law], pack: Option<&str>, rule: &Rule) -> bool {
    let bearers = |name: &str| rules_of(laws).filter(|(pack, rule)| is_called(name, *pack, rule)).count();
    selection.rules.iter().any(|name| is_called(name, pack, rule) && bearers(name) == 1)
}

/// The rules, as pack and id, that give way to those of packs that extend theirs.
fn replaced(packs: &[Pack]) -> Vec<(&str, &str)> {
    let mut all = Vec::new();
    for pack in packs {
        for base in bases(pack, packs) {
            all.extend(pack.manifest().replaces.iter().map(|rule| (&**base.name(), &**rule)));
        }
    }
    all
}

/// The packs that a pack extends, by way of others too.
fn bases<'p>(pack: &Pack, packs: &'p [Pack]) -> Vec<&'p Pack> {
    let mut found: Vec<&Pack> = Vec::new();
    let mut open: Vec<&Arc<str>> = pack.manifest().extends.iter().collect();
    while let Some(name) = open.pop() {
        if let Some(base) = packs.iter().find(|p| p.name() == name)
            && !found.iter().any(|f| f.name() == name)
        {
            found.push(base);
            open.extend(&base.manifest().extends);
        }
    }
    found
}

/// What a report says of each planned rule, in the plan's order.
fn judged_rules(plan: &Plan, laws: &[Law], severities: &Sorted<String, Severity>) -> Vec<JudgedRule> {
    plan.rules()
        .iter()
        .filter_map(|planned| {
            let law = laws.get(planned.law)?;
            let rule = law.program.rules.get(planned.index)?;
            Some(JudgedRule {
                id: rule.id.clone(),
                pack: law.pack.clone(),
                severity: severity(severities, law.pack.as_deref(), rule),
                summary: summary_of(rule).into(),
                finds_secrets: rule.attributes.layer.as_deref() == Some(redaction::LAYER),
                former: rule.attributes.renamed_from.clone(),
            })
        })
        .collect()
}

/// The packs that at least one judged rule is from.
fn pack_names(packs: &[Pack], rules: &[JudgedRule]) -> Vec<PackName> {
    packs
        .iter()
        .filter(|pack| rules.iter().any(|rule| rule.pack.as_ref() == Some(pack.name())))
        .map(|pack| PackName {
            name: pack.name().clone(),
            version: pack.manifest().version.clone(),
            digest: pack.digest().clone(),
        })
        .collect()
}
