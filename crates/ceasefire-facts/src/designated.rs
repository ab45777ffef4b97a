//! Who was on which list when, as facts about the actors that a judging is about.

use crate::known::bearers;
use accord_check::model::Agreement;
use accord_judge::{Act, Entry, Key, Who};
use ceasefire_actors::Registry;
use ceasefire_files::{ReportedAct, SetAside, read_facts};
use ceasefire_registers::{About, Bearer, Designation, Register, Snapshot, Sources};
use std::collections::BTreeSet;

/// Facts on every list of the agreement that the sources speak of, about everybody who is on it: a list that is closed
/// says no of all others. An actor that no registry has is asked for by its id.
pub(crate) fn designated(
    rows: &[Designation],
    snapshots: &[Snapshot],
    registry: &Registry,
    named: &BTreeSet<String>,
    agreement: &Agreement,
    aside: &mut Vec<SetAside>,
) -> Vec<Entry> {
    let mut all = bearers(registry);
    let strangers = named.iter().filter(|name| registry.actor(name).is_none());
    all.extend(strangers.map(|name| Bearer {
        actor: name,
        names: vec![name],
        ..Bearer::default()
    }));
    let mut out = Vec::new();
    for list in agreement.registers.keys() {
        // Only the Council's own lists are in its files.
        let snapshots = if list.starts_with("un.") { snapshots } else { &[] };
        if snapshots.is_empty() && !rows.iter().any(|row| row.list == *list) {
            continue;
        }
        let register = Register::new(list, Sources { snapshots, rows, ..Sources::default() });
        let about = register.about(&all);
        let asked =
            |one: &&About<'_>| named.contains(one.actor) && (one.known || one.doubt.is_some());
        let about: Vec<&About<'_>> = about.iter().filter(asked).collect();
        let facts = register.facts_about(list, &about);
        out.extend(read_facts(list, facts.as_bytes(), agreement, aside).entries);
    }
    out
}

/// Everybody whom the acts, the facts or the agreement name.
pub(crate) fn named(
    acts: &[ReportedAct],
    facts: &[Entry],
    agreement: &Agreement,
) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = agreement.actors.keys().cloned().collect();
    for entry in facts {
        match &entry.key {
            Key::Fact(_, args) | Key::Used(_, args) => out.extend(args.iter().cloned()),
            Key::Listed(_, name) => {
                out.insert(name.clone());
            }
        }
    }
    out.extend(acts.iter().flat_map(|act| candidates(&act.act)).cloned());
    out
}

fn candidates(act: &Act) -> impl Iterator<Item = &String> {
    let apart = act.by.iter().chain(&act.on).map(|candidate| &candidate.who);
    let joint = act.joint.iter().flat_map(|row| [&row.by, &row.on]);
    apart.chain(joint).filter_map(|who| match who {
        Who::Actor(name) => Some(name),
        Who::Unknown | Who::Other => None,
    })
}
