//! What `judge`, `explain`, `ask` and `diff` read: an agreement, acts, facts, readings, a profile.

use super::Stop;
use crate::console::Console;
use accord_check::model::{Agreement, Instant};
use accord_check::{Checked, render, zone};
use accord_judge::{Facts, Judge};
use ceasefire_facts::{Gathered, Sources};
use ceasefire_files::{
    Further, Library, ReadingError, Readings, Reports, STANDARD, Texts, interval,
};
use ceasefire_findings::{Judging, Review};
use ceasefire_ledger::Moment;
use ceasefire_workspace::{Workspace, among, further};
use std::path::{Path, PathBuf};

/// Fewer acts are judged before a reader could follow how far it has come.
const WORTH_WATCHING: usize = 2_000;

/// Arguments that several commands share.
#[derive(Debug, clap::Args)]
pub(crate) struct Inputs {
    /// The folder of the agreement
    agreement: PathBuf,
    /// Files of acts (JSON Lines, CSV or Parquet), folders with files named acts…, facts…, bulletins…, lines…,
    /// designations…, or workspaces: the acts and facts of their ledgers
    #[arg(required = true)]
    acts: Vec<PathBuf>,
    /// A file of facts: acceptances, lists, alliances, control of places; may be given again
    #[arg(long, value_name = "FILE")]
    facts: Vec<PathBuf>,
    /// A map of lines and areas (GeoJSON, GeoPackage, shapefile): distances and inside or outside follow from where
    /// acts were
    #[arg(long, value_name = "FILE")]
    lines: Vec<PathBuf>,
    /// Rows of designations: who was on which list when
    #[arg(long, value_name = "FILE")]
    designations: Vec<PathBuf>,
    /// A dated copy of the Security Council's list
    #[arg(long, value_name = "[DAY=]XML")]
    snapshot: Vec<String>,
    /// A registry of actors, beside the shipped ones: by which names and references lists speak of them
    #[arg(long, value_name = "TOML")]
    registry: Vec<PathBuf>,
    /// Readings, parted by commas; `standard` is the agreement as coded
    #[arg(long, value_delimiter = ',', default_value = STANDARD)]
    pub(crate) reading: Vec<String>,
    /// What is presumed where nothing is on record; `none` takes every presumption away
    #[arg(long, default_value = "working")]
    pub(crate) profile: String,
    /// Leave out what became known later than this day
    #[arg(long, value_name = "DAY")]
    known_on: Option<String>,
    /// Stop with exit code 1 if a row had to be set aside
    #[arg(long)]
    strict: bool,
}

/// What was read.
pub(crate) struct Given {
    pub(crate) library: Library,
    pub(crate) readings: Readings,
    pub(crate) reports: Reports,
    pub(crate) facts: Facts,
    profile: String,
}

impl Inputs {
    /// Reads everything. Rows set aside are listed on standard error.
    pub(crate) fn read(&self, console: &mut Console) -> Result<Given, Stop> {
        let given = self.read_under(&self.agreement, &self.reading, None, console)?;
        for note in given.notes() {
            console.note(&note);
        }
        self.accept(given)
    }

    /// Reads the same acts and facts under another version of the agreement. What was said when
    /// they were read under this one is not said again.
    pub(crate) fn read_against(
        &self,
        folder: &Path,
        this: &Given,
        console: &mut Console,
    ) -> Result<Given, Stop> {
        let reading = [this.first().0.to_owned()];
        let given = self.read_under(folder, &reading, None, console)?;
        let said = this.notes();
        for note in given.notes().iter().filter(|note| !said.contains(note)) {
            console.note(&format!("under {}: {note}", folder.display()));
        }
        self.accept(given)
    }

    /// The same acts and facts, as they were known on an earlier day. A ledger is asked anew: what was
    /// corrected since then stands as it stood.
    pub(crate) fn read_as_known(
        &self,
        day: &String,
        this: &Given,
        console: &mut Console,
    ) -> Result<Given, Stop> {
        let reading = [this.first().0.to_owned()];
        self.read_under(&self.agreement, &reading, Some(("--then-known-on", day)), console)
    }

    fn accept(&self, given: Given) -> Result<Given, Stop> {
        match given.reports.aside.len() {
            rows if self.strict && rows > 0 => {
                let rows = super::count(rows, "row");
                Err(Stop::Look(format!("{rows} set aside, and --strict was asked for")))
            }
            _ => Ok(given),
        }
    }

    pub(crate) fn agreement(&self) -> &Path {
        &self.agreement
    }

    pub(crate) fn known_on(&self) -> Option<&str> {
        self.known_on.as_deref()
    }

    fn read_under(
        &self,
        folder: &Path,
        readings: &[String],
        earlier: Option<(&str, &String)>,
        console: &mut Console,
    ) -> Result<Given, Stop> {
        let library = Library::open(folder)?;
        let readings = sound(Readings::ask(&library, readings), &library, console)?;
        readings.has_profile(&self.profile)?;
        let agreement = readings.together();
        let known_on = day("--known-on", self.known_on.as_ref(), &agreement)?;
        let known_then = match earlier {
            Some((argument, text)) => day(argument, Some(text), &agreement)?,
            None => None,
        };
        let known = [known_on, known_then].into_iter().flatten().min();
        let (workspaces, acts) = among(&self.acts)?;
        let ledgers = ledgers(&workspaces, known, &agreement, console)?;
        let mut gathered = Gathered::read(&self.sources(&acts, &ledgers), &agreement)?;
        if let Some(at) = known {
            gathered = gathered.known_on(at, &agreement);
        }
        let Gathered { reports, facts } = gathered;
        Ok(Given { library, readings, reports, facts, profile: self.profile.clone() })
    }

    /// Where acts and facts come from, where all of it is files.
    pub(crate) fn files(&self) -> Result<Sources<'_>, Stop> {
        let (workspaces, _) = among(&self.acts)?;
        match workspaces.first() {
            None => Ok(self.sources(&self.acts, &[])),
            Some(one) => Err(Stop::Unable(format!(
                "{} is a workspace, and a bulletin is made from files: write its acts and facts to files first",
                one.folder().display()
            ))),
        }
    }

    /// Where acts and facts come from.
    fn sources<'s>(&'s self, acts: &'s [PathBuf], further: &'s [Further]) -> Sources<'s> {
        Sources {
            acts,
            further,
            facts: &self.facts,
            lines: &self.lines,
            designations: &self.designations,
            snapshots: &self.snapshot,
            registries: &self.registry,
        }
    }
}

impl Given {
    /// What a reader should know before the results, a line each.
    fn notes(&self) -> Vec<String> {
        let broken = self.readings.broken.iter();
        let broken = broken
            .map(|name| format!("note: the reading `{name}` has errors; see `ceasefire check`"));
        let notes = self.reports.notes.iter().map(|note| format!("note: {note}"));
        let aside = self.reports.aside.iter().map(|aside| format!("set aside: {aside}"));
        broken.chain(notes).chain(aside).collect()
    }

    /// All of it, as one judging.
    pub(crate) fn judging(&self) -> Judging<'_> {
        Judging {
            family: &self.library.family,
            readings: &self.readings,
            reports: &self.reports,
            facts: &self.facts,
            profile: &self.profile,
        }
    }

    /// A judge for one of the readings.
    pub(crate) fn judge<'g>(&'g self, checked: &'g Checked) -> Judge<'g> {
        self.judging().judge(checked)
    }

    /// All findings under one reading.
    pub(crate) fn review(&self, name: &str, judge: &Judge<'_>, console: &Console) -> Review {
        let acts = &self.reports.acts;
        if acts.len() < WORTH_WATCHING {
            return Review::new(name, judge, acts);
        }
        let progress = console.progress("judged", acts.len());
        Review::watched(name, judge, acts, &|acts| progress.more(acts))
    }

    /// The first reading that was asked for; there is always one.
    pub(crate) fn first(&self) -> (&str, &Checked) {
        match self.readings.asked.first() {
            Some((name, checked)) => (name, checked),
            None => (STANDARD, &self.readings.standard),
        }
    }
}

/// What the ledgers of workspaces hold, as known at a time.
fn ledgers(
    workspaces: &[Workspace],
    known: Option<Instant>,
    agreement: &Agreement,
    console: &mut Console,
) -> Result<Vec<Further>, Stop> {
    let mut out = Vec::new();
    for workspace in workspaces {
        if let Some(warning) = workspace.warning() {
            console.note(&format!("warning: {warning}"));
        }
        let civil = |at: Moment| zone::show(at.0, &agreement.zone);
        out.extend(further(workspace, known.map(Moment), civil)?);
    }
    Ok(out)
}

/// The end of a day that was given as an argument.
pub(crate) fn day(
    argument: &str,
    text: Option<&String>,
    agreement: &Agreement,
) -> Result<Option<i64>, Stop> {
    let Some(text) = text else { return Ok(None) };
    let (_, end) = interval(text, agreement).map_err(|error| format!("{argument}: {error}"))?;
    Ok(Some(end))
}

/// The official texts at hand, with a note where they are not as they were pinned.
pub(crate) fn official(
    library: &Library,
    agreement: &Agreement,
    console: &mut Console,
) -> Result<Texts, Stop> {
    let texts = Texts::beside(library, agreement)?;
    if texts.have_changed(&library.family) {
        console.note("note: official words are not as text.lock pins them; see `ceasefire check`");
    }
    Ok(texts)
}

/// What was read, or the diagnostics on standard error.
pub(crate) fn sound<T>(
    read: Result<T, ReadingError>,
    library: &Library,
    console: &mut Console,
) -> Result<T, Stop> {
    if let Err(ReadingError::Broken(_, diagnostics)) = &read {
        for diagnostic in diagnostics {
            console.note(&render(diagnostic, &library.family.sources, console.colour_notes));
        }
    }
    Ok(read?)
}
