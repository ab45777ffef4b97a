//! What leads back to itself: a term defined through itself, an exception that beats what beats it,
//! a power that waits for its own use. Nothing in Accord may, so that every question ends.

use accord_syntax::Diagnostic;
use accord_syntax::ast::Name;
use std::collections::BTreeMap;

/// Who leads to whom, for statements of one kind.
pub(crate) struct Circles {
    /// Between the two: "rests on", "beats", "waits for".
    verb: &'static str,
    help: &'static str,
    /// In the order of the text.
    names: Vec<String>,
    leads_to: BTreeMap<String, Vec<Name>>,
}

impl Circles {
    pub(crate) fn new(verb: &'static str, help: &'static str) -> Self {
        Self { verb, help, names: Vec::new(), leads_to: BTreeMap::new() }
    }

    /// A statement, or another version of it, and where it names others.
    pub(crate) fn add(&mut self, name: &Name, to: impl IntoIterator<Item = Name>) {
        if !self.leads_to.contains_key(&name.text) {
            self.names.push(name.text.clone());
        }
        self.leads_to.entry(name.text.clone()).or_default().extend(to);
    }

    /// One complaint for each circle.
    pub(crate) fn found(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let mut reported: Vec<&str> = Vec::new();
        for name in &self.names {
            let Some(path) = self.way_back(name) else { continue };
            if path.iter().any(|step| reported.contains(&step.text.as_str())) {
                continue;
            }
            reported.extend(path.iter().map(|step| step.text.as_str()));
            out.extend(self.complaint(name, &path));
        }
        out
    }

    /// The shortest way from a name to itself, as the places where each names the next.
    fn way_back(&self, start: &str) -> Option<Vec<&Name>> {
        let mut came_by: BTreeMap<&str, (&str, &Name)> = BTreeMap::new();
        let mut open = vec![start];
        while !open.is_empty() {
            let mut next = Vec::new();
            for at in open {
                for use_of in self.leads_to.get(at).map_or(&[][..], Vec::as_slice) {
                    if came_by.contains_key(use_of.text.as_str()) {
                        continue;
                    }
                    came_by.insert(&use_of.text, (at, use_of));
                    next.push(use_of.text.as_str());
                }
            }
            open = next;
        }
        let mut path = Vec::new();
        let mut at = start;
        loop {
            let (before, use_of) = came_by.get(at)?;
            path.push(*use_of);
            at = before;
            if at == start {
                path.reverse();
                return Some(path);
            }
        }
    }

    fn complaint(&self, start: &str, path: &[&Name]) -> Option<Diagnostic> {
        let (first, rest) = path.split_first()?;
        let by_way_of: Vec<String> = path
            .iter()
            .filter(|step| step.text != start)
            .map(|step| format!("`{}`", step.text))
            .collect();
        let by_way_of = match by_way_of.as_slice() {
            [] => String::new(),
            steps => format!(", by way of {}", steps.join(" and ")),
        };
        let verb = self.verb;
        let message = format!("`{start}` {verb} itself{by_way_of}");
        let mut diagnostic = Diagnostic::error("circular", first.span, message)
            .label(format!("`{start}` {verb} `{}`", first.text));
        let mut from = &first.text;
        for step in rest {
            diagnostic = diagnostic.other(step.span, format!("`{from}` {verb} `{}`", step.text));
            from = &step.text;
        }
        Some(diagnostic.help(self.help))
    }
}
