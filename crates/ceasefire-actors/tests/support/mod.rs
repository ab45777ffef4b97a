//! The shipped registries, and a small reader of the Security Council's consolidated list: names and aliases only.

use ceasefire_actors::Registry;
use quick_xml::Reader;
use quick_xml::events::Event;

/// The registries of this project, joined.
pub fn shipped() -> Registry {
    let mut out = Registry::default();
    for (file, text) in [
        ("general.toml", include_str!("../../../../actors/general.toml")),
        ("syria.toml", include_str!("../../../../actors/syria.toml")),
        ("ukraine.toml", include_str!("../../../../actors/ukraine.toml")),
    ] {
        let read = Registry::read(file, text).expect("a shipped file reads");
        out.join(file, read).expect("an actor stands in one file");
    }
    out
}

/// An entry of the list.
#[derive(Debug, Default)]
pub struct Listed {
    pub reference: String,
    pub names: Vec<String>,
}

/// The entries of the list, persons too.
#[allow(dead_code, reason = "not every test reads the list")]
pub fn un_list(xml: &str) -> Vec<Listed> {
    let mut reader = Reader::from_str(xml);
    let (mut out, mut entry, mut parts): (Vec<Listed>, Listed, Vec<String>) = Default::default();
    let (mut tag, mut text) = (String::new(), String::new());
    loop {
        match reader.read_event().expect("the list is XML") {
            Event::Start(start) => {
                start.name().as_ref().clone_into(&mut tag);
                text.clear();
            }
            Event::Text(said) => text.push_str(&said),
            Event::GeneralRef(_) => text.push('&'),
            Event::End(end) => {
                let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let ended = end.name().as_ref().to_owned();
                match ended.as_str() {
                    "REFERENCE_NUMBER" => entry.reference = said,
                    "FIRST_NAME" | "SECOND_NAME" | "THIRD_NAME" | "FOURTH_NAME" => parts.push(said),
                    "NAME_ORIGINAL_SCRIPT" | "ALIAS_NAME" if !said.is_empty() => {
                        entry.names.push(said);
                    }
                    "ENTITY" | "INDIVIDUAL" => {
                        entry.names.insert(0, std::mem::take(&mut parts).join(" "));
                        out.push(std::mem::take(&mut entry));
                    }
                    _ => {}
                }
                if ended == tag {
                    text.clear();
                }
            }
            Event::Eof => return out,
            _ => {}
        }
    }
}

/// The shipped registries with the whole list.
#[allow(dead_code, reason = "not every test reads the list")]
pub fn with_un_list(xml: &str) -> Registry {
    let mut out = shipped();
    for entry in un_list(xml) {
        let (name, aliases) = entry.names.split_first().expect("an entry has a name");
        out.add_listed(&format!("un:{}", entry.reference), name, aliases);
    }
    out
}
