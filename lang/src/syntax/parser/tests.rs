//! Reading law files: whole files, recovery, spans, and the bounds.

use super::{parse, parse_expression};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::syntax::ast::*;

/// The sample that introduces the language.
pub(in crate::syntax) const AT_A_GLANCE: &str = r#"## Nothing but these registries may serve images.
param registries: [string] = ["registry.k8s.io", "ghcr.io/acme"]

let system = ["kube-system", "kube-public", "kube-node-lease"]

def deniesIngress(np: NetworkPolicy) = "Ingress" in np.types() and np.spec.ingress.isEmpty()

## Containers must not run privileged.
##
## A privileged container holds every capability of its host, so anyone who breaks into it controls the node.
rule privileged-container for w in Workload, c in w.containers {
  severity critical
  layer    host-isolation
  control  pss "baseline"
  control  cis-1.12 "5.2.2"

  forbid c.securityContext.privileged == true
    message "container {c.name} runs privileged"
    fix     set c.securityContext.privileged = false
}

rule root-container for w in Workload, c in w.containers {
  require (c.securityContext.runAsNonRoot ?? w.pod.spec.securityContext.runAsNonRoot) == true
    message "container {c.name} may run as root"
    fix     set c.securityContext.runAsNonRoot = true
}

rule untrusted-registry for w in Workload, c in w.containers {
  require any r in registries: c.image.under(r)
    message "container {c.name}: image {c.image} does not come from {registries}"
}

rule unpinned-image for w in Workload, c in w.containers {
  require has(c.image.digest) or c.image.tag != "latest"
    message "container {c.name}: pin {c.image} to a tag or a digest"
}

rule unbounded-memory for w in Workload, c in w.containers where c.role != "ephemeral" {
  require has(c.resources.limits["memory"]) and c.resources.limits["memory"] <= 2Gi
    message "container {c.name}: memory limit is missing or above 2Gi"
}

rule rbac-wildcard for r in Role | ClusterRole, p in r.rules {
  forbid "*" in p.verbs + p.resources + p.apiGroups
    message "{r.kind} {r.metadata.name} grants a wildcard"
}

rule open-ingress for ns in Namespace where ns.metadata.name not in system {
  require any np in NetworkPolicy where np.namespace == ns.metadata.name: np.spec.podSelector.isEmpty() and np.deniesIngress()
    message "namespace {ns.metadata.name} has no default-deny NetworkPolicy"
}

rule seccomp-unset for w in Workload {
  let ok = ["RuntimeDefault", "Localhost"]
  let pod = w.pod.spec.securityContext.seccompProfile.type
  require not has(pod) or pod in ok   message "pod-level seccomp profile is {pod}"
  for c in w.containers {
    require (c.securityContext.seccompProfile.type ?? pod) in ok
      message "container {c.name} runs without a seccomp profile"
  }
}
"#;

/// The law files beside the corpora, and the samples in the description of the language; nothing where the corpora are
/// not there.
pub(in crate::syntax) fn design_laws() -> Option<Vec<(String, String)>> {
    let Some(corpora) = std::env::var_os("KUBELAW_CORPORA") else {
        eprintln!("skipped: KUBELAW_CORPORA is not set");
        return None;
    };
    let design = std::path::Path::new(&corpora).with_file_name("design");
    let mut laws: Vec<(String, String)> = Vec::new();
    for entry in std::fs::read_dir(design.join("examples")).expect("the examples are readable") {
        let path = entry.expect("the entry is readable").path();
        if path.extension().is_some_and(|extension| extension == "law") {
            laws.push((path.display().to_string(), std::fs::read_to_string(&path).expect("the example is readable")));
        }
    }
    let language = std::fs::read_to_string(design.join("language.md")).expect("the description is readable");
    let samples = language.split("```law\n").skip(1).filter_map(|sample| sample.split("\n```").next());
    laws.extend(
        samples.enumerate().map(|(number, sample)| (format!("language.md sample {number}"), format!("{sample}\n"))),
    );
    laws.sort();
    Some(laws)
}

fn read(text: &str) -> super::Parsed {
    parse(&Source::new("test.law", text))
}

fn codes_of(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

fn expr(text: &str) -> Expr {
    parse_expression(text).unwrap_or_else(|diagnostics| panic!("{text}: {diagnostics:?}"))
}

/// An expression as nested prefix forms, so that its tree can be compared.
fn tree(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Literal(literal) => format!("{literal:?}"),
        ExprKind::Name(name) => name.to_string(),
        ExprKind::Group(inner) => format!("(group {})", tree(inner)),
        ExprKind::Not(inner) => format!("(not {})", tree(inner)),
        ExprKind::Each(base) => format!("(each {})", tree(base)),
        ExprKind::Field { base, field } => format!("(. {} {})", tree(base), field.text),
        ExprKind::Index { base, index } => format!("([] {} {})", tree(base), tree(index)),
        ExprKind::Binary { operator, left, right, .. } => format!("({operator:?} {} {})", tree(left), tree(right)),
        ExprKind::Call { function, receiver, arguments } => {
            let parts: Vec<String> = receiver.iter().map(|r| tree(r)).chain(arguments.iter().map(tree)).collect();
            format!("({}{} {})", if receiver.is_some() { "." } else { "" }, function.text, parts.join(" "))
        }
        ExprKind::If { condition, then, otherwise } => {
            format!("(if {} {} {})", tree(condition), tree(then), tree(otherwise))
        }
        ExprKind::Quantifier { quantifier, scope, body } => {
            format!("({quantifier:?} {} {})", scope.bindings.len(), tree(body))
        }
        ExprKind::List(elements) => format!("[{}]", elements.iter().map(tree).collect::<Vec<_>>().join(" ")),
        ExprKind::Comprehension { element, scope } => format!("[{} for {}]", tree(element), scope.bindings.len()),
        ExprKind::Record(entries) => {
            format!(
                "{{{}}}",
                entries
                    .iter()
                    .map(|(key, value)| format!("{}={}", key.value, tree(value)))
                    .collect::<Vec<_>>()
                    .join(" ")
            )
        }
    }
}

#[test]
fn the_sample_of_the_language_is_read() {
    let parsed = read(AT_A_GLANCE);
    assert_eq!(parsed.diagnostics, []);
    let names: Vec<&str> = parsed.file.items.iter().map(name_of).collect();
    assert_eq!(
        names,
        [
            "registries",
            "system",
            "deniesIngress",
            "privileged-container",
            "root-container",
            "untrusted-registry",
            "unpinned-image",
            "unbounded-memory",
            "rbac-wildcard",
            "open-ingress",
            "seccomp-unset",
        ]
    );
    let Some(Item::Rule(rule)) = parsed.file.items.get(3) else { panic!("the fourth item is a rule") };
    let doc = rule.doc.as_ref().expect("it is documented");
    assert!(doc.text.starts_with("Containers must not run privileged.\n\nA privileged"), "{}", doc.text);
    assert_eq!(rule.scope.bindings.len(), 2);
    assert_eq!(rule.body.len(), 5);
    let Some(Clause::Check(check)) = rule.body.last() else { panic!("the last clause is a check") };
    assert_eq!(check.kind, CheckKind::Forbid);
    assert_eq!(Source::new("", AT_A_GLANCE).slice(check.condition.span), "c.securityContext.privileged == true");
    assert!(matches!(
        check.clauses.as_slice(),
        [CheckClause::Message(_), CheckClause::Fix(Fix { change: Change::Set(_), .. })]
    ));
}

fn name_of(item: &Item) -> &str {
    match item {
        Item::Use(item) => &item.path.value,
        Item::Param(item) => &item.name.text,
        Item::Let(item) => &item.name.text,
        Item::Def(item) => &item.name.text,
        Item::Rule(item) => &item.name.text,
    }
}

#[test]
fn the_rules_of_the_design_are_read() {
    let Some(laws) = design_laws() else { return };
    let mut rules = 0;
    for (name, text) in laws.iter().filter(|(name, _)| !name.contains("sample")) {
        let parsed = read(text);
        assert_eq!(parsed.diagnostics, [], "{name}");
        rules += parsed.file.items.iter().filter(|item| matches!(item, Item::Rule(_))).count();
    }
    assert_eq!(rules, 134);
    for (name, text) in laws {
        assert_eq!(read(&text).diagnostics, [], "{name}");
    }
}

#[test]
fn operators_bind_as_the_language_says() {
    let cases = [
        ("a or b and c", "(Or a (And b c))"),
        ("a and b or c", "(Or (And a b) c)"),
        ("not a == b", "(not (Equal a b))"),
        ("not a and b", "(And (not a) b)"),
        ("a ?? b == c ?? d", "(Equal (Coalesce a b) (Coalesce c d))"),
        ("a + b ?? c", "(Coalesce (Add a b) c)"),
        ("a + b * c - d", "(Subtract (Add a (Multiply b c)) d)"),
        ("a -3", "(Subtract a Int(3))"),
        ("a - -3", "(Subtract a Int(-3))"),
        ("[a -3, -3]", "[(Subtract a Int(3)) Int(-3)]"),
        ("a not in b", "(NotIn a b)"),
        ("a not # why\n in b", "(NotIn a b)"),
        ("a not matches /b/", "(NotMatches a Regex(\"b\"))"),
        ("not a not in b", "(not (NotIn a b))"),
        ("a and any x in xs: b or c", "(And a (Any 1 (Or b c)))"),
        ("not any x in xs: b", "(not (Any 1 b))"),
        ("a or not if b then c else d and e", "(Or a (not (if b c (And d e))))"),
        ("any x in xs where any y in x.ys: y, z in x.zs: z", "(Any 2 z)"),
        ("if a then b else if c then d else e", "(if a b (if c d e))"),
        ("a.b[0][*].c(d).e", "(. (.c (each ([] (. a b) Int(0))) d) e)"),
        ("f(x, a).in.not", "(. (. (f x a) in) not)"),
        ("matches(a, /b/) and a matches (b)", "(And (matches a Regex(\"b\")) (Matches a (group b)))"),
        (
            "has(c.limits[\"m\"]) and c.limits[\"m\"] <= 2Gi",
            "(And (has ([] (. c limits) String(\"m\"))) (LessEqual ([] (. c limits) String(\"m\")) Quantity(\"2Gi\")))",
        ),
        ("[x for x in xs | ys, z in x]", "[x for 2]"),
        ("{\"a\": 1, \"b\": {},}", "{a=Int(1) b={}}"),
        ("[1, 2,]", "[Int(1) Int(2)]"),
        ("f(1, 2,)", "(f Int(1) Int(2))"),
        ("whenCreated == inner", "(Equal whenCreated inner)"),
    ];
    for (text, expected) in cases {
        assert_eq!(tree(&expr(text)), expected, "{text}");
    }
}

#[test]
fn literals() {
    let cases = [
        ("true", Literal::Bool(true)),
        ("12", Literal::Int(12)),
        ("-3", Literal::Int(-3)),
        ("-9223372036854775808", Literal::Int(i64::MIN)),
        ("1.5", Literal::Number(1.5)),
        ("500m", Literal::Quantity("500m".into())),
        ("2Gi", Literal::Quantity("2Gi".into())),
        ("1.5G", Literal::Quantity("1.5G".into())),
        ("100k", Literal::Quantity("100k".into())),
        ("v1.25", Literal::Version("v1.25".into())),
        ("v1.25.3", Literal::Version("v1.25.3".into())),
        ("v0.0", Literal::Version("v0.0".into())),
        (r#""a\n\t\"\\\u{e9}{x}""#, Literal::String("a\n\t\"\\é{x}".into())),
        ("/^[^/]+\\/b$/", Literal::Regex("^[^/]+/b$".into())),
        ("/[]/]#\"/", Literal::Regex("[]/]#\"".into())),
        ("/[[:alpha:]/]/", Literal::Regex("[[:alpha:]/]".into())),
        ("/\\\\/", Literal::Regex("\\\\".into())),
    ];
    for (text, expected) in cases {
        assert_eq!(expr(text).kind, ExprKind::Literal(expected), "{text}");
    }
}

#[test]
fn templates_hold_any_expression() {
    let text = r#"rule a for w in W { require a message "{{}} {w.m["a"]}: {f({"k": 1}) ?? {}}{b}\n" }"#;
    let parsed = read(text);
    assert_eq!(parsed.diagnostics, []);
    let Some(Item::Rule(Rule { body, .. })) = parsed.file.items.first() else { panic!("it is a rule") };
    let Some(Clause::Check(Check { clauses, .. })) = body.first() else { panic!("it has a check") };
    let Some(CheckClause::Message(template)) = clauses.first() else { panic!("it has a message") };
    let parts: Vec<String> = template
        .parts
        .iter()
        .map(|part| match part {
            TemplatePart::Text(text) => format!("{text:?}"),
            TemplatePart::Expr(expr) => tree(expr),
        })
        .collect();
    assert_eq!(
        parts,
        ["\"{} \"", "([] (. w m) String(\"a\"))", "\": \"", "(Coalesce (f {k=Int(1)}) {})", "b", "\"\\n\""]
    );
}

#[test]
fn attribute_words_and_keywords_are_names_where_they_can_be() {
    let text = "rule a for severity in W, on in severity.layer {
        renamed-from let-through  on create | update  control cis-1.12 \"5.2.2\"  until v1.35
        let tier = severity.message.at.fix
        require tier fix set tier.set = to.remove fix append to to severity.append
    }
    rule let-through for set in W { layer use-it }
    param p: {rule: string, for: [int]}";
    let parsed = read(text);
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(parsed.file.items.len(), 3);
}

#[test]
fn spans_hold_no_blanks_and_no_comments() {
    let text = "let a = f(b  # c\n ) # d\n  # e\nlet b = c.d   # f\n";
    let source = Source::new("", text);
    let parsed = read(text);
    let spans: Vec<&str> = parsed
        .file
        .items
        .iter()
        .map(|item| match item {
            Item::Let(item) => source.slice(item.span),
            _ => "",
        })
        .collect();
    assert_eq!(spans, ["let a = f(b  # c\n )", "let b = c.d"]);
}

#[test]
fn reading_resumes_at_the_next_item() {
    let text = "let a =
rule b for w in Workload { require w.kind == }
rule c for w in Workload { require true }
param d
def e(x) = x and and y
rule f for w in Workload {
  for c in w.containers { require c.x
}
rule g for w in Workload { require true }
let h = 1 == 2 == 3
";
    let parsed = read(text);
    assert_eq!(codes_of(&parsed.diagnostics), ["E0001", "E0001", "E0017", "E0001", "E0005", "E0021"]);
    let names: Vec<&str> = parsed.file.items.iter().map(name_of).collect();
    assert_eq!(names, ["c", "g"]);
    let unread: Vec<&str> = parsed.unread.iter().map(|name| &*name.text).collect();
    assert_eq!(unread, ["a", "d", "e", "h"]);
}

#[test]
fn an_unindented_body_is_no_item() {
    let parsed = read("rule a for w in W {\nlet x = w\nrequire x == 1\n}\nlet y = 1");
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(parsed.file.items.len(), 2);
}

#[test]
fn documentation_belongs_to_the_item_below_it() {
    let parsed = read("\u{feff}## One\n##\n##  two\nlet a = 1\n\n### plain\n## Three\nrule b for w in W {}\n");
    assert_eq!(parsed.diagnostics, []);
    let docs: Vec<Option<&str>> = parsed
        .file
        .items
        .iter()
        .map(|item| match item {
            Item::Let(item) => item.doc.as_ref().map(|doc| &*doc.text),
            Item::Rule(item) => item.doc.as_ref().map(|doc| &*doc.text),
            _ => None,
        })
        .collect();
    assert_eq!(docs, [Some("One\n\n two"), Some("Three")]);
    let stray = read("## a\n\n## b\n# c\nlet a = 1 ## d\nrule b for w in W {\n  ## e\n  require w\n}\n## f\n");
    assert_eq!(codes_of(&stray.diagnostics), [codes::STRAY_DOC.as_str(); 5]);
    assert_eq!(stray.file.items.len(), 2);
}

#[test]
fn a_file_that_is_too_long_is_refused_at_once() {
    let text = "#".repeat(crate::limits::MAX_BYTES + 1);
    assert_eq!(codes_of(&read(&text).diagnostics), ["E0002"]);
    assert_eq!(codes_of(&parse_expression(&text).expect_err("too long")), ["E0002"]);
}

#[test]
fn a_mutilated_file_never_panics_and_its_diagnostics_point_into_it() {
    let pieces = [
        "{", "}", "(", ")", "[", "]", "\"", "/", "'", "#", "##", "\n", " ", ",", ":", "=", "==", "&&", "!", "é",
        "\u{201c}", "\\", "rule ", "let ", "for ", "in ", "where ", "any ", "if ", "then ", "not ", "require ",
        "message ", "fix ", "null", "1", "v1.2", ".",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut roll = |sides: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % sides
    };
    let whole: Vec<char> = AT_A_GLANCE.chars().collect();
    for _ in 0..400 {
        let mut text = whole.clone();
        for _ in 0..=roll(4) {
            let from = roll(text.len());
            let to = (from + roll(6)).min(text.len());
            text.splice(from..to, pieces[roll(pieces.len())].chars());
        }
        let text: String = text.into_iter().collect();
        let parsed = read(&text);
        for diagnostic in &parsed.diagnostics {
            let spans =
                diagnostic.labels.iter().map(|label| label.span).chain(diagnostic.fixes.iter().map(|fix| fix.span));
            for span in spans {
                assert!(text.get(span.range()).is_some(), "{span:?} of {diagnostic:?} in {text}");
            }
            assert!(
                !diagnostic.message.contains("Rule::") && !diagnostic.message.contains("kw_"),
                "{}",
                diagnostic.message
            );
        }
        if let Ok(formatted) = crate::syntax::format(&Source::new("test.law", &text)) {
            assert_eq!(
                crate::syntax::format(&Source::new("test.law", &formatted)).as_deref(),
                Ok(&*formatted),
                "{text}"
            );
        }
    }
}
