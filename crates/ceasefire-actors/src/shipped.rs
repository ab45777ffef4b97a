//! The registries that come with the project: `actors/` at its root.

use crate::registry::{Registry, Wrong};

pub(crate) const FILES: [(&str, &str); 3] = [
    ("general.toml", include_str!("../../../actors/general.toml")),
    ("syria.toml", include_str!("../../../actors/syria.toml")),
    ("ukraine.toml", include_str!("../../../actors/ukraine.toml")),
];

/// The shipped registries as they are, by the names of their files.
pub fn shipped_files() -> [(&'static str, &'static str); 3] {
    FILES
}

/// The shipped registries as one. A test holds that they can be read.
pub fn shipped() -> Result<Registry, Wrong> {
    let mut all = Registry::default();
    for (file, text) in FILES {
        all.join(file, Registry::read(file, text)?)?;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_registries_can_be_read_and_every_tie_leads_somewhere() {
        let all = shipped().unwrap();
        assert!(all.actors().len() > 40);
        assert_eq!(all.loose_ties(), []);
    }
}
