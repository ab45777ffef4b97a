//! One canonical layout for the code; the Markdown around it is left alone.
//!
//! A fence is printed from what it says, so that formatting cannot change meaning, and a fence
//! that was not fully understood is left exactly as it is. Formatting twice is formatting once.

use crate::ast::{
    Act, Body, Candidate, Civil, Code, Expect, ExpectOutcome, Expected, FactSet, Fence, Formula,
    Given, GivenSays, GivenValue, Head, Names, Patch, Preposition, Quantity, Says, Scenario, Slot,
    Statement, Term, TimeSpan,
};
use crate::{SourceId, parse};
use std::fmt::Write as _;

/// The column at which what a slot holds begins.
const VALUE_COLUMN: usize = 12;

/// Lays out the code of a literate file.
pub fn format(text: &str) -> String {
    let parsed = parse(SourceId(0), text);
    let fences = parsed.file.sections.iter().flat_map(|section| &section.fences);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for fence in fences.filter(|fence| fence.sound) {
        let (start, end) = (fence.body.start as usize, fence.body.end as usize);
        let body = text.get(start..end).unwrap_or_default();
        out.push_str(text.get(at..start).unwrap_or_default());
        out.push_str(&laid_out(fence, body, start));
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// A condition on one line, lists in brackets: for messages, not for files.
pub fn format_formula(formula: &Formula) -> String {
    let joined = |members: &[Formula], word: &str| {
        members.iter().map(format_formula).collect::<Vec<_>>().join(word)
    };
    match &formula.says {
        Says::All(members, true) => format!("all of ({})", joined(members, "; ")),
        Says::Any(members, true) => format!("any of ({})", joined(members, "; ")),
        Says::None(members) => format!("none of ({})", joined(members, "; ")),
        Says::All(members, false) => joined(members, " and "),
        Says::Any(members, false) => joined(members, " or "),
        Says::Not(inner) => format!("not {}", format_formula(inner)),
        Says::Is(term, negated, class) => {
            let not = if *negated { "not " } else { "" };
            format!("{} is {not}{}", format_term(term), class.text)
        }
        Says::OnList(term, register) => format!("{} on list {}", format_term(term), register.text),
        Says::Call(name, args) => call(&name.text, args),
        Says::Compare(left, op, right) => {
            format!("{} {} {}", format_term(left), op.mark(), format_term(right))
        }
        Says::Error => "?".to_owned(),
    }
}

/// A term, as it is written.
pub fn format_term(term: &Term) -> String {
    match &term.names {
        Names::It => "it".to_owned(),
        Names::Part(part) => format!("it.{part}"),
        Names::Name(name) => name.clone(),
        Names::Call(name, args) => call(&name.text, args),
        Names::Quantity(quantity) => amount(quantity),
        Names::Time(civil) => time(*civil),
        Names::PlusDays(inner, days) => format!("{} + {days} days", format_term(inner)),
        Names::Divide(inner, by) => format!("{} / {by}", format_term(inner)),
        Names::Never => "never".to_owned(),
        Names::Error => "?".to_owned(),
    }
}

/// A given fact, as it is written.
pub fn format_given(given: &Given) -> String {
    let mut out = match given.truth {
        Some(true) => String::new(),
        Some(false) => "not ".to_owned(),
        None => "unknown ".to_owned(),
    };
    match &given.says {
        GivenSays::Fact(name, args) => out += &call(&name.text, args),
        GivenSays::Value(name, args, value) => {
            let _ = write!(out, "{} = {}", call(&name.text, args), given_value(value));
        }
        GivenSays::Listed(register, name) => {
            let _ = write!(out, "list {} {}", register.text, name.text);
        }
        GivenSays::Used(power, args, at) => {
            let _ = write!(out, "used {} = {}", call(&power.text, args), time_span(at));
        }
        GivenSays::Error => out.push('?'),
    }
    for (word, at) in [("from", given.from), ("until", given.until), ("recorded", given.recorded)] {
        if let Some(at) = at {
            let _ = write!(out, " {word} {}", time(at));
        }
    }
    out
}

fn laid_out(fence: &Fence, body: &str, offset: usize) -> String {
    match &fence.code {
        Code::Accord(statements) | Code::Reading(statements) | Code::Profile(statements) => {
            statements_text(statements, body, offset)
        }
        Code::Scenario(scenario) => scenario_text(scenario),
        Code::Facts(sets) => sets.iter().map(fact_set).collect::<Vec<_>>().join("\n"),
    }
}

/// Statements, the sentences of neighbouring one-line ones aligned.
fn statements_text(statements: &[Statement], body: &str, offset: usize) -> String {
    let mut out = String::new();
    let mut group: Vec<&Statement> = Vec::new();
    for statement in statements {
        let apart = group.last().is_some_and(|last| {
            !one_line(last)
                || !one_line(statement)
                || last.head != statement.head
                || blank_between(last, statement, body, offset)
        });
        if apart {
            let blank = group.last().is_none_or(|last| {
                !one_line(last)
                    || !one_line(statement)
                    || blank_between(last, statement, body, offset)
            });
            out += &group_text(&group);
            if blank {
                out.push('\n');
            }
            group.clear();
        }
        group.push(statement);
    }
    out + &group_text(&group)
}

fn one_line(statement: &Statement) -> bool {
    statement.slots.is_empty()
}

fn blank_between(one: &Statement, two: &Statement, body: &str, offset: usize) -> bool {
    let start = (one.span.end as usize).saturating_sub(offset);
    let end = (two.span.start as usize).saturating_sub(offset);
    body.get(start..end).is_some_and(|between| between.matches('\n').count() > 1)
}

fn group_text(group: &[&Statement]) -> String {
    let heads: Vec<String> = group.iter().map(|statement| head(statement)).collect();
    let width = heads.iter().map(|head| head.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for (statement, head) in group.iter().zip(heads) {
        out += &head;
        let pad = width - head.chars().count();
        if let Some(words) = &statement.words {
            let _ = write!(out, "{:pad$}  \"{}\"", "", words.text);
        }
        if let Some(at) = &statement.time {
            let _ = write!(out, "{:pad$} = {}", "", format_term(at));
        }
        out.push('\n');
        for slot in &statement.slots {
            out += &slot_text(slot);
        }
    }
    out
}

fn head(statement: &Statement) -> String {
    let mut out = match statement.patch {
        Some(Patch::Replace) => "replace ".to_owned(),
        Some(Patch::Widen) => "widen ".to_owned(),
        Some(Patch::Narrow) => "narrow ".to_owned(),
        None => String::new(),
    };
    out += statement.head.word();
    if statement.head == Head::Harmless {
        let _ = write!(out, " \"{}\"", statement.name.text);
        return out;
    }
    let _ = write!(out, " {}", statement.name.text);
    let params: Vec<&str> = statement.params.iter().map(|param| param.text.as_str()).collect();
    if statement.head == Head::Define {
        let _ = write!(out, " {}", params.join(" "));
    } else if !params.is_empty() {
        let _ = write!(out, "({})", params.join(", "));
    }
    if let Some(of) = &statement.of {
        let word = if statement.head == Head::Amendment { "to" } else { "of" };
        let _ = write!(out, " {word} {}", of.text);
    }
    out
}

fn slot_text(slot: &Slot) -> String {
    let mut out = format!("  {}", slot.keyword.text);
    let gap = |out: &mut String| {
        let pad = VALUE_COLUMN.saturating_sub(out.chars().count()).max(1);
        let _ = write!(out, "{:pad$}", "");
    };
    if let Body::Row(term, formula) = &slot.body {
        out = format!("  {}", format_term(term));
        gap(&mut out);
        out += "when ";
        out += &condition(formula, VALUE_COLUMN + 2);
        return out + "\n";
    }
    gap(&mut out);
    match &slot.body {
        Body::Words(words) => {
            let _ = write!(out, "\"{}\"", words.text);
        }
        Body::Names(names) => {
            out += &names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(", ");
        }
        Body::Formula(formula) => out += &condition(formula, VALUE_COLUMN + 2),
        Body::Term(term) => out += &format_term(term),
        Body::Pattern(pattern) => {
            out += &pattern.kind.text;
            if let Some((preposition, class)) = &pattern.class {
                let word = if *preposition == Preposition::On { "on" } else { "of" };
                let _ = write!(out, " {word} {}", class.text);
            }
        }
        Body::Official(language, status, path) => {
            let _ = write!(out, "{} {} \"{}\"", language.text, status.text, path.text);
        }
        Body::Source(kind, reference) => out += &source(kind.as_ref(), reference),
        Body::Row(..) | Body::Missing => {}
    }
    out + "\n"
}

fn source(kind: Option<&crate::ast::Name>, reference: &crate::ast::Text) -> String {
    let number = reference.span.end - reference.span.start == reference.text.len() as u32;
    let shown = if number { reference.text.clone() } else { format!("\"{}\"", reference.text) };
    match kind {
        Some(kind) => format!("{} {shown}", kind.text),
        None => shown,
    }
}

/// A condition as it stands in a file: lists one member a line, `indent` blanks in.
fn condition(formula: &Formula, indent: usize) -> String {
    let (word, members) = match &formula.says {
        Says::All(members, true) => ("all of", members),
        Says::Any(members, true) => ("any of", members),
        Says::None(members) => ("none of", members),
        _ => return format_formula(formula),
    };
    let mut out = word.to_owned();
    for member in members {
        let _ = write!(out, "\n{:indent$}- {}", "", condition(member, indent + 4));
    }
    out
}

fn scenario_text(scenario: &Scenario) -> String {
    let mut out = String::new();
    let mut line = |word: &str, value: &str| {
        let _ = writeln!(out, "{word:<9} {value}");
    };
    if let Some(name) = &scenario.name {
        line("name", &name.text);
    }
    if let Some(act) = &scenario.act {
        line("act", &act.kind.text);
        let _ = write!(out, "{}", act_parts(act));
    }
    let mut line = |word: &str, value: &str| {
        let _ = writeln!(out, "{word:<9} {value}");
    };
    if let Some(at) = &scenario.as_of {
        line("as of", &format_term(at));
    }
    if let Some(at) = &scenario.known_on {
        line("known on", &format_term(at));
    }
    if let Some(profile) = &scenario.profile {
        line("profile", &profile.text);
    }
    if scenario.base.is_some() || !scenario.givens.is_empty() {
        line("given", scenario.base.as_ref().map_or("", |base| &base.text));
        if scenario.base.is_none() {
            out.truncate(out.trim_end().len());
            out.push('\n');
        }
    }
    for given in &scenario.givens {
        let _ = writeln!(out, "  {}", format_given(given));
    }
    for expect in &scenario.expects {
        let _ = writeln!(out, "{}", expect_text(expect));
    }
    for settles in &scenario.settles {
        let gives = if settles.violation { "violation" } else { "no violation" };
        let _ = writeln!(out, "settles   {} gives {gives}", format_formula(&settles.answers));
    }
    out
}

fn act_parts(act: &Act) -> String {
    let mut out = String::new();
    let mut part = |word: &str, value: String| {
        let _ = writeln!(out, "  {word:<9} {value}");
    };
    if !act.by.is_empty() {
        part("by", candidates(&act.by));
    }
    if !act.on.is_empty() {
        part("on", candidates(&act.on));
    }
    if let Some(at) = &act.at {
        part("at", time_span(at));
    }
    if let Some(place) = &act.place {
        part("place", place.text.clone());
    }
    if let Some(weapon) = &act.weapon {
        part("weapon", weapon.text.clone());
    }
    out
}

fn candidates(candidates: &[Candidate]) -> String {
    let one = |candidate: &Candidate| match candidate.mass {
        Some(mass) => format!("{} {}", candidate.name.text, decimal(i64::from(mass), 6, 1)),
        None => candidate.name.text.clone(),
    };
    candidates.iter().map(one).collect::<Vec<_>>().join(" | ")
}

fn expect_text(expect: &Expect) -> String {
    let mut out = "expect".to_owned();
    if let Some(reading) = &expect.reading {
        let _ = write!(out, " under {} ", reading.text);
    } else {
        out += "   ";
    }
    out.push(' ');
    match &expect.outcome {
        ExpectOutcome::Rule(expected, rule, by) => {
            let word = match expected {
                Expected::Violation => "violation of",
                Expected::NoViolation => "no violation of",
                Expected::Undetermined => "undetermined",
                Expected::Conflict => "conflict of",
            };
            let _ = write!(out, "{word} {} by {}", rule.text, by.text);
        }
        ExpectOutcome::Between(rule, by, sure, possible) => {
            let mass = |m: u32| decimal(i64::from(m), 6, 2);
            let _ = write!(
                out,
                "{} by {} between {} and {}",
                rule.text,
                by.text,
                mass(*sure),
                mass(*possible)
            );
        }
        ExpectOutcome::Granted(permission) => {
            let _ = write!(out, "granted {}", permission.text);
        }
        ExpectOutcome::State(state, name) => {
            let _ = write!(out, "{} {}", state.text, name.text);
        }
        ExpectOutcome::Error => out.push('?'),
    }
    if let Some(because) = &expect.because {
        let _ = write!(out, " because {}", because.text);
    }
    out
}

fn fact_set(set: &FactSet) -> String {
    let mut out = format!("{}\n", set.name.text);
    for given in &set.givens {
        let _ = writeln!(out, "  {}", format_given(given));
    }
    out
}

fn given_value(value: &GivenValue) -> String {
    match value {
        GivenValue::Time(span) => time_span(span),
        GivenValue::Never => "never".to_owned(),
        GivenValue::Range(from, to, unit) => {
            let mut out = decimal(*from, 3, 0);
            if from != to {
                let _ = write!(out, " .. {}", decimal(*to, 3, 0));
            }
            if !unit.is_empty() {
                let _ = write!(out, " {unit}");
            }
            out
        }
        GivenValue::Name(name) => name.text.clone(),
    }
}

fn amount(quantity: &Quantity) -> String {
    let number = decimal(quantity.thousandths, 3, 0);
    if quantity.unit.is_empty() { number } else { format!("{number} {}", quantity.unit) }
}

/// A whole number of the last of `places` decimal places, with at least `least` of them shown.
fn decimal(value: i64, places: usize, least: usize) -> String {
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let kept = part.trim_end_matches('0').len().max(least);
    let sign = if value < 0 { "-" } else { "" };
    match part.get(..kept) {
        Some(part) if !part.is_empty() => format!("{sign}{whole}.{part}"),
        _ => format!("{sign}{whole}"),
    }
}

fn time(civil: Civil) -> String {
    let Civil { year, month, day, clock } = civil;
    match clock {
        Some((hour, minute)) => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
        None => format!("{year:04}-{month:02}-{day:02}"),
    }
}

fn time_span(span: &TimeSpan) -> String {
    match span.to {
        Some(to) => format!("{} .. {}", time(span.from), time(to)),
        None => time(span.from),
    }
}

fn call(name: &str, args: &[Term]) -> String {
    if args.is_empty() {
        return name.to_owned();
    }
    format!("{name}({})", args.iter().map(format_term).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masses_and_numbers_are_printed_exactly() {
        assert_eq!(decimal(700_000, 6, 2), "0.70");
        assert_eq!(decimal(333_333, 6, 2), "0.333333");
        assert_eq!(decimal(12_500, 3, 0), "12.5");
        assert_eq!(decimal(0, 3, 0), "0");
    }

    #[test]
    fn a_fence_that_was_not_understood_is_left_alone() {
        let text = "```accord\ndefine   x  X\n  meens  X = y\n```\n";
        assert_eq!(format(text), text);
    }

    #[test]
    fn slots_are_aligned_and_lists_indented() {
        let text = "```accord\ndefine party X\n  means all of\n   - X is eligible\n   - any of\n      - a(X)\n      - b(X)\n  cites stmt.3,stmt.6\n```\n";
        let once = format(text);
        insta::assert_snapshot!(once, @r"
        ```accord
        define party X
          means     all of
                      - X is eligible
                      - any of
                          - a(X)
                          - b(X)
          cites     stmt.3, stmt.6
        ```
        ");
        assert_eq!(format(&once), once);
    }
}
