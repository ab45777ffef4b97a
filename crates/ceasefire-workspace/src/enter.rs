//! Entering: drafts become signed entries, all of them or none.

use crate::drafts::Drafted;
use crate::error::WorkspaceError;
use crate::machine::{now, random};
use crate::workspace::Workspace;
use ceasefire_ledger::{Added, Asked, Bundled, Evidence, Hash, Id, Identity, Moment, Place, Sound};
use ceasefire_store::Store as _;
use std::collections::BTreeSet;

/// What was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The entries, in the order of the drafts.
    pub ids: Vec<Id>,
    /// The entry before, where the clock says that it was recorded later: its time was taken.
    pub clock_behind: Option<Moment>,
    /// How many contents were taken away.
    pub taken: u64,
}

impl Workspace {
    /// Signs drafts and enters them in one step. If one of them would not count, none is entered.
    pub fn enter(
        mut self,
        identity: &Identity,
        drafts: Vec<Drafted>,
    ) -> Result<Entered, WorkspaceError> {
        let author = identity.author();
        let mut place = self.ledger.place(author)?;
        let now = now();
        let clock_behind = place.not_before.filter(|before| *before > now);
        let alone = drafts.len() == 1;
        let mut sound: Vec<Sound> = Vec::with_capacity(drafts.len());
        for (index, drafted) in drafts.into_iter().enumerate() {
            let signed = identity
                .sign(&place, now, drafted.0, random()?)
                .map_err(|why| WorkspaceError::Refused { draft: index + 1, why })?;
            let header = signed.entry().header();
            place = Place {
                number: place.number + 1,
                before: Some(signed.entry().id()),
                not_before: Some(header.recorded),
                ..place
            };
            sound.push(signed);
        }
        for (index, sound) in sound.iter().enumerate() {
            let added = self.ledger.add_sound(sound.clone());
            let added = added.map_err(|why| WorkspaceError::Refused { draft: index + 1, why })?;
            if let Added::Waiting(standing) = added {
                return Err(WorkspaceError::Idle {
                    name: self.ledger.name(author),
                    draft: (!alone).then_some(index + 1),
                    kind: sound.entry().header().kind.clone(),
                    standing,
                });
            }
        }
        self.store.append(&sound)?;
        let ids: Vec<Id> = sound.iter().map(|sound| sound.entry().id()).collect();
        self.note_files(&ids)?;
        let taken = self.take_redacted()?;
        Ok(Entered { ids, clock_behind, taken })
    }

    /// Notes the files that entries name, and whether they are here.
    pub(crate) fn note_files(&mut self, ids: &[Id]) -> Result<(), WorkspaceError> {
        let about = Asked::About(ids.iter().copied().collect());
        let named: Vec<Evidence> = Bundled::new(&self.ledger, about).evidence().cloned().collect();
        for file in &named {
            let here = self.files().has(file.sha256);
            self.store.note_evidence(file, here)?;
        }
        Ok(())
    }

    /// Takes away what is redacted: contents, and the files that no other entry names. Answers how
    /// many contents there were.
    pub(crate) fn take_redacted(&mut self) -> Result<u64, WorkspaceError> {
        let redacted = self.ledger.redact();
        if redacted.is_empty() {
            return Ok(0);
        }
        let taken = self.store.take_contents(&redacted)?;
        let named = Bundled::new(&self.ledger, Asked::All);
        let named: BTreeSet<Hash> = named.evidence().map(|file| file.sha256).collect();
        let files = self.files();
        for (file, _) in self.store.evidence()? {
            if !named.contains(&file.sha256) && files.has(file.sha256) {
                files.remove(file.sha256)?;
            }
        }
        Ok(taken)
    }
}
