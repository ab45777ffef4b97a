//! Facts that follow from where an act was: distances from lines, inside and outside of areas.

use accord_check::model::Agreement;
use accord_judge::{Entry, Key};
use ceasefire_files::{Place, ReportedAct};
use ceasefire_places::{Map, Where, days};
use std::collections::{BTreeMap, BTreeSet};

/// Adds to each act what the map says about it, and gives back what it says about the places. Sentences tell
/// what of the map could not be used.
pub(crate) fn draw(
    map: &Map,
    acts: &mut [ReportedAct],
    known: &BTreeSet<&Key>,
    agreement: &Agreement,
) -> (Vec<Entry>, Vec<String>) {
    let mut notes = undeclared(map, agreement);
    let is_declared = |entry: &Entry| declares(agreement, &entry.key);
    for act in &mut *acts {
        let Some(at) = act.place.as_ref().and_then(point) else { continue };
        let Some((first, last)) = days(act.act.at, &agreement.zone) else { continue };
        let said: BTreeSet<Key> = act.act.facts.iter().map(|entry| entry.key.clone()).collect();
        let drawn = map.entries(&at, first, last).into_iter();
        act.act.facts.extend(drawn.filter(|one| is_declared(one) && !said.contains(&one.key)));
    }
    let mut entries = Vec::new();
    for (place, points) in places(acts) {
        match points.as_slice() {
            [at] => {
                let drawn = map.entries_of_place(place, at, &agreement.zone).into_iter();
                entries.extend(drawn.filter(|one| is_declared(one) && !known.contains(&one.key)));
            }
            // Two points under one name: a fact about the name would be about both.
            _ if map.says().any(|says| !says.is_about_act()) => notes.push(format!(
                "acts put `{place}` at {} points; the map is not asked about it",
                points.len()
            )),
            _ => {}
        }
    }
    (entries, notes)
}

/// What the map decides and the agreement never asks.
fn undeclared(map: &Map, agreement: &Agreement) -> Vec<String> {
    let declared = |name: &str, count: usize| {
        agreement.facts.get(name).is_some_and(|fact| fact.params.len() == count)
    };
    map.says()
        .filter(|says| !declared(&says.fact, says.arguments.len()))
        .map(|says| format!("the map decides `{says}`, which this agreement does not ask"))
        .collect()
}

fn declares(agreement: &Agreement, key: &Key) -> bool {
    let Key::Fact(name, args) = key else { return false };
    agreement.facts.get(name).is_some_and(|fact| fact.params.len() == args.len())
}

/// The point of a place; none where it has none. Whoever read the act has seen to the numbers.
fn point(place: &Place) -> Option<Where> {
    Where::read(place.lat.as_ref()?, place.lon.as_ref()?, place.radius_km.as_deref()).ok()
}

/// The points at which acts put each named place.
fn places(acts: &[ReportedAct]) -> BTreeMap<&str, Vec<Where>> {
    let mut out: BTreeMap<&str, Vec<Where>> = BTreeMap::new();
    for place in acts.iter().filter_map(|act| act.place.as_ref()) {
        let (Some(id), Some(at)) = (&place.id, point(place)) else { continue };
        let points = out.entry(id).or_default();
        if !points.contains(&at) {
            points.push(at);
        }
    }
    out
}
