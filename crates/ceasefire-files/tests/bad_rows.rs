//! Rows that cannot be read: each is set aside with its place and a reason, and the rows around it
//! are read as if it were not there.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use accord_check::check;
use accord_check::model::Agreement;
use ceasefire_files::{Library, SetAside, read_acts, read_bulletins, read_facts};
use std::collections::BTreeSet;
use std::path::Path;

fn agreement() -> Agreement {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements/syria-coh-2016");
    check(&Library::open(&folder).unwrap().family).agreement
}

const GOOD: &str = r#"{"id":"good","kind":"attack","at":"2016-03-02"}"#;

/// What is set aside of these rows, a line each, with a good row above and below.
fn acts(file: &str, rows: &[u8]) -> String {
    let (above, below) = if file == "acts.csv" {
        ("id,kind,at\n".to_owned(), "\nlast,attack,2016-03-02\n".to_owned())
    } else {
        (format!("{GOOD}\n"), format!("\n{}\n", GOOD.replace("good", "last")))
    };
    let bytes = [above.as_bytes(), rows, below.as_bytes()].concat();
    let mut aside = Vec::new();
    let read = read_acts(file, &bytes, &agreement(), &mut BTreeSet::new(), &mut aside);
    let last = read.last().map(|act| act.act.id.as_str());
    assert_eq!(last, Some("last"), "a row that is set aside must not take the next one with it");
    told(&aside)
}

fn facts(file: &str, rows: &str) -> String {
    let mut aside = Vec::new();
    read_facts(file, rows.as_bytes(), &agreement(), &mut aside);
    told(&aside)
}

fn told(aside: &[SetAside]) -> String {
    aside.iter().flat_map(|aside| [aside.to_string(), "\n".to_owned()]).collect()
}

/// An act with these fields beside those it needs.
fn act(fields: &str) -> String {
    let id = fields.chars().filter(char::is_ascii_alphanumeric).take(60).collect::<String>();
    format!(r#"{{"id":"{id}","kind":"attack","at":"2016-03-02",{fields}}}"#)
}

fn each(fields: &[&str]) -> String {
    fields.iter().map(|fields| act(fields)).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_not_json_is_set_aside() {
    let rows = [
        r#"{"id":"a","kind":"attack","at":"2016-03-02""#,
        r#"{"id":"a","kind":attack,"at":"2016-03-02"}"#,
        r#"["a","attack","2016-03-02"]"#,
        "null",
        "id,kind,at",
        r#"{"id":"a","kind":"attack","at":"2016-03-02"} {"id":"b"}"#,
        r#"{"id":"a","kind":"attack","at":"2016-03-02","notes":"\ud800"}"#,
        r#"{"id":"a","id":"b","kind":"attack","at":"2016-03-02"}"#,
        r#"{"id":"a","kind":"attack","at":"2016-03-02","place":{"lat":1,"lat":2,"lon":3}}"#,
    ];
    insta::assert_snapshot!(acts("acts.jsonl", rows.join("\n").as_bytes()));
}

#[test]
fn gigantic_nesting_is_set_aside() {
    let deep = |open: &str, close: &str| {
        act(&format!(r#""notes":{}0{}"#, open.repeat(100_000), close.repeat(100_000)))
    };
    let rows = [
        deep("[", "]"),
        deep(r#"{"a":"#, "}"),
        act(&format!(r#""notes":{}"#, "[".repeat(100_000))),
    ];
    insta::assert_snapshot!(acts("acts.jsonl", rows.join("\n").as_bytes()));
}

#[test]
fn what_is_not_utf8_is_set_aside() {
    let rows =
        [&b"{\"id\":\"a\xff\",\"kind\":\"attack\",\"at\":\"2016-03-02\"}\n"[..], b"\xfe\xff"];
    insta::assert_snapshot!(acts("acts.jsonl", &rows.concat()));
    insta::assert_snapshot!("not_utf8_in_csv", acts("acts.csv", b"caf\xe9,attack,2016-03-02"));
}

#[test]
fn a_line_of_two_mebibytes_is_set_aside() {
    let long = act(&format!(r#""notes":"{}""#, "x".repeat(2 << 20)));
    insta::assert_snapshot!(acts("acts.jsonl", long.as_bytes()));
    let long = format!("{},attack,2016-03-02", "x".repeat(2 << 20));
    insta::assert_snapshot!("long_line_in_csv", acts("acts.csv", long.as_bytes()));
}

#[test]
fn unknown_is_absent_never_null_zero_or_empty() {
    let rows = each(&[
        r#""weapon":null"#,
        r#""weapon":"""#,
        r#""weapon":"  ""#,
        r#""by":null"#,
        r#""by":[]"#,
        r#""by":"""#,
        r#""by":[{"actor":"group-a","mass":0}]"#,
        r#""by":[{"actor":"group-a","mass":null}]"#,
        r#""hypotheses":[]"#,
        r#""place":"""#,
        r#""place":null"#,
        r#""place":{"lat":0,"lon":0}"#,
        r#""place":{"lat":0.0,"lon":-0.0}"#,
        r#""place":{"name":""}"#,
        r#""place":{"lat":33.5,"lon":36.3,"radius_km":0}"#,
        r#""harm":null"#,
        r#""harm":{"killed":null}"#,
        r#""harm":{"killed":{"min":null}}"#,
        r#""sources":[]"#,
        r#""sources":[{"seen":""}]"#,
        r#""counted_as_violation_by":[]"#,
        r#""counted_as_violation_by":[""]"#,
        r#""claims":null"#,
    ]);
    insta::assert_snapshot!(acts("acts.jsonl", rows.as_bytes()));
}

#[test]
fn masses_are_more_than_zero_and_at_most_one_together() {
    let rows = each(&[
        r#""by":[{"actor":"group-a","mass":1.1}]"#,
        r#""by":[{"actor":"group-a","mass":0.7},{"actor":"group-b","mass":0.4}]"#,
        r#""by":[{"actor":"group-a","mass":-0.3}]"#,
        r#""by":[{"actor":"group-a","mass":1e400}]"#,
        r#""by":[{"actor":"group-a","mass":0.1234567}]"#,
        r#""by":[{"actor":"group-a","mass":"+.5"}]"#,
        r#""by":[{"actor":"group-a","mass":"half"}]"#,
        r#""by":[{"actor":"group-a","mass":[0.5]}]"#,
        r#""by":[{"actor":"group-a","mass":0.5},"group-b"]"#,
        r#""by":["group-a","group-a"]"#,
        r#""by":[{"mass":0.5}]"#,
        r#""by":[{"actor":"group-a","weight":0.5}]"#,
        r#""by":[7]"#,
        r#""by":"group a""#,
        r#""hypotheses":[{"by":"group-a","on":"group-b","mass":0.7},{"by":"group-b","mass":0.7}]"#,
        r#""hypotheses":[{"by":"group-a"}]"#,
        r#""hypotheses":[{"by":"group-a","mass":0.7}],"by":"group-a""#,
    ]);
    insta::assert_snapshot!(acts("acts.jsonl", rows.as_bytes()));
    let many: Vec<String> = (0..101).map(|number| format!(r#""group-{number}""#)).collect();
    let many = act(&format!(r#""by":[{}]"#, many.join(",")));
    insta::assert_snapshot!("too_many_candidates", acts("acts.jsonl", many.as_bytes()));
}

#[test]
fn absurd_times_are_set_aside() {
    let at = |at: &str| format!(r#"{{"id":"{at}","kind":"attack","at":"{at}"}}"#);
    let times = [
        "yesterday",
        "2016-02-30",
        "2016-13-01",
        "0016-03-02",
        "9999-12-31",
        "2016-03-02 25:00",
        "2016-03-02 09:61",
        "2016-03-02T09:10Z",
        "2016-03-02 .. 2016-03-01",
        "2016-03-02 .. ",
        "02/03/2016",
        "1456876800",
        "2016-03-02 09:10 EET",
    ];
    let rows = times.map(at).join("\n");
    insta::assert_snapshot!(acts("acts.jsonl", rows.as_bytes()));
    let number = r#"{"id":"n","kind":"attack","at":1456876800}"#;
    insta::assert_snapshot!("a_time_is_text", acts("acts.jsonl", number.as_bytes()));
}

#[test]
fn places_and_harm_are_within_reason() {
    let rows = each(&[
        r#""place":{"lat":95,"lon":36}"#,
        r#""place":{"lat":33.5}"#,
        r#""place":{"lat":"33.5","lon":"36.3"}"#,
        r#""place":{"latitude":33.5,"longitude":36.3}"#,
        r#""place":{"lat":33.5,"lon":36.3,"radius_km":-2}"#,
        r#""place":7"#,
        r#""harm":{"killed":{"min":5,"max":2}}"#,
        r#""harm":{"killed":{"min":-1}}"#,
        r#""harm":{"killed":{"min":1.5}}"#,
        r#""harm":{"killed":4}"#,
        r#""harm":{"wounded":{"min":1}}"#,
    ]);
    insta::assert_snapshot!(acts("acts.jsonl", rows.as_bytes()));
}

#[test]
fn unknown_fields_names_and_facts_are_set_aside() {
    let rows = [
        r#"{"kind":"attack","at":"2016-03-02"}"#.to_owned(),
        r#"{"id":"a","at":"2016-03-02"}"#.to_owned(),
        r#"{"id":"a","kind":"attack"}"#.to_owned(),
        r#"{"id":"a","kind":"an attack","at":"2016-03-02"}"#.to_owned(),
        format!(r#"{{"id":"a","kind":"{}","at":"2016-03-02"}}"#, "x".repeat(101)),
        act(r#""perpetrator":"group-a""#),
        act(r#""facts":["self-defence(it)"]"#),
        act(r#""facts":["immediate-threat(it, it)"]"#),
        act(r#""facts":["controls(group-a, place-b)"]"#),
        act(r#""facts":"immediate-threat(it)""#),
        act(r#""claims":["immediate-threat(it"]"#),
        act(r#""sources":["a newspaper"]"#),
        act(r#""sources":[{"publisher":"A","date":"2016-03-02"}]"#),
        act(r#""sources":[{"publisher":"A","seen":"last week"}]"#),
    ];
    insta::assert_snapshot!(acts("acts.jsonl", rows.join("\n").as_bytes()));
}

#[test]
fn an_id_that_stands_twice_keeps_the_first_act() {
    let rows = r#"{"id":"good","kind":"attack","at":"2016-03-05","by":"group-a"}"#;
    insta::assert_snapshot!(acts("acts.jsonl", rows.as_bytes()));
}

#[test]
fn rows_of_csv_with_too_few_or_too_many_cells_are_set_aside() {
    let rows = "a,attack\nb,attack,2016-03-02,extra\n\n\"c,attack\nd,attack\",2016-03-02";
    insta::assert_snapshot!(acts("acts.csv", rows.as_bytes()));
}

#[test]
fn a_quotation_mark_that_swallows_rows_is_noticed() {
    let rows = "a,attack,\"2016-03-02\nb,attack,2016-03-03\nc,attack,\"2016-03-04\"\nd,attack";
    insta::assert_snapshot!(acts("acts.csv", rows.as_bytes()));
    let mut aside = Vec::new();
    let bytes = b"id,kind,at\na,attack,\"2016-03-02\nb,attack,2016-03-03\nc,attack,2016-03-04\n";
    let read = read_acts("acts.csv", bytes, &agreement(), &mut BTreeSet::new(), &mut aside);
    assert!(read.is_empty());
    insta::assert_snapshot!("never_closed", told(&aside));
}

#[test]
fn a_newline_within_quotation_marks_is_part_of_the_cell() {
    let bytes = b"id,kind,at,says\r\n\"a\",attack,2016-03-02,\"two\r\nlines\"\r\nb,attack,2016-03-03,\r\nc,attack,no,\r\n";
    let mut aside = Vec::new();
    let read = read_acts("acts.csv", bytes, &agreement(), &mut BTreeSet::new(), &mut aside);
    let says: Vec<_> =
        read.iter().map(|act| act.sources.first().and_then(|s| s.says.clone())).collect();
    assert_eq!(says, [Some("two\r\nlines".to_owned()), None]);
    assert_eq!(told(&aside).split_once(": ").unwrap().0, "acts.csv:5 `at`");
}

#[test]
fn a_heading_that_cannot_be_right_sets_every_row_aside() {
    let read = |bytes: &[u8]| {
        let mut aside = Vec::new();
        let acts = read_acts("acts.csv", bytes, &agreement(), &mut BTreeSet::new(), &mut aside);
        assert!(acts.is_empty());
        told(&aside)
    };
    let all = [
        read(b"id,kind,at,by,by\na,attack,2016-03-02,group-a,group-b\n"),
        read(b"id;kind;at\na;attack;2016-03-02\n"),
        read(b"id\tkind\tat\na\tattack\t2016-03-02\n"),
        read(b"id,kind,at,\xff\na,attack,2016-03-02,x\n"),
        read(b"id,kind,date\na,attack,2016-03-02\n"),
    ];
    insta::assert_snapshot!(all.concat());
}

#[test]
fn empty_files_hold_nothing_and_nothing_is_wrong_with_them() {
    for bytes in [&b""[..], b"\n\n", b"\xef\xbb\xbf", b"  \r\n"] {
        for file in ["acts.jsonl", "acts.csv"] {
            let mut aside = Vec::new();
            let read = read_acts(file, bytes, &agreement(), &mut BTreeSet::new(), &mut aside);
            assert!(read.is_empty() && aside.is_empty(), "{file} {bytes:?} {aside:?}");
        }
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let plain = format!("{GOOD}\n{}\n", GOOD.replace("good", "other"));
    let marked = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    let read = |text: &str| {
        let mut aside = Vec::new();
        let agreement = agreement();
        let acts =
            read_acts("acts.jsonl", text.as_bytes(), &agreement, &mut BTreeSet::new(), &mut aside);
        assert!(aside.is_empty(), "{aside:?}");
        acts
    };
    assert_eq!(read(&plain), read(&marked));
}

#[test]
fn facts_that_cannot_be_read_are_set_aside() {
    let rows = [
        r#"{"value":true}"#,
        r#"{"fact":""}"#,
        r#"{"fact":"suports(group-a, group-b)"}"#,
        r#"{"fact":"supports(group-a)"}"#,
        r#"{"fact":"supports(group-a, group-b"}"#,
        r#"{"fact":"supports(group-a, group-b)","value":1}"#,
        r#"{"fact":"supports(group-a, group-b)","value":null}"#,
        r#"{"fact":"supports(group-a, group-b)","value":""}"#,
        r#"{"fact":"supports(group-a, group-b)","value":"2016-03-02"}"#,
        r#"{"fact":"acceptance(group-a)","value":"2016-02-30"}"#,
        r#"{"fact":"acceptance(group-a)","value":"true"}"#,
        r#"{"fact":"list un.sc-terrorist group-a","value":"2016-03-02"}"#,
        r#"{"fact":"immediate-threat(it)"}"#,
        r#"{"fact":"engaged(group-a)","from":"2016-03-02","until":"2016-03-01"}"#,
        r#"{"fact":"engaged(group-a)","from":"2016-03-02 .. 2016-03-04"}"#,
        r#"{"fact":"engaged(group-a)","from":"1066-10-14"}"#,
        r#"{"fact":"engaged(group-a)","recorded":""}"#,
        r#"{"fact":"engaged(group-a)","source":{"publisher":"A","link":"b"}}"#,
        r#"{"fact":"engaged(group-a)","source":""}"#,
        r#"{"fact":"engaged(group-a)","since":"2016-03-02"}"#,
        r#"{"fact":"used exclusion(group-a)"}"#,
        r#"{"fact":"used expulsion(group-a)","value":"2016-03-02"}"#,
    ];
    insta::assert_snapshot!(facts("facts.jsonl", &rows.join("\n")));
    let csv = "fact,value,from\nengaged(group-a),maybe,\nengaged(group-a),true,soon\nengaged(group-a,true,\n";
    insta::assert_snapshot!("facts_in_csv", facts("facts.csv", csv));
}

#[test]
fn facts_on_a_list_that_the_agreement_does_not_name_are_counted_apart() {
    let mut aside = Vec::new();
    let rows = br#"{"fact":"list eu.sanctions group-a"}"#;
    let read = read_facts("facts.jsonl", rows, &agreement(), &mut aside);
    assert_eq!((read.entries.len(), read.unused, aside.len()), (0, 1, 0));
}

#[test]
fn bulletins_that_cannot_be_read_are_set_aside() {
    let rows = [
        r#"{"bulletin":"a","publisher":"A"}"#,
        r#"{"bulletin":"a","publisher":"A"}"#,
        r#"{"bulletin":"b"}"#,
        r#"{"publisher":"A"}"#,
        r#"{"bulletin":"b","publisher":"A","claimed":"nine"}"#,
        r#"{"bulletin":"b","publisher":"A","claimed":-1}"#,
        r#"{"bulletin":"b","publisher":"A","claimed":2.5}"#,
        r#"{"bulletin":"b","publisher":"A","lists":"a:1"}"#,
        r#"{"bulletin":"b","publisher":"A","lists":[]}"#,
        r#"{"bulletin":"b","publisher":"A","seen":"soon"}"#,
        r#"{"bulletin":"b","publisher":"A","sums":{}}"#,
        r#"{"bulletin":"b","publisher":"A","sums":{"Homs":"four"}}"#,
        r#"{"bulletin":"b","publisher":"A","violations":9}"#,
    ];
    let mut aside = Vec::new();
    let read = read_bulletins("bulletins.jsonl", rows.join("\n").as_bytes(), &mut aside);
    assert_eq!(read.len(), 1);
    insta::assert_snapshot!(told(&aside));
}

#[test]
fn bulletins_in_csv_say_the_same_as_in_json() {
    let json = br#"{"bulletin":"b","publisher":"A","period":"2016-03-02","seen":"2016-03-03","url":"u","claimed":9,"lists":["b:1","b:2"]}"#;
    let csv = b"bulletin,publisher,period,seen,url,claimed,lists\nb,A,2016-03-02,2016-03-03,u,9,b:1 | b:2\n";
    let mut aside = Vec::new();
    let from_json = read_bulletins("bulletins.jsonl", json, &mut aside);
    let from_csv = read_bulletins("bulletins.csv", csv, &mut aside);
    assert!(aside.is_empty(), "{aside:?}");
    assert_eq!(from_json, from_csv);
}

#[test]
fn what_a_terminal_would_obey_is_neither_read_nor_shown() {
    let rows = [
        r#"{"id":"a\u001b[2J","kind":"attack","at":"2016-03-02"}"#.to_owned(),
        r#"{"id":"a\nb","kind":"attack","at":"2016-03-02"}"#.to_owned(),
        act(r#""\u001b[2J":1"#),
        act(r#""sources":[{"publisher":"A\u0007"}]"#),
        act(r#""weapon":"\u001b[31mrifle""#),
        act(&format!(r#""weapon":"{}""#, "x".repeat(1000))),
    ];
    let told = acts("acts.jsonl", rows.join("\n").as_bytes());
    assert!(!told.contains(|c: char| c.is_control() && c != '\n'));
    insta::assert_snapshot!(told);
}
