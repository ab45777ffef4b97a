//! What the scenarios found, as diagnostics: with their codes, places and help.

use crate::{Case, Gap, Tried};
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

impl Tried {
    /// The mutants that survive, and the lines `harmless` that excuse nothing.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        let survivors = self.survivors.iter().map(|mutant| {
            let message = format!("no scenario notices this change: `{}`", mutant.text);
            Diagnostic::error("mutant-survives", mutant.span, message).help(format!(
                "write a scenario that this change would make fail; if it changes nothing, write \
                 `harmless \"{}\"` with the reason",
                mutant.text
            ))
        });
        let stale = self.stale.iter().map(|(text, span)| {
            let message = format!("`{text}` is listed as harmless, and need not be");
            Diagnostic::error("stale-harmless", *span, message).help(
                "a scenario notices this change, or there is no such change any more; take the line out",
            )
        });
        survivors.chain(stale)
    }
}
