//! A panic while a value with a destructor lives. This kernel aborts: the destructor never runs.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::println;

struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        println!("guard dropped");
    }
}

pub const SCENARIO: Scenario = Scenario {
    name: "panic-drop",
    summary: "a panic while a value lives",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let _guard = Guard;
    println!("guard made");
    panic!("on purpose");
}
