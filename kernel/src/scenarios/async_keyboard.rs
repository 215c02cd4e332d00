//! A task that echoes what is typed, polled once a key: the handler pushes the byte and wakes the
//! task, and while nothing is typed the processor sleeps. `exec=simple` polls it all the time.

use super::echo::spawn_echo;
use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::task::Executor;

pub const SCENARIO: Scenario = Scenario {
    name: "async-keyboard",
    summary: "typed text through IRQ, queue, waker and task",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    spawn_echo();
    Executor::named(command_line.value("exec")).unwrap_or(Executor::Waker).run()
}
