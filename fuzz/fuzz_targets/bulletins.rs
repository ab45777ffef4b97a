//! Any bytes as a bulletin, read and checked but not recomputed.
//!
//! Nothing panics; a refusal is a sentence; what is read and found right has one form, so packing its parts anew gives the same bytes.

#![no_main]

use ceasefire_bulletin::{Bulletin, Manifest, pack};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(refused) = Manifest::read(bytes) {
        assert!(!refused.to_string().is_empty());
    }
    // Bytes as they are, and as a manifest in a sound file: check sums are hard to guess.
    sound(bytes);
    if let Ok(packed) = pack(&[("manifest.json", bytes), ("findings.jsonl", b""), ("summary.txt", b"")]) {
        sound(&packed);
    }
});

fn sound(bytes: &[u8]) {
    let bulletin = match Bulletin::read(bytes) {
        Ok(bulletin) => bulletin,
        Err(refused) => return assert!(!refused.to_string().is_empty()),
    };
    let verified = bulletin.check();
    assert!(!verified.is_same(), "nothing was recomputed");
    assert!(!verified.told().is_empty());
    assert!(verified.json().is_object());
    let manifest = bulletin.manifest();
    assert_eq!(Manifest::read(manifest.text().as_bytes()).as_ref(), Ok(manifest));
    for part in &manifest.parts {
        assert!(bulletin.part(&part.path).is_some());
    }
}
