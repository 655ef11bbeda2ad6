//! What a shell and `man` are told of the command line: completions, in which keys of the review are completed too, and
//! pages of the manual.

use super::{Arguments as CommandLine, Common, Failure, load, print, root};
use crate::Memory;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use std::process::ExitCode;

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// The arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct ManArguments {
    /// A command of its own [default: the program]
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// What makes bash and fish ask the program for keys.
const BASH: &str = include_str!("keys.bash");
const FISH: &str = include_str!("keys.fish");
/// The function that zsh calls for keys, and what the generated script calls in its place.
const ZSH: &str = include_str!("keys.zsh");
const ZSH_DEFAULT: &str = ":_default'";

pub fn completions(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut visible(), "sourcebook", &mut script);
    let script = String::from_utf8(script)?;
    print(&match arguments.shell {
        Shell::Bash => script + BASH,
        Shell::Fish => script + FISH,
        Shell::Zsh => with_keys_in_zsh(&script),
        _ => script,
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The command line without what is hidden.
fn visible() -> Command {
    let whole = CommandLine::command();
    let shown = whole.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    Command::new("sourcebook")
        .version(env!("SOURCEBOOK_VERSION"))
        .args(whole.get_arguments().cloned())
        .subcommands(shown)
}

/// The script with keys where a command takes some.
fn with_keys_in_zsh(script: &str) -> String {
    let line = |line: &str| match line.contains("::keys -- ") {
        true => line.replace(ZSH_DEFAULT, ":_sourcebook_keys'"),
        false => line.to_owned(),
    };
    let lines: Vec<String> = script.lines().map(line).collect();
    let (first, rest) = lines.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    format!("{first}\n{ZSH}{}\n", rest.join("\n"))
}

/// The keys of the review, a line each; nothing where there is no review: a shell asks at any time.
pub fn keys(common: &Common) -> Result<ExitCode, Failure> {
    if let Ok(root) = root(common) {
        let (references, _) = crate::references(&load(&root), &Memory::default());
        print(&references.iter().map(|reference| format!("{}\n", reference.key)).collect::<String>())?;
    }
    Ok(ExitCode::SUCCESS)
}

pub fn man(arguments: &ManArguments) -> Result<ExitCode, Failure> {
    let mut command = CommandLine::command();
    command.build();
    let page = match &arguments.command {
        None => command,
        Some(name) => {
            command.find_subcommand(name).cloned().ok_or_else(|| Failure(format!("there is no command `{name}`")))?
        }
    };
    let mut out = Vec::new();
    clap_mangen::Man::new(page).render(&mut out)?;
    print(&String::from_utf8(out)?)?;
    Ok(ExitCode::SUCCESS)
}
