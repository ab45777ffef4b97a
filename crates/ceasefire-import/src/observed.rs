//! What observers' tables tell besides: with which weapon, and who counts it as a violation.
//!
//! That somebody counts it as a violation is a fact about the reporter; it is kept apart from what
//! the text says of the act.

use crate::act::{Row, fit};
use crate::profile::Heading;
use serde::Deserialize;
use std::borrow::Cow;

/// The column with the weapon.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weapon {
    /// Its name. It stays in the notes as it was reported.
    pub column: Heading,
    /// Words that stand for a blank.
    #[serde(default)]
    pub unknown: Vec<String>,
}

/// Who counts it as a violation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The column that says whether.
    pub column: Heading,
    /// The values that say yes.
    pub is: Vec<String>,
    /// Who says it, where the table is one reporter's.
    pub by: Option<String>,
    /// The column that names who says it; where it is blank, it is `by`.
    pub by_column: Option<Heading>,
}

/// The weapon, as a name that the language allows.
pub(crate) fn weapon(row: Row<'_>) -> Option<Cow<'_, str>> {
    let weapon = row.bound.profile.weapon.as_ref()?;
    let told = row.get(row.bound.weapon)?;
    if weapon.unknown.iter().any(|word| word.eq_ignore_ascii_case(told)) {
        return None;
    }
    Some(fit(told)).filter(|name| !name.is_empty()).map(Cow::Owned)
}

/// Who counts it as a violation.
pub(crate) fn counted(row: Row<'_>) -> Option<&str> {
    let counted = row.bound.profile.counted.as_ref()?;
    let says = row.get(row.bound.counted)?;
    let yes = counted.is.iter().any(|yes| yes.eq_ignore_ascii_case(says));
    yes.then(|| row.get(row.bound.counted_by).or(counted.by.as_deref())).flatten()
}
