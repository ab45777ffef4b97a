//! `ceasefire diff`

use super::inputs::Inputs;
use super::{Done, Format};
use crate::console::Console;
use accord_check::directions;
use accord_explain::Words;
use accord_judge::Outcome;
use ceasefire_files::interval;
use ceasefire_findings::{Change, Review, changes};
use serde_json::json;

/// Show which findings change between readings or between days of knowledge, and through what
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire diff agreements/syria-coh-2016 examples/syria-2016 --reading standard,russia
  ceasefire diff agreements/syria-coh-2016 examples/syria-2016 --then-known-on 2016-03-01")]
pub(crate) struct Diff {
    #[command(flatten)]
    inputs: Inputs,
    /// Compare with what was known on this earlier day
    #[arg(long)]
    then_known_on: Option<String>,
    /// `text`, or `json` for one change a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Diff {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let given = self.inputs.read(console)?;
        let Some((name, checked)) = given.readings.first() else { return Ok(true) };
        let judge = given.judge(checked);
        let first = Review::new(name, &judge, &given.reports.acts);
        let words = Words::new(&checked.agreement);
        if let Some(day) = &self.then_known_on {
            let (_, at) = interval(day, &checked.agreement)?;
            let acts: Vec<_> = given
                .reports
                .acts
                .iter()
                .filter(|act| act.act.recorded.is_none_or(|recorded| recorded <= at))
                .cloned()
                .collect();
            let facts = given.facts.known_on(at);
            let then = accord_judge::Judge::new(&checked.agreement, &facts, judge.profile());
            let before = Review::new(name, &then, &acts);
            self.show(
                console,
                &format!("known on {day} → known now"),
                &changes(&before, &first),
                words,
            );
        }
        for (other, patched) in given.readings.iter().skip(1) {
            let after = Review::new(other, &given.judge(patched), &given.reports.acts);
            self.show(
                console,
                &format!("reading {name} → {other}"),
                &changes(&first, &after),
                words,
            );
            let Some(reading) = given.library.family.reading(other) else { continue };
            if self.format == Format::Text {
                for way in directions(&given.standard.agreement, reading) {
                    console.line(&format!(
                        "  through {}: it can {} {} ({})",
                        way.through.join(" → "),
                        way.moves.words(),
                        way.rule,
                        words.clause(way.clause)
                    ));
                }
            }
        }
        Ok(true)
    }

    fn show(&self, console: &mut Console, title: &str, all: &[Change], words: Words<'_>) {
        let word = |outcome: Option<Outcome>| outcome.map_or("not judged", Outcome::word);
        if self.format == Format::Text {
            console.line(&format!("{title}: {} findings change", all.len()));
        }
        for change in all {
            let (before, after) = (word(change.before), word(change.after));
            console.line(&match self.format {
                Format::Json => json!({
                    "act": change.act,
                    "rule": change.rule,
                    "clause": words.clause(change.clause),
                    "before": before,
                    "after": after,
                    "between": title,
                })
                .to_string(),
                Format::Text if change.same_outcome => {
                    format!(
                        "  {} · {} {}: {before}, another ground or interval",
                        change.act,
                        words.clause(change.clause),
                        change.rule
                    )
                }
                Format::Text => {
                    format!(
                        "  {} · {} {}: {before} → {after}",
                        change.act,
                        words.clause(change.clause),
                        change.rule
                    )
                }
            });
        }
    }
}
