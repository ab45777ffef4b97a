//! Signatures that their own author made crooked: by points of small order, added where nobody
//! looks. One by one and many at once must answer alike, or two offices hold different ledgers.

use crate::shared::{at, canonical, hash, hex};
use ceasefire_ledger::{Entry, Sound};
use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use serde_json::json;
use sha2::{Digest as _, Sha512};

/// An entry signed with a secret number, where the key and R may be off by points of small order.
fn entry(secret: Scalar, of_key: EdwardsPoint, of_r: EdwardsPoint, nonce: u64) -> Entry {
    let author = (EdwardsPoint::mul_base(&secret) + of_key).compress();
    let content = json!({"salt": format!("{nonce:032x}")});
    let header = json!({
        "author": hex(author.as_bytes()), "before": "0".repeat(64), "content": hash(&canonical(&content)),
        "kind": "case-moved", "ledger": "1".repeat(64), "number": 2, "recorded": at(0).to_string(),
        "version": 1,
    });
    let message = format!("ceasefire entry 1\n{}", canonical(&header));
    let nonce = Scalar::from(nonce + 1_000);
    let r = (EdwardsPoint::mul_base(&nonce) + of_r).compress();
    let digest = Sha512::new().chain_update(r.as_bytes()).chain_update(author.as_bytes());
    let k = Scalar::from_bytes_mod_order_wide(&digest.chain_update(message).finalize().into());
    let signature = [r.to_bytes(), (nonce + k * secret).to_bytes()].concat();
    let line = json!({"content": content, "header": header, "signature": hex(&signature)});
    Entry::read(&line.to_string()).unwrap()
}

#[test]
fn crooked_signatures_are_answered_alike_one_by_one_and_many_at_once() {
    let secret = Scalar::from(77_777_u64);
    let straight = EIGHT_TORSION[0];
    let mut right = Vec::new();
    for (of_key, of_r) in EIGHT_TORSION.iter().flat_map(|key| [(*key, straight), (*key, *key)]) {
        let entries: Vec<Entry> =
            (0..100).map(|nonce| entry(secret, of_key, of_r, nonce)).collect();
        let one: Vec<bool> =
            entries.iter().map(|entry| Sound::check(entry.clone()).is_ok()).collect();
        for many in [10, 100] {
            let chunks = entries.chunks(many).flat_map(|some| Sound::check_all(some.to_vec()));
            assert_eq!(one, chunks.map(|one| one.is_ok()).collect::<Vec<_>>());
        }
        right.push(one.iter().filter(|one| **one).count());
    }
    assert_eq!(right[..2], [100, 100], "a straight key signs as it should");
    assert!(
        right[2..].iter().any(|right| (1..50).contains(right)),
        "some pass by chance: {right:?}"
    );
    for of_r in &EIGHT_TORSION[1..] {
        let entries: Vec<Entry> =
            (0..100).map(|nonce| entry(secret, straight, *of_r, nonce)).collect();
        assert!(entries.iter().all(|entry| Sound::check(entry.clone()).is_err()));
        assert!(Sound::check_all(entries).iter().all(Result::is_err));
    }
}
