//! Ten boxes that are forgotten: safe, and gone until the next boot.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::{heap, mark, println};
use alloc::boxed::Box;
use core::hint::black_box;
use core::mem;

pub const SCENARIO: Scenario =
    Scenario { name: "heap-leak", summary: "ten boxes that nobody owns", setup: Setup::USUAL, run };

fn run(_: &CommandLine) {
    for number in 0..10_u64 {
        mem::forget(black_box(Box::new(number)));
    }
    mark!("leaked");
    println!("used {}", heap::statistics().1.used);
}
