//! The resolver on names as reported, against the whole list of the Security Council with our registries beside it.
//! The names are not part of the project: `CEASEFIRE_SHARED` says where they are; without it the test is skipped.

mod support;

use ceasefire_actors::{Answer, Asked, Registry, Resolver};
use std::path::PathBuf;

#[derive(Default, Debug)]
struct Figures {
    right: u32,
    wrong: u32,
    missed: u32,
    unsure: u32,
    unlisted: u32,
    unlisted_wrong: u32,
}

#[test]
fn names_as_reported_find_their_entry_and_unlisted_names_find_none() {
    let Some(shared) = std::env::var_os("CEASEFIRE_SHARED").map(PathBuf::from) else {
        eprintln!("skipped: CEASEFIRE_SHARED is not set");
        return;
    };
    let read = |path: &str| std::fs::read_to_string(shared.join(path)).expect("the file is there");
    let registry = support::with_un_list(&read("data/sanctions/un_sc_consolidated_2025-04-19.xml"));
    let resolver = Resolver::new(&registry);
    let mentions = read("data/actors/actor_mentions_dev.csv");
    let mut figures = Figures::default();
    for row in csv::Reader::from_reader(mentions.as_bytes()).records() {
        let row = row.expect("a row");
        let asked = Asked { name: &row[0], day: None, country: Some(&row[2]) };
        count(&mut figures, &asked, &row[3], &resolver.resolve(&asked), &registry);
    }
    let f1 = 2000 * figures.right / (2 * figures.right + figures.wrong + figures.missed);
    let false_alarms = 1000 * figures.unlisted_wrong / figures.unlisted;
    eprintln!(
        "{figures:?}\nF1 {f1} of 1000; unlisted names that found an entry: {false_alarms} of 1000"
    );
    assert!(f1 >= 920, "F1 is {f1}");
    assert!(false_alarms <= 50, "{false_alarms} of 1000 unlisted names found an entry");
}

fn count(
    figures: &mut Figures,
    asked: &Asked,
    expected: &str,
    answer: &Answer,
    registry: &Registry,
) {
    let found = answer
        .actor()
        .and_then(|id| registry.actor(id))
        .and_then(|actor| actor.listed.first())
        .and_then(|reference| reference.strip_prefix("un:"))
        .unwrap_or_default();
    let right = found == expected;
    if !right {
        eprintln!("{} [{expected}]\n  {}", asked.name, answer.to_string().replace('\n', "\n  "));
    }
    figures.unsure += u32::from(matches!(answer, Answer::Unsure { .. }));
    figures.unlisted += u32::from(expected.is_empty());
    figures.unlisted_wrong += u32::from(expected.is_empty() && !found.is_empty());
    figures.right += u32::from(right && !found.is_empty());
    figures.wrong += u32::from(!right && !found.is_empty());
    figures.missed += u32::from(!right && !expected.is_empty());
}
