//! A first mapping profile for a table that nobody knows, as commented TOML for a person to finish.
//!
//! The first thousand rows are looked at, and each line of the sketch carries its reason. What the
//! rows do not decide is said and left open: a day that may be dd/mm or mm/dd has no form, two
//! columns with actors are both candidates, a code has no meaning until somebody gives it one. So
//! a sketch never infers what a profile may not.
//!
//! It leaves out what the publisher's codebook says. Nobody but a reader of it can finish a sketch.

mod column;
mod roles;

use crate::account::Account;
use crate::act::Act;
use crate::aside::SetAside;
use crate::intake::IntakeError;
use crate::open::{Wanted, open};
use crate::profile::{Profile, ProfileError};
use crate::table::{Import, ImportError};
use column::{Column, number};
use csv::StringRecord;
use roles::Roles;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Rows that are looked at.
pub const LOOKED_AT: usize = 1_000;

/// Rows that are shown as acts.
pub const SHOWN: usize = 5;

/// A proposed profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// Commented TOML, which [`Profile::read`] reads as it stands.
    pub toml: String,
}

/// What comes of the first rows of a table by a sketched profile.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The first acts, at most [`SHOWN`], each as a line of JSON.
    pub acts: Vec<String>,
    /// The first rows set aside, at most [`SHOWN`].
    pub aside: Vec<SetAside>,
    /// What became of the first [`LOOKED_AT`] rows.
    pub account: Account,
}

impl Sketch {
    /// Looks at the beginning of a table; of a workbook, at the sheet of that name or the first that
    /// holds a table.
    pub fn of(file: impl Read, sheet: Option<&str>) -> Result<Self, ImportError> {
        let (first, mut rows) = open(file, &Wanted { known: &is_heading, sheet, parted_by: None })?;
        let mut sample = Vec::new();
        while sample.len() < LOOKED_AT {
            let mut row = StringRecord::new();
            match rows.read(&mut row) {
                Ok(true) => sample.push(row),
                Ok(false) => break,
                Err(unread) if unread.ends => break,
                Err(_) => {}
            }
        }
        let cells = |row: &StringRecord| row.iter().map(|cell| cell.trim().to_owned()).collect();
        let mut headings: Vec<String> = cells(&first);
        let bare = !is_heading(&headings) && first.iter().any(|cell| number(cell).is_some());
        if bare {
            sample.insert(0, first);
            headings = (1..=headings.len()).map(|at| format!("column {at}")).collect();
        }
        sample.truncate(LOOKED_AT);
        sample
            .retain(|row| !row.iter().all(|cell| cell.trim().is_empty() || cell.starts_with('#')));
        let columns = Column::all(&headings, &sample);
        Ok(Self { toml: written(&columns, sample.len(), bare) })
    }

    /// Looks at a file, and tries the sketch on its first rows.
    pub fn of_file(path: &Path, sheet: Option<&str>) -> Result<(Self, Trial), IntakeError> {
        let open = || File::open(path).map_err(|error| IntakeError::Unreadable(path.into(), error));
        let wrong = |error| IntakeError::Table(path.into(), error);
        let sketch = Self::of(open()?, sheet).map_err(wrong)?;
        let profile = sketch.profile().map_err(|error| wrong(ImportError::Refused(error.0)))?;
        let trial = Self::try_on(open()?, sheet, &profile).map_err(wrong)?;
        Ok((sketch, trial))
    }

    /// The sketch as a profile.
    pub fn profile(&self) -> Result<Profile, ProfileError> {
        Profile::read(&self.toml)
    }

    /// Reads the beginning of the same table by a profile.
    pub fn try_on(
        file: impl Read,
        sheet: Option<&str>,
        profile: &Profile,
    ) -> Result<Trial, ImportError> {
        let mut import = Import::open_sheet(file, sheet, &[], Some(profile))?;
        let (mut acts, mut aside) = (Vec::new(), Vec::new());
        while import.account().rows < LOOKED_AT as u64 {
            match import.read() {
                Some(Ok(act)) if acts.len() < SHOWN => acts.extend(as_written(&act)),
                Some(Err(row)) if aside.len() < SHOWN => aside.push(row),
                Some(_) => {}
                None => break,
            }
        }
        Ok(Trial { acts, aside, account: import.account().clone() })
    }
}

/// An act as it is written.
fn as_written(act: &Act<'_>) -> Option<String> {
    serde_json::to_string(act).ok()
}

/// Whether a row looks like a heading: several cells, most of them filled, none a number.
fn is_heading(cells: &[String]) -> bool {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let numbers = cells.iter().filter(|cell| number(cell).is_some()).count();
    filled >= 2 && filled * 2 >= cells.len() && numbers == 0
}

/// A text as TOML has it, on one line.
fn quoted(text: &str) -> String {
    // JSON escapes all that TOML wants escaped but for one letter.
    Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// A number of rows, in words.
fn rows(number: usize) -> String {
    if number == 1 { "1 row".to_owned() } else { format!("{number} rows") }
}

fn list(columns: &[&Column<'_>]) -> String {
    let names: Vec<String> = columns.iter().map(|column| quoted(column.heading)).collect();
    format!("[{}]", names.join(", "))
}

/// The profile, line by line.
fn written(columns: &[Column<'_>], rows: usize, bare: bool) -> String {
    let roles = Roles::of(columns, rows);
    let mut out = String::new();
    // What is named where nothing fits, so that the profile can be read as it stands.
    let any = columns.first().map_or("", |column| column.heading);
    // Writing to a text does not fail.
    let _ = head(&mut out, &roles, columns, rows, bare)
        .and_then(|()| source_and_id(&mut out, &roles, any))
        .and_then(|()| time(&mut out, &roles, any))
        .and_then(|()| kind_and_sides(&mut out, &roles))
        .and_then(|()| place(&mut out, &roles))
        .and_then(|()| harm(&mut out, &roles));
    out
}

fn head(
    out: &mut String,
    roles: &Roles<'_, '_>,
    columns: &[Column<'_>],
    rows: usize,
    bare: bool,
) -> std::fmt::Result {
    writeln!(
        out,
        "# A sketch from the first {}. Nothing in it is certain: read each line and its\n\
         # reason beside the publisher's codebook, and change what is wrong.\n\
         name = \"ours\"\ntitle = \"fill in: what this table is\"",
        self::rows(rows)
    )?;
    if bare {
        writeln!(
            out,
            "# The first row holds numbers, so it is taken for a row and not for the heading.\n\
             marks = []\nlayouts = [{}]",
            list(&columns.iter().collect::<Vec<_>>())
        )?;
    } else {
        writeln!(out, "# Headings that mark such a table.\nmarks = {}", list(&roles.marks()))?;
    }
    if roles.comma {
        writeln!(out, "# Degrees have a comma before their decimals.\ndecimal = \",\"")?;
    }
    let twice: Vec<&Column<'_>> = columns.iter().filter(|column| column.again).collect();
    if !twice.is_empty() {
        let names = list(&twice);
        writeln!(out, "# These headings stand twice, and only the first of each is read: {names}")?;
    }
    writeln!(
        out,
        "\n# Left out of the acts: sentences that are somebody else's, names of people."
    )?;
    if roles.leave.is_empty() {
        writeln!(out, "leave = []")?;
    } else {
        writeln!(out, "leave = [")?;
    }
    for (column, reason) in &roles.leave {
        writeln!(out, "    {}, # {reason}", quoted(column.heading))?;
    }
    if !roles.leave.is_empty() {
        writeln!(out, "]")?;
    }
    let notes = roles.notes(columns);
    if !notes.is_empty() {
        writeln!(out, "# Kept as notes, since no line here names them: {}", list(&notes))?;
    }
    Ok(())
}

fn source_and_id(out: &mut String, roles: &Roles<'_, '_>, any: &str) -> std::fmt::Result {
    writeln!(out, "\n[source]\npublisher = \"fill in: who published this table\"")?;
    if let Some((column, reason)) = &roles.url {
        writeln!(out, "url = {} # {reason}", quoted(column.heading))?;
    }
    if let Some((column, reason)) = &roles.seen {
        writeln!(out, "seen = {} # {reason}", quoted(column.heading))?;
    }
    writeln!(out, "\n[id]")?;
    match &roles.id {
        Some((column, reason)) => {
            writeln!(out, "columns = [{}] # {reason}", quoted(column.heading))?;
        }
        None => writeln!(
            out,
            "# No column is filled and different in every row. Without an id of its own an act\n\
             # replaces the one before: give the table a column with one.\ncolumns = [{}]",
            quoted(roles.id_perhaps.map_or(any, |column| column.heading))
        )?,
    }
    writeln!(out, "prefix = \"ours:\"")
}

fn time(out: &mut String, roles: &Roles<'_, '_>, any: &str) -> std::fmt::Result {
    writeln!(out, "\n[time]")?;
    if let Some((column, reason)) = &roles.first {
        writeln!(out, "first = {} # {reason}", quoted(column.heading))?;
    } else {
        writeln!(out, "# No column holds days in a form that is known here. Fill in which does.")?;
        for (column, reason) in &roles.perhaps_days {
            writeln!(out, "# {}: {reason}", quoted(column.heading))?;
        }
        let perhaps = roles.perhaps_days.first().map_or(any, |(column, _)| column.heading);
        writeln!(out, "first = {}", quoted(perhaps))?;
    }
    if let Some((column, reason)) = &roles.last {
        writeln!(out, "last = {} # {reason}", quoted(column.heading))?;
    }
    for (field, clock) in ["clock", "clock_last"].into_iter().zip(&roles.clocks) {
        if let Some((column, reason)) = clock {
            writeln!(out, "{field} = {} # {reason}", quoted(column.heading))?;
        }
    }
    for open in &roles.open_forms {
        writeln!(out, "# {open}")?;
    }
    let forms: Vec<String> = roles.forms.iter().map(|form| quoted(form)).collect();
    writeln!(out, "forms = [{}]", forms.join(", "))?;
    for column in &roles.time_codes {
        writeln!(
            out,
            "# How exact a day is, it seems. Say of each code whether it is given, week, month or year:\n\
             # exactness = {}\n# codes = {{ \"…\" = \"given\" }} # {}",
            quoted(column.heading),
            column.counts()
        )?;
    }
    Ok(())
}

fn kind_and_sides(out: &mut String, roles: &Roles<'_, '_>) -> std::fmt::Result {
    writeln!(out, "\n[kind]")?;
    match &roles.kind {
        Some((column, reason)) => {
            writeln!(out, "column = {} # {reason}", quoted(column.heading))?;
            writeln!(
                out,
                "\n# Which of these are acts of a kind that a clause is about, such as attack? The rest keep\n\
                 # their own word.\n[kind.words]"
            )?;
            for (word, rows) in column.values().into_iter().take(40) {
                writeln!(out, "# {} = \"…\" # {}", quoted(word), self::rows(rows))?;
            }
        }
        None => writeln!(
            out,
            "# No column looks like a kind of act. No clause is about this word until it is changed.\n\
             default = \"report\""
        )?,
    }
    if roles.sides.is_empty() {
        return writeln!(out, "\n# No column looks like an author or a target.");
    }
    writeln!(
        out,
        "\n# All of them are candidate authors: nothing here says who attacked whom. Only where the\n\
         # publisher's codebook does may a column go into `on` instead.\n[[sides]]\nby = ["
    )?;
    for (column, reason) in &roles.sides {
        writeln!(out, "    {}, # {reason}", quoted(column.heading))?;
    }
    writeln!(out, "]")?;
    match &roles.parted_by {
        Some((mark, rows)) => writeln!(
            out,
            "parted_by = {} # {rows} of their cells hold it, so some hold several names",
            quoted(mark)
        ),
        None => Ok(()),
    }
}

fn place(out: &mut String, roles: &Roles<'_, '_>) -> std::fmt::Result {
    writeln!(out, "\n[place]")?;
    if let Some((column, reason)) = &roles.place {
        writeln!(out, "name = {} # {reason}", quoted(column.heading))?;
    }
    for told in &roles.point_told {
        writeln!(out, "# {told}")?;
    }
    if let Some((lat, lon)) = &roles.point {
        writeln!(out, "lat = {} # {}", quoted(lat.heading), lat.range())?;
        writeln!(out, "lon = {} # {}", quoted(lon.heading), lon.range())?;
    }
    for column in &roles.place_codes {
        writeln!(
            out,
            "# How exact a place is, it seems. Say of each code how many kilometres it stands for:\n\
             # exactness = {}\n# radius_km = {{ \"…\" = 5.0 }} # {}",
            quoted(column.heading),
            column.counts()
        )?;
    }
    Ok(())
}

fn harm(out: &mut String, roles: &Roles<'_, '_>) -> std::fmt::Result {
    for (field, bounds) in &roles.harm {
        writeln!(out, "\n[harm.{field}]")?;
        for (bound, column, reason) in bounds {
            writeln!(out, "{bound} = {} # {reason}", quoted(column.heading))?;
        }
    }
    if !roles.people.is_empty() {
        writeln!(out, "\n# Numbers of people of which no bound follows by itself:")?;
    }
    for (column, reason) in &roles.people {
        writeln!(out, "# {}: {reason}", quoted(column.heading))?;
    }
    Ok(())
}
