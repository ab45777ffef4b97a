//! The rows that come with the project: what the dated lists say of the groups that the shipped
//! agreements need, and notices.
//! `registers/SOURCES.md` tells where each comes from.

use crate::designations::{Designation, read_designations};
use ceasefire_files::SetAside;

const TABLES: [(&str, &str); 2] = [
    ("un-sc-syria.jsonl", include_str!("../registers/un-sc-syria.jsonl")),
    ("un-sc-notices.jsonl", include_str!("../registers/un-sc-notices.jsonl")),
];

/// The shipped tables as they are, by the names of their files.
pub fn shipped_tables() -> [(&'static str, &'static str); 2] {
    TABLES
}

/// The shipped rows. A test holds that none is set aside.
pub fn shipped() -> Vec<Designation> {
    read(&mut Vec::new())
}

fn read(aside: &mut Vec<SetAside>) -> Vec<Designation> {
    TABLES.iter().flat_map(|(file, text)| read_designations(file, text.as_bytes(), aside)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Answer;
    use crate::register::{Register, Sources};

    #[test]
    fn every_shipped_row_is_read() {
        let mut aside = Vec::new();
        let rows = read(&mut aside);
        assert_eq!(aside, []);
        assert!(rows.len() > 60, "{}", rows.len());
    }

    #[test]
    fn the_shipped_rows_alone_answer_for_the_groups_of_the_cessation() {
        let rows = shipped();
        let sources = Sources { rows: &rows, ..Sources::default() };
        let register = Register::new("un.sc-terrorist", sources);
        let cases = [
            ("Jabhat al-Nusrah", "2013-05-29", Answer::No),
            ("Jabhat al-Nusrah", "2013-05-30", Answer::Yes),
            ("Jabhat al-Nusrah", "2014-05-13", Answer::Yes),
            ("Jabhat al-Nusrah", "2014-05-14", Answer::Yes),
            ("Jabhat al-Nusrah", "2016-02-27", Answer::Yes),
            ("Jabhat al-Nusrah", "2026-02-26", Answer::Yes),
            ("Jabhat al-Nusrah", "2026-02-27", Answer::No),
            ("Jabhat al-Nusrah", "2026-02-28", Answer::Unknown),
            ("QDe.137", "2014-05-13", Answer::No),
            ("QE.N.137.14", "2014-05-14", Answer::Yes),
            ("Jabhat Fatah al-Sham", "2017-06-06", Answer::No),
            ("Jabhat Fatah al-Sham", "2017-07-20", Answer::Unknown),
            ("Jabhat Fatah al-Sham", "2018-06-05", Answer::Yes),
            ("Hay'at Tahrir al-Sham", "2018-06-05", Answer::Yes),
            ("Harakat Sham al-Islam", "2016-02-28", Answer::No),
            ("Harakat Sham al-Islam", "2016-02-29", Answer::Yes),
            ("Islamic State in Iraq and the Levant", "2016-02-27", Answer::Yes),
            ("Jund al-Aqsa", "2016-02-27", Answer::No),
            ("Group A", "2016-02-27", Answer::Unknown),
        ];
        for (called, day, expected) in cases {
            let told = register.ask(called, day.parse().unwrap());
            assert_eq!(told.answer, expected, "{called} on {day}: {}", told.reason);
        }
    }
}
