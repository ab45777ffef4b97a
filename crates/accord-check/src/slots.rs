//! Which slots a statement takes: what is missing, what is there twice, what does not belong.

use accord_syntax::ast::{Body, Head, Patch, Slot, Statement};
use accord_syntax::{Diagnostic, did_you_mean, listed, slot_example};

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
    let table = table(statement.head);
    let whole = !matches!(statement.patch, Some(Patch::Widen | Patch::Narrow));
    if whole {
        missing(statement, &table, out);
    }
    for (index, slot) in statement.slots.iter().enumerate() {
        if matches!(slot.body, Body::Row(..)) {
            continue;
        }
        let earlier = statement.slots.get(..index).unwrap_or_default();
        out.extend(misplaced(statement, slot, &table));
        out.extend(twice(slot, earlier, &table));
        out.extend(wrong_word(slot));
        out.extend(too_many(statement.head, slot));
    }
    out.extend(unknown_placeholder(statement));
}

fn missing(statement: &Statement, table: &Table, out: &mut Vec<Diagnostic>) {
    let span = statement.name.span;
    let error = |message: String| Diagnostic::error("missing-slot", span, message);
    for need in table.needs.iter().filter(|need| statement.slot(need).is_none()) {
        let message = format!("this {} has no `{need}`", statement.head.noun());
        let example = slot_example(need).unwrap_or(need);
        out.push(error(message).help(format!("add a line under it, such as `{example}`")));
    }
    if statement.head != Head::Obligation {
        return;
    }
    match (statement.slot("met"), statement.slot("by"), statement.slot("breach")) {
        (None, None, None) => out.push(
            error("nothing can show this obligation broken".to_owned()).help(
                "add `breach` with the kind of act that breaks it, or `met` and `by` for a deadline",
            ),
        ),
        (Some(_), None, _) | (None, Some(_), _) => out.push(
            error("an obligation with a deadline has both `met` and `by`".to_owned())
                .help("`met` says when it counts as done, `by` says when it is due"),
        ),
        _ => {}
    }
}

fn misplaced(statement: &Statement, slot: &Slot, table: &Table) -> Option<Diagnostic> {
    let word = slot.keyword.text.as_str();
    let allowed = || table.needs.iter().chain(table.takes).chain(table.many).copied();
    if allowed().any(|allowed| allowed == word) {
        return None;
    }
    let message = format!("{} takes no `{word}`", statement.head.called());
    let help = if allowed().next().is_none() {
        "nothing stands under it".to_owned()
    } else {
        format!("it takes {}", listed(allowed(), "and"))
    };
    Some(Diagnostic::error("misplaced-slot", slot.keyword.span, message).help(help))
}

fn twice(slot: &Slot, earlier: &[Slot], table: &Table) -> Option<Diagnostic> {
    let word = slot.keyword.text.as_str();
    let first = earlier.iter().find(|other| other.keyword.text == word)?;
    if table.many.contains(&word) {
        return None;
    }
    let help = match slot.body {
        Body::Formula(_) => "join the two with `all of` or `any of`, one condition per line",
        Body::Names(_) if !takes_one(word) => "write the names on one line, parted by commas",
        _ => "keep one of them",
    };
    Some(
        Diagnostic::error(
            "duplicate-slot",
            slot.keyword.span,
            format!("`{word}` stands here twice"),
        )
        .other(first.keyword.span, "first here")
        .help(help),
    )
}

/// Slots that hold one of a few words.
fn wrong_word(slot: &Slot) -> Option<Diagnostic> {
    let (name, allowed) = match (&slot.body, slot.keyword.text.as_str()) {
        (Body::Names(names), "closed") => (names.first()?, ["yes", "no"]),
        (Body::Official(_, status, _), _) => (status, ["authentic", "translation"]),
        _ => return None,
    };
    if allowed.contains(&name.text.as_str()) {
        return None;
    }
    let message = format!("`{}` is neither `{}` nor `{}`", name.text, allowed[0], allowed[1]);
    let help = did_you_mean(&name.text, allowed).unwrap_or_else(|| match allowed[0] {
        "yes" => {
            "`closed yes`: who is not on the list is known not to be; `closed no`: that is unknown"
                .to_owned()
        }
        _ => "`authentic` binds the parties; a `translation` helps to read it".to_owned(),
    });
    Some(Diagnostic::error("wrong-word", name.span, message).help(help))
}

fn takes_one(keyword: &str) -> bool {
    matches!(keyword, "binds" | "zone" | "closed" | "target")
}

/// Only the first name of such a slot would be read.
fn too_many(head: Head, slot: &Slot) -> Option<Diagnostic> {
    let Body::Names(names) = &slot.body else { return None };
    let keyword = slot.keyword.text.as_str();
    let one = takes_one(keyword) || (keyword == "to" && head == Head::Permission);
    let second = names.get(1).filter(|_| one)?;
    let diagnostic = Diagnostic::error(
        "too-many-names",
        second.span,
        format!("`{keyword}` takes one name, found {}", names.len()),
    );
    let class = matches!(keyword, "binds" | "to");
    Some(diagnostic.help(if class {
        "give them a name together: `define both X`, and under it `means X is … or X is …`"
    } else {
        "keep one of them"
    }))
}

/// The words of a fact name its arguments in braces; anything else in braces would be told as it
/// stands.
fn unknown_placeholder(statement: &Statement) -> Option<Diagnostic> {
    let words = statement.words.as_ref()?;
    if !matches!(statement.head, Head::Fact | Head::Judgement) {
        return None;
    }
    let mut rest = words.text.as_str();
    while let Some((_, after)) = rest.split_once('{') {
        let (inside, after) = after.split_once('}')?;
        if !statement.params.iter().any(|param| param.text == inside) {
            let message = format!("`{}` has no argument `{inside}`", statement.name.text);
            let params = statement.params.iter().map(|param| param.text.as_str());
            let help = if statement.params.is_empty() {
                "what stands in braces is replaced by an argument; declare it in brackets after the name"
                    .to_owned()
            } else {
                format!("in braces stand the arguments of the fact: {}", listed(params, "and"))
            };
            return Some(Diagnostic::error("unknown-placeholder", words.span, message).help(help));
        }
        rest = after;
    }
    None
}
