//! Acts joined to those that an earlier import wrote, by the publisher's own id.
//!
//! Nothing is held but a few numbers for each line (`keys.rs`): new acts are written to a file of
//! their own as they come, and the lines that tell one act are found at the end. An act keeps the
//! place in which it first stood; what tells it otherwise later stands there in its stead. So the
//! order is: the acts of the earlier file in theirs, then new ones in the order of the tables. The
//! file is written beside the old one and takes its name at the end; whoever stops half-way has the
//! old one whole.

use crate::columns::InColumns;
use crate::keys::{Key, Keys, hash};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// The longest line of an earlier file.
const MAX_LINE: u64 = 64 << 20;

/// What came of joining acts to earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// Acts that were not there before.
    pub new: u64,
    /// Acts that were there, and are told no otherwise.
    pub same: u64,
    /// Acts that were there and are told otherwise.
    pub changed: u64,
    /// Acts that one row of this import tells and a later one tells otherwise; so many later rows.
    pub retold: u64,
    /// The fields that are told otherwise, and how often.
    pub fields: BTreeMap<String, u64>,
    /// The first of everything that is told otherwise than a line before it, in the order of the lines.
    pub changes: Vec<Change>,
}

/// How many changes are listed; all are counted.
const LISTED: usize = 1_000;

impl Merged {
    fn list(&mut self, change: Change) {
        for field in &change.fields {
            *self.fields.entry(field.clone()).or_default() += 1;
        }
        self.changes.push(change);
        // They come in no order that means anything, so the first are known only at the end.
        if self.changes.len() >= 2 * LISTED {
            self.first_changes();
        }
    }

    fn first_changes(&mut self) {
        self.changes.sort_by_key(|change| change.place);
        self.changes.truncate(LISTED);
    }

    /// How many changes are not listed.
    pub fn unlisted(&self) -> u64 {
        (self.changed + self.retold).saturating_sub(self.changes.len() as u64)
    }
}

/// An act that is told otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: String,
    /// The fields that differ.
    pub fields: Vec<String>,
    /// Whether an earlier import told it; else a row above told it in this one.
    pub earlier: bool,
    place: u64,
}

/// Why acts cannot be joined.
#[derive(Debug)]
pub(crate) enum MergeError {
    /// Reading or writing failed.
    Io(io::Error),
    /// This line of the earlier file is no act.
    NoAct(u64),
}

impl From<io::Error> for MergeError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Acts on their way to a file.
pub(crate) struct Merge {
    /// The earlier file, and how long it is. New lines count on from there.
    earlier: Option<BufReader<File>>,
    earlier_len: u64,
    new: BufWriter<NamedTempFile>,
    /// Where the next line will stand.
    place: u64,
    keys: Keys,
    /// Where the lines of each table begin.
    tables: Vec<u64>,
}

/// What is to be done with lines that stand in the files.
#[derive(Default)]
struct Plan {
    /// Lines that are left out, by place.
    dead: Vec<u64>,
    /// Lines in whose stead others stand, by place.
    replaced: Vec<(u64, u64)>,
    /// Rows of each table that tell an act once more.
    repeated: Vec<u64>,
    merged: Merged,
}

impl Merge {
    /// Begins with what is in `earlier`, and writes into a file in `folder`.
    pub(crate) fn begin(earlier: Option<File>, folder: &Path) -> Result<Self, MergeError> {
        let new = BufWriter::with_capacity(256 << 10, temporary(folder)?);
        let mut merge = Self {
            earlier: earlier.map(BufReader::new),
            earlier_len: 0,
            new,
            place: 0,
            keys: Keys::new(),
            tables: Vec::new(),
        };
        merge.index()?;
        Ok(merge)
    }

    /// Notes where every line of the earlier file stands.
    fn index(&mut self) -> Result<(), MergeError> {
        let Some(file) = &mut self.earlier else { return Ok(()) };
        let mut line = Vec::new();
        let (mut place, mut number) = (0, 0);
        while next_line(file, &mut line)? {
            number += 1;
            let bare = line.trim_ascii();
            if !bare.is_empty() {
                let Some(id) = id(bare) else { return Err(MergeError::NoAct(number)) };
                self.keys.add(Key { id: hash(id.as_bytes()), place, line: hash(bare) })?;
            }
            place += line.len() as u64;
        }
        (self.earlier_len, self.place) = (place, place);
        Ok(())
    }

    /// A table begins.
    pub(crate) fn table(&mut self) {
        self.tables.push(self.place);
    }

    /// Adds an act, as one line.
    pub(crate) fn add(&mut self, id: &str, line: &[u8]) -> io::Result<()> {
        self.new.write_all(line)?;
        let bare = line.trim_ascii_end();
        self.keys.add(Key { id: hash(id.as_bytes()), place: self.place, line: hash(bare) })?;
        self.place += line.len() as u64;
        Ok(())
    }

    /// Finds what tells the same act, and ends the files. What came of it, and how many rows of
    /// each table told an act once more.
    pub(crate) fn end(mut self) -> Result<(Joined, Merged, Vec<u64>), MergeError> {
        self.new.flush()?;
        let keys = std::mem::replace(&mut self.keys, Keys::new());
        let mut plan = Plan { repeated: vec![0; self.tables.len()], ..Plan::default() };
        let mut group: Vec<Key> = Vec::new();
        for key in keys.sorted()? {
            let key = key?;
            if group.first().is_some_and(|first| first.id != key.id) {
                self.resolve(&group, &mut plan)?;
                group.clear();
            }
            group.push(key);
        }
        self.resolve(&group, &mut plan)?;
        plan.dead.sort_unstable();
        plan.replaced.sort_unstable();
        plan.merged.first_changes();
        let Plan { dead, replaced, repeated, merged } = plan;
        let new = self.new.into_inner().map_err(io::IntoInnerError::into_error)?;
        let joined =
            Joined { earlier: self.earlier, earlier_len: self.earlier_len, new, dead, replaced };
        Ok((joined, merged, repeated))
    }

    /// Lines whose ids have the same hash.
    fn resolve(&mut self, group: &[Key], plan: &mut Plan) -> Result<(), MergeError> {
        let Some(first) = group.first() else { return Ok(()) };
        if group.iter().all(|key| key.line == first.line) {
            return self.versions(group, plan);
        }
        // Other lines may be of another act whose id has the same hash.
        let mut by_id: BTreeMap<String, Vec<Key>> = BTreeMap::new();
        for key in group {
            let line = self.line(key.place)?;
            by_id.entry(id(&line).unwrap_or_default().into_owned()).or_default().push(*key);
        }
        by_id.values().try_for_each(|keys| self.versions(keys, plan))
    }

    /// The lines that tell one act, in their order: those of the earlier file, then new ones.
    fn versions(&mut self, keys: &[Key], plan: &mut Plan) -> Result<(), MergeError> {
        let Some((first, later)) = keys.split_first() else { return Ok(()) };
        plan.dead.extend(later.iter().map(|key| key.place));
        let (earlier, told) =
            keys.split_at(keys.partition_point(|key| key.place < self.earlier_len));
        let (before, after) = (self.last(earlier, plan)?, self.last(told, plan)?);
        let stands = match (before, after) {
            (None, None) => return Ok(()),
            (Some(before), None) => before,
            (None, Some(after)) => {
                plan.merged.new += 1;
                after
            }
            (Some(before), Some(after)) => match self.change(before, after)? {
                None => {
                    plan.merged.same += 1;
                    before
                }
                Some(change) => {
                    plan.merged.changed += 1;
                    plan.merged.list(change);
                    after
                }
            },
        };
        if stands != *first {
            plan.replaced.push((first.place, stands.place));
        }
        for key in told.iter().skip(1) {
            let table = self.tables.partition_point(|begins| *begins <= key.place);
            if let Some(repeated) = table.checked_sub(1).and_then(|at| plan.repeated.get_mut(at)) {
                *repeated += 1;
            }
        }
        Ok(())
    }

    /// The last of several lines that differ.
    fn last(&mut self, keys: &[Key], plan: &mut Plan) -> io::Result<Option<Key>> {
        let Some((first, later)) = keys.split_first() else { return Ok(None) };
        let mut last = *first;
        for key in later {
            if let Some(change) = self.change(last, *key)? {
                plan.merged.retold += 1;
                plan.merged.list(change);
                last = *key;
            }
        }
        Ok(Some(last))
    }

    /// What a later line tells otherwise; none where only its letters differ.
    fn change(&mut self, before: Key, after: Key) -> io::Result<Option<Change>> {
        if before.line == after.line {
            return Ok(None);
        }
        let told = |line: Vec<u8>| serde_json::from_slice(&line).unwrap_or_default();
        let one: Map<String, Value> = told(self.line(before.place)?);
        let other: Map<String, Value> = told(self.line(after.place)?);
        let fields = one.keys().chain(other.keys());
        let mut fields: Vec<String> =
            fields.filter(|key| one.get(*key) != other.get(*key)).cloned().collect();
        fields.sort();
        fields.dedup();
        if fields.is_empty() {
            return Ok(None);
        }
        let id = one.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let earlier = before.place < self.earlier_len;
        Ok(Some(Change { id, fields, earlier, place: after.place }))
    }

    fn line(&mut self, place: u64) -> io::Result<Vec<u8>> {
        match place.checked_sub(self.earlier_len) {
            Some(at) => line_at(&mut BufReader::new(self.new.get_mut().as_file_mut()), at),
            None => match &mut self.earlier {
                Some(file) => line_at(file, place),
                None => Ok(Vec::new()),
            },
        }
    }
}

/// Acts that were joined, and how to write them.
pub(crate) struct Joined {
    earlier: Option<BufReader<File>>,
    earlier_len: u64,
    new: NamedTempFile,
    dead: Vec<u64>,
    replaced: Vec<(u64, u64)>,
}

impl Joined {
    /// Whether the earlier file is all there is to write, as it stands.
    pub(crate) fn is_earlier(&self, merged: &Merged) -> bool {
        let doubled = self.dead.first().is_some_and(|place| *place < self.earlier_len);
        self.earlier.is_some() && merged.new == 0 && merged.changed == 0 && !doubled
    }

    /// Gives `path` the acts, at one stroke.
    pub(crate) fn keep(mut self, path: &Path) -> io::Result<()> {
        let nothing_else = self.dead.is_empty() && self.replaced.is_empty();
        let file = if self.earlier_len == 0 && nothing_else {
            self.new
        } else {
            let folder = path.parent().unwrap_or(Path::new("."));
            let mut out = BufWriter::with_capacity(256 << 10, temporary(folder)?);
            self.write(&mut out)?;
            out.into_inner().map_err(io::IntoInnerError::into_error)?
        };
        put(file, path)
    }

    /// The same, in columns.
    pub(crate) fn keep_in_columns(mut self, path: &Path) -> io::Result<()> {
        let mut out = InColumns::begin(path.parent().unwrap_or(Path::new(".")))?;
        self.write(&mut out)?;
        put(out.end()?, path)
    }

    /// Writes the acts.
    pub(crate) fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut standing = Standing { dead: &self.dead, replaced: &self.replaced };
        let new = self.new.as_file();
        let mut again = Again {
            earlier: self.earlier.as_ref().map(BufReader::get_ref),
            earlier_len: self.earlier_len,
            new,
        };
        for (file, mut place) in [(again.earlier, 0), (Some(new), self.earlier_len)] {
            let Some(mut file) = file else { continue };
            file.rewind()?;
            let mut lines = BufReader::with_capacity(256 << 10, file);
            let mut line = Vec::new();
            while next_line(&mut lines, &mut line)? {
                let other = match standing.of(place) {
                    Stands::Itself => Some(None),
                    Stands::Nothing => None,
                    Stands::Other(other) => Some(Some(other)),
                };
                place += line.len() as u64;
                match other {
                    None => continue,
                    Some(None) => {}
                    Some(Some(other)) => {
                        let here = lines.stream_position()?;
                        line = again.line(other)?;
                        lines.seek(SeekFrom::Start(here))?;
                    }
                }
                let bare = line.trim_ascii();
                if !bare.is_empty() {
                    out.write_all(bare)?;
                    out.write_all(b"\n")?;
                }
            }
        }
        out.flush()
    }
}

/// What stands in a place.
enum Stands {
    Itself,
    Nothing,
    Other(u64),
}

/// The plan, read from the first place to the last.
struct Standing<'j> {
    dead: &'j [u64],
    replaced: &'j [(u64, u64)],
}

impl Standing<'_> {
    fn of(&mut self, place: u64) -> Stands {
        if let Some((first, rest)) = self.dead.split_first()
            && *first == place
        {
            self.dead = rest;
            return Stands::Nothing;
        }
        if let Some(((first, other), rest)) = self.replaced.split_first()
            && *first == place
        {
            self.replaced = rest;
            return Stands::Other(*other);
        }
        Stands::Itself
    }
}

/// The files, read here and there.
struct Again<'j> {
    earlier: Option<&'j File>,
    earlier_len: u64,
    new: &'j File,
}

impl Again<'_> {
    fn line(&mut self, place: u64) -> io::Result<Vec<u8>> {
        match (place.checked_sub(self.earlier_len), self.earlier) {
            (Some(at), _) => line_at(&mut BufReader::new(self.new), at),
            (None, Some(file)) => line_at(&mut BufReader::new(file), place),
            (None, None) => Ok(Vec::new()),
        }
    }
}

fn line_at<R: io::Read + io::Seek>(file: &mut BufReader<R>, place: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(place))?;
    let mut line = Vec::new();
    file.read_until(b'\n', &mut line)?;
    Ok(line.trim_ascii().to_vec())
}

/// Reads a line with its end; false at the end of the file.
fn next_line(file: &mut BufReader<impl io::Read>, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    Ok(file.by_ref().take(MAX_LINE).read_until(b'\n', line)? > 0)
}

/// The id of an act.
fn id(line: &[u8]) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Named<'l> {
        #[serde(borrow)]
        id: Cow<'l, str>,
    }
    serde_json::from_slice::<Named<'_>>(line).ok().map(|act| act.id)
}

/// Gives a file its name, with the permissions of the one that had it.
fn put(file: NamedTempFile, path: &Path) -> io::Result<()> {
    if let Ok(old) = path.metadata() {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A file in that folder that goes away by itself unless it is kept.
pub(crate) fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ceasefire-");
    // Others may read the acts, as they may read what any command writes.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
