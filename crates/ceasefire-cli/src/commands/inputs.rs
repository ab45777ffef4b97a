//! What `judge`, `explain`, `ask` and `diff` read: an agreement, acts, facts, readings, a profile.

use crate::console::Console;
use accord_check::model::{Agreement, Profile};
use accord_check::{Checked, Severity, check, render};
use accord_judge::{Facts, Judge};
use ceasefire_files::{Library, Reports, interval};
use ceasefire_findings::Review;
use std::path::PathBuf;

/// The name of the agreement as coded, without a reading's patch.
const STANDARD: &str = "standard";

/// Arguments that several commands share.
#[derive(Debug, clap::Args)]
pub(crate) struct Inputs {
    /// The folder of the agreement
    pub(crate) agreement: PathBuf,
    /// Files of acts (JSON Lines or CSV), or folders with files named acts…, facts…, bulletins…
    #[arg(required = true)]
    pub(crate) acts: Vec<PathBuf>,
    /// Files of facts: acceptances, lists, alliances, control of places
    #[arg(long, num_args = 1..)]
    pub(crate) facts: Vec<PathBuf>,
    /// Readings, parted by commas; `standard` is the agreement as coded
    #[arg(long, value_delimiter = ',', default_value = STANDARD)]
    pub(crate) reading: Vec<String>,
    /// The evaluation profile: what is presumed where nothing is on record; `none` takes all away
    #[arg(long, default_value = "working")]
    pub(crate) profile: String,
    /// The day on which deadlines are read, such as 2016-07-01
    #[arg(long)]
    pub(crate) as_of: Option<String>,
    /// Leave out what became known later than this day
    #[arg(long)]
    pub(crate) known_on: Option<String>,
    /// Stop with an error if a row had to be set aside
    #[arg(long)]
    pub(crate) strict: bool,
}

/// What was read.
pub(crate) struct Given {
    pub(crate) library: Library,
    pub(crate) standard: Checked,
    /// Each reading that was asked for, in order.
    pub(crate) readings: Vec<(String, Checked)>,
    pub(crate) reports: Reports,
    pub(crate) facts: Facts,
    pub(crate) as_of: Option<i64>,
    profile: String,
}

impl Inputs {
    /// Reads everything. Rows set aside are listed on standard error.
    pub(crate) fn read(&self, console: &mut Console) -> Result<Given, String> {
        let library = Library::open(&self.agreement).map_err(|error| error.to_string())?;
        let standard = sound(check(&library.family), &library, console)?;
        let mut readings = Vec::new();
        for name in &self.reading {
            readings.push((name.clone(), reading(name, &library, console)?));
        }
        self.check_profile(&standard)?;
        let union = with_registers(
            &standard.agreement,
            readings.iter().map(|(_, checked)| &checked.agreement),
        );
        let mut reports =
            Reports::read(&self.acts, &self.facts, &union).map_err(|error| error.to_string())?;
        for aside in &reports.aside {
            console.note(&format!("set aside: {aside}"));
        }
        if self.strict && !reports.aside.is_empty() {
            return Err(format!("{} rows were set aside (--strict)", reports.aside.len()));
        }
        let day = |text: &Option<String>| {
            text.as_ref().map(|text| interval(text, &union).map(|(_, end)| end)).transpose()
        };
        let (as_of, known_on) = (day(&self.as_of)?, day(&self.known_on)?);
        let mut facts = Facts::new(std::mem::take(&mut reports.facts));
        if let Some(at) = known_on {
            reports.known_on(at);
            facts = facts.known_on(at);
        }
        Ok(Given {
            library,
            standard,
            readings,
            reports,
            facts,
            as_of,
            profile: self.profile.clone(),
        })
    }

    fn check_profile(&self, standard: &Checked) -> Result<(), String> {
        let known = |name: &str| standard.profiles.iter().any(|profile| profile.name == name);
        if self.profile == "none" || known(&self.profile) {
            return Ok(());
        }
        let names: Vec<&str> =
            standard.profiles.iter().map(|profile| profile.name.as_str()).collect();
        Err(format!(
            "this agreement has no profile `{}`; it has: none{}{}",
            self.profile,
            if names.is_empty() { "" } else { ", " },
            names.join(", ")
        ))
    }
}

impl Given {
    /// A judge for one of the readings.
    pub(crate) fn judge<'g>(&'g self, checked: &'g Checked) -> Judge<'g> {
        Judge::new(&checked.agreement, &self.facts, self.profile_of(checked))
    }

    pub(crate) fn profile_of<'g>(&self, checked: &'g Checked) -> Option<&'g Profile> {
        checked.profiles.iter().find(|profile| profile.name == self.profile)
    }

    /// All findings under each reading.
    pub(crate) fn reviews(&self) -> Vec<Review> {
        self.readings
            .iter()
            .map(|(name, checked)| Review::new(name, &self.judge(checked), &self.reports.acts))
            .collect()
    }
}

/// A reading of the family, checked. `standard` is the family itself.
pub(crate) fn reading(
    name: &str,
    library: &Library,
    console: &mut Console,
) -> Result<Checked, String> {
    if name == STANDARD {
        return sound(check(&library.family), library, console);
    }
    let Some(found) = library.family.reading(name) else {
        let known: Vec<&str> =
            library.family.readings.iter().map(|reading| reading.head.name.text.as_str()).collect();
        return Err(format!(
            "there is no reading `{name}`; there are: {STANDARD}, {}",
            known.join(", ")
        ));
    };
    sound(check(&library.family.under(found)), library, console)
}

fn sound(checked: Checked, library: &Library, console: &mut Console) -> Result<Checked, String> {
    if !checked.has_errors() {
        return Ok(checked);
    }
    for diagnostic in checked.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
        console.note(&render(diagnostic, &library.family.sources, false));
    }
    Err(format!("{} has errors and cannot be judged", library.folder.display()))
}

/// The agreement with every register that one of the readings brings, so that one reading of the
/// files serves them all.
fn with_registers<'a>(
    standard: &Agreement,
    readings: impl Iterator<Item = &'a Agreement>,
) -> Agreement {
    let mut union = standard.clone();
    for agreement in readings {
        for (name, register) in &agreement.registers {
            union.registers.entry(name.clone()).or_insert_with(|| register.clone());
        }
        for (name, fact) in &agreement.facts {
            union.facts.entry(name.clone()).or_insert_with(|| fact.clone());
        }
    }
    union
}
