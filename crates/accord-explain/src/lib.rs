//! Findings told so that a reader can follow and check them: as text for a terminal, as JSON for a
//! program, as an HTML fragment for a page.
//!
//! The sentences come from the templates that facts and judgements carry in the agreement itself.
//! Short first: the outcome, each step with its clause, what is open and what would settle it; who
//! says so on request.

mod html;
mod json;
mod meaning;
mod text;
mod words;

pub use html::html;
pub use json::{finding_json, json};
pub use text::text;
pub use words::{Words, amount};

use accord_judge::{Act, Atom, Finding, Judge, Outcome, Step};
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
    /// The steps, for the first candidate author.
    pub steps: Vec<Step>,
    /// What other readings say of the same act and rule.
    pub others: Vec<(String, Outcome)>,
}

impl Explanation {
    /// Judges one rule over an act and keeps what an explanation needs.
    pub fn new(judge: &Judge<'_>, act: &Act, rule: &str, reading: &str) -> Self {
        Self {
            act: act.clone(),
            finding: judge.judge_rule(act, rule),
            reading: reading.to_owned(),
            profile: judge.profile().map(|profile| profile.name.clone()),
            steps: judge.steps(act, rule, None),
            others: Vec::new(),
        }
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
