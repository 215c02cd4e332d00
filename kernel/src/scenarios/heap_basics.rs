//! A box, a vector that grows, and a value with two owners.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::{mark, println};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;

pub const SCENARIO: Scenario =
    Scenario { name: "heap-basics", summary: "Box, Vec and Rc", setup: Setup::USUAL, run };

fn run(_: &CommandLine) {
    let boxed = Box::new(41);
    println!("box {}", *boxed + 1);

    let mut numbers = Vec::new();
    for number in 0..500 {
        numbers.push(number);
    }
    println!("vec cap {}", numbers.capacity());

    let first = Rc::new(numbers);
    let second = Rc::clone(&first);
    println!("rc {}", Rc::strong_count(&first));
    mark!("rc_drop");
    drop(second);
    println!("rc {}", Rc::strong_count(&first));
    mark!("rc_drop");
    drop(first);
}
