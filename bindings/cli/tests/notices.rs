//! What is wrong with an input is told, whatever the command is asked to show or write.

mod folder;

use folder::Folder;
use std::fs;

const LAW: &str = "rule host-pid for p in Pod { forbid p.spec.hostPID == true fix set p.spec.hostPID = false }\n";
const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: true\n";
const BROKEN: &str = "a: [\n";
/// No rule looks at it, since there is no such kind.
const MISSPELT: &str = "apiVersion: v1\nkind: Pdo\nmetadata: {name: a}\n";

#[test]
fn a_diff_ends_with_2_where_something_could_not_be_read() {
    let folder = Folder::new("diff-errors", &[("a.law", LAW), ("broken.yaml", BROKEN), ("pod.yaml", POD)]);
    for files in [&["missing.yaml"][..], &["broken.yaml"], &["broken.yaml", "pod.yaml"]] {
        let ran = folder.run(&[&["check", "--law", "a.law", "--diff"], files].concat());
        assert_eq!(ran.code, 2, "{files:?}: {}", ran.err);
        assert!(ran.err.contains(files[0]) && ran.err.contains("error: "), "{files:?}: {}", ran.err);
        assert_eq!(ran.out.contains("+++ b/pod.yaml"), files.contains(&"pod.yaml"), "{}", ran.out);
    }
}

#[test]
fn what_a_finding_leaves_undecided_is_a_line_of_it() {
    let typed = "rule typed for o in Object, m in o.misfits { require not has(m.wanted) at m.value }\n";
    let files = [("a.law", LAW), ("b.law", typed), ("pod.yaml", &POD.replace("true", "\"true\""))];
    let folder = Folder::new("undecided", &files);
    let alone = folder.run(&["check", "--law", "a.law", "pod.yaml"]);
    assert!(alone.code == 1 && alone.out.contains("medium[host-pid]: undecided: cannot decide"), "{}", alone.out);
    let both = folder.run(&["check", "--law", "a.law", "--law", "b.law", "pod.yaml"]);
    assert!(
        both.out.starts_with("medium[typed]: ") && both.out.contains("= so undecided: medium[host-pid]\n"),
        "{}",
        both.out
    );
    assert!(both.code == 1 && both.out.matches("pod.yaml:5:12").count() == 1, "{}", both.out);
    assert!(both.out.contains("2 findings (2 medium), 1 undecided"), "{}", both.out);
}

#[test]
fn a_baseline_that_is_written_hides_no_error() {
    let folder = Folder::new("baseline-errors", &[("a.law", LAW), ("broken.yaml", BROKEN), ("pod.yaml", POD)]);
    let ran = folder.run(&["check", "--law", "a.law", ".", "--write-baseline", "b.json"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("broken.yaml:1:4") && ran.err.contains("1 finding written to b.json"), "{}", ran.err);
}

#[test]
fn standard_error_has_what_the_format_cannot_say() {
    let folder = Folder::new("format-errors", &[("a.law", LAW), ("misspelt.yaml", MISSPELT)]);
    let check = |format: &str| folder.run(&["check", "--law", "a.law", "misspelt.yaml", "--format", format]);
    for format in ["gitlab", "junit", "sarif=o.sarif", "text=o.txt"] {
        assert!(check(format).err.contains("did you mean `Pod`?"), "{format}");
    }
    for format in ["text", "json", "sarif", "github", "markdown"] {
        let ran = check(format);
        assert!(ran.err.is_empty() && ran.out.contains("did you mean"), "{format}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn a_folder_that_is_named_is_read_though_it_is_ignored_as_a_whole() {
    let files = [("a.law", LAW), (".gitignore", "out/*\n*.tmp.yaml\n"), ("out/pod.yaml", POD), ("in/x.tmp.yaml", POD)];
    let folder = Folder::new("ignored", &files);
    let ran = folder.run(&["check", "--law", "a.law", "out"]);
    assert!(ran.code == 1 && ran.out.contains("out/pod.yaml:5"), "{}", ran.out);
    let ran = folder.run(&["check", "--law", "a.law", "."]);
    assert!(ran.code == 0 && ran.out.contains("no YAML or JSON file that is not hidden or left out"), "{}", ran.out);
    fs::create_dir_all(folder.0.join("none")).unwrap();
    let ran = folder.run(&["check", "--law", "a.law", "none"]);
    assert!(ran.out.contains("warning: the folder holds no YAML or JSON file\n"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_that_file() {
    let folder = Folder::new("links", &[("a.law", LAW), ("in/pod.yaml", POD)]);
    std::os::unix::fs::symlink("pod.yaml", folder.0.join("in/other.yaml")).unwrap();
    let ran = folder.run(&["check", "--law", "a.law", "in"]);
    assert!(ran.out.contains("1 object by 1 rule: 1 finding"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told() {
    let folder = Folder::new("no-file", &[("a.law", LAW), ("in/pod.yaml", POD)]);
    let _socket = std::os::unix::net::UnixListener::bind(folder.0.join("in/live.yaml")).unwrap();
    // A device may have no end.
    std::os::unix::fs::symlink("/dev/null", folder.0.join("in/null.yaml")).unwrap();
    let ran = folder.run(&["check", "--law", "a.law", "in"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    for name in ["live", "null"] {
        let told = format!("error: a pipe, a socket or a device: name it to have it read\n  --> in/{name}.yaml");
        assert!(ran.out.contains(&told), "{}", ran.out);
    }
    assert!(ran.out.contains("1 finding"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn links_that_are_not_followed_or_lead_nowhere_are_told() {
    let files = [("a.law", LAW), ("in/pod.yaml", POD), ("shared/pod.yaml", POD)];
    let folder = Folder::new("led-astray", &files);
    for (to, link) in [("..", "loop"), ("../shared", "shared"), ("nowhere", "notes.txt")] {
        std::os::unix::fs::symlink(to, folder.0.join("in").join(link)).unwrap();
    }
    let ran = folder.run(&["check", "--law", "a.law", "in"]);
    let told = |name: &str| {
        format!(
            "warning: a link to a folder is not followed: name the folder, or leave the link out by `exclude`\n --> {name}"
        )
    };
    assert_eq!(ran.code, 1, "{}", ran.out);
    for name in ["in/loop", "in/shared"] {
        assert!(ran.out.replace("  -->", " -->").contains(&told(name)), "{}", ran.out);
    }
    fs::write(folder.0.join("kubelaw.yaml"), "exclude: [in/loop, in/shared]\n").unwrap();
    assert!(!folder.run(&["check", "--law", "a.law", "in"]).out.contains("followed"));
    std::os::unix::fs::symlink("nowhere.yaml", folder.0.join("in/b.yaml")).unwrap();
    let ran = folder.run(&["check", "--law", "a.law", "in"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("error: cannot be read: no such file") && ran.out.contains("in/b.yaml"), "{}", ran.out);
}

#[test]
fn a_configuration_of_almost_the_right_name_is_told() {
    for name in ["kubelaw.yml", ".kubelaw.yaml"] {
        let folder = Folder::new("almost", &[("a.law", LAW), (name, "severities: {}\n"), ("in/pod.yaml", POD)]);
        let expected =
            format!("error: {name}: a configuration is called kubelaw.yaml: rename the file, or give it by --config\n");
        let ran = folder.run(&["check", "--law", "a.law", "in"]);
        assert_eq!((ran.code, ran.err), (2, expected));
        let given = folder.run(&["check", "--law", "a.law", "in", "--config", name]);
        assert_eq!(given.code, 1, "{}", given.err);
        assert_eq!(folder.run(&["check", "--law", "a.law", "in", "--no-config"]).code, 1);
    }
}

#[test]
fn a_glob_that_is_none_is_told_with_its_place() {
    for (glob, why) in [
        ("[a", "unclosed character class; missing ']'"),
        ("{a", "unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)"),
    ] {
        let config = format!("laws: [a.law]\nexclude:\n- vendor/**\n- '{glob}'\n");
        let files = [("a.law", LAW), ("kubelaw.yaml", config.as_str()), ("pod.yaml", POD)];
        let ran = Folder::new("exclude", &files).run(&["check", "."]);
        let expected = format!("error: kubelaw.yaml:4:3: `exclude`: `{glob}` is not a glob: {why}\n");
        assert_eq!((ran.code, ran.err), (2, expected));
    }
}

#[test]
fn what_the_configuration_asks_for_in_vain_is_told_with_its_name() {
    let files = [("a.law", LAW), ("kubelaw.yaml", "params: {most: 3}\n"), ("in/pod.yaml", POD)];
    let folder = Folder::new("blame", &files);
    let ran = folder.run(&["check", "--law", "a.law", "in"]);
    let expected = "error: kubelaw.yaml:1:10: unknown parameter `most`\nnote: the settings of kubelaw.yaml count here, too; --no-config leaves them out\n";
    assert_eq!((ran.code, &*ran.err), (2, expected));
    let ran = folder.run(&["check", "--law", "a.law", "in", "--no-config", "--set", "most=3"]);
    assert_eq!((ran.code, &*ran.err), (2, "error: unknown parameter `most`\n"));
}

#[test]
fn a_file_that_the_configuration_names_in_vain_is_told_with_its_name() {
    for (config, told) in [
        ("laws: [none.law]\n", "error: kubelaw.yaml:1:8: no such file or folder\n"),
        ("crds: [in]\n", "error: kubelaw.yaml:1:8: ./in: the folder holds no such file\n"),
    ] {
        let folder =
            Folder::new("in-vain", &[("a.law", LAW), ("kubelaw.yaml", config), ("in/a.law", LAW), ("pod.yaml", POD)]);
        let ran = folder.run(&["check", "pod.yaml"]);
        assert_eq!((ran.code, &*ran.err), (2, told));
    }
}

#[test]
fn a_review_that_cannot_be_judged_is_an_error() {
    let review =
        |request: &str| format!("{{apiVersion: admission.k8s.io/v1, kind: AdmissionReview, request: {request}}}\n");
    let object = "{apiVersion: v1, kind: Pod, metadata: {name: a}}";
    for (request, code) in [
        (format!("{{operation: CREATE, object: {object}}}"), 0),
        (format!("{{operation: UPDATE, object: {object}}}"), 2),
        (format!("{{operation: create, object: {object}}}"), 2),
        ("{operation: CREATE}".to_owned(), 2),
        ("{}".to_owned(), 2),
    ] {
        let folder = Folder::new("review", &[("a.law", LAW), ("review.yaml", &review(&request))]);
        let ran = folder.run(&["check", "--law", "a.law", "review.yaml"]);
        assert_eq!(ran.code, code, "{request}: {}", ran.out);
    }
}

#[test]
fn law_files_in_other_encodings_are_told() {
    let folder = Folder::new("encodings", &[("pod.yaml", POD)]);
    fs::write(folder.0.join("a.law"), [0xff, 0xfe, b'r', 0]).unwrap();
    fs::write(folder.0.join("b.law"), b"# \xff").unwrap();
    for (law, told) in [("a.law", "UTF-16 text: save it as UTF-8"), ("b.law", "not UTF-8 text (byte 2)")] {
        let ran = folder.run(&["check", "pod.yaml", "--law", law]);
        assert_eq!((ran.code, ran.err), (2, format!("error: {law}: {told}\n")));
    }
}

#[test]
fn waivers_of_the_configuration_are_told_where_they_are_of_no_use() {
    let config = "waivers:\n- {rule: host-pid, reason: was agreed, expires: 2020-02-29, owner: us}\n- {rule: no-such-thing, reason: agreed}\n";
    let files = [("a.law", LAW), ("kubelaw.yaml", config), ("pod.yaml", POD)];
    let ran = Folder::new("waivers", &files).run(&["check", "--law", "a.law", "pod.yaml"]);
    assert_eq!(ran.code, 1);
    for told in ["the waiver of host-pid expired on 2020-02-29 (owner: us)", "there is no no-such-thing\n"] {
        assert!(ran.out.contains(told), "{}", ran.out);
    }
    assert!(ran.out.contains("\n --> kubelaw.yaml:3:10\n"), "{}", ran.out);
}

#[test]
fn what_options_ask_for_in_vain_is_not_told_of_the_configuration() {
    // The rule is named by a waiver, which may name one that is not there.
    let config = "laws: [a.law]\nparams: {gone: 1}\nrules: [gone]\nwaivers: [{rule: gone, reason: agreed}]\n";
    let folder = Folder::new("vain", &[("a.law", LAW), ("kubelaw.yaml", config), ("pod.yaml", POD)]);
    let told = |options: &[&str]| folder.run(&[&["check", "pod.yaml"], options].concat()).err;
    let note = "note: the settings of kubelaw.yaml count here, too; --no-config leaves them out\n";
    let param = "error: kubelaw.yaml:2:10: unknown parameter `gone`\n";
    let rule = "error: kubelaw.yaml:3:9: unknown rule `gone`; known: host-pid\n";
    assert_eq!(told(&[]), format!("{rule}{param}{note}"));
    let rule = "error: unknown rule `gone`; known: host-pid\n";
    assert_eq!(told(&["--rule", "gone"]), format!("{rule}{param}{note}"));
    assert_eq!(told(&["--rule", "host-pid", "--set", "gone=1"]), format!("error: unknown parameter `gone`\n{note}"));
}

#[test]
fn a_file_that_is_named_twice_counts_once() {
    let config = "laws: [laws, laws/a.law, ./laws/a.law]\n";
    let folder = Folder::new("twice", &[("laws/a.law", LAW), ("kubelaw.yaml", config), ("pod.yaml", POD)]);
    let ran = folder.run(&["check", "pod.yaml"]);
    assert!(ran.code == 1 && ran.out.contains("by 1 rule"), "{}{}", ran.out, ran.err);
}

#[test]
fn definitions_of_options_go_over_those_of_the_configuration() {
    let crd = |field: &str| {
        format!(
            "{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {{name: fleets.acme.io}}, spec: \
             {{group: acme.io, names: {{kind: Fleet, plural: fleets}}, scope: Namespaced, versions: [{{name: v1, schema: \
             {{openAPIV3Schema: {{properties: {{spec: {{properties: {{{field}: {{type: integer}}}}}}}}}}}}}}]}}}}\n"
        )
    };
    let (old, new) = (crd("crew"), crd("size"));
    let law = "rule small for f in kind(\"acme.io/Fleet\") { forbid f.spec.size == 1 }\n";
    let files =
        [("a.law", law), ("kubelaw.yaml", "laws: [a.law]\ncrds: [old]\n"), ("old/a.yaml", &old), ("new.yaml", &new)];
    let folder = Folder::new("definitions", &files);
    assert_eq!(folder.run(&["list"]).code, 2);
    assert_eq!(folder.run(&["list", "--crd", "new.yaml"]).code, 0);
}

#[test]
fn waivers_in_manifests_count_unless_the_configuration_says_no() {
    let pod = POD.replace("true", "true # kubelaw:waive host-pid -- agreed");
    for (config, code) in [("", 0), ("inPlaceWaivers: true\n", 0), ("inPlaceWaivers: false\n", 1)] {
        let folder = Folder::new("in-place", &[("a.law", LAW), ("kubelaw.yaml", config), ("pod.yaml", &pod)]);
        assert_eq!(folder.run(&["check", "--law", "a.law", "pod.yaml"]).code, code, "{config}");
    }
}
