//! All findings of a set of acts under one reading.

use accord_judge::{Columns, Finding, FirstPass, Judge};
use ceasefire_files::ReportedAct;
use rayon::prelude::*;

/// Acts that are judged together.
const BATCH: usize = 4096;

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
    /// Judges every act: first in columns, then exactly where that leaves them open. The acts are
    /// judged side by side, and the findings stand in the order of the acts whatever the number of
    /// threads.
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
        let batches: Vec<Vec<Vec<Finding>>> = acts
            .par_chunks(BATCH)
            .map_init(
                || FirstPass::new(judge),
                |pass, batch| {
                    let columns: Columns = batch.iter().map(|reported| &reported.act).collect();
                    let findings = pass.judge(&columns);
                    judged(batch.len());
                    findings
                },
            )
            .collect();
        let findings = batches.into_iter().flatten().collect();
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
