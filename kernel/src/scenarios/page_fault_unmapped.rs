//! A write to an address without a translation: the walk ends at the PML4.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::mark;

pub const SCENARIO: Scenario = Scenario {
    name: "page-fault-unmapped",
    summary: "a write to an unmapped address: #PF",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    mark!("probe", PROBE.as_u64());
    // SAFETY: this faults, and the kernel stops at the fault.
    unsafe { PROBE.as_mut_ptr::<u8>().write_volatile(42) };
}
