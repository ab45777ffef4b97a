//! `ceasefire judge`

use super::inputs::{Given, Inputs, day};
use super::{Done, Format};
use crate::console::Console;
use accord_check::directions;
use accord_explain::finding_json;
use ceasefire_findings::{Deadline, Frame, Review, deadlines, told};

/// Judge acts under an agreement: a summary for people, or one finding a line as JSON
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  The summary, and what the rival reading changes:
    ceasefire judge agreements/syria-coh-2016 examples/syria-2016 --reading standard,russia

  With nothing presumed:
    ceasefire judge agreements/syria-coh-2016 acts.csv --facts facts.jsonl --profile none

  What could be said on 1 March 2016, and no more:
    ceasefire judge agreements/syria-coh-2016 examples/syria-2016 --known-on 2016-03-01

  How the obligations with a deadline stood on a day:
    ceasefire judge agreements/minsk acts.jsonl --facts facts.csv --as-of 2015-03-09

  Every finding, for a program:
    ceasefire judge agreements/minsk acts.jsonl --format json > findings.jsonl

Each act is judged as of its own time. Exit codes: 0 judged; 1 rows set aside under --strict;
2 something could not be read, or the agreement has errors.")]
pub(crate) struct JudgeActs {
    #[command(flatten)]
    inputs: Inputs,
    /// The day on which deadlines are read; in the summary, where none is given, the last act's
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// A summary, or one finding a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl JudgeActs {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let given = self.inputs.read(console)?;
        let agreement = &given.readings.standard.agreement;
        let as_of = day("--as-of", self.as_of.as_ref(), agreement)?;
        let reviews: Vec<Review> = given
            .readings
            .asked
            .iter()
            .map(|(name, checked)| given.review(name, &given.judge(checked), console))
            .collect();
        let last = || given.reports.acts.iter().map(|act| act.act.at.1).max();
        match self.format {
            Format::Json => lines(&given, &reviews, &standing(&given, as_of), console),
            Format::Text => {
                let deadlines = standing(&given, as_of.or_else(last));
                console.out(&told(&frame(&given, deadlines), &reviews));
            }
        }
        Ok(true)
    }
}

/// Obligations with a deadline under each reading; none where there is no day.
fn standing(given: &Given, as_of: Option<i64>) -> Vec<Vec<Deadline>> {
    let of = |as_of| {
        let readings = given.readings.asked.iter();
        readings.map(|(_, checked)| deadlines(&given.judge(checked), as_of)).collect()
    };
    as_of.map_or_else(Vec::new, of)
}

fn lines(given: &Given, reviews: &[Review], deadlines: &[Vec<Deadline>], console: &mut Console) {
    for (index, (review, (name, checked))) in reviews.iter().zip(&given.readings.asked).enumerate()
    {
        let judge = given.judge(checked);
        let profile = judge.profile().map(|profile| profile.name.as_str());
        for (act, findings) in given.reports.acts.iter().zip(&review.findings) {
            for finding in findings {
                console.line(&finding_json(finding, &act.act, name, &judge).to_string());
            }
        }
        for deadline in deadlines.get(index).into_iter().flatten() {
            console.line(&deadline.json(&checked.agreement.id, name, profile).to_string());
        }
    }
}

fn frame(given: &Given, deadlines: Vec<Vec<Deadline>>) -> Frame<'_> {
    let standard = &given.readings.standard;
    let named = given.library.family.readings.iter();
    Frame {
        agreement: &standard.agreement,
        profile: given.profile_of(standard),
        acts: &given.reports.acts,
        bulletins: &given.reports.bulletins,
        aside: given.reports.aside.len(),
        unused_facts: given.reports.unused_facts,
        directions: named
            .map(|reading| {
                (reading.head.name.text.clone(), directions(&standard.agreement, reading))
            })
            .collect(),
        deadlines,
    }
}
