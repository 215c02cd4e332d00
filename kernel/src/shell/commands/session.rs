//! Help, scenarios, and the ends of a session.

use super::super::arguments::Arguments;
use super::super::command::{Answer, Command, Refusal};
use crate::boot::HANDOVER;
use crate::boot::command_line::CommandLine;
use crate::boot::restart::restart;
use crate::cpu::halt;
use crate::devices::{debug_exit, ps2_keyboard};
use crate::{print, println, scenarios, testing};

pub static COMMANDS: [Command; 6] = [
    Command {
        name: "help",
        usage: "help [COMMAND]",
        effect: "the commands, or one of them",
        run: help,
    },
    Command {
        name: "list",
        usage: "list [WORD]",
        effect: "the scenarios, or those with a word in their names",
        run: list,
    },
    Command {
        name: "run",
        usage: "run NAME [KEY=VALUE ...]",
        effect: "boot again with a scenario",
        run,
    },
    Command {
        name: "tests",
        usage: "tests [WORD]",
        effect: "the kernel's tests, or those with a word in their names",
        run: tests,
    },
    Command { name: "reboot", usage: "reboot", effect: "pull the reset line", run: reboot },
    Command {
        name: "exit",
        usage: "exit N",
        effect: "write N to port 0xf4, which ends a test machine",
        run: exit,
    },
];

fn help(arguments: &mut Arguments) -> Answer {
    if let Some(name) = arguments.word() {
        let command = super::find(name).ok_or(Refusal::Because("no such command"))?;
        println!("{}: {}", command.usage, command.effect);
        return Ok(());
    }
    for (topic, commands) in super::topics() {
        print!("  {topic:<12}");
        for command in *commands {
            print!(" {}", command.name);
        }
        println!();
    }
    println!("help COMMAND says more; numbers are decimal, or hexadecimal after 0x");
    Ok(())
}

fn list(arguments: &mut Arguments) -> Answer {
    let word = arguments.word().unwrap_or("");
    for scenario in scenarios::all().iter().filter(|row| row.name.contains(word)) {
        println!("  {:<26}{}", scenario.name, scenario.summary);
    }
    Ok(())
}

fn run(arguments: &mut Arguments) -> Answer {
    let name = arguments.required_word()?;
    scenarios::named(name).ok_or(Refusal::Because("no such scenario"))?;
    let mut command_line = CommandLine::EMPTY;
    command_line.push("scenario", name);
    while let Some(word) = arguments.word() {
        let (key, value) = word.split_once('=').ok_or(Refusal::Usage)?;
        command_line.push(key, value);
    }
    restart(command_line)
}

fn tests(arguments: &mut Arguments) -> Answer {
    let word = arguments.word().unwrap_or("");
    testing::run_all(testing::TESTS.iter().filter(|test| test.name.contains(word)));
    Ok(())
}

fn reboot(_: &mut Arguments) -> Answer {
    ps2_keyboard::reset_machine();
    halt::dead()
}

fn exit(arguments: &mut Arguments) -> Answer {
    debug_exit::exit(arguments.required_below(1 << 32)? as u32)
}

/// The command line of this boot with one more option, for commands that need a new boot.
pub fn command_line_with(key: &str, value: &str) -> CommandLine {
    let mut command_line = CommandLine::EMPTY;
    let handover = *HANDOVER.lock();
    for (known, value) in handover.command_line.options() {
        if known != "scenario" && known != key {
            command_line.push(known, value);
        }
    }
    command_line.push(key, value);
    command_line
}
