//! One row to one act, by a profile.

use crate::act::{Act, LEFT_OUT, Notes, People, Place, Source, fit};
use crate::bound::{Bound, BoundHarm, Column, When};
use crate::dates::At;
use crate::forms::{Rest, of_clock};
use crate::naming::Naming;
use crate::numbers::{degrees, people};
use crate::profile::Exactness;
use crate::sides::candidates;
use csv::StringRecord;
use std::borrow::Cow;

/// Why a row is no act.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) column: Option<Column>,
    pub(crate) reason: String,
}

fn wrong(column: Option<Column>, reason: impl Into<String>) -> Wrong {
    Wrong { column, reason: reason.into() }
}

/// A row with the columns it has. Blank is unknown.
#[derive(Clone, Copy)]
pub(crate) struct Row<'r> {
    pub(crate) bound: &'r Bound<'r>,
    pub(crate) cells: &'r StringRecord,
}

impl<'r> Row<'r> {
    pub(crate) fn get(&self, column: Option<Column>) -> Option<&'r str> {
        let cell = trimmed(self.cells.get(column?)?);
        (!cell.is_empty()).then_some(cell)
    }

    pub(crate) fn code(&self, column: Option<Column>) -> Option<&'r str> {
        self.get(column).map(listed)
    }
}

/// A code as its publisher lists it: spreadsheets make `3.0` of `3`.
fn listed(cell: &str) -> &str {
    match cell.strip_suffix(".0") {
        Some(code) if code.bytes().all(|digit| digit.is_ascii_digit()) => code,
        _ => cell,
    }
}

/// A cell without the blanks around it.
fn trimmed(cell: &str) -> &str {
    let bytes = cell.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) | (None, None) => cell,
        _ => cell.trim_matches(char::is_whitespace),
    }
}

/// The act that a row tells, whose time has been read.
pub(crate) fn act<'r>(row: Row<'r>, at: At, naming: &dyn Naming) -> Result<Act<'r>, Wrong> {
    let bound = row.bound;
    let profile = bound.profile;
    let id = bound.id.iter().find_map(|column| row.get(Some(*column)));
    let id = id.ok_or_else(|| wrong(bound.id.first().copied(), "the publisher's id is missing"))?;
    let kind = kind(row)?;
    let mut told = Vec::new();
    let [by, on] = candidates(row, at, naming, &mut told);
    let place = place(row)?;
    let (harm, contrary) = harm(row)?;
    let sources = [source(row)?];
    let mut notes = notes(row, &contrary);
    notes.append(&mut told);
    if !contrary.is_empty() {
        let fields: Vec<&str> = contrary
            .iter()
            .filter_map(|field| bound.harm.get(*field))
            .map(|harm| harm.field)
            .collect();
        let told = format!("{}: the least is more than the most", fields.join(", "));
        notes.push((LEFT_OUT.into(), told.into()));
    }
    let id = format!("{}{id}", profile.id.prefix);
    Ok(Act { id, kind, by, on, at, place, harm, sources, notes })
}

/// A publisher's word that no profile translates is kept as a kind of its own: no clause is about
/// it, and the summary counts it.
fn kind(row: Row<'_>) -> Result<Cow<'_, str>, Wrong> {
    let kind = &row.bound.profile.kind;
    let word = row.code(row.bound.kind);
    let translated = word.and_then(|word| {
        let mut words = kind.words.iter();
        words.find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, kind)| kind.as_str())
    });
    if let Some(kind) = translated.or(kind.default.as_deref()) {
        return Ok(kind.into());
    }
    let word = word.map(fit).filter(|word| !word.is_empty());
    word.map(Cow::Owned).ok_or_else(|| wrong(row.bound.kind, "what kind of act it was is missing"))
}

/// When it was.
pub(crate) fn time(row: Row<'_>) -> Result<At, Wrong> {
    let bound = row.bound;
    let first = row.get(bound.first).ok_or_else(|| wrong(bound.first, "the date is missing"))?;
    let first = bound.dates.read(first).map_err(|reason| wrong(bound.first, reason))?;
    let at = match row.get(bound.last) {
        None => first,
        Some(cell) => {
            let last = bound.dates.read(cell).map_err(|reason| wrong(bound.last, reason))?;
            let whole = first.until(last);
            whole.ok_or_else(|| wrong(bound.last, "the last day is before the first"))?
        }
    };
    let at = clock(row).map_or(at, |clock| at.at(clock));
    let exact = match row.code(bound.exact) {
        None => Exactness::Given,
        Some(code) => *bound.profile.time.codes.get(code).ok_or_else(|| {
            wrong(bound.exact, format!("the profile does not say how exact `{code}` is"))
        })?,
    };
    Ok(at.widened(exact))
}

/// The time of day, from a column of its own.
fn clock(row: Row<'_>) -> Option<jiff::civil::Time> {
    match of_clock(row.get(row.bound.clock)?)? {
        Rest::Clock(clock) => Some(clock),
        Rest::None | Rest::Elsewhere => None,
    }
}

fn place(row: Row<'_>) -> Result<Option<Place<'_>>, Wrong> {
    let columns = &row.bound.place;
    let mut place = Place::default();
    if let Some(name) = row.get(columns.name) {
        place.id = Some(fit(name)).filter(|id| !id.is_empty()).map(Cow::Owned);
        place.name = Some(name);
    }
    match (latitude(row)?, longitude(row)?) {
        // Nothing lies at 0, 0 but a blank that was turned into a number.
        (Some(0.0), Some(0.0)) | (None, None) => {}
        (Some(lat), Some(lon)) => {
            (place.lat, place.lon) = (Some(lat), Some(lon));
            let radii = &row.bound.profile.place.radius_km;
            place.radius_km = row.code(columns.exact).and_then(|code| radii.get(code)).copied();
        }
        _ => return Err(wrong(columns.lat, "a point has both latitude and longitude")),
    }
    Ok((place != Place::default()).then_some(place))
}

fn latitude(row: Row<'_>) -> Result<Option<f64>, Wrong> {
    let column = row.bound.place.lat;
    let Some(cell) = row.get(column) else { return Ok(None) };
    match degrees(cell, row.bound.profile.decimal) {
        Some(lat) if lat.abs() <= 90.0 => Ok(Some(lat)),
        Some(lat) if lat.abs() <= 180.0 => Err(wrong(
            column,
            format!(
                "`{cell}` is no latitude, which ends at 90: latitude and longitude may be swapped"
            ),
        )),
        _ => Err(wrong(column, format!("`{cell}` is not degrees up to 90"))),
    }
}

fn longitude(row: Row<'_>) -> Result<Option<f64>, Wrong> {
    let column = row.bound.place.lon;
    let Some(cell) = row.get(column) else { return Ok(None) };
    match degrees(cell, row.bound.profile.decimal) {
        Some(lon) if lon.abs() <= 180.0 => Ok(Some(lon)),
        _ => Err(wrong(column, format!("`{cell}` is not degrees up to 180"))),
    }
}

/// Fields of harm, each with its people.
type Harm<'r> = Vec<(&'r str, People)>;

/// What a row says of harm; and the numbers of the fields of which it says what cannot be, whose
/// columns stay notes. The act is no less reported for that.
fn harm(row: Row<'_>) -> Result<(Harm<'_>, Vec<usize>), Wrong> {
    let mut out = Vec::new();
    let mut contrary = Vec::new();
    for (number, harm) in row.bound.harm.iter().enumerate() {
        match range(row, harm)? {
            People { min: None, max: None } => {}
            People { min: Some(min), max: Some(max) } if min > max => contrary.push(number),
            people => out.push((harm.field, people)),
        }
    }
    Ok((out, contrary))
}

/// The least of one column and the most of another, either of which may hold both.
fn range(row: Row<'_>, harm: &BoundHarm<'_>) -> Result<People, Wrong> {
    let read = |column: Option<Column>| match row.get(column) {
        None => Ok(None),
        Some(cell) => people(cell, row.bound.profile.decimal)
            .map(Some)
            .ok_or_else(|| wrong(column, format!("`{cell}` is not a number of people"))),
    };
    let both = |(min, max): (Option<u64>, Option<u64>)| People { min, max };
    Ok(match (read(harm.min)?, read(harm.max)?) {
        (None, None) => People::default(),
        (Some((min, _)), Some((_, max))) => both((min, max)),
        // One number in a column of least people says nothing of the most, and so the other way.
        (Some((min, max)), None) => both((min, max.filter(|_| max != min))),
        (None, Some((min, max))) => both((min.filter(|_| max != min), max)),
    })
}

fn source(row: Row<'_>) -> Result<Source<'_>, Wrong> {
    let bound = row.bound;
    let seen = match row.get(bound.seen) {
        None => None,
        Some(cell) => {
            let at = bound.dates.read(cell).map_err(|reason| wrong(bound.seen, reason))?;
            // A day within which it came out: by its end it was known.
            Some(at.days().1)
        }
    };
    Ok(Source { publisher: &bound.profile.source.publisher, url: row.get(bound.url), seen })
}

/// Everything else that the row says, under its own heading.
fn notes<'r>(row: Row<'r>, contrary: &[usize]) -> Notes<'r> {
    let mut notes = Vec::with_capacity(row.bound.notes.len());
    for note in &row.bound.notes {
        let kept = match note.when {
            When::Always => true,
            When::NoClock => clock(row).is_none(),
            When::Contrary(field) => contrary.contains(&field),
        };
        if kept && let Some(cell) = row.get(Some(note.column)) {
            notes.push((note.heading.as_str().into(), cell.into()));
        }
    }
    notes
}
