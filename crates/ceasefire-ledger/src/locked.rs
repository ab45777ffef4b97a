//! An identity under a passphrase: the secret key as text that can lie on a disk.
//!
//! The passphrase is stretched by Argon2id (RFC 9106) and the secret sealed by XChaCha20-Poly1305;
//! what stands in the clear beside it is sealed with it, so that nothing can be exchanged. The
//! public key stands in the clear: it says whose identity this is without the passphrase.

use crate::canonical;
use crate::id::{Author, from_hex, to_hex};
use crate::sign::Identity;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use serde_json::{Map, Value};
use std::fmt;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// How hard a passphrase is stretched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locked {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

/// Why an identity cannot be locked or unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlocking {
    /// The passphrase is too short.
    Short,
    /// The text is not an identity under lock.
    NoIdentity,
    /// It asks for more memory or time than an identity of ours ever does.
    TooHard,
    /// The passphrase is another one, or the text was changed.
    Wrong,
}

/// The fewest letters of a passphrase.
const LETTERS: usize = 12;

impl Locked {
    /// RFC 9106's second choice: 64 MiB, three passes; some tenths of a second.
    pub const USUAL: Self = Self { memory_kib: 64 << 10, passes: 3 };
    /// The most that is ever tried: a file from elsewhere must not eat the machine.
    const MOST: Self = Self { memory_kib: 1 << 20, passes: 16 };
}

/// Locks an identity. `salt` and `nonce` are random bytes that are used for nothing else.
pub fn lock(
    identity: &Identity,
    passphrase: &str,
    hardness: Locked,
    salt: [u8; 16],
    nonce: [u8; 24],
) -> Result<String, Unlocking> {
    if passphrase.chars().count() < LETTERS {
        return Err(Unlocking::Short);
    }
    let mut fields = Map::new();
    let mut put = |field: &str, value: Value| fields.insert(field.to_owned(), value);
    put("identity", 1.into());
    put("author", identity.author().to_string().into());
    put("memory_kib", hardness.memory_kib.into());
    put("passes", hardness.passes.into());
    put("salt", to_hex(&salt).into());
    put("nonce", to_hex(&nonce).into());
    let clear = canonical::write_object(&fields);
    let key = stretched(passphrase, hardness, salt)?;
    let payload = Payload { msg: identity.secret(), aad: clear.as_bytes() };
    let sealed = XChaCha20Poly1305::new(&(*key).into())
        .encrypt(&nonce.into(), payload)
        .map_err(|_| Unlocking::TooHard)?;
    fields.insert("sealed".to_owned(), to_hex(&sealed).into());
    Ok(canonical::write_object(&fields) + "\n")
}

/// Unlocks an identity.
pub fn unlock(text: &str, passphrase: &str) -> Result<Identity, Unlocking> {
    let Ok(Value::Object(mut fields)) = canonical::read(text, 1) else {
        return Err(Unlocking::NoIdentity);
    };
    let sealed = fields.remove("sealed");
    let clear = canonical::write_object(&fields);
    let (author, hardness, salt, nonce, sealed) =
        parts(&fields, sealed.as_ref()).ok_or(Unlocking::NoIdentity)?;
    let most = Locked::MOST;
    if hardness.memory_kib > most.memory_kib || hardness.passes > most.passes {
        return Err(Unlocking::TooHard);
    }
    let key = stretched(passphrase, hardness, salt)?;
    let payload = Payload { msg: &sealed, aad: clear.as_bytes() };
    let opened = XChaCha20Poly1305::new(&(*key).into()).decrypt(&nonce.into(), payload);
    let opened = Zeroizing::new(opened.map_err(|_| Unlocking::Wrong)?);
    let secret =
        Zeroizing::new(<[u8; 32]>::try_from(opened.as_slice()).map_err(|_| Unlocking::Wrong)?);
    let identity = Identity::new(&secret);
    if identity.author() == author { Ok(identity) } else { Err(Unlocking::Wrong) }
}

type Parts = (Author, Locked, [u8; 16], [u8; 24], [u8; 48]);

fn parts(fields: &Map<String, Value>, sealed: Option<&Value>) -> Option<Parts> {
    let text = |field: &str| fields.get(field)?.as_str();
    let count = |field: &str| u32::try_from(fields.get(field)?.as_u64()?).ok();
    (fields.len() == 6 && count("identity")? == 1).then_some(())?;
    Some((
        Author::read(text("author")?)?,
        Locked { memory_kib: count("memory_kib")?, passes: count("passes")? },
        from_hex(text("salt")?)?,
        from_hex(text("nonce")?)?,
        from_hex(sealed?.as_str()?)?,
    ))
}

/// The key of a passphrase. Letters with accents are the same whatever keyboard wrote them.
fn stretched(
    passphrase: &str,
    hardness: Locked,
    salt: [u8; 16],
) -> Result<Zeroizing<[u8; 32]>, Unlocking> {
    let params = Params::new(hardness.memory_kib, hardness.passes, 1, Some(32))
        .map_err(|_| Unlocking::NoIdentity)?;
    let normal = Zeroizing::new(passphrase.nfc().collect::<String>());
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(normal.as_bytes(), &salt, key.as_mut())
        .map_err(|_| Unlocking::TooHard)?;
    Ok(key)
}

impl fmt::Display for Unlocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short => {
                write!(f, "a passphrase has at least {LETTERS} letters; a few words are good")
            }
            Self::NoIdentity => write!(f, "this file is not an identity"),
            Self::TooHard => {
                write!(f, "this identity asks for more memory or time than one of ours ever does")
            }
            Self::Wrong => write!(
                f,
                "the passphrase does not open this identity; or the file was changed since it was locked"
            ),
        }
    }
}

impl std::error::Error for Unlocking {}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Locked = Locked { memory_kib: 64, passes: 1 };

    fn locked() -> String {
        lock(&Identity::new(&[7; 32]), "cafe\u{301} at the bridge", QUICK, [1; 16], [2; 24])
            .unwrap()
    }

    #[test]
    fn an_identity_comes_back_with_its_passphrase_however_accents_are_typed() {
        let identity = unlock(&locked(), "caf\u{e9} at the bridge").unwrap();
        assert_eq!(identity.author(), Identity::new(&[7; 32]).author());
    }

    #[test]
    fn the_secret_is_not_in_the_text_and_not_in_debug() {
        let secret = to_hex(&[7; 32]);
        assert!(!locked().contains(&secret));
        assert!(!format!("{:?}", Identity::new(&[7; 32])).contains(&secret));
    }

    #[test]
    fn another_passphrase_and_every_change_of_the_text_are_refused() {
        assert_eq!(unlock(&locked(), "another passphrase").err(), Some(Unlocking::Wrong));
        for at in 0..locked().len() {
            let mut text = locked().into_bytes();
            text[at] = if text[at] == b'1' { b'2' } else { b'1' };
            let text = String::from_utf8(text).unwrap();
            if let Ok(identity) = unlock(&text, "caf\u{e9} at the bridge") {
                panic!("{identity:?} came out of a text changed at {at}");
            }
        }
    }

    #[test]
    fn a_file_from_elsewhere_cannot_eat_the_machine() {
        let huge = locked().replace("\"memory_kib\":64", "\"memory_kib\":4194304");
        assert_eq!(unlock(&huge, "caf\u{e9} at the bridge").err(), Some(Unlocking::TooHard));
        let long = locked().replace("\"passes\":1", "\"passes\":4000000000");
        assert_eq!(unlock(&long, "caf\u{e9} at the bridge").err(), Some(Unlocking::TooHard));
    }

    #[test]
    fn errors_are_sentences() {
        let short = lock(&Identity::new(&[7; 32]), "secret", QUICK, [1; 16], [2; 24]).unwrap_err();
        let told = [short, Unlocking::NoIdentity, Unlocking::TooHard, Unlocking::Wrong];
        insta::assert_snapshot!(told.map(|one| one.to_string()).join("\n"));
    }
}
