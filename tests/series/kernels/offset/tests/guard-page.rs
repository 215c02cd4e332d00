//! An integration test without a harness: it succeeds when the write to an unmapped page faults.

#![no_std]
#![no_main]
#![feature(abi_x86_interrupt)]

use core::panic::PanicInfo;
use lazy_static::lazy_static;
use offset::{exit, print, println};
use x86_64::{
    registers::control::Cr2,
    structures::idt::{InterruptDescriptorTable, InterruptStackFrame, PageFaultErrorCode},
};

/// The page between the bootloader's information and the stack.
const GUARD: u64 = 0x100_0000_1000;

lazy_static! {
    static ref IDT: InterruptDescriptorTable = {
        let mut idt = InterruptDescriptorTable::new();
        idt.page_fault.set_handler_fn(page_fault);
        idt
    };
}

#[no_mangle]
pub extern "C" fn _start() -> ! {
    print!("the page below the stack is not mapped...\t");
    IDT.load();
    // SAFETY: nothing is mapped there, so nothing is written.
    unsafe { (GUARD as *mut u8).write_volatile(1) };
    unreachable!("the write went through");
}

extern "x86-interrupt" fn page_fault(_: InterruptStackFrame, _: PageFaultErrorCode) {
    assert_eq!(Cr2::read().unwrap().as_u64(), GUARD);
    println!("[ok]");
    exit::leave(exit::Status::Success)
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    offset::fail(info)
}
