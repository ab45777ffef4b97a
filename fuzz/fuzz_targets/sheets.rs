//! Any bytes as a workbook or as JSON; or as a part of a workbook that is otherwise in order.
//!
//! The first byte chooses. Nothing panics, every row is accounted for, and the sketch of whatever
//! can be read is a profile.

#![no_main]

use ceasefire_import::{Import, Profile, Sketch};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

static PROFILE: LazyLock<Profile> = LazyLock::new(|| {
    Profile::read(
        "name = \"q\"\ntitle = \"q\"\nmarks = [\"ref\"]\n[source]\npublisher = \"q\"\n[id]\n\
         columns = [\"ref\"]\nprefix = \"q:\"\n[time]\nfirst = \"day\"\nforms = [\"%Y-%m-%d\"]\n\
         [kind]\ndefault = \"attack\"\n",
    )
    .expect("the profile is in order")
});

// The library that reads workbooks may stumble over a damaged one; the import catches that. Only what
// is not caught is a finding here.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let file = match choice & 3 {
        0 => bytes.to_vec(),
        1 => open_document(bytes),
        2 => workbook(bytes, STRINGS),
        _ => workbook(SHEET, bytes),
    };
    if let Ok(mut import) = Import::open(file.as_slice(), &[], Some(&PROFILE)) {
        while let Some(row) = import.read() {
            assert!(row.err().is_none_or(|row| !row.reason.is_empty()), "a row set aside says why");
        }
        assert!(import.account().adds_up());
    }
    if let Ok(sketch) = Sketch::of(file.as_slice(), None) {
        let profile = sketch.profile();
        assert!(profile.is_ok(), "{profile:?}\n{}", sketch.toml);
    }
});

const SHEET: &[u8] = b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>\
<c r=\"B1\" t=\"s\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>7</v></c></row></sheetData></worksheet>";
const STRINGS: &[u8] = b"<sst><si><t>ref</t></si><si><t>day</t></si></sst>";

/// A zip whose members are not packed, so that a changed byte changes what is read.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in members {
        zip.start_file(*name, stored).expect("memory can be written");
        zip.write_all(text).expect("memory can be written");
    }
    zip.finish().expect("memory can be written").into_inner()
}

fn open_document(content: &[u8]) -> Vec<u8> {
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content),
    ])
}

fn workbook(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    zip(&[
        (
            "_rels/.rels",
            b"<Relationships><Relationship Id=\"r0\" Target=\"xl/workbook.xml\" \
              Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/>\
              </Relationships>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\" \
              Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/>\
              </Relationships>",
        ),
        (
            "xl/workbook.xml",
            b"<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
              <sheets><sheet name=\"Rows\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}
