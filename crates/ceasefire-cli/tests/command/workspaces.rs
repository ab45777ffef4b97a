//! A ledger in use: entered, corrected, redacted, exchanged, and judged as files are.

use crate::run::{EXAMPLE, Ran, SYRIA, command, folder, ran, root};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// An office: a folder, and a key under a passphrase.
struct Office {
    talks: PathBuf,
    identity: PathBuf,
}

impl Office {
    fn run(&self, arguments: &[&str]) -> Ran {
        self.under("a long enough passphrase", arguments)
    }

    fn under(&self, passphrase: &str, arguments: &[&str]) -> Ran {
        let mut command = command(arguments);
        command.env("CEASEFIRE_PASSPHRASE", passphrase).env("CEASEFIRE_IDENTITY", &self.identity);
        ran(&command.output().unwrap())
    }

    /// A command about the office's workspace.
    fn here(&self, arguments: &[&str]) -> Ran {
        self.run(&[arguments, &["--workspace", self.talks.to_str().unwrap()]].concat())
    }

    fn key(&self) -> String {
        self.run(&["identity", "show"]).clean().trim().to_owned()
    }

    fn checkpoint(&self) -> String {
        self.here(&["ledger", "checkpoint"]).clean()
    }

    fn judged(&self, more: &[&str]) -> String {
        let talks = self.talks.to_str().unwrap();
        self.run(&[&["judge", SYRIA, talks, "--format", "json"], more].concat()).clean()
    }
}

fn office(folder: &Path, name: &str) -> Office {
    let identity = folder.join(format!("{name}.identity"));
    let office = Office { talks: folder.join(name), identity };
    let made = office.run(&["identity", "new"]);
    assert_eq!(made.code, 0, "{}", made.err);
    office
}

/// An office that has founded a ledger.
fn secretariat(folder: &Path) -> Office {
    let office = office(folder, "secretariat");
    let talks = office.talks.to_str().unwrap();
    office.run(&["init", talks, "--title", "Talks at Lake Q", "--name", "The secretariat"]).clean();
    office
}

/// What a user sees, without what differs from run to run.
fn steady(ran: &Ran, folder: &Path) -> String {
    let seen = ran.seen().replace(&folder.display().to_string(), "[folder]");
    let word = |word: &str| {
        let hex = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let is_hex =
            matches!(hex.len(), 8 | 64) && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_hex { word.replace(hex, "[digits]") } else { word.to_owned() }
    };
    seen.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_ledger_gives_the_findings_of_the_files_that_were_entered() {
    let folder = folder("ledger-as-files");
    let office = secretariat(&folder);
    let example = root().join(EXAMPLE);
    let file = |name: &str| example.join(name).display().to_string();
    office.here(&["add", "act", "--rows", &file("acts-bulletins.jsonl")]).clean();
    office.here(&["add", "acts", &file("acts-airwars.jsonl")]).clean();
    office.here(&["add", "fact", "--rows", &file("facts.jsonl")]).clean();
    let lists = file("designations.jsonl");
    let from_ledger = office.judged(&["--designations", &lists]);
    let arguments = ["judge", SYRIA, EXAMPLE, "--format", "json"];
    assert_eq!(from_ledger, ran(&command(&arguments).output().unwrap()).clean());
}

#[test]
fn a_correction_changes_what_is_known_from_its_day_on() {
    let folder = folder("ledger-corrected");
    let office = secretariat(&folder);
    let row = [
        "add",
        "fact",
        "fact=acceptance(syrian-armed-forces)",
        "value=2016-02-23",
        "recorded=2016-02-23",
    ];
    let id = office.here(&row).clean();
    let act = [
        "add",
        "act",
        "id=a",
        "kind=attack",
        "by=syrian-armed-forces",
        "at=2016-03-01",
        "seen=2016-03-01",
    ];
    office.here(&act).clean();
    let correction = [
        "add",
        "correction",
        id.trim(),
        "value=never",
        "recorded=",
        "--known",
        "2016-03-10",
        "--reason",
        "it never did",
    ];
    office.here(&correction).clean();
    let then = office.judged(&["--known-on", "2016-03-05"]);
    let now = office.judged(&[]);
    assert_ne!(then, now);
    assert!(!then.is_empty());
}

#[test]
fn a_redaction_takes_the_content_away_and_leaves_the_hash() {
    let folder = folder("ledger-redacted");
    let office = secretariat(&folder);
    let id =
        office.here(&["add", "act", "id=seen-by-somebody", "kind=attack", "at=2016-03-01"]).clean();
    let before = office.here(&["entry", id.trim()]).clean();
    let hash = before.lines().find(|line| line.starts_with("content")).unwrap();
    office.here(&["add", "redaction", id.trim(), "--reason", "for somebody's safety"]);
    let after = office.here(&["entry", id.trim()]).clean();
    assert!(before.contains("seen-by-somebody") && after.contains(hash));
    assert!(!after.contains("seen-by-somebody"));
    let store = fs::read(office.talks.join("ledger.sqlite")).unwrap();
    assert!(!String::from_utf8_lossy(&store).contains("seen-by-somebody"));
    assert!(office.here(&["ledger", "verify"]).clean().contains("3 entries are sound"));
}

#[test]
fn two_offices_that_exchange_bundles_hold_the_same() {
    let folder = folder("ledger-exchanged");
    let first = secretariat(&folder);
    let second = office(&folder, "office-q");
    first.here(&["grant", &second.key(), "--name", "Office Q", "--role", "reporter"]).clean();
    let path = |name: &str| folder.join(name).display().to_string();
    first.here(&["ledger", "export", &path("one")]).clean();
    second.run(&["init", second.talks.to_str().unwrap(), "--from", &path("one")]).clean();
    let fact = ["add", "fact", "fact=engaged(group-a)"];
    first.here(&[&fact[..], &["value=true", "recorded=2016-02-23"]].concat()).clean();
    second.here(&[&fact[..], &["value=false", "recorded=2016-02-23"]].concat()).clean();
    let act = [
        "add",
        "act",
        "id=a",
        "kind=attack",
        "by=syrian-armed-forces",
        "on=group-a",
        "at=2016-03-01",
        "seen=2016-03-01",
    ];
    second.here(&act).clean();
    second.here(&["ledger", "export", &path("two"), "--since", &path("one")]).clean();
    first.here(&["ledger", "export", &path("three"), "--since", &path("one")]).clean();
    first.here(&["ledger", "import", &path("two")]).clean();
    second.here(&["ledger", "import", &path("three")]).clean();
    assert_eq!(first.checkpoint(), second.checkpoint());
    let judged = first.judged(&[]);
    assert_eq!(judged, second.judged(&[]));
    assert!(judged.contains("\"disputed\":true"), "{judged}");
    let talks = first.talks.display().to_string();
    let told =
        first.run(&["explain", SYRIA, &talks, "--act", "a", "--clause", "annex.2.b"]).clean();
    assert!(told.contains("sources disagree; Office Q, The secretariat"), "{told}");
    let again = first.here(&["ledger", "import", &path("two")]).clean();
    assert!(again.starts_with("0 entries are new, 2 there already"), "{again}");
}

#[test]
fn a_fork_is_shown() {
    let folder = folder("ledger-forked");
    let office = secretariat(&folder);
    let bundle = folder.join("all").display().to_string();
    office.here(&["ledger", "export", &bundle]).clean();
    let copy = Office { talks: folder.join("copy"), identity: office.identity.clone() };
    copy.run(&["init", copy.talks.to_str().unwrap(), "--from", &bundle]).clean();
    for (one, id) in [(&office, "id=a"), (&copy, "id=b")] {
        one.here(&["add", "act", id, "kind=attack", "at=2016-03-01"]).clean();
    }
    copy.here(&["ledger", "export", &bundle]).clean();
    let imported = office.here(&["ledger", "import", &bundle]);
    assert!(imported.err.contains("does not count"), "{}", imported.err);
    let status = office.here(&["status", "--format", "json"]).lines();
    assert_eq!(status[0]["forks"][0]["number"], Value::from(2));
    assert!(office.here(&["status"]).clean().contains("Fork: The secretariat has two entries"));
}

#[test]
fn what_cannot_be_done_is_told() {
    let folder = folder("ledger-refusals");
    let office = secretariat(&folder);
    let talks = office.talks.to_str().unwrap();
    let act = ["add", "act", "id=a", "kind=attack", "at=2016-03-01", "--workspace", talks];
    let stranger = self::office(&folder, "stranger");
    let other = secretariat(&folder.join("elsewhere"));
    let bundle = folder.join("other.bundle").display().to_string();
    other.here(&["ledger", "export", &bundle]).clean();
    let told = [
        office.under("another passphrase altogether", &act),
        stranger.run(&act),
        office.here(&["ledger", "import", &bundle]),
        office.run(&["init", talks, "--title", "Again", "--name", "The secretariat"]),
        office.run(&["status", "--workspace", folder.to_str().unwrap()]),
        office.here(&["entry", "ffffffff"]),
    ];
    let told: Vec<String> = told.iter().map(|ran| steady(ran, &folder)).collect();
    insta::assert_snapshot!(told.join("\n\n"));
    assert!(office.here(&["log"]).clean().lines().count() == 1);
}
