//! Reads the PML4 where the mapping of all physical memory shows it: linear address = offset +
//! physical address.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::control;
use crate::paging::Table;
use crate::paging::mapper;
use crate::println;

pub const SCENARIO: Scenario = Scenario {
    name: "offset-map",
    summary: "the PML4 read through the mapping of physical memory",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let pml4 = control::page_map();
    println!("pml4 at pa {pml4} va {}", mapper::window(pml4));
    // SAFETY: CR3 leads to a table, and nobody changes it meanwhile.
    let table = unsafe { Table::at(pml4) };
    for (index, entry) in table.0.iter().enumerate().filter(|(_, entry)| entry.is_present()) {
        println!("pml4[{index}] = {:#x}", entry.bits());
    }
}
