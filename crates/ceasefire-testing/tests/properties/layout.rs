//! Layout changes no meaning, on random agreements and on the shipped ones.

use crate::{cases, shipped};
use accord_check::model::Agreement;
use accord_check::{Family, Source, check};
use accord_judge::{Act, Entry, Facts, Finding, Judge};
use accord_syntax::format;
use ceasefire_testing::cases as made;
use ceasefire_testing::generate;
use proptest::prelude::*;

/// The text with the blanks inside its lines cut down or spread out; sentences stay as they are.
fn untidy(text: &str, spread: bool) -> String {
    let mut fenced = false;
    let mut out = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = line.len() > 3;
            out += line;
        } else if fenced {
            out += &untidy_line(line, spread);
        } else {
            out += line;
        }
        out.push('\n');
    }
    out
}

fn untidy_line(line: &str, spread: bool) -> String {
    let code = line.find('"').unwrap_or(line.len());
    let code = if line.starts_with("name ") { "name".len() } else { code };
    let (code, words) = line.split_at(code);
    let indent = code.len() - code.trim_start().len();
    let (indent, code) = code.split_at(indent);
    let gap = if spread { "   " } else { " " };
    let inside: Vec<&str> = code.split(' ').filter(|word| !word.is_empty()).collect();
    let after = if code.ends_with(' ') { gap } else { "" };
    format!("{indent}{}{after}{words}", inside.join(gap))
}

fn judged(
    text: &str,
    givens: &[String],
    act: &dyn Fn(&Agreement, Vec<Entry>) -> Act,
) -> Vec<Finding> {
    let agreement = made::agreement(text);
    let (entries, about) = made::entries(givens, &agreement);
    let facts = Facts::new(entries);
    Judge::new(&agreement, &facts, None).judge(&act(&agreement, about))
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn laying_out_a_random_agreement_changes_no_finding_and_is_done_once(
        text in generate::agreement(),
        givens in generate::givens(),
        by in generate::candidates(),
        on in generate::candidates(),
        at in generate::times(),
        spread in any::<bool>(),
    ) {
        let text = untidy(&text, spread);
        let once = format(&text);
        prop_assert_eq!(format(&once), once.clone());
        prop_assert!(once != text, "nothing was laid out");
        let act = |agreement: &Agreement, about| made::act(&by, &on, at, about, agreement);
        prop_assert_eq!(judged(&text, &givens, &act), judged(&once, &givens, &act));
    }
}

#[test]
fn the_shipped_agreements_come_back_from_any_layout_and_mean_the_same() {
    for case in shipped::families() {
        let sources = &case.library.family.sources;
        for spread in [false, true] {
            let one = |s: &Source| Source { path: s.path.clone(), text: untidy(&s.text, spread) };
            let untidied: Vec<Source> = sources.iter().map(one).collect();
            let mut changed = 0;
            for (source, untidy) in sources.iter().zip(&untidied) {
                assert_eq!(format(&untidy.text), source.text, "{}", source.path);
                changed += usize::from(untidy.text != source.text);
            }
            assert!(changed > 1, "only {changed} files were changed");
            let (tidy, untidy) = (check(&case.library.family), check(&Family::read(untidied)));
            let codes = |checked: &accord_check::Checked| -> Vec<&str> {
                checked.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
            };
            assert_eq!(codes(&tidy), codes(&untidy));
            let (acts, facts) = case.acts_and_facts(&tidy.agreement);
            let before = Judge::new(&tidy.agreement, &facts, tidy.profiles.first());
            let after = Judge::new(&untidy.agreement, &facts, untidy.profiles.first());
            for act in acts.iter().step_by(7) {
                assert_eq!(before.judge(act), after.judge(act));
            }
        }
    }
}
