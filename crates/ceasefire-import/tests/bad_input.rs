//! Tables that are broken in every way that tables are: said clearly, nothing lost, no panic.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use ceasefire_import::{Account, Import, ImportError, Profile, SetAside, shipped};
use std::fmt::Write as _;
use std::io::{self, Read};

const HEAD: &str = "ref,heard_at,what,settlement,lat,lon\n";

const OURS: &str = r#"
name = "ours"
title = "A table of our own"
marks = ["ref", "heard_at"]
source = { publisher = "Monitors of Sector Q" }
id = { columns = ["ref"], prefix = "q:" }
time = { first = "heard_at", forms = ["%Y-%m-%d"] }
kind = { column = "what", words = { shelling = "attack" } }
place = { name = "settlement", lat = "lat", lon = "lon" }
"#;

/// Ids of acts, rows set aside as "line column: reason", and the account.
fn read(table: impl Read) -> (Vec<String>, Vec<String>, Account) {
    let ours = Profile::read(OURS).unwrap();
    let mut import = Import::open(table, &[], Some(&ours)).unwrap();
    let (mut acts, mut aside) = (Vec::new(), Vec::new());
    while let Some(row) = import.read() {
        match row {
            Ok(act) => acts.push(act.id),
            Err(SetAside { line, column, reason, .. }) => {
                aside.push(format!("{line} {column}: {reason}"));
            }
        }
    }
    assert!(import.account().adds_up(), "{}", import.account());
    (acts, aside, import.account().clone())
}

fn refused(table: &[u8]) -> ImportError {
    let ours = Profile::read(OURS).unwrap();
    Import::open(table, &[], Some(&ours)).err().unwrap()
}

fn row(id: u32) -> String {
    format!("{id},2016-03-02,shelling,Town X,35.1,36.1\n")
}

fn rows(ids: impl IntoIterator<Item = u32>) -> String {
    ids.into_iter().map(row).collect()
}

#[test]
fn a_file_cut_off_within_quotation_marks_says_so() {
    let table = format!("{HEAD}{}3,2016-03-02,shelling,\"Town", rows(1..3));
    let (acts, aside, _) = read(table.as_bytes());
    assert_eq!(acts, ["q:1", "q:2"]);
    insta::assert_snapshot!(aside.join("\n"), @"4 : the file ends inside a cell in quotation marks: it is cut off here");
}

#[test]
fn a_file_cut_off_within_a_letter_says_so() {
    let table = format!("{HEAD}{}3,2016-03-02,shelling,Mariupol Маріу", rows(1..3));
    let cut = table.as_bytes().get(..table.len() - 1).unwrap();
    let (acts, aside, account) = read(cut);
    assert_eq!((acts.len(), account.decoded), (2, 0));
    insta::assert_snapshot!(aside.join("\n"), @"4 : the file ends in the middle of a letter: it is cut off here");
}

#[test]
fn a_file_cut_off_within_a_row_says_that_columns_are_missing() {
    let table = format!("{HEAD}{}3,2016-03-02,she", rows(1..3));
    let (acts, aside, _) = read(table.as_bytes());
    assert_eq!(acts.len(), 2);
    insta::assert_snapshot!(aside.join("\n"), @"4 : the row has other columns than the heading (3)");
}

#[test]
fn a_quotation_mark_never_closed_costs_its_line_and_not_the_rest() {
    let table =
        format!("{HEAD}{}3,2016-03-02,shelling,\"Town X,35.1,36.1\n{}", row(1), rows(4..60_000));
    let (acts, aside, _) = read(table.as_bytes());
    assert_eq!(acts.len(), 59_997);
    insta::assert_snapshot!(aside.join("\n"), @"3 : a quotation mark is opened here and not closed; the rows below are read on their own");
}

#[test]
fn a_quotation_mark_closed_by_a_later_rows_own_is_seen_by_what_it_swallows() {
    let table = format!(
        "{HEAD}1,2016-03-02,shelling,\"Town X,35.1,36.1\n{}4,2016-03-02,shelling,\"Town X, east\",35.1,36.1\n",
        rows(2..4)
    );
    let (acts, aside, _) = read(table.as_bytes());
    assert_eq!(acts, ["q:2", "q:3", "q:4"]);
    insta::assert_snapshot!(aside.join("\n"), @"2 : a quotation mark is opened here and not closed; the rows below are read on their own");
}

#[test]
fn a_cell_in_quotation_marks_over_several_lines_is_one_cell() {
    let table = format!(
        "{HEAD}1,2016-03-02,shelling,\"Town\nX, \"\"east\"\"\r\n\",35.1,36.1\r\n{}",
        row(2)
    );
    let (acts, aside, account) = read(table.as_bytes());
    assert_eq!((acts.len(), account.rows), (2, 2), "{aside:?}");
}

#[test]
fn a_delimiter_that_is_none_of_the_usual_is_asked_for_and_one_that_is_named_is_taken() {
    let table = format!("{HEAD}{}", row(1)).replace(',', "^");
    insta::assert_snapshot!(refused(table.as_bytes()), @r#"
    the profile `ours` needs the columns ref, heard_at, what, and the table has ref^heard_at^what^settlement^lat^lon
    help: this looks like one column; a profile may say what parts the cells: `delimiter = ";"`
    "#);
    let named = Profile::read(&format!("delimiter = \"^\"\n{OURS}")).unwrap();
    let mut import = Import::open(table.as_bytes(), &[], Some(&named)).unwrap();
    assert!(import.read().unwrap().is_ok());
}

#[test]
fn a_delimiter_that_is_named_wrongly_is_said() {
    let named = Profile::read(&format!("delimiter = \";\"\n{OURS}")).unwrap();
    let table = format!("{HEAD}{}", row(1));
    let refused = Import::open(table.as_bytes(), &[], Some(&named)).err().unwrap();
    insta::assert_snapshot!(refused, @r#"
    the profile `ours` needs the columns ref, heard_at, what, and the table has ref,heard_at,what,settlement,lat,lon
    help: this looks like one column; a profile may say what parts the cells: `delimiter = ";"`
    "#);
}

#[test]
fn rows_of_several_encodings_are_each_read_in_their_own() {
    let mut table = format!("{HEAD}1,2016-03-02,shelling,Маріуполь,35.1,36.1\n").into_bytes();
    table.extend(b"2,2016-03-02,shelling,Vill\xe9,35.1,36.1\n");
    table.extend(row(3).as_bytes());
    let (acts, _, account) = read(table.as_slice());
    assert_eq!(acts.len(), 3);
    insta::assert_snapshot!(account, @"
    3 rows read: 3 acts, 0 set aside
    1 rows are not UTF-8 and were read as windows-1252
    ");
}

#[test]
fn two_bytes_a_letter_are_read_with_a_mark_of_byte_order_and_without() {
    let table = format!("{HEAD}{}", rows(1..9));
    for mark in ["\u{feff}", ""] {
        let wide = format!("{mark}{table}");
        let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(wide.as_slice()).0.len(), 8);
    }
}

#[test]
fn a_mark_of_byte_order_in_the_middle_is_no_letter() {
    let table = format!(
        "\u{feff}{HEAD}{}\u{feff}{}\u{feff}\"3\",2016-03-02,shelling,T,,\n",
        row(1),
        row(2)
    );
    assert_eq!(read(table.as_bytes()).0, ["q:1", "q:2", "q:3"]);
}

#[test]
fn a_line_of_200_megabytes_is_one_row_set_aside() {
    let table = format!("{HEAD}{}2,", row(1));
    let long = io::repeat(b'x').take(200 << 20);
    let rest = format!("\n{}", row(3));
    let (acts, aside, account) = read(table.as_bytes().chain(long).chain(rest.as_bytes()));
    assert_eq!((acts, account.cut), (vec!["q:1".to_owned(), "q:3".to_owned()], 1));
    insta::assert_snapshot!(aside.join("\n"), @"3 : the line is longer than a row can be (1 MiB): only its beginning is kept");
}

#[test]
fn a_quotation_mark_before_200_megabytes_takes_no_memory_either() {
    let table = format!("{HEAD}{}2,\"", row(1));
    let long = io::repeat(b'x').take(200 << 20);
    let rest = format!("\n{}", row(3));
    let (acts, aside, account) = read(table.as_bytes().chain(long).chain(rest.as_bytes()));
    assert_eq!((acts.len(), aside.len(), account.cut), (2, 1, 1), "{aside:?}");
}

#[test]
fn days_that_cannot_be_are_set_aside_with_what_they_say() {
    let mut table = HEAD.to_owned();
    for (id, day) in ["0016-03-02", "2106-03-02", "2016-02-30", "", "soon"].iter().enumerate() {
        writeln!(table, "{id},{day},shelling,T,,").unwrap();
    }
    insta::assert_snapshot!(read(table.as_bytes()).1.join("\n"), @"
    2 heard_at: `0016-03-02` is not a date between 1800 and 2100
    3 heard_at: `2106-03-02` is not a date between 1800 and 2100
    4 heard_at: `2016-02-30` is not a date as this publisher writes them
    5 heard_at: the date is missing
    6 heard_at: `soon` is not a date as this publisher writes them
    ");
}

#[test]
fn points_that_cannot_be_are_set_aside_and_nought_is_a_blank() {
    let mut table = HEAD.to_owned();
    for (id, point) in
        ["0,0", "120.5,35.1", "35.1,", "35.1,190", "x,1", "0.0,36"].iter().enumerate()
    {
        writeln!(table, "{id},2016-03-02,shelling,T,{point}").unwrap();
    }
    let (acts, aside, _) = read(table.as_bytes());
    assert_eq!(acts, ["q:0", "q:5"]);
    insta::assert_snapshot!(aside.join("\n"), @"
    3 lat: `120.5` is no latitude, which ends at 90: latitude and longitude may be swapped
    4 lat: a point has both latitude and longitude
    5 lon: `190` is not degrees up to 180
    6 lat: `x` is not degrees up to 90
    ");
}

#[test]
fn zero_bytes_say_that_the_file_is_damaged_there() {
    let table = format!("{HEAD}{}2,2016-03-02,shel\0\0ing,T,,\n{}", row(1), row(3));
    let (acts, aside, _) = read(table.as_bytes());
    assert_eq!(acts, ["q:1", "q:3"]);
    insta::assert_snapshot!(aside.join("\n"), @"3 : the row holds zero bytes, which no text has: the file is damaged here");
}

#[test]
fn a_heading_that_stands_twice_is_read_where_both_columns_agree() {
    let table = "ref,heard_at,what,heard_at,seen by,seen by\n\
                 1,2016-03-02,shelling,2016-03-02,a,b\n\
                 2,2016-03-02,shelling,2016-03-03,a,b\n";
    let (acts, aside, _) = read(table.as_bytes());
    assert_eq!(acts, ["q:1"]);
    insta::assert_snapshot!(aside.join("\n"), @"3 heard_at: the heading stands twice, and the two columns say different things");
}

#[test]
fn a_table_without_rows_says_so() {
    let (_, _, account) = read(HEAD.as_bytes());
    insta::assert_snapshot!(account, @"the table has a heading and no rows");
}

#[test]
fn columns_that_the_table_lacks_are_named() {
    let (acts, _, account) = read(&b"ref,heard_at,what\n1,2016-03-02,shelling\n"[..]);
    assert_eq!(acts.len(), 1);
    insta::assert_snapshot!(account, @"
    1 rows read: 1 acts, 0 set aside
    the table has no column `settlement`, `lat`, `lon`; what it would say is unknown
    ");
}

#[test]
fn mentions_are_not_acts_and_are_refused_in_words() {
    let profiles = shipped().unwrap();
    let bare = "1\t20160701210000\t20170701234500\t1\tnews.example\thttps://news.example/1\t4\t-1\t9\t9\t1\t100\t257\t0.8\t\t\n";
    let headed =
        "globaleventid,eventtimedate,mentiontimedate,mentiontype,mentionidentifier\n1,2,3,4,5\n";
    for table in [bare, headed] {
        let refused = Import::open(table.as_bytes(), &profiles, None).err().unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(refused, @"these are GDELT mentions: a row is an article that speaks of an act, not an act; import the table of events that its GLOBALEVENTID points to");
        }
    }
}
