//! What roles grant, and whom bindings bind.

use super::{check, holds};

#[test]
fn grants_compares_as_the_authoriser() {
    let role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\nrules: [RULE]\n";
    let rule = |rule: &str, conditions: &[(&str, bool)]| {
        for (condition, expected) in conditions {
            let condition = format!("all p in o.rules: {condition}");
            assert_eq!(holds("Role", &condition, &role.replace("RULE", rule)), *expected, "{rule}: {condition}");
        }
    };
    rule(
        "{apiGroups: [''], resources: [pods], verbs: ['*']}",
        &[
            ("p.grants(\"create\", \"\", \"pods\")", true),
            ("p.grants(\"create\", \"\", \"pods/exec\")", false),
            ("p.grants(\"create\", \"apps\", \"pods\")", false),
            ("p.grantsAny([\"get\", \"list\"], \"\", [\"secrets\", \"pods\"])", true),
        ],
    );
    rule(
        "{apiGroups: ['*'], resources: ['*/exec', 'nodes/*'], verbs: [create]}",
        &[
            ("p.grants(\"create\", \"\", \"pods/exec\")", true),
            ("p.grants(\"get\", \"\", \"pods/exec\")", false),
            ("p.grants(\"create\", \"\", \"nodes/proxy\")", false),
            ("p.grants(\"create\", \"\", \"nodes/*\")", true),
            ("p.grantsAny([\"get\", \"create\"], \"\", [\"secrets\", \"pods/exec\"])", true),
            ("p.grantsAny([], \"\", [\"pods/exec\"])", false),
            ("p.coversResource(\"pods/exec\")", true),
            ("p.coversResource(\"pods\")", false),
        ],
    );
    rule(
        "{apiGroups: [''], resources: ['*'], resourceNames: [a], verbs: ['*']}",
        &[
            ("p.ofAnyName()", false),
            ("p.grants(\"get\", \"\", \"pods\")", true),
            ("p.grants(\"list\", \"\", \"pods\")", true),
            ("p.grants(\"create\", \"\", \"pods\")", false),
            ("p.grants(\"deletecollection\", \"\", \"pods\")", false),
            ("p.grants(\"create\", \"\", \"pods/exec\")", true),
            ("p.grantsAny([\"create\", \"deletecollection\"], \"\", [\"pods\", \"secrets\"])", false),
            ("p.grantsAny([\"create\"], \"\", [\"pods\", \"pods/exec\"])", true),
        ],
    );
    rule(
        "{apiGroups: [''], resources: [pods], resourceNames: [''], verbs: [create]}",
        &[("p.ofAnyName()", true), ("p.grants(\"create\", \"\", \"pods\")", true)],
    );
    rule("{resources: null}", &[("p.grants(\"get\", \"\", \"pods\")", false)]);
}

const CLUSTER: &str = "\
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: shop, labels: {app: web}}
spec: {serviceAccountName: web, containers: []}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all}
subjects: [{kind: ServiceAccount, name: web}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: all}
rules: []
aggregationRule: {clusterRoleSelectors: [{matchLabels: {to: all}}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: some, labels: {to: all}}
rules: [{apiGroups: [''], resources: [configmaps], verbs: [get]}]
aggregationRule: {clusterRoleSelectors: [{matchExpressions: [{key: to, operator: In, values: [some, all]}]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: more, labels: {to: some}}
rules: [{apiGroups: [''], resources: [secrets], verbs: [list]}]
";

#[test]
fn aggregation_is_resolved_through_every_step() {
    let conditions = [
        ("any p in o.permissions(): p.grants(\"list\", \"\", \"secrets\")", true),
        ("any p in o.permissions(): p.grants(\"get\", \"\", \"configmaps\")", true),
        ("any p in o.permissions(): p.grants(\"list\", \"\", \"pods\")", false),
        ("size(o.permissions()) == 2", true),
    ];
    check("Pod", CLUSTER, &conditions);
}

#[test]
fn a_binding_binds_by_name_user_and_group() {
    let pod = "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {containers: []}}";
    let binding = "\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b, namespace: NS}\n\
                   roleRef: {kind: Role, name: r}\nsubjects: [SUBJECT]\n";
    for (namespace, subject, expected) in [
        ("shop", "{kind: ServiceAccount, name: default}", true),
        ("other", "{kind: ServiceAccount, name: default}", false),
        ("shop", "{kind: ServiceAccount, name: default, namespace: ''}", true),
        ("other", "{kind: ServiceAccount, name: default, namespace: shop}", true),
        ("shop", "{kind: ServiceAccount, name: web}", false),
        ("shop", "{kind: User, name: 'system:serviceaccount:shop:default'}", true),
        ("shop", "{kind: Group, name: 'system:serviceaccounts:shop'}", true),
        ("shop", "{kind: Group, name: 'system:serviceaccounts:other'}", false),
        ("shop", "{kind: Group, name: 'system:authenticated'}", true),
        ("shop", "{kind: User, name: default}", false),
    ] {
        let input = format!("{pod}{}", binding.replace("NS", namespace).replace("SUBJECT", subject));
        assert_eq!(holds("Pod", "any b in RoleBinding: b.binds(o)", &input), expected, "{namespace} {subject}");
    }
}
