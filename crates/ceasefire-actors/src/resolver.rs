//! A name in a report becomes this actor, none of ours, or unsure.
//!
//! First what needs no judgement: the letters of a known name. Then the ways in which reporters speak of those
//! whom they do not name and of states. Then all near names compete, listed or not; the best wins if it fits well
//! and no other actor fits nearly as well.

use crate::answer::{Answer, Candidate, Evidence};
use crate::habits::{Described, Forms, described, forms};
use crate::index::{Index, Indexed, Weighed};
use crate::lexicon::Lexicon;
use crate::registry::Registry;
use crate::score::{fit, scripts_differ};
use crate::words::{Word, words};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// From this score a name is an actor's, in thousandths.
const FITS: u16 = 860;
/// Below this score it is nobody's.
const NEAR: u16 = 700;
/// So much better than the next actor the best must be.
const LEAD: u16 = 40;
/// Candidates told at most.
const MOST_CANDIDATES: usize = 5;
/// A longer text is not a name; what follows is not read.
const LONGEST_NAME: usize = 600;

/// Finds who is meant.
#[derive(Debug)]
pub struct Resolver {
    actors: Vec<Who>,
    index: Index,
    lexicon: Lexicon,
}

/// What is asked: a name, and what the report says around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The name as reported.
    pub name: &'a str,
    /// The day of what is reported.
    pub day: Option<Date>,
    /// The country of what is reported, as two letters.
    pub country: Option<&'a str>,
}

/// A name of the same letters; the evidence where they are not parted the same.
type Hit = (u32, Option<Evidence>);

#[derive(Debug)]
struct Who {
    id: String,
    name: String,
    countries: Vec<String>,
    forces_of: Option<String>,
    government_of: Option<String>,
}

impl<'a> Asked<'a> {
    /// A name alone.
    pub fn name(name: &'a str) -> Self {
        Self { name, day: None, country: None }
    }
}

impl Resolver {
    /// Prepares a registry for being asked.
    pub fn new(registry: &Registry) -> Self {
        let lexicon = Lexicon::new();
        let index = Index::new(registry, &lexicon);
        let actors = registry
            .actors()
            .iter()
            .map(|actor| Who {
                id: actor.id.clone(),
                name: actor.name.clone(),
                countries: actor.countries.clone(),
                forces_of: actor.forces_of.clone(),
                government_of: actor.government_of.clone(),
            })
            .collect();
        Self { actors, index, lexicon }
    }

    /// Who is meant.
    pub fn resolve(&self, asked: &Asked) -> Answer {
        let name: String = asked.name.chars().take(LONGEST_NAME).collect();
        let forms = forms(&name, &self.lexicon);
        let readings: Vec<Vec<Word>> =
            forms.names.iter().map(|form| words(form, &self.lexicon)).collect();
        if readings.is_empty() {
            return unsure(vec![], Evidence::NoWords);
        }
        self.of_country(&forms, &readings, asked)
            .or_else(|| self.by_letters(&forms, &readings, asked))
            .or_else(|| self.by_habit(&forms, &readings, asked))
            .unwrap_or_else(|| self.by_words(&forms, &readings, asked))
    }

    /// `Islamic State (Libya)` is the branch whose own name says so, if there is one.
    fn of_country(&self, forms: &Forms, readings: &[Vec<Word>], asked: &Asked) -> Option<Answer> {
        let country = forms.country.filter(|_| !forms.either)?;
        let mut with = readings.first()?.clone();
        with.extend(words(self.lexicon.word_of(country)?, &self.lexicon));
        let found = self.ranked(&[with], asked, None);
        let best = found.first().filter(|best| best.score >= 980)?;
        let next = found.get(1).map_or(0, |next| next.score);
        (next < best.score).then(|| Answer::Actor(best.clone()))
    }

    fn by_letters(&self, forms: &Forms, readings: &[Vec<Word>], asked: &Asked) -> Option<Answer> {
        // Spelt otherwise is the same name too: whoever bears it so competes with who bears it letter by letter.
        let same: Vec<Vec<Hit>> = std::iter::zip(&forms.names, readings)
            .map(|(form, reading)| {
                let exact = self.index.same(form).iter().map(|at| (*at, None));
                exact
                    .chain(
                        self.index
                            .same_joined(reading)
                            .iter()
                            .map(|at| (*at, Some(Evidence::Spelling))),
                    )
                    .collect()
            })
            .collect();
        self.settled(&same, forms, asked)
    }

    /// What names of the same letters say: one actor, or several.
    fn settled(&self, lists: &[Vec<Hit>], forms: &Forms, asked: &Asked) -> Option<Answer> {
        let mut then: BTreeMap<u32, Candidate> = BTreeMap::new();
        let mut not_then: BTreeMap<u32, Candidate> = BTreeMap::new();
        for (at, evidence) in lists.iter().flatten() {
            let name = &self.index.names[*at as usize];
            let candidate = |evidence| self.candidate(name, 1000, evidence);
            if is_in_use(name, asked.day) {
                let own = if name.main {
                    Evidence::Exact
                } else {
                    Evidence::Alias(name.from, name.until)
                };
                then.entry(name.actor)
                    .or_insert_with(|| candidate(evidence.clone().unwrap_or(own)));
            } else {
                not_then
                    .entry(name.actor)
                    .or_insert_with(|| candidate(Evidence::NotThen(name.from, name.until)));
            }
        }
        if then.is_empty() {
            let evidence = not_then.values().next()?.evidence.clone();
            return Some(unsure(not_then.into_values().collect(), evidence));
        }
        if !forms.either {
            let in_all = |actor: &u32| {
                lists.iter().filter(|list| !list.is_empty()).all(|list| {
                    list.iter().any(|(at, _)| self.index.names[*at as usize].actor == *actor)
                })
            };
            keep_if_any(&mut then, in_all);
        }
        if let Some(country) = forms.country.or(asked.country) {
            keep_if_any(&mut then, |actor| self.is_known_in(*actor, country));
        }
        if then.len() > 1 {
            let evidence = if forms.either { Evidence::Either } else { Evidence::Several };
            return Some(unsure(then.into_values().collect(), evidence));
        }
        let (actor, one) = then.pop_first()?;
        let elsewhere = forms.country.is_some_and(|country| {
            !self.actors[actor as usize].countries.is_empty() && !self.is_known_in(actor, country)
        });
        Some(if elsewhere { unsure(vec![one], Evidence::OtherCountry) } else { Answer::Actor(one) })
    }

    fn by_habit(&self, forms: &Forms, readings: &[Vec<Word>], asked: &Asked) -> Option<Answer> {
        match described(readings.first()?)? {
            Described::Unnamed => Some(unsure(vec![], Evidence::Unnamed)),
            Described::Kind => Some(unsure(vec![], Evidence::Described)),
            Described::State { country, government } => {
                let Some(country) = country.or(forms.country).or(asked.country) else {
                    return Some(unsure(vec![], Evidence::Described));
                };
                Some(self.of_state(country, government, asked))
            }
        }
    }

    /// The forces or the government of a state. Where a state's forces are several actors, the country of the
    /// report may tell which.
    fn of_state(&self, state: &str, government: bool, asked: &Asked) -> Answer {
        let is = |of: &Option<String>| of.as_deref() == Some(state);
        let all = || (0_u32..).zip(&self.actors);
        let mut found: BTreeMap<u32, Candidate> = BTreeMap::new();
        let candidate = |who: &Who| Candidate {
            id: who.id.clone(),
            name: who.name.clone(),
            score: 1000,
            evidence: Evidence::State,
        };
        if government {
            found.extend(
                all()
                    .filter(|(_, who)| is(&who.government_of))
                    .map(|(at, who)| (at, candidate(who))),
            );
        }
        if found.is_empty() {
            found.extend(
                all().filter(|(_, who)| is(&who.forces_of)).map(|(at, who)| (at, candidate(who))),
            );
        }
        if let Some(country) = asked.country {
            keep_if_any(&mut found, |actor| self.is_known_in(*actor, country));
        }
        match found.len() {
            0 => Answer::NoneOfOurs(Evidence::State),
            1 => found
                .into_values()
                .next()
                .map_or(Answer::NoneOfOurs(Evidence::State), Answer::Actor),
            _ => unsure(found.into_values().collect(), Evidence::Several),
        }
    }

    fn by_words(&self, forms: &Forms, readings: &[Vec<Word>], asked: &Asked) -> Answer {
        let found = self.ranked(readings, asked, forms.country.or(asked.country));
        let Some(best) = found.first().filter(|best| best.score >= NEAR) else {
            return Answer::NoneOfOurs(Evidence::NothingNear);
        };
        let near: Vec<Candidate> = found
            .iter()
            .filter(|other| other.score + LEAD > best.score && other.score >= NEAR)
            .cloned()
            .collect();
        if forms.either {
            return unsure(near, Evidence::Either);
        }
        if best.score < FITS {
            let evidence = best.evidence.clone();
            return unsure(near, evidence);
        }
        if near.len() > 1 { unsure(near, Evidence::Several) } else { Answer::Actor(best.clone()) }
    }

    /// Each near actor by its best name, the best first; equals in the order of their ids.
    fn ranked(
        &self,
        readings: &[Vec<Word>],
        asked: &Asked,
        country: Option<&str>,
    ) -> Vec<Candidate> {
        let mut best: BTreeMap<u32, Candidate> = BTreeMap::new();
        for reading in readings {
            let weighed: Vec<Weighed> = reading
                .iter()
                .map(|word| Weighed { weight: self.index.weight(word), word: word.clone() })
                .collect();
            for at in self.index.near(reading) {
                let name = &self.index.names[at as usize];
                if !is_in_use(name, asked.day) {
                    continue;
                }
                let fit = fit(&weighed, &name.words, country);
                if best.get(&name.actor).is_none_or(|known| known.score < fit.score) {
                    let script = fit.score >= 800 && scripts_differ(asked.name, &name.name);
                    let evidence = if script { Evidence::Script } else { fit.evidence };
                    best.insert(name.actor, self.candidate(name, fit.score, evidence));
                }
            }
        }
        let mut out: Vec<Candidate> = best.into_values().collect();
        out.sort_by(|a, b| (Reverse(a.score), &a.id).cmp(&(Reverse(b.score), &b.id)));
        out
    }

    fn candidate(&self, name: &Indexed, score: u16, evidence: Evidence) -> Candidate {
        Candidate {
            id: self.actors[name.actor as usize].id.clone(),
            name: name.name.clone(),
            score,
            evidence,
        }
    }

    fn is_known_in(&self, actor: u32, country: &str) -> bool {
        self.actors[actor as usize].countries.iter().any(|one| one == country)
    }
}

fn unsure(mut candidates: Vec<Candidate>, evidence: Evidence) -> Answer {
    candidates.truncate(MOST_CANDIDATES);
    Answer::Unsure { candidates, evidence }
}

fn is_in_use(name: &Indexed, day: Option<Date>) -> bool {
    day.is_none_or(|day| {
        name.from.is_none_or(|from| from <= day) && name.until.is_none_or(|until| day < until)
    })
}

/// Keeps those that a hint speaks for, if it speaks for any.
fn keep_if_any(found: &mut BTreeMap<u32, Candidate>, speaks_for: impl Fn(&u32) -> bool) {
    let kept: BTreeSet<u32> = found.keys().copied().filter(|actor| speaks_for(actor)).collect();
    if !kept.is_empty() {
        found.retain(|actor, _| kept.contains(actor));
    }
}
