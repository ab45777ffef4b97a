//! Backups: from each store into each store.

use super::{entries, findings, id_of, read, sql, stores};
use ceasefire_ledger::{Asked, Bundled, Evidence, Heads, Identity, Ledger, Moment, Place, Sound};
use ceasefire_store::{SqlStore, Store, StoreError, backup, check, restore};
use serde_json::json;
use std::path::PathBuf;

/// A store that holds these, and the text of its backup.
fn backed_up(address: &str, entries: &[Sound]) -> (SqlStore, String) {
    let mut store = SqlStore::create(address, "the store", id_of(entries)).unwrap();
    store.append(entries).unwrap();
    let text = text(&mut store).unwrap();
    (store, text)
}

fn text(store: &mut SqlStore) -> Result<String, StoreError> {
    let mut out = Vec::new();
    backup(store, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

fn nothing_here(_: &Evidence) -> bool {
    false
}

/// One more entry by the same author, about evidence.
fn with_source(entries: &[Sound]) -> Vec<Sound> {
    let last = entries.last().unwrap().entry();
    let place = Place {
        ledger: Some(last.ledger()),
        number: last.header().number + 1,
        before: Some(last.id()),
        not_before: None,
    };
    let content = json!({
        "title": "The daily of Lake Q", "publisher": "Radio Q", "retrieved": "2026-03-02T09:10:11Z",
        "evidence": {"bytes": 1, "media": "text/html", "sha256": "a".repeat(64)},
    });
    let draft =
        ceasefire_ledger::Draft::new("source-archived", content.as_object().unwrap().clone());
    let source =
        Identity::new(&[1; 32]).sign(&place, Moment(1_772_500_000), draft, [7; 16]).unwrap();
    [entries, &[source]].concat()
}

#[test]
fn a_backup_of_any_store_makes_the_same_store_anywhere() {
    // The order of a store is not that of lists: the last fact came before the others.
    let mut entries = with_source(&entries(250));
    entries[1..].rotate_right(1);
    for from in stores("backup_from") {
        let (mut store, text) = backed_up(&from, &entries);
        for to in stores("backup_to") {
            let here = |file: &Evidence| file.bytes == 1;
            let (mut restored, verified) = restore(&text, &to, "the other", &here).unwrap();
            assert_eq!(verified.sound, entries.len());
            assert_eq!(read(&mut restored), read(&mut store));
            assert_eq!(restored.last().unwrap(), store.last().unwrap());
            let evidence = restored.evidence().unwrap();
            assert_eq!(evidence.len(), 1);
            assert!(evidence[0].1, "the file is there, as was said");
            assert_eq!(self::text(&mut restored).unwrap(), text);
        }
    }
}

#[test]
fn only_an_empty_place_is_restored_to() {
    let entries = entries(3);
    let [from] = &stores("occupied_from")[..1] else { unreachable!() };
    let (_, text) = backed_up(from, &entries);
    for to in stores("occupied_to") {
        // Made, and then nothing came: as after a restore that was broken off.
        SqlStore::create(&to, "the other", id_of(&entries)).unwrap().close().unwrap();
        restore(&text, &to, "the other", &nothing_here).unwrap().0.close().unwrap();
        let again = restore(&text, &to, "the other", &nothing_here).unwrap_err();
        assert!(matches!(again, StoreError::Occupied(_)), "{again}");
        let mut store = SqlStore::open(&to, "the other").unwrap();
        assert_eq!(store.last().unwrap().0, 4);
        assert!(findings(&mut store, &Heads::default()).is_empty());
    }
    for to in stores("occupied_by_another") {
        let other = SqlStore::create(&to, "the other", ceasefire_ledger::Id([9; 32])).unwrap();
        other.close().unwrap();
        let refused = restore(&text, &to, "the other", &nothing_here).unwrap_err();
        assert!(matches!(refused, StoreError::Occupied(_)), "{refused}");
    }
}

#[test]
fn what_is_no_whole_backup_is_told_in_a_sentence_and_nothing_is_restored() {
    let entries = entries(3);
    let [from] = &stores("bad_backups_from")[..1] else { unreachable!() };
    let (_, text) = backed_up(from, &entries);
    let lines: Vec<&str> = text.lines().collect();
    let mut ledger = Ledger::new(id_of(&entries));
    for one in &entries {
        ledger.add_sound(one.clone()).unwrap();
    }
    let part = Bundled::new(&ledger, Asked::Since(ledger.heads()));
    let bad = [
        "names,dates\n".to_owned(),
        part.lines().collect::<Vec<_>>().join("\n"),
        lines[..3].join("\n"),
        [&lines[..2], &lines[3..]].concat().join("\n"),
        text.replace("hill-2", "hill-3"),
        text.replacen("\"signature\":\"", "\"signature\":\"00", 1),
        // The last fact is gone, and the count says so; the heads do not.
        [&lines[..4], &lines[5..]].concat().join("\n").replace("\"entries\":4", "\"entries\":3"),
    ];
    let mut told = Vec::new();
    for to in stores("bad_backups_to") {
        told = bad
            .iter()
            .map(|bad| restore(bad, &to, "the other", &nothing_here).unwrap_err().to_string())
            .collect();
        assert!(SqlStore::open(&to, "the other").is_err(), "nothing was made");
    }
    insta::assert_snapshot!("bad_backups", told.join("\n"));
}

#[test]
fn a_store_that_is_damaged_is_not_backed_up() {
    let entries = entries(3);
    let mut told = Vec::new();
    for (damage, text) in [
        ("b_changed", "UPDATE entries SET content = REPLACE(content, 'hill-1', 'hill-2')"),
        ("b_unreadable", "UPDATE entries SET signed = 'x' WHERE position = 2"),
        ("b_removed", "DELETE FROM entries WHERE position = 2"),
        ("b_cut", "DELETE FROM entries WHERE position = 4"),
        ("b_emptied", "DELETE FROM entries"),
        ("b_seal", "UPDATE ledger SET seal = NULL"),
    ] {
        let mut here = Vec::new();
        for address in stores(damage) {
            let (store, _) = backed_up(&address, &entries);
            store.close().unwrap();
            sql(&address, text);
            let mut store = SqlStore::open(&address, "the store").unwrap();
            here.push(self::text(&mut store).unwrap_err().to_string());
            let seen = check(&mut store, &Heads::default());
            assert!(seen.map_or(true, |verified| !verified.findings.is_empty()), "{damage}");
        }
        here.dedup();
        assert_eq!(here.len(), 1, "every store says the same");
        told.append(&mut here);
    }
    insta::assert_snapshot!("no_backup_of_damage", told.join("\n"));
}

#[test]
fn a_store_that_is_damaged_is_not_copied_either_and_nothing_is_left_of_it() {
    let entries = entries(3);
    let address = &stores("bad_copies")[0];
    let (store, _) = backed_up(address, &entries);
    store.close().unwrap();
    sql(address, "UPDATE entries SET content = REPLACE(content, 'hill-1', 'hill-2')");
    let folder: PathBuf = [env!("CARGO_TARGET_TMPDIR"), "bad_copies"].iter().collect();
    let mut store = SqlStore::open(address, "the store").unwrap();
    let why = store.copy_to(&folder.join("copy.sqlite")).unwrap_err().to_string();
    assert!(why.starts_with("no copy is made of a store that is damaged: line 2"), "{why}");
    let files = folder.read_dir().unwrap().map(|file| file.unwrap().file_name());
    let copies = files.filter(|name| name.to_string_lossy().contains("copy"));
    assert_eq!(copies.count(), 0);
}

#[test]
fn a_copy_of_a_file_is_the_same_store_and_replaces_nothing() {
    let entries = entries(50);
    for address in stores("copies") {
        let (mut store, text) = backed_up(&address, &entries);
        let path: PathBuf = [env!("CARGO_TARGET_TMPDIR"), "copies", "copy.sqlite"].iter().collect();
        let copied = store.copy_to(&path);
        if address.starts_with("postgres") {
            let why = copied.unwrap_err().to_string();
            assert!(why.starts_with("only a store in a file"), "{why}");
            continue;
        }
        copied.unwrap();
        let mut copy = SqlStore::open(&format!("sqlite:{}", path.display()), "the copy").unwrap();
        assert_eq!(self::text(&mut copy).unwrap(), text);
        copy.close().unwrap();
        assert!(store.copy_to(&path).unwrap_err().to_string().contains("is there already"));
        let files = path.parent().unwrap().read_dir().unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let copies: Vec<_> = names.filter(|name| name.starts_with("copy")).collect();
        assert_eq!(copies, ["copy.sqlite"], "nothing is left of making it");
        std::fs::remove_file(path).unwrap();
    }
}
