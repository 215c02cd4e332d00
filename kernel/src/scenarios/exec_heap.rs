//! A call into the heap, whose pages have XD set: a translation exists, but not for fetching.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use alloc::boxed::Box;
use core::mem;

/// RET: harmless code, if only it were allowed to run.
const RET: u8 = 0xc3;

pub const SCENARIO: Scenario = Scenario {
    name: "exec-heap",
    summary: "code on the heap: #PF on the fetch",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let code = Box::new(RET);
    // SAFETY: the byte is a whole function. The call faults, and the kernel stops there.
    let function: extern "C" fn() = unsafe { mem::transmute(&raw const *code) };
    function();
}
