//! One act that may have been several: weapons and places as hypotheses.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use accord_check::model::Agreement;
use accord_check::{Family, Source, check};
use accord_judge::{Act, Facts, Finding, Joint, Judge, Mass, Outcome, Who, entry};

const TEXT: &str = r#"# T

```accord
agreement t.t
  title     "t"
  made      2016-01-01
  zone      Europe/Kyiv

kind sighting "sighting"

fact heavy(W)      "{W} is a heavy weapon"
fact zone(place)   "{place} lies in the zone"

define heavy-weapon W
  means     heavy(W)

obligation pull-back
  binds     anyone
  must      "keep heavy weapons out of the zone"
  breach    sighting of heavy-weapon
  where     zone(it.place)
```
"#;

fn agreement() -> Agreement {
    check(&Family::read(vec![Source { path: "t.md".into(), text: TEXT.into() }])).agreement
}

fn found(joint: Vec<Joint>) -> Finding {
    let agreement = agreement();
    let lines = ["heavy(gun-x)", "not heavy(truck-y)", "zone(place-in)", "not zone(place-out)"];
    let given =
        |line: &&str| entry(&accord_syntax::parse_given(line).unwrap(), &agreement).unwrap();
    let facts = Facts::new(lines.iter().map(given));
    let act = Act {
        id: "a".into(),
        kind: "sighting".into(),
        joint,
        place: Some("place-in".into()),
        ..Act::default()
    };
    Judge::new(&agreement, &facts, None).judge_rule(&act, "pull-back")
}

fn row(weapon: &str, place: Option<&str>, millionths: Option<u32>) -> Joint {
    Joint {
        by: Who::Actor("group-a".into()),
        weapon: Some(weapon.into()),
        place: place.map(str::to_owned),
        mass: millionths.and_then(Mass::from_millionths),
        ..Joint::default()
    }
}

fn interval(finding: &Finding) -> (String, String) {
    (finding.breach.sure.to_string(), finding.breach.possible.to_string())
}

#[test]
fn a_gun_or_a_truck_with_masses_gives_the_mass_of_the_gun() {
    let found = found(vec![row("gun-x", None, Some(700_000)), row("truck-y", None, Some(300_000))]);
    assert_eq!(found.outcome, Outcome::Undetermined);
    assert_eq!(interval(&found), ("0.70".into(), "0.70".into()));
}

#[test]
fn a_gun_or_a_truck_of_which_nobody_says_how_likely_leaves_it_open() {
    let found = found(vec![row("gun-x", None, None), row("truck-y", None, None)]);
    assert_eq!(found.outcome, Outcome::Undetermined);
    assert_eq!(interval(&found), ("0.00".into(), "1.00".into()));
}

#[test]
fn a_gun_inside_or_a_truck_outside_or_a_gun_outside_go_together() {
    let found = found(vec![
        row("gun-x", None, Some(500_000)),
        row("truck-y", Some("place-out"), Some(200_000)),
        row("gun-x", Some("place-out"), Some(300_000)),
    ]);
    assert_eq!(interval(&found), ("0.50".into(), "0.50".into()));
}

#[test]
fn whichever_gun_it_was_it_is_a_breach() {
    let found = found(vec![row("gun-x", None, None), row("gun-x", Some("place-in"), None)]);
    assert_eq!(found.outcome, Outcome::Violation);
}
