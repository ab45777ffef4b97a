//! `ceasefire test`

use super::{Done, Format, count, lines};
use crate::console::Console;
use accord_check::{Diagnostic, Severity, Span, render};
use accord_scenario::{Case, Mutant, Suite, Tried, gaps, mutants, survivors_of};
use ceasefire_files::Library;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Run the scenarios beside the clauses; with --mutants, change the clauses and see who notices
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  Run the scenarios of every agreement:
    ceasefire test agreements/*

  Make one mistake of the pen at a time and name those that no scenario notices:
    ceasefire test --mutants agreements/syria-coh-2016

  One scenario a line, for a program:
    ceasefire test agreements/minsk --format json

Exit codes: 0 every expectation holds and every mutant is noticed or listed as harmless; 1 not so,
or an agreement has errors; 2 something could not be read.")]
pub(crate) struct Test {
    /// Folders of agreements
    #[arg(required = true)]
    agreements: Vec<PathBuf>,
    /// Drop or change every condition, bound, exception and date in turn, and name each change
    /// that no scenario notices
    #[arg(long)]
    mutants: bool,
    /// For people, or one scenario a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Test {
    pub(crate) fn run(&self, console: &mut Console) -> Done {
        let mut all_well = true;
        for path in &self.agreements {
            let library = Library::open(path)?;
            let told = Told { path, library: &library, format: self.format };
            all_well &= told.test(self.mutants, console);
        }
        Ok(all_well)
    }
}

/// One agreement, and how its tests are told.
struct Told<'a> {
    path: &'a Path,
    library: &'a Library,
    format: Format,
}

impl Told<'_> {
    fn test(&self, with_mutants: bool, console: &mut Console) -> bool {
        let family = &self.library.family;
        let suite = Suite::new(family);
        if suite.is_broken() {
            for diagnostic in &suite.standard().diagnostics {
                if diagnostic.severity == Severity::Error {
                    self.show(console, diagnostic);
                }
            }
            self.text(console, "has errors; see `ceasefire check`");
            return false;
        }
        let agreement = &suite.standard().agreement;
        let cases = suite.cases();
        for case in &cases {
            let clause = agreement.clauses.get(case.clause).map(|clause| clause.id.as_str());
            self.case(console, &agreement.id, clause.unwrap_or_default(), case);
        }
        for gap in gaps(agreement, &cases) {
            self.show(console, &gap.diagnostic());
        }
        let expectations: usize = cases.iter().map(|case| case.expectations).sum();
        let failures: usize = cases.iter().map(|case| case.failures.len()).sum();
        self.text(
            console,
            &format!(
                "{}, {} of {expectations} expectations hold",
                count(cases.len(), "scenario"),
                expectations.saturating_sub(failures),
            ),
        );
        if !with_mutants || failures > 0 {
            return failures == 0;
        }
        let all = mutants(family);
        let progress = console.progress("mutants", all.len());
        let tried = survivors_of(family, all, &|| progress.more(1));
        drop(progress);
        self.mutants(console, &agreement.id, &tried);
        tried.survivors.is_empty() && tried.stale.is_empty()
    }

    fn case(&self, console: &mut Console, agreement: &str, clause: &str, case: &Case) {
        if self.format == Format::Text {
            for diagnostic in case.diagnostics() {
                self.show(console, &diagnostic);
            }
            return;
        }
        let failures: Vec<Value> = case
            .failures
            .iter()
            .map(|failure| {
                let mut one = self.placed(failure.span);
                one.insert("message".to_owned(), json!(failure.message));
                Value::Object(one)
            })
            .collect();
        let mut out = Map::new();
        out.insert("agreement".to_owned(), json!(agreement));
        out.insert("clause".to_owned(), json!(clause));
        out.insert("scenario".to_owned(), json!(case.name));
        out.extend(self.placed(case.span));
        out.insert("holds".to_owned(), json!(failures.is_empty()));
        out.insert("expectations".to_owned(), json!(case.expectations));
        if !failures.is_empty() {
            out.insert("failures".to_owned(), json!(failures));
        }
        console.line(&Value::Object(out).to_string());
    }

    fn mutants(&self, console: &mut Console, agreement: &str, tried: &Tried) {
        let noticed = tried.tried - tried.survivors.len() - tried.harmless.len();
        for mutant in &tried.survivors {
            self.mutant(console, agreement, mutant, None);
        }
        for (mutant, because) in &tried.harmless {
            self.mutant(console, agreement, mutant, Some(because));
        }
        for diagnostic in tried.stale_diagnostics() {
            self.show(console, &diagnostic);
        }
        if self.format == Format::Json {
            let counts = json!({
                "agreement": agreement,
                "mutants": tried.tried,
                "noticed": noticed,
                "harmless": tried.harmless.len(),
                "survive": tried.survivors.len(),
            });
            console.line(&counts.to_string());
        }
        self.text(
            console,
            &format!(
                "{} tried, {noticed} noticed, {} listed as harmless, {} survive",
                count(tried.tried, "mutant"),
                tried.harmless.len(),
                tried.survivors.len()
            ),
        );
    }

    fn mutant(
        &self,
        console: &mut Console,
        agreement: &str,
        mutant: &Mutant,
        harmless: Option<&String>,
    ) {
        match (self.format, harmless) {
            (Format::Json, _) => {
                let mut out = Map::new();
                out.insert("agreement".to_owned(), json!(agreement));
                out.insert("mutant".to_owned(), json!(mutant.text));
                out.extend(self.placed(mutant.span));
                let outcome = if harmless.is_some() { "harmless" } else { "survives" };
                out.insert("outcome".to_owned(), json!(outcome));
                if let Some(because) = harmless {
                    out.insert("because".to_owned(), json!(because));
                }
                console.line(&Value::Object(out).to_string());
            }
            (Format::Text, None) => self.show(console, &mutant.diagnostic()),
            (Format::Text, Some(_)) => {}
        }
    }

    fn show(&self, console: &mut Console, diagnostic: &Diagnostic) {
        match self.format {
            Format::Json => console.line(&lines::diagnostic(diagnostic, self.library).to_string()),
            Format::Text => {
                let sources = &self.library.family.sources;
                console.line(&render(diagnostic, sources, console.colour));
                console.line("");
            }
        }
    }

    /// A line that only people need.
    fn text(&self, console: &mut Console, words: &str) {
        if self.format == Format::Text {
            console.line(&format!("{}: {words}", self.path.display()));
        }
    }

    fn placed(&self, span: Span) -> Map<String, Value> {
        let mut out = Map::new();
        lines::place(span, self.library, &mut out);
        out
    }
}
