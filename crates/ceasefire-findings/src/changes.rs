//! What changes between two reviews of the same acts: under another reading, on another day of
//! knowledge, under another version.

use crate::review::Review;
use accord_judge::{Finding, Outcome};

/// One finding that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The act.
    pub act: String,
    /// The rule.
    pub rule: String,
    /// The clause, as an index.
    pub clause: usize,
    /// The outcome before; none where the rule was not asked.
    pub before: Option<Outcome>,
    /// The outcome after.
    pub after: Option<Outcome>,
    /// Whether only the interval or the ground changes.
    pub same_outcome: bool,
}

/// The findings that differ, in order. Reviews of different acts are matched by the act's id.
pub fn changes(before: &Review, after: &Review) -> Vec<Change> {
    let key = |finding: &Finding| (finding.act.clone(), finding.rule.clone());
    let old: std::collections::BTreeMap<_, &Finding> = before.all().map(|f| (key(f), f)).collect();
    let new: std::collections::BTreeMap<_, &Finding> = after.all().map(|f| (key(f), f)).collect();
    let mut out = Vec::new();
    for finding in after.all() {
        let first = old.get(&key(finding)).copied();
        let differs = first.is_none_or(|first| {
            first.outcome != finding.outcome
                || first.breach != finding.breach
                || first.authors != finding.authors
        });
        if differs {
            out.push(change(first, Some(finding)));
        }
    }
    for finding in before.all() {
        if !new.contains_key(&key(finding)) {
            out.push(change(Some(finding), None));
        }
    }
    out.retain(Option::is_some);
    out.into_iter().flatten().collect()
}

fn change(before: Option<&Finding>, after: Option<&Finding>) -> Option<Change> {
    let any = after.or(before)?;
    Some(Change {
        act: any.act.clone(),
        rule: any.rule.clone(),
        clause: any.clause,
        before: before.map(|finding| finding.outcome),
        after: after.map(|finding| finding.outcome),
        same_outcome: before.map(|f| f.outcome) == after.map(|f| f.outcome),
    })
}
