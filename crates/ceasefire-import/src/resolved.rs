//! Names in reports become actors of a registry, with every doubt kept.
//!
//! This actor: its id. None of ours: the name as it was reported. Unsure: all candidates and `other`, for none of
//! these, with the reason as a note. Nobody named ("gunmen", "civilians"): nothing, since unknown is absent; the
//! words stay in the notes under their own column. A report that may be of several days is asked about its first
//! and its last; where they differ, it is unsure.
//!
//! A table says the same names over and over, so answers are kept, up to a bound: one for all days on which the same
//! names are in use. Left out: names that a profile maps itself, which never come here.

use crate::act::{NONE_OF_THESE, fit};
use crate::naming::{Meant, Naming, Reported};
use ceasefire_actors::{Answer, Asked, Evidence, Registry, Resolver};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Answers that are kept. When there are so many, all are forgotten and it begins anew.
const MOST_KEPT: usize = 1 << 14;
/// Different unsure names that are counted one by one, and countries that are kept; more count only in the sum.
const MOST_UNSURE: usize = 1 << 12;
/// Unsure names that the account lists.
const LISTED: usize = 10;

/// Asks a registry who is meant.
#[derive(Debug)]
pub struct Resolved {
    resolver: Resolver,
    ids: BTreeSet<String>,
    state: Mutex<State>,
}

/// What became of the names so far, mention by mention.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mentions {
    /// An actor of the registry.
    pub actor: u64,
    /// Somebody, but none of ours.
    pub none: u64,
    /// One of several, or perhaps none of these.
    pub unsure: u64,
    /// Nobody: the reporter names no actor.
    pub unnamed: u64,
    /// Unsure names with how often they occur and why.
    unsure_names: BTreeMap<String, (u64, String)>,
}

#[derive(Debug, Default)]
struct State {
    /// What is said of each name, around which circumstances.
    kept: BTreeMap<String, Vec<(Around, Said)>>,
    kept_answers: usize,
    /// Countries as the table writes them.
    countries: BTreeMap<String, Option<&'static str>>,
    mentions: Mentions,
}

/// The country, and the periods of the first and the last day.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Around {
    country: Option<&'static str>,
    periods: (usize, usize),
}

/// What is said of a name, and as what it counts.
#[derive(Debug, Clone)]
struct Said {
    meant: Meant,
    counts: Counts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    Actor,
    None,
    Unsure,
    Unnamed,
}

impl Resolved {
    /// Prepares a registry for being asked.
    pub fn new(registry: &Registry) -> Self {
        let ids = registry.actors().iter().map(|actor| actor.id.clone()).collect();
        Self { resolver: Resolver::new(registry), ids, state: Mutex::default() }
    }

    /// What became of the names so far.
    pub fn mentions(&self) -> Mentions {
        self.state().mentions.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, asked: &Reported<'_>, around: &Around) -> Said {
        let (first, last) = asked.days;
        let on = |day: Date| {
            let day = Some(day);
            self.resolver.resolve(&Asked { name: asked.name, day, country: around.country })
        };
        let answer = on(first);
        if around.periods.0 == around.periods.1 {
            return self.kept_apart(said(asked.name, &[answer]));
        }
        let later = on(last);
        if ids(&answer) == ids(&later) {
            return self.kept_apart(said(asked.name, &[later]));
        }
        said(asked.name, &[answer, later])
    }

    /// A name that is nobody's may look like an actor's id once it is fit for the language. Then it is open.
    fn kept_apart(&self, mut said: Said) -> Said {
        if said.counts == Counts::None
            && said.meant.candidates.iter().any(|name| self.ids.contains(name))
        {
            said.counts = Counts::Unsure;
            said.meant.candidates.push(NONE_OF_THESE.to_owned());
        }
        said
    }
}

impl Naming for Resolved {
    fn who(&self, asked: &Reported<'_>) -> Meant {
        let (first, last) = asked.days;
        let mut state = self.state();
        let around = Around {
            country: asked.country.and_then(|written| state.country(written, &self.resolver)),
            periods: (self.resolver.period(first), self.resolver.period(last)),
        };
        let said = match state.kept(asked.name, &around) {
            Some(said) => said.clone(),
            None => state.keep(asked.name, &around, self.ask(asked, &around)),
        };
        state.mentions.count(asked.name, &said);
        said.meant
    }
}

impl State {
    fn country(&mut self, written: &str, resolver: &Resolver) -> Option<&'static str> {
        if let Some(known) = self.countries.get(written) {
            return *known;
        }
        let country = resolver.country(written);
        if self.countries.len() < MOST_UNSURE {
            self.countries.insert(written.to_owned(), country);
        }
        country
    }

    fn kept(&self, name: &str, around: &Around) -> Option<&Said> {
        let kept = self.kept.get(name)?;
        kept.iter().find(|(known, _)| known == around).map(|(_, said)| said)
    }

    fn keep(&mut self, name: &str, around: &Around, said: Said) -> Said {
        if self.kept_answers >= MOST_KEPT {
            self.kept.clear();
            self.kept_answers = 0;
        }
        self.kept_answers += 1;
        let kept = self.kept.entry(name.to_owned()).or_default();
        kept.push((around.clone(), said.clone()));
        said
    }
}

impl Mentions {
    fn count(&mut self, name: &str, said: &Said) {
        match said.counts {
            Counts::Actor => self.actor += 1,
            Counts::None => self.none += 1,
            Counts::Unnamed => self.unnamed += 1,
            Counts::Unsure => {
                self.unsure += 1;
                if let Some((times, _)) = self.unsure_names.get_mut(name) {
                    *times += 1;
                } else if self.unsure_names.len() < MOST_UNSURE {
                    let why = said.meant.candidates.join(", ");
                    self.unsure_names.insert(name.to_owned(), (1, why));
                }
            }
        }
    }

    /// All mentions.
    pub fn all(&self) -> u64 {
        self.actor + self.none + self.unsure + self.unnamed
    }

    /// The unsure names that occur most often, with how often and the candidates.
    pub fn most_unsure(&self) -> Vec<(&str, u64, &str)> {
        let names = self.unsure_names.iter();
        let mut names: Vec<_> = names
            .map(|(name, (times, candidates))| (name.as_str(), *times, candidates.as_str()))
            .collect();
        names.sort_by_key(|(name, times, _)| (std::cmp::Reverse(*times), *name));
        names.truncate(LISTED);
        names
    }
}

impl fmt::Display for Mentions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.all() == 0 {
            return f.write_str("no names of actors but those that the profile itself explains");
        }
        write!(
            f,
            "{} names of actors: {} one we know, {} none of ours, {} unsure, {} nobody named",
            self.all(),
            self.actor,
            self.none,
            self.unsure,
            self.unnamed
        )?;
        for (name, times, candidates) in self.most_unsure() {
            write!(f, "\n  {times:>6}  unsure: {name} ({candidates})")?;
        }
        Ok(())
    }
}

/// The ids that an answer leaves, and whether somebody else may be meant.
fn ids(answer: &Answer) -> (Vec<&str>, bool) {
    match answer {
        Answer::Actor(one) => (vec![one.id.as_str()], false),
        Answer::NoneOfOurs(_) => (vec![], true),
        Answer::Unsure { candidates, .. } => {
            (candidates.iter().map(|one| one.id.as_str()).collect(), true)
        }
    }
}

/// What one answer says, or two that differ: the candidates of both.
fn said(name: &str, answers: &[Answer]) -> Said {
    let (counts, candidates) = match answers {
        [Answer::Actor(one)] => (Counts::Actor, vec![one.id.clone()]),
        [Answer::NoneOfOurs(_)] => (Counts::None, fitted(name)),
        answers => {
            let mut all: Vec<String> =
                answers.iter().flat_map(|one| ids(one).0).map(str::to_owned).collect();
            all.sort();
            all.dedup();
            if all.is_empty() {
                (Counts::Unnamed, all)
            } else {
                all.push(NONE_OF_THESE.to_owned());
                (Counts::Unsure, all)
            }
        }
    };
    let why = answers.iter().filter_map(evidence).next_back();
    let note = why.map(|why| format!("“{name}”: {why}"));
    Said { meant: Meant { candidates, note }, counts }
}

fn fitted(name: &str) -> Vec<String> {
    Some(fit(name)).filter(|name| !name.is_empty()).into_iter().collect()
}

/// Why it is not certain, where it is not.
fn evidence(answer: &Answer) -> Option<&Evidence> {
    match answer {
        Answer::Unsure { evidence, .. } => Some(evidence),
        Answer::Actor(_) | Answer::NoneOfOurs(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTORS: &str = r#"
        version = 1
        source = "made up"
        [[actor]]
        id = "group-a"
        name = "Waqwaq Front"
        countries = ["SY"]
        names = [{ name = "Zubr Army", from = "2016-03-01" }, "the men of the hill"]
        [[actor]]
        id = "group-b"
        name = "Qandil Brigade"
        countries = ["SY"]
        [[actor]]
        id = "group-c"
        name = "Qandil Brigade"
        countries = ["LB"]
        [[actor]]
        id = "forces-sy"
        name = "Syrian army"
        countries = ["SY"]
        forces_of = "SY"
    "#;

    fn resolved() -> Resolved {
        Resolved::new(&Registry::read("test.toml", ACTORS).expect("it reads"))
    }

    fn who(resolved: &Resolved, name: &str, days: (&str, &str), country: Option<&str>) -> String {
        let day = |text: &str| text.parse().expect("a day");
        let asked = Reported { name, days: (day(days.0), day(days.1)), country };
        resolved.who(&asked).candidates.join(" ")
    }

    #[test]
    fn a_name_is_an_actor_a_name_as_reported_candidates_or_nobody() {
        let resolved = resolved();
        let march = ("2016-03-05", "2016-03-05");
        for (name, country, expected) in [
            ("the Waqwaq Front", None, "group-a"),
            ("The men of the hill", None, "group-a"),
            ("Qandil Brigade", None, "group-b group-c other"),
            ("Qandil Brigade", Some("Syria"), "group-b"),
            ("Qandil Brigade", Some("SY"), "group-b"),
            ("government forces", Some("Syria"), "forces-sy"),
            ("Military Forces of Uganda (1986-)", None, "military-forces-of-uganda-1986"),
            ("Brotherhood of Xyzzy", None, "brotherhood-of-xyzzy"),
            ("Group C", None, "group-c other"),
            ("gunmen", None, ""),
            ("Civilians (Syria)", Some("Syria"), ""),
            ("Unidentified Armed Group (Syria)", Some("Syria"), ""),
            ("—", None, ""),
        ] {
            assert_eq!(who(&resolved, name, march, country), expected, "{name}");
        }
        let told = resolved.mentions();
        assert_eq!((told.actor, told.none, told.unsure, told.unnamed), (5, 2, 2, 4));
        let expected =
            [("Group C", 1, "group-c, other"), ("Qandil Brigade", 1, "group-b, group-c, other")];
        assert_eq!(told.most_unsure(), expected);
    }

    #[test]
    fn days_on_which_the_answers_differ_leave_it_open() {
        let resolved = resolved();
        let ask = |first, last| who(&resolved, "Zubr Army", (first, last), None);
        assert_eq!(ask("2016-03-01", "2016-03-05"), "group-a");
        assert_eq!(ask("2016-02-25", "2016-03-05"), "group-a other");
        assert_eq!(ask("2016-02-25", "2016-02-28"), "group-a other");
    }

    #[test]
    fn more_names_than_are_kept_change_no_answer_and_no_count() {
        let resolved = resolved();
        let march = ("2016-03-05", "2016-03-05");
        for number in 0..=MOST_KEPT {
            who(&resolved, &format!("Nobody {number}"), march, None);
        }
        assert_eq!(who(&resolved, "Waqwaq Front", march, None), "group-a");
        let told = resolved.mentions();
        assert_eq!(told.all(), MOST_KEPT as u64 + 2);
        assert!(resolved.state().kept_answers < 8);
    }
}
