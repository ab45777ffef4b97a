//! Random agreements, facts and acts over a small vocabulary.

use proptest::prelude::*;
use std::fmt::Write as _;

/// The text of a random agreement: three defined terms, two rules, an exception to the first and a
/// condition that gates the second.
pub fn agreement() -> impl Strategy<Value = String> {
    (
        conditions("X", 0),
        conditions("X", 1),
        conditions("X", 2),
        conditions("it.on", 3),
        conditions("it.by", 3),
        conditions("group-a", 3),
        prop::sample::select(vec!["c0", "c1", "c2", "anyone"]),
        prop::sample::select(vec!["c0", "c1", "c2", "anyone", "group-b"]),
        0_u8..4,
    )
        .prop_map(|(c0, c1, c2, when, applies, holds, binds, protects, from)| {
            let mut text = String::from(HEAD);
            let _ = write!(
                text,
                "define c0 X\n  means {c0}\n\ndefine c1 X\n  means {c1}\n\ndefine c2 X\n  means {c2}\n\n\
                 prohibition first\n  binds {binds}\n  forbids attack on {protects}\n  where {when}\n  from {}\n\n\
                 prohibition second\n  binds {protects}\n  forbids attack on {binds}\n\n\
                 exception spared\n  to first\n  applies {applies}\n\n\
                 condition gate\n  gates second\n  holds {holds}\n```\n",
                ["2016-03-01 00:00", "2016-03-02 12:00", "2016-03-03", "2016-02-01"]
                    .get(usize::from(from))
                    .unwrap_or(&"2016-02-01"),
            );
            text
        })
}

const HEAD: &str = "# T\n\n```accord\nagreement t.t\n  title \"t\"\n  made 2016-01-01\n  zone Asia/Damascus\n\n\
actor group-a \"A\"\nactor group-b \"B\"\nactor group-c \"C\"\nkind attack \"attack\"\n\n\
register l \"list\"\n  closed yes\n\n\
fact p(X) \"p {X}\"\nfact q(X) \"q {X}\"\nfact s(X, Y) \"s {X} {Y}\"\nfact u(it) \"u\"\nfact t(X) \"t {X}\"\nfact d(it) \"d\"\nfact m(X) \"m {X}\"\n\n";

/// A condition about a subject; terms with a lower number may be used in it.
fn conditions(subject: &'static str, below: usize) -> impl Strategy<Value = String> {
    let atom = move || {
        let mut atoms = vec![
            format!("p({subject})"),
            format!("q({subject})"),
            format!("s({subject}, group-b)"),
            format!("s(group-a, {subject})"),
            format!("{subject} on list l"),
            format!("t({subject}) <= 2016-03-01 12:00"),
            format!("t({subject}) < 2016-03-01 12:00"),
            format!("t({subject}) > 2016-03-02"),
            format!("m({subject}) = red"),
            format!("m({subject}) = blue"),
            "u(it)".to_owned(),
            "d(it) < 25 km".to_owned(),
            "d(it) >= 15 km".to_owned(),
            "it.at >= 2016-03-02 06:00".to_owned(),
        ];
        if subject == "X" {
            atoms.push("X = group-a".to_owned());
        }
        for class in 0..below {
            atoms.push(format!("{subject} is c{class}"));
            atoms.push(format!("{subject} is not c{class}"));
        }
        (prop::sample::select(atoms), any::<bool>())
            .prop_map(|(atom, not)| if not { format!("not {atom}") } else { atom })
    };
    prop_oneof![
        2 => atom(),
        3 => prop::collection::vec(atom(), 2..4).prop_map(|atoms| atoms.join(" and ")),
        3 => prop::collection::vec(atom(), 2..4).prop_map(|atoms| atoms.join(" or ")),
    ]
}

/// Random facts, as `given` lines: each is so, is not, is unknown, or is not on record; some change
/// with time, some are ranges.
pub fn givens() -> impl Strategy<Value = Vec<String>> {
    let mut keys = Vec::new();
    for who in ["group-a", "group-b", "group-c"] {
        keys.extend([
            format!("p({who})"),
            format!("q({who})"),
            format!("s({who}, group-b)"),
            format!("s(group-a, {who})"),
        ]);
    }
    keys.push("u(it)".to_owned());
    keys.sort();
    keys.dedup();
    let truth = |key: String| {
        (0_u8..9).prop_map(move |n| match n {
            0 | 1 => Some(key.clone()),
            2 | 3 => Some(format!("not {key}")),
            4 => Some(format!("unknown {key}")),
            5 => Some(format!("{key} until 2016-03-02 06:00")),
            6 => Some(format!("not {key} from 2016-03-01 12:00")),
            _ => None,
        })
    };
    let truths: Vec<_> = keys.into_iter().map(truth).collect();
    let times: Vec<_> = ["group-a", "group-b", "group-c"]
        .into_iter()
        .map(|who| {
            (0_u8..6).prop_map(move |n| match n {
                0 => Some(format!("t({who}) = 2016-02-25 18:00")),
                1 => Some(format!("t({who}) = 2016-03-01 11:00 .. 2016-03-01 13:00")),
                2 => Some(format!("t({who}) = never")),
                3 => Some(format!("t({who}) = 2016-03-01 12:00")),
                4 => Some(format!("t({who}) = 2016-03-05 00:00")),
                _ => None,
            })
        })
        .collect();
    let others: Vec<_> = ["group-a", "group-b", "group-c"]
        .into_iter()
        .map(|who| {
            (0_u8..4).prop_map(move |n| match n {
                0 => Some(format!("m({who}) = red")),
                1 => Some(format!("m({who}) = green")),
                2 => Some(format!("list l {who} from 2016-03-02 00:00")),
                _ => None,
            })
        })
        .collect();
    let distance = prop::sample::select(vec![
        None,
        Some("d(it) = 10 km".to_owned()),
        Some("d(it) = 20 km".to_owned()),
        Some("d(it) = 24 .. 26 km".to_owned()),
        Some("d(it) = 14 .. 16 km".to_owned()),
    ]);
    (truths, times, others, distance).prop_map(|(truths, times, others, distance)| {
        let all = truths.into_iter().chain(times).chain(others).chain([distance]);
        all.flatten().collect()
    })
}

/// A random time of an act, as text.
pub fn times() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "2016-03-02 09:10",
        "2016-03-02",
        "2016-02-29 23:00 .. 2016-03-01 01:00",
        "2016-03-01 12:00",
        "2016-03-01 .. 2016-03-03",
    ])
}

/// A random actor.
pub fn actors() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["group-a", "group-b", "group-c"])
}
