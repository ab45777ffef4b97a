//! Bytes that steer facts and an act on the shipped Syrian agreement: the judge never panics, its
//! intervals are ordered, and the first pass finds what the exact judge finds.

#![no_main]

use accord_check::{Checked, Family, Source, check};
use accord_judge::{Act, Candidate, Columns, Facts, FirstPass, Judge, Mass, Who, entry};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

const AGREEMENT: &str = include_str!("../../agreements/syria-coh-2016/agreement.md");
const PROFILE: &str = include_str!("../../agreements/syria-coh-2016/profiles/working.md");
const NAMES: [&str; 6] =
    ["syrian-armed-forces", "russian-aerospace-forces", "daesh", "group-a", "group-b", "group-x"];
const KINDS: [&str; 4] = ["attack", "territory-gain", "access-denial", "forcible-response"];
/// 26 February 2016 in Damascus, and the seconds of a day.
const START: i64 = 1_456_437_600;
const DAY: i64 = 86_400;

fn checked() -> &'static Checked {
    static CHECKED: OnceLock<Checked> = OnceLock::new();
    CHECKED.get_or_init(|| {
        let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
        check(&Family::read(vec![
            source("agreement.md", AGREEMENT),
            source("profiles/working.md", PROFILE),
        ]))
    })
}

fuzz_target!(|bytes: &[u8]| {
    let checked = checked();
    let mut bytes = bytes.iter().copied();
    let mut next = move || bytes.next().unwrap_or_default();
    let mut entries = Vec::new();
    for _ in 0..next() % 24 {
        let line = fact(&mut next);
        if let Ok(given) = accord_syntax::parse_given(&line) {
            entries.extend(entry(&given, &checked.agreement));
        }
    }
    let act = act(&mut next);
    let facts = Facts::new(entries);
    let profile = if next() % 2 == 0 { checked.profiles.first() } else { None };
    let judge = Judge::new(&checked.agreement, &facts, profile);
    let found = judge.judge(&act);
    for finding in &found {
        assert!(finding.breach.sure <= finding.breach.possible);
        for author in &finding.authors {
            assert!(author.breach.sure <= author.breach.possible);
            assert!(author.breach.sure <= finding.breach.sure);
        }
    }
    let columns: Columns = [&act].into_iter().collect();
    assert_eq!(FirstPass::new(&judge).judge(&columns), [found]);
});

fn pick<'a>(from: &[&'a str], next: &mut impl FnMut() -> u8) -> &'a str {
    from.get(usize::from(next()) % from.len()).copied().unwrap_or_default()
}

fn fact(next: &mut impl FnMut() -> u8) -> String {
    let name = pick(&NAMES, next);
    let not = pick(&["", "not ", "unknown "], next);
    let when = pick(&["", " from 2016-02-27", " until 2016-03-01 12:00"], next);
    match next() % 5 {
        0 => format!("{not}engaged({name}){when}"),
        1 => format!("{not}supports({name}, syrian-armed-forces){when}"),
        2 => format!("{not}excluded({name}){when}"),
        3 => format!("list un.sc-terrorist {name}{when}"),
        _ => {
            let at = pick(&["2016-02-25 18:00", "2016-02-26", "never", "2016-02-26 12:05"], next);
            format!("acceptance({name}) = {at}")
        }
    }
}

fn act(next: &mut impl FnMut() -> u8) -> Act {
    let at = START + i64::from(next()) * DAY / 32;
    let long = i64::from(next() % 4) * DAY / 2;
    Act {
        id: "act".into(),
        kind: pick(&KINDS, next).into(),
        by: side(next),
        on: side(next),
        at: (at, at + long),
        ..Act::default()
    }
}

/// Nobody, one, or two with masses.
fn side(next: &mut impl FnMut() -> u8) -> Vec<Candidate> {
    let one = |name: &str, mass| Candidate { who: Who::Actor(name.to_owned()), mass };
    let (first, second) = (pick(&NAMES, next), pick(&NAMES, next));
    match next() % 3 {
        0 => Vec::new(),
        1 => vec![one(first, None)],
        _ if first == second => vec![one(first, None)],
        _ => {
            let share = u32::from(next()) * 1_000_000 / 255;
            let mass = |share| Mass::from_millionths(share);
            vec![one(first, mass(share)), one(second, mass(1_000_000 - share))]
        }
    }
}
