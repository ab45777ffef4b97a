//! What counts: facts and acts with both clocks, corrections, redactions, and who says so.

use crate::shared::{Office, at, founded};
use ceasefire_ledger::{Added, Entry, Ledger, Moment, NoPlace, Role, Row, STEPS, State};
use serde_json::{Value, json};

fn civil(moment: Moment) -> String {
    moment.to_string().replace('T', " ").chars().take(16).collect()
}

fn add(ledger: &mut Ledger, entry: Entry) -> Entry {
    ledger.add(entry.clone()).unwrap();
    entry
}

fn facts(state: &State<'_>) -> Vec<Value> {
    state.facts().iter().map(|row| row.as_fact(civil).into()).collect()
}

#[test]
fn a_fact_has_its_author_as_source_and_its_recording_as_the_day_it_was_known() {
    let (mut ledger, mut founder) = founded();
    let mut office = Office::new(2, Some(ledger.id()));
    add(&mut ledger, founder.grants(1, &office, &["reporter", "arbiter"]));
    for (fact, at) in [
        (json!({"fact": "holds(group-a, hill-1)"}), 60),
        (json!({"fact": "holds(group-a, hill-2)", "value": false, "recorded": "2026-02-01"}), 61),
        (json!({"fact": "holds(group-a, hill-3)", "source": {"url": "https://example.org/1"}}), 62),
        (json!({"fact": "holds(group-a, hill-4)", "source": {"says": "as seen"}}), 63),
        (json!({"fact": "holds(group-a, hill-5)", "source": "Radio Q"}), 64),
    ] {
        add(&mut ledger, office.enters(at, "fact-asserted", &[], json!({"fact": fact})));
    }
    let judgement = json!({"fact": {"fact": "proportionate(a)"}, "reasons": "two of three agree"});
    add(&mut ledger, office.enters(65, "judgement-given", &[], judgement));
    add(&mut ledger, founder.asserts(66, "holds(group-b, hill-1)"));
    let told: Vec<String> = facts(&State::new(&ledger)).iter().map(Value::to_string).collect();
    insta::assert_snapshot!(told.join("\n"));
    let rows = State::new(&ledger).facts();
    assert_eq!(State::new(&ledger).reasons(&rows[5]).as_deref(), Some("two of three agree"));
}

#[test]
fn an_act_that_no_source_dates_is_known_since_it_was_recorded() {
    let (mut ledger, mut founder) = founded();
    for act in [
        json!({"id": "act-1", "kind": "attack", "at": "2026-03-01", "place": {"lat": "34.5", "lon": 36}}),
        json!({"id": "act-2", "kind": "attack", "at": "2026-03-01", "sources": [{"seen": "2026-03-01"}]}),
        json!({"id": "act-3", "kind": "attack", "at": "2026-03-01", "sources": [{"publisher": "Radio Q"}]}),
    ] {
        add(&mut ledger, founder.enters(60, "act-reported", &[], json!({"act": act})));
    }
    let rows = State::new(&ledger).acts();
    let told: Vec<String> =
        rows.iter().map(|row| Value::from(row.as_act(civil)).to_string()).collect();
    insta::assert_snapshot!(told.join("\n"));
    let known = |row: &Row| row.says["id"].clone();
    let early: Vec<Value> = State::known_on(&ledger, at(0)).acts().iter().map(known).collect();
    assert_eq!(
        early,
        ["act-2"],
        "the others were not known then; the judge asks when act-2 was seen"
    );
}

#[test]
fn a_correction_supersedes_and_what_was_held_before_can_be_asked() {
    let (mut ledger, mut founder) = founded();
    let fact = add(&mut ledger, founder.asserts(10, "holds(group-a, hill-1)"));
    let corrected = |fact: &str, known: Option<i64>| {
        let mut content = json!({"corrected": {"fact": {"fact": fact}}, "reason": "misread"});
        if let Some(known) = known {
            content["known"] = at(known).to_string().into();
        }
        content
    };
    let held = |ledger: &Ledger, on: i64| -> Vec<String> {
        let state = State::known_on(ledger, at(on));
        state.facts().iter().map(|row| format!("{}", row.says["fact"])).collect()
    };
    let first = corrected("holds(group-b, hill-1)", None);
    add(&mut ledger, founder.enters(20, "correction", &[fact.id()], first));
    assert!(held(&ledger, 9).is_empty());
    assert_eq!(held(&ledger, 19), ["\"holds(group-a, hill-1)\""]);
    assert_eq!(held(&ledger, 20), ["\"holds(group-b, hill-1)\""]);
    // A slip of the pen, known from the day of the entry itself.
    let second = corrected("holds(group-c, hill-1)", Some(10));
    let second = add(&mut ledger, founder.enters(30, "correction", &[fact.id()], second));
    assert_eq!(held(&ledger, 15), ["\"holds(group-c, hill-1)\""]);
    let row = State::new(&ledger).row(fact.id()).unwrap();
    assert_eq!((row.entry, row.by), (fact.id(), second.id()));
    let gone = json!({"withdrawn": true, "reason": "it was another hill"});
    add(&mut ledger, founder.enters(40, "correction", &[fact.id()], gone));
    assert!(held(&ledger, 40).is_empty());
    assert_eq!(held(&ledger, 39), ["\"holds(group-c, hill-1)\""]);
}

#[test]
fn what_is_redacted_counts_on_no_day_and_its_header_stays() {
    let (mut ledger, mut founder) = founded();
    let mut office = Office::new(2, Some(ledger.id()));
    add(&mut ledger, founder.grants(1, &office, &["reporter"]));
    let fact = add(&mut ledger, office.asserts(10, "holds(group-a, the-well-behind-the-school)"));
    let safe =
        json!({"corrected": {"fact": {"fact": "holds(group-a, hill-1)"}}, "reason": "vaguer"});
    let safe = add(&mut ledger, office.enters(11, "correction", &[fact.id()], safe));
    let reason = json!({"reason": "a source is in danger"});
    add(&mut ledger, founder.enters(20, "redaction", &[fact.id()], reason.clone()));
    assert!(State::known_on(&ledger, at(10)).facts().is_empty(), "not even as of before");
    assert_eq!(State::new(&ledger).facts().len(), 1, "the vaguer one stands");

    let before = ledger.heads();
    assert_eq!(ledger.redact(), [fact.id()]);
    assert_eq!(ledger.redact(), []);
    assert_eq!(ledger.heads(), before);
    assert!(ledger.get(fact.id()).unwrap().content().is_none());
    assert!(!format!("{ledger:?}").contains("school"));
    assert_eq!(State::new(&ledger).facts().len(), 1);

    // Somebody still has it and sends it again: it counts no more than before, and goes again.
    assert_eq!(ledger.add(fact.clone()), Ok(Added::Completed));
    assert!(State::known_on(&ledger, at(10)).facts().is_empty());
    assert_eq!(ledger.redact(), [fact.id()]);

    // When the correction is redacted too, what stands is not known; it is not what was said first.
    add(&mut ledger, office.enters(21, "redaction", &[safe.id()], reason));
    assert!(State::new(&ledger).facts().is_empty());
}

#[test]
fn a_key_that_was_stolen_is_ended_where_it_was_stolen() {
    let (mut ledger, mut founder) = founded();
    let mut office = Office::new(2, Some(ledger.id()));
    add(&mut ledger, founder.grants(1, &office, &["reporter"]));
    let own = add(&mut ledger, office.asserts(10, "holds(group-a, hill-1)"));
    let mut thief = office.clone();
    let honest = add(&mut ledger, office.asserts(11, "holds(group-a, hill-2)"));
    add(&mut ledger, thief.asserts(12, "holds(group-b, hill-1)"));
    let fork = &ledger.forks()[0];
    assert_eq!((fork.author, fork.number, fork.entries.len()), (office.author(), 2, 2));
    assert_eq!(State::new(&ledger).facts().len(), 1, "only what came before the fork");
    assert_eq!(ledger.place(office.author()), Err(NoPlace::Closed(office.author())));
    add(&mut ledger, founder.ends(13, office.author(), Some(&honest)));
    let rows = State::new(&ledger).facts();
    assert_eq!(rows.iter().map(|row| row.entry).collect::<Vec<_>>(), [own.id(), honest.id()]);
    assert_eq!(ledger.forks().len(), 1, "the fork is shown as before");
}

#[test]
fn a_thief_cannot_take_back_what_the_key_said_before() {
    let (mut ledger, mut founder) = founded();
    let mut office = Office::new(2, Some(ledger.id()));
    add(&mut ledger, founder.grants(1, &office, &["reporter"]));
    add(&mut ledger, office.asserts(10, "holds(group-a, hill-1)"));
    add(&mut ledger, office.ends(11, office.author(), None));
    assert_eq!(State::new(&ledger).facts().len(), 1);
    let last =
        office.draft(12, "fact-asserted", &[], json!({"fact": {"fact": "holds(group-a, hill-2)"}}));
    add(&mut ledger, last);
    assert_eq!(State::new(&ledger).facts().len(), 2, "an end that does not count ends nothing");
}

#[test]
fn a_key_that_ends_itself_says_nothing_more() {
    let (mut ledger, mut founder) = founded();
    let mut office = Office::new(2, Some(ledger.id()));
    add(&mut ledger, founder.grants(1, &office, &["reporter"]));
    let fact = add(&mut ledger, office.asserts(10, "holds(group-a, hill-1)"));
    add(&mut ledger, office.ends(11, office.author(), Some(&fact)));
    add(&mut ledger, office.asserts(12, "holds(group-a, hill-2)"));
    assert_eq!(State::new(&ledger).facts().len(), 1);
    assert_eq!(ledger.place(office.author()), Err(NoPlace::Closed(office.author())));
}

#[test]
fn a_chain_with_a_gap_counts_and_is_not_continued() {
    let (mut ledger, mut founder) = founded();
    founder.asserts(1, "holds(group-a, hill-1)");
    add(&mut ledger, founder.asserts(2, "holds(group-a, hill-2)"));
    assert_eq!(State::new(&ledger).facts().len(), 1);
    assert_eq!(ledger.gaps()[0].numbers, 2..=2);
    assert_eq!(ledger.place(founder.author()), Err(NoPlace::Gap(founder.author())));
    let told = [NoPlace::Gap(founder.author()), NoPlace::Closed(founder.author())];
    insta::assert_snapshot!(told.map(|one| one.to_string()).join("\n"));
}

#[test]
fn two_offices_of_one_name_are_told_apart() {
    let (mut ledger, mut founder) = founded();
    let (mut one, two) = (Office::new(2, Some(ledger.id())), Office::new(3, Some(ledger.id())));
    for office in [&one, &two] {
        let key = office.author().to_string();
        let content = json!({"key": key, "name": "Office North", "roles": ["reporter"]});
        add(&mut ledger, founder.enters(1, "role-granted", &[], content));
    }
    add(&mut ledger, one.asserts(2, "holds(group-a, hill-1)"));
    let row = &State::new(&ledger).facts()[0];
    assert_eq!(row.name, format!("Office North ({})", &one.author().to_string()[..8]));
}

#[test]
fn a_key_stands_thirty_two_steps_below_the_founder_at_most() {
    let (mut ledger, founder) = founded();
    let mut offices = vec![founder];
    for step in 1..=34_u8 {
        let next = Office::new(step + 1, Some(ledger.id()));
        let above = offices.last_mut().unwrap();
        add(&mut ledger, above.grants(i64::from(step), &next, &["administrator"]));
        offices.push(next);
    }
    let steps = |office: &Office| ledger.keys().get(office.author()).map(|key| key.steps);
    assert_eq!(steps(&offices[32]), Some(STEPS));
    assert_eq!(steps(&offices[33]), None);
}

#[test]
fn a_role_that_someone_above_adds_later_is_held_and_one_from_beside_is_not() {
    let (mut ledger, mut founder) = founded();
    let id = Some(ledger.id());
    let (mut one, mut other) = (Office::new(2, id), Office::new(3, id));
    let below = Office::new(4, id);
    add(&mut ledger, founder.grants(1, &one, &["administrator"]));
    add(&mut ledger, founder.grants(1, &other, &["administrator"]));
    let first = add(&mut ledger, one.grants(2, &below, &["reporter"])).id();
    add(&mut ledger, other.adds(3, &below, &[first], &["arbiter"]));
    add(&mut ledger, founder.adds(4, &below, &[first], &["redactor"]));
    let key = ledger.keys().get(below.author()).unwrap();
    assert_eq!((key.under, key.steps), (Some(one.author()), 2));
    assert_eq!(key.roles, [Role::Redactor, Role::Reporter].into());
}
