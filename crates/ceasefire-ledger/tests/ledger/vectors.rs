//! The worked example of `docs/ledger.md`, byte for byte: what another verifier can be tried on.

use crate::shared::{at, object};
use ceasefire_ledger::{Draft, Entry, Hash, Identity, Ledger, Locked, Place, lock, unlock};
use serde_json::json;

const PAGE: &str = include_str!("../../../../docs/ledger.md");

/// The texts that stand in the page between lines of three backticks.
fn examples() -> Vec<&'static str> {
    PAGE.split("```")
        .skip(1)
        .step_by(2)
        .map(|text| text.trim_start_matches("text").trim())
        .collect()
}

#[test]
fn the_worked_example_of_the_page_is_what_we_write_and_read() {
    let identity = Identity::new(&std::array::from_fn(|at| at as u8));
    let title = json!({"title": "Talks at Lake Q", "name": "The secretariat"});
    let founding = Draft::new("ledger-founded", object(title));
    let salt = std::array::from_fn(|at| 0xa0 + at as u8);
    let founding = identity.sign(&Place::FOUNDING, at(33_011), founding, salt).unwrap();
    let entry = founding.entry().clone();
    let mut ledger = Ledger::new(entry.id());
    ledger.add_sound(founding).unwrap();
    let ours = [
        format!(
            "secret     {}",
            crate::shared::hex(&std::array::from_fn::<u8, 32, _>(|at| at as u8))
        ),
        format!("author     {}", identity.author()),
        format!("content    {}", entry.content().unwrap().text()),
        format!("hash       {}", entry.header().content),
        format!("header     {}", entry.header().canonical()),
        format!("id         {}", entry.id()),
        format!("signature  {}", crate::shared::hex(entry.signature())),
        format!("line       {}", entry.line()),
        format!("checkpoint {}", ledger.heads().checkpoint()),
        format!("seal       {}", ceasefire_ledger::seal(None, ledger.id(), entry.id())),
    ];
    let page = examples();
    assert_eq!(page.last().copied(), Some(ours.join("\n").as_str()), "\n{}\n", ours.join("\n"));
    assert_eq!(Entry::read(&entry.line()), Ok(entry));
}

#[test]
fn an_identity_that_was_locked_once_opens_for_ever() {
    let identity = Identity::new(&[7; 32]);
    let quick = Locked { memory_kib: 64, passes: 1 };
    let text = lock(&identity, "a few words are good", quick, [1; 16], [2; 24]).unwrap();
    insta::assert_snapshot!(text);
    assert_eq!(unlock(&text, "a few words are good").unwrap().author(), identity.author());
}

#[test]
fn hashes_are_those_of_the_standard() {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(Hash::of(b"abc").to_string(), abc);
    // RFC 8032, 7.1, the first test.
    let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let secret: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&secret[2 * at..2 * at + 2], 16).unwrap()).collect();
    let author = Identity::new(&secret.try_into().unwrap()).author();
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    assert_eq!(author.to_string(), public);
}
