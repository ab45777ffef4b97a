//! x
mod globe;
