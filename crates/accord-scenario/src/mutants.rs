//! Changed clauses: does any scenario notice?
//!
//! A scenario suite is as good as the mistakes it would catch. Each mutant makes one mistake of the
//! pen: a condition dropped or turned round, a bound moved, `<` for `<=`, an hour, an exception or a
//! gate forgotten, a class widened to anyone. A mutant that no scenario notices shows a case still
//! to be written, or is listed beside the clause as `harmless`, with the reason.

use crate::run::{Family, Suite};
use accord_check::Span;
use accord_syntax::ast::{
    Body, Civil, Formula, Head, Name, Names, Op, Says, Slot, Statement, Term,
};
use accord_syntax::{format_formula, format_term};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// One change.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What was changed, in words: stable, and what `harmless` names.
    pub text: String,
    /// Where.
    pub span: Span,
    place: Place,
    changed: Statement,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Statement(usize),
    Reading(usize, usize),
}

/// What became of the mutants.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    /// How many were tried.
    pub tried: usize,
    /// Those that no scenario notices and that are not listed as harmless.
    pub survivors: Vec<Mutant>,
    /// Those listed as harmless, with the reason.
    pub harmless: Vec<(Mutant, String)>,
    /// Entries of `harmless` that name no mutant, or one that a scenario does notice.
    pub stale: Vec<(String, Span)>,
}

/// All mutants of a family, in order.
pub fn mutants(family: &Family) -> Vec<Mutant> {
    let mut out = Vec::new();
    for (index, placed) in family.statements.iter().enumerate() {
        for (text, changed) in changes(&placed.statement) {
            out.push(Mutant {
                text,
                span: placed.statement.name.span,
                place: Place::Statement(index),
                changed,
            });
        }
    }
    for (r, reading) in family.readings.iter().enumerate() {
        for (index, statement) in reading.body.iter().enumerate() {
            for (text, changed) in changes(statement) {
                let text = format!("{text} (reading {})", reading.head.name.text);
                out.push(Mutant {
                    text,
                    span: statement.name.span,
                    place: Place::Reading(r, index),
                    changed,
                });
            }
        }
    }
    numbered(out)
}

/// Tries all mutants and says which are noticed.
pub fn survivors(family: &Family) -> Tried {
    survivors_of(family, mutants(family), &|| ())
}

/// The same for mutants at hand; `tried` is told after each.
pub fn survivors_of(family: &Family, all: Vec<Mutant>, tried: &(dyn Fn() + Sync)) -> Tried {
    let notices = |mutant: &Mutant| {
        let noticed = !Suite::new(&mutant.apply(family)).holds();
        tried();
        noticed
    };
    let noticed: Vec<bool> = all.par_iter().map(notices).collect();
    let mut listed: BTreeMap<String, (String, Span, bool)> = BTreeMap::new();
    for statement in family.statements.iter().map(|placed| &placed.statement) {
        if statement.head == Head::Harmless {
            let because = match statement.slot("because").map(|slot| &slot.body) {
                Some(Body::Words(words)) => words.text.clone(),
                _ => String::new(),
            };
            listed.insert(statement.name.text.clone(), (because, statement.name.span, false));
        }
    }
    let mut tried = Tried { tried: all.len(), ..Tried::default() };
    for (mutant, noticed) in all.into_iter().zip(noticed) {
        if noticed {
            continue;
        }
        match listed.get_mut(&mutant.text) {
            Some((because, _, used)) => {
                *used = true;
                tried.harmless.push((mutant, because.clone()));
            }
            None => tried.survivors.push(mutant),
        }
    }
    tried.stale = listed
        .into_iter()
        .filter(|(_, (_, _, used))| !used)
        .map(|(text, (_, span, _))| (text, span))
        .collect();
    tried
}

impl Mutant {
    /// The family with this change.
    pub fn apply(&self, family: &Family) -> Family {
        let mut family = family.clone();
        let statement = match self.place {
            Place::Statement(index) => {
                family.statements.get_mut(index).map(|placed| &mut placed.statement)
            }
            Place::Reading(r, index) => {
                family.readings.get_mut(r).and_then(|r| r.body.get_mut(index))
            }
        };
        if let Some(statement) = statement {
            *statement = self.changed.clone();
        }
        family
    }
}

/// Mutants with the same text get a number, in order.
fn numbered(mut all: Vec<Mutant>) -> Vec<Mutant> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for mutant in &mut all {
        let count = seen.entry(mutant.text.clone()).or_default();
        *count += 1;
        if *count > 1 {
            mutant.text = format!("{} [{count}]", mutant.text);
        }
    }
    all
}

/// All changes of one statement, each with its words.
fn changes(statement: &Statement) -> Vec<(String, Statement)> {
    let name = &statement.name.text;
    let mut out = Vec::new();
    if matches!(statement.head, Head::Harmless | Head::Assume | Head::Agreement) {
        return out;
    }
    if let Some(time) = &statement.time {
        for (words, moved) in moved_times(time) {
            let mut changed = statement.clone();
            changed.time = Some(moved);
            out.push((format!("{words} in {name}"), changed));
        }
    }
    for (index, slot) in statement.slots.iter().enumerate() {
        for (words, body) in slot_changes(statement.head, slot) {
            let mut changed = statement.clone();
            match body {
                Some(body) => {
                    if let Some(slot) = changed.slots.get_mut(index) {
                        slot.body = body;
                    }
                }
                None => {
                    changed.slots.remove(index);
                }
            }
            out.push((format!("{words} in {name}"), changed));
        }
    }
    out
}

/// Changes of a slot: its new body, or none where the slot is dropped.
fn slot_changes(head: Head, slot: &Slot) -> Vec<(String, Option<Body>)> {
    let keyword = slot.keyword.text.as_str();
    let mut out = Vec::new();
    let droppable = matches!(keyword, "where" | "from" | "since" | "until" | "after");
    if droppable {
        out.push((format!("drop {keyword}"), None));
    }
    match &slot.body {
        Body::Formula(formula) if keyword != "effect" => {
            for (words, changed) in formula_changes(formula) {
                out.push((words, Some(Body::Formula(changed))));
            }
        }
        Body::Row(term, when) => {
            out.push((format!("drop row {}", format_term(term)), None));
            for (words, changed) in moved_numbers(term) {
                out.push((words, Some(Body::Row(changed, when.clone()))));
            }
            for (words, changed) in formula_changes(when) {
                out.push((words, Some(Body::Row(term.clone(), changed))));
            }
        }
        Body::Term(term) if matches!(keyword, "from" | "since" | "until" | "by" | "in force") => {
            for (words, changed) in moved_times(term) {
                out.push((words, Some(Body::Term(changed))));
            }
        }
        Body::Names(names)
            if keyword == "gates" || (keyword == "to" && head == Head::Exception) =>
        {
            for (index, name) in names.iter().enumerate() {
                let rest = without(names, index);
                let body = (!rest.is_empty()).then_some(Body::Names(rest));
                if body.is_some() {
                    out.push((format!("drop {} from {keyword}", name.text), body));
                }
            }
        }
        Body::Names(names) if keyword == "binds" => {
            if let Some(name) = names.first().filter(|name| name.text != "anyone") {
                let anyone = Name { text: "anyone".to_owned(), span: name.span };
                out.push((
                    format!("bind anyone, not {}", name.text),
                    Some(Body::Names(vec![anyone])),
                ));
            }
        }
        Body::Pattern(pattern) => {
            if let Some((preposition, class)) = &pattern.class
                && class.text != "anyone"
            {
                let mut wide = pattern.clone();
                wide.class =
                    Some((*preposition, Name { text: "anyone".to_owned(), span: class.span }));
                out.push((
                    format!("{keyword} {} on anyone, not {}", pattern.kind.text, class.text),
                    Some(Body::Pattern(wide)),
                ));
            }
        }
        _ => {}
    }
    out
}

/// Changes of a condition: members dropped, atoms turned round, bounds and dates moved.
fn formula_changes(formula: &Formula) -> Vec<(String, Formula)> {
    let mut out = Vec::new();
    let with = |says: Says| Formula { says, span: formula.span };
    let (members, list): (&[Formula], bool) = match &formula.says {
        Says::All(members, list) | Says::Any(members, list) => (members, *list),
        Says::None(members) => (members, true),
        Says::Not(inner) => {
            for (words, changed) in formula_changes(inner) {
                // Turning round an inner atom is turning round the whole.
                if !words.starts_with("negate ") {
                    out.push((words, with(Says::Not(Box::new(changed)))));
                }
            }
            out.push((format!("negate {}", format_formula(formula)), (**inner).clone()));
            return out;
        }
        _ => return atom_changes(formula),
    };
    let rebuilt = |members: Vec<Formula>| match &formula.says {
        Says::All(..) => with(Says::All(members, list)),
        Says::Any(..) => with(Says::Any(members, list)),
        _ => with(Says::None(members)),
    };
    for (index, member) in members.iter().enumerate() {
        if members.len() > 1 {
            out.push((
                format!("drop {}", format_formula(member)),
                rebuilt(without(members, index)),
            ));
        }
        for (words, changed) in formula_changes(member) {
            let mut all = members.to_vec();
            if let Some(slot) = all.get_mut(index) {
                *slot = changed;
            }
            out.push((words, rebuilt(all)));
        }
    }
    out
}

fn atom_changes(formula: &Formula) -> Vec<(String, Formula)> {
    let mut out = vec![(
        format!("negate {}", format_formula(formula)),
        Formula { says: Says::Not(Box::new(formula.clone())), span: formula.span },
    )];
    let Says::Compare(left, op, right) = &formula.says else { return out };
    let mut add = |words: String, left: &Term, op: Op, right: &Term| {
        let says = Says::Compare(left.clone(), op, right.clone());
        out.push((words, Formula { says, span: formula.span }));
    };
    let swapped = match op {
        Op::Less => Some(Op::AtMost),
        Op::AtMost => Some(Op::Less),
        Op::More => Some(Op::AtLeast),
        Op::AtLeast => Some(Op::More),
        Op::Equal => None,
    };
    if let Some(swapped) = swapped {
        let says = Says::Compare(left.clone(), swapped, right.clone());
        let shown = format_formula(&Formula { says, span: formula.span });
        add(format!("write {shown} for {}", format_formula(formula)), left, swapped, right);
    }
    for (words, moved) in moved_numbers(right).into_iter().chain(moved_times(right)) {
        add(words, left, *op, &moved);
    }
    out
}

/// A number a tenth up and down; a division forgotten.
fn moved_numbers(term: &Term) -> Vec<(String, Term)> {
    let at = |names: Names| Term { names, span: term.span };
    match &term.names {
        Names::Quantity(quantity) => {
            let tenth = (quantity.thousandths / 10).max(1);
            [("up", tenth), ("down", -tenth)]
                .into_iter()
                .map(|(word, by)| {
                    let mut moved = quantity.clone();
                    moved.thousandths += by;
                    (
                        format!("move {} a tenth {word}", format_term(term)),
                        at(Names::Quantity(moved)),
                    )
                })
                .collect()
        }
        Names::Divide(inner, by) => {
            vec![(format!("forget / {by} after {}", format_term(inner)), (**inner).clone())]
        }
        _ => Vec::new(),
    }
}

/// A date an hour earlier and later; a number of days one more and one fewer.
fn moved_times(term: &Term) -> Vec<(String, Term)> {
    let at = |names: Names| Term { names, span: term.span };
    match &term.names {
        Names::Time(civil) => [("earlier", -1), ("later", 1)]
            .into_iter()
            .filter_map(|(word, hours)| {
                let moved = an_hour(*civil, hours)?;
                Some((format!("move {} an hour {word}", format_term(term)), at(Names::Time(moved))))
            })
            .collect(),
        Names::PlusDays(inner, days) => [("more", 1), ("fewer", -1)]
            .into_iter()
            .map(|(word, by)| {
                let moved = at(Names::PlusDays(inner.clone(), days + by));
                (format!("one day {word} than {}", format_term(term)), moved)
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// An hour earlier or later on the civil clock.
fn an_hour(civil: Civil, hours: i64) -> Option<Civil> {
    let (hour, minute) = civil.clock.unwrap_or((0, 0));
    let day = jiff_day(civil)?;
    let moved = i64::from(hour) + hours;
    let (day, hour) = match moved {
        -1 => (day.yesterday().ok()?, 23),
        24 => (day.tomorrow().ok()?, 0),
        25 => (day.tomorrow().ok()?, 1),
        hour => (day, hour),
    };
    Some(Civil {
        year: day.year(),
        month: day.month().unsigned_abs(),
        day: day.day().unsigned_abs(),
        clock: Some((u8::try_from(hour).ok()?, minute)),
    })
}

fn jiff_day(civil: Civil) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(civil.year, civil.month.cast_signed(), civil.day.cast_signed()).ok()
}

fn without<T: Clone>(members: &[T], skip: usize) -> Vec<T> {
    members.iter().enumerate().filter(|(index, _)| *index != skip).map(|(_, m)| m.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use accord_check::Source;

    fn texts(statement: &str) -> Vec<String> {
        let text = format!("## a — b\n```accord\n{statement}\n```\n");
        let family = Family::read(vec![Source { path: "a.md".into(), text }]);
        mutants(&family).into_iter().map(|mutant| mutant.text).collect()
    }

    #[test]
    fn every_condition_bound_and_date_is_changed_once() {
        let found = texts(
            "define late X\n  means     all of\n              - engaged(X)\n              - acceptance(X) <= 2016-02-26 12:00",
        );
        assert_eq!(
            found,
            [
                "drop engaged(X) in late",
                "negate engaged(X) in late",
                "drop acceptance(X) <= 2016-02-26 12:00 in late",
                "negate acceptance(X) <= 2016-02-26 12:00 in late",
                "write acceptance(X) < 2016-02-26 12:00 for acceptance(X) <= 2016-02-26 12:00 in late",
                "move 2016-02-26 12:00 an hour earlier in late",
                "move 2016-02-26 12:00 an hour later in late",
            ]
        );
    }

    #[test]
    fn the_end_of_a_day_moves_over_midnight() {
        let found = texts("instant due = 2015-03-02 24:00");
        assert_eq!(found.len(), 2);
    }
}
