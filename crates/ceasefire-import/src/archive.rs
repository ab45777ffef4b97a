//! What a workbook may hold before anybody opens it.
//!
//! A workbook is a zip of XML files, and a few kilobytes of either can stand for gigabytes. So the
//! members are unpacked to nowhere first, against bounds; their XML is walked for what would
//! unfold (entities, cells that are repeated a million times) or never end. Only then is the file
//! read. What the cells say is not looked at here.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;

/// The bounds, far above what tables need.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Bytes of all members, unpacked.
    pub(crate) unpacked: u64,
    /// How many times larger than the file they may be, once they are large.
    pub(crate) times: u64,
    /// Members.
    pub(crate) members: usize,
    /// Elements of the parts that stand in memory as a whole.
    pub(crate) elements: u64,
    /// Cells of a sheet whose format lets a cell stand for many.
    pub(crate) cells: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            unpacked: 512 << 20,
            times: 400,
            members: 4_096,
            elements: 8_000_000,
            cells: 4_000_000,
        }
    }
}

/// Below this many bytes a file may unfold as far as it likes.
const SMALL: u64 = 16 << 20;

/// How deep XML may be nested; workbooks need a dozen.
const DEPTH: u32 = 256;

/// Refuses a zip that unfolds beyond the bounds or cannot be unpacked.
pub(crate) fn admit(bytes: &[u8], bounds: Bounds) -> Result<(), String> {
    let damaged =
        |_| "the workbook is damaged or cut short: its table of contents cannot be read".to_owned();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > bounds.members {
        let told = "the workbook holds more than {} parts; no table needs as many";
        return Err(told.replace("{}", &bounds.members.to_string()));
    }
    let mut left = Left { bytes: bounds.unpacked.min(allowance(bytes.len(), bounds)), over: false };
    for at in 0..archive.len() {
        let member = archive.by_index(at).map_err(|error| unreadable(&error))?;
        let name = member.name().map(Cow::into_owned).unwrap_or_default();
        let mut bounded = Bounded { inner: member, left: &mut left };
        let told = walk(&mut bounded, name == "content.xml", bounds);
        let drained = std::io::copy(&mut bounded, &mut std::io::sink());
        if left.over {
            return Err(unfolds(bytes.len()));
        }
        told?;
        let cut = |_| format!("the workbook is damaged: its part `{name}` cannot be unpacked");
        drained.map_err(cut)?;
    }
    Ok(())
}

fn allowance(packed: usize, bounds: Bounds) -> u64 {
    (packed as u64).saturating_mul(bounds.times).max(SMALL)
}

fn unfolds(packed: usize) -> String {
    format!(
        "the workbook unfolds to far more than a table needs (it is {packed} bytes packed); save \
         the sheet as CSV if it is meant to be that large"
    )
}

fn unreadable(error: &zip::result::ZipError) -> String {
    let locked =
        matches!(error, zip::result::ZipError::UnsupportedArchive(why) if why.contains("assword"));
    if locked {
        crate::workbook::LOCKED.to_owned()
    } else {
        "the workbook is damaged: one of its parts cannot be unpacked".to_owned()
    }
}

/// What may still be unpacked.
struct Left {
    bytes: u64,
    over: bool,
}

/// Ends where the bound is reached.
struct Bounded<'l, R> {
    inner: R,
    left: &'l mut Left,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left.over {
            return Ok(0);
        }
        let read = self.inner.read(buffer)?;
        match self.left.bytes.checked_sub(read as u64) {
            Some(bytes) => self.left.bytes = bytes,
            None => self.left.over = true,
        }
        Ok(if self.left.over { 0 } else { read })
    }
}

/// Walks a part, if it is XML. What is merely wrong in it is left to whoever reads it, but for the
/// content of an `OpenDocument` workbook, which must end where it began.
fn walk(part: impl Read, content: bool, bounds: Bounds) -> Result<(), String> {
    let mut part = BufReader::new(part);
    let first = part.fill_buf().unwrap_or_default().iter().find(|byte| byte.is_ascii_graphic());
    if first != Some(&b'<') && !content {
        return Ok(());
    }
    let mut xml = Reader::from_reader(part);
    let mut buffer = Vec::new();
    let (mut depth, mut elements) = (0_u32, 0_u64);
    let mut spread = Spread::default();
    loop {
        buffer.clear();
        let event = match xml.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(_) if content => return Err(ENDLESS.to_owned()),
            Err(_) => return Ok(()),
        };
        match &event {
            Event::DocType(_) => return Err(ENTITIES.to_owned()),
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if content && depth > 0 => return Err(ENDLESS.to_owned()),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if depth > DEPTH {
            return Err("the workbook is nested deeper than any table".to_owned());
        }
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            // What a sheet is made of is read cell by cell; all else stands in memory.
            let streamed =
                matches!(tag.local_name().as_ref(), "c" | "v" | "f" | "row" | "is" | "t");
            elements += u64::from(!streamed);
            // A table of texts says how many there are, and is believed.
            elements = elements.max(announced(tag));
        }
        if content {
            spread.see(&event);
        }
        if elements > bounds.elements || spread.cells() > bounds.cells {
            return Err(format!(
                "the workbook has more than {} cells or pieces of text; save the sheet as CSV",
                bounds.elements.min(bounds.cells)
            ));
        }
    }
}

const ENTITIES: &str = "the workbook's XML declares a document type, which no spreadsheet program does; it is not read";
const ENDLESS: &str = "the workbook is damaged or cut short: its content does not end";

/// How many cells an `OpenDocument` sheet stands for: its widest row times its last filled one.
/// Blank cells and rows that are repeated up to the edge of the sheet count only once something
/// filled follows.
#[derive(Debug, Default)]
struct Spread {
    rows: u64,
    blank_rows: u64,
    widest: u64,
    row: u64,
    blank: u64,
    times: u64,
    /// Bytes of text, as often as they are repeated.
    text: u64,
    open: u64,
}

impl Spread {
    fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                match tag.name().as_ref() {
                    "table:table" => {
                        *self = Self { text: self.text, ..Self::default() };
                    }
                    "table:table-row" => {
                        self.times = repeated(tag, "table:number-rows-repeated");
                        (self.row, self.blank) = (0, 0);
                    }
                    "table:table-cell" | "table:covered-table-cell" => self.cell(tag),
                    _ => {}
                }
                if matches!(event, Event::Empty(_)) && tag.name().as_ref() == "table:table-row" {
                    self.end_of_row();
                }
            }
            Event::End(tag) if tag.name().as_ref() == "table:table-row" => self.end_of_row(),
            Event::Text(text) => {
                let each = self.open.saturating_mul(self.times.max(1));
                self.text = self.text.saturating_add((text.len() as u64).saturating_mul(each));
            }
            _ => {}
        }
    }

    fn cell(&mut self, tag: &BytesStart<'_>) {
        let times = repeated(tag, "table:number-columns-repeated");
        let filled = tag.attributes().flatten().any(|attribute| {
            let name: &str = attribute.key.as_ref();
            name.starts_with("office:") || name.starts_with("table:formula")
        });
        if filled {
            self.row = self.row.saturating_add(self.blank).saturating_add(times);
            self.blank = 0;
            self.open = times;
        } else {
            self.blank = self.blank.saturating_add(times);
            self.open = 1;
        }
    }

    fn end_of_row(&mut self) {
        if self.row == 0 {
            self.blank_rows = self.blank_rows.saturating_add(self.times);
        } else {
            self.rows = self.rows.saturating_add(self.blank_rows).saturating_add(self.times);
            self.blank_rows = 0;
            self.widest = self.widest.max(self.row);
        }
    }

    fn cells(&self) -> u64 {
        // A cell takes some sixty bytes, so text counts by the sixty.
        self.rows.saturating_mul(self.widest).max(self.row).saturating_add(self.text / 64)
    }
}

/// How many texts a table of texts says that it holds.
fn announced(tag: &BytesStart<'_>) -> u64 {
    if tag.local_name().as_ref() != "sst" {
        return 0;
    }
    let counts = tag.attributes().flatten().filter(|attribute| {
        let name: &str = attribute.key.as_ref();
        name == "uniqueCount"
    });
    counts.map(|count| count.value.trim().parse().unwrap_or(u64::MAX)).max().unwrap_or(0)
}

fn repeated(tag: &BytesStart<'_>, name: &str) -> u64 {
    let found = tag.attributes().flatten().find(|attribute| {
        let own: &str = attribute.key.as_ref();
        own == name
    });
    found.and_then(|attribute| attribute.value.parse().ok()).unwrap_or(1)
}
