//! `regorus` at its fastest: Rego compiled for its virtual machine.

use super::Peer;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use serde_json::Value;

const ENTRY: &str = "data.restricted.deny";

pub(super) struct Rego(RegoVM);

impl Rego {
    #[expect(clippy::expect_used, reason = "the policy compiles")]
    pub(super) fn new() -> Self {
        let mut engine = regorus::Engine::new();
        let policy = include_str!("../../peers/restricted.rego").to_owned();
        engine.add_policy("restricted.rego".to_owned(), policy).expect("the policy parses");
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
        for rule in denied.as_set().expect("denials are a set") {
            tell(rule.as_string().expect("a denial is a text"));
        }
    }
}
