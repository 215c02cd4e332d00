//! DIV by zero: a fault, so the saved RIP is that of the DIV, which runs again.
//!
//! Four times the handler returns as if nothing were wrong. The fifth time it steps over.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::interrupts::set_exception_hook;
use crate::interrupts::trap_frame::TrapFrame;
use crate::println;
use core::arch::asm;
use core::sync::atomic::{AtomicU32, Ordering};

/// `div ecx` is F7 F1.
const DIV_LENGTH: u64 = 2;
const RETRIES: u32 = 4;

static FAULTS: AtomicU32 = AtomicU32::new(0);

pub const SCENARIO: Scenario = Scenario {
    name: "divide-error",
    summary: "DIV by zero, five times the same one",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    set_exception_hook(return_four_times);
    divide();
    println!("stepped over");
}

fn divide() {
    // SAFETY: the hook gets over the DIV in the end; the results are discarded.
    unsafe {
        asm!("div ecx", in("ecx") 0, inout("eax") 1 => _, inout("edx") 0 => _, options(nostack));
    }
}

fn return_four_times(frame: &mut TrapFrame) {
    if FAULTS.fetch_add(1, Ordering::Relaxed) == RETRIES {
        frame.rip += DIV_LENGTH;
    }
}
