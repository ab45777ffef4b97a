//! `ceasefire diff`

use super::inputs::{Given, Inputs, day};
use super::{Done, Format, Stop};
use crate::console::Console;
use accord_check::{Checked, directions};
use accord_judge::Judge;
use ceasefire_findings::{Difference, Review, Version, Versions};
use std::path::{Path, PathBuf};

/// Show which findings change between readings, versions or days of knowledge, and through what
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  Between the agreement as coded and a reading of it:
    ceasefire diff agreements/syria-coh-2016 examples/syria-2016 --reading standard,russia

  Between the agreement as coded and each of its other readings:
    ceasefire diff agreements/syria-coh-2016 examples/syria-2016

  Between an older version of the agreement, in another folder, and this one:
    ceasefire diff agreements/minsk acts.jsonl --against drafts/minsk-of-june

  Between what was known on 1 March 2016 and what is on record now:
    ceasefire diff agreements/syria-coh-2016 examples/syria-2016 --then-known-on 2016-03-01

Exit codes: 0 compared; 1 rows set aside under --strict; 2 something could not be read, or there
is nothing to compare.")]
pub(crate) struct Diff {
    #[command(flatten)]
    inputs: Inputs,
    /// Compare with this other version of the agreement, over the same acts and facts
    #[arg(long, value_name = "AGREEMENT")]
    against: Option<PathBuf>,
    /// Compare with what was known on this earlier day
    #[arg(long, value_name = "DAY")]
    then_known_on: Option<String>,
    /// For people, or one change a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Diff {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let given = self.inputs.read(console)?;
        let (name, checked) = given.first();
        let judge = given.judge(checked);
        let review = given.review(name, &judge, console);
        let mut all = Vec::new();
        if let Some(day) = &self.then_known_on {
            all.push(self.known_then(day, &given, &judge, &review, console)?);
        }
        if let Some(folder) = &self.against {
            all.push(self.against(folder, &given, &review, console)?);
        }
        for (other, patched) in self.readings(&given) {
            let after = given.review(other, &given.judge(patched), console);
            all.push(under(&given, &review, &after));
        }
        if all.is_empty() {
            return Err(Stop::Unable(
                "there is nothing to compare with: this agreement has no other reading; name \
                 another version with --against, or a day with --then-known-on"
                    .to_owned(),
            ));
        }
        for difference in &all {
            match self.format {
                Format::Text => console.out(&difference.text()),
                Format::Json => {
                    difference.json().iter().for_each(|line| console.line(&line.to_string()));
                }
            }
        }
        Ok(true)
    }

    /// The readings to compare with: those named after the first; where nothing at all is named,
    /// every other one.
    fn readings<'g>(&self, given: &'g Given) -> impl Iterator<Item = (&'g str, &'g Checked)> {
        let only_one = given.readings.asked.len() == 1;
        let nothing_named = only_one && self.against.is_none() && self.then_known_on.is_none();
        let others = given.readings.others.iter().filter(move |_| nothing_named);
        let pairs = given.readings.asked.iter().skip(1).chain(others);
        pairs.map(|(name, checked)| (name.as_str(), checked))
    }

    fn against(
        &self,
        folder: &Path,
        given: &Given,
        after: &Review,
        console: &mut Console,
    ) -> Result<Difference, Stop> {
        let (name, _) = given.first();
        let other = self.inputs.read_against(folder, given, console)?;
        let (_, checked) = other.first();
        let before = other.review(name, &other.judge(checked), console);
        let versions = Versions::new(version(&other, name), version(given, name));
        let from = folder.display().to_string();
        let to = self.inputs.agreement().display().to_string();
        Ok(Difference::of_versions((&from, &before), (&to, after), &versions))
    }

    fn known_then(
        &self,
        day_of: &String,
        given: &Given,
        judge: &Judge<'_>,
        after: &Review,
        console: &mut Console,
    ) -> Result<Difference, Stop> {
        let agreement = judge.agreement();
        let at = day("--then-known-on", Some(day_of), agreement)?.unwrap_or(i64::MAX);
        let then = self.inputs.read_as_known(day_of, given, console)?;
        let before = Judge::new(agreement, &then.facts, judge.profile());
        let before = Review::new(&after.reading, &before, &then.reports.acts);
        Ok(Difference::of_days((day_of, at), &before, (judge, after), &given.reports.acts))
    }
}

fn version<'g>(given: &'g Given, reading: &str) -> Version<'g> {
    let family = &given.library.family;
    Version { family, reading: family.reading(reading) }
}

fn under(given: &Given, before: &Review, after: &Review) -> Difference {
    let family = &given.library.family;
    let readings = [&before.reading, &after.reading];
    let ways: Vec<_> = readings
        .into_iter()
        .filter_map(|name| family.reading(name))
        .flat_map(|reading| directions(&given.readings.standard.agreement, reading))
        .collect();
    Difference::of_readings(before, after, &ways)
}
