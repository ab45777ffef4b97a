//! `ceasefire listed`

use super::Done;
use crate::console::Console;
use ceasefire_registers::{Answer, Register, Sources, read_designations, read_snapshot, shipped};
use jiff::civil::Date;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::PathBuf;

/// Say whether a name or an entry was on a list on a day: yes, no or unknown, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ceasefire listed \"Jabhat al-Nusrah\" --on 2016-02-27
  ceasefire listed QDe.137 --on 2014-05-01
  ceasefire listed QDe.137 --snapshot un_2016.xml --snapshot un_2017.xml --intervals
  ceasefire listed group-a --list party.own-list --rows ours.csv --on 2016-03-01")]
pub(crate) struct Listed {
    /// A name as the list writes it, or the reference of an entry
    name: String,
    /// The day
    #[arg(long, required_unless_present = "intervals")]
    on: Option<Date>,
    /// The list
    #[arg(long, default_value = "un.sc-terrorist")]
    list: String,
    /// Dated copies of the Security Council's list, XML
    #[arg(long)]
    snapshot: Vec<PathBuf>,
    /// Rows of designations of your own, JSON Lines or CSV
    #[arg(long)]
    rows: Vec<PathBuf>,
    /// All intervals, and not one day's answer
    #[arg(long)]
    intervals: bool,
}

impl Listed {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let mut rows = shipped();
        let mut aside = Vec::new();
        for path in &self.rows {
            let bytes = fs::read(path)
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            rows.extend(read_designations(&path.display().to_string(), &bytes, &mut aside));
        }
        for row in &aside {
            console.note(&format!("set aside: {row}"));
        }
        let mut snapshots = Vec::new();
        for path in &self.snapshot {
            let shown = path.display().to_string();
            let file = File::open(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
            let read = read_snapshot(&shown, BufReader::new(file));
            snapshots.push(read.map_err(|error| error.to_string())?);
        }
        let sources = Sources { snapshots: &snapshots, rows: &rows, ..Sources::default() };
        let register = Register::new(&self.list, sources);
        if self.intervals {
            for stretch in register.stretches(&self.name) {
                let day = |day: Option<Date>| day.map_or("…".to_owned(), |day| day.to_string());
                console.line(&format!(
                    "{} to {}: {} — {}",
                    day(stretch.from),
                    day(stretch.until),
                    word(stretch.answer),
                    stretch.reason
                ));
            }
        }
        if let Some(day) = self.on {
            let told = register.ask(&self.name, day);
            console.line(&format!(
                "{} on {day}: {} — {}",
                self.name,
                word(told.answer),
                told.reason
            ));
        }
        Ok(aside.is_empty())
    }
}

fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "listed",
        Answer::No => "not listed",
        Answer::Unknown => "unknown",
    }
}
