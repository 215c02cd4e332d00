//! A value that points at itself, and is moved. A move copies bytes: the pointer still names the old
//! place. `Pin` is the promise that this will not happen to a future that has been polled.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::paging::LinearAddress;
use crate::paging::regions::InRegion;
use crate::{mark, println};
use alloc::boxed::Box;
use core::hint::black_box;
use core::ptr;

/// What an `async fn` becomes that keeps a reference to one of its own locals.
#[repr(C)]
struct SelfReferential {
    value: u64,
    to_value: *const u64,
}

pub const SCENARIO: Scenario = Scenario {
    name: "pin-move",
    summary: "a struct that points at itself is moved",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let mut old = SelfReferential { value: 1, to_value: ptr::null() };
    old.to_value = &raw const old.value;
    let mut new = Box::new(black_box(old));
    new.value = 2;

    let (named, actual) = (new.to_value as u64, &raw const *new as u64);
    let place = |address| InRegion(LinearAddress::new(address));
    println!("self {} inside {}", place(named), place(actual));
    mark!("self_ref", named);
    // SAFETY: wrong on purpose: nobody owns the bytes any more. They lie in this function's frame.
    let seen = unsafe { new.to_value.read_volatile() };
    println!("value {}, through the pointer {seen}", new.value);
}
