//! Acts as they were reported: JSON Lines, CSV or Parquet, one act a row.
//!
//! Unknown is absent: never null, zero or empty. A day alone is the whole day in the zone of the
//! agreement. What a reporter called an act is kept apart from what the text says of it.

use crate::aside::{SetAside, Wrong, in_order};
use crate::columns;
use crate::fields::{empty_list, id, known, known_fact, name, only, text, texts};
use crate::hypotheses::{candidates, joint};
use crate::rows::rows;
use accord_check::model::{Agreement, Instant};
use accord_check::zone;
use accord_judge::{Act, Entry, Value as FactValue, entry};
use accord_syntax::{parse_given, parse_span};
use ceasefire_columns::FIELDS;
use serde_json::{Map, Number, Value};
use std::collections::BTreeSet;

/// An act with what only readers need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedAct {
    /// What the judge reads.
    pub act: Act,
    /// The time as it was written.
    pub at: String,
    /// The place.
    pub place: Option<Place>,
    /// People killed and injured, as least and most; none where not reported.
    pub harm: Harm,
    /// Who reported it.
    pub sources: Vec<SourceOf>,
    /// Reporters that counted it as a violation.
    pub counted_by: Vec<String>,
}

/// A place as it was reported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The name under which facts speak of it.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Degrees north, as written.
    pub lat: Option<String>,
    /// Degrees east, as written.
    pub lon: Option<String>,
    /// Kilometres, as written.
    pub radius_km: Option<String>,
}

/// Least and most people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Harm {
    /// Killed.
    pub killed: (Option<u64>, Option<u64>),
    /// Injured.
    pub injured: (Option<u64>, Option<u64>),
}

/// A source's account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceOf {
    /// Who published it.
    pub publisher: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// The day on which it came out, as written.
    pub seen: Option<String>,
    /// What it says, in our words.
    pub says: Option<String>,
}

/// Reads acts. Ids that stand twice, within or across files, are set aside.
pub fn read_acts(
    file: &str,
    bytes: &[u8],
    agreement: &Agreement,
    seen: &mut BTreeSet<String>,
    aside: &mut Vec<SetAside>,
) -> Vec<ReportedAct> {
    let mut out = Vec::new();
    let first = aside.len();
    let rows = if columns::is_parquet(file) {
        columns::rows(file, bytes, aside)
    } else {
        rows(file, bytes, aside)
    };
    for (line, row) in rows {
        let read = act(&row, agreement).and_then(|act| {
            if seen.insert(act.act.id.clone()) {
                Ok(act)
            } else {
                Err(Wrong::new("id", format!("another act above has the id `{}`", act.act.id)))
            }
        });
        match read {
            Ok(act) => out.push(act),
            Err(wrong) => aside.push(wrong.at(file, line)),
        }
    }
    in_order(aside, first);
    out
}

/// How many rows a table of acts has, whether they can be read or not.
pub fn count_acts(file: &str, bytes: &[u8]) -> usize {
    let mut aside = Vec::new();
    let rows = if columns::is_parquet(file) {
        columns::rows(file, bytes, &mut aside)
    } else {
        rows(file, bytes, &mut aside)
    };
    rows.len() + aside.len()
}

fn act(row: &Map<String, Value>, agreement: &Agreement) -> Result<ReportedAct, Wrong> {
    known(row, &FIELDS, "an act")?;
    let at = text(row, "at")?.ok_or_else(|| Wrong::new("at", "an act needs its time"))?;
    let place = place(row)?;
    let sources = sources(row)?;
    let mut facts = Vec::new();
    for (field, unknown) in [("facts", false), ("claims", true)] {
        for line in texts(row, field)? {
            facts.push(about(&line, field, unknown, agreement)?);
        }
    }
    let by = candidates(row, "by")?;
    let on = candidates(row, "on")?;
    let joint = joint(row)?;
    let apart = by.len() + on.len();
    if !joint.is_empty() && apart > 0 {
        return Err(Wrong::new("hypotheses", "a joint table takes the place of `by` and `on`"));
    }
    let act = Act {
        id: id(row, "id")?.ok_or_else(|| Wrong::new("id", "an act needs an id"))?,
        kind: name(row, "kind")?.ok_or_else(|| Wrong::new("kind", "an act needs its kind"))?,
        by,
        on,
        joint,
        at: interval(&at, agreement).map_err(|reason| Wrong::new("at", reason))?,
        place: place.as_ref().and_then(|place| place.id.clone()),
        weapon: name(row, "weapon")?,
        facts,
        recorded: first_seen(&sources, agreement)?,
    };
    Ok(ReportedAct {
        act,
        at,
        place,
        harm: harm(row)?,
        sources,
        counted_by: texts(row, "counted_as_violation_by")?,
    })
}

/// Reads a time, a day or a span, in the zone of the agreement.
pub fn interval(text: &str, agreement: &Agreement) -> Result<(Instant, Instant), String> {
    let span = parse_span(text).map_err(|_| {
        format!("`{text}` is not a time; write `2016-03-02`, `2016-03-02 09:10`, or two with ` .. ` between them")
    })?;
    zone::interval(&span, &agreement.zone)
}

/// A fact about this act, or a claim that leaves one open.
fn about(line: &str, field: &str, unknown: bool, agreement: &Agreement) -> Result<Entry, Wrong> {
    let given =
        parse_given(line).map_err(|_| Wrong::new(field, format!("`{line}` is not a fact")))?;
    known_fact(&given, agreement).map_err(|reason| Wrong::new(field, reason))?;
    let mut entry = entry(&given, agreement).map_err(|reason| Wrong::new(field, reason))?;
    if unknown {
        entry.value = FactValue::Truth(None);
    }
    if !entry.key.speaks_of_act() {
        return Err(Wrong::new(
            field,
            format!("`{line}` is not about this act; it belongs in a file of facts"),
        ));
    }
    Ok(entry)
}

fn first_seen(sources: &[SourceOf], agreement: &Agreement) -> Result<Option<Instant>, Wrong> {
    let mut first = None;
    for seen in sources.iter().filter_map(|source| source.seen.as_ref()) {
        let (from, _) = interval(seen, agreement).map_err(|reason| Wrong::new("seen", reason))?;
        first = Some(first.map_or(from, |first: Instant| first.min(from)));
    }
    Ok(first)
}

fn place(row: &Map<String, Value>) -> Result<Option<Place>, Wrong> {
    let place = match row.get("place") {
        None => return Ok(None),
        Some(Value::String(name)) if !name.trim().is_empty() => {
            return Ok(Some(Place {
                id: Some(name.clone()),
                name: Some(name.clone()),
                ..Place::default()
            }));
        }
        Some(Value::Object(place)) => place,
        Some(_) => return Err(Wrong::new("place", "a place is a name, or an object")),
    };
    only(place, &["id", "name", "lat", "lon", "radius_km"], "place")?;
    let (lat, lon) = (number(place, "lat", 90.0)?, number(place, "lon", 180.0)?);
    if lat.is_some() != lon.is_some() {
        return Err(Wrong::new("place", "a point has both `lat` and `lon`"));
    }
    if lat.is_some_and(is_zero) && lon.is_some_and(is_zero) {
        return Err(Wrong::new(
            "place",
            "0, 0 lies in the sea: unknown is absent, leave `lat` and `lon` out",
        ));
    }
    let radius_km = number(place, "radius_km", 20_000.0)?;
    if radius_km.and_then(Number::as_f64).is_some_and(|km| km <= 0.0) {
        return Err(Wrong::new("place.radius_km", "a radius is more than 0"));
    }
    let inside = |wrong: Wrong| wrong.inside("place");
    Ok(Some(Place {
        id: text(place, "id").map_err(inside)?,
        name: text(place, "name").map_err(inside)?,
        lat: lat.map(Number::to_string),
        lon: lon.map(Number::to_string),
        radius_km: radius_km.map(Number::to_string),
    }))
}

fn is_zero(degrees: &Number) -> bool {
    degrees.as_f64().is_some_and(|degrees| degrees.abs() <= 0.0)
}

/// A number of a place, from `-most` to `most`.
fn number<'p>(
    place: &'p Map<String, Value>,
    field: &str,
    most: f64,
) -> Result<Option<&'p Number>, Wrong> {
    let wrong = |reason: String| Err(Wrong::new(field, reason).inside("place"));
    match place.get(field) {
        None => Ok(None),
        Some(Value::Number(number)) if number.as_f64().is_some_and(|n| n.abs() <= most) => {
            Ok(Some(number))
        }
        Some(Value::Number(number)) => wrong(format!("`{number}` is not from -{most} to {most}")),
        Some(other) => wrong(format!("{other} is not a number")),
    }
}

fn harm(row: &Map<String, Value>) -> Result<Harm, Wrong> {
    let harm = match row.get("harm") {
        None => return Ok(Harm::default()),
        Some(Value::Object(harm)) => harm,
        Some(_) => return Err(Wrong::new("harm", "harm is an object with `killed` and `injured`")),
    };
    only(harm, &["killed", "injured"], "harm")?;
    let range = |field: &str| -> Result<(Option<u64>, Option<u64>), Wrong> {
        let column = format!("harm.{field}");
        let range = match harm.get(field) {
            None => return Ok((None, None)),
            Some(Value::Object(range)) => range,
            Some(_) => return Err(Wrong::new(&column, "a range has `min` and `max`")),
        };
        only(range, &["min", "max"], &column)?;
        let bound = |bound: &str| match range.get(bound) {
            None => Ok(None),
            Some(value) => match value.as_u64() {
                Some(number) => Ok(Some(number)),
                None => Err(Wrong::new(&column, format!("`{value}` is not a number of people"))),
            },
        };
        let (min, max) = (bound("min")?, bound("max")?);
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            return Err(Wrong::new(&column, "`min` is more than `max`"));
        }
        Ok((min, max))
    };
    Ok(Harm { killed: range("killed")?, injured: range("injured")? })
}

fn sources(row: &Map<String, Value>) -> Result<Vec<SourceOf>, Wrong> {
    let list = match row.get("sources") {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) if !list.is_empty() => list,
        Some(Value::Array(_)) => return Err(empty_list("sources")),
        Some(_) => return Err(Wrong::new("sources", "sources are a list")),
    };
    list.iter()
        .map(|one| match one {
            Value::Object(one) => source(one),
            _ => Err(Wrong::new("sources", "a source is an object")),
        })
        .collect()
}

/// One source, of an act or of a fact.
pub(crate) fn source(one: &Map<String, Value>) -> Result<SourceOf, Wrong> {
    only(one, &["publisher", "url", "seen", "says"], "source")?;
    Ok(SourceOf {
        publisher: text(one, "publisher")?,
        url: text(one, "url")?,
        seen: text(one, "seen")?,
        says: text(one, "says")?,
    })
}
