//! Where the command prints: results to standard output, everything else to standard error.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, BufWriter, IsTerminal, Stderr, Stdout, Write as _};

/// The two streams, and whether each may be coloured.
#[derive(Debug)]
pub(crate) struct Console {
    /// Whether results may be coloured.
    pub(crate) colour: bool,
    /// Whether notes may be coloured.
    pub(crate) colour_notes: bool,
    out: BufWriter<Stdout>,
    notes: Stderr,
    failed: Option<io::Error>,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    fn allows(self, stream: &impl IsTerminal) -> bool {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => wanted && stream.is_terminal(),
        }
    }
}

impl Console {
    pub(crate) fn new(color: Color) -> Self {
        Self {
            colour: color.allows(&io::stdout()),
            colour_notes: color.allows(&io::stderr()),
            out: BufWriter::new(io::stdout()),
            notes: io::stderr(),
            failed: None,
        }
    }

    /// Prints a result. A reader that has gone away (`| head`) is no error.
    pub(crate) fn out(&mut self, text: &str) {
        let written = self.out.write_all(text.as_bytes());
        self.keep(written);
    }

    /// Prints a result and ends the line.
    pub(crate) fn line(&mut self, text: &str) {
        self.out(text);
        self.out("\n");
    }

    /// Prints a note that is not a result.
    pub(crate) fn note(&mut self, text: &str) {
        let written = writeln!(self.notes, "{text}");
        // Whoever closed standard error does not want to read it.
        drop(written);
    }

    /// Prints why the command could not do its work.
    pub(crate) fn error(&mut self, message: &str) {
        let (on, off) = if self.colour_notes { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        self.note(&format!("{on}error{off}: {message}"));
    }

    /// Where results are written that come in many pieces.
    pub(crate) fn results(&mut self) -> Results<'_> {
        Results(self)
    }

    /// Ends the results. A full disk must not look like a short answer.
    pub(crate) fn finish(&mut self) -> Result<(), String> {
        let flushed = self.out.flush();
        self.keep(flushed);
        match &self.failed {
            Some(error) => Err(format!("cannot write the results: {error}")),
            None => Ok(()),
        }
    }

    fn keep(&mut self, written: io::Result<()>) {
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.failed.get_or_insert(error);
        }
    }

    /// Shows how far long work has come, on standard error and only where it is a terminal.
    pub(crate) fn progress(&self, doing: &str, steps: usize) -> Progress {
        self.bar(doing, steps as u64, "{prefix} {pos} of {len} [{bar:30}] {eta}")
    }

    /// Shows how much has been read, in the same way.
    pub(crate) fn progress_of_bytes(&self, doing: &str, bytes: u64) -> Progress {
        self.bar(doing, bytes, "{prefix} {bytes} of {total_bytes} [{bar:30}] {eta}")
    }

    fn bar(&self, doing: &str, len: u64, template: &str) -> Progress {
        let target = if self.notes.is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(len), target);
        Progress(match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style).with_prefix(doing.to_owned()),
            Err(_) => bar,
        })
    }
}

/// Standard output, as something to write to. What fails is told when the results end.
pub(crate) struct Results<'c>(&'c mut Console);

impl io::Write for Results<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.0.out.write_all(bytes);
        self.0.keep(written);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How far long work has come. It leaves nothing on the screen.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// So many steps more are done.
    pub(crate) fn more(&self, steps: usize) {
        self.0.inc(steps as u64);
    }

    /// So many bytes more have been read.
    pub(crate) fn more_bytes(&self, bytes: u64) {
        self.0.inc(bytes);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
