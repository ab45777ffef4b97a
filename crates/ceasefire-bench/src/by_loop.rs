//! The same rules as a good programmer would write them by hand: one act after the other, one
//! branch after the other, three-valued.

use crate::Counts;
use crate::world::{Actor, ActorFacts};

/// 26 February 2016 12:00 and 27 February 2016 00:00 in Damascus.
const DEADLINE: i64 = 1_456_480_800;
const EFFECT: i64 = 1_456_524_000;

/// Counts outcomes for the four rules.
pub fn by_loop(acts: &[Actor], facts: &[ActorFacts]) -> [Counts; 4] {
    let mut counts = [Counts::default(); 4];
    let reciprocity = facts.first().and_then(accepted);
    for act in acts {
        let by = act.by.and_then(|by| facts.get(by as usize));
        let on = act.on.and_then(|on| facts.get(on as usize));
        let in_force = Some(act.at.0 >= EFFECT);
        let by_opposition = by.and_then(|by| opposition(by, act.at.0));
        let by_government = by.and_then(government);
        let on_terrorist = on.map(|on| terrorist(on, act.at.0));
        let [one, two, three, four] = &mut counts;
        if act.attack {
            let permitted = and(may_fight(by), on_terrorist);
            let opposition_attack =
                [in_force, by_opposition, reciprocity, on.and_then(government), not(on_terrorist)];
            count(one, opposition_attack.into_iter().fold(Some(true), and), permitted);
            let on_opposition = on.and_then(|on| opposition(on, act.at.0));
            let broken = and(and(in_force, by_government), on_opposition);
            count(three, broken, permitted);
        } else {
            let on_party = on.and_then(|on| party(on, act.at.0));
            let ours = and(and(and(in_force, by_opposition), reciprocity), on_party);
            count(two, ours, Some(false));
            count(four, and(and(in_force, by_government), on_party), Some(false));
        }
    }
    counts
}

fn count(counts: &mut Counts, broken: Option<bool>, permitted: Option<bool>) {
    counts.about += 1;
    match (broken, permitted) {
        (Some(true), Some(false)) => counts.violation += 1,
        (Some(false), _) => counts.none += 1,
        _ => {}
    }
}

fn may_fight(by: Option<&ActorFacts>) -> Option<bool> {
    by.map(|by| by.may_fight_terrorists)
}

fn terrorist(actor: &ActorFacts, at: i64) -> bool {
    actor.named_terrorist || actor.listed.is_some_and(|since| since <= at)
}

fn accepted(actor: &ActorFacts) -> Option<bool> {
    actor.acceptance.map(|at| at <= DEADLINE)
}

/// Nobody was excluded: the profile presumes so.
fn party(actor: &ActorFacts, at: i64) -> Option<bool> {
    and(and(actor.engaged, Some(!terrorist(actor, at))), accepted(actor))
}

fn government(actor: &ActorFacts) -> Option<bool> {
    if actor.government { Some(true) } else { actor.supports }
}

fn opposition(actor: &ActorFacts, at: i64) -> Option<bool> {
    and(party(actor, at), not(government(actor)))
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn not(a: Option<bool>) -> Option<bool> {
    a.map(|truth| !truth)
}
