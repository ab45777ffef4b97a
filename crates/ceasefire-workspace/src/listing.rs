//! Entries as lines, for a reader or a program.

use crate::error::WorkspaceError;
use crate::further::short;
use crate::workspace::Workspace;
use ceasefire_ledger::{Entry, Id, Kind, Says, Standing};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Which entries are listed.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// Those of an author: a name, or the first digits of a key.
    pub author: Option<String>,
    /// Those of a kind.
    pub kind: Option<String>,
}

/// An entry with what can be said of it.
#[derive(Debug, Clone)]
pub struct Line<'w> {
    entry: &'w Entry,
    name: String,
    standing: Standing,
    /// Whether another content stands instead.
    corrected: bool,
}

impl Workspace {
    /// The entries that are chosen, in the order of lists.
    pub fn log(&self, chosen: &Chosen) -> Result<Vec<Line<'_>>, WorkspaceError> {
        let ledger = self.ledger();
        if let Some(kind) = &chosen.kind
            && !ledger.entries().iter().any(|entry| entry.header().kind == *kind)
            && Kind::named(kind).is_none()
        {
            let kinds = Kind::ALL.map(Kind::name).join(", ");
            return Err(WorkspaceError::Asked(format!(
                "there is no kind `{kind}`: it is one of {kinds}"
            )));
        }
        let entries = ledger.entries().into_iter().filter(|entry| self.is_chosen(entry, chosen));
        let corrected = self.corrected();
        Ok(entries.map(|entry| self.line_beside(entry, &corrected)).collect())
    }

    /// One entry as a line.
    pub fn line<'w>(&'w self, entry: &'w Entry) -> Line<'w> {
        self.line_beside(entry, &self.corrected())
    }

    fn line_beside<'w>(&'w self, entry: &'w Entry, corrected: &BTreeSet<Id>) -> Line<'w> {
        Line {
            entry,
            name: self.ledger().name(entry.header().author),
            standing: self.ledger().standing(entry),
            corrected: corrected.contains(&entry.id()),
        }
    }

    /// The entries in whose place something else stands.
    fn corrected(&self) -> BTreeSet<Id> {
        let entries = self.ledger().entries().into_iter();
        let corrections = entries.filter(|entry| {
            entry.kind() == Some(Kind::Correction)
                && self.ledger().standing(entry) == Standing::Counts
        });
        corrections.flat_map(|entry| entry.header().refers.iter().copied()).collect()
    }

    fn is_chosen(&self, entry: &Entry, chosen: &Chosen) -> bool {
        let header = entry.header();
        let by = |name: &String| {
            self.ledger().name(header.author) == *name
                || (name.len() >= 4 && header.author.to_string().starts_with(name.as_str()))
        };
        chosen.author.as_ref().is_none_or(by)
            && chosen.kind.as_ref().is_none_or(|kind| header.kind == *kind)
    }
}

impl Line<'_> {
    /// One line: when, who, what, and whether it counts.
    pub fn text(&self) -> String {
        let header = self.entry.header();
        let said = self.said();
        let said = if said.is_empty() { said } else { format!("  {said}") };
        format!(
            "{}  {}  {} {}  {}{said}{}",
            short(self.entry.id()),
            header.recorded,
            self.name,
            header.number,
            header.kind,
            self.remark()
        )
    }

    /// Everything, over several lines.
    pub fn whole(&self) -> String {
        let header = self.entry.header();
        let mut out = vec![
            format!("entry     {}", self.entry.id()),
            format!("kind      {}", header.kind),
            format!("author    {}, {}", self.name, header.author),
            format!("number    {}", header.number),
            format!("recorded  {}", header.recorded),
            format!("standing  {}", self.standing),
        ];
        out.extend(header.refers.iter().map(|id| format!("about     {id}")));
        out.push(format!("content   {}", header.content));
        if let Some(content) = self.entry.content() {
            let fields = Value::Object(content.fields());
            out.push(serde_json::to_string_pretty(&fields).unwrap_or_default());
        }
        out.join("\n") + "\n"
    }

    /// One object.
    pub fn json(&self) -> Value {
        let header = self.entry.header();
        let mut out = Map::new();
        out.insert("id".to_owned(), json!(self.entry.id().to_string()));
        out.insert("kind".to_owned(), json!(header.kind));
        out.insert("author".to_owned(), json!(header.author.to_string()));
        out.insert("name".to_owned(), json!(self.name));
        out.insert("number".to_owned(), json!(header.number));
        out.insert("recorded".to_owned(), json!(header.recorded.to_string()));
        if !header.refers.is_empty() {
            out.insert(
                "refers".to_owned(),
                header.refers.iter().map(ToString::to_string).collect(),
            );
        }
        out.insert("counts".to_owned(), json!(self.standing == Standing::Counts));
        if self.standing != Standing::Counts {
            out.insert("standing".to_owned(), json!(self.standing.to_string()));
        }
        if let Some(content) = self.entry.content() {
            out.insert("content".to_owned(), content.fields().into());
        }
        Value::Object(out)
    }

    fn remark(&self) -> String {
        match (&self.standing, self.corrected) {
            (Standing::Counts, false) => String::new(),
            (Standing::Counts, true) => "  (corrected)".to_owned(),
            (other, _) => format!("  (does not count: {other})"),
        }
    }

    /// What it says, in short.
    fn said(&self) -> String {
        let Some(Ok(says)) = self.entry.says() else { return self.about() };
        let text = |row: &Map<String, Value>, field: &str| {
            row.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let fact = |row: &Map<String, Value>| match row.get("value") {
            None => text(row, "fact"),
            Some(Value::String(value)) => format!("{} = {value}", text(row, "fact")),
            Some(value) => format!("{} = {value}", text(row, "fact")),
        };
        match says {
            Says::Founded(founded) => founded.title,
            Says::Granted(granted) => {
                let roles: Vec<&str> = granted.roles.iter().map(|role| role.name()).collect();
                format!("{}: {}", granted.name, roles.join(", "))
            }
            Says::Ended(ended) => format!("key {}", short_key(&ended.key.to_string())),
            Says::Source(source) => source.title.or(source.url).unwrap_or_default(),
            Says::Act(row) => format!("{} at {}", text(&row, "id"), text(&row, "at")),
            Says::Table(table) => {
                let says = table.says.map_or(String::new(), |says| format!(", {says}"));
                format!("{} rows{says}", table.rows)
            }
            Says::Fact(row) => fact(&row),
            Says::Judgement(judgement) => fact(&judgement.fact),
            Says::Corrected(corrected) => {
                let what = if corrected.instead.is_some() { "" } else { " withdrawn" };
                format!("{}{what}: {}", self.about(), corrected.reason)
            }
            Says::Redacted(reason) => format!("{}: {reason}", self.about()),
        }
    }

    fn about(&self) -> String {
        let refers = self.entry.header().refers.iter();
        refers.map(|id| short(*id)).collect::<Vec<_>>().join(", ")
    }
}

fn short_key(digits: &str) -> &str {
    digits.get(..8).unwrap_or(digits)
}
