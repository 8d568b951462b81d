//! `cel` and its forerunner `cel-interpreter`: each rule an expression, as in a ValidatingAdmissionPolicy. `kube-cel`
//! adds functions that these rules do not use; what evaluates is `cel`.

/// The sections of the policy: `let` or `rule`, a name, an expression.
fn sections() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let text = include_str!("../../peers/restricted.cel");
    text.split("\n\n").filter_map(|section| {
        let (head, expression) = section.split_once('\n')?;
        let (word, name) = head.split_once(' ')?;
        (word != "//").then_some((word, name, expression))
    })
}

macro_rules! engine {
    ($name:ident, $library:ident) => {
        pub(in crate::peers) mod $name {
            use $library::{Context, Program, Value};

            /// The variables and the rules, compiled.
            pub(in crate::peers) struct Rules {
                variables: Vec<(&'static str, Program)>,
                rules: Vec<(&'static str, Program)>,
            }

            impl Rules {
                pub(in crate::peers) fn new() -> Self {
                    let of = |wanted: &str| {
                        let found = super::sections().filter(|(word, ..)| *word == wanted);
                        found
                            .map(|(_, name, text)| (name, Program::compile(text).expect("the policy compiles")))
                            .collect()
                    };
                    Self { variables: of("let"), rules: of("rule") }
                }
            }

            impl crate::peers::Peer for Rules {
                type Pod = Value;

                fn pod(&self, pod: &serde_json::Value) -> Value {
                    $library::to_value(pod).expect("JSON has a form in CEL")
                }

                fn broken(&mut self, pod: &Value, tell: &mut dyn FnMut(&str)) {
                    let root = Context::default();
                    let mut context = root.new_inner_scope();
                    context.add_variable_from_value("object", pod.clone());
                    for (name, variable) in &self.variables {
                        let value = variable.execute(&context).expect("the policy runs");
                        context.add_variable_from_value(*name, value);
                    }
                    for (name, rule) in &self.rules {
                        if rule.execute(&context).expect("the policy runs") == Value::Bool(true) {
                            tell(name);
                        }
                    }
                }
            }
        }
    };
}

engine!(latest, cel);
engine!(interpreter, cel_interpreter);
