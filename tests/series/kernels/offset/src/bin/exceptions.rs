//! Stage "exceptions": a trap that returns, a fault that is repaired, a fault that ends the run.

#![no_std]
#![no_main]
#![feature(abi_x86_interrupt)]

use core::{arch::asm, panic::PanicInfo};
use lazy_static::lazy_static;
use offset::{exit, println};
use volatile::Volatile;
use x86_64::{
    instructions::interrupts::int3,
    registers::control::Cr2,
    structures::idt::{InterruptDescriptorTable, InterruptStackFrame, PageFaultErrorCode},
};

lazy_static! {
    static ref IDT: InterruptDescriptorTable = {
        let mut idt = InterruptDescriptorTable::new();
        idt.breakpoint.set_handler_fn(breakpoint);
        idt.invalid_opcode.set_handler_fn(invalid_opcode);
        idt.page_fault.set_handler_fn(page_fault);
        idt
    };
}

#[no_mangle]
pub extern "C" fn _start() -> ! {
    println!("exceptions");
    write_to_screen(b"exceptions");
    IDT.load();
    int3();
    println!("back from #BP");
    // SAFETY: the handler steps over the two bytes.
    unsafe { asm!("ud2") };
    println!("back from #UD");
    // SAFETY: the address is not mapped, so nothing is written.
    unsafe { (0xdead_beef_usize as *mut u8).write_volatile(1) };
    unreachable!("the write went through");
}

fn write_to_screen(text: &[u8]) {
    // SAFETY: the text screen is identity-mapped there.
    let screen = unsafe { &mut *(0xb8000 as *mut [Volatile<[u8; 2]>; 80]) };
    for (cell, &letter) in screen.iter_mut().zip(text) {
        cell.write([letter, 0x0f]);
    }
}

extern "x86-interrupt" fn breakpoint(frame: InterruptStackFrame) {
    println!("#BP with CS {:#x}", frame.code_segment.0);
}

extern "x86-interrupt" fn invalid_opcode(mut frame: InterruptStackFrame) {
    println!("#UD");
    // SAFETY: `ud2` has two bytes, and the next instruction follows them.
    unsafe { frame.as_mut().update(|frame| frame.instruction_pointer += 2) };
}

extern "x86-interrupt" fn page_fault(_: InterruptStackFrame, error: PageFaultErrorCode) {
    println!("#PF at {:#x}: {error:?}", Cr2::read().unwrap());
    exit::leave(exit::Status::Success)
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    offset::fail(info)
}
