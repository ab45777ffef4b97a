//! Tables as publishers make them, with made-up rows, and the real ones where they are at hand.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use ceasefire_import::{
    Account, AsReported, Import, ImportError, Meant, Naming, Profile, Reported, SetAside, shipped,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::fs::File;
use std::path::PathBuf;

type Act = Map<String, Value>;

fn read(table: &[u8]) -> (Vec<Act>, Vec<SetAside>, Account) {
    let profiles = shipped().unwrap();
    let mut import = Import::open(table, &profiles, None).unwrap();
    let (mut acts, mut aside) = (Vec::new(), Vec::new());
    while let Some(row) = import.read() {
        match row {
            Ok(act) => acts.push(as_json(&act)),
            Err(row) => aside.push(row),
        }
    }
    (acts, aside, import.account().clone())
}

/// An act as it is written.
fn as_json(act: &ceasefire_import::Act<'_>) -> Act {
    let mut line = Vec::new();
    act.write(&mut line).unwrap();
    serde_json::from_slice(&line).unwrap()
}

const GED: &str = "id,type_of_violence,side_a,side_b,where_prec,date_prec,latitude,longitude,where_coordinates,date_start,date_end,best,low,high\n";

#[test]
fn two_sides_of_a_clash_are_both_candidates_and_neither_is_the_target() {
    let table = format!(
        "{GED},,#group,#group,,,,,,#date,#date,,,\n7,1,Group A,Group B,1,2,48.5,37.7,\"Town\nX\",2015-03-02,2015-03-04,3,2,5\n"
    );
    let (acts, aside, account) = read(table.as_bytes());
    assert_eq!(aside, []);
    assert_eq!(
        acts.first().cloned().map(Value::Object),
        Some(json!({
            "id": "ucdp:7",
            "kind": "attack",
            "by": ["group-a", "group-b"],
            "at": "2015-03-02 .. 2015-03-04",
            "place": { "id": "town-x", "name": "Town\nX", "lat": 48.5, "lon": 37.7, "radius_km": 5 },
            "harm": { "killed": { "min": 2, "max": 5 } },
            "sources": [{ "publisher": "UCDP GED" }],
            "notes": { "type_of_violence": "1", "side_a": "Group A", "side_b": "Group B", "where_prec": "1", "date_prec": "2", "best": "3" },
        }))
    );
    assert_eq!((account.rows, account.acts, account.headings), (2, 1, 1));
}

#[test]
fn one_sided_violence_has_an_author_and_a_target() {
    let table =
        format!("{GED}8,3,Group A,Civilians,1,1,48.5,37.7,Town Y,2015-03-02,2015-03-02,1,1,1\n");
    let (acts, ..) = read(table.as_bytes());
    let act = acts.first().unwrap();
    assert_eq!(
        (act.get("by"), act.get("on")),
        (Some(&json!(["group-a"])), Some(&json!(["civilians"])))
    );
    assert_eq!(act.get("at"), Some(&json!("2015-03-02")));
}

#[test]
fn an_old_export_in_an_old_encoding_with_columns_to_spare_is_read() {
    let table = b"EVENT_ID_CNTY,EVENT_DATE,TIME_PRECISION,EVENT_TYPE,ACTOR1,ACTOR2,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,FATALITIES,,\n\
        1XX,29/12/2015,2,Battles,Group A,,Vill\xe9,35.5,\xa06.1,1,0,,\n\
        2XX,31/02/2015,1,Battles,Group A,,X,35.5,6.1,1,0,,\n\
        3XX,30/12/2015,1,Riots/Protests,,,X,0,0,3,,,\n\
        4XX,30/12/2015,1,Battles,Group A,,X,35.5,6.1,1,0,spilt,\n";
    let (acts, aside, account) = read(table);
    let [first, third, fourth] = acts.as_slice() else { panic!("{acts:?}") };
    assert_eq!(first.get("at"), Some(&json!("2015-12-23 .. 2016-01-04")));
    assert_eq!(first.get("by"), Some(&json!(["group-a"])));
    assert_eq!(first.get("place").unwrap().get("name"), Some(&json!("Villé")));
    assert_eq!(first.get("place").unwrap().get("lon"), Some(&json!(6.1)));
    assert_eq!(third.get("kind"), Some(&json!("riots-protests")));
    assert_eq!(third.get("place").unwrap().get("lat"), None, "0, 0 is a blank");
    assert_eq!(fourth.get("id"), Some(&json!("acled:4XX")));
    let [second] = aside.as_slice() else { panic!("{aside:?}") };
    assert_eq!((second.line, second.column.as_str()), (3, "EVENT_DATE"));
    assert!(account.adds_up() && account.decoded == 1, "{account}");
}

#[test]
fn a_row_with_too_few_columns_is_set_aside_and_the_rest_is_read() {
    let table = format!(
        "{GED}9,1,Group A\n10,1,Group A,Group B,1,1,48.5,37.7,T,2015-03-02,2015-03-02,1,1,1\n"
    );
    let (acts, aside, account) = read(table.as_bytes());
    assert_eq!((acts.len(), aside.len()), (1, 1));
    insta::assert_snapshot!(account);
}

#[test]
fn a_table_of_nobody_we_know_says_which_headings_it_has() {
    let profiles = shipped().unwrap();
    let refused = Import::open(&b"a;b;c\n1;2;3\n"[..], &profiles, None).err().unwrap();
    insta::assert_snapshot!(refused, @"no mapping profile fits these headings: a, b, c; name one with --profile");
    assert!(matches!(Import::open(&b" \n"[..], &profiles, None), Err(ImportError::Empty)));
}

#[test]
fn rows_without_a_heading_are_read_by_their_width_even_where_widths_are_mixed() {
    let row = |id: u32, width: usize| {
        let mut cells = vec![String::new(); width];
        let name = if width == 61 { 52 } else { 50 };
        for (at, cell) in [
            (0, id.to_string()),
            (1, "20180326".into()),
            (6, "GROUP A".into()),
            (28, "19".into()),
            (name, "Town Z".into()),
        ] {
            if let Some(slot) = cells.get_mut(at) {
                *slot = cell;
            }
        }
        cells.join("\t") + "\n"
    };
    let table = row(7_001, 61) + &row(7_002, 57) + &row(7_003, 58) + &row(7_004, 40);
    let (acts, aside, account) = read(table.as_bytes());
    assert_eq!((acts.len(), aside.len()), (3, 1), "{account}");
    for act in &acts {
        assert_eq!(act.get("kind"), Some(&json!("attack")));
        assert_eq!(act.get("place").unwrap().get("name"), Some(&json!("Town Z")));
        assert_eq!(act.get("at"), Some(&json!("2018-03-26")));
    }
}

proptest! {
    #[test]
    fn whatever_the_bytes_every_row_is_accounted_for(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut table = GED.as_bytes().to_vec();
        table.extend(bytes);
        let (acts, aside, account) = read(&table);
        prop_assert!(account.adds_up());
        prop_assert_eq!((acts.len() as u64, aside.len() as u64), (account.acts, account.set_aside()));
    }
}

/// The folder of real files, where it is at hand.
fn shared(file: &str) -> Option<PathBuf> {
    let found = std::env::var_os("CEASEFIRE_SHARED")
        .map(|folder| PathBuf::from(folder).join("data").join(file));
    if found.is_none() {
        eprintln!("skipped: set CEASEFIRE_SHARED to read {file}");
    }
    found
}

#[test]
fn the_real_mentions_are_refused() {
    let Some(path) = shared("gdelt/gdeltpyr_mentionssamp.csv") else { return };
    let profiles = shipped().unwrap();
    let refused = Import::open(File::open(path).unwrap(), &profiles, None).err().unwrap();
    assert!(matches!(refused, ImportError::Refused(_)), "{refused}");
}

#[test]
fn the_real_tables_are_read_to_the_last_row() {
    for (file, rows, most_aside) in [
        ("ucdp/ucdp_ged_ukr_hdx_2021.csv", 993, 0),
        ("ucdp/ucdp_ged_ukr_hdx_2025.csv", 1_167, 0),
        ("acled/ACLED All Africa File_20160101 to 20160528_csv.csv", 6_831, 5),
        ("acled/acled_afghanistan_2020_export31col.csv", 496, 0),
        ("syria/airwars_syria_2014_2016.csv", 2_220, 5),
        ("gdelt/20180326044500.export.CSV", 1_540, 0),
    ] {
        let Some(path) = shared(file) else { return };
        let profiles = shipped().unwrap();
        let mut import = Import::open(File::open(path).unwrap(), &profiles, None).unwrap();
        let mut aside = Vec::new();
        while let Some(row) = import.read() {
            aside.extend(row.err());
        }
        let account = import.account();
        assert!(account.adds_up(), "{file}: {account}");
        assert_eq!(account.rows - account.headings, rows, "{file}: {account}");
        assert!(aside.len() <= most_aside, "{file}: {account}");
    }
}

/// A profile of our own with everything that later vintages need.
const OURS: &str = r#"
name = "ours"
title = "A table of our own"
marks = [["ref", "reference no"], "heard at"]
decimal = ","
source = { publisher = "Monitors of Sector Q" }
id = { columns = [["ref", "reference no"]], prefix = "q:" }
time = { first = "heard at", clock = "hour", forms = ["%d.%m.%Y", "%d %B %Y"] }
kind = { default = "attack" }
country = { column = "land", codes = { "Northland" = "XN" } }
sides = [{ by = ["by"], on = ["on"] }]
place = { name = "settlement", lat = "lat", lon = "lon" }
harm = { killed = { min = "killed", max = "killed" }, injured = { min = "hurt", max = "hurt most" } }
"#;

fn read_ours(table: &str, naming: &dyn Naming) -> Vec<Result<Act, SetAside>> {
    let ours = Profile::read(OURS).unwrap();
    let mut import = Import::open(table.as_bytes(), &[], Some(&ours)).unwrap().naming(naming);
    let mut told = Vec::new();
    while let Some(row) = import.read() {
        told.push(row.map(|act| as_json(&act)));
    }
    told
}

#[test]
fn cells_are_read_as_people_write_them() {
    let table = "Reference-No;HEARD_AT;Hour;Land;by;on;settlement;lat;lon;killed;hurt;hurt most\n\
        1;1–4 March 2016;;Northland;;;T;35,5;36,25;3–5;2;\n\
        2;02.03.2016 09:10;;;;;T;35,5;36,25;1\u{a0}200,0;;4-6\n\
        3;02.03.2016;9:05 pm;;;;;;;7+;1;1\n\
        4;02.03.2016;around dawn;;;;;;;;;\n";
    let told: Vec<Value> =
        read_ours(table, &AsReported).into_iter().map(|act| Value::Object(act.unwrap())).collect();
    let place = json!({ "id": "t", "name": "T", "lat": 35.5, "lon": 36.25 });
    let sources = json!([{ "publisher": "Monitors of Sector Q" }]);
    assert_eq!(
        told,
        [
            json!({ "id": "q:1", "kind": "attack", "at": "2016-03-01 .. 2016-03-04", "place": place,
                "harm": { "injured": { "min": 2 }, "killed": { "min": 3, "max": 5 } }, "sources": sources,
                "notes": { "Land": "Northland" } }),
            json!({ "id": "q:2", "kind": "attack", "at": "2016-03-02 09:10", "place": place,
                "harm": { "injured": { "min": 4, "max": 6 }, "killed": { "min": 1200, "max": 1200 } },
                "sources": sources }),
            json!({ "id": "q:3", "kind": "attack", "at": "2016-03-02 21:05",
                "harm": { "injured": { "min": 1, "max": 1 }, "killed": { "min": 7 } }, "sources": sources }),
            json!({ "id": "q:4", "kind": "attack", "at": "2016-03-02", "sources": sources,
                "notes": { "Hour": "around dawn" } }),
        ]
    );
}

/// Knows one name, and is unsure of another.
struct Knowing;

impl Naming for Knowing {
    fn who(&self, asked: &Reported<'_>) -> Meant {
        let (from, until) = asked.days;
        let told =
            format!("{} in {} from {from} until {until}", asked.name, asked.country.unwrap_or("?"));
        match asked.name {
            "Forces of Northland" => {
                Meant { candidates: vec!["northern-army".to_owned()], note: None }
            }
            "The Brigade" => Meant {
                candidates: ["brigade-1", "brigade-2", "other"].map(str::to_owned).to_vec(),
                note: Some(told),
            },
            _ => AsReported.who(asked),
        }
    }
}

#[test]
fn whoever_knows_more_than_a_name_is_asked_and_what_was_reported_is_kept() {
    let table = "ref;heard at;land;by;on\n\
        1;02.03.2016;Northland;The Brigade;Forces of Northland\n\
        2;02.03.2016;XN;Group A;\n";
    let told = read_ours(table, &Knowing);
    let [Ok(first), Ok(second)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(first.get("by"), Some(&json!(["brigade-1", "brigade-2", "other"])));
    assert_eq!(first.get("on"), Some(&json!(["northern-army"])));
    insta::assert_snapshot!(first.get("notes").unwrap(), @r#"{"land":"Northland","by":"The Brigade","on":"Forces of Northland","by as reported":"The Brigade","by not certain":"The Brigade in XN from 2016-03-02 until 2016-03-02","on as reported":"Forces of Northland"}"#);
    assert_eq!(second.get("by"), Some(&json!(["group-a"])));
    assert_eq!(second.get("notes"), Some(&json!({ "land": "XN", "by": "Group A" })));
}

#[test]
fn a_later_export_with_codes_in_words_and_days_of_iso_is_read() {
    let table = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,actor1,inter1,actor2,interaction,civilian_targeting,iso,country,location,latitude,longitude,geo_precision,notes,fatalities,timestamp\n\
        XNO1,2023-03-02,2023,1,Political violence,Battles,Group A,Rebel group,Group B,Rebel group-Rebel group,,0,Northland,Town X,35.5,36.1,1,\"A sentence of theirs.\",3,1700000000\n";
    let (acts, _, account) = read(table.as_bytes());
    let act = acts.first().unwrap();
    assert_eq!(act.get("id"), Some(&json!("acled:XNO1")));
    assert_eq!(act.get("by"), Some(&json!(["group-a", "group-b"])));
    let notes = act.get("notes").unwrap();
    assert_eq!(notes.get("interaction"), Some(&json!("Rebel group-Rebel group")));
    assert_eq!((notes.get("notes"), notes.get("timestamp")), (None, None), "theirs stays theirs");
    assert_eq!(account.lacking, Vec::<String>::new());
}

#[test]
fn headings_that_a_shapefile_cut_and_numbers_that_a_spreadsheet_made_are_read() {
    let table = "id,type_of_vi,side_a,side_b,where_prec,date_prec,latitude,longitude,where_coor,date_start,date_end,best,low,high\n\
        7,3.0,Group A,Civilians,1.0,1.0,48.5,37.7,Town X,3/22/2015 0:00,3/22/2015 0:00,3.0,2.0,5.0\n\
        8,1,Group A,Group B,1,1,48.5,37.7,Town X,3/4/2015 0:00,3/5/2015 0:00,3,2,5\n";
    let (acts, aside, _) = read(table.as_bytes());
    let [first, second] = acts.as_slice() else { panic!("{aside:?}") };
    assert_eq!(first.get("on"), Some(&json!(["civilians"])));
    assert_eq!(first.get("at"), Some(&json!("2015-03-22")));
    assert_eq!(first.get("place").unwrap().get("radius_km"), Some(&json!(5)));
    assert_eq!(first.get("harm"), Some(&json!({ "killed": { "min": 2, "max": 5 } })));
    assert_eq!(second.get("at"), Some(&json!("2015-03-04 .. 2015-03-05")));
}

#[test]
fn a_table_without_a_heading_is_read_alike_when_somebody_puts_one_on() {
    let headings = shipped().unwrap().into_iter().find(|profile| profile.name == "gdelt").unwrap();
    let headings = headings.layouts.first().unwrap().join(",").to_lowercase();
    let row = |mark: &str| {
        let mut cells = vec![""; 57];
        for (at, cell) in [(0, "7001"), (1, "20180326"), (6, "GROUP A"), (28, "19"), (50, "Town Z")]
        {
            if let Some(slot) = cells.get_mut(at) {
                *slot = cell;
            }
        }
        cells.join(mark) + "\n"
    };
    let (bare, ..) = read(row("\t").as_bytes());
    let (headed, ..) = read(format!("{headings}\n{}", row(",")).as_bytes());
    let told =
        |acts: &[Act]| ["id", "kind", "by", "at", "place"].map(|field| acts[0].get(field).cloned());
    assert_eq!(told(&bare), told(&headed));
}
