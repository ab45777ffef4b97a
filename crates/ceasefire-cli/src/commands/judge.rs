//! `ceasefire judge`

use super::inputs::Inputs;
use super::{Done, Format};
use crate::console::Console;
use accord_check::{directions, zone};
use accord_explain::{Words, finding_json};
use ceasefire_findings::{Frame, told};
use std::collections::BTreeMap;

/// Judge acts under an agreement: a summary for people, or one finding a line as JSON
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire judge agreements/syria-coh-2016 examples/syria-2016 --reading standard,russia
  ceasefire judge agreements/syria-coh-2016 acts.csv --facts facts.jsonl --profile none
  ceasefire judge agreements/minsk acts.jsonl --facts lines.csv --format json > findings.jsonl")]
pub(crate) struct JudgeActs {
    #[command(flatten)]
    inputs: Inputs,
    /// `text` for a summary, `json` for one finding a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl JudgeActs {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let given = self.inputs.read(console)?;
        let reviews = given.reviews();
        if self.format == Format::Json {
            for (review, (name, checked)) in reviews.iter().zip(&given.readings) {
                let profile = given.profile_of(checked).map(|profile| profile.name.as_str());
                for finding in review.all() {
                    let line = finding_json(finding, name, profile, &checked.agreement);
                    console.line(&line.to_string());
                }
            }
            return Ok(true);
        }
        let last = given.reports.acts.iter().map(|act| act.act.at.1).max();
        let states = match (given.readings.first(), given.as_of.or(last)) {
            (Some((_, checked)), Some(as_of)) => {
                let words = Words::new(&checked.agreement);
                let day = zone::show(as_of, &checked.agreement.zone);
                let states = given.judge(checked).states(as_of);
                states
                    .iter()
                    .map(|s| {
                        format!(
                            "{:<12} {:<22} {} as of {day}",
                            words.clause(s.clause),
                            s.rule,
                            s.state.word()
                        )
                    })
                    .collect()
            }
            _ => Vec::new(),
        };
        let mut ways = BTreeMap::new();
        for (name, _) in &given.readings {
            if let Some(reading) = given.library.family.reading(name) {
                ways.insert(name.clone(), directions(&given.standard.agreement, reading));
            }
        }
        let frame = Frame {
            agreement: &given.standard.agreement,
            profile: given.profile_of(&given.standard),
            acts: &given.reports.acts,
            bulletins: &given.reports.bulletins,
            aside: given.reports.aside.len(),
            directions: ways,
            states,
        };
        console.out(&told(&frame, &reviews));
        Ok(true)
    }
}
