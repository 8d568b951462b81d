//! The standard library and the views, run on manifests.

mod rbac;

use crate::{Engine, Input};

/// The lines `rule: path` of what a law finds in a complete input; anything but a failure says so.
fn found(law: &str, input: &str) -> Vec<String> {
    let engine = Engine::builder().law("test.law", law).build().unwrap_or_else(|errors| panic!("{errors}"));
    let report = engine.check(Input::set([Input::yaml("test.yaml", input)]));
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    let line = |finding: &crate::Finding| match finding.verdict {
        crate::Verdict::Fail => format!("{}: {}", finding.rule, finding.path),
        other => format!("{}: {} {other:?} {}", finding.rule, finding.path, finding.message),
    };
    report.findings.iter().map(line).collect()
}

/// Whether a condition holds for the first object of a kind.
fn holds(kind: &str, condition: &str, input: &str) -> bool {
    let found = found(&format!("rule r for o in {kind} {{ require {condition} }}"), input);
    assert!(found.iter().all(|line| !line.contains("Undecided")), "{condition}: {found:?}");
    found.is_empty()
}

fn check(kind: &str, input: &str, conditions: &[(&str, bool)]) {
    for (condition, expected) in conditions {
        assert_eq!(holds(kind, condition, input), *expected, "{condition}");
    }
}

#[test]
fn containers_of_every_role_are_seen() {
    let cron = "\
apiVersion: batch/v1
kind: CronJob
metadata: {name: a}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers: [{name: a, image: x}]
          initContainers: [{name: b, image: x}, {name: c, image: x, restartPolicy: Always}]
          ephemeralContainers: [{name: d, image: x}]
";
    let law = "rule r for w in Workload, c in w.containers { forbid c.role == \"ROLE\" at c.name }";
    for (role, path) in [
        ("main", "containers[0].name"),
        ("init", "initContainers[0].name"),
        ("sidecar", "initContainers[1].name"),
        ("ephemeral", "ephemeralContainers[0].name"),
    ] {
        let expected = format!("r: spec.jobTemplate.spec.template.spec.{path}");
        assert_eq!(found(&law.replace("ROLE", role), cron), [expected]);
    }
}

#[test]
fn the_containers_of_a_malformed_pod_are_unknown() {
    let law = "rule r for w in Workload { require all c in w.containers: c.name == \"a\" }";
    let pod = |spec: &str| format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {spec}\n");
    for (spec, path) in [
        ("{containers: text}", "spec.containers"),
        ("{containers: [{name: a}], initContainers: {a: 1}}", "spec.initContainers"),
        ("text", "spec"),
        ("[{name: a}]", "spec"),
        ("{containers: [a]}", "spec.containers[0]"),
    ] {
        let found = found(law, &pod(spec));
        let [line] = found.as_slice() else { panic!("{spec}: {found:?}") };
        assert!(line.starts_with(&format!("r: {path} Undecided")), "{spec}: {line}");
    }
    assert!(found(law, &pod("{containers: [{name: a}], initContainers: null}")).is_empty());
}

#[test]
fn images_are_taken_apart() {
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: IMAGE}]}}";
    let image = |image: &str, conditions: &[(&str, bool)]| {
        for (condition, expected) in conditions {
            let condition = format!("all c in o.containers: {}", condition.replace("i.", "c.image."));
            assert_eq!(holds("Pod", &condition, &pod.replace("IMAGE", image)), *expected, "{image}: {condition}");
        }
    };
    image(
        "nginx",
        &[
            ("i.registry == \"docker.io\"", true),
            ("i.repository == \"library/nginx\"", true),
            ("i.tag == \"latest\"", true),
            ("has(i.digest)", false),
            ("has(i.written.registry)", false),
            ("has(i.written.tag)", false),
        ],
    );
    image(
        "'localhost:5000/app:1'",
        &[
            ("i.registry == \"localhost:5000\"", true),
            ("i.tag == \"1\"", true),
            ("i.written.registry == \"localhost:5000\"", true),
            ("i.under(\"localhost:5000\")", true),
            ("string(c.image) == \"localhost:5000/app:1\"", true),
        ],
    );
}

#[test]
fn flags_and_programs_are_read() {
    let pod = "\
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - name: a
    image: registry.k8s.io/kube-scheduler:v1.30.0
    command: [/usr/local/bin/kube-apiserver, --a=1, --b]
    args: ['2', --c, --a=3]
  - name: b
    image: registry.k8s.io/etcd:3.5
    args: [--data-dir=/var/lib/etcd]
  - name: c
    image: registry.k8s.io/hyperkube:v1.18
    args: [kubelet, --x]
";
    check(
        "Pod",
        pod,
        &[
            ("o.containers[0].program == \"kube-apiserver\"", true),
            ("o.containers[0].flags[\"a\"] == \"3\"", true),
            ("o.containers[0].flags[\"b\"] == \"2\"", true),
            ("o.containers[0].flags[\"c\"] == \"true\"", true),
            ("\"d\" in o.containers[0].flags", false),
            ("o.containers[1].program == \"etcd\"", true),
            ("o.containers[1].flags[\"data-dir\"] == \"/var/lib/etcd\"", true),
            ("o.containers[2].program == \"kubelet\"", true),
        ],
    );
}

#[test]
fn parts_of_texts_point_to_where_they_stand() {
    let pod = "\
apiVersion: v1
kind: Pod
metadata: {name: p, labels: {app: web}}
spec:
  containers: [{name: a, image: etcd, command: [/bin/etcd, --a=1, --b, '2', --c]}]
";
    for (condition, path) in [
        ("any c in o.containers: c.program == \"etcd\"", "spec.containers[0].command[0]"),
        ("any c in o.containers: c.flags[\"a\"] == \"1\"", "spec.containers[0].command[1]"),
        ("any c in o.containers: c.flags[\"b\"] == \"2\"", "spec.containers[0].command[3]"),
        ("any c in o.containers: c.flags[\"c\"] == \"true\"", "spec.containers[0].command[4]"),
        ("any c in o.containers: c.image.tag == \"latest\"", "spec.containers[0].image"),
        ("any e in o.metadata.labels.entries(): e.key == \"app\"", "metadata.labels.app"),
        ("any k in o.metadata.labels.keys(): k == \"app\"", "metadata.labels.app"),
        ("any s in strings(o.metadata): s == \"web\"", "metadata.labels.app"),
        ("o.version == \"v1\"", "apiVersion"),
        ("o.namespace == \"default\"", "metadata"),
    ] {
        let law = format!("rule r for o in Pod {{ forbid {condition} }}");
        assert_eq!(found(&law, pod), [format!("r: {path}")], "{condition}");
    }
}

#[test]
fn an_object_knows_its_namespace_group_and_api() {
    let deployment = "{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: d}}";
    check(
        "Deployment",
        deployment,
        &[
            ("o.namespace == \"default\"", true),
            ("o.group == \"extensions\"", true),
            ("o.version == \"v1beta1\"", true),
            ("o.api.removed == v1.16", true),
            ("has(o.api.replacement) and o.api.replacement == \"apps/v1\"", true),
        ],
    );
    check("Pod", "{apiVersion: v1, kind: Pod, metadata: {name: d}}", &[("has(o.api.removed)", false)]);
    check("Object", "{apiVersion: v1, kind: Namespace, metadata: {name: d}}", &[("has(o.namespace)", false)]);
    let law = "rule r for o in Pod { forbid o.namespace == \"shop\" }";
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: d, namespace: shop}}";
    assert_eq!(found(law, pod), ["r: metadata.namespace"]);
}

#[test]
fn a_network_policy_isolates_by_types_namespace_and_labels() {
    let policy = |spec: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: n, namespace: shop}}\n\
             spec: {spec}\n---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: shop, labels: {{app: web}}}}\n\
             spec: {{containers: []}}\n"
        )
    };
    for (spec, ingress, egress) in [
        ("{podSelector: {}}", true, false),
        ("{}", true, false),
        ("{podSelector: {}, egress: [{}]}", true, true),
        ("{podSelector: {}, egress: []}", true, false),
        ("{podSelector: {}, policyTypes: [Egress]}", false, true),
        ("{podSelector: {matchLabels: {app: web}}}", true, false),
        ("{podSelector: {matchLabels: {app: db}}}", false, false),
        ("{podSelector: {matchExpressions: [{key: app, operator: Exists}]}}", true, false),
    ] {
        let conditions = [
            ("any np in NetworkPolicy: np.isolates(o, \"Ingress\")", ingress),
            ("any np in NetworkPolicy: np.isolates(o, \"Egress\")", egress),
        ];
        check("Pod", &policy(spec), &conditions);
    }
}

#[test]
fn selectors_mean_what_their_field_means() {
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {app: web}}}\n---\n";
    let service =
        |selector: &str| format!("{pod}{{apiVersion: v1, kind: Service, metadata: {{name: s}}, spec: {{{selector}}}}}");
    for (selector, expected) in [
        ("selector: {app: web}", true),
        ("selector: {app: db}", false),
        ("selector: {app: web, tier: front}", false),
        ("selector: {}", false),
        ("type: ClusterIP", false),
    ] {
        let condition = "any p in Pod: o.spec.selector.selects(p.metadata.labels)";
        assert_eq!(holds("Service", condition, &service(selector)), expected, "{selector}");
    }
    check("Service", &service("selector: {}"), &[("o.spec.selector.isEmpty()", true)]);
    check("Service", &service("selector: {a: b}"), &[("o.spec.selector.isEmpty()", false)]);
    let budget = |selector: &str| {
        format!(
            "{pod}{{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {{name: b}}, spec: {{{selector}}}}}"
        )
    };
    for (selector, expected) in
        [("selector: {}", true), ("minAvailable: 1", false), ("selector: {matchLabels: {}}", true)]
    {
        let condition = "any p in Pod: o.spec.selector.selects(p.metadata.labels)";
        assert_eq!(holds("PodDisruptionBudget", condition, &budget(selector)), expected, "{selector}");
    }
    for (selector, expected) in [
        ("selector: {matchLabels: {}}", true),
        ("selector: {matchLabels: null, matchExpressions: []}", true),
        ("selector: {matchLabels: {a: null}, matchExpressions: []}", false),
        ("minAvailable: 1", true),
        ("selector: {matchLabels: {a: b}}", false),
        ("selector: {matchExpressions: [{key: a, operator: Like}]}", false),
    ] {
        check("PodDisruptionBudget", &budget(selector), &[("o.spec.selector.isEmpty()", expected)]);
    }
    let law =
        "rule r for s in PodDisruptionBudget { require any p in Pod: s.spec.selector.selects(p.metadata.labels) }";
    let found = found(law, &budget("selector: {matchExpressions: [{key: a, operator: Like}]}"));
    assert!(found.iter().all(|line| line.contains("Undecided")) && found.len() == 1, "{found:?}");
}

#[test]
fn references_are_found_in_every_place() {
    let pod = "\
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - name: a
    image: x
    env:
    - {name: A, valueFrom: {configMapKeyRef: {name: one, key: k}}}
    - {name: B, valueFrom: {secretKeyRef: {name: two, key: k, optional: true}}}
    - {name: C, value: plain}
    envFrom: [{configMapRef: {name: three}}, {secretRef: {name: four}}]
  volumes:
  - {name: v, configMap: {name: five}}
  - {name: w, secret: {secretName: six}}
  - {name: x, projected: {sources: [{configMap: {name: seven}}, {secret: {name: eight}}]}}
  - {name: y, emptyDir: {}}
";
    let law = "rule r for w in Workload, c in w.configRefs() where c.kind == \"KIND\" and not (c.optional == true) \
               { forbid has(c.name) at c.name }";
    let secrets = found(&law.replace("KIND", "Secret"), pod);
    let expected = [
        "containers[0].envFrom[1].secretRef.name",
        "volumes[1].secret.secretName",
        "volumes[2].projected.sources[1].secret.name",
    ];
    assert_eq!(secrets, expected.map(|path| format!("r: spec.{path}")));
    check("Pod", pod, &[("size(o.configRefs()) == 8", true)]);
}

#[test]
fn workloads_answer_what_they_are() {
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {os: {name: windows}, containers: \
               [{name: a, image: x}], volumes: [{name: v, image: {reference: y}}]}}\n---\n\
               {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: web}}}";
    check(
        "Pod",
        pod,
        &[
            ("windows(o)", true),
            ("o.serviceAccount() == \"default\"", true),
            ("mountsToken(o)", true),
            ("size(o.images()) == 2", true),
            ("namespaceOf(o).metadata.labels[\"team\"] == \"web\"", true),
        ],
    );
    let scaler = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}\n---\n{apiVersion: autoscaling/v2, kind: \
                  HorizontalPodAutoscaler, metadata: {name: h}, spec: {scaleTargetRef: {kind: Deployment, name: d}}}";
    check("Deployment", scaler, &[("any h in HorizontalPodAutoscaler: h.targets(o)", true)]);
    let role = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: NAME}}";
    for (name, expected) in [("view", true), ("'system:node'", true), ("mine", false)] {
        check("ClusterRole", &role.replace("NAME", name), &[("o.builtinRole()", expected)]);
    }
    let role = "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: NAME, namespace: shop}}";
    for (name, expected) in [("view", false), ("'system:node'", true)] {
        check("Role", &role.replace("NAME", name), &[("o.builtinRole()", expected)]);
    }
}
