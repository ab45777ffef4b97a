//! Every damage is found and named.

use crate::shared::{Office, founded};
use ceasefire_ledger::{Entry, Heads, Id, Kept, Ledger, Verified, Wrong, seal, verify};
use proptest::prelude::*;
use serde_json::json;

/// Two authors, twelve entries, in the order in which a store got them.
fn stored() -> (Id, Vec<String>, Heads) {
    let (mut ledger, mut founder) = founded();
    let mut office = Office::new(2, Some(ledger.id()));
    let mut entries: Vec<Entry> = ledger.entries().into_iter().cloned().collect();
    entries.push(founder.grants(1, &office, &["reporter", "redactor"]));
    for at in 2..7 {
        entries.push(office.asserts(at, &format!("holds(group-a, hill-{at})")));
        entries.push(founder.asserts(at, &format!("holds(group-b, hill-{at})")));
    }
    let bare = Entry::read(&entries[4].line_without_content()).unwrap();
    entries.push(office.enters(9, "redaction", &[bare.id()], json!({"reason": "in danger"})));
    entries[4] = bare;
    for entry in &entries {
        ledger.add(entry.clone()).unwrap();
    }
    (ledger.id(), entries.iter().map(Entry::line).collect(), ledger.heads())
}

fn sealed(ledger: Id, lines: &[String]) -> Vec<Kept<String>> {
    let mut last = None;
    let kept = |line: &String| {
        last = Some(seal(last, ledger, Entry::read(line).unwrap().id()));
        Kept { line: line.clone(), seal: last }
    };
    lines.iter().map(kept).collect()
}

fn bare(lines: &[String]) -> Vec<Kept<String>> {
    lines.iter().map(|line| Kept { line: line.clone(), seal: None }).collect()
}

fn told(found: &Verified) -> String {
    let findings: Vec<String> = found.findings.iter().map(|one| format!("  {one}")).collect();
    if findings.is_empty() { "  nothing".to_owned() } else { findings.join("\n") }
}

#[test]
fn what_is_as_it_was_has_no_findings_and_the_same_checkpoint() {
    let (ledger, lines, heads) = stored();
    for kept in [sealed(ledger, &lines), bare(&lines)] {
        let found = verify(ledger, kept, &heads);
        assert_eq!((found.sound, told(&found).as_str()), (lines.len(), "  nothing"));
        assert_eq!(found.heads.checkpoint(), heads.checkpoint());
    }
}

#[test]
fn every_damage_is_named_in_a_sentence() {
    let (ledger, lines, heads) = stored();
    let good = sealed(ledger, &lines);
    let mut out = Vec::new();
    let mut tell = |what: &str, change: &dyn Fn(&mut Vec<Kept<String>>)| {
        let mut kept = good.clone();
        change(&mut kept);
        out.push(format!("{what}\n{}", told(&verify(ledger, kept, &heads))));
    };
    let edit = |kept: &mut Vec<Kept<String>>, at: usize, from: &str, to: &str| {
        assert!(kept[at].line.contains(from));
        kept[at].line = kept[at].line.replacen(from, to, 1);
    };
    tell("a content changed", &|kept| edit(kept, 5, "group-b", "group-c"));
    tell("a header changed", &|kept| edit(kept, 5, "T00:00:03Z", "T00:00:04Z"));
    tell("a number changed", &|kept| edit(kept, 5, "\"number\":4", "\"number\":9"));
    tell("a signature changed", &|kept| edit(kept, 5, "\"signature\":\"", "\"signature\":\"0"));
    tell("a byte flipped so that nothing can be read", &|kept| {
        edit(kept, 5, "\"header\"", "\"hea\u{1}er\"");
    });
    tell("an entry removed", &|kept| {
        kept.remove(5);
    });
    tell("three removed", &|kept| {
        kept.drain(4..7);
    });
    tell("two exchanged", &|kept| kept.swap(5, 7));
    tell("two exchanged, seals in place", &|kept| {
        let line = kept[5].line.clone();
        kept[5].line = std::mem::replace(&mut kept[6].line, line);
    });
    tell("one put in twice", &|kept| {
        let again = kept[5].clone();
        kept.insert(8, again);
    });
    tell("the last two cut off", &|kept| kept.truncate(kept.len() - 2));
    tell("everything cut off", &|kept| kept.clear());
    tell("the middle of a line cut off", &|kept| {
        let line = &mut kept[5].line;
        line.truncate(90);
    });
    tell("a content taken away", &|kept| {
        kept[5].line = Entry::read(&kept[5].line).unwrap().line_without_content();
    });
    let mut other = Office::new(9, Some(Id([7; 32])));
    let stranger = other.asserts(1, "holds(group-a, hill-1)").line();
    tell("one of another ledger put in", &|kept| {
        kept.push(Kept { line: stranger.clone(), seal: None });
    });
    let mut forger = Office::new(1, Some(ledger));
    let mut forged = serde_json::from_str::<serde_json::Value>(&lines[5]).unwrap();
    (forger.number, forger.before) = (4, Some(Id([7; 32])));
    let again = forger.draft(3, "fact-asserted", &[], json!({"fact": {"fact": "x(y)"}}));
    forged["signature"] = crate::shared::hex(again.signature()).into();
    let forged = forged.to_string();
    tell("a signature of the same author on another entry", &|kept| kept[5].line = forged.clone());
    insta::assert_snapshot!(out.join("\n"));
}

#[test]
fn a_store_without_seals_tells_by_the_numbers_that_something_was_moved() {
    let (ledger, lines, heads) = stored();
    let mut kept = bare(&lines);
    kept.swap(5, 7);
    let found = verify(ledger, kept, &heads);
    assert!(found.findings.iter().any(|one| one.wrong == Wrong::Moved));
}

#[test]
fn a_ledger_that_grew_since_the_heads_were_kept_is_whole() {
    let (id, lines, heads) = stored();
    let mut ledger = Ledger::new(id);
    ledger.add_all(lines.iter().map(|line| Entry::read(line).unwrap()).collect());
    let mut office = Office::new(2, Some(id));
    let author = office.author();
    let place = ledger.place(author).unwrap();
    (office.number, office.before) = (place.number, place.before);
    let mut grown = lines.clone();
    grown.push(office.asserts(20, "holds(group-a, hill-9)").line());
    assert!(verify(id, sealed(id, &grown), &heads).findings.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn whatever_bit_is_flipped_something_is_found(line in 0..13usize, at in any::<u16>(), bit in 0..7u8) {
        let (ledger, lines, heads) = stored();
        let mut kept = sealed(ledger, &lines);
        let mut bytes = kept[line].line.clone().into_bytes();
        let at = usize::from(at) % bytes.len();
        bytes[at] ^= 1 << bit;
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        kept[line].line = text;
        let found = verify(ledger, kept, &heads);
        prop_assert!(!found.findings.is_empty(), "line {line}, byte {at}, bit {bit}");
    }

    #[test]
    fn whatever_is_removed_or_moved_something_is_found(from in 0..13usize, to in 0..14usize) {
        let (ledger, lines, heads) = stored();
        let mut kept = sealed(ledger, &lines);
        let moved = kept.remove(from);
        if to < 13 {
            kept.insert(to.min(kept.len()), moved);
        }
        let found = verify(ledger, kept, &heads);
        prop_assert_eq!(found.findings.is_empty(), from == to, "from {} to {}", from, to);
    }
}
