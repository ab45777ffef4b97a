//! What the scenarios found, as diagnostics: with their codes, places and help.

use crate::{Case, Gap, Mutant, Tried};
use accord_check::Diagnostic;

impl Case {
    /// One diagnostic for each expectation that does not hold.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        self.failures.iter().map(|failure| {
            let message = format!("the scenario `{}` fails", self.name);
            Diagnostic::error("scenario-fails", failure.span, message)
                .label(failure.message.clone())
                .help("either the code of the clause is wrong, or the expectation is; read the clause again")
        })
    }
}

impl Gap {
    /// The gap as a warning.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::warning("unproven", self.span, self.message.clone())
            .help("write a scenario under the clause that shows it")
    }
}

impl Mutant {
    /// The mutant as an error: no scenario notices it.
    pub fn diagnostic(&self) -> Diagnostic {
        let message = format!("no scenario notices this change: `{}`", self.text);
        Diagnostic::error("mutant-survives", self.span, message).help(format!(
            "write a scenario that this change would make fail; if it changes nothing, write \
             `harmless \"{}\"` with the reason",
            self.text
        ))
    }
}

impl Tried {
    /// The lines `harmless` that excuse nothing.
    pub fn stale_diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        self.stale.iter().map(|(text, span)| {
            let message = format!("`{text}` is listed as harmless, and need not be");
            Diagnostic::error("stale-harmless", *span, message).help(
                "a scenario notices this change, or there is no such change any more; take the line out",
            )
        })
    }
}
