//! The agreement as it is in force on a day.

use accord_check::model::{Agreement, Demand, Instant, Window};
use accord_check::zone;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The clauses of an agreement, each with what is in force of it.
#[derive(Debug, Clone)]
pub struct Consolidated {
    title: String,
    clauses: Vec<InForce>,
}

/// A clause and its statements in force.
#[derive(Debug, Clone)]
struct InForce {
    id: String,
    title: String,
    instrument: String,
    restated: Option<String>,
    cites: Option<String>,
    uncoded: Option<String>,
    statements: Vec<String>,
}

/// What is in force on a day, or at any time where none is given. Clauses of instruments that were
/// not yet made, or whose every statement has ended, are left out.
pub fn consolidated(agreement: &Agreement, at: Option<Instant>) -> Consolidated {
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
                restated: clause.restated.clone(),
                cites: clause.cites.clone(),
                uncoded: clause.uncoded.clone(),
                statements,
            })
        })
        .collect();
    let day = at.map(|at| format!(", as in force on {}", zone::show_long(at, &agreement.zone)));
    Consolidated { title: format!("{}{}", agreement.title, day.unwrap_or_default()), clauses }
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
        let mut out = format!("{}\n", self.title);
        for clause in &self.clauses {
            let _ = write!(out, "\n{}   [{}]\n", clause.title_line(), clause.instrument);
            if let Some(words) = &clause.restated {
                let _ = writeln!(out, "  {words}");
            }
            for statement in &clause.statements {
                let _ = writeln!(out, "  · {statement}");
            }
            if let Some(because) = &clause.uncoded {
                let _ = writeln!(out, "  not coded: {because}");
            }
            if let Some(cites) = &clause.cites {
                let _ = writeln!(out, "  official text: {cites}");
            }
        }
        out
    }

    /// As one object.
    pub fn json(&self) -> Value {
        json!({
            "title": self.title,
            "clauses": self.clauses.iter().map(|clause| json!({
                "id": clause.id,
                "title": clause.title,
                "instrument": clause.instrument,
                "restated": clause.restated,
                "cites": clause.cites,
                "uncoded": clause.uncoded,
                "statements": clause.statements,
            })).collect::<Vec<_>>(),
        })
    }
}

impl InForce {
    fn title_line(&self) -> String {
        format!("{} — {}", self.id, self.title)
    }
}
