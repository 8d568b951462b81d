//! Many entries on several cores.

use super::*;
use crate::wire;
use rayon::ThreadPoolBuilder;

/// Pods, of which every third lacks its Service, every fifth is waived, and every hundredth is no object.
fn pods(count: usize) -> String {
    let documents = (0..count).map(|n| {
        let waiver = if n % 5 == 0 { "  annotations: {kubelaw.dev/waive.alone: kept apart}\n" } else { "" };
        let kind = if n % 100 == 99 { "kid" } else { "kind" };
        let service = format!("{{apiVersion: v1, kind: Service, metadata: {{name: p{n}}}}}\n---\n");
        let service = if n % 3 == 0 { "" } else { &service };
        format!("apiVersion: v1\n{kind}: Pod\nmetadata:\n  name: p{n}\n{waiver}---\n{service}")
    });
    documents.collect()
}

#[test]
fn the_report_is_the_same_on_any_number_of_cores() {
    let law = "rule alone for p in Pod { require any s in Service: s.metadata.name == p.metadata.name }\n\
               rule named for p in Pod { forbid p.metadata.name.endsWith(\"7\") }";
    let engine = Engine::builder().law("a.law", law).build().unwrap();
    let text = pods(1000);
    let on = |cores: usize| {
        let pool = ThreadPoolBuilder::new().num_threads(cores).build().unwrap();
        pool.install(|| {
            let mut session = engine.session(true);
            session.push(Input::yaml("all.yaml", text.as_str()));
            wire::report(&session.finish())
        })
    };
    let report = wire::report(&engine.check(Input::yaml("all.yaml", text.as_str()).complete(true)));
    // 334 numbers are divisible by three; four of these are no objects, and 67 are divisible by five. The other 133 of
    // the waivers are of no use, and 100 names end in seven.
    let failing = 334 - 4 - 67 + 133 + 100;
    assert!(report.contains(&format!("\"fail\":{failing},\"undecided\":0,\"waived\":67,")), "{}", &report[..1000]);
    for cores in [1, 2, 3, 7] {
        assert!(on(cores) == report, "{cores} cores say something else");
    }
}
