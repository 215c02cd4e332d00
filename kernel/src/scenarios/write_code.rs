//! A write to the kernel's own code: the translation exists, but R/W is 0 and CR0.WP is 1.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::boot::image;

pub const SCENARIO: Scenario = Scenario {
    name: "write-code",
    summary: "a write to a read-only page: #PF",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    // SAFETY: this faults, and the kernel stops at the fault.
    unsafe { image::text_start().as_mut_ptr::<u8>().write_volatile(0) };
}
