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
}

impl Review {
    /// Judges every act. The acts are judged side by side, and the findings stand in the order of
    /// the acts whatever the number of threads.
    pub fn new(reading: &str, judge: &Judge<'_>, acts: &[ReportedAct]) -> Self {
        let findings = acts.par_iter().map(|act| judge.judge(&act.act)).collect();
        Self { reading: reading.to_owned(), findings }
    }

    /// All findings, in order.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().flatten()
    }
}
