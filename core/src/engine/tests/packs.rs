//! Packs: what they extend, replace, leave to be asked for, and share.

use super::{POD, problems};
use crate::engine::{Engine, Selection};
use crate::error::Problem;
use crate::input::Input;
use crate::pack::Pack;

fn house(name: &str, more: &str, files: &[(&str, &str)]) -> Pack {
    let manifest = format!("name: {name}\nversion: 1.2.0\nlanguage: 1\ntitle: Rules\n{more}");
    Pack::new(&manifest, files.iter().copied()).unwrap()
}

#[test]
fn packs_extend_and_replace() {
    let base = house(
        "base",
        "",
        &[(
            "a.law",
            "rule one for p in Pod { forbid p.metadata.name == \"web\" }\nrule two for p in Pod { forbid p.metadata.name == \"web\" }",
        )],
    );
    let strict = house(
        "strict",
        "extends: [base]\nreplaces: [one]\n",
        &[("b.law", "rule three for p in Pod { forbid p.metadata.name == \"web\" }")],
    );
    let engine = Engine::builder().pack(base.clone()).pack(strict.clone()).build().unwrap();
    let rules: Vec<String> = engine.rules().map(|info| info.identity()).collect();
    assert_eq!(rules, ["base/two", "strict/three"]);
    let report = engine.check(Input::yaml("p", POD));
    assert_eq!(
        report.packs.iter().map(|p| (&*p.name, &*p.version)).collect::<Vec<_>>(),
        [("base", "1.2.0"), ("strict", "1.2.0")]
    );
    assert_eq!(report.findings.first().and_then(|f| f.pack.as_deref()), Some("base"));
    assert_eq!(problems(Engine::builder().pack(strict)), "pack `strict` extends `base`, which is not there");
}

#[test]
fn who_asks_for_a_replaced_rule_gets_it() {
    let rule = |id: &str| format!("rule {id} for p in Pod {{ forbid p.metadata.name == \"web\" }}");
    let base = house("base", "", &[("a.law", &format!("{}\n{}", rule("one"), rule("two")))]);
    let strict = house("strict", "extends: [base]\nreplaces: [one, two]\n", &[("b.law", &rule("one"))]);
    let rules = |name: &str| {
        let selection = Selection { rules: vec![name.to_owned()], ..Selection::default() };
        let engine = Engine::builder().pack(base.clone()).pack(strict.clone()).select(selection).build().unwrap();
        engine.rules().map(|info| info.identity()).collect::<Vec<_>>()
    };
    assert_eq!(rules("base/one"), ["base/one"]);
    assert_eq!(rules("two"), ["base/two"]);
    assert_eq!(rules("one"), ["strict/one"]);
}

#[test]
fn optional_rules_of_packs_have_to_be_asked_for() {
    let pack = house(
        "p",
        "",
        &[("a.law", "rule on for p in Pod { forbid true }\nrule off for p in Pod { tier optional  forbid true }")],
    );
    let rules = |selection| {
        let engine = Engine::builder().pack(pack.clone()).select(selection).build().unwrap();
        engine.rules().map(|info| info.rule.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(rules(Selection::default()), ["on"]);
    assert_eq!(rules(Selection { rules: vec!["p/off".into()], ..Selection::default() }), ["off"]);
    assert_eq!(rules(Selection::everything()), ["on", "off"]);
}

#[test]
fn law_files_of_a_pack_share_definitions() {
    let files = [
        ("rules/a.law", "use \"shared.law\"\nrule web for p in Pod { forbid isWeb(p) }"),
        ("shared.law", "def isWeb(p: Pod) = p.metadata.name == \"web\""),
    ];
    let engine = Engine::builder().pack(house("p", "", &files)).build().unwrap();
    assert_eq!(engine.check(Input::yaml("p", POD)).findings.len(), 1);
}

#[test]
fn what_has_to_be_asked_for_is_told() {
    let law = "rule one for p in Pod { tier optional  layer runtime  forbid p.metadata.name == \"web\" }";
    let pack = house("shy", "", &[("a.law", law)]);
    let build = |selection| Engine::builder().pack(pack.clone()).select(selection).build();
    let told = |selection| build(selection).err().map(|found| found.problems);
    let layers = |layer: &str| Selection { layers: vec![layer.to_owned()], ..Selection::default() };
    assert_eq!(told(Selection::default()), Some(vec![Problem::OnlyOptional]));
    assert_eq!(told(layers("runtime")), Some(vec![Problem::OnlyOptional]));
    assert_eq!(
        told(Selection { tiers: vec!["strict".to_owned()], ..Selection::default() }),
        Some(vec![Problem::NoRule])
    );
    assert_eq!(told(Selection::everything()), None);
    let only = Engine::builder().law("a.law", "def same(x) = x").build().err().map(|found| found.problems);
    assert_eq!(only, Some(vec![Problem::Empty]));
}

#[test]
fn a_pack_that_is_not_at_hand_is_told_with_what_brings_it() {
    let told = |name: &str| Engine::builder().pack_named(name).unwrap_err().to_string();
    let brings = "there is no shipped pack `none-such`; kubelaw's own come with its feature `packs`";
    assert_eq!(told("none-such") == brings, !cfg!(feature = "packs"));
    let ours = Engine::builder().shipped([house("house", "", &[])]);
    let near = ours.pack_named("hause").unwrap_err().to_string();
    assert_eq!(near, "there is no shipped pack `hause`; did you mean `house`?");
}

#[test]
fn a_fix_is_withheld_by_the_whole_name_of_the_rule_that_it_would_break() {
    let law = "\
rule one for p in Pod {
  forbid p.metadata.name == \"web\"
    fix set p.metadata.name = \"db\"
}

rule two for p in Pod { forbid p.metadata.name == \"db\" }
";
    let engine = Engine::builder().pack(house("p", "", &[("a.law", law)])).fixes(true).build().unwrap();
    let report = engine.check(Input::yaml("p.yaml", POD));
    assert_eq!(report.findings[0].unfixed.as_deref(), Some("the fix would cause a finding of p/two"));
}

#[test]
fn a_fix_is_withheld_for_what_fails_rather_than_for_what_cannot_be_decided() {
    let law = "\
rule shared for p in Pod { forbid p.spec.hostPID == false }

rule misspelt for p in Pod, f in p.misfits {
  require has(f.wanted)
    fix set f.holder[f.near] = f.value
    fix remove f.value
}

rule mistyped for p in Pod, f in p.misfits { forbid has(f.wanted) }
";
    let engine = Engine::builder().law("a.law", law).fixes(true).build().unwrap();
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { hostPid: \"true\", containers: [] }\n";
    let report = engine.check(Input::yaml("p.yaml", pod));
    let told: Vec<_> = report.findings.iter().map(|f| (&*f.rule, f.unfixed.as_deref())).collect();
    assert_eq!(told, [("misspelt", Some("the fix would cause a finding of mistyped"))]);
}
