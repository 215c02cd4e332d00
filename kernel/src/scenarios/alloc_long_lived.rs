//! One block that stays, and ten thousand that are freed at once. A bump allocator goes back to the
//! start only when nothing is left.

use super::{Scenario, Setup, request};
use crate::boot::command_line::CommandLine;
use crate::cpu::halt;
use crate::heap::Kind;
use crate::println;

pub const SCENARIO: Scenario = Scenario {
    name: "alloc-long-lived",
    summary: "10 000 short-lived boxes beside one that stays",
    setup: Setup { heap: Kind::Bump, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    let long_lived = request::allocate(8, 8);
    for number in 1..=10_000 {
        let short_lived = request::allocate(8, 8);
        if short_lived.is_null() {
            println!("failed at {number}");
            halt::dead();
        }
        // SAFETY: allocated just now.
        unsafe { request::free(short_lived, 8, 8) };
    }
    // SAFETY: freed once, and not used.
    unsafe { request::free(long_lived, 8, 8) };
}
