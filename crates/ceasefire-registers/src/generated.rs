//! Made-up snapshots and texts for tests, and the properties that hold for all of them.

use crate::designations::read_designations;
use crate::evidence::Answer;
use crate::names::{NameKey, unpack};
use crate::reference::{Kind, Reference};
use crate::register::{Register, Sources};
use crate::snapshot::{Entry, Name, Quality, Scope, Snapshot};
use jiff::civil::Date;
use proptest::prelude::*;

/// A day of 2015 to 2017, in steps of some weeks, so that days of different sources meet.
fn a_day() -> impl Strategy<Value = Date> {
    (2015_i16..=2017, prop::sample::select(vec![1_i8, 4, 7, 10]))
        .prop_map(|(year, month)| jiff::civil::date(year, month, 1))
}

fn an_entry() -> impl Strategy<Value = Entry> {
    let name = (prop::sample::select(vec!["Group A", "Group B", "Group C"]), any::<bool>());
    let optional = || prop::option::of(a_day());
    (1_u32..4, prop::collection::vec(name, 1..4), optional(), optional(), optional()).prop_map(
        |(number, names, listed, update, delisted)| Entry {
            reference: Reference::new(&format!("QDe.{number}")),
            kind: Kind::Entity,
            names: names
                .into_iter()
                .map(|(text, own)| Name {
                    text: text.to_owned(),
                    quality: if own { Quality::Own } else { Quality::Also },
                })
                .collect(),
            listed,
            updates: update.into_iter().collect(),
            delisted,
        },
    )
}

fn a_snapshot() -> impl Strategy<Value = Snapshot> {
    let scope = prop::sample::select(vec![
        Scope::Consolidated,
        Scope::One("QD".to_owned()),
        Scope::One("TA".to_owned()),
        Scope::Unclear,
    ]);
    (a_day(), scope, prop::collection::vec(an_entry(), 0..4), 0_usize..4).prop_map(
        |(day, scope, entries, lost)| Snapshot {
            file: format!("the list of {day}"),
            day,
            scope,
            entries,
            aside: Vec::new(),
            lost: lost / 3,
        },
    )
}

const CALLED: [&str; 7] = ["QDe.001", "QDe.002", "QDe.003", "QDe.004", "Group A", "Group C", "X"];

fn register(snapshots: &[Snapshot]) -> Register {
    Register::new("x", Sources { snapshots, lists: &["QD"], rows: &[] })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn more_snapshots_never_turn_yes_into_no(
        all in prop::collection::vec(a_snapshot(), 1..6),
        kept in 0_usize..6,
        day in a_day(),
    ) {
        let some = &all[..kept.min(all.len())];
        let (fewer, more) = (register(some), register(&all));
        for called in CALLED {
            let (before, after) = (fewer.ask(called, day), more.ask(called, day));
            prop_assert!(
                !(before.answer == Answer::Yes && after.answer == Answer::No),
                "{} on {}: {:?}, then {:?}", called, day, before, after
            );
        }
    }

    #[test]
    fn the_order_of_the_snapshots_does_not_matter(
        mut all in prop::collection::vec(a_snapshot(), 1..6),
        day in a_day(),
    ) {
        // Two files of one day and one name are told apart by nothing.
        all.sort_by_key(|one| one.day);
        all.dedup_by_key(|one| one.day);
        let forth = register(&all);
        all.reverse();
        let back = register(&all);
        for called in CALLED {
            prop_assert_eq!(forth.ask(called, day), back.ask(called, day));
        }
    }

    #[test]
    fn stretches_say_what_the_days_say(
        all in prop::collection::vec(a_snapshot(), 0..5),
        days in prop::collection::vec((2014_i16..2019, 1_i8..13, 1_i8..29), 20),
    ) {
        let register = register(&all);
        for called in CALLED {
            let stretches = register.stretches(called);
            prop_assert_eq!(stretches[0].from, None);
            prop_assert_eq!(stretches[stretches.len() - 1].until, None);
            for (year, month, day) in &days {
                let day = jiff::civil::date(*year, *month, *day);
                let around: Vec<_> = stretches
                    .iter()
                    .filter(|one| one.from.is_none_or(|from| from <= day))
                    .filter(|one| one.until.is_none_or(|until| day < until))
                    .collect();
                prop_assert_eq!(around.len(), 1);
                prop_assert_eq!(around[0].answer, register.ask(called, day).answer);
            }
        }
    }

    #[test]
    fn no_text_stops_the_reader_of_names_references_and_rows(text in "[a-zA-Z0-9é(); /.,:{}\\[\\]\"'’ع\\n-]{0,80}") {
        let reference = Reference::new(&text);
        prop_assert_eq!(&Reference::new(reference.as_str()), &reference, "a reference is normal once");
        for name in unpack(&text) {
            prop_assert!(!NameKey::new(&name).is_empty());
        }
        for file in ["a.csv", "a.jsonl"] {
            read_designations(file, text.as_bytes(), &mut Vec::new());
        }
        let _ = crate::day::day(&text);
    }
}
