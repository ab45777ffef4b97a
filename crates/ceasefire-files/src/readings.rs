//! An agreement as coded, and under the readings that somebody asks for.

use crate::library::Library;
use accord_check::model::{Agreement, Profile};
use accord_check::{Checked, Diagnostic, Severity, check};

/// The name of the agreement as coded, without a reading's patch.
pub const STANDARD: &str = "standard";

/// The agreement under the readings that were asked for.
#[derive(Debug)]
pub struct Readings {
    /// The agreement as coded.
    pub standard: Checked,
    /// Each reading that was asked for, in order.
    pub asked: Vec<(String, Checked)>,
    /// The agreement's other readings, those that can be judged.
    pub others: Vec<(String, Checked)>,
    /// The names of those that cannot.
    pub broken: Vec<String>,
}

/// Why it cannot be read so.
#[derive(Debug)]
pub enum ReadingError {
    /// There is no such reading; the names of those there are.
    Unknown(String, Vec<String>),
    /// There is no such profile; the names of those there are.
    NoProfile(String, Vec<String>),
    /// The text under this reading has errors.
    Broken(String, Vec<Diagnostic>),
}

impl std::fmt::Display for ReadingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown(name, known) => {
                write!(f, "there is no reading `{name}`; there are: {}", known.join(", "))
            }
            Self::NoProfile(name, known) => {
                write!(f, "there is no profile `{name}`; there are: {}", known.join(", "))
            }
            Self::Broken(name, _) if name == STANDARD => {
                write!(f, "the agreement has errors and cannot be judged")
            }
            Self::Broken(name, _) => {
                write!(
                    f,
                    "the agreement under the reading `{name}` has errors and cannot be judged"
                )
            }
        }
    }
}

impl std::error::Error for ReadingError {}

impl Readings {
    /// The agreement under each of these readings. An error in another reading keeps nothing from
    /// being judged.
    pub fn ask(library: &Library, names: &[String]) -> Result<Self, ReadingError> {
        let mut out = Self {
            standard: under(library, STANDARD)?,
            asked: Vec::new(),
            others: Vec::new(),
            broken: Vec::new(),
        };
        for name in names {
            out.asked.push((name.clone(), under(library, name)?));
        }
        for name in known(library).into_iter().filter(|name| !names.contains(name)) {
            match under(library, &name) {
                Ok(checked) => out.others.push((name, checked)),
                Err(_) => out.broken.push(name),
            }
        }
        Ok(out)
    }

    /// Whether the agreement has this profile; `none` takes every presumption away.
    pub fn has_profile(&self, name: &str) -> Result<(), ReadingError> {
        let profiles = &self.standard.profiles;
        if name == "none" || profiles.iter().any(|profile| profile.name == name) {
            return Ok(());
        }
        let named = profiles.iter().map(|profile| profile.name.clone());
        let known = ["none".to_owned()].into_iter().chain(named).collect();
        Err(ReadingError::NoProfile(name.to_owned(), known))
    }

    /// The agreement with every register and fact that one of the readings brings, so that one
    /// reading of the files serves them all.
    pub fn together(&self) -> Agreement {
        let mut all = self.standard.agreement.clone();
        for (_, Checked { agreement, .. }) in self.asked.iter().chain(&self.others) {
            for (name, register) in &agreement.registers {
                all.registers.entry(name.clone()).or_insert_with(|| register.clone());
            }
            for (name, fact) in &agreement.facts {
                all.facts.entry(name.clone()).or_insert_with(|| fact.clone());
            }
        }
        all
    }
}

/// A profile by its name.
pub fn profile<'c>(checked: &'c Checked, name: &str) -> Option<&'c Profile> {
    checked.profiles.iter().find(|profile| profile.name == name)
}

/// The names of all readings, the standard one first.
fn known(library: &Library) -> Vec<String> {
    let named = library.family.readings.iter().map(|reading| reading.head.name.text.clone());
    [STANDARD.to_owned()].into_iter().chain(named).collect()
}

fn under(library: &Library, name: &str) -> Result<Checked, ReadingError> {
    let checked = match library.family.reading(name) {
        _ if name == STANDARD => check(&library.family),
        Some(reading) => check(&library.family.under(reading)),
        None => return Err(ReadingError::Unknown(name.to_owned(), known(library))),
    };
    if !checked.has_errors() {
        return Ok(checked);
    }
    let errors = checked.diagnostics.into_iter().filter(|d| d.severity == Severity::Error);
    Err(ReadingError::Broken(name.to_owned(), errors.collect()))
}
