//! An async block that is made and dropped: nothing of its body runs.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::println;

pub const SCENARIO: Scenario = Scenario {
    name: "async-lazy",
    summary: "a future that is never polled",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let future = async { println!("this line is never printed") };
    println!("made, not polled");
    drop(future);
}
