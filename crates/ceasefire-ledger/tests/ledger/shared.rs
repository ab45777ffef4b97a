//! Entries made by hand: a second writer of the format, that signs whatever it is told to.

use ceasefire_ledger::{Author, Entry, Id, Ledger, Moment};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// 2026-03-02, and so many seconds.
pub fn at(seconds: i64) -> Moment {
    Moment(1_772_409_600 + seconds)
}

/// An office with its key and its chain.
#[derive(Debug, Clone)]
pub struct Office {
    key: SigningKey,
    pub ledger: Option<Id>,
    pub number: u64,
    pub before: Option<Id>,
    salts: u64,
}

impl Office {
    pub fn new(seed: u8, ledger: Option<Id>) -> Self {
        let key = SigningKey::from_bytes(&[seed; 32]);
        Self { key, ledger, number: 1, before: None, salts: 0 }
    }

    pub fn author(&self) -> Author {
        Author(self.key.verifying_key().to_bytes())
    }

    /// Enters something and moves on.
    pub fn enters(&mut self, recorded: i64, kind: &str, refers: &[Id], content: Value) -> Entry {
        let entry = self.draft(recorded, kind, refers, content);
        self.number += 1;
        self.before = Some(entry.id());
        entry
    }

    /// Signs the next entry without moving on.
    pub fn draft(&mut self, recorded: i64, kind: &str, refers: &[Id], content: Value) -> Entry {
        Entry::read(&self.line(recorded, kind, refers, content)).expect("a readable entry")
    }

    /// The line of the next entry.
    pub fn line(&mut self, recorded: i64, kind: &str, refers: &[Id], content: Value) -> String {
        self.salts += 1;
        let mut content = content;
        content["salt"] = format!("{:032x}", self.salts).into();
        let mut refers: Vec<String> = refers.iter().map(Id::to_string).collect();
        refers.sort();
        let mut header = json!({
            "version": 1, "author": self.author().to_string(), "number": self.number,
            "recorded": at(recorded).to_string(), "kind": kind,
            "content": hash(&canonical(&content)),
        });
        if let Some(ledger) = self.ledger {
            header["ledger"] = ledger.to_string().into();
        }
        if let Some(before) = self.before {
            header["before"] = before.to_string().into();
        }
        if !refers.is_empty() {
            header["refers"] = refers.into();
        }
        self.sign(&header, Some(&content))
    }

    /// Signs any header.
    pub fn sign(&self, header: &Value, content: Option<&Value>) -> String {
        let text = format!("ceasefire entry 1\n{}", canonical(header));
        let signature = hex(&self.key.sign(text.as_bytes()).to_bytes());
        let mut line = json!({"header": header, "signature": signature});
        if let Some(content) = content {
            line["content"] = content.clone();
        }
        line.to_string()
    }

    pub fn grants(&mut self, recorded: i64, to: &Office, roles: &[&str]) -> Entry {
        self.adds(recorded, to, &[], roles)
    }

    /// Grants roles; with a reference, to a key that is in already.
    pub fn adds(&mut self, recorded: i64, to: &Office, grant: &[Id], roles: &[&str]) -> Entry {
        let name = format!("Office {}", &to.author().to_string()[..2]);
        let content = json!({"key": to.author().to_string(), "name": name, "roles": roles});
        self.enters(recorded, "role-granted", grant, content)
    }

    pub fn ends(&mut self, recorded: i64, key: Author, last: Option<&Entry>) -> Entry {
        let mut content =
            json!({"key": key.to_string(), "last": 0, "reason": "lost at checkpoint-7"});
        if let Some(last) = last {
            content["last"] = last.header().number.into();
            content["entry"] = last.id().to_string().into();
        }
        self.enters(recorded, "key-ended", &[], content)
    }

    pub fn asserts(&mut self, recorded: i64, fact: &str) -> Entry {
        self.enters(recorded, "fact-asserted", &[], json!({"fact": {"fact": fact}}))
    }
}

/// A ledger with its founder.
pub fn founded() -> (Ledger, Office) {
    let mut founder = Office::new(1, None);
    let content = json!({"title": "Talks at Lake Q", "name": "The secretariat"});
    let founding = founder.enters(0, "ledger-founded", &[], content);
    founder.ledger = Some(founding.id());
    let mut ledger = Ledger::new(founding.id());
    ledger.add(founding).expect("a founding entry");
    (ledger, founder)
}

/// The canonical form by a sorted map and the library's escapes.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let sorted: BTreeMap<&String, &Value> = object.iter().collect();
            let fields =
                sorted.iter().map(|(name, one)| format!("{}:{}", json!(name), canonical(one)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(list) => {
            format!("[{}]", list.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

pub fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|half| "0123456789abcdef".as_bytes()[usize::from(half)] as char)
        .collect()
}

pub fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}
