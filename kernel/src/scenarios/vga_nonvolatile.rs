//! Two stores to one cell of the screen, first plain, then volatile. Nobody reads the cell, so of the
//! plain ones the compiler keeps the last alone.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;
use crate::{mark_begin, mark_end};

/// Neighbours in the middle of the screen, where no text comes.
const PLAIN: *mut u16 = (0xb_8000 + 2 * (12 * 80 + 39)) as *mut u16;
const VOLATILE: *mut u16 = PLAIN.wrapping_add(1);

const A: u16 = 0x0e00 | b'A' as u16;
const B: u16 = 0x0e00 | b'B' as u16;

pub const SCENARIO: Scenario = Scenario {
    name: "vga-nonvolatile",
    summary: "two stores to a cell, and the one that is left out",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    mark_begin!("plain_stores");
    // SAFETY: the cell is mapped, and nobody else writes to it.
    unsafe {
        PLAIN.write(A);
        PLAIN.write(B);
    }
    mark_end!("plain_stores");
    mark_begin!("volatile_stores");
    // SAFETY: as above.
    unsafe {
        VOLATILE.write_volatile(A);
        VOLATILE.write_volatile(B);
    }
    mark_end!("volatile_stores");
    halt::idle()
}
