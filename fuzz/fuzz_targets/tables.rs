//! Any bytes as a publisher's table.
//!
//! The first byte chooses the profile, or that it be found by the headings, and how the table begins:
//! with the profile's own headings, so that rows are reached, or with the bytes alone. Nothing panics,
//! every act is an object with id, kind and time, every row set aside says where and why, and the
//! account adds up.

#![no_main]

use ceasefire_import::{Import, Profile, shipped};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

const OURS: &str = r#"
name = "ours"
title = "Everything a profile may say"
marks = ["ref"]
decimal = ","
source = { publisher = "Monitors of Sector Q", url = "url", seen = "seen" }
id = { columns = ["ref"], prefix = "q:" }
time = { first = "day", last = "until", clock = "hour", forms = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d %B %Y", "%a, %d %b %Y %H:%M"], exactness = "exact", codes = { week = "week", month = "month", year = "year" } }
kind = { column = "what", words = { shelling = "attack" } }
sides = [{ column = "what", is = ["refusal"], by = ["by"], on = ["on"] }, { by = ["by"], parted_by = ";" }]
place = { name = "place", lat = "lat", lon = "lon", exactness = "fix", radius_km = { gps = 0.1 } }
harm = { killed = { min = "killed", max = "killed most" } }
leave = ["left"]
"#;

const OUR_HEADINGS: &str =
    "ref,url,seen,day,until,hour,exact,what,by,on,place,lat,lon,fix,killed,killed most,left,more,more\n";

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let mut all = shipped().expect("the shipped profiles can be read");
    all.push(Profile::read(OURS).expect("our profile can be read"));
    all
});

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, table)) = bytes.split_first() else { return };
    let number = usize::from(choice & 7);
    let named = PROFILES.get(number);
    let headings = match named {
        Some(profile) if choice & 8 == 0 && profile.name == "ours" => OUR_HEADINGS.to_owned(),
        Some(profile) if choice & 8 == 0 && !profile.layouts.is_empty() => String::new(),
        Some(profile) if choice & 8 == 0 => headings(profile),
        _ => String::new(),
    };
    let table = [headings.as_bytes(), table].concat();
    let Ok(mut import) = Import::open(table.as_slice(), &PROFILES, named) else { return };
    let (mut acts, mut aside, mut line) = (0, 0, Vec::new());
    while let Some(row) = import.read() {
        match row {
            Ok(act) => {
                acts += 1;
                line.clear();
                act.write(&mut line).expect("an act can be written");
                let told: serde_json::Value = serde_json::from_slice(&line).expect("as JSON");
                for field in ["id", "kind", "at"] {
                    assert!(told[field].as_str().is_some_and(|text| !text.is_empty()), "{field}");
                }
            }
            Err(row) => {
                aside += 1;
                assert!(row.line > 0 && !row.reason.is_empty(), "a row set aside says where and why");
            }
        }
    }
    let account = import.account();
    assert!(account.adds_up(), "{account}");
    assert_eq!((account.acts, account.set_aside()), (acts, aside));
});

/// The columns that a profile cannot do without, as a heading.
fn headings(profile: &Profile) -> String {
    let marks = profile.marks.iter().map(|mark| mark.name());
    let time = [profile.time.first.name()];
    let place = [&profile.place.lat, &profile.place.lon];
    let place = place.into_iter().flatten().map(|heading| heading.name());
    let mut all: Vec<&str> = marks.chain(time).chain(place).collect();
    let id: Vec<&str> = profile.id.columns.iter().map(|id| id.name()).collect();
    all.extend(id);
    all.dedup();
    all.join(",") + "\n"
}
