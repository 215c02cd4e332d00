//! The IDT: breakpoints, double faults and the timer. A page fault has no handler.

use crate::{gdt, leave, println, Status};
use core::sync::atomic::{AtomicU64, Ordering};
use pic8259::ChainedPics;
use spin::Mutex;
use x86_64::structures::idt::{InterruptDescriptorTable, InterruptStackFrame};

const TIMER: u8 = 32;

// SAFETY: vectors 32 to 47 are nobody else's.
static PICS: Mutex<ChainedPics> = Mutex::new(unsafe { ChainedPics::new(TIMER, TIMER + 8) });
static TICKS: AtomicU64 = AtomicU64::new(0);
static mut IDT: InterruptDescriptorTable = InterruptDescriptorTable::new();

pub fn load() {
    // SAFETY: the table is filled once, before there is any interrupt, and the stack is used by no other handler.
    unsafe {
        let table = &mut *(&raw mut IDT);
        table.breakpoint.set_handler_fn(breakpoint);
        table.double_fault.set_handler_fn(double_fault).set_stack_index(gdt::DOUBLE_FAULT_IST);
        table[TIMER].set_handler_fn(timer);
        table.load();
    }
}

/// Moves the vectors away from the exceptions and lets the timer through.
pub fn open() {
    // SAFETY: the one vector that can come has a handler.
    unsafe {
        let mut pics = PICS.lock();
        pics.initialize();
        pics.write_masks(!1, !0);
    }
    x86_64::instructions::interrupts::enable();
}

pub fn ticks() -> u64 {
    TICKS.load(Ordering::Relaxed)
}

extern "x86-interrupt" fn breakpoint(_: InterruptStackFrame) {
    println!("#BP");
}

extern "x86-interrupt" fn timer(_: InterruptStackFrame) {
    TICKS.fetch_add(1, Ordering::Relaxed);
    // SAFETY: it is this vector that is being served.
    unsafe { PICS.lock().notify_end_of_interrupt(TIMER) };
}

extern "x86-interrupt" fn double_fault(frame: InterruptStackFrame, _: u64) -> ! {
    println!("#DF at {:#x}", frame.instruction_pointer);
    leave(Status::Success)
}
