//! Names that the command is given: which it knows, and what it says of others.

mod folder;

use folder::Folder;

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n";

#[test]
fn rules_that_have_to_be_asked_for_are_explained() {
    let folder = Folder::new("optional-rule", &[]);
    let ran = folder.run(&["explain", "compat-kube-linter/blocked-image"]);
    assert!(ran.code == 0 && ran.out.starts_with("# compat-kube-linter/blocked-image\n"), "{}", ran.err);
    let ran = folder.run(&["explain", "kube-linter:latest-tag"]);
    assert!(ran.out.contains("\n# compat-kube-linter/blocked-image\n"), "{}", ran.out);
}

#[test]
fn few_names_are_told_where_none_is_near() {
    let folder = Folder::new("few", &[("pod.yaml", POD)]);
    let err = |option: &str| folder.run(&["check", "pod.yaml", option, "zzz"]).err;
    assert_eq!(err("--tier"), "error: unknown tier `zzz`; known: default, optional, strict\n");
    assert!(err("--framework").contains("; known: cis-1.12, "), "{}", err("--framework"));
    assert_eq!(err("--rule"), "error: unknown rule `zzz`\n");
    let err = folder.run(&["check", "pod.yaml", "--rule", "sysctl"]).err;
    assert!(err.starts_with("error: unknown rule `sysctl`; known: ") && err.contains(" unsafe-sysctl"), "{err}");
    assert!(err.split(", ").all(|known| known.contains("sysctl")), "{err}");
}

#[test]
fn a_check_of_a_tool_that_nobody_knows_is_told_with_those_that_are() {
    let folder = Folder::new("tools", &[("pod.yaml", POD)]);
    let err = folder.run(&["check", "pod.yaml", "--like", "nobody:nothing"]).err;
    assert!(err.starts_with("error: unknown check of another tool `nobody:nothing`; the tools are checkov, "), "{err}");
    let err = folder.run(&["check", "pod.yaml", "--like", "kube-linter:latest-tga"]).err;
    assert!(err.ends_with("; did you mean `kube-linter:latest-tag`?\n"), "{err}");
    let err = folder.run(&["check", "pod.yaml", "--like", "kube-linter:latest"]).err;
    assert!(err.ends_with("; did you mean `kube-linter:latest-tag`?\n"), "{err}");
}

#[test]
fn a_version_that_kubernetes_cannot_have_is_refused() {
    let folder = Folder::new("version", &[("pod.yaml", POD)]);
    let code = |version: &str| folder.run(&["check", "pod.yaml", "--pack", "rbac", "--kubernetes", version]).code;
    for version in ["133", "2.0", "0.9"] {
        assert_eq!(code(version), 2, "{version}");
    }
    for version in ["1.33", "v1.33.4+k3s1", "latest", "1.99", "1.0"] {
        assert_eq!(code(version), 0, "{version}");
    }
    let out = |version: &str| folder.run(&["check", "pod.yaml", "--pack", "rbac", "--kubernetes", version]).out;
    assert!(!out("latest").contains("warning") && !out("1.30").contains("warning"));
    assert!(out("1.99").contains(": 1.99 is taken to have the kinds and fields of 1."), "{}", out("1.99"));
}

#[test]
fn a_law_file_finds_those_beside_it_however_it_asks() {
    let rest = "rule a for p in Pod { forbid p.spec.hostPID == yes }\n";
    let files = [
        ("beside.law", format!("param most: int = 3 use \"shared.law\"\n{rest}")),
        ("tab.law", format!("use\t\"shared.law\"\n{rest}")),
        ("below.law", format!("use # what is shared\n  \"shared.law\"\n{rest}")),
        ("shared.law", "let yes = true\n".to_owned()),
        ("kubelaw.yaml", "laws: [beside.law]\n".to_owned()),
    ];
    let folder = Folder::new("uses", &files.each_ref().map(|(name, text)| (*name, text.as_str())));
    for arguments in [
        &["list", "--law", "beside.law"][..],
        &["list", "--law", "tab.law"],
        &["list", "--law", "below.law"],
        &["list"],
    ] {
        let ran = folder.run(arguments);
        assert!(ran.code == 0 && ran.out.starts_with("a "), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn help_is_a_command_too() {
    let folder = Folder::new("help", &[]);
    assert_eq!(folder.run(&["help"]).out, folder.run(&["--help"]).out);
    assert_eq!(folder.run(&["help", "check"]).out, folder.run(&["check", "--help"]).out);
}

#[test]
fn the_rules_of_a_project_are_listed_and_explained() {
    let law = "## No host's processes.\nrule host-pid for p in Pod { forbid p.spec.hostPID == true }\n";
    let files =
        [("laws/a.law", law), ("kubelaw.yaml", "laws: [laws]\nseverities: {host-pid: low}\n"), ("in/pod.yaml", POD)];
    let folder = Folder::new("project", &files);
    assert_eq!(folder.run(&["list"]).out, "host-pid  low       No host's processes.\n");
    let ran = folder.run(&["list", "--no-config", "--rule", "rbac/wildcard-role"]);
    assert!(!ran.out.contains("No host's processes"), "{}{}", ran.out, ran.err);
    let ran = folder.run(&["explain", "host-pid"]);
    assert!(
        ran.out.contains("# pod-security-baseline/host-pid\n") && ran.out.contains("\n# host-pid\n"),
        "{}",
        ran.out
    );
}

#[test]
fn what_is_listed_is_what_a_check_judges_by() {
    let law = "param names: [string]\n## Named.\nrule named for p in Pod { require p.metadata.name in names }\n";
    let folder = Folder::new("listed", &[("pod.yaml", POD), ("a.law", law)]);
    // A pack that replaces rules of the one that it extends.
    let listed = folder.run(&["list", "--pack", "pod-security-restricted"]).out.lines().count();
    let ran = folder.run(&["check", "pod.yaml", "--pack", "pod-security-restricted"]);
    assert!(ran.out.contains(&format!("1 object by {listed} rules")), "{listed}: {}", ran.out);
    assert_eq!(folder.run(&["list", "--law", "a.law"]).out, "named  medium    Named.\n");
    let ran = folder.run(&["list", "--pack", "compat-kube-linter"]);
    assert!(ran.code == 2 && ran.err.contains("tier `optional`"), "{}", ran.err);
}
