//! Facts and registers: who accepted when, who fights beside whom, who was on which list, who held
//! which place. JSON Lines or CSV; each row says it the way a scenario's `given` line does.

use crate::acts::source;
use crate::aside::{SetAside, Wrong, in_order};
use crate::fields::{known, known_fact, text};
use crate::rows::rows;
use accord_check::model::Agreement;
use accord_check::zone;
use accord_judge::{Entry, entry};
use accord_syntax::ast::{GivenSays, GivenValue};
use accord_syntax::{parse_given, parse_span, parse_value};
use serde_json::{Map, Value};

const FIELDS: [&str; 7] = ["fact", "value", "from", "until", "recorded", "source", "notes"];

/// Reads facts. A register that the agreement does not know (a reading may bring it) is no error:
/// its rows are counted as not used.
pub fn read_facts(
    file: &str,
    bytes: &[u8],
    agreement: &Agreement,
    aside: &mut Vec<SetAside>,
) -> FactRows {
    let mut out = FactRows::default();
    let first = aside.len();
    for (line, row) in rows(file, bytes, aside) {
        match fact(&row, agreement) {
            Ok(Some(entry)) => out.entries.push(entry),
            Ok(None) => out.unused += 1,
            Err(wrong) => aside.push(wrong.at(file, line)),
        }
    }
    in_order(aside, first);
    out
}

/// The facts of a file.
#[derive(Debug, Default)]
pub struct FactRows {
    /// Those that the agreement asks for.
    pub entries: Vec<Entry>,
    /// How many are on registers that it does not name.
    pub unused: usize,
}

fn fact(row: &Map<String, Value>, agreement: &Agreement) -> Result<Option<Entry>, Wrong> {
    known(row, &FIELDS, "a fact")?;
    let line = text(row, "fact")?.ok_or_else(|| Wrong::new("fact", "a row needs its `fact`"))?;
    let value = match row.get("value") {
        Some(Value::Bool(truth)) => Some(truth.to_string()),
        Some(Value::Number(number)) => {
            return Err(Wrong::new("value", format!("write `{number}` as text, with its unit")));
        }
        _ => text(row, "value")?,
    };
    let mut given = match line.strip_prefix("used ") {
        // A power's use carries its time in `value`.
        Some(_) => {
            let at = value
                .clone()
                .ok_or_else(|| Wrong::new("value", "the use of a power needs its time"))?;
            parse_given(&format!("{line} = {at}"))
        }
        None => parse_given(&line),
    }
    .map_err(|_| {
        Wrong::new(
            "fact",
            format!(
                "`{line}` is not a fact; write it like `supports(a, b)` or `list un.sc-terrorist a`"
            ),
        )
    })?;
    if !line.starts_with("used ") {
        set_value(&mut given, value.as_deref())?;
    }
    if let GivenSays::Listed(register, _) = &given.says
        && !agreement.registers.contains_key(&register.text)
    {
        return Ok(None);
    }
    known_fact(&given, agreement).map_err(|reason| Wrong::new("fact", reason))?;
    let blamed = if value.is_some() { "value" } else { "fact" };
    let mut entry = entry(&given, agreement).map_err(|reason| Wrong::new(blamed, reason))?;
    if entry.key.speaks_of_act() {
        return Err(Wrong::new("fact", "a fact about one act stands with the act, in its `facts`"));
    }
    let moment = |field: &str| -> Result<Option<i64>, Wrong> {
        let Some(at) = text(row, field)? else { return Ok(None) };
        let wrong = |reason: String| Wrong::new(field, reason);
        let span = parse_span(&at)
            .ok()
            .filter(|span| span.to.is_none())
            .ok_or_else(|| wrong(format!("`{at}` is not a day or a minute")))?;
        zone::instant(span.from, &agreement.zone, false).map(Some).map_err(wrong)
    };
    entry.from = moment("from")?.or(entry.from);
    entry.until = moment("until")?.or(entry.until);
    entry.recorded = moment("recorded")?.or(entry.recorded);
    if let (Some(from), Some(until)) = (entry.from, entry.until)
        && until <= from
    {
        return Err(Wrong::new("until", "this fact ends before it begins"));
    }
    entry.source = match row.get("source") {
        Some(Value::Object(one)) => {
            let source = source(one)?;
            source.publisher.or(source.url)
        }
        None => None,
        Some(_) => text(row, "source")?,
    };
    Ok(Some(entry))
}

fn set_value(given: &mut accord_syntax::ast::Given, value: Option<&str>) -> Result<(), Wrong> {
    let said = given.truth != Some(true) || matches!(given.says, GivenSays::Value(..));
    if said && value.is_some() {
        return Err(Wrong::new(
            "value",
            "the `fact` says already what is so; leave one of them out",
        ));
    }
    match value {
        None => {}
        Some("true") => given.truth = Some(true),
        Some("false") => given.truth = Some(false),
        Some("unknown") => given.truth = None,
        Some(value) => {
            let read: GivenValue = parse_value(value).map_err(|_| {
                Wrong::new("value", format!("`{value}` is not a value: a time, `never`, a number with its unit, a name, true, false or unknown"))
            })?;
            match std::mem::replace(&mut given.says, GivenSays::Error) {
                GivenSays::Fact(name, args) => given.says = GivenSays::Value(name, args, read),
                _ => return Err(Wrong::new("value", "a name is on a list or not: true or false")),
            }
        }
    }
    Ok(())
}
