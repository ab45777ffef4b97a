//! Bulletins: made of the shipped examples, verified elsewhere, and what is said where something was changed.

use crate::run::{EXAMPLE, MINSK, Ran, SYRIA, ceasefire, command, copy_of, folder, ran, root};
use ceasefire_bulletin::{Bulletin, Difference};
use ceasefire_ledger::{Hash, Identity, Locked, lock};
use std::fs;
use std::path::{Path, PathBuf};

const MINSK_EXAMPLE: &str = "examples/minsk-2015-2021";
const SHORT: [&str; 4] = ["--reading", "standard,russia", "--known-on", "2016-03-05"];

/// A bulletin in a folder of this name.
fn made(name: &str, arguments: &[&str]) -> (PathBuf, Ran) {
    let to = folder(name).join("x.ceasefire");
    let out = ["--out", to.to_str().unwrap()];
    let run = ceasefire(&[&["bulletin"], arguments, &out[..]].concat());
    assert_eq!(run.code, 0, "{}", run.seen());
    (to, run)
}

/// What verifying says, from another working folder than the project's.
fn verified(bulletin: &Path, more: &[&str]) -> Ran {
    let mut command = command(&[&["verify", bulletin.to_str().unwrap()], more].concat());
    ran(&command.current_dir(bulletin.parent().unwrap()).output().unwrap())
}

/// What a user sees, without what differs from run to run or with each change of an example.
fn shown(run: &Ran, bulletin: &Path) -> String {
    let seen = run.seen().replace(bulletin.parent().unwrap().to_str().unwrap(), "[folder]");
    let hides = |line: &str| match line.strip_prefix("SHA-256 ") {
        Some(_) => "SHA-256 …".to_owned(),
        None => line.to_owned(),
    };
    seen.lines().map(hides).collect::<Vec<_>>().join("\n")
}

/// Packs the parts anew, as somebody would who wants a change to go unnoticed: each is changed by `change`, and the
/// manifest names what they are now.
fn forged(bulletin: &Path, change: impl Fn(&str, &mut Vec<u8>)) -> PathBuf {
    let bytes = fs::read(bulletin).unwrap();
    let read = Bulletin::read(&bytes).unwrap();
    let mut manifest = read.manifest().clone();
    let mut parts = Vec::new();
    for part in &mut manifest.parts {
        let mut bytes = read.part(&part.path).unwrap().to_vec();
        change(&part.path, &mut bytes);
        part.bytes = bytes.len() as u64;
        part.sha256 = Hash::of(&bytes);
        parts.push((part.path.clone(), bytes));
    }
    let to = bulletin.with_file_name("forged.ceasefire");
    fs::write(&to, zipped(manifest.text(), parts)).unwrap();
    to
}

fn zipped(manifest: String, parts: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let first = ("manifest.json".to_owned(), manifest.into_bytes());
    let all: Vec<(String, Vec<u8>)> = [first].into_iter().chain(parts).collect();
    let all: Vec<(&str, &[u8])> =
        all.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    ceasefire_bulletin::pack(&all).unwrap()
}

#[test]
fn a_stranger_gets_the_same_numbers_of_both_examples() {
    let readings = ["--reading", "standard,russia,all-parties"];
    let (syria, told) = made("bulletin-syria", &[&[SYRIA, EXAMPLE], &readings[..]].concat());
    insta::assert_snapshot!("bulletin_made", shown(&told, &syria));
    insta::assert_snapshot!("bulletin_same", shown(&verified(&syria, &[]), &syria));
    let days = ["--as-of", "2015-03-09", "--known-on", "2016-01-01"];
    let (minsk, _) = made("bulletin-minsk", &[&[MINSK, MINSK_EXAMPLE], &days[..]].concat());
    insta::assert_snapshot!("bulletin_same_minsk", shown(&verified(&minsk, &[]), &minsk));
    let lines = verified(&minsk, &["--format", "json"]).lines();
    assert_eq!(lines[0]["same"], true);
}

#[test]
fn a_bulletin_holds_what_judge_prints() {
    let arguments = [&[SYRIA, EXAMPLE], &SHORT[..]].concat();
    let (bulletin, _) = made("bulletin-prints", &arguments);
    let bytes = fs::read(&bulletin).unwrap();
    let read = Bulletin::read(&bytes).unwrap();
    let judged = |format| ceasefire(&[&["judge"], &arguments[..], &["--format", format]].concat());
    let part = |path| String::from_utf8(read.part(path).unwrap().to_vec()).unwrap();
    assert_eq!(part("findings.jsonl"), judged("json").clean());
    assert_eq!(part("summary.txt"), judged("text").clean());
}

#[test]
fn the_same_files_give_the_same_bytes_wherever_they_lie() {
    let (here, _) = made("bulletin-here", &[&[SYRIA, EXAMPLE], &SHORT[..]].concat());
    let agreement = copy_of(SYRIA, "bulletin-elsewhere-agreement");
    let acts = copy_of(EXAMPLE, "bulletin-elsewhere-acts");
    let paths = [agreement.to_str().unwrap(), acts.to_str().unwrap()];
    let (there, _) = made("bulletin-there", &[&paths[..], &SHORT[..]].concat());
    assert!(fs::read(here).unwrap() == fs::read(there).unwrap());
}

#[test]
fn a_changed_part_is_named() {
    let (bulletin, _) = made("bulletin-changed", &[&[SYRIA, EXAMPLE], &SHORT[..]].concat());
    let bytes = fs::read(&bulletin).unwrap();
    let read = Bulletin::read(&bytes).unwrap();
    let start = bytes.as_ptr() as usize;
    for part in &read.manifest().parts {
        let within = read.part(&part.path).unwrap();
        let middle = within.as_ptr() as usize - start + within.len() / 2;
        let mut changed = bytes.clone();
        changed[middle] ^= 1;
        let differences = Bulletin::read(&changed).unwrap().check().differences;
        let named: Vec<&str> =
            differences.iter().map(|one: &Difference| one.part.as_str()).collect();
        assert_eq!(named, [part.path.as_str()]);
    }
    let find = |words: &[u8]| bytes.windows(words.len()).position(|at| at == words).unwrap();
    let mut changed = bytes.clone();
    changed[find(b"\"airwars:")] = b'\'';
    let to = bulletin.with_file_name("changed.ceasefire");
    fs::write(&to, changed).unwrap();
    insta::assert_snapshot!("bulletin_changed_part", shown(&verified(&to, &[]), &to));
}

#[test]
fn a_finding_that_does_not_follow_is_named_though_every_hash_is_right() {
    let (bulletin, _) = made("bulletin-forged", &[&[SYRIA, EXAMPLE], &SHORT[..]].concat());
    let forged = forged(&bulletin, |path, bytes| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        if path == "findings.jsonl" {
            let to = "\"outcome\":\"violation\"";
            *bytes = text.replacen("\"outcome\":\"undetermined\"", to, 1).into_bytes();
        } else if path == "summary.txt" {
            *bytes = text.replacen("undetermined", "unimportant", 1).into_bytes();
        }
    });
    let run = verified(&forged, &[]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!("bulletin_forged", shown(&run, &forged));
    insta::assert_snapshot!(
        "bulletin_forged_json",
        shown(&verified(&forged, &["--format", "json"]), &forged)
    );
}

#[test]
fn acts_that_were_left_out_are_seen_in_the_findings() {
    let (bulletin, _) = made("bulletin-fewer", &[&[SYRIA, EXAMPLE], &SHORT[..]].concat());
    let forged = forged(&bulletin, |path, bytes| {
        if path.ends_with("/acts-bulletins.jsonl") {
            bytes.clear();
        }
    });
    insta::assert_snapshot!("bulletin_fewer", shown(&verified(&forged, &[]), &forged));
}

#[test]
fn who_signed_is_said_and_nobody_can_sign_for_another() {
    let identity = folder("bulletin-identity").join("me.json");
    let passphrase = "a long passphrase for tests";
    let quick = Locked { memory_kib: 64, passes: 1 };
    let text = lock(&Identity::new(&[7; 32]), passphrase, quick, [1; 16], [2; 24]).unwrap();
    fs::write(&identity, text).unwrap();
    let to = folder("bulletin-signed").join("x.ceasefire");
    let paths = ["--out", to.to_str().unwrap(), "--identity", identity.to_str().unwrap()];
    let arguments = [&["bulletin", SYRIA, EXAMPLE], &SHORT[..], &paths[..]].concat();
    let run = |passphrase: Option<&str>| {
        let mut command = command(&arguments);
        match passphrase {
            Some(passphrase) => command.env("CEASEFIRE_PASSPHRASE", passphrase),
            None => command.env_remove("CEASEFIRE_PASSPHRASE"),
        };
        ran(&command.output().unwrap())
    };
    let without = |run: &Ran| shown(run, &to).replace(identity.to_str().unwrap(), "me.json");
    insta::assert_snapshot!("bulletin_without_passphrase", without(&run(None)));
    insta::assert_snapshot!("bulletin_wrong_passphrase", without(&run(Some("another passphrase"))));
    assert!(!to.exists());
    insta::assert_snapshot!("bulletin_signed", without(&run(Some(passphrase))));
    insta::assert_snapshot!("bulletin_signed_same", shown(&verified(&to, &[]), &to));
    // The signature of one bulletin beside the manifest of another.
    let bytes = fs::read(&to).unwrap();
    let read = Bulletin::read(&bytes).unwrap();
    let mut manifest = read.manifest().clone();
    let mut parts: Vec<(String, Vec<u8>)> = manifest
        .parts
        .iter()
        .map(|part| (part.path.clone(), read.part(&part.path).unwrap().to_vec()))
        .collect();
    let from = bytes.windows(10).rposition(|at| at == b"{\"author\":").unwrap();
    let length = bytes[from..].iter().position(|byte| *byte == b'}').unwrap();
    parts.push(("signature.json".to_owned(), bytes[from..=from + length].to_vec()));
    manifest.made_by = "another program".to_owned();
    fs::write(&to, zipped(manifest.text(), parts)).unwrap();
    insta::assert_snapshot!("bulletin_signed_by_another", shown(&verified(&to, &[]), &to));
}

#[test]
fn what_is_no_bulletin_is_refused_in_a_sentence() {
    let (bulletin, _) = made("bulletin-refused", &[&[SYRIA, EXAMPLE], &SHORT[..]].concat());
    let bytes = fs::read(&bulletin).unwrap();
    let manifest = Bulletin::read(&bytes).unwrap().manifest().clone();
    let named = |name: &str| {
        let mut manifest = manifest.clone();
        manifest.parts[0].path = name.to_owned();
        zipped(manifest.text(), Vec::new())
    };
    let mut newer = manifest.text();
    newer = newer.replace("\"bulletin\":1", "\"bulletin\":2");
    let mut between = bytes.clone();
    between[10] ^= 1;
    let mut compressed = bytes.clone();
    compressed[8] = 8;
    let stray = vec![("agreement/stray.md".to_owned(), Vec::new())];
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("text", b"findings".to_vec()),
        ("cut short", bytes[..bytes.len() - 9].to_vec()),
        ("cut in a part", bytes[..bytes.len() / 2].to_vec()),
        ("longer", [&bytes[..], b"more"].concat()),
        ("between parts", between),
        ("compressed", compressed),
        ("upwards", named("agreement/../../x.md")),
        ("absolute", named("/agreement/x.md")),
        ("backslash", named("agreement\\x.md")),
        ("drive", named("C:/agreement/x.md")),
        ("nowhere", named("other/x.md")),
        ("twice", named(&manifest.parts[1].path)),
        ("twice but for capitals", named(&manifest.parts[1].path.replace("working", "Working"))),
        ("missing", zipped(manifest.text(), Vec::new())),
        ("unnamed", zipped(manifest.text(), stray)),
        ("newer", zipped(newer, Vec::new())),
        ("another layout", zipped(manifest.text() + "\n", Vec::new())),
        ("not JSON", zipped("{".to_owned(), Vec::new())),
        ("no fields", zipped("{\"bulletin\":1}".to_owned(), Vec::new())),
    ];
    let mut told = Vec::new();
    for (case, bytes) in cases {
        fs::write(&bulletin, bytes).unwrap();
        let run = verified(&bulletin, &[]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{case}: {}", run.err);
        told.push(format!("{case}: {}", shown(&run, &bulletin)));
    }
    insta::assert_snapshot!("bulletin_refused", told.join("\n"));
}

#[test]
fn a_bulletin_whose_agreement_is_broken_cannot_be_recomputed() {
    let (bulletin, _) = made("bulletin-broken", &[&[SYRIA, EXAMPLE], &SHORT[..]].concat());
    let forged = forged(&bulletin, |path, bytes| {
        if path == "agreement/agreement.md" {
            *bytes = b"```accord\nprohibition x\n```\n".to_vec();
        }
    });
    insta::assert_snapshot!("bulletin_broken", shown(&verified(&forged, &[]), &forged));
}

#[test]
fn files_that_cannot_stand_in_a_bulletin_are_told_before_anything_is_written() {
    let place = folder("bulletin-names");
    let acts = place.join("acts:1.jsonl");
    fs::copy(root().join(EXAMPLE).join("acts-bulletins.jsonl"), &acts).unwrap();
    let out = place.join("x.ceasefire");
    let run = |acts: &Path| {
        let paths = [SYRIA, acts.to_str().unwrap(), "--out", out.to_str().unwrap()];
        shown(&ceasefire(&[&["bulletin"], &paths[..]].concat()), &out)
    };
    insta::assert_snapshot!("bulletin_file_name", run(&acts));
    insta::assert_snapshot!("bulletin_no_file", run(&place.join("nothing")));
    assert!(!out.exists());
}

#[test]
fn maps_lists_and_registries_travel_with_what_belongs_to_them() {
    let place = folder("bulletin-all");
    let acts = place.join("strikes.jsonl");
    fs::copy(root().join(EXAMPLE).join("acts-bulletins.jsonl"), &acts).unwrap();
    let facts = place.join("words.jsonl");
    fs::copy(root().join(EXAMPLE).join("facts.jsonl"), &facts).unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let arguments = [
        SYRIA.to_owned(),
        text(&acts),
        "--facts".to_owned(),
        text(&facts),
        "--designations".to_owned(),
        "docs/examples/designations.csv".to_owned(),
        "--registry".to_owned(),
        "docs/examples/actors.toml".to_owned(),
        "--lines".to_owned(),
        format!("{MINSK_EXAMPLE}/lines.geojson"),
    ];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (bulletin, _) = made("bulletin-all-made", &arguments);
    let bytes = fs::read(&bulletin).unwrap();
    let read = Bulletin::read(&bytes).unwrap();
    let told: Vec<String> = read
        .manifest()
        .parts
        .iter()
        .map(|part| match part.holds {
            Some(holds) => format!("{} as {}", part.path, holds.word()),
            None => part.path.clone(),
        })
        .collect();
    insta::assert_snapshot!("bulletin_parts", told.join("\n"));
    let judged = ceasefire(&[&["judge"], &arguments[..], &["--format", "json"]].concat());
    assert_eq!(read.part("findings.jsonl").unwrap(), judged.out.as_bytes());
    assert!(read.verify().unwrap().is_same());
}

#[test]
fn a_bulletin_is_recomputed_with_the_lists_that_it_carries() {
    let (bulletin, _) = made("bulletin-shipped", &[&[SYRIA, EXAMPLE], &SHORT[..]].concat());
    let forged = forged(&bulletin, |path, bytes| {
        if path.starts_with("shipped/registers/") {
            bytes.clear();
        }
    });
    insta::assert_snapshot!("bulletin_shipped", shown(&verified(&forged, &[]), &forged));
}
