//! Diagnostics as JSON lines; `docs/schema/diagnostic.schema.json`.

use accord_check::{Diagnostic, Severity, Span};
use ceasefire_files::Library;
use serde_json::{Map, Value, json};

/// One diagnostic of an agreement.
pub(crate) fn diagnostic(diagnostic: &Diagnostic, library: &Library) -> Value {
    let mut out = Map::new();
    let severity = if diagnostic.severity == Severity::Error { "error" } else { "warning" };
    out.insert("code".to_owned(), json!(diagnostic.code));
    out.insert("severity".to_owned(), json!(severity));
    out.insert("message".to_owned(), json!(diagnostic.message));
    place(diagnostic.primary.span, library, &mut out);
    if !diagnostic.primary.words.is_empty() {
        out.insert("label".to_owned(), json!(diagnostic.primary.words));
    }
    let others: Vec<Value> = diagnostic
        .others
        .iter()
        .map(|label| {
            let mut one = Map::new();
            place(label.span, library, &mut one);
            one.insert("label".to_owned(), json!(label.words));
            Value::Object(one)
        })
        .collect();
    if !others.is_empty() {
        out.insert("others".to_owned(), json!(others));
    }
    if !diagnostic.help.is_empty() {
        out.insert("help".to_owned(), json!(diagnostic.help));
    }
    Value::Object(out)
}

/// Puts `file`, `line` and `column` into an object.
pub(crate) fn place(span: Span, library: &Library, out: &mut Map<String, Value>) {
    if let Some(position) = library.position(span) {
        out.insert("file".to_owned(), json!(position.file));
        out.insert("line".to_owned(), json!(position.line));
        out.insert("column".to_owned(), json!(position.column));
    }
}
