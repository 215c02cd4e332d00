//! All commands: one file a topic, one table a file.

mod descriptors;
mod devices;
mod exceptions;
mod heap;
mod locks;
mod memory;
mod session;
mod tasks;

use super::command::Command;

/// The topics, in the order of `help`.
static TOPICS: [(&str, &[Command]); 8] = [
    ("session", &session::COMMANDS),
    ("exceptions", &exceptions::COMMANDS),
    ("descriptors", &descriptors::COMMANDS),
    ("devices", &devices::COMMANDS),
    ("memory", &memory::COMMANDS),
    ("heap", &heap::COMMANDS),
    ("tasks", &tasks::COMMANDS),
    ("locks", &locks::COMMANDS),
];

/// The command with a name.
pub fn find(name: &str) -> Option<&'static Command> {
    TOPICS.iter().flat_map(|(_, commands)| *commands).find(|command| command.name == name)
}

/// Topics with their commands, for `help`.
pub fn topics() -> impl Iterator<Item = &'static (&'static str, &'static [Command])> {
    TOPICS.iter()
}
