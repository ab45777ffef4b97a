//! All findings of a set of acts under one reading.

use accord_judge::{Finding, Judge};
use ceasefire_files::ReportedAct;
use rayon::prelude::*;

/// The findings of a set of acts under one reading.
#[derive(Debug, Clone)]
pub struct Review {
    /// The reading.
    pub reading: String,
    /// For each act, in the order given, what each rule about its kind says. Empty: no clause is
    /// about this kind of act.
    pub findings: Vec<Vec<Finding>>,
    /// The ids of the agreement's clauses: those of another version may stand in another order.
    clauses: Vec<String>,
}

impl Review {
    /// Judges every act. The acts are judged side by side, and the findings stand in the order of
    /// the acts whatever the number of threads.
    pub fn new(reading: &str, judge: &Judge<'_>, acts: &[ReportedAct]) -> Self {
        Self::watched(reading, judge, acts, &|_| ())
    }

    /// The same; `judged` is told how many acts more are done.
    pub fn watched(
        reading: &str,
        judge: &Judge<'_>,
        acts: &[ReportedAct],
        judged: &(dyn Fn(usize) + Sync),
    ) -> Self {
        let findings = acts
            .par_iter()
            .map(|act| {
                let findings = judge.judge(&act.act);
                judged(1);
                findings
            })
            .collect();
        let clauses = judge.agreement().clauses.iter().map(|clause| clause.id.clone()).collect();
        Self { reading: reading.to_owned(), findings, clauses }
    }

    /// All findings, in order.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().flatten()
    }

    /// The id of the clause of a finding.
    pub fn clause(&self, finding: &Finding) -> &str {
        match self.clauses.get(finding.clause) {
            Some(id) if !id.is_empty() => id,
            _ => "the agreement",
        }
    }
}
