//! An entry: a header, a signature over it, and a content that the header names by its hash.
//!
//! The content can be taken away and everything else still verifies. Reading an entry settles its
//! canonical form, its size and whether its content is the one that was signed; whether the
//! signature is the author's is settled by [`crate::sign`].

use crate::canonical;
use crate::id::{Author, Hash, Id, from_hex, short, to_hex};
use crate::kinds::{Flaw, Kind, Says};
use crate::moment::Moment;
use crate::refused::Refused;
use serde_json::{Map, Value};
use std::fmt;
use zeroize::Zeroize as _;

/// The most bytes of a content.
pub const CONTENT: usize = 1 << 20;
/// The most bytes of a line: both, and room for another layout.
pub const LINE: usize = 4 << 20;
/// The most lists and objects within each other in a content.
pub const DEEPEST: usize = 32;
/// The most entries that one entry refers to.
pub const REFERS: usize = 64;

/// One entry, as somebody says that its author signed it.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    id: Id,
    header: Header,
    signature: [u8; 64],
    content: Option<Content>,
}

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The id of the founding entry; absent in that entry itself.
    pub ledger: Option<Id>,
    /// The author.
    pub author: Author,
    /// The place in the author's chain, from 1.
    pub number: u64,
    /// The author's entry before; absent in number 1.
    pub before: Option<Id>,
    /// When it was recorded, by the author's clock.
    pub recorded: Moment,
    /// The kind, known or not.
    pub kind: String,
    /// What it is about: ids in ascending order, none twice.
    pub refers: Vec<Id>,
    /// The hash of the canonical content.
    pub content: Hash,
}

/// A content in its canonical form. What it says is not shown by `Debug`: it may be taken away for
/// somebody's safety, and should not live on in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    text: Box<str>,
    flaw: Option<Box<Flaw>>,
}

impl Entry {
    /// Puts an entry together. The content must be the one that the header names.
    pub(crate) fn new(header: Header, signature: [u8; 64], content: Option<Content>) -> Self {
        Self { id: header.id(), header, signature, content }
    }

    /// Reads a line: `{"content":{…},"header":{…},"signature":"…"}`, in any layout.
    pub fn read(line: &str) -> Result<Self, Refused> {
        if line.len() > LINE {
            return Err(Refused::TooBig { part: "line", bytes: line.len(), most: LINE });
        }
        let Value::Object(mut parts) = canonical::read(line, DEEPEST + 1)? else {
            return Err(Refused::field(
                "header",
                "an entry is an object with `header`, `signature` and `content`",
            ));
        };
        let Some(Value::Object(header)) = parts.remove("header") else {
            return Err(Refused::field("header", "an entry needs its header, an object"));
        };
        let header = Header::read(&header)?;
        let signature = match parts.remove("signature") {
            Some(Value::String(digits)) => from_hex(&digits),
            _ => None,
        }
        .ok_or_else(|| Refused::field("signature", "a signature has 128 hexadecimal digits"))?;
        let content = match parts.remove("content") {
            Some(Value::Object(content)) => Some(Content::read(&header.kind, content)?),
            Some(_) => return Err(Refused::field("content", "a content is an object")),
            None => None,
        };
        if let Some((other, _)) = parts.iter().next() {
            return Err(Refused::field(other, "an entry has no such part"));
        }
        let entry = Self::new(header, signature, content);
        match &entry.content {
            Some(content) if content.hash() != entry.header.content => {
                let Header { author, number, .. } = entry.header;
                Err(Refused::OtherContent { id: entry.id, author, number })
            }
            _ => Ok(entry),
        }
    }

    /// The line that [`Entry::read`] reads, in canonical form.
    pub fn line(&self) -> String {
        let rest = self.line_without_content();
        match (&self.content, rest.strip_prefix('{')) {
            (Some(content), Some(rest)) => format!("{{\"content\":{},{rest}", content.text),
            _ => rest,
        }
    }

    /// The same without the content, whether it is here or not.
    pub fn line_without_content(&self) -> String {
        let header = self.header.canonical();
        format!("{{\"header\":{header},\"signature\":\"{}\"}}", to_hex(&self.signature))
    }

    /// SHA-256 of the canonical header.
    pub fn id(&self) -> Id {
        self.id
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The signature, by Ed25519.
    pub fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    /// The content; absent where it was taken away.
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// The kind, if it is one that we know.
    pub fn kind(&self) -> Option<Kind> {
        Kind::named(&self.header.kind)
    }

    /// The ledger that it belongs to. A founding entry founds its own.
    pub fn ledger(&self) -> Id {
        self.header.ledger.unwrap_or(self.id)
    }

    /// The author and the place in the author's chain, as sentences name it.
    pub fn place(&self) -> String {
        format!("number {} of {}", self.header.number, short(&self.header.author.0))
    }

    /// Where the entry stands when entries are listed: (`recorded`, author, number, id).
    pub fn order(&self) -> (Moment, Author, u64, Id) {
        (self.header.recorded, self.header.author, self.header.number, self.id)
    }

    /// What the content says; absent where it was taken away, or the kind is not known.
    pub fn says(&self) -> Option<Result<Says, Flaw>> {
        let fields = self.content.as_ref()?.fields();
        Some(Says::read(self.kind()?, &fields))
    }

    /// Takes the content away, and wipes it.
    pub(crate) fn take_content(&mut self) {
        if let Some(content) = self.content.take() {
            content.text.into_string().zeroize();
        }
    }

    pub(crate) fn give_content(&mut self, content: Option<Content>) {
        self.content = content;
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.header.kind, short(&self.id.0), self.place())
    }
}

impl Header {
    fn read(fields: &Map<String, Value>) -> Result<Self, Refused> {
        const FIELDS: [&str; 9] = [
            "author", "before", "content", "kind", "ledger", "number", "recorded", "refers",
            "version",
        ];
        if let Some(other) = fields.keys().find(|field| !FIELDS.contains(&field.as_str())) {
            return Err(Refused::field(other, "a header has no such field"));
        }
        if fields.get("version").and_then(Value::as_u64) != Some(1) {
            return Err(Refused::field(
                "version",
                "only version 1 is known here; a newer ceasefire may read it",
            ));
        }
        let header = Self {
            ledger: id(fields, "ledger")?,
            author: needed(fields, "author", "the author's key", Author::read)?,
            number: number(fields)?,
            before: id(fields, "before")?,
            recorded: needed(
                fields,
                "recorded",
                "a time such as 2026-03-02T09:10:11Z",
                Moment::read,
            )?,
            kind: needed(fields, "kind", "a kind, in small letters with hyphens", kind)?,
            refers: refers(fields)?,
            content: needed(fields, "content", "the content's hash", Hash::read)?,
        };
        header.check()?;
        Ok(header)
    }

    /// What must be so between the fields, whoever put them together.
    pub(crate) fn check(&self) -> Result<(), Refused> {
        let founds = self.kind == Kind::LedgerFounded.name();
        if self.number == 0 || self.number > canonical::GREATEST.cast_unsigned() {
            return Err(Refused::field("number", "a chain counts from 1"));
        }
        if self.before.is_some() != (self.number > 1) {
            let reason =
                "every entry but the author's first names the one before, and the first names none";
            return Err(Refused::field("before", reason));
        }
        if founds && (self.ledger.is_some() || self.number != 1) {
            return Err(Refused::field(
                "ledger",
                "a founding entry is its author's first and names no ledger",
            ));
        }
        if !founds && self.ledger.is_none() {
            return Err(Refused::field("ledger", "an entry names its ledger"));
        }
        if self.refers.len() > REFERS {
            return Err(Refused::field(
                "refers",
                format!("an entry refers to {REFERS} others at most"),
            ));
        }
        if self.refers.iter().zip(self.refers.iter().skip(1)).any(|(one, next)| one >= next) {
            return Err(Refused::field(
                "refers",
                "references stand in ascending order, none twice",
            ));
        }
        if kind(&self.kind).is_none() {
            return Err(Refused::field(
                "kind",
                "a kind is written in small letters with hyphens, 64 at most",
            ));
        }
        Ok(())
    }

    /// The canonical form. Its fields hold nothing that would need an escape.
    pub fn canonical(&self) -> String {
        use std::fmt::Write as _;
        let mut out = format!("{{\"author\":\"{}\"", self.author);
        let fine = (|| {
            if let Some(before) = self.before {
                write!(out, ",\"before\":\"{before}\"")?;
            }
            write!(out, ",\"content\":\"{}\",\"kind\":\"{}\"", self.content, self.kind)?;
            if let Some(ledger) = self.ledger {
                write!(out, ",\"ledger\":\"{ledger}\"")?;
            }
            write!(out, ",\"number\":{},\"recorded\":\"{}\"", self.number, self.recorded)?;
            for (index, id) in self.refers.iter().enumerate() {
                let open = if index == 0 { ",\"refers\":[" } else { "," };
                write!(out, "{open}\"{id}\"")?;
            }
            let close = if self.refers.is_empty() { "" } else { "]" };
            write!(out, "{close},\"version\":1}}")
        })();
        debug_assert!(fine.is_ok(), "a text takes everything");
        out
    }

    /// SHA-256 of the canonical form.
    pub fn id(&self) -> Id {
        Id(Hash::of(self.canonical().as_bytes()).0)
    }
}

impl Content {
    /// A content of fields that include the salt.
    pub(crate) fn read(of: &str, fields: Map<String, Value>) -> Result<Self, Refused> {
        let salted = match fields.get("salt") {
            Some(Value::String(salt)) => from_hex::<16>(salt).is_some(),
            _ => false,
        };
        if !salted {
            return Err(Refused::field(
                "content.salt",
                "a content has a salt of 32 hexadecimal digits",
            ));
        }
        let text = canonical::write_object(&fields);
        if text.len() > CONTENT {
            return Err(Refused::TooBig { part: "content", bytes: text.len(), most: CONTENT });
        }
        let flaw = Kind::named(of).and_then(|kind| {
            let mut fields = fields;
            fields.remove("salt");
            Says::read(kind, &fields).err().map(Box::new)
        });
        Ok(Self { text: text.into(), flaw })
    }

    /// The canonical form, salt included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the canonical form.
    pub fn hash(&self) -> Hash {
        Hash::of(self.text.as_bytes())
    }

    /// Why it does not say what its kind asks for, if it does not.
    pub fn flaw(&self) -> Option<&Flaw> {
        self.flaw.as_deref()
    }

    /// What it says: all fields but the salt.
    pub fn fields(&self) -> Map<String, Value> {
        match serde_json::from_str(&self.text) {
            Ok(Value::Object(mut fields)) => {
                fields.remove("salt");
                fields
            }
            // INVARIANT: the text was written from an object.
            _ => Map::new(),
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "content of {} bytes", self.text.len())
    }
}

fn needed<T>(
    fields: &Map<String, Value>,
    field: &str,
    what: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, Refused> {
    match fields.get(field) {
        None => Err(Refused::field(field, format!("a header needs {what}"))),
        Some(value) => value
            .as_str()
            .and_then(read)
            .ok_or_else(|| Refused::field(field, format!("this is not {what}"))),
    }
}

fn id(fields: &Map<String, Value>, field: &str) -> Result<Option<Id>, Refused> {
    match fields.get(field) {
        None => Ok(None),
        Some(value) => match value.as_str().and_then(Id::read) {
            Some(id) => Ok(Some(id)),
            None => Err(Refused::field(field, "an id has 64 hexadecimal digits")),
        },
    }
}

fn number(fields: &Map<String, Value>) -> Result<u64, Refused> {
    fields
        .get("number")
        .and_then(Value::as_u64)
        .ok_or_else(|| Refused::field("number", "a chain counts from 1"))
}

fn refers(fields: &Map<String, Value>) -> Result<Vec<Id>, Refused> {
    let wrong =
        || Refused::field("refers", "references are a list of ids, left out where there are none");
    match fields.get("refers") {
        None => Ok(Vec::new()),
        Some(Value::Array(ids)) if !ids.is_empty() => {
            ids.iter().map(|id| id.as_str().and_then(Id::read).ok_or_else(wrong)).collect()
        }
        Some(_) => Err(wrong()),
    }
}

fn kind(text: &str) -> Option<String> {
    let fine = (1..=64).contains(&text.len())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    fine.then(|| text.to_owned())
}
