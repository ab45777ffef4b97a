//! One row to one act, by a profile.
//!
//! An [`Act`] borrows from its row and writes itself as one line of JSON, so that a row costs a few
//! words of memory and no tree of values.

use crate::bound::{Bound, BoundHarm, BoundSides, Column, When};
use crate::clock::clocked;
use crate::dates::{At, write_day};
use crate::forms::{Rest, of_clock};
use crate::naming::{Naming, Reported};
use crate::numbers::{degrees, people};
use crate::observed::{counted, weapon};
use crate::placing::{Named, Placing};
use crate::profile::{Exactness, Sides};
use csv::StringRecord;
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use std::borrow::Cow;

/// The note that says what was left out of an act, and why.
pub(crate) const LEFT_OUT: &str = "left out";

/// An act as its row tells it, in the order of `docs/files.md`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Act<'r> {
    /// The publisher's id, with the profile's prefix.
    pub id: String,
    /// The kind of act.
    pub kind: Cow<'r, str>,
    /// Candidate authors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Cow<'r, str>>,
    /// Candidate targets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<Cow<'r, str>>,
    /// When it was.
    #[serde(serialize_with = "as_text")]
    pub at: At,
    /// Where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place<'r>>,
    /// With which weapon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weapon: Option<Cow<'r, str>>,
    /// Harm to people, by field.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    pub harm: Vec<(&'r str, People)>,
    /// Who says so.
    pub sources: [Source<'r>; 1],
    /// Who counts it as a violation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted_as_violation_by: Option<[&'r str; 1]>,
    /// What else the row says, by heading.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    pub notes: Vec<(Cow<'r, str>, Cow<'r, str>)>,
}

/// Where an act was.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Place<'r> {
    /// The name under which facts speak of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Cow<'r, str>>,
    /// Its name as reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'r str>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_plain")]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_plain")]
    pub lon: Option<f64>,
    /// How far from the point it may lie, in kilometres.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_plain")]
    pub radius_km: Option<f64>,
}

/// Least and most people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct People {
    /// The least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// The most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Source<'r> {
    /// The publisher.
    pub publisher: &'r str,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'r str>,
    /// The day on which it came out.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_some_text")]
    pub seen: Option<jiff::civil::Date>,
}

impl Act<'_> {
    /// Writes the act as one line of JSON.
    pub fn write(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        out.push(b'\n');
        Ok(())
    }

    /// Whether something was left out because it cannot be.
    pub(crate) fn lacks_something(&self) -> bool {
        self.notes.last().is_some_and(|(heading, _)| heading == LEFT_OUT)
    }
}

fn as_text<S: Serializer>(at: &At, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&at.text())
}

/// A whole number without `.0`: so it comes back from columns, and so people write it.
#[expect(clippy::ref_option, reason = "serde hands a field over like this")]
fn as_plain<S: Serializer>(number: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) if number.fract().abs() <= 0.0 && number.abs() < 1e6 =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
            to.serialize_i64(*number as i64)
        }
        Some(number) => to.serialize_f64(*number),
        None => to.serialize_none(),
    }
}

#[expect(clippy::ref_option, reason = "serde hands a field over like this")]
fn as_some_text<S: Serializer>(day: &Option<jiff::civil::Date>, to: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => {
            let mut text = String::with_capacity(10);
            write_day(*day, &mut text);
            to.serialize_str(&text)
        }
        None => to.serialize_none(),
    }
}

fn as_map<K: Serialize, V: Serialize, S: Serializer>(
    pairs: &[(K, V)],
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(pairs.len()))?;
    for (key, value) in pairs {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

/// The candidate that stands for somebody who is not named.
pub(crate) const NONE_OF_THESE: &str = "other";

/// Why a row is no act.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) column: Option<Column>,
    pub(crate) reason: String,
}

pub(crate) fn wrong(column: Option<Column>, reason: impl Into<String>) -> Wrong {
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

    fn code(&self, column: Option<Column>) -> Option<&'r str> {
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

/// Who is asked about what a row names.
#[derive(Clone, Copy)]
pub(crate) struct Experts<'p> {
    pub(crate) naming: &'p dyn Naming,
    pub(crate) placing: &'p dyn Placing,
}

/// The act that a row tells, whose time has been read.
pub(crate) fn act<'r>(row: Row<'r>, at: At, experts: Experts<'_>) -> Result<Act<'r>, Wrong> {
    let bound = row.bound;
    let profile = bound.profile;
    let id = bound.id.iter().find_map(|column| row.get(Some(*column)));
    let id = id.ok_or_else(|| wrong(bound.id.first().copied(), "the publisher's id is missing"))?;
    let kind = kind(row)?;
    let mut told = Vec::new();
    let [by, on] = candidates(row, at, experts.naming, &mut told);
    let mut place = place(row)?;
    if let Some(bearing) = &bound.bearing {
        told.extend(bearing.fill(&mut place, row)?);
    }
    told.extend(put(&mut place, row, experts.placing));
    let weapon = weapon(row);
    let (harm, contrary) = harm(row)?;
    let sources = [source(row)?];
    let counted_as_violation_by = counted(row).map(|by| [by]);
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
    Ok(Act { id, kind, by, on, at, place, weapon, harm, sources, counted_as_violation_by, notes })
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

/// Candidate authors and targets, by the first rule of the profile that is about the row; and, where
/// somebody else is meant than the name says, notes that tell so.
fn candidates<'r>(
    row: Row<'r>,
    at: At,
    naming: &dyn Naming,
    told: &mut Vec<(Cow<'r, str>, Cow<'r, str>)>,
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
    let mut by = named("by", &bound.by);
    if bound.sides.or_other && !by.is_empty() && !by.iter().any(|own| own == "other") {
        by.push("other".into());
    }
    [by, named("on", &bound.on)]
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
    /// Somebody is meant whom the reporter does not name.
    someone: bool,
}

impl<'r> Said<'r> {
    fn name(&mut self, name: &'r str, row: Row<'r>, at: At, naming: &dyn Naming) {
        if let Some(actor) = row.bound.profile.actors.get(name) {
            self.candidates.push(actor.into());
            return;
        }
        let meant = naming.who(&Reported { name, days: at.days(), country: country(row) });
        self.someone |= meant.candidates.is_empty();
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

    fn notes(
        mut self,
        field: &str,
        told: &mut Vec<(Cow<'r, str>, Cow<'r, str>)>,
    ) -> Vec<Cow<'r, str>> {
        if !self.reported.is_empty() {
            told.push((format!("{field} as reported").into(), self.reported.join("; ").into()));
        }
        if !self.reasons.is_empty() {
            told.push((format!("{field} not certain").into(), self.reasons.join("; ").into()));
        }
        if self.someone && !self.candidates.is_empty() {
            self.candidates.push(NONE_OF_THESE.into());
        }
        self.candidates.sort_unstable();
        self.candidates.dedup();
        self.candidates
    }
}

/// The country, where the profile says it: in two letters, or as the table writes it.
fn country(row: Row<'_>) -> Option<&str> {
    let country = &row.bound.profile.country;
    if let Some(own) = &country.is {
        return Some(own);
    }
    let cell = row.get(row.bound.country)?;
    // Two letters of another code than ours would mean another country.
    let is_code = cell.len() == 2 && !country.codes.is_empty();
    country.codes.get(cell).map(String::as_str).or(Some(cell).filter(|_| !is_code))
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
    let at = clocked(at, clock(row), last_clock(row)).ok_or_else(|| {
        wrong(
            bound.clock_last,
            "the last time is before the first; if it ended on the next day, say so in the column \
             of the last day",
        )
    })?;
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
    clock_in(row, row.bound.clock)
}

/// The time of day at which it ended.
fn last_clock(row: Row<'_>) -> Option<jiff::civil::Time> {
    clock_in(row, row.bound.clock_last)
}

fn clock_in(row: Row<'_>, column: Option<Column>) -> Option<jiff::civil::Time> {
    match of_clock(row.get(column)?)? {
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

/// The point of a place that the table only names; and the note that says by what it was put there, or why not.
fn put<'r>(
    place: &mut Option<Place<'r>>,
    row: Row<'r>,
    placing: &dyn Placing,
) -> Option<(Cow<'r, str>, Cow<'r, str>)> {
    let place = place.as_mut().filter(|place| place.lat.is_none())?;
    let name = place.name?;
    // A name alone is borne by places all over the world.
    let country = country(row).filter(|code| is_code(code))?;
    let admin = row.get(row.bound.place.admin);
    let put = placing.place(&Named { name, country, admin });
    if let Some(spot) = put.spot {
        (place.lat, place.lon, place.radius_km) = (Some(spot.lat), Some(spot.lon), spot.radius_km);
    }
    let heading = if put.spot.is_some() { "place put at" } else { "place not certain" };
    put.note.map(|note| (heading.into(), note.into()))
}

fn is_code(country: &str) -> bool {
    country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_uppercase())
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
fn notes<'r>(row: Row<'r>, contrary: &[usize]) -> Vec<(Cow<'r, str>, Cow<'r, str>)> {
    let mut notes = Vec::with_capacity(row.bound.notes.len());
    for note in &row.bound.notes {
        let kept = match note.when {
            When::Always => true,
            When::NoClock => clock(row).is_none(),
            When::NoLastClock => last_clock(row).is_none(),
            When::Contrary(field) => contrary.contains(&field),
        };
        if kept && let Some(cell) = row.get(Some(note.column)) {
            notes.push((note.heading.as_str().into(), cell.into()));
        }
    }
    notes
}

/// The longest name that the language takes, in bytes.
const LONGEST: usize = 96;

/// A name in the form that the language allows: letters and digits with hyphens between. What it
/// means is not changed, and who is meant is not decided.
pub(crate) fn fit(name: &str) -> String {
    let mut out = String::with_capacity(name.len().min(LONGEST));
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.len() >= LONGEST {
            break;
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Whether `id` is the name in that form and nothing more.
fn is_fit(id: &str, name: &str) -> bool {
    // Most names are ASCII, and then nothing needs to be made to compare.
    if !name.is_ascii() || name.len() >= LONGEST {
        return id == fit(name);
    }
    let mut own = id.bytes();
    let (mut begun, mut gap) = (false, false);
    for letter in name.bytes() {
        if !letter.is_ascii_alphanumeric() {
            gap = begun;
            continue;
        }
        let joined = !gap || own.next() == Some(b'-');
        if !joined || own.next() != Some(letter.to_ascii_lowercase()) {
            return false;
        }
        (begun, gap) = (true, false);
    }
    own.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_fit_in_every_script() {
        assert_eq!(fit("Military Forces of Russia (2000-)"), "military-forces-of-russia-2000");
        assert_eq!(fit("جبهة النصرة"), "جبهة-النصرة");
        assert_eq!(fit(" — "), "");
    }

    #[test]
    fn a_name_is_held_against_its_form_as_if_it_were_made_fit() {
        let long = "group a ".repeat(20);
        for name in ["Group A (2000-)", "group-a", "--", "", "A", "Éa b", &long] {
            for id in
                ["group-a-2000", "group-a", "group", "a", "A", "", "éa-b", "group-a-b", &fit(&long)]
            {
                assert_eq!(is_fit(id, name), id == fit(name), "{id} {name}");
            }
        }
    }
}
