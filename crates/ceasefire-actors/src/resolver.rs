//! A name in a report becomes this actor, none of ours, or unsure.
//!
//! First what needs no judgement: the letters of a known name. Then the ways in which reporters speak of those
//! whom they do not name and of states. Then all near names compete, listed or not; the best wins if it fits well
//! and no other actor fits nearly as well.

use crate::answer::{Answer, Candidate, Evidence};
use crate::habits::{Described, Forms, described, forms, is_short_form, state_of};
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
/// A longer text, in characters, is not a name.
const LONGEST_NAME: usize = 600;

/// Finds who is meant.
#[derive(Debug)]
pub struct Resolver {
    actors: Vec<Who>,
    index: Index,
    lexicon: Lexicon,
    /// Days on which a name comes into use or goes out of it, in order.
    turns: Vec<Date>,
}

/// What is asked: a name, and what the report says around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The name as reported.
    pub name: &'a str,
    /// The day of what is reported.
    pub day: Option<Date>,
    /// The country of what is reported, as two capital letters.
    pub country: Option<&'a str>,
}

/// Candidates by the place of their actor in the registry.
type Found = BTreeMap<u32, Candidate>;

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
        let days = index.names.iter().flat_map(|name| [name.from, name.until]).flatten();
        let turns: BTreeSet<Date> = days.collect();
        Self { actors, index, lexicon, turns: turns.into_iter().collect() }
    }

    /// The period in which a day lies: on all days of one period the same names are in use, and all answers are the
    /// same.
    pub fn period(&self, day: Date) -> usize {
        self.turns.partition_point(|turn| *turn <= day)
    }

    /// The two letters of a country as a table writes it: by its code, or by its name.
    pub fn country(&self, written: &str) -> Option<&'static str> {
        let written = written.trim();
        self.lexicon.code(written).or_else(|| state_of(written, &self.lexicon))
    }

    /// Who is meant.
    pub fn resolve(&self, asked: &Asked) -> Answer {
        if asked.name.chars().nth(LONGEST_NAME).is_some() {
            return unsure(vec![], Evidence::TooLong);
        }
        let forms = forms(asked.name, &self.lexicon);
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
        let best =
            found.first().filter(|best| best.score >= 980 && !best.evidence.is_not_then())?;
        let next = found.get(1).map_or(0, |next| next.score);
        (next < best.score).then(|| Answer::Actor(best.clone()))
    }

    fn by_letters(&self, forms: &Forms, readings: &[Vec<Word>], asked: &Asked) -> Option<Answer> {
        if let Some(whole) = &forms.whole {
            let hits = self.hits(whole, &words(whole, &self.lexicon));
            if let Some(answer) = self.settled(&[hits], forms, asked) {
                return Some(answer);
            }
        }
        let hits: Vec<Vec<Hit>> = std::iter::zip(&forms.names, readings)
            .map(|(form, reading)| self.hits(form, reading))
            .collect();
        let answer = self.settled(&hits, forms, asked)?;
        let Answer::Actor(one) = answer else { return Some(answer) };
        let unknown = std::iter::zip(&hits, &forms.names)
            .zip(readings)
            .filter(|((hits, form), _)| hits.is_empty() && !is_short_form(form, &self.lexicon));
        let mut unknown = unknown.map(|(_, reading)| reading);
        Some(if unknown.all(|reading| self.is_near(reading, &one.id, asked)) {
            Answer::Actor(one)
        } else {
            unsure(vec![one], Evidence::Beside)
        })
    }

    /// Whether words are near a name of this actor, so that they may stand beside another name of it.
    fn is_near(&self, reading: &[Word], id: &str, asked: &Asked) -> bool {
        let found = self.ranked(&[reading.to_vec()], asked, asked.country);
        found.iter().any(|one| one.id == id && one.score >= NEAR)
    }

    /// Names of the same letters. Spelt otherwise is the same name too: whoever bears it so competes with who
    /// bears it letter by letter.
    fn hits(&self, form: &str, reading: &[Word]) -> Vec<Hit> {
        let exact = self.index.same(form).iter().map(|at| (*at, None));
        exact
            .chain(self.index.same_joined(reading).iter().map(|at| (*at, Some(Evidence::Spelling))))
            .collect()
    }

    /// The actors whose names were hit: those that bore them on the day, and those that did not.
    fn bearers(&self, lists: &[Vec<Hit>], day: Option<Date>) -> (Found, Found) {
        let (mut then, mut not_then) = (Found::new(), Found::new());
        for (at, evidence) in lists.iter().flatten() {
            let name = &self.index.names[*at as usize];
            let (bearers, own) = match (is_in_use(name, day), name.main) {
                (false, _) => (&mut not_then, Evidence::NotThen(name.from, name.until)),
                (true, true) => (&mut then, Evidence::Exact),
                (true, false) => (&mut then, Evidence::Alias(name.from, name.until)),
            };
            let evidence = evidence.clone().filter(|_| !own.is_not_then()).unwrap_or(own);
            bearers.entry(name.actor).or_insert_with(|| self.candidate(name, 1000, evidence));
        }
        // A list gives its names no days. Where ours gives them to the same name, ours says more.
        then.retain(|actor, one| one.evidence.is_dated() || !not_then.contains_key(actor));
        (then, not_then)
    }

    /// What names of the same letters say: one actor, or several.
    fn settled(&self, lists: &[Vec<Hit>], forms: &Forms, asked: &Asked) -> Option<Answer> {
        let (mut then, not_then) = self.bearers(lists, asked.day);
        if then.is_empty() {
            let evidence = not_then.values().next()?.evidence.clone();
            return Some(unsure(not_then.into_values().collect(), evidence));
        }
        let has = |list: &Vec<Hit>, actor: u32| {
            list.iter().any(|(at, _)| self.index.names[*at as usize].actor == actor)
        };
        if forms.either {
            // Whom all the names mean is meant whichever it was; else it is open, even if we know one of them only.
            if !then.keys().any(|actor| lists.iter().all(|list| has(list, *actor))) {
                return Some(unsure(then.into_values().collect(), Evidence::Either));
            }
        }
        keep_if_any(&mut then, |actor| {
            lists.iter().filter(|list| !list.is_empty()).all(|list| has(list, *actor))
        });
        if let Some(country) = forms.country.or(asked.country) {
            keep_if_any(&mut then, |actor| self.is_known_in(*actor, country));
        }
        if then.len() > 1 {
            return Some(unsure(then.into_values().collect(), Evidence::Several));
        }
        let (actor, one) = then.pop_first()?;
        let own_word = lists
            .iter()
            .flatten()
            .map(|(at, _)| &self.index.names[*at as usize])
            .any(Indexed::has_own_word);
        Some(if self.is_elsewhere(actor, own_word, forms, asked) {
            unsure(vec![one], Evidence::OtherCountry)
        } else {
            Answer::Actor(one)
        })
    }

    /// Whether a name is known of an actor in other countries only. A name of common words, like the Islamic
    /// Front, is borne by others elsewhere; one with a word of its own is borne by whom it names.
    fn is_elsewhere(&self, actor: u32, own_word: bool, forms: &Forms, asked: &Asked) -> bool {
        let country = forms.country.or(asked.country.filter(|_| !own_word));
        let known = &self.actors[actor as usize].countries;
        country.is_some_and(|country| !known.is_empty() && !known.iter().any(|one| one == country))
    }

    fn by_habit(&self, forms: &Forms, readings: &[Vec<Word>], asked: &Asked) -> Option<Answer> {
        match described(readings.first()?)? {
            Described::Unnamed => Some(unsure(vec![], Evidence::Unnamed)),
            Described::Unarmed => Some(unsure(vec![], Evidence::Described)),
            // `Militia (Ibrahim Q)` describes, and then names.
            Described::Kind if readings.iter().all(|one| described(one).is_some()) => {
                Some(unsure(vec![], Evidence::Described))
            }
            Described::Kind => None,
            Described::Land(country) => {
                let found = self.bodies_of(country, true, asked).into_values();
                Some(unsure(found.collect(), Evidence::Land))
            }
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
        let mut found = self.bodies_of(state, government, asked);
        match found.len() {
            0 => Answer::NoneOfOurs(Evidence::State),
            1 => found
                .pop_first()
                .map_or(Answer::NoneOfOurs(Evidence::State), |(_, one)| Answer::Actor(one)),
            _ => unsure(found.into_values().collect(), Evidence::Several),
        }
    }

    fn bodies_of(&self, state: &str, government: bool, asked: &Asked) -> Found {
        let is = |of: &Option<String>| of.as_deref() == Some(state);
        let all = || (0_u32..).zip(&self.actors);
        let mut found = Found::new();
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
        found
    }

    fn by_words(&self, forms: &Forms, readings: &[Vec<Word>], asked: &Asked) -> Answer {
        if readings.iter().all(Vec::is_empty) {
            return unsure(vec![], Evidence::NoWords);
        }
        let country = forms.country.or(asked.country);
        // `Militia (Ibrahim Q)`: the first form describes whoever is meant, and only the second may name it.
        let naming: Vec<Vec<Word>> =
            readings.iter().filter(|one| described(one).is_none()).cloned().collect();
        let found = self.ranked(if naming.is_empty() { readings } else { &naming }, asked, country);
        let Some(best) = found.first().filter(|best| best.score >= NEAR) else {
            return Answer::NoneOfOurs(Evidence::NothingNear);
        };
        let near: Vec<Candidate> = found
            .iter()
            .filter(|other| other.score + LEAD > best.score && other.score >= NEAR)
            .filter(|other| best.evidence.is_not_then() || !other.evidence.is_not_then())
            .filter(|other| other.score >= FITS || self.may_be_in(country, &other.id))
            .cloned()
            .collect();
        if near.is_empty() {
            return Answer::NoneOfOurs(Evidence::NothingNear);
        }
        if forms.either {
            return unsure(near, Evidence::Either);
        }
        if best.score < FITS || best.evidence.is_not_then() {
            let evidence = best.evidence.clone();
            return unsure(near, evidence);
        }
        match self.only_one_known_in(country, &near) {
            Some(one) => Answer::Actor(one.clone()),
            None => unsure(near, Evidence::Several),
        }
    }

    /// Whether an actor is known in a country, or it is not known where it is. What only resembles a name is no hint of
    /// somebody who has never been there.
    fn may_be_in(&self, country: Option<&str>, id: &str) -> bool {
        let Some(country) = country else { return true };
        let who = self.actors.iter().find(|who| who.id == id);
        who.is_none_or(|who| {
            who.countries.is_empty() || who.countries.iter().any(|one| one == country)
        })
    }

    /// The one that fits, or the only one of those that is known in the country.
    fn only_one_known_in<'a>(
        &self,
        country: Option<&str>,
        near: &'a [Candidate],
    ) -> Option<&'a Candidate> {
        if let [one] = near {
            return Some(one);
        }
        let country = country?;
        let is_there = |one: &&Candidate| {
            let who = self.actors.iter().find(|who| who.id == one.id);
            one.score >= FITS
                && who.is_some_and(|who| who.countries.iter().any(|known| known == country))
        };
        let mut there = near.iter().filter(is_there);
        there.next().filter(|_| there.next().is_none())
    }

    /// Each near actor by its best name, the best first; equals in the order of their ids.
    fn ranked(
        &self,
        readings: &[Vec<Word>],
        asked: &Asked,
        country: Option<&str>,
    ) -> Vec<Candidate> {
        let mut best = Found::new();
        for reading in readings {
            let weighed: Vec<Weighed> = reading
                .iter()
                .map(|word| Weighed { weight: self.index.weight(word), word: word.clone() })
                .collect();
            for at in self.index.near(reading) {
                let name = &self.index.names[at as usize];
                let fit = fit(&weighed, &name.words, country);
                let in_use = is_in_use(name, asked.day);
                // Of names that fit as well, one that was not in use says more than one without days.
                let is_better = |known: &Candidate| {
                    (known.score, in_use) < (fit.score, !known.evidence.is_not_then())
                };
                if best.get(&name.actor).is_none_or(is_better) {
                    let evidence = match in_use {
                        false => Evidence::NotThen(name.from, name.until),
                        true if fit.score >= 800 && scripts_differ(asked.name, &name.name) => {
                            Evidence::Script
                        }
                        true => fit.evidence,
                    };
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
fn keep_if_any(found: &mut Found, speaks_for: impl Fn(&u32) -> bool) {
    let kept: BTreeSet<u32> = found.keys().copied().filter(|actor| speaks_for(actor)).collect();
    if !kept.is_empty() {
        found.retain(|actor, _| kept.contains(actor));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTORS: &str = r#"
        version = 1
        source = "made up"
        [[actor]]
        id = "front-zubr"
        name = "Jabhat al-Zubr"
        countries = ["SY"]
        names = ["جبهة الزبر", "Zubr Front", { name = "Jaysh al-Qamis", from = "2017-01-01" }, "ZBR"]
        [[actor]]
        id = "army-of-qandil"
        name = "Jaysh al-Qandil"
        countries = ["SY"]
        [[actor]]
        id = "army-of-qandil-elsewhere"
        name = "Army of Qandil"
        countries = ["LB"]
        [[actor]]
        id = "forces-sy"
        name = "Syrian armed forces"
        countries = ["SY"]
        forces_of = "SY"
        [[actor]]
        id = "state"
        name = "Islamic State"
        countries = ["SY", "IQ"]
        [[actor]]
        id = "state-libya"
        name = "Islamic State of Iraq and the Levant - Libya"
        countries = ["LY"]
    "#;

    fn answer(name: &str, day: Option<&str>, country: Option<&str>) -> String {
        let resolver = Resolver::new(&Registry::read("test.toml", ACTORS).expect("it reads"));
        let day = day.map(|day| day.parse().expect("a day"));
        match resolver.resolve(&Asked { name, day, country }) {
            Answer::Actor(one) => one.id,
            Answer::NoneOfOurs(_) => "none".to_owned(),
            Answer::Unsure { candidates, .. } => {
                let ids: Vec<String> = candidates.into_iter().map(|one| one.id).collect();
                format!("unsure {}", ids.join(" ")).trim_end().to_owned()
            }
        }
    }

    #[test]
    fn a_name_is_this_actor_none_of_ours_or_unsure() {
        for (name, expected) in [
            ("Jabhat al-Zubr", "front-zubr"),
            ("JABHAT AL ZUBR", "front-zubr"),
            ("the Zubr Front", "front-zubr"),
            ("Front al-Zubra", "front-zubr"),
            ("Джебхат аз-Зубр", "front-zubr"),
            ("الزبر", "front-zubr"),
            ("ZBR: Jabhat al Zubr", "front-zubr"),
            ("Zubr Front (Syria)", "front-zubr"),
            ("Zubr Front and/or Jaysh al-Qandil", "unsure army-of-qandil front-zubr"),
            ("Zubr Front and/or Waqwaq Brigade", "unsure front-zubr"),
            ("Zubr Front and/or ZBR", "front-zubr"),
            ("Jabhat al-Waqwaq", "none"),
            ("Waqwaq", "none"),
            ("Zubr Front (Waqwaq)", "unsure front-zubr"),
            ("ZBR: Waqwaq Brigade", "unsure front-zubr"),
            ("WQW: Zubr Front", "front-zubr"),
            ("Zubr Movement", "unsure front-zubr"),
            ("Unidentified Armed Group (Syria)", "unsure"),
            ("opposition fighters", "unsure"),
            ("Military Forces of Syria (2000-2024)", "forces-sy"),
            ("Military Forces of Uganda (1986-)", "none"),
            ("government forces", "unsure"),
            ("Islamic State (Iraq)", "state"),
            ("Islamic State (Libya)", "state-libya"),
            ("Islamic State (Egypt)", "unsure state"),
            ("", "unsure"),
            ("—", "unsure"),
        ] {
            assert_eq!(sorted(&answer(name, None, None)), expected, "{name}");
        }
    }

    fn sorted(answer: &str) -> String {
        let mut words: Vec<&str> = answer.split(' ').collect();
        words.get_mut(1..).unwrap_or_default().sort_unstable();
        words.join(" ")
    }

    #[test]
    fn the_country_of_the_report_tells_namesakes_apart_and_without_it_they_stay_two() {
        let both = "unsure army-of-qandil army-of-qandil-elsewhere";
        assert_eq!(answer("Army of Qandil", None, None), "army-of-qandil-elsewhere");
        assert_eq!(answer("جيش القنديل", None, None), both);
        assert_eq!(answer("جيش القنديل", None, Some("SY")), "army-of-qandil");
        assert_eq!(answer("government forces", None, Some("SY")), "forces-sy");
    }

    #[test]
    fn a_name_that_was_not_yet_in_use_is_no_answer_but_a_candidate() {
        assert_eq!(answer("Jaysh al-Qamis", Some("2017-01-01"), None), "front-zubr");
        for name in ["Jaysh al-Qamis", "Army of Qamis", "Jaish ul Qamis", "جيش القميص"] {
            assert_eq!(answer(name, Some("2016-12-31"), None), "unsure front-zubr", "{name}");
        }
    }

    #[test]
    fn a_period_ends_where_a_name_comes_into_use() {
        let resolver = Resolver::new(&Registry::read("test.toml", ACTORS).expect("it reads"));
        let period = |day: &str| resolver.period(day.parse().expect("a day"));
        assert_eq!(period("2016-12-31"), period("1990-01-01"));
        assert_ne!(period("2016-12-31"), period("2017-01-01"));
        assert_eq!(period("2017-01-01"), period("2030-01-01"));
    }

    #[test]
    fn each_answer_says_why() {
        let resolver = Resolver::new(&Registry::read("test.toml", ACTORS).expect("it reads"));
        let said: Vec<String> = [
            "Jabhat al-Zubr",
            "ZBR",
            "Zubr-Front",
            "Джебхат аз-Зубр",
            "Zubrah Front",
            "Jaysh al-Qamis",
            "جيش القنديل",
            "Rwandan army",
            "Unidentified Armed Group (Syria)",
            "opposition fighters",
            "Waqwaq Brigade",
            "",
            "ZBR and/or Jaysh al-Qandil",
            "Islamic State (Egypt)",
        ]
        .iter()
        .map(|name| {
            format!(
                "{name}\n  {}",
                resolver.resolve(&Asked::name(name)).to_string().replace('\n', "\n  ")
            )
        })
        .collect();
        insta::assert_snapshot!(said.join("\n"));
    }
}
