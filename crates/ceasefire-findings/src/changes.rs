//! What changes between two reviews of the same acts: under another reading, on another day of
//! knowledge, under another version.

use crate::review::Review;
use accord_judge::{Finding, Outcome};
use std::collections::BTreeMap;

/// One finding that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The act.
    pub act: String,
    /// The rule.
    pub rule: String,
    /// The clause.
    pub clause: String,
    /// The outcome before; none where the rule was not asked.
    pub before: Option<Outcome>,
    /// The outcome after.
    pub after: Option<Outcome>,
    /// Whether only the interval or the ground changes.
    pub same_outcome: bool,
    /// The statements that differ and that the rule rests on, each with the terms that lead to it.
    pub through: Vec<Vec<String>>,
    /// What became known in between, in sentences.
    pub learned: Vec<String>,
}

/// The findings that differ, in order. Reviews of different acts are matched by the act's id.
pub fn changes(before: &Review, after: &Review) -> Vec<Change> {
    let key = |finding: &Finding| (finding.act.clone(), finding.rule.clone());
    let old: BTreeMap<_, &Finding> = before.all().map(|f| (key(f), f)).collect();
    let new: BTreeMap<_, &Finding> = after.all().map(|f| (key(f), f)).collect();
    let mut out = Vec::new();
    for finding in after.all() {
        let first = old.get(&key(finding)).copied();
        if first.is_none_or(|first| !says_the_same(first, finding)) {
            out.push(change(first, Some(finding), after.clause(finding)));
        }
    }
    for finding in before.all() {
        if !new.contains_key(&key(finding)) {
            out.push(change(Some(finding), None, before.clause(finding)));
        }
    }
    out.into_iter().flatten().collect()
}

fn says_the_same(before: &Finding, after: &Finding) -> bool {
    before.outcome == after.outcome
        && before.breach == after.breach
        && before.authors == after.authors
        && before.ground == after.ground
}

fn change(before: Option<&Finding>, after: Option<&Finding>, clause: &str) -> Option<Change> {
    let any = after.or(before)?;
    Some(Change {
        act: any.act.clone(),
        rule: any.rule.clone(),
        clause: clause.to_owned(),
        before: before.map(|finding| finding.outcome),
        after: after.map(|finding| finding.outcome),
        same_outcome: before.map(|f| f.outcome) == after.map(|f| f.outcome),
        through: Vec::new(),
        learned: Vec::new(),
    })
}

impl Change {
    /// What changes, in one line: the clause, the rule, the outcomes.
    pub fn line(&self) -> String {
        let word = |outcome: Option<Outcome>| outcome.map_or("not judged", Outcome::word);
        let what = if self.same_outcome {
            format!("{}, another ground or interval", word(self.after))
        } else {
            format!("{} → {}", word(self.before), word(self.after))
        };
        format!("{} {}: {what}", self.clause, self.rule)
    }
}
