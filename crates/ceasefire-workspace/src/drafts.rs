//! What somebody wants to enter, by kind.
//!
//! Acts and facts come as rows of the same fields as in files, from JSON Lines, from CSV, or as
//! `COLUMN=VALUE`: one set of rules for all three.

use crate::error::WorkspaceError;
use crate::evidence::media;
use crate::machine::now;
use crate::workspace::Workspace;
use ceasefire_files::{SetAside, count_acts, read_rows};
use ceasefire_ledger::{
    Asked, Author, Draft, Entry, Evidence, Id, Kind, Moment, Role, Says, as_text,
};
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};

/// A draft of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted(pub(crate) Draft);

/// What is said of a file that is archived as a source.
#[derive(Debug, Clone, Default)]
pub struct Archived {
    /// Where it was found.
    pub url: Option<String>,
    /// What it is called.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was fetched; now where nothing is said.
    pub retrieved: Option<String>,
    /// The earlier revision.
    pub revision_of: Option<String>,
}

/// Rows for acts, facts or judgements: of files, and one of `COLUMN=VALUE`. Rows that cannot be read
/// are set aside.
pub fn rows(
    kind: Kind,
    files: &[PathBuf],
    columns: &[String],
    aside: &mut Vec<SetAside>,
) -> Result<Vec<Drafted>, WorkspaceError> {
    let mut out = Vec::new();
    for path in files {
        let bytes = fs::read(path).map_err(WorkspaceError::disk("read", path))?;
        let file = path.display().to_string();
        for (line, row) in read_rows(&file, &bytes, aside) {
            let draft = of_row(kind, row);
            match Says::read(kind, &draft.content) {
                Ok(_) => out.push(Drafted(draft)),
                Err(flaw) => aside.push(SetAside {
                    file: file.clone(),
                    line,
                    column: flaw.field.clone(),
                    reason: flaw.reason.clone(),
                }),
            }
        }
    }
    if !columns.is_empty() {
        out.push(Drafted(of_row(kind, one_row(columns)?)));
    }
    if out.is_empty() && aside.is_empty() {
        return Err(asked("there is no row to enter: name a file with --rows, or COLUMN=VALUE"));
    }
    Ok(out)
}

/// A judgement: a row about it, and why.
pub fn judgement(columns: &[String], reasons: &str) -> Result<Drafted, WorkspaceError> {
    let mut draft = of_row(Kind::JudgementGiven, one_row(columns)?);
    draft.content.insert("reasons".to_owned(), reasons.into());
    Ok(Drafted(draft))
}

/// A source: the file is kept, and named by its hash.
pub fn source(
    workspace: &Workspace,
    file: &Path,
    says: &Archived,
) -> Result<Drafted, WorkspaceError> {
    let before = says.revision_of.as_ref().map(|digits| workspace.entry(digits)).transpose()?;
    let retrieved = match &says.retrieved {
        None => now(),
        Some(text) => moment("--retrieved", text)?,
    };
    let mut content = Map::new();
    let texts = [("url", &says.url), ("title", &says.title), ("publisher", &says.publisher)];
    for (field, text) in texts {
        if let Some(text) = text {
            content.insert(field.to_owned(), text.clone().into());
        }
    }
    if says.url.is_none() && says.title.is_none() {
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
        content.insert("title".to_owned(), name.into());
    }
    content.insert("retrieved".to_owned(), retrieved.to_string().into());
    let kept = workspace.files().keep(file, media(file))?;
    content.insert("evidence".to_owned(), as_json(&kept));
    let draft = Draft::new(Kind::SourceArchived.name(), content);
    Ok(Drafted(draft.about(before.map(Entry::id))))
}

/// A table of acts: the file is kept, and named by its hash.
pub fn pinned(
    workspace: &Workspace,
    file: &Path,
    says: Option<&str>,
) -> Result<Drafted, WorkspaceError> {
    let name = file.display().to_string();
    let is_table = ["csv", "jsonl", "parquet"]
        .iter()
        .any(|ending| file.extension().is_some_and(|of_file| of_file.eq_ignore_ascii_case(ending)));
    if !is_table {
        return Err(asked(&format!("`{name}` is no table of acts: .jsonl, .csv or .parquet")));
    }
    let bytes = fs::read(file).map_err(WorkspaceError::disk("read", file))?;
    let rows = count_acts(&name, &bytes);
    drop(bytes);
    let kept = workspace.files().keep(file, media(file))?;
    let mut content = Map::new();
    content.insert("evidence".to_owned(), as_json(&kept));
    content.insert("rows".to_owned(), rows.into());
    if let Some(says) = says {
        content.insert("says".to_owned(), says.into());
    }
    Ok(Drafted(Draft::new(Kind::ActsPinned.name(), content)))
}

/// A correction of an entry: columns that stand instead (an empty one is taken away), or nothing.
pub fn correction(
    workspace: &Workspace,
    digits: &str,
    columns: &[String],
    known: Option<&str>,
    reason: &str,
) -> Result<Drafted, WorkspaceError> {
    let entry = workspace.entry(digits)?;
    let mut content = Map::new();
    if columns.is_empty() {
        content.insert("withdrawn".to_owned(), true.into());
    } else {
        content.insert("corrected".to_owned(), corrected(entry, columns)?.into());
    }
    if let Some(known) = known {
        content.insert("known".to_owned(), moment("--known", known)?.to_string().into());
    }
    content.insert("reason".to_owned(), reason.into());
    Ok(Drafted(Draft::new(Kind::Correction.name(), content).about([entry.id()])))
}

/// A redaction of entries.
pub fn redaction(
    workspace: &Workspace,
    digits: &[String],
    reason: &str,
) -> Result<Drafted, WorkspaceError> {
    let ids = digits.iter().map(|digits| workspace.entry(digits).map(Entry::id));
    let ids: Vec<Id> = ids.collect::<Result<_, _>>()?;
    let content = [("reason".to_owned(), reason.into())].into_iter().collect();
    Ok(Drafted(Draft::new(Kind::Redaction.name(), content).about(ids)))
}

/// A grant: brings a key in, or adds roles to one that is in.
pub fn grant(
    workspace: &Workspace,
    key: &str,
    name: Option<&str>,
    roles: &[String],
) -> Result<Drafted, WorkspaceError> {
    let key = author(key)?;
    let known = workspace.ledger().keys().get(key).map(|key| key.name.clone());
    let name = name.map(str::to_owned).or(known.clone());
    let name = name.ok_or_else(|| asked("say with --name whose key this is"))?;
    if let Some(other) = roles.iter().find(|role| Role::named(role).is_none()) {
        let roles = Role::ALL.map(Role::name).join(", ");
        return Err(asked(&format!("there is no role `{other}`: a role is one of {roles}")));
    }
    let mut content = Map::new();
    content.insert("key".to_owned(), key.to_string().into());
    content.insert("name".to_owned(), name.into());
    content.insert("roles".to_owned(), roles.iter().cloned().collect());
    let draft = Draft::new(Kind::RoleGranted.name(), content);
    let first = known.and_then(|_| first_grant(workspace, key));
    Ok(Drafted(draft.about(first)))
}

/// The end of a key: where it stands, at an entry that is named, or from its beginning.
pub fn ending(
    workspace: &Workspace,
    key: &str,
    last: Option<&str>,
    nothing_counts: bool,
    reason: &str,
) -> Result<Drafted, WorkspaceError> {
    let key = author(key)?;
    let last = match last {
        _ if nothing_counts => None,
        Some(digits) => {
            let entry = workspace.entry(digits)?;
            if entry.header().author != key {
                return Err(asked(&format!("entry `{digits}` is not one of this key")));
            }
            Some((entry.header().number, entry.id()))
        }
        None => {
            let place = workspace.ledger().place(key).map_err(|_| {
                asked("this key's chain is forked, broken or ended: name its last entry that counts with --last")
            })?;
            place.before.map(|before| (place.number - 1, before))
        }
    };
    let mut content = Map::new();
    content.insert("key".to_owned(), key.to_string().into());
    content.insert("last".to_owned(), last.map_or(0, |(number, _)| number).into());
    if let Some((_, id)) = last {
        content.insert("entry".to_owned(), id.to_string().into());
    }
    content.insert("reason".to_owned(), reason.into());
    Ok(Drafted(Draft::new(Kind::KeyEnded.name(), content)))
}

impl Drafted {
    /// The same, with the sources that it rests on.
    pub fn resting_on(
        self,
        workspace: &Workspace,
        digits: &[String],
    ) -> Result<Self, WorkspaceError> {
        let ids = digits.iter().map(|digits| workspace.entry(digits).map(Entry::id));
        Ok(Self(self.0.about(ids.collect::<Result<Vec<Id>, _>>()?)))
    }
}

fn of_row(kind: Kind, mut row: Map<String, Value>) -> Draft {
    let mut content = Map::new();
    if kind == Kind::JudgementGiven
        && let Some(reasons) = row.remove("reasons")
    {
        content.insert("reasons".to_owned(), reasons);
    }
    let field = if kind == Kind::ActReported { "act" } else { "fact" };
    content.insert(field.to_owned(), as_text(&row).into());
    Draft::new(kind.name(), content)
}

/// One row of `COLUMN=VALUE`, read as a row of CSV.
fn one_row(columns: &[String]) -> Result<Map<String, Value>, WorkspaceError> {
    let mut parts = Vec::new();
    for column in columns {
        let part = column.split_once('=').filter(|(name, _)| !name.trim().is_empty());
        parts.push(part.ok_or_else(|| asked(&format!("`{column}` is not COLUMN=VALUE")))?);
    }
    let line = |cells: Vec<&str>| {
        let cells: Vec<String> =
            cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        cells.join(",")
    };
    let heading = line(parts.iter().map(|(name, _)| *name).collect());
    let cells = line(parts.iter().map(|(_, value)| *value).collect());
    let mut aside = Vec::new();
    let rows = read_rows("row.csv", format!("{heading}\n{cells}\n").as_bytes(), &mut aside);
    match (rows.into_iter().next(), aside.into_iter().next()) {
        (Some((_, row)), None) => Ok(row),
        (_, wrong) => {
            let reason = wrong.map_or("every column is empty".to_owned(), |wrong| wrong.reason);
            Err(asked(&format!("this row cannot be entered: {reason}")))
        }
    }
}

/// What an entry says, with some columns changed.
fn corrected(entry: &Entry, columns: &[String]) -> Result<Map<String, Value>, WorkspaceError> {
    let field = match entry.kind() {
        Some(Kind::ActReported) => "act",
        Some(Kind::FactAsserted | Kind::JudgementGiven) => "fact",
        _ => {
            return Err(asked(
                "only acts, facts and judgements are corrected by columns; withdraw this one, and enter it anew",
            ));
        }
    };
    let Some(content) = entry.content() else {
        return Err(asked("the content of this entry is not here; it can only be withdrawn"));
    };
    let mut fields = content.fields();
    let Some(Value::Object(row)) = fields.get_mut(field) else {
        return Err(asked("this entry holds no row"));
    };
    let (gone, kept): (Vec<&String>, Vec<&String>) =
        columns.iter().partition(|column| column.ends_with('='));
    for column in gone {
        row.remove(column.trim_end_matches('='));
    }
    if !kept.is_empty() {
        let kept: Vec<String> = kept.into_iter().cloned().collect();
        // How the columns of a source stand in a row depends on what the row is about.
        let names: Vec<String> = if field == "fact" && !row_has(&kept, "fact") {
            let fact = row.get("fact").and_then(Value::as_str).unwrap_or_default();
            [kept, vec![format!("fact={fact}")]].concat()
        } else {
            kept
        };
        row.extend(as_text(&one_row(&names)?));
    }
    Ok(fields)
}

fn row_has(columns: &[String], name: &str) -> bool {
    columns.iter().any(|column| column.split('=').next() == Some(name))
}

/// The first grant that counts for a key: later ones refer to it.
fn first_grant(workspace: &Workspace, key: Author) -> Option<Id> {
    let ledger = workspace.ledger();
    let is_first = |entry: &&Entry| {
        entry.header().refers.is_empty()
            && matches!(entry.says(), Some(Ok(Says::Granted(granted))) if granted.key == key)
            && ledger.standing(entry) == ceasefire_ledger::Standing::Counts
    };
    ledger.entries().into_iter().find(is_first).map(Entry::id)
}

fn author(digits: &str) -> Result<Author, WorkspaceError> {
    Author::read(digits).ok_or_else(|| {
        asked("a key has 64 hexadecimal digits; `ceasefire identity show` prints its own")
    })
}

/// A moment, or a day: its first moment, UTC.
pub(crate) fn moment(argument: &str, text: &str) -> Result<Moment, WorkspaceError> {
    Moment::read(text).or_else(|| Moment::read(&format!("{text}T00:00:00Z"))).ok_or_else(|| {
        asked(&format!("{argument}: `{text}` is not a day or a time such as 2026-03-02T09:10:11Z"))
    })
}

fn as_json(file: &Evidence) -> Value {
    let fields: [(&str, Value); 3] = [
        ("sha256", file.sha256.to_string().into()),
        ("bytes", file.bytes.into()),
        ("media", file.media.clone().into()),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
}

fn asked(sentence: &str) -> WorkspaceError {
    WorkspaceError::Asked(sentence.to_owned())
}

/// What is asked of a ledger by digits of ids.
pub(crate) fn about(workspace: &Workspace, digits: &[String]) -> Result<Asked, WorkspaceError> {
    let ids = digits.iter().map(|digits| workspace.entry(digits).map(Entry::id));
    Ok(Asked::About(ids.collect::<Result<_, _>>()?))
}
