//! Acts from one form of file to another: JSON Lines or CSV to Parquet, and back.
//!
//! No agreement is needed, so what is looked at is the form of an act and not its meaning. JSON
//! Lines and Parquet go through an act at a time, however large the file. CSV is only read: its
//! columns cannot hold all that an act can say.

use crate::aside::{SetAside, Wrong, in_order};
use crate::columns::wrong;
use crate::reports::Unreadable;
use crate::rows::{MAX_LINE, json_row, rows};
use ceasefire_columns::{Reader, Unopened, Unwritten, Writer, fit};
use serde_json::{Map, Value};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// What a conversion came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// How many acts were written.
    pub acts: usize,
    /// The rows that were set aside.
    pub aside: Vec<SetAside>,
}

/// Why nothing was converted. A file that was there before is as it was.
#[derive(Debug)]
pub enum NotConverted {
    /// The acts cannot be read from their path.
    Unreadable(Unreadable),
    /// The file is Parquet, but not of acts, or damaged.
    Unopened(PathBuf, Unopened),
    /// The ending of a file to be read says no form.
    NoSuchForm(PathBuf),
    /// The ending of a file to be written says no form that holds all of an act.
    CannotHold(PathBuf),
    /// Both are the same file.
    Same(PathBuf),
    /// The file cannot be written; the reason.
    Unwritable(PathBuf, String),
}

impl std::fmt::Display for NotConverted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(unreadable) => unreadable.fmt(f),
            Self::Unopened(path, unopened) => {
                write!(f, "cannot read `{}`: {unopened}", path.display())
            }
            Self::NoSuchForm(path) => write!(
                f,
                "`{}` does not say in which form its acts are: its name ends in .jsonl, .csv or .parquet",
                path.display()
            ),
            Self::CannotHold(path) => write!(
                f,
                "acts are not written as `{}`: name a file that ends in .parquet or .jsonl, which hold all of an act",
                path.display()
            ),
            Self::Same(path) => write!(
                f,
                "`{}` is to be read and written; name another file to write",
                path.display()
            ),
            Self::Unwritable(path, reason) => {
                write!(f, "cannot write `{}`: {reason}", path.display())
            }
        }
    }
}

impl std::error::Error for NotConverted {}

/// Writes the acts of one file into another, in the forms that their endings say.
pub fn convert(from: &Path, to: &Path) -> Result<Converted, NotConverted> {
    let unwritable = |error: String| NotConverted::Unwritable(to.to_path_buf(), error);
    let into = ending(to).filter(|form| *form != Form::Sheet);
    let into = into.ok_or_else(|| NotConverted::CannotHold(to.to_path_buf()))?;
    let given = open(from)?;
    if is_same(from, to) {
        return Err(NotConverted::Same(from.to_path_buf()));
    }
    // Written beside and put in place at the end: half a file must not look like one.
    let mut beside = OsString::from(to);
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let done = write(from, given, into, &beside).and_then(|converted| {
        fs::rename(&beside, to).map_err(|error| Failed::To(error.to_string()))?;
        Ok(converted)
    });
    done.map_err(|failed| {
        // It may never have come to be.
        let _ = fs::remove_file(&beside);
        match failed {
            Failed::From(error) => NotConverted::Unreadable(Unreadable::new(from, error)),
            Failed::To(error) => unwritable(error),
        }
    })
}

/// On which side a conversion failed on the way.
enum Failed {
    From(io::Error),
    To(String),
}

/// The forms of a file of acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Lines,
    Sheet,
    Columns,
}

fn ending(path: &Path) -> Option<Form> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "jsonl" => Some(Form::Lines),
        "csv" => Some(Form::Sheet),
        "parquet" => Some(Form::Columns),
        _ => None,
    }
}

fn is_same(from: &Path, to: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    real(from).is_some_and(|from| real(to) == Some(from))
}

/// A row's place and its act, or why it is none.
type Given = io::Result<(usize, Result<Map<String, Value>, Wrong>)>;

/// The rows of a file, one after the other.
fn open(path: &Path) -> Result<Box<dyn Iterator<Item = Given>>, NotConverted> {
    let unreadable = |error| NotConverted::Unreadable(Unreadable::new(path, error));
    let form = ending(path).ok_or_else(|| NotConverted::NoSuchForm(path.to_path_buf()))?;
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(unreadable(io::ErrorKind::IsADirectory.into()));
    }
    Ok(match form {
        Form::Lines => Box::new(Lines { from: BufReader::new(file), line: 0, bytes: Vec::new() }),
        Form::Sheet => Box::new(sheet(&fs::read(path).map_err(unreadable)?)),
        Form::Columns => {
            let reader = Reader::open(file)
                .map_err(|error| NotConverted::Unopened(path.to_path_buf(), error))?;
            Box::new(reader.map(|(row, act)| {
                Ok((usize::try_from(row).unwrap_or(usize::MAX), act.map_err(wrong)))
            }))
        }
    })
}

fn sheet(bytes: &[u8]) -> impl Iterator<Item = Given> + use<> {
    let mut aside = Vec::new();
    let read = rows(".csv", bytes, &mut aside);
    let aside = aside.into_iter().map(|row| (row.line, Err(Wrong::new(&row.column, row.reason))));
    read.into_iter().map(|(line, row)| (line, Ok(row))).chain(aside).map(Ok)
}

/// Lines of JSON, none of which is in memory beyond the length that is read.
struct Lines {
    from: BufReader<File>,
    line: usize,
    bytes: Vec<u8>,
}

impl Lines {
    /// Reads one line, or as much of it as shows that it is too long; false at the end.
    fn read(&mut self) -> io::Result<bool> {
        self.bytes.clear();
        let most = MAX_LINE as u64 + 2;
        if self.from.by_ref().take(most).read_until(b'\n', &mut self.bytes)? == 0 {
            return Ok(false);
        }
        self.line += 1;
        if self.bytes.last() == Some(&b'\n') {
            self.bytes.pop();
        } else {
            self.from.skip_until(b'\n')?;
        }
        Ok(true)
    }
}

impl Iterator for Lines {
    type Item = Given;

    fn next(&mut self) -> Option<Given> {
        loop {
            match self.read() {
                Ok(false) => return None,
                Ok(true) => {}
                Err(error) => return Some(Err(error)),
            }
            let line = self.bytes.as_slice();
            let line = if self.line == 1 { line.strip_prefix(b"\xef\xbb\xbf") } else { None }
                .unwrap_or(line);
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Some(Ok((self.line, json_row(line))));
            }
        }
    }
}

/// Writes every act that has the form of one.
fn write(
    from: &Path,
    given: impl Iterator<Item = Given>,
    into: Form,
    to: &Path,
) -> Result<Converted, Failed> {
    let unwritable = |error: io::Error| Failed::To(error.to_string());
    let file = BufWriter::new(File::create(to).map_err(unwritable)?);
    let mut out = match into {
        Form::Columns => Out::Columns(Box::new(
            Writer::new(file).map_err(|error| Failed::To(error.to_string()))?,
        )),
        Form::Lines | Form::Sheet => Out::Lines(file),
    };
    let mut converted = Converted { acts: 0, aside: Vec::new() };
    for row in given {
        let (line, act) = row.map_err(Failed::From)?;
        let taken = match act {
            Ok(act) => out.push(&act)?,
            Err(wrong) => Err(wrong),
        };
        match taken {
            Ok(()) => converted.acts += 1,
            Err(wrong) => converted.aside.push(wrong.at(&from.display().to_string(), line)),
        }
    }
    out.finish()?;
    in_order(&mut converted.aside, 0);
    Ok(converted)
}

/// The file that is written.
enum Out {
    Lines(BufWriter<File>),
    Columns(Box<Writer<BufWriter<File>>>),
}

impl Out {
    /// Writes an act; or says why it has not the form of one.
    fn push(&mut self, act: &Map<String, Value>) -> Result<Result<(), Wrong>, Failed> {
        let taken = match self {
            Self::Lines(file) => match fit(act) {
                Ok(()) => {
                    serde_json::to_writer(&mut *file, act).map_err(io::Error::from)?;
                    file.write_all(b"\n")?;
                    Ok(())
                }
                Err(refused) => Err(refused),
            },
            Self::Columns(writer) => match writer.push(act) {
                Ok(()) => Ok(()),
                Err(Unwritten::Act(refused)) => Err(refused),
                Err(error) => return Err(error.into()),
            },
        };
        Ok(taken.map_err(wrong))
    }

    fn finish(self) -> Result<(), Failed> {
        let mut file = match self {
            Self::Lines(file) => file,
            Self::Columns(writer) => writer.finish()?,
        };
        Ok(file.flush()?)
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::To(error.to_string())
    }
}

impl From<Unwritten> for Failed {
    fn from(error: Unwritten) -> Self {
        Self::To(error.to_string())
    }
}
