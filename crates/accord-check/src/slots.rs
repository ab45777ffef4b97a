//! Which slots a statement takes: what is missing, what is there twice, what does not belong.

use accord_syntax::Diagnostic;
use accord_syntax::ast::{Body, Head, Statement};

/// Slots that must stand, slots that may, and slots that may stand more than once.
struct Table {
    needs: &'static [&'static str],
    takes: &'static [&'static str],
    many: &'static [&'static str],
}

fn table(head: Head) -> Table {
    let (needs, takes, many): (&[&str], &[&str], &[&str]) = match head {
        Head::Agreement => {
            (&["title", "made", "zone"], &["in force", "builds on"], &["text", "source"])
        }
        Head::Amendment => {
            (&["made", "in force"], &["title", "zone", "builds on"], &["text", "source"])
        }
        Head::Register => (&[], &["closed"], &["source"]),
        Head::Define => (&["means"], &["since", "until", "cites"], &[]),
        Head::Prohibition => (
            &["binds", "forbids"],
            &["where", "from", "since", "until", "unless", "cites", "must"],
            &[],
        ),
        Head::Obligation => (
            &["binds", "must"],
            &["breach", "met", "by", "where", "from", "since", "until", "unless", "cites"],
            &[],
        ),
        Head::Permission => (&["grants"], &["to", "where", "from", "since", "until", "cites"], &[]),
        Head::Exception => (&["to", "applies"], &["since", "until", "cites"], &[]),
        Head::Condition => (&["gates", "holds"], &["since", "until", "cites"], &[]),
        Head::Power => (&["held by"], &["after", "effect", "cites"], &[]),
        Head::Uncoded | Head::Harmless => (&["because"], &["cites"], &[]),
        Head::Reading => (&["held by", "source"], &["because", "title"], &["source"]),
        Head::Profile => (&["title"], &["because"], &["source"]),
        Head::Assume => (&["because"], &["that", "target", "where"], &[]),
        Head::Value => (&[], &["cites"], &[]),
        Head::Actor | Head::Kind | Head::Fact | Head::Judgement | Head::Instant | Head::See => {
            (&[], &["cites", "source"], &[])
        }
    };
    Table { needs, takes, many }
}

/// Checks one statement's slots. A patch needs only the slot that it changes.
pub(crate) fn check(statement: &Statement, out: &mut Vec<Diagnostic>) {
    use accord_syntax::ast::Patch;
    let table = table(statement.head);
    let head = statement.head.word();
    let whole = !matches!(statement.patch, Some(Patch::Widen | Patch::Narrow));
    for need in table.needs.iter().filter(|need| whole && statement.slot(need).is_none()) {
        out.push(
            Diagnostic::error(
                "missing-slot",
                statement.name.span,
                format!("this {head} has no `{need}`"),
            )
            .help(format!("add a line `{need} …` under it")),
        );
    }
    for (index, slot) in statement.slots.iter().enumerate() {
        if matches!(slot.body, Body::Row(..)) {
            continue;
        }
        let word = slot.keyword.text.as_str();
        let allowed = table.needs.iter().chain(table.takes).chain(table.many);
        if !allowed.clone().any(|allowed| *allowed == word) {
            let list: Vec<String> = allowed.map(|word| format!("`{word}`")).collect();
            out.push(
                Diagnostic::error(
                    "misplaced-slot",
                    slot.keyword.span,
                    format!("this {head} takes no `{word}`"),
                )
                .help(format!("it takes {}", list.join(", "))),
            );
        }
        let first = statement.slots.iter().take(index).find(|other| other.keyword.text == word);
        if let Some(first) = first
            && !table.many.contains(&word)
        {
            out.push(
                Diagnostic::error(
                    "duplicate-slot",
                    slot.keyword.span,
                    format!("`{word}` stands here twice"),
                )
                .other(first.keyword.span, "first here"),
            );
        }
    }
    let deadline = statement.slot("met").is_some() || statement.slot("by").is_some();
    if statement.head == Head::Obligation && whole {
        let half = statement.slot("met").is_some() != statement.slot("by").is_some();
        if half {
            out.push(
                Diagnostic::error(
                    "missing-slot",
                    statement.name.span,
                    "an obligation with a deadline has both `met` and `by`",
                )
                .help("`met` says when it counts as done, `by` says when it is due"),
            );
        } else if !deadline && statement.slot("breach").is_none() {
            out.push(
                Diagnostic::error(
                    "missing-slot",
                    statement.name.span,
                    "nothing can show this obligation broken",
                )
                .help("add `breach kind-of-act on class`, or `met … by …` for a deadline"),
            );
        }
    }
}
