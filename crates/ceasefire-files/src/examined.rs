//! All that can be said of an agreement without acts: what is wrong with it under every reading, its
//! official texts, and which way its readings can move verdicts.

use crate::library::{Library, LibraryError};
use crate::texts::Texts;
use accord_check::model::Agreement;
use accord_check::{Diagnostic, Direction, Severity, check, check_lock, directions, lock};

/// An agreement, looked at from all sides.
#[derive(Debug)]
pub struct Examined {
    /// The agreement as coded; it may be judged only if there is no error.
    pub agreement: Agreement,
    /// What is wrong with it as coded and under each of its readings.
    pub diagnostics: Vec<Diagnostic>,
    /// What each reading can do to each rule.
    pub readings: Vec<(String, Vec<Direction>)>,
    /// Official texts that are not at hand.
    pub missing: Vec<String>,
}

/// Looks at an agreement. With `pin`, what is at hand of the official texts is pinned in
/// `text.lock`; without, it is compared with what is pinned there.
pub fn examine(library: &Library, pin: bool) -> Result<Examined, LibraryError> {
    let family = &library.family;
    let checked = check(family);
    let texts = Texts::beside(library, &checked.agreement)?;
    let mut diagnostics = checked.diagnostics;
    if pin {
        texts.write_lock(&lock(family, &texts.found))?;
    } else {
        diagnostics.extend(check_lock(family, &texts.found, &texts.lock));
    }
    let mut readings = Vec::new();
    for reading in &family.readings {
        let under = check(&family.under(reading)).diagnostics;
        let errors = under.into_iter().filter(|d| d.severity == Severity::Error);
        let new: Vec<_> = errors.filter(|error| !diagnostics.contains(error)).collect();
        diagnostics.extend(new);
        let name = reading.head.name.text.clone();
        readings.push((name, directions(&checked.agreement, reading)));
    }
    Ok(Examined { agreement: checked.agreement, diagnostics, readings, missing: texts.missing })
}

impl Examined {
    /// How many errors and warnings there are.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
        (errors, self.diagnostics.len() - errors)
    }

    /// How many clauses there are.
    pub fn clauses(&self) -> usize {
        self.agreement.clauses.iter().filter(|clause| !clause.id.is_empty()).count()
    }
}
