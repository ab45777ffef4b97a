//! Running the binary at the root of the project.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const SYRIA: &str = "agreements/syria-coh-2016";
pub const MINSK: &str = "agreements/minsk";
pub const EXAMPLE: &str = "examples/syria-2016";

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Ran {
    /// The results of a run that had nothing to say beside them.
    pub fn clean(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// Everything a user sees, with the exit code.
    pub fn seen(&self) -> String {
        format!("{}{}exit code {}", self.out, self.err, self.code)
    }

    /// The results as JSON, one value a line.
    pub fn lines(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// The command at the root of the project, undisturbed by the surroundings of the test.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ceasefire"));
    command.current_dir(root()).args(arguments).env("COLUMNS", "100");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    command
}

pub fn ceasefire(arguments: &[&str]) -> Ran {
    ran(&command(arguments).output().unwrap())
}

pub fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ran {
        out: text(&output.stdout),
        err: text(&output.stderr),
        code: output.status.code().unwrap_or(-1),
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// An empty folder of this name.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A copy of an agreement's folder.
pub fn copy_of(agreement: &str, name: &str) -> PathBuf {
    let to = folder(name);
    copy(&root().join(agreement), &to);
    to
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Changes one place in a file.
pub fn edit(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{} does not say {from:?}", file.display());
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

/// Takes the scenarios out of a file.
pub fn without_scenarios(file: &Path) {
    let text = fs::read_to_string(file).unwrap();
    let mut fences = text.split("```scenario");
    let mut bare = fences.next().unwrap().to_owned();
    bare.extend(fences.map(|rest| rest.split_once("```").unwrap().1));
    fs::write(file, bare).unwrap();
}

/// The words with the path of a folder taken out.
pub fn without(words: &str, folder: &Path) -> String {
    words.replace(&folder.display().to_string(), "[folder]")
}
