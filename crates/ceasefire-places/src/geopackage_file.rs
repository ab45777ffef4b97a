//! x
use crate::read::Sheet;
use std::path::Path;
pub(crate) fn read(_path: &Path, _sheet: &mut Sheet<'_>) {}
