//! What observers' tables tell besides: with which weapon, and who counts it as a violation.
//!
//! That somebody counts it as a violation is a fact about the reporter; it is kept apart from what
//! the text says of the act.

use crate::act::{Row, fit};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The column with the weapon.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weapon {
    /// Its name. It stays in the notes as it was reported.
    pub column: String,
    /// Words that stand for a blank.
    #[serde(default)]
    pub unknown: Vec<String>,
}

/// Who counts it as a violation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The column that says whether.
    pub column: String,
    /// The values that say yes.
    pub is: Vec<String>,
    /// Who says it, where the table is one reporter's.
    pub by: Option<String>,
    /// The column that names who says it; where it is blank, it is `by`.
    pub by_column: Option<String>,
}

impl Weapon {
    /// Adds the weapon to an act.
    pub(crate) fn fill(&self, out: &mut Map<String, Value>, row: &Row<'_>) {
        let told = row.get(&self.column);
        let told =
            told.filter(|told| !self.unknown.iter().any(|word| word.eq_ignore_ascii_case(told)));
        if let Some(name) = told.map(fit).filter(|name| !name.is_empty()) {
            out.insert("weapon".to_owned(), json!(name));
        }
    }
}

impl Counted {
    /// Adds to an act who counts it as a violation.
    pub(crate) fn fill(&self, out: &mut Map<String, Value>, row: &Row<'_>) {
        let says = row.get(&self.column);
        if !says.is_some_and(|says| self.is.iter().any(|yes| yes.eq_ignore_ascii_case(says))) {
            return;
        }
        let named = self.by_column.as_ref().and_then(|column| row.get(column));
        if let Some(by) = named.or(self.by.as_deref()) {
            out.insert("counted_as_violation_by".to_owned(), json!([by]));
        }
    }
}
