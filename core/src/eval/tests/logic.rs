//! Kleene's logic, quantifiers and comprehensions.

use super::{FAIL, PASS, UNDECIDED, on};

/// A Pod on which `T` is true, `F` false and `U` unknown.
fn truth(expression: &str) -> super::Ruling {
    let condition = expression
        .replace('T', "(p.spec.hostname == \"a\")")
        .replace('F', "(p.spec.hostname == \"b\")")
        .replace('U', "(p.spec.hostPID == true)");
    on(&condition, "{hostname: a, hostPID: text}")
}

#[test]
fn and_or_not_follow_kleene() {
    for (expression, expected) in [
        ("T and T", PASS),
        ("T and F", FAIL),
        ("T and U", UNDECIDED),
        ("U and T", UNDECIDED),
        ("U and F", FAIL),
        ("F and U", FAIL),
        ("U and U", UNDECIDED),
        ("T or U", PASS),
        ("U or T", PASS),
        ("U or F", UNDECIDED),
        ("F or U", UNDECIDED),
        ("F or F", FAIL),
        ("not U", UNDECIDED),
        ("not F", PASS),
        ("not (U and F)", PASS),
        ("U or F or T", PASS),
        ("U and T and F", FAIL),
        ("if T then T else U", PASS),
        ("if F then U else T", PASS),
        ("if U then T else T", UNDECIDED),
    ] {
        assert_eq!(truth(expression), expected, "{expression}");
    }
}

#[test]
fn quantifiers_follow_kleene() {
    let spec = "{containers: [{name: a, tty: true}, {name: b, tty: text}, {name: c, tty: false}]}";
    for (condition, expected) in [
        ("any c in p.spec.containers: c.tty == true", PASS),
        ("all c in p.spec.containers: c.tty == true", FAIL),
        ("any c in p.spec.containers: c.tty == true and c.name == \"b\"", UNDECIDED),
        ("all c in p.spec.containers: c.tty == true or c.name != \"b\"", UNDECIDED),
        ("any c in p.spec.containers where c.tty == true: c.name == \"b\"", UNDECIDED),
        ("any c in p.spec.containers where c.tty == true: c.name == \"a\"", PASS),
        ("any c in p.spec.containers where c.tty == true: c.name == \"c\"", FAIL),
        ("all c in p.spec.containers where c.tty == true: c.name == \"a\"", UNDECIDED),
        ("all c in p.spec.containers where c.tty == true: c.name != \"c\"", PASS),
        ("all c in p.spec.containers where c.tty == true: c.name != \"a\"", FAIL),
        ("one c in p.spec.containers: c.name == \"a\"", PASS),
        ("one c in p.spec.containers: c.name == \"z\"", FAIL),
        ("one c in p.spec.containers: c.name != \"a\"", FAIL),
        ("one c in p.spec.containers: c.tty == true", UNDECIDED),
        ("one c in p.spec.containers: c.tty == true or c.name == \"c\"", FAIL),
    ] {
        assert_eq!(on(condition, spec), expected, "{condition}");
    }
}

/// Elements that are looked for by one of their fields: among them some without it, and one where it is no text.
#[test]
fn elements_by_one_field() {
    let spec = "{nodeName: b, containers: [{name: a}, {image: i}, {name: b}, {name: 5}, null, {name: b}]}";
    for (condition, expected) in [
        ("any c in p.spec.containers: c.name == \"a\"", PASS),
        ("any c in p.spec.containers: \"b\" == c.name", PASS),
        ("any c in p.spec.containers: c.name == p.spec.nodeName", PASS),
        ("any c in p.spec.containers: c.name == \"z\"", UNDECIDED),
        ("any c in p.spec.containers: c.image == \"z\"", FAIL),
        ("any c in p.spec.containers: c.image == p.spec.hostname", FAIL),
        ("all c in p.spec.containers: c.name == \"a\"", FAIL),
        ("all c in p.spec.containers: c.image == \"i\"", FAIL),
        ("one c in p.spec.containers: c.name == \"a\"", UNDECIDED),
        ("one c in p.spec.containers: c.name == p.spec.nodeName", FAIL),
        ("one c in p.spec.containers: c.image == \"i\"", PASS),
        ("one c in p.spec.containers: c.image == \"z\"", FAIL),
        ("any c in p.spec.containers, d in p.spec.containers: d.name == c.image", UNDECIDED),
        ("any c in p.spec.containers: one d in p.spec.containers: d.image == c.image", PASS),
        ("all c in p.spec.containers: one d in p.spec.containers: d.name == c.name", FAIL),
    ] {
        assert_eq!(on(condition, spec), expected, "{condition}");
    }
}

#[test]
fn scopes_with_several_bindings() {
    let spec = "{containers: [{name: a, ports: [{containerPort: 1}, {containerPort: 2}]}, {name: b, ports: \
                [{containerPort: 2}]}, {name: c}]}";
    for (condition, expected) in [
        ("any c in p.spec.containers, q in c.ports: q.containerPort == 2 and c.name == \"b\"", PASS),
        ("all c in p.spec.containers, q in c.ports: q.containerPort < 3", PASS),
        ("all c in p.spec.containers where c.name != \"b\", q in c.ports: q.containerPort == 1", FAIL),
        ("one c in p.spec.containers, q in c.ports: q.containerPort == 1", PASS),
        ("one c in p.spec.containers, q in c.ports: q.containerPort == 2", FAIL),
        ("[q.containerPort for c in p.spec.containers, q in c.ports] == [1, 2, 2]", PASS),
        ("p.spec.containers[*].ports[*].containerPort == [1, 2, 2]", PASS),
        ("[c.name for c in p.spec.containers where c.ports.isEmpty()] == [\"c\"]", PASS),
        ("[[c.name, \"x\"] for c in p.spec.containers].size() == 3", PASS),
    ] {
        assert_eq!(on(condition, spec), expected, "{condition}");
    }
}

#[test]
fn constant_scopes_are_computed_once_and_rightly() {
    for (condition, expected) in [
        ("[x for x in [1, 2, 3] where x > 1] == [2, 3]", PASS),
        ("any x in [1, 2], y in [2, 3]: x == y", PASS),
        ("all x in [1, 2]: x > 1", FAIL),
        ("one x in [\"a\", \"b\"]: x == \"a\"", PASS),
        ("{\"a\": 1}.entries()[*].key == [\"a\"]", PASS),
    ] {
        assert_eq!(on(condition, "{}"), expected, "{condition}");
    }
}

#[test]
fn what_may_be_an_element_is_an_unknown_one() {
    let spec = "{containers: [{name: a, tty: text}, {name: b, tty: true}]}";
    assert_eq!(on("\"b\" in [c.name for c in p.spec.containers where c.tty == true]", spec), PASS);
    assert_eq!(on("\"a\" in [c.name for c in p.spec.containers where c.tty == true]", spec), UNDECIDED);
    assert_eq!(on("[c.name for c in p.spec.containers where c.tty == true].size() > 0", spec), UNDECIDED);
}

#[test]
fn a_let_may_be_used_where_its_slots_hold_other_variables() {
    let case = super::law(
        "rule r for p in Pod {
           let tty = any c in p.spec.containers: c.tty == true
           for v in p.spec.volumes { require tty and v.name == \"a\" and tty }
         }",
    );
    assert_eq!(case.ruling(&super::pod("{containers: [{tty: true}], volumes: [{name: a}]}")), PASS);
    assert_eq!(case.ruling(&super::pod("{containers: [{tty: true}], volumes: [{name: b}]}")), FAIL);
}
