//! A write to column 80 of 80: the index is checked, so it panics instead of landing in the next
//! row.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::devices::vga_text;

pub const SCENARIO: Scenario = Scenario {
    name: "vga-out-of-bounds",
    summary: "a cell in column 80",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    vga_text::write_cell(0, vga_text::COLUMNS, 0x0700 | u16::from(b'!'));
}
