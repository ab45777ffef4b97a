//! Who may have done it, and to whom: the names of a row, and whoever is asked who is meant by them.

use crate::act::{Notes, is_fit};
use crate::bound::{BoundSides, Column};
use crate::dates::At;
use crate::naming::{Naming, Reported};
use crate::profile::Sides;
use crate::row::Row;
use std::borrow::Cow;

/// Candidate authors and targets, by the first rule of the profile that is about the row; and, where
/// somebody else is meant than the name says, notes that tell so.
pub(crate) fn candidates<'r>(
    row: Row<'r>,
    at: At,
    naming: &dyn Naming,
    told: &mut Notes<'r>,
) -> [Vec<Cow<'r, str>>; 2] {
    let about = |sides: &&BoundSides<'_>| match &sides.sides.column {
        None => true,
        Some(_) => row
            .code(sides.column)
            .is_some_and(|value| sides.sides.is.iter().any(|is| is.eq_ignore_ascii_case(value))),
    };
    let Some(bound) = row.bound.sides.iter().find(about) else { return Default::default() };
    let mut named = |field: &str, columns: &[Column]| {
        let mut said = Said::default();
        for cell in columns.iter().filter_map(|column| row.get(Some(*column))) {
            for name in parts(cell, bound.sides).map(str::trim).filter(|name| !name.is_empty()) {
                said.name(name, row, at, naming);
            }
        }
        said.notes(field, told)
    };
    [named("by", &bound.by), named("on", &bound.on)]
}

/// The names in one cell.
fn parts<'c>(cell: &'c str, sides: &'c Sides) -> impl Iterator<Item = &'c str> {
    let mark = sides.parted_by.as_deref().filter(|mark| !mark.is_empty());
    let mut rest = Some(cell);
    std::iter::from_fn(move || {
        let text = rest?;
        let (name, behind) = match mark.and_then(|mark| text.split_once(mark)) {
            Some((name, behind)) => (name, Some(behind)),
            None => (text, None),
        };
        rest = behind;
        Some(name)
    })
}

/// The candidates that the names of one side mean.
#[derive(Default)]
struct Said<'r> {
    candidates: Vec<Cow<'r, str>>,
    /// Names for which somebody else may be meant than they say.
    reported: Vec<&'r str>,
    reasons: Vec<String>,
}

impl<'r> Said<'r> {
    fn name(&mut self, name: &'r str, row: Row<'r>, at: At, naming: &dyn Naming) {
        if let Some(actor) = row.bound.profile.actors.get(name) {
            self.candidates.push(actor.into());
            return;
        }
        let meant = naming.who(&Reported { name, days: at.days(), country: country(row) });
        let as_reported = match meant.candidates.as_slice() {
            [] => true,
            [one] => is_fit(one, name),
            _ => false,
        };
        if !as_reported {
            self.reported.push(name);
        }
        let candidates = meant.candidates.into_iter().filter(|id| !id.is_empty());
        self.candidates.extend(candidates.map(Cow::Owned));
        self.reasons.extend(meant.note);
    }

    fn notes(mut self, field: &str, told: &mut Notes<'r>) -> Vec<Cow<'r, str>> {
        if !self.reported.is_empty() {
            told.push((format!("{field} as reported").into(), self.reported.join("; ").into()));
        }
        if !self.reasons.is_empty() {
            told.push((format!("{field} not certain").into(), self.reasons.join("; ").into()));
        }
        self.candidates.sort_unstable();
        self.candidates.dedup();
        self.candidates
    }
}

/// The country in two letters, where the profile says it.
fn country(row: Row<'_>) -> Option<&str> {
    let country = &row.bound.profile.country;
    if let Some(own) = &country.is {
        return Some(own);
    }
    let cell = row.get(row.bound.country)?;
    if !country.codes.is_empty() {
        return country.codes.get(cell).map(String::as_str);
    }
    let letters = cell.len() == 2 && cell.bytes().all(|letter| letter.is_ascii_uppercase());
    letters.then_some(cell)
}
