//! Random agreements, facts and acts over a small vocabulary.
//!
//! Everything the judge knows occurs: defined terms with versions, prohibitions and obligations,
//! exceptions to exceptions, a permission that clashes, conditions precedent, values with rows and
//! division, numbers, times, names and registers; facts that are so, are not, are unknown, disputed,
//! absent, or change while the act may have happened.

use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::Write as _;

/// The actors of every random agreement.
pub const ACTORS: [&str; 3] = ["group-a", "group-b", "group-c"];

/// The rules of every random agreement. The third is about weapons.
pub const RULES: [&str; 3] = ["first", "second", "third"];

const HEAD: &str = r#"# T

```accord
agreement t.t
  title     "t"
  made      2016-01-01
  zone      Asia/Damascus

actor group-a "A"
actor group-b "B"
actor group-c "C"
kind attack "attack"

register l "list"
  closed    yes
register k "open list"

fact p(X) "p {X}"
fact q(X) "q {X}"
fact s(X, Y) "s {X} {Y}"
fact u(it) "u"
judgement j(it) "j"
fact t(X) "t {X}"
fact d(it) "d"
fact n(it) "n"
fact m(X) "m {X}"
fact calibre(W) "calibre {W}"
fact model(W) "model {W}"

value width
  20 km     when p(group-a)
  50 km     when q(group-b)

define kinds X
  means t(X) <= 2016-03-01 12:00 and m(X) = red and d(it) < 25 km and n(it) > 6

define weapon-kinds W
  means calibre(W) >= 100 mm and model(W) = red

"#;

/// The text of a random agreement.
pub fn agreement() -> impl Strategy<Value = String> {
    let definitions = (term(0), term(1), term(2), weapons());
    let rules = (rule(true), rule(false), when("it.by"));
    let exceptions = prop::collection::vec((when("it.on"), window(), any::<bool>()), 0..4);
    let permission = prop::option::weighted(0.5, (class(), class(), when("it.by"), window()));
    let gate = prop::option::weighted(0.5, (when("group-a"), window(), any::<bool>()));
    (definitions, rules, exceptions, permission, gate).prop_map(
        |((c0, c1, c2, weapon), (first, second, third), exceptions, permission, gate)| {
            let mut text = format!(
                "{HEAD}{}{}{}define w W\n  means {weapon}\n\n",
                versions("define c0 X", "  means", &c0),
                versions("define c1 X", "  means", &c1),
                versions("define c2 X", "  means", &c2),
            );
            text += &rule_text("prohibition first", "forbids", &first);
            text += &rule_text("obligation second", "breach", &second);
            let _ = write!(
                text,
                "obligation third\n  must \"t\"\n  binds c0\n  breach attack of w\n  where {third}\n\n"
            );
            text += &exceptions_text(&exceptions);
            if let Some((to, on, when, window)) = permission {
                let _ = write!(
                    text,
                    "permission allowed\n  grants attack on {on}\n  to {to}\n  where {when}\n{window}\n"
                );
            }
            if let Some((holds, window, both)) = gate {
                let gates = if both { "first, second" } else { "second" };
                let _ =
                    write!(text, "condition gate\n  gates {gates}\n  holds {holds}\n{window}\n");
            }
            text + "```\n"
        },
    )
}

/// A defined term or a rule in one version, or in two with the day on which they change.
type Versions<T> = (T, Option<(T, &'static str)>);

fn versioned<T: std::fmt::Debug, S: Strategy<Value = T>>(
    one: impl Fn() -> S,
) -> impl Strategy<Value = Versions<T>> {
    let day = select(vec!["2016-03-01 12:00", "2016-03-02 06:00", "2016-04-01"]);
    (one(), prop::option::weighted(0.25, (one(), day)))
}

fn term(number: usize) -> impl Strategy<Value = Versions<String>> {
    versioned(move || conditions("X", number))
}

fn versions(head: &str, slot: &str, (first, second): &Versions<String>) -> String {
    match second {
        None => format!("{head}\n{slot} {first}\n\n"),
        Some((second, day)) => format!(
            "{head}\n{slot} {first}\n  until {day}\n\n{head}\n{slot} {second}\n  since {day}\n\n"
        ),
    }
}

fn weapons() -> impl Strategy<Value = String> {
    let atoms = ["calibre(W) >= 100 mm", "model(W) = red", "not model(W) = blue", "W = mortar"];
    prop::collection::vec(select(atoms.to_vec()), 1..3).prop_map(|atoms| atoms.join(" or "))
}

/// Whom a rule binds, whom it protects, when it begins, and its further condition.
#[derive(Debug, Clone)]
struct Rule {
    binds: &'static str,
    protects: &'static str,
    from: &'static str,
    when: String,
}

fn rule(may_begin_unknown: bool) -> impl Strategy<Value = Versions<Rule>> {
    let mut from = vec!["", "", "  from 2016-03-01 00:00\n", "  from 2016-03-02 12:00\n"];
    if may_begin_unknown {
        from.extend(["  from t(group-a)\n", "  from t(group-b) + 1 days\n"]);
    }
    versioned(move || {
        (class(), class(), select(from.clone()), when("it.on"))
            .prop_map(|(binds, protects, from, when)| Rule { binds, protects, from, when })
    })
}

fn rule_text(head: &str, slot: &str, (first, second): &Versions<Rule>) -> String {
    let one = |rule: &Rule, window: String| {
        let must = if slot == "breach" { "  must \"t\"\n" } else { "" };
        format!(
            "{head}\n{must}  binds {}\n  {slot} attack on {}\n{}  where {}\n{window}\n",
            rule.binds, rule.protects, rule.from, rule.when
        )
    };
    match second {
        None => one(first, String::new()),
        Some((second, day)) => {
            one(first, format!("  until {day}\n")) + &one(second, format!("  since {day}\n"))
        }
    }
}

/// The first beats a rule or two, each further one beats the one before it, and may beat a rule too.
fn exceptions_text(exceptions: &[(String, &'static str, bool)]) -> String {
    let names = ["spared", "unspared", "respared"];
    let mut out = String::new();
    for (number, (name, (applies, window, wide))) in names.iter().zip(exceptions).enumerate() {
        let mut to = match number.checked_sub(1).and_then(|before| names.get(before)) {
            Some(before) => vec![*before],
            None => vec!["first"],
        };
        if *wide {
            to.push("second");
        }
        let _ = write!(
            out,
            "exception {name}\n  to {}\n  applies {applies}\n{window}\n",
            to.join(", ")
        );
    }
    out
}

fn class() -> impl Strategy<Value = &'static str> {
    select(vec!["c0", "c1", "c2", "anyone", "group-b"])
}

fn window() -> impl Strategy<Value = &'static str> {
    select(vec!["", "", "", "  since 2016-03-01 12:00\n", "  until 2016-03-02 06:00\n"])
}

fn when(subject: &'static str) -> impl Strategy<Value = String> {
    conditions(subject, 3)
}

/// A condition about a subject; terms with a lower number may be used in it.
fn conditions(subject: &'static str, below: usize) -> impl Strategy<Value = String> {
    let one = move || {
        (select(atoms(subject, below)), any::<bool>())
            .prop_map(|(atom, not)| if not { format!("not {atom}") } else { atom })
    };
    let several = move || prop::collection::vec(one(), 2..4);
    prop_oneof![
        2 => one(),
        3 => several().prop_map(|atoms| atoms.join(" and ")),
        3 => several().prop_map(|atoms| atoms.join(" or ")),
        1 => (several(), several()).prop_map(|(some, others)| format!(
            "all of\n      - {}\n      - any of\n          - {}\n      - none of\n          - {}",
            some.join(" or "),
            others.join("\n          - "),
            some.join(" and "),
        )),
    ]
}

fn atoms(subject: &str, below: usize) -> Vec<String> {
    let mut atoms = vec![
        format!("p({subject})"),
        format!("q({subject})"),
        format!("s({subject}, group-b)"),
        format!("s(group-a, {subject})"),
        format!("{subject} on list l"),
        format!("{subject} on list k"),
        format!("t({subject}) <= 2016-03-01 12:00"),
        format!("t({subject}) < 2016-03-01 12:00"),
        format!("t({subject}) > 2016-03-02"),
        format!("t({subject}) = 2016-03-01 12:00"),
        format!("t({subject}) <= t(group-b)"),
        format!("t({subject}) + 1 days <= it.at"),
        format!("it.at > t({subject})"),
        format!("m({subject}) = red"),
        format!("m({subject}) = blue"),
        "u(it)".to_owned(),
        "j(it)".to_owned(),
        "d(it) < 25 km".to_owned(),
        "d(it) >= 15 km".to_owned(),
        "d(it) < width".to_owned(),
        "d(it) < width / 2".to_owned(),
        "n(it) / 2 >= 3".to_owned(),
        "n(it) > 6".to_owned(),
        "it.at >= 2016-03-02 06:00".to_owned(),
    ];
    if subject == "X" || subject.starts_with("it.") {
        atoms.push(format!("{subject} = group-a"));
    }
    for class in 0..below {
        atoms.push(format!("{subject} is c{class}"));
        atoms.push(format!("{subject} is not c{class}"));
    }
    atoms
}

/// Random facts, as `given` lines: each is so, is not, is unknown, is disputed, or is not on record;
/// some change with time, some are ranges.
pub fn givens() -> impl Strategy<Value = Vec<String>> {
    let mut keys: Vec<String> = Vec::new();
    for who in ACTORS {
        keys.extend([format!("p({who})"), format!("q({who})"), format!("s({who}, group-b)")]);
        keys.push(format!("s(group-a, {who})"));
    }
    keys.extend(["u(it)".to_owned(), "j(it)".to_owned()]);
    keys.sort();
    keys.dedup();
    let lines: Vec<_> = keys
        .iter()
        .map(|key| lines(key, &TRUTHS))
        .chain(ACTORS.iter().map(|who| lines(&format!("t({who})"), &TIMES)))
        .chain(ACTORS.iter().map(|who| lines(&format!("m({who})"), &NAMES)))
        .chain(ACTORS.iter().map(|who| lines(&format!("list l {who}"), &LISTED)))
        .chain(ACTORS.iter().map(|who| lines(&format!("list k {who}"), &LISTED)))
        .chain([lines("d(it)", &LENGTHS), lines("n(it)", &COUNTS)])
        .chain([lines("calibre(mortar)", &CALIBRES), lines("model(mortar)", &NAMES)])
        .collect();
    lines.prop_map(|lines| lines.concat())
}

/// What may be on record about one thing: the lines of one alternative, `{}` for the thing.
type Alternatives = &'static [&'static str];

const TRUTHS: [Alternatives; 11] = [
    &["{}"],
    &["{}"],
    &["{}"],
    &["not {}"],
    &["not {}"],
    &["not {}"],
    &["unknown {}"],
    &["{} until 2016-03-02 06:00"],
    &["not {} from 2016-03-01 12:00"],
    &["{} until 2016-03-01 12:00", "not {} from 2016-03-01 12:00"],
    &[],
];

const TIMES: [Alternatives; 9] = [
    &["{} = 2016-02-25 18:00"],
    &["{} = 2016-03-01 11:00 .. 2016-03-01 13:00"],
    &["{} = 2016-02-28 .. 2016-03-04"],
    &["{} = never"],
    &["{} = 2016-03-01 12:00"],
    &["{} = 2016-03-05 00:00"],
    &["{} = 2016-02-25 18:00 until 2016-03-01 12:00", "{} = never from 2016-03-01 12:00"],
    &["{} = 2016-03-01", "{} = 2016-03-02"],
    &[],
];

const NAMES: [Alternatives; 6] = [
    &["{} = red"],
    &["{} = green"],
    &["{} = red", "{} = blue"],
    &["{} = red until 2016-03-01 12:00", "{} = blue from 2016-03-01 12:00"],
    &["{} = red from 2016-03-02 06:00"],
    &[],
];

const LISTED: [Alternatives; 4] =
    [&["{} from 2016-03-02 00:00"], &["{}"], &["{}", "not {} from 2016-03-02"], &[]];

const LENGTHS: [Alternatives; 6] = [
    &["{} = 10 km"],
    &["{} = 20 km"],
    &["{} = 24 .. 26 km"],
    &["{} = 14 .. 16 km"],
    &["{} = 10 km", "{} = 30 km"],
    &[],
];

const COUNTS: [Alternatives; 4] = [&["{} = 6"], &["{} = 5 .. 7"], &["{} = 7.5"], &[]];

const CALIBRES: [Alternatives; 3] = [&["{} = 120 mm"], &["{} = 82 .. 120 mm"], &[]];

fn lines(key: &str, alternatives: &[Alternatives]) -> impl Strategy<Value = Vec<String>> + use<> {
    let key = key.to_owned();
    select(alternatives.to_vec())
        .prop_map(move |lines| lines.iter().map(|line| line.replace("{}", &key)).collect())
}

/// A random time of an act, as text.
pub fn times() -> impl Strategy<Value = &'static str> {
    select(vec![
        "2016-03-02 09:10",
        "2016-03-02",
        "2016-02-29 23:00 .. 2016-03-01 01:00",
        "2016-03-01 12:00",
        "2016-03-01 .. 2016-03-03",
    ])
}

/// A random actor.
pub fn actors() -> impl Strategy<Value = &'static str> {
    select(ACTORS.to_vec())
}

/// Candidate authors or targets, as a scenario writes them: one, one of several, with or without
/// masses in tenths, with ignorance left over or named, or none at all.
pub fn candidates() -> impl Strategy<Value = Vec<(&'static str, Option<u32>)>> {
    let who = || select(vec!["group-a", "group-b", "group-c", "other", "anyone"]);
    let tenths = prop::collection::vec((who(), 0_u32..7), 1..4).prop_map(|list| {
        let mut left = 10;
        let mut out: Vec<(&'static str, Option<u32>)> = Vec::new();
        for (name, tenths) in list {
            let tenths = tenths.min(left);
            left -= tenths;
            out.push((name, Some(tenths)));
        }
        out
    });
    prop_oneof![
        1 => Just(Vec::new()),
        3 => actors().prop_map(|name| vec![(name, None)]),
        2 => prop::collection::vec(who(), 2..4)
            .prop_map(|names| names.into_iter().map(|name| (name, None)).collect()),
        4 => tenths,
    ]
}

/// Nobody, one actor, or anyone.
pub fn one_side() -> impl Strategy<Value = Vec<(&'static str, Option<u32>)>> {
    prop_oneof![
        2 => Just(Vec::new()),
        2 => actors().prop_map(|name| vec![(name, None)]),
        1 => Just(vec![("anyone", None)]),
    ]
}

/// Rows of a joint table with masses in tenths.
pub fn joint() -> impl Strategy<Value = Vec<(&'static str, &'static str, u32)>> {
    let who = || select(vec!["group-a", "group-b", "group-c", "anyone", "other"]);
    prop::collection::vec((who(), who(), 0_u32..6), 1..4).prop_map(|rows| {
        let mut left = 10;
        let mut out = Vec::new();
        for (by, on, tenths) in rows {
            let tenths = tenths.min(left);
            left -= tenths;
            out.push((by, on, tenths));
        }
        out
    })
}

/// A reading of a random agreement: it widens, narrows or replaces one or two statements. Not every
/// agreement has all of them; those that are not there are for the caller to leave out.
pub fn reading() -> impl Strategy<Value = Vec<Patch>> {
    let patch = (select(PATCHED.to_vec()), select(vec!["widen", "narrow"]), conditions("X", 0));
    let patch = patch.prop_map(|((head, slot, param), word, condition)| {
        let condition = condition.replace('X', if param == "X" { "X" } else { param });
        let text = format!("{word} {head}\n  {slot} {condition}\n");
        Patch { head, text }
    });
    let replaced = (class(), when("it.on"), any::<bool>()).prop_map(|(class, condition, rule)| {
        let (head, slots) = if rule {
            ("prohibition first", format!("binds {class}\n  forbids attack on anyone\n  where"))
        } else {
            ("exception spared", "to second\n  applies".to_owned())
        };
        Patch { head, text: format!("replace {head}\n  {slots} {condition}\n") }
    });
    prop::collection::vec(prop_oneof![5 => patch, 1 => replaced], 1..3)
}

/// One statement of a reading, and the head of the statement that it changes.
#[derive(Debug, Clone)]
pub struct Patch {
    /// Such as `define c0 X`.
    pub head: &'static str,
    /// The statement.
    pub text: String,
}

/// What a reading may patch: the head, the slot of its condition, and what the condition is about.
const PATCHED: [(&str, &str, &str); 9] = [
    ("define c0 X", "means", "X"),
    ("define c1 X", "means", "X"),
    ("define c2 X", "means", "X"),
    ("prohibition first", "where", "it.on"),
    ("obligation second", "where", "it.by"),
    ("exception spared", "applies", "it.on"),
    ("exception unspared", "applies", "it.by"),
    ("condition gate", "holds", "group-a"),
    ("permission allowed", "where", "it.by"),
];
