//! A program that says of its own values what Rust prints for them, then gives away its registers and memory.
//!
//! It runs under Linux with nothing but the kernel: no C library, one stack, one small heap, so that
//! two runs are alike. Its names, types and calls are what the tests of debug information read back.

#![no_std]
#![no_main]

extern crate alloc;

mod calls;
mod runtime;
mod values;

/// Runs everything on the program's own stack. Called by `runtime::_start`.
fn run() -> ! {
    values::fill();
    values::print_all();
    calls::descend(&values::Point { x: 3, y: -4 }, 5)
}
