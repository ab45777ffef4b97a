//! What the judge hears of a ledger: the rows are read as rows of files are.

use crate::shared::{Office, at, founded};
use accord_check::check;
use accord_check::model::Agreement;
use accord_check::zone;
use accord_judge::{Facts, Key};
use ceasefire_files::{Library, ReportedAct, read_acts, read_facts};
use ceasefire_ledger::{Entry, Ledger, Moment, State, as_text};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn agreement() -> Agreement {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/syria-coh-2016");
    check(&Library::open(&folder).unwrap().family).agreement
}

fn lines(rows: impl Iterator<Item = Map<String, Value>>) -> String {
    rows.map(|row| Value::Object(row).to_string() + "\n").collect()
}

fn facts(state: &State<'_>, agreement: &Agreement) -> Facts {
    let civil = |moment: Moment| zone::show(moment.0, &agreement.zone);
    let rows = lines(state.facts().iter().map(|row| row.as_fact(civil)));
    let mut aside = Vec::new();
    let read = read_facts("ledger", rows.as_bytes(), agreement, &mut aside);
    assert!(aside.is_empty(), "{aside:?}");
    Facts::new(read.entries)
}

fn acts(state: &State<'_>, agreement: &Agreement) -> Vec<ReportedAct> {
    let civil = |moment: Moment| zone::show(moment.0, &agreement.zone);
    let rows = lines(state.acts().iter().map(|row| row.as_act(civil)));
    let mut aside = Vec::new();
    let read = read_acts("ledger", rows.as_bytes(), agreement, &mut BTreeSet::new(), &mut aside);
    assert!(aside.is_empty(), "{aside:?}");
    read
}

fn add(ledger: &mut Ledger, entries: impl IntoIterator<Item = Entry>) {
    for entry in entries {
        ledger.add(entry).unwrap();
    }
}

#[test]
fn two_offices_that_disagree_are_a_dispute_and_the_judge_knows_who() {
    let agreement = agreement();
    let (mut ledger, mut founder) = founded();
    let mut office = Office::new(2, Some(ledger.id()));
    let fact =
        |value: bool| json!({"fact": {"fact": "supports(group-a, group-b)", "value": value}});
    let grant = founder.grants(1, &office, &["reporter"]);
    let yes = founder.enters(86_400, "fact-asserted", &[], fact(true));
    let no = office.enters(2 * 86_400, "fact-asserted", &[], fact(false));
    add(&mut ledger, [grant, yes, no]);
    let all = facts(&State::new(&ledger), &agreement);
    let key = Key::Fact("supports".to_owned(), vec!["group-a".to_owned(), "group-b".to_owned()]);
    let day = (at(0).0, at(86_400).0);
    assert!(all.disputed(&key, day));
    let who: Vec<_> =
        all.about(&key).iter().map(|entry| entry.source.as_deref().unwrap()).collect();
    assert_eq!(who, ["The secretariat", "Office 81"]);
    // Before the second office spoke there was no dispute, for the ledger and for the judge alike.
    let then = at(86_400 + 60);
    assert!(!all.known_on(then.0).disputed(&key, day));
    assert!(!facts(&State::known_on(&ledger, then), &agreement).disputed(&key, day));
}

#[test]
fn an_act_comes_out_of_the_ledger_as_it_went_in() {
    let agreement = agreement();
    let (mut ledger, mut founder) = founded();
    let row = json!({
        "id": "act-1", "kind": "attack", "at": "2016-03-02 09:10",
        "by": [{"actor": "group-a", "mass": 0.7}, {"actor": "group-b", "mass": 0.25}],
        "place": {"id": "checkpoint-7", "lat": 34.5, "lon": 36.125},
        "sources": [{"publisher": "Radio Q", "seen": "2016-03-03"}],
    });
    let row = row.as_object().unwrap();
    let entered = founder.enters(1, "act-reported", &[], json!({"act": as_text(row)}));
    add(&mut ledger, [entered]);
    let mut aside = Vec::new();
    let line = Value::Object(row.clone()).to_string();
    let read = read_acts("file", line.as_bytes(), &agreement, &mut BTreeSet::new(), &mut aside);
    assert_eq!(acts(&State::new(&ledger), &agreement), read);
    assert!(aside.is_empty());
}

#[test]
fn an_act_that_no_source_dates_is_known_when_its_entry_was_recorded() {
    let agreement = agreement();
    let (mut ledger, mut founder) = founded();
    let act = json!({"act": {"id": "act-1", "kind": "attack", "at": "2016-03-02"}});
    add(&mut ledger, [founder.enters(120, "act-reported", &[], act)]);
    let read = acts(&State::new(&ledger), &agreement);
    assert_eq!(read[0].act.recorded, Some(at(120).0));
}
