//! What to find out next.
//!
//! Open findings ask questions. The same question may stand in many of them: whether a group
//! accepted, who held a town. Questions that are about one act each (whom it was aimed at) are put
//! together by rule. The first question is the one that is sure to settle most findings on its
//! own; then the one that can settle most by one of its answers.

use crate::review::Review;
use accord_explain::Words;
use accord_judge::{Atom, Outcome};
use ceasefire_files::ReportedAct;
use std::collections::BTreeMap;

/// One question over a set of acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The question, in words.
    pub asks: String,
    /// Whether only people can answer it.
    pub for_people: bool,
    /// Findings that its answer is sure to settle.
    pub settles: usize,
    /// Findings that one of its answers would settle.
    pub may_settle: usize,
    /// Findings in which it is open.
    pub open_in: usize,
    /// Acts in which it is open, by id, in order; the first few.
    pub acts: Vec<String>,
}

#[derive(Debug, Default)]
struct Tally {
    asks: String,
    for_people: bool,
    settles: usize,
    may_settle: usize,
    open_in: usize,
    acts: Vec<String>,
}

/// All open questions of a review, the most useful first.
pub fn questions(review: &Review, acts: &[ReportedAct], words: Words<'_>) -> Vec<Question> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for (act, findings) in acts.iter().zip(&review.findings) {
        for finding in findings.iter().filter(|finding| finding.outcome == Outcome::Undetermined) {
            for (index, atom) in finding.open.iter().enumerate() {
                let index = index as u32;
                let asks = asked(atom, &finding.rule, words);
                let tally = tallies.entry(asks.clone()).or_default();
                tally.asks = asks;
                tally.for_people = words.is_judgement(atom);
                tally.open_in += 1;
                if finding.settles.needed == [index] {
                    tally.settles += 1;
                }
                let alone = |set: &accord_judge::Settle| matches!(set.answers.as_slice(), [(a, _)] if *a == index);
                if finding.settles.sets.iter().any(alone) {
                    tally.may_settle += 1;
                }
                if tally.acts.last() != Some(&act.act.id) {
                    tally.acts.push(act.act.id.clone());
                }
            }
        }
    }
    let mut out: Vec<Question> = tallies
        .into_values()
        .map(|tally| Question {
            asks: tally.asks,
            for_people: tally.for_people,
            settles: tally.settles,
            may_settle: tally.may_settle,
            open_in: tally.open_in,
            acts: tally.acts,
        })
        .collect();
    out.sort_by(|a, b| {
        (b.settles, b.may_settle, b.open_in, &a.asks).cmp(&(
            a.settles,
            a.may_settle,
            a.open_in,
            &b.asks,
        ))
    });
    out
}

/// The question as it is put over many acts: what is about one act is asked of each.
fn asked(atom: &Atom, rule: &str, words: Words<'_>) -> String {
    let each = match atom {
        Atom::Member(..) | Atom::Same(..) => true,
        Atom::Fact(_, args) | Atom::Valued(_, args, _) => {
            args.iter().any(|arg| arg.starts_with("it"))
        }
        Atom::AtLeast(quantity, _) => match quantity {
            accord_judge::Quantity::ActTime => true,
            accord_judge::Quantity::Fact(_, args) => args.iter().any(|arg| arg.starts_with("it")),
        },
        Atom::Listed(name, _) => name.starts_with("it."),
        Atom::Order(..) => false,
    };
    let question = words.question(atom);
    if each { format!("for each act under `{rule}`, {question}") } else { question }
}
