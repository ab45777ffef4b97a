//! Help teaches by example; every command's is read as a whole.

use crate::run::ceasefire;

#[test]
fn every_command_has_help_with_examples() {
    insta::assert_snapshot!("ceasefire", ceasefire(&["--help"]).clean());
    for command in [
        "check",
        "test",
        "fmt",
        "judge",
        "explain",
        "ask",
        "diff",
        "show",
        "convert",
        "actors",
        "listed",
        "bulletin",
        "verify",
        "completions",
    ] {
        let help = ceasefire(&[command, "--help"]).clean();
        assert!(help.contains("Examples:"), "{command}");
        assert_eq!(help, ceasefire(&["help", command]).clean(), "{command}");
        insta::assert_snapshot!(command, help);
    }
}

#[test]
fn each_part_of_actors_has_help_with_examples() {
    for part in ["resolve", "show", "check"] {
        let help = ceasefire(&["actors", part, "--help"]).clean();
        assert!(help.contains("Examples:"), "{part}");
        insta::assert_snapshot!(format!("actors-{part}"), help);
    }
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = ceasefire(&["completions", shell]).clean();
        assert!(script.contains("known-on"), "{shell}");
    }
}
