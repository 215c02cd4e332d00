//! Maps page 0 to the frame of the text screen. Two linear addresses then share it, and a null
//! pointer has stopped faulting.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::console::Colour;
use crate::paging::{Flags, LinearAddress, PhysicalAddress, mapper};
use core::arch::asm;

const SCREEN: PhysicalAddress = PhysicalAddress::new(0xb_8000);

pub const SCENARIO: Scenario = Scenario {
    name: "alias-null",
    summary: "page 0 mapped to the screen",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let page = LinearAddress::new(0);
    // SAFETY: the screen's owner only ever writes cells.
    unsafe { mapper::map(page, SCREEN, Flags::WRITABLE | Flags::EXECUTE_DISABLE) }
        .expect("page 0 is never mapped");
    for (column, character) in "NULL?".bytes().enumerate() {
        let cell = (Colour::Yellow as u16) << 8 | u16::from(character);
        // SAFETY: the page is mapped. In assembly, because for Rust no object lies at null.
        unsafe { asm!("mov [{}], {:x}", in(reg) 2 * column, in(reg) cell, options(nostack)) };
    }
}
