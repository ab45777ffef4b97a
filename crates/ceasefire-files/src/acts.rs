//! Acts as they were reported: JSON Lines or CSV, one act a row.
//!
//! Unknown is absent: never null, zero or empty. A day alone is the whole day in the zone of the
//! agreement. What a reporter called an act is kept apart from what the text says of it.

use crate::aside::{SetAside, Wrong};
use crate::rows::rows;
use accord_check::model::{Agreement, Instant};
use accord_check::zone;
use accord_judge::{Act, Candidate, Entry, Joint, Mass, Value as FactValue, Who, entry};
use accord_syntax::{parse_given, parse_span};
use serde_json::{Map, Value};
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

const FIELDS: [&str; 14] = [
    "id",
    "kind",
    "by",
    "on",
    "hypotheses",
    "at",
    "place",
    "weapon",
    "harm",
    "sources",
    "counted_as_violation_by",
    "claims",
    "facts",
    "notes",
];

/// Reads acts. Ids that stand twice, within or across files, are set aside.
pub fn read_acts(
    file: &str,
    bytes: &[u8],
    agreement: &Agreement,
    seen: &mut BTreeSet<String>,
    aside: &mut Vec<SetAside>,
) -> Vec<ReportedAct> {
    let mut out = Vec::new();
    for (line, row) in rows(file, bytes, aside) {
        let read = act(&row, agreement).and_then(|act| {
            if seen.insert(act.act.id.clone()) {
                Ok(act)
            } else {
                Err(Wrong::new("id", format!("the id `{}` stands twice", act.act.id)))
            }
        });
        match read {
            Ok(act) => out.push(act),
            Err(wrong) => aside.push(SetAside {
                file: file.to_owned(),
                line,
                column: wrong.column,
                reason: wrong.reason,
            }),
        }
    }
    out
}

fn act(row: &Map<String, Value>, agreement: &Agreement) -> Result<ReportedAct, Wrong> {
    if let Some(unknown) = row.keys().find(|key| !FIELDS.contains(&key.as_str())) {
        return Err(Wrong::new(
            unknown,
            "an act has no such field; other things belong in `notes`",
        ));
    }
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
    if !joint.is_empty() && !(by.is_empty() && on.is_empty()) {
        return Err(Wrong::new("hypotheses", "a joint table takes the place of `by` and `on`"));
    }
    let act = Act {
        id: name(row, "id")?.ok_or_else(|| Wrong::new("id", "an act needs an id"))?,
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
    let mut entry = entry(&given, agreement).map_err(|reason| Wrong::new(field, reason))?;
    if unknown {
        entry.value = FactValue::Truth(None);
    }
    let about_it = matches!(&entry.key, accord_judge::Key::Fact(_, args) if args.iter().any(|arg| arg == "it"));
    if !about_it {
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

fn candidates(row: &Map<String, Value>, field: &str) -> Result<Vec<Candidate>, Wrong> {
    let list = match row.get(field) {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
    };
    if list.is_empty() {
        return Err(Wrong::new(field, "an empty list says nothing; leave the field out"));
    }
    let mut out = Vec::new();
    for one in &list {
        let (who, mass) = match one {
            Value::String(name) => (name, None),
            Value::Object(candidate) => match candidate.get("actor") {
                Some(Value::String(name)) => (name, candidate.get("mass")),
                _ => return Err(Wrong::new(field, "a candidate needs its `actor`")),
            },
            _ => {
                return Err(Wrong::new(
                    field,
                    "a candidate is a name, or an object with `actor` and `mass`",
                ));
            }
        };
        let mass = mass.map(|mass| read_mass(mass, field)).transpose()?;
        out.push(Candidate { who: read_who(who, field)?, mass });
    }
    let massed = out.iter().filter(|candidate| candidate.mass.is_some()).count();
    if massed != 0 && massed != out.len() {
        return Err(Wrong::new(field, "either every candidate has a mass or none has"));
    }
    within_one(out.iter().filter_map(|candidate| candidate.mass), field)?;
    Ok(out)
}

fn joint(row: &Map<String, Value>) -> Result<Vec<Joint>, Wrong> {
    let field = "hypotheses";
    let list = match row.get(field) {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(Wrong::new(field, "hypotheses are a list")),
    };
    let mut out = Vec::new();
    for one in list {
        let Value::Object(one) = one else {
            return Err(Wrong::new(field, "a hypothesis is an object with `by`, `on` and `mass`"));
        };
        let side = |key: &str| match one.get(key) {
            Some(Value::String(name)) => read_who(name, field),
            None => Ok(Who::Unknown),
            Some(_) => Err(Wrong::new(field, format!("`{key}` is a name"))),
        };
        let mass =
            one.get("mass").ok_or_else(|| Wrong::new(field, "a hypothesis needs its `mass`"))?;
        out.push(Joint { by: side("by")?, on: side("on")?, mass: read_mass(mass, field)? });
    }
    within_one(out.iter().map(|row| row.mass), field)?;
    Ok(out)
}

fn within_one(masses: impl Iterator<Item = Mass>, field: &str) -> Result<(), Wrong> {
    let total: u64 = masses.map(|mass| u64::from(mass.millionths())).sum();
    if total > 1_000_000 {
        return Err(Wrong::new(field, "the masses add up to more than 1"));
    }
    Ok(())
}

fn read_who(name: &str, field: &str) -> Result<Who, Wrong> {
    match name {
        "other" => Ok(Who::Other),
        "anyone" => Ok(Who::Unknown),
        name => is_name(name, field).map(|()| Who::Actor(name.to_owned())),
    }
}

/// A mass, exactly: at most six decimals.
fn read_mass(mass: &Value, field: &str) -> Result<Mass, Wrong> {
    let text = match mass {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => String::new(),
    };
    millionths(&text).and_then(Mass::from_millionths).ok_or_else(|| {
        let reason = "is not a mass between 0 and 1 with at most six decimals";
        Wrong::new(field, format!("`{mass}` {reason}"))
    })
}

/// `0.7` is 700000; none for anything that is not written in digits.
fn millionths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || whole.len() > 1 || part.len() > 6 {
        return None;
    }
    format!("{whole}{part:0<6}").parse().ok()
}

fn place(row: &Map<String, Value>) -> Result<Option<Place>, Wrong> {
    let place = match row.get("place") {
        None => return Ok(None),
        Some(Value::String(name)) => {
            return Ok(Some(Place {
                id: Some(name.clone()),
                name: Some(name.clone()),
                ..Place::default()
            }));
        }
        Some(Value::Object(place)) => place,
        Some(_) => return Err(Wrong::new("place", "a place is a name, or an object")),
    };
    let degrees = |field: &str, most: f64| match place.get(field) {
        None => Ok(None),
        Some(Value::Number(number)) if number.as_f64().is_some_and(|n| n.abs() <= most) => {
            Ok(Some(number.to_string()))
        }
        Some(other) => {
            Err(Wrong::new(&format!("place.{field}"), format!("`{other}` is out of range")))
        }
    };
    let word = |field: &str| match place.get(field) {
        None => Ok(None),
        Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
        Some(_) => Err(Wrong::new(&format!("place.{field}"), "this is not a name")),
    };
    let (lat, lon) = (degrees("lat", 90.0)?, degrees("lon", 180.0)?);
    if lat.is_some() != lon.is_some() {
        return Err(Wrong::new("place", "a point has both `lat` and `lon`"));
    }
    Ok(Some(Place {
        id: word("id")?,
        name: word("name")?,
        lat,
        lon,
        radius_km: degrees("radius_km", 20_000.0)?,
    }))
}

fn harm(row: &Map<String, Value>) -> Result<Harm, Wrong> {
    let harm = match row.get("harm") {
        None => return Ok(Harm::default()),
        Some(Value::Object(harm)) => harm,
        Some(_) => return Err(Wrong::new("harm", "harm is an object with `killed` and `injured`")),
    };
    let range = |field: &str| -> Result<(Option<u64>, Option<u64>), Wrong> {
        let column = format!("harm.{field}");
        let range = match harm.get(field) {
            None => return Ok((None, None)),
            Some(Value::Object(range)) => range,
            Some(_) => return Err(Wrong::new(&column, "a range has `min` and `max`")),
        };
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
        Some(Value::Array(list)) => list,
        Some(_) => return Err(Wrong::new("sources", "sources are a list")),
    };
    list.iter()
        .map(|one| match one {
            Value::Object(one) => source(one),
            _ => Err(Wrong::new("sources", "a source is an object")),
        })
        .collect()
}

pub(crate) fn source(one: &Map<String, Value>) -> Result<SourceOf, Wrong> {
    Ok(SourceOf {
        publisher: text(one, "publisher")?,
        url: text(one, "url")?,
        seen: text(one, "seen")?,
        says: text(one, "says")?,
    })
}

/// A text; absent where the field is. An empty text is refused: unknown is absent.
pub(crate) fn text(row: &Map<String, Value>, field: &str) -> Result<Option<String>, Wrong> {
    match row.get(field) {
        None => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.clone())),
        Some(Value::String(_) | Value::Null) => {
            Err(Wrong::new(field, "unknown is absent: leave the field out"))
        }
        Some(_) => Err(Wrong::new(field, "this is not text")),
    }
}

pub(crate) fn texts(row: &Map<String, Value>, field: &str) -> Result<Vec<String>, Wrong> {
    match row.get(field) {
        None => Ok(Vec::new()),
        Some(Value::Array(list)) => list
            .iter()
            .map(|one| match one {
                Value::String(text) if !text.is_empty() => Ok(text.clone()),
                _ => Err(Wrong::new(field, "this is a list of texts")),
            })
            .collect(),
        Some(_) => Err(Wrong::new(field, "this is a list of texts")),
    }
}

fn name(row: &Map<String, Value>, field: &str) -> Result<Option<String>, Wrong> {
    let text = text(row, field)?;
    if let Some(text) = &text
        && field != "id"
    {
        is_name(text, field)?;
    }
    Ok(text)
}

/// Names in files follow the names of the language.
fn is_name(text: &str, field: &str) -> Result<(), Wrong> {
    let fine = !text.is_empty()
        && text.len() <= 100
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '/'));
    if fine {
        return Ok(());
    }
    Err(Wrong::new(field, format!("`{text}` is not a name: letters, digits and hyphens")))
}
