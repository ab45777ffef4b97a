//! The kinds of entries that we know, and what the content of each says.
//!
//! A kind that is not known here is kept and passed on; it counts for nothing. A content that does
//! not say what its kind asks for has a [`Flaw`]; it is kept too, and counts for nothing.

mod fields;

use crate::id::{Author, Hash, Id};
use crate::moment::Moment;
use fields::Fields;
pub use fields::Flaw;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A kind of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The first entry of a ledger; the ledger is called by its id.
    LedgerFounded,
    /// Somebody's key is brought in, or gets more roles.
    RoleGranted,
    /// Somebody's key speaks no longer.
    KeyEnded,
    /// A source was archived, or a later revision of it.
    SourceArchived,
    /// An act was reported.
    ActReported,
    /// A table of acts, as a file.
    ActsPinned,
    /// A fact is asserted.
    FactAsserted,
    /// A person's judgement on what only people may answer.
    JudgementGiven,
    /// Another content stands instead, or none.
    Correction,
    /// Contents are taken away.
    Redaction,
}

/// What somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Bring in others.
    Administrator,
    /// Give judgements.
    Arbiter,
    /// Take away the contents of others.
    Redactor,
    /// Archive sources, report acts, assert facts.
    Reporter,
}

/// What a content says, by its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// `ledger-founded`.
    Founded(Founded),
    /// `role-granted`.
    Granted(Granted),
    /// `key-ended`.
    Ended(Ended),
    /// `source-archived`.
    Source(Source),
    /// `act-reported`: an act, as a row of acts has it.
    Act(Map<String, Value>),
    /// `acts-pinned`.
    Table(Table),
    /// `fact-asserted`: a row of facts.
    Fact(Map<String, Value>),
    /// `judgement-given`.
    Judgement(Judgement),
    /// `correction`.
    Corrected(Corrected),
    /// `redaction`: the reason.
    Redacted(String),
}

/// A ledger was founded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founded {
    /// What it is about.
    pub title: String,
    /// The founder's name.
    pub name: String,
}

/// A key was brought in, or gets more roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// The key.
    pub key: Author,
    /// Whose it is: a person or an office.
    pub name: String,
    /// What it may do.
    pub roles: BTreeSet<Role>,
}

/// A key was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// The key.
    pub key: Author,
    /// Its last entry that counts, as number and id; none where nothing of it counts.
    pub last: Option<(u64, Id)>,
}

/// A file, by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// SHA-256 of the file.
    pub sha256: Hash,
    /// Its size.
    pub bytes: u64,
    /// Its media type, such as `text/html`.
    pub media: String,
}

/// A source as it was when somebody fetched it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where.
    pub url: Option<String>,
    /// What it is called.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was fetched.
    pub retrieved: Moment,
    /// The file.
    pub evidence: Evidence,
}

/// A table of acts, as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file.
    pub evidence: Evidence,
    /// How many rows it has.
    pub rows: u64,
    /// What it is, in words.
    pub says: Option<String>,
}

/// A person's judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// A row of facts about a judgement of the agreement.
    pub fact: Map<String, Value>,
    /// Why.
    pub reasons: String,
}

/// A correction of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// What stands instead: a content of the same kind; nothing where the entry is withdrawn.
    pub instead: Option<Map<String, Value>>,
    /// Since when it is known that this stands; absent: since the correction was recorded.
    pub known: Option<Moment>,
    /// Why.
    pub reason: String,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::LedgerFounded,
        Self::RoleGranted,
        Self::KeyEnded,
        Self::SourceArchived,
        Self::ActReported,
        Self::ActsPinned,
        Self::FactAsserted,
        Self::JudgementGiven,
        Self::Correction,
        Self::Redaction,
    ];

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its name in headers.
    pub fn name(self) -> &'static str {
        match self {
            Self::LedgerFounded => "ledger-founded",
            Self::RoleGranted => "role-granted",
            Self::KeyEnded => "key-ended",
            Self::SourceArchived => "source-archived",
            Self::ActReported => "act-reported",
            Self::ActsPinned => "acts-pinned",
            Self::FactAsserted => "fact-asserted",
            Self::JudgementGiven => "judgement-given",
            Self::Correction => "correction",
            Self::Redaction => "redaction",
        }
    }

    /// The role that it asks for. The rest depends on what the entry is about.
    pub fn asks(self) -> Option<Role> {
        match self {
            Self::RoleGranted => Some(Role::Administrator),
            Self::SourceArchived | Self::ActReported | Self::ActsPinned | Self::FactAsserted => {
                Some(Role::Reporter)
            }
            Self::JudgementGiven => Some(Role::Arbiter),
            Self::LedgerFounded | Self::KeyEnded | Self::Correction | Self::Redaction => None,
        }
    }

    /// Whether it says who may what. That must be the same wherever the ledger is, so such an
    /// entry is neither corrected nor redacted.
    pub fn is_about_keys(self) -> bool {
        matches!(self, Self::LedgerFounded | Self::RoleGranted | Self::KeyEnded)
    }

    /// Whether a correction of such an entry has a meaning. Who wants to correct a correction
    /// corrects the entry again.
    pub fn can_be_corrected(self) -> bool {
        !self.is_about_keys() && !matches!(self, Self::Correction | Self::Redaction)
    }

    /// Whether its content can be taken away.
    pub fn can_be_redacted(self) -> bool {
        !self.is_about_keys() && self != Self::Redaction
    }
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Arbiter, Self::Redactor, Self::Reporter];

    /// The role of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Its name in contents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Arbiter => "arbiter",
            Self::Redactor => "redactor",
            Self::Reporter => "reporter",
        }
    }
}

impl Says {
    /// Reads the fields of a content, without its salt.
    pub fn read(kind: Kind, content: &Map<String, Value>) -> Result<Self, Flaw> {
        let fields = Fields::new(content);
        let says = match kind {
            Kind::LedgerFounded => {
                fields.only(&["title", "name"])?;
                Self::Founded(Founded { title: fields.text("title")?, name: fields.line("name")? })
            }
            Kind::RoleGranted => Self::Granted(granted(&fields)?),
            Kind::KeyEnded => Self::Ended(ended(&fields)?),
            Kind::SourceArchived => Self::Source(source(&fields)?),
            Kind::ActReported => {
                fields.only(&["act"])?;
                Self::Act(fields.row("act", "id")?)
            }
            Kind::ActsPinned => {
                fields.only(&["evidence", "rows", "says"])?;
                Self::Table(Table {
                    evidence: evidence(&fields)?,
                    rows: fields.count("rows")?,
                    says: fields.maybe_text("says")?,
                })
            }
            Kind::FactAsserted => {
                fields.only(&["fact"])?;
                Self::Fact(fields.row("fact", "fact")?)
            }
            Kind::JudgementGiven => {
                fields.only(&["fact", "reasons"])?;
                Self::Judgement(Judgement {
                    fact: fields.row("fact", "fact")?,
                    reasons: fields.text("reasons")?,
                })
            }
            Kind::Correction => Self::Corrected(corrected(&fields)?),
            Kind::Redaction => {
                fields.only(&["reason"])?;
                Self::Redacted(fields.text("reason")?)
            }
        };
        Ok(says)
    }
}

fn granted(fields: &Fields<'_>) -> Result<Granted, Flaw> {
    fields.only(&["key", "name", "roles"])?;
    let mut roles = BTreeSet::new();
    for name in fields.list("roles")? {
        let role = name.as_str().and_then(Role::named).ok_or_else(|| {
            let known = Role::ALL.map(Role::name).join(", ");
            Flaw::new("roles", format!("a role is one of {known}"))
        })?;
        roles.insert(role);
    }
    Ok(Granted { key: fields.key("key")?, name: fields.line("name")?, roles })
}

fn ended(fields: &Fields<'_>) -> Result<Ended, Flaw> {
    fields.only(&["key", "last", "entry", "reason"])?;
    fields.text("reason")?;
    let last = match (fields.count("last")?, fields.maybe("entry", "an entry's id", Id::read)?) {
        (0, None) => None,
        (last, Some(entry)) if last > 0 => Some((last, entry)),
        _ => {
            let reason = "names the last entry that counts; it is left out where `last` is 0";
            return Err(Flaw::new("entry", reason));
        }
    };
    Ok(Ended { key: fields.key("key")?, last })
}

fn source(fields: &Fields<'_>) -> Result<Source, Flaw> {
    fields.only(&["url", "title", "publisher", "retrieved", "evidence"])?;
    let source = Source {
        url: fields.maybe_text("url")?,
        title: fields.maybe_text("title")?,
        publisher: fields.maybe_text("publisher")?,
        retrieved: fields.moment("retrieved")?,
        evidence: evidence(fields)?,
    };
    if source.url.is_none() && source.title.is_none() {
        return Err(Flaw::new("title", "a source has an address or a title"));
    }
    Ok(source)
}

fn evidence(fields: &Fields<'_>) -> Result<Evidence, Flaw> {
    let file = fields.inside("evidence")?;
    file.only(&["sha256", "bytes", "media"])?;
    Ok(Evidence {
        sha256: file.hash("sha256")?,
        bytes: file.count("bytes")?,
        media: file.line("media")?,
    })
}

impl Evidence {
    /// Reads the field `evidence` of a line or a content.
    pub(crate) fn read(fields: &Map<String, Value>) -> Result<Self, Flaw> {
        evidence(&Fields::new(fields))
    }
}

fn corrected(fields: &Fields<'_>) -> Result<Corrected, Flaw> {
    fields.only(&["corrected", "withdrawn", "known", "reason"])?;
    let instead = match (fields.get("corrected"), fields.get("withdrawn")) {
        (Some(Value::Object(instead)), None) => Some(instead.clone()),
        (None, Some(Value::Bool(true))) => None,
        _ => {
            let reason = "a correction has the content that stands instead, or `withdrawn`: true";
            return Err(Flaw::new("corrected", reason));
        }
    };
    Ok(Corrected {
        instead,
        known: fields.maybe("known", "a time such as 2026-03-02T09:10:11Z", Moment::read)?,
        reason: fields.text("reason")?,
    })
}
