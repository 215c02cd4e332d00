//! What a command is, and how a line finds its command.

use super::arguments::Arguments;
use super::commands;
use crate::println;

/// Why a command was not carried out.
pub enum Refusal {
    /// The words behind it make no sense.
    Usage,
    /// They do, but it cannot be done.
    Because(&'static str),
}

/// What a command comes back with.
pub type Answer = Result<(), Refusal>;

/// One row of the shell's tables.
pub struct Command {
    /// The first word of the line.
    pub name: &'static str,
    /// Name and arguments, as `help` shows them.
    pub usage: &'static str,
    /// What it does, in a few words.
    pub effect: &'static str,
    /// Does it.
    pub run: fn(&mut Arguments) -> Answer,
}

/// Runs one line.
pub fn execute(line: &str) {
    let line = line.trim();
    if line.is_empty() {
        return;
    }
    let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
    let Some(command) = commands::find(name) else { return println!("? help") };
    match (command.run)(&mut Arguments::new(rest.trim())) {
        Ok(()) => {}
        Err(Refusal::Usage) => println!("? help {name}"),
        Err(Refusal::Because(reason)) => println!("? {reason}"),
    }
}
