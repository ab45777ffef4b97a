//! The parts of a bulletin laid out in a folder, and judged there.
//!
//! Making a bulletin and verifying it are the same step: what is printed follows from the parts, and from nothing else on the
//! machine. The folder is temporary and leaves no trace in what is printed.

use crate::manifest::{Asked, Counts, Holds, Part};
use crate::refused::Refused;
use ceasefire_facts::{Files, Gathered, Shipped};
use ceasefire_files::{Library, Readings, interval};
use ceasefire_findings::Judging;
use std::fs;
use std::path::Path;

/// What the parts say.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) findings: String,
    pub(crate) summary: String,
    pub(crate) counts: Counts,
}

/// A part with its bytes.
pub(crate) type Laid<'b> = (&'b Part, &'b [u8]);

/// Judges what the parts hold.
pub(crate) fn judge(parts: &[Laid<'_>], asked: &Asked) -> Result<Judged, Refused> {
    let folder = tempfile::tempdir().map_err(|error| {
        Refused::File(format!("cannot make a temporary folder to recompute in: {error}"))
    })?;
    lay(parts, folder.path())?;
    judge_in(folder.path(), parts, asked).map_err(|sentence| {
        // The folder is gone when the sentence is read; what is left names the part.
        let folder = format!("{}/", folder.path().display());
        Refused::NotJudged(sentence.replace(&folder, ""))
    })
}

fn lay(parts: &[Laid<'_>], folder: &Path) -> Result<(), Refused> {
    let write = |path: &Path, bytes: &[u8]| -> std::io::Result<()> {
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        fs::write(path, bytes)
    };
    for (part, bytes) in parts.iter().filter(|(part, _)| is_laid(&part.path)) {
        write(&folder.join(&part.path), bytes).map_err(|error| {
            Refused::File(format!("cannot unpack `{}` to a temporary folder: {error}", part.path))
        })?;
    }
    Ok(())
}

/// What is judged from files; the rest is looked at where it stands.
fn is_laid(path: &str) -> bool {
    path.starts_with("agreement/") || path.starts_with("given/")
}

fn judge_in(folder: &Path, parts: &[Laid<'_>], asked: &Asked) -> Result<Judged, String> {
    let library = Library::open(&folder.join("agreement")).map_err(|error| error.to_string())?;
    let readings = Readings::ask(&library, &asked.readings).map_err(|error| error.to_string())?;
    readings.has_profile(&asked.profile).map_err(|error| error.to_string())?;
    let agreement = readings.together();
    let day = |day: &Option<String>| {
        day.as_ref().map(|day| Ok::<_, String>(interval(day, &agreement)?.1)).transpose()
    };
    let (as_of, known_on) = (day(&asked.as_of)?, day(&asked.known_on)?);
    let files = files(folder, parts);
    let mut gathered = Gathered::read_with(&files.sources(), shipped(parts)?, &agreement)?;
    if let Some(at) = known_on {
        gathered = gathered.known_on(at, &agreement);
    }
    let judging = Judging {
        family: &library.family,
        readings: &readings,
        reports: &gathered.reports,
        facts: &gathered.facts,
        profile: &asked.profile,
    };
    let reviews = judging.reviews(&|_| ());
    let (mut findings, mut lines) = (String::new(), 0);
    judging.findings(&reviews, as_of, &mut |line| {
        findings.push_str(&line);
        findings.push('\n');
        lines += 1;
    });
    Ok(Judged {
        findings,
        summary: judging.summary(&reviews, as_of),
        counts: Counts {
            acts: gathered.reports.acts.len() as u64,
            aside: gathered.reports.aside.len() as u64,
            findings: lines,
        },
    })
}

/// The files of `given/`, in their order, as what the manifest says they are.
fn files(folder: &Path, parts: &[Laid<'_>]) -> Files {
    let mut out = Files::default();
    for (part, _) in parts {
        let path = folder.join(&part.path);
        match part.holds {
            None | Some(Holds::Beside) => {}
            Some(Holds::Acts) => out.acts.push(path),
            Some(Holds::Facts) => out.facts.push(path),
            Some(Holds::Lines) => out.lines.push(path),
            Some(Holds::Designations) => out.designations.push(path),
            Some(Holds::Actors) => out.registries.push(path),
            Some(Holds::Snapshot) => {
                let day = part.day.as_ref().map(|day| format!("{day}="));
                out.snapshots.push(day.unwrap_or_default() + &path.display().to_string());
            }
        }
    }
    out
}

/// What was shipped with the version that made the bulletin; none where it carries none.
fn shipped(parts: &[Laid<'_>]) -> Result<Option<Shipped>, String> {
    let (mut tables, mut registries) = (Vec::new(), Vec::new());
    for (part, bytes) in parts {
        let Some(path) = part.path.strip_prefix("shipped/") else { continue };
        let text =
            std::str::from_utf8(bytes).map_err(|_| format!("`{}` is not UTF-8 text", part.path))?;
        match path.split_once('/') {
            Some(("registers", name)) => tables.push((name, text)),
            Some((_, name)) => registries.push((name, text)),
            None => {}
        }
    }
    if tables.is_empty() && registries.is_empty() {
        return Ok(None);
    }
    Shipped::read(&tables, &registries).map(Some)
}
