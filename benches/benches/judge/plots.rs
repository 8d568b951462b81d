//! The plots: how cost grows with rules, objects, containers and the size of an object, on Pods that are made here.

use crate::count::{each, instructions};
use kubelaw_benches::plot::{Chart, Line};
use kubelaw_benches::pods;
use std::path::Path;

const UP: &str = "instructions";

/// Draws them all.
pub(crate) fn draw() {
    let read_and_judge = |measure: &dyn Fn(&str, &str) -> Option<u64>, sets: &[String], x: &dyn Fn(&str) -> usize| {
        let points = |work| points(sets.iter().map(|set| (x(set), measure(work, set))));
        vec![Line { name: "read from JSON", points: points("read") }, Line { name: "judge", points: points("judge") }]
    };
    let after = |set: &str| set.rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or(0);
    let sets = |prefix: &str, numbers: &[usize]| numbers.iter().map(|n| format!("{prefix}{n}")).collect::<Vec<_>>();
    write(
        "containers",
        &Chart {
            title: "The restricted profile on Pods of more and more containers",
            across: "containers of a Pod",
            up: UP,
            lines: read_and_judge(&each, &sets("", &[1, 2, 4, 8, 16, 32, 64]), &after),
        },
    );
    write(
        "objects",
        &Chart {
            title: "The restricted profile on more and more small Pods",
            across: "Pods",
            up: UP,
            lines: read_and_judge(&instructions, &sets("objects-", &[1, 4, 16, 64, 256, 1024]), &after),
        },
    );
    let length = |set: &str| pods::json(set).first().map_or(0, String::len);
    write(
        "size",
        &Chart {
            title: "Pods with more and more that no rule asks for",
            across: "bytes of a Pod",
            up: UP,
            lines: read_and_judge(&each, &sets("size-", &[500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000]), &length),
        },
    );
    let rules = |name, works: Vec<String>| {
        let counted = works.iter().map(|work| (kubelaw_benches::rules(work), each(work, "1")));
        Line { name, points: points(counted) }
    };
    write(
        "rules",
        &Chart {
            title: "Judging a small Pod by more and more rules",
            across: "rules",
            up: UP,
            lines: vec![
                rules("shipped rules", sets("every-", &[32, 16, 8, 4, 2, 1])),
                rules("on shared paths", sets("copies-", &[1, 2, 4, 8, 16])),
            ],
        },
    );
}

#[expect(clippy::cast_precision_loss, reason = "a picture is less exact")]
fn points(counted: impl Iterator<Item = (usize, Option<u64>)>) -> Vec<(f64, f64)> {
    counted.filter_map(|(x, y)| Some((x as f64, y?.max(1) as f64))).collect()
}

#[expect(clippy::expect_used, reason = "a bench that cannot write its plots has nothing to show")]
fn write(name: &str, chart: &Chart<'_>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plots");
    std::fs::create_dir_all(&folder).expect("the folder of plots can be made");
    std::fs::write(folder.join(format!("{name}.svg")), chart.svg()).expect("a plot can be written");
    println!("benches/plots/{name}.svg");
}
