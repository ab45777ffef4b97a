//! Tables in, one file of acts out: opening, reading, setting aside, joining, and the account.
//!
//! Nothing stands under its own name before all of it is written: neither the acts nor the rows
//! set aside.

use crate::account::Account;
use crate::aside::{AsideTable, SetAside};
use crate::columns::{as_lines, is_in_columns};
use crate::merge::{Merge, MergeError, Merged};
use crate::naming::Naming;
use crate::placing::Placing;
use crate::profile::Profile;
use crate::table::{Days, Import, ImportError};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How tables are taken in.
#[derive(Clone, Copy)]
pub struct Intake<'p> {
    /// Profiles that are tried by their marks.
    pub profiles: &'p [Profile],
    /// The profile that is used whatever the marks.
    pub named: Option<&'p Profile>,
    /// The sheet of workbooks that is read; without one, the first with a heading that is known.
    pub sheet: Option<&'p str>,
    /// Who is asked who is meant by a name.
    pub naming: &'p dyn Naming,
    /// Who is asked where a place is that the table only names.
    pub placing: &'p dyn Placing,
    /// The days that are asked for.
    pub days: Days,
}

/// Where the acts go.
pub enum Out<'o> {
    /// A file whose acts are kept: JSON Lines, or Parquet where its name ends in `.parquet`.
    File(&'o Path),
    /// JSON Lines, once everything is read.
    Stream(&'o mut dyn Write),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// The tables, in their order.
    pub tables: Vec<TakenTable>,
    /// How their acts were joined to earlier ones.
    pub merged: Merged,
}

/// What came of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenTable {
    /// The file.
    pub path: PathBuf,
    /// The profile's title.
    pub title: String,
    /// Which part of the file was read, where it was not all of it.
    pub part: Option<String>,
    /// Its rows.
    pub account: Account,
    /// The table of rows set aside, where there are any.
    pub aside: Option<PathBuf>,
}

/// Why nothing was taken in. Files are as they were.
#[derive(Debug)]
pub enum IntakeError {
    /// A file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// A file holds no table that can be read.
    Table(PathBuf, ImportError),
    /// A line of the earlier file is no act.
    NoAct(PathBuf, u64),
    /// A file, or standard output without one, cannot be written.
    Unwritable(Option<PathBuf>, io::Error),
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => write!(f, "cannot read {}: {error}", path.display()),
            Self::Table(path, error) => write!(f, "{}: {error}", path.display()),
            Self::NoAct(path, line) => {
                write!(f, "{}: line {line} is no act in JSON; nothing was changed", path.display())
            }
            Self::Unwritable(Some(path), error) => {
                write!(f, "cannot write {}: {error}", path.display())
            }
            Self::Unwritable(None, error) => write!(f, "cannot write the acts: {error}"),
        }
    }
}

impl std::error::Error for IntakeError {}

impl Intake<'_> {
    /// Takes tables in. `passed` is told how many bytes more have been read.
    pub fn take(
        &self,
        tables: &[impl AsRef<Path>],
        out: Out<'_>,
        passed: &dyn Fn(u64),
    ) -> Result<Taken, IntakeError> {
        let path = match &out {
            Out::File(path) => Some(path.to_path_buf()),
            Out::Stream(_) => None,
        };
        let wrong = |error: MergeError| match (error, &path) {
            (MergeError::NoAct(line), Some(path)) => IntakeError::NoAct(path.clone(), line),
            (MergeError::NoAct(line), None) => IntakeError::NoAct(PathBuf::new(), line),
            (MergeError::Io(error), path) => IntakeError::Unwritable(path.clone(), error),
        };
        let mut merge = begin(path.as_deref()).map_err(wrong)?;
        let mut taken = Vec::new();
        let mut asides = Vec::new();
        for table in tables.iter().map(AsRef::as_ref) {
            merge.table();
            let beside = path.as_deref().unwrap_or(table);
            let aside = aside_path(beside, table, tables.len() > 1);
            let (told, kept) = self.table(table, aside, &mut merge, passed)?;
            asides.extend(told.aside.clone().zip(kept));
            taken.push(told);
        }
        let (mut joined, merged, repeated) = merge.end().map_err(wrong)?;
        for (table, repeated) in taken.iter_mut().zip(repeated) {
            table.account.acts -= repeated;
            table.account.repeated += repeated;
        }
        let written = match out {
            // The file stays as it is, to the letter.
            Out::File(_) if joined.is_earlier(&merged) => Ok(()),
            Out::File(path) if is_in_columns(path) => joined.keep_in_columns(&whole_path(path)),
            Out::File(path) => joined.keep(&whole_path(path)),
            Out::Stream(to) => joined.write(to),
        };
        written.map_err(|error| wrong(error.into()))?;
        for (path, kept) in asides {
            let persisted = kept.persist(&path);
            persisted.map_err(|error| IntakeError::Unwritable(Some(path), error.error))?;
        }
        Ok(Taken { tables: taken, merged })
    }

    /// Takes one table in; the rows set aside wait in a file of their own.
    fn table(
        &self,
        path: &Path,
        beside: PathBuf,
        merge: &mut Merge,
        passed: &dyn Fn(u64),
    ) -> Result<(TakenTable, Option<NamedTempFile>), IntakeError> {
        let file =
            File::open(path).map_err(|error| IntakeError::Unreadable(path.to_owned(), error))?;
        let file = Passing { file, passed };
        let import = Import::open_sheet(file, self.sheet, self.profiles, self.named)
            .map_err(|error| IntakeError::Table(path.to_owned(), error))?;
        let mut import = import.naming(self.naming).placing(self.placing).within(self.days);
        let headings = import.headings().to_vec();
        let mut aside = Waiting { path: &beside, headings: &headings, table: None };
        let mut line = Vec::new();
        while let Some(row) = import.read() {
            let written = match row {
                Ok(act) => {
                    line.clear();
                    act.write(&mut line)
                        .map_err(io::Error::from)
                        .and_then(|()| merge.add(&act.id, &line))
                }
                Err(row) => aside
                    .add(&row)
                    .map_err(|error| IntakeError::Unwritable(Some(beside.clone()), error))
                    .map(Ok)?,
            };
            written.map_err(|error| IntakeError::Unwritable(None, error))?;
        }
        let kept =
            aside.end().map_err(|error| IntakeError::Unwritable(Some(beside.clone()), error))?;
        let told = TakenTable {
            path: path.to_owned(),
            title: import.profile().title.clone(),
            part: import.part().map(str::to_owned),
            account: import.account().clone(),
            aside: kept.is_some().then_some(beside),
        };
        Ok((told, kept))
    }
}

/// Rows set aside, in a file that is made with the first of them.
struct Waiting<'w> {
    path: &'w Path,
    headings: &'w [String],
    table: Option<AsideTable<NamedTempFile>>,
}

impl Waiting<'_> {
    fn add(&mut self, row: &SetAside) -> io::Result<()> {
        if self.table.is_none() {
            let folder = self.path.parent().unwrap_or(Path::new("."));
            let file = crate::merge::temporary(folder)?;
            self.table = Some(AsideTable::new(self.headings, file).map_err(io::Error::from)?);
        }
        self.table.as_mut().map_or(Ok(()), |table| table.add(row)).map_err(io::Error::from)
    }

    fn end(self) -> io::Result<Option<NamedTempFile>> {
        self.table.map(AsideTable::end).transpose()
    }
}

fn begin(out: Option<&Path>) -> Result<Merge, MergeError> {
    let Some(out) = out else { return Merge::begin(None, &std::env::temp_dir()) };
    let earlier = match File::open(out) {
        Ok(file) => Some(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let whole = whole_path(out);
    let folder = whole.parent().unwrap_or(Path::new("."));
    let earlier = match earlier {
        Some(file) if is_in_columns(out) => Some(as_lines(file, folder)?),
        other => other,
    };
    Merge::begin(earlier, folder)
}

/// What a link leads to, so that the link stays one.
fn whole_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The file beside the acts; with several tables, one for each.
fn aside_path(beside: &Path, table: &Path, several: bool) -> PathBuf {
    if !several || beside == table {
        return beside.with_extension("aside.csv");
    }
    let stem = table.file_stem().unwrap_or_default().to_string_lossy();
    beside.with_extension(format!("{stem}.aside.csv"))
}

/// Tells how much has been read.
struct Passing<'p> {
    file: File,
    passed: &'p dyn Fn(u64),
}

impl Read for Passing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        (self.passed)(read as u64);
        Ok(read)
    }
}
