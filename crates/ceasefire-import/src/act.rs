//! One row to one act, by a profile.

use crate::dates::{day, widened, written};
use crate::naming::{Naming, Reported};
use crate::profile::{Exactness, Profile, Sides};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// The note that says what was left out of an act, and why.
pub(crate) const LEFT_OUT: &str = "left out";

/// Why a row is no act: the column and the reason.
pub(crate) type Wrong = (String, String);

/// A row by its headings. Blank is unknown.
pub(crate) struct Row<'r> {
    pub(crate) headings: &'r [String],
    pub(crate) cells: &'r csv::StringRecord,
    pub(crate) naming: &'r dyn Naming,
}

impl Row<'_> {
    pub(crate) fn get(&self, heading: &str) -> Option<&str> {
        let at = self.headings.iter().position(|own| own.eq_ignore_ascii_case(heading))?;
        let cell = self.cells.get(at)?.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
        (!cell.is_empty()).then_some(cell)
    }

    fn of(&self, heading: Option<&String>) -> Option<&str> {
        self.get(heading?)
    }
}

/// The act that a row tells.
pub(crate) fn act(row: &Row<'_>, profile: &Profile) -> Result<Map<String, Value>, Wrong> {
    let mut out = Map::new();
    let id = profile.id.columns.iter().find_map(|column| row.get(column));
    let id =
        id.ok_or_else(|| wrong(profile.id.columns.first(), "the publisher's id is missing"))?;
    out.insert("id".to_owned(), json!(format!("{}{id}", profile.id.prefix)));
    let mut used: Vec<&str> = profile.leave.iter().map(String::as_str).collect();
    used.extend(profile.id.columns.iter().map(String::as_str));
    out.insert("kind".to_owned(), json!(kind(row, profile)?));
    let days = time(row, profile, &mut used)?;
    let (sides, mut told) = sides(row, profile, days);
    for (field, names) in sides {
        if !names.is_empty() {
            out.insert(field.to_owned(), json!(names));
        }
    }
    let at = match &profile.clock {
        Some(clock) => clock.at(row, days, &mut used)?,
        None => written(days),
    };
    out.insert("at".to_owned(), json!(at));
    let mut place = place(row, profile, &mut used)?.unwrap_or_default();
    if let Some(bearing) = &profile.bearing {
        told.extend(bearing.fill(&mut place, row)?);
    }
    if !place.is_empty() {
        out.insert("place".to_owned(), Value::Object(place));
    }
    if let Some(weapon) = &profile.weapon {
        weapon.fill(&mut out, row);
    }
    let (harm, contrary) = harm(row, profile, &mut used)?;
    if !harm.is_empty() {
        out.insert("harm".to_owned(), Value::Object(harm));
    }
    out.insert("sources".to_owned(), json!([source(row, profile, &mut used)?]));
    if let Some(counted) = &profile.counted {
        counted.fill(&mut out, row);
    }
    let mut notes = notes(row, &used);
    notes.append(&mut told);
    if !contrary.is_empty() {
        let told = format!("{}: the least is more than the most", contrary.join(", "));
        notes.insert(LEFT_OUT.to_owned(), json!(told));
    }
    if !notes.is_empty() {
        out.insert("notes".to_owned(), Value::Object(notes));
    }
    Ok(out)
}

fn wrong(column: Option<&String>, reason: impl Into<String>) -> Wrong {
    (column.cloned().unwrap_or_default(), reason.into())
}

/// A publisher's word that no profile translates is kept as a kind of its own: no clause is about
/// it, and the summary counts it.
fn kind(row: &Row<'_>, profile: &Profile) -> Result<String, Wrong> {
    let kind = &profile.kind;
    let word = row.of(kind.column.as_ref());
    let translated = word.and_then(|word| {
        let mut words = kind.words.iter();
        words.find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, kind)| kind.clone())
    });
    translated
        .or_else(|| kind.default.clone())
        .or_else(|| word.map(fit))
        .ok_or_else(|| wrong(kind.column.as_ref(), "what kind of act it was is missing"))
}

/// Candidate authors and targets, by the first rule of the profile that is about the row; and, where
/// somebody else is meant than the name says, the notes that tell so.
fn sides(row: &Row<'_>, profile: &Profile, days: (Date, Date)) -> (Candidates, Map<String, Value>) {
    let about = |sides: &&Sides| match &sides.column {
        None => true,
        Some(column) => row
            .get(column)
            .is_some_and(|value| sides.is.iter().any(|is| is.eq_ignore_ascii_case(value))),
    };
    let mut notes = Map::new();
    let Some(sides) = profile.sides.iter().find(about) else {
        return ([("by", Vec::new()), ("on", Vec::new())], notes);
    };
    let mut names = |field: &str, columns: &[String]| {
        let cells = columns.iter().filter_map(|column| row.get(column));
        let parted = cells.flat_map(|cell| match &sides.parted_by {
            Some(mark) => cell.split(mark.as_str()).collect::<Vec<_>>(),
            None => vec![cell],
        });
        let mut names = Vec::new();
        let (mut reported, mut reasons) = (Vec::new(), Vec::new());
        for name in parted.map(str::trim).filter(|name| !name.is_empty()) {
            if let Some(actor) = profile.actors.get(name) {
                names.push(actor.clone());
                continue;
            }
            let meant = row.naming.who(&Reported { name, days, country: None });
            if meant.candidates != [fit(name)] {
                reported.push(name);
            }
            names.extend(meant.candidates.into_iter().filter(|id| !id.is_empty()));
            reasons.extend(meant.note);
        }
        if sides.or_other && field == "by" && !names.is_empty() {
            names.push("other".to_owned());
        }
        names.sort();
        names.dedup();
        if !reported.is_empty() && !names.is_empty() {
            notes.insert(format!("{field} as reported"), json!(reported.join("; ")));
        }
        if !reasons.is_empty() {
            notes.insert(format!("{field} not certain"), json!(reasons.join("; ")));
        }
        names
    };
    let candidates = [("by", names("by", &sides.by)), ("on", names("on", &sides.on))];
    (candidates, notes)
}

/// Candidates by the field of the act.
type Candidates = [(&'static str, Vec<String>); 2];

fn time<'p>(
    row: &Row<'_>,
    profile: &'p Profile,
    used: &mut Vec<&'p str>,
) -> Result<(Date, Date), Wrong> {
    let time = &profile.time;
    used.extend([time.first.as_str()].into_iter().chain(time.last.as_deref()));
    let first =
        row.get(&time.first).ok_or_else(|| wrong(Some(&time.first), "the date is missing"))?;
    let first = day(first, &time.forms).map_err(|reason| wrong(Some(&time.first), reason))?;
    let last = match row.of(time.last.as_ref()) {
        Some(cell) => day(cell, &time.forms).map_err(|reason| wrong(time.last.as_ref(), reason))?,
        None => first,
    };
    if last < first {
        return Err(wrong(time.last.as_ref(), "the last day is before the first"));
    }
    let exact = match row.of(time.exactness.as_ref()) {
        None => Exactness::Given,
        Some(code) => *time.codes.get(code).ok_or_else(|| {
            wrong(
                time.exactness.as_ref(),
                format!("the profile does not say how exact `{code}` is"),
            )
        })?,
    };
    Ok(widened(first, last, exact))
}

fn place<'p>(
    row: &Row<'_>,
    profile: &'p Profile,
    used: &mut Vec<&'p str>,
) -> Result<Option<Map<String, Value>>, Wrong> {
    let place = &profile.place;
    used.extend([&place.name, &place.lat, &place.lon].into_iter().flatten().map(String::as_str));
    let mut out = Map::new();
    if let Some(name) = row.of(place.name.as_ref()) {
        let id = fit(name);
        if !id.is_empty() {
            out.insert("id".to_owned(), json!(id));
        }
        out.insert("name".to_owned(), json!(name));
    }
    let degrees = |column: &Option<String>, most: f64| match row.of(column.as_ref()) {
        None => Ok(None),
        Some(cell) => match cell.parse::<f64>() {
            Ok(degrees) if degrees.abs() <= most => Ok(Some(degrees)),
            _ => Err(wrong(column.as_ref(), format!("`{cell}` is not degrees up to {most}"))),
        },
    };
    match (degrees(&place.lat, 90.0)?, degrees(&place.lon, 180.0)?) {
        // Nothing lies at 0, 0 but a blank that was turned into a number.
        (Some(lat), Some(lon)) if lat == 0.0 && lon == 0.0 => {}
        (Some(lat), Some(lon)) => {
            out.insert("lat".to_owned(), json!(lat));
            out.insert("lon".to_owned(), json!(lon));
            let code = row.of(place.exactness.as_ref());
            if let Some(radius) = code.and_then(|code| place.radius_km.get(code)) {
                out.insert("radius_km".to_owned(), json!(radius));
            }
        }
        (None, None) => {}
        _ => return Err(wrong(place.lat.as_ref(), "a point has both latitude and longitude")),
    }
    Ok((!out.is_empty()).then_some(out))
}

/// What a row says of harm; and the fields of which it says what cannot be, whose columns stay
/// notes. The act is no less reported for that.
fn harm<'p>(
    row: &Row<'_>,
    profile: &'p Profile,
    used: &mut Vec<&'p str>,
) -> Result<(Map<String, Value>, Vec<&'p str>), Wrong> {
    let mut out = Map::new();
    let mut contrary = Vec::new();
    for (field, bounds) in &profile.harm {
        let mut range = Map::new();
        for (bound, column) in [("min", &bounds.min), ("max", &bounds.max)] {
            let Some(cell) = row.of(column.as_ref()) else { continue };
            let people = cell.trim_end_matches(".0").parse::<u64>().map_err(|_| {
                wrong(column.as_ref(), format!("`{cell}` is not a number of people"))
            })?;
            range.insert(bound.to_owned(), json!(people));
        }
        let of = |bound: &str| range.get(bound).and_then(Value::as_u64);
        if let (Some(min), Some(max)) = (of("min"), of("max"))
            && min > max
        {
            contrary.push(field.as_str());
            continue;
        }
        used.extend([&bounds.min, &bounds.max].into_iter().flatten().map(String::as_str));
        if !range.is_empty() {
            out.insert(field.clone(), Value::Object(range));
        }
    }
    Ok((out, contrary))
}

fn source<'p>(
    row: &Row<'_>,
    profile: &'p Profile,
    used: &mut Vec<&'p str>,
) -> Result<Map<String, Value>, Wrong> {
    let source = &profile.source;
    used.extend([&source.url, &source.seen].into_iter().flatten().map(String::as_str));
    let mut out = Map::new();
    out.insert("publisher".to_owned(), json!(source.publisher));
    if let Some(url) = row.of(source.url.as_ref()) {
        out.insert("url".to_owned(), json!(url));
    }
    if let Some(seen) = row.of(source.seen.as_ref()) {
        let seen =
            day(seen, &profile.time.forms).map_err(|reason| wrong(source.seen.as_ref(), reason))?;
        out.insert("seen".to_owned(), json!(seen.to_string()));
    }
    Ok(out)
}

/// Everything else that the row says, under its own heading.
fn notes(row: &Row<'_>, used: &[&str]) -> Map<String, Value> {
    let mut out = Map::new();
    for heading in row.headings {
        let named = !heading.is_empty() && !heading.starts_with("set aside: ");
        if named
            && !used.iter().any(|used| used.eq_ignore_ascii_case(heading))
            && let Some(cell) = row.get(heading)
        {
            out.insert(heading.clone(), json!(cell));
        }
    }
    out
}

/// A name in the form that the language allows: letters and digits with hyphens between. What it
/// means is not changed, and who is meant is not decided.
pub(crate) fn fit(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        if out.len() >= 96 {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
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
}
