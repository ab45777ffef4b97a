//! Checks an agreement and turns it into the model that the judge reads.
//!
//! [`Family::read`] takes the texts of one folder, [`check`] says what is wrong with them, and
//! [`model`] holds what is left when nothing is. Knows no files: texts come in, diagnostics and a
//! model go out.

mod circles;
mod comparisons;
mod conditions;
mod coverage;
mod direction;
pub mod family;
mod instruments;
mod lock;
mod lower;
pub mod model;
mod names;
mod profiles;
mod readings;
pub mod relation;
mod render;
mod scenarios;
mod slots;
mod symbols;
mod times;
mod unfold;
pub mod zone;

pub use accord_syntax::{Diagnostic, Label, Severity, SourceId, Span};
pub use conditions::in_base_unit;
pub use direction::{Direction, Moves, directions};
pub use family::{Family, Named, PlacedScenario, Source};
pub use lock::{OfficialText, check_lock, lock};
pub use render::render;

use model::{Agreement, Profile};

/// What [`check`] returns.
#[derive(Debug)]
pub struct Checked {
    /// The model; it may be judged only if there is no error among the diagnostics.
    pub agreement: Agreement,
    /// The evaluation profiles.
    pub profiles: Vec<Profile>,
    /// For each scenario of the family, what each of its `settles` lines asks.
    pub settles: Vec<Vec<model::Cond>>,
    /// What is wrong, in order of place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Checks a family as it stands, without its readings.
pub fn check(family: &Family) -> Checked {
    let lowered = lower::lower(family);
    let mut diagnostics = lowered.diagnostics;
    readings::check(family, &mut diagnostics);
    scenarios::check(family, &lowered.symbols, &lowered.agreement.zone, &mut diagnostics);
    unfold::check(family, &lowered.agreement, &mut diagnostics);
    coverage::check(family, &lowered.agreement, &lowered.symbols, &mut diagnostics);
    diagnostics.sort_by(|a, b| a.primary.span.cmp(&b.primary.span).then(a.code.cmp(b.code)));
    diagnostics.dedup();
    Checked {
        agreement: lowered.agreement,
        profiles: lowered.profiles,
        settles: lowered.settles,
        diagnostics,
    }
}
