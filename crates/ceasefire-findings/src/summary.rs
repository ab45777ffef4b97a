//! Counts over a review. Sums of masses are exact, in millionths.

use crate::review::Review;
use accord_check::model::Agreement;
use accord_judge::{Finding, Ground, Interval, Outcome};
use ceasefire_files::{Bulletin, ReportedAct};
use std::collections::BTreeMap;

/// What a review comes to.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// One row for each rule that was asked, in the order of the clauses.
    pub rules: Vec<ByRule>,
    /// One row for each rule and author with a possible breach.
    pub authors: Vec<ByAuthor>,
    /// One row for each reporter that counted something.
    pub reporters: Vec<ByReporter>,
    /// Acts of a kind that no clause is about.
    pub outside: usize,
    /// Findings by outcome.
    pub findings: usize,
    /// Findings that are open.
    pub undetermined: usize,
}

/// One rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByRule {
    /// The rule.
    pub rule: String,
    /// The clause, as an index.
    pub clause: usize,
    /// Acts on which it was asked.
    pub acts: usize,
    /// Found violated.
    pub violation: usize,
    /// Open.
    pub undetermined: usize,
    /// The text gives both answers.
    pub conflict: usize,
    /// Found not violated, by ground.
    pub grounds: BTreeMap<String, usize>,
    /// Sum of what is sure and of what is possible, in millionths of a breach.
    pub breaches: (u64, u64),
}

impl ByRule {
    /// Found not violated.
    pub fn no_violation(&self) -> usize {
        self.grounds.values().sum()
    }
}

/// One author under one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByAuthor {
    /// The rule.
    pub rule: String,
    /// The clause, as an index.
    pub clause: usize,
    /// The author; none for acts whose author is not reported.
    pub author: Option<String>,
    /// Acts on which it is a candidate.
    pub acts: usize,
    /// Sum of what is sure and of what is possible, in millionths of a breach.
    pub breaches: (u64, u64),
}

/// What a reporter counted, and what the text says of the acts that it names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByReporter {
    /// Who.
    pub reporter: String,
    /// Its bulletins.
    pub bulletins: usize,
    /// Violations it claims in them.
    pub claimed: u64,
    /// Bulletins that give no count.
    pub uncounted: usize,
    /// Acts here that it counted as violations.
    pub counted: usize,
    /// Of those, found violations.
    pub violation: usize,
    /// Of those, open.
    pub undetermined: usize,
    /// Of those, none, by ground; `no clause` where none is about the kind of act.
    pub none: BTreeMap<String, usize>,
}

impl Summary {
    /// Counts a review.
    pub fn new(
        review: &Review,
        acts: &[ReportedAct],
        bulletins: &[Bulletin],
        agreement: &Agreement,
    ) -> Self {
        let mut summary = Self::default();
        for rule in &agreement.rules {
            // Two texts of a family may each have a rule of one name: they are two rows.
            let known = summary.row(&rule.name, rule.clause).is_some();
            if !known && rule.pattern.is_some() {
                summary.rules.push(ByRule {
                    rule: rule.name.clone(),
                    clause: rule.clause,
                    ..ByRule::default()
                });
            }
        }
        let mut authors: BTreeMap<(usize, Option<String>), ByAuthor> = BTreeMap::new();
        for findings in &review.findings {
            summary.outside += usize::from(findings.is_empty());
            for finding in findings {
                summary.count(finding, &mut authors);
            }
        }
        summary.authors = authors.into_values().filter(|row| row.breaches.1 > 0).collect();
        summary.authors.sort_by(|a, b| {
            let order = |row: &ByAuthor| {
                (row.clause, std::cmp::Reverse(row.breaches.1), row.author.clone())
            };
            order(a).cmp(&order(b))
        });
        summary.rules.retain(|row| row.acts > 0);
        summary.reporters = reporters(review, acts, bulletins);
        summary
    }

    fn row(&self, rule: &str, clause: usize) -> Option<usize> {
        self.rules.iter().position(|row| row.rule == rule && row.clause == clause)
    }

    fn count(
        &mut self,
        finding: &Finding,
        authors: &mut BTreeMap<(usize, Option<String>), ByAuthor>,
    ) {
        self.findings += 1;
        let Some(index) = self.row(&finding.rule, finding.clause) else { return };
        let Some(row) = self.rules.get_mut(index) else { return };
        row.acts += 1;
        match finding.outcome {
            Outcome::Violation => row.violation += 1,
            Outcome::Undetermined => {
                row.undetermined += 1;
                self.undetermined += 1;
            }
            Outcome::Conflict => row.conflict += 1,
            Outcome::NoViolation => {
                *row.grounds.entry(ground_words(finding.ground.as_ref())).or_default() += 1;
            }
        }
        add(&mut row.breaches, finding.breach);
        for author in &finding.authors {
            let entry = authors.entry((index, author.author.clone())).or_insert_with(|| ByAuthor {
                rule: finding.rule.clone(),
                clause: finding.clause,
                author: author.author.clone(),
                acts: 0,
                breaches: (0, 0),
            });
            entry.acts += 1;
            add(&mut entry.breaches, author.breach);
        }
    }
}

fn add(sum: &mut (u64, u64), interval: Interval) {
    sum.0 += u64::from(interval.sure.millionths());
    sum.1 += u64::from(interval.possible.millionths());
}

/// A ground in a few words, the statement it names included.
pub(crate) fn ground_words(ground: Option<&Ground>) -> String {
    let Some(ground) = ground else { return "no single ground".to_owned() };
    let told = match ground {
        Ground::NotInForce => "not in force then",
        Ground::NotBound => "author not bound",
        Ground::NoSuchAct => "another kind of act",
        Ground::NotProtected => "target not protected",
        Ground::OutOfScope => "out of scope",
        Ground::Gated(_) => "held back by",
        Ground::Excepted(_) => "excepted by",
        Ground::Permitted(_) => "permitted by",
        Ground::Combined => "no single ground",
    };
    match ground.name() {
        Some(name) => format!("{told} {name}"),
        None => told.to_owned(),
    }
}

fn reporters(review: &Review, acts: &[ReportedAct], bulletins: &[Bulletin]) -> Vec<ByReporter> {
    let mut out: BTreeMap<String, ByReporter> = BTreeMap::new();
    let row = |out: &mut BTreeMap<String, ByReporter>,
               name: &str,
               change: &dyn Fn(&mut ByReporter)| {
        let entry = out
            .entry(name.to_owned())
            .or_insert_with(|| ByReporter { reporter: name.to_owned(), ..ByReporter::default() });
        change(entry);
    };
    for bulletin in bulletins {
        row(&mut out, &bulletin.publisher, &|entry| {
            entry.bulletins += 1;
            match bulletin.claimed {
                Some(claimed) => entry.claimed = entry.claimed.saturating_add(claimed),
                None => entry.uncounted += 1,
            }
        });
    }
    for (act, findings) in acts.iter().zip(&review.findings) {
        for reporter in &act.counted_by {
            row(&mut out, reporter, &|entry| {
                entry.counted += 1;
                match worst(findings) {
                    None => *entry.none.entry("no clause is about it".to_owned()).or_default() += 1,
                    Some(finding) => match finding.outcome {
                        Outcome::Violation | Outcome::Conflict => entry.violation += 1,
                        Outcome::Undetermined => entry.undetermined += 1,
                        Outcome::NoViolation => {
                            *entry.none.entry(most_telling(findings)).or_default() += 1;
                        }
                    },
                }
            });
        }
    }
    out.into_values().collect()
}

/// The finding that says most: a violation before an open one, an open one before none.
fn worst(findings: &[Finding]) -> Option<&Finding> {
    let rank = |finding: &&Finding| match finding.outcome {
        Outcome::Violation => 0,
        Outcome::Conflict => 1,
        Outcome::Undetermined => 2,
        Outcome::NoViolation => 3,
    };
    findings.iter().min_by_key(rank)
}

/// Of several rules that say "no violation", the ground that came closest to one: a rule that
/// was in force and protected the target says more than one that is not about it at all.
fn most_telling(findings: &[Finding]) -> String {
    let rank = |finding: &&Finding| match &finding.ground {
        Some(Ground::Excepted(_)) => 0,
        Some(Ground::Permitted(_)) => 1,
        Some(Ground::Gated(_)) => 2,
        Some(Ground::OutOfScope) => 3,
        Some(Ground::NotInForce) => 4,
        Some(Ground::NotProtected) => 5,
        Some(Ground::NotBound) => 6,
        _ => 7,
    };
    ground_words(findings.iter().min_by_key(rank).and_then(|finding| finding.ground.as_ref()))
}
