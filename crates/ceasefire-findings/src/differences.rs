//! Two reviews side by side, and what lies between them: a reading, a version, a day of knowledge.

use crate::changes::{Change, changes};
use crate::review::Review;
use crate::versions::Versions;
use accord_check::model::Instant;
use accord_check::{Direction, zone};
use accord_explain::Words;
use accord_judge::{Finding, Judge, Key, LookedUp};
use ceasefire_files::ReportedAct;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What lies between two reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// The reading.
    Readings,
    /// The version of the agreement.
    Versions,
    /// The day of knowledge.
    Days,
}

/// The findings that differ between two reviews.
#[derive(Debug)]
pub struct Difference {
    /// What lies between them.
    pub between: Between,
    /// The first, by its name.
    pub from: String,
    /// The second, by its name.
    pub to: String,
    /// The changes, in order.
    pub changes: Vec<Change>,
}

impl Difference {
    /// Between two readings, each with what it can do to the agreement as coded.
    pub fn of_readings(before: &Review, after: &Review, ways: &[Direction]) -> Self {
        let mut changes = changes(before, after);
        for change in &mut changes {
            let of_rule = ways.iter().filter(|way| way.rule == change.rule);
            change.through = of_rule.map(through).collect();
            change.through.dedup();
        }
        let (from, to) = (before.reading.clone(), after.reading.clone());
        Self { between: Between::Readings, from, to, changes }
    }

    /// Between two versions of the agreement, named as the reader knows them.
    pub fn of_versions(
        (from, before): (&str, &Review),
        (to, after): (&str, &Review),
        versions: &Versions,
    ) -> Self {
        let mut changes = changes(before, after);
        for change in &mut changes {
            change.through = versions.through(&change.rule);
        }
        Self { between: Between::Versions, from: from.to_owned(), to: to.to_owned(), changes }
    }

    /// Between what was known then and what the judge knows.
    pub fn of_days(
        (then, at): (&str, Instant),
        before: &Review,
        (judge, after): (&Judge<'_>, &Review),
        acts: &[ReportedAct],
    ) -> Self {
        let mut changes = changes(before, after);
        let acts: BTreeMap<&str, &ReportedAct> =
            acts.iter().map(|act| (act.act.id.as_str(), act)).collect();
        let findings: BTreeMap<(&str, &str), &Finding> =
            after.all().map(|f| ((f.act.as_str(), f.rule.as_str()), f)).collect();
        for change in &mut changes {
            let finding = findings.get(&(change.act.as_str(), change.rule.as_str()));
            if let (Some(act), Some(finding)) = (acts.get(change.act.as_str()), finding) {
                change.learned = learned(judge, act, finding, at);
            }
        }
        let to = "all that is on record".to_owned();
        Self { between: Between::Days, from: then.to_owned(), to, changes }
    }

    /// For a terminal.
    pub fn text(&self) -> String {
        let title = match self.between {
            Between::Readings => format!("Reading {} → reading {}", self.from, self.to),
            Between::Versions => format!("{} → {}", self.from, self.to),
            Between::Days => format!("Known on {} → {}", self.from, self.to),
        };
        let findings = match self.changes.len() {
            1 => "1 finding changes".to_owned(),
            n => format!("{n} findings change"),
        };
        let mut out = format!("{title}: {findings}\n");
        // Acts that were not known then are many, and what changes is only that they are.
        let is_new = |change: &&Change| self.between == Between::Days && change.before.is_none();
        for change in self.changes.iter().filter(|change| !is_new(change)) {
            let _ = writeln!(out, "  {} · {}", change.act, change.line());
            for sentence in &change.learned {
                let _ = writeln!(out, "      since then: {sentence}");
            }
        }
        let new: Vec<&Change> = self.changes.iter().filter(is_new).collect();
        if !new.is_empty() {
            let acts: BTreeSet<&str> = new.iter().map(|change| change.act.as_str()).collect();
            let _ = writeln!(out, "  acts reported since then: {}", acts.len());
            for (line, count) in counted(&new) {
                let _ = writeln!(out, "    {count:>4}  {line}");
            }
        }
        for (rule, through) in by_rule(&self.changes) {
            let ways: Vec<String> = through.iter().map(|way| way.join(" → ")).collect();
            let _ = writeln!(out, "  {rule} changes through {}", ways.join("; "));
        }
        out
    }

    /// One object for each change.
    pub fn json(&self) -> Vec<Value> {
        let between = match self.between {
            Between::Readings => "readings",
            Between::Versions => "versions",
            Between::Days => "days of knowledge",
        };
        self.changes
            .iter()
            .map(|change| {
                let mut out = Map::new();
                let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
                put("between", json!(between));
                put("from", json!(self.from));
                put("to", json!(self.to));
                put("act", json!(change.act));
                put("rule", json!(change.rule));
                put("clause", json!(change.clause));
                if let Some(before) = change.before {
                    put("before", json!(before.word()));
                }
                if let Some(after) = change.after {
                    put("after", json!(after.word()));
                }
                if !change.through.is_empty() {
                    put("through", json!(change.through));
                }
                if !change.learned.is_empty() {
                    put("learned", json!(change.learned));
                }
                Value::Object(out)
            })
            .collect()
    }
}

/// How often each line stands.
pub(crate) fn counted(changes: &[&Change]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for change in changes {
        *out.entry(change.line()).or_default() += 1;
    }
    out
}

/// The ways by which each rule changes, rules in order.
fn by_rule(changes: &[Change]) -> BTreeMap<String, BTreeSet<&Vec<String>>> {
    let mut out: BTreeMap<String, BTreeSet<&Vec<String>>> = BTreeMap::new();
    for change in changes.iter().filter(|change| !change.through.is_empty()) {
        out.entry(format!("{} {}", change.clause, change.rule))
            .or_default()
            .extend(&change.through);
    }
    out
}

/// The terms on the way, or the statement itself where it stands under the clause.
fn through(way: &Direction) -> Vec<String> {
    if way.through.is_empty() { vec![way.statement.clone()] } else { way.through.clone() }
}

/// What became known later and was looked at in a finding.
fn learned(
    judge: &Judge<'_>,
    reported: &ReportedAct,
    finding: &Finding,
    then: Instant,
) -> Vec<String> {
    let words = Words::new(judge.agreement());
    let later = |recorded: Option<Instant>| recorded.is_some_and(|recorded| recorded > then);
    let mut out = Vec::new();
    if let Some(recorded) = reported.act.recorded.filter(|_| later(reported.act.recorded)) {
        let day = zone::show(recorded, &judge.agreement().zone);
        let day = day.split(' ').next().unwrap_or_default();
        out.push(format!("the act was reported on {day}"));
    }
    for author in &finding.authors {
        for step in judge.steps(&reported.act, &finding.rule, author.author.as_deref()) {
            for looked in &step.looked {
                let entries = match &looked.key {
                    LookedUp::Key(key) => judge.facts().about(key).iter().collect(),
                    LookedUp::Holder(holder) => held(judge, holder, &reported.act),
                };
                let own =
                    reported.act.facts.iter().filter(
                        |fact| matches!(&looked.key, LookedUp::Key(key) if *key == fact.key),
                    );
                if entries.into_iter().chain(own).any(|entry| later(entry.recorded)) {
                    out.push(words.looked(looked));
                }
            }
        }
    }
    let mut seen = BTreeSet::new();
    out.retain(|sentence| seen.insert(sentence.clone()));
    out
}

/// The entries by which somebody holds the place of an act.
fn held<'j>(
    judge: &'j Judge<'_>,
    holder: &str,
    act: &accord_judge::Act,
) -> Vec<&'j accord_judge::Entry> {
    let is_held = |key: &Key| {
        matches!(key, Key::Fact(_, args)
            if matches!(args.as_slice(), [who, place] if who == holder && Some(place) == act.place.as_ref()))
    };
    judge.facts().entries().filter(|entry| is_held(&entry.key)).collect()
}
