//! A table on its way to acts, row after row, whatever the file's form.

use crate::account::Account;
use crate::act::{Act, Experts, Row, Wrong, act, time};
use crate::aside::SetAside;
use crate::bound::Bound;
use crate::dates::At;
use crate::naming::{AsReported, Naming};
use crate::open::{Wanted, open};
use crate::placing::{Placing, Unplaced};
use crate::profile::Profile;
use crate::rows::{Rows, Unread};
use csv::StringRecord;
use jiff::civil::Date;
use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Read};

/// A table on its way to acts.
pub struct Import<'p> {
    rows: Box<dyn Rows + 'p>,
    row: StringRecord,
    /// Rows that were looked at already.
    ahead: VecDeque<Result<StringRecord, Ahead>>,
    /// The profile bound to the heading; or to each width that occurs, for tables without one.
    bound: Vec<Bound<'p>>,
    profile: &'p Profile,
    experts: Experts<'p>,
    days: Days,
    account: Account,
    ended: bool,
}

/// The days that are asked for, both included. Without one there is no end on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days {
    /// The first.
    pub from: Option<Date>,
    /// The last.
    pub until: Option<Date>,
}

impl Days {
    /// Whether an act at that time may lie within.
    fn touch(self, at: At) -> bool {
        let (first, last) = at.days();
        self.from.is_none_or(|from| from <= last) && self.until.is_none_or(|until| first <= until)
    }
}

/// A table that cannot be read at all.
#[derive(Debug)]
pub enum ImportError {
    /// The file cannot be read.
    Unreadable(io::Error),
    /// It has no heading, or is empty.
    Empty,
    /// Its headings are no publisher's that is known.
    Unknown(Vec<String>),
    /// Columns that the profile cannot do without are not in the table.
    Lacks {
        /// The profile.
        profile: String,
        /// Those columns.
        columns: Vec<String>,
        /// The headings that the table has.
        headings: Vec<String>,
    },
    /// It holds no acts, and the profile says why.
    Refused(String),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "the table cannot be read: {error}"),
            Self::Empty => f.write_str("the table is empty: it has no heading and no row"),
            Self::Unknown(headings) => write!(
                f,
                "no mapping profile fits these headings: {}; name one with --profile{}",
                some(headings),
                one_column(headings)
            ),
            Self::Lacks { profile, columns, headings } => write!(
                f,
                "the profile `{profile}` needs the columns {}, and the table has {}{}",
                some(columns),
                some(headings),
                one_column(headings)
            ),
            Self::Refused(why) => f.write_str(why),
        }
    }
}

/// The first few headings.
fn some(headings: &[String]) -> String {
    let some: Vec<&str> = headings.iter().take(8).map(String::as_str).collect();
    some.join(", ")
}

/// A hint for a table that seems to have a single column.
fn one_column(headings: &[String]) -> &'static str {
    match headings {
        [_] => {
            "\nhelp: this looks like one column; a profile may say what parts the cells: `delimiter = \";\"`"
        }
        _ => "",
    }
}

impl std::error::Error for ImportError {}

impl<'p> Import<'p> {
    /// Opens a table. Without a profile of its own, the first of `profiles` whose marks it has.
    pub fn open(
        file: impl Read + 'p,
        profiles: &'p [Profile],
        named: Option<&'p Profile>,
    ) -> Result<Self, ImportError> {
        Self::open_sheet(file, None, profiles, named)
    }

    /// Opens a table in a workbook, from the sheet of that name. Without a name it is the first
    /// sheet with a heading that a profile knows; what stands above the heading is left out.
    pub fn open_sheet(
        file: impl Read + 'p,
        sheet: Option<&str>,
        profiles: &'p [Profile],
        named: Option<&'p Profile>,
    ) -> Result<Self, ImportError> {
        let parted_by = named.and_then(|profile| profile.delimiter).map(u8::try_from);
        let parted_by = parted_by.and_then(Result::ok);
        let known = |headings: &[String]| match named {
            Some(profile) => profile.fits(headings) || profile.reads(headings),
            None => profiles.iter().any(|profile| profile.fits(headings)),
        };
        let (first, mut rows) = open(file, &Wanted { known: &known, sheet, parted_by })?;
        let headings: Vec<String> = first.iter().map(|cell| cell.trim().to_owned()).collect();
        let found = named.or_else(|| profiles.iter().find(|profile| profile.fits(&headings)));
        let Some(profile) = found else { return Err(ImportError::Unknown(headings)) };
        if let Some(why) = &profile.refused {
            return Err(ImportError::Refused(why.clone()));
        }
        // Without a heading the first row is a row like any other.
        let bare = !profile.is_marked(&headings) && profile.layout(headings.len()).is_some();
        let mut bound = if bare {
            each_layout(profile, headings.len())?
        } else {
            vec![bind(profile, headings)?]
        };
        let mut ahead = VecDeque::new();
        ahead.extend(bare.then_some(Ok(first)));
        look_ahead(&mut *rows, &mut ahead);
        for bound in &mut bound {
            bound.settle(&ahead);
        }
        let lacking = bound.first_mut().map(|bound| std::mem::take(&mut bound.lacking));
        let mut account = Account { lacking: lacking.unwrap_or_default(), ..Account::default() };
        account.letters(rows.letters());
        let experts = Experts { naming: &AsReported, placing: &Unplaced };
        let days = Days::default();
        let row = StringRecord::new();
        Ok(Self { rows, row, ahead, bound, profile, experts, days, account, ended: false })
    }

    /// Asks `naming` who is meant by the names in the table.
    #[must_use]
    pub fn naming(mut self, naming: &'p dyn Naming) -> Self {
        self.experts.naming = naming;
        self
    }

    /// Asks `placing` where the places are that the table only names.
    #[must_use]
    pub fn placing(mut self, placing: &'p dyn Placing) -> Self {
        self.experts.placing = placing;
        self
    }

    /// Takes the acts that may lie within these days.
    #[must_use]
    pub fn within(mut self, days: Days) -> Self {
        self.days = days;
        self
    }

    /// The headings of the table.
    pub fn headings(&self) -> &[String] {
        self.bound.first().map_or(&[], |bound| &bound.headings)
    }

    /// The profile by which it is read.
    pub fn profile(&self) -> &'p Profile {
        self.profile
    }

    /// Which part of the file is read, where it is not all of it: the sheet and the heading's row.
    pub fn part(&self) -> Option<&str> {
        self.rows.told()
    }

    /// What became of the rows so far.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The next act, or the next row that is none; nothing at the end.
    pub fn read(&mut self) -> Option<Result<Act<'_>, SetAside>> {
        let (bound, at) = match self.next_row()? {
            Ok(found) => found,
            Err(aside) => {
                self.account.put_aside(&aside);
                return Some(Err(aside));
            }
        };
        let row = Row { bound: self.bound.get(bound)?, cells: &self.row };
        match act(row, at, self.experts) {
            Ok(act) => {
                self.account.acts += 1;
                self.account.left_out += u64::from(act.lacks_something());
                Some(Ok(act))
            }
            Err(wrong) => {
                let aside = aside(row, wrong);
                self.account.put_aside(&aside);
                Some(Err(aside))
            }
        }
    }

    /// Reads on to a row that may be an act of the days asked for: which binding it goes by, and
    /// when it was.
    fn next_row(&mut self) -> Option<Result<(usize, At), SetAside>> {
        while !self.ended {
            if let Err(unread) = self.next_cells() {
                return Some(Err(unread));
            }
            if self.ended {
                break;
            }
            if no_act(&self.row) {
                self.account.headings += 1;
                continue;
            }
            let Some(number) = self.binding() else {
                let told =
                    format!("the row has other columns than the heading ({})", self.row.len());
                return Some(Err(whole(&self.row, told)));
            };
            let row = Row { bound: self.bound.get(number)?, cells: &self.row };
            let time = unlike_twins(row).and_then(|()| time(row));
            match time {
                Err(wrong) => return Some(Err(aside(row, wrong))),
                Ok(at) if self.days.touch(at) => return Some(Ok((number, at))),
                Ok(_) => self.account.outside += 1,
            }
        }
        None
    }

    /// Reads the next cells into `row`, and counts them; `ended` says that there are none.
    fn next_cells(&mut self) -> Result<(), SetAside> {
        let read = match self.ahead.pop_front() {
            Some(Ok(row)) => {
                self.row = row;
                Ok(true)
            }
            Some(Err(Ahead { row, unread })) => {
                self.row = row;
                Err(unread)
            }
            None => {
                // What a reader leaves here behind an error is the row that it could not read.
                self.row.clear();
                self.rows.read(&mut self.row)
            }
        };
        self.account.letters(self.rows.letters());
        match read {
            Ok(true) => self.account.rows += 1,
            Ok(false) => self.ended = true,
            Err(Unread { line, reason, ends }) => {
                self.account.rows += 1;
                self.ended = ends;
                let aside = whole(&self.row, reason);
                return Err(SetAside { line, ..aside });
            }
        }
        Ok(())
    }

    /// The binding for a row of this width; none if cells are missing or to spare.
    fn binding(&self) -> Option<usize> {
        let width = self.row.len();
        let fits = |bound: &Bound<'_>| bound.headings.len() == width;
        let found = self.bound.iter().position(fits);
        let spare = || {
            let own = self.headings().len();
            width > own && self.row.iter().skip(own).all(|cell| cell.trim().is_empty())
        };
        found.or_else(|| spare().then_some(0))
    }
}

fn bind(profile: &Profile, headings: Vec<String>) -> Result<Bound<'_>, ImportError> {
    Bound::new(profile, headings.clone()).map_err(|columns| ImportError::Lacks {
        profile: profile.name.clone(),
        columns,
        headings,
    })
}

/// A binding for each width that the profile knows. The table's own stands first: rows set aside go
/// under its headings.
fn each_layout(profile: &Profile, width: usize) -> Result<Vec<Bound<'_>>, ImportError> {
    let (own, others): (Vec<_>, Vec<_>) =
        profile.layouts.iter().partition(|layout| layout.len() == width);
    own.into_iter().chain(others).map(|layout| bind(profile, layout.clone())).collect()
}

/// How many rows are looked at before the first is told.
const AHEAD: usize = 500;
/// How many bytes of them.
const AHEAD_BYTES: usize = 4 << 20;

/// A row that could not be read, and what there is of it.
struct Ahead {
    row: StringRecord,
    unread: Unread,
}

/// Reads the first rows, to see how dates are written. They are few, but may be long.
fn look_ahead(rows: &mut dyn Rows, ahead: &mut VecDeque<Result<StringRecord, Ahead>>) {
    let mut bytes = 0;
    while ahead.len() < AHEAD && bytes < AHEAD_BYTES {
        let mut row = StringRecord::new();
        match rows.read(&mut row) {
            Ok(false) => return,
            Ok(true) => {
                bytes += row.as_slice().len();
                ahead.push_back(Ok(row));
            }
            Err(unread) => {
                let ends = unread.ends;
                ahead.push_back(Err(Ahead { row, unread }));
                if ends {
                    return;
                }
            }
        }
    }
}

/// A heading that stands twice is no trouble where both columns say the same.
fn unlike_twins(row: Row<'_>) -> Result<(), Wrong> {
    for (one, other) in &row.bound.twins {
        if row.get(Some(*one)) != row.get(Some(*other)) {
            let reason = "the heading stands twice, and the two columns say different things";
            return Err(Wrong { column: Some(*one), reason: reason.to_owned() });
        }
    }
    Ok(())
}

fn aside(row: Row<'_>, wrong: Wrong) -> SetAside {
    let column = row.bound.heading(wrong.column).to_owned();
    SetAside { column, ..whole(row.cells, wrong.reason) }
}

/// A row that is set aside as a whole.
fn whole(row: &StringRecord, reason: String) -> SetAside {
    SetAside {
        line: row.position().map_or(0, csv::Position::line),
        column: String::new(),
        reason,
        cells: row.iter().map(str::to_owned).collect(),
    }
}

/// Rows of tags for machines (`#date+start`), and blank ones.
fn no_act(cells: &StringRecord) -> bool {
    cells.iter().map(str::trim).all(|cell| cell.is_empty() || cell.starts_with('#'))
}
