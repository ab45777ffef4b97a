//! The Security Council's list from its XML, as a stream.
//!
//! Only one entry is in memory besides what is kept of those before. A list is whole or it is an
//! error: what was read before the file broke off is not handed out, since what would have followed
//! cannot be told from what is not listed. An entry without a reference or a name is set aside and counted.
//!
//! Document type declarations are refused and no reference to an entity is followed beyond XML's own
//! five. Elements are told by their local names, so that a namespace changes nothing.

use crate::bounded::Bounded;
use crate::day::day;
use crate::names::unpack;
use crate::reference::{Kind, Reference};
use crate::snapshot::{Entry, Name, Quality, Scope, Snapshot};
use ceasefire_files::SetAside;
use encoding_rs_io::DecodeReaderBytesBuilder;
use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::fmt;
use std::io::{BufRead, BufReader};

/// The largest file that is read, in bytes. The real ones have two million.
const LARGEST_FILE: u64 = 128 << 20;
/// The longest tag or text, in bytes. The longest real remark has a few thousand.
const LONGEST_PIECE: u64 = 1 << 20;
/// The longest field of names, in bytes.
const LONGEST_FIELD: usize = 16 << 10;
/// How deep elements may stand in each other. In the real files it is five.
const DEEPEST: usize = 16;

/// Why a file is no list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotError {
    /// The file.
    pub file: String,
    /// The line on which reading stopped, from 1.
    pub line: usize,
    /// The byte of that line, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What can be done.
    pub help: &'static str,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, message, help } = self;
        write!(f, "{file}:{line}:{column}: {message}\n  help: {help}")
    }
}

impl std::error::Error for SnapshotError {}

const AGAIN: &str = "fetch the file again; what stands before this place is not the whole list, so nothing of it was taken";
const NOT_THE_LIST: &str = "the list of the Security Council begins with `<CONSOLIDATED_LIST dateGenerated=\"…\">`; a page that a browser shows is another file";

const DATED: &str = "the list begins with `<CONSOLIDATED_LIST dateGenerated=\"…\">`; where that is missing, say the day before the file: 2016-02-29=list.xml";

/// Reads a list. `file` is what it is called in reasons and complaints.
pub fn read_snapshot(file: &str, from: impl BufRead) -> Result<Snapshot, SnapshotError> {
    read_snapshot_of(file, from, None)
}

/// Reads a list that was made on this day, whatever it says itself; it may say nothing.
pub fn read_snapshot_of(
    file: &str,
    from: impl BufRead,
    day: Option<Date>,
) -> Result<Snapshot, SnapshotError> {
    let decoded = BufReader::new(
        DecodeReaderBytesBuilder::new()
            .bom_override(true)
            .utf8_passthru(true)
            .encoding(None)
            .build(from),
    );
    let mut xml = Reader::from_reader(Bounded::new(decoded, LARGEST_FILE, LONGEST_PIECE));
    let mut list = Listing::new(file, day);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        xml.get_mut().next_piece();
        let event = xml.read_event_into(&mut buffer).map_err(said);
        let place = xml.get_ref().place();
        let step = event.and_then(|event| list.take(&event, place.0));
        match step {
            Ok(Step::On) => {}
            Ok(Step::Done) => break,
            Err((message, help)) => {
                return Err(SnapshotError {
                    file: file.to_owned(),
                    line: place.0,
                    column: place.1,
                    message,
                    help,
                });
            }
        }
    }
    Ok(list.snapshot)
}

type Wrong = (String, &'static str);

enum Step {
    On,
    Done,
}

/// The list as far as it is read.
struct Listing {
    snapshot: Snapshot,
    path: Vec<String>,
    text: String,
    draft: Draft,
    parts: Vec<String>,
    /// The day on which it was made, where the reader knows it from elsewhere.
    made: Option<Date>,
    begun: bool,
}

/// The entry that is being read.
#[derive(Default)]
struct Draft {
    line: usize,
    reference: String,
    own: Vec<String>,
    original: String,
    aliases: Vec<(String, Quality)>,
    alias: String,
    quality: String,
    listed: Option<Date>,
    updates: Vec<Date>,
    delisted: Option<Date>,
}

impl Listing {
    fn new(file: &str, made: Option<Date>) -> Self {
        let snapshot = Snapshot {
            file: file.to_owned(),
            day: Date::MIN,
            scope: Scope::Unclear,
            entries: Vec::new(),
            aside: Vec::new(),
            lost: 0,
        };
        Self {
            snapshot,
            path: Vec::new(),
            text: String::new(),
            draft: Draft::default(),
            parts: Vec::new(),
            made,
            begun: false,
        }
    }

    fn take(&mut self, event: &Event<'_>, line: usize) -> Result<Step, Wrong> {
        match event {
            Event::Start(tag) => self.open(tag, line)?,
            Event::Empty(tag) => {
                self.open(tag, line)?;
                self.close(line);
            }
            Event::End(_) => self.close(line),
            Event::Text(text) => self.text.push_str(text),
            Event::CData(text) => self.text.push_str(text),
            Event::GeneralRef(reference) => self.text.push_str(&resolved(reference)?),
            Event::DocType(_) => {
                return Err((
                    "this file declares a document type, which the list never does".to_owned(),
                    NOT_THE_LIST,
                ));
            }
            Event::Eof => return self.end(),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        if self.text.len() as u64 > LONGEST_PIECE {
            return Err(("a text in this file never ends".to_owned(), NOT_THE_LIST));
        }
        Ok(Step::On)
    }

    fn open(&mut self, tag: &BytesStart<'_>, line: usize) -> Result<(), Wrong> {
        let name = tag.local_name().into_inner().to_owned();
        match self.path.len() {
            0 => self.root(tag, &name)?,
            1 => self.parts.push(name.clone()),
            2 => self.draft = Draft { line, ..Draft::default() },
            DEEPEST => {
                return Err((format!("`<{name}>` stands inside {DEEPEST} others"), NOT_THE_LIST));
            }
            _ => {}
        }
        self.path.push(name);
        self.text.clear();
        Ok(())
    }

    fn root(&mut self, tag: &BytesStart<'_>, name: &str) -> Result<(), Wrong> {
        if self.begun {
            return Err((format!("`<{name}>` begins after the list has ended"), AGAIN));
        }
        if name != "CONSOLIDATED_LIST" {
            return Err((format!("this file begins with `<{name}>`"), NOT_THE_LIST));
        }
        self.snapshot.day = match self.made {
            Some(made) => made,
            None => day(&made_on(tag)?).map_err(|reason| (reason, DATED))?,
        };
        self.begun = true;
        Ok(())
    }

    /// An element ends. The XML reader has made sure that it is the one that was open.
    fn close(&mut self, line: usize) {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            [_, _, "INDIVIDUAL"] => self.finish(Kind::Individual),
            [_, _, "ENTITY"] => self.finish(Kind::Entity),
            [_, _, _, field] => {
                let field = (*field).to_owned();
                self.field(&field, line);
            }
            [_, _, _, "LAST_DAY_UPDATED", "VALUE"] => {
                if let Some(day) = self.day("LAST_DAY_UPDATED", line) {
                    self.draft.updates.push(day);
                }
            }
            [_, _, _, "ENTITY_ALIAS" | "INDIVIDUAL_ALIAS", "QUALITY"] => {
                self.draft.quality.clone_from(&self.text);
            }
            [_, _, _, "ENTITY_ALIAS" | "INDIVIDUAL_ALIAS", "ALIAS_NAME"] => {
                self.draft.alias.clone_from(&self.text);
            }
            _ => {}
        }
        self.path.pop();
        self.text.clear();
    }

    fn field(&mut self, field: &str, line: usize) {
        match field {
            "REFERENCE_NUMBER" => self.draft.reference.clone_from(&self.text),
            "FIRST_NAME" | "SECOND_NAME" | "THIRD_NAME" | "FOURTH_NAME" => {
                self.draft.own.push(self.text.trim().to_owned());
            }
            "NAME_ORIGINAL_SCRIPT" => self.draft.original.clone_from(&self.text),
            "LISTED_ON" => self.draft.listed = self.day(field, line),
            "DELISTED_ON" => self.draft.delisted = self.day(field, line),
            "ENTITY_ALIAS" | "INDIVIDUAL_ALIAS" => {
                let quality = Quality::read(&std::mem::take(&mut self.draft.quality));
                let alias = std::mem::take(&mut self.draft.alias);
                self.draft.aliases.push((alias, quality));
            }
            _ => {}
        }
    }

    /// The day in the present field; blank is absent, what cannot be read is set aside.
    fn day(&mut self, field: &str, line: usize) -> Option<Date> {
        if self.text.trim().is_empty() {
            return None;
        }
        match day(&self.text) {
            Ok(day) => Some(day),
            Err(reason) => {
                self.set_aside(line, field, reason);
                None
            }
        }
    }

    fn set_aside(&mut self, line: usize, field: &str, reason: String) {
        let file = self.snapshot.file.clone();
        self.snapshot.aside.push(SetAside { file, line, column: field.to_owned(), reason });
    }

    fn finish(&mut self, kind: Kind) {
        let mut draft = std::mem::take(&mut self.draft);
        let line = draft.line;
        let too_long = draft.aliases.iter().any(|(alias, _)| alias.len() > LONGEST_FIELD);
        let names = if too_long { Vec::new() } else { names(kind, &draft) };
        let complaint = if draft.reference.trim().is_empty() {
            Some(("REFERENCE_NUMBER", "this entry has no reference"))
        } else if too_long {
            Some(("ALIAS_NAME", "this name is longer than 16 KiB"))
        } else if names.is_empty() {
            Some(("FIRST_NAME", "this entry has no name"))
        } else {
            None
        };
        if let Some((field, reason)) = complaint {
            self.set_aside(line, field, reason.to_owned());
            self.snapshot.lost += 1;
            return;
        }
        draft.updates.sort_unstable();
        self.snapshot.entries.push(Entry {
            reference: Reference::new(&draft.reference),
            kind,
            names,
            listed: draft.listed,
            updates: draft.updates,
            delisted: draft.delisted,
        });
    }

    fn end(&mut self) -> Result<Step, Wrong> {
        if let Some(open) = self.path.last() {
            return Err((format!("the file is cut off: `<{open}>` is not closed"), AGAIN));
        }
        if !self.begun {
            return Err(("this file holds no list".to_owned(), NOT_THE_LIST));
        }
        for part in ["INDIVIDUALS", "ENTITIES"] {
            if !self.parts.iter().any(|have| have == part) {
                return Err((format!("the list has no part `{part}`"), AGAIN));
            }
        }
        self.snapshot.scope = Scope::of(&self.snapshot.entries);
        Ok(Step::Done)
    }
}

/// What the list says of the day on which it was made; vintages differ in how they write the attribute.
fn made_on(tag: &BytesStart<'_>) -> Result<String, Wrong> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|one| {
        let name = one.key.local_name().into_inner().to_ascii_lowercase();
        name.replace(['_', '-'], "") == "dategenerated"
    });
    let value = found.and_then(|one| {
        one.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    });
    value.ok_or(("the list does not say when it was made".to_owned(), DATED))
}

/// The entry's own name first; a person's comes in up to four fields.
fn names(kind: Kind, draft: &Draft) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut add = |field: &str, quality: Quality| {
        for text in unpack(field) {
            if !out.iter().any(|have| have.text == text) {
                out.push(Name { text, quality });
            }
        }
    };
    let own = match kind {
        Kind::Entity => draft.own.first().cloned().unwrap_or_default(),
        Kind::Individual => draft.own.join(" "),
    };
    if own.len() > LONGEST_FIELD || draft.original.len() > LONGEST_FIELD {
        return Vec::new();
    }
    add(&own, Quality::Own);
    add(&draft.original, Quality::OriginalScript);
    for (alias, quality) in &draft.aliases {
        add(alias, *quality);
    }
    out
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, Wrong> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Ok(letter.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned).ok_or_else(|| {
        let name: String = reference.chars().take(40).collect();
        (format!("`&{name};` stands for a text that is not here; it is not looked up"), AGAIN)
    })
}

/// An XML error in the reader's words.
fn said(error: Error) -> Wrong {
    let message = match error {
        Error::Io(error) => return (error.to_string(), NOT_THE_LIST),
        Error::Syntax(_) => "the file is cut off in the middle of a tag".to_owned(),
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("`</{found}>` stands where `</{expected}>` should")
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
            format!("`</{found}>` closes nothing")
        }
        Error::IllFormed(IllFormedError::UnclosedReference) => {
            "a `&` stands here that begins nothing".to_owned()
        }
        Error::Encoding(_) => "this file is not UTF-8 text".to_owned(),
        _ => "this is not well-formed XML".to_owned(),
    };
    (message, AGAIN)
}
