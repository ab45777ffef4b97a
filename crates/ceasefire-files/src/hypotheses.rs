//! Who did it to whom, as hypotheses: names, names with masses, or a joint table.
//!
//! Masses are read as exact millionths, never through floating-point numbers. What they leave over
//! is ignorance; masses that add up to more than one are a mistake.

use crate::aside::Wrong;
use crate::fields::{empty_list, is_name, only};
use accord_judge::{Candidate, Joint, Mass, Who};
use serde_json::{Map, Value};

/// The most candidates for one side. A report names a handful; every pair of author and target is
/// judged.
const MOST: usize = 100;

/// The candidates for one side, with or without masses.
pub(crate) fn candidates(row: &Map<String, Value>, field: &str) -> Result<Vec<Candidate>, Wrong> {
    let list = match row.get(field) {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
    };
    within_most(list, field)?;
    let mut out: Vec<Candidate> = Vec::new();
    for one in list {
        let one = candidate(one, field)?;
        if out.iter().any(|other| other.who == one.who) {
            return Err(Wrong::new(field, "a candidate stands twice"));
        }
        out.push(one);
    }
    let massed = out.iter().filter(|candidate| candidate.mass.is_some()).count();
    if massed != 0 && massed != out.len() {
        return Err(Wrong::new(field, "either every candidate has a mass or none has"));
    }
    within_one(out.iter().filter_map(|candidate| candidate.mass), field)?;
    Ok(out)
}

fn candidate(one: &Value, field: &str) -> Result<Candidate, Wrong> {
    let (name, mass) = match one {
        Value::String(name) => (name, None),
        Value::Object(candidate) => {
            only(candidate, &["actor", "mass"], field)?;
            match candidate.get("actor") {
                Some(Value::String(name)) => (name, candidate.get("mass")),
                _ => return Err(Wrong::new(field, "a candidate needs its `actor`")),
            }
        }
        _ => {
            let reason = "a candidate is a name, or an object with `actor` and `mass`";
            return Err(Wrong::new(field, reason));
        }
    };
    let mass = mass.map(|mass| read_mass(mass, field)).transpose()?;
    Ok(Candidate { who: read_who(name, field)?, mass })
}

/// A joint table of authors, targets, places and weapons. Rows without masses are alternatives of
/// which nobody says how likely they are.
pub(crate) fn joint(row: &Map<String, Value>) -> Result<Vec<Joint>, Wrong> {
    let field = "hypotheses";
    let list = match row.get(field) {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(Wrong::new(field, "hypotheses are a list")),
    };
    within_most(list, field)?;
    let mut out = Vec::new();
    for one in list {
        let Value::Object(one) = one else {
            return Err(Wrong::new(
                field,
                "a hypothesis is an object with `by`, `on`, `place`, `weapon` and `mass`",
            ));
        };
        only(one, &["by", "on", "place", "weapon", "mass"], field)?;
        let side = |key: &str| match one.get(key) {
            Some(Value::String(name)) => read_who(name, field),
            None => Ok(Who::Unknown),
            Some(_) => Err(Wrong::new(field, format!("`{key}` is a name"))),
        };
        let thing = |key: &str| match one.get(key) {
            Some(Value::String(name)) => is_name(name, field).map(|()| Some(name.clone())),
            None => Ok(None),
            Some(_) => Err(Wrong::new(field, format!("`{key}` is a name"))),
        };
        out.push(Joint {
            by: side("by")?,
            on: side("on")?,
            place: thing("place")?,
            weapon: thing("weapon")?,
            mass: one.get("mass").map(|mass| read_mass(mass, field)).transpose()?,
        });
    }
    let massed = out.iter().filter(|row| row.mass.is_some()).count();
    if massed != 0 && massed != out.len() {
        return Err(Wrong::new(field, "either every hypothesis has a mass or none has"));
    }
    within_one(out.iter().filter_map(|row| row.mass), field)?;
    Ok(out)
}

fn within_most(list: &[Value], field: &str) -> Result<(), Wrong> {
    match list.len() {
        0 => Err(empty_list(field)),
        n if n > MOST => Err(Wrong::new(field, format!("{n} candidates are more than {MOST}"))),
        _ => Ok(()),
    }
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
        other => return Err(Wrong::new(field, format!("`{other}` is not a mass"))),
    };
    let wrong = || {
        Wrong::new(
            field,
            format!("`{text}` is not a mass above 0 and up to 1, with at most six decimals"),
        )
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 1 || part.len() > 6 || !digits(whole) || !digits(part) {
        return Err(wrong());
    }
    let millionths: u32 = format!("{whole}{part:0<6}").parse().map_err(|_| wrong())?;
    // A candidate without mass is none: whoever names it means something else.
    Mass::from_millionths(millionths).filter(|mass| *mass > Mass::ZERO).ok_or_else(wrong)
}
