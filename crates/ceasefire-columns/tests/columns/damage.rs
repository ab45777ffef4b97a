//! Files that are cut off or changed on the way: a clear message, and never other acts.

use crate::acts::{Act, file, rows};
use crate::same::example;
use ceasefire_columns::{Reader, Unopened};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use std::sync::LazyLock;

fn opened(bytes: Vec<u8>) -> String {
    match Reader::of(bytes) {
        Ok(reader) => format!("opened: {} rows", reader.rows()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_file_that_is_not_whole_or_not_parquet_is_told_as_such() {
    let whole = file(&example());
    let mut longer = whole.clone();
    longer.extend(b"PAR1");
    insta::assert_snapshot!(
        [
            opened(Vec::new()),
            opened(b"PAR1".to_vec()),
            opened(b"{\"id\":\"a\"}".to_vec()),
            opened(b"PAR1PAR1".to_vec()),
            opened(b"PAR1\xff\xff\xff\xffPAR1".to_vec()),
            opened(b"PAR1\0\0\0\0\0\0\0\0\0\0\0\0PAR1".to_vec()),
            opened(whole[..whole.len() / 2].to_vec()),
            opened(whole[..whole.len() - 1].to_vec()),
            opened(whole[4..].to_vec()),
            opened(longer),
        ]
        .join("\n")
    );
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_not_opened() {
    let whole = file(&example()[..3]);
    for end in 0..whole.len() {
        assert!(Reader::of(whole[..end].to_vec()).is_err(), "cut at {end}");
    }
}

#[test]
fn a_byte_that_is_changed_anywhere_is_found_before_a_row_is_read() {
    let given = &example()[..3];
    let whole = file(given);
    for at in (0..whole.len()).step_by(3) {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        // Where it stands in our own name, the file is another's, and its acts are as they were.
        if let Ok(reader) = Reader::of(changed) {
            let acts: Vec<Act> = reader.map(|(_, act)| act.unwrap()).collect();
            assert_eq!(acts, given, "byte {at}");
        }
    }
    let mut changed = whole.clone();
    changed[whole.len() / 3] ^= 1;
    assert_eq!(Reader::of(changed).err(), Some(Unopened::Changed));
}

#[test]
fn a_file_of_another_writer_that_is_changed_never_makes_it_panic() {
    let whole = unsealed(file(&example()[..3]));
    let mut opened = 0;
    // Every seventh byte: seven is prime to the lengths of what stands in a file.
    for at in (0..whole.len()).step_by(7) {
        for flip in [0x01, 0x80, 0xff] {
            let mut changed = whole.clone();
            changed[at] ^= flip;
            if let Ok(reader) = Reader::of(changed) {
                opened += 1;
                assert!(reader.take(10).count() <= 10);
            }
        }
    }
    assert!(opened > 20, "most changes are within texts: {opened}");
}

/// The same file as if another tool had written it: nothing says what its bytes should be.
fn unsealed(mut file: Vec<u8>) -> Vec<u8> {
    let name = b"ceasefire version";
    let at = file.windows(name.len()).rposition(|window| window == name).unwrap();
    file[at] = b'C';
    file
}

#[test]
fn rows_are_numbered_from_one() {
    let rows = rows(file(&example()[..2]));
    assert_eq!(rows.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [1, 2]);
}

/// Files that this program and other tools wrote: the seeds of the fuzz target.
fn written_by_several() -> Vec<Vec<u8>> {
    let folder = format!("{}/../../fuzz/corpus/columns", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn files_of_other_tools_are_read() {
    let files = written_by_several();
    assert!(files.len() >= 6);
    for file in files {
        let acts: Vec<Act> = rows(file).into_iter().map(|(_, act)| act.unwrap()).collect();
        let ids: Vec<&str> = acts.iter().map(|act| act["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["a", "b", "c", "d"]);
    }
}

proptest! {
    #[test]
    fn whatever_is_changed_in_a_file_of_any_writer_it_is_acts_or_reasons(
        which in any::<Index>(),
        changes in vec((any::<Index>(), any::<u8>()), 1..6),
    ) {
        static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(written_by_several);
        let mut file = which.get(&FILES).clone();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Ok(reader) = Reader::of(file) {
            for (_, act) in reader.take(100) {
                match act {
                    Ok(act) => prop_assert!(["id", "kind", "at"].iter().all(|f| act.contains_key(*f))),
                    Err(refused) => prop_assert!(!refused.reason.is_empty()),
                }
            }
        }
    }
}
