//! Obligations with a deadline, as they stand on a day.

use accord_check::model::Instant;
use accord_check::zone;
use accord_explain::Words;
use accord_judge::{Judge, State};
use serde_json::{Map, Value, json};

/// One obligation on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The obligation.
    pub rule: String,
    /// Its clause.
    pub clause: String,
    /// How it stands.
    pub state: State,
    /// The deadline, in words, where it is known.
    pub due: Option<String>,
    /// The questions that are open.
    pub open: Vec<String>,
    /// The time as of which it is read, in words.
    pub as_of: String,
}

/// All obligations with a deadline that are in force at a time, in the order of the clauses.
pub fn deadlines(judge: &Judge<'_>, as_of: Instant) -> Vec<Deadline> {
    let words = Words::new(judge.agreement());
    let show = |at: Instant| zone::show(at, &judge.agreement().zone);
    judge
        .states(as_of)
        .into_iter()
        .map(|found| Deadline {
            clause: words.clause(found.clause).to_owned(),
            rule: found.rule,
            state: found.state,
            due: found.due.map(show),
            open: found.open.iter().map(|atom| words.question(atom)).collect(),
            as_of: show(as_of),
        })
        .collect()
}

impl Deadline {
    /// In one line.
    pub fn line(&self) -> String {
        let due = self.due.as_ref().map(|due| format!(", due {due}")).unwrap_or_default();
        format!("{:<12} {:<22} {}{due}", self.clause, self.rule, self.state.word())
    }

    /// As one object, beside findings on acts.
    pub fn json(&self, agreement: &str, reading: &str, profile: Option<&str>) -> Value {
        let mut out = Map::new();
        let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
        put("agreement", json!(agreement));
        put("reading", json!(reading));
        put("profile", json!(profile.unwrap_or("none")));
        put("rule", json!(self.rule));
        put("clause", json!(self.clause));
        put("as_of", json!(self.as_of));
        put("state", json!(self.state.word()));
        if let Some(due) = &self.due {
            put("due", json!(due));
        }
        if !self.open.is_empty() {
            put("open", json!(self.open));
        }
        Value::Object(out)
    }
}
