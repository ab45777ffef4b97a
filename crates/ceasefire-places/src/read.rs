//! Files of features: the first bytes say which form they have.
//!
//! A reader hands over one feature after the other; what is made of it (a line on a map, a place of a gazetteer)
//! is not its concern. What cannot be used is set aside with file, number, reason and help, and the rest is read.

use crate::aside::{SetAside, Wrong};
use crate::feature::Raw;
use crate::{geojson_file, geopackage_file, shape_file};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// More than that is no map that people drew.
pub(crate) const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// Features of one file that are named when they are set aside; further ones are counted.
const MOST_NAMED: usize = 1_000;

/// What came of reading a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Features or rows that it holds.
    pub read: usize,
    /// Those that are used. The others were set aside.
    pub used: usize,
    /// What a reader should know though all could be used.
    pub notes: Vec<String>,
}

/// A file that is being read.
pub(crate) struct Sheet<'s> {
    pub(crate) file: String,
    aside: &'s mut Vec<SetAside>,
    account: Account,
    heights: usize,
    mended: usize,
    unnamed: usize,
    take: &'s mut Take<'s>,
}

/// What takes a feature with its number.
pub(crate) type Take<'t> = dyn FnMut(usize, Raw) -> Result<Taken, Wrong> + 't;

/// How a feature was taken.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Taken {
    /// Loops smaller than its error were cut off.
    pub(crate) mended: bool,
}

/// Reads a file of features: GeoJSON, GeoPackage or shapefile.
pub(crate) fn read_features<'s>(
    path: &Path,
    aside: &'s mut Vec<SetAside>,
    take: &'s mut Take<'s>,
) -> io::Result<Account> {
    let mut file = File::open(path)?;
    let mut bytes = Vec::new();
    file.by_ref().take(16).read_to_end(&mut bytes)?;
    let mut sheet = Sheet::new(&path.display().to_string(), aside, take);
    match bytes.as_slice() {
        [b'S', b'Q', b'L', b'i', b't', b'e', ..] => geopackage_file::read(path, &mut sheet),
        [0, 0, 0x27, 0x0a, ..] => shape_file::read(path, &mut sheet),
        [b'P', b'K', 3, 4, ..] => sheet.refuse(Wrong::new(
            "this is a zip archive",
            "unpack it, and name the .shp or .gpkg in it",
        )),
        _ => {
            file.take(MOST_BYTES).read_to_end(&mut bytes)?;
            sheet.json(&bytes);
        }
    }
    Ok(sheet.finish())
}

/// Reads GeoJSON.
pub(crate) fn read_geojson<'s>(
    file: &str,
    bytes: &[u8],
    aside: &'s mut Vec<SetAside>,
    take: &'s mut Take<'s>,
) -> Account {
    let mut sheet = Sheet::new(file, aside, take);
    sheet.json(bytes);
    sheet.finish()
}

impl<'s> Sheet<'s> {
    fn new(file: &str, aside: &'s mut Vec<SetAside>, take: &'s mut Take<'s>) -> Self {
        let file = file.to_owned();
        Self { file, aside, account: Account::default(), heights: 0, mended: 0, unnamed: 0, take }
    }

    fn json(&mut self, bytes: &[u8]) {
        if bytes.len() as u64 > MOST_BYTES {
            let help = "simplify its lines, or split it";
            self.refuse(Wrong::new("the file is larger than 256 MiB", help));
        } else {
            geojson_file::read(bytes, self);
        }
    }

    /// The file as a whole cannot be used.
    pub(crate) fn refuse(&mut self, wrong: Wrong) {
        self.aside.push(wrong.at(&self.file, None));
    }

    /// The next feature, as it is in the file or with why it cannot be read.
    pub(crate) fn feature(&mut self, raw: Result<Raw, Wrong>) {
        self.account.read += 1;
        let number = self.account.read;
        match raw.and_then(|raw| (self.take)(number, raw)) {
            Ok(taken) => {
                self.account.used += 1;
                self.mended += usize::from(taken.mended);
            }
            Err(wrong) if self.account.read - self.account.used <= MOST_NAMED => {
                self.aside.push(wrong.at(&self.file, Some(number)));
            }
            Err(_) => self.unnamed += 1,
        }
    }

    /// A feature has heights, which no fact here asks for.
    pub(crate) fn has_heights(&mut self) {
        self.heights += 1;
    }

    fn finish(mut self) -> Account {
        if self.unnamed > 0 {
            let reason = format!("{} more features cannot be used", self.unnamed);
            self.refuse(Wrong::new(reason, format!("the first {MOST_NAMED} are named above")));
        }
        if self.heights > 0 {
            let heights = self.heights;
            self.account.notes.push(format!("heights are ignored, in {heights} of its features"));
        }
        if self.mended > 0 {
            self.account.notes.push(format!(
                "in {} of its features a border crosses itself in loops smaller than its error: they are cut off, and the error is larger by their size",
                self.mended
            ));
        }
        self.account
    }
}
