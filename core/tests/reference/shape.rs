//! The part of Kubernetes that the random laws and objects are about.

/// What a place holds.
pub(crate) enum Shape {
    Bool,
    Int,
    Quantity,
    Text(&'static [&'static str]),
    List(&'static Shape),
    Map(&'static Shape),
    Record(Fields),
}

type Fields = &'static [(&'static str, &'static Shape)];

/// A kind with its API version.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) api: &'static str,
    pub(crate) shape: &'static Shape,
}

use Shape::{Bool, Int, List, Map, Quantity, Record, Text};

const WORDS: &[&str] = &["a", "b", "ab", ""];
static WORD: Shape = Text(WORDS);
static WORD_LIST: Shape = List(&WORD);
static WORD_MAP: Shape = Map(&WORD);
static METADATA: Shape = Record(&[("labels", &WORD_MAP), ("annotations", &WORD_MAP)]);
static RESOURCES: Shape = Record(&[("limits", &Map(&Quantity)), ("requests", &Map(&Quantity))]);
static CONTEXT: Shape = Record(&[
    ("privileged", &Bool),
    ("runAsUser", &Int),
    ("capabilities", &Record(&[("add", &WORD_LIST), ("drop", &WORD_LIST)])),
]);
static PORT: Shape = Record(&[("hostPort", &Int), ("hostIP", &WORD)]);
static VARIABLE: Shape = Record(&[("value", &WORD)]);
/// A container, which definitions have as their parameter.
pub(crate) static CONTAINER: Shape = Record(&[
    ("securityContext", &CONTEXT),
    ("resources", &RESOURCES),
    ("workingDir", &WORD),
    ("tty", &Bool),
    ("args", &WORD_LIST),
    ("ports", &List(&PORT)),
    ("env", &List(&VARIABLE)),
]);
static POD_SPEC: Shape = Record(&[
    ("containers", &List(&CONTAINER)),
    ("initContainers", &List(&CONTAINER)),
    ("hostNetwork", &Bool),
    ("priority", &Int),
    ("nodeSelector", &WORD_MAP),
    ("schedulerName", &WORD),
]);
static TEMPLATE: Shape = Record(&[("metadata", &METADATA), ("spec", &POD_SPEC)]);
static RULE: Shape = Record(&[("verbs", &WORD_LIST), ("resources", &WORD_LIST), ("apiGroups", &WORD_LIST)]);
static SERVICE_PORT: Shape = Record(&[("nodePort", &Int), ("name", &WORD)]);

/// The kinds.
pub(crate) static KINDS: [Kind; 5] = [
    Kind { name: "Pod", api: "v1", shape: &Record(&[("metadata", &METADATA), ("spec", &POD_SPEC)]) },
    Kind {
        name: "Deployment",
        api: "apps/v1",
        shape: &Record(&[
            ("metadata", &METADATA),
            ("spec", &Record(&[("replicas", &Int), ("paused", &Bool), ("template", &TEMPLATE)])),
        ]),
    },
    Kind {
        name: "Service",
        api: "v1",
        shape: &Record(&[
            ("metadata", &METADATA),
            (
                "spec",
                &Record(&[
                    ("ports", &List(&SERVICE_PORT)),
                    ("externalName", &WORD),
                    ("externalIPs", &WORD_LIST),
                    ("publishNotReadyAddresses", &Bool),
                ]),
            ),
        ]),
    },
    Kind {
        name: "ConfigMap",
        api: "v1",
        shape: &Record(&[("metadata", &METADATA), ("data", &WORD_MAP), ("immutable", &Bool)]),
    },
    Kind {
        name: "Role",
        api: "rbac.authorization.k8s.io/v1",
        shape: &Record(&[("metadata", &METADATA), ("rules", &List(&RULE))]),
    },
];

/// The keys that maps have.
pub(crate) const KEYS: &[&str] = &["a", "b", "memory"];

impl Shape {
    /// The paths below a place, lists not entered, each with what is there.
    pub(crate) fn paths(&'static self, at: &str) -> Vec<(String, &'static Self)> {
        let below: Vec<(String, &Self)> = match self {
            Record(fields) => fields.iter().map(|(name, shape)| (format!("{at}.{name}"), *shape)).collect(),
            Map(value) => KEYS.iter().map(|key| (format!("{at}[\"{key}\"]"), *value)).collect(),
            _ => Vec::new(),
        };
        below
            .into_iter()
            .flat_map(|(path, shape)| std::iter::once((path.clone(), shape)).chain(shape.paths(&path)))
            .filter(|(_, shape)| !matches!(shape, Record(_)))
            .collect()
    }
}
