//! What became of every row, so that nothing is lost without a word.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// A row that could not be read as an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The line of the file on which the row begins.
    pub line: u64,
    /// The column, by its heading; empty where the row as a whole is the trouble.
    pub column: String,
    /// Why, in the reader's words.
    pub reason: String,
    /// The row as it was, to be mended and read again.
    pub cells: Vec<String>,
}

/// The count of rows, which always adds up: rows = acts + set aside + headings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// Rows below the heading.
    pub rows: u64,
    /// Acts made.
    pub acts: u64,
    /// Rows that hold tags for machines (HXL) or nothing, and no act.
    pub headings: u64,
    /// Acts of which something that cannot be was left out; their notes say what.
    pub left_out: u64,
    /// Rows set aside, by reason.
    pub aside: BTreeMap<String, u64>,
    /// Rows whose letters are not UTF-8 and were read in an older encoding.
    pub decoded: u64,
    /// The older encoding that was found.
    pub encoding: &'static str,
    /// Lines that were cut because they are longer than any table's.
    pub cut: u64,
}

impl Account {
    /// Rows set aside.
    pub fn set_aside(&self) -> u64 {
        self.aside.values().sum()
    }

    /// Whether every row is accounted for.
    pub fn adds_up(&self) -> bool {
        self.rows == self.acts + self.set_aside() + self.headings
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows read: {} acts, {} set aside", self.rows, self.acts, self.set_aside())?;
        if self.headings > 0 {
            write!(f, ", {} without an act (tags or blank)", self.headings)?;
        }
        for (reason, count) in &self.aside {
            write!(f, "\n  {count:>6}  {reason}")?;
        }
        if self.left_out > 0 {
            write!(
                f,
                "\nof {} acts something that cannot be was left out; their notes say what",
                self.left_out
            )?;
        }
        if self.decoded > 0 {
            write!(f, "\n{} rows are not UTF-8 and were read as {}", self.decoded, self.encoding)?;
        }
        if self.cut > 0 {
            write!(f, "\n{} lines are longer than a table's can be and were cut", self.cut)?;
        }
        Ok(())
    }
}

/// Acts joined to those that an earlier import made, by the source's own id.
#[derive(Debug, Default)]
pub struct Merge {
    acts: BTreeMap<String, Map<String, Value>>,
    /// What came of it so far.
    pub merged: Merged,
}

/// What came of joining acts to earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// Acts that were not there before.
    pub new: u64,
    /// Acts that were there, word for word.
    pub same: u64,
    /// Acts that a later vintage tells otherwise, by id, with the fields that changed.
    pub changed: Vec<(String, Vec<String>)>,
}

impl Merge {
    /// Starts from acts that are there already.
    pub fn with(earlier: impl IntoIterator<Item = Map<String, Value>>) -> Self {
        let acts = earlier.into_iter().map(|act| (id(&act), act)).collect();
        Self { acts, merged: Merged::default() }
    }

    /// Starts from the JSON Lines that an earlier import wrote. The message names the line that is
    /// no act.
    pub fn read(earlier: &str) -> Result<Self, String> {
        let lines = earlier.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let acts: Result<Vec<_>, String> = lines
            .map(|(number, line)| {
                serde_json::from_str(line).map_err(|_| {
                    format!("line {} is no act in JSON; nothing was changed", number + 1)
                })
            })
            .collect();
        Ok(Self::with(acts?))
    }

    /// Joins one act.
    pub fn add(&mut self, act: Map<String, Value>) {
        let id = id(&act);
        match self.acts.get(&id) {
            None => self.merged.new += 1,
            Some(earlier) if *earlier == act => self.merged.same += 1,
            Some(earlier) => {
                let fields = earlier.keys().chain(act.keys());
                let mut changed: Vec<String> =
                    fields.filter(|key| earlier.get(*key) != act.get(*key)).cloned().collect();
                changed.sort();
                changed.dedup();
                self.merged.changed.push((id.clone(), changed));
            }
        }
        self.acts.insert(id, act);
    }

    /// All acts as JSON Lines, in order of time as it is written, and id.
    pub fn lines(self) -> String {
        let mut out = String::new();
        for act in self.acts() {
            out.push_str(&Value::Object(act).to_string());
            out.push('\n');
        }
        out
    }

    fn acts(self) -> Vec<Map<String, Value>> {
        let mut acts: Vec<Map<String, Value>> = self.acts.into_values().collect();
        let key = |act: &Map<String, Value>| {
            let at = act.get("at").and_then(Value::as_str).unwrap_or_default().to_owned();
            (at, id(act))
        };
        acts.sort_by_cached_key(key);
        acts
    }
}

fn id(act: &Map<String, Value>) -> String {
    act.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Rows set aside as a table of their own: as they were, with line and reason behind, so that they
/// can be mended and read again.
pub fn aside_table(headings: &[String], aside: &[SetAside]) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let added = ["set aside: line", "set aside: column", "set aside: reason"];
    let _ = out.write_record(headings.iter().map(String::as_str).chain(added));
    for row in aside {
        let line = row.line.to_string();
        let width = headings.len();
        let cells = (0..width).map(|at| row.cells.get(at).map_or("", String::as_str));
        let why = [line.as_str(), row.column.as_str(), row.reason.as_str()];
        let _ = out.write_record(cells.chain(why));
    }
    out.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn act(id: &str, killed: u32) -> Map<String, Value> {
        let act = json!({ "id": id, "at": "2016-03-02", "harm": { "killed": { "min": killed } } });
        act.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn rows_set_aside_can_be_mended_and_read_again() {
        let aside = SetAside {
            line: 7,
            column: "date".to_owned(),
            reason: "the date is missing".to_owned(),
            cells: vec!["x, y".to_owned(), String::new()],
        };
        let table = aside_table(&["id".to_owned(), "date".to_owned()], &[aside]);
        insta::assert_snapshot!(String::from_utf8_lossy(&table));
    }

    #[test]
    fn an_earlier_file_that_is_no_acts_is_refused_with_its_line() {
        let refused = Merge::read("{\"id\":\"a\"}\n{").err();
        assert_eq!(refused.as_deref(), Some("line 2 is no act in JSON; nothing was changed"));
    }

    #[test]
    fn a_later_vintage_changes_what_it_tells_otherwise_and_adds_nothing_twice() {
        let mut merge = Merge::with([act("a:1", 2), act("a:2", 0)]);
        for one in [act("a:1", 3), act("a:2", 0), act("a:3", 1)] {
            merge.add(one);
        }
        assert_eq!(merge.merged.new, 1);
        assert_eq!(merge.merged.same, 1);
        assert_eq!(merge.merged.changed, [("a:1".to_owned(), vec!["harm".to_owned()])]);
        assert_eq!(merge.acts(), [act("a:1", 3), act("a:2", 0), act("a:3", 1)]);
    }
}
