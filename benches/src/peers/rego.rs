//! `regorus` at its fastest: Rego compiled for its virtual machine, which gives the names of broken rules or findings.

use super::Peer;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use serde_json::Value;

const ENTRY: &str = "data.restricted.deny";

pub(super) struct Rego(RegoVM);

impl Rego {
    /// A policy that gives the names of the broken rules.
    pub(super) fn names() -> Self {
        Self::new(include_str!("../../peers/restricted.rego"))
    }

    /// A policy that gives the rule, the place and a message for each thing that breaks a rule.
    pub(super) fn findings() -> Self {
        Self::new(include_str!("../../peers/restricted-findings.rego"))
    }

    #[expect(clippy::expect_used, reason = "the policy compiles")]
    fn new(policy: &str) -> Self {
        let mut engine = regorus::Engine::new();
        engine.add_policy("restricted.rego".to_owned(), policy.to_owned()).expect("the policy parses");
        let compiled = engine.compile_with_entrypoint(&ENTRY.into()).expect("the policy compiles");
        let program = Compiler::compile_from_policy(&compiled, &[ENTRY]).expect("the policy compiles");
        let mut machine = RegoVM::new();
        machine.load_program(program);
        Self(machine)
    }
}

impl Peer for Rego {
    type Pod = regorus::Value;

    fn pod(&self, pod: &Value) -> Self::Pod {
        pod.clone().into()
    }

    #[expect(clippy::expect_used, reason = "the policy runs")]
    fn broken(&mut self, pod: &Self::Pod, tell: &mut dyn FnMut(&str)) {
        self.0.set_input(pod.clone());
        let denied = self.0.execute().expect("the policy runs");
        for denial in denied.as_set().expect("denials are a set") {
            let rule = denial.as_string().unwrap_or_else(|_| rule_of(denial));
            tell(rule);
        }
    }
}

/// The rule of a finding, which has a place and a message as well.
#[expect(clippy::expect_used, reason = "the policy gives findings")]
fn rule_of(finding: &regorus::Value) -> &regorus::Rc<str> {
    let said = |key: &str| finding[key].as_string().expect("a finding's parts are texts");
    assert!(!said("place").is_empty() && !said("message").is_empty(), "a finding has a place and a message");
    said("rule")
}
