//! The agreement as it is in force on a day.

use accord_check::model::{Agreement, Demand, Instant, Window};
use accord_check::{OfficialText, zone};
use accord_explain::ClauseWords;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The clauses of an agreement, each with what is in force of it.
#[derive(Debug, Clone)]
pub struct Consolidated {
    title: String,
    at: Option<String>,
    clauses: Vec<InForce>,
}

/// A clause and its statements in force.
#[derive(Debug, Clone)]
struct InForce {
    id: String,
    title: String,
    instrument: String,
    words: ClauseWords,
    uncoded: Option<String>,
    statements: Vec<String>,
}

/// What is in force on a day, or at any time where none is given. Clauses of instruments that were
/// not yet made, or whose every statement has ended, are left out. The texts are those official
/// ones that are at hand; they are quoted beside our words.
pub fn consolidated(
    agreement: &Agreement,
    at: Option<Instant>,
    texts: &[OfficialText],
) -> Consolidated {
    let clauses = agreement
        .clauses
        .iter()
        .enumerate()
        .filter(|(_, clause)| !clause.id.is_empty())
        .filter_map(|(index, clause)| {
            let instrument = agreement.instruments.get(clause.instrument)?;
            let begun = |made: Option<Instant>| match (made, at) {
                (Some(made), Some(at)) => made <= at,
                _ => true,
            };
            if !begun(instrument.in_force.or(instrument.made)) {
                return None;
            }
            let (all, statements) = statements(agreement, index, at);
            if all > 0 && statements.is_empty() {
                return None;
            }
            Some(InForce {
                id: clause.id.clone(),
                title: clause.title.clone(),
                instrument: instrument.id.clone(),
                words: ClauseWords::of(agreement, index, texts),
                uncoded: clause.uncoded.clone(),
                statements,
            })
        })
        .collect();
    let at = at.map(|at| zone::show(at, &agreement.zone));
    Consolidated { title: agreement.title.clone(), at, clauses }
}

/// How many rules and the like stand under a clause, and those in force, in words.
fn statements(agreement: &Agreement, clause: usize, at: Option<Instant>) -> (usize, Vec<String>) {
    let in_force = |window: Window| {
        at.is_none_or(|at| {
            window.since.is_none_or(|since| since <= at)
                && window.until.is_none_or(|until| at < until)
        })
    };
    let rules = agreement.rules.iter().filter(|rule| rule.clause == clause).map(|rule| {
        let demand = match rule.demand {
            Demand::Prohibition => "prohibition",
            Demand::Keep => "obligation",
            Demand::Achieve => "obligation with a deadline",
        };
        (rule.window, format!("{demand} {}", rule.name))
    });
    let permissions = agreement
        .permissions
        .iter()
        .filter(|permission| permission.clause == clause)
        .map(|permission| (permission.window, format!("permission {}", permission.name)));
    let exceptions = agreement
        .exceptions
        .iter()
        .filter(|exception| exception.clause == clause)
        .map(|exception| (exception.window, format!("exception {}", exception.name)));
    let conditions = agreement
        .conditions
        .iter()
        .filter(|condition| condition.clause == clause)
        .map(|condition| (condition.window, format!("condition {}", condition.name)));
    let all: Vec<(Window, String)> =
        rules.chain(permissions).chain(exceptions).chain(conditions).collect();
    let count = all.len();
    (
        count,
        all.into_iter().filter(|(window, _)| in_force(*window)).map(|(_, words)| words).collect(),
    )
}

impl Consolidated {
    /// For a terminal.
    pub fn text(&self) -> String {
        let at = self.at.as_ref().map(|at| format!(", as in force on {at}"));
        let mut out = format!("{}{}\n", self.title, at.unwrap_or_default());
        for clause in &self.clauses {
            let _ = write!(out, "\n{}   [{}]\n", clause.title_line(), clause.instrument);
            for line in clause.words.lines() {
                let _ = writeln!(out, "  {line}");
            }
            for statement in &clause.statements {
                let _ = writeln!(out, "  · {statement}");
            }
            if let Some(because) = &clause.uncoded {
                let _ = writeln!(out, "  not coded: {because}");
            }
            if let Some(cites) = &clause.words.cites {
                let _ = writeln!(out, "  official text: {cites}");
            }
        }
        out
    }

    /// As one object.
    pub fn json(&self) -> Value {
        let clauses: Vec<Value> = self.clauses.iter().map(InForce::json).collect();
        let mut out = Map::new();
        out.insert("title".to_owned(), json!(self.title));
        if let Some(at) = &self.at {
            out.insert("at".to_owned(), json!(at));
        }
        out.insert("clauses".to_owned(), json!(clauses));
        Value::Object(out)
    }
}

impl InForce {
    fn title_line(&self) -> String {
        format!("{} — {}", self.id, self.title)
    }

    fn json(&self) -> Value {
        let mut out = Map::new();
        out.insert("id".to_owned(), json!(self.id));
        out.insert("title".to_owned(), json!(self.title));
        out.insert("instrument".to_owned(), json!(self.instrument));
        self.words.put_into(&mut out);
        if let Some(because) = &self.uncoded {
            out.insert("uncoded".to_owned(), json!(because));
        }
        out.insert("statements".to_owned(), json!(self.statements));
        Value::Object(out)
    }
}
