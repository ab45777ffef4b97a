//! A bulletin as it is made.

use crate::archive::pack;
use crate::collected::Collected;
use crate::judged::{Laid, judge};
use crate::manifest::{Asked, FINDINGS, MANIFEST, Manifest, SIGNATURE, SUMMARY};
use crate::refused::Refused;
use ceasefire_facts::{Files, Sources};
use ceasefire_ledger::Identity;
use std::path::Path;

/// The program that makes bulletins, as a manifest names it.
pub const PROGRAM: &str = concat!("ceasefire ", env!("CARGO_PKG_VERSION"));

/// What a bulletin is made of.
#[derive(Debug)]
pub struct Making<'m> {
    /// The folder of the agreement, or its one file.
    pub agreement: &'m Path,
    /// Where acts and facts come from.
    pub sources: Sources<'m>,
    /// What is asked.
    pub asked: Asked,
    /// A bundle of entries, as `docs/ledger.md` has it, where the acts come from a ledger.
    pub ledger: Option<&'m [u8]>,
    /// Who signs.
    pub identity: Option<&'m Identity>,
}

/// A bulletin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it says about itself.
    pub manifest: Manifest,
}

impl Making<'_> {
    /// Reads the files, judges what was read, and packs both. The same files give the same bytes.
    pub fn make(self) -> Result<Made, Refused> {
        let files = Files::of(&self.sources).map_err(Refused::File)?;
        let mut collected = Collected::new(self.agreement, &files, self.ledger)?;
        let laid: Vec<Laid<'_>> =
            collected.parts.iter().map(|(part, bytes)| (part, bytes.as_slice())).collect();
        let judged = judge(&laid, &self.asked)?;
        collected.put(FINDINGS.to_owned(), judged.findings.into_bytes())?;
        collected.put(SUMMARY.to_owned(), judged.summary.into_bytes())?;
        let manifest = Manifest {
            made_by: PROGRAM.to_owned(),
            asked: self.asked,
            counts: judged.counts,
            parts: collected.parts.iter().map(|(part, _)| part.clone()).collect(),
        };
        let text = manifest.text();
        // What is written can be read: a file that differs from another in capitals alone is told here.
        Manifest::read(text.as_bytes())?;
        let signature = self.identity.map(|one| one.sign_bulletin(text.as_bytes()).text());
        let mut members: Vec<(&str, &[u8])> = vec![(MANIFEST, text.as_bytes())];
        members
            .extend(collected.parts.iter().map(|(part, bytes)| (part.path.as_str(), &bytes[..])));
        members.extend(signature.iter().map(|text| (SIGNATURE, text.as_bytes())));
        Ok(Made { bytes: pack(&members)?, manifest })
    }
}
