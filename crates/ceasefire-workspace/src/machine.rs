//! What only the machine knows: what time it is, and bytes that nobody can guess.

use crate::error::WorkspaceError;
use ceasefire_ledger::Moment;

/// The time by this machine's clock.
#[expect(
    clippy::disallowed_methods,
    reason = "an entry says when it was recorded; no verdict asks"
)]
pub(crate) fn now() -> Moment {
    Moment(jiff::Timestamp::now().as_second())
}

/// Random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], WorkspaceError> {
    let mut out = [0; N];
    getrandom::fill(&mut out).map_err(|error| WorkspaceError::Chance(error.to_string()))?;
    Ok(out)
}
