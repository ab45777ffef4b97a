//! Findings told so that a reader can follow and check them: as text for a terminal, as JSON for a
//! program, as an HTML fragment for a page.
//!
//! The sentences come from the templates that facts and judgements carry in the agreement itself.
//! Short first: the outcome, each step with its clause, what is open and what would settle it; who
//! says so on request.

mod clause;
mod dispute;
mod html;
mod json;
mod meaning;
mod text;
mod words;

pub use clause::{ClauseWords, Official};
pub use html::html;
pub use json::{finding_json, json};
pub use text::text;
pub use words::{Words, amount};

use accord_check::OfficialText;
use accord_judge::{Act, Atom, Finding, Judge, Step};
use std::collections::BTreeSet;

/// One finding with everything that is told about it.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The act.
    pub act: Act,
    /// The finding.
    pub finding: Finding,
    /// The reading it is under.
    pub reading: String,
    /// The profile it is under; none if no presumption was allowed.
    pub profile: Option<String>,
    /// What the clause says.
    pub clause: ClauseWords,
    /// The steps, for the first candidate author.
    pub steps: Vec<Step>,
    /// What other readings say of the same act; none where a reading has no such rule.
    pub others: Vec<(String, Option<Finding>)>,
}

impl Explanation {
    /// Judges one rule over an act and keeps what an explanation needs. The texts are those
    /// official ones that are at hand.
    pub fn new(
        judge: &Judge<'_>,
        act: &Act,
        rule: &str,
        reading: &str,
        texts: &[OfficialText],
    ) -> Self {
        let finding = judge.judge_rule(act, rule);
        Self {
            act: act.clone(),
            reading: reading.to_owned(),
            profile: judge.profile().map(|profile| profile.name.clone()),
            clause: ClauseWords::of(judge.agreement(), finding.clause, texts),
            steps: judge.steps(act, rule, None),
            others: Vec::new(),
            finding,
        }
    }

    /// Sets beside it what another reading says.
    pub fn compare(&mut self, reading: &str, judge: &Judge<'_>) {
        let has_rule = judge.rules_about(&self.act.kind).contains(&self.finding.rule.as_str());
        let finding = has_rule.then(|| judge.judge_rule(&self.act, &self.finding.rule));
        self.others.push((reading.to_owned(), finding));
    }

    /// The defined terms that its open questions are about.
    pub(crate) fn terms(&self) -> BTreeSet<&str> {
        let open = self.finding.open.iter();
        open.filter_map(|atom| match atom {
            Atom::Member(_, term) => Some(term.as_str()),
            _ => None,
        })
        .collect()
    }
}

/// What another reading says, next to what this one does.
pub(crate) fn beside(finding: &Finding, other: Option<&Finding>) -> String {
    let Some(other) = other else { return "it has no such rule".to_owned() };
    if other.outcome != finding.outcome {
        return other.outcome.word().to_owned();
    }
    if other.ground != finding.ground {
        return "the same, on another ground".to_owned();
    }
    if other.breach != finding.breach || other.authors != finding.authors {
        return "the same, with another interval".to_owned();
    }
    "the same".to_owned()
}
