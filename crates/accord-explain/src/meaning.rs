//! What a defined term means, in words: its condition, told with the templates of its facts.
//!
//! One level only: a term that uses another names it, so that a sentence stays a sentence.

use crate::Words;
use crate::words::part_words;
use accord_check::model::{Cond, FactKind, Instant, Measure, Subject, Window};

impl Words<'_> {
    /// What a defined term means, as a sentence: the version in force at a time, else the first.
    pub fn meaning(&self, term: &str, at: Instant) -> Option<String> {
        let versions = self.agreement.definitions.get(term)?;
        let in_force = |window: Window| {
            window.since.is_none_or(|since| since <= at)
                && window.until.is_none_or(|until| at < until)
        };
        let version = versions.iter().find(|v| in_force(v.window)).or_else(|| versions.first())?;
        let clause = self.clause(version.clause);
        Some(format!("`{term}` ({clause}): {}", self.condition(&version.means, &version.param)))
    }

    /// A condition in words; the parameter stands as it is written.
    fn condition(&self, cond: &Cond, param: &str) -> String {
        let subject = |subject: &Subject| match subject {
            Subject::Param => param.to_owned(),
            Subject::Part(part) => part_words(*part).to_owned(),
            Subject::Act => "the act".to_owned(),
            Subject::Name(name) => self.name(name),
        };
        let fact = |name: &str, subjects: &[Subject]| {
            let words = self.agreement.facts.get(name);
            let told = words.map_or_else(|| name.to_owned(), |decl| decl.words.clone());
            let params = words.map_or(&[][..], |decl| decl.params.as_slice());
            params.iter().zip(subjects).fold(told, |told, (param, arg)| {
                told.replace(&format!("{{{param}}}"), &subject(arg))
            })
        };
        match cond {
            Cond::All(members) => self.list(members, param, " and "),
            Cond::Any(members) => self.list(members, param, " or "),
            Cond::Not(inner) => match &**inner {
                Cond::Is(one, class) => format!("{} is not within `{class}`", subject(one)),
                Cond::Same(one, name) => format!("{} is not {}", subject(one), self.name(name)),
                inner => format!("it is not so that {}", self.condition(inner, param)),
            },
            Cond::Is(one, class) => format!("{} is within `{class}`", subject(one)),
            Cond::Same(one, name) => format!("{} is {}", subject(one), self.name(name)),
            Cond::Listed(one, register) => {
                let list = self.agreement.registers.get(register);
                let list = list.map_or(register.as_str(), |register| register.words.as_str());
                format!("{} is on {list}", subject(one))
            }
            Cond::Fact(name, subjects) => fact(name, subjects),
            Cond::Valued(name, subjects, value) => {
                format!("{} is {}", fact(name, subjects), self.name(value))
            }
            Cond::AtLeast(left, right) => self.compared(left, right, param, false),
            Cond::More(left, right) => self.compared(left, right, param, true),
        }
    }

    fn list(&self, members: &[Cond], param: &str, joint: &str) -> String {
        let told = members.iter().map(|member| match member {
            Cond::All(_) | Cond::Any(_) => format!("({})", self.condition(member, param)),
            member => self.condition(member, param),
        });
        told.collect::<Vec<_>>().join(joint)
    }

    fn compared(&self, left: &Measure, right: &Measure, param: &str, more: bool) -> String {
        let kind = [left, right].into_iter().find_map(|side| self.kind_of(side));
        let kind = kind.unwrap_or(FactKind::Count);
        let told = |side: &Measure| self.measure(side, kind, param);
        match (left, more, kind) {
            // "No later than" reads better than "is at least as late as".
            (Measure::Constant(_), false, FactKind::Time) => {
                format!("{} is {} or earlier", told(right), told(left))
            }
            (Measure::Constant(_), true, FactKind::Time) => {
                format!("{} is before {}", told(right), told(left))
            }
            (_, false, FactKind::Time) => format!("{} is {} or later", told(left), told(right)),
            (_, true, FactKind::Time) => format!("{} is later than {}", told(left), told(right)),
            (Measure::Constant(_), false, _) => {
                format!("{} is at most {}", told(right), told(left))
            }
            (Measure::Constant(_), true, _) => {
                format!("{} is less than {}", told(right), told(left))
            }
            (_, false, _) => format!("{} is at least {}", told(left), told(right)),
            (_, true, _) => format!("{} is more than {}", told(left), told(right)),
        }
    }

    fn measure(&self, measure: &Measure, kind: FactKind, param: &str) -> String {
        match measure {
            Measure::ActTime => "the time of the act".to_owned(),
            Measure::Constant(value) => self.amount(kind, *value),
            Measure::Fact(name, subjects) => {
                self.condition(&Cond::Fact(name.clone(), subjects.clone()), param)
            }
            Measure::PlusDays(inner, days) => {
                format!("{} + {days} days", self.measure(inner, kind, param))
            }
            Measure::Divide(inner, by) => format!("{} / {by}", self.measure(inner, kind, param)),
        }
    }

    fn kind_of(&self, measure: &Measure) -> Option<FactKind> {
        match measure {
            Measure::ActTime => Some(FactKind::Time),
            Measure::Constant(_) => None,
            Measure::Fact(name, _) => Some(self.kind(name)),
            Measure::PlusDays(inner, _) | Measure::Divide(inner, _) => self.kind_of(inner),
        }
    }
}
