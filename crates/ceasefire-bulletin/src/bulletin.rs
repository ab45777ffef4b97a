//! A bulletin as it is read: its parts beside what the manifest says of them.

use crate::archive::{LARGEST, Member, unpack};
use crate::difference::Difference;
use crate::judged::{Judged, Laid, judge};
use crate::manifest::{FINDINGS, LEDGER, MANIFEST, Manifest, SIGNATURE, SUMMARY, harmless};
use crate::refused::Refused;
use crate::verified::Verified;
use ceasefire_actors::shipped_files;
use ceasefire_ledger::{Author, Hash, SignedBulletin};
use ceasefire_registers::shipped_tables;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// A bulletin whose parts are those that its manifest names.
#[derive(Debug, Clone)]
pub struct Bulletin<'b> {
    manifest: Manifest,
    /// The bytes of the manifest, which are signed.
    text: &'b [u8],
    /// In the order of the manifest.
    parts: Vec<Member<'b>>,
    signature: Option<Member<'b>>,
}

/// The bytes of a file, and not many more than a bulletin can have.
pub fn open(path: &Path) -> Result<Vec<u8>, Refused> {
    let unreadable = |error| Refused::File(format!("cannot read `{}`: {error}", path.display()));
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

impl<'b> Bulletin<'b> {
    /// Reads a file. It is refused as a whole where it cannot be said what its parts are.
    pub fn read(bytes: &'b [u8]) -> Result<Self, Refused> {
        let mut members = unpack(bytes)?.into_iter();
        let first = members.next().filter(|member| member.name == MANIFEST);
        let first = first.ok_or(Refused::NotABulletin)?;
        if !first.is_whole {
            return Err(Refused::Manifest("it was changed after it was packed".to_owned()));
        }
        let manifest = Manifest::read(first.bytes)?;
        let mut parts = Vec::with_capacity(manifest.parts.len());
        for part in &manifest.parts {
            match members.next() {
                Some(member) if member.name == part.path => parts.push(member),
                Some(member) if !manifest.names(member.name) => {
                    return Err(Refused::Unnamed(harmless(member.name)));
                }
                _ => return Err(Refused::Missing(part.path.clone())),
            }
        }
        let signature = members.next();
        let stray = signature.iter().find(|member| member.name != SIGNATURE).cloned();
        match stray.or_else(|| members.next()) {
            Some(stray) => Err(Refused::Unnamed(harmless(stray.name))),
            None => Ok(Self { manifest, text: first.bytes, parts, signature }),
        }
    }

    /// What it says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The bytes of a part.
    pub fn part(&self, path: &str) -> Option<&'b [u8]> {
        self.parts.iter().find(|member| member.name == path).map(|member| member.bytes)
    }

    /// Looks at every part and at the signature, and recomputes nothing.
    pub fn check(&self) -> Verified {
        let mut differences: Vec<Difference> = self.changed().map(Difference::part).collect();
        let mut signed_by = None;
        if let Some(member) = &self.signature {
            match self.signed(member) {
                Ok(author) => signed_by = Some(author),
                Err(difference) => differences.push(*difference),
            }
        }
        Verified {
            manifest: self.manifest.clone(),
            signed_by,
            differences,
            recomputed: false,
            shipped_otherwise: self.shipped_otherwise(),
        }
    }

    /// Looks at every part, recomputes findings and summary from the others, and compares them to the byte.
    pub fn verify(&self) -> Result<Verified, Refused> {
        let mut verified = self.check();
        let stands_on = |path: &str| ![FINDINGS, SUMMARY, LEDGER].contains(&path);
        if self.changed().any(stands_on) {
            return Ok(verified);
        }
        let parts = self.manifest.parts.iter().zip(&self.parts);
        let laid: Vec<Laid<'_>> = parts.map(|(part, member)| (part, member.bytes)).collect();
        let judged = judge(&laid, &self.manifest.asked)?;
        verified.recomputed = true;
        verified.differences.extend(self.compared(&judged));
        Ok(verified)
    }

    /// The parts that are not as the manifest has them.
    fn changed(&self) -> impl Iterator<Item = &str> {
        let parts = self.manifest.parts.iter().zip(&self.parts);
        parts
            .filter(|(part, member)| {
                let is_named = member.bytes.len() as u64 == part.bytes
                    && Hash::of(member.bytes) == part.sha256;
                !member.is_whole || !is_named
            })
            .map(|(part, _)| part.path.as_str())
    }

    fn signed(&self, member: &Member<'_>) -> Result<Author, Box<Difference>> {
        let text = std::str::from_utf8(member.bytes).ok().filter(|_| member.is_whole);
        match text.and_then(SignedBulletin::read) {
            None => Err(Box::new(Difference::unreadable_signature())),
            Some(signed) if signed.is_over(self.text) => Ok(signed.author),
            Some(signed) => Err(Box::new(Difference::forged(signed.author))),
        }
    }

    fn compared(&self, judged: &Judged) -> Vec<Difference> {
        let theirs = |name| self.part(name).unwrap_or_default();
        let findings = Difference::of_findings(theirs(FINDINGS), judged.findings.as_bytes());
        let summary = Difference::of_summary(theirs(SUMMARY), judged.summary.as_bytes());
        let counts = Difference::of_counts(self.manifest.counts, judged.counts);
        findings.into_iter().chain(summary).chain(counts).collect()
    }

    fn shipped_otherwise(&self) -> Vec<String> {
        let tables =
            shipped_tables().map(|(name, text)| (format!("shipped/registers/{name}"), text));
        let files = shipped_files().map(|(name, text)| (format!("shipped/actors/{name}"), text));
        let ours: Vec<(String, &str)> = tables.into_iter().chain(files).collect();
        let is_ours = |member: &&Member<'_>| {
            let same = |(path, text): &(String, &str)| {
                path == member.name && text.as_bytes() == member.bytes
            };
            ours.iter().any(same)
        };
        let shipped = self.parts.iter().filter(|member| member.name.starts_with("shipped/"));
        shipped.filter(|member| !is_ours(member)).map(|member| member.name.to_owned()).collect()
    }
}
