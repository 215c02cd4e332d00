//! A read from an address that is not canonical: no walk, no #PF, CR2 as it was.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::paging::LinearAddress;

/// Bit 47 is set, bits 63:48 are not.
const NON_CANONICAL: LinearAddress = LinearAddress::new(1 << 47);

pub const SCENARIO: Scenario = Scenario {
    name: "non-canonical",
    summary: "an address whose bits 63:47 differ: #GP",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    // SAFETY: this faults, and the kernel stops at the fault.
    unsafe { NON_CANONICAL.as_ptr::<u8>().read_volatile() };
}
