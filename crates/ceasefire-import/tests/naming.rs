//! Names in tables as actors of a registry: made-up rows, and the real tables where they are at hand.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use ceasefire_actors::Registry;
use ceasefire_import::{Import, Mentions, Resolved, shipped};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

const ACTORS: &str = r#"
version = 1
source = "made up"
[[actor]]
id = "group-a"
name = "Waqwaq Front"
countries = ["SY"]
[[actor]]
id = "group-b"
name = "Qandil Brigade"
countries = ["SY"]
[[actor]]
id = "group-c"
name = "Qandil Brigade"
countries = ["LB"]
[[actor]]
id = "forces-sy"
name = "Syrian army"
countries = ["SY"]
forces_of = "SY"
"#;

/// Every act as JSON, and what became of the names.
fn read(table: impl Read, registry: &Registry) -> (Vec<Value>, Mentions) {
    let profiles = shipped().unwrap();
    let resolved = Resolved::new(registry);
    let mut import = Import::open(table, &profiles, None).unwrap().naming(&resolved);
    let mut acts = Vec::new();
    while let Some(row) = import.read() {
        let mut line = Vec::new();
        row.unwrap().write(&mut line).unwrap();
        acts.push(serde_json::from_slice(&line).unwrap());
    }
    drop(import);
    (acts, resolved.mentions())
}

#[test]
fn who_is_not_named_or_not_certain_stays_open_in_the_act() {
    let heading = "event_id_cnty,event_date,time_precision,event_type,actor1,actor2,country,location,latitude,longitude,geo_precision,fatalities\n";
    let row = |id: &str, kind: &str, one: &str, other: &str, country: &str| {
        format!("{id},2016-03-05,1,{kind},{one},{other},{country},Town X,35.5,36.1,1,0\n")
    };
    let table = [
        heading.to_owned(),
        row("1", "Battles", "Waqwaq Front", "Military Forces of Syria (2000-)", "Syria"),
        row("2", "Battles", "Waqwaq Front", "Unidentified Armed Group (Syria)", "Syria"),
        row("3", "Battles", "gunmen", "", "Syria"),
        row("4", "Battles", "Qandil Brigade", "", ""),
        row("5", "Battles", "Qandil Brigade", "", "Lebanon"),
        row("6", "Violence against civilians", "Group of the Hill", "Civilians (Syria)", "Syria"),
    ];
    let registry = Registry::read("test.toml", ACTORS).unwrap();
    let (acts, mentions) = read(table.concat().as_bytes(), &registry);
    let sides: Vec<String> = acts
        .iter()
        .map(|act| {
            let notes = act["notes"].as_object().unwrap().iter();
            let said = notes.filter(|(key, _)| key.contains("reported") || key.contains("certain"));
            let said: BTreeMap<_, _> = said.collect();
            format!("{} by {} on {} {}", act["id"], act["by"], act["on"], json!(said))
        })
        .collect();
    insta::assert_snapshot!(format!("{}\n{mentions}", sides.join("\n")));
}

fn real(path: &str) -> Option<(Vec<Value>, Mentions)> {
    let shared = std::env::var_os("CEASEFIRE_SHARED").map(PathBuf::from);
    let Some(shared) = shared else {
        eprintln!("skipped: CEASEFIRE_SHARED is not set");
        return None;
    };
    let file = File::open(shared.join("data").join(path)).unwrap();
    let (acts, mentions) = read(file, &ceasefire_actors::shipped().unwrap());
    eprintln!("{path}: {mentions}");
    Some((acts, mentions))
}

/// How often each list of candidates stands under `by`, for acts whose note has this text.
fn by(acts: &[Value], note: &str, text: &str) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for act in acts.iter().filter(|act| act["notes"][note].as_str() == Some(text)) {
        *out.entry(act["by"].to_string()).or_default() += 1;
    }
    out
}

#[test]
fn nearly_every_side_of_the_georeferenced_table_is_an_actor_that_we_know() {
    for path in ["ucdp/ucdp_ged_ukr_hdx_2021.csv", "ucdp/ucdp_ged_ukr_hdx_2025.csv"] {
        let Some((acts, mentions)) = real(path) else { return };
        assert!(mentions.actor * 100 > mentions.all() * 99, "{mentions}");
        let rebels = by(&acts, "side_b", "DPR");
        assert!(rebels.keys().all(|by| by.contains("donetsk-peoples-republic")), "{rebels:?}");
    }
}

#[test]
fn nobody_in_the_exports_is_an_actor_who_only_stands_in_the_way() {
    let tables = [
        "acled/ACLED All Africa File_20160101 to 20160528_csv.csv",
        "acled/acled_afghanistan_2020_export31col.csv",
    ];
    for path in tables {
        let Some((acts, mentions)) = real(path) else { return };
        assert!(mentions.unsure * 20 < mentions.all(), "{mentions}");
        for act in &acts {
            for side in ["by", "on"] {
                let said = act[side].to_string();
                for word in ["civilian", "protester", "rioter", "unidentified"] {
                    assert!(!said.contains(word), "{said} of {}", act["id"]);
                }
            }
        }
    }
}

#[test]
fn a_country_in_the_news_is_no_army() {
    let Some((acts, _)) = real("gdelt/20180326044500.export.CSV") else { return };
    for (name, expected) in [("SYRIA", "syrian-armed-forces"), ("RUSSIA", "russian-armed-forces")] {
        let candidates = by(&acts, "Actor1Name", name);
        assert!(!candidates.is_empty(), "{name}");
        for one in candidates.keys() {
            assert!(one.contains(expected) && one.contains("other"), "{name}: {one}");
        }
    }
    assert_eq!(by(&acts, "Actor1Name", "JERUSALEM").keys().collect::<Vec<_>>(), ["null"]);
}
