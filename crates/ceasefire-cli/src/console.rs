//! Where the command prints: results to standard output, everything else to standard error.

use std::io::{IsTerminal as _, Write as _};

/// The two streams, and whether results may be coloured.
#[derive(Debug)]
pub(crate) struct Console {
    pub(crate) colour: bool,
}

impl Console {
    pub(crate) fn new(color: &str) -> Self {
        let colour = match color {
            "always" => true,
            "never" => false,
            _ => {
                std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                    && std::io::stdout().is_terminal()
            }
        };
        Self { colour }
    }

    /// Prints a result. A reader that has gone away (`| head`) is no error.
    pub(crate) fn out(&mut self, text: &str) {
        let _ = std::io::stdout().write_all(text.as_bytes());
    }

    /// Prints a result and ends the line.
    pub(crate) fn line(&mut self, text: &str) {
        self.out(text);
        self.out("\n");
    }

    /// Prints a note that is not a result.
    pub(crate) fn note(&mut self, text: &str) {
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// Prints why the command could not do its work.
    pub(crate) fn error(&mut self, message: &str) {
        self.note(&format!("error: {message}"));
    }
}
