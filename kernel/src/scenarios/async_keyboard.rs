//! A task that echoes what is typed, and at the end of each line says how often it was
//! polled: once a key under the waker executor, all the time under the simple one.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::task::{Executor, input, spawn, table};
use crate::{print, println};

pub const SCENARIO: Scenario = Scenario {
    name: "async-keyboard",
    summary: "typed text through IRQ, queue, waker and task",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    spawn("echo", echo());
    Executor::named(command_line.value("exec")).unwrap_or(Executor::Waker).run()
}

/// The only task, so its id is known.
const ECHO: u32 = 1;

async fn echo() {
    loop {
        match input::next_byte().await {
            b'\n' | b'\r' => {
                println!();
                println!("polls {}", table::row(ECHO).map_or(0, |row| row.polls));
            }
            byte => print!("{}", char::from(byte)),
        }
    }
}
