//! Paths on a node, as texts.

/// Whether a path is another, or below it; `/var/run` is `/run`.
pub(crate) fn under(path: &str, ancestor: &str) -> bool {
    let linked = |path: &[String]| match path {
        [root, var, run, rest @ ..] if root.is_empty() && var == "var" && run == "run" => {
            [&[String::new(), "run".to_owned()], rest].concat()
        }
        other => other.to_vec(),
    };
    let (path, ancestor) = (steps(path), steps(ancestor));
    path.starts_with(&ancestor) || linked(&path).starts_with(&linked(&ancestor))
}

/// The steps of a path, the first one empty where it begins at the root.
fn steps(path: &str) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    if path.starts_with('/') {
        steps.push(String::new());
    }
    for step in path.split('/').filter(|step| !step.is_empty() && *step != ".") {
        if step != ".." {
            steps.push(step.to_owned());
        } else if steps.len() > 1 {
            steps.pop();
        }
    }
    if steps.is_empty() { vec![".".to_owned()] } else { steps }
}
