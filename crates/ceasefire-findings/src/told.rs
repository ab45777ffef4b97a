//! A summary as text for a terminal and as JSON.

use crate::changes::changes;
use crate::deadlines::Deadline;
use crate::differences::counted as counted_lines;
use crate::questions::{Question, questions};
use crate::review::Review;
use crate::summary::{ByReporter, ByRule, Summary};
use accord_check::model::{Agreement, Profile};
use accord_check::{Direction, zone};
use accord_explain::Words;
use ceasefire_files::{Bulletin, ReportedAct};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Everything that stands around the counts.
#[derive(Debug)]
pub struct Frame<'a> {
    /// The agreement as coded.
    pub agreement: &'a Agreement,
    /// The profile; none if every presumption was taken away.
    pub profile: Option<&'a Profile>,
    /// The acts.
    pub acts: &'a [ReportedAct],
    /// The bulletins.
    pub bulletins: &'a [Bulletin],
    /// Rows that were set aside.
    pub aside: usize,
    /// Facts on lists that the agreement does not name.
    pub unused_facts: usize,
    /// What each further reading can do, by its name.
    pub directions: BTreeMap<String, Vec<Direction>>,
    /// Obligations with a deadline, as of one day, for each review.
    pub deadlines: Vec<Vec<Deadline>>,
}

/// The summary of one or more readings, the first of which the others are compared with.
pub fn told(frame: &Frame<'_>, reviews: &[Review]) -> String {
    let mut out = String::new();
    head(&mut out, frame);
    let Some((first, others)) = reviews.split_first() else { return out };
    if frame.acts.is_empty() {
        states(&mut out, frame.deadlines.first().map_or(&[], Vec::as_slice));
        return out;
    }
    let words = Words::new(frame.agreement);
    let summary = Summary::new(first, frame.acts, frame.bulletins, frame.agreement);
    rules(&mut out, first, &summary, words);
    authors(&mut out, &summary, words);
    reporters(&mut out, &summary.reporters);
    let none = Vec::new();
    let standing = frame.deadlines.first().unwrap_or(&none);
    states(&mut out, standing);
    for (other, theirs) in others.iter().zip(frame.deadlines.iter().skip(1)) {
        difference(&mut out, frame, first, other, words);
        for (ours, theirs) in standing.iter().zip(theirs).filter(|(a, b)| a.state != b.state) {
            let (before, after) = (ours.state.word(), theirs.state.word());
            let _ = writeln!(out, "  {} {}: {before} → {after}", ours.clause, ours.rule);
        }
    }
    open(&mut out, frame, first, &summary, words);
    out
}

fn head(out: &mut String, frame: &Frame<'_>) {
    let agreement = frame.agreement;
    let _ = writeln!(out, "{} ({})", agreement.title, agreement.id);
    let first = frame.acts.iter().map(|act| act.act.at.0).min();
    let last = frame.acts.iter().map(|act| act.act.at.1).max();
    let day =
        |at: i64| zone::show(at, &agreement.zone).split(' ').next().unwrap_or_default().to_owned();
    let period = match (first, last) {
        (Some(first), Some(last)) => format!(", {} to {}", day(first), day(last)),
        _ => String::new(),
    };
    let unused = match frame.unused_facts {
        0 => String::new(),
        1 => "; 1 fact is on a list that this agreement does not name".to_owned(),
        n => format!("; {n} facts are on lists that this agreement does not name"),
    };
    let acts = counted_as(frame.acts.len(), "act");
    let rows = counted_as(frame.aside, "row");
    let _ = writeln!(out, "{acts} reported{period}; {rows} set aside{unused}");
    match frame.profile {
        None => {
            let _ = writeln!(out, "Profile: none. Nothing is presumed.");
        }
        Some(profile) => {
            let _ = writeln!(out, "Profile: {} — {}", profile.name, profile.title);
            for assume in &profile.assumes {
                let _ = writeln!(out, "  presumed: {:<22} {}", assume.name, assume.because);
            }
        }
    }
}

fn rules(out: &mut String, review: &Review, summary: &Summary, words: Words<'_>) {
    let clauses = widest(12, summary.rules.iter().map(|row| words.clause(row.clause)));
    let names = widest(22, summary.rules.iter().map(|row| row.rule.as_str()));
    let _ = writeln!(out, "\nWhat the text says of each act · reading: {}", review.reading);
    let _ = writeln!(
        out,
        "  {:<clauses$} {:<names$}   acts  violation  undetermined  no violation   breaches, sure to possible",
        "clause", "rule"
    );
    for row in &summary.rules {
        let _ = writeln!(
            out,
            "  {:<clauses$} {:<names$} {:>6} {:>10} {:>13} {:>13}   {}",
            words.clause(row.clause),
            row.rule,
            row.acts,
            row.violation,
            row.undetermined,
            row.no_violation(),
            span(row.breaches)
        );
        if row.conflict > 0 {
            let _ = writeln!(
                out,
                "               the text itself gives both answers for {}",
                row.conflict
            );
        }
        grounds(out, row);
    }
    if summary.outside > 0 {
        let _ = writeln!(out, "  no clause is about {} of the acts", summary.outside);
    }
}

/// The width of a column whose longest entry fits.
fn widest<'w>(least: usize, entries: impl Iterator<Item = &'w str>) -> usize {
    entries.map(|entry| entry.chars().count()).fold(least, usize::max)
}

fn grounds(out: &mut String, row: &ByRule) {
    if row.grounds.is_empty() {
        return;
    }
    let _ = writeln!(out, "               none because: {}", counted(&row.grounds));
}

fn counted(counts: &BTreeMap<String, usize>) -> String {
    let mut rows: Vec<(&String, &usize)> = counts.iter().collect();
    rows.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    rows.iter().map(|(words, count)| format!("{words} {count}")).collect::<Vec<_>>().join(", ")
}

fn authors(out: &mut String, summary: &Summary, words: Words<'_>) {
    if summary.authors.is_empty() {
        return;
    }
    let clauses = widest(12, summary.authors.iter().map(|row| words.clause(row.clause)));
    let _ = writeln!(out, "\nPer party: breaches, sure to possible");
    for row in &summary.authors {
        let name =
            row.author.as_deref().map_or("author not reported".to_owned(), |name| words.name(name));
        let _ = writeln!(
            out,
            "  {:<clauses$} {:<48} {:>5} acts   {}",
            words.clause(row.clause),
            shortened(&name, 48),
            row.acts,
            span(row.breaches)
        );
    }
}

fn reporters(out: &mut String, rows: &[ByReporter]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\nWhat reporters counted as violations, and what the text says of the acts they name"
    );
    for row in rows {
        let uncounted = match row.uncounted {
            0 => String::new(),
            n => format!(" ({n} of them without a count)"),
        };
        let _ = writeln!(
            out,
            "  {}: {} counted in {}{uncounted}; of these {} are named",
            row.reporter,
            row.claimed,
            counted_as(row.bulletins, "bulletin"),
            row.counted
        );
        if row.counted == 0 {
            continue;
        }
        let none: usize = row.none.values().sum();
        let _ = write!(
            out,
            "    of those: {} violation, {} undetermined, {none} no violation",
            row.violation, row.undetermined
        );
        let _ = if none > 0 { writeln!(out, " ({})", counted(&row.none)) } else { writeln!(out) };
    }
}

fn states(out: &mut String, deadlines: &[Deadline]) {
    let Some(first) = deadlines.first() else { return };
    let _ = writeln!(out, "\nObligations with a deadline, as of {}", first.as_of);
    for deadline in deadlines {
        let _ = writeln!(out, "  {}", deadline.line());
    }
}

fn difference(
    out: &mut String,
    frame: &Frame<'_>,
    first: &Review,
    other: &Review,
    words: Words<'_>,
) {
    let all = changes(first, other);
    let findings = if all.len() == 1 {
        "1 finding changes".to_owned()
    } else {
        format!("{} findings change", all.len())
    };
    let _ = writeln!(out, "\nReading {} against {}: {findings}", other.reading, first.reading);
    for (line, count) in counted_lines(&all.iter().collect::<Vec<_>>()) {
        let _ = writeln!(out, "  {count:>4}  {line}");
    }
    let directions = frame.directions.get(&other.reading).map_or(&[][..], Vec::as_slice);
    for (way, rules) in by_way(directions, words) {
        let _ = writeln!(out, "  {way}: {}", rules.join(", "));
    }
}

/// What a reading can do through each statement that it changes, and to which rules.
fn by_way(directions: &[Direction], words: Words<'_>) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for direction in directions {
        let (statement, moves) = (&direction.statement, direction.moves.words());
        let way = format!("through `{statement}` it can {moves}");
        let rule = format!("{} {}", words.clause(direction.clause), direction.rule);
        match out.iter_mut().find(|(known, _)| *known == way) {
            Some((_, rules)) => rules.push(rule),
            None => out.push((way, vec![rule])),
        }
    }
    out
}

/// `1 act`, `2 acts`.
fn counted_as(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

fn open(out: &mut String, frame: &Frame<'_>, review: &Review, summary: &Summary, words: Words<'_>) {
    let percent = (summary.undetermined * 100).checked_div(summary.findings).unwrap_or(0);
    let _ = writeln!(
        out,
        "\nUndetermined: {} of {} findings ({percent} %)",
        summary.undetermined, summary.findings
    );
    let all = questions(review, frame.acts, words);
    if all.is_empty() {
        return;
    }
    let _ = writeln!(out, "The questions that would settle most:");
    for (index, question) in all.iter().take(3).enumerate() {
        let _ = writeln!(out, "  {}. {}", index + 1, question.asks);
        let _ = writeln!(out, "     {}", usefulness(question));
    }
}

pub(crate) fn usefulness(question: &Question) -> String {
    let people = if question.for_people { "; for people to judge" } else { "" };
    format!(
        "sure to settle {}, may settle {}, open in {}{people}",
        question.settles,
        question.may_settle,
        counted_as(question.open_in, "finding")
    )
}

/// `3`, or `0 to 120`: sums of masses, to two decimals where they are not whole.
fn span(millionths: (u64, u64)) -> String {
    if millionths.0 == millionths.1 {
        whole(millionths.0)
    } else {
        format!("{} to {}", whole(millionths.0), whole(millionths.1))
    }
}

fn whole(millionths: u64) -> String {
    let (units, rest) = (millionths / 1_000_000, millionths % 1_000_000 / 10_000);
    if rest == 0 { units.to_string() } else { format!("{units}.{rest:02}") }
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{kept}…")
}

impl Summary {
    /// The counts as JSON.
    pub fn json(&self, agreement: &Agreement) -> Value {
        let words = Words::new(agreement);
        let sums = |s: (u64, u64)| json!({ "sure": whole(s.0), "possible": whole(s.1) });
        json!({
            "rules": self.rules.iter().map(|row| json!({
                "clause": words.clause(row.clause),
                "rule": row.rule,
                "acts": row.acts,
                "violation": row.violation,
                "undetermined": row.undetermined,
                "conflict": row.conflict,
                "no_violation": row.grounds,
                "breaches": sums(row.breaches),
            })).collect::<Vec<_>>(),
            "parties": self.authors.iter().map(|row| json!({
                "clause": words.clause(row.clause),
                "rule": row.rule,
                "party": row.author,
                "acts": row.acts,
                "breaches": sums(row.breaches),
            })).collect::<Vec<_>>(),
            "reporters": self.reporters.iter().map(|row| json!({
                "reporter": row.reporter,
                "bulletins": row.bulletins,
                "claimed": row.claimed,
                "bulletins_without_count": row.uncounted,
                "counted": row.counted,
                "violation": row.violation,
                "undetermined": row.undetermined,
                "no_violation": row.none,
            })).collect::<Vec<_>>(),
            "outside_every_clause": self.outside,
            "findings": self.findings,
            "undetermined": self.undetermined,
        })
    }
}

impl Question {
    /// The question as one JSON object, under the reading that asks it.
    pub fn json(&self, reading: &str) -> Value {
        json!({
            "reading": reading,
            "asks": self.asks,
            "for_people": self.for_people,
            "sure_to_settle": self.settles,
            "may_settle": self.may_settle,
            "open_in": self.open_in,
            "acts": self.acts,
        })
    }

    /// The question as two lines of text.
    pub fn text(&self) -> String {
        format!("{}\n   {}", self.asks, usefulness(self))
    }
}
