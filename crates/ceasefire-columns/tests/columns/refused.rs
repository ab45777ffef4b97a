//! Acts that the columns cannot hold are refused, with the field's name.

use crate::acts::{act, acts, file, refusal};
use ceasefire_columns::Writer;
use serde_json::json;

#[test]
fn an_act_that_does_not_fit_is_refused_by_the_name_of_its_field() {
    let with = |field: &str| {
        let act = act(&format!(r#"{{"id":"a","kind":"attack","at":"2016-03-02",{field}}}"#));
        format!("{field}\n  {}\n", refusal(&act))
    };
    let bare = [r#"{"kind":"attack","at":"2016-03-02"}"#, r#"{"id":"a","kind":"attack"}"#];
    let bare = bare.map(|bare| format!("{bare}\n  {}\n", refusal(&act(bare))));
    let fields = [
        r#""target":"group-a""#,
        r#""weapon":null"#,
        r#""weapon":7"#,
        r#""weapon":" ""#,
        r#""by":[]"#,
        r#""by":3"#,
        r#""by":[{"mass":0.5}]"#,
        r#""by":[{"actor":"group-a","mass":1.5}]"#,
        r#""by":[{"actor":"group-a","mass":"0.1234567"}]"#,
        r#""by":[{"actor":"group-a","share":0.5}]"#,
        r#""by":[{"actor":null}]"#,
        r#""hypotheses":"group-a""#,
        r#""hypotheses":["group-a"]"#,
        r#""place":7"#,
        r#""place":{"lat":"34 N","lon":36.7}"#,
        r#""place":{"longitude":36.7}"#,
        r#""harm":4"#,
        r#""harm":{"killed":4}"#,
        r#""harm":{"killed":{"min":-1}}"#,
        r#""harm":{"killed":{"least":1}}"#,
        r#""harm":{"missing":{"min":1}}"#,
        r#""sources":[]"#,
        r#""sources":[{"publisher":""}]"#,
        r#""claims":"immediate-threat(it)""#,
        r#""facts":[1]"#,
        r#""notes":null"#,
    ];
    insta::assert_snapshot!(bare.into_iter().chain(fields.map(with)).collect::<String>());
}

#[test]
fn a_time_that_is_none_is_refused() {
    let at = |at: &str| {
        let act = json!({"id": "a", "kind": "attack", "at": at});
        format!("{}\n", refusal(act.as_object().unwrap()))
    };
    insta::assert_snapshot!(
        ["yesterday", "0016-03-02", "2016-02-30", "2016-03-02 .. 2016-03-01"].map(at).concat()
    );
}

#[test]
fn a_refused_act_leaves_no_trace_in_the_file() {
    let good = act(r#"{"id":"a","kind":"attack","at":"2016-03-02","by":["group-a"]}"#);
    let mut bad = good.clone();
    bad.insert("harm".to_owned(), json!({"killed": {"min": -1}}));
    let mut writer = Writer::new(Vec::new()).unwrap();
    writer.push(&good).unwrap();
    assert!(writer.push(&bad).is_err());
    writer.push(&good).unwrap();
    let written = writer.finish().unwrap();
    assert_eq!(written, file(&[good.clone(), good.clone()]));
    assert_eq!(acts(written), [good.clone(), good]);
}

#[test]
fn an_act_of_more_than_a_mebibyte_is_refused() {
    let mut long = act(r#"{"id":"a","kind":"attack","at":"2016-03-02"}"#);
    long.insert("notes".to_owned(), json!({"told": "x".repeat(1 << 20)}));
    assert_eq!(refusal(&long), "this act is longer than 1 MiB");
    long.insert("notes".to_owned(), json!({"told": "x".repeat(1_000_000)}));
    assert_eq!(acts(file(&[long.clone()])), [long]);
}
