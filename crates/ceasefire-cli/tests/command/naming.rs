//! `ceasefire import` with the registries: whose names become whose, and what stays open.

use crate::actors::{OURS, file, seen};
use crate::run::{SYRIA, ceasefire, folder};
use std::fs;

const TABLE: &str = "id,type_of_violence,side_a,side_b,country,where_prec,date_prec,latitude,longitude,where_coordinates,date_start,date_end,best,low,high
1,1,Government of Syria,Front of the North,Syria,1,1,35.5,36.1,Town X,2016-03-02,2016-03-02,1,1,2
2,1,Government of Syria,Front of the North,Syria,1,1,35.5,36.1,Town X,2016-02-01,2016-02-01,1,1,2
3,3,Q Militia,Civilians,Syria,1,1,35.5,36.1,Town X,2016-03-02,2016-03-02,1,1,2
4,2,Q Militia,unidentified gunmen,Syria,1,1,35.5,36.1,Town X,2016-03-02,2016-03-02,1,1,2
5,1,Government of Syria,Brotherhood of Xyzzy,Syria,1,1,35.5,36.1,Town X,2016-03-02,2016-03-02,1,1,2
";

#[test]
fn names_become_actors_of_the_registries_and_every_doubt_stays() {
    let folder = folder("naming");
    let table = file(&folder, "table.csv", TABLE);
    let import = ["import", &table, "--registry", OURS];
    insta::assert_snapshot!(seen(&import, &folder));
    let acts = file(&folder, "acts.jsonl", &ceasefire(&import).out);
    let judged = ceasefire(&["judge", SYRIA, &acts, "--strict", "--format", "json"]);
    assert_eq!((judged.code, judged.err.as_str()), (0, ""), "the judge takes what is written");
}

#[test]
fn names_stay_as_reported_where_that_is_asked() {
    let folder = folder("naming-as-reported");
    let table = file(&folder, "table.csv", TABLE);
    let run = ceasefire(&["import", &table, "--names-as-reported"]);
    let by: Vec<String> = run.lines().iter().map(|act| act["by"].to_string()).collect();
    assert_eq!(
        by.first().map(String::as_str),
        Some(r#"["front-of-the-north","government-of-syria"]"#)
    );
    assert!(!run.err.contains("names of actors"), "{}", run.err);
    let both = ceasefire(&["import", &table, "--names-as-reported", "--registry", OURS]);
    assert_eq!(both.code, 2);
}

#[test]
fn a_registry_with_a_mistake_stops_the_import_before_anything_is_written() {
    let folder = folder("naming-broken");
    let table = file(&folder, "table.csv", TABLE);
    let broken = file(
        &folder,
        "broken.toml",
        "version = 1\n[[actor]]\nid = \"group-a\"\nname = \"A\"\npart_of = [\"grop-b\"]\n",
    );
    let out = folder.join("acts.jsonl");
    let import = ["import", &table, "--registry", &broken, "--out", out.to_str().unwrap()];
    insta::assert_snapshot!(seen(&import, &folder));
    assert!(fs::metadata(&out).is_err());
}
