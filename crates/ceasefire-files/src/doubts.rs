//! Names in acts that are perhaps misspelt.
//!
//! An act may name anybody: a name that nobody declared is a new actor and no mistake. But one that
//! differs by a letter or two from a name that the agreement or the facts know is more often a slip
//! of the pen, and it would make an act one that no clause is about, or its author one of whom
//! nothing is known. Such names are told; nothing is changed.

use crate::acts::ReportedAct;
use accord_check::model::Agreement;
use accord_judge::{Entry, Key, Who};
use std::collections::{BTreeMap, BTreeSet};

/// One sentence for each doubtful name.
pub(crate) fn doubts(acts: &[ReportedAct], facts: &[Entry], agreement: &Agreement) -> Vec<String> {
    let mut actors: BTreeSet<&str> = agreement.actors.keys().map(String::as_str).collect();
    for entry in facts {
        match &entry.key {
            Key::Fact(_, args) | Key::Used(_, args) => {
                actors.extend(args.iter().map(String::as_str));
            }
            Key::Listed(_, name) => {
                actors.insert(name);
            }
        }
    }
    let kinds: BTreeSet<&str> = agreement.kinds.keys().map(String::as_str).collect();
    let of_kind = slips(kinds_of(acts), &kinds).into_iter().map(|(name, near, count)| {
        let are = if count == 1 { "1 act is" } else { &format!("{count} acts are") };
        format!("{are} of the kind `{name}`, which no clause is about; is it `{near}`?")
    });
    let of_actor = slips(actors_of(acts), &actors).into_iter().map(|(name, near, count)| {
        let acts = if count == 1 { "1 act names" } else { &format!("{count} acts name") };
        format!("{acts} `{name}`, of whom nothing is on record; is it `{near}`?")
    });
    of_kind.chain(of_actor).collect()
}

type Counted<'a> = BTreeMap<&'a str, usize>;

fn kinds_of(acts: &[ReportedAct]) -> Counted<'_> {
    let mut out = Counted::new();
    for act in acts {
        *out.entry(&act.act.kind).or_default() += 1;
    }
    out
}

fn actors_of(acts: &[ReportedAct]) -> Counted<'_> {
    let mut out = Counted::new();
    for ReportedAct { act, .. } in acts {
        let apart = act.by.iter().chain(&act.on).map(|candidate| &candidate.who);
        let joint = act.joint.iter().flat_map(|row| [&row.by, &row.on]);
        let names: BTreeSet<&str> = apart
            .chain(joint)
            .filter_map(|who| match who {
                Who::Actor(name) => Some(name.as_str()),
                Who::Unknown | Who::Other => None,
            })
            .collect();
        for name in names {
            *out.entry(name).or_default() += 1;
        }
    }
    out
}

/// Names that nobody knows, each with the one that may be meant and the number of acts.
fn slips<'a>(used: Counted<'a>, known: &BTreeSet<&'a str>) -> Vec<(&'a str, &'a str, usize)> {
    used.into_iter()
        .filter(|(name, _)| !known.contains(name))
        .filter_map(|(name, count)| {
            let near = known.iter().find(|known| is_slip(name, known))?;
            Some((name, *near, count))
        })
        .collect()
}

/// The known word that is nearest to one that is not known, where one is near.
pub fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    known
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether a name is another with a slip of the pen. `group-a` and `group-b` are two names: what
/// differs must be a word, not a letter or a number that stands for itself.
fn is_slip(name: &str, known: &str) -> bool {
    let bare = |name: &str| name.replace(['-', '_', '.'], "").to_lowercase();
    if bare(name) == bare(known) {
        return true;
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (name.split('-').collect(), known.split('-').collect());
    let mut differ = a.iter().zip(&b).filter(|(a, b)| a != b);
    let (Some((a, b)), None, true) = (differ.next(), differ.next(), a.len() == b.len()) else {
        return false;
    };
    let is_word = |part: &str| part.len() >= 4 && !part.contains(|c: char| c.is_ascii_digit());
    is_word(a) && is_word(b) && strsim::osa_distance(a, b) <= 1 + b.len() / 12
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn a_slip_is_a_letter_or_two_in_a_word() {
        for (name, known) in [
            ("russian-aerospce-forces", "russian-aerospace-forces"),
            ("jaysh-alislam", "jaysh-al-islam"),
            ("atack", "attack"),
        ] {
            assert!(is_slip(name, known), "{name}");
        }
        for (name, known) in [
            ("group-a", "group-b"),
            ("checkpoint-7", "checkpoint-8"),
            ("brigade-12", "brigade-21"),
            ("syrian-armed-forces", "turkish-armed-forces"),
            ("northern-front", "southern-front"),
        ] {
            assert!(!is_slip(name, known), "{name}");
        }
    }
}
