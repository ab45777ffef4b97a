//! Whole texts through the parser and the formatter.

use accord_syntax::{SourceId, format, parse};
use proptest::prelude::*;

const SAMPLE: &str = r#"# Title

```accord
agreement a.b
  zone      Europe/Kyiv
fact controls(X, place) "{X} controls {place}"
```

## p.1 — Fire

> In plain words: stop.

```accord
prohibition fire
  binds  side
  forbids attack on anyone
  where all of
    - in-area(it)
    - not it.at < 2015-02-15 00:00
```

```scenario
name one of two
act attack
  by a 0.4 | b 0.6
  at 2015-02-16 14:00 .. 2015-02-16 15:00
given base
  distance(it, line) = 24 .. 26 km
  list un.x y from 2014-01-01 until 2015-01-01
expect fire by a between 0.40 and 0.40
expect under r no violation of fire by b because gated
settles not in-area(it) gives no violation
```
"#;

fn fuzzy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("```accord\n".to_owned()),
        Just("```scenario\n".to_owned()),
        Just("```facts\n".to_owned()),
        Just("```reading\n".to_owned()),
        Just("```\n".to_owned()),
        Just("define a X\n  means any of\n    - X = b\n".to_owned()),
        Just("prohibition p\n  binds q\n  forbids attack on r\n".to_owned()),
        Just("  where all of\n      - not a(it)\n      - x < 3 km\n".to_owned()),
        Just("expect violation of p by q\n".to_owned()),
        Just("given base\n  a(b) = 2016-01-01\n".to_owned()),
        Just("> In plain words: x\n".to_owned()),
        Just("> ```accord\n> see x\n> ```\n".to_owned()),
        Just("- ```accord\n".to_owned()),
        Just("````accord\n".to_owned()),
        Just("## a.1 — b\n".to_owned()),
        "[ -~\n\"éß]{0,12}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_tree_holds_every_byte(text in fuzzy()) {
        prop_assert_eq!(parse(SourceId(0), &text).tree.text().to_string(), text);
    }

    #[test]
    fn every_complaint_points_at_whole_characters(text in fuzzy()) {
        for diagnostic in parse(SourceId(0), &text).diagnostics {
            let span = diagnostic.primary.span;
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{diagnostic:?}");
        }
    }

    #[test]
    fn formatting_twice_is_formatting_once(text in fuzzy()) {
        let once = format(&text);
        prop_assert_eq!(format(&once), once);
    }

    #[test]
    fn formatting_changes_no_diagnostic(text in fuzzy()) {
        let count = |text: &str| parse(SourceId(0), text).diagnostics.len();
        prop_assert_eq!(count(&text), count(&format(&text)));
    }
}

#[test]
fn the_sample_is_understood_and_laid_out_once() {
    let parsed = parse(SourceId(0), SAMPLE);
    assert_eq!(parsed.diagnostics, []);
    insta::assert_snapshot!(format(SAMPLE));
}

#[test]
fn a_fence_inside_a_quote_stands_in_the_tree_once() {
    let text = "> said:\n> ```accord\n> see x\n> ```\n";
    let parsed = parse(SourceId(0), text);
    assert_eq!(parsed.tree.text().to_string(), text);
    assert_eq!(parsed.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["nested-fence"]);
}

#[test]
fn a_complaint_at_the_end_of_a_line_points_behind_its_last_letter_whatever_its_bytes() {
    let text = "```accord\ndefine é\n```\n";
    let parsed = parse(SourceId(0), text);
    let span = parsed.diagnostics[0].primary.span;
    assert_eq!(&text[span.start as usize..span.end as usize], "");
}

#[test]
fn deep_nesting_is_an_error_and_not_a_crash() {
    let deep = format!("```accord\ndefine a X\n  means {}b(X)\n```\n", "not ".repeat(100_000));
    assert!(parse(SourceId(0), &deep).diagnostics.iter().any(|d| d.code == "nested-too-deep"));
    let deep = format!("```accord\ndefine a X\n  means {}\n```\n", "a(".repeat(100_000));
    assert!(!parse(SourceId(0), &deep).diagnostics.is_empty());
}
