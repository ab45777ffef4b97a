//! Why a bulletin cannot be made or read, in sentences.

use crate::archive::{LARGEST, MOST};
use std::fmt;

/// Why a bulletin cannot be made or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It does not begin as a bulletin does.
    NotABulletin,
    /// It ends too early.
    CutShort,
    /// Bytes between the parts are not as they are written.
    Damaged {
        /// The first byte, from 0.
        at: usize,
    },
    /// A part is compressed.
    Compressed(String),
    /// It is too large.
    TooLarge,
    /// It has too many parts.
    TooMany,
    /// The manifest is not one.
    Manifest(String),
    /// A newer version of the format.
    Newer(u64),
    /// A part that the manifest names is not there.
    Missing(String),
    /// A part that the manifest does not name, or not here.
    Unnamed(String),
    /// The name of a part leads elsewhere, or cannot be a name everywhere.
    Name(String),
    /// A file's name cannot stand in a bulletin.
    FileName(String),
    /// A file or folder cannot be read, or not be written.
    File(String),
    /// What is in it cannot be judged.
    NotJudged(String),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotABulletin => f.write_str(
                "it is not a bulletin: it does not begin as a file made by `ceasefire bulletin`",
            ),
            Self::CutShort => {
                f.write_str("it is cut short: its end is missing; get it again from where it came")
            }
            Self::Damaged { at } => write!(
                f,
                "it was changed at byte {at}, which belongs to no part; get it again from where it came"
            ),
            Self::Compressed(name) => write!(
                f,
                "its part `{name}` is compressed, and parts of a bulletin never are; it was packed anew by another program"
            ),
            Self::TooLarge => write!(
                f,
                "it is larger than {} MiB, and bulletins are not; acts as Parquet take less (`ceasefire convert`)",
                LARGEST >> 20
            ),
            Self::TooMany => write!(f, "it has more than {MOST} parts, and bulletins have not"),
            Self::Manifest(reason) => write!(f, "its `manifest.json` cannot be read: {reason}"),
            Self::Newer(version) => write!(
                f,
                "it is written in version {version} of the format, and this program knows version 1; a newer one is needed"
            ),
            Self::Missing(path) => {
                write!(
                    f,
                    "its part `{path}` is missing or not in its place: the manifest names it there"
                )
            }
            Self::Unnamed(path) => write!(f, "its manifest does not name the part `{path}`"),
            Self::Name(name) => write!(
                f,
                "the part `{name}` has a name that could lead out of the bulletin's folder, or be another one elsewhere; nothing was unpacked"
            ),
            Self::FileName(name) => write!(
                f,
                "`{name}` cannot stand in a bulletin: a file's name there has no control signs and none of \\ / : * ? \" < > |, no dot or blank at its end, and at most 200 bytes; rename the file"
            ),
            Self::File(sentence) => f.write_str(sentence),
            Self::NotJudged(sentence) => write!(f, "it cannot be recomputed: {sentence}"),
        }
    }
}

impl std::error::Error for Refused {}
