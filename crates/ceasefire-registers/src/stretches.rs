//! Stretches of days over which an answer stays the same.

use crate::evidence::{Answer, Told};
use crate::reference::Reference;
use crate::register::Register;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Days with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The first day; none: ever since.
    pub from: Option<Date>,
    /// The first day after it; none: for ever.
    pub until: Option<Date>,
    /// The answer.
    pub answer: Answer,
    /// Why, on its first day.
    pub reason: String,
}

impl Register {
    /// The answer about a reference or a name, over all days.
    pub fn stretches(&self, called: &str) -> Vec<Stretch> {
        self.stretches_of_any(&[called])
    }

    /// The answer about somebody with several names and references: yes if any is listed, no if none is.
    pub fn stretches_of_any(&self, called: &[&str]) -> Vec<Stretch> {
        let turns = called.iter().flat_map(|one| self.turns(one)).collect();
        stretched(turns, |day| any(called.iter().map(|one| self.ask(one, day))))
    }

    /// Asks about an entry where the text is a reference, and about a name otherwise.
    pub fn ask(&self, called: &str, day: Date) -> Told {
        let reference = Reference::new(called);
        if reference.parts().is_some() || self.knows(&reference) {
            self.entity_on(&reference, day)
        } else {
            self.name_on(called, day)
        }
    }
}

/// The answers over all days, where `turns` are those on which one may change.
pub(crate) fn stretched(turns: BTreeSet<Date>, ask: impl Fn(Date) -> Told) -> Vec<Stretch> {
    let mut turns = turns.into_iter().filter(|turn| *turn > Date::MIN);
    let first = turns.next();
    let eve = first.and_then(|turn| turn.yesterday().ok()).unwrap_or(Date::MIN);
    let mut out = vec![stretch(None, ask(eve))];
    for turn in first.into_iter().chain(turns) {
        let told = ask(turn);
        if let Some(last) = out.last_mut()
            && last.answer != told.answer
        {
            last.until = Some(turn);
            out.push(stretch(Some(turn), told));
        }
    }
    out
}

fn stretch(from: Option<Date>, told: Told) -> Stretch {
    Stretch { from, until: None, answer: told.answer, reason: told.reason }
}

fn any(all: impl Iterator<Item = Told>) -> Told {
    let all: Vec<Told> = all.collect();
    let of = |answer: Answer| all.iter().find(|told| told.answer == answer);
    let found = of(Answer::Yes).or_else(|| of(Answer::Unknown)).or_else(|| all.first());
    found.cloned().unwrap_or_else(|| Told::new(Answer::Unknown, "nobody was asked about"))
}
