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
use std::ops::Range;

/// Looks at the whole of what a register holds.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    days: Vec<Look>,
    /// The lists that count; none: all.
    lists: Vec<String>,
    /// Every number ever seen, by list and kind.
    numbers: BTreeMap<Series, BTreeSet<u32>>,
}

/// A list's two letters and a kind: each has its own numbers.
type Series = (String, Kind);

#[derive(Debug)]
struct Look {
    day: Date,
    file: String,
    last: BTreeMap<Series, u32>,
}

impl Looks {
    /// From snapshots in order of days; those that do not cover the lists are no looks.
    pub(crate) fn new(snapshots: &[&Snapshot], lists: &[&str]) -> Self {
        let lists: Vec<String> = lists.iter().map(|list| (*list).to_owned()).collect();
        let mut out = Self { lists, ..Self::default() };
        for snapshot in snapshots {
            let mut last: BTreeMap<Series, u32> = BTreeMap::new();
            for (list, kind, number) in snapshot.entries.iter().filter_map(|e| e.reference.parts())
            {
                if out.holds(list) {
                    let series = (list.to_owned(), kind);
                    out.numbers.entry(series.clone()).or_default().insert(number);
                    let highest = last.entry(series).or_insert(number);
                    *highest = number.max(*highest);
                }
            }
            if out.is_whole(snapshot) {
                out.days.push(Look { day: snapshot.day, file: snapshot.file.clone(), last });
            }
        }
        out
    }

    fn holds(&self, list: &str) -> bool {
        self.lists.is_empty() || self.lists.iter().any(|held| held == list)
    }

    fn is_whole(&self, snapshot: &Snapshot) -> bool {
        if self.lists.is_empty() {
            snapshot.covers_all()
        } else {
            self.lists.iter().all(|list| snapshot.covers_list(list))
        }
    }

    pub(crate) fn turns(&self) -> impl Iterator<Item = Date> {
        self.days.iter().flat_map(|look| [Some(look.day), look.day.tomorrow().ok()]).flatten()
    }

    /// The answer for what no look has ever shown: a reference, or a name where there is none.
    pub(crate) fn never_seen(&self, reference: Option<&Reference>, day: Date) -> Told {
        if let Some(reference) = reference
            && !reference.parts().is_some_and(|(list, ..)| self.holds(list))
        {
            return Told::new(Answer::Unknown, "nobody has looked at the list that it is of");
        }
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
        let open = match reference.and_then(Reference::parts) {
            Some((list, kind, number)) => self
                .given(&(list.to_owned(), kind), before, after)
                .contains(&number)
                .then(|| reference.map(ToString::to_string))
                .flatten(),
            None => self.missing(before, after),
        };
        match open {
            None => Told::new(
                Answer::No,
                format!("{neither}, and by the numbers no entry came and went between them"),
            ),
            Some(open) => Told::new(
                Answer::Unknown,
                format!(
                    "{neither}, but {open} may have come and gone between them; no file has that number"
                ),
            ),
        }
    }

    /// The first number of a group that was given between two looks and that no file has.
    fn missing(&self, before: &Look, after: &Look) -> Option<String> {
        let mut groups = after.last.keys().filter(|(_, kind)| *kind == Kind::Entity);
        groups.find_map(|series| {
            let seen = self.numbers.get(series);
            let mut given = self.given(series, before, after);
            let number = given.find(|n| !seen.is_some_and(|seen| seen.contains(n)))?;
            Some(format!("{}e.{number:03}", series.0))
        })
    }

    /// Numbers given between two looks: after the last of the first look, up to the last of the
    /// second or, where one is known, the next that was given.
    fn given(&self, series: &Series, before: &Look, after: &Look) -> Range<u32> {
        let Some(last) = after.last.get(series) else { return 0..0 };
        let next = self
            .numbers
            .get(series)
            .and_then(|seen| seen.range(last.saturating_add(1)..).next().copied());
        let from = before.last.get(series).map_or(1, |number| number.saturating_add(1));
        from..next.unwrap_or(*last)
    }
}
