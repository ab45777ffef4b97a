//! Whether a store is whole: the database's tables, the entries, their seals, and where it ends.

use crate::{Store, StoreError, all};
use ceasefire_ledger::{Heads, Verified, verify};

/// Looks everything over, against the heads that were kept elsewhere. What is wrong with entries is
/// told by [`Verified::findings`]; an error says that the store itself is not as it should be.
/// Others may append in the meantime: what they add is left out.
pub fn check(store: &mut dyn Store, expected: &Heads) -> Result<Verified, StoreError> {
    store.look_over()?;
    let ledger = store.ledger();
    let (last, seal) = store.last()?;
    let mut failed = None;
    let kept = all(store).map_while(|stored| match stored {
        Ok(stored) => (stored.position <= last).then(|| stored.kept()),
        Err(error) => {
            failed = Some(error);
            None
        }
    });
    let mut kept = kept.peekable();
    let is_empty = kept.peek().is_none();
    let verified = verify(ledger, kept, expected);
    if let Some(error) = failed {
        return Err(error);
    }
    // Seals tell what stands between two entries; this tells that nothing is gone behind the last.
    if is_empty != (last == 0) || verified.seal != seal {
        return Err(StoreError::Damaged("its last entries are not those that it says it has"));
    }
    Ok(verified)
}
