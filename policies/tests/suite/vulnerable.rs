//! Every row of the table of vulnerable images is found: the rule looks at the end of a name before it looks rows up.

use kubelaw::{Engine, EngineBuilder, Input, Selection, pack};
use serde_json::json;

const LAW: &str = include_str!("../../images/vulnerable-image.law");

/// The text in quotes, or up to the end, behind a key of a row.
fn of<'t>(row: &'t str, key: &str) -> &'t str {
    let (_, behind) = row.split_once(&format!("\"{key}\":")).unwrap();
    behind.split([',', '}']).next().unwrap().trim().trim_matches('"')
}

#[test]
fn the_first_version_of_every_row_is_found() {
    let select = Selection { rules: vec!["vulnerable-image".to_owned()], ..Selection::default() };
    let packs = pack::shipped().unwrap().into_iter().filter(|pack| pack.name().to_string() == "images");
    let engine = packs.fold(Engine::builder(), EngineBuilder::pack).select(select).build().unwrap();
    let rows: Vec<&str> = LAW.split("\"repository\"").skip(1).collect();
    assert!(rows.len() >= 6, "the table has another form now");
    for row in rows {
        let row = format!("\"repository\"{row}");
        let (name, from) = (of(&row, "repository"), of(&row, "from"));
        // A version of two parts is no tag that these images have.
        let tag = if from.matches('.').count() < 2 { format!("{from}.1") } else { from.to_owned() };
        let image = format!("docker.io/{name}:{tag}");
        let pod = json!({"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "image": image}]}});
        assert_eq!(engine.check(Input::value(&pod)).findings.len(), 1, "{image}");
    }
}
