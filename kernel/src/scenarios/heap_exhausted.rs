//! Boxes that are never freed, until the largest free region is smaller than the next.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::heap;
use crate::println;
use alloc::boxed::Box;
use core::hint::black_box;
use core::mem;

type Kilobyte = [u8; 1024];

pub const SCENARIO: Scenario =
    Scenario { name: "heap-exhausted", summary: "boxes until none fits", setup: Setup::USUAL, run };

fn run(_: &CommandLine) {
    let mut boxes = 0;
    while heap::statistics().1.largest >= size_of::<Kilobyte>() as u64 {
        forget_a_box();
        boxes += 1;
    }
    println!("{boxes} boxes");
    forget_a_box();
}

fn forget_a_box() {
    mem::forget(black_box(Box::<Kilobyte>::new([0; 1024])));
}
