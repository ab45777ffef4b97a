//! One suite for every store. SQLite always; PostgreSQL where `CEASEFIRE_POSTGRES` says which, as
//! `postgres://user@host/database`; each test there has a schema of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod backup;

use ceasefire_ledger::{
    Draft, Evidence, Hash, Heads, Id, Identity, Ledger, Moment, Place, Sound, verify,
};
use ceasefire_store::{Appended, SqlStore, Store, StoreError, Stored, all};
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection as _};
use std::path::PathBuf;

/// The addresses of empty stores for one test.
fn stores(test: &str) -> Vec<String> {
    let folder: PathBuf = [env!("CARGO_TARGET_TMPDIR"), test].iter().collect();
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).unwrap();
    let mut out = vec![format!("sqlite:{}?mode=rwc", folder.join("ledger.sqlite").display())];
    match std::env::var("CEASEFIRE_POSTGRES") {
        Ok(server) => {
            sql(&server, &format!("DROP SCHEMA IF EXISTS {test} CASCADE; CREATE SCHEMA {test}"));
            out.push(format!("{server}?options[search_path]={test}"));
        }
        Err(_) => eprintln!("PostgreSQL is not tried: CEASEFIRE_POSTGRES is not set"),
    }
    out
}

/// What somebody does behind the store's back.
fn sql(address: &str, text: &str) {
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = AnyConnection::connect(address).await.unwrap();
        let text = sqlx::AssertSqlSafe(text.to_owned());
        sqlx::raw_sql(text).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
}

/// A founding entry and so many facts.
fn entries(many: i64) -> Vec<Sound> {
    let identity = Identity::new(&[1; 32]);
    let sign = |place: &Place, at: i64, kind: &str, content: Value| {
        let draft = Draft::new(kind, content.as_object().unwrap().clone());
        identity.sign(place, Moment(1_772_409_600 + at), draft, [7; 16]).unwrap()
    };
    let title = json!({"title": "Talks at Lake Q", "name": "The secretariat"});
    let mut out = vec![sign(&Place::FOUNDING, 0, "ledger-founded", title)];
    for at in 1..=many {
        let last = out.last().unwrap().entry();
        let place = Place {
            ledger: Some(last.ledger()),
            number: last.header().number + 1,
            before: Some(last.id()),
            not_before: None,
        };
        let fact = json!({"fact": {"fact": format!("holds(group-a, hill-{at})")}});
        out.push(sign(&place, at, "fact-asserted", fact));
    }
    out
}

fn id_of(entries: &[Sound]) -> Id {
    entries[0].entry().id()
}

fn read(store: &mut SqlStore) -> Vec<Stored> {
    all(store).map(Result::unwrap).collect()
}

fn findings(store: &mut SqlStore, heads: &Heads) -> Vec<String> {
    let ledger = store.ledger();
    let kept: Vec<_> = read(store).into_iter().map(Stored::kept).collect();
    verify(ledger, kept, heads).findings.iter().map(ToString::to_string).collect()
}

#[test]
fn what_was_appended_is_there_after_opening_again_in_its_order() {
    let entries = entries(30);
    for address in stores("in_order") {
        let mut store = SqlStore::create(&address, "the store", id_of(&entries)).unwrap();
        let (some, rest) = entries.split_at(10);
        assert_eq!(store.append(some).unwrap(), Appended { new: 10, completed: 0 });
        assert_eq!(
            store.append(&entries).unwrap(),
            Appended { new: rest.len() as u64, completed: 0 }
        );
        assert_eq!(store.append(&entries).unwrap(), Appended::default());
        drop(store);
        let mut store = SqlStore::open(&address, "the store").unwrap();
        let lines: Vec<String> = entries.iter().map(|sound| sound.entry().line()).collect();
        let found = read(&mut store);
        assert_eq!(found.iter().map(|one| one.line.clone()).collect::<Vec<_>>(), lines);
        assert_eq!(store.last().unwrap(), (31, found[30].seal));
        let id = entries[7].entry().id();
        assert_eq!(store.get(id).unwrap(), Some(found[7].clone()));
        assert_eq!(store.get(Id([7; 32])).unwrap(), None);
        assert_eq!(store.after(29, 1).unwrap(), found[29..30]);
        assert!(findings(&mut store, &Heads::default()).is_empty());
    }
}

#[test]
fn an_entry_that_comes_twice_at_once_is_there_once_with_its_content() {
    let entries = entries(250);
    for address in stores("twice") {
        let mut store = SqlStore::create(&address, "the store", id_of(&entries)).unwrap();
        let bare = |sound: &Sound| {
            let line = sound.entry().line_without_content();
            Sound::check(ceasefire_ledger::Entry::read(&line).unwrap()).unwrap()
        };
        // Each without and with its content: side by side, and then far apart.
        let (near, far) = entries.split_at(125);
        let both: Vec<Sound> = near.iter().flat_map(|one| [bare(one), one.clone()]).collect();
        assert_eq!(store.append(&both).unwrap().new, 125);
        let far_apart = [far.iter().map(bare).collect(), far.to_vec()].concat();
        assert_eq!(store.append(&far_apart).unwrap(), Appended { new: 126, completed: 126 });
        assert_eq!(store.append(&[both, far_apart].concat()).unwrap(), Appended::default());
        assert!(findings(&mut store, &Heads::default()).is_empty());
    }
}

#[test]
fn a_content_that_is_taken_away_is_gone_and_everything_verifies() {
    let entries = entries(5);
    for address in stores("redaction") {
        let mut store = SqlStore::create(&address, "the store", id_of(&entries)).unwrap();
        store.append(&entries).unwrap();
        let id = entries[3].entry().id();
        assert_eq!(store.take_contents(&[id]).unwrap(), 1);
        assert_eq!(store.take_contents(&[id]).unwrap(), 0);
        let line = store.get(id).unwrap().unwrap().line;
        assert_eq!(line, entries[3].entry().line_without_content());
        let found = findings(&mut store, &Heads::default());
        assert_eq!(found.len(), 1, "no redaction is here that says so: {found:?}");
        assert_eq!(store.append(&entries).unwrap(), Appended { new: 0, completed: 1 });
        store.take_contents(&[id]).unwrap();
        drop(store);
        if let Some(path) =
            address.strip_prefix("sqlite:").and_then(|rest| rest.strip_suffix("?mode=rwc"))
        {
            for file in [path.to_owned(), format!("{path}-wal")] {
                let bytes = std::fs::read(file).unwrap_or_default();
                let there = bytes.windows(7).any(|window| window == b"hill-3)");
                assert!(!there, "the content lies on the disk");
            }
        }
    }
}

#[test]
fn damage_behind_the_stores_back_is_found() {
    let entries = entries(6);
    let mut ledger = Ledger::new(id_of(&entries));
    for sound in &entries {
        ledger.add_sound(sound.clone()).unwrap();
    }
    for (damage, text) in [
        (
            "changed",
            "UPDATE entries SET content = REPLACE(content, 'group-a', 'group-b') WHERE position = 4",
        ),
        ("removed", "DELETE FROM entries WHERE position = 4"),
        ("cut", "DELETE FROM entries WHERE position > 4"),
        (
            "moved",
            "UPDATE entries SET position = 99 WHERE position = 3; \
             UPDATE entries SET position = 3 WHERE position = 4; \
             UPDATE entries SET position = 4 WHERE position = 99",
        ),
    ] {
        for address in stores(damage) {
            let mut store = SqlStore::create(&address, "the store", id_of(&entries)).unwrap();
            store.append(&entries).unwrap();
            assert!(findings(&mut store, &ledger.heads()).is_empty());
            drop(store);
            sql(&address, text);
            let mut store = SqlStore::open(&address, "the store").unwrap();
            assert!(!findings(&mut store, &ledger.heads()).is_empty(), "{damage}");
        }
    }
}

#[test]
fn two_writers_come_one_after_the_other() {
    let entries = entries(60);
    for address in stores("writers") {
        let id = id_of(&entries);
        drop(SqlStore::create(&address, "the store", id).unwrap());
        std::thread::scope(|scope| {
            for half in [0, 1] {
                let (address, entries) = (&address, &entries);
                scope.spawn(move || {
                    let mut store = SqlStore::open(address, "the store").unwrap();
                    for sound in entries.iter().skip(half).step_by(2) {
                        store.append(std::slice::from_ref(sound)).unwrap();
                    }
                });
            }
        });
        let mut store = SqlStore::open(&address, "the store").unwrap();
        let found = read(&mut store);
        assert_eq!(found.len(), entries.len());
        let seals: Vec<_> = found.iter().map(|one| one.seal).collect();
        let mut last = None;
        for (one, seal) in found.iter().zip(seals) {
            let id = ceasefire_ledger::Entry::read(&one.line).unwrap().id();
            last = Some(ceasefire_ledger::seal(last, store.ledger(), id));
            assert_eq!(seal, last, "position {}", one.position);
        }
    }
}

#[test]
fn of_many_who_make_a_ledger_at_the_same_moment_one_does() {
    for address in stores("makers") {
        let make = |maker: u8| SqlStore::create(&address, "the store", Id([maker; 32]));
        let made: Vec<_> = std::thread::scope(|scope| {
            let makers: Vec<_> = (1..=8).map(|maker| scope.spawn(move || make(maker))).collect();
            makers.into_iter().map(|maker| maker.join().unwrap()).collect()
        });
        let (made, refused): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
        assert_eq!(made.len(), 1);
        for refused in refused {
            let why = refused.unwrap_err().to_string();
            assert_eq!(why, "a ledger lies in the store already");
        }
        let there = SqlStore::open(&address, "the store").unwrap().ledger();
        assert_eq!(made.into_iter().next().unwrap().unwrap().ledger(), there);
    }
}

#[test]
fn evidence_that_is_here_stays_here() {
    let entries = entries(0);
    for address in stores("evidence") {
        let mut store = SqlStore::create(&address, "the store", id_of(&entries)).unwrap();
        let file = Evidence { sha256: Hash::of(b"x"), bytes: 1, media: "text/html".to_owned() };
        let other = Evidence { sha256: Hash::of(b"y"), ..file.clone() };
        for (file, here) in [(&file, false), (&file, true), (&file, false), (&other, false)] {
            store.note_evidence(file, here).unwrap();
        }
        let mut expected = vec![(file, true), (other, false)];
        expected.sort_by_key(|(file, _)| file.sha256);
        assert_eq!(store.evidence().unwrap(), expected);
    }
}

#[test]
fn a_server_that_is_not_there_is_told_as_that() {
    let why = SqlStore::open("postgres://nobody@127.0.0.1:1/none", "the store").unwrap_err();
    assert!(matches!(why, StoreError::Unreachable(_)), "{why}");
}

#[test]
fn a_file_that_is_broken_is_told_as_that_and_not_as_a_place_where_nothing_lies() {
    let entries = entries(100);
    let address = &stores("broken")[0];
    let path: PathBuf = [env!("CARGO_TARGET_TMPDIR"), "broken", "ledger.sqlite"].iter().collect();
    let mut store = SqlStore::create(address, "the store", id_of(&entries)).unwrap();
    store.append(&entries).unwrap();
    store.close().unwrap();
    let whole = std::fs::read(&path).unwrap();
    let mut told = Vec::new();
    // The first bytes, the list of the tables, and a page within.
    for at in [0, 100, 4 * 4_096] {
        let mut bytes = whole.clone();
        bytes[at..at + 8].fill(0xff);
        std::fs::write(&path, bytes).unwrap();
        let seen = SqlStore::open(address, "the store")
            .and_then(|mut store| ceasefire_store::check(&mut store, &Heads::default()));
        told.push(seen.unwrap_err().to_string());
    }
    insta::assert_snapshot!("broken", told.join("\n"));
}

#[test]
fn what_cannot_be_done_is_told_in_a_sentence_and_changes_nothing() {
    let entries = entries(2);
    for address in stores("mistakes") {
        let none = SqlStore::open(&address, "ledger.sqlite").unwrap_err();
        // Nothing was made on the way: this table can still be made by somebody else.
        sql(&address, "CREATE TABLE entries (x TEXT); DROP TABLE entries");
        let mut store = SqlStore::create(&address, "ledger.sqlite", Id([9; 32])).unwrap();
        let again = SqlStore::create(&address, "ledger.sqlite", Id([9; 32])).unwrap_err();
        let other = store.append(&entries).unwrap_err();
        assert_eq!(store.last().unwrap(), (0, None));
        drop(store);
        sql(&address, "INSERT INTO versions VALUES (99)");
        let newer = SqlStore::open(&address, "ledger.sqlite").unwrap_err();
        let stopped = sqlx::Error::Io(std::io::Error::other("the server is gone"));
        let told = [
            none,
            again,
            newer,
            other,
            StoreError::Damaged("the last seal cannot be read"),
            StoreError::Busy,
            StoreError::Full,
            stopped.into(),
        ];
        insta::assert_snapshot!("mistakes", told.map(|one| one.to_string()).join("\n"));
    }
}
