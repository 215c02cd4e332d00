//! An integration test as the series has them: a kernel of its own, which prints `[ok]` for each case.

#![no_std]
#![no_main]
#![feature(custom_test_frameworks)]
#![test_runner(run)]
#![reexport_test_harness_main = "run_cases"]

extern crate alloc;

use alloc::{boxed::Box, vec::Vec};
use bootloader::{entry_point, BootInfo};
use core::{any::type_name_of_val, panic::PanicInfo};
use offset::{exit, heap, print, println};

entry_point!(main);

fn main(boot_info: &'static BootInfo) -> ! {
    heap::init(boot_info);
    run_cases();
    exit::leave(exit::Status::Success)
}

fn run(cases: &[&dyn Case]) {
    cases.iter().for_each(|case| case.run());
}

trait Case {
    fn run(&self);
}

impl<F: Fn()> Case for F {
    fn run(&self) {
        print!("{}...\t", type_name_of_val(self));
        self();
        println!("[ok]");
    }
}

#[test_case]
fn a_box_holds_its_value() {
    assert_eq!(*Box::new(41), 41);
}

#[test_case]
fn a_vector_grows() {
    let numbers: Vec<u64> = (0..1000).collect();
    assert_eq!(numbers.iter().sum::<u64>(), 999 * 1000 / 2);
}

#[test_case]
fn memory_is_used_again() {
    (0..heap::SIZE).for_each(|n| assert_eq!(*Box::new(n), n));
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    offset::fail(info)
}
