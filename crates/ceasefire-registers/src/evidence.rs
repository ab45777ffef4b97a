//! What snapshots and notices say about one subject, and the answer for a day.
//!
//! A subject is an entry, or a name of an entry. Each piece of evidence stands on a day: *listed* that
//! day (and, by its own word, since an earlier one), *gone* (not in a file that covers it), or *ended*
//! (taken off that day). The answer is
//!
//! - yes, if a listing reaches the day: from its own date to the day it was seen, or from one sighting
//!   to the next, with nothing against it between;
//! - no, if a file of that day lacks it, if files before and after lack it, or if it was listed only
//!   later;
//! - unknown otherwise, and wherever the evidence disagrees. So more snapshots may open a yes, but
//!   never turn it into a no.

use crate::day::said;
use jiff::civil::Date;
use std::sync::Arc;

/// An answer of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// On the list.
    Yes,
    /// Not on the list.
    No,
    /// Not known.
    Unknown,
}

/// An answer and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The answer.
    pub answer: Answer,
    /// The reason, in a sentence without a full stop.
    pub reason: String,
}

impl Told {
    pub(crate) fn new(answer: Answer, reason: impl Into<String>) -> Self {
        Self { answer, reason: reason.into() }
    }
}

/// One piece of evidence.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    pub(crate) day: Date,
    pub(crate) says: Says,
    pub(crate) source: Arc<str>,
}

/// What it says about its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// Listed, for certain since `since`; not before `earliest`.
    Listed { since: Date, earliest: Date },
    /// Not in a file that covers it.
    Gone,
    /// Taken off on this day.
    Ended,
}

/// The evidence on one subject, by day.
#[derive(Debug, Clone, Default)]
pub(crate) struct File {
    evidence: Vec<Evidence>,
}

/// A listing, with its sighting.
#[derive(Clone, Copy)]
struct Listing<'a> {
    day: Date,
    since: Date,
    earliest: Date,
    source: &'a str,
}

impl File {
    /// Orders the evidence. Who was taken off on a day was on the list the day before; that is taken
    /// to be the listing seen last before it.
    pub(crate) fn new(mut evidence: Vec<Evidence>) -> Self {
        evidence.sort_by_key(|one| one.day);
        let ends = evidence.iter().filter(|one| one.says == Says::Ended);
        let eves: Vec<Evidence> = ends.filter_map(|end| eve(end, &evidence)).collect();
        evidence.extend(eves);
        evidence.sort_by_key(|one| one.day);
        Self { evidence }
    }

    /// Days on which the answer may change.
    pub(crate) fn turns(&self) -> impl Iterator<Item = Date> {
        self.evidence.iter().flat_map(|one| {
            let (since, earliest) = match one.says {
                Says::Listed { since, earliest } => (Some(since), Some(earliest)),
                _ => (None, None),
            };
            [Some(one.day), one.day.tomorrow().ok(), since, earliest].into_iter().flatten()
        })
    }

    /// The day on which it was taken off, if no source has seen it since and the day asked about is later.
    pub(crate) fn ended_for_good(&self, asked: Date) -> Option<Date> {
        let last = self.evidence.iter().rev().find(|one| one.says != Says::Gone)?;
        (last.says == Says::Ended && last.day < asked).then_some(last.day)
    }

    /// Whether a listing reaches that day or a later one.
    pub(crate) fn listed_since(&self, day: Date) -> bool {
        self.listings().any(|p| p.day >= day)
    }

    /// The answer for a day.
    pub(crate) fn on(&self, day: Date) -> Told {
        let lacking = self.absent().find(|one| one.day == day);
        let claims: Vec<Listing<'_>> = self.listings().filter(|p| self.claims(p, day)).collect();
        if lacking.is_none()
            && let Some(reason) = claims.iter().find_map(|p| self.supported(p, day))
        {
            return Told::new(Answer::Yes, reason);
        }
        if let Some(claim) = claims.first() {
            return Told::new(Answer::Unknown, self.disagreement(claim, day));
        }
        match lacking {
            Some(one) if one.says == Says::Ended => {
                Told::new(Answer::No, format!("taken off that day ({})", one.source))
            }
            Some(one) => Told::new(Answer::No, format!("{} does not have it", one.source)),
            None => self.between(day),
        }
    }

    fn listings(&self) -> impl Iterator<Item = Listing<'_>> {
        self.evidence.iter().filter_map(|one| match one.says {
            Says::Listed { since, earliest } => {
                Some(Listing { day: one.day, since, earliest, source: &one.source })
            }
            _ => None,
        })
    }

    fn absent(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().filter(|one| matches!(one.says, Says::Gone | Says::Ended))
    }

    /// Earlier sightings of what, by its own dates, is the same listing.
    fn earlier<'a>(&'a self, p: &Listing<'a>) -> impl Iterator<Item = Listing<'a>> {
        let (day, earliest) = (p.day, p.earliest);
        self.listings().filter(move |q| earliest <= q.day && q.day < day)
    }

    /// The day from which a listing says that it holds, taken at its word.
    fn begin(&self, p: &Listing<'_>) -> Date {
        self.earlier(p).map(|q| q.since).fold(p.since, Date::min)
    }

    fn claims(&self, p: &Listing<'_>, day: Date) -> bool {
        self.begin(p) <= day && day <= p.day
    }

    /// The reason why it holds, if nothing speaks against it.
    fn supported(&self, p: &Listing<'_>, day: Date) -> Option<String> {
        let denied =
            self.listings().any(|r| day < r.earliest && r.earliest <= p.day && day <= r.day);
        if denied {
            return None;
        }
        if p.day == day {
            return Some(format!("{} has it that day", p.source));
        }
        let last = self.absent().map(|one| one.day).filter(|one| *one < p.day).max();
        let trusted = |q: &Listing<'_>| {
            if last.is_none_or(|last| last < q.since) { q.since } else { q.day }
        };
        if trusted(p) <= day {
            return Some(format!("{} has it, since {}", p.source, said(p.since)));
        }
        let before = self
            .earlier(p)
            .filter(|q| last.is_none_or(|last| last < q.day))
            .find(|q| trusted(q) <= day)?;
        Some(format!("{} has it, and so has {}", before.source, p.source))
    }

    fn disagreement(&self, claim: &Listing<'_>, day: Date) -> String {
        let begin = self.begin(claim);
        let within = |one: &&Evidence| begin <= one.day && one.day < claim.day;
        let against = self.absent().find(|one| one.day == day);
        match against.or_else(|| self.absent().filter(within).last()) {
            Some(one) => format!(
                "the sources disagree: {} has it since {}, but {} {}",
                claim.source,
                said(begin),
                one.source,
                if one.says == Says::Ended { "takes it off" } else { "does not have it" }
            ),
            None => format!(
                "the sources disagree: {} has it since {}, another gives a later day",
                claim.source,
                said(begin)
            ),
        }
    }

    /// The answer where no evidence reaches the day itself.
    fn between(&self, day: Date) -> Told {
        let before = self.evidence.iter().rev().find(|one| one.day < day);
        let after = self.evidence.iter().find(|one| one.day > day);
        let was_listed = before.is_some_and(|one| matches!(one.says, Says::Listed { .. }));
        match (before, after) {
            (None, None) => Told::new(Answer::Unknown, "nothing is known about it"),
            (Some(before), None) => Told::new(Answer::Unknown, after_the_last(before)),
            (Some(before), Some(after)) if was_listed => Told::new(
                Answer::Unknown,
                match after.says {
                    Says::Listed { earliest, .. } => format!(
                        "{} has it; {} has it from {} only, and what lay between is not known",
                        before.source,
                        after.source,
                        said(earliest.max(day))
                    ),
                    _ => format!(
                        "{} has it and {} does not; when it went is not known",
                        before.source, after.source
                    ),
                },
            ),
            (Some(before), Some(after)) if !matches!(after.says, Says::Listed { .. }) => Told::new(
                Answer::No,
                format!("neither {} nor {} has it", before.source, after.source),
            ),
            (before, Some(_)) => self.coming(before, day),
        }
    }

    /// Not listed before the day, as far as is known; perhaps later.
    fn coming(&self, before: Option<&Evidence>, day: Date) -> Told {
        let mut later = self.listings().filter(|p| p.day > day);
        let Some(first) = later.next() else {
            return Told::new(Answer::Unknown, "the first look at the list came later");
        };
        let mut open = std::iter::once(first).chain(later);
        if let Some(p) = open.find(|p| p.earliest <= day) {
            let lacks = match before {
                Some(before) => format!("{} does not have it, ", before.source),
                None => String::new(),
            };
            return Told::new(
                Answer::Unknown,
                format!("{lacks}{} has it; when it came between is not known", p.source),
            );
        }
        let reason =
            format!("listed on {} at the earliest ({})", said(first.earliest), first.source);
        Told::new(Answer::No, reason)
    }
}

/// The day before an end, on which it was still listed.
fn eve(end: &Evidence, evidence: &[Evidence]) -> Option<Evidence> {
    let day = end.day.yesterday().ok()?;
    let earliest =
        evidence.iter().rev().filter(|one| one.day <= day).find_map(|one| match one.says {
            Says::Listed { earliest, .. } => Some(earliest),
            _ => None,
        });
    let says = Says::Listed { since: day, earliest: earliest.unwrap_or(Date::MIN) };
    Some(Evidence { day, says, source: end.source.clone() })
}

fn after_the_last(before: &Evidence) -> String {
    let what = match before.says {
        Says::Listed { .. } => "has it",
        Says::Gone => "does not have it",
        Says::Ended => "says that it was taken off",
    };
    format!("{} {what}, and nothing later is known", before.source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn year(year: i16) -> Date {
        date(year, 6, 1)
    }

    fn listed(on: i16, since: i16) -> Evidence {
        let says = Says::Listed { since: year(since), earliest: year(since) };
        Evidence { day: year(on), says, source: format!("the list of {on}").into() }
    }

    fn gone(on: i16) -> Evidence {
        let source = format!("the list of {on}").into();
        Evidence { day: year(on), says: Says::Gone, source }
    }

    fn ended(on: i16) -> Evidence {
        let source = format!("a notice of {on}").into();
        Evidence { day: year(on), says: Says::Ended, source }
    }

    /// One letter a year, from 2009 to 2020: `y`, `n` or `?`.
    fn answers(evidence: Vec<Evidence>) -> String {
        let file = File::new(evidence);
        (2009..=2020)
            .map(|at| match file.on(year(at)).answer {
                Answer::Yes => 'y',
                Answer::No => 'n',
                Answer::Unknown => '?',
            })
            .collect()
    }

    #[test]
    fn the_answer_follows_from_what_lies_around_the_day() {
        let cases = [
            ("nothing", vec![], "????????????"),
            ("listed and seen", vec![listed(2014, 2011)], "nnyyyy??????"),
            ("gone after", vec![listed(2012, 2010), gone(2015)], "nyyy??n?????"),
            ("taken off by notice", vec![listed(2012, 2010), ended(2015)], "nyyyyyn?????"),
            ("never there", vec![gone(2011), gone(2015)], "??nnnnn?????"),
            (
                "back under a new date",
                vec![listed(2011, 2010), gone(2013), listed(2018, 2016)],
                "nyy?nnnyyy??",
            ),
            (
                "back under the old date",
                vec![listed(2011, 2010), gone(2013), listed(2016, 2010), listed(2018, 2010)],
                "nyy????yyy??",
            ),
            (
                "listed anew between two files that have it",
                vec![listed(2012, 2010), listed(2018, 2015)],
                "nyyy??yyyy??",
            ),
            (
                "the date of listing was corrected",
                vec![listed(2014, 2012), listed(2018, 2010)],
                "n??yyyyyyy??",
            ),
        ];
        for (name, evidence, expected) in cases {
            assert_eq!(answers(evidence), expected, "{name}");
        }
    }

    #[test]
    fn a_name_without_a_date_is_open_between_the_earliest_day_and_the_certain_one() {
        let says = Says::Listed { since: year(2016), earliest: year(2014) };
        let name = Evidence { day: year(2018), says, source: "the list of 2018".into() };
        assert_eq!(answers(vec![gone(2012), name]), "nnnnn??yyy??");
    }

    fn reasons(evidence: Vec<Evidence>) -> String {
        let file = File::new(evidence);
        let reason = |at| {
            let told = file.on(year(at));
            format!("{at} {:?}: {}", told.answer, told.reason)
        };
        (2009..=2021).map(reason).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_answer_has_its_reason() {
        let evidence = vec![listed(2011, 2010), gone(2013), listed(2018, 2016), ended(2020)];
        insta::assert_snapshot!(reasons(evidence));
    }

    #[test]
    fn a_disagreement_names_who_disagrees() {
        let back = vec![listed(2011, 2010), gone(2013), ended(2015), listed(2017, 2010)];
        let corrected = vec![listed(2014, 2012), listed(2018, 2010)];
        insta::assert_snapshot!([reasons(back), reasons(corrected)].join("\n\n"));
    }
}
