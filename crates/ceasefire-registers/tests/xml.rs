//! Lists that are written in other ways, broken off, or hostile. All are made up.

use ceasefire_registers::{
    Answer, Quality, Register, Scope, Snapshot, Sources, read_snapshot, read_snapshot_of,
};

const PLAIN: &str = "<?xml version='1.0' encoding='UTF-8'?>
<CONSOLIDATED_LIST xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' dateGenerated='2018-08-24T19:40:35.913-04:00'>
  <INDIVIDUALS>
    <INDIVIDUAL><FIRST_NAME> PERSON </FIRST_NAME><SECOND_NAME>X</SECOND_NAME><THIRD_NAME/>
      <REFERENCE_NUMBER>TAI.171</REFERENCE_NUMBER><LISTED_ON>2015-03-27-04:00</LISTED_ON>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Px</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <DELISTED_ON>2018-08-01</DELISTED_ON>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES>
    <ENTITY><FIRST_NAME>GROUP A &amp; SONS</FIRST_NAME>
      <REFERENCE_NUMBER>QDe.901 </REFERENCE_NUMBER><LISTED_ON>2016-02-29T00:00:00</LISTED_ON>
      <NAME_ORIGINAL_SCRIPT>مجموعة</NAME_ORIGINAL_SCRIPT>
      <LAST_DAY_UPDATED><VALUE>2018-06-05</VALUE><VALUE/><VALUE>2017-06-07</VALUE></LAST_DAY_UPDATED>
      <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>مجموعة (the Group; Group&#x2019;s A)</ALIAS_NAME></ENTITY_ALIAS>
      <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME><![CDATA[Old <Group>]]></ALIAS_NAME></ENTITY_ALIAS>
      <ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>
      <ENTITY_ADDRESS><COUNTRY>Nowhere</COUNTRY></ENTITY_ADDRESS>
    </ENTITY>
  </ENTITIES>
</CONSOLIDATED_LIST>
";

fn read(text: &str) -> Result<Snapshot, String> {
    read_snapshot("list.xml", text.as_bytes()).map_err(|error| error.to_string())
}

#[test]
fn an_entry_is_read_with_everything_that_dates_it() {
    let list = read(PLAIN).unwrap();
    assert_eq!((list.scope.clone(), list.lost), (Scope::Consolidated, 0));
    let entries: Vec<String> = list
        .entries
        .iter()
        .map(|entry| {
            let names =
                entry.names.iter().map(|name| format!("{} ({:?})", name.text, name.quality));
            let names = names.collect::<Vec<_>>().join(", ");
            let days = (entry.listed, entry.delisted);
            format!(
                "{} {:?}\n  {names}\n  {days:?} {:?}",
                entry.reference, entry.kind, entry.updates
            )
        })
        .collect();
    insta::assert_snapshot!(entries.join("\n"));
}

#[test]
fn a_namespace_and_double_quotes_change_nothing() {
    let plain = read(PLAIN).unwrap();
    let quoted =
        PLAIN.replace("='", "=\"").replace("'>", "\">").replace("' ", "\" ").replace("'?", "\"?");
    assert_eq!(read(&quoted).unwrap(), plain);
    let spaced = PLAIN
        .replace("<CONSOLIDATED_LIST ", "<un:CONSOLIDATED_LIST xmlns:un='urn:x' ")
        .replace("</CONSOLIDATED_LIST", "</un:CONSOLIDATED_LIST")
        .replace("<ENTITY>", "<un:ENTITY xsi:noNamespaceSchemaLocation='x.xsd'>")
        .replace("</ENTITY>", "</un:ENTITY>");
    assert_eq!(read(&spaced).unwrap(), plain);
}

#[test]
fn a_list_that_breaks_off_anywhere_is_no_list() {
    let end = PLAIN.find("</CONSOLIDATED_LIST>").unwrap() + "</CONSOLIDATED_LIST>".len();
    for cut in (0..end).filter(|cut| PLAIN.is_char_boundary(*cut)) {
        assert!(read(&PLAIN[..cut]).is_err(), "cut after {cut} bytes");
    }
    assert!(read(&PLAIN[..end]).is_ok());
}

#[test]
fn no_byte_out_of_place_stops_the_reader() {
    for at in 0..PLAIN.len() {
        for byte in [b'<', b'>', b'&', b'\'', 0, 0xff] {
            let mut bytes = PLAIN.as_bytes().to_vec();
            bytes[at] = byte;
            let _ = read_snapshot("list.xml", bytes.as_slice());
        }
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_place() {
    let laughs = PLAIN.replace(
        "<CONSOLIDATED_LIST",
        "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>\n<CONSOLIDATED_LIST",
    );
    let cases = [
        ("empty", String::new()),
        ("cut off between tags", PLAIN[..PLAIN.find("<ENTITIES>").unwrap()].to_owned()),
        ("cut off in a tag", PLAIN[..PLAIN.find("NTITIES>").unwrap()].to_owned()),
        ("tags crossed", PLAIN.replace("</ENTITY>", "</ENTITIES>")),
        ("a page of the web", "<html><body>Service unavailable</body></html>".to_owned()),
        ("no day", PLAIN.replace("dateGenerated", "made")),
        ("a strange day", PLAIN.replace("2018-08-24T", "24.08.2018 T")),
        ("entities declared", laughs),
        ("entities used", PLAIN.replace("&amp;", "&b;")),
        ("a bare ampersand", PLAIN.replace("&amp;", "&")),
        ("a part missing", PLAIN.replace("INDIVIDUALS", "PERSONS")),
        ("two lists", format!("{PLAIN}<CONSOLIDATED_LIST/>")),
        (
            "too deep",
            PLAIN.replace("Nowhere", &format!("{}{}", "<a>".repeat(20), "</a>".repeat(20))),
        ),
        ("a text without end", PLAIN.replace("Nowhere", &"x".repeat(2 << 20))),
    ];
    let said: Vec<String> =
        cases.iter().map(|(name, text)| format!("{name}\n{}", read(text).unwrap_err())).collect();
    insta::assert_snapshot!(said.join("\n\n"));
}

#[test]
fn bytes_that_are_not_utf8_are_said() {
    let mut bytes = PLAIN.as_bytes().to_vec();
    let at = PLAIN.find("Nowhere").unwrap();
    bytes[at] = 0xe9;
    let error = read_snapshot("list.xml", bytes.as_slice()).unwrap_err();
    assert_eq!((error.message.as_str(), error.line), ("this file is not UTF-8 text", 18));
}

#[test]
fn an_entry_that_cannot_be_read_is_set_aside_and_the_list_no_longer_says_who_is_absent() {
    let list =
        read(&PLAIN.replace("TAI.171", " ").replace("2016-02-29T00:00:00", "29 Feb")).unwrap();
    let aside: Vec<String> = list.aside.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(aside.join("\n"));
    assert_eq!((list.entries.len(), list.lost), (1, 1));
    let snapshots = [list];
    let register = Register::new("x", Sources { snapshots: &snapshots, ..Sources::default() });
    let day = "2018-08-24".parse().unwrap();
    assert_eq!(register.name_on("Group B", day).answer, Answer::Unknown);
    assert_eq!(register.name_on("Group A & Sons", day).answer, Answer::Yes);
}

#[test]
fn an_alias_keeps_its_quality() {
    assert_eq!(read(PLAIN).unwrap().entries[0].names[1].quality, Quality::Low);
}

#[test]
fn a_vintage_that_is_written_otherwise_says_the_same() {
    let plain = read(PLAIN).unwrap();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(PLAIN.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let list = |bytes: &[u8]| read_snapshot("list.xml", bytes).unwrap();
    assert_eq!(list(&utf16), plain, "UTF-16");
    let cases = [
        ("lines end otherwise", PLAIN.replace('\n', "\r\n")),
        ("a mark of byte order", format!("\u{feff}{PLAIN}")),
        ("capitals in the attribute", PLAIN.replace("dateGenerated", "DateGenerated")),
        ("the attribute parted", PLAIN.replace("dateGenerated", "date_generated")),
        ("the day in words", PLAIN.replace("2018-08-24T19:40:35.913-04:00", "24 Aug. 2018")),
        ("a blank for T", PLAIN.replace("2016-02-29T00:00:00", "2016-02-29 00:00:00")),
        ("other attributes", PLAIN.replace("dateGenerated", "version='2' by='x' dateGenerated")),
        ("a style sheet", PLAIN.replace("<CONS", "<?xml-stylesheet href='list.xsl'?><CONS")),
        (
            "elements that are new",
            PLAIN.replace(
                "<LISTED_ON>",
                "<GENDER>x</GENDER><DETAILS><A><B>1</B></A></DETAILS><LISTED_ON>",
            ),
        ),
        (
            "a remark between",
            PLAIN.replace("<LISTED_ON>", "<!-- <LISTED_ON>2001</LISTED_ON> --><LISTED_ON>"),
        ),
    ];
    for (how, text) in cases {
        assert_eq!(read(&text).as_ref(), Ok(&plain), "{how}");
    }
}

#[test]
fn a_list_that_says_no_day_is_read_with_the_day_that_the_reader_knows() {
    let text = PLAIN.replace(" dateGenerated='2018-08-24T19:40:35.913-04:00'", "");
    let day = "2018-08-24".parse().unwrap();
    let read_on = |day| read_snapshot_of("list.xml", text.as_bytes(), day);
    assert_eq!(read_on(Some(day)), Ok(read(PLAIN).unwrap()));
    assert!(read_on(None).is_err());
}

#[test]
fn entities_within_entities_are_not_unfolded_whatever_they_would_come_to() {
    let entity = |n: u32| format!("<!ENTITY a{n} '&a{0};&a{0};&a{0};&a{0};'>", n - 1);
    let entities: Vec<String> = (1..40).map(entity).collect();
    let entities = entities.concat();
    let declared = format!("<!DOCTYPE l [<!ENTITY a0 'ha'>{entities}]>\n<CONSOLIDATED_LIST");
    let text = PLAIN.replace("<CONSOLIDATED_LIST", &declared).replace("Nowhere", "&a39;");
    assert!(read(&text).unwrap_err().contains("declares a document type"));
    let depth = 200_000;
    let deep = PLAIN.replace("Nowhere", &"<a>".repeat(depth));
    assert!(read(&deep).unwrap_err().contains("stands inside 16 others"));
}
