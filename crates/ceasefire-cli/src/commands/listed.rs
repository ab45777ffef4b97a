//! `ceasefire listed`

use super::known::{KnownActors, no_actor};
use super::{Done, Format, Stop};
use crate::console::Console;
use ceasefire_facts::bearers;
use ceasefire_files::SetAside;
use ceasefire_registers::{
    About, Designation, Register, Snapshot, Sources, read_designations, shipped,
};
use jiff::civil::Date;
use std::fs;
use std::path::PathBuf;

/// Say whether a name or an entry was on a list on a day: yes, no or unknown, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire listed \"Jabhat al-Nusrah\" --on 2016-02-27
  ceasefire listed QDe.137 --intervals --snapshot un_2016.xml --snapshot un_2017.xml
  ceasefire listed \"Group A\" --list party-q.own-list --rows docs/examples/designations.csv --on 2016-03-01
  ceasefire listed --facts --actor jabhat-al-nusra --snapshot un_2016.xml > facts-listed.jsonl

A national list and a party's own list come through the same door: --rows brings them, --list says
which is asked. A copy of the Security Council's list that does not say when it was made has its day
before it: --snapshot 2016-02-29=list.xml.")]
pub(crate) struct Listed {
    /// A name as the list writes it, or the reference of an entry
    #[arg(required_unless_present = "facts", conflicts_with = "facts")]
    name: Option<String>,
    /// The day
    #[arg(long, value_name = "DAY", required_unless_present_any = ["intervals", "facts"])]
    on: Option<Date>,
    /// The list
    #[arg(long, default_value = "un.sc-terrorist")]
    list: String,
    /// Rows of designations of your own, JSON Lines or CSV
    #[arg(long, value_name = "FILE")]
    rows: Vec<PathBuf>,
    /// All intervals, of the entry and of each of its names
    #[arg(long)]
    intervals: bool,
    /// Write facts for `ceasefire judge --facts`, about actors of the registries
    #[arg(long, conflicts_with_all = ["on", "intervals"])]
    facts: bool,
    /// An actor to write facts about; without it, all of whom the list speaks
    #[arg(long, value_name = "ID")]
    actor: Vec<String>,
    /// Who is named as the publisher of the facts; the list by itself
    #[arg(long)]
    publisher: Option<String>,
    #[command(flatten)]
    known: KnownActors,
    /// `text`, or `json` for one answer or interval a line
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "facts")]
    format: Format,
}

impl Listed {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        if !self.facts && (!self.actor.is_empty() || self.publisher.is_some()) {
            let reason = "`--actor` and `--publisher` are about facts; ask for them with `--facts`";
            return Err(Stop::Unable(reason.to_owned()));
        }
        let mut aside = Vec::new();
        let rows = self.rows(&mut aside)?;
        for row in &aside {
            console.note(&format!("set aside: {row}"));
        }
        let snapshots = self.known.snapshots()?;
        for row in snapshots.iter().flat_map(|one| &one.aside) {
            console.note(&format!("set aside: {row}"));
        }
        // Copies of the Council's list say nothing of other lists; they still bring names of actors.
        let of_council = self.list.starts_with("un.");
        let counted = if of_council { snapshots.as_slice() } else { &[] };
        let sources = Sources { snapshots: counted, rows: &rows, ..Sources::default() };
        let register = Register::new(&self.list, sources);
        match &self.name {
            Some(name) => self.answer(name, &register, console),
            None => self.write_facts(&register, &snapshots, console)?,
        }
        Ok(aside.is_empty())
    }

    fn rows(&self, aside: &mut Vec<SetAside>) -> Result<Vec<Designation>, Stop> {
        let mut rows = shipped();
        for path in &self.rows {
            let shown = path.display().to_string();
            let bytes = fs::read(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
            rows.extend(read_designations(&shown, &bytes, aside));
        }
        Ok(rows)
    }

    fn answer(&self, name: &str, register: &Register, console: &mut Console) {
        if self.intervals {
            for subject in register.subjects(name) {
                match self.format {
                    Format::Text => console.line(&subject.to_string()),
                    Format::Json => {
                        for line in subject.json(&self.list) {
                            console.line(&line.to_string());
                        }
                    }
                }
            }
        }
        if let Some(day) = self.on {
            let told = register.ask(name, day);
            console.line(&match self.format {
                Format::Text => {
                    format!("{name} on {day}: {} — {}", told.answer.word(), told.reason)
                }
                Format::Json => register.told_as_json(name, day, &told).to_string(),
            });
        }
    }

    fn write_facts(
        &self,
        register: &Register,
        snapshots: &[Snapshot],
        console: &mut Console,
    ) -> Result<(), Stop> {
        let registry = self.known.registry_with(snapshots)?;
        if let Some(unknown) = self.actor.iter().find(|id| registry.actor(id).is_none()) {
            return Err(no_actor(&registry, unknown));
        }
        let about = register.about(&bearers(&registry));
        let wanted: Vec<&About<'_>> = about
            .iter()
            .filter(|one| {
                if self.actor.is_empty() {
                    one.known
                } else {
                    self.actor.iter().any(|id| id == one.actor)
                }
            })
            .collect();
        for one in &wanted {
            console.note(&format!("note: {}", one.note()));
        }
        let publisher = self.publisher.as_deref().unwrap_or(&self.list);
        console.out(&register.facts_about(publisher, &wanted));
        Ok(())
    }
}
