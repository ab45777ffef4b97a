//! `ceasefire test`

use super::{Done, count};
use crate::console::Console;
use accord_check::{Diagnostic, Severity, Span, render};
use accord_scenario::{Suite, gaps, survivors};
use ceasefire_files::Library;
use std::path::PathBuf;

/// Run the scenarios beside the clauses; with --mutants, change the clauses and see who notices
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  ceasefire test agreements/*\n  ceasefire test --mutants agreements/syria-coh-2016"
)]
pub(crate) struct Test {
    /// Folders of agreements
    #[arg(required = true)]
    agreements: Vec<PathBuf>,
    /// Drop or change every condition, bound, exception and date in turn, and name each change
    /// that no scenario notices
    #[arg(long)]
    mutants: bool,
}

impl Test {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let mut all_well = true;
        for path in &self.agreements {
            let library = Library::open(path).map_err(|error| error.to_string())?;
            let suite = Suite::new(&library.family);
            let show = |console: &mut Console, diagnostic: &Diagnostic| {
                let text = render(diagnostic, &library.family.sources, console.colour);
                console.line(&text);
                console.line("");
            };
            if suite.is_broken() {
                for diagnostic in &suite.standard().diagnostics {
                    if diagnostic.severity == Severity::Error {
                        show(console, diagnostic);
                    }
                }
                console.line(&format!("{}: has errors; see `ceasefire check`", path.display()));
                all_well = false;
                continue;
            }
            let cases = suite.cases();
            for case in &cases {
                for failure in &case.failures {
                    let title = format!("scenario \"{}\" fails", case.name);
                    let diagnostic = Diagnostic::error("scenario-fails", failure.span, title)
                        .label(failure.message.clone());
                    show(console, &diagnostic);
                }
            }
            let warn = |span: Span, message: &str| Diagnostic::warning("unproven", span, message);
            for gap in gaps(&suite.standard().agreement, &cases) {
                show(console, &warn(gap.span, &gap.message));
            }
            let expectations: usize = cases.iter().map(|case| case.expectations).sum();
            let failures: usize = cases.iter().map(|case| case.failures.len()).sum();
            all_well &= failures == 0;
            console.line(&format!(
                "{}: {}, {} of {} expectations hold",
                path.display(),
                count(cases.len(), "scenario"),
                expectations.saturating_sub(failures),
                expectations
            ));
            if self.mutants && failures == 0 {
                let tried = survivors(&library.family);
                for mutant in &tried.survivors {
                    let message = format!("no scenario notices: {}", mutant.text);
                    show(console, &Diagnostic::error("mutant-survives", mutant.span, message));
                }
                for (text, span) in &tried.stale {
                    let message =
                        format!("listed as harmless, but it is noticed or does not exist: {text}");
                    show(console, &Diagnostic::error("stale-harmless", *span, message));
                }
                all_well &= tried.survivors.is_empty() && tried.stale.is_empty();
                console.line(&format!(
                    "{}: {} tried, {} noticed, {} listed as harmless, {} survive",
                    path.display(),
                    count(tried.tried, "mutant"),
                    tried.tried - tried.survivors.len() - tried.harmless.len(),
                    tried.harmless.len(),
                    tried.survivors.len()
                ));
            }
        }
        Ok(all_well)
    }
}
