//! The days on which somebody looked at the whole list, and what may have slipped between two looks.
//!
//! What no look has ever shown may still have come and gone between two. The Council's entries are
//! numbered as they come, and a number is not given twice. So if the numbers between the last of one
//! look and the last of the next have all been seen, nothing came and went; a missing number leaves it open.
//!
//! Left out: a name that was added to a listed entry and removed again between two looks.

use crate::evidence::{Answer, Told};
use crate::reference::{Kind, Reference};
use crate::snapshot::Snapshot;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Looks at the whole of what a register holds.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    days: Vec<Look>,
    /// Every number ever seen, by list.
    numbers: BTreeMap<String, BTreeSet<u32>>,
}

#[derive(Debug)]
struct Look {
    day: Date,
    file: String,
    last: BTreeMap<String, u32>,
}

impl Looks {
    /// From snapshots in order of days; those that do not cover the lists are no looks.
    pub(crate) fn new(snapshots: &[&Snapshot], lists: &[&str]) -> Self {
        let mut out = Self::default();
        for snapshot in snapshots {
            let mut last = BTreeMap::new();
            let entities = snapshot.entries.iter().filter_map(|entry| entry.reference.parts());
            for (list, kind, number) in entities {
                if kind == Kind::Entity && (lists.is_empty() || lists.contains(&list)) {
                    out.numbers.entry(list.to_owned()).or_default().insert(number);
                    let highest = last.entry(list.to_owned()).or_insert(number);
                    *highest = number.max(*highest);
                }
            }
            let whole = if lists.is_empty() {
                snapshot.covers_list("")
            } else {
                lists.iter().all(|list| snapshot.covers_list(list))
            };
            if whole {
                out.days.push(Look { day: snapshot.day, file: snapshot.file.clone(), last });
            }
        }
        out
    }

    pub(crate) fn turns(&self) -> impl Iterator<Item = Date> {
        self.days.iter().flat_map(|look| [Some(look.day), look.day.tomorrow().ok()]).flatten()
    }

    /// The answer for what no look has ever shown.
    pub(crate) fn never_seen(&self, reference: Option<&Reference>, day: Date) -> Told {
        let before = self.days.iter().rev().find(|look| look.day <= day);
        let after = self.days.iter().find(|look| look.day >= day);
        match (before, after) {
            (Some(look), _) if look.day == day => {
                Told::new(Answer::No, format!("{} does not have it", look.file))
            }
            (Some(before), Some(after)) => self.between(before, after, reference),
            (Some(before), None) => Told::new(
                Answer::Unknown,
                format!("{} does not have it, and nothing later is known", before.file),
            ),
            (None, Some(_)) => Told::new(Answer::Unknown, "the first look at the list came later"),
            (None, None) => Told::new(Answer::Unknown, "nobody has looked at the whole list"),
        }
    }

    fn between(&self, before: &Look, after: &Look, reference: Option<&Reference>) -> Told {
        let neither = format!("neither {} nor {} has it", before.file, after.file);
        let mut missing = self.missing(before, after);
        if let Some(reference) = reference {
            missing.retain(|one| one == reference);
        }
        let Some(first) = missing.first() else {
            return Told::new(
                Answer::No,
                format!("{neither}, and no entry came and went between them by the numbers"),
            );
        };
        Told::new(
            Answer::Unknown,
            format!(
                "{neither}, but {first} may have come and gone between them; nobody has seen that number"
            ),
        )
    }

    /// Numbers that were given between two looks and that no file has.
    fn missing(&self, before: &Look, after: &Look) -> Vec<Reference> {
        let mut out = Vec::new();
        for (list, last) in &after.last {
            let seen = self.numbers.get(list);
            let from = before.last.get(list).map_or(1, |number| number.saturating_add(1));
            // Numbers after the last that the later look has, up to the next that was given.
            let next = seen.and_then(|seen| seen.range(last.saturating_add(1)..).next());
            let until = next.copied().unwrap_or(*last);
            // One is enough to leave it open; a file with wild numbers is not counted through.
            let lacks = |number: &u32| !seen.is_some_and(|seen| seen.contains(number));
            let numbers = (from..until).filter(lacks).take(1000);
            out.extend(numbers.map(|number| Reference::new(&format!("{list}e.{number}"))));
        }
        out
    }
}
