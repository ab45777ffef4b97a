//! `ceasefire actors`: names to actors, what is known of one, and registries with mistakes.

use crate::run::{ceasefire, folder};
use std::fs;
use std::path::Path;

pub const OURS: &str = "docs/examples/actors.toml";

/// A made-up list of the Security Council.
pub const LIST: &str = "<?xml version='1.0' encoding='UTF-8'?>
<CONSOLIDATED_LIST dateGenerated='2016-03-01T00:00:00'>
  <INDIVIDUALS>
    <INDIVIDUAL><FIRST_NAME>PERSON</FIRST_NAME><SECOND_NAME>X</SECOND_NAME><REFERENCE_NUMBER>TAi.901</REFERENCE_NUMBER><LISTED_ON>2015-01-01</LISTED_ON></INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES>
    <ENTITY><FIRST_NAME>AL-NUSRAH FRONT FOR THE PEOPLE OF THE LEVANT</FIRST_NAME><REFERENCE_NUMBER>QDe.137</REFERENCE_NUMBER><LISTED_ON>2014-05-14</LISTED_ON>
      <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Waqwaq Front</ALIAS_NAME></ENTITY_ALIAS></ENTITY>
    <ENTITY><FIRST_NAME>XYZZY MOVEMENT</FIRST_NAME><REFERENCE_NUMBER>QDe.901</REFERENCE_NUMBER><LISTED_ON>2015-05-14</LISTED_ON></ENTITY>
  </ENTITIES>
</CONSOLIDATED_LIST>
";

/// A file of this content, and its path as an argument.
pub fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// What a user sees, with the folder of the test taken out.
pub fn seen(arguments: &[&str], folder: &Path) -> String {
    ceasefire(arguments).seen().replace(&format!("{}/", folder.display()), "")
}

#[test]
fn names_are_an_actor_none_of_ours_or_unsure_and_each_says_why() {
    let names = [
        "Jaysh al-Islam",
        "Джебхат ан-Нусра",
        "Military Forces of Russia (2000-)",
        "Brotherhood of Xyzzy",
        "Unidentified Armed Group (Syria)",
        "Civilians (Syria)",
        "Ansar al-Sharia",
    ];
    let arguments = [&["actors", "resolve", "--country", "SY"], &names[..]].concat();
    insta::assert_snapshot!("resolve", ceasefire(&arguments).clean());
    let json = [&arguments[..], &["--format", "json"]].concat();
    insta::assert_snapshot!("resolve.json", ceasefire(&json).clean());
}

#[test]
fn a_column_of_names_is_answered_one_a_line_with_an_account() {
    let folder = folder("actors-column");
    let table = "id;Armed Group;on\n1;Jaysh al-Islam;x\n2;;x\n3;gunmen;x\n4;Brotherhood of Xyzzy;x\n5;\"Group A\nBrigades\";x\n";
    let table = file(&folder, "reports.csv", table);
    let column = ["actors", "resolve", "--registry", OURS, "--file", &table, "--column"];
    insta::assert_snapshot!(
        [
            seen(&[&column[..], &["armed group"]].concat(), &folder),
            seen(&[&column[..], &["Armed Group", "--format", "json"]].concat(), &folder),
            seen(&[&column[..], &["group"]].concat(), &folder),
        ]
        .join("\n\n")
    );
}

#[test]
fn names_of_the_list_go_to_the_actor_that_bears_its_reference_and_others_compete() {
    let folder = folder("actors-snapshot");
    let list = file(&folder, "list.xml", LIST);
    let names = ["Waqwaq Front", "Xyzzy Movement", "Person X"];
    let without = ceasefire(&[&["actors", "resolve"], &names[..]].concat()).clean();
    let with =
        ceasefire(&[&["actors", "resolve", "--snapshot", &list], &names[..]].concat()).clean();
    insta::assert_snapshot!(format!("without the list\n{without}\nwith it\n{with}"));
}

#[test]
fn an_actor_is_shown_with_everything_that_is_known_of_it() {
    let shown = |format| {
        ceasefire(&["actors", "show", "group-a", "--registry", OURS, "--format", format]).clean()
    };
    insta::assert_snapshot!(format!("{}\n{}", shown("text"), shown("json")));
    insta::assert_snapshot!("show-shipped", ceasefire(&["actors", "show", "aidar"]).clean());
}

#[test]
fn a_registry_is_checked_as_a_whole_and_the_example_is_sound() {
    let folder = folder("actors-check");
    let text = fs::read_to_string(crate::run::root().join(OURS)).unwrap();
    let broken = text
        .replace("id = \"militia-q\"", "id = \"Militia Q\"")
        .replace("until = \"2016-05-01\"", "until = \"2016-02-01\"")
        .replace("\"syrian-armed-forces\"", "\"syrian-armed-force\"")
        .replace("\"Q Militia\"", "\"Q Militia\", \"rebel fighters\", \"Group A Brigades\"");
    let broken = file(&folder, "broken.toml", &broken);
    let cut = file(&folder, "cut.toml", &text[..text.find("militia-q").unwrap()]);
    insta::assert_snapshot!(
        [
            seen(&["actors", "check", OURS], &folder),
            seen(&["actors", "check", OURS, "--alone"], &folder),
            seen(&["actors", "check", &broken], &folder),
            seen(&["actors", "check", &broken, "--format", "json"], &folder),
            seen(&["actors", "check", &cut], &folder),
        ]
        .join("\n\n")
    );
}

#[test]
fn what_is_not_there_or_cannot_be_read_is_told() {
    let folder = folder("actors-errors");
    let list = file(&folder, "cut.xml", &LIST[..LIST.len() / 2]);
    let undated = file(&folder, "undated.xml", &LIST.replace("dateGenerated", "made"));
    let twice =
        file(&folder, "twice.toml", "version = 1\n[[actor]]\nid = \"daesh\"\nname = \"D\"\n");
    let registry = |path: &str| ["actors", "resolve", "x", "--registry", path].map(str::to_owned);
    let snapshot = |path: &str| ["actors", "resolve", "x", "--snapshot", path].map(str::to_owned);
    let said = |arguments: &[String]| {
        seen(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), &folder)
    };
    insta::assert_snapshot!(
        [
            seen(&["actors", "show", "jabhat-al-nusrah"], &folder),
            seen(&["actors", "show", "zzz"], &folder),
            seen(&["actors", "check", "nowhere.toml"], &folder),
            seen(&["actors", "resolve", "--file", "nowhere.csv", "--column", "x"], &folder),
            said(&registry("nowhere.toml")),
            said(&registry(&twice)),
            said(&snapshot("nowhere.xml")),
            said(&snapshot(&list)),
            said(&snapshot(&undated)),
        ]
        .join("\n\n")
    );
    let dated = format!("2016-03-01={undated}");
    assert_eq!(said(&snapshot(&dated)), seen(&["actors", "resolve", "x"], &folder));
}
