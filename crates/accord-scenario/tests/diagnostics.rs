//! What failing scenarios and unnoticed mutants look like to their reader.
//!
//! A case is a small agreement in `diagnostics/`, named after the code that it shows.

use accord_check::{Family, Source, render};
use accord_scenario::{Case, Gap, Mutant, Suite, gaps, survivors};
use std::fs;
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_case_shows_its_code_and_reads_as_in_its_snapshot() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("diagnostics");
    settings.set_omit_expression(true);
    for path in cases() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let case = path.file_stem().unwrap().to_str().unwrap();
        let code = case.split('.').next().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let family = Family::read(vec![Source { path: name.to_owned(), text }]);
        let suite = Suite::new(&family);
        assert_eq!(suite.standard().diagnostics, [], "{name}");
        let found = suite.cases();
        let mut all: Vec<_> = found.iter().flat_map(Case::diagnostics).collect();
        all.extend(gaps(&suite.standard().agreement, &found).iter().map(Gap::diagnostic));
        if suite.holds() {
            let tried = survivors(&family);
            all.extend(tried.survivors.iter().map(Mutant::diagnostic));
            all.extend(tried.stale_diagnostics());
        }
        all.retain(|diagnostic| diagnostic.code == code);
        let shown: Vec<String> = all.iter().map(|d| render(d, &family.sources, false)).collect();
        settings.bind(|| insta::assert_snapshot!(case, shown.join("\n\n")));
        assert!(!all.is_empty(), "{name} does not show `{code}`");
    }
}
