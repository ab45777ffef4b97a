//! `ceasefire judge`

use super::inputs::{Inputs, day};
use super::{Done, Format};
use crate::console::Console;
use ceasefire_findings::Review;

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
        let as_of = day("--as-of", self.as_of.as_ref(), &given.readings.standard.agreement)?;
        let judging = given.judging();
        let asked = given.readings.asked.iter();
        let reviews: Vec<Review> = asked
            .map(|(name, checked)| given.review(name, &judging.judge(checked), console))
            .collect();
        match self.format {
            Format::Json => judging.findings(&reviews, as_of, &mut |line| console.line(&line)),
            Format::Text => console.out(&judging.summary(&reviews, as_of)),
        }
        Ok(true)
    }
}
