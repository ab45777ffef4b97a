//! What can be wrong with an act, with a file that is read, and with one that is written.

use arrow_schema::ArrowError;
use parquet::errors::ParquetError;
use std::fmt;

/// Why one act is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The field to blame, with those that it stands in: `place.lat`. Empty for the act as a whole.
    pub column: String,
    /// Why, in a sentence.
    pub reason: String,
}

impl Refused {
    pub(crate) fn new(column: &str, reason: impl Into<String>) -> Self {
        Self { column: column.to_owned(), reason: reason.into() }
    }

    /// A complaint about a value that says that it is not known.
    pub(crate) fn unknown(column: &str) -> Self {
        Self::new(column, "unknown is absent: leave the field out")
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column.as_str() {
            "" => f.write_str(&self.reason),
            column => write!(f, "`{column}`: {}", self.reason),
        }
    }
}

impl std::error::Error for Refused {}

/// Why a file cannot be read as acts at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unopened {
    /// It is no Parquet file, or its end is cut off.
    NotParquet,
    /// It begins as Parquet does and does not end so.
    CutOff,
    /// Its bytes are not those that were written.
    Changed,
    /// Its description of itself cannot be followed; the reason in the words of the library.
    Damaged(String),
    /// It is compressed in a way that is not read here.
    Compressed(String),
    /// It has so many columns that it is none of acts.
    Wide(u64),
    /// Its rows lie in groups that hold more than can be read at once.
    TooMuch,
    /// A later version of this program wrote it, with the version of the schema that is named.
    Newer(String),
    /// A column is missing, unknown, or of another type.
    Column {
        /// The column, with those that it stands in: `by.mass`.
        column: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for Unopened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotParquet => f.write_str("this is not a Parquet file"),
            Self::CutOff => f.write_str(
                "this Parquet file is cut off: its end, which says what stands where, is missing; fetch or write it again",
            ),
            Self::Changed => f.write_str(
                "this file is damaged: its bytes are not those that were written; fetch or write it again",
            ),
            Self::Damaged(reason) => {
                write!(f, "this Parquet file is damaged ({reason}); fetch or write it again")
            }
            Self::Compressed(way) => write!(
                f,
                "this Parquet file is compressed with {way}, which is not read here; write it with snappy, or uncompressed"
            ),
            Self::Wide(columns) => {
                write!(f, "this Parquet file has {columns} columns: it is no file of acts")
            }
            Self::TooMuch => f.write_str(
                "the lists in this Parquet file hold more than acts do in one group of rows; write it with smaller row groups",
            ),
            Self::Newer(version) => write!(
                f,
                "this file has version {version} of the schema of acts, and this program knows {}; use a newer one",
                crate::VERSION
            ),
            Self::Column { column, reason } => write!(f, "column `{column}`: {reason}"),
        }
    }
}

impl std::error::Error for Unopened {}

/// Why an act, or a file, could not be written.
#[derive(Debug)]
pub enum Unwritten {
    /// The act does not fit the columns. The file is as it was, and the next act may be written.
    Act(Refused),
    /// The file cannot be written.
    File(ParquetError),
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Act(refused) => refused.fmt(f),
            Self::File(ParquetError::External(error)) => error.fmt(f),
            Self::File(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Unwritten {}

impl From<Refused> for Unwritten {
    fn from(refused: Refused) -> Self {
        Self::Act(refused)
    }
}

impl From<ParquetError> for Unwritten {
    fn from(error: ParquetError) -> Self {
        Self::File(error)
    }
}

impl From<ArrowError> for Unwritten {
    fn from(error: ArrowError) -> Self {
        Self::File(error.into())
    }
}
