//! Three places for a value, which differ in how long it lives.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::paging::LinearAddress;
use crate::paging::regions::InRegion;
use crate::{mark, println};
use alloc::boxed::Box;
use core::hint::black_box;
use core::sync::atomic::AtomicU64;

static STATIC: AtomicU64 = AtomicU64::new(1);

pub const SCENARIO: Scenario = Scenario {
    name: "three-kinds",
    summary: "a value on the stack, a static one, one on the heap",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let local = black_box(1);
    let boxed = Box::new(1);
    let show = |name: &str, address: u64| {
        println!("{name} {}", InRegion(LinearAddress::new(address)));
    };
    show("stack", &raw const local as u64);
    show("static", &raw const STATIC as u64);
    show("box", &raw const *boxed as u64);
    mark!("three-kinds", &raw const boxed as u64);
}
