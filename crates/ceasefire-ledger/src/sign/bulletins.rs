//! Signatures of bulletins: by the same keys as entries, and never one in place of the other.

use super::{Identity, key};
use crate::canonical;
use crate::id::{Author, from_hex, to_hex};
use ed25519_dalek::{Signature, Signer as _};
use serde_json::{Map, Value};

/// What is signed stands behind this line, so that no signature of a bulletin is one of anything else.
const DOMAIN: &[u8] = b"ceasefire bulletin 1\n";

/// Who signed a bulletin's manifest, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedBulletin {
    /// The key of who signed.
    pub author: Author,
    signature: [u8; 64],
}

impl Identity {
    /// Signs the canonical bytes of a manifest.
    pub fn sign_bulletin(&self, manifest: &[u8]) -> SignedBulletin {
        let signature = self.key.sign(&signed(manifest)).to_bytes();
        SignedBulletin { author: self.author(), signature }
    }
}

impl SignedBulletin {
    /// Whether the signature is that author's over this manifest, by the strict rules of entries.
    pub fn is_over(&self, manifest: &[u8]) -> bool {
        let signature = Signature::from_bytes(&self.signature);
        key(self.author).is_some_and(|key| key.verify_strict(&signed(manifest), &signature).is_ok())
    }

    /// As canonical JSON: `author` and `signature`.
    pub fn text(&self) -> String {
        let mut fields = Map::new();
        fields.insert("author".to_owned(), self.author.to_string().into());
        fields.insert("signature".to_owned(), to_hex(&self.signature).into());
        canonical::write_object(&fields)
    }

    /// Reads what [`SignedBulletin::text`] writes, and no other layout of it.
    pub fn read(text: &str) -> Option<Self> {
        let Ok(Value::Object(fields)) = canonical::read(text, 1) else { return None };
        let field = |name: &str| fields.get(name)?.as_str();
        let author = Author::read(field("author")?)?;
        let out = Self { author, signature: from_hex(field("signature")?)? };
        (out.text() == text).then_some(out)
    }
}

fn signed(manifest: &[u8]) -> Vec<u8> {
    [DOMAIN, manifest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_over_its_manifest_alone() {
        let signed = Identity::new(&[7; 32]).sign_bulletin(b"{}");
        assert!(signed.is_over(b"{}"));
        assert!(!signed.is_over(b"{ }"));
        let by_another = Identity::new(&[8; 32]).author();
        assert!(!SignedBulletin { author: by_another, ..signed }.is_over(b"{}"));
    }

    #[test]
    fn a_signature_has_one_way_to_be_written() {
        let signed = Identity::new(&[7; 32]).sign_bulletin(b"{}");
        let text = signed.text();
        assert_eq!(SignedBulletin::read(&text), Some(signed));
        for other in [text.to_uppercase(), format!("{text}\n"), text.replace(':', ": ")] {
            assert_eq!(SignedBulletin::read(&other), None, "{other}");
        }
    }
}
