//! What is refused, and why: each with the sentence that a reader gets. And that nothing of it
//! leaves a trace.

use crate::shared::{Office, at, founded};
use ceasefire_ledger::{
    Added, Author, CONTENT, Draft, Entry, Identity, Ledger, Place, Refused, Sound, Standing,
};
use serde_json::{Value, json};

fn reported() -> (Ledger, Office, String) {
    let (ledger, mut founder) = founded();
    let content = json!({"fact": {"fact": "holds(group-a, hill-2)"}});
    let line = founder.line(5, "fact-asserted", &[], content);
    (ledger, founder, line)
}

/// What a ledger says to a line.
fn answer(ledger: &mut Ledger, line: &str) -> String {
    let before = (ledger.len(), ledger.heads());
    match Entry::read(line).and_then(|entry| ledger.add(entry)) {
        Ok(added) => format!("{added:?}"),
        Err(refused) => {
            assert_eq!(before, (ledger.len(), ledger.heads()), "the ledger is as it was");
            refused.to_string()
        }
    }
}

#[test]
fn what_is_not_sound_is_refused_in_a_sentence() {
    let (mut ledger, founder, good) = reported();
    let line: Value = serde_json::from_str(&good).unwrap();
    let header = line["header"].clone();
    let content = line["content"].clone();
    let mut told = Vec::new();
    let mut tell = |what: &str, line: &str| {
        told.push(format!("{what}\n  {}", answer(&mut ledger, line)));
    };
    let with = |field: &str, value: Value| {
        let mut header = header.clone();
        header[field] = value;
        founder.sign(&header, Some(&content))
    };
    let without = |field: &str| {
        let mut header = header.clone();
        header.as_object_mut().unwrap().remove(field);
        founder.sign(&header, Some(&content))
    };
    let edited = |path: &str, value: Value| {
        let mut line = line.clone();
        *line.pointer_mut(path).unwrap() = value;
        line.to_string()
    };
    let long = |field: &str| {
        let mut line = line.clone();
        line["content"]["fact"][field] = "x".repeat(CONTENT).into();
        line.to_string()
    };
    let deep = (0..40).fold(json!(1), |inner, _| json!([inner]));
    let id = |digit: char| -> Value { digit.to_string().repeat(64).into() };

    tell("a signature of something else", &edited("/signature", "0".repeat(128).into()));
    tell("a signature cut short", &edited("/signature", "00".into()));
    tell("a number changed afterwards", &edited("/header/number", 3.into()));
    tell(
        "a content changed afterwards",
        &edited("/content/fact/fact", "holds(group-b, hill-2)".into()),
    );
    tell(
        "another author's name",
        &edited("/header/author", Office::new(9, None).author().to_string().into()),
    );
    tell(
        "a key for which anybody can sign",
        &with("author", format!("01{}", "0".repeat(62)).into()),
    );
    tell("a key that is none", &with("author", format!("02{}", "0".repeat(62)).into()));
    tell("another ledger", &with("ledger", id('a')));
    tell("no ledger", &without("ledger"));
    tell("a later version", &with("version", 2.into()));
    tell("number 0", &with("number", 0.into()));
    tell("a number below 0", &with("number", (-1).into()));
    tell("a huge number", &with("number", 9_007_199_254_740_993_u64.into()));
    tell("a number that is not whole", &with("number", json!(2.5)));
    tell("a first entry with one before", &with("number", 1.into()));
    tell("a later entry with none before", &without("before"));
    tell("a time in a zone", &with("recorded", "2026-03-02T09:10:11+02:00".into()));
    tell("a day that there is not", &with("recorded", "2026-02-30T09:10:11Z".into()));
    tell("a kind in capital letters", &with("kind", "Fact".into()));
    tell("references twice", &with("refers", json!([id('b'), id('b')])));
    tell("references out of order", &with("refers", json!([id('b'), id('a')])));
    tell("an empty list of references", &with("refers", json!([])));
    let many: Vec<String> = (0..65).map(|at| format!("{at:064x}")).collect();
    tell("too many references", &with("refers", many.into()));
    tell("a field that there is not", &with("mood", "good".into()));
    tell("null", &with("before", Value::Null));
    tell("a content that is too big", &long("notes"));
    tell("a content that is too deep", &edited("/content/fact/fact", deep));
    tell("a content without salt", &edited("/content/salt", "none".into()));
    tell("a content that is a list", &edited("/content", json!([])));
    tell("a field twice", &good.replace("\"number\":2", "\"number\":2,\"number\":2"));
    tell("half a letter", &good.replace("hill-2", "hill-\\ud83d"));
    tell("a line cut off", &good[..good.len() - 9]);
    tell("a list", "[]");
    tell("nothing", "");
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_counts_for_nothing_is_kept_and_told_in_a_sentence() {
    let (mut ledger, mut founder) = founded();
    let founding = ledger.id();
    let id = Some(founding);
    let (mut office, mut stranger) = (Office::new(2, id), Office::new(3, id));
    let mut reporter = Office::new(4, id);
    let mut told = Vec::new();
    let mut tell = |what: &str, entry: &Entry| {
        let said = match ledger.add(entry.clone()).unwrap() {
            Added::New => "it counts".to_owned(),
            Added::Waiting(standing) => standing.to_string(),
            other => format!("{other:?}"),
        };
        told.push(format!("{what}\n  {said}"));
    };
    tell("an office is brought in", &founder.grants(1, &office, &["arbiter", "administrator"]));
    tell("which brings in a reporter", &office.grants(2, &reporter, &["reporter"]));
    tell("a fact by somebody unknown", &stranger.asserts(2, "holds(group-a, hill-1)"));
    tell("a fact by one who is no reporter", &office.asserts(3, "holds(group-a, hill-1)"));
    tell("a role by one who is no administrator", &reporter.grants(3, &stranger, &["reporter"]));
    tell("a role for one above", &office.grants(4, &founder, &["reporter"]));
    tell("the end of one above", &reporter.ends(4, office.author(), None));
    let fact = reporter.asserts(5, "holds(group-a, hill-1)");
    tell("a fact", &fact);
    let twice = reporter.draft(5, "fact-asserted", &[fact.id()], json!({"fact": {"value": true}}));
    tell("a fact without a fact", &twice);
    reporter.number += 1;
    reporter.before = Some(twice.id());
    let withdrawn = json!({"withdrawn": true, "reason": "misread"});
    tell(
        "a correction of another's",
        &office.enters(6, "correction", &[fact.id()], withdrawn.clone()),
    );
    tell(
        "a correction of the founding",
        &founder.enters(6, "correction", &[founding], withdrawn.clone()),
    );
    let nothing = ceasefire_ledger::Id([7; 32]);
    tell(
        "a correction of nothing here",
        &office.enters(7, "correction", &[nothing], withdrawn.clone()),
    );
    tell("a correction of no entry", &office.enters(7, "correction", &[], withdrawn));
    let reason = json!({"reason": "a source is in danger"});
    tell(
        "a redaction by one who may not",
        &office.enters(8, "redaction", &[fact.id()], reason.clone()),
    );
    tell("a redaction of a role", &founder.enters(8, "redaction", &[founding], reason.clone()));
    tell(
        "a kind of a later version",
        &reporter.enters(9, "case-moved", &[], json!({"to": "inquiry"})),
    );
    tell("an entry of an earlier time", &reporter.asserts(2, "holds(group-a, hill-3)"));
    tell("an end that is not where the key stands", &office.ends(9, office.author(), None));
    let stripped = reporter.asserts(9, "holds(group-a, hill-4)").line_without_content();
    tell("an entry without its content", &Entry::read(&stripped).unwrap());
    tell("a redaction", &founder.enters(9, "redaction", &[fact.id()], reason));
    let mut again = reporter.clone();
    tell("one branch", &reporter.asserts(10, "holds(group-a, hill-5)"));
    tell("another branch", &again.asserts(10, "holds(group-b, hill-5)"));
    tell("the reporter's key is ended", &office.ends(11, reporter.author(), Some(&fact)));
    tell("a fact of an ended key", &reporter.asserts(12, "holds(group-a, hill-6)"));
    told.push(format!("the fact\n  {}", ledger.standing(&fact)));
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn two_administrators_cannot_end_each_other() {
    let (mut ledger, mut founder) = founded();
    let id = Some(ledger.id());
    let (mut one, mut other) = (Office::new(2, id), Office::new(3, id));
    let grants = [
        founder.grants(1, &one, &["administrator"]),
        founder.grants(1, &other, &["administrator"]),
        // Each claims to have brought in the other; each stands under the founder already.
        one.grants(2, &other, &["administrator"]),
        other.grants(2, &one, &["administrator"]),
    ];
    for grant in grants {
        ledger.add(grant).unwrap();
    }
    for (by, of) in [(&mut one, 3), (&mut other, 2)] {
        let key = Office::new(of, id).author();
        let added = ledger.add(by.ends(3, key, None)).unwrap();
        assert_eq!(added, Added::Waiting(Standing::NotAbove(key)));
    }
}

#[test]
fn the_layout_of_a_line_does_not_matter_and_its_meaning_does() {
    let (mut ledger, _, good) = reported();
    let value: Value = serde_json::from_str(&good).unwrap();
    let loose = serde_json::to_string_pretty(&value).unwrap().replace("holds", "h\\u006flds");
    let entry = Entry::read(&loose).unwrap();
    assert_eq!(entry.line(), Entry::read(&good).unwrap().line());
    assert_eq!(ledger.add(entry), Ok(Added::New));
}

#[test]
fn what_is_there_already_changes_nothing() {
    let (mut ledger, mut founder) = founded();
    let entry = founder.asserts(1, "holds(group-a, hill-1)");
    assert_eq!(ledger.add(entry.clone()), Ok(Added::New));
    let bare = Entry::read(&entry.line_without_content()).unwrap();
    assert_eq!(ledger.add(entry.clone()), Ok(Added::There));
    assert_eq!(ledger.add(bare.clone()), Ok(Added::There));
    assert_eq!(ledger.len(), 2);
    let mut later = Ledger::new(ledger.id());
    later.add(bare).unwrap();
    assert_eq!(later.add(entry), Ok(Added::Completed));
}

/// An entry names others by the hash of their headers, so that it can only name what was there
/// before it: to close a circle somebody would have to find a header that holds its own hash. What
/// can be had is a reference to nothing.
#[test]
fn there_are_no_circles_and_a_reference_to_nothing_waits() {
    let (mut ledger, mut founder) = founded();
    let fact = founder.asserts(1, "holds(group-a, hill-1)");
    let withdrawn = json!({"withdrawn": true, "reason": "misread"});
    let correction = founder.enters(2, "correction", &[fact.id()], withdrawn);
    let waiting = Added::Waiting(Standing::Missing(fact.id()));
    assert_eq!(ledger.add(correction.clone()), Ok(waiting));
    assert_eq!(ledger.add(fact), Ok(Added::New));
    assert_eq!(ledger.standing(&correction), Standing::Counts);
    assert!(ceasefire_ledger::State::new(&ledger).facts().is_empty());
}

#[test]
fn many_at_once_are_verified_as_one_by_one() {
    let (ledger, mut founder) = founded();
    let mut entries: Vec<Entry> =
        (0..300).map(|at| founder.asserts(at, "holds(group-a, hill-1)")).collect();
    let spoilt = [
        ("0".repeat(128), 3),
        // The order of the base point: a written s that is not reduced.
        (
            format!(
                "{}edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
                "01".repeat(32)
            ),
            60,
        ),
        // A point of small order.
        (format!("01{}", "0".repeat(126)), 131),
        ("f".repeat(128), 299),
    ];
    for (signature, at) in &spoilt {
        let mut line: Value = serde_json::from_str(&entries[*at].line()).unwrap();
        line["signature"] = signature.clone().into();
        entries[*at] = Entry::read(&line.to_string()).unwrap();
    }
    // One by one, and by the tables for few and for many.
    let one: Vec<Option<Refused>> =
        entries.iter().map(|entry| Sound::check(entry.clone()).err()).collect();
    assert_eq!(one.iter().flatten().count(), spoilt.len());
    for many in [1, 7, 20, 60, 300] {
        let chunks = entries.chunks(many).flat_map(|chunk| Sound::check_all(chunk.to_vec()));
        let all: Vec<Option<Refused>> = chunks.map(Result::err).collect();
        assert_eq!(one, all, "{many} at once");
    }
    assert_eq!(ledger.len(), 1);
}

#[test]
fn an_identity_signs_what_a_reader_takes_and_nothing_that_counts_for_nothing() {
    let identity = Identity::new(&[1; 32]);
    let title = json!({"title": "Talks at Lake Q", "name": "The secretariat"});
    let founding = Draft::new("ledger-founded", crate::shared::object(title));
    let founding = identity.sign(&Place::FOUNDING, at(0), founding, [0; 16]).unwrap();
    let mut ledger = Ledger::new(founding.entry().id());
    assert_eq!(ledger.add_sound(founding), Ok(Added::New));
    let place = ledger.place(identity.author()).unwrap();
    let sign = |kind: &str, content: Value| {
        let draft = Draft::new(kind, crate::shared::object(content));
        identity.sign(&place, at(-60), draft, [1; 16])
    };
    let fact = sign("fact-asserted", json!({"fact": {"fact": "holds(group-a, hill-1)"}})).unwrap();
    assert_eq!(fact.entry().header().recorded, at(0), "the clock was set back");
    assert_eq!(Entry::read(&fact.entry().line()).as_ref(), Ok(fact.entry()));
    assert_eq!(ledger.add_sound(fact), Ok(Added::New));
    let told: Vec<String> = [
        ("fact-asserted", json!({"fact": {"fact": " "}})),
        ("fact-asserted", json!({"fact": {"fact": "x", "value": 1.5}})),
        ("fact-asserted", json!({"fact": {"fact": "x"}, "mood": "good"})),
        ("act-reported", json!({"act": "an attack"})),
        ("role-granted", json!({"key": "x", "name": "y", "roles": ["king"]})),
        ("role-granted", json!({"key": "x", "name": "y", "roles": ["reporter"]})),
        ("key-ended", json!({"key": Author([1; 32]).to_string(), "last": 4, "reason": "lost"})),
        ("source-archived", json!({"retrieved": "yesterday"})),
        (
            "source-archived",
            json!({"retrieved": "2026-03-02T09:10:11Z", "evidence": {"sha256": "x"}}),
        ),
        ("correction", json!({"withdrawn": false, "reason": "misread"})),
        ("Correction", json!({})),
    ]
    .into_iter()
    .map(|(kind, content)| {
        format!("{kind} {content}\n  {}", sign(kind, content.clone()).unwrap_err())
    })
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_a_content_says_is_in_no_debug() {
    let (_, mut founder) = founded();
    let entry = founder.asserts(1, "holds(group-a, the-well-behind-the-school)");
    for shown in
        [format!("{entry:?}"), format!("{:?}", entry.content()), format!("{:?}", entry.header())]
    {
        assert!(!shown.contains("school"), "{shown}");
    }
}
