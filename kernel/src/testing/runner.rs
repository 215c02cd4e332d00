//! Runs tests one after the other, and turns what becomes of them into text and an exit value.

use crate::devices::debug_exit;
use crate::sync::SpinLock;
use crate::{panic, print, println, trace_point};
use core::fmt;
use core::panic::PanicInfo;

/// One test.
#[derive(Clone, Copy)]
pub struct Test {
    /// What it claims.
    pub name: &'static str,
    /// Panics where the claim does not hold.
    pub run: fn(),
}

/// The test that runs now: a panic does not know.
static CURRENT: SpinLock<&'static str> = SpinLock::new("");

/// Runs all tests. The first that fails ends the machine.
pub fn run_all<'a>(tests: impl Iterator<Item = &'a Test> + Clone) {
    panic::set_ending(fail_by_panic);
    let count = tests.clone().count();
    println!("running {count}");
    for test in tests {
        start(test);
        (test.run)();
        pass("ok");
    }
    println!("{count} passed");
    panic::set_ending(panic::stop);
}

/// Runs a test that is to panic. As nobody comes back from a panic, it is the last one.
pub fn expect_panic(test: &Test) -> ! {
    panic::set_ending(|_| {
        pass("ok (panicked)");
        debug_exit::exit(debug_exit::SUCCESS)
    });
    start(test);
    (test.run)();
    fail(format_args!("did not panic"))
}

/// Ends the machine with a test that failed.
pub fn fail(reason: fmt::Arguments) -> ! {
    note_failure();
    println!("FAILED {reason}");
    debug_exit::exit(debug_exit::FAILURE)
}

fn fail_by_panic(info: &PanicInfo) -> ! {
    note_failure();
    println!("FAILED");
    panic::report(info);
    debug_exit::exit(debug_exit::FAILURE)
}

fn note_failure() {
    let name = *CURRENT.lock();
    trace_point!("test_fail", name.as_ptr() as u64, name.len() as u64);
}

fn start(test: &Test) {
    *CURRENT.lock() = test.name;
    trace_point!("test_start", test.name.as_ptr() as u64, test.name.len() as u64);
    print!("{} ", test.name);
}

fn pass(verdict: &str) {
    let name = *CURRENT.lock();
    trace_point!("test_ok", name.as_ptr() as u64, name.len() as u64);
    println!("{verdict}");
}
