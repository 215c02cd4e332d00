//! The same task as in `async-keyboard` under the executor that knows no wakers: it asks again and
//! again, though nothing has changed.

use super::echo::spawn_echo;
use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::task::Executor;

pub const SCENARIO: Scenario = Scenario {
    name: "busy-poll",
    summary: "the same, polled without a pause",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    spawn_echo();
    Executor::Simple.run()
}
