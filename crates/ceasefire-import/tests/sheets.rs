//! Workbooks with made-up rows, as people make them and as people break them.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use ceasefire_import::{Account, Import, Profile, SetAside, shipped};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

type Act = Map<String, Value>;

/// An act as it is written.
fn as_json(act: &ceasefire_import::Act<'_>) -> Act {
    let mut line = Vec::new();
    act.write(&mut line).unwrap();
    serde_json::from_slice(&line).unwrap()
}

const PATROLS: &str = r#"
name = "patrols"
title = "Patrols of Sector Q"
marks = ["ref", "heard on"]
[source]
publisher = "Monitors of Sector Q"
[id]
columns = ["ref"]
prefix = "q:"
[time]
first = "heard on"
forms = ["%Y-%m-%d"]
[kind]
default = "attack"
[place]
lat = "lat"
lon = "lon"
[harm.killed]
min = "killed"
"#;

fn profiles() -> Vec<Profile> {
    let mut all = shipped().unwrap();
    all.push(Profile::read(PATROLS).unwrap());
    all
}

/// What comes of a file: its acts, its rows set aside, the part that was read, the account.
fn read(file: &[u8], sheet: Option<&str>) -> (Vec<Act>, Vec<SetAside>, Option<String>, Account) {
    let profiles = profiles();
    let mut import = Import::open_sheet(file, sheet, &profiles, None).unwrap();
    let part = import.part().map(str::to_owned);
    let (mut acts, mut aside) = (Vec::new(), Vec::new());
    while let Some(row) = import.read() {
        match row {
            Ok(act) => acts.push(as_json(&act)),
            Err(row) => aside.push(row),
        }
    }
    assert!(import.account().adds_up());
    (acts, aside, part, import.account().clone())
}

fn refusal(file: &[u8], sheet: Option<&str>) -> String {
    let profiles = profiles();
    match Import::open_sheet(file, sheet, &profiles, None) {
        Ok(import) => format!("read: {:?}", import.part()),
        Err(error) => error.to_string(),
    }
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

fn headings(sheet: &mut Worksheet, row: u32) {
    sheet.write_row(row, 0, ["ref", "heard on", "lat", "lon", "killed", "remark"]).unwrap();
}

fn patrols() -> Vec<u8> {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    book(|book| {
        book.add_worksheet().set_name("Cover").unwrap().write(0, 0, "Patrols").unwrap();
        let sheet = book.add_worksheet().set_name("Rows").unwrap();
        sheet.write(0, 0, "Patrols of Sector Q, made up").unwrap();
        sheet.merge_range(1, 0, 1, 5, "March", &Format::new()).unwrap();
        headings(sheet, 3);
        sheet.write_row(4, 0, ["p-1"]).unwrap();
        sheet.write_with_format(4, 1, 42_431, &day).unwrap();
        sheet.write_row(4, 2, [48.0153, 37.5]).unwrap();
        sheet.write(4, 4, 2).unwrap();
        // Row 6 of the sheet is blank.
        sheet.write_row(6, 0, ["p-2"]).unwrap();
        sheet.write_with_format(6, 1, 42_432, &day).unwrap();
        sheet.write_formula(6, 5, Formula::new("=A9999/0").set_result("#DIV/0!")).unwrap();
        sheet.write_row(7, 0, ["p-3", "2016-03-04"]).unwrap();
        sheet.write_blank(7, 40, &day).unwrap();
    })
}

#[test]
fn a_table_below_a_title_on_the_second_sheet_is_found_and_its_days_are_days() {
    let (acts, _, part, _) = read(&patrols(), None);
    assert_eq!(part.as_deref(), Some("sheet `Rows`, heading in row 4; 2 rows above it left out"));
    assert_eq!(
        acts.first().cloned().map(Value::Object),
        Some(json!({
            "id": "q:p-1",
            "kind": "attack",
            "at": "2016-03-02",
            "place": { "lat": 48.0153, "lon": 37.5 },
            "harm": { "killed": { "min": 2 } },
            "sources": [{ "publisher": "Monitors of Sector Q" }],
        }))
    );
    assert_eq!(acts.get(1).and_then(|act| act.get("at")), Some(&json!("2016-03-04")));
}

#[test]
fn a_cell_with_an_error_sets_its_row_aside_with_the_place_of_the_cell() {
    let (acts, aside, ..) = read(&patrols(), None);
    assert_eq!(acts.len(), 2);
    let [row] = aside.as_slice() else { panic!("{aside:?}") };
    assert_eq!(row.line, 7);
    assert_eq!(row.cells, ["p-2", "2016-03-03", "", "", "", "#DIV/0!"], "it can be mended");
    insta::assert_snapshot!(row.reason, @"cell F7 of the sheet `Rows` holds the error #DIV/0!");
}

#[test]
fn a_sheet_is_read_by_its_name_and_a_name_that_there_is_not_is_told() {
    let two = book(|book| {
        for (name, id) in [("North", "n-1"), ("South", "s-1")] {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            headings(sheet, 0);
            sheet.write_row(1, 0, [id, "2016-03-02"]).unwrap();
        }
    });
    let first = |sheet| read(&two, sheet).0.first().and_then(|act| act.get("id").cloned());
    assert_eq!(first(None), Some(json!("q:n-1")));
    assert_eq!(first(Some("south")), Some(json!("q:s-1")));
    insta::assert_snapshot!(refusal(&two, Some("East")), @"the table cannot be read: the workbook has no sheet `East`; its sheets are: North, South");
}

/// A zip with these members.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A container of the older kind with these streams.
fn office(streams: &[&str]) -> Vec<u8> {
    let mut container = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for name in streams {
        container.create_stream(name).unwrap().write_all(&[0; 64]).unwrap();
    }
    container.flush().unwrap();
    container.into_inner().into_inner()
}

/// A workbook with this XML as its one sheet.
fn with_sheet(sheet: &str) -> Vec<u8> {
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
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A row of such a sheet.
fn xml_row(line: u32, cells: &[&str]) -> String {
    let mut row = format!("<row r=\"{line}\">");
    for cell in cells {
        write!(row, "<c t=\"inlineStr\"><is><t>{cell}</t></is></c>").unwrap();
    }
    row + "</row>"
}

#[test]
fn a_sheet_that_breaks_off_gives_the_rows_before_and_says_where() {
    let rows = xml_row(1, &["ref", "heard on"])
        + &xml_row(2, &["p-1", "2016-03-02"])
        + &xml_row(3, &["p-2", "2016-03-03"]);
    let broken = format!("<worksheet><sheetData>{rows}<row r=\"4\"><c r=\"A4\"><v>7</c></x>");
    let (acts, aside, ..) = read(&with_sheet(&broken), None);
    assert_eq!(acts.len(), 1);
    let [cut] = aside.as_slice() else { panic!("{aside:?}") };
    assert_eq!(cut.line, 3);
    insta::assert_snapshot!(cut.reason, @"the sheet `Rows` breaks off in this row or behind it");
    assert_eq!(cut.cells, ["p-2", "2016-03-03"]);
}

#[test]
fn a_cell_at_the_far_edge_of_a_sheet_costs_no_memory() {
    let rows = xml_row(1, &["ref", "heard on"]);
    let far = format!(
        "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}<row r=\"1048576\">\
         <c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>"
    );
    let (acts, aside, ..) = read(&with_sheet(&far), None);
    assert_eq!((acts.len(), aside.len()), (0, 1));
}

/// An `OpenDocument` workbook with this between the tags of its one sheet.
fn open_document(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>\
         <table:table table:name=\"Rows\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

fn open_row(cells: &[&str]) -> String {
    let mut row = "<table:table-row>".to_owned();
    for cell in cells {
        if cell.starts_with("20") {
            write!(
                row,
                "<table:table-cell office:value-type=\"date\" office:date-value=\"{cell}\"/>"
            )
            .unwrap();
        } else {
            write!(row, "<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>").unwrap();
        }
    }
    row + "</table:table-row>"
}

#[test]
fn an_open_document_workbook_is_read_and_its_endless_blank_rows_cost_nothing() {
    let edge = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let rows = open_row(&["ref", "heard on", "remark"])
        + &open_row(&["p-1", "2016-03-02T00:00:00", "7"])
        + edge;
    let (acts, aside, part, _) = read(&open_document(&rows), None);
    assert_eq!(aside, []);
    assert_eq!(part.as_deref(), Some("sheet `Rows`, heading in row 1"));
    assert_eq!(acts.first().and_then(|act| act.get("at")), Some(&json!("2016-03-02")));
}

/// Every sentence with which a workbook is refused.
#[test]
fn a_workbook_that_cannot_be_read_says_why() {
    let whole = patrols();
    let bomb = vec![b' '; 64 << 20];
    let entities = b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>";
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut locked = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    locked.extend(&wide);
    let many = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"16000\"><text:p>x</text:p></table:table-cell></table:table-row>";
    let headless = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", b"ent><table:table table:name=\"Rows\"><table:table-row>"),
    ]);
    let endless = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        (
            "content.xml",
            b"<office:document-content><table:table table:name=\"Rows\"><table:table-row>",
        ),
    ]);
    let deep = "<a>".repeat(10_000);
    let names: Vec<String> = (0..5_000).map(|part| format!("part-{part}")).collect();
    let many_parts: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), &[][..])).collect();
    let announced = b"<sst count=\"3\" uniqueCount=\"99999999999999\"></sst>";
    let cases: [(&str, Vec<u8>); 16] = [
        ("cut in the middle", whole[..whole.len() / 2].to_vec()),
        ("cut after the first bytes", whole[..8].to_vec()),
        ("no workbook in the zip", zip(&[("readme.txt", b"nothing")])),
        ("unfolds", zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/media/blank.png", &bomb)])),
        ("entities", zip(&[("xl/workbook.xml", entities)])),
        ("nested", zip(&[("xl/workbook.xml", deep.as_bytes())])),
        ("cells that stand for billions", open_document(many)),
        ("texts that are only announced", zip(&[("xl/sharedStrings.xml", announced)])),
        ("parts without end", zip(&many_parts)),
        ("an office file of another kind", office(&["WordDocument"])),
        ("content that is cut in front", headless),
        ("content without an end", endless),
        ("older and locked", locked),
        ("older and cut", vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]),
        (
            "no row",
            book(|book| {
                book.add_worksheet();
            }),
        ),
        (
            "no heading that is known",
            book(|book| {
                book.add_worksheet().write_row(0, 0, ["colour", "shape"]).unwrap();
            }),
        ),
    ];
    let mut told = String::new();
    for (case, file) in cases {
        writeln!(told, "{case}: {}", refusal(&file, None)).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn older_workbooks_count_their_days_from_1900_or_1904_and_both_are_the_same_days() {
    for file in [
        include_bytes!("files/patrols-1900.xls").as_slice(),
        include_bytes!("files/patrols-1904.xls").as_slice(),
    ] {
        let (acts, aside, part, _) = read(file, None);
        assert_eq!(part.as_deref(), Some("sheet `Rows`, heading in row 3"));
        assert_eq!(acts.first().and_then(|act| act.get("at")), Some(&json!("2016-03-02")));
        assert_eq!(acts.get(1).and_then(|act| act.get("at")), Some(&json!("2016-03-02 09:10")));
        assert_eq!(aside, []);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_workbook_with_bytes_changed_is_read_or_refused(
        which in 0..3_usize, changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..6),
    ) {
        let ods = open_document(&(open_row(&["ref", "heard on"]) + &open_row(&["p-1", "2016-03-02"])));
        let mut file = match which {
            0 => include_bytes!("files/patrols-1900.xls").to_vec(),
            1 => patrols(),
            _ => ods,
        };
        let long = file.len();
        for (at, byte) in changes {
            file[usize::from(at) % long] = byte;
        }
        let profiles = profiles();
        if let Ok(mut import) = Import::open(file.as_slice(), &profiles, None) {
            while import.read().is_some() {}
            prop_assert!(import.account().adds_up());
        }
    }
}
