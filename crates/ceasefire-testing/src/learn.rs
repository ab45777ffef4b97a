//! Answers put on record: what would be known if an open question were answered.
//!
//! Only what is open is filled in. Where the record says something for a part of the time, it goes on
//! saying it.

use accord_check::model::{Agreement, Instant};
use accord_judge::{Act, Atom, Entry, Facts, Key, Quantity, Value};
use std::collections::BTreeSet;

/// So far that no text asks beyond it, and no calendar ends before it.
const FAR: i64 = 1 << 40;

/// The facts and the act once a question is answered. None where the answer cannot be put on
/// record (it is about somebody unreported, or about which of two amounts is more) or where it
/// contradicts what is known.
pub fn learned(
    atom: &Atom,
    truth: bool,
    facts: &Facts,
    act: &Act,
    agreement: &Agreement,
) -> Option<(Facts, Act)> {
    let (key, answer) = match atom {
        Atom::Fact(name, args) => (Key::Fact(name.clone(), args.clone()), Answer::Truth(truth)),
        Atom::Listed(name, register) => {
            (Key::Listed(register.clone(), name.clone()), Answer::Truth(truth))
        }
        Atom::Valued(name, args, value) => {
            let value = if truth { value.as_str() } else { "none-of-those" };
            (Key::Fact(name.clone(), args.clone()), Answer::Name(value.to_owned()))
        }
        Atom::AtLeast(Quantity::Fact(name, args), bound) => {
            (Key::Fact(name.clone(), args.clone()), Answer::AtLeast(*bound, truth))
        }
        Atom::AtLeast(Quantity::ActTime, bound) => {
            let (first, last) = act.at;
            let at = if truth { (first.max(*bound), last) } else { (first, last.min(bound - 1)) };
            return (at.0 <= at.1).then(|| (facts.clone(), Act { at, ..act.clone() }));
        }
        Atom::Order(..) | Atom::Member(..) | Atom::Same(..) => return None,
    };
    let names: Vec<&String> = match &key {
        Key::Fact(_, args) | Key::Used(_, args) => args.iter().collect(),
        Key::Listed(_, name) => vec![name],
    };
    if names.iter().any(|name| name.starts_with("it.")) {
        return None;
    }
    let closed = matches!(&key, Key::Listed(register, _)
        if agreement.registers.get(register).is_some_and(|r| r.closed)
            && facts.knows_register(register));
    let about_act = names.iter().any(|name| *name == "it");
    let known: Vec<Entry> = facts
        .about(&key)
        .iter()
        .chain(act.facts.iter().filter(|e| e.key == key))
        .cloned()
        .collect();
    let filled = filled(&key, &known, &answer, closed)?;
    let others = facts.entries().filter(|entry| entry.key != key).cloned();
    let mut act = act.clone();
    if about_act {
        act.facts.retain(|entry| entry.key != key);
        act.facts.extend(filled);
        return Some((Facts::new(others), act));
    }
    Some((Facts::new(others.chain(filled)), act))
}

enum Answer {
    Truth(bool),
    Name(String),
    AtLeast(i64, bool),
}

/// Entries that say in every piece of time what was known, or the answer where nothing was.
fn filled(key: &Key, known: &[Entry], answer: &Answer, closed: bool) -> Option<Vec<Entry>> {
    let cuts: BTreeSet<Instant> =
        known.iter().flat_map(|entry| entry.from.into_iter().chain(entry.until)).collect();
    let starts: Vec<Option<Instant>> =
        std::iter::once(None).chain(cuts.into_iter().map(Some)).collect();
    let mut out = Vec::new();
    let mut possible = false;
    for (index, from) in starts.iter().enumerate() {
        let at = from.unwrap_or(Instant::MIN);
        let says: Vec<&Value> = known
            .iter()
            .filter(|e| e.from.is_none_or(|f| f <= at) && e.until.is_none_or(|until| at < until))
            .map(|entry| &entry.value)
            .collect();
        let (value, fits) = piece(&says, answer, closed);
        possible |= fits;
        let until = starts.get(index + 1).copied().flatten();
        let key = key.clone();
        out.push(Entry { key, value, from: *from, until, recorded: None, source: None });
    }
    possible.then_some(out)
}

/// What is known in a piece of time once the answer is, and whether the two go together.
fn piece(says: &[&Value], answer: &Answer, closed: bool) -> (Value, bool) {
    let agreed = says.first().filter(|first| says.iter().all(|other| other == *first));
    match (answer, agreed) {
        (Answer::Truth(answer), Some(Value::Truth(Some(truth)))) => {
            (Value::Truth(Some(*truth)), truth == answer)
        }
        (Answer::Truth(answer), None) if closed && says.is_empty() => {
            (Value::Truth(Some(false)), !answer)
        }
        (Answer::Truth(answer), _) => (Value::Truth(Some(*answer)), true),
        (Answer::Name(answer), Some(Value::Name(name))) => {
            (Value::Name(name.clone()), name == answer)
        }
        (Answer::Name(answer), _) => (Value::Name(answer.clone()), true),
        (Answer::AtLeast(_, truth), Some(Value::Never)) => (Value::Never, *truth),
        (Answer::AtLeast(bound, truth), _) => {
            let mut range: Option<(i64, i64)> = None;
            for says in says {
                match says {
                    Value::Time(low, high) | Value::Range(low, high) => {
                        let (least, most) = range.unwrap_or((*low, *high));
                        range = Some((least.min(*low), most.max(*high)));
                    }
                    // A time and never are at odds: it may be any.
                    _ => range = Some((-FAR, FAR)),
                }
            }
            let (low, high) = range.unwrap_or((-FAR, FAR));
            let within = if *truth { (low.max(*bound), high) } else { (low, high.min(bound - 1)) };
            if within.0 <= within.1 {
                (Value::Range(within.0, within.1), true)
            } else {
                (Value::Range(low, high), false)
            }
        }
    }
}
