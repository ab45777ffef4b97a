//! What no scenario proves: a rule never found violated, an exception never found to apply.

use crate::run::Case;
use accord_check::Span;
use accord_check::model::Agreement;
use accord_judge::{Ground, Outcome};

/// Something that no scenario proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// In a sentence.
    pub message: String,
    /// The statement.
    pub span: Span,
}

/// What the cases leave unproven: for every rule a violation and a case that is none; for every
/// exception and condition a case in which it decides.
pub fn gaps(agreement: &Agreement, cases: &[Case]) -> Vec<Gap> {
    let proved = |rule: &str, outcome: Outcome| {
        cases.iter().any(|case| {
            case.proved.iter().any(|(name, found, _)| name == rule && *found == outcome)
        })
    };
    let grounded = |ground: &Ground| {
        cases
            .iter()
            .any(|case| case.proved.iter().any(|(_, _, found)| found.as_ref() == Some(ground)))
    };
    let mut out = Vec::new();
    for rule in agreement.rules.iter().filter(|rule| rule.pattern.is_some()) {
        for outcome in [Outcome::Violation, Outcome::NoViolation] {
            if !proved(&rule.name, outcome) {
                out.push(Gap {
                    message: format!(
                        "no scenario shows an act that {} `{}`",
                        does(outcome),
                        rule.name
                    ),
                    span: rule.span,
                });
            }
        }
    }
    for exception in &agreement.exceptions {
        if !grounded(&Ground::Excepted(exception.name.clone())) {
            out.push(Gap {
                message: format!("no scenario shows exception `{}` decide a case", exception.name),
                span: exception.span,
            });
        }
    }
    for condition in &agreement.conditions {
        let gates_a_rule =
            condition.gates.iter().any(|gate| agreement.rules.iter().any(|r| r.name == *gate));
        if gates_a_rule && !grounded(&Ground::Gated(condition.name.clone())) {
            out.push(Gap {
                message: format!(
                    "no scenario shows condition `{}` hold a rule back",
                    condition.name
                ),
                span: condition.span,
            });
        }
    }
    out
}

fn does(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Violation => "breaks",
        _ => "does not break",
    }
}
