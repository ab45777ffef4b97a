//! Made-up acts and facts on the Syrian agreement: the same on every machine.

use accord_check::model::Profile;
use accord_check::{Checked, check, zone};
use accord_judge::{Act, Candidate, Entry, Facts, Key, Value, entry};
use accord_syntax::{parse_given, parse_span};
use ceasefire_files::Library;
use std::path::Path;

/// The agreement, the facts and the acts.
#[derive(Debug)]
pub struct World {
    /// The agreement, checked.
    pub checked: Checked,
    /// The record.
    pub facts: Facts,
    /// The acts, in order of time.
    pub acts: Vec<Act>,
    /// What the loop reads instead of the record, by actor.
    pub actor_facts: Vec<ActorFacts>,
    names: Vec<String>,
}

/// An act as the loop reads it; none: not reported.
#[derive(Debug, Clone, Copy)]
pub struct Actor {
    /// Whether it is an attack; otherwise ground was taken.
    pub attack: bool,
    /// The author, as an index.
    pub by: Option<u32>,
    /// The target, as an index.
    pub on: Option<u32>,
    /// When, in seconds.
    pub at: (i64, i64),
}

/// What is on record about an actor. None: nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct ActorFacts {
    /// The Syrian or the Russian forces.
    pub government: bool,
    /// Daesh or Jabhat al-Nusra.
    pub named_terrorist: bool,
    /// A force to which the permission is given.
    pub may_fight_terrorists: bool,
    /// When it accepted.
    pub acceptance: Option<i64>,
    /// Whether it is engaged in hostilities.
    pub engaged: Option<bool>,
    /// Whether it fights beside the Syrian forces.
    pub supports: Option<bool>,
    /// Since when it is on the Security Council's list.
    pub listed: Option<i64>,
}

/// The last hour for acceptance, and the start, as the text has them.
pub(crate) const DEADLINE: &str = "2016-02-26 12:00";
pub(crate) const EFFECT: &str = "2016-02-27 00:00";

const FIXED: [&str; 5] = [
    "syrian-armed-forces",
    "russian-aerospace-forces",
    "us-led-coalition",
    "daesh",
    "jabhat-al-nusra",
];
const GROUPS: usize = 40;

impl World {
    /// So many acts of February to April 2016, among some 45 actors.
    ///
    /// # Panics
    ///
    /// Where the shipped agreement cannot be read: a benchmark has nothing to measure then.
    #[expect(clippy::expect_used, reason = "a benchmark without its agreement cannot go on")]
    pub fn new(acts: usize) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/syria-coh-2016");
        let library = Library::open(&folder).expect("the shipped agreement");
        let checked = check(&library.family);
        let mut names: Vec<String> = FIXED.iter().map(|name| (*name).to_owned()).collect();
        names.extend((1..=GROUPS).map(|number| format!("group-{number}")));
        let mut world = Self {
            facts: Facts::default(),
            acts: Vec::with_capacity(acts),
            actor_facts: Vec::new(),
            checked,
            names,
        };
        let mut entries = Vec::new();
        for number in 0..world.names.len() {
            let facts = world.actor(number);
            entries.extend(world.entries(number, facts));
            world.actor_facts.push(facts);
        }
        world.facts = Facts::new(entries);
        world.report(acts);
        world
    }

    /// The default profile.
    pub fn profile(&self) -> Option<&Profile> {
        self.checked.profiles.first()
    }

    /// The acts as the loop reads them.
    pub fn coded(&self) -> Vec<Actor> {
        let index = |candidates: &[Candidate]| {
            let name = Candidate::only(candidates)?;
            self.names.iter().position(|known| known == name).map(|at| at as u32)
        };
        let coded = |act: &Act| Actor {
            attack: act.kind == "attack",
            by: index(&act.by),
            on: index(&act.on),
            at: act.at,
        };
        self.acts.iter().map(coded).collect()
    }

    pub(crate) fn name(&self, actor: u32) -> &str {
        self.names.get(actor as usize).map_or("", String::as_str)
    }

    pub(crate) fn second(&self, text: &str) -> i64 {
        let span = parse_span(text).ok();
        span.and_then(|span| zone::interval(&span, &self.checked.agreement.zone).ok())
            .map_or(0, |interval| interval.0)
    }

    /// The government side and most groups accepted in time; of some nothing is on record.
    fn actor(&self, number: usize) -> ActorFacts {
        let in_time = Some(self.second("2016-02-25 18:00"));
        let late = Some(self.second("2016-02-26 12:05"));
        match number {
            0 | 1 => ActorFacts {
                government: true,
                may_fight_terrorists: true,
                acceptance: in_time,
                engaged: Some(true),
                supports: Some(true),
                ..ActorFacts::default()
            },
            2 => ActorFacts {
                may_fight_terrorists: true,
                supports: Some(false),
                ..ActorFacts::default()
            },
            3 | 4 => ActorFacts {
                named_terrorist: true,
                engaged: Some(true),
                supports: Some(false),
                ..ActorFacts::default()
            },
            _ => ActorFacts {
                acceptance: match number % 7 {
                    0 => None,
                    1 => late,
                    _ => in_time,
                },
                engaged: (!number.is_multiple_of(11)).then_some(true),
                supports: match number % 5 {
                    0 => Some(true),
                    1 if number.is_multiple_of(2) => None,
                    _ => Some(false),
                },
                listed: (number.is_multiple_of(13)).then(|| self.second("2016-03-20 00:00")),
                ..ActorFacts::default()
            },
        }
    }

    fn entries(&self, number: usize, facts: ActorFacts) -> Vec<Entry> {
        let name = self.name(number as u32);
        let mut lines = Vec::new();
        let truth = |so: bool| if so { "" } else { "not " };
        lines.extend(facts.engaged.map(|so| format!("{}engaged({name})", truth(so))));
        lines.extend(
            facts.supports.map(|so| format!("{}supports({name}, syrian-armed-forces)", truth(so))),
        );
        let agreement = &self.checked.agreement;
        let mut out: Vec<Entry> = lines
            .iter()
            .filter_map(|line| entry(&parse_given(line).ok()?, agreement).ok())
            .collect();
        let of = |key, value, from| Entry {
            key,
            value,
            from,
            until: None,
            recorded: None,
            source: None,
        };
        out.extend(facts.acceptance.map(|at| {
            let key = Key::Fact("acceptance".to_owned(), vec![name.to_owned()]);
            of(key, Value::Time(at, at), None)
        }));
        let listed =
            facts.listed.or(facts.named_terrorist.then(|| self.second("2015-01-01 00:00")));
        out.extend(listed.map(|since| {
            let key = Key::Listed("un.sc-terrorist".to_owned(), name.to_owned());
            of(key, Value::Truth(Some(true)), Some(since))
        }));
        out
    }

    fn report(&mut self, acts: usize) {
        let (start, end) = (self.second("2016-02-01 00:00"), self.second("2016-05-01 00:00"));
        let mut random = Random(0x2016_0227);
        let actors = self.names.len() as u64;
        let span = end - start;
        let count = acts.cast_signed() as i64;
        for number in 0..count {
            let at = start + span * number / count.max(1);
            let by = (random.below(20) != 0).then(|| random.below(actors) as u32);
            let on = (random.below(5) != 0).then(|| random.below(actors) as u32);
            let attack = random.below(10) != 0;
            let one = |actor: Option<u32>| {
                let name = actor.map(|actor| self.name(actor).to_owned());
                name.map(Candidate::named).into_iter().collect()
            };
            self.acts.push(Act {
                id: format!("made-up:{number}"),
                kind: if attack { "attack" } else { "territory-gain" }.to_owned(),
                by: one(by),
                on: one(on),
                at: (at, at),
                ..Act::default()
            });
        }
    }
}

/// A small generator of numbers, so that every run and machine has the same acts
/// (Marsaglia, "Xorshift RNGs", 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % most
    }
}
