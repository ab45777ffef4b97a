//! Whatever a text says, checking it and showing what is wrong comes to an end.

use accord_check::{Family, Source, check, check_lock, lock, render};
use proptest::prelude::*;

const GROUND: &str = include_str!("ground.md");

/// A sound text with some of its pieces dropped, doubled or replaced.
fn damaged() -> impl Strategy<Value = String> {
    let cut = (0..GROUND.len(), 0_usize..40);
    let put = prop_oneof![
        Just(String::new()),
        Just("\n".to_owned()),
        Just("\"".to_owned()),
        Just("```\n".to_owned()),
        Just("```reading\nreading r of valley.2020\n".to_owned()),
        Just("replace ".to_owned()),
        Just("party".to_owned()),
        Just("truce".to_owned()),
        Just("not ".to_owned()),
        Just("2020-02-30".to_owned()),
        Just(" é≥“".to_owned()),
        "[ -~\n]{0,8}",
    ];
    proptest::collection::vec((cut, put), 1..8).prop_map(|changes| {
        let mut text = GROUND.to_owned();
        for ((start, length), put) in changes {
            let mut start = start.min(text.len());
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.replace_range(start..end.max(start), &put);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_damaged_text_is_checked_and_its_faults_are_shown(text in damaged()) {
        let family = Family::read(vec![Source { path: "a.md".to_owned(), text }]);
        let mut all = check(&family).diagnostics;
        for reading in &family.readings {
            all.extend(check(&family.under(reading)).diagnostics);
        }
        all.extend(check_lock(&family, &[], &lock(&family, &[])));
        for diagnostic in all {
            let shown = render(&diagnostic, &family.sources, false);
            prop_assert!(shown.contains(diagnostic.code));
        }
    }
}
