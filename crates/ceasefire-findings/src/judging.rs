//! One judging as a whole: an agreement under its readings, over what was reported, with a profile. What is printed of it
//! is the same for whoever asks: a command, or somebody who recomputes a bulletin.

use crate::deadlines::{Deadline, deadlines};
use crate::review::Review;
use crate::told::{Frame, told};
use accord_check::model::{Instant, Profile};
use accord_check::{Checked, Family, directions};
use accord_explain::finding_json;
use accord_judge::{Facts, Judge};
use ceasefire_files::{Readings, Reports, profile};

/// What is judged.
#[derive(Debug, Clone, Copy)]
pub struct Judging<'g> {
    /// The agreement's family, as written.
    pub family: &'g Family,
    /// The agreement under the readings that were asked for.
    pub readings: &'g Readings,
    /// Acts and bulletins.
    pub reports: &'g Reports,
    /// The facts.
    pub facts: &'g Facts,
    /// The name of the profile.
    pub profile: &'g str,
}

impl<'g> Judging<'g> {
    /// A judge for one of the readings.
    pub fn judge(&self, checked: &'g Checked) -> Judge<'g> {
        Judge::new(&checked.agreement, self.facts, self.profile_of(checked))
    }

    /// The profile under one of the readings; none if every presumption was taken away.
    pub fn profile_of(&self, checked: &'g Checked) -> Option<&'g Profile> {
        profile(checked, self.profile)
    }

    /// All findings under each reading that was asked for; `judged` is told how many acts more are done.
    pub fn reviews(&self, judged: &(dyn Fn(usize) + Sync)) -> Vec<Review> {
        let review = |(name, checked): &'g (String, Checked)| {
            Review::watched(name, &self.judge(checked), &self.reports.acts, judged)
        };
        self.readings.asked.iter().map(review).collect()
    }

    /// Each finding as a line of JSON, to `line`; where a day is given, also how obligations with a deadline stood on it.
    pub fn findings(
        &self,
        reviews: &[Review],
        as_of: Option<Instant>,
        line: &mut dyn FnMut(String),
    ) {
        for (review, (name, checked)) in reviews.iter().zip(&self.readings.asked) {
            let judge = self.judge(checked);
            for (act, findings) in self.reports.acts.iter().zip(&review.findings) {
                for finding in findings {
                    line(finding_json(finding, &act.act, name, &judge).to_string());
                }
            }
            let profile = judge.profile().map(|profile| profile.name.as_str());
            for deadline in as_of.map_or_else(Vec::new, |as_of| deadlines(&judge, as_of)) {
                line(deadline.json(&checked.agreement.id, name, profile).to_string());
            }
        }
    }

    /// The summary. Deadlines are read as of a day; where none is given, as of the last act.
    pub fn summary(&self, reviews: &[Review], as_of: Option<Instant>) -> String {
        let last = || self.reports.acts.iter().map(|act| act.act.at.1).max();
        told(&self.frame(self.standing(as_of.or_else(last))), reviews)
    }

    /// Obligations with a deadline under each reading; none where there is no day.
    fn standing(&self, as_of: Option<Instant>) -> Vec<Vec<Deadline>> {
        let Some(as_of) = as_of else { return Vec::new() };
        let readings = self.readings.asked.iter();
        readings.map(|(_, checked)| deadlines(&self.judge(checked), as_of)).collect()
    }

    fn frame(&self, deadlines: Vec<Vec<Deadline>>) -> Frame<'g> {
        let standard = &self.readings.standard;
        let named = self.family.readings.iter();
        Frame {
            agreement: &standard.agreement,
            profile: self.profile_of(standard),
            acts: &self.reports.acts,
            bulletins: &self.reports.bulletins,
            aside: self.reports.aside.len(),
            unused_facts: self.reports.unused_facts,
            directions: named
                .map(|reading| {
                    (reading.head.name.text.clone(), directions(&standard.agreement, reading))
                })
                .collect(),
            deadlines,
        }
    }
}
