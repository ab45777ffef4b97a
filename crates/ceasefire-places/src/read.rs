//! Files of lines and areas: the first bytes say which form they have.

use crate::aside::{SetAside, Wrong};
use crate::feature::{Feature, Given, Raw};
use crate::map::Map;
use crate::{geojson_file, geopackage_file, shape_file};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// More than that is no map that people drew.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// Corners of one map at most, over all its files.
const MOST_CORNERS: usize = 2_000_000;

/// What came of reading a file of features.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Features that it holds.
    pub read: usize,
    /// Features that are used. The others were set aside.
    pub used: usize,
    /// What a reader should know though every feature could be used.
    pub notes: Vec<String>,
}

impl Map {
    /// Reads a file: GeoJSON, GeoPackage or shapefile. What cannot be used goes to `aside`.
    ///
    /// # Errors
    /// If the file cannot be opened or read at all.
    pub fn read(
        &mut self,
        path: &Path,
        given: &Given,
        aside: &mut Vec<SetAside>,
    ) -> io::Result<Account> {
        let mut file = File::open(path)?;
        let mut magic = Vec::new();
        file.by_ref().take(16).read_to_end(&mut magic)?;
        let mut sheet = Sheet::new(self, path.display().to_string(), given, aside);
        match magic.as_slice() {
            [b'S', b'Q', b'L', b'i', b't', b'e', ..] => geopackage_file::read(path, &mut sheet),
            [0, 0, 0x27, 0x0a, ..] => shape_file::read(path, &mut sheet),
            [b'P', b'K', 3, 4, ..] => {
                sheet.refuse(Wrong::new(
                    "this is a zip archive",
                    "unpack it, and name the .shp or .gpkg in it",
                ));
            }
            _ => {
                let mut bytes = magic;
                file.take(MOST_BYTES).read_to_end(&mut bytes)?;
                sheet.json(&bytes);
            }
        }
        Ok(sheet.account)
    }

    /// Reads GeoJSON. `file` is the name under which it is spoken of.
    pub fn read_geojson(
        &mut self,
        file: &str,
        bytes: &[u8],
        given: &Given,
        aside: &mut Vec<SetAside>,
    ) -> Account {
        let mut sheet = Sheet::new(self, file.to_owned(), given, aside);
        sheet.json(bytes);
        sheet.account
    }
}

/// A file that is being read onto a map.
pub(crate) struct Sheet<'m> {
    map: &'m mut Map,
    pub(crate) file: String,
    given: &'m Given,
    aside: &'m mut Vec<SetAside>,
    pub(crate) account: Account,
    heights: usize,
}

impl<'m> Sheet<'m> {
    fn new(map: &'m mut Map, file: String, given: &'m Given, aside: &'m mut Vec<SetAside>) -> Self {
        Self { map, file, given, aside, account: Account::default(), heights: 0 }
    }

    fn json(&mut self, bytes: &[u8]) {
        if bytes.len() as u64 > MOST_BYTES {
            self.refuse(Wrong::new(
                "the file is larger than 256 MiB",
                "simplify its lines, or split it",
            ));
        } else {
            geojson_file::read(bytes, self);
        }
        if self.heights > 0 {
            self.account
                .notes
                .push(format!("{}: heights are ignored ({} features)", self.file, self.heights));
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
        let feature = raw.and_then(|raw| Feature::new(raw, self.given)).and_then(|feature| {
            if self.map.corners + feature.shape.corners > MOST_CORNERS {
                let help = "simplify the lines, or read fewer files at a time";
                return Err(Wrong::new(format!("a map has at most {MOST_CORNERS} corners"), help));
            }
            Ok(feature)
        });
        match feature {
            Ok(feature) => {
                self.map.add(&self.file, number, feature);
                self.account.used += 1;
            }
            Err(wrong) => self.aside.push(wrong.at(&self.file, Some(number))),
        }
    }

    /// A feature has heights, which no fact here asks for.
    pub(crate) fn has_heights(&mut self) {
        self.heights += 1;
    }
}
