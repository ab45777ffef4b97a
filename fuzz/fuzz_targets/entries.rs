//! Any text as an entry, a bundle, an identity and a store.
//!
//! The first byte chooses whether the lines are signed again, so that what lies behind a signature
//! is reached too. Nothing panics; what is read has one form; a refusal is a sentence and leaves
//! the ledger as it was.

#![no_main]

use ceasefire_ledger::{
    Draft, Entry, Heads, Identity, Kept, Ledger, Moment, Place, Sound, State, canonical,
    read_bundle, unlock, verify,
};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let Some((choice, text)) = text.split_at_checked(1) else { return };
    if choice == "s" {
        signed(text);
    } else {
        unsigned(text);
    }
});

/// Text as it may come from anywhere.
fn unsigned(text: &str) {
    if let Ok(value) = canonical::read(text, 32) {
        let form = canonical::write(&value);
        assert_eq!(canonical::read(&form, 32).as_ref(), Ok(&value), "the form means the same");
        assert_eq!(canonical::write(&value), form);
    }
    for line in text.lines() {
        match Entry::read(line) {
            Ok(entry) => {
                assert_eq!(Entry::read(&entry.line()).as_ref(), Ok(&entry));
                let mut ledger = Ledger::new(entry.ledger());
                if ledger.add(entry).is_err() {
                    assert!(ledger.is_empty());
                }
            }
            Err(refused) => assert!(!refused.to_string().is_empty()),
        }
    }
    if let Err(unusable) = read_bundle(text, None) {
        assert!(!unusable.to_string().is_empty());
    }
    // A short passphrase is refused when locking, not when unlocking; the work is bounded.
    if !text.contains("memory_kib") {
        assert!(unlock(text, "").is_err());
    }
    let lines = text.lines().map(|line| Kept { line, seal: None });
    let founder = Identity::new(&[1; 32]);
    let Some(founding) = founding(&founder) else { return };
    for finding in verify(founding.entry().id(), lines, &Heads::default()).findings {
        assert!(!finding.to_string().is_empty());
    }
}

/// Each line is a kind and a content, which the founder signs as the next entry.
fn signed(text: &str) {
    let founder = Identity::new(&[1; 32]);
    let Some(founding) = founding(&founder) else { return };
    let mut ledger = Ledger::new(founding.entry().id());
    let mut last = founding.entry().id();
    assert!(ledger.add_sound(founding).is_ok());
    for line in text.lines() {
        let Some((kind, content)) = line.split_once(' ') else { continue };
        let Ok(Value::Object(content)) = canonical::read(content, 32) else { continue };
        let Ok(place) = ledger.place(founder.author()) else { break };
        let draft = Draft::new(kind, content).about([last]);
        let at = Moment(1_772_409_600 + line.len() as i64);
        if let Ok(sound) = founder.sign(&place, at, draft, [0; 16]) {
            last = sound.entry().id();
            assert!(ledger.add_sound(sound).is_ok());
        }
    }
    let state = State::new(&ledger);
    for row in state.facts() {
        assert!(row.as_fact(|moment| moment.to_string()).contains_key("source"));
    }
    state.acts().iter().for_each(|row| drop(row.as_act(|moment| moment.to_string())));
    let heads = ledger.heads();
    ledger.redact();
    assert_eq!(ledger.heads(), heads);
}

fn founding(founder: &Identity) -> Option<Sound> {
    let Value::Object(title) = serde_json::json!({"title": "x", "name": "y"}) else { return None };
    founder.sign(&Place::FOUNDING, Moment(0), Draft::new("ledger-founded", title), [0; 16]).ok()
}
