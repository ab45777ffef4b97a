//! What is known, since when, and from whom.
//!
//! A fact that nobody reported is unknown, not false; only a register that declares itself closed
//! is an exception. Reports that disagree about the same time are a dispute, and a dispute is
//! unknown too. Every entry can carry the time at which it was so and the time at which it became
//! known; [`Facts::known_on`] leaves out what came later.

use accord_check::in_base_unit;
use accord_check::model::{Agreement, Cond, FactKind, Instant, Part, Subject};
use accord_check::zone;
use accord_syntax::ast::{Civil, Given, GivenSays, GivenValue, Names, Term};
use std::collections::{BTreeMap, BTreeSet};

/// What a fact is about: its name and its arguments. For a register, the name on it; for the use
/// of a power, the one it was used on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A fact or a judgement.
    Fact(String, Vec<String>),
    /// A name on a register.
    Listed(String, String),
    /// A power used on somebody.
    Used(String, Vec<String>),
}

impl Key {
    /// Whether it is about the act: one of its arguments is `it`.
    pub fn speaks_of_act(&self) -> bool {
        matches!(self, Self::Fact(_, args) if args.iter().any(|arg| arg == "it"))
    }
}

/// What is on record about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// It is so, it is not, or it is on record as unknown.
    Truth(Option<bool>),
    /// A time, within a range of seconds.
    Time(Instant, Instant),
    /// It has not happened.
    Never,
    /// A number within a range, in base units.
    Range(i64, i64),
    /// A name.
    Name(String),
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is about.
    pub key: Key,
    /// What it says.
    pub value: Value,
    /// So since then.
    pub from: Option<Instant>,
    /// So until then, exclusive.
    pub until: Option<Instant>,
    /// Known since then.
    pub recorded: Option<Instant>,
    /// Who says so.
    pub source: Option<String>,
}

/// A truth that may change with time: from each instant on, what holds. The first part begins at
/// the beginning of time.
pub type Timeline = Vec<(Instant, Known)>;

/// What is on record about a truth at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// It is so.
    Yes,
    /// It is not.
    No,
    /// It is on record as unknown.
    Open,
    /// Sources disagree.
    Disputed,
    /// Nothing is on record.
    Silent,
}

/// A number or a time that is on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Within a range.
    Within(i64, i64),
    /// It has not happened: later than any time.
    Never,
    /// Nothing, or a dispute.
    Open,
}

/// Everything that is on record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    entries: BTreeMap<Key, Vec<Entry>>,
    /// Registers on which at least one entry is known, so that a closed one can answer "no".
    registers: BTreeSet<String>,
}

impl Facts {
    /// Facts from entries, in any order.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut facts = Self::default();
        for entry in entries {
            facts.add(entry);
        }
        facts
    }

    /// Adds one entry. Entries about the same thing are kept in a canonical order, so that the
    /// order of adding leaves no trace.
    pub fn add(&mut self, entry: Entry) {
        if let Key::Listed(register, _) = &entry.key {
            self.registers.insert(register.clone());
        }
        let entries = self.entries.entry(entry.key.clone()).or_default();
        let order =
            |e: &Entry| (e.from, e.until, e.recorded, format!("{:?}", e.value), e.source.clone());
        let at = entries.partition_point(|other| order(other) <= order(&entry));
        entries.insert(at, entry);
    }

    /// All entries, in a canonical order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().flatten()
    }

    /// What was known at a time: entries recorded later are left out. An entry without a time of
    /// recording was always known.
    #[must_use]
    pub fn known_on(&self, at: Instant) -> Self {
        Self::new(self.entries().filter(|entry| entry.recorded.is_none_or(|r| r <= at)).cloned())
    }

    /// The entries about one thing.
    pub fn about(&self, key: &Key) -> &[Entry] {
        self.entries.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether anything is known of a register.
    pub fn knows_register(&self, register: &str) -> bool {
        self.registers.contains(register)
    }

    /// Every name that is an argument of a fact, a register or a power.
    pub fn names(&self) -> BTreeSet<&str> {
        let mut out = BTreeSet::new();
        for key in self.entries.keys() {
            match key {
                Key::Fact(_, args) | Key::Used(_, args) => {
                    out.extend(args.iter().map(String::as_str));
                }
                Key::Listed(_, name) => {
                    out.insert(name.as_str());
                }
            }
        }
        out
    }

    /// A truth over time.
    pub fn timeline(&self, key: &Key) -> Timeline {
        timeline(self.about(key))
    }

    /// Whether the answers on record contradict each other at some time of an interval: so and not
    /// so, a time and never, two names. Two times are a range, and no dispute.
    pub fn disputed(&self, key: &Key, at: (Instant, Instant)) -> bool {
        let then = |entry: &&Entry| {
            entry.from.is_none_or(|from| from <= at.1) && entry.until.is_none_or(|end| at.0 < end)
        };
        let entries: Vec<Entry> = self.about(key).iter().filter(then).cloned().collect();
        match entries.first().map(|entry| &entry.value) {
            None => false,
            Some(Value::Name(_)) => named(&entries).is_none(),
            Some(Value::Time(..) | Value::Range(..) | Value::Never) => {
                reading(&entries) == Reading::Open
            }
            Some(Value::Truth(_)) => {
                let line = timeline(&entries);
                let ends = line.iter().skip(1).map(|(from, _)| *from).chain([Instant::MAX]);
                line.iter().zip(ends).any(|((from, known), end)| {
                    *known == Known::Disputed && *from <= at.1 && at.0 < end
                })
            }
        }
    }

    /// The actors that stand first in a fact whose second argument is this place, at all times of
    /// an interval.
    pub fn holders(&self, fact: &str, place: &str, at: (Instant, Instant)) -> Vec<&str> {
        self.entries
            .keys()
            .filter_map(|key| match key {
                Key::Fact(name, args) if name == fact => match args.as_slice() {
                    [holder, held] if held == place => Some((key, holder.as_str())),
                    _ => None,
                },
                _ => None,
            })
            .filter(|(key, _)| throughout(&self.timeline(key), at) == Some(true))
            .map(|(_, holder)| holder)
            .collect()
    }

    /// Adds what follows from the use of powers: the effect holds from then on, if what must come
    /// before it had come. Where that is not known, the effect is not known either.
    #[must_use]
    pub fn with_powers(&self, agreement: &Agreement) -> Self {
        let mut out = self.clone();
        for power in &agreement.powers {
            let Some(effect) = &power.effect else { continue };
            for entry in self.entries() {
                let Key::Used(name, args) = &entry.key else { continue };
                let Value::Time(from, to) = entry.value else { continue };
                if name != &power.name {
                    continue;
                }
                let before = self.came_before(agreement, power, args, from);
                if before == Some(false) {
                    continue;
                }
                let key = Key::Fact(effect.clone(), args.clone());
                let sure = before == Some(true);
                let add = |value, from, until| Entry {
                    key: key.clone(),
                    value,
                    from,
                    until,
                    ..entry.clone()
                };
                out.entries.entry(key.clone()).or_default().retain(|old| {
                    // A general "not excluded" without dates speaks of the time before the use.
                    !(old.value == Value::Truth(Some(false))
                        && old.from.is_none()
                        && old.until.is_none())
                });
                out.add(add(Value::Truth(Some(false)), None, Some(from)));
                if to > from {
                    out.add(add(Value::Truth(None), Some(from), Some(to)));
                }
                out.add(add(Value::Truth(if sure { Some(true) } else { None }), Some(to), None));
            }
        }
        out
    }

    fn came_before(
        &self,
        agreement: &Agreement,
        power: &accord_check::model::Power,
        args: &[String],
        at: Instant,
    ) -> Option<bool> {
        if let Some(first) = &power.after_power {
            let used = self.about(&Key::Used(first.clone(), args.to_vec()));
            let times: Vec<(Instant, Instant)> = used
                .iter()
                .filter_map(|entry| match entry.value {
                    Value::Time(from, to) => Some((from, to)),
                    _ => None,
                })
                .collect();
            if !times.iter().any(|(from, _)| *from <= at) {
                return Some(false);
            }
            let first = agreement.powers.iter().find(|other| &other.name == first)?;
            let mut best = None;
            for (from, to) in times {
                match self.came_before(agreement, first, args, from) {
                    Some(true) if to <= at => return Some(true),
                    Some(false) => best = best.or(Some(false)),
                    _ => best = None,
                }
            }
            return best;
        }
        match &power.after {
            None => Some(true),
            Some(Cond::Fact(name, subjects)) => {
                let key = Key::Fact(name.clone(), about(subjects, args)?);
                throughout(&self.timeline(&key), (at, at))
            }
            Some(_) => None,
        }
    }
}

/// The arguments of a condition about the party `X` on which a power is used.
fn about(subjects: &[Subject], args: &[String]) -> Option<Vec<String>> {
    subjects
        .iter()
        .map(|subject| match subject {
            Subject::Param => args.first().cloned(),
            Subject::Name(name) => Some(name.clone()),
            _ => None,
        })
        .collect()
}

/// What holds in all of an interval, if one thing does.
pub fn throughout(timeline: &Timeline, at: (Instant, Instant)) -> Option<bool> {
    let mut found = None;
    for (index, (from, known)) in timeline.iter().enumerate() {
        let end = timeline.get(index + 1).map_or(Instant::MAX, |next| next.0 - 1);
        if *from > at.1 || end < at.0 {
            continue;
        }
        let truth = match known {
            Known::Yes => true,
            Known::No => false,
            _ => return None,
        };
        if found.is_some_and(|found| found != truth) {
            return None;
        }
        found = Some(truth);
    }
    found
}

/// The truth that entries give over time.
pub fn timeline(entries: &[Entry]) -> Timeline {
    if entries.is_empty() {
        return vec![(Instant::MIN, Known::Silent)];
    }
    let mut cuts: BTreeSet<Instant> = BTreeSet::from([Instant::MIN]);
    for entry in entries {
        cuts.extend(entry.from);
        cuts.extend(entry.until);
    }
    let mut out: Timeline = Vec::new();
    for cut in cuts {
        let known = at_moment(entries, cut);
        if out.last().is_none_or(|(_, last)| *last != known) {
            out.push((cut, known));
        }
    }
    out
}

fn at_moment(entries: &[Entry], at: Instant) -> Known {
    let mut known = Known::Silent;
    for entry in entries {
        let holds =
            entry.from.is_none_or(|from| from <= at) && entry.until.is_none_or(|until| at < until);
        let Value::Truth(truth) = entry.value else { continue };
        if !holds {
            continue;
        }
        let says = match truth {
            Some(true) => Known::Yes,
            Some(false) => Known::No,
            None => Known::Open,
        };
        known = match (known, says) {
            (Known::Silent, says) => says,
            (known, says) if known == says => known,
            (Known::Disputed, _) | (Known::Yes, Known::No) | (Known::No, Known::Yes) => {
                Known::Disputed
            }
            _ => Known::Open,
        };
    }
    known
}

/// The number or time that entries give: where they differ, everything between them.
pub(crate) fn reading(entries: &[Entry]) -> Reading {
    let mut found: Option<Reading> = None;
    for entry in entries {
        let says = match entry.value {
            Value::Time(from, to) | Value::Range(from, to) => Reading::Within(from, to),
            Value::Never => Reading::Never,
            _ => Reading::Open,
        };
        found = Some(match (found, says) {
            (None, says) => says,
            (Some(Reading::Within(a, b)), Reading::Within(c, d)) => {
                Reading::Within(a.min(c), b.max(d))
            }
            (Some(Reading::Never), Reading::Never) => Reading::Never,
            _ => Reading::Open,
        });
    }
    found.unwrap_or(Reading::Open)
}

/// The name that entries give, where all give the same.
pub(crate) fn named(entries: &[Entry]) -> Option<&str> {
    let (first, rest) = entries.split_first()?;
    let Value::Name(name) = &first.value else { return None };
    rest.iter().all(|other| other.value == first.value).then_some(name.as_str())
}

/// Turns a written fact into an entry: times in the zone of the agreement, lengths in
/// micrometres. The message says what is wrong with it.
pub fn entry(given: &Given, agreement: &Agreement) -> Result<Entry, String> {
    let zone = &agreement.zone;
    let day = |civil: Option<Civil>, end: bool| {
        civil.map(|civil| zone::instant(civil, zone, end)).transpose()
    };
    let (key, value) = match &given.says {
        GivenSays::Fact(name, args) => {
            let key = fact_key(&name.text, args, agreement)?;
            expect_kind(&name.text, FactKind::Truth, agreement)?;
            (key, Value::Truth(given.truth))
        }
        GivenSays::Value(name, args, value) => {
            let key = fact_key(&name.text, args, agreement)?;
            (key, given_value(&name.text, value, agreement)?)
        }
        GivenSays::Listed(register, name) => {
            if !agreement.registers.contains_key(&register.text) {
                return Err(format!("there is no register `{}`", register.text));
            }
            (Key::Listed(register.text.clone(), name.text.clone()), Value::Truth(given.truth))
        }
        GivenSays::Used(power, args, at) => {
            if !agreement.powers.iter().any(|known| known.name == power.text) {
                return Err(format!("there is no power `{}`", power.text));
            }
            let (from, to) = zone::interval(at, zone)?;
            (Key::Used(power.text.clone(), arguments(args)?), Value::Time(from, to))
        }
        GivenSays::Error => return Err("this is not a fact".to_owned()),
    };
    let has_value = matches!(given.says, GivenSays::Value(..) | GivenSays::Used(..));
    if has_value && given.truth != Some(true) {
        return Err("`not` and `unknown` go with what is so or not, not with a value".to_owned());
    }
    let (from, until) = (day(given.from, false)?, day(given.until, false)?);
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        return Err("this fact ends before it begins".to_owned());
    }
    Ok(Entry { key, value, from, until, recorded: day(given.recorded, false)?, source: None })
}

fn fact_key(name: &str, args: &[Term], agreement: &Agreement) -> Result<Key, String> {
    let Some(decl) = agreement.facts.get(name) else {
        return Err(format!("there is no fact `{name}`"));
    };
    if decl.params.len() != args.len() {
        return Err(format!(
            "`{name}` takes {} argument(s), found {}",
            decl.params.len(),
            args.len()
        ));
    }
    Ok(Key::Fact(name.to_owned(), arguments(args)?))
}

fn arguments(args: &[Term]) -> Result<Vec<String>, String> {
    args.iter()
        .map(|arg| match &arg.names {
            Names::Name(name) => Ok(name.clone()),
            Names::It => Ok("it".to_owned()),
            _ => Err("an argument of a fact is a name, or `it`".to_owned()),
        })
        .collect()
}

fn expect_kind(name: &str, kind: FactKind, agreement: &Agreement) -> Result<(), String> {
    match agreement.facts.get(name) {
        Some(decl) if decl.kind != kind => {
            Err(format!("`{name}` has another kind of value: {}", kind_words(decl.kind)))
        }
        _ => Ok(()),
    }
}

fn kind_words(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Truth => "it is so or not",
        FactKind::Time => "a time, or `never`",
        FactKind::Length => "a length such as `24 .. 26 km`",
        FactKind::Count => "a count",
        FactKind::Name => "a name",
    }
}

fn given_value(name: &str, value: &GivenValue, agreement: &Agreement) -> Result<Value, String> {
    Ok(match value {
        GivenValue::Time(span) => {
            expect_kind(name, FactKind::Time, agreement)?;
            let (from, to) = zone::interval(span, &agreement.zone)?;
            Value::Time(from, to)
        }
        GivenValue::Never => {
            expect_kind(name, FactKind::Time, agreement)?;
            Value::Never
        }
        GivenValue::Range(from, to, unit) => {
            let (low, kind) = in_base_unit(*from, unit)?;
            let (high, _) = in_base_unit(*to, unit)?;
            expect_kind(name, kind, agreement)?;
            Value::Range(low, high)
        }
        GivenValue::Name(word) => {
            expect_kind(name, FactKind::Name, agreement)?;
            Value::Name(word.text.clone())
        }
    })
}

/// The name under which an unreported part of an act appears in a fact.
pub(crate) fn placeholder(part: Part) -> String {
    format!("it.{}", part.word())
}
