//! The part of Kubernetes that the random laws and objects are about.

/// What a place holds.
pub(crate) enum Shape {
    Bool,
    Int,
    Quantity,
    Text(&'static [&'static str]),
    Image,
    /// A number, or a text that may be a percentage.
    Share,
    /// A label selector: a map of labels, or else requirements.
    Selector(&'static Shape),
    List(&'static Shape),
    Map(&'static Shape),
    Record(Fields),
    /// What laws see and objects do not have.
    View(&'static Shape),
    /// What objects have and laws see through views only.
    Hidden(&'static Shape),
}

type Fields = &'static [(&'static str, &'static Shape)];

/// A kind with its API version.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) api: &'static str,
    pub(crate) shape: &'static Shape,
}

use crate::images::{DIGEST, PARTS};
use Shape::{Bool, Hidden, Image, Int, List, Map, Quantity, Record, Selector, Share, Text, View};

const WORDS: &[&str] = &["a", "b", "ab", "", "12"];
/// A text of the few that objects have.
pub(crate) static WORD: Shape = Text(WORDS);
static WORD_LIST: Shape = List(&WORD);
static WORD_MAP: Shape = Map(&WORD);
static METADATA: Shape = Record(&[("labels", &WORD_MAP), ("annotations", &WORD_MAP)]);
static RESOURCES: Shape = Record(&[("limits", &Map(&Quantity)), ("requests", &Map(&Quantity))]);
static CONTEXT: Shape = Record(&[
    ("privileged", &Bool),
    ("runAsUser", &Int),
    ("capabilities", &Record(&[("add", &WORD_LIST), ("drop", &WORD_LIST)])),
]);
/// What the parts of images are: laws compare each with nothing else.
pub(crate) const REGISTRIES: &[&str] = &["docker.io", "a.b", "a:12"];
pub(crate) const REPOSITORIES: &[&str] = &["a", "library/ab", "b/ab"];
pub(crate) const TAGS: &[&str] = &["latest", "a", "ab"];
pub(crate) const DIGESTS: &[&str] = &[DIGEST];
static REGISTRY: Shape = Text(REGISTRIES);
static REPOSITORY: Shape = Text(REPOSITORIES);
static TAG: Shape = Text(TAGS);
static IMAGE_DIGEST: Shape = Text(DIGESTS);

fn part_of_image(part: &str) -> &'static Shape {
    match part {
        "registry" => &REGISTRY,
        "repository" => &REPOSITORY,
        "tag" => &TAG,
        "digest" => &IMAGE_DIGEST,
        _ => &WORD,
    }
}

/// Paths on a node.
pub(crate) const PATHS: &[&str] = &["/a", "a/b", "/a/b/", "/ab", "/c/../a//b", "/", "", "/var/run/a", "/run"];
static PATH: Shape = Text(PATHS);
static MOUNT: Shape = Record(&[("subPath", &PATH), ("readOnly", &Bool)]);
static LABELS_SELECTOR: Shape = Selector(&WORD_MAP);
static REQUIREMENT: Shape = Record(&[
    ("key", &Text(KEYS)),
    ("operator", &Text(&["In", "NotIn", "Exists", "DoesNotExist"])),
    ("values", &WORD_LIST),
]);
static LABEL_SELECTOR: Shape =
    Selector(&Record(&[("matchLabels", &WORD_MAP), ("matchExpressions", &List(&REQUIREMENT))]));
static PORT: Shape = Record(&[("hostPort", &Int), ("hostIP", &WORD)]);
static VARIABLE: Shape = Record(&[("value", &WORD)]);
/// The parts that containers play.
pub(crate) const ROLES: &[&str] = &["main", "init", "sidecar", "ephemeral"];
static ROLE: Shape = Text(ROLES);
/// A container, which definitions have as their parameter.
pub(crate) static CONTAINER: Shape = Record(&[
    ("role", &View(&ROLE)),
    ("restartPolicy", &Hidden(&Text(&["Always", "Never"]))),
    ("securityContext", &CONTEXT),
    ("resources", &RESOURCES),
    ("workingDir", &PATH),
    ("volumeMounts", &List(&MOUNT)),
    ("tty", &Bool),
    ("image", &Image),
    ("args", &WORD_LIST),
    ("ports", &List(&PORT)),
    ("env", &List(&VARIABLE)),
]);
static POD_SPEC: Shape = Record(&[
    ("containers", &List(&CONTAINER)),
    ("initContainers", &List(&CONTAINER)),
    ("ephemeralContainers", &Hidden(&List(&CONTAINER))),
    ("hostNetwork", &Bool),
    ("priority", &Int),
    ("nodeSelector", &WORD_MAP),
    ("schedulerName", &WORD),
]);
static TEMPLATE: Shape = Record(&[("metadata", &METADATA), ("spec", &POD_SPEC)]);
/// What a Pod and whatever makes Pods have in common.
pub(crate) static WORKLOAD: Shape =
    Record(&[("metadata", &METADATA), ("pod", &View(&TEMPLATE)), ("containers", &View(&List(&CONTAINER)))]);
/// What may be asked for.
pub(crate) const OPERATIONS: &[&str] = &["CREATE", "UPDATE", "DELETE"];
static OPERATION: Shape = Text(OPERATIONS);
/// The admission request.
pub(crate) static REQUEST: Shape = Record(&[
    ("operation", &OPERATION),
    ("userInfo", &Record(&[("username", &WORD), ("groups", &WORD_LIST)])),
    ("name", &WORD),
    ("subResource", &WORD),
    ("dryRun", &Bool),
]);
static RULE: Shape = Record(&[("verbs", &WORD_LIST), ("resources", &WORD_LIST), ("apiGroups", &WORD_LIST)]);
static POLICY_PORT: Shape = Record(&[("endPort", &Int)]);
static PEER: Shape = Record(&[("podSelector", &LABEL_SELECTOR), ("ipBlock", &Record(&[("except", &WORD_LIST)]))]);
static INGRESS: Shape = Record(&[("from", &List(&PEER)), ("ports", &List(&POLICY_PORT))]);
static EGRESS: Shape = Record(&[("to", &List(&PEER)), ("ports", &List(&POLICY_PORT))]);
static SERVICE_PORT: Shape = Record(&[("nodePort", &Int), ("name", &WORD)]);

/// The kinds.
pub(crate) static KINDS: [Kind; 7] = [
    Kind { name: "Pod", api: "v1", shape: &Record(&[("metadata", &METADATA), ("spec", &POD_SPEC)]) },
    Kind {
        name: "Deployment",
        api: "apps/v1",
        shape: &Record(&[
            ("metadata", &METADATA),
            (
                "spec",
                &Record(&[
                    ("replicas", &Int),
                    ("paused", &Bool),
                    ("selector", &LABEL_SELECTOR),
                    ("strategy", &Record(&[("rollingUpdate", &Record(&[("maxSurge", &Share)]))])),
                    ("template", &TEMPLATE),
                ]),
            ),
        ]),
    },
    Kind {
        name: "CronJob",
        api: "batch/v1",
        shape: &Record(&[
            ("metadata", &METADATA),
            (
                "spec",
                &Record(&[
                    ("suspend", &Bool),
                    (
                        "jobTemplate",
                        &Record(&[
                            ("metadata", &METADATA),
                            ("spec", &Record(&[("backoffLimit", &Int), ("template", &TEMPLATE)])),
                        ]),
                    ),
                ]),
            ),
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
                    ("selector", &LABELS_SELECTOR),
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
        shape: &Record(&[("metadata", &METADATA), ("rules", &List(&RULE)), ("effectiveRules", &View(&List(&RULE)))]),
    },
    Kind {
        name: "NetworkPolicy",
        api: "networking.k8s.io/v1",
        shape: &Record(&[
            ("metadata", &METADATA),
            (
                "spec",
                &Record(&[("podSelector", &LABEL_SELECTOR), ("ingress", &List(&INGRESS)), ("egress", &List(&EGRESS))]),
            ),
        ]),
    },
];

/// Sets of kinds, with all that some of them have.
pub(crate) static UNIONS: [(&str, &[&str], &Shape); 3] = [
    (
        "ConfigMap | Role",
        &["ConfigMap", "Role"],
        &Record(&[("metadata", &METADATA), ("data", &WORD_MAP), ("immutable", &Bool), ("rules", &List(&RULE))]),
    ),
    (
        "Service | NetworkPolicy",
        &["Service", "NetworkPolicy"],
        &Record(&[
            ("metadata", &METADATA),
            (
                "spec",
                &Record(&[
                    ("externalName", &WORD),
                    ("externalIPs", &WORD_LIST),
                    ("podSelector", &LABEL_SELECTOR),
                    ("ingress", &List(&INGRESS)),
                ]),
            ),
        ]),
    ),
    (
        "Object",
        &["Pod", "Deployment", "CronJob", "Service", "ConfigMap", "Role", "NetworkPolicy"],
        &Record(&[("metadata", &METADATA), ("group", &View(&WORD)), ("version", &View(&WORD))]),
    ),
];

/// The keys that maps have.
const KEYS: &[&str] = &["a", "b", "memory"];

/// The keys of maps of such values: quantities are those of a container's resources, of which laws compare with any amount.
pub(crate) const fn keys_of(value: &Shape) -> &'static [&'static str] {
    if matches!(value, Quantity) { &["hugepages-2Mi", "a.b/c", "a.b/d"] } else { KEYS }
}

impl Kind {
    /// Whether its objects are Pods or make them.
    pub(crate) fn is_workload(&self) -> bool {
        matches!(self.name, "Pod" | "Deployment" | "CronJob")
    }
}

impl Shape {
    const fn inner(&'static self) -> &'static Self {
        if let View(inner) | Hidden(inner) = self { inner } else { self }
    }

    /// The shape of what objects have here; none of what only laws see.
    pub(crate) const fn stored(&'static self) -> Option<&'static Self> {
        if matches!(self, View(_)) { None } else { Some(self.inner()) }
    }

    /// The paths below a place, lists not entered, each with what is there.
    pub(crate) fn paths(&'static self, at: &str) -> Vec<(String, &'static Self)> {
        let below: Vec<(String, &Self)> = match self {
            Record(fields) => {
                let seen = fields.iter().filter(|(_, shape)| !matches!(shape, Hidden(_)));
                seen.map(|(name, shape)| (format!("{at}.{name}"), shape.inner())).collect()
            }
            Image => PARTS.iter().map(|part| (format!("{at}.{part}"), part_of_image(part))).collect(),
            Map(value) => keys_of(value).iter().map(|key| (format!("{at}[\"{key}\"]"), *value)).collect(),
            _ => Vec::new(),
        };
        below
            .into_iter()
            .flat_map(|(path, shape)| std::iter::once((path.clone(), shape)).chain(shape.paths(&path)))
            .filter(|(_, shape)| !matches!(shape, Record(_) | Image))
            .collect()
    }
}
