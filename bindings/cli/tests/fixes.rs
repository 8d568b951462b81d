//! What `check --diff` shows and `check --fix` writes.

mod folder;

use folder::Folder;
use std::fs;

const LAW: &str = "rule host-pid for p in Pod { forbid p.spec.hostPID == true fix set p.spec.hostPID = false }\n";
const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: true\n";

#[test]
fn a_diff_names_files_from_the_working_folder() {
    let folder = Folder::new("diff", &[("a.law", LAW), ("in/x.yaml", POD), ("in/a b.yaml", POD), ("law/b.law", LAW)]);
    let absolute = fs::canonicalize(folder.0.join("in/x.yaml")).unwrap();
    let absolute = absolute.to_str().unwrap();
    let headers = |file: &str| -> Vec<String> {
        let ran = folder.run(&["check", file, "--law", "a.law", "--diff"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        ran.out.lines().take(2).map(str::to_owned).collect()
    };
    for file in ["in/x.yaml", "./in/x.yaml", "law/../in/x.yaml", absolute] {
        assert_eq!(headers(file), ["--- a/in/x.yaml", "+++ b/in/x.yaml"], "{file}");
    }
    // A tab ends a name with spaces, as in what `git diff` prints.
    assert_eq!(headers("in/a b.yaml"), ["--- a/in/a b.yaml\t", "+++ b/in/a b.yaml\t"]);
    let ran = Folder(folder.0.join("law")).run(&["check", "../in/x.yaml", "--law", "b.law", "--diff"]);
    let from_root = absolute.trim_start_matches('/');
    assert!(ran.out.starts_with(&format!("--- a/{from_root}\n+++ b/{from_root}\n")), "{}", ran.out);
}

#[test]
fn a_fix_is_written_and_nothing_else_of_the_file_changes() {
    let folder = Folder::new("fix", &[("a.law", LAW), ("x.yaml", POD)]);
    let ran = folder.run(&["check", "x.yaml", "--law", "a.law", "--fix"]);
    assert_eq!((ran.code, &*ran.err), (0, "1 finding in 1 file fixed: host-pid\n"));
    assert_eq!(fs::read_to_string(folder.0.join("x.yaml")).unwrap(), POD.replace("true", "false"));
}

#[test]
fn a_diff_hides_the_lines_of_a_secret_and_shows_all_others() {
    let secret = "---\nstringData: {a: hunter2}\napiVersion: v1\nkind: \"Secre\\u0074\"\nmetadata: {name: s}\n";
    let far = format!("{POD}  serviceAccountName: a\n  nodeName: b\n  priorityClassName: c\n{secret}");
    let near = format!("{POD}{secret}");
    let unread = format!("{POD}---\nkind: Secret\nstringData: {{a: hunter2]\n");
    let pull = format!("{POD}  imagePullSecrets: [{{name: a}}]\n");
    let files =
        [("a.law", LAW), ("far.yaml", &far), ("near.yaml", &near), ("unread.yaml", &unread), ("pull.yaml", &pull)];
    let folder = Folder::new("secret", &files);
    let diff = |file: &str| folder.run(&["check", file, "--law", "a.law", "--diff"]);
    for file in ["far.yaml", "pull.yaml"] {
        let ran = diff(file);
        assert!(ran.out.contains(" spec:\n-  hostPID: true\n+  hostPID: false\n "), "{}", ran.out);
        assert!(!ran.err.contains("note"), "{}", ran.err);
    }
    for file in ["near.yaml", "unread.yaml"] {
        let ran = diff(file);
        assert!(ran.out.ends_with("@@ -5 +5 @@\n-  hostPID: true\n+  hostPID: false\n"), "{}", ran.out);
        assert!(ran.err.contains("git apply --unidiff-zero"), "{}", ran.err);
    }
}

#[test]
fn a_diff_hides_what_rules_find_as_secrets() {
    let law = "rule password for p in Pod, c in p.spec.containers, e in c.env where e.name == \"PASSWORD\" {\n  layer secrets\n  \
               forbid has(e.value) message \"it has a password\" at e.value\n}\n";
    let env =
        |between: &str| format!("  containers:\n  - env: [{{name: PASSWORD,{between}\n      value: hunter22}}]\n");
    let near = format!("{POD}{}", env(""));
    let far = format!("{POD}{}", env("\n      # the default"));
    let containers = "{hostPID: true, containers: [{env: [{name: PASSWORD, value: hunter22}]}]}";
    let both = POD.replace("\n  hostPID: true", &format!(" {containers}"));
    let files = [("a.law", LAW), ("b.law", law), ("near.yaml", &near), ("far.yaml", &far), ("both.yaml", &both)];
    let folder = Folder::new("blamed", &files);
    let diff = |file: &str| folder.run(&["check", file, "--law", "a.law", "--law", "b.law", "--diff"]);
    for (file, changed, note) in [
        ("near.yaml", "-  hostPID: true\n+", "lines around the changes hold secrets"),
        ("far.yaml", "-  hostPID: true\n+", ""),
        ("both.yaml", "", "lines that change hold secrets, so nothing is shown; --fix makes the changes"),
    ] {
        let ran = diff(file);
        assert!(ran.code == 1 && ran.out.contains(changed) && !ran.out.contains("hunter22"), "{file}: {}", ran.out);
        assert!(ran.err.contains(note) && ran.err.contains("note: ") != note.is_empty(), "{file}: {}", ran.err);
    }
}

#[test]
fn a_carriage_return_alone_ends_no_line_of_a_diff() {
    let pod = POD.replace("metadata: {name: a}", "metadata: {name: a} # x\r# y").replace('\n', "\r\n");
    let folder = Folder::new("returns", &[("a.law", LAW), ("x.yaml", &pod)]);
    let ran = folder.run(&["check", "x.yaml", "--law", "a.law", "--diff"]);
    assert!(ran.out.contains("@@ -2,4 +2,4 @@"), "{}", ran.out);
}

#[test]
fn a_diff_says_where_no_line_break_ends_a_text() {
    let files = ["", "\r", "\n", "\n  hostname: a\r", "\r\n# a\r# b\r"].map(|end| POD.trim_end().to_owned() + end);
    let folder = Folder::new("open-end", &[("a.law", LAW)]);
    for (number, text) in files.iter().enumerate() {
        let name = format!("{number}.yaml");
        fs::write(folder.0.join(&name), text).unwrap();
        let diff = folder.run(&["check", &name, "--law", "a.law", "--diff"]).out;
        assert_eq!(diff.contains("\n\\ No newline at end of file\n"), !text.ends_with('\n'), "{diff:?}");
        assert!(diff.ends_with('\n'), "{diff:?}");
        fs::write(folder.0.join("x.diff"), &diff).unwrap();
        // Where there is no git, the text has to do.
        let git = std::process::Command::new("git")
            .args(["apply", "x.diff"])
            .current_dir(&folder.0)
            .env("GIT_DIR", ".")
            .status();
        if let Ok(status) = git {
            assert!(status.success(), "{diff:?}");
            assert_eq!(fs::read_to_string(folder.0.join(&name)).unwrap(), text.replace("true", "false"));
        }
    }
}

#[test]
fn what_a_baseline_accepts_is_not_fixed() {
    let folder = Folder::new("accepted", &[("a.law", LAW), ("x.yaml", POD)]);
    assert_eq!(folder.run(&["check", "x.yaml", "--law", "a.law", "--write-baseline", "b.json"]).code, 0);
    let other = format!("{POD}---\n{}", POD.replace("name: a", "name: b"));
    fs::write(folder.0.join("x.yaml"), &other).unwrap();
    let ran = folder.run(&["check", "x.yaml", "--law", "a.law", "--baseline", "b.json", "--fix"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("1 finding of the baseline left out\n"), "{}", ran.err);
    let expected = format!("{POD}---\n{}", POD.replace("name: a", "name: b").replace("true", "false"));
    assert_eq!(fs::read_to_string(folder.0.join("x.yaml")).unwrap(), expected);
}
