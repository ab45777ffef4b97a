//! Diagnostics as text, with the place underlined.

use crate::family::Source;
use accord_syntax::{Diagnostic, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// One diagnostic as a reader sees it; `colour` adds terminal colours.
pub fn render(diagnostic: &Diagnostic, sources: &[Source], colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    let mut by_source: Vec<u32> = vec![diagnostic.primary.span.source.0];
    for label in &diagnostic.others {
        if !by_source.contains(&label.span.source.0) {
            by_source.push(label.span.source.0);
        }
    }
    for source_id in by_source {
        let Some(source) = sources.get(source_id as usize) else { continue };
        let mut snippet = Snippet::source(source.text.as_str()).path(source.path.as_str());
        let place = |span: accord_syntax::Span| {
            let end = (span.end as usize).min(source.text.len());
            (span.start as usize).min(end)..end
        };
        if diagnostic.primary.span.source.0 == source_id {
            let words = &diagnostic.primary.words;
            let mut annotation = AnnotationKind::Primary.span(place(diagnostic.primary.span));
            if !words.is_empty() {
                annotation = annotation.label(words.as_str());
            }
            snippet = snippet.annotation(annotation);
        }
        for label in diagnostic.others.iter().filter(|label| label.span.source.0 == source_id) {
            snippet = snippet.annotation(
                AnnotationKind::Context.span(place(label.span)).label(label.words.as_str()),
            );
        }
        group = group.element(snippet);
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    // The code is the name of its page.
    let page = format!("docs/diagnostics/{}.md says more", diagnostic.code);
    group = group.element(Level::NOTE.message(page.as_str()));
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}
