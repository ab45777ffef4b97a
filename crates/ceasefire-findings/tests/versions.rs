//! The way from a rule to each statement that differs between two versions.

use accord_check::{Family, Source, check};
use ceasefire_findings::{Version, Versions};

const TRUCE: &str = r#"# A truce

```accord
agreement truce
  title     "A truce"
  made      2016-01-01
  zone      UTC

actor army "the army"
actor agency "an aid agency"

kind attack "attack"
kind denial "denial of access"

fact fights(X) "{X} fights"
fact accepted(X) "the time at which {X} accepted"
fact threat(it) "there was a threat"
fact expelled(X) "{X} has been expelled"

instant start = 2016-02-01 00:00
```

## 1 — Peace

> In plain words: the fighters stop.

cites nothing

```accord
define party X
  means     all of
              - fights(X)
              - X is willing
              - not expelled(X)

define willing X
  means     accepted(X) <= start

prohibition quiet
  binds     party
  forbids   attack on party
  from      start
  unless    defence

exception defence
  to        quiet
  applies   threat(it)

condition first
  gates     quiet
  holds     army is willing

permission escort
  grants    attack on outsider
  to        party

define outsider X
  means     not fights(X)

power expulsion
  held by   council
  effect    expelled(X)

prohibition passage
  binds     army-side
  forbids   denial on anyone

define army-side X
  means     X = army
```

```profile
profile working of truce
  title     "working"

assume no-threat
  that      not threat(it)
  because   "nobody said so"
```
"#;

fn family(text: &str) -> Family {
    Family::read(vec![Source { path: "truce.md".to_owned(), text: text.to_owned() }])
}

/// The ways from both rules to what differs after one edit.
fn ways(from: &str, to: &str) -> String {
    assert!(TRUCE.contains(from), "{from}");
    let (before, after) = (family(TRUCE), family(&TRUCE.replacen(from, to, 1)));
    let version = |family| Version { family, reading: None };
    let versions = Versions::new(version(&before), version(&after));
    let of = |rule: &str| {
        let ways = versions.through(rule);
        let ways: Vec<String> = ways.iter().map(|way| way.join(" → ")).collect();
        format!("{rule}: {}\n", ways.join("; "))
    };
    of("quiet") + &of("passage")
}

#[test]
fn the_truce_has_nothing_wrong_that_would_keep_it_from_being_compared() {
    let errors = check(&family(TRUCE)).diagnostics.into_iter();
    let errors: Vec<_> =
        errors.filter(|d| d.severity == accord_check::Severity::Error).map(|d| d.message).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn every_kind_of_statement_is_found_on_its_way() {
    let edits = [
        ("binds     party\n  forbids   attack", "binds     army-side\n  forbids   attack"),
        ("accepted(X) <= start", "accepted(X) < start"),
        ("2016-02-01 00:00", "2016-03-01 00:00"),
        ("applies   threat(it)", "applies   not threat(it)"),
        ("holds     army is willing", "holds     army is party"),
        ("grants    attack on outsider", "grants    attack on party"),
        ("  means     not fights(X)", "  means     fights(X)"),
        ("effect    expelled(X)", "after     fights(X)\n  effect    expelled(X)"),
        ("that      not threat(it)", "that      threat(it)"),
        ("means     X = army", "means     X = agency"),
        ("zone      UTC", "zone      Asia/Damascus"),
    ];
    let told: Vec<String> =
        edits.iter().map(|(from, to)| format!("{}\n{}", to.trim(), ways(from, to))).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn words_and_layout_are_no_difference() {
    for (from, to) in [
        ("title     \"A truce\"", "title     \"Another truce\""),
        ("\"{X} fights\"", "\"{X} is fighting\""),
        ("> In plain words: the fighters stop.", "> In plain words: quiet."),
        ("  binds     party", "  binds party"),
    ] {
        assert_eq!(ways(from, to), "quiet: \npassage: \n", "{to}");
    }
}
