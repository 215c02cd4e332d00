//! The timer's handler allocates, and so does the program that it interrupts. A tick that comes while
//! the program holds the heap's lock waits for it for ever.
//!
//! With `safe=1` the handler only counts, and the program allocates in its place.

use super::{Scenario, Setup, request};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;
use crate::interrupts::irq;
use crate::{heap, print, println};
use core::sync::atomic::{AtomicU32, Ordering};

/// How many ticks the safe variant serves.
const TICKS: u32 = 5;

/// Ticks that the handler has left to the program.
static DEFERRED: AtomicU32 = AtomicU32::new(0);

pub const SCENARIO: Scenario = Scenario {
    name: "alloc-in-irq",
    summary: "a handler waits for the heap of the program it interrupts",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    heap::set_interruptible(true);
    if command_line.is_set("safe") {
        allocate_for_the_handler();
        heap::set_interruptible(false);
    } else {
        allocate_beside_the_handler()
    }
}

fn allocate_beside_the_handler() -> ! {
    irq::set_driver(irq::TIMER, allocate_for_a_tick);
    // The first tick finds the heap unlocked.
    halt::wait_for_interrupt();
    loop {
        allocate_and_free();
    }
}

fn allocate_for_the_handler() {
    irq::set_driver(irq::TIMER, || {
        DEFERRED.fetch_add(1, Ordering::Relaxed);
    });
    let mut served = 0;
    while served < TICKS {
        allocate_and_free();
        if DEFERRED.load(Ordering::Relaxed) > served {
            allocate_for_a_tick();
            served += 1;
        }
    }
    println!();
}

fn allocate_for_a_tick() {
    allocate_and_free();
    print!(".");
}

fn allocate_and_free() {
    // SAFETY: allocated just now, and not used.
    unsafe { request::free(request::allocate(64, 8), 64, 8) };
}
