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
}

impl Review {
    /// Judges every act: first in columns, then exactly where that leaves them open. The acts are
    /// judged side by side, and the findings stand in the order of the acts whatever the number of
    /// threads.
    pub fn new(reading: &str, judge: &Judge<'_>, acts: &[ReportedAct]) -> Self {
        let batches: Vec<Vec<Vec<Finding>>> = acts
            .par_chunks(BATCH)
            .map_init(
                || FirstPass::new(judge),
                |pass, batch| {
                    let columns: Columns = batch.iter().map(|reported| &reported.act).collect();
                    pass.judge(&columns)
                },
            )
            .collect();
        Self { reading: reading.to_owned(), findings: batches.into_iter().flatten().collect() }
    }

    /// All findings, in order.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().flatten()
    }
}
